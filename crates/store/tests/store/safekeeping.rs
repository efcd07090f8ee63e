//! Backups are whole, looked at, and put back.

use std::fs;

use onrecord_store::{Access, Error, Store, restore, verify};

use crate::records::{add, all, assert_sound, full, open, place, said};

#[test]
fn a_backup_is_one_file_with_everything() {
    let (folder, path) = place();
    let mut store = open(&path);
    add(&mut store, &[full(), said("Ina Vik", "We kept our promise", "2024-03-01")]);
    let backup = folder.path().join("backup.db");
    let verified = store.backup(&backup, |_, _| ()).unwrap();
    assert_eq!((verified.articles, verified.statements, verified.events), (2, 4, 2));
    assert!(matches!(store.backup(&backup, |_, _| ()), Err(Error::Asked { .. })));
    let before = all(&store);
    add(&mut store, &[said("Jon Ask", "It came later", "2024-03-02")]);
    drop(store);
    let names = || -> Vec<String> {
        let files = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names(), ["backup.db", "record.db"]);
    restore(&backup, &path, true, |_, _| ()).unwrap();
    assert_eq!(all(&Store::open(&path, Access::Read).unwrap()), before);
    assert_sound(&path);
    let elsewhere = folder.path().join("elsewhere.db");
    restore(&backup, &elsewhere, false, |_, _| ()).unwrap();
    assert_eq!(all(&Store::open(&elsewhere, Access::Read).unwrap()), before);
}

#[test]
fn a_damaged_backup_is_refused_and_a_damaged_record_gives_way() {
    let (folder, path) = place();
    let mut store = open(&path);
    add(&mut store, &[full()]);
    let backup = folder.path().join("backup.db");
    store.backup(&backup, |_, _| ()).unwrap();
    drop(store);
    let whole = fs::read(&backup).unwrap();
    let mut broken = whole.clone();
    let at = broken.windows(5).position(|part| part == b"ferry").unwrap();
    broken[at] = b'm';
    fs::write(&backup, &broken).unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(restore(&backup, &path, true, |_, _| ()), Err(Error::Damaged(_))));
    assert_eq!(fs::read(&path).unwrap(), before);
    fs::write(&backup, &whole).unwrap();
    // The record itself: its first page is overwritten.
    let mut ruined = before.clone();
    ruined[100..4_000].fill(0x5a);
    fs::write(&path, &ruined).unwrap();
    assert!(!verify(&path, |_| ()).unwrap().faults.is_empty());
    restore(&backup, &path, true, |_, _| ()).unwrap();
    assert_sound(&path);
}
