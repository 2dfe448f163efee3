//! Lists of many photos say what `photo check` says of each, photo by photo: none is missing, none has
//! another reason. They are derived, so a change of the records changes them, and a change of the lists
//! alone is found and frees nobody.

use std::collections::BTreeMap;

use proptest::prelude::*;
use shutterslip::acts::Desk;
use shutterslip::acts::release::Outcome;
use shutterslip::domain::doubt::{About, Doubt, DoubtId, Said};
use shutterslip::domain::ids::{CameraId, PermissionId, PhotoId, ReleaseId, SignOffId, StaffId};
use shutterslip::domain::kept::{
    Face, Labels, NobodyHere, Photo, SignOffRecord, Source, Tag, Tick,
};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::photo::{Area, Copyright, Unrecognisable, Who};
use shutterslip::domain::policy::{Policy, SHIPPED};
use shutterslip::domain::release::{OutletKind, Release, ReleaseEvent, ReleaseState, Released};
use shutterslip::domain::school::{AdoptedPolicy, Erasure, FiledPermission, Registered};
use shutterslip::domain::staff::Role;
use shutterslip::register::{Asked, Change, Judgement, Register, Stamp};

use super::records::key;
use super::school::*;

/// Choices, the same for the same seed.
pub struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    fn of<T: Clone>(&mut self, pool: &[T]) -> T {
        pool[self.below(pool.len())].clone()
    }
}

const NAMES: [(&str, &str, &[&str]); 6] = [
    ("Rose", "Lee", &[]),
    ("Tom", "Smith-Jones", &["Tommy"]),
    ("Zoë", "O'Brien", &[]),
    ("Prince", "", &[]),
    ("Ada", "McDonald", &[]),
    ("Grey", "Spring", &[]),
];
const TEXTS: [&str; 12] = [
    "",
    "",
    "",
    "",
    "Spring fair",
    "Sports day 2026",
    "Rose Lee in the rain",
    "LEE, Rose",
    "Tommy Jones and a rose",
    "ring 07700 900123",
    "the office: 01632 960000",
    "leo (at) example.com",
];
const FILES: [&str; 5] = [
    "",
    "IMG_0001.JPG",
    "AdaMcDonald.jpg",
    "zoe_obrien-2.jpg",
    "prince.jpg",
];

/// A school with so many photos and people that every way to be blocked comes up.
pub struct Random {
    dice: Dice,
    people: Vec<PersonId>,
    sources: Vec<Source>,
    photos: Vec<Photo>,
    /// Whether it is said that nobody is there: the first program could not.
    says_nobody: bool,
}

fn day(dice: &mut Dice) -> chrono::NaiveDate {
    let days = i64::try_from(dice.below(800)).unwrap() - 500;
    morning().date_naive() + chrono::TimeDelta::days(days)
}

impl Random {
    pub fn new(seed: u64, school: &School) -> Random {
        let camera = school.register().cameras().unwrap()[0].id.clone();
        let mut people: Vec<PersonId> = ["rose", "tom", "zoe", "prince", "ada", "grey"]
            .map(|id| PersonId(id.to_owned()))
            .to_vec();
        people.push(PersonId("nobody".to_owned()));
        people.push(PersonId("visitor".to_owned()));
        people.push(template().amira.clone());
        Random {
            dice: Dice(seed | 1),
            people,
            sources: vec![
                Source::Camera(camera.clone()),
                Source::Camera(camera),
                Source::Device(school.identity().device.clone()),
                Source::Camera(CameraId("unlisted".to_owned())),
            ],
            photos: Vec::new(),
            says_nobody: true,
        }
    }

    fn person(&mut self, place: usize) -> Change {
        let dice = &mut self.dice;
        let (given, family, known_as) = NAMES[place];
        let kind = dice.of(&[
            PersonKind::Child,
            PersonKind::Child,
            PersonKind::Child,
            PersonKind::Staff,
            PersonKind::Visitor,
        ]);
        let maybe = |dice: &mut Dice, sides| dice.one_in(sides).then(|| day(dice));
        Change::Person(Registered {
            person: Person {
                known_as: known_as.iter().map(|&name| name.to_owned()).collect(),
                born: dice.one_in(4).then(|| "2012-03-02".parse().unwrap()),
                leaves: maybe(dice, 5),
                never: dice.one_in(8),
                ..Person::new(self.people[place].clone(), kind, given, family)
            },
            class: "Robins".to_owned(),
            upn: None,
            court_order: false,
        })
    }

