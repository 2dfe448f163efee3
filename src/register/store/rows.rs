//! Rows as every engine keeps them, and how they are asked for. One column that cannot be read fails the
//! row, and the row the read.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::RegisterError;

/// What stands in a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Nothing,
    Number(i64),
    Text(String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

macro_rules! are_numbers {
    ($($number:ty),*) => {$(
        impl From<$number> for Value {
            fn from(number: $number) -> Value {
                Value::Number(i64::from(number))
            }
        }
    )*};
}

are_numbers!(i64, u32, u16, u8, bool);

impl<T> From<Option<T>> for Value
where
    Value: From<T>,
{
    fn from(said: Option<T>) -> Value {
        said.map_or(Value::Nothing, Value::from)
    }
}

/// Columns by name, as they are to stand.
pub type Row = Vec<(&'static str, Value)>;

/// A row, written as its columns and what is to stand in each.
macro_rules! row {
    ($($column:ident: $value:expr),* $(,)?) => {
        vec![$((stringify!($column), $crate::register::store::Value::from($value))),*]
    };
}
pub(in crate::register) use row;

/// Rows of one kind: what they are called, and what holds of each.
#[derive(Debug)]
pub struct RowSet {
    pub name: &'static str,
    /// The column that tells them apart. Empty: there is none by itself.
    pub key: &'static str,
    /// The order in which all of them are read.
    pub order: &'static [By],
    /// Each has a `number`, in the order of writing.
    pub is_numbered: bool,
    /// What else tells them apart: no two are alike in all of these.
    pub apart: &'static [&'static str],
    /// Columns that hold a key of other rows: the column, whose rows, and the column there.
    pub refers: &'static [(&'static str, &'static str, &'static str)],
    /// What stays as it was written first, wherever the rest is written anew.
    pub fixed: &'static [&'static str],
    /// They are never written anew, and never go.
    pub only_added: bool,
}

impl RowSet {
    /// Rows with a number, read in its order, only ever added, each with an id.
    pub const ADDED: RowSet = RowSet {
        name: "",
        key: "id",
        order: &[By::Rising("number")],
        is_numbered: true,
        apart: &[],
        refers: &[],
        fixed: &[],
        only_added: true,
    };

    /// Rows by their id, which say how things stand now.
    pub const STANDING: RowSet = RowSet {
        order: &[By::Rising("id")],
        is_numbered: false,
        only_added: false,
        ..RowSet::ADDED
    };
}

