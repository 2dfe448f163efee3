//! The contract of every register, engine by engine. A second engine is one line at the end.

use std::collections::BTreeSet;

use shutterslip::domain::audit::{Chain, Entry};
use shutterslip::domain::device::Identity;
use shutterslip::domain::ids::{DeviceId, PhotoId, ReleaseId, SlipId, StaffId};
use shutterslip::domain::kept::Photo;
use shutterslip::domain::permission::Answer;
use shutterslip::domain::person::PersonId;
use shutterslip::domain::release::ReleaseState;
use shutterslip::domain::school::Erasure;
use shutterslip::domain::staff::PinTry;
use shutterslip::domain::verdict::Reason;
use shutterslip::register::{Asked, Change, Judgement, Register, RegisterError, release_note};
use tempfile::TempDir;

use super::records::*;
use super::school::{channel, opened};

/// A store of its own for one test, that can be closed and opened again.
pub trait Engine {
    fn new() -> Self;
    /// Opens it; the one opened before was dropped.
    fn open(&self) -> Box<dyn Register>;
}

pub struct Sqlite(pub TempDir);

impl Engine for Sqlite {
    fn new() -> Sqlite {
        Sqlite(tempfile::tempdir().unwrap())
    }

    fn open(&self) -> Box<dyn Register> {
        let file = self.0.path().join("register.db");
        Box::new(opened(&file, &key(9), identity()).unwrap())
    }
}

fn filled<E: Engine>() -> (E, Box<dyn Register>) {
    let engine = E::new();
    let mut register = engine.open();
    fill(register.as_mut());
    (engine, register)
}

fn trail(register: &dyn Register) -> Vec<Entry> {
    let mut entries = Vec::new();
    let device = DeviceId(DEVICE.to_owned());
    register
        .entries(&device, &mut |entry| {
            entries.push(entry);
            true
        })
        .unwrap();
    entries
}

/// Everything that can be read, in words: two registers that print alike hold the same.
pub fn everything(register: &dyn Register) -> String {
    let amira = PersonId("amira".to_owned());
    let photo = PhotoId("photo".to_owned());
    let mut records = Vec::new();
    register
        .records(&mut |subject, digest| records.push((subject, digest)))
        .unwrap();
    let list = (
        register.school().unwrap(),
        register.policy().unwrap(),
        register.devices().unwrap(),
        register.cameras().unwrap(),
        register.staff().unwrap(),
        register.wrong_tries(&StaffId("head".to_owned())).unwrap(),
        register.people().unwrap(),
        register.permissions(&amira).unwrap(),
        register.mark_reasons(&amira).unwrap(),
        register.photo_ids().unwrap(),
        register.photo(&photo).unwrap(),
    );
    let rest = (
        register.sealed_objects().unwrap(),
        register.seal_key("photo").unwrap(),
        register.erasures().unwrap(),
        register.releases().unwrap(),
        register.attendance("2026-03-02".parse().unwrap()).unwrap(),
        register.sights().unwrap(),
        register.slip(&SlipId("slip".to_owned())).unwrap(),
        register.slip_readings(&SlipId("slip".to_owned())).unwrap(),
        register.incidents().unwrap(),
        register.imports().unwrap(),
        register.heads().unwrap(),
        trail(register),
    );
    format!("{list:?} {rest:?} {records:?}")
}

fn journal() -> Asked {
    Asked::Photo(PhotoId("photo".to_owned()))
}

