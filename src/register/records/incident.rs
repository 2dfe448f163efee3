//! Incidents, and what was done about each.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{self, Bad, Columns, Read, Row, RowSet, row, word};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::incident::{Incident, IncidentEvent};

impl Record for Incident {
    const KIND: &'static str = "incident";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::IncidentOpened)
            .saying(json!({"kind": self.kind}))
    }
}

impl Rowed for Incident {
    const WHAT: &'static str = "incident";
    const SET: &'static RowSet = &RowSet {
        name: "incident",
        ..RowSet::ADDED
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id.0,
            kind: word(&self.kind)?,
            opened_at: stamp(self.opened_at),
            by_staff: &self.by,
            note: &self.note,
            subject: store::maybe(self.subject.as_ref())?,
        })
    }

    fn of_row(row: &Columns) -> Result<Incident, Bad> {
        Ok(Incident {
            id: row.word("id")?,
            kind: row.word("kind")?,
            opened_at: row.time("opened_at")?,
            by: row.text("by_staff")?,
            note: row.text("note")?,
            subject: row.maybe_json("subject")?,
        })
    }
}

impl Record for IncidentEvent {
    const KIND: &'static str = "incident-event";

    fn id(&self) -> String {
        format!("{}:{:?}", self.incident, self.state)
    }

    fn note(&self) -> Note {
        self.noted(Act::IncidentFollowedUp)
            .saying(json!({"state": self.state}))
    }
}

impl Rowed for IncidentEvent {
    const WHAT: &'static str = "incident event";
    const SET: &'static RowSet = &RowSet {
        name: "incident_event",
        key: "",
        apart: &["incident", "state"],
        refers: &[("incident", "incident", "id")],
        ..RowSet::ADDED
    };
    const NAMED_BY: &'static str = "incident";

    fn row(&self) -> Read<Row> {
        Ok(row! {
            incident: &self.incident.0,
            state: word(&self.state)?,
            at: stamp(self.at),
            by_staff: &self.by,
            note: &self.note,
        })
    }

    fn of_row(row: &Columns) -> Result<IncidentEvent, Bad> {
        Ok(IncidentEvent {
            incident: row.word("incident")?,
            state: row.word("state")?,
            at: row.time("at")?,
            by: row.text("by_staff")?,
            note: row.text("note")?,
        })
    }
}
