//! Lists that were taken over from the school's MIS.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying, whole};
use super::super::store::{self, Bad, Columns, Read, Row, RowSet, row};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::StaffId;
use crate::domain::mis::Import;

impl Record for Import {
    const KIND: &'static str = "mis-import";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::ListImported).saying(json!({
            "rows": self.rows, "added": self.added, "changed": self.changed,
            "answers": self.answers, "forms-held": self.forms_held,
        }))
    }
}

impl Rowed for Import {
    const WHAT: &'static str = "import";
    const SET: &'static RowSet = &RowSet {
        name: "mis_import",
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id.0,
            at: stamp(self.at),
            by_staff: &self.by.0,
            sha256: &self.sha256,
            shape: &self.shape,
            mapping: store::json(&self.mapping)?,
            rows: whole(self.rows)?,
            added: whole(self.added)?,
            changed: whole(self.changed)?,
            answers: whole(self.answers)?,
            forms_held: self.forms_held,
        })
    }

    fn of_row(row: &Columns) -> Result<Import, Bad> {
        Ok(Import {
            id: row.word("id")?,
            at: row.time("at")?,
            by: StaffId(row.text("by_staff")?),
            sha256: row.text("sha256")?,
            shape: row.text("shape")?,
            mapping: row.json("mapping")?,
            rows: row.number("rows")?,
            added: row.number("added")?,
            changed: row.number("changed")?,
            answers: row.number("answers")?,
            forms_held: row.flag("forms_held")?,
        })
    }
}
