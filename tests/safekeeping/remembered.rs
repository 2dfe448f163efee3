//! What an open register has read once it keeps in mind. It says the same as one that was just opened,
//! after every change of its own, and believes nothing of it once somebody else wrote.

use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::kept::Source;
use shutterslip::domain::permission::Answer;
use shutterslip::domain::photo::DeviceStanding;
use shutterslip::domain::school::AdoptedPolicy;
use shutterslip::register::{Asked, Change, Register, RegisterError};

use super::contract::{Engine, Memory, Sqlite};
use super::records::*;
use super::school::*;

#[test]
fn an_open_register_says_what_one_just_opened_says_after_every_change() {
    says_what_one_just_opened_says::<Sqlite>();
    says_what_one_just_opened_says::<Memory>();
}

fn says_what_one_just_opened_says<E: Engine>() {
    let engine = E::new();
    let mut open = engine.open();
    fill(&mut open);
    let mut of_camera = photo("of-camera", "amira");
    of_camera.source = Source::Camera(camera().id);
    let kept = Change::KeepPhoto(Box::new(of_camera), key(3));
    open.record(&stamp(), &[kept]).unwrap();
    let asked = [
        Asked::Photo(PhotoId("photo".to_owned())),
        Asked::Photo(PhotoId("of-camera".to_owned())),
        Asked::Call(vec![person("amira").person.id, person("ben").person.id]),
    ];
    let say = |register: &Register| -> Vec<String> {
        let mut said = vec![format!("{:?}", register.policy().unwrap())];
        for asked in &asked {
            for to in ["journal", "website"] {
                said.push(format!(
                    "{:?}",
                    register.facts(asked, &channel(to)).unwrap()
                ));
            }
        }
        said
    };
    let mut amira = person("amira");
    amira.person.never = true;
    let mut retired = camera();
    retired.retired_at = Some(noon());
    let mut revoked = device();
    revoked.revoked_at = Some(noon());
    revoked.revoked_why = "lost".to_owned();
    let mut labelled = open.photo(&PhotoId("photo".to_owned())).unwrap().unwrap();
    labelled.version += 1;
    labelled.labels.tags.clear();
    let mut adopted: AdoptedPolicy = policy();
    adopted.since += chrono::TimeDelta::days(1);
    adopted.toml.push_str("\n# stricter\n");
    let mut said = say(&open);
    for change in [
        Change::Permission(permission("no", "amira", Answer::Refused)),
        Change::Person(amira),
        Change::Person(person("ben")),
        Change::Camera(retired),
        Change::Device(revoked),
        Change::SignOff(sign_off("again")),
        Change::Label(Box::new(labelled)),
        Change::Adopt(adopted),
    ] {
        let subject = change.note().subject;
        open.record(&stamp(), &[change]).unwrap();
        let now = say(&open);
        assert_ne!(now, said, "{subject} changed nothing that was asked");
        drop(open);
        open = engine.open();
        assert_eq!(say(&open), now, "{subject}");
        said = now;
    }
}

#[test]
fn a_refused_change_leaves_no_trace_in_what_is_kept_in_mind() {
    leaves_no_trace::<Sqlite>();
    leaves_no_trace::<Memory>();
}

fn leaves_no_trace<E: Engine>() {
    let engine = E::new();
    let mut open = engine.open();
    fill(&mut open);
    let asked = Asked::Photo(PhotoId("photo".to_owned()));
    let before = format!("{:?}", open.facts(&asked, &channel("journal")).unwrap());
    let mut amira = person("amira");
    amira.person.never = true;
    let refused = open.record(
        &stamp(),
        &[
            Change::Person(amira),
            Change::Permission(permission("no", "amira", Answer::Refused)),
            Change::SetUp(school()),
        ],
    );
    assert!(refused.is_err());
    let after = format!("{:?}", open.facts(&asked, &channel("journal")).unwrap());
    assert_eq!(after, before);
}

/// Looked at once, then changed under the open register by somebody with the device's key.
#[test]
fn nothing_kept_in_mind_is_believed_once_somebody_else_wrote() {
    let of_ben = &template().of_ben;
    let look =
        |register: &Register| register.facts(&Asked::Photo(of_ben.clone()), &channel("journal"));
    for sql in [
        "UPDATE permission SET answer = 'granted' WHERE answer = 'withdrawn'",
        "DELETE FROM permission WHERE answer = 'withdrawn'",
        "UPDATE person SET never = 0, given = 'Bea' WHERE given = 'Ben'",
        "UPDATE camera SET serial = 'another'",
        "UPDATE policy SET toml = replace(toml, 'four_eyes = true', 'four_eyes = false')",
        "UPDATE photo SET caption = 'another'",
        "DELETE FROM tag",
    ] {
        let school = School::copy();
        let register = school.register();
        assert!(look(&register).is_ok());
        school.tamper(sql);
        let is_doubted = match look(&register) {
            Err(RegisterError::Tampered { .. }) => true,
            Ok(facts) => {
                let ben = facts.roll.entries_of(&template().ben);
                let mut answers = facts.permissions.iter().map(|one| one.permission.answer);
                ben.iter().any(|person| person.changed_outside)
                    || answers.any(|answer| answer == Answer::ChangedOutside)
                    || facts.standing == DeviceStanding::Unknown
            }
            Err(other) => panic!("{sql}: {other:?}"),
        };
        assert!(is_doubted, "{sql}");
    }
}
