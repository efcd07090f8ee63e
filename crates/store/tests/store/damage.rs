//! A flipped byte is found and named, or it harms nothing; nothing panics.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use onrecord_record::Record;
use onrecord_store::{Access, Correction, Error, Seen, Store, Verdict, verify};

use crate::records::{NOW, add, all, full, open, place, said};

/// How many flips; the nightly run asks for more.
fn flips() -> u64 {
    std::env::var("ONRECORD_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000)
}

/// Everything that the store gives out.
type Everything = (Vec<Record>, Vec<Vec<Seen>>, usize, usize);

fn everything(path: &Path) -> Result<Everything, Error> {
    let store = Store::open(path, Access::Read)?;
    let stored: Vec<_> = store.all()?.collect::<Result<_, _>>()?;
    let query = onrecord_store::Query {
        words: Some("promise".to_owned()),
        said_by: Some("vik".to_owned()),
        limit: 100,
        ..Default::default()
    };
    let found = store.find(&query)?.hits.len();
    let (records, seen) = stored.into_iter().map(|stored| (stored.record, stored.seen)).unzip();
    Ok((records, seen, found, store.corrections()?.len()))
}

#[test]
fn a_flipped_byte_is_found_or_harmless() {
    let (folder, path) = place();
    let mut store = open(&path);
    let mut records = vec![full()];
    for n in 0..25 {
        let day = format!("2024-03-{:02}", 1 + n);
        records.push(said("Ina Vik", &format!("We kept promise number {n}"), &day));
    }
    add(&mut store, &records);
    let named = store.resolve(&format!("{}#s1", full().article.id)).unwrap();
    let correction =
        Correction { verdict: Verdict::Accept, fields: None, who: "Mia", why: "so", now: NOW };
    store.correct(&named, correction).unwrap();
    assert_eq!(all(&store).len(), 26);
    store.empty_log().unwrap();
    drop(store);
    let whole = fs::read(&path).unwrap();
    let expected = everything(&path).unwrap();
    let broken = folder.path().join("broken.db");
    let (mut found, mut harmless) = (0_u64, 0_u64);
    let mut state: u64 = 0x2545_f491_4f6c_dd1d;
    for flip in 0..flips() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let at = (state >> 16) as usize % whole.len();
        let bit = 1u8 << (state % 8);
        let mut bytes = whole.clone();
        bytes[at] ^= bit;
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("broken.db{ending}")));
        }
        fs::write(&broken, &bytes).unwrap();
        let named = format!("flip {flip}: bit {bit:#x} of byte {at}");
        let verified =
            catch_unwind(|| verify(&broken, |_| ())).unwrap_or_else(|_| panic!("{named}"));
        match verified {
            // Refused before anything is done with it.
            Err(Error::NotARecord(_) | Error::Newer { .. } | Error::Missing) => found += 1,
            Err(error) => panic!("{named}: {error}"),
            Ok(verified) if !verified.faults.is_empty() => found += 1,
            Ok(_) => {
                let left = everything(&broken).unwrap_or_else(|error| panic!("{named}: {error}"));
                assert_eq!(left, expected, "{named}");
                harmless += 1;
            }
        }
        // And whatever it is, asking for it panics nowhere.
        let asked = catch_unwind(|| everything(&broken).is_ok());
        assert!(asked.is_ok(), "{named}");
    }
    // Half of so small a file is room that nothing uses.
    assert!(found > flips() / 10, "{found} found, {harmless} harmless");
}
