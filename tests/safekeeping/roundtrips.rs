//! Any record that can be thought of comes back as it was written.

use std::cell::RefCell;

use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;
use proptest::test_runner::Config;
use shutterslip::domain::doubt::{About, Doubt, DoubtId, Found, Said, SecondLook};
use shutterslip::domain::ids::*;
use shutterslip::domain::incident::{IncidentEvent, IncidentKind, IncidentState, IncidentSubject};
use shutterslip::domain::kept::{Face, Labels, NobodyHere, NotHere, Source, Tag, Tick};
use shutterslip::domain::mis::Meaning;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::person::{PersonId, PersonKind};
use shutterslip::domain::photo::{Area, Copyright, Unrecognisable, Who};
use shutterslip::domain::release::{OutletKind, ReleaseOf, Released, ReleasedCopy};
use shutterslip::domain::sight::SightOf;
use shutterslip::domain::staff::Role;
use shutterslip::register::{Asked, Change, Judgement, Register};

use super::contract::{Engine, Memory, Sqlite, every_list, everything};
use super::records::*;
use super::school::channel;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-z' \\-]{0,20}",
        Just("'; DROP TABLE photo; --".to_owned()),
        Just("nul\0 inside".to_owned()),
        Just("null".to_owned()),
        Just("Ffïon 🦊\u{301}\r\n\t\"{}\"".to_owned()),
    ]
}

fn time() -> impl Strategy<Value = DateTime<Utc>> {
    (-62_000_000_000_000_i64..250_000_000_000_000)
        .prop_map(|millis| DateTime::from_timestamp_millis(millis).unwrap())
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (1..3_600_000_i32).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap())
}

fn area() -> impl Strategy<Value = Area> {
    any::<[u32; 4]>().prop_map(|[x, y, width, height]| Area {
        x,
        y,
        width,
        height,
    })
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        text().prop_map(|id| Who::Person(PersonId(id))),
        Just(Who::Unknown),
        Just(Who::Unrecognisable(Unrecognisable::Child)),
        Just(Who::Unrecognisable(Unrecognisable::Adult)),
    ]
}

fn tag() -> impl Strategy<Value = Tag> {
    let set = (prop::option::of(text()), any::<bool>());
    (text(), who(), any::<bool>(), prop::option::of(area()), set).prop_map(
        |(id, who, hidden, area, (set_by, stood))| Tag {
            id,
            who,
            hidden,
            area,
            set_by: set_by.map(StaffId),
            stood,
        },
    )
}

fn face() -> impl Strategy<Value = Face> {
    let maybe = || prop::option::of(text());
    let found = prop::option::of(area());
    let score = prop::option::of(any::<u8>());
    (text(), area(), text(), found, maybe(), maybe(), score).prop_map(
        |(id, area, found_by, found, tag, dismissed, score)| Face {
            id,
            area,
            found_by,
            found,
            tag,
            dismissed: dismissed.map(StaffId),
            score,
        },
    )
}

fn doubt() -> impl Strategy<Value = Doubt> {
    let about = prop_oneof![
        (who(), any::<bool>(), prop::option::of(area()), text()).prop_map(
            |(who, hidden, place, face)| About::TakenOff {
                who,
                hidden,
                place,
                faces: vec![face],
            }
        ),
        (text(), who(), 0..3_usize).prop_map(|(face, who, said)| About::Face {
            face,
            said: match said {
                0 => Said::Nobody,
                1 => Said::NotRecognisable(Unrecognisable::Child),
                _ => Said::SecondFace(who),
            },
        }),
    ];
    let found = prop::option::of(prop::sample::select(vec![Found::Right, Found::PutBack]));
    (text(), about, text(), found).prop_map(|(id, about, by, found)| Doubt {
        id: DoubtId(id),
        about,
        by: StaffId(by.clone()),
        at: DateTime::UNIX_EPOCH,
        looked: found.map(|found| SecondLook {
            by: StaffId(by),
            at: DateTime::UNIX_EPOCH,
            found,
        }),
    })
}

