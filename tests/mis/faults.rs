//! Lists that public reports led to, each with its right result (`tests/fixtures/mis/faults`): what says no
//! is heard, and nobody comes twice.

use chrono::TimeDelta;
use shutterslip::acts::ActError;
use shutterslip::acts::import::{Confirmed, List};
use shutterslip::acts::permit::new_person;
use shutterslip::domain::mis::plan::{Meant, Pick, Plan, Saying, Terms};
use shutterslip::domain::mis::{Holds, Meaning, NotImported, Unsure, Worth};
use shutterslip::domain::permission::Answer;
use shutterslip::domain::person::{PersonId, PersonKind};

use super::hall::*;
use crate::school::channel;

fn fault(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mis/faults/");
    let bytes = std::fs::read(format!("{folder}{name}")).unwrap();
    match name.starts_with("m5") {
        // Its answers are of the autumn before these tests, not after.
        true => String::from_utf8(bytes)
            .unwrap()
            .replace("/2026", "/2025")
            .replace("Nov 2026", "Nov 2025")
            .into_bytes(),
        false => bytes,
    }
}

/// With the children of the sample school whom they name.
fn hall() -> Hall {
    let mut hall = Hall::new();
    for (given, family, born, group, known_as) in [
        ("Ben", "O'Brien", "2022-10-07", "Ladybirds", None),
        ("Lola", "Fernández", "2023-10-04", "Bumblebees", None),
        (
            "Leo",
            "Marsh-Bell",
            "2022-08-19",
            "Ladybirds",
            Some("Lenny"),
        ),
        ("Ruby", "D'Souza", "2023-11-23", "Bumblebees", None),
        (
            "Gabriel",
            "St John",
            "2023-09-12",
            "Dragonflies",
            Some("Gabe"),
        ),
        ("Daniel", "Wright", "2023-01-24", "Ladybirds", None),
    ] {
        let mut entry = new_person(PersonKind::Child, given, family, group);
        entry.person.born = born.parse().ok();
        entry.person.known_as = known_as.into_iter().map(str::to_owned).collect();
        entry.person.never = given == "Daniel";
        hall.desk
            .record_person(&hall.office.clone(), entry)
            .unwrap();
    }
    hall
}

fn read(hall: &Hall, name: &str) -> (List, Terms) {
    let list = hall.read(&fault(name)).unwrap();
    let terms = hall.terms(&list);
    (list, terms)
}

fn shown(hall: &Hall, name: &str) -> Plan {
    let (list, terms) = read(hall, name);
    hall.plan(&list, &terms).plan
}

fn taken(hall: &mut Hall, name: &str) {
    let (list, terms) = read(hall, name);
    hall.import(&list, &terms);
}

fn id(hall: &Hall, given: &str) -> PersonId {
    hall.child(given).person.id
}

/// What is on record of a child for the website.
fn website(hall: &Hall, given: &str) -> Vec<(Answer, String)> {
    let answers = hall.answers(&id(hall, given)).into_iter();
    let answers = answers.filter(|filed| filed.permission.channel == channel("website"));
    answers
        .map(|filed| (filed.permission.answer, filed.permission.by))
        .collect()
}

const RECORDS: &str = "School records";

#[test]
fn every_sheet_with_children_is_read_and_a_cover_sheet_is_no_hindrance() {
    let mut hall = hall();
    for (name, joins, spot) in [
        ("m1-two-sheets.xlsx", 1, "Ladybirds!2"),
        ("m1-read-me-sheet-first.xlsx", 0, "2"),
    ] {
        let (list, terms) = read(&hall, name);
        let plan = hall.plan(&list, &terms).plan;
        assert_eq!(plan.joins.len(), joins, "{name}");
        let ben = plan
            .answers
            .iter()
            .find(|new| new.name == "Ben O'Brien")
            .unwrap();
        assert_eq!(
            (ben.answer, list.table.spot(ben.line).as_str()),
            (Answer::Refused, spot)
        );
        assert_eq!(list.table.line_at(spot), Some(ben.line));
    }
    assert_eq!(
        shown(&hall, "m1-read-me-sheet-first.xlsx").unread[0].sheet,
        "Read me"
    );
    taken(&mut hall, "m1-two-sheets.xlsx");
    assert_eq!(
        website(&hall, "Ben O'Brien"),
        [(Answer::Refused, RECORDS.to_owned())]
    );
    hall.child("Zed");
}

