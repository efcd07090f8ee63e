//! What the store knows of PLOVER: the names of its types, in the manual's order.

/// All types.
pub(crate) const EVENT_TYPES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// Types in which several actors without a recipient act with one another. In all others they act
/// side by side.
pub(crate) const RECIPROCAL: [&str; 3] = ["AGREE", "CONSULT", "COOPERATE"];

/// What a flag of an event may be.
pub(crate) const AUX: [&str; 4] = ["historical", "future", "hypothetical", "negated"];

/// The halves of cooperation and conflict, as PLOVER, GDELT and POLECAT number them from 1 on.
pub const QUADS: [&str; 4] =
    ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];
