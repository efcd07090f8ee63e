//! Several writers and readers on one file: nobody is told that it is locked, nobody sees half.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use onrecord_store::{Access, Adding, Arrival, Query, Store};

use crate::records::{NOW, arrival, assert_sound, open, place, said};

const WRITERS: usize = 3;
const BATCHES: usize = 12;
const IN_BATCH: usize = 8;

fn batch(writer: usize, number: usize) -> Vec<Arrival> {
    let one = |n: usize| {
        // Every second article is everybody's.
        let by = if n % 2 == 0 { "all".to_owned() } else { format!("number {writer}") };
        let words = format!("Bridge {n} of batch {number} is open for {by}");
        let day = format!("2024-0{}-{:02}", 1 + n % 9, 1 + number % 28);
        arrival(said("Ina Vik", &words, &day), "file")
    };
    (0..IN_BATCH).map(one).collect()
}

#[test]
fn writers_and_readers_at_once() {
    let (_folder, path) = place();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    drop(open(&path));
                    let store = Store::open(&path, Access::Read).unwrap();
                    let query = Query {
                        words: Some("bridge".to_owned()),
                        limit: 1_000,
                        ..Query::default()
                    };
                    let mut last = 0;
                    loop {
                        let stop = over.load(Ordering::Relaxed);
                        let found = store.find(&query).unwrap().hits.len();
                        assert!(found >= last);
                        last = found;
                        if stop {
                            return last;
                        }
                    }
                })
            })
            .collect();
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let path = &path;
                scope.spawn(move || {
                    let mut store = open(path);
                    for number in 0..BATCHES {
                        let how = Adding { now: NOW, again: false };
                        store.add(&batch(writer, number), how).unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        over.store(true, Ordering::Relaxed);
        let expected = BATCHES * (IN_BATCH / 2) * (1 + WRITERS);
        for reader in readers {
            assert_eq!(reader.join().unwrap(), expected);
        }
    });
    assert_sound(&path);
}
