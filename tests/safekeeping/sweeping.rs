//! What a start finds after a stop: arrivals, strangers, gaps, and files whose key is destroyed.

use std::collections::HashSet;
use std::fs;

use shutterslip::acts::ActError;
use shutterslip::domain::incident::IncidentKind;
use shutterslip::vault::folder::FolderVault;
use shutterslip::vault::{Sweep, Vault, seal};

use super::school::*;

fn ids(list: &[&str]) -> HashSet<String> {
    list.iter().map(|id| (*id).to_owned()).collect()
}

fn sealed(object: &str) -> Vec<u8> {
    seal(object, &[3; 32], b"plain").unwrap()
}

#[test]
fn a_sweep_finds_each_thing_that_a_stop_can_leave() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = FolderVault::open(folder.path()).unwrap();
    for object in [
        "aa-settled",
        "bb-arrived",
        "cc-unrecorded",
        "dd-stranger",
        "ee-erased",
    ] {
        vault.receive(object, &sealed(object)).unwrap();
    }
    for object in ["aa-settled", "dd-stranger", "ee-erased"] {
        vault.settle(object).unwrap();
    }
    let kept = ids(&["aa-settled", "bb-arrived", "ff-gone"]);
    let found = vault.sweep(&kept, &ids(&["ee-erased"])).unwrap();
    let expected = Sweep {
        settled: vec!["bb-arrived".to_owned()],
        removed: 1,
        missing: vec!["ff-gone".to_owned()],
        unknown: 1,
    };
    assert_eq!(found, expected);
    let left: Vec<String> = files_under(folder.path())
        .into_iter()
        .map(|(name, _)| name.display().to_string())
        .collect();
    assert_eq!(
        left,
        [
            "aa/aa-settled.sealed",
            "bb/bb-arrived.sealed",
            "dd/dd-stranger.sealed"
        ]
    );
    // A stranger stays where it is: it may be somebody's only copy.
    let again = vault.sweep(&kept, &ids(&["ee-erased"])).unwrap();
    assert_eq!(
        (again.settled.len(), again.removed, again.unknown),
        (0, 0, 1)
    );
}

#[test]
fn settling_and_turning_away_may_be_done_twice() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = FolderVault::open(folder.path()).unwrap();
    vault.receive("aa", &sealed("aa")).unwrap();
    assert!(
        vault.receive("aa", &sealed("aa")).is_err(),
        "an arrival is not overwritten"
    );
    // A failed second arrival must not take the first with it where that is settled.
    vault.receive("bb", &sealed("bb")).unwrap();
    vault.settle("bb").unwrap();
    vault.settle("bb").unwrap();
    vault.turn_away("bb").unwrap();
    assert!(vault.fetch("bb").is_ok());
    assert!(vault.settle("cc").is_err());
    vault.discard("bb").unwrap();
    vault.discard("bb").unwrap();
    assert!(vault.fetch("bb").is_err());
}

/// A file on another shelf is not where it will be looked for: it is missing, and said to be.
#[test]
fn a_sealed_file_on_the_wrong_shelf_is_missing() {
    let school = School::copy();
    let object = &template().of_amira.0;
    let shelf = school.data.join("vault").join(&object[..2]);
    let wrong = school.data.join("vault").join("zz");
    private_folder(&wrong);
    let name = format!("{object}.sealed");
    fs::rename(shelf.join(&name), wrong.join(&name)).unwrap();
    let opening = school.desk().begin().unwrap();
    assert_eq!(opening.sweep.missing, std::slice::from_ref(object));
}

#[test]
fn a_missing_file_becomes_one_incident_however_often_one_starts() {
    let school = School::copy();
    let object = &template().of_amira.0;
    let shelf = school.data.join("vault").join(&object[..2]);
    fs::remove_file(shelf.join(format!("{object}.sealed"))).unwrap();
    for _ in 0..2 {
        let mut desk = school.desk();
        let opening = desk.begin().unwrap();
        assert_eq!(opening.sweep.missing, std::slice::from_ref(object));
        let incidents = desk.incidents(&template().head).unwrap();
        assert_eq!(incidents.len(), 1);
        assert_eq!(incidents[0].0.kind, IncidentKind::Tampering);
        assert!(incidents[0].0.note.contains(object));
    }
}

#[test]
fn an_untouched_school_starts_quietly() {
    let opening = School::copy().desk().begin().unwrap();
    assert_eq!(opening.sweep, Sweep::default());
    assert!(opening.unsettled.is_empty());
}

/// A backup of the vault brought back after an erasure: the sweep removes it, and it stays noise.
#[test]
fn an_erased_photo_does_not_come_back_with_a_backup() {
    let school = School::copy();
    let photo = &template().of_ben;
    let path = school
        .data
        .join("vault")
        .join(&photo.0[..2])
        .join(format!("{photo}.sealed"));
    let backup = fs::read(&path).unwrap();
    let mut desk = school.desk();
    desk.erase(&template().head, photo, "a parent asked")
        .unwrap();
    assert!(!path.exists());
    fs::write(&path, backup).unwrap();
    let told = desk.sign_off(&template().head, photo, &channel("website"));
    assert!(
        matches!(&told, Err(ActError::Refused(why)) if !why.is_of_input()),
        "{told:?}"
    );
    let opening = desk.begin().unwrap();
    assert!(opening.sweep.missing.is_empty());
    assert!(!path.exists());
    assert!(desk.verify_audit(&template().head, &[]).unwrap().is_good());
    let labels = desk.look_at(&template().head, photo).unwrap().labels;
    assert!(labels.tags.is_empty() && labels.caption.is_empty());
}
