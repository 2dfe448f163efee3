//! What a register promises, over every store that can keep its rows. Another store is one line at the
//! end.

use std::collections::BTreeSet;
use std::sync::Arc;

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
use shutterslip::register::lists::TakenWithin;
use shutterslip::register::store::memory::MemoryStore;
use shutterslip::register::{Asked, Change, Judgement, Register, RegisterError, release_note};
use tempfile::TempDir;

use super::records::*;
use super::school::{channel, opened};

/// A store of its own for one test, that can be closed and opened again.
pub trait Engine {
    fn new() -> Self;
    /// Opens it; the one opened before was dropped.
    fn open(&self) -> Register;
}

pub struct Sqlite(pub TempDir);

impl Engine for Sqlite {
    fn new() -> Sqlite {
        Sqlite(tempfile::tempdir().unwrap())
    }

    fn open(&self) -> Register {
        let file = self.0.path().join("register.db");
        opened(&file, &key(9), identity()).unwrap()
    }
}

pub struct Memory(MemoryStore);

impl Engine for Memory {
    fn new() -> Memory {
        Memory(MemoryStore::default())
    }

    fn open(&self) -> Register {
        Register::over(Box::new(self.0.clone()), Arc::new(identity())).unwrap()
    }
}

fn filled<E: Engine>() -> (E, Register) {
    let engine = E::new();
    let mut register = engine.open();
    fill(&mut register);
    (engine, register)
}

