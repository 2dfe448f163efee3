//! Signing the agreement on the device, the policy's keys for the tablet, and what the device says of
//! itself before anybody signs in.

use shutterslip::acts::ActError;
use shutterslip::acts::enrol::{DeviceState, ThisDevice};
use shutterslip::domain::agreement;
use shutterslip::domain::policy::{IDLE_LOCK_SECONDS, Policy, SAY_BEFORE_PHOTO, SHIPPED};
use shutterslip::domain::staff::{Role, Staff};

use super::world::Day;
use crate::school::{HEAD, PIN, School, at, template};

const WRONG: &str = "860417";

fn account(day: &Day, name: &str) -> Staff {
    day.desk.find_staff(name).unwrap()
}

#[test]
fn whoever_signs_the_agreement_may_take_photos_for_a_year() {
    let mut day = Day::new();
    day.desk
        .add_staff(&day.head, "Ms Vale", Role::Practitioner, None, PIN)
        .unwrap();
    let vale = day.signs_in("Ms Vale");
    let picture = crate::school::picture(301);
    let takes = |day: &mut Day| day.desk.keep(&vale, &picture, &Default::default());
    assert!(!day.desk.has_agreement(&vale).unwrap());
    assert!(takes(&mut day).is_err());
    day.desk.sign_agreement(&vale, PIN).unwrap();
    assert!(day.desk.has_agreement(&vale).unwrap());
    assert!(takes(&mut day).is_ok());
    let signed = account(&day, "Ms Vale");
    assert_eq!(signed.agreement_signed, "2026-03-02".parse().ok());
    assert_eq!(signed.agreement_text, Some(agreement::version()));
    // Its day last of all, then no more. The school is closed in between, so the date is confirmed.
    day.school.clock.set(at("2026-05-01T09:00:00Z"));
    day.child("Ella", "Price", "Wrens");
    assert!(day.desk.has_agreement(&vale).unwrap());
    day.school.clock.set(at("2027-03-02T09:00:00Z"));
    assert!(day.desk.has_agreement(&vale).unwrap());
    day.school.clock.set(at("2027-03-03T09:00:00Z"));
    assert!(!day.desk.has_agreement(&vale).unwrap());
}

#[test]
fn a_technician_signs_for_themselves_as_everybody_does() {
    let mut day = Day::new();
    day.desk
        .add_staff(&day.head, "Mr Hill", Role::Technician, None, PIN)
        .unwrap();
    let hill = day.signs_in("Mr Hill");
    day.desk.sign_agreement(&hill, PIN).unwrap();
    assert!(day.desk.has_agreement(&hill).unwrap());
    assert!(account(&day, "Mr Hill").agreement_text.is_some());
    // Nobody else's account was touched.
    assert!(account(&day, HEAD).agreement_text.is_none());
}

#[test]
fn a_wrong_pin_signs_nothing_counts_and_waits_as_at_the_lock() {
    let mut day = Day::new();
    let before = account(&day, HEAD);
    let told = |day: &mut Day, pin: &str| {
        let told = day.desk.sign_agreement(&day.head.clone(), pin);
        told.map_err(|error| shutterslip::cli::act_words(&error))
    };
    for _ in 0..3 {
        assert!(told(&mut day, WRONG).unwrap_err().contains("not the PIN"));
    }
    let waits = told(&mut day, PIN).unwrap_err();
    assert!(waits.contains("try again in 30 seconds"), "{waits}");
    assert!(!waits.contains(PIN) && !waits.contains(WRONG));
    assert_eq!(account(&day, HEAD), before);
    // The lock counts the same tries.
    assert!(
        matches!(day.desk.sign_in(HEAD, PIN), Err(ActError::Refused(why)) if !why.is_of_input())
    );
    day.school.clock.forward(chrono::TimeDelta::seconds(30));
    told(&mut day, PIN).unwrap();
    assert!(account(&day, HEAD).agreement_text.is_some());
}

#[test]
fn a_paper_that_the_head_notes_afterwards_is_of_no_known_text() {
    let mut day = Day::new();
    day.desk.sign_agreement(&day.head.clone(), PIN).unwrap();
    let paper = "2026-03-01".parse().unwrap();
    day.desk.renew_agreement(&day.head, HEAD, paper).unwrap();
    let noted = account(&day, HEAD);
    assert_eq!(
        (noted.agreement_signed, noted.agreement_text),
        (Some(paper), None)
    );
}

#[test]
fn nobody_signs_whose_account_is_closed() {
    let mut day = Day::new();
    day.desk
        .add_staff(&day.head, "Ms Vale", Role::Practitioner, None, PIN)
        .unwrap();
    let vale = day.signs_in("Ms Vale");
    day.desk.close_account(&day.head, "Ms Vale", None).unwrap();
    assert!(day.desk.sign_agreement(&vale, PIN).is_err());
    assert!(day.desk.has_agreement(&vale).is_err());
    assert!(account(&day, "Ms Vale").agreement_signed.is_none());
}

