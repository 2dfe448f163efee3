//! Naming what photos were taken at, so that people find them in the queue.

use chrono::NaiveDate;

use super::{Queued, start_of};
use crate::acts::refusal::Refusal;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, school_day, showable};
use crate::domain::ids::PhotoId;
use crate::domain::policy::Policy;
use crate::domain::staff::Duty;
use crate::register::Change;
use crate::register::lists::{Listed, PhotoNumber};

/// Characters of the longest name.
pub const LONGEST_OCCASION: usize = 60;

impl Desk {
    /// Names what a photo was taken at, and all others that stand beside it in the queue: of the same
    /// day, under the same name or, where they have none, of the same group. With nothing for a name
    /// they stand under their group again. Gives how many. Who is shown, words and signatures stay as
    /// they are. Errors: a name that is too long or has signs that cannot be shown, an erased photo.
    pub fn name_occasion(&mut self, who: &Session, photo: &PhotoId, name: &str) -> Done<usize> {
        self.require(who, Duty::Prepare)?;
        let name = name.trim();
        showable(name, LONGEST_OCCASION)?;
        let mut changes = Vec::new();
        for listed in self.beside(who, photo)? {
            let mut photo = self.photo(&listed.photo)?;
            if photo.occasion != name {
                name.clone_into(&mut photo.occasion);
                photo.version = photo.version.saturating_add(1);
                changes.push(Change::Label(Box::new(photo)));
            }
        }
        if !changes.is_empty() {
            self.record(who, &changes)?;
        }
        Ok(changes.len())
    }

    /// The photos under the same heading of the queue, the given one among them.
    fn beside(&self, who: &Session, photo: &PhotoId) -> Done<Vec<Listed>> {
        let policy = self.policy()?;
        let lists = self.register.lists();
        let number = self.place_of(who, photo)?;
        let one = lists.numbered(&[number])?;
        let Some(heading) = one.first().map(|one| heading(&policy, one)) else {
            return Err(ActError::Refused(Refusal::Erased));
        };
        let (day, _) = heading;
        let from = start_of(&policy, Some(day));
        let before = start_of(&policy, day.succ_opt());
        let is_of_that_day = |taken: i64| {
            from.is_none_or(|from| from <= taken) && before.is_none_or(|before| taken < before)
        };
        let numbers: Vec<PhotoNumber> = self
            .overview(who)?
            .newest_first()
            .into_iter()
            .filter(|(taken, _)| is_of_that_day(*taken))
            .map(|(_, number)| number)
            .collect();
        let mut beside = lists.numbered(&numbers)?;
        beside.retain(|listed| self::heading(&policy, listed) == heading);
        Ok(beside)
    }
}

fn heading(policy: &Policy, photo: &Listed) -> (NaiveDate, String) {
    (
        school_day(policy, photo.taken_at),
        Queued::occasion_of(photo).to_owned(),
    )
}
