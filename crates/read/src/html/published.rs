//! When a page was published: every place that says so, and which of them to believe.
//!
//! The order of evidence, first that speaks:
//!
//! 1. JSON-LD: `datePublished` of the page's own article. Written for machines, about this article
//!    and about publication, with a zone as a rule.
//! 2. `article:published_time`: as much, but sites' templates fill it more carelessly.
//! 3. Microdata `datePublished`.
//! 4. Other meta elements that say publication (`parsely-pub-date`, `sailthru.date`, `pubdate`, …),
//!    then those that say only "date".
//! 5. The `<time>` nearest to the headline, unless what stands before it calls it a change.
//! 6. What a reader sees: an element that by its class holds a date, then the lines about the
//!    headline.
//! 7. JSON-LD `dateCreated` and `uploadDate`: of the article, but perhaps of its draft.
//! 8. The address (`/2019/11/19/`).
//!
//! Three corrections, none of which moves the moment to another day than a page says somewhere:
//! a bare day, which midnight sharp is too, gives way to a time of that day; a time without a zone
//! to the same time with one, and UTC to the same instant in local time, because the local day is
//! what "on Tuesday" counts from; and a publication that equals the last change gives way to an
//! earlier one, because templates fill both with the newest.
//!
//! The moment of a change is never taken for that of publication: where only it is known, nothing
//! is. Moments before the Web or in the future are passed over.

use jiff::civil::Date;
use onrecord_record::Moment;
use scraper::ElementRef;
use serde_json::Value;

use super::json_ld::{self, letters};
use super::page::{Page, words_of};
use crate::dates::{self, Label, Order};

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "og:pubdate",
];

const ALSO_PUBLISHED: &[&str] = &[
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:publishtime",
    "cxenseparse:recs:publishtime",
    "rnews:datepublished",
    "originalpublicationdate",
    "article_date_original",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published",
    "published-date",
    "published_date",
    "publication_date",
    "publication-date",
    "citation_publication_date",
    "publishtime",
    "publish_time",
    "ptime",
    "article.published",
    "article:post_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.available",
    "prism.publicationdate",
    "date_published",
    "displaydate",
    "bt:pubdate",
    "vr:published_time",
    "article.created",
    "dc.date.created",
    "dcterms.created",
    "datecreated",
    "dc.date",
    "dcterms.date",
    "dc.terms:date",
    "date",
    "article-date",
    "articledate",
    "content_date",
    "story_date",
];

const CHANGED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
];

/// A moment and the place that gives it.
struct Evidence {
    moment: Moment,
    place: String,
}

/// The moment of publication and where it was found. `lines` are those that a reader sees.
pub(super) fn published(
    page: &Page,
    address: Option<&str>,
    headline: Option<&str>,
    lines: &[String],
) -> Option<(Moment, String)> {
    let order = order(page);
    let evidence = gather(page, address, headline, lines, order);
    let mut best = evidence.first()?;
    let changed = changed(page, order);
    if changed.is_some_and(|changed| changed == best.moment) {
        let earlier = |other: &&Evidence| {
            !is_midnight(other.moment)
                && other.moment.time().is_some()
                && is_surely_earlier(other.moment, best.moment)
        };
        best = evidence.iter().find(earlier).unwrap_or(best);
    }
    if precision(best.moment) == 0 {
        let finer = |other: &&Evidence| {
            precision(other.moment) > 0
                && other.moment.date() == best.moment.date()
                && changed != Some(other.moment)
        };
        best = evidence.iter().find(finer).unwrap_or(best);
    }
    if precision(best.moment) == 1 {
        let zoned = |other: &&Evidence| {
            other.moment.offset().is_some()
                && precision(other.moment) > 1
                && (clock(other.moment) == clock(best.moment)
                    && other.moment.date() == best.moment.date())
        };
        best = evidence.iter().find(zoned).unwrap_or(best);
    }
    if best.moment.offset().is_some_and(|offset| offset.is_zero()) {
        let local = |other: &&Evidence| {
            other.moment.offset().is_some_and(|offset| !offset.is_zero())
                && instant(other.moment).div_euclid(60) == instant(best.moment).div_euclid(60)
        };
        best = evidence.iter().find(local).unwrap_or(best);
    }
    Some((best.moment, best.place.clone()))
}

