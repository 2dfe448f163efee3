//! What differs where a copy goes out on paper: which channels take it, and what stands on the page.

use crate::acts::{ActError, Done};
use crate::domain::channel::Channel;
use crate::domain::ids::{ReleaseId, short};
use crate::domain::release::OutletKind;

/// On the record, where nobody knows whether a page came out.
pub(super) const MAY_BE_PRINTED: &str = "it may have been printed";

/// Errors: copies for this channel leave the school, and no page of paper is called back from there.
pub(super) fn require_within_school(channel: &Channel) -> Done<()> {
    if channel.is_printed() {
        return Ok(());
    }
    Err(ActError::Input(format!(
        "`{}` lies outside the school, where nobody could take a page off the wall again; release to a \
         folder or an archive, or print for a channel within the school",
        channel.id
    )))
}

/// What a copy is called at the outlet. On paper a mark is read by eye, and stands under the picture.
pub(super) fn name_of_copy(release: &ReleaseId, outlet: OutletKind) -> String {
    match outlet {
        OutletKind::Print => short(&release.0).to_owned(),
        OutletKind::Folder | OutletKind::Zip | OutletKind::Call => format!("{release}.jpg"),
    }
}
