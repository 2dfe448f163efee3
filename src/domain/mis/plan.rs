//! What a list would change in the register: who joins, what changes, which answers are new, which no
//! would become a yes, and which rows a person has to look at. Writes nothing, and guesses nobody.
//!
//! A row is a child here where the UPN says so, else where both names and the birth date do. Anything
//! less is shown to a person. A no is never lost: where a list says both, the no is heard; an answer
//! that is older than the signatory's latest is left out, as it would say nothing.

mod answers;
mod who;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::row::{self, Said};
pub use super::settled::No;
use super::{Mapping, Table};
use crate::domain::channel::ChannelId;
use crate::domain::permission::{Answer, Evidence};
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::school::{FiledPermission, Registered};

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
}

/// The register as it stands.
pub struct Held<'a> {
    /// Everybody.
    pub people: &'a [Registered],
    /// By person, in the order of recording.
    pub answers: &'a HashMap<PersonId, Vec<FiledPermission>>,
    pub today: NaiveDate,
    /// Puts an entry in order. Errors: why it cannot be recorded.
    pub fit: &'a dyn Fn(Registered) -> Result<Registered, String>,
}

/// Whom something is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Child {
    Known(PersonId),
    /// Joins, by this line of the list.
    New(u64),
}

/// Somebody who joins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joins {
    pub line: u64,
    /// Without an id of its own yet.
    pub entry: Registered,
}

/// Somebody whose entry changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    pub line: u64,
    pub before: Registered,
    pub after: Registered,
}

/// An answer that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    pub line: u64,
    pub child: Child,
    pub name: String,
    pub channel: ChannelId,
    pub answer: Answer,
    pub by: String,
    pub signed: NaiveDate,
    pub evidence: Evidence,
}

/// A yes where somebody's no is on record. It is not recorded unless a person says so, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub yes: New,
    /// Every no on record.
    pub noes: Vec<No>,
    /// It stays a no all the same: somebody else's is not taken back by this.
    pub stays_no: bool,
}

/// A row that nothing is done about until a person says whom it is about, or mends the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    pub line: u64,
    /// As far as it can be read.
    pub name: String,
    pub why: String,
    /// Whom it may be about.
    pub like: Vec<PersonId>,
    /// Their entries.
    pub entries: Vec<Registered>,
    /// A person may say that it is a new child.
    pub may_be_new: bool,
}

/// Something about a row that is worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub line: u64,
    pub name: String,
    pub what: String,
}

/// What a list would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub rows: usize,
    pub joins: Vec<Joins>,
    pub changes: Vec<Changes>,
    /// Children who are in the register as the list says.
    pub same: usize,
    pub answers: Vec<New>,
    pub turns: Vec<Turn>,
    /// Answers that are on record already.
    pub known: usize,
    /// Answers that are older than what their signatory said last.
    pub older: usize,
    pub unclear: Vec<Unclear>,
    pub remarks: Vec<Remark>,
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
        ..Plan::default()
    };
    let rows = read_all(table, terms, held, &mut plan);
    let index = who::Index::of(held.people);
    let twice = who::twice(&rows);
    let mut found: Vec<(Said, Option<Registered>)> = Vec::new();
    let mut meant: HashMap<PersonId, usize> = HashMap::new();
    for said in rows {
        let verdict = match twice.get(&said.line) {
            Some(other) => Err(who::unclear(
                &said,
                format!("line {other} of the list is about the same child"),
                &[],
            )),
            None => index.whose(&said, terms.picks.get(&said.line)),
        };
        match verdict {
            Ok(old) => {
                if let Some(old) = old {
                    *meant.entry(old.person.id.clone()).or_default() += 1;
                }
                found.push((said, old.cloned()));
            }
            Err(unclear) => plan.unclear.push(unclear),
        }
    }
    let none = Vec::new();
    for (done, (said, old)) in found.into_iter().enumerate() {
        if done.is_multiple_of(500) && !watch(done) {
            return None;
        }
        if let Some(old) = &old
            && meant.get(&old.person.id).is_some_and(|count| *count > 1)
        {
            let why = "another row of the list is about the same child".to_owned();
            plan.unclear.push(who::unclear(&said, why, &[]));
            continue;
        }
        let answers = old
            .as_ref()
            .and_then(|old| held.answers.get(&old.person.id))
            .unwrap_or(&none);
        match entry(&said, old.as_ref(), held) {
            Ok(entry) => {
                let child = match &old {
                    Some(old) => Child::Known(old.person.id.clone()),
                    None => Child::New(said.line),
                };
                plan.take(&said, old, entry);
                plan.remark(&said);
                answers::weigh(
                    &mut plan,
                    &said,
                    &child,
                    answers,
                    terms.forms_held,
                    held.today,
                );
            }
            Err(why) => plan.unclear.push(who::unclear(&said, why, &[])),
        }
    }
    plan.unclear.sort_by_key(|unclear| unclear.line);
    let touched: HashSet<&PersonId> = meant
        .keys()
        .chain(plan.unclear.iter().flat_map(|unclear| &unclear.like))
        .collect();
    let is_absent = |entry: &&Registered| {
        let person = &entry.person;
        person.kind == PersonKind::Child
            && person.leaves.is_none_or(|last| last >= held.today)
            && !touched.contains(&person.id)
    };
    plan.absent = held.people.iter().filter(is_absent).cloned().collect();
    Some(plan)
}