fn ticks() -> impl Strategy<Value = Vec<Tick>> {
    let tick = (text(), text()).prop_map(|(item, by)| Tick {
        item,
        by: StaffId(by),
    });
    prop::collection::vec(tick, 0..4)
}

fn labels() -> impl Strategy<Value = Labels> {
    let shown = (
        prop::collection::vec(tag(), 0..5),
        prop::collection::vec(face(), 0..5),
        any::<bool>(),
        prop::option::of(area()),
        prop::option::of(text()),
        prop::option::of(text()),
        prop::collection::vec(doubt(), 0..3),
    );
    let copyright = prop::sample::select(vec![
        Copyright::School,
        Copyright::Permission,
        Copyright::Unknown,
    ]);
    (shown, [text(), text(), text(), text()], copyright, ticks()).prop_map(
        |(shown, [caption, alt, credit, file_name], copyright, checklist)| Labels {
            tags: shown.0,
            faces: shown.1.into(),
            tagging_complete: shown.2,
            crop: shown.3,
            nobody: shown.4.map(|by| NobodyHere {
                by: StaffId(by),
                at: DateTime::UNIX_EPOCH,
            }),
            completed_by: shown.5.clone().map(StaffId),
            not_here: shown
                .5
                .into_iter()
                .map(|person| NotHere {
                    person: PersonId(person),
                    beside: PhotoId("beside".to_owned()),
                    by: StaffId("head".to_owned()),
                    at: DateTime::UNIX_EPOCH,
                })
                .collect(),
            doubts: shown.6,
            caption,
            alt,
            credit,
            file_name,
            copyright,
            checklist,
        },
    )
}

/// Everything that a case is made of: texts, times, days, and choices.
#[derive(Clone, Debug)]
struct Stuff {
    texts: [String; 8],
    times: [DateTime<Utc>; 3],
    days: [Option<NaiveDate>; 4],
    choice: [usize; 6],
    flag: bool,
    number: u64,
    key: [u8; 32],
    labels: [Labels; 2],
}

fn stuff() -> impl Strategy<Value = Stuff> {
    let texts = prop::array::uniform8(text());
    let days = prop::array::uniform4(prop::option::of(day()));
    (
        texts,
        [time(), time(), time()],
        days,
        prop::array::uniform6(0_usize..60),
        any::<bool>(),
        0..i64::MAX as u64,
        any::<[u8; 32]>(),
        [labels(), labels()],
    )
        .prop_map(
            |(texts, times, days, choice, flag, number, key, labels)| Stuff {
                texts,
                times,
                days,
                choice,
                flag,
                number,
                key,
                labels,
            },
        )
}

fn pick<T: Clone>(list: &[T], choice: usize) -> T {
    list[choice % list.len()].clone()
}

