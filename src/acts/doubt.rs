//! The second look: what one person alone said against somebody's protection is looked at by somebody
//! else, who says that it is right or puts it back. The rules of what is in doubt are in
//! [`crate::domain::doubt`].

pub use super::not_done::NotSettled;
use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::domain::channel::Channel;
use crate::domain::decision::shown_reasons;
use crate::domain::doubt::{Doubt, DoubtId, Found, SecondLook, taken_off};
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::kept::{Labels, Photo};
use crate::domain::photo::{Shown, Who};
use crate::domain::staff::{Duty, Role};
use crate::register::Change;
use serde::{Deserialize, Serialize};

/// A doubt that waits for a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InDoubt {
    pub photo: Photo,
    pub doubt: Doubt,
    /// Who may look at it.
    pub looker: Looker,
}

/// Who may look at a doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Looker {
    /// Whoever asks.
    You,
    /// The head alone, and whoever asks is none.
    TheHead,
    /// Not whoever asks, who said it or completed the tags, but somebody else of the office or the head.
    Another,
    /// Nobody: an account has to be added.
    Nobody,
}

impl Desk {
    /// Doubts that wait for a look, those of the photo that waits longest first.
    pub fn doubts(&self, who: &Session) -> Done<Vec<InDoubt>> {
        self.require(who, Duty::SecondLook)?;
        let lookers = self.lookers()?;
        let mut waiting = Vec::new();
        for id in self.register.lists().photos_in_doubt()? {
            let photo = self.photo(&id)?;
            for doubt in photo.labels.open_doubts() {
                let looker = looker(&photo.labels, doubt, who, &lookers);
                waiting.push(InDoubt {
                    photo: photo.clone(),
                    doubt: doubt.clone(),
                    looker,
                });
            }
        }
        waiting.sort_by_key(|one| one.doubt.at);
        Ok(waiting)
    }

    /// Says of a doubt that it is right as it was said, or puts back what was taken away. Errors:
    /// [`NotSettled`].
    pub fn settle_doubt(
        &mut self,
        who: &Session,
        photo: &PhotoId,
        doubt: &DoubtId,
        found: Found,
    ) -> Done<Photo> {
        self.require(who, Duty::SecondLook)?;
        let lookers = self.lookers()?;
        let (by, at) = (who.id().clone(), self.now());
        let settle = |photo: &mut Photo| {
            let labels = &mut photo.labels;
            let open = labels.open_doubts().find(|open| open.id == *doubt).cloned();
            let open = open.ok_or(ActError::NotSettled(NotSettled::NotOpen))?;
            match looker(labels, &open, who, &lookers) {
                Looker::You => {}
                Looker::TheHead => return Err(ActError::NotSettled(NotSettled::ForTheHead)),
                Looker::Another => return Err(ActError::NotSettled(NotSettled::OwnWord)),
                Looker::Nobody => return Err(ActError::NotSettled(NotSettled::NobodyElse)),
            }
            labels.settle(doubt, SecondLook { by, at, found });
            Ok(())
        };
        let as_change = |photo| Change::SecondLook(photo, doubt.clone(), found);
        self.relabel_as(who, photo, settle, as_change)
    }

    /// Accounts that may look at doubts and are here.
    fn lookers(&self) -> Done<Vec<(StaffId, Role)>> {
        let latest = self.latest()?;
        let may = |role: Role| role.may(Duty::SecondLook);
        let accounts = self.register.staff()?.into_iter();
        let here = accounts.filter(|account| may(account.role) && account.is_here(latest));
        Ok(here.map(|account| (account.id, account.role)).collect())
    }

    /// Puts in doubt what a change of labels takes away from somebody's protection, and notes who said it.
    pub(super) fn put_in_doubt(
        &self,
        who: &Session,
        before: &Labels,
        after: &mut Labels,
    ) -> Done<()> {
        let (by, at) = (who.id(), self.now());
        after.note_who_said(before, by);
        let mut protected = Vec::new();
        for tag in taken_off(before, after, by) {
            if self.is_barred_somewhere(&tag.who)? {
                protected.push(tag);
            }
        }
        after.doubt_tags(before, &protected, by, at);
        after.doubt_faces(before, by, at);
        Ok(())
    }

    /// Whether somebody may not be shown, uncovered, on some channel that takes pictures outside.
    fn is_barred_somewhere(&self, shown: &Who) -> Done<bool> {
        let policy = self.policy()?;
        let today = self.today()?;
        let roll = self.register.lists().roll()?;
        let takes_pictures = |channel: &&Channel| channel.outside && channel.takes_pictures();
        for channel in policy.channels.iter().filter(takes_pictures) {
            let alone = [Shown {
                who: shown.clone(),
                hidden: false,
            }];
            if !shown_reasons(channel, &alone, &roll).is_empty() {
                return Ok(true);
            }
            if let Who::Person(person) = shown {
                let stands = self.standings(channel, std::slice::from_ref(person), today)?;
                if stands.iter().any(|stands| !stands.seen.is_empty()) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

fn looker(labels: &Labels, doubt: &Doubt, asks: &Session, lookers: &[(StaffId, Role)]) -> Looker {
    let may = |staff: &StaffId, role: Role| {
        let is_of_role = !doubt.about.is_for_the_head() || role.may(Duty::Govern);
        // Nobody said that a picture looks like one that was erased.
        let is_another = doubt.about.is_for_the_head() || labels.may_settle(doubt, staff);
        is_of_role && is_another
    };
    if may(asks.id(), asks.role()) {
        return Looker::You;
    }
    match lookers.iter().any(|(staff, role)| may(staff, *role)) {
        true if doubt.about.is_for_the_head() => Looker::TheHead,
        true => Looker::Another,
        false => Looker::Nobody,
    }
}
