//! Who is here on a day, as it was said each time.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{self, Bad, Columns, Read, Row, RowSet, row};
use crate::domain::attendance::Attendance;
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::StaffId;

impl Record for Attendance {
    const KIND: &'static str = "attendance";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::AttendanceSaid)
            .saying(json!({"day": self.day, "away": self.away.len()}))
    }
}

impl Rowed for Attendance {
    const WHAT: &'static str = "attendance";
    const SET: &'static RowSet = &RowSet {
        name: "attendance",
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id.0,
            day: self.day.to_string(),
            class: &self.class,
            away: store::json(&self.away)?,
            at: stamp(self.at),
            by_staff: &self.by.0,
        })
    }

    fn of_row(row: &Columns) -> Result<Attendance, Bad> {
        Ok(Attendance {
            id: row.word("id")?,
            day: row.day("day")?,
            class: row.text("class")?,
            away: row.json("away")?,
            at: row.time("at")?,
            by: StaffId(row.text("by_staff")?),
        })
    }
}
