//! What differs where a copy goes out on paper: which channels take it, and what stands on the page.

pub use super::super::not_done::NotThere;
use crate::acts::{ActError, Done};
use crate::domain::channel::Channel;
use crate::domain::ids::{ReleaseId, short};
use crate::domain::release::OutletKind;

/// On the record, where nobody knows whether a page came out.
pub(super) const MAY_BE_PRINTED: &str = "it may have been printed";

/// Errors: [`NotThere`].
pub(super) fn require_fitting(channel: &Channel, outlet: OutletKind) -> Done<()> {
    let id = channel.id.clone();
    match (channel.is_printed(), outlet.is_paper()) {
        (true, true) | (false, false) => Ok(()),
        (false, true) => Err(ActError::NotThere(NotThere::OutsideIsNoPaper(id))),
        (true, false) => Err(ActError::NotThere(NotThere::InsideIsPaper(id))),
    }
}

/// What a copy is called at the outlet. On paper a mark is read by eye, and stands under the picture.
pub(super) fn name_of_copy(release: &ReleaseId, outlet: OutletKind) -> String {
    match outlet.is_paper() {
        true => short(&release.0).to_owned(),
        false => format!("{release}.jpg"),
    }
}
