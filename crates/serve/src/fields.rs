//! The fields of a search: what each is called, what it means and what kind of thing it can be asked of.
//!
//! Pages, the API and its description all take them from here, so that none knows one that others do
//! not.

use onrecord_store::What;

/// A field of a search.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in an address.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Whether it must be given.
    pub required: bool,
    of: &'static [What],
}

const ALL: &[What] = &[What::Statements, What::Events, What::Articles];
const PARTS: &[What] = &[What::Statements, What::Events];
const STATEMENTS: &[What] = &[What::Statements];
const EVENTS: &[What] = &[What::Events];

const fn field(name: &'static str, of: &'static [What], about: &'static str) -> Field {
    Field { name, about, required: false, of }
}

/// The fields that say what is searched for, in the order of the page.
pub const FIELDS: [Field; 16] = [
    field(
        "q",
        ALL,
        "Words, phrases in quotation marks, beginnings with a star; all must be there: in what was said, or in the article",
    ),
    field("what", ALL, "statements, events or articles"),
    field("speaker", STATEMENTS, "Words of the speaker's name"),
    field("about", ALL, "A name that it mentions; of events: words of it or its parties"),
    field("country", PARTS, "ISO 3166-1 alpha-3: of the speaker, of parties, of places"),
    field("outlet", ALL, "The outlet's whole name"),
    field("kind", STATEMENTS, "direct, indirect or mixed"),
    field("type", EVENTS, "PLOVER type"),
    field("actor", EVENTS, "Who did it: words of a name, a country, a sector or a Wikidata id"),
    field("recipient", EVENTS, "To whom, likewise"),
    field("party", EVENTS, "Either of both, likewise"),
    field("voice", EVENTS, "Whose word it is: outlet, or words of a name"),
    field("place", EVENTS, "The whole name of the place where it happened"),
    field("between", ALL, "Days of publication: 2024-01-05..2024-03, 2024-05, 2023.."),
    field("sort", ALL, "newest, oldest or relevance"),
    field("copies", ALL, "all: near copies as well"),
];

/// The fields that say which part of a long answer is wanted.
pub const PAGING: [Field; 2] = [
    field("limit", ALL, "1 to 100; 50 where it is left out"),
    field("cursor", ALL, "`next` of the page before"),
];

/// What can be asked of the names of actors; there is no list of all of them.
pub const OF_NAMES: [Field; 2] = [
    Field { required: true, ..field("q", ALL, "Words of the name; the last may be a beginning") },
    PAGING[0],
];

impl Field {
    /// Whether it can be asked of such things.
    pub fn is_of(&self, what: What) -> bool {
        self.of.contains(&what)
    }
}

/// What can be asked of a list of such things.
pub fn of(what: What) -> Vec<Field> {
    let fields = FIELDS.into_iter().filter(|field| field.name != "what" && field.is_of(what));
    fields.chain(PAGING).collect()
}

/// What can be asked where the kind of thing is asked as well.
pub fn of_search(what: What) -> Vec<Field> {
    FIELDS.into_iter().filter(|field| field.is_of(what)).chain(PAGING).collect()
}

/// What can be asked of the statements of one actor, who is named already.
pub fn of_one_actor() -> Vec<Field> {
    of(What::Statements).into_iter().filter(|field| field.name != "speaker").collect()
}

/// What can be asked of a pair.
pub fn of_a_pair() -> Vec<Field> {
    FIELDS.into_iter().filter(|field| field.name == "between").collect()
}

/// What can be asked of an address of the API beside parts of its path, as its description writes it;
/// nothing where it takes nothing.
pub fn of_address(path: &str) -> Vec<Field> {
    match path {
        "/api/v1/articles" => of(What::Articles),
        "/api/v1/statements" => of(What::Statements),
        "/api/v1/events" => of(What::Events),
        "/api/v1/actors" => OF_NAMES.to_vec(),
        "/api/v1/search" => FIELDS.into_iter().chain(PAGING).collect(),
        "/api/v1/actors/{name}" => of_one_actor(),
        "/api/v1/pairs/{a}/{b}" => of_a_pair(),
        _ => Vec::new(),
    }
}
