//! A video call: who may join, who is told why not, and what stays on record.

use shutterslip::acts::ActError;
use shutterslip::domain::staff::Role;

use super::school::*;

#[test]
fn those_who_may_join_are_told_apart_and_why_not_is_for_the_office() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let signed = Some("2025-09-01".parse().unwrap());
    desk.add_staff(
        &them.head,
        "Mr Hughes",
        Role::Practitioner,
        signed,
        "314159",
    )
    .unwrap();
    let hughes = desk.sign_in("Mr Hughes", "314159").unwrap();
    let people = [them.ben.clone(), them.amira.clone(), them.cara.clone()];
    for (who, tells_why) in [(&them.office, true), (&hughes, false)] {
        let joining = desk.who_may_join(who, &people).unwrap();
        assert_eq!(joining.len(), 3);
        assert!(joining[0].may && joining[0].tile.person == them.amira);
        for one in &joining[1..] {
            assert!(!one.may);
            assert_eq!(!one.reasons.is_empty(), tells_why, "{one:?}");
        }
    }
}

#[test]
fn a_call_is_on_record_only_where_everybody_may_join() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let with_ben = [them.amira.clone(), them.ben.clone()];
    let blocked = desk.release_call(&them.office, &with_ben, "Author visit");
    assert!(matches!(blocked, Err(ActError::Blocked(_))), "{blocked:?}");
    assert!(desk.calls(&them.office, 20).unwrap().is_empty());
    let alone = std::slice::from_ref(&them.amira);
    desk.release_call(&them.office, alone, "Author visit")
        .unwrap();
    desk.release_call(&them.office, alone, "Twin school")
        .unwrap();
    let calls = desk.calls(&them.office, 20).unwrap();
    let occasions: Vec<&str> = calls
        .iter()
        .map(|(_, occasion)| occasion.as_str())
        .collect();
    assert_eq!(occasions, ["Twin school", "Author visit"]);
    // A call is no copy: nothing of it is taken down or found again.
    assert!(desk.taken_down(&them.office, 20).unwrap().is_empty());
    assert!(
        desk.looks_to_make(&them.office)
            .unwrap()
            .iter()
            .all(|of| calls.iter().all(|(call, _)| call.id.0 != of.id()))
    );
}
