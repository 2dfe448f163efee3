//! Schools that older programs made, kept as they were: fixtures/older. Each opens on a copy, whole, with
//! its policy; and its head is told, once, which verdicts the newer rules changed and what must come down.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use shutterslip::acts::Desk;
use shutterslip::acts::sign_in::Session;
use shutterslip::domain::incident::{Incident, IncidentKind};
use shutterslip::domain::release::ReleaseState;

use super::school::*;

/// A copy of the school that the program of that commit left.
fn school_of(commit: &str) -> (School, tempfile::TempDir) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/older");
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let files = files_under(&kept.join(commit));
    assert!(files.len() > 5, "{}", files.len());
    for (name, bytes) in files {
        let path = data.join(name);
        private_folder(path.parent().unwrap());
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let school = School::at(Some(data));
    school.clock.set(at("2026-12-01T10:00:00Z"));
    (school, folder)
}

fn head(desk: &mut Desk) -> Session {
    desk.sign_in("Dr Shaw", "271828").unwrap()
}

fn told(desk: &Desk, who: &Session) -> Vec<Incident> {
    let incidents = desk.incidents(who).unwrap().into_iter();
    incidents
        .map(|(incident, _)| incident)
        .filter(|incident| incident.kind == IncidentKind::RulesChanged)
        .collect()
}

#[test]
fn a_school_of_an_older_program_opens_and_its_head_is_told_what_changed() {
    let (school, _folder) = school_of("e21c0d0");
    let mut desk = school.desk();
    let sweep = desk.begin().unwrap().sweep;
    assert!(sweep.missing.is_empty() && sweep.unknown == 0, "{sweep:?}");
    let who = head(&mut desk);
    let ben = desk.find_person("Ben Oakley").unwrap().person.id;
    let changed = desk.what_changed(&who).unwrap();
    // A no that an older program did not hear, because a yes with a later day stood over it.
    assert_eq!((changed.blocked(), changed.allowed()), (1, 0));
    let one = &changed.verdicts[0];
    assert_eq!(one.channel, channel("website"));
    let now: Vec<String> = one.now.iter().map(ToString::to_string).collect();
    assert_eq!(now, [format!("refused:{ben}")]);
    assert_eq!(
        desk.look_at(&who, &one.photo).unwrap().labels.people(),
        std::slice::from_ref(&ben)
    );
    // Its copy on the website must come down; the one on the wall stays out until somebody says so.
    let down: Vec<_> = changed.down.iter().map(|task| &task.release).collect();
    assert_eq!(down.len(), 1);
    assert_eq!(down[0].channel, channel("website"));
    let out = desk.releases(&who).unwrap();
    assert_eq!(out.len(), 2);
    assert!(
        out.iter()
            .all(|(_, event)| event.state == ReleaseState::Out)
    );
    // The policy stays; what is shipped now may be taken over.
    let policy = desk.policy().unwrap();
    assert_eq!(policy.sign_off_days, None);
    assert!(
        policy
            .channels
            .iter()
            .all(|one| one.largest_face().is_none())
    );
    let adopt: Vec<String> = changed.may_adopt.iter().map(|one| one.words()).collect();
    assert_eq!(
        adopt,
        [
            "sign_off_days = 90",
            "website: largest_face = 160",
            "social: largest_face = 160"
        ]
    );
    let incidents = told(&desk, &who);
    assert_eq!(incidents.len(), 1);
    for part in [
        "allowed and are blocked now: 1",
        "Copies that must come down: 1",
        "sign_off_days = 90",
    ] {
        assert!(incidents[0].note.contains(part), "{}", incidents[0].note);
    }
    let proof = desk.verify_audit(&who, &[]).unwrap();
    assert!(proof.is_good(), "{:?}", proof.findings);
    assert!(desk.verify_vault(&who).unwrap().is_good());
    // Once.
    drop(desk);
    let mut desk = school.desk();
    desk.begin().unwrap();
    assert_eq!(told(&desk, &who).len(), 1);
}

/// The power went after the register was brought up to date, before anybody was told.
#[test]
fn a_head_who_was_not_told_is_told_at_the_next_start() {
    let (school, _folder) = school_of("e21c0d0");
    let register = school.register();
    assert!(register.owes_account(2).unwrap());
    drop(register);
    let mut desk = school.desk();
    desk.begin().unwrap();
    let who = head(&mut desk);
    assert_eq!(told(&desk, &who).len(), 1);
    drop(desk);
    assert!(!school.register().owes_account(2).unwrap());
}

#[test]
fn a_new_school_is_told_of_no_change() {
    let school = School::copy();
    let mut desk = school.desk();
    desk.begin().unwrap();
    assert!(told(&desk, &template().head).is_empty());
    assert!(
        desk.what_changed(&template().head)
            .unwrap()
            .verdicts
            .is_empty()
    );
}
