//! Photos whose tags are not complete yet, whoever took them. A to-do list: it lets nothing out and
//! keeps nothing in.

use super::sign_in::Session;
use super::{Desk, Done};
use crate::domain::staff::Duty;
use crate::register::lists::{GistNumber, Listed, PhotoNumber, TakenWithin};

impl Desk {
    /// The newest photos whose tags are not complete, at most so many; erased ones are gone.
    pub fn to_tag(&self, who: &Session, limit: usize) -> Done<Vec<Listed>> {
        self.require(who, Duty::TakeAndTag)?;
        let lists = self.register.lists();
        let mut open: Vec<(i64, PhotoNumber)> = Vec::new();
        for gist in self.unfinished()? {
            lists.photos_alike_when(gist, &mut |photo, taken| open.push((taken, photo)))?;
        }
        // As in a list of all: of those taken in one moment, the one kept last comes first.
        open.sort_unstable_by(|one, other| other.cmp(one));
        open.truncate(limit);
        let numbers: Vec<PhotoNumber> = open.into_iter().map(|(_, photo)| photo).collect();
        Ok(lists.numbered(&numbers)?)
    }

    /// How many photos have tags that are not complete.
    pub fn count_to_tag(&self, who: &Session) -> Done<usize> {
        self.require(who, Duty::TakeAndTag)?;
        let lists = self.register.lists();
        let mut count = 0;
        for gist in self.unfinished()? {
            lists.photos_alike(gist, TakenWithin::default(), &mut |_| count += 1)?;
        }
        Ok(count)
    }

    /// Photos are alike in whether their tags are complete: those that are not are found by the few
    /// gists that say so, however many photos are done.
    fn unfinished(&self) -> Done<Vec<GistNumber>> {
        let gists = self.register.lists().gists()?;
        let open = gists.into_iter().filter(|(_, gist)| !gist.tagging_complete);
        Ok(open.map(|(number, _)| number).collect())
    }
}
