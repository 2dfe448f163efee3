//! Copies that are out are judged again by what is known today: whom a tag names now, which face was
//! found since. What was recorded when they left counts as well, and nothing takes it back.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use shutterslip::acts::take_down::TakeDown;
use shutterslip::domain::decision::{Question, decide};
use shutterslip::domain::ids::ReleaseId;
use shutterslip::domain::kept::{Face, Labels, Tag};
use shutterslip::domain::permission::Answer;
use shutterslip::domain::person::PersonId;
use shutterslip::domain::photo::{Area, PhotoFacts, Shown, Unrecognisable, Who};
use shutterslip::domain::policy::{Policy, SHIPPED};
use shutterslip::domain::release::{Release, Released};
use shutterslip::domain::school::AdoptedPolicy;
use shutterslip::register::{Asked, Change, Judgement, Register, Stamp};

use super::lists::{Random, odd};
use super::school::*;

fn stamp_at(school: &School) -> Stamp {
    Stamp {
        at: shutterslip::clock::Clock::now(&school.clock),
        by: template().head.id().0.clone(),
    }
}

/// A copy of the photo of Amira that left with this on its record.
fn out(school: &School, id: &str, to: &str, people: Vec<Released>) {
    let asked = Asked::Photo(template().of_amira.clone());
    let release = Release {
        people,
        channel: channel(to),
        decided_at: stamp_at(school).at,
        ..super::records::release_of(id, &template().of_amira)
    };
    let went = school
        .register()
        .release(&stamp_at(school), &asked, &channel(to), &mut |_| {
            Judgement::Go(Box::new(release.clone()))
        });
    assert!(matches!(went, Ok(Judgement::Go(_))));
}

fn shows(who: Who, hidden: bool) -> Released {
    Released { who, hidden }
}

fn person(id: &PersonId) -> Who {
    Who::Person(id.clone())
}

/// Says something else about the photo of Amira.
fn relabel(school: &School, change: impl FnOnce(&mut Labels)) {
    let mut register = school.register();
    let mut photo = register.photo(&template().of_amira).unwrap().unwrap();
    photo.version += 1;
    change(&mut photo.labels);
    let change = [Change::Label(Box::new(photo))];
    register.record(&stamp_at(school), &change).unwrap();
    assert_eq!(odd(&register), Vec::<String>::new());
}

fn tag(id: &str, who: Who, hidden: bool) -> Tag {
    Tag {
        id: id.to_owned(),
        who,
        hidden,
        area: None,
        set_by: None,
        stood: false,
    }
}

fn tasks(school: &School) -> Vec<TakeDown> {
    school.desk().take_downs(&template().head).unwrap()
}

