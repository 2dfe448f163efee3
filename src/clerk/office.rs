//! What the office's rail counts.

use super::ask::Told as Says;
use super::at_work::AtWork;
use super::long_work::{LongWork, Step};
use crate::acts::review::{Sought, Stage};
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::channel::ChannelId;
use crate::domain::incident::{IncidentEvent, IncidentState};
use crate::domain::staff::Duty;

/// What the rail asks.
pub enum Ask {
    Counts,
}

/// What it is told.
pub enum Told {
    Counts(Result<Counts, ActError>),
    /// Photos that wait for nothing but a signature of whoever signed in; a little later.
    ToSign(usize),
}

/// How much there is to do, page by page; 0 where it is not for this role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub to_tag: usize,
    /// Copies that must come down.
    pub take_down: usize,
    /// Incidents that nobody has closed.
    pub incidents: usize,
    /// Copies that may be out.
    pub out: usize,
    /// Children of the school today.
    pub children: usize,
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
                let role = self.who.as_ref().map(Session::role);
                if role.is_some_and(|role| role.may(Duty::SignOff)) {
                    self.begin_long(Box::new(CountToSign::default()));
                }
            }
        }
    }
}

/// Counts what waits for a signature, a channel a step: among many photos each takes its time.
#[derive(Default)]
struct CountToSign {
    /// Those that are left, once they are known.
    channels: Option<Vec<ChannelId>>,
    count: usize,
}

impl LongWork for CountToSign {
    fn step(&mut self, clerk: &mut AtWork) -> Step {
        // Locked meanwhile, or a register that cannot be read: the page itself says so.
        match clerk.with(|desk, who| self.next(desk, who)) {
            Ok(Step::More) => Step::More,
            Ok(Step::Done) => {
                clerk.voice.say(Says::Office(Told::ToSign(self.count)));
                Step::Done
            }
            Err(_) => Step::Done,
        }
    }
}

impl CountToSign {
    fn next(&mut self, desk: &Desk, who: &Session) -> Done<Step> {
        let Some(channels) = &mut self.channels else {
            let policy = desk.policy()?;
            let signed = policy
                .channels
                .iter()
                .filter(|channel| channel.sign_off.is_met_by(who.role()));
            self.channels = Some(signed.map(|channel| channel.id.clone()).collect());
            return Ok(Step::More);
        };
        let Some(channel) = channels.pop() else {
            return Ok(Step::Done);
        };
        let stage = Stage::ToSign;
        let queue = desk.queue(who, &channel, Some(stage), &Sought::default(), 0)?;
        self.count += queue.counts.get(&stage).copied().unwrap_or_default();
        Ok(Step::More)
    }
}

fn counts(desk: &Desk, who: &Session) -> Done<Counts> {
    let mut counts = Counts::default();
    if who.role().may(Duty::TakeAndTag) {
        counts.to_tag = desk.count_to_tag(who)?;
    }
    if who.role().may(Duty::Look) {
        counts.take_down = desk.take_downs(who)?.len();
        counts.out = desk.count_out(who)?;
    }
    if who.role().may(Duty::KeepRegister) {
        let groups = desk.count_register(who)?.groups;
        counts.children = groups.iter().map(|(_, count)| count).sum();
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
