//! A list of children as a school's office saves it: CSV, whole or not at all. Records nothing.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{checked, new_person};
use crate::acts::{ActError, Done};
use crate::domain::person::{Person, PersonKind};
use crate::domain::school::Registered;

const COLUMNS: [&str; 6] = ["given", "family", "known_as", "born", "leaves", "group"];

/// The children of a list, each with its line. The first thing wrong with it otherwise, by its line.
pub fn read_children(bytes: &[u8]) -> Done<Vec<(u64, Registered)>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let mut lines = Lines::of(bytes);
    let unreadable = |error: &csv::Error, lines: &mut Lines<'_>| {
        let line = lines.at(error.position());
        ActError::Input(format!(
            "line {line} of the list cannot be read; nothing was imported"
        ))
    };
    let header = reader
        .headers()
        .map_err(|error| unreadable(&error, &mut lines))?
        .clone();
    if !header.iter().eq(COLUMNS) {
        return Err(ActError::Input(format!(
            "line 1: the columns must be {}; nothing was imported",
            COLUMNS.join(",")
        )));
    }
    let mut children = Vec::new();
    // A list of 16 MB can hold a million rows: each is looked up, not held against all before it.
    let mut seen = HashSet::new();
    for row in reader.records() {
        let row = row.map_err(|error| unreadable(&error, &mut lines))?;
        let line = lines.at(row.position());
        let at_line =
            |why: String| ActError::Input(format!("line {line}: {why}; nothing was imported"));
        let [given, family, known_as, born, leaves, group] =
            std::array::from_fn(|column| row.get(column).unwrap_or_default());
        let date = |text: &str, column: &str| match text {
            "" => Ok(None),
            _ => text
                .parse::<NaiveDate>()
                .map(Some)
                .map_err(|_| at_line(format!("`{column}` is not a date such as 2022-09-01"))),
        };
        let mut entry = new_person(PersonKind::Child, given, family, group);
        entry.person.known_as = known_as
            .split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        entry.person.born = date(born, "born")?;
        entry.person.leaves = date(leaves, "leaves")?;
        let entry = checked(entry).map_err(|error| at_line(error.to_string()))?;
        let Person {
            given,
            family,
            born,
            ..
        } = &entry.person;
        if !seen.insert((given.clone(), family.clone(), *born)) {
            return Err(at_line("this child stands in the list twice".to_owned()));
        }
        children.push((line, entry));
    }
    Ok(children)
}

/// Which line of a list a row begins on, as an editor counts them. The reader of CSV counts a row
/// from the end of the one before, so after `\r\n` or an empty line it is off by one or more.
struct Lines<'a> {
    bytes: &'a [u8],
    seen: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(bytes: &'a [u8]) -> Lines<'a> {
        Lines {
            bytes,
            seen: 0,
            line: 1,
        }
    }

    /// Rows are asked for in their order. No place at all: the line asked for last.
    fn at(&mut self, place: Option<&csv::Position>) -> u64 {
        let start = place.map_or(self.seen, |place| {
            usize::try_from(place.byte()).unwrap_or(usize::MAX)
        });
        while let Some(byte) = self.bytes.get(self.seen) {
            let is_break = match byte {
                b'\n' => true,
                b'\r' => self.bytes.get(self.seen + 1) != Some(&b'\n'),
                _ if self.seen >= start => break,
                _ => false,
            };
            self.line += u64::from(is_break);
            self.seen += 1;
        }
        self.line
    }
}
