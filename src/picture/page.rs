//! One page of paper that came in: of a scanner's PDF, or a picture of one, with the square codes that
//! are on it. Draws and looks, and knows nothing of what a code says. A PDF runs nothing here: scripts,
//! forms, links and attachments are not looked at, and typefaces that it does not bring stay undrawn.

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::RgbImage;
use serde::{Deserialize, Serialize};

use super::bounded::Deadline;
use super::flat::Flat;
use super::{Limits, PictureError, steps, survey};

/// A page of paper, as people see it.
#[derive(Clone, PartialEq)]
pub struct Page {
    /// How many the file has; a picture is one.
    pub pages: u32,
    pub pixels: RgbImage,
    /// Those that could be read, at most [`MOST_CODES`].
    pub codes: Vec<FoundCode>,
}

/// Never its pixels: what is printed ends in a log.
impl std::fmt::Debug for Page {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Page")
            .field("pages", &self.pages)
            .field("size", &self.pixels.dimensions())
            .field("codes", &self.codes.len())
            .finish()
    }
}

/// A square code that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundCode {
    /// What it holds, at most [`LONGEST_CODE`].
    pub bytes: Vec<u8>,
    /// Top left, top right, bottom right, bottom left as it is held upright, in the page's pixels.
    pub corners: [[f32; 2]; 4],
}

/// More on one page are not looked at.
pub const MOST_CODES: usize = 8;
/// Bytes; a longer one is left out, because nobody here prints one.
pub const LONGEST_CODE: usize = 512;
/// A file with more pages is refused.
pub const MOST_PAGES: u32 = 500;
/// Longest side of a drawn page, in pixels.
pub const LONGEST_SIDE: u32 = 4096;

/// Whether it is a document of pages and no picture.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// The page of that number, from 0.
pub(super) fn read(
    bytes: &[u8],
    number: u32,
    longest_side: u32,
    limits: &Limits,
    deadline: &Deadline,
) -> Result<Page, PictureError> {
    survey::check_file_size(bytes, limits)?;
    let longest_side = longest_side.clamp(1, LONGEST_SIDE);
    let (pages, pixels) = if is_pdf(bytes) {
        drawn(bytes, number, longest_side)?
    } else if number == 0 {
        let screen = steps::screen(bytes, longest_side, limits, deadline)?;
        (1, screen.pixels)
    } else {
        return Err(PictureError::NoSuchPage);
    };
    deadline.check()?;
    let codes = codes_on(&pixels);
    Ok(Page {
        pages,
        pixels,
        codes,
    })
}

fn drawn(bytes: &[u8], number: u32, longest_side: u32) -> Result<(u32, RgbImage), PictureError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PictureError::PdfLocked,
        LoadPdfError::Invalid => PictureError::PdfDamaged,
    })?;
    let pages = pdf.pages();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    if count > MOST_PAGES {
        return Err(PictureError::TooManyPages { limit: MOST_PAGES });
    }
    if count == 0 {
        return Err(PictureError::PdfDamaged);
    }
    let page = usize::try_from(number)
        .ok()
        .and_then(|number| pages.get(number))
        .ok_or(PictureError::NoSuchPage)?;
    let (width, height) = page.render_dimensions();
    let scale = longest_side as f32 / width.max(height);
    // A page may call itself a mile high and a hair wide.
    let is_paper = scale.is_finite() && scale > 0.0 && width.min(height) * scale >= 1.0;
    if !is_paper {
        return Err(PictureError::PdfDamaged);
    }
    let settings = InterpreterSettings {
        font_resolver: Arc::new(|_| None),
        cmap_resolver: Arc::new(|_| None),
        ..InterpreterSettings::default()
    };
    let onto = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let cache = RenderCache::new();
    let map = render(page, &cache, &settings, &RenderSettings::default(), &onto);
    let (width, height) = (u32::from(map.width()), u32::from(map.height()));
    let rgb: Vec<u8> = map
        .data_as_u8_slice()
        .chunks_exact(4)
        .flat_map(|rgba| rgba.iter().take(3).copied())
        .collect();
    let pixels = RgbImage::from_raw(width, height, rgb).ok_or(PictureError::PdfDamaged)?;
    Ok((count, pixels))
}

/// Darker than this beside the paper around it is a code's module.
const DARK: u8 = 128;

/// Every code that can be read, looked for in even light first, then with less grain, then in the light
/// that there was.
fn codes_on(pixels: &RgbImage) -> Vec<FoundCode> {
    let flat = Flat::of(pixels);
    let found = codes_in(&flat, true);
    if !found.is_empty() {
        return found;
    }
    let smooth = flat.smoothed().smoothed();
    let found = codes_in(&smooth, true);
    if !found.is_empty() {
        return found;
    }
    codes_in(&smooth, false)
}

fn codes_in(flat: &Flat, is_even: bool) -> Vec<FoundCode> {
    let mut found: Vec<FoundCode> = Vec::new();
    let (width, height) = (flat.width(), flat.height());
    let value = |x, y| flat.at(x, y).unwrap_or(u8::MAX);
    let mut image = if is_even {
        rqrr::PreparedImage::prepare_from_bitmap(width, height, |x, y| value(x, y) < DARK)
    } else {
        rqrr::PreparedImage::prepare_from_greyscale(width, height, value)
    };
    for grid in image.detect_grids() {
        let mut bytes = Vec::new();
        if grid.decode_to(&mut bytes).is_err() || bytes.len() > LONGEST_CODE {
            continue;
        }
        let corners = grid.bounds.map(|corner| [corner.x as f32, corner.y as f32]);
        if !found.iter().any(|known| known.bytes == bytes) && found.len() < MOST_CODES {
            found.push(FoundCode { bytes, corners });
        }
    }
    found
}

/// Whether a page that somebody else drew can be one that was asked for.
pub(super) fn is_sound(page: (u32, u32, u32), codes: &[FoundCode], longest_side: u32) -> bool {
    let (pages, width, height) = page;
    let within = |corner: &[f32; 2]| corner.iter().all(|place| place.abs() <= 4.0 * 4096.0);
    (1..=MOST_PAGES).contains(&pages)
        && (1..=longest_side.clamp(1, LONGEST_SIDE)).contains(&width)
        && (1..=longest_side.clamp(1, LONGEST_SIDE)).contains(&height)
        && codes.len() <= MOST_CODES
        && codes
            .iter()
            .all(|code| code.bytes.len() <= LONGEST_CODE && code.corners.iter().all(within))
}
