//! A signed form, from the camera's still or a file to pages that can be filed and looked at. The pixels
//! come from the process that reads pictures; what is done to them here is geometry. Files nothing:
//! that is [`permit`](super::permit).

use std::sync::Arc;

use image::RgbImage;
use zeroize::Zeroizing;

use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::domain::ids::EvidenceId;
use crate::domain::staff::Duty;
use crate::picture::bundle::{self, Page};
use crate::picture::straighten::{sheet, straightened};
use crate::picture::{Darkroom, PictureError};

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
#[derive(Clone)]
pub struct ScannedPage {
    page: Page,
    /// What will be filed, to look at.
    pub pixels: RgbImage,
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
pub enum FormSeen {
    Pages(Vec<RgbImage>),
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
            page: Page::of(&laid)?,
            pixels: laid,
            is_straight: corners.is_some(),
        })
    }
}

/// The pages as one file to be filed. Errors: none, or more than [`MOST_PAGES`].
pub fn bind(pages: &[ScannedPage]) -> Done<Zeroizing<Vec<u8>>> {
    if pages.len() > MOST_PAGES {
        return Err(ActError::Input(format!(
            "a form has at most {MOST_PAGES} pages here; file the rest as a second form"
        )));
    }
    let pages: Vec<Page> = pages.iter().map(|page| page.page.clone()).collect();
    bundle::bound(&pages)
        .map(Zeroizing::new)
        .ok_or_else(|| ActError::Input("nothing was scanned yet; take the first page".to_owned()))
}

impl FormToShow {
    /// The form's pages with their longest side at most so long, or its text. Takes its time; for a
    /// thread that has it. Errors: it cannot be read.
    pub fn seen(&self, longest_side: u32) -> Done<FormSeen> {
        let side = longest_side.min(PAGE_SIDE);
        let shown = |bytes: &[u8]| Ok(self.darkroom.screen(bytes, side)?.pixels);
        match self.media_type.as_str() {
            "text/plain" => Ok(FormSeen::Text(
                String::from_utf8_lossy(&self.bytes).into_owned(),
            )),
            "application/pdf" => match bundle::pages_of(&self.bytes) {
                Some(pages) => {
                    let pages: Done<Vec<RgbImage>> = pages.into_iter().map(shown).collect();
                    Ok(FormSeen::Pages(pages?))
                }
                None => Err(ActError::Refused(
                    "this PDF is kept as it came and cannot be shown here; the paper that it was \
                     made from says the same"
                        .to_owned(),
                )),
            },
            _ => Ok(FormSeen::Pages(vec![shown(&self.bytes)?])),
        }
    }
}
