//! What the office's rail counts.

use super::ask::Told as Says;
use super::at_work::AtWork;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::incident::{IncidentEvent, IncidentState};
use crate::domain::staff::Duty;

/// What the rail asks.
pub enum Ask {
    Counts,
}

/// What it is told.
pub enum Told {
    Counts(Result<Counts, ActError>),
}

/// How much there is to do, page by page; 0 where it is not for this role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub to_tag: usize,
    /// Copies that must come down.
    pub take_down: usize,
    /// Incidents that nobody has closed.
    pub incidents: usize,
}

impl AtWork {
    pub(super) fn say_office(&mut self, ask: Ask) {
        match ask {
            Ask::Counts => {
                // What is late is on record as soon as somebody is there to hear it.
                let counts = self.with_mut(|desk, who| {
                    if who.role().may(Duty::Look) {
                        desk.report_overdue(who)?;
                    }
                    counts(desk, who)
                });
                self.voice.say(Says::Office(Told::Counts(counts)));
            }
        }
    }
}

fn counts(desk: &Desk, who: &Session) -> Done<Counts> {
    let mut counts = Counts::default();
    if who.role().may(Duty::TakeAndTag) {
        counts.to_tag = desk.count_to_tag(who)?;
    }
    if who.role().may(Duty::Look) {
        counts.take_down = desk.take_downs(who)?.len();
    }
    if who.role().may(Duty::Verify) {
        let is_open = |events: &[IncidentEvent]| {
            let mut states = events.iter().map(|event| event.state);
            !states.any(|state| state == IncidentState::Closed)
        };
        let incidents = desk.incidents(who)?;
        counts.incidents = incidents
            .iter()
            .filter(|(_, events)| is_open(events))
            .count();
    }
    Ok(counts)
}