/// All evidence, best first.
fn gather(
    page: &Page,
    address: Option<&str>,
    headline: Option<&str>,
    lines: &[String],
    order: Order,
) -> Vec<Evidence> {
    let mut all = Vec::new();
    let mut add = |moment: Option<Moment>, place: String| {
        if let Some(moment) = moment {
            all.push(Evidence { moment, place });
        }
    };
    let article = page.article();
    let member = |name: &str| {
        let article = article?;
        let value = json_ld::text_of(article.get(name))?;
        Some((
            dates::value(&value, order),
            format!("json-ld {}.{name}", json_ld::type_name(article)),
        ))
    };
    let metas = |names: &'static [&'static str]| {
        names
            .iter()
            .flat_map(|name| page.meta_all(name))
            .map(|(name, content)| (dates::value(content, order), format!("meta {name}")))
    };
    if let Some((moment, place)) = member("datePublished") {
        add(moment, place);
    }
    metas(PUBLISHED).for_each(|(moment, place)| add(moment, place));
    for (name, id) in &page.properties {
        if name == "datePublished"
            && let Some(element) = page.element(*id)
            && element.value().name() != "meta"
        {
            add(of_element(element, order), "microdata datePublished".to_owned());
        }
    }
    metas(ALSO_PUBLISHED).for_each(|(moment, place)| add(moment, place));
    for element in nearest_times(page) {
        let place = if element.attr("datetime").is_some() { "time[datetime]" } else { "time" };
        add(of_element(element, order), place.to_owned());
    }
    for id in &page.dated {
        if let Some(element) = page.element(*id) {
            let words = words_of(element);
            add(dates::stated(&words, order).map(|found| found.moment), "text".to_owned());
        }
    }
    for line in about_headline(lines, headline) {
        add(dates::stated(line, order).map(|found| found.moment), "text".to_owned());
    }
    for name in ["dateCreated", "uploadDate"] {
        if let Some((moment, place)) = member(name) {
            add(moment, place);
        }
    }
    add(address.and_then(of_address).map(Moment::day), "url".to_owned());
    all
}

/// The last change that the page tells of.
fn changed(page: &Page, order: Order) -> Option<Moment> {
    let article = page.article().and_then(|article| article.get("dateModified"));
    let article = json_ld::text_of(article).and_then(|value| dates::value(&value, order));
    article.or_else(|| page.meta(CHANGED).and_then(|(_, content)| dates::value(content, order)))
}

/// What an element with a date says: its machine-readable attribute, else its words.
fn of_element(element: ElementRef<'_>, order: Order) -> Option<Moment> {
    let attribute = ["datetime", "content", "data-datetime", "title"]
        .iter()
        .filter_map(|name| element.attr(name))
        .find_map(|value| dates::value(value, order));
    attribute.or_else(|| dates::value(&words_of(element), order))
}

/// The `<time>`s that may be the article's, nearest to the headline first: not those that a label
/// calls a change, nor those far from the headline, which are other articles'.
fn nearest_times(page: &Page) -> Vec<ElementRef<'_>> {
    let heading = page.heading_at.unwrap_or(0);
    let mut near: Vec<_> = page
        .times
        .iter()
        .filter_map(|(at, id)| Some((at.abs_diff(heading), page.element(*id)?)))
        .filter(|(distance, element)| *distance <= 300 && !is_change(*element))
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.truncate(3);
    near.into_iter().map(|(_, element)| element).collect()
}

/// Whether an element's own names, or the words before it, call it the time of a change.
fn is_change(element: ElementRef<'_>) -> bool {
    let named = ["class", "id", "itemprop", "data-testid"]
        .iter()
        .filter_map(|name| element.attr(name))
        .any(|name| {
            let name = name.to_ascii_lowercase();
            name.contains("updat") || name.contains("modif")
        });
    let Some(parent) = element.parent().and_then(ElementRef::wrap) else { return named };
    let around = words_of(parent);
    let own = words_of(element);
    let before = around.find(&own).map_or("", |at| &around[..at]);
    let label = |words: &str| dates::label(words) == Label::Changed;
    named || (around.len() <= 300 && label(before)) || label(&own)
}

/// The lines near the headline: some before it, more after it; the first of the page when it is
/// not among them.
fn about_headline<'l>(
    lines: &'l [String],
    headline: Option<&str>,
) -> impl Iterator<Item = &'l str> {
    let wanted = headline.map(letters).unwrap_or_default();
    let at = lines.iter().position(|line| !wanted.is_empty() && letters(line) == wanted);
    let (from, to) = at.map_or((0, 12), |at| (at.saturating_sub(6), at + 13));
    lines[from.min(lines.len())..to.min(lines.len())].iter().map(String::as_str)
}

