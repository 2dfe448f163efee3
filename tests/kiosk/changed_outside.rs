//! A record that was changed past the app: the child's page says so to whoever keeps the register, and the
//! head teacher sets it right there.

use shutterslip::domain::staff::Role;

use super::behind::behind_its_back;
use super::stage::*;

fn page_of(name: &str, sql: &str, who: (&str, &str)) -> Tablet {
    let tablet = Tablet::after_quiet_work(|data, _| behind_its_back(data, sql));
    tablet.size(1440.0, 3200.0);
    tablet.sign_in(who);
    tablet.tap("Register");
    tablet.tap_beginning(name);
    tablet.must_show("Every answer, newest first");
    tablet
}

const CHANGED: &str = "× Changed outside Shutterslip";

#[test]
fn an_entry_is_set_right_by_the_head_and_comes_back_with_the_mark_on() {
    let sql = "UPDATE person SET born = '2015-01-01' WHERE given = 'Ella'";
    let tablet = page_of("Ella Price", sql, HEAD);
    tablet.must_show(CHANGED);
    tablet.tap("Set it right");
    tablet.must_show("Set right what is recorded of Ella?");
    tablet.must_show("Hold every line of this page against the paper first.");
    // The careful answer is there too, and does nothing.
    tablet.tap("Leave it as it is");
    tablet.must_show(CHANGED);
    tablet.tap("Set it right");
    tablet.tap("Yes, set it right");
    tablet.must_not_show(CHANGED);
    tablet.must_show("Take the mark off");
    let (desk, _folder) = tablet.desk_afterwards();
    let mut desk = desk;
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    assert!(desk.verify_audit(&head, &[]).unwrap().is_good());
}

#[test]
fn a_yes_that_was_changed_counts_as_no_until_it_is_given_again() {
    let sql = "UPDATE permission SET signed = '2026-09-02' WHERE answer = 'granted' AND channel = \
               'website' AND person = (SELECT id FROM person WHERE given = 'Amira')";
    let tablet = page_of("Amira", sql, HEAD);
    tablet.must_show(CHANGED);
    tablet.must_show("School website: changed outside Shutterslip, counts as no");
    tablet.tap("Set it right");
    tablet.tap("Yes, set it right");
    tablet.must_not_show(CHANGED);
    tablet.must_not_show("changed outside Shutterslip, counts as no");
    // The entry itself was sound: no mark.
    assert!(tablet.find("Take the mark off").is_none());
}

#[test]
fn the_office_sees_it_and_does_not_set_it_right() {
    let office = ("Mrs Okafor", "141421");
    let tablet = Tablet::after_work(|desk, folder| {
        let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
        let agreed = Some(day("2026-09-01"));
        desk.add_staff(&head, office.0, Role::Office, agreed, office.1)
            .unwrap();
        let sql = "UPDATE person SET born = '2015-01-01' WHERE given = 'Ella'";
        behind_its_back(&folder.join("data"), sql);
    });
    tablet.size(1440.0, 3200.0);
    tablet.sign_in(office);
    tablet.tap("Register");
    tablet.tap_beginning("Ella Price");
    tablet.must_show(CHANGED);
    assert!(tablet.find("Set it right").is_none());
}

pub fn scenes() -> Vec<super::drawing::Scene> {
    let scene = |name, show| super::drawing::Scene { name, show };
    vec![scene("person-changed-outside", || {
        let sql = "UPDATE permission SET signed = '2026-09-02' WHERE answer = 'granted' AND \
                   channel = 'website' AND person = (SELECT id FROM person WHERE given = 'Amira')";
        let tablet = page_of("Amira", sql, HEAD);
        tablet.size(1280.0, 800.0);
        tablet
    })]
}
