//! Random lists with noes in random cells, headers and sheets: each no is recorded, named with its child,
//! or the list is refused. Nothing that says no ever becomes a yes.

use std::collections::HashMap;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::{ImportId, PermissionId, StaffId};
use shutterslip::domain::mis::plan::{Held, Plan, Terms, plan};
use shutterslip::domain::mis::{Fault, Holds, Mapping, Table, guess};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::policy::{Policy, SHIPPED};
use shutterslip::domain::school::{FiledPermission, Registered};
use shutterslip::sheet;

use super::workbooks::book_of;

/// Values that say no, in the words of people who fill in lists.
const NOES: [&str; 40] = [
    "No",
    "N",
    "NO",
    "no ",
    "Refused",
    "refused - Mum",
    "Declined",
    "Denied",
    "Deny",
    "Not granted",
    "Not consented",
    "No consent",
    "Consent withdrawn",
    "Withdrawn 12/11",
    "withdrew 3 Nov",
    "Revoked",
    "Consent revoked",
    "Opt out",
    "Opted out",
    "opt-out",
    "optout",
    "Objects",
    "Objection from Dad",
    "Do not use",
    "Don't",
    "don’t photograph",
    "Never",
    "✗",
    "✘",
    "❌",
    "Not allowed",
    "Permission refused",
    "Yes but not website",
    "All except website",
    "N - see letter",
    "No (both parents)",
    "Withheld",
    "Prohibited",
    "Disagree",
    "Refsued",
];
const YESES: [&str; 6] = ["Yes", "Y", "Granted", "Received", "✓", "Consented"];
const NEITHER: [&str; 5] = ["", "False", "Pending", "Not requested", "Unknown"];
/// Headers that ask for a yes, and those that ask the other way round.
const ASKS: [&str; 5] = [
    "Website photo consent",
    "Website",
    "Photos on website",
    "Web consent",
    "Use on school website",
];
const DENIES: [&str; 22] = [
    "No website",
    "Cannot be used on website",
    "Website consent refused",
    "Website consent withdrawn",
    "Website optout",
    "Opt out of website",
    "Opted out (website)",
    "Do not use on website",
    "Don't publish on website",
    "Objects to website",
    "Object to website photos",
    "Exempt from website",
    "Website photo ban",
    "Keep off website",
    "Website denied",
    "Withheld from website",
    "Not for website",
    "Never on website",
    "Website - refused",
    "Without website consent",
    "WebsiteDenied",
    "Parent has said no to website",
];
/// Odd cells beside a no.
const BIRTHS: [&str; 6] = [
    "01/02/2021",
    "N/A",
    "31/02/2021",
    "2099-01-01",
    "",
    "Feb 2021",
];
const DAYS: [&str; 6] = [
    "01/09/2025",
    "Nov 2026",
    "not dated",
    "2099-01-01",
    "",
    "13/13/2025",
];
/// Remarks in columns that nobody would call an answer.
const NOTES: [&str; 7] = [
    "No photos please",
    "mum refused photos",
    "Do not photograph",
    "not to be on website",
    "consent withdrawn 3/11",
    "NO SOCIAL MEDIA",
    "objects to filming",
];
const PEOPLE: [(&str, &str); 8] = [
    ("Amira", "Khan"),
    ("Ben", "O'Brien"),
    ("Zoë", "Testé"),
    ("Lola", "Fernández"),
    ("Sukarno", ""),
    ("Leo", "Marsh-Bell"),
    ("Mia", "Unknownson"),
    ("Björn", "Müller"),
];

/// How a no is put into a list.
#[derive(Clone, Debug)]
enum Way {
    /// In the column of answers.
    Value(usize),
    /// By a yes under a header that asks the other way round.
    Header(usize),
    /// In a column of remarks.
    Note(usize),
    /// By taking a yes on record away: a blank, or a word that is neither.
    Gone(usize),
}

#[derive(Clone, Debug)]
struct Row {
    who: usize,
    way: Option<Way>,
    yes: usize,
    birth: usize,
    day: usize,
    by: usize,
}

