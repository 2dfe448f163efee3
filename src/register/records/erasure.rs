//! What was erased: whose key was destroyed, and why.

use super::super::record::{Record, Rowed};
use super::super::store::{Bad, By, Columns, Read, Row, RowSet, row};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::StaffId;
use crate::domain::school::Erasure;

impl Record for Erasure {
    const KIND: &'static str = "erasure";

    fn id(&self) -> String {
        self.object.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::Erased)
    }
}

impl Rowed for Erasure {
    const WHAT: &'static str = "erasure";
    const SET: &'static RowSet = &RowSet {
        name: "erasure",
        key: "object",
        order: &[By::Rising("at"), By::Rising("object")],
        is_numbered: false,
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            object: &self.object,
            at: stamp(self.at),
            by_staff: &self.by.0,
            why: &self.why,
        })
    }

    fn of_row(row: &Columns) -> Result<Erasure, Bad> {
        Ok(Erasure {
            object: row.text("object")?,
            at: row.time("at")?,
            by: StaffId(row.text("by_staff")?),
            why: row.text("why")?,
        })
    }
}
