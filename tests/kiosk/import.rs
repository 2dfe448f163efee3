//! The office takes a list over from its MIS, with no help but the screen.

use shutterslip::domain::permission::Answer;
use shutterslip::domain::person::PersonKind;

use super::stage::*;

/// Strange headers, a title above them, a trap, a slip in a UPN, a child who is here without a birth
/// date, and a row without a group.
pub const LIST: &str = "Consents of our school,,,,,,\n\
    UPN,Legal Forename,Legal Surname,DOB,Reg Group,Photo consent,Press Consent Denied\n\
    B801200005001,Rowan,Ashby,04/03/2021,Larks,Y,No\n\
    N823432113104,Mai,Tran,17/01/2021,Larks,N,Yes\n\
    B801200005009,Tomos,Vale,09/09/2020,Larks,P,\n\
    ,Amira,Khan,05/01/2021,Ladybirds,Y,No\n\
    ,Esme,Wren,21/08/2021,,Y,No\n";

/// The head, with this list chosen.
pub fn with_list(text: &str) -> Tablet {
    let tablet = Tablet::on();
    let file = tablet.folder.path().join(HOME).join("Documents/mis.csv");
    std::fs::write(file, text).unwrap();
    tablet.sign_in(HEAD);
    choose(&tablet);
    tablet
}

fn choose(tablet: &Tablet) {
    tablet.tap("Register");
    tablet.tap("Import");
    tablet.tap("Choose the list");
    tablet.tap("Folder Documents");
    tablet.tap("mis.csv");
}

pub fn at_the_values() -> Tablet {
    let tablet = with_list(LIST);
    tablet.size(1280.0, 2400.0);
    tablet.tap_beginning("Photo consent: An answer about photos");
    tablet.tap("Photo consent counts for School website");
    tablet.tap("Go on");
    tablet.size(1280.0, 800.0);
    tablet
}

pub fn at_the_preview() -> Tablet {
    let tablet = at_the_values();
    tablet.tap("Go on");
    tablet
}

#[test]
fn a_list_with_strange_headers_is_taken_over_by_the_screen_alone() {
    let tablet = with_list(LIST);
    tablet.size(1280.0, 2400.0);
    tablet.must_show("What is in each column?");
    tablet.must_show("! For nothing yet: say where it counts");
    // It does not go on before it is known where the answers count.
    tablet.tap("Go on");
    tablet.must_show("Say what the answers in “Photo consent” are for");
    tablet.tap_beginning("Photo consent: An answer about photos");
    tablet.tap("Photo consent counts for School website");
    tablet.tap("Go on");
    tablet.must_show("! “Press Consent Denied” seems to ask the other way round");
    tablet.must_show("“Press Consent Denied: No”, as of Rowan Ashby, reads as:");
    tablet.tap("Go on");
    tablet.must_show("Join: 3");
    tablet.must_show("! Cannot be told, and are left out: 2");
    tablet.must_show("A child of this name is here with another birth date");
    tablet.tap_beginning("Line 6: It is Amira Khan, Ladybirds");
    tablet.must_show("! Cannot be told, and are left out: 1");
    // It says nothing for the press of somebody who said yes there: first it is said what that means.
    assert!(tablet.find_beginning("Write ").is_none());
    tablet.tap("Amira Khan: the yes stands");
    tablet.tap_beginning("Write ");
    tablet.must_show("3 joined, 1 changed, 0 leave today");
    tablet.must_show("! 1 row was left out");
    let (desk, _folder) = tablet.desk_afterwards();
    let people = desk.people().unwrap();
    let children = people
        .iter()
        .filter(|entry| entry.person.kind == PersonKind::Child);
    assert_eq!(children.count(), CHILDREN.len() + 3);
    let amira = people.iter().find(|entry| entry.person.given == "Amira");
    assert_eq!(amira.unwrap().person.born, Some(day("2021-01-05")));
}

#[test]
fn a_no_on_record_is_turned_only_by_the_tick_on_its_own_row() {
    let no = "Forename,Surname,DOB,Class,Website\nRowan,Ashby,04/03/2021,Larks,No\n";
    let tablet = with_list(no);
    for _ in 0..2 {
        tablet.tap("Go on");
    }
    tablet.tap_beginning("Write ");
    let file = tablet.folder.path().join(HOME).join("Documents/mis.csv");
    std::fs::write(file, no.replace(",No", ",Yes")).unwrap();
    choose(&tablet);
    tablet.must_show("was imported before");
    for _ in 0..2 {
        tablet.tap("Go on");
    }
    tablet.must_show("× A no on record, and the list says yes: 1");
    tablet.must_show("Nothing to write");
    tablet.tap_beginning("Rowan Ashby: School website");
    tablet.must_show("The yes is recorded.");
    tablet.tap("Write 1 change into the register");
    tablet.must_show("1 answer recorded");
    let (mut desk, _folder) = tablet.desk_afterwards();
    let head = desk.sign_in(HEAD.0, HEAD.1).unwrap();
    let rowan = desk.find_person("Rowan Ashby").unwrap().person.id;
    let answers = desk.answers(&head, &rowan).unwrap();
    let said: Vec<Answer> = answers.iter().map(|one| one.permission.answer).collect();
    assert_eq!(said, [Answer::Refused, Answer::Granted]);
}

#[test]
fn a_file_that_is_no_list_is_told_in_words_and_one_can_choose_again() {
    let tablet = with_list("Forename,Surname\n\"Rowan,Ashby\n");
    tablet.must_show("Line 2: a quotation mark is opened there and never closed");
    tablet.must_show("Choose the list");
}

#[test]
fn nothing_of_a_list_stays_behind_the_lock() {
    let tablet = at_the_preview();
    tablet.size(1280.0, 2400.0);
    tablet.must_show("Rowan Ashby");
    tablet.tap("Lock");
    tablet.must_not_show("Rowan");
    tablet.sign_in(HEAD);
    tablet.tap("Register");
    tablet.tap("Import");
    tablet.must_show("Choose the list");
    tablet.must_not_show("Rowan");
    let (desk, _folder) = tablet.desk_afterwards();
    assert!(desk.find_person("Rowan Ashby").is_err());
}

#[test]
fn whoever_does_not_keep_the_register_finds_no_import() {
    let tablet = Tablet::on();
    tablet.sign_in(TECHNICIAN);
    tablet.must_show("Staff and devices");
    assert!(tablet.find("Import").is_none());
}
