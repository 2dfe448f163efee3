//! Answers on the screen: whether one speaks, whose it is, who answers for a child, a no that belongs to
//! somebody else; and what the lists and a closed account ask for.

use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::{PermissionId, StaffId};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::PersonId;
use shutterslip::domain::school::FiledPermission;

use super::stage::*;

/// Somebody's page, with room for all of it.
fn page_of(name: &str) -> Tablet {
    let tablet = Tablet::on();
    tablet.size(1440.0, 3200.0);
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    open(&tablet, name);
    tablet
}

#[track_caller]
fn open(tablet: &Tablet, name: &str) {
    tablet.tap_beginning(name);
    tablet.must_show("Every answer, newest first");
}

/// A spoken no, or a spoken yes, for the website.
#[track_caller]
fn says(tablet: &Tablet, answer: &str, by: &str) {
    tablet.tap("Change: School website");
    tablet.tap(&format!("{answer}: School website"));
    tablet.rewrite("Who says so (full name)", by);
    tablet.tap("Spoken");
    tablet.tap("Record it");
}

#[test]
fn a_yes_that_does_not_speak_says_so_on_the_page_until_something_else_is_done() {
    let tablet = page_of("Ella Price");
    says(&tablet, "Yes", "S Price");
    let told = "! On record, but it does not speak. School website: it was spoken";
    tablet.must_show(told);
    // A no always speaks.
    says(&tablet, "No", "S Price");
    tablet.must_not_show(told);
    tablet.must_show("× School website: no");
}

#[test]
fn a_yes_under_the_name_of_whoever_said_no_asks_whether_they_are_one() {
    let tablet = page_of("Ella Price");
    says(&tablet, "No", "S Price");
    says(&tablet, "Yes", "s. price");
    tablet.must_show("Is it the same person?");
    tablet.must_show("s. price said no for School website on 20 Nov 2026.");
    tablet.tap("They are two");
    tablet.must_show("Not recorded yet. If they are two people");
    tablet.must_not_show("✓ School website: yes");
    // A name that tells them apart: both are kept, and the no speaks on.
    tablet.rewrite("Who says so (full name)", "Mr S Price");
    tablet.tap("Record it");
    tablet.must_show("! On record, but it does not speak. School website: it was spoken");
    tablet.must_show("✓ School website: yes");
    tablet.must_show("× School website: no");
    // The same person takes the no back.
    says(&tablet, "Yes", "S Price");
    tablet.tap("The same person");
    tablet.must_not_show("Is it the same person?");
    assert!(tablet.find("× No").is_none());
}

#[test]
fn who_has_parental_responsibility_stands_on_the_page_and_is_changed_there() {
    let tablet = page_of("Ella Price");
    tablet.must_show("Nobody is listed: whoever signs as a parent is believed.");
    for (name, until) in [("D Price", ""), ("A Price", "1/3/2027")] {
        tablet.tap("Change who has parental responsibility");
        tablet.tap("Full name, as they sign");
        tablet.type_in(name);
        tablet.tap("Until, if an end is known (for example 31/8/2027)");
        tablet.type_in(until);
        tablet.tap("Record it");
    }
    tablet.must_show("A Price, until 1 Mar 2027");
    tablet.must_not_show("Nobody is listed");
    says(&tablet, "Yes", "S Price");
    tablet.must_show("School website: whoever said it is not on the list");
    tablet.tap("Change who has parental responsibility");
    tablet.tap("Take off the list: D Price");
    tablet.must_not_show("D Price");
    tablet.must_show("A Price, until 1 Mar 2027");
    tablet.tap("Lock");
    tablet.must_not_show("A Price");
}

#[test]
fn a_court_order_is_shown_and_leaves_the_yes_to_the_head() {
    let tablet = Tablet::after_work(|desk, _| {
        let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
        let office = shutterslip::domain::photo::Role::Office;
        let agreed = Some(day("2026-09-01"));
        desk.add_staff(&head, "Mrs Okafor", office, agreed, "141421")
            .unwrap();
    });
    tablet.size(1440.0, 3200.0);
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    open(&tablet, "Ella Price");
    tablet.tap("There is a court order");
    tablet.must_show("Why is never asked and never kept.");
    tablet.tap("There is one");
    tablet.must_show("! Court order: head teacher only");
    tablet.tap("Lock");
    tablet.must_not_show("! Court order: head teacher only");
    tablet.sign_in(("Mrs Okafor", "141421"));
    tablet.tap("Register");
    open(&tablet, "Ella Price");
    tablet.must_show("! Court order: head teacher only");
    assert!(tablet.find("No court order any more").is_none());
    assert!(
        tablet
            .find("Change who has parental responsibility")
            .is_none()
    );
    says(&tablet, "Yes", "S Price");
    tablet.must_show("the head teacher alone records a yes");
    tablet.tap("Cancel");
    tablet.must_not_show("✓ School website: yes");
    says(&tablet, "No", "S Price");
    tablet.must_show("× School website: no");
}

