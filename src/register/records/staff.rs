//! Accounts, and the tries at signing in that are listed beside the trail.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{Bad, By, Columns, Read, Row, RowSet, row, word};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::StaffId;
use crate::domain::staff::Staff;

impl Record for Staff {
    const KIND: &'static str = "staff";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        let act = match self.left_at {
            None => Act::StaffRecorded,
            Some(_) => Act::StaffLeft,
        };
        let (role, signed) = (&self.role, &self.agreement_signed);
        let mut told = json!({"role": role, "agreement": signed});
        if let Some(told) = told.as_object_mut() {
            if let Some(text) = &self.agreement_text {
                told.insert("text".to_owned(), json!(text));
            }
            if self.pin_was_reset {
                told.insert("pin".to_owned(), json!("reset"));
            }
        }
        self.noted(act).saying(told)
    }
}

impl Rowed for Staff {
    const WHAT: &'static str = "account";
    const SET: &'static RowSet = &RowSet {
        name: "staff",
        order: &[By::Rising("name")],
        apart: &["name"],
        ..RowSet::STANDING
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id.0,
            name: &self.name,
            role: word(&self.role)?,
            pin_hash: &self.pin_hash,
            agreement_signed: self.agreement_signed.map(|day| day.to_string()),
            agreement_text: self.agreement_text.as_ref(),
            left_at: self.left_at.map(stamp),
            pin_was_reset: self.pin_was_reset,
        })
    }

    fn of_row(row: &Columns) -> Result<Staff, Bad> {
        Ok(Staff {
            id: StaffId(row.text("id")?),
            name: row.text("name")?,
            role: row.word("role")?,
            pin_hash: row.text("pin_hash")?,
            agreement_signed: row.date("agreement_signed")?,
            agreement_text: row.maybe_text("agreement_text")?,
            left_at: row.maybe_time("left_at")?,
            pin_was_reset: row.flag("pin_was_reset")?,
        })
    }
}

/// Tries at signing in.
pub const TRIES: &RowSet = &RowSet {
    name: "pin_try",
    key: "",
    refers: &[("staff", "staff", "id")],
    ..RowSet::ADDED
};
