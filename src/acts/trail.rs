//! Reading the audit trail, and taking a copy of it out of the house. Whoever wants to know whether it
//! is whole verifies it: nothing here proves anything.

use serde::{Deserialize, Serialize};
use std::io::Write;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::acts::refusal::Refusal;
use crate::domain::audit::Entry;
use crate::domain::staff::Duty;
use crate::domain::trail::{Reading, Sought};

/// How a copy of the trail is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrailForm {
    Csv,
    /// One JSON object a line, whole: whoever has the device's public key can verify it.
    JsonLines,
}

/// From a moment on, and before another; without end where there is none.
pub type Span = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// Entries between two questions whether to go on.
const A_WHILE: u64 = 512;

impl Desk {
    /// The newest entries that are meant, or those before a number, newest first, with their numbers.
    pub fn trail(
        &self,
        who: &Session,
        sought: &Sought,
        before: Option<u64>,
        most: usize,
    ) -> Done<Vec<(u64, Entry)>> {
        self.require(who, Duty::Verify)?;
        let mut found = Vec::new();
        if most == 0 {
            return Ok(found);
        }
        let reading = Reading::NewestFirst { before };
        self.register.trail(sought, reading, &mut |number, entry| {
            found.push((number, entry));
            found.len() < most
        })?;
        Ok(found)
    }

    /// When days of the school begin and end: from the beginning of the first, to the end of the last.
    /// Errors: no policy is adopted here, so nobody knows by which clock.
    pub fn days_as_times(&self, from: Option<NaiveDate>, until: Option<NaiveDate>) -> Done<Span> {
        let policy = self.policy()?;
        let after = until.and_then(|day| day.checked_add_days(Days::new(1)));
        let begins = |day: Option<NaiveDate>| day.map(|day| policy.beginning_of(day));
        Ok((begins(from), begins(after)))
    }

    /// Writes the entries that are meant, oldest first, and gives how many; `None` where `goes_on`,
    /// asked now and then with how many there are so far, said no. Errors: they cannot be written.
    pub fn export_trail(
        &self,
        who: &Session,
        sought: &Sought,
        form: TrailForm,
        out: &mut dyn Write,
        goes_on: &mut dyn FnMut(u64) -> bool,
    ) -> Done<Option<u64>> {
        self.require(who, Duty::Verify)?;
        let mut sheet = Sheet::begin(form, out)?;
        let mut count = 0;
        let mut ended = Ok(true);
        self.register
            .trail(sought, Reading::OldestFirst, &mut |_, entry| {
                ended = sheet.add(&entry).map(|()| {
                    count += 1;
                    !u64::is_multiple_of(count, A_WHILE) || goes_on(count)
                });
                matches!(ended, Ok(true))
            })?;
        let is_whole = ended?;
        sheet.end()?;
        Ok(is_whole.then_some(count))
    }
}

enum Sheet<'a> {
    Csv(Box<csv::Writer<&'a mut dyn Write>>),
    JsonLines(&'a mut dyn Write),
}

impl<'a> Sheet<'a> {
    fn begin(form: TrailForm, out: &'a mut dyn Write) -> Done<Sheet<'a>> {
        Ok(match form {
            TrailForm::JsonLines => Sheet::JsonLines(out),
            TrailForm::Csv => {
                let mut sheet = csv::Writer::from_writer(out);
                let head = [
                    "device",
                    "place",
                    "at",
                    "by",
                    "act",
                    "subject",
                    "about",
                    "digest",
                    "detail",
                    "previous",
                    "hash",
                    "signature",
                ];
                sheet.write_record(head).map_err(unwritable)?;
                Sheet::Csv(Box::new(sheet))
            }
        })
    }

    fn add(&mut self, entry: &Entry) -> Done<()> {
        match self {
            Sheet::Csv(sheet) => {
                let seq = entry.seq.to_string();
                let row = [
                    &entry.device.0,
                    &seq,
                    &entry.at,
                    &entry.by,
                    &entry.act,
                    &entry.subject,
                    &entry.about,
                    &entry.digest,
                    &entry.detail,
                    &entry.prev,
                    &entry.hash,
                    &entry.signature,
                ]
                .map(|text| cell(text));
                sheet.write_record(row).map_err(unwritable)
            }
            Sheet::JsonLines(out) => {
                let mut line = serde_json::to_vec(entry).map_err(unwritable)?;
                line.push(b'\n');
                out.write_all(&line).map_err(unwritable)
            }
        }
    }

    fn end(self) -> Done<()> {
        match self {
            Sheet::Csv(mut sheet) => sheet.flush().map_err(unwritable),
            Sheet::JsonLines(out) => out.flush().map_err(unwritable),
        }
    }
}

/// A text as a spreadsheet may have it: what would be a formula there begins with an apostrophe.
pub(crate) fn cell(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

pub(crate) fn unwritable(error: impl std::fmt::Display) -> ActError {
    ActError::Refused(Refusal::NotWritten {
        why: error.to_string(),
    })
}