#[test]
fn the_agreement_says_what_the_schools_policies_say_and_is_known_by_its_text() {
    for words in [
        "own devices",
        "PIN",
        "lock",
        "permission",
        "full name",
        "copies",
        "head teacher",
        "every year",
        "embarrass",
    ] {
        assert!(agreement::TEXT.contains(words), "{words}");
    }
    assert_eq!(agreement::version().len(), 12);
    assert!(
        agreement::version()
            .chars()
            .all(|sign| sign.is_ascii_hexdigit())
    );
}

#[test]
fn a_policy_that_says_nothing_of_the_tablet_has_kind_defaults() {
    for (id, toml) in SHIPPED {
        let policy = Policy::parse(toml).unwrap();
        assert_eq!(policy.idle_lock_seconds, IDLE_LOCK_SECONDS, "{id}");
        assert_eq!(policy.say_before_photo, SAY_BEFORE_PHOTO, "{id}");
    }
    assert_eq!(IDLE_LOCK_SECONDS, 120);
    let own = |keys: &str| Policy::parse(&format!("{keys}\n{}", SHIPPED[0].1));
    let said = own("idle_lock_seconds = 30\nsay_before_photo = \"  Smile?  \"").unwrap();
    assert_eq!(
        (said.idle_lock_seconds, said.say_before_photo.as_str()),
        (30, "Smile?")
    );
    assert_eq!(
        own("idle_lock_seconds = 900").unwrap().idle_lock_seconds,
        900
    );
    for (keys, line, word) in [
        ("idle_lock_seconds = 29", 1, "30"),
        ("idle_lock_seconds = 901", 1, "900"),
        ("idle_lock_seconds = \"long\"", 1, "idle_lock_seconds"),
        ("\nsay_before_photo = \"  \"", 2, "leave it out"),
        ("say_before_photo = \"one\\ntwo\"", 1, "one line"),
        ("idle_lock_second = 60", 1, "idle_lock_second"),
    ] {
        let told = own(keys).unwrap_err();
        assert_eq!(told.line, line, "{keys}");
        assert!(told.message.contains(word), "{keys}: {}", told.message);
    }
    assert!(own(&format!("say_before_photo = \"{}\"", "a".repeat(201))).is_err());
}

#[test]
fn a_device_says_what_it_is_before_anybody_signs_in() {
    let mut day = Day::new();
    let said = |day: &Day| day.desk.device_standing().unwrap();
    let this = |state: DeviceState| ThisDevice {
        name: "Tablet 1".to_owned(),
        asset_tag: "W-001".to_owned(),
        state,
    };
    assert_eq!(said(&day), this(DeviceState::Enrolled));
    // Before it was enrolled by its clock, and never before what is recorded.
    day.school.clock.set(at("2026-03-01T09:00:00Z"));
    assert_eq!(said(&day), this(DeviceState::Enrolled));
    day.school.clock.set(at("2026-03-02T10:00:00Z"));
    day.desk
        .revoke_device(&day.head, "Tablet 1", "lost")
        .unwrap();
    assert_eq!(said(&day), this(DeviceState::Revoked));
    // It does not come back by being enrolled again.
    assert!(day.desk.enrol_this(&day.head, "Tablet 1", "W-001").is_err());
    assert_eq!(said(&day), this(DeviceState::Revoked));
}

#[test]
fn a_device_on_no_list_is_enrolled_from_its_own_screen() {
    let school = School::copy();
    // The folder as another device has it: a key of its own, the school's register.
    let other = shutterslip::domain::device::Identity::new(
        shutterslip::domain::ids::DeviceId("7d1d3b0a-6f0e-4d57-9d0c-3f5a2f1f9a10".to_owned()),
        &[7; 32],
    );
    let mut desk = shutterslip::acts::Desk::new(
        school.register(),
        Box::new(school.vault()),
        Box::new(shutterslip::picture::InProcess::default()),
        Box::new(crate::school::NoFaces),
        Box::new(school.clock.clone()),
        std::sync::Arc::new(other),
        school.data.clone(),
    );
    let nothing = ThisDevice {
        name: String::new(),
        asset_tag: String::new(),
        state: DeviceState::NotEnrolled,
    };
    assert_eq!(desk.device_standing().unwrap(), nothing);
    let office = &template().office;
    assert!(desk.enrol_this(office, "Tablet 2", "W-002").is_err());
    assert_eq!(desk.device_standing().unwrap(), nothing);
    desk.enrol_this(&template().head, "Tablet 2", "W-002")
        .unwrap();
    let said = desk.device_standing().unwrap();
    assert_eq!(
        (said.name.as_str(), said.state),
        ("Tablet 2", DeviceState::Enrolled)
    );
}
