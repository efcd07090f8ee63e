//! Rules and facts of a user's own, for commands that read: from the folders that flags name.
//!
//! A folder is taken whole or not at all: whoever reads a year of news by half of their tables would
//! not notice.

use std::borrow::Cow;

use onrecord_actors::Registry;
use onrecord_extract::{Ontology, Reading};

use crate::{actors, args, ontology};

/// What articles are read by: ours where a user gives nothing else.
#[derive(Debug)]
pub struct Own {
    ontology: Cow<'static, Ontology>,
    registry: Option<Registry>,
}

impl Default for Own {
    fn default() -> Self {
        Own { ontology: Cow::Borrowed(Ontology::plover()), registry: None }
    }
}

impl Own {
    /// What the flags name.
    ///
    /// # Errors
    ///
    /// Everything that is wrong in either folder, a line each.
    pub fn load(flags: &args::Own) -> Result<Own, Vec<String>> {
        let ontology = ontology::load(flags.ontology.as_deref());
        let registry = flags.actors.as_deref().map(actors::registry).transpose();
        match (ontology, registry) {
            (Ok(ontology), Ok(registry)) => Ok(Own { ontology, registry }),
            (ontology, registry) => {
                let faults = [ontology.err(), registry.err()];
                Err(faults.into_iter().flatten().flatten().collect())
            }
        }
    }

    /// A reading by them.
    pub fn reading(&self, explain: bool) -> Reading<'_> {
        let registry = self.registry.as_ref().unwrap_or(Registry::builtin());
        Reading { ontology: &self.ontology, registry, explain }
    }
}
