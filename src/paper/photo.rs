//! One photo on a page of its own, as large as the page takes it, under it the mark by which it is found
//! again. The JPEG goes into the PDF as it is, byte by byte: nothing is decoded, scaled or encoded.

use super::sheet::{HEIGHT, Sheet, WIDTH};
use super::{PaperError, sample_words, write};
use crate::domain::language::Language;

const MARGIN: f32 = 12.0;
/// What the mark needs at the foot, margin included.
const FOOT: f32 = 18.0;

/// A JPEG in colour, and how many pixels it has.
#[derive(Clone, Copy, Debug)]
pub struct Photo<'a> {
    pub jpeg: &'a [u8],
    pub width: u32,
    pub height: u32,
}

/// Where a photo lies on a sheet, in millimetres from the top left.
pub(super) struct Placed<'a> {
    pub(super) photo: Photo<'a>,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
    /// Its top is at the sheet's left: a wide photo on a high sheet.
    pub(super) is_turned: bool,
}

/// A page with one photo and the mark under it, as PDF. A wide photo lies across the page. Errors: the
/// typeface is damaged.
pub fn photo_page(
    title: &str,
    photo: Photo<'_>,
    mark: &str,
    is_sample: bool,
) -> Result<Vec<u8>, PaperError> {
    let mut sheet = Sheet::new();
    sheet.footer(mark);
    // Nobody chooses a language for a photo: a mark is read alike in each.
    let language = Language::English;
    if is_sample {
        sheet.sample_mark(sample_words(language))?;
    }
    write::pdf(title, language, &[sheet], Some(&placed(photo)))
}

fn placed(photo: Photo<'_>) -> Placed<'_> {
    let (wide, high) = (WIDTH - 2.0 * MARGIN, HEIGHT - MARGIN - FOOT);
    let is_turned = photo.width > photo.height;
    let (across, down) = if is_turned {
        (photo.height, photo.width)
    } else {
        (photo.width, photo.height)
    };
    let (across, down) = (across.max(1) as f32, down.max(1) as f32);
    let scale = (wide / across).min(high / down);
    let (width, height) = (across * scale, down * scale);
    Placed {
        photo,
        x: (WIDTH - width) / 2.0,
        y: MARGIN + (high - height) / 2.0,
        width,
        height,
        is_turned,
    }
}
