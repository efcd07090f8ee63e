//! Statements, events and articles as pages show them, each with what it takes to cite it.
//!
//! Names and words are other people's: each stands in an element of its own that keeps its direction
//! of writing to itself.

use maud::{Markup, html};
use onrecord_record::Span;

use crate::address::{self, Form};
use crate::model::{Article, ArticleRef, Event, Item, Statement};

/// A name that leads to its page.
pub fn name(name: &str) -> Markup {
    html! { a.name href=(address::actor(name)) { bdi { (clipped(name, LONGEST)) } } }
}

/// Longer names than any are cut where they lead to their page.
const LONGEST: usize = 120;

/// Several names.
pub fn names(all: &[String]) -> Markup {
    html! {
        @for (at, one) in all.iter().enumerate() {
            @if at > 0 { @if at + 1 == all.len() { " and " } @else { ", " } }
            (name(one))
        }
    }
}

/// Who speaks, or that nobody is named.
pub fn speakers(all: &[String]) -> Markup {
    html! { @if all.is_empty() { span.unknown { "Unknown speaker" } } @else { (names(all)) } }
}

/// A moment as people read it; the machine's form stands beside it.
pub fn moment(published: Option<&str>) -> Markup {
    html! {
        @match published {
            Some(published) => time datetime=(published) { (spoken(published)) },
            None => span.unknown { "date unknown" },
        }
    }
}

/// `2023-09-17T21:10` as `17 September 2023, 21:10`.
pub fn spoken(published: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (date, time) = published.split_once('T').unwrap_or((published, ""));
    let parts: Vec<&str> = date.split('-').collect();
    let month = |given: &str| MONTHS.get(given.parse::<usize>().ok()?.checked_sub(1)?).copied();
    let day = match parts.as_slice() {
        [year, m, day] => month(m).map(|m| format!("{} {m} {year}", day.trim_start_matches('0'))),
        [year, m] => month(m).map(|m| format!("{m} {year}")),
        _ => None,
    };
    let day = day.unwrap_or_else(|| date.to_owned());
    match time.get(..5) {
        Some(time) => format!("{day}, {time}"),
        None => day,
    }
}

/// The outlet, or that it is unknown.
pub fn outlet(outlet: Option<&str>) -> Markup {
    html! {
        @match outlet {
            Some(outlet) => span.outlet { bdi { (outlet) } },
            None => span.unknown { "unknown outlet" },
        }
    }
}

/// Where something stands, in a line.
pub fn whence(article: &ArticleRef) -> Markup {
    html! {
        p.whence {
            (outlet(article.outlet.as_deref())) " · " (moment(article.published.as_deref())) " · "
            a href=(article.page) { (headline(article)) }
        }
    }
}

/// The headline, or what stands for it.
pub fn headline(article: &ArticleRef) -> Markup {
    html! {
        @match article.headline.as_deref().filter(|headline| !headline.trim().is_empty()) {
            Some(headline) => bdi { (clipped(headline, 160)) },
            None => { "article " (address::short(&article.id)) },
        }
    }
}

