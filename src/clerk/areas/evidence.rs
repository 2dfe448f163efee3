//! Evidence from before anybody was asked to look at it: which of it nobody can look at.

use crate::acts::register_lists::OldForm;
use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};
use crate::clerk::context::{Context, LongWork, Step};
use crate::clerk::protocol::register::{OldEvidence, Told};

/// Looks through what was filed before anybody was asked to look at it, a form a step.
#[derive(Default)]
pub(super) struct LookThrough {
    /// Those that are left, once they are known.
    to_look_at: Option<Vec<OldForm>>,
    unseen: Vec<OldForm>,
}

impl LongWork for LookThrough {
    fn step(&mut self, cx: &mut Context<'_>) -> Step {
        if cx.stopped()() {
            return Step::Done;
        }
        let came = cx.look(|desk, who| self.next(desk, who));
        let step = match &came {
            Ok(found) if found.left > 0 => Step::More,
            _ => Step::Done,
        };
        cx.tell(Told::OldEvidence(came));
        step
    }
}

impl LookThrough {
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