/// Writes one record of each kind made of this, and reads each back.
fn comes_back(register: &mut Register, run: usize, it: &Stuff) {
    let id = |kind: &str| format!("{kind} {run} {}", it.texts[0]);
    let [a, b, c, d, e, f, g, _] = it.texts.clone();
    let head = StaffId("head".to_owned());

    let mut staff = staff();
    staff.id = StaffId(id("staff"));
    staff.name = id("name");
    staff.role = pick(
        &[
            Role::Technician,
            Role::Practitioner,
            Role::Office,
            Role::Head,
        ],
        it.choice[0],
    );
    (staff.pin_hash, staff.agreement_signed) = (a.clone(), it.days[0]);
    staff.agreement_text = it.flag.then(|| b.clone());
    staff.left_at = it.flag.then_some(it.times[0]);

    let mut other = device();
    other.id = DeviceId(id("device"));
    other.public_key = id("key");
    (other.name, other.asset_tag, other.revoked_why) = (a.clone(), b.clone(), c.clone());
    (other.enrolled_at, other.revoked_at) = (it.times[0], it.flag.then_some(it.times[1]));

    let mut body = camera();
    body.id = CameraId(id("camera"));
    (body.name, body.make, body.model, body.serial) = (a.clone(), b.clone(), c.clone(), d.clone());
    (body.registered_at, body.retired_at) = (it.times[2], it.flag.then_some(it.times[1]));

    let mut entry = person(&id("person"));
    entry.person.kind = pick(
        &[PersonKind::Child, PersonKind::Staff, PersonKind::Visitor],
        it.choice[1],
    );
    (entry.person.given, entry.person.family, entry.class) = (b.clone(), c.clone(), d.clone());
    entry.person.known_as = vec![e.clone(), f.clone()];
    (entry.person.born, entry.person.leaves) = (it.days[0], it.days[1]);
    entry.person.never = it.flag;

    let mut form = evidence(&id("form"));
    (form.media_type, form.size, form.kept_at) = (g.clone(), it.number, it.times[0]);

    let mut filed = permission(&id("permission"), &entry.person.id.0, Answer::Granted);
    let said = &mut filed.permission;
    said.channel.0 = a.clone();
    said.answer = pick(
        &[Answer::Granted, Answer::Refused, Answer::Withdrawn],
        it.choice[2],
    );
    said.relation = pick(
        &[Relation::Parent, Relation::Oneself, Relation::Other],
        it.choice[3],
    );
    let kinds = [
        Evidence::Paper,
        Evidence::EForm,
        Evidence::Email,
        Evidence::Spoken,
    ];
    said.evidence = pick(&kinds, it.choice[4]);
    said.by = b.clone();
    said.signed = it.days[2].unwrap_or(said.signed);
    (said.from, said.until) = (it.days[0], it.days[1]);
    filed.form = it.flag.then(|| form.id.clone());
    (filed.recorded_at, filed.recorded_by.0) = (it.times[1], c.clone());

    let mut first = photo(&id("photo"), "");
    first.labels = it.labels[0].clone();
    (first.sha256, first.size) = (id("sha256"), it.number);
    (first.width, first.height) = (it.key[0].into(), u32::MAX - u32::from(it.key[1]));
    first.source = match it.flag {
        true => Source::Device(DeviceId(d.clone())),
        false => Source::Camera(CameraId(d.clone())),
    };
    (first.taken_at, first.kept_at) = (it.times[0], it.times[1]);
    (first.taken_by.0, first.occasion, first.class) = (e.clone(), f.clone(), g.clone());

    let mut adopted = policy();
    (adopted.toml, adopted.since, adopted.by.0) = (a.clone(), it.times[1], b.clone());

    let mut breach = incident(&id("incident"));
    let kinds = [
        IncidentKind::PersonalDevice,
        IncidentKind::RevokedDevice,
        IncidentKind::Tampering,
        IncidentKind::ClockBehind,
        IncidentKind::TakeDownOverdue,
        IncidentKind::PinTries,
        IncidentKind::ByHand,
    ];
    breach.kind = pick(&kinds, it.choice[5]);
    let subjects = [
        None,
        Some(IncidentSubject::EveryAccount),
        Some(IncidentSubject::Person(PersonId(d.clone()))),
        Some(IncidentSubject::Records(vec![e.clone(), f.clone()])),
        Some(IncidentSubject::Machine(None)),
        Some(IncidentSubject::UnknownFiles(3)),
        Some(IncidentSubject::NewestEvent(it.times[1])),
    ];
    breach.subject = pick(&subjects, it.choice[2]);
    (breach.opened_at, breach.by, breach.note) = (it.times[2], b.clone(), c.clone());
    let followed = IncidentEvent {
        incident: breach.id.clone(),
        state: pick(
            &[IncidentState::Acknowledged, IncidentState::Closed],
            it.choice[0],
        ),
        at: it.times[0],
        by: d.clone(),
        note: e.clone(),
    };

    let mut said_here = attendance(&id("attendance"));
    said_here.day = it.days[0].unwrap_or(said_here.day);
    (said_here.class, said_here.at, said_here.by.0) = (f.clone(), it.times[0], g.clone());
    said_here.away = vec![entry.person.id.clone(), PersonId(a.clone())];

    let mut correction = filed.clone();
    correction.id.0 = id("correction");
    correction.corrects = Some(filed.id.clone());

    let mut why = mark_reason(&id("reason"));
    (why.person, why.why, why.at) = (entry.person.id.clone(), e.clone(), it.times[0]);
    let mut looks = sight(&id("sight"));
    if it.choice[2].is_multiple_of(2) {
        looks.of = SightOf::Release(ReleaseId(id("sight")));
        looks.sight = None;
    }
    (looks.rules, looks.at) = (g.clone(), it.times[1]);
    let mut made = slip(&id("slip"), &entry.person.id.0);
    (made.form, made.key, made.made_at) = (it.choice[1] as u8, b.clone(), it.times[1]);
    (made.channels, made.by.0) = (vec![channel(&c), channel(&d)], e.clone());
    let mut came_back = slip_reading(&made.id.0, &form.id.0);
    (came_back.at, came_back.by.0) = (it.times[2], f.clone());
    let mut taken_over = import(&id("import"));
    (taken_over.at, taken_over.by.0) = (it.times[1], a.clone());
    taken_over.mapping.signatory = b.clone();
    taken_over.mapping.columns[0].header = c.clone();
    taken_over.mapping.columns[0].meanings = [(d.clone(), Meaning::Withdrawn)].into();
    taken_over.mapping.given_on = it.days[0];
    taken_over.forms_held = pick(&[true, false], it.choice[1]);
    (entry.upn, filed.import) = (Some(e.clone()), Some(taken_over.id.clone()));

    let key = shutterslip::register::SealKey::new(it.key);
    let changes = [
        Change::Staff(staff.clone()),
        Change::Device(other.clone()),
        Change::Camera(body.clone()),
        Change::Person(entry.clone()),
        Change::Evidence(form.clone(), key.clone()),
        Change::Permission(filed.clone()),
        Change::Permission(correction.clone()),
        Change::KeepPhoto(Box::new(first.clone()), key.clone()),
        Change::Adopt(adopted.clone()),
        Change::Incident(breach.clone()),
        Change::IncidentEvent(followed.clone()),
        Change::Attendance(said_here.clone()),
        Change::MarkReason(why.clone()),
        Change::Sight(looks.clone()),
        Change::Slip(made.clone()),
        Change::SlipRead(came_back.clone()),
        Change::Import(Box::new(taken_over.clone())),
    ];
    register.record(&stamp(), &changes).unwrap();
    assert!(register.staff().unwrap().contains(&staff));
    assert!(register.devices().unwrap().contains(&other));
    assert!(register.cameras().unwrap().contains(&body));
    assert_eq!(
        register.person(&entry.person.id).unwrap(),
        Some(entry.clone())
    );
    assert_eq!(register.evidence(&form.id).unwrap(), Some(form.clone()));
    let said = register.permissions(&entry.person.id).unwrap();
    assert_eq!(said, [filed, correction]);
    assert_eq!(register.photo(&first.id).unwrap(), Some(first.clone()));
    assert_eq!(
        register.photo_by_sha256(&first.sha256).unwrap(),
        Some(first.id.clone())
    );
    assert_eq!(register.seal_key(&first.id.0).unwrap(), Some(key.clone()));
    assert_eq!(register.seal_key(&form.id.0).unwrap(), Some(key));
    assert_eq!(register.policy().unwrap(), Some(adopted));
    assert_eq!(register.mark_reasons(&entry.person.id).unwrap(), [why]);
    assert_eq!(register.slip(&made.id).unwrap(), Some(made.clone()));
    assert_eq!(register.slip_readings(&made.id).unwrap(), [came_back]);
    let of_the_day = register.attendance(said_here.day).unwrap();
    assert_eq!(of_the_day.last(), Some(&said_here));
    assert!(register.sights().unwrap().contains(&looks));
    assert_eq!(register.imports().unwrap().last(), Some(&taken_over));
    assert_eq!(
        register.incidents().unwrap().last(),
        Some(&(breach, vec![followed]))
    );

    // Labels written anew, signed off, and released.
    let mut second = first.clone();
    (second.version, second.labels) = (2, it.labels[1].clone());
    let mut signed = sign_off(&id("sign-off"));
    (signed.photo, signed.by, signed.at) = (first.id.clone(), head, it.times[1]);
    (signed.edition, signed.copy) = (f.clone(), g.clone());
    signed.role = staff.role;
    register
        .record(
            &stamp(),
            &[
                Change::Label(Box::new(second.clone())),
                Change::SignOff(signed.clone()),
            ],
        )
        .unwrap();
    assert_eq!(register.photo(&second.id).unwrap(), Some(second.clone()));
    let mut went = release(&id("release"));
    let outlets = [
        Some(OutletKind::Folder),
        Some(OutletKind::Zip),
        Some(OutletKind::Print),
        None,
    ];
    went.what = match pick(&outlets, it.choice[1]) {
        Some(outlet) => ReleaseOf::Copy(ReleasedCopy {
            photo: second.id.clone(),
            outlet,
            place: a,
            file_name: b,
            sha256: c,
            edition: d,
            checklist: second.labels.checklist.clone(),
        }),
        None => ReleaseOf::Call { occasion: a },
    };
    (went.decided_at, went.stands_until) = (it.times[2], it.days[3]);
    went.people = second
        .labels
        .tags
        .iter()
        .map(|tag| Released {
            who: tag.who.clone(),
            hidden: tag.hidden,
        })
        .collect();
    went.permissions = vec![PermissionId(e), PermissionId(f)];
    let asked = Asked::Photo(second.id.clone());
    let judged = register.release(&stamp(), &asked, &channel("journal"), &mut |facts| {
        assert_eq!(facts.photo.as_ref(), Some(&second));
        assert_eq!(facts.sign_off.as_ref(), Some(&signed));
        Judgement::Go(Box::new(went.clone()))
    });
    assert!(matches!(judged, Ok(Judgement::Go(_))), "{judged:?}");
    assert_eq!(register.releases().unwrap().last().unwrap().0, went);
}