pub fn a_batch_whose_last_change_is_refused_leaves_nothing<E: Engine>() {
    let (engine, mut register) = filled::<E>();
    let before = everything(register.as_ref());
    let nobody = Change::PinTried(PinTry {
        staff: StaffId("nobody".to_owned()),
        at: noon(),
        good: true,
        up: None,
    });
    let stale = Change::Label(Box::new(photo("photo", "amira")));
    let unknown = Change::Erase(Erasure {
        object: "no such object".to_owned(),
        at: noon(),
        by: StaffId("head".to_owned()),
        why: "asked for".to_owned(),
    });
    let twice = Change::Permission(permission("yes", "amira", Answer::Withdrawn));
    let bad = [nobody, stale, unknown, twice, Change::SetUp(school())];
    for last in bad {
        let batch = [
            Change::Person(person("ben")),
            Change::Permission(permission("new", "amira", Answer::Withdrawn)),
            Change::KeepPhoto(Box::new(photo("other", "amira")), key(5)),
            Change::Incident(incident("other")),
            last,
        ];
        let refused = register.record(&stamp(), &batch).unwrap_err();
        assert!(
            matches!(refused, RegisterError::Refused(_) | RegisterError::Changed),
            "{refused:?}"
        );
        assert_eq!(everything(register.as_ref()), before);
    }
    drop(register);
    assert_eq!(everything(engine.open().as_ref()), before);
}

pub fn every_change_takes_its_audit_entry<E: Engine>() {
    let engine = E::new();
    let mut register = engine.open();
    let mut tried = BTreeSet::new();
    let mut count = 0;
    let mut changes = every_change();
    changes.push(out());
    for change in changes {
        if matches!(change, Change::ReleaseEvent(_)) {
            let judged = register.release(&stamp(), &journal(), &channel("journal"), &mut |_| {
                Judgement::Go(Box::new(release("release")))
            });
            assert!(matches!(judged, Ok(Judgement::Go(_))));
            let entries = trail(register.as_ref());
            assert_eq!(entries.len(), count + 2, "decided, and going out");
            let said = release_note(&release("release"));
            assert_eq!(entries[count].subject, said.subject);
            assert_eq!(entries[count].digest, said.digest);
            assert_eq!(entries[count + 1].act, "release.going-out");
            count += 2;
        }
        register
            .record(&stamp(), std::slice::from_ref(&change))
            .unwrap();
        count += 1;
        let entries = trail(register.as_ref());
        assert_eq!(entries.len(), count, "one entry a change");
        let (entry, note) = (entries.last().unwrap(), change.note());
        assert_eq!(entry.act, note.act.word());
        assert_eq!(entry.subject, note.subject);
        assert_eq!(entry.about, note.about);
        assert_eq!(entry.digest, note.digest);
        assert_eq!(entry.detail, note.detail);
        assert_eq!(entry.by, "head");
        tried.insert(kind_of(&change));
    }
    let every: BTreeSet<&str> = KINDS.iter().copied().collect();
    assert_eq!(tried, every, "every kind of change was tried");
    let who = identity();
    let mut chain = Chain::new(who.device.clone(), who.verifying_key(), &[]).unwrap();
    for entry in trail(register.as_ref()) {
        chain.push(&entry).unwrap();
    }
    let heads = register.heads().unwrap();
    assert_eq!(heads.len(), 1);
    chain.finish(&heads[0]).unwrap();
}

pub fn what_was_recorded_is_there_when_opened_again<E: Engine>() {
    let (engine, register) = filled::<E>();
    let before = everything(register.as_ref());
    drop(register);
    assert_eq!(everything(engine.open().as_ref()), before);
}

/// There is no change that names an answer, a sign-off, a release or a step that is there already.
pub fn what_is_only_added_is_never_written_again<E: Engine>() {
    let (_engine, mut register) = filled::<E>();
    let before = everything(register.as_ref());
    let mut again: Vec<Change> = every_change()
        .into_iter()
        .filter(|change| {
            matches!(
                change,
                Change::SetUp(_)
                    | Change::Evidence(..)
                    | Change::Permission(_)
                    | Change::KeepPhoto(..)
                    | Change::SignOff(_)
                    | Change::Incident(_)
                    | Change::IncidentEvent(_)
                    | Change::Attendance(_)
                    | Change::MarkReason(_)
                    | Change::Sight(_)
                    | Change::Slip(_)
                    | Change::SlipRead(_)
                    | Change::Import(_)
                    | Change::Erase(_)
            )
        })
        .collect();
    again.push(out());
    assert_eq!(again.len(), 15);
    for change in again {
        let refused = register.record(&stamp(), &[change]).unwrap_err();
        assert!(matches!(refused, RegisterError::Refused(_)), "{refused:?}");
        assert_eq!(everything(register.as_ref()), before);
    }
}

