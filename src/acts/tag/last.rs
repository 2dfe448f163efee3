//! The same people as in the last photo: who they were is taken over, and where each was only as far
//! as boxes lie in the same place. Knows positions, never likeness; whatever is not plain stays open
//! for a person to name.

use crate::acts::refusal::Refusal;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, school_day};
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Face, Labels, Photo, Tag, next_id};
use crate::domain::photo::Who;
use crate::domain::staff::Duty;

/// Boxes that share more than this lie in the same place.
const SAME_PLACE: f64 = 0.5;
/// How many earlier photos are looked through at a time.
const PAGE: usize = 32;

impl Desk {
    /// Tags a photo with those who are tagged on the photo before it that has tags: by the same
    /// person, with the same device, on the same day. Who is tagged already stays, nobody is hidden,
    /// and tagging is no longer complete. A face is tied to somebody only where its box and one of
    /// theirs, and no third, lie in the same place. Gives how many were added. Errors: there is no
    /// such photo.
    pub fn same_as_last(&mut self, who: &Session, id: &PhotoId) -> Done<usize> {
        self.require(who, Duty::TakeAndTag)?;
        let photo = self.photo(id)?;
        if self.register.seal_key(&id.0)?.is_none() {
            return Err(ActError::Refused(Refusal::Erased));
        }
        let Some(last) = self.last_tagged_before(&photo)? else {
            return Err(ActError::Refused(Refusal::NothingBefore));
        };
        let mut added = 0;
        self.relabel(who, id, |photo| {
            let before = photo.labels.clone();
            added = add_tags(&mut photo.labels, &last.labels);
            if (photo.width, photo.height) == (last.width, last.height) {
                tie_in_place(&mut photo.labels, &before, &last.labels);
            }
            if photo.labels != before {
                photo.labels.reopen();
            }
            Ok(())
        })?;
        Ok(added)
    }

    fn last_tagged_before(&self, photo: &Photo) -> Done<Option<Photo>> {
        let policy = self.policy()?;
        let day = school_day(&policy, photo.taken_at);
        let mut after = photo.id.clone();
        loop {
            let page = self.register.lists().newest(Some(&after), PAGE)?;
            for listed in &page {
                if school_day(&policy, listed.taken_at) != day {
                    return Ok(None);
                }
                let earlier = self.photo(&listed.photo)?;
                let is_of_series =
                    earlier.taken_by == photo.taken_by && earlier.source == photo.source;
                if is_of_series && !earlier.labels.tags.is_empty() {
                    return Ok(Some(earlier));
                }
            }
            match page.last() {
                Some(oldest) => after = oldest.photo.clone(),
                None => return Ok(None),
            }
        }
    }
}

/// Adds whoever is missing: of those without a name, as many as there were.
fn add_tags(labels: &mut Labels, last: &Labels) -> usize {
    let mut added = 0;
    for tag in &last.tags {
        let of_them = |labels: &Labels| {
            let alike = labels.tags.iter().filter(|known| known.who == tag.who);
            alike.count()
        };
        if of_them(labels) >= of_them(last) {
            continue;
        }
        labels.tags.push(Tag {
            id: next_id('t', labels.tags.iter().map(|known| known.id.as_str())),
            who: tag.who.clone(),
            hidden: false,
            area: None,
            set_by: None,
            stood: false,
        });
        added += 1;
    }
    added
}

/// Ties each open face that plainly lies where one of somebody's was, unless it is said already where
/// they are. Only those with a name: who cannot be recognised in one photo may be in the next.
fn tie_in_place(labels: &mut Labels, before: &Labels, last: &Labels) {
    let faces: Vec<&Face> = before
        .faces
        .iter()
        .filter(|one| !one.is_not_looked())
        .collect();
    let theirs: Vec<&Face> = last
        .faces
        .iter()
        .filter(|one| !one.is_not_looked())
        .collect();
    let in_place = |one: &Face, other: &Face| one.area.overlap(&other.area) > SAME_PLACE;
    for face in &faces {
        if face.tag.is_some() || face.dismissed.is_some() {
            continue;
        }
        let there = only(theirs.iter().filter(|other| in_place(face, other)));
        let Some(tied) = there.and_then(|there| there.tag.as_ref()) else {
            continue;
        };
        let here = there.and_then(|there| only(faces.iter().filter(|one| in_place(one, there))));
        let Some(tag) = last.tags.iter().find(|tag| tag.id == *tied) else {
            continue;
        };
        let is_named = matches!(tag.who, Who::Person(_));
        let is_placed = |known: &Tag| known.who == tag.who && !before.areas_of(known).is_empty();
        if here.is_none() || !is_named || before.tags.iter().any(is_placed) {
            continue;
        }
        let own = labels.tags.iter().find(|known| known.who == tag.who);
        let own = own.map(|known| known.id.clone());
        if let Some(open) = labels.faces.iter_mut().find(|one| one.id == face.id) {
            open.tag = own;
        }
    }
}

/// The one there is, where there is one and no second.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next();
    first.filter(|_| found.next().is_none())
}