/// A register that all cases share, and how many there were.
type Store = (Sqlite, Register, usize);

proptest! {
    #![proptest_config(Config {
        cases: 300,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    })]

    #[test]
    fn every_record_comes_back_as_it_was_written(it in stuff()) {
        thread_local! {
            static STORE: RefCell<Option<Store>> = const { RefCell::new(None) };
        }
        STORE.with_borrow_mut(|store| {
            let (_, register, run) = store.get_or_insert_with(|| {
                let engine = Sqlite::new();
                let mut register = engine.open();
                register.record(&stamp(), &[Change::SetUp(school()), Change::Staff(staff()), Change::Device(device())]).unwrap();
                (engine, register, 0)
            });
            *run += 1;
            let mut one = it.clone();
            one.choice[0] += 1;
            // The sign-off's channel is the one that is asked about.
            comes_back(register, *run, &one);
        });
    }
}

/// Two registers that all cases share, over two stores, and how many cases there were.
type Twins = (Sqlite, [Register; 2], usize);

proptest! {
    #![proptest_config(Config {
        cases: 40,
        failure_persistence: None,
        max_shrink_iters: 20,
        ..Config::default()
    })]

    /// What is asked of many rows at once, each store answers in its own way: the same of the same records.
    #[test]
    fn every_store_says_the_same_of_the_same_records(it in stuff()) {
        thread_local! {
            static TWINS: RefCell<Option<Twins>> = const { RefCell::new(None) };
        }
        TWINS.with_borrow_mut(|twins| {
            let (_, registers, run) = twins.get_or_insert_with(|| {
                let engine = Sqlite::new();
                let mut registers = [engine.open(), Memory::new().open()];
                for register in &mut registers {
                    register.record(&stamp(), &[Change::SetUp(school()), Change::Staff(staff()), Change::Device(device())]).unwrap();
                }
                (engine, registers, 0)
            });
            *run += 1;
            let mut one = it.clone();
            one.choice[0] += 1;
            for register in registers.iter_mut() {
                comes_back(register, *run, &one);
            }
            let [sqlite, memory] = registers;
            prop_assert_eq!(every_list(sqlite), every_list(memory));
            prop_assert_eq!(everything(sqlite), everything(memory));
            Ok(())
        })?;
    }
}