    fn permission(&mut self, number: usize) -> Change {
        let dice = &mut self.dice;
        let held = self.people[..6].to_vec();
        Change::Permission(FiledPermission {
            id: PermissionId(format!("answer-{number}")),
            permission: Permission {
                person: dice.of(&held),
                channel: channel(dice.of(&["wall", "journal", "website", "press"])),
                answer: dice.of(&[
                    Answer::Granted,
                    Answer::Granted,
                    Answer::Granted,
                    Answer::Granted,
                    Answer::Refused,
                    Answer::Withdrawn,
                ]),
                relation: dice.of(&[Relation::Parent, Relation::Parent, Relation::Oneself]),
                by: dice.of(&["S Khan", "B Lee"]).to_owned(),
                signed: day(dice),
                from: None,
                until: dice.one_in(5).then(|| day(dice)),
                evidence: dice.of(&[Evidence::Paper, Evidence::Paper, Evidence::Spoken]),
            },
            form: None,
            recorded_at: morning(),
            recorded_by: StaffId("office".to_owned()),
            corrects: None,
            belongs: None,
            import: None,
        })
    }

    fn labels(&mut self) -> Labels {
        let people = self.people.clone();
        let says_nobody = self.says_nobody;
        let dice = &mut self.dice;
        let area = Area {
            x: 1,
            y: 1,
            width: 9,
            height: 9,
        };
        let tags: Vec<Tag> = (0..dice.below(4))
            .map(|number| Tag {
                id: format!("t{number}"),
                who: match dice.below(12) {
                    0 => Who::Unknown,
                    1 => Who::Unrecognisable(Unrecognisable::Child),
                    2 => Who::Unrecognisable(Unrecognisable::Adult),
                    _ => Who::Person(dice.of(&people)),
                },
                hidden: dice.one_in(3),
                area: Some(area),
                set_by: None,
                stood: false,
            })
            .collect();
        let faces = (0..dice.below(3))
            .map(|number| Face {
                id: format!("f{number}"),
                area: Area {
                    height: dice.of(&[1, 6, 9, 14, 20, 40]),
                    ..area
                },
                found_by: "hand".to_owned(),
                found: None,
                tag: (!dice.one_in(5)).then(|| format!("t{}", dice.below(3))),
                dismissed: dice.one_in(2).then(|| StaffId("office".to_owned())),
                score: None,
            })
            .collect::<Vec<_>>()
            .into();
        let mut checklist: Vec<Tick> = ITEMS
            .iter()
            .map(|item| Tick {
                item: (*item).to_owned(),
                by: StaffId(dice.of(&["office", "head"]).to_owned()),
            })
            .collect();
        if dice.one_in(4) {
            checklist.truncate(dice.below(3));
        }
        let text = |dice: &mut Dice| match dice.one_in(2) {
            true => String::new(),
            false => dice.of(&TEXTS).to_owned(),
        };
        Labels {
            tags,
            faces,
            tagging_complete: !dice.one_in(6),
            nobody: (dice.one_in(3) && says_nobody).then(nobody_here),
            completed_by: None,
            not_here: Vec::new(),
            doubts: (dice.one_in(5) && says_nobody)
                .then(in_doubt)
                .into_iter()
                .collect(),
            crop: dice.one_in(4).then_some(Area {
                x: 0,
                y: 0,
                width: 30,
                height: 20,
            }),
            caption: text(dice),
            alt: text(dice),
            credit: text(dice),
            file_name: dice.of(&FILES).to_owned(),
            copyright: dice.of(&[
                Copyright::School,
                Copyright::School,
                Copyright::Permission,
                Copyright::Unknown,
            ]),
            checklist,
        }
    }

    fn keep(&mut self, number: usize) -> Change {
        let labels = self.labels();
        let sources = self.sources.clone();
        let taken = day(&mut self.dice).and_hms_opt(9, 0, 0).unwrap().and_utc();
        let photo = Photo {
            id: PhotoId(format!("{number:04}-random")),
            sha256: format!("{number:064}"),
            size: 1,
            width: 64,
            height: 48,
            source: self.dice.of(&sources),
            taken_at: taken.min(morning()),
            taken_by: StaffId("office".to_owned()),
            kept_at: morning(),
            occasion: "Spring".to_owned(),
            class: "Robins".to_owned(),
            version: 1,
            labels,
        };
        self.photos.push(photo.clone());
        Change::KeepPhoto(Box::new(photo), key(1))
    }

