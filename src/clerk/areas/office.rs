//! What the office's rail counts.

use crate::acts::review::{Sought, Stage};
use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};
use crate::clerk::context::{Context, LongWork, Step};
use crate::clerk::protocol::office::{Ask, Counts, Told};
use crate::domain::channel::ChannelId;
use crate::domain::incident::{IncidentEvent, IncidentState};
use crate::domain::staff::Duty;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    match ask {
        Ask::Counts => tell_counts(cx),
        Ask::ToSign => cx.begin_long(CountToSign::default()),
    }
}

/// What the rail counts. What is late is on record as soon as somebody is there to hear it.
pub(super) fn tell_counts(cx: &mut Context<'_>) {
    let counts = cx.act_unheard(|desk, who| {
        if who.role().may(Duty::Look) {
            desk.report_overdue(who)?;
        }
        counts(desk, who)
    });
    cx.tell(Told::Counts(counts));
}

/// Counts what waits for a signature: among many photos each channel takes its time.
#[derive(Default)]
struct CountToSign {
    /// Those that are left, once they are known.
    channels: Option<Vec<ChannelId>>,
    counted: Vec<(ChannelId, usize)>,
}

impl LongWork for CountToSign {
    fn step(&mut self, cx: &mut Context<'_>) -> Step {
        // Locked meanwhile, or a register that cannot be read: the page itself says so.
        match cx.look(|desk, who| self.next(desk, who)) {
            Ok(Step::More) => Step::More,
            Ok(Step::Done) => {
                let counted = std::mem::take(&mut self.counted);
                cx.tell(Told::ToSign(counted));
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
            channels.retain(|channel| channel.sign_off().is_met_by(who.role()));
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
