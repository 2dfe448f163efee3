//! A signed form, from the camera's still or a file to pages that can be filed and looked at. The pixels
//! come from the process that reads pictures; what is done to them here is geometry. Files nothing:
//! that is [`permit`](super::permit).

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::acts::refusal::Refusal;
use crate::domain::ids::EvidenceId;
use crate::domain::staff::Duty;
use crate::picture::bundle;
use crate::picture::straighten::{sheet, straightened};
use crate::picture::{Darkroom, Encoded, Page as PaperPage, PictureError, is_pdf};

/// Pixels along a filed page's longest side: small print stays readable.
const PAGE_SIDE: u32 = 2000;
/// Pixels along the longest side that a page is looked at with, before it is straightened.
const READ_SIDE: u32 = 3000;
/// Pages that one form has at most.
pub const MOST_PAGES: usize = 12;

/// A still of a form, to be laid straight by whoever has the time.
pub struct ToStraighten {
    bytes: Zeroizing<Vec<u8>>,
    darkroom: Arc<dyn Darkroom>,
}

/// A page of a form.
#[derive(Clone, Serialize, Deserialize)]
pub struct ScannedPage {
    /// What will be filed.
    pub page: Encoded,
    /// Its edges were found; otherwise it is the whole still.
    pub is_straight: bool,
}

/// A filed form, to be shown by whoever has the time.
pub struct FormToShow {
    bytes: Zeroizing<Vec<u8>>,
    media_type: String,
    darkroom: Arc<dyn Darkroom>,
}

/// What there is to see of a form.
#[derive(Serialize, Deserialize)]
pub enum FormSeen {
    Page {
        picture: Encoded,
        /// From 0.
        number: u32,
        /// How many there are.
        of: u32,
    },
    Text(String),
}

impl Desk {
    /// A still of a form, for whoever keeps the register.
    pub fn to_straighten(&self, who: &Session, still: Zeroizing<Vec<u8>>) -> Done<ToStraighten> {
        self.require(who, Duty::KeepRegister)?;
        Ok(ToStraighten {
            bytes: still,
            darkroom: Arc::clone(&self.darkroom),
        })
    }

    /// A filed form, for looking at. Errors: no such form; it was erased, or is damaged.
    pub fn form_to_show(&self, who: &Session, id: &EvidenceId) -> Done<FormToShow> {
        let (file, bytes) = self.form(who, id)?;
        Ok(FormToShow {
            bytes,
            media_type: file.media_type,
            darkroom: Arc::clone(&self.darkroom),
        })
    }
}

impl ToStraighten {
    /// The page, its edges found and laid straight where they can be and `as_it_is` does not say
    /// otherwise. Takes its time; for a thread that has it. Errors: the still cannot be read.
    pub fn page(&self, as_it_is: bool) -> Result<ScannedPage, PictureError> {
        let pixels = self.darkroom.screen(&self.bytes, READ_SIDE)?.pixels;
        let corners = if as_it_is { None } else { sheet(&pixels) };
        let (wide, high) = pixels.dimensions();
        let (right, bottom) = (wide as f32, high as f32);
        let whole = [(0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)];
        let laid = straightened(&pixels, &corners.unwrap_or(whole), PAGE_SIDE);
        Ok(ScannedPage {
            page: Encoded::of(&laid)?,
            is_straight: corners.is_some(),
        })
    }
}

/// The pages as one file to be filed. Errors: none, or more than [`MOST_PAGES`].
pub fn bind(pages: &[ScannedPage]) -> Done<Zeroizing<Vec<u8>>> {
    if pages.len() > MOST_PAGES {
        return Err(ActError::Refused(Refusal::TooManyPages {
            most: MOST_PAGES,
        }));
    }
    let pages: Vec<Encoded> = pages.iter().map(|page| page.page.clone()).collect();
    bundle::bound(&pages)
        .map(Zeroizing::new)
        .ok_or(ActError::Refused(Refusal::NothingScanned))
}

impl FormToShow {
    /// One page of the form, by its number from 0, its longest side at most so long; or its text.
    /// Takes its time; for a thread that has it. Errors: it cannot be read, or has no such page.
    pub fn page(&self, number: u32, longest_side: u32) -> Done<FormSeen> {
        let side = longest_side.min(PAGE_SIDE);
        if self.media_type == "text/plain" {
            return Ok(FormSeen::Text(
                String::from_utf8_lossy(&self.bytes).into_owned(),
            ));
        }
        let (pixels, of) = match bundle::pages_of(&self.bytes) {
            // Scanned here: each page is a picture.
            Some(pages) => {
                let place = usize::try_from(number).unwrap_or(usize::MAX);
                let page = pages.get(place).ok_or(PictureError::NoSuchPage)?;
                let pixels = self.darkroom.screen(page, side)?.pixels;
                (pixels, u32::try_from(pages.len()).unwrap_or(u32::MAX))
            }
            None => {
                let page = paper_page(self.darkroom.as_ref(), &self.bytes, number, side)?;
                (page.pixels, page.pages)
            }
        };
        Ok(FormSeen::Page {
            picture: Encoded::of(&pixels)?,
            number,
            of,
        })
    }
}

/// One page of a file, by its number from 0. Errors are told in words of paper, also where what read a
/// PDF fell over: nobody copies a form from a camera once more.
pub(super) fn paper_page(
    darkroom: &dyn Darkroom,
    bytes: &[u8],
    number: u32,
    longest_side: u32,
) -> Result<PaperPage, PictureError> {
    darkroom
        .page(bytes, number, longest_side)
        .map_err(|error| match error {
            PictureError::Damaged | PictureError::ReaderStopped | PictureError::TooSlow { .. }
                if is_pdf(bytes) =>
            {
                PictureError::PdfDamaged
            }
            other => other,
        })
}
