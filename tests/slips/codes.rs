//! A slip's code: sealed, of one school, and nothing in it that a stranger could read.

use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::{SlipId, StaffId};
use shutterslip::domain::language::Language;
use shutterslip::domain::person::PersonId;
use shutterslip::domain::slip::{CODE, CodeError, Slip, code, is_code_of, spoken_of};

use crate::school::morning;

fn slip() -> Slip {
    Slip {
        id: SlipId("0123456789abcdef0123456789abcdef".to_owned()),
        form: 1,
        key: "5a".repeat(32),
        person: PersonId("amira-khan".to_owned()),
        channels: vec![ChannelId("website".to_owned())],
        language: Language::English,
        made_at: morning(),
        by: StaffId("patel".to_owned()),
    }
}

#[test]
fn a_code_names_its_slip_and_no_other() {
    let code = code(&slip(), "willow").unwrap();
    assert_eq!(code.len(), CODE);
    assert_eq!(spoken_of(&code, "willow"), Ok(slip().id));
    assert!(is_code_of(&slip(), "willow", &code));
    let other = Slip {
        id: SlipId("f".repeat(32)),
        ..slip()
    };
    assert!(!is_code_of(&other, "willow", &code));
}

#[test]
fn a_code_with_any_bit_altered_is_not_believed() {
    let sound = code(&slip(), "willow").unwrap();
    for bit in 0..sound.len() * 8 {
        let mut altered = sound.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        let is_believed = spoken_of(&altered, "willow") == Ok(slip().id)
            && is_code_of(&slip(), "willow", &altered);
        assert!(!is_believed, "bit {bit}");
    }
    for length in 0..sound.len() {
        assert!(spoken_of(&sound[..length], "willow").is_err(), "{length}");
    }
    let longer = [sound, vec![0]].concat();
    assert_eq!(spoken_of(&longer, "willow"), Err(CodeError::NotASlip));
}

#[test]
fn another_schools_code_is_told_as_one() {
    let code = code(&slip(), "willow").unwrap();
    assert_eq!(spoken_of(&code, "oak"), Err(CodeError::OtherSchool));
    assert!(!is_code_of(&slip(), "oak", &code));
}

#[test]
fn a_code_sealed_with_another_key_is_not_believed() {
    let forged = Slip {
        key: "5b".repeat(32),
        ..slip()
    };
    let code = code(&forged, "willow").unwrap();
    assert_eq!(spoken_of(&code, "willow"), Ok(slip().id));
    assert!(!is_code_of(&slip(), "willow", &code));
}

#[test]
fn a_form_that_is_newer_is_refused_by_its_number() {
    let newer = Slip { form: 9, ..slip() };
    let code = code(&newer, "willow").unwrap();
    assert_eq!(spoken_of(&code, "willow"), Err(CodeError::NewerForm(9)));
}

#[test]
fn nothing_in_a_code_can_be_read() {
    let code = code(&slip(), "Willow Nursery School").unwrap();
    let text = String::from_utf8_lossy(&code).to_lowercase();
    for readable in ["amira", "khan", "willow", "website", "patel", "2026"] {
        assert!(!text.contains(readable));
    }
}
