//! Pictures that look alike tell on each other: a burst, a copy that came back, one that was erased. Whoever
//! is in one of them and not in the other is asked about before the tags are complete.

pub use super::not_done::Asked;
use chrono::TimeDelta;

use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::domain::doubt::About;
use crate::domain::ids::PhotoId;
use crate::domain::kept::{Labels, NotHere, Photo, Tag, next_id};
use crate::domain::person::PersonId;
use crate::domain::photo::Who;
use crate::domain::sight::{ALIKE, SAME, SightOf};
use crate::domain::staff::Duty;

/// Pictures that look alike and were taken within so long may be of one moment.
const MOMENT: TimeDelta = TimeDelta::hours(1);

impl Desk {
    /// Who is in one of two pictures that look alike, and not in the other, as far as nobody has said so.
    pub fn asked_beside(&self, who: &Session, id: &PhotoId) -> Done<Vec<Asked>> {
        self.require(who, Duty::Look)?;
        let photo = self.photo(id)?;
        let mut asked: Vec<Asked> = Vec::new();
        for beside in self.photos_beside(&photo)? {
            ask(&photo, &beside, &mut asked);
            if beside.labels.is_tagging_complete() {
                ask(&beside, &photo, &mut asked);
            }
        }
        Ok(asked)
    }

    /// Says whether somebody is in a picture who is in one that looks alike. "Not in this one" is in doubt
    /// where a face was found that belongs to nobody who is tagged.
    pub fn answer_beside(
        &mut self,
        who: &Session,
        photo: &PhotoId,
        person: &PersonId,
        beside: &PhotoId,
        is_here: bool,
    ) -> Done<()> {
        self.require(who, Duty::TakeAndTag)?;
        let (by, at) = (who.id().clone(), self.now());
        self.relabel(who, photo, |photo| {
            let labels = &mut photo.labels;
            if labels.shows(person) {
                return Ok(());
            }
            if is_here {
                labels.nobody = None;
                labels.tags.push(Tag {
                    id: next_id('t', labels.tags.iter().map(|tag| tag.id.as_str())),
                    who: Who::Person(person.clone()),
                    hidden: false,
                    area: None,
                    set_by: None,
                    stood: false,
                });
                return Ok(());
            }
            labels.not_here.push(NotHere {
                person: person.clone(),
                beside: beside.clone(),
                by: by.clone(),
                at,
            });
            if !labels.has_every_face_named() {
                let about = About::NotHere {
                    person: person.clone(),
                    beside: beside.clone(),
                };
                labels.doubt_beside(about, &by, at);
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Errors: [`ActError::AskedBeside`] with everybody of whom nobody has said so.
    pub(super) fn require_none_asked(&self, who: &Session, photo: &PhotoId) -> Done<()> {
        let asked = self.asked_beside(who, photo)?;
        match asked.is_empty() {
            true => Ok(()),
            false => Err(ActError::AskedBeside(asked)),
        }
    }

    /// A picture that was called done before anybody knew what it looks like is done no more, where somebody
    /// is in one that looks alike: Done asks then.
    pub(super) fn reopen_where_asked(&mut self, who: &Session, id: &PhotoId) -> Done<()> {
        let is_complete = self.photo(id)?.labels.is_tagging_complete();
        if is_complete && !self.asked_beside(who, id)?.is_empty() {
            self.relabel(who, id, |photo| {
                photo.labels.reopen();
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Whoever is covered in one of pictures that look alike and seen in another is in doubt there.
    pub(super) fn doubt_who_is_covered_beside(&mut self, who: &Session, id: &PhotoId) -> Done<()> {
        let photo = self.photo(id)?;
        for beside in self.photos_beside(&photo)? {
            for (covered, seen) in [(&photo, &beside), (&beside, &photo)] {
                let people = covered_and_seen(&covered.labels, &seen.labels);
                if people.is_empty() {
                    continue;
                }
                let (by, at) = (who.id().clone(), self.now());
                self.relabel(who, &seen.id, |photo| {
                    for person in people {
                        let about = About::CoveredBeside {
                            person,
                            beside: covered.id.clone(),
                        };
                        photo.labels.doubt_beside(about, &by, at);
                    }
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    /// A picture that looks the same as one that the head erased is in doubt.
    pub(super) fn doubt_like_erased(&mut self, who: &Session, id: &PhotoId) -> Done<()> {
        let mut erased = Vec::new();
        for (other, apart) in self.looking_like(id)? {
            let is_erased = apart <= SAME && self.register.seal_key(&other.0)?.is_none();
            if is_erased && self.was_erased_by_the_head(&other)? {
                erased.push(other);
            }
        }
        if erased.is_empty() {
            return Ok(());
        }
        let (by, at) = (who.id().clone(), self.now());
        self.relabel(who, id, |photo| {
            for erased in erased {
                let about = About::LikeErased { erased };
                photo.labels.doubt_beside(about, &by, at);
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Photos that look alike and were taken about then, or look the same whenever they were taken.
    fn photos_beside(&self, photo: &Photo) -> Done<Vec<Photo>> {
        let mut beside = Vec::new();
        for (id, apart) in self.looking_like(&photo.id)? {
            if self.register.seal_key(&id.0)?.is_none() {
                continue;
            }
            let other = self.photo(&id)?;
            let is_of_the_moment = (other.taken_at - photo.taken_at).abs() <= MOMENT;
            if is_of_the_moment || apart <= SAME {
                beside.push(other);
            }
        }
        Ok(beside)
    }

    /// Other photos whose look is near this one's; none where its look was not made.
    fn looking_like(&self, id: &PhotoId) -> Done<Vec<(PhotoId, u32)>> {
        let kept = self.register.sight(&SightOf::Photo(id.clone()))?;
        let look = kept.and_then(|kept| kept.sight?.bits());
        let Some(look) = look else {
            return Ok(Vec::new());
        };
        let mut near = self.register.lists().looking_like(&look, ALIKE)?;
        near.retain(|(other, _)| other != id);
        Ok(near)
    }
}

/// Asks of a photo about everybody whom another shows and it does not.
fn ask(photo: &Photo, beside: &Photo, asked: &mut Vec<Asked>) {
    for person in beside.labels.people() {
        let labels = &photo.labels;
        let was_said = labels.not_here.iter().any(|said| said.person == person);
        let is_asked = asked
            .iter()
            .any(|one| one.photo == photo.id && one.person == person);
        if labels.shows(&person) || was_said || is_asked {
            continue;
        }
        asked.push(Asked {
            person,
            photo: photo.id.clone(),
            beside: beside.id.clone(),
            taken: photo.taken_at,
            beside_taken: beside.taken_at,
        });
    }
}

/// People who are covered by these tags and seen by those.
fn covered_and_seen(covered: &Labels, seen: &Labels) -> Vec<PersonId> {
    let mut people = seen.people();
    people.retain(|person| covered.is_covered(person) && seen.is_seen(person));
    people
}
