//! Charts as pictures that the server draws, each with its numbers in a table behind it.

use jiff::civil::Date;
use maud::{Markup, html};
use onrecord_store::{Point, QUADS, date_of};

use crate::cards;

/// A stretch of time with what falls into it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bin {
    /// Its first and last day, as a question takes them.
    pub between: String,
    /// What it is called.
    pub label: String,
    /// How much is in it, by row of the legend.
    pub counts: Vec<usize>,
    /// The sum of scores.
    pub score: f64,
}

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 120.0;

/// How long the stretches are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Day,
    Month,
    Year,
}

/// Puts days into stretches of equal kind; those without anything are there as well. `None` when
/// nothing has a date.
pub fn bins(points: &[(i64, usize, f64)], rows: usize) -> Vec<Bin> {
    let dated = points.iter().filter_map(|(day, ..)| date_of(*day));
    let (Some(first), Some(last)) = (dated.clone().min(), dated.max()) else { return Vec::new() };
    let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
    let days = first.until(last).map_or(i64::MAX, |span| i64::from(span.get_days()));
    let step = match () {
        () if days <= 62 => Step::Day,
        () if months(last) - months(first) <= 180 => Step::Month,
        () => Step::Year,
    };
    let place = |date: Date| match step {
        Step::Day => first.until(date).map_or(0, |span| i64::from(span.get_days())),
        Step::Month => months(date) - months(first),
        Step::Year => i64::from(date.year()) - i64::from(first.year()),
    };
    let count = usize::try_from(place(last)).unwrap_or_default().min(1_000) + 1;
    let mut bins: Vec<Bin> = (0..count)
        .map(|at| {
            let at = at as i64;
            let between = match step {
                Step::Day => first
                    .checked_add(jiff::Span::new().days(at))
                    .map_or_else(|_| String::new(), |date| date.to_string()),
                Step::Month => {
                    let month = months(first) + at;
                    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
                }
                Step::Year => format!("{:04}", i64::from(first.year()) + at),
            };
            let label = cards::spoken(&between);
            Bin { between, label, counts: vec![0; rows], score: 0.0 }
        })
        .collect();
    for &(day, row, score) in points {
        let Some(at) = date_of(day).and_then(|date| usize::try_from(place(date)).ok()) else {
            continue;
        };
        if let Some(bin) = bins.get_mut(at) {
            if let Some(count) = bin.counts.get_mut(row) {
                *count += 1;
            }
            bin.score += score;
        }
    }
    bins
}

/// Hits over time; each bar leads to what is in it.
pub fn timeline(title: &str, days: &[(i64, usize)], to: impl Fn(&str) -> String) -> Markup {
    let points: Vec<(i64, usize, f64)> =
        days.iter().flat_map(|&(day, count)| std::iter::repeat_n((day, 0, 0.0), count)).collect();
    let bins = bins(&points, 1);
    html! {
        @if !bins.is_empty() {
            figure.chart {
                figcaption { (title) }
                (bars(&bins, &["all"], &to))
                (table(&bins, &["Count"], false, &to))
                (undated(days.iter().copied()))
            }
        } @else {
            (undated(days.iter().copied()))
        }
    }
}

/// How many no chart of time can show.
fn undated(days: impl Iterator<Item = (i64, usize)>) -> Markup {
    let undated: usize =
        days.filter(|(day, _)| date_of(*day).is_none()).map(|(_, count)| count).sum();
    html! {
        @if undated > 0 { p.small.undated { (undated) " without a date " @if undated == 1 { "is" } @else { "are" } " not shown." } }
    }
}

/// The classes of [`QUADS`] in the style sheet.
const QUAD_CLASSES: [&str; 4] = ["vcoop", "mcoop", "vconf", "mconf"];

/// Events over time by quadrant: cooperation above the line, conflict below.
pub fn quads(title: &str, points: &[Point], to: impl Fn(&str) -> String) -> Markup {
    let rows: Vec<(i64, usize, f64)> = points
        .iter()
        .filter_map(|point| {
            let row = QUADS.iter().position(|quad| *quad == point.quad)?;
            Some((point.day, row, point.score))
        })
        .collect();
    let bins = bins(&rows, 4);
    let most = |rows: [usize; 2]| {
        bins.iter().map(|bin| bin.counts[rows[0]] + bin.counts[rows[1]]).max().unwrap_or(0)
    };
    let (up, down) = (most([0, 1]), most([2, 3]));
    let whole = (up + down).max(1) as f64;
    let zero = HEIGHT * up as f64 / whole;
    let unit = HEIGHT / whole;
    let width = WIDTH / bins.len().max(1) as f64;
    html! {
        @if !bins.is_empty() {
            figure.chart {
                figcaption { (title) }
                ul.legend {
                    @for (name, class) in QUADS.into_iter().zip(QUAD_CLASSES) {
                        li { svg width="12" height="12" aria-hidden="true" { rect class=(class) width="12" height="12" {} } " " (name) }
                    }
                }
                svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) preserveAspectRatio="none" role="img" aria-label={ (title) "; the numbers are in the table below" } {
                    @for (at, bin) in bins.iter().enumerate() {
                        @if bin.counts.iter().any(|count| *count > 0) {
                            a href=(to(&bin.between)) tabindex="-1" {
                                title { (bin.label) ": " (bin.counts.iter().sum::<usize>()) ", mean score " (mean(bin)) }
                                @let x = at as f64 * width;
                                @let heights = bin.counts.iter().map(|c| *c as f64 * unit).collect::<Vec<_>>();
                                rect.hit x=(n(x)) y="0" width=(n(width)) height=(n(HEIGHT)) {}
                                @for (row, y) in [(0, zero - heights[0]), (1, zero - heights[0] - heights[1]), (2, zero), (3, zero + heights[2])] {
                                    @if heights[row] > 0.0 {
                                        rect class=(QUAD_CLASSES[row]) x=(n(x + width * 0.08)) y=(n(y)) width=(n(width * 0.84)) height=(n(heights[row])) {}
                                    }
                                }
                            }
                        }
                    }
                    line.axis x1="0" x2=(WIDTH) y1=(n(zero)) y2=(n(zero)) {}
                }
                (ends(&bins))
                (table(&bins, &["Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict"], true, &to))
                (undated(rows.iter().map(|row| (row.0, 1))))
            }
        } @else {
            (undated(rows.iter().map(|row| (row.0, 1))))
        }
    }
}

