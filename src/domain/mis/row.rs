//! One row of a list, read as its mapping says. An odd cell never takes what else the row says with it, and
//! nothing that could be a no is passed over. Knows nothing of the register.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::naming::Called;
use super::noes::{self, is_of_pictures, says_no};
use super::upn::{self, Standing};
use super::{Holds, Line, Mapping, Meaning, Table, Worth, dates, guess};
use crate::domain::alike;
use crate::domain::channel::ChannelId;
use crate::domain::permission::Answer;

/// What a row says of a child, or several rows of one. What is empty says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The first of its lines.
    pub line: u64,
    /// Further lines about the same child.
    pub others: Vec<u64>,
    pub upn: Option<String>,
    pub called: Called,
    pub born: Option<NaiveDate>,
    pub group: String,
    pub leaves: Option<NaiveDate>,
    pub answers: Vec<Answered>,
    /// What stands where an answer would, and is none.
    pub unsaid: BTreeMap<ChannelId, (u64, String)>,
    /// Worth a look, and no reason to leave the row out.
    pub remarks: Vec<(u64, Worth)>,
    /// Columns that are not used and say no here, by line and place.
    pub elsewhere: Vec<(u64, usize)>,
}

/// An answer in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub line: u64,
    pub channel: ChannelId,
    pub answer: Answer,
    pub by: String,
    /// As the row or the mapping says; none: on the day of the import.
    pub on: Option<NaiveDate>,
    /// The cell as it stands.
    pub words: String,
}

impl Said {
    /// The name as far as it can be read.
    pub fn name(&self) -> String {
        let Called { given, family, .. } = &self.called;
        format!("{given} {family}").trim().to_owned()
    }

    /// Where it says no.
    pub fn noes(&self) -> Vec<&Answered> {
        let is_no = |answered: &&Answered| answered.answer != Answer::Granted;
        self.answers.iter().filter(is_no).collect()
    }

    /// Whether anything in it could be a no.
    pub fn could_be_a_no(&self) -> bool {
        !self.noes().is_empty() || self.remarks.iter().any(|(_, worth)| worth.is_of_a_no())
    }

    /// Adds an answer to the others of this child. Where the same person says both, the no is heard,
    /// whichever comes first; of two yeses the later one.
    pub fn answer(&mut self, new: Answered) {
        let by = alike::letters(&new.by);
        let same = self
            .answers
            .iter_mut()
            .find(|other| other.channel == new.channel && alike::letters(&other.by) == by);
        let Some(other) = same else {
            self.answers.push(new);
            return;
        };
        let is_yes = |answer: &Answered| answer.answer == Answer::Granted;
        if is_yes(other) != is_yes(&new) {
            let both = (new.line, Worth::BothSaid(new.channel.clone()));
            if !self.remarks.contains(&both) {
                self.remarks.push(both);
            }
        }
        if is_yes(other) && (!is_yes(&new) || new.on > other.on) {
            *other = new;
        }
    }
}

/// How the rows of one list are read.
pub struct Reading<'a> {
    mapping: &'a Mapping,
    today: NaiveDate,
    columns: Vec<Kept<'a>>,
    asks: Option<usize>,
}

/// What is the same for every cell of a column.
struct Kept<'a> {
    header: &'a str,
    holds: Holds,
    given_on: Option<usize>,
    signatory: Option<usize>,
    /// What each value means, and whether it could be a no and was said to be none.
    meanings: HashMap<String, (Meaning, bool)>,
    /// Of a column that is not used: whether it is about pictures.
    is_ours: bool,
}

