//! Each system's own words, from the bytes of its list to the answers on record.

use shutterslip::domain::mis::{Holds, Meaning};
use shutterslip::domain::permission::{Answer, Evidence};

use super::hall::*;

const NO: Answer = Answer::Refused;
const YES: Answer = Answer::Granted;

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mis/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// Imports it as it is proposed, and again; gives who answered what for which channel.
#[track_caller]
fn taken_over(name: &str) -> (Hall, Vec<(String, String, Answer)>) {
    let mut hall = Hall::new();
    let list = hall.read(&fixture(name)).unwrap();
    let terms = hall.terms(&list);
    let account = hall.import(&list, &terms);
    assert_eq!((account.added, account.left_out), (6, 0), "{account:?}");
    for (given, family, born) in [
        ("Rowan", "Ashby", "2021-03-04"),
        ("Zoë", "O'Hara", "2021-05-06"),
        ("Idris", "Pugh-Hale", "2020-11-30"),
        ("Mai", "Tran", "2021-01-17"),
        ("Tomos", "Vale", "2020-09-09"),
        ("Esme", "Wren", "2021-08-21"),
    ] {
        let child = hall.child(given);
        assert_eq!(child.person.family, family);
        assert_eq!(child.person.born, Some(born.parse().unwrap()));
        assert_eq!(child.class, "Ladybirds");
    }
    let brought = hall.brought();
    assert_eq!(brought.len(), account.answers);
    let before = hall.records();
    let again = hall.import(&list, &terms);
    assert_eq!((again.added, again.changed, again.answers), (0, 0, 0));
    assert_eq!(hall.records(), before, "a second time changes nothing");
    let answers = brought
        .into_iter()
        .map(|(given, channel, answer, ..)| (given, channel, answer))
        .collect();
    (hall, answers)
}