/// The beginning of long words; the whole stands on a page of its own.
pub fn clipped(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

/// How sure something is, and whether a person has looked at it.
pub fn sure(confidence: Option<f64>, judged: Option<&str>) -> Markup {
    html! {
        @match judged {
            Some(judged) => span.reviewed { "reviewed: " (judged) },
            None => @if let Some(confidence) = confidence {
                span.likely title="how likely this is right" { (format!("{:.0} %", confidence * 100.0)) }
            },
        }
    }
}

/// Paragraphs with some of their words marked; the marks are in code points.
pub fn evidence(paragraphs: &str, marks: &[Span]) -> Markup {
    let mut rest = paragraphs;
    let mut at = 0;
    let mut pieces: Vec<(&str, bool)> = Vec::new();
    let mut take = |to: usize, marked: bool| {
        // What overlaps what is marked already is marked from there on.
        let length =
            rest.char_indices().nth(to.saturating_sub(at)).map_or(rest.len(), |(at, _)| at);
        let (piece, behind) = rest.split_at(length);
        (rest, at) = (behind, at.max(to));
        if !piece.is_empty() {
            pieces.push((piece, marked));
        }
    };
    for &[start, end] in marks {
        take(start, false);
        take(end, true);
    }
    take(usize::MAX, false);
    html! {
        p.evidence dir="auto" {
            @for (words, marked) in pieces {
                @if marked { mark { (words) } } @else { (words) }
            }
        }
    }
}

/// A statement in a list.
pub fn statement(statement: &Statement) -> Markup {
    html! {
        article.card.statement.judged[statement.judged.is_some()] id={ "s-" (id_of(&statement.id)) } {
            header {
                p.who {
                    (speakers(&statement.speakers))
                    " " span.kind { (statement.kind) }
                    @if statement.in_headline { " " span.kind { "headline" } }
                    " " (sure(statement.confidence, statement.judged.as_deref()))
                }
            }
            blockquote dir="auto" { a.open href=(statement.page) { (clipped(&statement.words, 600)) } }
            @if statement.evidence.trim() != statement.words.trim() {
                details.where { summary { "In its paragraph" } (evidence(&statement.evidence, &statement.marks)) }
            }
            (whence(&statement.article))
            (cite(&statement.page, &citation(statement)))
        }
    }
}

/// An event in a list.
pub fn event(event: &Event) -> Markup {
    html! {
        article.card.event.judged[event.judged.is_some()] id={ "e-" (id_of(&event.id)) } {
            header {
                p.who {
                    (event_type(event)) " "
                    (parties(event)) " "
                    (sure(event.confidence, event.judged.as_deref()))
                }
            }
            (voice(event))
            (evidence(&event.evidence, &event.marks))
            p.whence {
                @if let Some(place) = &event.place { "in " bdi { (place) } " · " }
                @if let Some(date) = &event.date_start {
                    "on " (spoken(date))
                    @if event.date_end.as_ref().is_some_and(|end| end != date) {
                        " to " (spoken(event.date_end.as_deref().unwrap_or_default()))
                    }
                    " · "
                }
                a.open href=(event.page) { "show in its article" }
            }
            (whence(&event.article))
            (cite(&event.page, &event_citation(event)))
        }
    }
}

/// The type of an event with its flags.
pub fn event_type(event: &Event) -> Markup {
    html! {
        span class={ "type " (leaning(&event.quad)) } {
            (event.event_type)
            @if let Some(mode) = &event.mode { " " (mode) }
        }
        @for flag in &event.aux { " " span.flag { (flag) } }
    }
}

/// Who did it to whom.
pub fn parties(event: &Event) -> Markup {
    html! {
        @if event.actors.is_empty() { span.unknown { "unknown actor" } } @else { (names(&event.actors)) }
        @if !event.recipients.is_empty() { " → " (names(&event.recipients)) }
    }
}

/// Whose word it is.
pub fn voice(event: &Event) -> Markup {
    html! {
        @if event.voice == "outlet" {
            p.voice { "Told by " (outlet(event.article.outlet.as_deref())) " in its own words" }
        } @else {
            p.voice.claim {
                "Claimed by " (speakers(&event.voice_speakers)) " "
                a href=(address::of(&event.voice)) { "in this statement" }
            }
        }
    }
}

/// A class for an event: its quadrant says whether it is cooperation or conflict.
pub fn leaning(quad: &str) -> &'static str {
    match quad.rsplit(' ').next() {
        Some("cooperation") => "cooperation",
        Some("conflict") => "conflict",
        _ => "neutral",
    }
}

/// An article in a list.
pub fn article(article: &Article) -> Markup {
    html! {
        article.card.report {
            header { h3 { a.open href=(article.article.page) { (headline(&article.article)) } } }
            p.begin dir="auto" { (clipped(article.words.trim(), 200)) }
            p.whence {
                (outlet(article.article.outlet.as_deref())) " · " (moment(article.article.published.as_deref()))
                " · " (counted(article.statements, "statement")) ", " (counted(article.events, "event"))
                @if article.copies > 0 { " · " (copies(article.copies)) }
            }
        }
    }
}

fn copies(copies: u64) -> String {
    if copies == 1 { "1 near copy".to_owned() } else { format!("{copies} near copies") }
}

