//! What became of each photo of a release. Knows no words: they are made at the edge.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::acts::{ActError, Ending};
use crate::domain::ids::{PhotoId, ReleaseId};
use crate::domain::verdict::Reason;
use crate::outlet::OutletError;

/// What became of one photo of a release.
#[derive(Clone, Debug)]
pub enum Outcome {
    Out {
        photo: PhotoId,
        release: ReleaseId,
        /// Name of the copy at the outlet.
        file: String,
        sha256: String,
    },
    Blocked {
        photo: PhotoId,
        reasons: Vec<Reason>,
    },
    /// Nobody is named in it and no face was found: among others it goes only where it is asked for by
    /// name.
    Unnamed { photo: PhotoId },
    /// The copy could not be made or did not land, or the photo's record cannot be read.
    NotOut {
        photo: PhotoId,
        why: Stayed,
        ending: Ending,
    },
}

/// Why a copy is not out, or cannot be told to be.
#[derive(Clone, Debug)]
pub enum Stayed {
    /// It was not made, or not decided.
    Act(Arc<ActError>),
    /// It is out under this name, and its record could not be finished; the next start does that.
    Unfinished { file: String, why: Arc<ActError> },
    /// The place did not take it.
    Untaken {
        why: Arc<OutletError>,
        counts: CountsAsOut,
    },
}

/// Whether a copy that a place did not take may be there all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CountsAsOut {
    No,
    /// It may have been printed: until somebody confirms that no page hangs anywhere.
    UntilConfirmed,
    /// Until the place can be looked at again.
    UntilLookedAt,
}

/// For a log or a test; words for people are made at the edge.
impl std::fmt::Display for Stayed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Stayed::Act(why) => why.fmt(out),
            Stayed::Unfinished { why, .. } => write!(out, "out, but not recorded: {why}"),
            Stayed::Untaken { why, .. } => why.fmt(out),
        }
    }
}

/// What an error makes of one photo.
pub(super) fn outcome_of(photo: PhotoId, error: ActError) -> Outcome {
    match error {
        ActError::Blocked(reasons) => Outcome::Blocked { photo, reasons },
        ActError::Unnamed => Outcome::Unnamed { photo },
        error => Outcome::NotOut {
            photo,
            ending: error.ending(),
            why: Stayed::Act(Arc::new(error)),
        },
    }
}
