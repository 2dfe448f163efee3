//! Photos of one moment: by the same hand, each within seconds of the next. The best is kept; the others
//! go or stay.

use chrono::{DateTime, TimeDelta, Utc};

use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::ids::PhotoId;
use crate::domain::staff::Duty;
use crate::register::lists::{PhotoNumber, TakenWithin};

/// Between two photos of one moment, at most.
const APART: TimeDelta = TimeDelta::seconds(4);
/// From the one that is looked at to the first and the last, at most.
const REACH: TimeDelta = TimeDelta::seconds(30);

/// What became of those beside the best.
#[derive(Debug, Default)]
pub struct OneKept {
    pub gone: Vec<PhotoId>,
    /// Those that could not be deleted, and why.
    pub left: Vec<(PhotoId, ActError)>,
}

impl Desk {
    /// The photos of the same moment by the same hand, this one among them, the first one first. Only
    /// itself where there is no other.
    pub fn burst(&self, who: &Session, photo: &PhotoId) -> Done<Vec<PhotoId>> {
        self.require(who, Duty::Look)?;
        let this = self.photo(photo)?;
        let lists = self.register.lists();
        let within = TakenWithin {
            from: this.taken_at.checked_sub_signed(REACH),
            before: this.taken_at.checked_add_signed(REACH),
        };
        let mut near: Vec<PhotoNumber> = Vec::new();
        for (gist, _) in lists.gists()? {
            lists.photos_alike(gist, within, &mut |photo| near.push(photo))?;
        }
        let mut moment: Vec<(DateTime<Utc>, PhotoNumber, PhotoId)> = Vec::new();
        for listed in lists.numbered(&near)? {
            let is_by_the_same =
                listed.photo == *photo || self.photo(&listed.photo)?.taken_by == this.taken_by;
            if is_by_the_same {
                moment.push((listed.taken_at, listed.number, listed.photo));
            }
        }
        moment.sort_by_key(|(taken, number, _)| (*taken, *number));
        let mut runs: Vec<Vec<PhotoId>> = Vec::new();
        let mut last: Option<DateTime<Utc>> = None;
        for (taken, _, id) in moment {
            let goes_on = last.is_some_and(|last| taken - last <= APART);
            match runs.last_mut() {
                Some(run) if goes_on => run.push(id),
                _ => runs.push(vec![id]),
            }
            last = Some(taken);
        }
        let run = runs.into_iter().find(|run| run.contains(photo));
        Ok(run.unwrap_or_else(|| vec![photo.clone()]))
    }

    /// Deletes the others of the best one's moment: by the head any, by whoever took them their own of
    /// today. The account is exact. Errors: the best is not theirs to look at.
    pub fn keep_best(&mut self, who: &Session, best: &PhotoId) -> Done<OneKept> {
        let mut account = OneKept::default();
        for photo in self.burst(who, best)? {
            if photo == *best {
                continue;
            }
            let gone = if who.role().may(Duty::Govern) {
                self.erase(who, &photo, "another photo of the same moment was kept")
                    .map(drop)
            } else {
                self.discard(who, &photo)
            };
            match gone {
                Ok(()) => account.gone.push(photo),
                Err(error) => account.left.push((photo, error)),
            }
        }
        Ok(account)
    }
}
