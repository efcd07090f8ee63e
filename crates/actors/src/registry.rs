//! The registry: our facts, and a user's before them.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::actor::Actor;
use crate::store::Store;
use crate::tables::pack::{self, section};
use crate::tables::{self, Fault, Known};

/// Facts about actors. Lookups borrow from it and copy nothing.
pub struct Registry {
    /// A user's facts, where there are some.
    users: Option<Store>,
    /// The hash of the tables that they stand in.
    id: Option<String>,
    ours: &'static Store,
}

/// Tables that cannot be used: everything that is wrong in them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct TablesError {
    /// The faults, in the order of files and lines; never empty.
    pub faults: Vec<Fault>,
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, size) = (&self.id, self.size());
        f.debug_struct("Registry").field("id", id).field("size", &size).finish_non_exhaustive()
    }
}

impl fmt::Display for TablesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, fault) in self.faults.iter().enumerate() {
            if nth > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

static OURS: LazyLock<Store> = LazyLock::new(|| {
    Store::new(Cow::Borrowed(include_bytes!(concat!(env!("OUT_DIR"), "/facts.bin"))))
});

static BUILTIN: LazyLock<Registry> =
    LazyLock::new(|| Registry { users: None, id: None, ours: &OURS });

impl Registry {
    /// The facts that the program carries. They are read where they lie, so that this costs nothing.
    pub fn builtin() -> &'static Registry {
        &BUILTIN
    }

    /// Our facts and, before them, those of a user's tables, given by file name (without folders)
    /// and text. The tables have the form of ours, and may have any of their names.
    ///
    /// Where a user's tables say who held an office on a day, that is the answer; where they do not,
    /// ours is. Names lead to what either has.
    ///
    /// # Errors
    ///
    /// Everything that is wrong in the tables. Nothing is taken from tables with a fault.
    pub fn with_tables(files: &[(&str, &str)]) -> Result<Registry, TablesError> {
        let facts = tables::read(files, Registry::builtin());
        let facts = facts.map_err(|faults| TablesError { faults })?;
        let users = Store::new(Cow::Owned(pack::pack(&facts)));
        Ok(Registry { users: Some(users), id: Some(id_of(files)), ours: &OURS })
    }

    /// `sha256:` and the hash of a user's tables in hexadecimal; nothing where there are none.
    pub fn own_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// How many bytes of facts there are.
    pub fn size(&self) -> usize {
        self.stores().map(Store::size).sum()
    }

    /// The stores, the one that is asked first before the other.
    pub(crate) fn stores(&self) -> impl Iterator<Item = &Store> + Clone {
        self.users.iter().chain(std::iter::once(self.ours))
    }

    /// Whether a store is that of a user's tables.
    pub(crate) fn is_own(&self, store: &Store) -> bool {
        !std::ptr::eq(store, self.ours)
    }

    /// The actor of a key, as it stands in the tables.
    pub fn actor(&self, key: &str) -> Option<Actor<'_>> {
        self.stores().find_map(|store| {
            let row = store.equal(section::ACTORS, |row| row.text(0).cmp(key)).next()?;
            Actor::new(row)
        })
    }

    /// The state of an ISO 3166-1 code, alpha-3 or alpha-2, in capitals; or the entity that has such
    /// a code and is none, as Western Sahara.
    pub fn country(&self, code: &str) -> Option<Actor<'_>> {
        let is_state = |actor: &Actor<'_>| {
            matches!(actor.kind, tables::ActorKind::State | tables::ActorKind::ProtoState)
        };
        if code.len() == 2 {
            return self.actors().filter(is_state).find(|actor| actor.alpha2 == Some(code));
        }
        self.actor(code).filter(is_state)
    }

    /// Every actor: a user's, then ours, each in the order of their keys.
    pub fn actors(&self) -> impl Iterator<Item = Actor<'_>> {
        self.stores().flat_map(|store| store.rows(section::ACTORS)).filter_map(Actor::new)
    }
}

/// The hash of tables, in whichever order they were given.
fn id_of(files: &[(&str, &str)]) -> String {
    let mut files = files.to_vec();
    files.sort_unstable();
    let mut hash = Sha256::new();
    for (name, text) in files {
        // Lengths keep the end of one file apart from the beginning of the next.
        hash.update(format!("{name}\n{}\n{text}", text.len()));
    }
    let hash = hash.finalize();
    hash.iter().fold("sha256:".to_owned(), |id, byte| format!("{id}{byte:02x}"))
}

impl Known for Registry {
    fn actor(&self, key: &str) -> bool {
        Registry::actor(self, key).is_some()
    }

    fn office(&self, name: &str) -> Option<bool> {
        Registry::office_named(self, name).map(|office| office.several)
    }

    fn person(&self, key: &str) -> bool {
        Registry::person(self, key).is_some()
    }
}
