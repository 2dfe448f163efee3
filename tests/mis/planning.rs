//! Who joins, who changes, who is unclear: nobody is guessed, and nothing is written but what was shown.

use chrono::TimeDelta;
use shutterslip::acts::import::Confirmed;
use shutterslip::domain::mis::plan::{Pick, Terms};
use shutterslip::domain::mis::{Unsure, Worth};
use shutterslip::domain::permission::{Answer, Evidence};
use shutterslip::domain::person::PersonKind;

use super::hall::*;
use crate::school::template;

const HEAD: &str = "UPN,Forename,Surname,DOB,Class,Leaving date,Website\n";
const ROWAN: &str = "B801200005001,Rowan,Ashby,04/03/2021,Larks,,Yes\n";
const IDRIS: &str = "N823432113104,Idris,Pugh-Hale,30/11/2020,Larks,,No\n";

/// With Rowan and Idris in the register.
fn hall_with_two() -> Hall {
    let mut hall = Hall::new();
    let list = hall.list(&format!("{HEAD}{ROWAN}{IDRIS}"));
    let terms = hall.terms(&list);
    let account = hall.import(&list, &terms);
    assert_eq!((account.added, account.answers), (2, 2));
    hall
}

#[test]
fn a_child_is_found_again_by_the_upn_when_the_name_has_changed() {
    let mut hall = hall_with_two();
    let before = hall.child("Rowan");
    let list = hall.list(&format!(
        "{HEAD}B801200005001,Rowena,Ashby-Lee,04/03/2021,Wrens,31/08/2027,Yes\n"
    ));
    let terms = hall.terms(&list);
    let plan = hall.plan(&list, &terms).plan;
    assert_eq!((plan.joins.len(), plan.changes.len()), (0, 1));
    hall.import(&list, &terms);
    let after = hall.child("Rowena");
    assert_eq!(after.person.id, before.person.id);
    assert_eq!(after.class, "Wrens");
    assert_eq!(after.person.leaves, Some("2027-08-31".parse().unwrap()));
    assert!(
        after.person.known_as.contains(&"Rowan".to_owned()),
        "a caption is still searched for it"
    );
}

#[test]
fn without_a_upn_a_child_is_found_by_both_names_and_the_birth_date() {
    let mut hall = hall_with_two();
    let list = hall.list("Forename,Surname,DOB,Class\nROWAN,ashby,2021-03-04,Wrens\n");
    let terms = hall.terms(&list);
    let account = hall.import(&list, &terms);
    assert_eq!((account.added, account.changed), (0, 1));
    let child = hall.child("Rowan");
    assert_eq!(
        child.upn.as_deref(),
        Some("B801200005001"),
        "what the list does not say stays"
    );
}

#[test]
fn whoever_cannot_be_told_is_shown_and_left_out_until_a_person_says_who_it_is() {
    let mut hall = hall_with_two();
    let rows = [
        // Another birth date, none at all, a UPN of one and the name of another, a UPN of somebody else.
        (
            "Forename,Surname,DOB,Class\n",
            "Rowan,Ashby,05/03/2021,Larks",
        ),
        ("Forename,Surname,DOB,Class\n", "Rowan,Ashby,,Larks"),
        (
            "UPN,Forename,Surname,DOB,Class\n",
            "N823432113104,Rowan,Ashby,04/03/2021,Larks",
        ),
        (
            "UPN,Forename,Surname,DOB,Class\n",
            "A823432113104,Rowan,Ashby,04/03/2021,Larks",
        ),
        (
            "UPN,Forename,Surname,DOB,Class\n",
            "B801200005001,Someone,Else,01/01/2020,Larks",
        ),
    ];
    let rowan = hall.child("Rowan").person.id;
    for (head, row) in rows {
        let list = hall.list(&format!("{head}{row}\n"));
        let mut terms = hall.terms(&list);
        let plan = hall.plan(&list, &terms).plan;
        assert_eq!(plan.unclear.len(), 1, "{row}");
        assert!(plan.unclear[0].like.contains(&rowan), "{row}");
        assert!(plan.is_empty(), "{row}");
        assert!(
            plan.absent.iter().all(|entry| entry.person.id != rowan),
            "who may be meant is not away"
        );
        let before = hall.records();
        assert_eq!(hall.import(&list, &terms).left_out, 1);
        assert_eq!(hall.records(), before);
        terms.picks = pick(2, Pick::Same(template().amira.clone()));
        assert_eq!(
            hall.plan(&list, &terms).plan.unclear.len(),
            1,
            "somebody whom it cannot be"
        );
        terms.picks = pick(2, Pick::New);
        assert_eq!(hall.plan(&list, &terms).plan.joins.len(), 1, "{row}");
        terms.picks = pick(2, Pick::Same(rowan.clone()));
        let plan = hall.plan(&list, &terms).plan;
        assert!(plan.unclear.is_empty() && plan.joins.is_empty(), "{row}");
    }
}