fn trail(register: &Register) -> Vec<Entry> {
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
pub fn everything(register: &Register) -> String {
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

/// All that is asked of many photos at once, in words, in an order that no store has to keep.
pub fn every_list(register: &Register) -> String {
    fn sorted<T: Ord>(mut found: Vec<T>) -> Vec<T> {
        found.sort();
        found
    }
    let lists = register.lists();
    let mut said = Vec::new();
    let newest = lists.newest(None, usize::MAX).unwrap();
    for (place, listed) in newest.iter().enumerate() {
        assert_eq!(
            lists.newest(Some(&listed.photo), 1).unwrap().first(),
            newest.get(place + 1)
        );
        assert_eq!(
            lists.numbered(&[listed.number]).unwrap(),
            std::slice::from_ref(listed)
        );
        assert_eq!(lists.number_of(&listed.photo).unwrap(), Some(listed.number));
        let mut of_group = Vec::new();
        lists
            .photos_of_group(&listed.class, &mut |number| of_group.push(number))
            .unwrap();
        let photo = register.photo(&listed.photo).unwrap().unwrap();
        let mut taken = Vec::new();
        lists
            .photos_taken_by(&photo.taken_by, &mut |number| taken.push(number))
            .unwrap();
        let people = lists.people_of(listed.number).unwrap();
        said.push(format!(
            "{listed:?} {people:?} {:?} {:?}",
            sorted(of_group),
            sorted(taken)
        ));
        let within = TakenWithin {
            from: Some(listed.taken_at),
            before: newest.first().map(|newest| newest.taken_at),
        };
        let mut within_it = Vec::new();
        lists
            .photos_alike(listed.gist, within, &mut |number| within_it.push(number))
            .unwrap();
        said.push(format!("{:?}", sorted(within_it)));
    }
    for (number, gist) in lists.gists().unwrap() {
        let mut alike = Vec::new();
        lists
            .photos_alike_when(number, &mut |photo, taken| alike.push((photo, taken)))
            .unwrap();
        said.push(format!("{number} {gist:?} {:?}", sorted(alike)));
    }
    for person in lists.people_tagged().unwrap() {
        let mut of_person = Vec::new();
        lists
            .photos_of(&person, &mut |photo, appears| {
                of_person.push((photo, format!("{appears:?}")))
            })
            .unwrap();
        said.push(format!("{person:?} {:?}", sorted(of_person)));
    }
    assert_eq!(lists.words_said(0).unwrap().is_some(), newest.is_empty());
    for word in sorted(
        lists
            .words_said(usize::MAX)
            .unwrap()
            .unwrap()
            .into_iter()
            .collect(),
    ) {
        let mut saying = Vec::new();
        lists
            .photos_saying(&word, &mut |photo| saying.push(photo))
            .unwrap();
        said.push(format!("{word} {:?}", sorted(saying)));
    }
    for person in lists.people_out().unwrap() {
        let showing = sorted(lists.releases_showing(&person).unwrap());
        said.push(format!("{person:?} {showing:?}"));
    }
    let out = sorted(lists.channels_out().unwrap());
    for channel in out
        .iter()
        .cloned()
        .chain([channel("journal"), channel("website")])
    {
        let photos = sorted(lists.photos_out_to(&channel).unwrap());
        let releases = sorted(lists.releases_out_to(&channel).unwrap());
        let signed = sorted(lists.photos_signed(&channel).unwrap());
        said.push(format!("{channel:?} {photos:?} {releases:?} {signed:?}"));
    }
    let count = lists.photo_count().unwrap();
    assert_eq!(count, newest.len());
    let doubt = lists.photos_in_doubt().unwrap();
    let waiting = register.photos_waiting().unwrap();
    let going = register
        .releases_that_are(&[ReleaseState::GoingOut])
        .unwrap();
    let may_be_out = [ReleaseState::GoingOut, ReleaseState::Out];
    let out = register.releases_that_are(&may_be_out).unwrap();
    said.push(format!("{count} {doubt:?} {waiting:?} {going:?} {out:?}"));
    said.join("\n")
}

fn journal() -> Asked {
    Asked::Photo(PhotoId("photo".to_owned()))
}

pub fn a_batch_whose_last_change_is_refused_leaves_nothing<E: Engine>() {
    let (engine, mut register) = filled::<E>();
    let before = everything(&register);
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
        assert_eq!(everything(&register), before);
    }
    drop(register);
    assert_eq!(everything(&engine.open()), before);
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
            let entries = trail(&register);
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
        let entries = trail(&register);
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
    for entry in trail(&register) {
        chain.push(&entry).unwrap();
    }
    let heads = register.heads().unwrap();
    assert_eq!(heads.len(), 1);
    chain.finish(&heads[0]).unwrap();
}

pub fn what_was_recorded_is_there_when_opened_again<E: Engine>() {
    let (engine, register) = filled::<E>();
    let before = everything(&register);
    drop(register);
    assert_eq!(everything(&engine.open()), before);
}

/// There is no change that names an answer, a sign-off, a release or a step that is there already.
pub fn what_is_only_added_is_never_written_again<E: Engine>() {
    let (_engine, mut register) = filled::<E>();
    let before = everything(&register);
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
        assert_eq!(everything(&register), before);
    }
}

pub fn what_equipment_and_pictures_were_does_not_change<E: Engine>() {
    let (_engine, mut register) = filled::<E>();
    let before = everything(&register);
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
        assert_eq!(everything(&register), before, "{subject}");
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
    let (count, releases) = (trail(&register).len(), register.releases().unwrap());
    let reasons = vec![Reason::Withdrawn(PersonId("amira".to_owned()))];
    let judged = register
        .release(&stamp(), &journal(), &channel("journal"), &mut |_| {
            Judgement::Stay(reasons.clone())
        })
        .unwrap();
    assert!(matches!(judged, Judgement::Stay(given) if given == reasons));
    let entries = trail(&register);
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
    let count = trail(&register).len();
    let twice = register.release(&stamp(), &journal(), &channel("journal"), &mut |_| {
        Judgement::Go(Box::new(release("second")))
    });
    assert!(matches!(twice, Err(RegisterError::Refused(_))));
    assert_eq!(trail(&register).len(), count);
}

pub fn a_change_that_saw_an_older_version_is_refused<E: Engine>() {
    let (_engine, mut register) = filled::<E>();
    let before = everything(&register);
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
        assert_eq!(everything(&register), before);
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

/// Every promise over one store.
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
holds_every_promise!(memory, super::Memory);
