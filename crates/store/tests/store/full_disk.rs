//! A full disk: a clear word, nothing half, reading goes on, and with room again all is well.

use onrecord_store::{Adding, Arrival, Error, Query};

use crate::records::{NOW, all, arrival, assert_sound, open, place, said};

fn batch(number: usize) -> Vec<Arrival> {
    let one = |n: usize| {
        let words = format!("Bridge {n} of batch {number} is open and {}", "dry ".repeat(40));
        arrival(said("Ina Vik", words.trim(), "2024-03-01"), "file")
    };
    (0..40).map(one).collect()
}

#[test]
fn a_full_disk_costs_the_batch_at_hand() {
    let (_folder, path) = place();
    let mut store = open(&path);
    store.limit_size(1 << 20).unwrap();
    let how = Adding { now: NOW, again: false };
    let mut added = 0;
    let full = loop {
        match store.add(&batch(added), how) {
            Ok(_) => added += 1,
            Err(error) => break error,
        }
        assert!(added < 1_000);
    };
    assert!(matches!(full, Error::Full), "{full}");
    assert!(full.to_string().contains("hint: make room"), "{full}");
    assert!(added > 0);
    assert_eq!(all(&store).len(), 40 * added);
    let query = Query { words: Some("bridge".to_owned()), limit: 5, ..Query::default() };
    assert_eq!(store.find(&query).unwrap().hits.len(), 5);
    assert!(matches!(store.add(&batch(added), how), Err(Error::Full)));
    assert_sound(&path);
    store.limit_size(1 << 30).unwrap();
    store.add(&batch(added), how).unwrap();
    assert_eq!(all(&store).len(), 40 * (added + 1));
    assert_sound(&path);
}