fn bars(bins: &[Bin], classes: &[&str], to: &impl Fn(&str) -> String) -> Markup {
    let most = bins.iter().map(|bin| bin.counts.iter().sum::<usize>()).max().unwrap_or(0).max(1);
    let width = WIDTH / bins.len() as f64;
    // One bar alone does not fill the page.
    let thick = (width * 0.84).min(60.0);
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) preserveAspectRatio="none" role="img" aria-label="Counts over time; the numbers are in the table below" {
            @for (at, bin) in bins.iter().enumerate() {
                @let count = bin.counts.iter().sum::<usize>();
                @if count > 0 {
                    @let height = (HEIGHT - 4.0) * count as f64 / most as f64;
                    a href=(to(&bin.between)) tabindex="-1" {
                        title { (bin.label) ": " (count) }
                        rect.hit x=(n(at as f64 * width)) y="0" width=(n(width)) height=(n(HEIGHT)) {}
                        rect class=(classes[0]) x=(n(at as f64 * width + (width - thick) / 2.0)) y=(n(HEIGHT - height)) width=(n(thick)) height=(n(height)) {}
                    }
                }
            }
            line.axis x1="0" x2=(WIDTH) y1=(HEIGHT) y2=(HEIGHT) {}
        }
        (ends(bins))
    }
}

fn ends(bins: &[Bin]) -> Markup {
    html! {
        p.ends aria-hidden="true" {
            span { (bins.first().map_or("", |bin| &bin.label)) }
            @if bins.len() > 2 { span { (bins[bins.len() / 2].label) } }
            @if bins.len() > 1 { span { (bins.last().map_or("", |bin| &bin.label)) } }
        }
    }
}

fn table(bins: &[Bin], columns: &[&str], scores: bool, to: &impl Fn(&str) -> String) -> Markup {
    html! {
        details.numbers {
            summary { "Numbers" }
            div.scroll tabindex="0" role="region" aria-label="Numbers of the chart" {
                table {
                    thead { tr {
                        th scope="col" { "When" }
                        @for column in columns { th scope="col" { (column) } }
                        @if scores { th scope="col" { "Mean score" } }
                    } }
                    tbody {
                        @for bin in bins.iter().filter(|bin| bin.counts.iter().any(|count| *count > 0)) {
                            tr {
                                th scope="row" { a href=(to(&bin.between)) { (bin.label) } }
                                @for count in &bin.counts { td { (count) } }
                                @if scores { td { (mean(bin)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn mean(bin: &Bin) -> String {
    format!("{:+.1}", bin.score / bin.counts.iter().sum::<usize>().max(1) as f64)
}

/// A coordinate, as short as it may be.
pub fn n(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    // There is no minus nothing.
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The day of the first of January 2024, as keys count it.
    const NEW_YEAR: i64 = 739_190;

    #[test]
    fn a_few_weeks_are_shown_by_day_and_years_by_month() {
        let start = date_of(NEW_YEAR).unwrap();
        let few = bins(&[(NEW_YEAR, 0, 1.0), (NEW_YEAR + 9, 0, 2.0), (0, 0, 9.0)], 1);
        assert_eq!(few.len(), 10);
        assert_eq!(few[0].between, start.to_string());
        assert_eq!(few.iter().map(|bin| bin.counts[0]).sum::<usize>(), 2);
        let long = bins(&[(NEW_YEAR, 0, 1.0), (NEW_YEAR + 700, 0, 2.0)], 1);
        assert!(long.len() > 20 && long.len() < 26, "{}", long.len());
        assert!(long.iter().all(|bin| bin.between.len() == 7));
        assert!(bins(&[(NEW_YEAR, 0, 0.0), (NEW_YEAR - 40_000, 0, 0.0)], 1).len() < 200);
        assert_eq!(bins(&[(0, 0, 0.0)], 1), []);
    }

    #[test]
    fn what_has_no_date_is_told() {
        let point = |day| Point {
            day,
            score: 1.0,
            quad: QUADS[0].to_owned(),
            voice: None,
            outlet: None,
            aux: String::new(),
        };
        let shown = |points: &[Point]| quads("", points, |_| String::new()).into_string();
        let told = "1 without a date is not shown";
        assert!(shown(&[point(NEW_YEAR), point(0)]).contains(told));
        assert!(shown(&[point(0)]).contains(told));
        assert!(!shown(&[point(NEW_YEAR)]).contains("without a date"));
        assert!(timeline("", &[(0, 1)], |_| String::new()).into_string().contains(told));
    }
}
