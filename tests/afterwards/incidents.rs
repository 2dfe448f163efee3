//! Incidents out of the house: as a spreadsheet, and as JSON.

use shutterslip::acts::ActError;
use shutterslip::domain::incident::{Incident, IncidentEvent, IncidentState};
use shutterslip::domain::staff::Role;

use super::school::*;

#[test]
fn every_incident_and_what_was_done_is_a_line_of_the_spreadsheet() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let first = desk
        .report(&them.office, "a phone, \"just this once\"")
        .unwrap();
    desk.report(&them.office, "=HYPERLINK(\"http://evil.example\")")
        .unwrap();
    desk.follow_up(&them.head, &first.0, IncidentState::Acknowledged, "seen")
        .unwrap();
    desk.follow_up(&them.head, &first.0, IncidentState::Closed, "spoken to")
        .unwrap();
    let bytes = desk.incidents_as_csv(&them.head).unwrap();
    let mut sheet = csv::Reader::from_reader(bytes.as_slice());
    let rows: Vec<Vec<String>> = sheet
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0][0], first.0);
    assert_eq!(rows[0][3], OFFICE);
    assert_eq!(rows[0][4], "a phone, \"just this once\"");
    assert_eq!(rows[0][9..], [HEAD, "spoken to"]);
    assert!(rows[1][4].starts_with("'="), "a formula: {:?}", rows[1]);
    assert_eq!(rows[1][8..], ["", "", ""]);
}

#[test]
fn the_json_holds_what_the_register_holds() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let id = desk.report(&them.office, "a phone was seen").unwrap();
    desk.follow_up(&them.head, &id.0, IncidentState::Acknowledged, "seen")
        .unwrap();
    #[derive(serde::Deserialize)]
    struct Told {
        incident: Incident,
        events: Vec<IncidentEvent>,
    }
    let bytes = desk.incidents_as_json(&them.head).unwrap();
    let told: Vec<Told> = serde_json::from_slice(&bytes).unwrap();
    let held = desk.incidents(&them.head).unwrap();
    assert_eq!(told.len(), held.len());
    for (told, (incident, events)) in told.iter().zip(&held) {
        assert_eq!((&told.incident, &told.events), (incident, events));
    }
}

#[test]
fn anybody_writes_an_incident_down_and_only_those_who_answer_for_it_take_the_list_away() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    desk.add_staff(&them.head, "Mr Hughes", Role::Practitioner, None, "314159")
        .unwrap();
    let hughes = desk.sign_in("Mr Hughes", "314159").unwrap();
    let id = desk.report(&hughes, "a phone was seen").unwrap();
    for refused in [
        desk.incidents_as_csv(&hughes).map(drop),
        desk.incidents_as_json(&hughes).map(drop),
        desk.follow_up(&hughes, &id.0, IncidentState::Closed, "done"),
        desk.follow_up(&them.office, &id.0, IncidentState::Closed, "done"),
    ] {
        assert!(
            matches!(&refused, Err(ActError::Refused(why)) if !why.is_of_input()),
            "{refused:?}"
        );
    }
}

#[test]
fn an_incident_without_words_or_with_too_many_is_refused_in_words() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let long = "x".repeat(1_001);
    for (typed, said) in [
        ("  \n ", "what happened"),
        (long.as_str(), "shorten it"),
        ("a\u{7}b", "type it anew"),
    ] {
        let told = shutterslip::cli::act_words(&desk.report(&them.office, typed).unwrap_err());
        assert!(told.contains(said), "{told}");
    }
    assert!(desk.incidents(&them.head).unwrap().is_empty());
    desk.report(&them.office, "a phone\nwas  seen").unwrap();
    assert_eq!(
        desk.incidents(&them.head).unwrap()[0].0.note,
        "a phone was seen"
    );
}