/// The day in an address: `/2019/11/19/`, `/2019/nov/19/`, `/2019-11-19/`, `/20191119/`.
fn of_address(address: &str) -> Option<Date> {
    let path = address.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let parts: Vec<&str> = path.split('/').collect();
    let year = |part: &str| {
        (part.len() == 4).then(|| part.parse::<i16>().ok())?.filter(|y| (1990..=2100).contains(y))
    };
    let plausible = |date: &Date| dates::is_plausible(*date);
    let apart = parts.windows(3).find_map(|part| {
        let day: i8 = part[2].parse().ok().filter(|_| part[2].len() <= 2)?;
        let month = part[1].parse().ok().filter(|_| part[1].len() <= 2);
        let month: i8 = month.or_else(|| dates::month(part[1]))?;
        Date::new(year(part[0])?, month, day).ok().filter(plausible)
    });
    let together = || {
        parts.iter().find_map(|part| {
            let digits: String = part.chars().take(10).filter(char::is_ascii_digit).collect();
            let dashed =
                part.len() >= 10 && part.as_bytes()[4] == b'-' && part.as_bytes()[7] == b'-';
            let whole = part.len() == 8 || part.as_bytes().get(8) == Some(&b'-');
            if digits.len() != 8 || !(dashed || whole) {
                return None;
            }
            let number = |range: std::ops::Range<usize>| digits[range].parse().ok();
            Date::new(year(&digits[..4])?, number(4..6)?, number(6..8)?).ok().filter(plausible)
        })
    };
    apart.or_else(together)
}

/// How the page writes dates in digits, by its locale; "en" alone does not tell.
fn order(page: &Page) -> Order {
    let language = json_ld::text_of(page.article().and_then(|a: &Value| a.get("inLanguage")));
    let locales = [
        page.lang.clone(),
        page.meta(&["og:locale", "content-language"]).map(|(_, locale)| locale.to_owned()),
        language,
    ];
    for locale in locales.into_iter().flatten() {
        let locale = locale.replace('_', "-").to_ascii_lowercase();
        let (language, region) = locale.split_once('-').unwrap_or((&locale, ""));
        match (language, region) {
            ("en", "us" | "ph") => return Order::MonthFirst,
            ("en", "gb" | "uk" | "au" | "nz" | "ie" | "in" | "za" | "sg" | "hk" | "ng" | "ke") => {
                return Order::DayFirst;
            }
            ("en", _) | ("zh" | "ja" | "ko" | "hu" | "fa", _) => {}
            (language, _) if language.len() == 2 => return Order::DayFirst,
            _ => {}
        }
    }
    Order::Unknown
}

fn is_midnight(moment: Moment) -> bool {
    moment.time().is_some_and(|time| time.hour() == 0 && time.minute() == 0 && time.second() == 0)
}

/// 0 for a bare day, 1 for a time without a zone, 2 for a time with one.
fn precision(moment: Moment) -> u8 {
    match (moment.time(), moment.offset()) {
        (None, _) => 0,
        _ if is_midnight(moment) => 0,
        (Some(_), None) => 1,
        (Some(_), Some(_)) => 2,
    }
}

/// Whether one moment is earlier than another and not the same instant told in another zone, as
/// one without a zone may be: then it must be farther away than zones are, or no whole number of
/// quarters of an hour.
fn is_surely_earlier(one: Moment, other: Moment) -> bool {
    const FARTHEST: i64 = 15 * 3600;
    let apart = instant(other) - instant(one);
    match (one.offset(), other.offset()) {
        (Some(_), Some(_)) => apart >= 60,
        (None, None) => apart >= 60 && (apart > FARTHEST || apart / 60 % 15 != 0),
        _ => apart > FARTHEST,
    }
}

fn clock(moment: Moment) -> Option<(i8, i8)> {
    moment.time().map(|time| (time.hour(), time.minute()))
}

/// Seconds on one line, to compare by; a time without a zone counts as UTC.
fn instant(moment: Moment) -> i64 {
    let time = moment.time().unwrap_or(jiff::civil::Time::midnight());
    let offset = moment.offset().map_or(0, |offset| i64::from(offset.seconds()));
    let local = moment.date().to_datetime(time);
    let utc = jiff::tz::Offset::UTC.to_timestamp(local);
    utc.map_or(0, |utc| utc.as_second()) - offset
}