pub fn what_equipment_and_pictures_were_does_not_change<E: Engine>() {
    let (_engine, mut register) = filled::<E>();
    let before = everything(register.as_ref());
    let mut other_key = device();
    other_key.public_key = Identity::new(other_key.id.clone(), &[8; 32]).public_key();
    let mut earlier = device();
    earlier.enrolled_at -= chrono::TimeDelta::days(400);
    let mut other_body = camera();
    other_body.serial = "2".to_owned();
    let mut other_picture: Photo = register
        .photo(&PhotoId("photo".to_owned()))
        .unwrap()
        .unwrap();
    other_picture.version += 1;
    let mut retaken = other_picture.clone();
    other_picture.sha256 = "d".repeat(64);
    retaken.taken_at -= chrono::TimeDelta::days(400);
    for change in [
        Change::Device(other_key),
        Change::Device(earlier),
        Change::Camera(other_body),
        Change::Label(Box::new(other_picture)),
        Change::Label(Box::new(retaken)),
    ] {
        let subject = change.note().subject;
        let told = register.record(&stamp(), &[change]);
        assert!(
            matches!(told, Err(RegisterError::Refused(_))),
            "{subject}: {told:?}"
        );
        assert_eq!(everything(register.as_ref()), before, "{subject}");
    }
}

pub fn the_judge_sees_every_answer_recorded_before<E: Engine>() {
    let (_engine, mut register) = filled::<E>();
    for (id, answer) in [
        ("no", Answer::Refused),
        ("yes again", Answer::Granted),
        ("withdrawn", Answer::Withdrawn),
    ] {
        register
            .record(
                &stamp(),
                &[Change::Permission(permission(id, "amira", answer))],
            )
            .unwrap();
        let mut seen = Vec::new();
        let judged = register
            .release(&stamp(), &journal(), &channel("journal"), &mut |facts| {
                seen = facts.permissions.clone();
                Judgement::Stay(Vec::new())
            })
            .unwrap();
        assert!(matches!(judged, Judgement::Stay(_)));
        assert_eq!(seen.last().unwrap().id.0, id);
        assert_eq!(seen.last().unwrap().permission.answer, answer);
        assert_eq!(
            seen,
            register.permissions(&PersonId("amira".to_owned())).unwrap()
        );
    }
}

pub fn a_blocked_try_is_on_record_and_nothing_else_is<E: Engine>() {
    let (_engine, mut register) = filled::<E>();
    let (count, releases) = (trail(register.as_ref()).len(), register.releases().unwrap());
    let reasons = vec![Reason::Withdrawn(PersonId("amira".to_owned()))];
    let judged = register
        .release(&stamp(), &journal(), &channel("journal"), &mut |_| {
            Judgement::Stay(reasons.clone())
        })
        .unwrap();
    assert!(matches!(judged, Judgement::Stay(given) if given == reasons));
    let entries = trail(register.as_ref());
    assert_eq!(entries.len(), count + 1);
    let entry = entries.last().unwrap();
    assert_eq!(entry.act, "release.blocked");
    assert_eq!(entry.subject, "photo:photo");
    assert!(entry.detail.contains("withdrawn:amira"), "{}", entry.detail);
    assert_eq!(register.releases().unwrap(), releases);
}