#[test]
fn rows_about_the_same_child_are_read_together_and_of_one_signatory_the_no_counts() {
    let hall = Hall::new();
    let list = hall.list(&format!(
        "{HEAD}{ROWAN}{IDRIS}B801200005001,Rowan,Ashby,04/03/2021,Larks,,No\n"
    ));
    let plan = hall.plan(&list, &hall.terms(&list)).plan;
    assert!(plan.unclear.is_empty());
    assert_eq!(plan.joins.len(), 2);
    let rowan: Vec<_> = plan
        .answers
        .iter()
        .filter(|new| new.name == "Rowan Ashby")
        .collect();
    assert_eq!(
        (rowan.len(), rowan[0].line, rowan[0].answer),
        (1, 4, Answer::Refused)
    );
    assert!(
        plan.remarks
            .iter()
            .any(|remark| matches!(remark.what, Worth::BothSaid(_)))
    );
    // Two of one name are two where each has a number of its own.
    let list = hall.list(&format!(
        "{HEAD}{ROWAN}N823432113104,Rowan,Ashby,,Larks,,No\n"
    ));
    assert_eq!(hall.plan(&list, &hall.terms(&list)).plan.joins.len(), 2);
    // One number for two names is nobody's.
    let list = hall.list(&format!(
        "{HEAD}{ROWAN}B801200005001,Idris,Pugh-Hale,30/11/2020,Larks,,No\n"
    ));
    let plan = hall.plan(&list, &hall.terms(&list)).plan;
    let why: Vec<_> = plan
        .unclear
        .iter()
        .map(|one| (one.why.clone(), one.holds_a_no))
        .collect();
    assert_eq!(
        why,
        [(Unsure::UpnTwice(3), false), (Unsure::UpnTwice(2), true)]
    );
    // Nor can it be told whose row it is that has no birth date.
    let list = hall.list("Forename,Surname,DOB,Class,Website\nRowan,Ashby,04/03/2021,Larks,Yes\nRowan,Ashby,,Wrens,No\n");
    let plan = hall.plan(&list, &hall.terms(&list)).plan;
    assert_eq!((plan.joins.len(), plan.unclear.len()), (1, 1));
    assert!(plan.unclear[0].holds_a_no);
}

#[test]
fn whoever_carries_the_mark_never_comes_in_a_second_time_without_it() {
    let mut hall = Hall::new();
    let list =
        hall.list("Forename,Surname,DOB,Class,Website\nCara,Whitlock,01/02/2021,Robins,Yes\n");
    let mut terms = hall.terms(&list);
    terms.picks = pick(2, Pick::New);
    let plan = hall.plan(&list, &terms).plan;
    assert_eq!(plan.unclear.len(), 1);
    assert!(!plan.unclear[0].may_be_new);
    terms.picks = pick(2, Pick::Same(template().cara.clone()));
    hall.import(&list, &terms);
    let cara = hall.child("Cara");
    assert!(cara.person.never, "an import never takes the mark off");
    // Nor under a corrected name.
    let list = hall.list("Forename,Surname,DOB,Class\nKara,Whitelock,01/02/2021,Robins\n");
    let plan = hall.plan(&list, &hall.terms(&list)).plan;
    assert_eq!(plan.unclear[0].like, [template().cara.clone()]);
}

