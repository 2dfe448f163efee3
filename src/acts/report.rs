//! Incidents: opened by the app where it sees a breach, or by hand; answered for by the head.

mod export;

use super::sign_in::Session;
use super::{ActError, Desk, Done, showable, unique};
use crate::acts::refusal::{Refusal, Thing, ToSay};
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Incident, IncidentEvent, IncidentKind, IncidentState};
use crate::domain::staff::Duty;
use crate::register::Change;

/// Longest note, in characters.
const LONGEST_NOTE: usize = 1_000;

impl Desk {
    /// Writes an incident down. Anybody who works here may.
    pub fn report(&mut self, who: &Session, note: &str) -> Done<IncidentId> {
        let note = sentence(note, ToSay::WhatHappened)?;
        self.open_incident(IncidentKind::ByHand, &who.id().0, note)
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
