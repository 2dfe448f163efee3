//! What every kind of record says of itself, and how records of a kind are read. One file a kind is in
//! `records/`.

use serde::Serialize;

use super::RegisterError;
use super::change::subject;
use super::store::{Bad, Columns, Read, Reads, Row, RowSet, Rows};
use crate::domain::audit::{Act, Note};
use crate::domain::kept::fingerprint;
use crate::domain::person::PersonId;
use crate::domain::repair::UNREADABLE;

/// A record that the trail vouches for.
pub trait Record: Clone + Serialize {
    /// What such a record is called in the trail.
    const KIND: &'static str;

    /// Which one of its kind it is.
    fn id(&self) -> String;

    /// How it stands in the trail when it is written.
    fn note(&self) -> Note;

    /// Its name in the trail.
    fn subject(&self) -> String {
        subject::of(Self::KIND, self.id())
    }

    /// What the trail's newest entry about it says, as long as it is as it was recorded.
    fn digest(&self) -> String {
        fingerprint(self)
    }

    /// An entry about it.
    fn noted(&self, act: Act) -> Note {
        Note {
            act,
            subject: self.subject(),
            about: String::new(),
            digest: self.digest(),
            detail: "{}".to_owned(),
        }
    }
}

/// A record that is one row.
pub trait Rowed: Record {
    /// One of them, in words.
    const WHAT: &'static str;
    /// Its rows.
    const SET: &'static RowSet;
    /// The column by which a row is named that cannot be read.
    const NAMED_BY: &'static str = Self::SET.key;

    /// As it is kept.
    fn row(&self) -> Read<Row>;

    /// Errors: a column says nothing that such a record could say.
    fn of_row(row: &Columns) -> Result<Self, Bad>;

    /// All of them.
    fn rows() -> Rows {
        Rows::of(Self::WHAT, Self::SET)
    }
}

pub(super) trait Saying {
    fn about(self, person: &PersonId) -> Self;
    fn saying(self, detail: serde_json::Value) -> Self;
}

impl Saying for Note {
    fn about(mut self, person: &PersonId) -> Note {
        self.about.clone_from(&person.0);
        self
    }

    fn saying(mut self, detail: serde_json::Value) -> Note {
        self.detail = detail.to_string();
        self
    }
}

impl dyn Reads + '_ {
    /// Those that are meant. Errors: the first that cannot be read.
    pub fn records<R: Rowed>(&self, rows: &Rows) -> Read<Vec<R>> {
        self.all(rows, R::of_row)
    }

    /// The one with this key.
    pub fn record<R: Rowed>(&self, key: &str) -> Read<Option<R>> {
        self.one(&R::rows().with(R::SET.key, key), R::of_row)
    }

    /// The first that is meant, among those that can be read.
    pub fn find<R: Rowed>(&self, is_meant: impl Fn(&R) -> bool) -> Read<Option<R>> {
        let mut meant = None;
        self.readable(&R::rows(), &mut |_| {}, &mut |record| {
            if meant.is_none() && is_meant(&record) {
                meant = Some(record);
            }
        })?;
        Ok(meant)
    }

    /// Every one that can be read. Of each other one `odd` is told its name in the trail, or what kind
    /// and which row it is, so that it is not passed over.
    pub fn readable<R: Rowed>(
        &self,
        rows: &Rows,
        odd: &mut dyn FnMut(String),
        found: &mut dyn FnMut(R),
    ) -> Result<(), RegisterError> {
        let mut number = 0_u64;
        self.scan(rows, &mut |row| {
            number = number.saturating_add(1);
            match R::of_row(row) {
                Ok(record) => found(record),
                // Why would say what stands there.
                Err(Bad(_)) => odd(match row.text(R::NAMED_BY) {
                    Ok(id) => subject::of(R::KIND, id),
                    Err(Bad(_)) => subject::of(UNREADABLE, format!("{} {number}", R::WHAT)),
                }),
            }
            Ok(true)
        })
    }
}

/// A number as it is kept.
pub(super) fn whole(number: u64) -> Read<i64> {
    i64::try_from(number).map_err(|_| RegisterError::Refused(format!("{number} is too large")))
}