#[test]
fn an_odd_cell_is_named_and_its_row_is_read_without_it() {
    let hall = Hall::new();
    let list = hall.list(&format!(
        "{HEAD}{ROWAN},Tomos,,09/09/2020,Larks,,Yes\n,Mai,Tran,13/13/2020,Larks,,No\n,Esme,Wren,21/08/2021,,,Yes\n\
         ,Fay,Young,01/01/2090,Larks,,Yes\n,Kay,Old,01/01/2021,Larks,01/01/2020,Yes\n"
    ));
    let plan = hall.plan(&list, &hall.terms(&list)).plan;
    assert_eq!(plan.unclear.len(), 1);
    assert_eq!(
        (plan.unclear[0].line, &plan.unclear[0].why),
        (5, &Unsure::NoGroup)
    );
    assert_eq!(plan.joins.len(), 5);
    let no = plan
        .answers
        .iter()
        .find(|new| new.name == "Mai Tran")
        .unwrap();
    assert_eq!(no.answer, Answer::Refused);
    let told: Vec<(u64, &Worth)> = plan
        .remarks
        .iter()
        .map(|one| (one.line, &one.what))
        .collect();
    let odd = Worth::NoDate {
        header: "DOB".to_owned(),
        says: "13/13/2020".to_owned(),
    };
    let wanted = [
        (3, &Worth::OneName),
        (4, &odd),
        (6, &Worth::FutureBirth),
        (7, &Worth::LeavesBeforeBirth),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn a_upn_with_a_slip_is_a_warning_and_what_is_none_is_left_out() {
    let hall = Hall::new();
    let list = hall.list(&format!(
        "{HEAD}B801200005002,Rowan,Ashby,04/03/2021,Larks,,Yes\nnone,Idris,Pugh-Hale,30/11/2020,Larks,,No\n"
    ));
    let plan = hall.plan(&list, &hall.terms(&list)).plan;
    assert_eq!(plan.joins.len(), 2);
    assert_eq!(plan.joins[0].entry.upn.as_deref(), Some("B801200005002"));
    assert_eq!(plan.joins[1].entry.upn, None);
    assert_eq!(plan.remarks.len(), 2);
}

#[test]
fn whoever_is_not_in_the_list_leaves_only_where_a_person_says_so() {
    let mut hall = hall_with_two();
    let list = hall.list(&format!("{HEAD}{ROWAN}"));
    let terms = hall.terms(&list);
    let preview = hall.plan(&list, &terms);
    let idris = hall.child("Idris").person.id;
    assert!(
        preview
            .plan
            .absent
            .iter()
            .any(|entry| entry.person.id == idris)
    );
    hall.import(&list, &terms);
    assert_eq!(hall.child("Idris").person.leaves, None);
    let mut confirmed = Confirmed {
        preview: hall.plan(&list, &terms).id,
        leavers: [idris].into(),
        ..Confirmed::default()
    };
    let account = hall.try_import(&list, &terms, &confirmed).unwrap();
    assert_eq!(account.left, 1);
    assert_eq!(
        hall.child("Idris").person.leaves,
        Some("2026-03-02".parse().unwrap())
    );
    // Somebody who is in the list, or nobody's child, cannot be made to leave by it.
    confirmed.preview = hall.plan(&list, &terms).id;
    confirmed.leavers = [hall.child("Rowan").person.id].into();
    unusable(hall.try_import(&list, &terms, &confirmed));
    assert_eq!(hall.child("Rowan").person.leaves, None);
}

#[test]
fn a_leaving_date_here_is_not_taken_off_by_a_list_without_one() {
    let mut hall = hall_with_two();
    let list = hall.list(&format!(
        "{HEAD}B801200005001,Rowan,Ashby,04/03/2021,Larks,01/03/2026,Yes\n"
    ));
    let terms = hall.terms(&list);
    hall.import(&list, &terms);
    let list = hall.list(&format!("{HEAD}{ROWAN}"));
    let plan = hall.plan(&list, &terms).plan;
    assert!(plan.is_empty());
    let leaves = Worth::StaysInList("2026-03-01".parse().unwrap());
    assert_eq!(plan.remarks[0].what, leaves);
}

#[test]
fn a_preview_is_refused_once_what_it_rests_on_has_changed() {
    let mut hall = hall_with_two();
    let list = hall.list(&format!("{HEAD}{ROWAN},Mai,Tran,17/01/2021,Larks,,Yes\n"));
    let terms = hall.terms(&list);
    let old = Confirmed {
        preview: hall.plan(&list, &terms).id,
        ..Confirmed::default()
    };
    let others: [&dyn Fn(&mut Hall); 3] = [
        &|hall| {
            let entry =
                shutterslip::acts::permit::new_person(PersonKind::Child, "Mai", "Tran", "Larks");
            hall.desk
                .record_person(&hall.office.clone(), entry)
                .unwrap();
        },
        &|hall| {
            let mut entry = hall.child("Idris");
            entry.class = "Wrens".to_owned();
            hall.desk
                .record_person(&hall.office.clone(), entry)
                .unwrap();
        },
        &|hall| hall.school.clock.forward(TimeDelta::days(1)),
    ];
    for change in others {
        change(&mut hall);
        let before = hall.records();
        let told = refused(hall.try_import(&list, &terms, &old));
        assert!(told.contains("nothing was written"), "{told}");
        assert_eq!(hall.records(), before);
    }
    // Another list, or another understanding of it, is another preview; so is none at all.
    let fresh = hall.plan(&list, &terms).id;
    let other = hall.list(&format!("{HEAD}{ROWAN}"));
    let mut differently = terms.clone();
    differently.mapping.signatory = "Somebody else".to_owned();
    for (list, terms, preview) in [
        (&other, &terms, fresh.as_str()),
        (&list, &differently, fresh.as_str()),
        (&list, &terms, ""),
        (&list, &terms, &fresh[..4]),
    ] {
        let confirmed = Confirmed {
            preview: preview.to_owned(),
            ..Confirmed::default()
        };
        refused(hall.try_import(list, terms, &confirmed));
    }
}

#[test]
fn an_import_that_is_stopped_leaves_nothing() {
    let mut hall = Hall::new();
    let mut text = HEAD.to_owned();
    for number in 0..600 {
        text.push_str(&format!(",Child{number},Of Many,01/01/2021,Larks,,Yes\n"));
    }
    let list = hall.list(&text);
    let terms = hall.terms(&list);
    let confirmed = Confirmed {
        preview: hall.plan(&list, &terms).id,
        ..Confirmed::default()
    };
    let before = hall.records();
    let mut seen = Vec::new();
    let told = refused(hall.desk.import(
        &hall.office.clone(),
        &list,
        &terms,
        &confirmed,
        &mut |progress| {
            seen.push(progress);
            !matches!(progress, shutterslip::acts::import::Progress::Writing(done, _) if done > 500)
        },
    ));
    assert!(told.contains("nothing was recorded"), "{told}");
    assert!(seen.len() > 4, "progress is told");
    assert_eq!(hall.records(), before);
    let account = hall.import(&list, &terms);
    assert_eq!((account.added, account.answers), (600, 600));
}

#[test]
fn only_whoever_keeps_the_register_imports_and_only_the_head_speaks_for_the_forms() {
    let mut hall = hall_with_two();
    let list = hall.list(&format!("{HEAD}{ROWAN}"));
    let terms = Terms {
        forms_held: true,
        ..hall.terms(&list)
    };
    let told = refused(
        hall.desk
            .plan_import(&hall.office, &list, &terms, &mut go_on),
    );
    assert!(told.contains("only the head teacher"), "{told}");
    let account = hall.import(&list, &terms);
    assert_eq!(account.answers, 1, "the same yes, now with its form");
    let answers = hall.answers(&hall.child("Rowan").person.id);
    let last = answers.last().unwrap();
    assert_eq!(last.permission.evidence, Evidence::Paper);
    assert_eq!(
        last.permission.signed, answers[0].permission.signed,
        "a form makes no answer newer"
    );
    let imports = hall.desk.imports(&hall.office).unwrap();
    let record = imports.last().unwrap();
    assert_eq!(Some(&record.id), last.import.as_ref());
    assert!(record.forms_held && record.by == *hall.head.id());
    // A later list without that word does not take the written one's place.
    let plain = hall.terms(&list);
    let plan = hall.plan(&list, &plain).plan;
    assert_eq!((plan.answers.len(), plan.known), (0, 1));
}
