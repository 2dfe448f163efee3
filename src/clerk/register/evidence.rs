//! Evidence from before anybody was asked to look at it: which of it nobody can look at.

use super::super::at_work::AtWork;
use super::super::long_work::{LongWork, Step, Stop};
use super::Told;
use crate::acts::register_lists::OldForm;
use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};

/// How far the looking is, and what was found so far.
#[derive(Clone, Debug, Default)]
pub struct OldEvidence {
    pub unseen: Vec<OldForm>,
    /// Left to look at.
    pub left: usize,
}

/// Looks through what was filed before anybody was asked to look at it, a form a step.
pub(super) struct LookThrough {
    stop: Stop,
    /// Those that are left, once they are known.
    to_look_at: Option<Vec<OldForm>>,
    unseen: Vec<OldForm>,
}

impl LongWork for LookThrough {
    fn step(&mut self, clerk: &mut AtWork) -> Step {
        if self.stop.is_asked() {
            return Step::Done;
        }
        let came = clerk.with(|desk, who| self.next(desk, who));
        let step = match &came {
            Ok(found) if found.left > 0 => Step::More,
            _ => Step::Done,
        };
        clerk.say(Told::OldEvidence(came));
        step
    }
}

impl LookThrough {
    /// Until it is stopped, or nothing is left.
    pub(super) fn until(stop: Stop) -> LookThrough {
        LookThrough {
            stop,
            to_look_at: None,
            unseen: Vec::new(),
        }
    }

    fn next(&mut self, desk: &Desk, who: &Session) -> Done<OldEvidence> {
        let left = match &mut self.to_look_at {
            None => self.to_look_at.insert(desk.old_forms(who)?),
            Some(left) => {
                if let Some(form) = left.pop()
                    && !desk.can_be_seen(who, &form.form)?
                {
                    self.unseen.push(form);
                }
                left
            }
        };
        Ok(OldEvidence {
            unseen: self.unseen.clone(),
            left: left.len(),
        })
    }
}