    fn relabel(&mut self, place: usize) -> Change {
        let labels = self.labels();
        let photo = &mut self.photos[place];
        photo.labels = labels;
        photo.version += 1;
        Change::Label(Box::new(photo.clone()))
    }

    fn sign(&mut self, number: usize, policy: &Policy) -> Change {
        let photo = self.dice.of(&self.photos.clone());
        let to = channel(self.dice.of(&["website", "newsletter"]));
        let edition = match self.dice.one_in(3) {
            true => "e".repeat(64),
            false => photo.edition(policy.channel(&to).unwrap()),
        };
        Change::SignOff(SignOffRecord {
            id: SignOffId(format!("signed-{number}")),
            photo: photo.id,
            channel: to,
            // Staff of the template: a sign-off by nobody is refused.
            by: template().head.id().clone(),
            role: self.dice.of(&[Role::Head, Role::Office]),
            at: morning(),
            edition,
            copy: "c".repeat(64),
        })
    }

    /// Copies that go out, of photos that are not erased, with what each says now on their record or,
    /// as if the register had been another, with anything else.
    pub fn release(&mut self, school: &School) {
        let mut register = school.register();
        let stamp = Stamp {
            at: morning(),
            by: template().head.id().0.clone(),
        };
        for number in 0..8 {
            let mut photo = self.photos[self.dice.below(15)].clone();
            if self.dice.one_in(3) {
                photo.labels = self.labels();
            }
            let tags = photo.labels.tags.into_iter();
            let to = channel(
                self.dice
                    .of(&["wall", "journal", "website", "press", "bulletin"]),
            );
            let release = Release {
                people: tags
                    .map(|tag| Released {
                        who: tag.who,
                        hidden: tag.hidden,
                    })
                    .collect(),
                channel: to.clone(),
                ..super::records::release_of(&format!("random-{number}"), &photo.id)
            };
            let asked = Asked::Photo(photo.id);
            let went = register.release(&stamp, &asked, &to, &mut |_| {
                Judgement::Go(Box::new(release.clone()))
            });
            assert!(matches!(went, Ok(Judgement::Go(_))));
        }
    }

    /// Says something else about some of the photos.
    pub fn relabel_again(&mut self, school: &School) {
        let stamp = Stamp {
            at: morning(),
            by: "office".to_owned(),
        };
        let mut changes: Vec<Change> = Vec::new();
        for place in 0..15 {
            if self.dice.one_in(2) {
                changes.push(self.relabel(place));
            }
        }
        school.register().record(&stamp, &changes).unwrap();
    }

    /// Writes it all, in more than one go, so that lists are changed as well as made.
    pub fn fill(&mut self, school: &School) {
        let mut register = school.register();
        let stamp = Stamp {
            at: morning(),
            by: "office".to_owned(),
        };
        let shipped = self.dice.of(&SHIPPED).1;
        // On a channel that has none as it is shipped, at a whole step of heights and between two.
        let largest = self.dice.of(&[40, 57, 120, 160]);
        let shipped = shipped.replace(
            "id = \"newsletter\"\n",
            &format!("id = \"newsletter\"\nlargest_face = {largest}\n"),
        );
        let shipped = shipped.as_str();
        let mut record = |changes: Vec<Change>| register.record(&stamp, &changes).unwrap();
        record((0..6).map(|place| self.person(place)).collect());
        record((0..24).map(|number| self.permission(number)).collect());
        record((0..16).map(|number| self.keep(number)).collect());
        let adopted = AdoptedPolicy {
            toml: shipped.to_owned(),
            since: morning(),
            by: StaffId("head".to_owned()),
            confirmed_by: None,
        };
        record(vec![Change::Adopt(adopted)]);
        let policy = Policy::parse(shipped).unwrap();
        record((0..6).map(|number| self.sign(number, &policy)).collect());
        record((0..5).map(|place| self.relabel(place)).collect());
        record((6..9).map(|number| self.sign(number, &policy)).collect());
        record(vec![self.person(1)]);
        if self.dice.one_in(3) {
            let mut camera = school_camera(&self.sources);
            camera.retired_at = Some(day(&mut self.dice).and_hms_opt(9, 0, 0).unwrap().and_utc());
            record(vec![Change::Camera(camera)]);
        }
        record(vec![Change::Erase(Erasure {
            object: self.photos[15].id.0.clone(),
            at: morning(),
            by: StaffId("head".to_owned()),
            why: "asked for".to_owned(),
        })]);
    }
}

