//! Pictures for a screen: pixels in memory, never larger than a screen, and never a file. The bytes are
//! read here and made visible on whatever thread has the time. Nothing leaves this way.

use std::sync::Arc;

use image::RgbImage;
use zeroize::Zeroizing;

use super::sign_in::Session;
use super::{Desk, Done};
use crate::domain::ids::PhotoId;
use crate::domain::staff::Duty;
use crate::picture::{Darkroom, PictureError};

/// Pixels along the longest side that a screen is given, at most: enough to zoom into a face, too few
/// to print.
pub const LARGEST_ON_SCREEN: u32 = 2048;

/// A kept picture on its way to a screen.
pub struct ToShow {
    bytes: Zeroizing<Vec<u8>>,
    darkroom: Arc<dyn Darkroom>,
}

impl Desk {
    /// A kept picture for whoever will show it. Errors: it was erased, or its sealed file is damaged.
    pub fn to_show(&self, who: &Session, id: &PhotoId) -> Done<ToShow> {
        self.require(who, Duty::Look)?;
        let photo = self.photo(id)?;
        Ok(ToShow {
            bytes: self.unseal(&photo.id.0)?,
            darkroom: Arc::clone(&self.darkroom),
        })
    }
}

impl ToShow {
    /// The upright picture with its longest side at most so many pixels, and never more than
    /// [`LARGEST_ON_SCREEN`]. Takes its time; for a thread that has it.
    pub fn pixels(self, longest_side: u32) -> Result<RgbImage, PictureError> {
        let side = longest_side.min(LARGEST_ON_SCREEN);
        Ok(self.darkroom.screen(&self.bytes, side)?.pixels)
    }
}
