//! The public copy, in memory. It is planned by the desk and made on whatever thread has the time; it
//! becomes a file only by the release act.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::acts::refusal::Refusal;
use crate::acts::show::LARGEST_ON_SCREEN;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, picture_channel_of};
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::ids::PhotoId;
use crate::domain::kept::Photo;
use crate::domain::photo::Copyright;
use crate::domain::sight::Sight;
use crate::domain::staff::Duty;
use crate::picture::{CopyPlan, Darkroom, Encoded, Notice};
use crate::register::RegisterError;

/// A copy as it would leave.
pub(crate) struct Copy {
    pub bytes: Vec<u8>,
    pub sha256: String,
    pub width: u32,
    pub height: u32,
    pub sight: Option<Sight>,
}

/// A copy that is to be made.
pub(crate) struct ToMake {
    photo: Photo,
    edition: String,
    original: Zeroizing<Vec<u8>>,
    plan: CopyPlan,
    darkroom: Arc<dyn Darkroom>,
}

/// A copy, and the very photo that it was made from.
pub(crate) struct Made {
    pub photo: Photo,
    /// Of the photo when the copy was planned.
    pub edition: String,
    /// What the copy's longest side was to be, by who was known as an adult then.
    pub longest_side: Option<u32>,
    pub copy: Copy,
}

/// The public copy of a photo on its way to a screen.
pub struct ToPreview {
    to_make: ToMake,
    /// The tallest that a face may be, where the copy is made smaller for it.
    smaller_for: Option<u32>,
}

/// The very copy that would leave, scaled to a screen.
#[derive(Serialize, Deserialize)]
pub struct Preview {
    pub picture: Encoded,
    /// Of the copy itself.
    pub width: u32,
    /// Of the copy itself.
    pub height: u32,
    /// Of the copy itself, as it is signed and released.
    pub sha256: String,
    /// Bytes of the copy.
    pub size: usize,
    /// It was made smaller, so that no face in it is taller than so many pixels.
    pub smaller_for: Option<u32>,
}

/// Usage terms inside every released copy.
const USAGE_TERMS: &str = "For viewing where the school published it. No copying, no altering, \
                           no training of artificial intelligence.";

impl Desk {
    /// Plans the public copy of a photo for a channel: the bytes that a sign-off is bound to.
    pub(crate) fn copy_to_make(&self, photo: Photo, channel: &Channel) -> Done<ToMake> {
        let original = self.unseal(&photo.id.0)?;
        let labels = &photo.labels;
        let (mut patches, mut faces) = (Vec::new(), Vec::new());
        for tag in labels.tags.iter().filter(|tag| tag.hidden) {
            let areas = labels.areas_of(tag);
            if areas.is_empty() {
                return Err(ActError::Refused(Refusal::CoveredNowhere {
                    tag: tag.id.clone(),
                }));
            }
            patches.extend(areas);
            faces.extend(labels.found_of(tag));
        }
        let roll = self.register.lists().roll()?;
        let longest_side = photo.longest_side(channel, &roll);
        let school = self.school()?.name;
        let credit = (!labels.credit.is_empty()).then(|| labels.credit.clone());
        let plan = CopyPlan {
            crop: labels.crop,
            patches,
            faces,
            longest_side,
            notice: Notice {
                copyright: match labels.copyright {
                    Copyright::School => format!("© {school}"),
                    Copyright::Permission => format!("Used by {school} with permission"),
                    Copyright::Unknown => "All rights reserved".to_owned(),
                },
                credit,
                usage_terms: USAGE_TERMS.to_owned(),
            },
        };
        Ok(ToMake {
            edition: photo.edition(channel),
            photo,
            original,
            plan,
            darkroom: Arc::clone(&self.darkroom),
        })
    }

    /// The public copy of a photo for a channel, in memory.
    pub(crate) fn public_copy(&self, photo: &Photo, channel: &Channel) -> Done<Copy> {
        Ok(self.copy_to_make(photo.clone(), channel)?.make()?.copy)
    }

    /// The very copy that would go to a channel now, for whoever will show it. It leaves nothing behind
    /// and lets nothing out. Errors: the photo was erased, somebody to be hidden has no place on it, a
    /// channel that takes no pictures.
    pub fn to_preview(&self, who: &Session, id: &PhotoId, channel: &ChannelId) -> Done<ToPreview> {
        self.require(who, Duty::Prepare)?;
        let channel = picture_channel_of(&self.policy()?, channel)?;
        let photo = self.photo(id)?;
        let to_make = self.copy_to_make(photo, &channel)?;
        let is_smaller = to_make.plan.longest_side != channel.longest_side();
        Ok(ToPreview {
            to_make,
            smaller_for: channel.largest_face().filter(|_| is_smaller),
        })
    }
}

impl ToMake {
    /// Makes the copy. Takes its time; for a thread that has it. Errors: the picture is not the one
    /// that was kept.
    pub(crate) fn make(self) -> Done<Made> {
        if hex::encode(Sha256::digest(self.original.as_slice())) != self.photo.sha256 {
            return Err(ActError::Register(RegisterError::Tampered {
                what: "this photo's picture".to_owned(),
            }));
        }
        let copy = self.darkroom.public_copy(&self.original, &self.plan)?;
        Ok(Made {
            photo: self.photo,
            edition: self.edition,
            longest_side: self.plan.longest_side,
            copy: Copy {
                sha256: hex::encode(Sha256::digest(&copy.jpeg)),
                width: copy.width,
                height: copy.height,
                sight: copy.sight,
                bytes: copy.jpeg,
            },
        })
    }
}

impl ToPreview {
    /// Makes the copy and reads it back, its longest side at most so many pixels. Takes its time.
    pub fn make(self, longest_side: u32) -> Done<Preview> {
        let darkroom = Arc::clone(&self.to_make.darkroom);
        let copy = self.to_make.make()?.copy;
        let side = longest_side.min(LARGEST_ON_SCREEN);
        let screen = darkroom.screen(&copy.bytes, side)?;
        Ok(Preview {
            width: screen.header.width,
            height: screen.header.height,
            picture: Encoded::of(&screen.pixels)?,
            size: copy.bytes.len(),
            sha256: copy.sha256,
            smaller_for: self.smaller_for,
        })
    }
}
