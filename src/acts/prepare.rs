//! Preparing a picture for publication: hide, crop, words, credit, checklist. Each change lapses
//! sign-offs by itself, because they are bound to what was signed.

use super::sign_in::Session;
use super::tag::inside;
use super::{ActError, Desk, Done, showable};
use crate::acts::refusal::{Refusal, Thing};
use crate::domain::ids::PhotoId;
use crate::domain::kept::Tick;
use crate::domain::photo::{Area, Copyright};
use crate::domain::staff::Duty;

/// Words of a picture; `None` leaves one as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    pub caption: Option<&'a str>,
    pub alt: Option<&'a str>,
    pub credit: Option<&'a str>,
    pub copyright: Option<Copyright>,
}

/// Longest text that a caption, alternative text or credit may have, in characters.
const LONGEST_TEXT: usize = 2_000;

impl Desk {
    /// Covers somebody in released copies, or shows them again. A box may be drawn with it.
    /// Errors: nobody has drawn where they are.
    pub fn hide(
        &mut self,
        who: &Session,
        photo: &PhotoId,
        tag: &str,
        hidden: bool,
        area: Option<Area>,
    ) -> Done<()> {
        self.require(who, Duty::Prepare)?;
        self.relabel(who, photo, |photo| {
            if let Some(area) = area {
                inside(photo, area)?;
            }
            let tag = photo
                .labels
                .tags
                .iter_mut()
                .find(|known| known.id == tag)
                .ok_or_else(|| {
                    ActError::Refused(Refusal::NoSuch {
                        thing: Thing::Tag,
                        id: tag.to_owned(),
                    })
                })?;
            tag.hidden = hidden;
            if area.is_some() {
                tag.area = area;
            }
            Ok(())
        })?;
        self.doubt_who_is_covered_beside(who, photo)
    }

    /// Publishes only this part, or the whole again. Who is tagged stays tagged: a crop does not
    /// prove that somebody is no longer in the picture.
    pub fn crop(&mut self, who: &Session, photo: &PhotoId, area: Option<Area>) -> Done<()> {
        self.require(who, Duty::Prepare)?;
        self.relabel(who, photo, |photo| {
            if let Some(area) = area {
                inside(photo, area)?;
            }
            photo.labels.crop = area;
            Ok(())
        })?;
        Ok(())
    }

    /// Changes caption, alternative text, credit and copyright.
    pub fn word(&mut self, who: &Session, photo: &PhotoId, words: &Words) -> Done<()> {
        self.require(who, Duty::Prepare)?;
        for text in [words.caption, words.alt, words.credit]
            .into_iter()
            .flatten()
        {
            // These may have several lines.
            showable(&text.replace('\n', " "), LONGEST_TEXT)?;
        }
        self.relabel(who, photo, |photo| {
            let labels = &mut photo.labels;
            let pairs = [
                (&mut labels.caption, words.caption),
                (&mut labels.alt, words.alt),
                (&mut labels.credit, words.credit),
            ];
            for (field, text) in pairs {
                if let Some(text) = text {
                    text.trim().clone_into(field);
                }
            }
            if let Some(copyright) = words.copyright {
                labels.copyright = copyright;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Ticks items of the checklist, or unticks them. Errors: an item that no channel asks for.
    pub fn tick(
        &mut self,
        who: &Session,
        photo: &PhotoId,
        items: &[String],
        ticked: bool,
    ) -> Done<()> {
        self.require(who, Duty::Prepare)?;
        let policy = self.policy()?;
        for item in items {
            let is_asked = policy
                .channels
                .iter()
                .any(|channel| channel.checklist().contains(item));
            if !is_asked {
                return Err(ActError::Refused(Refusal::NoSuchItem {
                    item: item.clone(),
                }));
            }
        }
        let by = who.id().clone();
        self.relabel(who, photo, |photo| {
            let checklist = &mut photo.labels.checklist;
            checklist.retain(|tick| !items.contains(&tick.item));
            if ticked {
                checklist.extend(items.iter().map(|item| Tick {
                    item: item.clone(),
                    by: by.clone(),
                }));
            }
            checklist.sort();
            checklist.dedup();
            Ok(())
        })?;
        Ok(())
    }
}