impl<'a> Reading<'a> {
    pub fn of(table: &Table, mapping: &'a Mapping, today: NaiveDate) -> Reading<'a> {
        let columns = mapping.columns.iter().enumerate().map(|(place, column)| {
            let is_answer = column.holds == Holds::Answer;
            let beside = |holds| is_answer.then(|| mapping.beside(place, holds)).flatten(); // house: what is not there is no error
            let values = is_answer.then(|| table.values(place)).flatten(); // house: what is not there is no error
            let mut meanings = HashMap::new();
            for (value, _) in values.unwrap_or_default() {
                let said = (column.meaning(&value), column.is_passed(&value));
                meanings.insert(value, said);
            }
            Kept {
                header: &column.header,
                holds: column.holds,
                given_on: beside(Holds::GivenOn),
                signatory: beside(Holds::Signatory),
                meanings,
                is_ours: guess::is_of_answers(&column.header),
            }
        });
        Reading {
            mapping,
            today,
            columns: columns.collect(),
            asks: mapping.place(Holds::Asks),
        }
    }

    /// Reads a row.
    pub fn row(&self, line: &Line) -> Said {
        let text = |holds| {
            self.mapping
                .place(holds)
                .map_or("", |place| line.cell(place))
        };
        let mut said = Said {
            line: line.number,
            called: self.called(line),
            group: text(Holds::Group).to_owned(),
            ..Said::default()
        };
        said.born = self.day(&mut said, line, Holds::Born);
        if said.born.is_some_and(|born| born > self.today) {
            said.born = None;
            said.remarks.push((line.number, Worth::FutureBirth));
        }
        said.leaves = self.day(&mut said, line, Holds::Leaves);
        if said
            .leaves
            .zip(said.born)
            .is_some_and(|(leaves, born)| leaves < born)
        {
            said.leaves = None;
            said.remarks.push((line.number, Worth::LeavesBeforeBirth));
        }
        self.names_worth(&mut said, line);
        number(&mut said, text(Holds::Upn));
        for (place, column) in self.columns.iter().enumerate() {
            match column.holds {
                Holds::Answer => self.answer(&mut said, line, place, column),
                _ => self.listen(&mut said, line, place, column),
            }
        }
        said
    }

    fn called(&self, line: &Line) -> Called {
        let text = |holds| {
            self.mapping
                .place(holds)
                .map_or("", |place| line.cell(place))
        };
        let mut called = match self.mapping.place(Holds::FullName) {
            Some(place) => Called::in_one(line.cell(place)),
            None => Called::in_two(text(Holds::Given), text(Holds::Family)),
        };
        for (holds, is_family) in [(Holds::KnownAs, false), (Holds::KnownFamily, true)] {
            for place in self.mapping.places(holds) {
                called.also(line.cell(place), is_family);
            }
        }
        called
    }

    fn names_worth(&self, said: &mut Said, line: &Line) {
        let at = line.number;
        let has_name = !said.called.given.is_empty();
        if has_name && said.called.family.is_empty() {
            said.remarks.push((at, Worth::OneName));
        }
        let is_of_names = |column: &&Kept<'_>| {
            matches!(
                column.holds,
                Holds::Given
                    | Holds::Family
                    | Holds::FullName
                    | Holds::KnownAs
                    | Holds::KnownFamily
            )
        };
        let cells = self.columns.iter().enumerate();
        let lost = cells
            .filter(|(_, column)| is_of_names(column))
            .any(|(place, _)| line.cell(place).contains('?'));
        if lost {
            said.remarks.push((at, Worth::LetterLost));
        }
        let in_one = [Holds::Given, Holds::Family, Holds::FullName];
        for known in said
            .called
            .known_as
            .iter()
            .chain(&said.called.known_families)
        {
            let is_bracketed = in_one.iter().any(|holds| {
                let cell = self
                    .mapping
                    .place(*holds)
                    .map_or("", |place| line.cell(place));
                cell != known && cell.contains(known.as_str())
            });
            if is_bracketed {
                said.remarks.push((at, Worth::KnownAs(known.clone())));
            }
        }
    }

    /// A day that a cell names; what is there and no day is worth a look.
    fn day(&self, said: &mut Said, line: &Line, holds: Holds) -> Option<NaiveDate> {
        let place = self.mapping.place(holds)?;
        let cell = line.cell(place);
        let day = dates::read(cell);
        if day.is_none() && !cell.is_empty() {
            let worth = Worth::NoDate {
                header: self.mapping.header(place).to_owned(),
                says: cell.to_owned(),
            };
            said.remarks.push((line.number, worth));
        }
        day
    }