fn in_doubt() -> Doubt {
    Doubt {
        id: DoubtId("d1".to_owned()),
        about: About::Face {
            face: "f1".to_owned(),
            said: Said::Nobody,
        },
        by: StaffId("office".to_owned()),
        at: morning(),
        looked: None,
    }
}

fn nobody_here() -> NobodyHere {
    NobodyHere {
        by: StaffId("office".to_owned()),
        at: morning(),
    }
}

fn school_camera(sources: &[Source]) -> shutterslip::domain::device::Camera {
    let school = School::copy();
    let cameras = school.register().cameras().unwrap();
    cameras
        .into_iter()
        .find(|camera| sources.contains(&Source::Camera(camera.id.clone())))
        .unwrap()
}

type Reasons = BTreeMap<(String, PhotoId), Vec<String>>;

fn words(reasons: &[shutterslip::domain::verdict::Reason]) -> Vec<String> {
    reasons.iter().map(ToString::to_string).collect()
}

/// What is blocked, channel by channel, photo by photo.
fn checked(desk: &Desk) -> Reasons {
    let head = &template().head;
    let mut found = BTreeMap::new();
    for photo in desk.photos(head).unwrap() {
        for (channel, verdict) in desk.check(head, &photo.id).unwrap() {
            if !verdict.is_allowed() {
                let place = (channel.id.0, photo.id.clone());
                found.insert(place, words(verdict.reasons()));
            }
        }
    }
    found
}

fn channels(desk: &Desk) -> Vec<String> {
    desk.policy()
        .unwrap()
        .channels
        .into_iter()
        .map(|channel| channel.id.0)
        .filter(|id| id != "video-call")
        .collect()
}

/// The same by the lists: from the register, from memory, and as the verdicts of the newest photos.
fn listed(desk: &Desk) -> [Reasons; 3] {
    let head = &template().head;
    let overview = desk.overview(head).unwrap();
    let newest = desk.newest(head, None, usize::MAX).unwrap();
    let mut found = [Reasons::new(), Reasons::new(), Reasons::new()];
    for id in channels(desk) {
        let of_register = desk.blocked(head, &channel(&id)).unwrap();
        let of_memory = desk.blocked_in(head, &overview, &channel(&id)).unwrap();
        for (place, blocked) in [of_register, of_memory].into_iter().enumerate() {
            let page = blocked.page(None, usize::MAX);
            assert_eq!(page.len(), blocked.len());
            assert_eq!(blocked.of(), newest.len());
            let mut counted: BTreeMap<String, usize> = BTreeMap::new();
            for (number, reasons) in page {
                let photos = desk.listed(head, &[number]).unwrap();
                for reason in words(&reasons) {
                    *counted.entry(reason).or_default() += 1;
                }
                found[place].insert((id.clone(), photos[0].photo.clone()), words(&reasons));
            }
            let counts = blocked.counts().into_iter();
            let counts: BTreeMap<String, usize> = counts
                .map(|(reason, count)| (reason.to_string(), count))
                .collect();
            assert_eq!(counts, counted, "{id}");
        }
        let verdicts = desk.verdicts(head, &newest, &channel(&id)).unwrap();
        for (photo, verdict) in newest.iter().zip(verdicts) {
            if !verdict.is_allowed() {
                let place = (id.clone(), photo.photo.clone());
                found[2].insert(place, words(verdict.reasons()));
            }
        }
    }
    found
}

/// What the register finds odd about its own lists.
pub fn odd(register: &Register) -> Vec<String> {
    let mut odd = Vec::new();
    register
        .records(&mut |subject, _| {
            if subject.starts_with("list:") {
                odd.push(subject);
            }
        })
        .unwrap();
    odd
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_list_says_what_the_gate_says_photo_by_photo(seed in any::<u64>()) {
        let school = School::copy();
        Random::new(seed, &school).fill(&school);
        prop_assert_eq!(odd(&school.register()), Vec::<String>::new());
        let desk = school.desk();
        let by_photo = checked(&desk);
        prop_assert!(by_photo.len() > 10);
        for by_list in listed(&desk) {
            prop_assert_eq!(&by_list, &by_photo);
        }
    }
}

