//! What left, where to, on what grounds, and whether it is still out.

mod written;

pub use written::{NeitherCopyNorCall, ReleaseRow, WrittenOutlet};

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::channel::ChannelId;
use super::ids::{PermissionId, PhotoId, ReleaseId, StaffId};
use super::kept::{Labels, Tick};
use super::photo::{Shown, Who};

/// What sort of place a copy goes to.
///
/// | | copies land | lie in | after a stop |
/// |---|---|---|---|
/// | folder | each by itself | the folder | the place is looked at |
/// | archive | all together | the folder that holds it | the place is looked at |
/// | paper | each by itself | no folder | whatever may have come out is out |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutletKind {
    Folder,
    Zip,
    /// A page from a printer, for a wall within the school.
    Print,
}

/// How many copies land at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lands {
    EachByItself,
    AllTogether,
}

impl OutletKind {
    pub fn lands(self) -> Lands {
        match self {
            OutletKind::Folder | OutletKind::Print => Lands::EachByItself,
            // An archive is one file.
            OutletKind::Zip => Lands::AllTogether,
        }
    }

    /// Whether it comes out on paper, which nobody can look at from here or call back.
    pub fn is_paper(self) -> bool {
        match self {
            OutletKind::Folder | OutletKind::Zip => false,
            OutletKind::Print => true,
        }
    }

    /// The folder that copies land in, or that their archive lies in; paper lies in none.
    pub fn folder(self, place: &str) -> Option<&Path> {
        let place = Path::new(place);
        let folder = match self {
            OutletKind::Folder => place,
            OutletKind::Zip => place.parent().unwrap_or(Path::new("")),
            OutletKind::Print => return None,
        };
        Some(match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        })
    }
}

/// Somebody in a released copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    pub who: Who,
    /// Covered in the copy.
    pub hidden: bool,
}

/// One picture to one channel and place, or one call, as the gate allowed it. Never changed; what happens
/// to it afterwards are [`ReleaseEvent`]s. It is written as [`ReleaseRow`] says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "ReleaseRow", try_from = "ReleaseRow")]
pub struct Release {
    pub id: ReleaseId,
    pub channel: ChannelId,
    pub what: ReleaseOf,
    /// SHA-256 of the policy file in force.
    pub policy: String,
    pub decided_at: DateTime<Utc>,
    pub by: StaffId,
    /// Last day on which every permission under it stands.
    pub stands_until: Option<NaiveDate>,
    pub people: Vec<Released>,
    pub permissions: Vec<PermissionId>,
}

/// What was released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReleaseOf {
    Copy(ReleasedCopy),
    /// An external video call: no picture leaves, children appear.
    Call {
        occasion: String,
    },
}

/// The copy of a photo that was released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedCopy {
    pub photo: PhotoId,
    pub outlet: OutletKind,
    /// The folder, archive or printer.
    pub place: String,
    /// On paper, the mark under the picture.
    pub file_name: String,
    /// Of the copy, lower-case hex.
    pub sha256: String,
    /// [`Photo::edition`](super::kept::Photo::edition) when it was released.
    pub edition: String,
    pub checklist: Vec<Tick>,
}

impl Release {
    /// The copy that was released; nothing of a call.
    pub fn copy(&self) -> Option<&ReleasedCopy> {
        match &self.what {
            ReleaseOf::Copy(copy) => Some(copy),
            ReleaseOf::Call { .. } => None,
        }
    }

    /// Whose copy was released; nothing of a call.
    pub fn photo(&self) -> Option<&PhotoId> {
        self.copy().map(|copy| &copy.photo)
    }

    /// Who is in the copy as far as is known today: everybody who was recorded, and everybody whom the
    /// photo's tags name now. Both count: a tag that was taken off takes nobody out of a copy, and
    /// nothing in it covers whom a tag names that was set since, hidden or not.
    pub fn shown_today(&self, labels: Option<&Labels>) -> Vec<Shown> {
        let mut shown: Vec<Shown> = self
            .people
            .iter()
            .map(|recorded| Shown {
                who: recorded.who.clone(),
                hidden: recorded.hidden,
            })
            .collect();
        // Each tag of today may be one that was recorded, and each of those is one tag only: nobody can
        // tell one unknown from another, but two are not one.
        let mut recorded: Vec<&Who> = self.people.iter().map(|recorded| &recorded.who).collect();
        for tag in labels.iter().flat_map(|labels| &labels.tags) {
            let place = recorded.iter().position(|who| **who == tag.who);
            if let Some(place) = place {
                recorded.swap_remove(place);
            }
            shown.push(Shown {
                who: tag.who.clone(),
                hidden: tag.hidden && place.is_some(),
            });
        }
        shown
    }
}

/// How far a release has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReleaseState {
    /// Decided and recorded; the file may or may not be there yet. Counts as out.
    GoingOut,
    Out,
    /// Nothing left, or what had begun to leave was removed.
    NotOut,
    /// Taken down, as a person confirmed.
    Down,
}

impl ReleaseState {
    /// Whether a copy may be seen by somebody: what is not known to be gone is out.
    pub fn may_be_out(self) -> bool {
        match self {
            ReleaseState::GoingOut | ReleaseState::Out => true,
            ReleaseState::NotOut | ReleaseState::Down => false,
        }
    }

    /// As people say it.
    pub fn words(self) -> &'static str {
        match self {
            ReleaseState::GoingOut => "going out",
            ReleaseState::Out => "out",
            ReleaseState::NotOut => "not out",
            ReleaseState::Down => "taken down",
        }
    }
}

/// A step in the life of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseEvent {
    pub release: ReleaseId,
    pub state: ReleaseState,
    pub at: DateTime<Utc>,
    pub by: String,
    /// What happened, without names.
    pub note: String,
}
