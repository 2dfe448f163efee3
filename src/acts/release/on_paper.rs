//! What differs where a copy goes out on paper: which channels take it, and what stands on the page.

use crate::acts::{ActError, Done};
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::ids::{ReleaseId, short};
use crate::domain::release::OutletKind;

/// On the record, where nobody knows whether a page came out.
pub(super) const MAY_BE_PRINTED: &str = "it may have been printed";

/// Why copies for a channel do not go to such a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotThere {
    /// Copies for this channel leave the school, and no page of paper is called back from there.
    OutsideIsNoPaper(ChannelId),
    /// Copies for this channel stay inside the school, which means on paper: a file on a drive is
    /// outside, whatever it is meant for.
    InsideIsPaper(ChannelId),
}

/// Errors: [`NotThere`].
pub(super) fn require_fitting(channel: &Channel, outlet: OutletKind) -> Done<()> {
    let id = channel.id.clone();
    match (channel.is_printed(), outlet) {
        (true, OutletKind::Print) | (false, OutletKind::Folder | OutletKind::Zip) => Ok(()),
        (_, OutletKind::Call) => Ok(()),
        (false, OutletKind::Print) => Err(ActError::NotThere(NotThere::OutsideIsNoPaper(id))),
        (true, OutletKind::Folder | OutletKind::Zip) => {
            Err(ActError::NotThere(NotThere::InsideIsPaper(id)))
        }
    }
}

/// What a copy is called at the outlet. On paper a mark is read by eye, and stands under the picture.
pub(super) fn name_of_copy(release: &ReleaseId, outlet: OutletKind) -> String {
    match outlet {
        OutletKind::Print => short(&release.0).to_owned(),
        OutletKind::Folder | OutletKind::Zip | OutletKind::Call => format!("{release}.jpg"),
    }
}