pub fn a_release_is_recorded_whole_as_going_out<E: Engine>() {
    let (_engine, mut register) = filled::<E>();
    let judged = register
        .release(&stamp(), &journal(), &channel("journal"), &mut |_| {
            Judgement::Go(Box::new(release("second")))
        })
        .unwrap();
    assert!(matches!(judged, Judgement::Go(_)));
    let releases = register.releases().unwrap();
    let states: Vec<(ReleaseId, ReleaseState)> = releases
        .iter()
        .map(|(release, event)| (release.id.clone(), event.state))
        .collect();
    assert_eq!(
        states,
        [
            (ReleaseId("release".to_owned()), ReleaseState::Out),
            (ReleaseId("second".to_owned()), ReleaseState::GoingOut)
        ]
    );
    assert_eq!(releases[1].0, release("second"));
    // The same release twice is refused, and leaves no entry.
    let count = trail(register.as_ref()).len();
    let twice = register.release(&stamp(), &journal(), &channel("journal"), &mut |_| {
        Judgement::Go(Box::new(release("second")))
    });
    assert!(matches!(twice, Err(RegisterError::Refused(_))));
    assert_eq!(trail(register.as_ref()).len(), count);
}

pub fn a_change_that_saw_an_older_version_is_refused<E: Engine>() {
    let (_engine, mut register) = filled::<E>();
    let before = everything(register.as_ref());
    let now = register
        .photo(&PhotoId("photo".to_owned()))
        .unwrap()
        .unwrap();
    assert_eq!(now.version, 3);
    for version in [0, 1, 2, 3, 5, u32::MAX] {
        let mut change = now.clone();
        change.version = version;
        change.labels.tags.clear();
        let refused = register
            .record(&stamp(), &[Change::Label(Box::new(change))])
            .unwrap_err();
        assert!(matches!(refused, RegisterError::Changed), "{refused:?}");
        assert_eq!(everything(register.as_ref()), before);
    }
    let mut next = now;
    next.version = 4;
    next.labels.tags.clear();
    register
        .record(&stamp(), &[Change::Label(Box::new(next.clone()))])
        .unwrap();
    assert_eq!(register.photo(&next.id).unwrap(), Some(next));
}

pub fn a_key_goes_only_with_its_erasure<E: Engine>() {
    let (engine, mut register) = filled::<E>();
    assert!(register.seal_key("form").unwrap().is_none());
    assert_eq!(register.seal_key("photo").unwrap(), Some(key(2)));
    assert_eq!(register.sealed_objects().unwrap(), ["photo"]);
    let erasure = Erasure {
        object: "photo".to_owned(),
        at: noon(),
        by: StaffId("head".to_owned()),
        why: "asked for".to_owned(),
    };
    register
        .record(&stamp(), &[Change::Erase(erasure.clone())])
        .unwrap();
    drop(register);
    let register = engine.open();
    assert!(register.seal_key("photo").unwrap().is_none());
    assert!(register.sealed_objects().unwrap().is_empty());
    assert!(register.erasures().unwrap().contains(&erasure));
    let facts = register.facts(&journal(), &channel("journal")).unwrap();
    assert!(facts.is_erased);
}

/// Every promise for one engine.
macro_rules! holds_every_promise {
    ($room:ident, $engine:ty) => {
        holds_every_promise! { $room, $engine:
            a_batch_whose_last_change_is_refused_leaves_nothing,
            every_change_takes_its_audit_entry,
            what_was_recorded_is_there_when_opened_again,
            what_is_only_added_is_never_written_again,
            what_equipment_and_pictures_were_does_not_change,
            the_judge_sees_every_answer_recorded_before,
            a_blocked_try_is_on_record_and_nothing_else_is,
            a_release_is_recorded_whole_as_going_out,
            a_change_that_saw_an_older_version_is_refused,
            a_key_goes_only_with_its_erasure,
        }
    };
    ($room:ident, $engine:ty: $($promise:ident,)*) => {
        mod $room {
            $(#[test]
            fn $promise() {
                super::$promise::<$engine>();
            })*
        }
    };
}

holds_every_promise!(sqlite, super::Sqlite);
