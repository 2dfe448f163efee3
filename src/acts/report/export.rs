//! Incidents as a spreadsheet and as JSON, for a governor or an inspector.

use chrono::SecondsFormat;
use serde_json::json;

use crate::acts::sign_in::Session;
use crate::acts::trail::{cell, unwritable};
use crate::acts::{Desk, Done};
use crate::domain::incident::{IncidentEvent, IncidentState};
use crate::domain::staff::Duty;

impl Desk {
    /// Every incident and what was done, a line each, oldest first. Who did it stands there by name.
    pub fn incidents_as_csv(&self, who: &Session) -> Done<Vec<u8>> {
        self.require(who, Duty::Verify)?;
        let staff = self.register.staff()?;
        let name = |id: &str| {
            let known = staff.iter().find(|one| one.id.0 == id);
            known.map_or_else(|| id.to_owned(), |one| one.name.clone())
        };
        let mut out = csv::Writer::from_writer(Vec::new());
        let head = [
            "incident",
            "kind",
            "opened at",
            "opened by",
            "note",
            "acknowledged at",
            "acknowledged by",
            "acknowledged with",
            "closed at",
            "closed by",
            "closed with",
        ];
        out.write_record(head).map_err(unwritable)?;
        for (incident, events) in self.register.incidents()? {
            let mut row = vec![
                incident.id.0,
                incident.kind.words().to_owned(),
                incident
                    .opened_at
                    .to_rfc3339_opts(SecondsFormat::Secs, true),
                name(&incident.by),
                incident.note,
            ];
            for state in [IncidentState::Acknowledged, IncidentState::Closed] {
                let of_it = |event: &&IncidentEvent| event.state == state;
                match events.iter().find(of_it) {
                    Some(event) => row.extend([
                        event.at.to_rfc3339_opts(SecondsFormat::Secs, true),
                        name(&event.by),
                        event.note.clone(),
                    ]),
                    None => row.extend([String::new(), String::new(), String::new()]),
                }
            }
            let row: Vec<String> = row.iter().map(|text| cell(text)).collect();
            out.write_record(&row).map_err(unwritable)?;
        }
        out.into_inner().map_err(unwritable)
    }

    /// The same as the register has it, by ids.
    pub fn incidents_as_json(&self, who: &Session) -> Done<Vec<u8>> {
        self.require(who, Duty::Verify)?;
        let incidents: Vec<_> = self
            .register
            .incidents()?
            .into_iter()
            .map(|(incident, events)| json!({"incident": incident, "events": events}))
            .collect();
        let mut text = serde_json::to_vec_pretty(&incidents).map_err(unwritable)?;
        text.push(b'\n');
        Ok(text)
    }
}
