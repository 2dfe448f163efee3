//! The school's own entry, and what its head was told.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{Bad, By, Columns, Read, Row, RowSet, row};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::school::School;

impl Record for School {
    const KIND: &'static str = "school";

    fn id(&self) -> String {
        self.id.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::SchoolSetUp)
            .saying(json!({"sample": self.sample}))
    }
}

impl Rowed for School {
    const WHAT: &'static str = "school";
    const SET: &'static RowSet = &RowSet {
        name: "school",
        ..RowSet::STANDING
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id,
            name: &self.name,
            sample: self.sample,
            set_up: stamp(self.set_up),
        })
    }

    fn of_row(row: &Columns) -> Result<School, Bad> {
        Ok(School {
            id: row.text("id")?,
            name: row.text("name")?,
            sample: row.flag("sample")?,
            set_up: row.time("set_up")?,
        })
    }
}

/// Editions of the rules of which the head was told.
pub const ACCOUNTED: &RowSet = &RowSet {
    name: "accounted",
    key: "edition",
    order: &[By::Rising("edition")],
    is_numbered: false,
    ..RowSet::ADDED
};