#[track_caller]
fn says(found: &[(String, String, Answer)], wanted: &[(&str, &str, Answer)]) {
    let found: Vec<_> = found
        .iter()
        .map(|(given, channel, answer)| (given.as_str(), channel.as_str(), *answer))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn received_is_a_yes_and_refused_a_no_and_blank_is_nothing() {
    let (hall, found) = taken_over("sims-primary.csv");
    let wanted = [
        ("Esme", "website", NO),
        ("Idris", "website", YES),
        ("Rowan", "website", YES),
        ("Tomos", "website", YES),
        ("Zoë", "website", NO),
    ];
    says(&found, &wanted);
    let upn = hall.child("Rowan").upn.unwrap();
    assert_eq!(upn.len(), 13);
    // A yes of an MIS is not written, so it opens no channel that asks for writing.
    for filed in hall.answers(&hall.child("Rowan").person.id) {
        assert_eq!(filed.permission.evidence, Evidence::Spoken);
        assert!(filed.form.is_none());
    }
}

#[test]
fn an_empty_tick_box_is_not_asked_and_never_a_yes_nor_a_no() {
    let (_, found) = taken_over("sims-7.csv");
    let wanted = [
        ("Esme", "website", YES),
        ("Idris", "website", YES),
        ("Rowan", "newsletter", YES),
        ("Rowan", "website", YES),
        ("Zoë", "newsletter", YES),
    ];
    says(&found, &wanted);
}

#[test]
fn confirmed_declined_and_pending_are_yes_no_and_nothing() {
    let (_, found) = taken_over("arbor.tsv");
    let wanted = [
        ("Esme", "social", NO),
        ("Mai", "social", YES),
        ("Rowan", "social", YES),
        ("Zoë", "social", NO),
    ];
    says(&found, &wanted);
}

#[test]
fn each_answer_keeps_its_own_date_and_signatory() {
    let (hall, _) = taken_over("juniper.csv");
    let brought = hall.brought();
    let of = |given: &str, to: &str| {
        let mut found = brought.iter().filter(|one| one.0 == given && one.1 == to);
        found
            .next()
            .map(|one| (one.2, one.3.as_str(), one.4.as_str()))
    };
    assert_eq!(of("Tomos", "website"), Some((YES, "B Vale", "2025-09-06")));
    assert_eq!(
        of("Tomos", "newsletter"),
        Some((YES, "C Vale", "2025-09-07"))
    );
    assert_eq!(of("Zoë", "website"), Some((NO, "P O'Hara", "2025-09-04")));
    assert_eq!(
        of("Esme", "website"),
        Some((NO, "School records", "2025-09-08"))
    );
    assert_eq!(of("Mai", "newsletter"), Some((YES, "L Tran", "2025-09-05")));
    assert_eq!(of("Mai", "website"), None);
    assert_eq!(of("Idris", "website"), None);
}

#[test]
fn under_consent_denied_a_yes_is_a_no_and_a_no_is_nothing_until_a_person_says_more() {
    let (mut hall, found) = taken_over("databridge.csv");
    says(&found, &[("Esme", "press", NO), ("Zoë", "press", NO)]);
    // A person knows that there everybody was asked.
    let list = hall.read(&fixture("databridge.csv")).unwrap();
    let mut terms = hall.terms(&list);
    answers(
        &mut terms.mapping,
        "Press Consent Denied",
        "press",
        &[("No", Meaning::Yes)],
    );
    let account = hall.import(&list, &terms);
    assert_eq!((account.answers, account.turned), (3, 0));
    // And the next list of the same headers is read in the same way.
    let proposal = hall.desk.propose_mapping(&hall.office, &list).unwrap();
    assert!(proposal.is_remembered && proposal.has_new_values.is_empty());
    assert_eq!(proposal.mapping, terms.mapping);
}

#[test]
fn allow_and_deny_yes_and_no_and_single_letters_are_read() {
    let (_, found) = taken_over("allow-deny.txt");
    let wanted = [
        ("Esme", "journal", YES),
        ("Idris", "journal", YES),
        ("Mai", "journal", NO),
        ("Rowan", "journal", YES),
        ("Zoë", "journal", NO),
    ];
    says(&found, &wanted);
    let (_, found) = taken_over("yes-no.csv");
    let wanted = [
        ("Esme", "social", YES),
        ("Idris", "social", YES),
        ("Mai", "social", NO),
        ("Rowan", "social", YES),
        ("Zoë", "social", NO),
    ];
    says(&found, &wanted);
    let (_, found) = taken_over("y-n-p.txt");
    let wanted = [
        ("Esme", "press", NO),
        ("Mai", "press", YES),
        ("Rowan", "press", YES),
        ("Zoë", "press", NO),
    ];
    says(&found, &wanted);
}

#[test]
fn a_consent_for_photos_in_general_is_none_for_any_place_until_a_person_names_it() {
    let hall = Hall::new();
    let list =
        hall.list("Forename,Surname,DOB,Class,Photo consent\nRowan,Ashby,04/03/2021,Robins,Yes\n");
    let terms = hall.terms(&list);
    let column = &terms.mapping.columns[4];
    assert_eq!((column.holds, column.channels.len()), (Holds::Answer, 0));
    let told = unusable(
        hall.desk
            .plan_import(&hall.office, &list, &terms, &mut go_on),
    );
    assert!(told.contains("`Photo consent`"), "{told}");
}

#[test]
fn consents_of_other_kinds_and_contacts_of_parents_are_left_alone() {
    let hall = Hall::new();
    let list = hall.list(
        "Forename,Surname,DOB,Class,Trip consent,Parent Forename,Parent email,Former UPN,Biometric consent\n\
         Rowan,Ashby,04/03/2021,Robins,Yes,Sam,sam@example.org,X,Yes\n",
    );
    let held: Vec<Holds> = hall
        .terms(&list)
        .mapping
        .columns
        .iter()
        .map(|column| column.holds)
        .collect();
    assert_eq!(
        held[..4],
        [Holds::Given, Holds::Family, Holds::Born, Holds::Group]
    );
    assert!(
        held[4..].iter().all(|holds| *holds == Holds::Nothing),
        "{held:?}"
    );
}
