//! A no on record, and a list that says yes.

use shutterslip::acts::import::Confirmed;
use shutterslip::acts::permit::Form;
use shutterslip::domain::mis::{Meaning, Worth};
use shutterslip::domain::permission::{Answer, Evidence, Relation};

use super::hall::*;
use crate::school::channel;

const HEAD: &str = "Forename,Surname,DOB,Class,Website,Date,Informed by\n";

fn row(answer: &str, day: &str, by: &str) -> String {
    format!("{HEAD}Rowan,Ashby,04/03/2021,Larks,{answer},{day},{by}\n")
}

/// With Rowan, about whom S Ashby said no on 3 September.
fn hall_with_a_no() -> Hall {
    let mut hall = Hall::new();
    let list = hall.list(&row("No", "03/09/2025", "S Ashby"));
    let terms = hall.terms(&list);
    assert_eq!(hall.import(&list, &terms).answers, 1);
    hall
}

fn standing(hall: &Hall) -> Vec<(Answer, String)> {
    let answers = hall.answers(&hall.child("Rowan").person.id);
    let said = answers.into_iter().map(|filed| filed.permission);
    said.map(|said| (said.answer, said.by)).collect()
}

#[test]
fn a_yes_against_a_no_is_shown_by_its_row_and_recorded_only_where_that_row_is_confirmed() {
    let mut hall = hall_with_a_no();
    let list = hall.list(&row("Yes", "05/01/2026", "S Ashby"));
    let terms = hall.terms(&list);
    let preview = hall.plan(&list, &terms);
    assert!(preview.plan.answers.is_empty());
    let turn = &preview.plan.turns[0];
    assert_eq!((turn.yes.line, turn.stays_no), (2, false));
    assert_eq!(turn.noes[0].by, "S Ashby");
    assert_eq!(hall.import(&list, &terms).answers, 0);
    assert_eq!(
        standing(&hall).len(),
        1,
        "what nobody confirmed is not written"
    );
    let mut confirmed = Confirmed {
        preview: hall.plan(&list, &terms).id,
        turns: [(3, channel("website"))].into(),
        ..Confirmed::default()
    };
    unusable(hall.try_import(&list, &terms, &confirmed));
    assert_eq!(
        standing(&hall).len(),
        1,
        "another row's word is none for this one"
    );
    confirmed.turns = [(2, channel("website"))].into();
    let account = hall.try_import(&list, &terms, &confirmed).unwrap();
    assert_eq!((account.answers, account.turned), (1, 1));
    assert_eq!(standing(&hall).last().unwrap().0, Answer::Granted);
}

#[test]
fn a_yes_of_somebody_else_does_not_take_a_no_back_and_that_is_said() {
    let hall = hall_with_a_no();
    let list = hall.list(&row("Yes", "05/01/2026", "P Ashby"));
    let plan = hall.plan(&list, &hall.terms(&list)).plan;
    assert!(plan.turns[0].stays_no);
}

#[test]
fn a_withdrawal_given_here_is_not_undone_by_the_next_list() {
    let mut hall = Hall::new();
    let list = hall.list(&row("Yes", "03/09/2025", "S Ashby"));
    let terms = hall.terms(&list);
    hall.import(&list, &terms);
    let form = Form {
        person: &hall.child("Rowan").person.id,
        channels: &[channel("website")],
        answer: Answer::Withdrawn,
        relation: Relation::Parent,
        by: "S Ashby",
        signed: "2026-02-01".parse().unwrap(),
        from: None,
        until: None,
        evidence: Evidence::Spoken,
        file: None,
    };
    let office = hall.office.clone();
    hall.desk.add_answers(&office, &form).unwrap();
    // The MIS still has the old yes, with its date or without any.
    let plan = hall.plan(&list, &terms).plan;
    assert_eq!(
        (plan.answers.len(), plan.turns.len(), plan.older),
        (0, 0, 1)
    );
    let list = hall.list(&row("Yes", "", "S Ashby"));
    let plan = hall.plan(&list, &terms).plan;
    assert_eq!((plan.answers.len(), plan.turns.len()), (0, 1));
    assert!(plan.turns[0].noes[0].is_withdrawal);
}

#[test]
fn a_no_is_recorded_without_asking_and_an_answer_without_a_date_is_of_today() {
    let mut hall = Hall::new();
    let list = hall.list(&row("Yes", "03/09/2025", "S Ashby"));
    let terms = hall.terms(&list);
    hall.import(&list, &terms);
    let list = hall.list(&row("No", "", "S Ashby"));
    let terms = hall.terms(&list);
    assert_eq!(hall.import(&list, &terms).answers, 1);
    let answers = hall.answers(&hall.child("Rowan").person.id);
    let last = &answers.last().unwrap().permission;
    assert_eq!(
        (last.answer, last.signed),
        (Answer::Refused, "2026-03-02".parse().unwrap())
    );
}

#[test]
fn a_blank_takes_nothing_back() {
    let mut hall = hall_with_a_no();
    let list = hall.list(&row("", "", ""));
    let mut terms = hall.terms(&list);
    answers(&mut terms.mapping, "Website", "website", &[]);
    hall.import(&list, &terms);
    assert_eq!(standing(&hall), [(Answer::Refused, "S Ashby".to_owned())]);
}

#[test]
fn where_a_row_says_both_the_no_is_heard_whichever_column_comes_first() {
    for (first, second) in [("Yes", "No"), ("No", "Yes")] {
        let hall = Hall::new();
        let list = hall.list(&format!(
            "Forename,Surname,DOB,Class,Website,Web\nRowan,Ashby,04/03/2021,Larks,{first},{second}\n"
        ));
        let mut terms = hall.terms(&list);
        for header in ["Website", "Web"] {
            answers(
                &mut terms.mapping,
                header,
                "website",
                &[("Yes", Meaning::Yes), ("No", Meaning::No)],
            );
        }
        let plan = hall.plan(&list, &terms).plan;
        assert_eq!(plan.answers.len(), 1);
        assert_eq!(plan.answers[0].answer, Answer::Refused);
        assert_eq!(plan.remarks[0].what, Worth::BothSaid(channel("website")));
    }
}

#[test]
fn a_value_that_the_remembered_mapping_has_not_seen_is_guessed_with_care_and_pointed_out() {
    let hall = hall_with_a_no();
    let list = hall.list(&row("See her letter", "05/01/2026", "S Ashby"));
    let proposal = hall.desk.propose_mapping(&hall.office, &list).unwrap();
    assert!(proposal.is_remembered);
    assert_eq!(proposal.has_new_values, [4]);
    let plan = hall.plan(&list, &hall.terms(&list)).plan;
    assert!(plan.is_empty());
}
