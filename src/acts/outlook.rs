//! Where a photo may go, in one look while it is tagged: now, once its tags are complete, once the
//! office has looked, or not, and because of whom. Never why. For looking: a release asks the rules
//! itself.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::sign_in::Session;
use super::{Desk, Done};
use crate::domain::channel::ChannelId;
use crate::domain::ids::PhotoId;
use crate::domain::kept::Face;
use crate::domain::person::PersonId;
use crate::domain::verdict::{Reason, Verdict};

/// How a photo stands while it is tagged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// Faces that nobody named or dismissed yet.
    pub faces_open: usize,
    /// Faces found or drawn, dismissed ones included.
    pub faces: usize,
    /// Nobody has had the time to look for faces yet.
    pub is_waiting: bool,
    /// It could not be looked at for faces, and nobody said that there are none.
    pub is_unseen: bool,
    /// Somebody said that the tags are complete.
    pub is_complete: bool,
    /// That nobody is shown rests on somebody's word alone.
    pub names_nobody: bool,
    /// Every channel that takes pictures, in the policy's order.
    pub channels: Vec<ChannelOutlook>,
}

/// One channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelOutlook {
    pub id: ChannelId,
    pub name: String,
    pub state: Chip,
}

/// Whether the photo may go there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Chip {
    Now,
    /// When the tags are complete and every face is accounted for.
    AfterTagging,
    /// When the office has looked at it as well, whether or not the tags are complete yet.
    AfterOffice,
    /// Each of them once; nobody where it is the photo itself or the channel.
    No {
        because_of: Vec<PersonId>,
    },
}

impl Desk {
    /// How a photo stands, by the verdict of each channel.
    pub fn outlook(&self, who: &Session, photo: &PhotoId) -> Done<Outlook> {
        let channels = self
            .check(who, photo)?
            .into_iter()
            .map(|(channel, verdict)| ChannelOutlook {
                id: channel.id,
                name: channel.name,
                state: Chip::of(&verdict),
            })
            .collect();
        let labels = self.photo(photo)?.labels;
        let (marks, faces): (Vec<&Face>, Vec<&Face>) =
            labels.faces.iter().partition(|face| face.is_not_looked());
        let open = faces.iter().filter(|face| !labels.is_accounted(face));
        Ok(Outlook {
            faces_open: open.count(),
            faces: faces.len(),
            is_waiting: labels.faces.is_waiting(),
            is_unseen: marks.iter().any(|mark| mark.dismissed.is_none()),
            is_complete: labels.is_tagging_complete(),
            names_nobody: labels.names_nobody(),
            channels,
        })
    }
}

/// What takes a reason away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clears {
    /// Whoever tags, by finishing.
    Tagging,
    /// The office, by looking.
    Office,
    /// Neither: somebody shown, their words, or the device.
    Neither,
}

fn clears(reason: &Reason) -> Clears {
    match reason {
        Reason::TaggingUnfinished | Reason::FaceUnaccounted => Clears::Tagging,
        Reason::Checklist(_)
        | Reason::CopyrightUnclear
        | Reason::CreditMissing
        | Reason::NotSignedOff
        | Reason::SignOffStale
        | Reason::SignOffOwnPhoto
        | Reason::SecondLook
        | Reason::Unwatched => Clears::Office,
        Reason::NotSchoolDevice
        | Reason::UnknownPerson
        | Reason::ChildFreeChannel
        | Reason::NameInText(_)
        | Reason::ContactInText
        | Reason::FaceTooClose
        | Reason::ClockBehind
        | Reason::RegisterStale
        | Reason::RegisterRestored
        | Reason::ChangedOutside(_)
        | Reason::NeverPhotograph(_)
        | Reason::Refused(_)
        | Reason::Withdrawn(_)
        | Reason::NoPermission(_)
        | Reason::WrongSignatory(_)
        | Reason::NotWritten(_)
        | Reason::NotYetValid(_)
        | Reason::Expired(_)
        | Reason::PupilNotAsked(_)
        | Reason::LeftSchool(_) => Clears::Neither,
    }
}

impl Chip {
    /// What a verdict comes to. [`Chip::Now`] if it is allowed, and only then.
    pub fn of(verdict: &Verdict) -> Chip {
        let reasons = match verdict {
            Verdict::Allowed => return Chip::Now,
            Verdict::Blocked(reasons) => reasons,
        };
        let is_by = |one: Clears| move |reason: &Reason| clears(reason) == one;
        // A verdict that blocks has a reason; one that had none would be a no all the same.
        if reasons.is_empty() || reasons.iter().any(is_by(Clears::Neither)) {
            let named: BTreeSet<&PersonId> = reasons.iter().filter_map(Reason::person).collect();
            return Chip::No {
                because_of: named.into_iter().cloned().collect(),
            };
        }
        if reasons.iter().any(is_by(Clears::Office)) {
            Chip::AfterOffice
        } else {
            Chip::AfterTagging
        }
    }
}
