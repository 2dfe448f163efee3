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
use super::{Limits, PictureError, steps, survey};

/// A page of paper, as people see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// How many the file has; a picture is one.
    pub pages: u32,
    pub pixels: RgbImage,
    /// Those that could be read, at most [`MOST_CODES`].
    pub codes: Vec<FoundCode>,
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

/// Every code that can be read, looked for as the page is, and once more at half the size, where
/// noise and uneven light matter less.
fn codes_on(pixels: &RgbImage) -> Vec<FoundCode> {
    let mut found: Vec<FoundCode> = Vec::new();
    for halves in [1_u32, 2] {
        let (width, height) = (pixels.width() / halves, pixels.height() / halves);
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(
            usize::try_from(width).unwrap_or(0),
            usize::try_from(height).unwrap_or(0),
            |x, y| grey(pixels, x, y, halves),
        );
        for grid in image.detect_grids() {
            let mut bytes = Vec::new();
            if grid.decode_to(&mut bytes).is_err() || bytes.len() > LONGEST_CODE {
                continue;
            }
            let scale = halves as f32;
            let corners = grid
                .bounds
                .map(|corner| [corner.x as f32 * scale, corner.y as f32 * scale]);
            if !found.iter().any(|known| known.bytes == bytes) && found.len() < MOST_CODES {
                found.push(FoundCode { bytes, corners });
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// How bright it is there, from 0 to 255; the mean of so many pixels squared.
fn grey(pixels: &RgbImage, x: usize, y: usize, halves: u32) -> u8 {
    let start = |place: usize| {
        u32::try_from(place)
            .unwrap_or(u32::MAX)
            .saturating_mul(halves)
    };
    let (left, top) = (start(x), start(y));
    let (mut sum, mut count) = (0_u32, 0_u32);
    for row in top..top.saturating_add(halves) {
        for column in left..left.saturating_add(halves) {
            if let Some(image::Rgb([red, green, blue])) = pixels.get_pixel_checked(column, row) {
                sum +=
                    (u32::from(*red) * 77 + u32::from(*green) * 150 + u32::from(*blue) * 29) >> 8;
                count += 1;
            }
        }
    }
    u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX)
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