#[test]
fn under_a_header_that_asks_the_other_way_a_yes_is_a_no_or_waits() {
    let hall = hall();
    for number in 0..12 {
        let name = format!("m2-asks-the-other-way-{number:02}.csv");
        let (list, terms) = read(&hall, &name);
        let column = terms.mapping.columns.last().unwrap();
        assert_eq!(column.holds, Holds::Answer, "{name}");
        assert_ne!(column.meanings["Yes"], Meaning::Yes, "{name}");
        match hall
            .desk
            .plan_import(&hall.office, &list, &terms, &mut go_on)
        {
            Ok(preview) => {
                let answers = preview.plan.answers;
                assert_eq!(answers.len(), 1, "{name}");
                assert_eq!(answers[0].answer, Answer::Refused, "{name}");
            }
            Err(ActError::Import(NotImported::Mapping(_))) => {}
            Err(other) => panic!("{name}: {other}"),
        }
    }
}

#[test]
fn a_yes_that_the_list_says_no_more_is_named_and_nothing_is_recorded_before_it_is_settled() {
    for number in 0..8 {
        let mut hall = hall();
        taken(&mut hall, "m3-a-first-yes.csv");
        let name = format!("m3-b-then-gone-{number:02}.csv");
        let (list, terms) = read(&hall, &name);
        let preview = hall.plan(&list, &terms);
        let plan = &preview.plan;
        let mut confirmed = Confirmed {
            preview: preview.id.clone(),
            ..Confirmed::default()
        };
        if number > 1 {
            // A word that says no is a no, with its words.
            let zed = &plan.answers[0];
            assert_eq!(
                (plan.answers.len(), zed.name.as_str()),
                (1, "Zed Testz"),
                "{name}"
            );
            assert_ne!(zed.answer, Answer::Granted, "{name}");
            assert!(
                fault_text(&name).contains(&zed.words),
                "{name}: {}",
                zed.words
            );
        } else {
            let gone = &plan.gone[0];
            assert_eq!(
                (plan.gone.len(), gone.name.as_str()),
                (1, "Zed Testz"),
                "{name}"
            );
            assert_eq!(gone.says, Saying::Nothing, "{name}");
            let before = hall.records();
            match hall.try_import(&list, &terms, &confirmed) {
                Err(ActError::Import(NotImported::Unsettled { gone: 1, .. })) => {}
                other => panic!("{name}: {other:?}"),
            }
            assert_eq!(hall.records(), before, "nothing is written");
            confirmed
                .gone
                .insert((gone.line, gone.channel.clone()), Meant::No);
        }
        hall.school.clock.forward(TimeDelta::minutes(1));
        hall.try_import(&list, &terms, &confirmed).unwrap();
        let last = website(&hall, "Zed").pop().unwrap();
        assert_ne!(last.0, Answer::Granted, "{name}");
        assert_eq!(
            website(&hall, "Bea"),
            [(Answer::Granted, RECORDS.to_owned())]
        );
    }
}

fn fault_text(name: &str) -> String {
    String::from_utf8(fault(name)).unwrap()
}

#[test]
fn a_yes_that_stands_all_the_same_stays_and_one_that_was_given_here_is_no_business_of_a_blank() {
    let mut hall = hall();
    taken(&mut hall, "m3-a-first-yes.csv");
    let (list, terms) = read(&hall, "m3-b-then-gone-00.csv");
    let preview = hall.plan(&list, &terms);
    let mut confirmed = Confirmed {
        preview: preview.id,
        ..Confirmed::default()
    };
    for gone in &preview.plan.gone {
        confirmed
            .gone
            .insert((gone.line, gone.channel.clone()), Meant::Stands);
    }
    hall.try_import(&list, &terms, &confirmed).unwrap();
    assert_eq!(
        website(&hall, "Zed"),
        [(Answer::Granted, RECORDS.to_owned())]
    );
    confirmed.gone.clear();
    confirmed.gone.insert((77, channel("website")), Meant::No);
    unusable_or_unsettled(hall.try_import(&list, &terms, &confirmed));
}

