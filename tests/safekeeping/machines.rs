//! A data folder on another machine, and an older copy of it on its own: both are told at the start,
//! written down once, and let nothing out.

use shutterslip::acts::refusal::Refusal;
use shutterslip::acts::{ActError, Desk, Done};
use shutterslip::domain::incident::IncidentKind;
use shutterslip::domain::release::OutletKind;

use super::school::*;

const HERE: &str = "11111111aaaaaaaa11111111aaaaaaaa11111111aaaaaaaa11111111aaaaaaaa";
const THERE: &str = "22222222bbbbbbbb22222222bbbbbbbb22222222bbbbbbbb22222222bbbbbbbb";

fn on(school: &School, machine: Option<&str>) -> Desk {
    school.desk().on_machine(machine.map(str::to_owned))
}

fn incidents(desk: &Desk, kind: IncidentKind) -> Vec<String> {
    let all = desk.incidents(&template().head).unwrap();
    all.into_iter()
        .filter(|(one, _)| one.kind == kind)
        .map(|(one, _)| one.note)
        .collect()
}

fn is_elsewhere<T: std::fmt::Debug>(told: Done<T>) {
    match told {
        Err(ActError::Refused(Refusal::OtherMachine)) => {}
        other => panic!("{other:?}"),
    }
}

/// The same folder, as somebody copies it.
fn copied(school: &School) -> School {
    let other = School::empty();
    std::fs::remove_file(other.data.join("device.key")).unwrap();
    for (name, bytes) in files_under(&school.data) {
        let path = other.data.join(name);
        private_folder(path.parent().unwrap());
        std::fs::write(&path, bytes).unwrap();
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&path, private).unwrap();
    }
    other
}

#[test]
fn a_school_from_before_is_bound_at_its_first_start_and_that_is_on_the_record() {
    let school = School::copy();
    // A machine without an identity: it opens, and stays unbound.
    let mut desk = on(&school, None);
    desk.begin().unwrap();
    assert!(!desk.is_bound().unwrap());
    drop(desk);
    let mut desk = on(&school, Some(HERE));
    desk.begin().unwrap();
    assert!(desk.is_bound().unwrap());
    desk.sign_in(OFFICE, PIN).unwrap();
    drop(desk);
    // Once is enough, and it opens again.
    let mut desk = on(&school, Some(HERE));
    desk.begin().unwrap();
    desk.sign_in(OFFICE, PIN).unwrap();
    assert!(desk.verify_audit(&template().head, &[]).unwrap().is_good());
    drop(desk);
    let db = school.raw();
    let bound = names(&db, "SELECT detail FROM audit WHERE act = 'device.bound'");
    assert_eq!(bound.len(), 1, "{bound:?}");
}

#[test]
fn a_folder_on_another_machine_is_refused_and_its_own_trail_says_so_once() {
    let school = School::copy();
    on(&school, Some(HERE)).begin().unwrap();
    let copy = copied(&school);
    for _ in 0..3 {
        let mut desk = on(&copy, Some(THERE));
        is_elsewhere(desk.begin());
        is_elsewhere(desk.sign_in(HEAD, PIN));
        assert_eq!(incidents(&desk, IncidentKind::OtherMachine).len(), 1);
    }
    // A machine that says nothing of itself is not believed to be the right one.
    let mut desk = on(&copy, None);
    is_elsewhere(desk.begin());
    assert_eq!(incidents(&desk, IncidentKind::OtherMachine).len(), 2);
    drop(desk);
    // The one that was copied from knows nothing of it and works on.
    let mut desk = on(&school, Some(HERE));
    desk.begin().unwrap();
    desk.sign_in(HEAD, PIN).unwrap();
    assert_eq!(incidents(&desk, IncidentKind::OtherMachine).len(), 0);
}

/// What was done on the copy is another history: back on the old machine, its checkpoints tell.
#[test]
fn a_copy_that_comes_home_is_a_fork_against_the_checkpoints() {
    let school = School::copy();
    on(&school, Some(HERE)).begin().unwrap();
    let copy = copied(&school);
    is_elsewhere(on(&copy, Some(THERE)).begin());
    let mut desk = on(&school, Some(HERE));
    desk.begin().unwrap();
    let kept = desk.checkpoint(&template().head).unwrap();
    desk.report(&template().head, "work goes on").unwrap();
    desk.checkpoint(&template().head).unwrap();
    drop(desk);
    for name in ["register.db", "register.db-wal", "register.db-shm"] {
        std::fs::remove_file(school.data.join(name)).ok();
        if let Ok(bytes) = std::fs::read(copy.data.join(name)) {
            std::fs::write(school.data.join(name), bytes).unwrap();
        }
    }
    let mut desk = on(&school, Some(HERE));
    assert!(desk.begin().unwrap().is_stale);
    nothing_leaves(&mut desk, &school);
    let proof = desk.verify_audit(&template().head, &[kept]).unwrap();
    let tells = |one: &String| one.contains("checkpoint");
    assert!(proof.findings.iter().any(tells), "{proof:?}");
}