#[derive(Clone, Debug)]
struct World {
    rows: Vec<Row>,
    ask: usize,
    deny: usize,
    notes_first: bool,
    is_long: bool,
    /// 0 to 5: UTF-8, with its mark, UTF-16, Windows, a Macintosh, a workbook.
    form: usize,
    /// After which row a second sheet begins.
    parted: Index,
    settles_as_used: bool,
}

fn row() -> impl Strategy<Value = Row> {
    let way = prop_oneof![
        2 => Just(None),
        4 => (0..NOES.len()).prop_map(|no| Some(Way::Value(no))),
        2 => (0..YESES.len()).prop_map(|yes| Some(Way::Header(yes))),
        1 => (0..NOTES.len()).prop_map(|note| Some(Way::Note(note))),
        1 => (0..NEITHER.len()).prop_map(|neither| Some(Way::Gone(neither))),
    ];
    (
        0..PEOPLE.len(),
        way,
        0..YESES.len(),
        0..BIRTHS.len(),
        0..DAYS.len(),
        0..3_usize,
    )
        .prop_map(|(who, way, yes, birth, day, by)| Row {
            who,
            way,
            yes,
            birth,
            day,
            by,
        })
}

fn world() -> impl Strategy<Value = World> {
    let rows = proptest::collection::vec(row(), 1..7);
    let which = (
        0..ASKS.len(),
        0..DENIES.len(),
        any::<bool>(),
        any::<bool>(),
        0..5_usize,
    );
    (rows, which, any::<Index>(), any::<bool>()).prop_map(
        |(rows, (ask, deny, notes_first, is_long, form), parted, settles_as_used)| World {
            rows,
            ask,
            deny,
            notes_first,
            is_long,
            form,
            parted,
            settles_as_used,
        },
    )
}

impl World {
    /// The names of the columns, and the cells of every row.
    fn table(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let owned = |cells: &[&str]| {
            cells
                .iter()
                .map(|cell| (*cell).to_owned())
                .collect::<Vec<String>>()
        };
        let (ask, deny) = (ASKS[self.ask], DENIES[self.deny]);
        let mut headers = owned(&["Forename", "Surname", "DOB", "Class"]);
        headers.extend(match self.is_long {
            true => owned(&[
                "Consent type",
                "Response",
                "Consent date",
                "Consent given by",
            ]),
            false => owned(&[ask, "Consent date", "Consent given by", deny]),
        });
        headers.insert(
            if self.notes_first { 0 } else { headers.len() },
            "Notes".to_owned(),
        );
        let rows = self.rows.iter().map(|row| {
            let (given, family) = PEOPLE[row.who];
            let mut cells = owned(&[given, family, BIRTHS[row.birth], "Ladybirds"]);
            let (mut answer, mut denied, mut note) = (YESES[row.yes], "", "");
            match row.way {
                None => {}
                Some(Way::Value(no)) => answer = NOES[no],
                Some(Way::Header(yes)) => denied = YESES[yes],
                Some(Way::Note(at)) => note = NOTES[at],
                Some(Way::Gone(at)) => answer = NEITHER[at],
            }
            let (day, by) = (DAYS[row.day], ["", "M Parent", "D Parent"][row.by]);
            cells.extend(match (self.is_long, denied) {
                (true, "") => owned(&[ask, answer, day, by]),
                (true, denied) => owned(&[deny, denied, day, by]),
                (false, denied) => owned(&[answer, day, by, denied]),
            });
            cells.insert(
                if self.notes_first { 0 } else { cells.len() },
                note.to_owned(),
            );
            cells
        });
        (headers, rows.collect())
    }

