//! Tables of facts: read from text, checked as one whole, and packed.
//!
//! The build script and [`crate::Registry::with_tables`] read the same way, so that a user's table is
//! held to what ours are held to. A table with a fault gives nothing: what stands in half of it would
//! answer wrongly for the other half.

mod check;
mod facts;
pub mod pack;
mod reading;
mod rows;

pub use check::Known;
pub use facts::{ActorKind, NameKind};
pub use reading::read;
pub use rows::Fault;

/// A table: its file name without folders, and its columns.
pub struct Form {
    /// The file's name.
    pub file: &'static str,
    /// The names of its columns, in order.
    pub columns: &'static [&'static str],
}

/// Every table that there is.
pub const FORMS: [Form; 14] = [
    Form { file: "agents.tsv", columns: &["singular", "plural", "sector"] },
    Form { file: "coded_names.tsv", columns: &["surface", "name", "code", "from", "until"] },
    Form { file: "groups.tsv", columns: ORGANIZATION },
    Form { file: "loaded.tsv", columns: &["surface", "actor", "sector", "reason"] },
    Form { file: "loaded_nouns.tsv", columns: &["singular", "plural", "sector", "reason"] },
    Form { file: "office_names.tsv", columns: &["surface", "office", "countries", "holder"] },
    Form { file: "offices.tsv", columns: &["office", "sector", "seats"] },
    Form { file: "organizations.tsv", columns: ORGANIZATION },
    Form { file: "parties.tsv", columns: ORGANIZATION },
    Form { file: "people.tsv", columns: &["key", "name", "gender", "wikidata", "names"] },
    Form { file: "proto_states.tsv", columns: ORGANIZATION },
    Form {
        file: "state_names.tsv",
        columns: &["surface", "kind", "code", "sector", "from", "until"],
    },
    Form { file: "states.tsv", columns: &["code", "alpha2", "sovereign", "name", "official"] },
    Form {
        file: "terms.tsv",
        columns: &["country", "office", "title", "person", "start", "end", "marks", "source"],
    },
];

const ORGANIZATION: &[&str] =
    &["key", "name", "kind", "sector", "countries", "wikidata", "names", "from", "until"];

/// PLOVER's sectors.
pub const SECTORS: [&str; 32] = [
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "ENV", "GOV", "HRI", "IGO", "IMG", "ISM",
    "JRN", "JUD", "LAB", "LEG", "MED", "MIL", "MNC", "NGO", "OPP", "PRE", "PRM", "PTY", "REB",
    "REF", "REL", "SOC", "SPY", "UAF", "UNK",
];