/// A clock behind and a register that is not the live one block everything, in lists as at the gate.
#[test]
fn a_clock_behind_blocks_every_photo_of_every_list() {
    let school = School::copy();
    school.clock.set(at("2026-03-02T07:00:00Z"));
    let desk = school.desk();
    let by_photo = checked(&desk);
    assert_eq!(by_photo.len(), 3 * channels(&desk).len());
    for by_list in listed(&desk) {
        assert_eq!(by_list, by_photo);
    }
}

#[test]
fn pages_follow_each_other_and_leave_nobody_out() {
    let school = School::copy();
    Random::new(7, &school).fill(&school);
    let desk = school.desk();
    let head = &template().head;
    let whole = desk.newest(head, None, usize::MAX).unwrap();
    let mut by_page = Vec::new();
    loop {
        let after = by_page
            .last()
            .map(|last: &shutterslip::register::lists::Listed| last.photo.clone());
        let page = desk.newest(head, after.as_ref(), 4).unwrap();
        if page.is_empty() {
            break;
        }
        by_page.extend(page);
    }
    assert_eq!(by_page, whole);
    let ids: Vec<PhotoId> = whole.iter().map(|one| one.photo.clone()).collect();
    let photos = desk.photos(head).unwrap();
    assert_eq!(ids.len(), photos.len());
    let taken: Vec<_> = whole.iter().map(|one| one.taken_at).collect();
    assert!(taken.is_sorted_by(|newer, older| newer >= older));
    let blocked = desk.blocked(head, &channel("website")).unwrap();
    let all = blocked.page(None, usize::MAX);
    let (first, rest) = all.split_at(5);
    assert_eq!(blocked.page(None, 5), first);
    assert_eq!(blocked.page(Some(first[4].0), usize::MAX), rest);
}

/// What has to come down, found by the lists, against every release looked at one by one.
#[test]
fn what_is_out_is_listed_as_it_goes_and_comes() {
    let school = School::copy();
    let (head, amira) = (&template().head, template().amira.clone());
    let out = |school: &School, id: &str, shown: Vec<Released>, to: &str| {
        let asked = Asked::Photo(template().of_amira.clone());
        let release = Release {
            people: shown,
            channel: channel(to),
            ..super::records::release_of(id, &template().of_amira)
        };
        let stamp = Stamp {
            at: morning(),
            by: head.id().0.clone(),
        };
        let mut register = school.register();
        let went = register.release(&stamp, &asked, &channel(to), &mut |_| {
            Judgement::Go(Box::new(release.clone()))
        });
        assert!(matches!(went, Ok(Judgement::Go(_))));
    };
    let step = |school: &School, id: &str, state: ReleaseState| {
        let event = ReleaseEvent {
            release: ReleaseId(id.to_owned()),
            state,
            at: morning(),
            by: "head".to_owned(),
            note: String::new(),
        };
        let stamp = Stamp {
            at: morning(),
            by: "head".to_owned(),
        };
        let change = [Change::ReleaseEvent(event)];
        school.register().record(&stamp, &change).unwrap();
        assert_eq!(odd(&school.register()), Vec::<String>::new(), "{id}");
    };
    let shows = |person: &PersonId, hidden: bool| {
        vec![Released {
            who: Who::Person(person.clone()),
            hidden,
        }]
    };
    let down = |school: &School| -> Vec<String> {
        let tasks = school.desk().take_downs(head).unwrap();
        let mut ids: Vec<String> = tasks.into_iter().map(|task| task.release.id.0).collect();
        ids.sort();
        ids
    };
    out(&school, "fine", shows(&amira, false), "journal");
    out(&school, "of-ben", shows(&template().ben, false), "journal");
    out(
        &school,
        "covers-ben",
        shows(&template().ben, true),
        "journal",
    );
    out(
        &school,
        "covers-cara",
        shows(&template().cara, true),
        "journal",
    );
    let gone = PersonId("gone".to_owned());
    out(&school, "of-nobody-held", shows(&gone, false), "journal");
    let unknown = vec![Released {
        who: Who::Unknown,
        hidden: false,
    }];
    out(&school, "of-unknown", unknown, "journal");
    out(&school, "to-no-channel", shows(&amira, true), "bulletin");
    let must = [
        "covers-cara",
        "of-ben",
        "of-nobody-held",
        "of-unknown",
        "to-no-channel",
    ];
    assert_eq!(down(&school), must);
    for id in ["of-ben", "of-unknown", "covers-cara"] {
        step(&school, id, ReleaseState::Out);
    }
    assert_eq!(down(&school), must);
    step(&school, "of-ben", ReleaseState::Down);
    step(&school, "of-unknown", ReleaseState::NotOut);
    assert_eq!(
        down(&school),
        ["covers-cara", "of-nobody-held", "to-no-channel"]
    );
    // Ben is found on the photo after its copies went out: every copy of it shows him now, that in which
    // only one of him was covered too.
    let mut photo = school
        .register()
        .photo(&template().of_amira)
        .unwrap()
        .unwrap();
    photo.version += 1;
    photo.labels.tags.push(Tag {
        id: "t9".to_owned(),
        who: Who::Person(template().ben.clone()),
        hidden: false,
        area: None,
        set_by: None,
        stood: false,
    });
    let stamp = Stamp {
        at: morning(),
        by: "head".to_owned(),
    };
    let change = [Change::Label(Box::new(photo))];
    school.register().record(&stamp, &change).unwrap();
    assert_eq!(odd(&school.register()), Vec::<String>::new());
    assert_eq!(
        down(&school),
        [
            "covers-ben",
            "covers-cara",
            "fine",
            "of-nobody-held",
            "to-no-channel"
        ]
    );
}