    fn bytes(&self) -> Vec<u8> {
        let (headers, rows) = self.table();
        if self.form == 5 {
            let at = self.parted.index(rows.len() + 1);
            let (first, second) = rows.split_at(at.min(rows.len()));
            let with = |rows: &[Vec<String>]| [vec![headers.clone()], rows.to_vec()].concat();
            let cover = vec![vec!["Consents".to_owned(), "of our school".to_owned()]];
            return book_of(&[
                ("Cover", cover),
                ("Bees", with(first)),
                ("Wasps", with(second)),
            ]);
        }
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |cells: &Vec<String>| cells.iter().map(quoted).collect::<Vec<_>>().join(",");
        let lines: Vec<String> = std::iter::once(&headers).chain(&rows).map(line).collect();
        let text = lines.join("\r\n");
        match self.form {
            0 => text.into_bytes(),
            1 => [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(),
            2 => {
                let wide = text.encode_utf16().flat_map(u16::to_le_bytes);
                [0xFF, 0xFE].into_iter().chain(wide).collect()
            }
            // Signs that such a page has not are read as themselves from UTF-8.
            form => {
                let page = if form == 3 {
                    encoding_rs::WINDOWS_1252
                } else {
                    encoding_rs::MACINTOSH
                };
                match page.encode(&text) {
                    (bytes, _, false) => bytes.into_owned(),
                    _ => text.into_bytes(),
                }
            }
        }
    }
}

fn policy() -> Policy {
    let (_, toml) = SHIPPED[0];
    Policy::parse(toml).unwrap()
}

fn person(place: usize) -> Registered {
    let (given, family) = PEOPLE[place];
    let id = PersonId(format!("p{place}"));
    Registered {
        person: Person {
            born: "2021-02-01".parse().ok(),
            ..Person::new(id, PersonKind::Child, given, family)
        },
        class: "Ladybirds".to_owned(),
        upn: None,
        court_order: false,
    }
}

fn yes(place: usize) -> FiledPermission {
    FiledPermission {
        id: PermissionId(format!("yes{place}")),
        permission: Permission {
            person: PersonId(format!("p{place}")),
            channel: ChannelId("website".to_owned()),
            answer: Answer::Granted,
            relation: Relation::Parent,
            by: "School records".to_owned(),
            signed: "2025-09-03".parse().unwrap(),
            from: None,
            until: None,
            evidence: Evidence::Spoken,
        },
        form: None,
        recorded_at: "2025-09-03T12:00:00Z".parse().unwrap(),
        recorded_by: StaffId("s".to_owned()),
        corrects: None,
        belongs: None,
        import: Some(ImportId("i".to_owned())),
    }
}

/// What a person says of columns that wait: that they are answers for the website, or not used.
fn settled(table: &Table, mut mapping: Mapping, as_used: bool) -> Option<Mapping> {
    for _ in 0..20 {
        match mapping.fault(table) {
            None => return Some(mapping),
            Some(Fault::Nowhere(header) | Fault::TooManyValues(header)) => {
                let column = mapping
                    .columns
                    .iter_mut()
                    .find(|column| column.header == header)?;
                match as_used && column.channels.is_empty() {
                    true => column.channels.push(ChannelId("website".to_owned())),
                    false => column.holds = Holds::Nothing,
                }
            }
            Some(Fault::NowhereFor { header, value }) => {
                let column = mapping
                    .columns
                    .iter_mut()
                    .find(|column| column.header == header)?;
                column
                    .asks
                    .insert(value, vec![ChannelId("website".to_owned())]);
            }
            Some(_) => return None,
        }
    }
    None
}

/// The first four people are known, with a yes from a list.
const KNOWN: usize = 4;

fn planned(table: &Table, mapping: Mapping) -> Plan {
    let people: Vec<Registered> = (0..KNOWN).map(person).collect();
    let answers: HashMap<PersonId, Vec<FiledPermission>> = (0..KNOWN)
        .map(|place| (PersonId(format!("p{place}")), vec![yes(place)]))
        .collect();
    let held = Held {
        people: &people,
        answers: &answers,
        today: "2026-03-02".parse().unwrap(),
        fit: &Ok,
    };
    let terms = Terms {
        mapping,
        ..Terms::default()
    };
    plan(table, &terms, &held, &mut |_| true).unwrap()
}

/// Whether the plan hears of a no on this line: as an answer, or by name before anything is recorded.
fn is_heard(plan: &Plan, line: u64) -> bool {
    let is_no = |answer: Answer| answer != Answer::Granted;
    plan.answers
        .iter()
        .any(|new| new.line == line && is_no(new.answer))
        || plan.gone.iter().any(|gone| gone.line == line)
        || plan
            .unclear
            .iter()
            .any(|one| (one.line == line || one.others.contains(&line)) && one.holds_a_no)
        || plan.remarks.iter().any(|remark| {
            remark.line == line && remark.what.is_of_a_no() && !remark.name.is_empty()
        })
        || plan
            .unused
            .iter()
            .any(|unused| unused.noes.iter().any(|(at, ..)| *at == line))
}

/// Somebody's other rows may say the same no for the same signatory: then one of them is known already.
fn is_said_by_another_row(plan: &Plan, table: &Table, line: u64) -> bool {
    let name = |line: u64| {
        let row = table.rows.iter().find(|row| row.number == line).unwrap();
        let of = |header: &str| {
            let place = table
                .headers
                .iter()
                .position(|other| other == header)
                .unwrap();
            row.cell(place).to_owned()
        };
        (of("Forename"), of("Surname"))
    };
    let same = |other: u64| other != line && name(other) == name(line);
    table
        .rows
        .iter()
        .any(|row| same(row.number) && is_heard(plan, row.number))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_no_is_recorded_or_named_or_the_list_is_refused(world in world()) {
        let Ok(table) = sheet::read(&world.bytes(), &mut |_| true) else {
            return Ok(());
        };
        let channels = policy().channels;
        let guessed = guess::mapping(&table, &channels);
        let Some(mapping) = settled(&table, guessed, world.settles_as_used) else {
            return Ok(());
        };
        // A list with a row for each question that answers none is no list of answers.
        let has_answers = mapping.places(Holds::Answer).next().is_some();
        let plan = planned(&table, mapping);
        prop_assert_eq!(table.rows.len(), world.rows.len(), "no row is lost");
        for (line, row) in table.rows.iter().zip(&world.rows) {
            let number = line.number;
            let is_known = row.who < KNOWN && BIRTHS[row.birth] == "01/02/2021";
            let must_hear = match row.way {
                Some(Way::Value(_) | Way::Header(_) | Way::Note(_)) => true,
                // Where another row of the child says yes, the list says it still.
                Some(Way::Gone(_)) => is_known && has_answers && world.rows.iter().filter(|other| other.who == row.who).count() == 1,
                None => false,
            };
            prop_assert!(
                !must_hear || is_heard(&plan, number) || is_said_by_another_row(&plan, &table, number),
                "{:?} on line {} of {:?}: {:#?}", row, number, table, plan
            );
            if let Some(Way::Value(_)) = row.way {
                let yes = plan.answers.iter().find(|new| new.line == number && new.answer == Answer::Granted);
                prop_assert!(yes.is_none(), "a no became {:?}", yes);
            }
        }
    }

    /// Under a header that asks the other way round, nothing is ever proposed as a yes.
    #[test]
    fn under_a_denial_nothing_is_a_yes(deny in select(DENIES.to_vec()), value in prop_oneof![
        select(NOES.to_vec()), select(YESES.to_vec()), select(NEITHER.to_vec()),
    ]) {
        let text = format!("Forename,Surname,Class,\"{deny}\"\nZed,Testz,Bees,\"{value}\"\n");
        if let Ok(table) = sheet::read(text.as_bytes(), &mut |_| true) {
            let mapping = guess::mapping(&table, &policy().channels);
            let column = &mapping.columns[3];
            prop_assert_ne!(column.meaning(value.trim()), shutterslip::domain::mis::Meaning::Yes);
            let is_heard = column.holds == Holds::Answer || value.trim().is_empty();
            prop_assert!(is_heard, "{} is passed over", deny);
        }
    }
}
