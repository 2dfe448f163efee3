//! Forms on which answers rest.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying, whole};
use super::super::store::{Bad, Columns, Read, Row, RowSet, row};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::{EvidenceId, StaffId};
use crate::domain::school::EvidenceFile;

impl Record for EvidenceFile {
    const KIND: &'static str = "evidence";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::EvidenceFiled)
            .saying(json!({"sha256": self.sha256}))
    }
}

impl Rowed for EvidenceFile {
    const WHAT: &'static str = "form";
    const SET: &'static RowSet = &RowSet {
        name: "evidence",
        only_added: true,
        ..RowSet::STANDING
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id.0,
            media_type: &self.media_type,
            size: whole(self.size)?,
            sha256: &self.sha256,
            kept_at: stamp(self.kept_at),
            by_staff: &self.by.0,
            pages: self.pages,
        })
    }

    fn of_row(row: &Columns) -> Result<EvidenceFile, Bad> {
        Ok(EvidenceFile {
            id: EvidenceId(row.text("id")?),
            media_type: row.text("media_type")?,
            size: row.number("size")?,
            sha256: row.text("sha256")?,
            kept_at: row.time("kept_at")?,
            by: StaffId(row.text("by_staff")?),
            pages: row.maybe_number("pages")?,
        })
    }
}