/// A list changed alone: found by a full verification, and no picture is freed by it.
#[test]
fn a_list_that_was_changed_is_found_and_frees_nobody() {
    for sql in [
        "DELETE FROM photo_person",
        "UPDATE photo_person SET seen = 0",
        "UPDATE photo_person SET person = 'another'",
        "INSERT INTO photo_person (photo, person, seen) VALUES (99, 'ghost', 1)",
        "UPDATE photo_gist SET gist = (SELECT gist FROM photo_gist LIMIT 1) + 99",
        "UPDATE photo_gist SET taken = 0",
        "UPDATE photo_gist SET open = 7",
        "DELETE FROM photo_gist WHERE number = 1",
        "UPDATE gist SET gist = replace(gist, '\"copyright\":\"school\"', '\"copyright\":\"unknown\"')",
        "DELETE FROM photo_word",
        "INSERT INTO photo_word (word, photo) VALUES ('word', 1)",
        "INSERT INTO out_now (release, channel, going) VALUES (9, 'journal', 0)",
        "INSERT INTO out_person (person, channel, seen, release) VALUES ('ghost', 'journal', 1, 9)",
    ] {
        let school = School::copy();
        school.tamper(sql);
        let desk = school.desk();
        let proof = desk.verify_audit(&template().head, &[]).unwrap();
        assert!(
            proof
                .findings
                .iter()
                .any(|finding| finding.contains("list:")),
            "{sql}: {:?}",
            proof.findings
        );
        drop(desk);
        let mut ben = school.register();
        let asked = Asked::Photo(template().of_ben.clone());
        let facts = ben.facts(&asked, &channel("journal")).unwrap();
        assert_eq!(facts.permissions.len(), 2, "{sql}");
        let stamp = Stamp {
            at: morning(),
            by: template().head.id().0.clone(),
        };
        let judged = ben.release(&stamp, &asked, &channel("journal"), &mut |facts| {
            assert_eq!(facts.permissions.len(), 2);
            Judgement::Stay(Vec::new())
        });
        assert!(judged.is_ok(), "{sql}");
    }
}