fn read_all(table: &Table, terms: &Terms, held: &Held, plan: &mut Plan) -> Vec<Said> {
    let mut rows = Vec::with_capacity(table.rows.len());
    for line in &table.rows {
        match row::read(line, &terms.mapping, held.today) {
            Ok(said) => rows.push(said),
            Err(why) => plan.unclear.push(Unclear {
                line: line.number,
                name: String::new(),
                why,
                like: Vec::new(),
                entries: Vec::new(),
                may_be_new: false,
            }),
        }
    }
    rows
}

/// The child's entry as it would stand. A mark, and what the list does not say, stay as they are; a first
/// name that changes stays known, so that a caption is still searched for it.
fn entry(said: &Said, old: Option<&Registered>, held: &Held) -> Result<Registered, String> {
    let entry = match old {
        None if said.group.is_empty() => {
            return Err("a child who is new here needs a group; fill it in in the list".to_owned());
        }
        None => Registered {
            person: Person {
                known_as: said.known_as.clone(),
                born: said.born,
                leaves: said.leaves,
                ..Person::new(
                    PersonId(String::new()),
                    PersonKind::Child,
                    &said.given,
                    &said.family,
                )
            },
            class: said.group.clone(),
            upn: said.upn.clone(),
            court_order: false,
        },
        Some(old) => {
            let mut new = old.clone();
            let person = &mut new.person;
            person.given.clone_from(&said.given);
            person.family.clone_from(&said.family);
            person.born = said.born.or(person.born);
            person.leaves = said.leaves.or(person.leaves);
            for name in said.known_as.iter().chain([&old.person.given]) {
                if *name != said.given && !person.known_as.contains(name) {
                    person.known_as.push(name.clone());
                }
            }
            if person.known_as.len() > old.person.known_as.len() {
                person.known_as.sort();
            }
            if !said.group.is_empty() {
                new.class.clone_from(&said.group);
            }
            if said.upn.is_some() {
                new.upn.clone_from(&said.upn);
            }
            new
        }
    };
    (held.fit)(entry)
}

impl Plan {
    fn take(&mut self, said: &Said, old: Option<Registered>, new: Registered) {
        let line = said.line;
        match old {
            None => self.joins.push(Joins { line, entry: new }),
            Some(before) if before == new => {
                self.note_return(said, &before);
                self.same += 1;
            }
            Some(before) => {
                self.note_return(said, &before);
                self.changes.push(Changes {
                    line,
                    before,
                    after: new,
                });
            }
        }
    }

    /// A leaving date is never taken off by a list.
    fn note_return(&mut self, said: &Said, before: &Registered) {
        if said.leaves.is_none()
            && let Some(last) = before.person.leaves
        {
            self.remarks.push(Remark {
                line: said.line,
                name: name(said),
                what: format!(
                    "leaves on {last} here, and the list has no such date; if they stay, say so on \
                     their page"
                ),
            });
        }
    }

    fn remark(&mut self, said: &Said) {
        for what in &said.remarks {
            self.remarks.push(Remark {
                line: said.line,
                name: name(said),
                what: what.clone(),
            });
        }
    }
}

fn name(said: &Said) -> String {
    format!("{} {}", said.given, said.family)
}
