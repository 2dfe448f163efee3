//! Who signed which copy for which channel.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{Bad, Columns, Read, Row, RowSet, row, word};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::kept::SignOffRecord;

impl Record for SignOffRecord {
    const KIND: &'static str = "sign-off";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::PhotoSignedOff)
            .saying(json!({"photo": self.photo, "channel": self.channel}))
    }
}

impl Rowed for SignOffRecord {
    const WHAT: &'static str = "sign-off";
    const SET: &'static RowSet = &RowSet {
        name: "sign_off",
        refers: &[("photo", "photo", "id"), ("by_staff", "staff", "id")],
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id.0,
            photo: &self.photo.0,
            channel: &self.channel.0,
            by_staff: &self.by.0,
            role: word(&self.role)?,
            at: stamp(self.at),
            edition: &self.edition,
            copy: &self.copy,
        })
    }

    fn of_row(row: &Columns) -> Result<SignOffRecord, Bad> {
        Ok(SignOffRecord {
            id: row.word("id")?,
            photo: PhotoId(row.text("photo")?),
            channel: ChannelId(row.text("channel")?),
            by: StaffId(row.text("by_staff")?),
            role: row.word("role")?,
            at: row.time("at")?,
            edition: row.text("edition")?,
            copy: row.text("copy")?,
        })
    }
}
