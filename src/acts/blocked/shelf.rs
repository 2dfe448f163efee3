//! Where a list looks photos up: in the register, or in an overview that was read into memory. Both
//! answer the same.

use std::collections::HashMap;

use super::account::Marks;
use crate::domain::person::PersonId;
use crate::register::RegisterError;
use crate::register::lists::{Appears, GistNumber, Lists, PhotoNumber, TakenWithin};

type Read<T> = Result<T, RegisterError>;

/// So many words are read at most to pass over names that stand nowhere.
const MOST_WORDS: usize = 1000;

/// Where photos are looked up, in the register or in memory.
pub(super) trait Shelf {
    fn photos_alike(
        &self,
        gist: GistNumber,
        within: TakenWithin,
        each: &mut dyn FnMut(PhotoNumber),
    ) -> Read<()>;
    fn photos_of(&self, person: &PersonId, each: &mut dyn FnMut(PhotoNumber, Appears)) -> Read<()>;
    /// Photos beside which a child's full name may stand.
    fn that_may_name(&self, each: &mut dyn FnMut(PhotoNumber)) -> Read<()>;
}

pub(super) struct InRegister<'a>(pub Lists<'a>);

impl Shelf for InRegister<'_> {
    fn photos_alike(
        &self,
        gist: GistNumber,
        within: TakenWithin,
        each: &mut dyn FnMut(PhotoNumber),
    ) -> Read<()> {
        self.0.photos_alike(gist, within, each)
    }

    fn photos_of(&self, person: &PersonId, each: &mut dyn FnMut(PhotoNumber, Appears)) -> Read<()> {
        self.0.photos_of(person, each)
    }

    fn that_may_name(&self, each: &mut dyn FnMut(PhotoNumber)) -> Read<()> {
        let roll = self.0.roll()?;
        // Nobody knows the name of somebody whose entry was changed: any word may be theirs.
        if roll.changed_outside().next().is_some() {
            for word in self.0.words_said(usize::MAX)?.into_iter().flatten() {
                self.0.photos_saying(&word, each)?;
            }
            return Ok(());
        }
        // Few words stand beside photos, and children have many names: most of them are looked up nowhere.
        let said = self.0.words_said(MOST_WORDS)?;
        let is_said = |word: &&String| said.as_ref().is_none_or(|said| said.contains(*word));
        for sought in roll.to_look_up() {
            for name in sought.together.iter().filter(is_said) {
                self.0.photos_saying(name, each)?;
            }
            let mut with_family = Marks::default();
            for name in sought.family.iter().filter(is_said) {
                self.0
                    .photos_saying(name, &mut |photo| with_family.set(photo))?;
            }
            if with_family.is_empty() {
                continue;
            }
            for word in sought.given.iter().filter(is_said) {
                self.0.photos_saying(word, &mut |photo| {
                    if with_family.has(photo) {
                        each(photo);
                    }
                })?;
            }
        }
        Ok(())
    }
}

/// Which photos are alike and who is in which, in memory: for whoever asks about several channels. As
/// it was when it was made; whoever writes makes another.
pub struct Overview {
    alike: HashMap<GistNumber, Vec<(PhotoNumber, i64)>>,
    of: HashMap<PersonId, Vec<(PhotoNumber, Appears)>>,
    may_name: Marks,
}

impl Overview {
    pub(super) fn of(lists: Lists<'_>) -> Read<Overview> {
        let mut overview = Overview {
            alike: HashMap::new(),
            of: HashMap::new(),
            may_name: Marks::default(),
        };
        InRegister(lists).that_may_name(&mut |photo| overview.may_name.set(photo))?;
        for (number, _) in lists.gists()? {
            let mut photos = Vec::new();
            lists.photos_alike_when(number, &mut |photo, taken| photos.push((photo, taken)))?;
            overview.alike.insert(number, photos);
        }
        for person in lists.people_tagged()? {
            let mut photos = Vec::new();
            lists.photos_of(&person, &mut |photo, appears| photos.push((photo, appears)))?;
            overview.of.insert(person, photos);
        }
        Ok(overview)
    }
}

impl Overview {
    /// Every photo with when it was taken, in milliseconds since 1970, newest first.
    pub(in crate::acts) fn newest_first(&self) -> Vec<(i64, PhotoNumber)> {
        let photos = self.alike.values().flatten();
        let mut all: Vec<(i64, PhotoNumber)> =
            photos.map(|(photo, taken)| (*taken, *photo)).collect();
        all.sort_unstable_by(|one, other| other.cmp(one));
        all
    }
}

impl Shelf for Overview {
    fn photos_alike(
        &self,
        gist: GistNumber,
        within: TakenWithin,
        each: &mut dyn FnMut(PhotoNumber),
    ) -> Read<()> {
        let from = within.from.map_or(i64::MIN, |at| at.timestamp_millis());
        let before = within.before.map_or(i64::MAX, |at| at.timestamp_millis());
        for (photo, taken) in self.alike.get(&gist).into_iter().flatten() {
            if *taken >= from && *taken < before {
                each(*photo);
            }
        }
        Ok(())
    }

    fn photos_of(&self, person: &PersonId, each: &mut dyn FnMut(PhotoNumber, Appears)) -> Read<()> {
        for (photo, appears) in self.of.get(person).into_iter().flatten() {
            each(*photo, *appears);
        }
        Ok(())
    }

    fn that_may_name(&self, each: &mut dyn FnMut(PhotoNumber)) -> Read<()> {
        self.may_name.newest(None).for_each(each);
        Ok(())
    }
}
