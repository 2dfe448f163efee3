//! What was answered about people. One answer that was only found, and that nobody gave, is never written.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{Bad, Columns, Read, Row, RowSet, maybe, row, word};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{EvidenceId, ImportId, PermissionId, StaffId};
use crate::domain::permission::{Answer, Permission};
use crate::domain::person::PersonId;
use crate::domain::school::FiledPermission;
use crate::register::RegisterError;

impl Record for FiledPermission {
    const KIND: &'static str = "permission";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        let said = &self.permission;
        let mut told = json!({
            "channel": said.channel, "answer": said.answer, "relation": said.relation,
            "signed": said.signed, "evidence": said.evidence, "form": self.form,
        });
        if let (Some(corrected), Some(told)) = (&self.corrects, told.as_object_mut()) {
            told.insert("corrects".to_owned(), json!(corrected));
        }
        if let (Some(belongs), Some(told)) = (&self.belongs, told.as_object_mut()) {
            told.insert("belongs".to_owned(), json!(belongs.person));
        }
        self.noted(Act::PermissionAdded)
            .about(&said.person)
            .saying(told)
    }
}

impl Rowed for FiledPermission {
    const WHAT: &'static str = "answer";
    const SET: &'static RowSet = &RowSet {
        name: "permission",
        refers: &[
            ("person", "person", "id"),
            ("form", "evidence", "id"),
            ("corrects", "permission", "id"),
        ],
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        let said = &self.permission;
        if said.answer == Answer::ChangedOutside {
            return Err(RegisterError::Refused("nobody gave this answer".to_owned()));
        }
        Ok(row! {
            id: &self.id.0,
            person: &said.person.0,
            channel: &said.channel.0,
            answer: word(&said.answer)?,
            relation: word(&said.relation)?,
            by_name: &said.by,
            signed: said.signed.to_string(),
            valid_from: said.from.map(|day| day.to_string()),
            valid_until: said.until.map(|day| day.to_string()),
            evidence: word(&said.evidence)?,
            form: self.form.as_ref().map(|form| &form.0),
            recorded_at: stamp(self.recorded_at),
            recorded_by: &self.recorded_by.0,
            corrects: self.corrects.as_ref().map(|corrected| &corrected.0),
            import: self.import.as_ref().map(|import| &import.0),
            belongs: maybe(self.belongs.as_ref())?,
        })
    }

    fn of_row(row: &Columns) -> Result<FiledPermission, Bad> {
        Ok(FiledPermission {
            id: row.word("id")?,
            permission: Permission {
                person: PersonId(row.text("person")?),
                channel: ChannelId(row.text("channel")?),
                answer: row.word("answer")?,
                relation: row.word("relation")?,
                by: row.text("by_name")?,
                signed: row.day("signed")?,
                from: row.date("valid_from")?,
                until: row.date("valid_until")?,
                evidence: row.word("evidence")?,
            },
            form: row.maybe_text("form")?.map(EvidenceId),
            recorded_at: row.time("recorded_at")?,
            recorded_by: StaffId(row.text("recorded_by")?),
            corrects: row.maybe_text("corrects")?.map(PermissionId),
            import: row.maybe_text("import")?.map(ImportId),
            belongs: row.maybe_json("belongs")?,
        })
    }
}