/// Several of something.
pub fn counted(number: u64, of: &str) -> String {
    format!("{} {of}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// `12345` as `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Whatever it is, in a list.
pub fn item(item: &Item) -> Markup {
    match item {
        Item::Statement(one) => statement(one),
        Item::Event(one) => event(one),
        Item::Article(one) => article(one),
    }
}

/// A list of whatever it is.
pub fn list(items: &[Item]) -> Markup {
    html! {
        @if items.is_empty() {
            p.nothing { "Nothing." }
        } @else {
            ol.hits { @for one in items { li { (item(one)) } } }
        }
    }
}

/// Everything that it takes to cite something: words, speaker, outlet, date, hash, place.
pub fn citation(statement: &Statement) -> String {
    let speakers = match statement.speakers.as_slice() {
        [] => "Unknown speaker".to_owned(),
        several => several.join(", "),
    };
    // Only what stands in quotation marks in the article is given in them.
    let words = match statement.kind.as_str() {
        "direct" => format!("“{}”", statement.words),
        kind => format!("{} ({kind} speech)", statement.words),
    };
    let at = spans(&statement.content);
    format!("{speakers}: {words} {}, characters {at}.", place(&statement.article))
}

/// The same for an event.
pub fn event_citation(event: &Event) -> String {
    let actors = match event.actors.as_slice() {
        [] => "unknown actor".to_owned(),
        several => several.join(", "),
    };
    let to = match event.recipients.as_slice() {
        [] => String::new(),
        several => format!(" → {}", several.join(", ")),
    };
    let flags: String = event.aux.iter().map(|flag| format!(", {flag}")).collect();
    let voice = match (event.voice.as_str(), event.voice_speakers.as_slice()) {
        ("outlet", _) => "told by the outlet".to_owned(),
        (_, []) => "claimed by an unknown speaker".to_owned(),
        (_, several) => format!("claimed by {}", several.join(", ")),
    };
    let (kind, at) = (&event.event_type, spans(&event.trigger));
    let place = place(&event.article);
    format!("{actors}{to}: {kind}{flags} ({voice}): “{}” {place}, characters {at}.", event.words)
}

fn spans(spans: &[Span]) -> String {
    let spans: Vec<String> = spans.iter().map(|[start, end]| format!("{start}–{end}")).collect();
    spans.join(", ")
}

fn place(article: &ArticleRef) -> String {
    let mut place = String::from("In: ");
    if let Some(headline) = &article.headline {
        place.push_str(&format!("“{headline}”, "));
    }
    place.push_str(article.outlet.as_deref().unwrap_or("unknown outlet"));
    match &article.published {
        Some(published) => place.push_str(&format!(", {published}")),
        None => place.push_str(", date unknown"),
    }
    if let Some(url) = &article.url {
        place.push_str(&format!(", {url}"));
    }
    // The hash says which version of the words it is.
    place.push_str(&format!(", version {}", article.id));
    place
}

/// The button that shows how to cite, with what it shows: without a script, too.
pub fn cite(page: &str, citation: &str) -> Markup {
    html! {
        details.cite {
            summary { "Cite" }
            div {
                p.citation dir="auto" { (citation) }
                p.actions {
                    button.copy type="button" hidden { "Copy" }
                    @for form in [Form::Bib, Form::Ris, Form::Json] {
                        " " a href={ (page) (form.suffix()) } { (form.name()) }
                    }
                    " " a href=(page) { "Permalink" }
                }
            }
        }
    }
}

fn id_of(id: &str) -> String {
    id.replace('#', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_spoken_as_precisely_as_known() {
        assert_eq!(spoken("2023-09-17T21:10+03:00"), "17 September 2023, 21:10");
        assert_eq!(spoken("2023-09-07"), "7 September 2023");
        assert_eq!(spoken("2023"), "2023");
        assert_eq!(spoken("<b>"), "<b>");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn evidence_is_marked_where_the_spans_say() {
        let shown = |words: &str, marks: &[Span]| evidence(words, marks).into_string();
        assert_eq!(
            shown("É metal; they met.", &[[14, 17]]),
            "<p class=\"evidence\" dir=\"auto\">É metal; they <mark>met</mark>.</p>"
        );
        assert_eq!(
            shown("abcdef", &[[0, 2], [1, 3], [5, 90]]),
            "<p class=\"evidence\" dir=\"auto\"><mark>ab</mark><mark>c</mark>de<mark>f</mark></p>"
        );
    }
}
