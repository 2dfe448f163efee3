//! Reads columns into our types. One column that cannot be read fails the row, and the row the read.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Params, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::{RegisterError, subject};
use crate::domain::repair::UNREADABLE;

/// Why a column cannot be read.
pub struct Bad(String);

impl From<rusqlite::Error> for Bad {
    fn from(error: rusqlite::Error) -> Bad {
        Bad(error.to_string())
    }
}

/// The columns of one row, by name.
pub struct Columns<'a>(pub &'a Row<'a>);

impl Columns<'_> {
    pub fn text(&self, name: &str) -> Result<String, Bad> {
        Ok(self.0.get(name)?)
    }

    pub fn maybe_text(&self, name: &str) -> Result<Option<String>, Bad> {
        Ok(self.0.get(name)?)
    }

    /// By its place among the columns asked for: for long reads, where looking names up costs most.
    pub fn text_at(&self, place: usize) -> Result<String, Bad> {
        Ok(self.0.get(place)?)
    }

    /// Every column, where all are text.
    pub fn texts(&self) -> Result<Vec<String>, Bad> {
        let columns = self.0.as_ref().column_count();
        (0..columns).map(|place| Ok(self.0.get(place)?)).collect()
    }

    pub fn flag(&self, name: &str) -> Result<bool, Bad> {
        Ok(self.0.get(name)?)
    }

    pub fn number<N: TryFrom<i64>>(&self, name: &str) -> Result<N, Bad> {
        let number: i64 = self.0.get(name)?;
        N::try_from(number).map_err(|_| Bad(format!("`{name}` is out of range")))
    }

    pub fn maybe_number<N: TryFrom<i64>>(&self, name: &str) -> Result<Option<N>, Bad> {
        let number: Option<i64> = self.0.get(name)?;
        number
            .map(|number| N::try_from(number).map_err(|_| Bad(format!("`{name}` is out of range"))))
            .transpose()
    }

    pub fn date(&self, name: &str) -> Result<Option<NaiveDate>, Bad> {
        self.maybe_text(name)?
            .map(|text| {
                text.parse()
                    .map_err(|_| Bad(format!("`{name}` is not a date")))
            })
            .transpose()
    }

    pub fn time(&self, name: &str) -> Result<DateTime<Utc>, Bad> {
        self.maybe_time(name)?
            .ok_or_else(|| Bad(format!("`{name}` is empty")))
    }

    pub fn maybe_time(&self, name: &str) -> Result<Option<DateTime<Utc>>, Bad> {
        self.maybe_text(name)?
            .map(|text| {
                text.parse()
                    .map_err(|_| Bad(format!("`{name}` is not a time")))
            })
            .transpose()
    }

    /// A value that is stored as its JSON.
    pub fn json<T: DeserializeOwned>(&self, name: &str) -> Result<T, Bad> {
        let text = self.text(name)?;
        serde_json::from_str(&text).map_err(|error| Bad(format!("`{name}`: {error}")))
    }

    pub fn maybe_json<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Bad> {
        self.maybe_text(name)?
            .map(|text| {
                serde_json::from_str(&text).map_err(|error| Bad(format!("`{name}`: {error}")))
            })
            .transpose()
    }

    /// A value that is stored as one word, or as an id.
    pub fn word<T: DeserializeOwned>(&self, name: &str) -> Result<T, Bad> {
        let text = self.text(name)?;
        serde_json::from_value(serde_json::Value::String(text))
            .map_err(|error| Bad(format!("`{name}`: {error}")))
    }

    pub fn maybe_word<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Bad> {
        self.maybe_text(name)?
            .map(|text| {
                serde_json::from_value(serde_json::Value::String(text))
                    .map_err(|error| Bad(format!("`{name}`: {error}")))
            })
            .transpose()
    }
}

/// A kind of record: how all of it is asked for, and how a row of it is read.
pub struct Kind<T> {
    pub what: &'static str,
    /// What such a record is called in the trail, and the column that says which one it is.
    pub named: (&'static str, &'static str),
    pub sql: &'static str,
    pub read: fn(&Columns) -> Result<T, Bad>,
}

impl<T> Kind<T> {
    /// Every record. Errors: the first that cannot be read.
    pub fn all(&self, db: &Connection) -> Result<Vec<T>, RegisterError> {
        all(db, self.what, self.sql, [], self.read)
    }

    /// The first record that is meant, among those that can be read.
    pub fn find(
        &self,
        db: &Connection,
        is_meant: impl Fn(&T) -> bool,
    ) -> Result<Option<T>, RegisterError> {
        let mut meant = None;
        self.readable(db, &mut |_| {}, &mut |record| {
            if meant.is_none() && is_meant(&record) {
                meant = Some(record);
            }
        })?;
        Ok(meant)
    }

    /// Every record that can be read. Of each other one `odd` is told its name in the trail, or what kind
    /// and which row it is, so that it is not passed over.
    pub fn readable(
        &self,
        db: &Connection,
        odd: &mut dyn FnMut(String),
        found: &mut dyn FnMut(T),
    ) -> Result<(), RegisterError> {
        let mut number = 0_u64;
        each(db, self.what, self.sql, [], &mut |row| {
            number = number.saturating_add(1);
            match (self.read)(row) {
                Ok(record) => found(record),
                // Why would say what stands there.
                Err(Bad(_)) => odd(match (self.named, row.text(self.named.1)) {
                    ((kind, _), Ok(id)) => subject::of(kind, id),
                    (_, Err(Bad(_))) => subject::of(UNREADABLE, format!("{} {number}", self.what)),
                }),
            }
            Ok(true)
        })
    }
}

/// Every row of a statement. Errors: the first row that cannot be read, named by what it is.
pub fn all<T>(
    db: &Connection,
    what: &str,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Columns) -> Result<T, Bad>,
) -> Result<Vec<T>, RegisterError> {
    let mut found = Vec::new();
    each(db, what, sql, params, &mut |columns| {
        found.push(read(columns)?);
        Ok(true)
    })?;
    Ok(found)
}

/// Every row of a statement, one at a time, until the reader says `false`.
pub fn each(
    db: &Connection,
    what: &str,
    sql: &str,
    params: impl Params,
    read: &mut dyn FnMut(&Columns) -> Result<bool, Bad>,
) -> Result<(), RegisterError> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut number = 0_u64;
    while let Some(row) = rows.next()? {
        number = number.saturating_add(1);
        let goes_on = read(&Columns(row)).map_err(|Bad(why)| RegisterError::Unreadable {
            what: format!("{what} {number}"),
            why,
        })?;
        if !goes_on {
            break;
        }
    }
    Ok(())
}

/// The only row of a statement, or none.
pub fn one<T>(
    db: &Connection,
    what: &str,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Columns) -> Result<T, Bad>,
) -> Result<Option<T>, RegisterError> {
    Ok(all(db, what, sql, params, read)?.pop())
}

/// A value as it is stored: its JSON.
pub fn json(value: &impl Serialize) -> Result<String, RegisterError> {
    serde_json::to_string(value).map_err(|error| RegisterError::Refused(error.to_string()))
}

/// A value as it is stored: its one word.
pub fn word(value: &impl Serialize) -> Result<String, RegisterError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        Ok(other) => Err(RegisterError::Refused(format!("`{other}` is not one word"))),
        Err(error) => Err(RegisterError::Refused(error.to_string())),
    }
}