fn why(school: &School) -> Vec<String> {
    let tasks = tasks(school);
    tasks
        .iter()
        .flat_map(|task| &task.reasons)
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_child_who_is_tagged_after_the_copy_left_brings_it_down() {
    let school = School::copy();
    let (amira, ben) = (&template().amira, &template().ben);
    out(&school, "one", "journal", vec![shows(person(amira), false)]);
    assert_eq!(why(&school), Vec::<String>::new());
    // Hidden today or not: nothing covers him in the copy that is out.
    for hidden in [true, false] {
        relabel(&school, |labels| {
            labels.tags.retain(|tag| tag.id != "late");
            labels.tags.push(tag("late", person(ben), hidden));
        });
        assert_eq!(why(&school), [format!("withdrawn:{ben}")]);
    }
    let of_ben = school.desk().take_downs_of(&template().head, ben).unwrap();
    assert_eq!(of_ben.len(), 1);
}

#[test]
fn a_tag_that_is_taken_off_takes_nobody_out_of_a_copy() {
    let school = School::copy();
    let amira = &template().amira;
    out(&school, "one", "journal", vec![shows(person(amira), false)]);
    relabel(&school, |labels| labels.tags.clear());
    assert_eq!(why(&school), Vec::<String>::new());
    let mut desk = school.desk();
    said_of_amira(
        &mut desk,
        &template().office,
        &["journal"],
        Answer::Withdrawn,
    )
    .unwrap();
    drop(desk);
    assert_eq!(why(&school), [format!("withdrawn:{amira}")]);
}

#[test]
fn somebody_covered_in_the_copy_whom_today_shows_brings_it_down() {
    let school = School::copy();
    let ben = &template().ben;
    relabel(&school, |labels| {
        labels.tags = vec![tag("b", person(ben), true)];
    });
    out(&school, "one", "journal", vec![shows(person(ben), true)]);
    assert_eq!(why(&school), Vec::<String>::new());
    relabel(&school, |labels| labels.tags[0].hidden = false);
    assert_eq!(why(&school), [format!("withdrawn:{ben}")]);
}

/// He stands in a mirror as well, and only one of him was covered.
#[test]
fn a_second_place_of_somebody_covered_is_covered_by_nothing() {
    let school = School::copy();
    let ben = &template().ben;
    relabel(&school, |labels| {
        labels.tags = vec![tag("b", person(ben), true)];
    });
    out(&school, "one", "journal", vec![shows(person(ben), true)]);
    relabel(&school, |labels| {
        labels.tags.push(tag("mirror", person(ben), true))
    });
    assert_eq!(why(&school), [format!("withdrawn:{ben}")]);
}

#[test]
fn somebody_unknown_who_is_tagged_afterwards_brings_the_copy_down() {
    let school = School::copy();
    relabel(&school, |labels| {
        labels.tags = vec![tag("u", Who::Unknown, true)];
    });
    out(&school, "one", "journal", vec![shows(Who::Unknown, true)]);
    assert_eq!(why(&school), Vec::<String>::new());
    relabel(&school, |labels| {
        labels.tags.push(tag("v", Who::Unknown, true))
    });
    assert_eq!(why(&school), ["unknown-person"]);
    relabel(&school, |labels| labels.tags.truncate(1));
    assert_eq!(why(&school), Vec::<String>::new());
}

#[test]
fn a_child_who_is_seen_afterwards_brings_a_copy_down_where_no_child_may_be() {
    let school = School::copy();
    let mut register = school.register();
    let adopted = Change::Adopt(AdoptedPolicy {
        toml: SHIPPED[1].1.to_owned(),
        since: stamp_at(&school).at,
        by: template().head.id().clone(),
        confirmed_by: None,
    });
    register.record(&stamp_at(&school), &[adopted]).unwrap();
    drop(register);
    relabel(&school, |labels| labels.tags.clear());
    out(&school, "one", "website", Vec::new());
    assert_eq!(why(&school), Vec::<String>::new());
    let child = Who::Unrecognisable(Unrecognisable::Child);
    relabel(&school, |labels| labels.tags.push(tag("far", child, false)));
    assert_eq!(why(&school), ["child-free-channel"]);
}

fn face(id: &str) -> Face {
    Face {
        id: id.to_owned(),
        area: Area {
            x: 1,
            y: 1,
            width: 9,
            height: 9,
        },
        found: None,
        found_by: "told/2".to_owned(),
        tag: None,
        dismissed: None,
        score: None,
    }
}

#[test]
fn a_face_that_is_found_by_looking_again_brings_the_copy_down_until_it_has_a_name() {
    let school = School::copy();
    let amira = &template().amira;
    for to in ["journal", "wall"] {
        out(&school, to, to, vec![shows(person(amira), false)]);
    }
    relabel(&school, |labels| labels.faces.push(face("f9")));
    assert_eq!(why(&school), ["face-unaccounted", "face-unaccounted"]);
    relabel(&school, |labels| {
        labels.faces[0].tag = Some(labels.tags[0].id.clone());
    });
    assert_eq!(why(&school), Vec::<String>::new());
}

#[test]
fn words_ticks_and_signatures_bring_no_copy_down() {
    let school = School::copy();
    let amira = &template().amira;
    out(&school, "one", "website", vec![shows(person(amira), false)]);
    relabel(&school, |labels| {
        labels.caption = "Amira Khan, 07700 900123".to_owned();
        labels.checklist.clear();
        labels.tagging_complete = false;
        labels.copyright = shutterslip::domain::photo::Copyright::Unknown;
    });
    assert_eq!(why(&school), Vec::<String>::new());
}

/// Nobody could know it before, so nobody is late at once; and saying something else about the photo
/// every day puts nothing off.
#[test]
fn what_is_found_on_a_photo_is_due_from_the_day_on_which_it_could_be_known() {
    let school = School::copy();
    let amira = &template().amira;
    out(&school, "one", "website", vec![shows(person(amira), false)]);
    school.clock.forward(TimeDelta::days(20));
    relabel(&school, |labels| labels.faces.push(face("f9")));
    let found: NaiveDate = "2026-03-22".parse().unwrap();
    assert_eq!(tasks(&school)[0].due, found + TimeDelta::days(2));
    school.clock.forward(TimeDelta::days(1));
    relabel(&school, |labels| labels.caption = "Spring".to_owned());
    assert_eq!(tasks(&school)[0].due, found + TimeDelta::days(2));
}

/// What must come down, release by release, by the gate's own verdict and no list.
fn plainly(policy: &Policy, register: &Register) -> Vec<(ReleaseId, Vec<String>)> {
    const JUDGED_BY: [&str; 14] = [
        "never-photograph",
        "refused",
        "withdrawn",
        "no-permission",
        "wrong-signatory",
        "not-written",
        "not-yet-valid",
        "expired",
        "pupil-not-asked",
        "left-school",
        "unknown-person",
        "child-free-channel",
        "face-unaccounted",
        "second-look",
    ];
    let mut found = Vec::new();
    for (release, event) in register.releases().unwrap() {
        let Some(of) = release.photo().filter(|_| event.state.may_be_out()) else {
            continue;
        };
        let Some(channel) = policy.channel(&release.channel) else {
            found.push((release.id, Vec::new()));
            continue;
        };
        let photo = register.photo(of).unwrap().unwrap();
        let tags = &photo.labels.tags;
        let recorded = |who: &Who| release.people.iter().filter(|one| one.who == *who).count();
        let now = |who: &Who| tags.iter().filter(|tag| tag.who == *who).count();
        let mut everybody: Vec<Who> = release.people.iter().map(|one| one.who.clone()).collect();
        everybody.extend(tags.iter().map(|tag| tag.who.clone()));
        let shown = everybody
            .iter()
            .map(|who| {
                let was_seen = release
                    .people
                    .iter()
                    .any(|one| one.who == *who && !one.hidden);
                let is_seen = tags.iter().any(|tag| tag.who == *who && !tag.hidden);
                Shown {
                    who: who.clone(),
                    hidden: !(was_seen || is_seen || now(who) > recorded(who)),
                }
            })
            .collect();
        let facts = PhotoFacts {
            shown,
            faces: photo.labels.faces.to_account_for().try_into().unwrap(),
            faces_accounted: photo.labels.faces_accounted().try_into().unwrap(),
            doubts: photo.labels.open_doubts().count().try_into().unwrap(),
            ..PhotoFacts::default()
        };
        let people = register.people().unwrap();
        let people: Vec<_> = people.into_iter().map(|entry| entry.person).collect();
        let permissions = register.every_permission().unwrap();
        let permissions: Vec<_> = permissions.into_iter().map(|one| one.permission).collect();
        let verdict = decide(&Question {
            policy,
            channel,
            today: morning().date_naive(),
            photo: &facts,
            people: people.as_slice().into(),
            permissions: &permissions,
            clock_behind: false,
            register_live: true,
            register_restored: false,
        });
        let reasons: Vec<String> = verdict
            .reasons()
            .iter()
            .filter(|reason| JUDGED_BY.contains(&reason.code()))
            .map(ToString::to_string)
            .collect();
        if !reasons.is_empty() {
            found.push((release.id, reasons));
        }
    }
    found.sort();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_list_of_what_must_come_down_is_what_the_gate_says_of_each_copy(seed in any::<u64>()) {
        let school = School::copy();
        let mut random = Random::new(seed, &school);
        random.fill(&school);
        random.release(&school);
        random.relabel_again(&school);
        prop_assert_eq!(odd(&school.register()), Vec::<String>::new());
        let desk = school.desk();
        let mut listed: Vec<(ReleaseId, Vec<String>)> = desk
            .take_downs(&template().head)
            .unwrap()
            .into_iter()
            .map(|task| {
                let words = task.reasons.iter().map(ToString::to_string).collect();
                (task.release.id, words)
            })
            .collect();
        listed.sort();
        let policy = desk.policy().unwrap();
        drop(desk);
        prop_assert_eq!(listed, plainly(&policy, &school.register()));
    }
}
