//! Permission slips: which were made, and which came back.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{self, Bad, Columns, Read, Row, RowSet, row, word};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::{EvidenceId, SlipId, StaffId};
use crate::domain::person::PersonId;
use crate::domain::slip::{Slip, SlipReading};

impl Record for Slip {
    const KIND: &'static str = "slip";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::SlipMade)
            .saying(json!({"person": self.person, "form": self.form}))
    }
}

impl Rowed for Slip {
    const WHAT: &'static str = "slip";
    const SET: &'static RowSet = &RowSet {
        name: "slip",
        refers: &[("person", "person", "id")],
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id.0,
            form: self.form,
            key: &self.key,
            person: &self.person.0,
            channels: store::json(&self.channels)?,
            language: word(&self.language)?,
            made_at: stamp(self.made_at),
            by_staff: &self.by.0,
        })
    }

    fn of_row(row: &Columns) -> Result<Slip, Bad> {
        Ok(Slip {
            id: SlipId(row.text("id")?),
            form: row.number("form")?,
            key: row.text("key")?,
            person: PersonId(row.text("person")?),
            channels: row.json("channels")?,
            language: row.word("language")?,
            made_at: row.time("made_at")?,
            by: StaffId(row.text("by_staff")?),
        })
    }
}

impl Record for SlipReading {
    const KIND: &'static str = "slip-reading";

    fn id(&self) -> String {
        self.form.0.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::SlipConfirmed)
            .saying(json!({"slip": self.slip}))
    }
}

impl Rowed for SlipReading {
    const WHAT: &'static str = "slip's reading";
    const SET: &'static RowSet = &RowSet {
        name: "slip_reading",
        key: "form",
        refers: &[("slip", "slip", "id"), ("form", "evidence", "id")],
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            slip: &self.slip.0,
            form: &self.form.0,
            at: stamp(self.at),
            by_staff: &self.by.0,
        })
    }

    fn of_row(row: &Columns) -> Result<SlipReading, Bad> {
        Ok(SlipReading {
            slip: SlipId(row.text("slip")?),
            form: EvidenceId(row.text("form")?),
            at: row.time("at")?,
            by: StaffId(row.text("by_staff")?),
        })
    }
}
