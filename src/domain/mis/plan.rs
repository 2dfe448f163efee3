//! What a list would change in the register: who joins, what changes, which answers are new, which no
//! would become a yes, and which rows a person has to look at. Writes nothing, and guesses nobody.
//!
//! A row is a child here where the UPN says so, else where both names and the birth date do. Anything
//! less is shown to a person. A no is never lost: where a list says both, the no is heard; an answer
//! that is older than the signatory's latest is left out, as it would say nothing.

mod answers;
mod entry;
mod rows;
mod sorting;
mod who;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::row::{Reading, Said};
pub use super::settled::No;
use super::{Mapping, NotImported, Table, Unfit, Unread, Unsure, Worth};
use crate::domain::channel::ChannelId;
use crate::domain::permission::{Answer, Evidence};
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::school::{FiledPermission, Registered};
use answers::Scales;
use who::{Index, unclear};

/// How a list is to be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub mapping: Mapping,
    /// What a person said of rows that cannot be told, by line. What is not here is left out.
    pub picks: BTreeMap<u64, Pick>,
    /// The head teacher states that the MIS holds the signed forms: its answers count as written.
    pub forms_held: bool,
}

/// Whom an unclear row is about, as a person said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pick {
    /// One of those that the row may be about.
    Same(PersonId),
    /// A child that the register does not hold.
    New,
    /// Nobody: the row is left out, whatever it says.
    Nobody,
}

/// The register as it stands.
pub struct Held<'a> {
    /// Everybody.
    pub people: &'a [Registered],
    /// By person, in the order of recording.
    pub answers: &'a HashMap<PersonId, Vec<FiledPermission>>,
    pub today: NaiveDate,
    /// Puts an entry in order. Errors: why it cannot be recorded.
    pub fit: &'a dyn Fn(Registered) -> Result<Registered, Unfit>,
}

/// Whom something is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Child {
    Known(PersonId),
    /// Joins, by this line of the list.
    New(u64),
}

/// Somebody who joins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joins {
    pub line: u64,
    /// Without an id of its own yet.
    pub entry: Registered,
}

/// Somebody whose entry changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub line: u64,
    pub before: Registered,
    pub after: Registered,
}

/// An answer that is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct New {
    pub line: u64,
    pub child: Child,
    pub name: String,
    pub channel: ChannelId,
    pub answer: Answer,
    pub by: String,
    pub signed: NaiveDate,
    pub evidence: Evidence,
    /// The cell as it stands in the list.
    pub words: String,
}

/// A yes where somebody's no is on record. It is not recorded unless a person says so, row by row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    pub yes: New,
    /// Every no on record.
    pub noes: Vec<No>,
    /// It stays a no all the same: somebody else's is not taken back by this.
    pub stays_no: bool,
}

/// A yes on record that the list says no more. Nothing is recorded before a person has said of each what
/// that means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    pub line: u64,
    pub child: Child,
    pub name: String,
    pub channel: ChannelId,
    pub says: Saying,
    /// Who said yes, and when.
    pub yeses: Vec<(String, NaiveDate)>,
    /// What is recorded where it is a no.
    pub then: Vec<New>,
}

/// What stands where the yes did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saying {
    Nothing,
    Words(String),
    /// A no of an earlier day than the yes.
    OlderNo(String, Option<NaiveDate>),
}

/// What a person says of a yes that the list says no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Meant {
    /// It is taken back.
    No,
    /// The yes stands.
    Stands,
}

/// A row that nothing is done about until a person says whom it is about, or mends the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unclear {
    pub line: u64,
    /// Further lines about the same child.
    pub others: Vec<u64>,
    /// As far as it can be read.
    pub name: String,
    pub why: Unsure,
    /// Whom it may be about.
    pub like: Vec<PersonId>,
    /// Their entries, and those of staff who are called so.
    pub entries: Vec<Registered>,
    /// A person may say that it is a new child.
    pub may_be_new: bool,
    /// Where it says no, and in which words.
    pub noes: Vec<(ChannelId, String)>,
    /// Something in it could be a no: nothing is recorded before a person has said what becomes of it.
    pub holds_a_no: bool,
    /// A person said that it is left out.
    pub is_left_out: bool,
}

/// Something about a row that is worth a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub line: u64,
    pub name: String,
    pub what: Worth,
}

/// A column that is not used and is not about pictures, but says no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unused {
    pub header: String,
    /// Of whom, by line, and in which words.
    pub noes: Vec<(u64, String, String)>,
}

/// What a list would change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub rows: usize,
    pub joins: Vec<Joins>,
    pub changes: Vec<Changes>,
    /// Children who are in the register as the list says.
    pub same: usize,
    pub answers: Vec<New>,
    pub turns: Vec<Turn>,
    pub gone: Vec<Gone>,
    /// Answers that are on record already.
    pub known: usize,
    /// Answers that are older than what their signatory said last.
    pub older: usize,
    /// Yeses that were given here, where the list has an empty cell: they stay.
    pub elsewhere: usize,
    pub unclear: Vec<Unclear>,
    /// Those about a no first.
    pub remarks: Vec<Remark>,
    pub unused: Vec<Unused>,
    /// Sheets that were not read.
    pub unread: Vec<Unread>,
    /// Children who are here and not in the list.
    pub absent: Vec<Registered>,
}