    fn answer(&self, said: &mut Said, line: &Line, place: usize, column: &Kept<'_>) {
        let cell = line.cell(place);
        if cell.is_empty() {
            return;
        }
        let Some(kept) = self.mapping.columns.get(place) else {
            return;
        };
        let at = line.number;
        let (mut meaning, is_passed) = match column.meanings.get(cell) {
            Some(said) => *said,
            None => (kept.meaning(cell), kept.is_passed(cell)),
        };
        let quoted = |place: usize| {
            (
                self.mapping.header(place).to_owned(),
                line.cell(place).to_owned(),
            )
        };
        let passed = |place: usize| {
            let (header, says) = quoted(place);
            (at, Worth::Passed { header, says })
        };
        if is_passed {
            said.remarks.push(passed(place));
        }
        let none = Vec::new();
        let channels = match self.asks {
            None => &kept.channels,
            Some(asks) => {
                let asked = line.cell(asks);
                let channels = self
                    .mapping
                    .columns
                    .get(asks)
                    .and_then(|column| column.asks.get(asked));
                if noes::is_reversed(asked) {
                    meaning = match meaning {
                        Meaning::Yes => Meaning::No,
                        Meaning::No => Meaning::NotAsked,
                        other => other,
                    };
                }
                if channels.is_none() && meaning != Meaning::Yes && meaning != Meaning::NotAsked {
                    said.remarks.push(passed(place));
                }
                channels.unwrap_or(&none)
            }
        };
        let mut answer = match meaning {
            Meaning::Yes => Answer::Granted,
            Meaning::No => Answer::Refused,
            Meaning::Withdrawn => Answer::Withdrawn,
            Meaning::NotAsked => {
                if !noes::is_blank(cell) {
                    for channel in channels {
                        said.unsaid.insert(channel.clone(), (at, cell.to_owned()));
                    }
                }
                return;
            }
        };
        let mut words = cell.to_owned();
        // Its own day or signatory may take a yes back.
        for beside in [column.given_on, column.signatory] {
            let Some(beside) = beside else {
                continue;
            };
            if answer == Answer::Granted && says_no(line.cell(beside)) {
                answer = Answer::Refused;
                let (header, says) = quoted(beside);
                words = format!("{words} / {says}");
                said.remarks.push((at, Worth::TurnedBy { header, says }));
            }
        }
        let mut on = self.mapping.given_on;
        if let Some(beside) = column
            .given_on
            .filter(|beside| !line.cell(*beside).is_empty())
        {
            on = dates::read(line.cell(beside)).filter(|day| *day <= self.today);
            let (header, says) = quoted(beside);
            match (on, answer) {
                (Some(_), _) => {}
                (None, Answer::Granted) => {
                    said.remarks.push((at, Worth::YesLeftOut { header, says }));
                    for channel in channels {
                        said.unsaid.insert(channel.clone(), (at, words.clone()));
                    }
                    return;
                }
                (None, _) => said.remarks.push((at, Worth::NoDate { header, says })),
            }
        }
        let by = column.signatory.map_or("", |beside| line.cell(beside));
        let by = if by.is_empty() {
            self.mapping.signatory.trim()
        } else {
            by
        };
        for channel in channels {
            said.answer(Answered {
                line: at,
                channel: channel.clone(),
                answer,
                by: by.to_owned(),
                on,
                words: words.clone(),
            });
        }
    }

    /// Hears what a cell says that holds no answer.
    fn listen(&self, said: &mut Said, line: &Line, place: usize, column: &Kept<'_>) {
        let cell = line.cell(place);
        if cell.is_empty() {
            return;
        }
        let at = line.number;
        let is_no = match column.holds {
            Holds::Nothing if column.is_ours => {
                let meaning = noes::meaning(column.header, cell);
                matches!(meaning, Meaning::No | Meaning::Withdrawn)
            }
            Holds::Nothing if !says_no(cell) => false,
            Holds::Nothing if is_of_pictures(cell) || noes::is_spoken(cell) => true,
            Holds::Nothing => {
                said.elsewhere.push((at, place));
                false
            }
            Holds::GivenOn | Holds::Signatory => {
                // Beside an answer that it takes back it is told there.
                let is_beside = self.columns.iter().enumerate().any(|(answer, other)| {
                    (other.given_on == Some(place) || other.signatory == Some(place))
                        && !line.cell(answer).is_empty()
                });
                !is_beside && says_no(cell)
            }
            // One word is a name or a group, save where it is written together.
            _ => {
                (cell.contains([' ', '-', '(', '/', '_']) || cell.starts_with(['n', 'N']))
                    && says_no(cell)
                    && (is_of_pictures(cell) || noes::is_spoken(cell))
            }
        };
        if is_no {
            let worth = Worth::Passed {
                header: column.header.to_owned(),
                says: cell.to_owned(),
            };
            said.remarks.push((at, worth));
        }
    }
}

fn number(said: &mut Said, cell: &str) {
    let upn = upn::tidy(cell);
    match upn::standing(&upn) {
        _ if upn.is_empty() => {}
        Standing::Good => said.upn = Some(upn),
        Standing::WrongLetter => {
            said.remarks.push((said.line, Worth::WrongUpnLetter));
            said.upn = Some(upn);
        }
        Standing::NoUpn => said.remarks.push((said.line, Worth::NoUpn)),
    }
}
