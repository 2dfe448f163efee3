//! What every column of a list is, and what the values under it mean, as a person said or looked through.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::noes;
use super::{Fault, Table};
use crate::domain::channel::ChannelId;

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
    /// Another first name: the legal or the everyday one, whichever the first is not.
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
    /// Another family name: the legal or the everyday one, or either parent's.
    KnownFamily,
    /// What the answer of this row is for, where a list has a row for each.
    Asks,
}

impl Holds {
    pub const ALL: [Holds; 14] = [
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
        Holds::KnownFamily,
        Holds::Asks,
    ];

    /// Whether several columns of a list may hold this.
    pub fn may_repeat(self) -> bool {
        matches!(
            self,
            Holds::Nothing
                | Holds::Answer
                | Holds::GivenOn
                | Holds::Signatory
                | Holds::KnownAs
                | Holds::KnownFamily
        )
    }
}

/// What a value of an answer's column says. Blank is not asked.
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
    /// Of values that say what a row's answer is for: where it counts; nowhere is none of ours.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub asks: BTreeMap<String, Vec<ChannelId>>,
}

impl Column {
    /// What a cell of this column says. A value that nobody gave a meaning is a no where it could be one.
    pub fn meaning(&self, cell: &str) -> Meaning {
        if cell.is_empty() {
            return Meaning::NotAsked;
        }
        let said = self.meanings.get(cell).copied();
        said.unwrap_or_else(|| match noes::meaning(&self.header, cell) {
            Meaning::Yes => Meaning::NotAsked,
            other => other,
        })
    }

    /// Whether a cell could be a no, and was said to be none.
    pub fn is_passed(&self, cell: &str) -> bool {
        let is_no = |meaning| matches!(meaning, Meaning::No | Meaning::Withdrawn);
        !cell.is_empty() && is_no(noes::meaning(&self.header, cell)) && !is_no(self.meaning(cell))
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
    pub(in crate::domain) fn beside(&self, answer: usize, holds: Holds) -> Option<usize> {
        let all: Vec<usize> = self.places(holds).collect();
        if let [only] = all.as_slice() {
            return Some(*only);
        }
        let next = self.places(Holds::Answer).find(|place| *place > answer);
        all.into_iter()
            .find(|place| *place > answer && next.is_none_or(|next| *place < next))
    }

    /// The channels that a list of this sort speaks of.
    pub(in crate::domain) fn covers(&self) -> Vec<&ChannelId> {
        let mut all: Vec<&ChannelId> = Vec::new();
        for column in &self.columns {
            match column.holds {
                Holds::Answer => all.extend(&column.channels),
                Holds::Asks => all.extend(column.asks.values().flatten()), // house: what is not there is no error
                _ => {}
            }
        }
        all.sort();
        all.dedup();
        all
    }

    /// What keeps this from being used on a list.
    pub fn fault(&self, table: &Table) -> Option<Fault> {
        let headers = self.columns.iter().map(|column| &column.header);
        if !headers.eq(&table.headers) {
            return Some(Fault::OtherColumns);
        }
        for holds in Holds::ALL {
            let mut places = self.places(holds);
            if let (Some(first), Some(second)) = (places.next(), places.next())
                && !holds.may_repeat()
            {
                let header = |place| self.header(place).to_owned();
                return Some(Fault::Twice(header(first), header(second)));
            }
        }
        let has = |holds| self.place(holds).is_some();
        let has_names = has(Holds::FullName) || has(Holds::Given) && has(Holds::Family);
        if !has_names {
            return Some(Fault::NoNames);
        }
        if has(Holds::FullName) && (has(Holds::Given) || has(Holds::Family)) {
            return Some(Fault::NamesTwice);
        }
        if let Some(fault) = self.answers_fault(table) {
            return Some(fault);
        }
        (has(Holds::Answer) && self.signatory.trim().is_empty()).then_some(Fault::NoSignatory)
    }

    fn answers_fault(&self, table: &Table) -> Option<Fault> {
        let asks = self.place(Holds::Asks);
        if let Some(place) = asks {
            let header = self.header(place).to_owned();
            let Some(values) = table.values(place) else {
                return Some(Fault::TooManyValues(header));
            };
            let column = self.columns.get(place)?;
            let open = values
                .into_iter()
                .find(|(value, _)| !column.asks.contains_key(value));
            if let Some((value, _)) = open {
                return Some(Fault::NowhereFor { header, value });
            }
        }
        for place in self.places(Holds::Answer) {
            let header = self.header(place).to_owned();
            let column = self.columns.get(place)?;
            if column.channels.is_empty() && asks.is_none() {
                return Some(Fault::Nowhere(header));
            }
            if table.values(place).is_none() {
                return Some(Fault::TooManyValues(header));
            }
        }
        None
    }

    pub(in crate::domain) fn header(&self, place: usize) -> &str {
        self.columns
            .get(place)
            .map_or("", |column| column.header.as_str())
    }
}
