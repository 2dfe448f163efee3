//! Lists of children as a school's own system (its MIS) gives them out: what each column is, what each
//! value means, and what would change here. No two systems agree, so nothing is taken for granted.
//! Reads no file, writes no register.

pub mod dates;
pub mod guess;
pub mod plan;
mod row;
mod settled;
pub mod upn;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::channel::ChannelId;
use super::ids::{ImportId, StaffId};
use super::kept::fingerprint;

/// A list as it stands in its file, every cell a text without space around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub headers: Vec<String>,
    pub rows: Vec<Line>,
}

/// One row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Where it stands in the file, counted from 1 as an editor counts.
    pub number: u64,
    /// As many as there are headers.
    pub cells: Vec<String>,
}

impl Line {
    pub fn cell(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", String::as_str)
    }
}

/// A column with more different values than this holds no answers.
pub const MOST_VALUES: usize = 40;

impl Table {
    /// Stands for these headers in this order: a list of the same ones is mapped as it was before.
    pub fn shape(&self) -> String {
        fingerprint(&self.headers)
    }

    /// The different values of a column, blanks apart, each with how often it stands there, the most
    /// frequent first; `None` where there are more than [`MOST_VALUES`].
    pub fn values(&self, place: usize) -> Option<Vec<(String, usize)>> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for line in &self.rows {
            let cell = line.cell(place);
            if !cell.is_empty() {
                *counts.entry(cell).or_default() += 1;
                if counts.len() > MOST_VALUES {
                    return None;
                }
            }
        }
        let mut values: Vec<(String, usize)> = counts
            .into_iter()
            .map(|(value, count)| (value.to_owned(), count))
            .collect();
        values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Some(values)
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    #[default]
    Nothing,
    Upn,
    Given,
    Family,
    /// Both names in one: `Khan, Amira` or `Amira Khan`.
    FullName,
    KnownAs,
    Born,
    Group,
    /// Last day at the school.
    Leaves,
    /// An answer for channels.
    Answer,
    /// When the answers were given.
    GivenOn,
    /// Who gave them.
    Signatory,
}

impl Holds {
    pub const ALL: [Holds; 12] = [
        Holds::Nothing,
        Holds::Upn,
        Holds::Given,
        Holds::Family,
        Holds::FullName,
        Holds::KnownAs,
        Holds::Born,
        Holds::Group,
        Holds::Leaves,
        Holds::Answer,
        Holds::GivenOn,
        Holds::Signatory,
    ];

    /// Whether several columns of a list may hold this.
    fn may_repeat(self) -> bool {
        matches!(
            self,
            Holds::Nothing | Holds::Answer | Holds::GivenOn | Holds::Signatory
        )
    }
}

/// What a value of an answer's column says. Blank, and what nobody gave a meaning, is not asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    Yes,
    No,
    Withdrawn,
    #[default]
    NotAsked,
}

/// What one column is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub header: String,
    pub holds: Holds,
    /// Where an answer counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelId>,
    /// Of an answer's values, as they stand in the list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub meanings: BTreeMap<String, Meaning>,
}

impl Column {
    /// What a cell of this column says.
    pub fn meaning(&self, cell: &str) -> Meaning {
        self.meanings.get(cell).copied().unwrap_or_default()
    }
}

/// What every column of a list is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Whose answers they are where no column says it.
    pub signatory: String,
    /// When they were given where no column says it; none: on the day of the import, and an answer
    /// that is known already is not given again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_on: Option<NaiveDate>,
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
}

/// Whose answers they are where nobody says otherwise.
pub const SIGNATORY: &str = "School records";

impl Mapping {
    /// The columns that hold this, by their places.
    pub fn places(&self, holds: Holds) -> impl Iterator<Item = usize> + '_ {
        let columns = self.columns.iter().enumerate();
        columns.filter_map(move |(place, column)| (column.holds == holds).then_some(place))
    }

    pub(in crate::domain) fn place(&self, holds: Holds) -> Option<usize> {
        self.places(holds).next()
    }

    /// Which column says when, or by whom, an answer's column was answered: the only one there is,
    /// else the first after it and before the next answer.
    fn beside(&self, answer: usize, holds: Holds) -> Option<usize> {
        let all: Vec<usize> = self.places(holds).collect();
        if let [only] = all.as_slice() {
            return Some(*only);
        }
        let next = self.places(Holds::Answer).find(|place| *place > answer);
        all.into_iter()
            .find(|place| *place > answer && next.is_none_or(|next| *place < next))
    }

    /// What keeps this from being used on a list, in words that say what to do.
    pub fn fault(&self, table: &Table) -> Option<String> {
        let headers = self.columns.iter().map(|column| &column.header);
        if !headers.eq(&table.headers) {
            return Some(
                "this says what other columns are than those of the list; begin again with the list"
                    .to_owned(),
            );
        }
        for holds in Holds::ALL {
            let mut places = self.places(holds);
            if let (Some(first), Some(second)) = (places.next(), places.next())
                && !holds.may_repeat()
            {
                return Some(format!(
                    "`{}` and `{}` cannot both hold the same; choose one of them",
                    self.header(first),
                    self.header(second)
                ));
            }
        }
        let has = |holds| self.place(holds).is_some();
        let has_names = has(Holds::FullName) || has(Holds::Given) && has(Holds::Family);
        if !has_names {
            return Some(
                "no column says what the children are called; choose the one with first names and \
                 the one with family names, or the one with both"
                    .to_owned(),
            );
        }
        if has(Holds::FullName) && (has(Holds::Given) || has(Holds::Family)) {
            return Some(
                "the names are there twice, in one column and in two; choose either".to_owned(),
            );
        }
        for place in self.places(Holds::Answer) {
            let header = self.header(place);
            if self
                .columns
                .get(place)
                .is_none_or(|column| column.channels.is_empty())
            {
                return Some(format!(
                    "say what the answers in `{header}` are for, or that the column is not used"
                ));
            }
            if table.values(place).is_none() {
                return Some(format!(
                    "`{header}` has more than {MOST_VALUES} different values, so it is no column of \
                     answers; say that it is not used"
                ));
            }
        }
        if has(Holds::Answer) && self.signatory.trim().is_empty() {
            return Some("say whose answers they are where the list does not".to_owned());
        }
        None
    }

    fn header(&self, place: usize) -> &str {
        self.columns
            .get(place)
            .map_or("", |column| column.header.as_str())
    }
}

/// The record of one import: what was read, how it was understood, and what came of it. Nothing of it
/// names a child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub id: ImportId,
    pub at: DateTime<Utc>,
    pub by: StaffId,
    /// SHA-256 of the list's bytes, lower-case hex.
    pub sha256: String,
    /// [`Table::shape`].
    pub shape: String,
    pub mapping: Mapping,
    pub rows: u64,
    pub added: u64,
    pub changed: u64,
    pub answers: u64,
    /// Whoever imported, a head teacher, stated that the MIS holds the signed forms, so that its yes
    /// counts as written.
    pub forms_held: bool,
}
