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
    /// After everything else that was asked for, and a channel a step.
    ToSign,
}

/// What it is told.
pub enum Told {
    Counts(Result<Counts, ActError>),
    /// Photos that wait for nothing but a signature, of each channel that whoever signed in signs for.
    ToSign(Vec<(ChannelId, usize)>),
}

/// How much there is to do, page by page; 0 where it is not for this role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub to_tag: usize,
    /// What waits for a second look.
    pub doubts: usize,
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
            }
            Ask::ToSign => self.begin_long(Box::new(CountToSign::default())),
        }
    }
}

/// Counts what waits for a signature: among many photos each channel takes its time.
#[derive(Default)]
struct CountToSign {
    /// Those that are left, once they are known.
    channels: Option<Vec<ChannelId>>,
    counted: Vec<(ChannelId, usize)>,
}

impl LongWork for CountToSign {
    fn step(&mut self, clerk: &mut AtWork) -> Step {
        // Locked meanwhile, or a register that cannot be read: the page itself says so.
        match clerk.with(|desk, who| self.next(desk, who)) {
            Ok(Step::More) => Step::More,
            Ok(Step::Done) => {
                let counted = std::mem::take(&mut self.counted);
                clerk.voice.say(Says::Office(Told::ToSign(counted)));
                Step::Done
            }
            Err(_) => Step::Done,
        }
    }
}

impl CountToSign {
    fn next(&mut self, desk: &Desk, who: &Session) -> Done<Step> {
        let Some(channels) = &mut self.channels else {
            let mut channels = desk.policy()?.channels;
            channels.retain(|channel| channel.sign_off.is_met_by(who.role()));
            self.channels = Some(channels.into_iter().map(|channel| channel.id).collect());
            return Ok(Step::More);
        };
        let Some(channel) = channels.pop() else {
            return Ok(Step::Done);
        };
        let stage = Stage::ToSign;
        let queue = desk.queue(who, &channel, Some(stage), &Sought::default(), 0)?;
        let count = queue.counts.get(&stage).copied().unwrap_or_default();
        self.counted.push((channel, count));
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
    if who.role().may(Duty::SecondLook) {
        counts.doubts = desk.doubts(who)?.len();
    }
    if who.role().may(Duty::KeepRegister) {
        counts.children = desk.count_children(who)?;
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
