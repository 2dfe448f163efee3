//! What needs no disk: one verdict, the words beside a picture, a hash, and a school's case file.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::decision::{Question, decide};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::photo::{
    Copyright, DeviceStanding, PhotoFacts, Role, Shown, SignOff, Who,
};
use shutterslip::domain::policy::Policy;

use super::process::{cost, cpu, text};
use super::table::{Times, row, told};

/// Children of the school that names are looked for of, and of a large one.
const SCHOOL: usize = 400;
const LARGE_SCHOOL: usize = 2_000;
const CAPTION: &str = "Puddle day: the Wrens measured how deep the water was with a ruler";

pub fn deciding(folder: &Path) {
    verdicts();
    hashing();
    cases(folder);
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn child(number: usize) -> Person {
    let family = ["Abbott", "Begum", "Clarke", "Dhillon", "Evans", "Farah"][number % 6];
    let given = ["Mil", "Noor", "Oliv", "Priy", "Ros", "Wand"][number / 6 % 6];
    Person {
        born: NaiveDate::from_ymd_opt(2021, 3, 4),
        leaves: NaiveDate::from_ymd_opt(2027, 8, 31),
        ..Person::new(
            PersonId(format!("child-{number}")),
            PersonKind::Child,
            &format!("{given}a"),
            &format!("{family}-{number}"),
        )
    }
}

/// A photo of four children on the website: each has a parent's written yes for every channel.
fn verdicts() {
    let policy = Policy::shipped("written-permission").unwrap();
    let website = policy.channel(&ChannelId("website".to_owned())).unwrap();
    let school: Vec<Person> = (0..SCHOOL).map(child).collect();
    let shown: Vec<Person> = school[..4].to_vec();
    let mut permissions = Vec::new();
    for person in &shown {
        for channel in &policy.channels {
            permissions.push(Permission {
                person: person.id.clone(),
                channel: channel.id.clone(),
                answer: Answer::Granted,
                relation: Relation::Parent,
                by: "A parent".to_owned(),
                signed: day(9, 3),
                from: None,
                until: None,
                evidence: Evidence::Paper,
            });
        }
    }
    let plain = PhotoFacts {
        device: DeviceStanding::Enrolled,
        tagging_complete: true,
        shown: shown
            .iter()
            .map(|person| Shown {
                who: Who::Person(person.id.clone()),
                hidden: false,
            })
            .collect(),
        faces: 4,
        faces_accounted: 4,
        caption: String::new(),
        alt: String::new(),
        credit: String::new(),
        file_name: String::new(),
        copyright: Copyright::School,
        checklist: website.checklist().to_vec(),
        taken_by: "patel".to_owned(),
        sign_off: Some(SignOff {
            by: "shaw".to_owned(),
            role: Role::Head,
            current: true,
            signed: day(11, 24),
        }),
        ..PhotoFacts::default()
    };
    let told_of = PhotoFacts {
        caption: CAPTION.to_owned(),
        ..plain.clone()
    };
    let large: Vec<Person> = (0..LARGE_SCHOOL).map(child).collect();
    let trials = [
        ("4 people, no words", &plain, &shown, Some(2)),
        (
            "4 people, and a caption held against 400 children's names",
            &told_of,
            &school,
            None,
        ),
        (
            "4 people, and a caption held against 2,000 children's names",
            &told_of,
            &large,
            Some(2_000),
        ),
    ];
    for (what, photo, people, most) in trials {
        let question = Question {
            policy: &policy,
            channel: website,
            today: day(11, 24),
            photo,
            people: people.as_slice().into(),
            permissions: &permissions,
            clock_behind: false,
            register_live: true,
            register_restored: false,
        };
        assert!(decide(&question).is_allowed());
        let size = if people.len() > SCHOOL { 100 } else { 2_000 };
        let each = batches(60, size, || drop(black_box(decide(black_box(&question)))));
        let target = match most {
            Some(most) if most >= 1_000 => format!("≤ {} ms", most / 1_000),
            Some(most) => format!("≤ {most} µs"),
            None => String::new(),
        };
        row(
            &format!("one verdict, in memory: {what}"),
            &each.told(),
            "",
            "",
            &target,
            most.map(|most| each.p50() <= Duration::from_micros(most)),
        );
    }
}

/// Processor time of each, over batches that are long enough to be told apart.
fn batches(count: usize, size: u32, mut work: impl FnMut()) -> Times {
    let batch = |_| cpu(|| (0..size).for_each(|_| work())) / size;
    Times::of((0..count).map(batch).collect())
}

fn hashing() {
    let bytes = vec![0x5a_u8; 5_000_000];
    let each = batches(20, 4, || {
        black_box(Sha256::digest(black_box(&bytes)));
    });
    row("SHA-256 of 5 MB", &each.told(), "", "", "", None);
}

/// As a school proves its policy: the program, a file of 2,000 cases.
fn cases(folder: &Path) {
    const CASES: usize = 2_000;
    let basic: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../tests/cases/basic.json")).unwrap();
    let many: Vec<_> = basic.iter().cycle().take(CASES).collect();
    let file = folder.join("cases.json");
    let mut lines = String::from("[\n");
    for (number, case) in many.iter().enumerate() {
        let comma = if number + 1 < CASES { "," } else { "" };
        writeln!(lines, "{case}{comma}").unwrap();
    }
    lines.push_str("]\n");
    std::fs::write(&file, lines).unwrap();
    let program = env!("CARGO_BIN_EXE_shutterslip");
    let runs = (0..5).map(|_| cost(&[program, "policy", "test", text(&file)]).cpu);
    let all = Times::of(runs.collect());
    let each = all.p50() / u32::try_from(CASES).unwrap();
    row(
        "`policy test` of 2,000 cases, the whole program",
        &format!("{}, {} a case", told(all.p50()), told(each)),
        "",
        "",
        "",
        None,
    );
}