fn nothing_leaves(desk: &mut Desk, school: &School) {
    let out = school.beside("out");
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    let photos = [template().of_amira.clone()];
    let told = desk.release(
        &template().head,
        &photos,
        &channel("journal"),
        folder.as_mut(),
    );
    assert!(format!("{told:?}").contains("RegisterStale"), "{told:?}");
    assert!(files_under(&out).is_empty());
}

#[test]
fn only_the_head_moves_a_school_and_the_move_is_an_incident() {
    let school = School::copy();
    on(&school, Some(HERE)).begin().unwrap();
    let refused = |told: Done<()>| {
        let is_refused = matches!(told, Err(ActError::Refused(_) | ActError::WrongPin(_)));
        assert!(is_refused, "{told:?}");
    };
    // On its own machine there is nothing to move, and to a nameless one there is no way.
    refused(on(&school, Some(HERE)).move_here(HEAD, PIN, "for fun"));
    refused(on(&school, None).move_here(HEAD, PIN, "for fun"));
    let mut desk = on(&school, Some(THERE));
    refused(desk.move_here(OFFICE, PIN, "new computer"));
    refused(desk.move_here(HEAD, "999333", "new computer"));
    is_elsewhere(desk.begin());
    desk.move_here(HEAD, PIN, "new computer").unwrap();
    desk.begin().unwrap();
    desk.sign_in(OFFICE, PIN).unwrap();
    let notes = incidents(&desk, IncidentKind::OtherMachine);
    assert_eq!(notes.len(), 2, "the try and the move: {notes:?}");
    assert!(notes[1].contains("new computer"), "{notes:?}");
    assert!(desk.verify_audit(&template().head, &[]).unwrap().is_good());
    drop(desk);
    // The old machine is another one now.
    is_elsewhere(on(&school, Some(HERE)).begin());
}

/// Whoever edits the binding in the database has not signed it.
#[test]
fn an_edited_binding_opens_nothing() {
    let school = School::copy();
    on(&school, Some(HERE)).begin().unwrap();
    school.tamper(&format!(
        "UPDATE audit SET detail = replace(detail, '{HERE}', '{THERE}') WHERE subject = 'machine'"
    ));
    let mut desk = on(&school, Some(THERE));
    for told in [desk.begin().map(drop), desk.sign_in(HEAD, PIN).map(drop)] {
        let words = format!("{told:?}");
        assert!(words.contains("Tampered"), "{words}");
    }
    drop(desk);
    let deleted = School::copy();
    on(&deleted, Some(HERE)).begin().unwrap();
    deleted.tamper("DELETE FROM audit WHERE subject = 'machine'");
    let mut desk = on(&deleted, Some(THERE));
    desk.begin().unwrap();
    let proof = desk.verify_audit(&template().head, &[]).unwrap();
    assert!(!proof.is_good(), "a cut out binding is a cut chain");
}

#[test]
fn an_older_copy_is_told_at_the_start_and_is_one_incident() {
    let school = School::copy();
    let older = files_under(&school.data);
    let mut desk = school.desk();
    desk.report(&template().head, "a day's work").unwrap();
    desk.checkpoint(&template().head).unwrap();
    drop(desk);
    for (name, bytes) in older {
        std::fs::write(school.data.join(name), bytes).unwrap();
    }
    for leftover in ["register.db-wal", "register.db-shm"] {
        std::fs::remove_file(school.data.join(leftover)).ok();
    }
    for _ in 0..3 {
        let mut desk = school.desk();
        assert!(desk.begin().unwrap().is_stale);
        assert_eq!(incidents(&desk, IncidentKind::OlderCopy).len(), 1);
        nothing_leaves(&mut desk, &school);
    }
}

/// Together with its checkpoints an older copy looks whole; pictures kept since still tell.
#[test]
fn an_older_copy_with_its_checkpoints_is_told_by_pictures_that_it_does_not_know() {
    let school = School::copy();
    let older = files_under(&school.data);
    let mut desk = school.desk();
    let who = desk.sign_in(OFFICE, PIN).unwrap();
    desk.keep(&who, &picture(55), &Default::default()).unwrap();
    desk.checkpoint(&template().head).unwrap();
    drop(desk);
    std::fs::remove_dir_all(school.data.join("checkpoints")).unwrap();
    for (name, bytes) in older {
        let path = school.data.join(name);
        private_folder(path.parent().unwrap());
        std::fs::write(path, bytes).unwrap();
    }
    for leftover in ["register.db-wal", "register.db-shm"] {
        std::fs::remove_file(school.data.join(leftover)).ok();
    }
    for _ in 0..2 {
        let mut desk = school.desk();
        let opening = desk.begin().unwrap();
        assert_eq!(opening.sweep.unknown, 1);
        assert_eq!(incidents(&desk, IncidentKind::OlderCopy).len(), 1);
    }
}
