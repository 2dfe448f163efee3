//! Why people carry the never-photograph mark, as it was said each time. Who may read it, the acts say.

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{Bad, Columns, Read, Row, RowSet, row};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::StaffId;
use crate::domain::person::PersonId;
use crate::domain::school::MarkReason;

impl Record for MarkReason {
    const KIND: &'static str = "mark-reason";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    /// Who reads the trail learns that there is a reason, never which.
    fn note(&self) -> Note {
        self.noted(Act::MarkExplained).about(&self.person)
    }
}

impl Rowed for MarkReason {
    const WHAT: &'static str = "reason of a mark";
    const SET: &'static RowSet = &RowSet {
        name: "mark_reason",
        refers: &[("person", "person", "id")],
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id.0,
            person: &self.person.0,
            why: &self.why,
            at: stamp(self.at),
            by_staff: &self.by.0,
        })
    }

    fn of_row(row: &Columns) -> Result<MarkReason, Bad> {
        Ok(MarkReason {
            id: row.word("id")?,
            person: PersonId(row.text("person")?),
            why: row.text("why")?,
            at: row.time("at")?,
            by: StaffId(row.text("by_staff")?),
        })
    }
}