/// A key that vanished without its erasure is named by whoever verifies, without opening any file; the
/// lists go on, with the photo among them, and it does not leave.
#[test]
fn a_photo_whose_key_vanished_is_named_and_hides_no_other() {
    let school = School::copy();
    let (head, of_ben) = (&template().head, &template().of_ben);
    let before = school.desk().newest(head, None, 10).unwrap();
    school.tamper(&format!("DELETE FROM seal_key WHERE object = '{of_ben}'"));
    let mut desk = school.desk();
    assert_eq!(desk.newest(head, None, 10).unwrap(), before);
    let proof = desk.verify_audit(head, &[]).unwrap();
    let named = [format!("key:{of_ben} was removed outside Shutterslip")];
    assert_eq!(proof.findings, named);
    let out = school.beside("out");
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    let photos = [of_ben.clone(), template().of_amira.clone()];
    let told = desk.release(head, &photos, &channel("journal"), folder.as_mut());
    let told = told.unwrap();
    assert!(
        matches!(told[0], Outcome::NotOut { .. } | Outcome::Blocked { .. }),
        "{told:?}"
    );
    assert!(matches!(told[1], Outcome::Out { .. }), "{told:?}");
}

/// A register as the first version left it, opened by this one.
#[test]
fn a_register_of_the_first_version_is_opened_and_its_lists_are_filled() {
    let school = School::copy();
    let mut random = Random::new(11, &school);
    random.says_nobody = false;
    random.fill(&school);
    forget_who_said(&school);
    let before = checked(&school.desk());
    back_to_the_first_version(&school);
    assert_eq!(odd(&school.register()), Vec::<String>::new());
    let desk = school.desk();
    assert_eq!(checked(&desk), before);
    for by_list in listed(&desk) {
        assert_eq!(by_list, before);
    }
    assert!(desk.take_downs(&template().head).unwrap().is_empty());
}

/// Lists that were derived by other rules are derived anew, not trusted.
#[test]
fn lists_of_other_rules_are_derived_anew() {
    let school = School::copy();
    let before = checked(&school.desk());
    school
        .tamper("UPDATE listed SET rules = rules + 1; DELETE FROM photo_person; DELETE FROM gist");
    assert_eq!(odd(&school.register()), Vec::<String>::new());
    for by_list in listed(&school.desk()) {
        assert_eq!(by_list, before);
    }
}

/// Photos as they were before it was kept who set a tag.
fn forget_who_said(school: &School) {
    let mut register = school.register();
    for id in register.photo_ids().unwrap() {
        let mut photo = register.photo(&id).unwrap().unwrap();
        photo.version += 1;
        photo.labels.completed_by = None;
        for tag in &mut photo.labels.tags {
            (tag.set_by, tag.stood) = (None, false);
        }
        let change = [Change::Label(Box::new(photo))];
        let stamp = Stamp {
            at: morning(),
            by: "system".to_owned(),
        };
        register.record(&stamp, &change).unwrap();
    }
}

/// Its records as the first version laid them out: what came later, tables and columns, is not there.
fn back_to_the_first_version(school: &School) {
    let older = school.beside("older").join("register.db");
    let first = raw(&older, &school.keyring());
    let sql = include_str!("../../src/register/migrations/V1__register.sql");
    first.execute_batch(sql).unwrap();
    let db = school.raw();
    let history = "SELECT sql FROM sqlite_master WHERE name = 'refinery_schema_history'";
    first.execute_batch(&names(&db, history)[0]).unwrap();
    let tables = names(
        &first,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    let columns = |table: &str| {
        let sql = format!("SELECT '\"' || name || '\"' FROM pragma_table_info('{table}')");
        names(&first, &sql).join(", ")
    };
    let held: Vec<(String, String)> = tables
        .iter()
        .map(|table| (table.clone(), columns(table)))
        .collect();
    first.close().unwrap();
    let key = hex::encode(school.keyring().register_key.as_slice());
    let older_file = older.display();
    db.execute_batch(&format!(
        "PRAGMA foreign_keys = OFF; ATTACH '{older_file}' AS older KEY \"x'{key}'\""
    ))
    .unwrap();
    for (table, columns) in held {
        let only = match table.as_str() {
            "refinery_schema_history" => "WHERE version = 1",
            _ => "",
        };
        db.execute_batch(&format!(
            "INSERT INTO older.{table} ({columns}) SELECT {columns} FROM main.{table} {only}"
        ))
        .unwrap();
    }
    db.execute_batch("DETACH older").unwrap();
    db.close().unwrap();
    for left in ["register.db-wal", "register.db-shm"] {
        drop(std::fs::remove_file(school.data.join(left)));
    }
    std::fs::rename(older, school.data.join("register.db")).unwrap();
}
