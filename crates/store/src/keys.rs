//! The integers by which rows are found: they sort by date, and what belongs to an article lies
//! together.

use onrecord_record::Moment;

/// How many bits number the articles of a day.
const WITHIN_DAY: u32 = 24;
const LAST_DAY: i64 = (1 << 20) - 2;
/// How many bits number what one article holds.
pub const WITHIN_ARTICLE: u32 = 18;
/// How many statements, events or actors one article may hold.
pub const MOST: usize = 1 << WITHIN_ARTICLE;

/// Days from the first of March of the year 0 to a date, in the calendar that news are dated by.
pub fn day(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + day
        - 1
}

/// The day on which something was published; 0 where nobody knows.
pub fn day_of(published: Option<Moment>) -> i64 {
    let Some(published) = published else { return 0 };
    let date = published.date();
    day(i64::from(date.year()), i64::from(date.month()), i64::from(date.day())).max(0)
}

/// The keys that the articles of a day may have. What is dated later than the last day that keys have
/// room for, in the year 2870, is of that day.
pub fn of_day(day: i64) -> std::ops::Range<i64> {
    let day = day.clamp(0, LAST_DAY);
    day << WITHIN_DAY..(day + 1) << WITHIN_DAY
}

/// The keys that the parts of an article may have.
pub fn within(article: i64) -> std::ops::Range<i64> {
    article << WITHIN_ARTICLE..(article + 1) << WITHIN_ARTICLE
}

/// The key of the part of an article with that number.
pub fn part(article: i64, number: usize) -> i64 {
    (article << WITHIN_ARTICLE) + number as i64
}

/// The article that a part belongs to.
pub fn article_of(part: i64) -> i64 {
    part >> WITHIN_ARTICLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_each_other() {
        let lengths = |year: i64| {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        };
        let mut expected = day(1896, 1, 1);
        for year in 1896..2105 {
            for (month, length) in (1..).zip(lengths(year)) {
                for number in 1..=length {
                    assert_eq!(day(year, month, number), expected, "{year}-{month}-{number}");
                    expected += 1;
                }
            }
        }
        assert_eq!(day(0, 3, 1), 0);
    }

    #[test]
    fn keys_sort_by_date_and_fit() {
        let moment = |given: &str| Some(given.parse().expect("a moment"));
        assert_eq!(day_of(None), 0);
        assert!(day_of(moment("2024-05-07")) < day_of(moment("2024-05-08T00:01+14:00")));
        let last = of_day(day_of(moment("9999-12-31"))).end;
        assert!(within(last).end > within(last).start && within(last).start > 0);
        let article = of_day(738_000).start + 5;
        assert_eq!(article_of(part(article, MOST - 1)), article);
        assert!(within(article).contains(&part(article, MOST - 1)));
    }
}