impl Plan {
    /// Whether there is nothing that could be written.
    pub fn is_empty(&self) -> bool {
        self.joins.is_empty()
            && self.changes.is_empty()
            && self.answers.is_empty()
            && self.turns.is_empty()
            && self.gone.is_empty()
    }

    /// Why nothing may be recorded yet: a yes that is gone, or a row with a no, of which nobody has said
    /// what it means.
    pub fn unsettled(&self, said: &BTreeMap<(u64, ChannelId), Meant>) -> Option<NotImported> {
        let is_open = |gone: &&Gone| !said.contains_key(&(gone.line, gone.channel.clone()));
        let gone = self.gone.iter().filter(is_open).count();
        let is_open = |one: &&Unclear| one.holds_a_no && !one.is_left_out;
        let unclear = self.unclear.iter().filter(is_open).count();
        who::refusal(gone, unclear)
    }
}

/// What the list would change in the register as it stands. `watch` is told how many rows are done, and
/// stops it by `false`: then there is no plan.
pub fn plan(
    table: &Table,
    terms: &Terms,
    held: &Held,
    watch: &mut dyn FnMut(usize) -> bool,
) -> Option<Plan> {
    let mut plan = Plan {
        rows: table.rows.len(),
        unread: table.unread.clone(),
        ..Plan::default()
    };
    let reading = Reading::of(table, &terms.mapping, held.today);
    let mut all = Vec::with_capacity(table.rows.len());
    for (done, line) in table.rows.iter().enumerate() {
        if done.is_multiple_of(2_000) && !watch(done) {
            return None;
        }
        all.push(reading.row(line));
    }
    sorting::mended(table, &terms.mapping, &mut all);
    plan.hear_elsewhere(table, &all);
    let (all, open) = rows::together(all);
    for unclear in open {
        plan.leave(unclear, terms);
    }
    let index = Index::of(held.people);
    let found = sorting::sort_out(&mut plan, &index, all, terms);
    let covers = terms.mapping.covers();
    let scales = Scales {
        covers: &covers,
        signatory: terms.mapping.signatory.trim(),
        forms_held: terms.forms_held,
        today: held.today,
    };
    let none = Vec::new();
    let mut touched: HashSet<PersonId> = HashSet::new();
    for (done, (said, old)) in found.into_iter().enumerate() {
        if done.is_multiple_of(500) && !watch(done) {
            return None;
        }
        let id = old.map(|old| &old.person.id);
        touched.extend(id.cloned());
        match entry::of(&said, old, held) {
            Ok(entry) => {
                let child = match id {
                    Some(id) => Child::Known(id.clone()),
                    None => Child::New(said.line),
                };
                plan.take(&said, old, entry);
                plan.remark(&said);
                let answers = id.and_then(|id| held.answers.get(id)).unwrap_or(&none);
                scales.weigh(&mut plan, &said, &child, answers);
            }
            Err(why) => plan.leave(unclear(&said, why, &[]), terms),
        }
    }
    plan.unclear.sort_by_key(|unclear| unclear.line);
    plan.gone.sort_by_key(|gone| gone.line);
    plan.remarks
        .sort_by_key(|remark| (!remark.what.is_of_a_no(), remark.line));
    touched.extend(plan.unclear.iter().flat_map(|unclear| unclear.like.clone()));
    let is_absent = |entry: &&Registered| {
        let person = &entry.person;
        person.kind == PersonKind::Child
            && person.leaves.is_none_or(|last| last >= held.today)
            && !touched.contains(&person.id)
    };
    plan.absent = held.people.iter().filter(is_absent).cloned().collect();
    Some(plan)
}

impl Plan {
    fn leave(&mut self, mut unclear: Unclear, terms: &Terms) {
        unclear.is_left_out = terms.picks.get(&unclear.line) == Some(&Pick::Nobody);
        self.unclear.push(unclear);
    }

    /// Noes in columns that are neither used nor about pictures.
    fn hear_elsewhere(&mut self, table: &Table, all: &[Said]) {
        let mut columns: BTreeMap<usize, Unused> = BTreeMap::new();
        for (said, line) in all.iter().zip(&table.rows) {
            for (at, place) in &said.elsewhere {
                let unused = columns.entry(*place).or_insert_with(|| Unused {
                    header: table.headers.get(*place).cloned().unwrap_or_default(),
                    noes: Vec::new(),
                });
                let no = (*at, said.name(), line.cell(*place).to_owned());
                unused.noes.push(no);
            }
        }
        self.unused = columns.into_values().collect();
    }

    fn take(&mut self, said: &Said, old: Option<&Registered>, new: Registered) {
        let line = said.line;
        let Some(before) = old else {
            self.joins.push(Joins { line, entry: new });
            return;
        };
        // A leaving date is never taken off by a list.
        if said.leaves.is_none()
            && let Some(last) = before.person.leaves
        {
            self.remarks.push(Remark {
                line,
                name: said.name(),
                what: Worth::StaysInList(last),
            });
        }
        match *before == new {
            true => self.same += 1,
            false => self.changes.push(Changes {
                line,
                before: before.clone(),
                after: new,
            }),
        }
    }

    fn remark(&mut self, said: &Said) {
        for (line, what) in &said.remarks {
            self.remarks.push(Remark {
                line: *line,
                name: said.name(),
                what: what.clone(),
            });
        }
    }
}
