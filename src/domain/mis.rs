//! Lists of children as a school's own system (its MIS) gives them out: what each column is, what each
//! value means, and what would change here. No two systems agree, so nothing is taken for granted.
//! Reads no file, writes no register.

pub mod dates;
pub mod guess;
mod mapping;
mod naming;
pub mod noes;
pub mod plan;
mod row;
mod settled;
mod told;
pub mod upn;

pub use mapping::{Column, Holds, Mapping, Meaning, SIGNATORY};
pub use told::{Fault, NotImported, Unfit, Unsure, Worth};

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{ImportId, StaffId};
use super::kept::fingerprint;

/// A list as it stands in its file, every cell a text without space around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub headers: Vec<String>,
    pub rows: Vec<Line>,
    /// The sheets that it was gathered from, where there are several.
    pub sheets: Vec<String>,
    /// Sheets of the same file that were not read.
    pub unread: Vec<Unread>,
    /// Cells whose letters were put right.
    pub mended: Vec<Mended>,
}

/// Numbers of lines begin anew in each sheet: this is between them.
pub const SHEET: u64 = 10_000_000;

/// A sheet that was not read, since no children are in it by its headers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    pub sheet: String,
    pub is_hidden: bool,
    /// What in it says no, by line.
    pub noes: Vec<(u64, String)>,
}

/// A cell whose letters had been read by the wrong code page. The table has the likely ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mended {
    pub line: u64,
    pub column: usize,
    pub was: String,
}

/// One row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Where it stands in the file, counted from 1 as an editor counts; [`SHEET`] more for each sheet
    /// before its own.
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
    /// Where a line is, as a spreadsheet says it: `12`, or `Ladybirds!12` where there are several sheets.
    pub fn spot(&self, number: u64) -> String {
        let sheet = usize::try_from(number / SHEET).unwrap_or(usize::MAX);
        match self.sheets.get(sheet) {
            Some(sheet) => format!("{sheet}!{}", number % SHEET),
            None => number.to_string(),
        }
    }

    /// The number of a line that [`Table::spot`] has written.
    pub fn line_at(&self, spot: &str) -> Option<u64> {
        let Some((sheet, line)) = spot.rsplit_once('!') else {
            return spot.parse().ok(); // house: no number is no line
        };
        let sheet = self.sheets.iter().position(|name| name == sheet)?;
        let line: u64 = line.parse().ok()?; // house: no number is no line
        Some(u64::try_from(sheet).ok()? * SHEET + line) // house: as many sheets as memory holds
    }

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