/// In which order rows are read.
#[derive(Clone, Copy, Debug)]
pub enum By {
    Rising(&'static str),
    Falling(&'static str),
}

/// What holds of a row that is meant. Where nothing stands in a column, nothing holds of it.
#[derive(Clone, Debug)]
pub enum Meant {
    Is(&'static str, Value),
    IsNot(&'static str, Value),
    AtLeast(&'static str, Value),
    Below(&'static str, Value),
    /// The column's value is one of those in another column of other rows.
    Among(&'static str, &'static RowSet, &'static str),
    NotAmong(&'static str, &'static RowSet, &'static str),
    /// One of these columns holds this text somewhere.
    Holds(&'static [&'static str], String),
}

/// Which rows are asked for, and in which order.
#[derive(Clone, Debug)]
pub struct Rows {
    /// One of them, in words.
    pub what: &'static str,
    pub set: &'static RowSet,
    /// Only these columns; empty: all.
    pub only: &'static [&'static str],
    pub meant: Vec<Meant>,
    pub order: &'static [By],
    pub most: Option<usize>,
}

impl Rows {
    /// All of a kind.
    pub fn of(what: &'static str, set: &'static RowSet) -> Rows {
        Rows {
            what,
            set,
            only: &[],
            meant: Vec::new(),
            order: set.order,
            most: None,
        }
    }

    pub fn only(mut self, columns: &'static [&'static str]) -> Rows {
        self.only = columns;
        self
    }

    pub fn meant(mut self, meant: Meant) -> Rows {
        self.meant.push(meant);
        self
    }

    /// Those whose column says so.
    pub fn with(self, column: &'static str, value: impl Into<Value>) -> Rows {
        let value = value.into();
        self.meant(Meant::Is(column, value))
    }

    /// Those whose column begins so.
    pub fn beginning(self, column: &'static str, beginning: &str) -> Rows {
        // After every text that begins so.
        let end = format!("{beginning}{}", char::MAX);
        self.meant(Meant::AtLeast(column, beginning.into()))
            .meant(Meant::Below(column, end.into()))
    }

    pub fn in_order(mut self, order: &'static [By]) -> Rows {
        self.order = order;
        self
    }

    /// The newest come first.
    pub fn newest_first(self) -> Rows {
        self.in_order(&[By::Falling("number")])
    }

    pub fn most(mut self, most: usize) -> Rows {
        self.most = Some(most);
        self
    }

    /// The newest alone.
    pub fn newest(self) -> Rows {
        self.newest_first().most(1)
    }
}

/// Why a column cannot be read.
#[derive(Debug)]
pub struct Bad(pub String);

impl Bad {
    /// The column says nothing that it may say.
    pub fn senseless(column: &str) -> Bad {
        Bad(format!("`{column}` makes no sense"))
    }

    fn empty(column: &str) -> Bad {
        Bad(format!("`{column}` is empty"))
    }
}

/// One row as an engine holds it.
pub trait Cells {
    fn text(&self, column: &str) -> Result<Option<String>, Bad>;
    fn number(&self, column: &str) -> Result<Option<i64>, Bad>;
    /// By its place among the columns asked for: for long reads, where looking names up costs most.
    fn text_at(&self, place: usize) -> Result<String, Bad>;
}

/// The columns of one row, by name.
pub struct Columns<'a>(pub &'a dyn Cells);

impl Columns<'_> {
    pub fn text(&self, name: &str) -> Result<String, Bad> {
        self.maybe_text(name)?.ok_or_else(|| Bad::empty(name))
    }

    pub fn maybe_text(&self, name: &str) -> Result<Option<String>, Bad> {
        self.0.text(name)
    }

    pub fn text_at(&self, place: usize) -> Result<String, Bad> {
        self.0.text_at(place)
    }

    pub fn flag(&self, name: &str) -> Result<bool, Bad> {
        Ok(self.number::<i64>(name)? != 0)
    }

    pub fn number<N: TryFrom<i64>>(&self, name: &str) -> Result<N, Bad> {
        self.maybe_number(name)?.ok_or_else(|| Bad::empty(name))
    }

    pub fn maybe_number<N: TryFrom<i64>>(&self, name: &str) -> Result<Option<N>, Bad> {
        self.0
            .number(name)?
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

    pub fn day(&self, name: &str) -> Result<NaiveDate, Bad> {
        self.date(name)?.ok_or_else(|| Bad::empty(name))
    }

    pub fn time(&self, name: &str) -> Result<DateTime<Utc>, Bad> {
        self.maybe_time(name)?.ok_or_else(|| Bad::empty(name))
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
        self.maybe_json(name)?.ok_or_else(|| Bad::empty(name))
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
        self.maybe_word(name)?.ok_or_else(|| Bad::empty(name))
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

/// A value as it is stored: its JSON.
pub fn json(value: &impl Serialize) -> Result<String, RegisterError> {
    serde_json::to_string(value).map_err(|error| RegisterError::Refused(error.to_string()))
}

/// The same of what may not be there.
pub fn maybe(said: Option<&impl Serialize>) -> Result<Option<String>, RegisterError> {
    said.map(json).transpose()
}

/// A value as it is stored: its one word.
pub fn word(value: &impl Serialize) -> Result<String, RegisterError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        Ok(other) => Err(RegisterError::Refused(format!("`{other}` is not one word"))),
        Err(error) => Err(RegisterError::Refused(error.to_string())),
    }
}