#[test]
fn a_no_that_belongs_elsewhere_is_moved_by_two() {
    let tablet = Tablet::after_work(|desk, _| {
        let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
        let office = shutterslip::domain::photo::Role::Office;
        let agreed = Some(day("2026-09-01"));
        desk.add_staff(&head, "Mrs Okafor", office, agreed, "141421")
            .unwrap();
    });
    tablet.size(1440.0, 3200.0);
    tablet.sign_in(("Mrs Okafor", "141421"));
    tablet.tap("Register");
    open(&tablet, "Amira Khan");
    says(&tablet, "No", "S Price");
    tablet.tap_beginning("Belongs elsewhere: × School website: no");
    tablet.must_show("To be moved: × School website: no");
    tablet.rewrite("Whom it is about (full name)", "Ella Price");
    tablet.tap("Record it");
    tablet.must_show("said to belong to Ella Price (S Price)");
    // It speaks on here, and whoever said so cannot agree.
    tablet.must_show("× No");
    assert!(tablet.find_beginning("Agree: ").is_none());
    tablet.tap("Lock");
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    open(&tablet, "Amira Khan");
    tablet.tap_beginning("Agree: × School website: no");
    tablet.must_show("Does this no belong there?");
    tablet.tap("It belongs there");
    tablet.must_show("moved");
    assert!(tablet.find("× No").is_none());
    tablet.tap("← Back");
    open(&tablet, "Ella Price");
    tablet.must_show("× School website: no");
}

/// A form that an older program took, which nobody can look at, under a yes of Ella's.
pub fn with_old_evidence() -> Tablet {
    let tablet = Tablet::after_quiet_work(|data, people| {
        let ella = people
            .iter()
            .find(|one| one.person.given == "Ella")
            .unwrap();
        let at = "2026-11-19T10:00:00Z".parse().unwrap();
        forms::file_unseen(data, at, old_yes(&ella.person.id), b"%PDF-");
    });
    tablet.size(1440.0, 2400.0);
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    tablet.tap("Lists");
    tablet.tap("Evidence nobody can look at");
    tablet
}

fn old_yes(person: &PersonId) -> FiledPermission {
    FiledPermission {
        id: PermissionId("old".to_owned()),
        permission: Permission {
            person: person.clone(),
            channel: ChannelId("press".to_owned()),
            answer: Answer::Granted,
            relation: Relation::Parent,
            by: "S Price".to_owned(),
            signed: day("2026-09-03"),
            from: None,
            until: None,
            evidence: Evidence::Paper,
        },
        form: None,
        recorded_at: "2026-11-19T10:00:00Z".parse().unwrap(),
        recorded_by: StaffId("somebody".to_owned()),
        import: None,
        corrects: None,
        belongs: None,
    }
}

#[test]
fn evidence_that_nobody_can_look_at_is_listed_and_told_on_the_page() {
    let tablet = with_old_evidence();
    let row = "Ella Price: The form filed on 19 Nov 2026 cannot be looked at";
    tablet.until("the list", |tablet| tablet.shows(row));
    tablet.must_not_show("Amira Khan");
    tablet.tap(row);
    tablet.tap_beginning("Look at the form: Form filed 19 Nov 2026");
    let told = "This PDF is damaged and cannot be read. Scan the paper again";
    tablet.until("what is wrong", |tablet| tablet.shows(told));
    tablet.must_not_show("Page 1 of the form");
    tablet.must_not_show("Reading the form…");
}

#[test]
fn whose_last_day_or_birth_date_is_missing_is_listed() {
    let tablet = page_of("Ella Price");
    tablet.tap("Leaves the school");
    tablet.tap("Last day here (for example 31/8/2027)");
    tablet.type_in("31/8/2030");
    tablet.tap("Record it");
    tablet.tap("← Back");
    tablet.tap("Lists");
    tablet.tap("No last day");
    tablet.must_show("Amira Khan: No last day");
    assert!(tablet.find_beginning("Ella Price").is_none());
    tablet.tap("No birth date");
    tablet.must_show("Ella Price: No birth date");
}

#[test]
fn closing_an_account_asks_for_the_last_day_and_sets_it() {
    let tablet = Tablet::after_work(|desk, _| {
        let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
        for (given, family) in [("Hal", "Hughes"), ("Ann", "Patel"), ("Wen", "Patel")] {
            let kind = shutterslip::domain::person::PersonKind::Staff;
            let entry = shutterslip::acts::permit::new_person(kind, given, family, "");
            desk.add_person(&head, entry, &std::collections::BTreeSet::new())
                .unwrap();
        }
    });
    tablet.size(1440.0, 2400.0);
    tablet.sign_in(HEAD);
    tablet.tap("Staff and devices");
    tablet.tap("Close the account of Mr Hughes");
    tablet.must_show("Hal Hughes");
    tablet.must_not_show("Ann Patel");
    tablet.rewrite("Last day here (for example 31/8/2027)", "31/31/2026");
    tablet.tap("Close the account");
    tablet.must_show("“31/31/2026” is not a date.");
    tablet.rewrite("Last day here (for example 31/8/2027)", "18/11/2026");
    tablet.tap("Close the account");
    tablet.must_show("Practitioner · account closed");
    // Where it can be two, nobody is chosen for anybody.
    tablet.tap("Close the account of Ms Patel");
    tablet.must_show("Ann Patel");
    tablet.must_show("Wen Patel");
    tablet.tap("Wen Patel");
    tablet.tap("Close the account");
    let (desk, _folder) = tablet.desk_afterwards();
    let people = desk.people().unwrap();
    let leaves = |given: &str| {
        let entry = people.iter().find(|one| one.person.given == given);
        entry.unwrap().person.leaves
    };
    assert_eq!(leaves("Hal"), Some(day("2026-11-18")));
    assert_eq!(leaves("Wen"), Some(day("2026-11-20")));
    assert_eq!(leaves("Ann"), None);
}