#[track_caller]
fn unusable_or_unsettled<T: std::fmt::Debug>(done: Result<T, ActError>) {
    match done {
        Err(ActError::Sheet(_) | ActError::Import(_)) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn another_spelling_is_the_child_who_is_here_and_their_no_is_theirs() {
    for (number, name) in [
        "Ben O'Brien",
        "Lola",
        "Leo",
        "Ben O'Brien",
        "Ruby",
        "Gabriel",
    ]
    .iter()
    .enumerate()
    {
        let mut hall = hall();
        let before = hall.children().len();
        let file = format!("m4-same-child-other-spelling-{number:02}.csv");
        taken(&mut hall, &file);
        assert_eq!(hall.children().len(), before, "{file}");
        assert_eq!(
            website(&hall, name),
            [(Answer::Refused, RECORDS.to_owned())],
            "{file}"
        );
    }
}

#[test]
fn whoever_carries_the_mark_is_asked_about_and_never_joins_without_it() {
    let mut hall = hall();
    let (list, mut terms) = read(&hall, "m4-marked-child-no-birthday.csv");
    let daniel = id(&hall, "Daniel");
    let plan = hall.plan(&list, &terms).plan;
    assert_eq!(plan.unclear[0].like, std::slice::from_ref(&daniel));
    assert!(plan.joins.is_empty());
    terms.picks = pick(2, Pick::New);
    assert!(hall.plan(&list, &terms).plan.joins.is_empty());
    for row in [
        "Dan,Wright,",
        "Daniel,Wrigth,",
        "Danny,Wright,24/01/2023",
        "Wright,Daniel,",
        "DANIEL,Wright,01/01/2020",
        "Daniel,Wrïght,",
        "Danïel,Wright Jones,",
        "Kim,Other,24/01/2023",
    ] {
        let list = hall.list(&format!("Forename,Surname,DOB,Class\n{row},Bees\n"));
        let mut terms = hall.terms(&list);
        terms.picks = pick(2, Pick::New);
        let plan = hall.plan(&list, &terms).plan;
        assert!(plan.joins.is_empty(), "{row}");
        assert!(plan.unclear[0].like.contains(&daniel), "{row}");
        assert!(!plan.unclear[0].may_be_new, "{row}");
    }
    // By hand neither, whatever they would be.
    let office = hall.office.clone();
    for (kind, given, family) in [
        (PersonKind::Child, "Daniel\u{200b}", "Wright"),
        (PersonKind::Visitor, "DANIEL", "Wright"),
        (PersonKind::Child, "Dan", "Wright"),
        (PersonKind::Child, "Daniel", "Wrigth"),
    ] {
        let entry = new_person(kind, given, family, "Bees");
        let others = [daniel.clone()].into();
        match hall.desk.add_person(&office, entry, &others) {
            Err(ActError::Alike(alike)) => assert!(alike[0].needs_birth_dates),
            other => panic!("{given} {family}: {other:?}"),
        }
    }
    let mut entry = new_person(PersonKind::Child, "Daniel", "Wright", "Bees");
    entry.person.born = "2022-01-01".parse().ok();
    let none = std::collections::BTreeSet::new();
    assert!(
        hall.desk.add_person(&office, entry.clone(), &none).is_err(),
        "he is looked at first"
    );
    hall.desk
        .add_person(&office, entry, &[daniel].into())
        .unwrap();
}

#[test]
fn by_hand_too_spelling_makes_nobody_two_and_what_is_nearly_alike_asks() {
    let mut hall = hall();
    let office = hall.office.clone();
    let none = std::collections::BTreeSet::new();
    for (kind, given, family) in [
        (PersonKind::Child, "Ben", "O’Brien"),
        (PersonKind::Visitor, "Lola", "Fernandez"),
        (PersonKind::Staff, "Leo", "Marsh Bell"),
        (PersonKind::Child, "DSouza", "Ruby"),
    ] {
        let entry = new_person(kind, given, family, "Bees");
        match hall.desk.add_person(&office, entry, &none) {
            Err(ActError::Alike(alike)) => {
                assert!(alike[0].is_same_name && alike[0].needs_birth_dates)
            }
            other => panic!("{given} {family}: {other:?}"),
        }
    }
    let entry = new_person(PersonKind::Child, "Benny", "O'Brien", "Bees");
    let ben = id(&hall, "Ben O'Brien");
    match hall.desk.add_person(&office, entry.clone(), &none) {
        Err(ActError::Alike(alike)) => {
            assert_eq!(alike[0].entry.person.id, ben);
            assert!(!alike[0].needs_birth_dates);
        }
        other => panic!("{other:?}"),
    }
    hall.desk.add_person(&office, entry, &[ben].into()).unwrap();
    hall.desk
        .add_person(
            &office,
            new_person(PersonKind::Child, "Nobody", "Likewise", "Bees"),
            &none,
        )
        .unwrap();
}

#[test]
fn a_name_that_is_nearly_alike_is_asked_about_across_all_kinds() {
    let mut hall = hall();
    let office = hall.office.clone();
    let visitor = new_person(PersonKind::Visitor, "Vera", "Quill", "");
    hall.desk
        .add_person(&office, visitor, &Default::default())
        .unwrap();
    let vera = hall.desk.find_person("Vera Quill").unwrap().person.id;
    for (row, like) in [
        ("Ben,O'Brian,07/10/2022", id(&hall, "Ben O'Brien")),
        ("Benjamin,O'Brien,07/10/2022", id(&hall, "Ben O'Brien")),
        ("Lola,Fernandes,", id(&hall, "Lola")),
        ("Gabe,Saint John,12/09/2023", id(&hall, "Gabriel")),
        ("Leo,Marsh,19/08/2022", id(&hall, "Leo")),
        ("Rubi,DSouza,23/11/2023", id(&hall, "Ruby")),
        ("Vera,Quill,01/01/2022", vera),
        // Renamed, and nowhere else in the list.
        ("Oscar,O'Brien,07/10/2022", id(&hall, "Ben O'Brien")),
    ] {
        let list = hall.list(&format!(
            "Forename,Surname,DOB,Class,Website\n{row},Bees,No\n"
        ));
        let mut terms = hall.terms(&list);
        let plan = hall.plan(&list, &terms).plan;
        assert!(plan.joins.is_empty() && plan.answers.is_empty(), "{row}");
        assert_eq!(plan.unclear[0].like, std::slice::from_ref(&like), "{row}");
        assert!(plan.unclear[0].holds_a_no, "{row}");
        terms.picks = pick(2, Pick::Same(like));
        let plan = hall.plan(&list, &terms).plan;
        assert_eq!((plan.joins.len(), plan.answers.len()), (0, 1), "{row}");
        terms.picks = pick(2, Pick::New);
        assert_eq!(hall.plan(&list, &terms).plan.joins.len(), 1, "{row}");
    }
    // Two rows of one list, neither of whom is here.
    let list = hall.list(
        "Forename,Surname,DOB,Class\nEsme,Wren,21/08/2021,Bees\nEsmee,Wren,21/08/2021,Bees\n",
    );
    let plan = hall.plan(&list, &hall.terms(&list)).plan;
    assert_eq!(plan.joins.len(), 1);
    assert_eq!(plan.unclear[0].why, Unsure::LikeLine(2));
}

#[test]
fn the_columns_of_the_list_that_is_gone_are_read_by_the_one_importer() {
    let hall = hall();
    let plan = shown(&hall, "m4-plain-import.csv");
    assert!(plan.joins.is_empty() && plan.unclear.is_empty());
    assert_eq!(plan.same, 1, "the same child, in whichever spelling");
}

#[test]
fn an_odd_cell_does_not_take_its_childs_no_with_it() {
    for number in 0..3 {
        let mut hall = hall();
        taken(&mut hall, "m5-a-first-yes.csv");
        let name = format!("m5-b-no-left-out-{number:02}.csv");
        let plan = shown(&hall, &name);
        assert_eq!(plan.answers.len(), 1, "{name}");
        assert!(plan.unclear.is_empty() && plan.joins.is_empty(), "{name}");
        taken(&mut hall, &name);
        let last = website(&hall, "Ada").pop().unwrap();
        assert_eq!(last.0, Answer::Refused, "{name}");
        let ada = hall.child("Ada").person;
        assert_eq!(
            (ada.family.as_str(), ada.born),
            ("Testone", "2021-02-01".parse().ok())
        );
        if number < 2 {
            let is_odd = |worth: &Worth| matches!(worth, Worth::NoDate { .. });
            assert!(
                plan.remarks.iter().any(|remark| is_odd(&remark.what)),
                "{name}"
            );
        }
    }
}

#[test]
fn a_row_that_cannot_be_told_holds_its_no_up_until_somebody_says_what_becomes_of_it() {
    let mut hall = hall();
    let list = hall.list(
        "Forename,Surname,DOB,Class,Website\nBen,O'Brien,N/A,Ladybirds,No\n,,,Bees,Refused\n",
    );
    let mut terms = hall.terms(&list);
    let preview = hall.plan(&list, &terms);
    assert_eq!(preview.plan.unclear.len(), 2);
    assert!(preview.plan.unclear.iter().all(|one| one.holds_a_no));
    assert_eq!(preview.plan.unclear[0].name, "Ben O'Brien");
    let confirmed = Confirmed {
        preview: preview.id,
        ..Confirmed::default()
    };
    match hall.try_import(&list, &terms, &confirmed) {
        Err(ActError::Import(NotImported::Unsettled { unclear: 2, .. })) => {}
        other => panic!("{other:?}"),
    }
    terms.picks = [(2, Pick::Same(id(&hall, "Ben O'Brien"))), (3, Pick::Nobody)].into();
    let account = hall.import(&list, &terms);
    assert_eq!((account.answers, account.left_out), (1, 1));
    assert_eq!(
        website(&hall, "Ben O'Brien"),
        [(Answer::Refused, RECORDS.to_owned())]
    );
}

#[test]
fn two_rows_a_child_are_two_signatories_and_the_no_counts() {
    let mut hall = hall();
    taken(&mut hall, "m5-c-one-row-a-parent.csv");
    let wanted = [
        (Answer::Granted, "M O'Brien".to_owned()),
        (Answer::Refused, "D O'Brien".to_owned()),
    ];
    assert_eq!(website(&hall, "Ben O'Brien"), wanted);
}

#[test]
fn a_list_with_a_row_for_each_question_is_read() {
    let mut hall = hall();
    let list = hall.list(
        "Forename,Surname,DOB,Class,Consent type,Response,Date,Given by\n\
         Ben,O'Brien,07/10/2022,Ladybirds,School website,Yes,01/09/2025,M O'Brien\n\
         Ben,O'Brien,07/10/2022,Ladybirds,Social media,No,01/09/2025,M O'Brien\n\
         Ben,O'Brien,07/10/2022,Ladybirds,Trips,No,01/09/2025,M O'Brien\n\
         Zed,Testz,01/02/2021,Ladybirds,No press,Yes,01/09/2025,T Testz\n",
    );
    let terms = hall.terms(&list);
    assert_eq!(terms.mapping.columns[4].holds, Holds::Asks);
    let plan = hall.plan(&list, &terms).plan;
    let said: Vec<_> = plan
        .answers
        .iter()
        .map(|new| (new.name.as_str(), new.channel.0.as_str(), new.answer))
        .collect();
    let wanted = [
        ("Ben O'Brien", "website", Answer::Granted),
        ("Ben O'Brien", "social", Answer::Refused),
        ("Zed Testz", "press", Answer::Refused),
    ];
    assert_eq!(said, wanted);
    hall.import(&list, &terms);
    // What it asks that nobody knows waits for a person.
    let list = hall.list(
        "Forename,Surname,DOB,Class,Consent type,Response\nBen,O'Brien,07/10/2022,Ladybirds,Website,Yes\n\
         Ben,O'Brien,07/10/2022,Ladybirds,Photos in general,No\n",
    );
    let terms = hall.terms(&list);
    match hall
        .desk
        .plan_import(&hall.office, &list, &terms, &mut go_on)
    {
        Err(ActError::Import(NotImported::Mapping(fault))) => {
            assert!(fault.to_string().contains("Photos in general"))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn legal_and_everyday_names_are_both_held_and_a_family_name_that_changes_stays_known() {
    let mut hall = hall();
    taken(&mut hall, "m6-legal-and-preferred.csv");
    let child = hall.child("Mohammed").person;
    assert_eq!(
        (child.family.as_str(), child.known_as, child.known_families),
        (
            "Testkhan",
            vec!["Mo".to_owned()],
            vec!["Testsmith".to_owned()],
        )
    );
    let plan = shown(&self::hall(), "m6-pet-name-in-brackets.csv");
    let amira = &plan.joins[0].entry.person;
    assert_eq!(
        (amira.given.as_str(), amira.family.as_str()),
        ("Amira", "Testkhan")
    );
    assert_eq!(amira.known_as, ["Mia"]);
    let list = hall
        .list("UPN,Forename,Surname,DOB,Class\nB801200005001,Ada,Testone,01/02/2021,Ladybirds\n");
    let terms = hall.terms(&list);
    hall.import(&list, &terms);
    let list = hall
        .list("UPN,Forename,Surname,DOB,Class\nB801200005001,Ada,Newname,01/02/2021,Ladybirds\n");
    hall.import(&list, &terms);
    let ada = hall.child("Ada").person;
    assert_eq!(
        (ada.family.as_str(), ada.known_families),
        ("Newname", vec!["Testone".to_owned()])
    );
}

#[test]
fn a_formula_that_was_not_worked_out_is_refused_with_its_cell() {
    let hall = hall();
    let told = unusable(hall.read(&fault("m7-formula-not-worked-out.xlsx")));
    assert!(
        told.contains("cell E2") && told.contains("line 2"),
        "{told}"
    );
}

#[test]
fn letters_of_the_wrong_code_page_are_put_right_and_shown_as_they_were_read() {
    for (name, was) in [
        ("m8-macintosh.csv", "TestŽ"),
        ("m8-read-twice.csv", "TestÃ©"),
    ] {
        let mut hall = hall();
        let plan = shown(&hall, name);
        let person = &plan.joins[0].entry.person;
        assert_eq!(
            (person.given.as_str(), person.family.as_str()),
            ("Zoë", "Testé"),
            "{name}"
        );
        let worth = Worth::Mended {
            was: was.to_owned(),
            likely: "Testé".to_owned(),
        };
        assert!(
            plan.remarks.iter().any(|remark| remark.what == worth),
            "{:?}",
            plan.remarks
        );
        taken(&mut hall, name);
        hall.child("Zoë");
    }
}

#[test]
fn one_name_is_a_name() {
    let mut hall = hall();
    taken(&mut hall, "m9-one-name.csv");
    assert_eq!(hall.child("Sukarno").person.family, "");
    assert_eq!(shown(&hall, "m9-one-name.csv").same, 1);
}

#[test]
fn sheets_and_titles_that_say_no_are_refused_by_their_names() {
    use super::workbooks::book_of;
    let hall = hall();
    let rows = |cells: &[&[&str]]| -> Vec<Vec<String>> {
        cells
            .iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
            .collect()
    };
    let children = || rows(&[&["Forename", "Surname", "Class"], &["Zed", "Testz", "Bees"]]);
    let other = || {
        rows(&[
            &["First name", "Surname", "Website"],
            &["Ada", "Testa", "No"],
        ])
    };
    for (sheets, says) in [
        (
            vec![("Bees", children()), ("No photos", children())],
            "`No photos`",
        ),
        (vec![("Refused", children())], "`Refused`"),
        (
            vec![("Bees", children()), ("Wasps", other())],
            "`Bees`, `Wasps`",
        ),
        (
            vec![
                ("Ideas", rows(&[&["a", "b"], &["c", "d"]])),
                ("More", rows(&[&["e", "f"], &["g", "h"]])),
            ],
            "`Ideas`, `More`",
        ),
    ] {
        let told = unusable(hall.read(&book_of(&sheets)));
        assert!(told.contains(says), "{told}");
    }
    let told = unusable(
        hall.read(b"Children who may not be photographed,\nForename,Surname\nZed,Testz\n"),
    );
    assert!(told.contains("line 1"), "{told}");
    // A sheet that is not read is named, with what in it says no.
    let notes = rows(&[
        &["Notes", "of the office"],
        &["Zed Testz", "do not photograph"],
    ]);
    let list = hall
        .read(&book_of(&[("Bees", children()), ("Notes", notes)]))
        .unwrap();
    let unread = &hall.plan(&list, &hall.terms(&list)).plan.unread[0];
    assert_eq!((unread.sheet.as_str(), unread.noes.len()), ("Notes", 1));
    assert!(unread.noes[0].1.contains("Zed Testz"));
}

#[test]
fn a_no_in_a_remark_in_a_name_or_beside_a_yes_is_named_with_its_child() {
    let hall = hall();
    let list = hall.list(
        "Forename,Surname,DOB,Class,Website,Website consent date,Notes,SEN\n\
         Zed,Testz,01/02/2021,Bees,Yes,Withdrawn 12/11,,No\n\
         Ada,Testa,02/02/2021,Bees,Yes,01/09/2025,Mum says no photos,N\n\
         Una,Testu (no photos),03/02/2021,Bees,Yes,Nov 2026,,\n",
    );
    let plan = hall.plan(&list, &hall.terms(&list)).plan;
    assert_eq!(plan.answers.len(), 2, "{:?}", plan.answers);
    assert_eq!(
        (plan.answers[0].name.as_str(), plan.answers[0].answer),
        ("Zed Testz", Answer::Refused)
    );
    let noes: Vec<&str> = plan
        .remarks
        .iter()
        .filter(|remark| remark.what.is_of_a_no())
        .map(|remark| remark.name.as_str())
        .collect();
    assert_eq!(noes, ["Zed Testz", "Ada Testa", "Una Testu"]);
    assert_eq!(
        (plan.unused[0].header.as_str(), plan.unused[0].noes.len()),
        ("SEN", 2)
    );
    assert!(
        plan.remarks
            .iter()
            .any(|remark| matches!(remark.what, Worth::YesLeftOut { .. }))
    );
}
