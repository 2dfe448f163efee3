//! Incidents: opened by the app where it sees a breach, or by hand; answered for by the head.

mod export;

use std::collections::HashSet;

use super::sign_in::Session;
use super::{ActError, Desk, Done, new_id, showable, unique};
use crate::acts::refusal::{Refusal, Thing, ToSay};
use crate::domain::ids::IncidentId;
use crate::domain::incident::{
    Incident, IncidentEvent, IncidentKind, IncidentState, IncidentSubject,
};
use crate::domain::staff::Duty;
use crate::register::{Change, Stamp};

/// Longest note, in characters.
const LONGEST_NOTE: usize = 1_000;

impl Desk {
    /// Writes an incident down. Anybody who works here may.
    pub fn report(&mut self, who: &Session, note: &str) -> Done<IncidentId> {
        let note = sentence(note, ToSay::WhatHappened)?;
        self.open_incident(IncidentKind::ByHand, &who.id().0, None, note)
    }

    pub(crate) fn open_incident(
        &mut self,
        kind: IncidentKind,
        by: &str,
        subject: Option<IncidentSubject>,
        note: String,
    ) -> Done<IncidentId> {
        let id = IncidentId(new_id());
        let at = self.trail_time()?;
        let incident = Incident {
            id: id.clone(),
            kind,
            subject,
            opened_at: at,
            by: by.to_owned(),
            note,
        };
        let stamp = Stamp {
            at,
            by: by.to_owned(),
        };
        self.register
            .record(&stamp, &[Change::Incident(incident)])?;
        Ok(id)
    }

    /// As [`Desk::open_incidents_once`], of one.
    pub(crate) fn open_incident_once(
        &mut self,
        kind: IncidentKind,
        by: &str,
        subject: IncidentSubject,
        note: String,
    ) -> Done<()> {
        self.open_incidents_once(kind, by, vec![(subject, note)])
    }

    /// Incidents, each unless one of its kind and subject is on record: what is still so at the next start
    /// is not new. One that is older than subjects is told by its note, as it was then.
    pub(crate) fn open_incidents_once(
        &mut self,
        kind: IncidentKind,
        by: &str,
        found: Vec<(IncidentSubject, String)>,
    ) -> Done<()> {
        if found.is_empty() {
            return Ok(());
        }
        let (mut subjects, mut notes) = (HashSet::new(), HashSet::new());
        for (incident, _) in self.register.incidents()? {
            match incident.subject {
                _ if incident.kind != kind => {}
                Some(subject) => {
                    subjects.insert(subject);
                }
                None => {
                    notes.insert(incident.note);
                }
            }
        }
        for (subject, note) in found {
            if !notes.contains(&note) && subjects.insert(subject.clone()) {
                self.open_incident(kind, by, Some(subject), note)?;
            }
        }
        Ok(())
    }

    /// Every incident with what was done about it, oldest first.
    pub fn incidents(&self, who: &Session) -> Done<Vec<(Incident, Vec<IncidentEvent>)>> {
        self.require(who, Duty::Verify)?;
        Ok(self.register.incidents()?)
    }

    /// Acknowledges or closes an incident with a note. Errors: only the head may; done before.
    pub fn follow_up(
        &mut self,
        who: &Session,
        id: &str,
        state: IncidentState,
        note: &str,
    ) -> Done<()> {
        self.require(who, Duty::Govern)?;
        let note = sentence(note, ToSay::WhatWasDone)?;
        let incidents = self.register.incidents()?;
        let ids = incidents.iter().map(|(incident, _)| incident.id.0.clone());
        let id = unique(id, Thing::Incident, ids)?;
        let is_done = incidents
            .iter()
            .filter(|(incident, _)| incident.id.0 == id)
            .flat_map(|(_, events)| events)
            .any(|event| event.state == state || event.state == IncidentState::Closed);
        if is_done {
            return Err(ActError::Refused(Refusal::DoneAlready));
        }
        let event = IncidentEvent {
            incident: IncidentId(id),
            state,
            at: self.now(),
            by: who.id().0.clone(),
            note,
        };
        self.record(who, &[Change::IncidentEvent(event)])
    }
}

/// What somebody typed about an incident. Errors: nothing, too much, signs that cannot be shown.
fn sentence(text: &str, what: ToSay) -> Done<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(ActError::Refused(Refusal::SayInASentence { what }));
    }
    showable(&text, LONGEST_NOTE)?;
    Ok(text)
}
