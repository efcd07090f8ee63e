//! What reading makes.

use onrecord_record::Article;
use onrecord_text::{Outline, Text};

use crate::front::{self, Front};
use crate::language;

/// An article as it was read, ready for extraction.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its words and what is known about it.
    pub article: Article,
    /// Which parts of its text are headline and furniture.
    pub outline: Outline,
}

/// Makes a document of a body of text, unchanged, and of what else is `given`.
///
/// A headline that was given goes before the body. The body's own first lines are looked at all the
/// same: what they say fills what was not given, and a headline that they say again is furniture.
pub(crate) fn of_text(given: Article, body: &str) -> Document {
    let mut article = given;
    let headline = article.headline.take().filter(|headline| !headline.trim().is_empty());
    let before = match &headline {
        Some(headline) => format!("{headline}\n\n"),
        None => String::new(),
    };
    let front = front::find(body, headline.as_deref());
    let text = Text::new(format!("{before}{body}"));
    let span = |range: std::ops::Range<usize>| {
        text.span(before.len() + range.start..before.len() + range.end)
    };
    let outline = Outline {
        headline: match &headline {
            Some(headline) => {
                let whole = text.span(0..headline.len());
                whole.map(|whole| text.trim(whole))
            }
            None => front.headline.clone().and_then(span),
        },
        furniture: front.furniture.iter().cloned().filter_map(span).collect(),
    };
    article.headline = headline;
    fill(&mut article, front, body);
    if article.language.is_none()
        && let Some(code) = language::of(body)
    {
        article.language = Some(code);
        article.provenance.insert("language".to_owned(), "its words".to_owned());
    }
    article.id = Article::id_of(text.as_str());
    article.text = text.as_str().to_owned();
    Document { article, outline }
}

/// What the first lines say, where nothing else did.
fn fill(article: &mut Article, front: Front, body: &str) {
    let mut found = Vec::new();
    if article.headline.is_none()
        && let Some(range) = front.headline
    {
        article.headline = Some(body[range].to_owned());
        found.push("headline");
    }
    if article.published.is_none() && front.published.is_some() {
        article.published = front.published;
        found.push("published");
    }
    if article.external_id.is_none() && front.external_id.is_some() {
        article.external_id = front.external_id;
        found.push("external_id");
    }
    if article.byline.is_empty() && !front.byline.is_empty() {
        article.byline = front.byline;
        found.push("byline");
    }
    if article.outlet.is_none() && front.outlet.is_some() {
        article.outlet = front.outlet;
        found.push("outlet");
    }
    if article.section.is_none() && front.section.is_some() {
        article.section = front.section;
        found.push("section");
    }
    if article.url.is_none() && front.url.is_some() {
        article.url = front.url;
        found.push("url");
    }
    for field in found {
        article.provenance.insert(field.to_owned(), "first lines".to_owned());
    }
}
