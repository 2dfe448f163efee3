//! Whether what is filed as evidence can be looked at by somebody who was not there: it draws, it is not
//! blank, and what is typed says who wrote it, when and what. Reads nothing of what it means.

use std::collections::BTreeSet;

use image::RgbImage;

use super::refused::{NotRecorded, Unseen};
use crate::acts::scan::paper_page;
use crate::acts::{ActError, Done};
use crate::domain::permission::Evidence;
use crate::domain::words::folded;
use crate::picture::{Darkroom, Flat, PictureError, bundle, is_pdf};

/// Forms above this are refused; a scanned page has a tenth of it.
pub const LARGEST_FORM: usize = 20 * 1024 * 1024;

/// Pixels along the longest side at which a page is looked at.
const LOOK_SIDE: u32 = 800;
/// Pages that are looked at until there is something on one.
const MOST_LOOKED_AT: u32 = 12;
/// Smaller pictures hold nothing that can be read.
const SMALLEST_SIDE: u32 = 100;
/// Darker than this beside the paper around it is ink.
const INK: u8 = 200;
/// Of a page's pixels, in ten thousand: with less ink it is blank, with more it is all dark.
const LEAST_INK: usize = 2;
const MOST_INK: usize = 6_000;
/// Words that make a sentence.
const SENTENCE: usize = 4;

/// What was found to be a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Looked {
    pub media_type: &'static str,
    pub pages: u32,
}

/// Looks at what is to be filed. Errors: what is wrong with it, as [`Unseen`]; or what reads pictures
/// could not be asked just now.
pub(crate) fn look_at(
    darkroom: &dyn Darkroom,
    bytes: &[u8],
    evidence: Evidence,
    by: &str,
) -> Done<Looked> {
    let media_type = media_type(bytes, evidence)?;
    let pages = if media_type == TEXT {
        says_enough(&String::from_utf8_lossy(bytes), by)?;
        1
    } else {
        pages_with_something(darkroom, bytes)?
    };
    Ok(Looked { media_type, pages })
}

/// Whether what was filed can be looked at, by the same measure; who signed it is not asked of it. Errors:
/// what reads pictures could not be asked just now.
pub(crate) fn is_seen(darkroom: &dyn Darkroom, bytes: &[u8], media_type: &str) -> Done<bool> {
    if media_type == TEXT {
        return Ok(has_sentence(&String::from_utf8_lossy(bytes)));
    }
    match pages_with_something(darkroom, bytes) {
        Ok(_) => Ok(true),
        Err(ActError::Answer(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

const TEXT: &str = "text/plain";

fn media_type(bytes: &[u8], evidence: Evidence) -> Result<&'static str, Unseen> {
    if bytes.is_empty() {
        return Err(Unseen::Empty);
    }
    if bytes.len() > LARGEST_FORM {
        return Err(Unseen::TooLarge);
    }
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    if is_pdf(bytes) {
        Ok("application/pdf")
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Ok("image/jpeg")
    } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        Ok("image/png")
    } else if is_webp {
        Ok("image/webp")
    } else if evidence == Evidence::Paper {
        Err(Unseen::NoScan)
    } else if !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok() {
        Ok(TEXT)
    } else {
        Err(Unseen::OtherKind)
    }
}

/// How many pages a file has, of which one at least shows something.
fn pages_with_something(darkroom: &dyn Darkroom, bytes: &[u8]) -> Done<u32> {
    if let Some(pages) = bundle::pages_of(bytes) {
        // Scanned here: each page is a picture.
        for page in &pages {
            let pixels = darkroom.screen(page, LOOK_SIDE).map_err(not_drawn)?.pixels;
            if shows_something(&pixels) {
                return Ok(u32::try_from(pages.len()).unwrap_or(u32::MAX));
            }
        }
        return Err(Unseen::Blank.into());
    }
    if !is_pdf(bytes) {
        let pixels = darkroom.screen(bytes, LOOK_SIDE).map_err(not_drawn)?.pixels;
        if pixels.width().max(pixels.height()) < SMALLEST_SIDE {
            return Err(Unseen::TooSmall.into());
        }
        return match shows_something(&pixels) {
            true => Ok(1),
            false => Err(Unseen::Blank.into()),
        };
    }
    let (mut number, mut pages) = (0, 1);
    while number < pages.min(MOST_LOOKED_AT) {
        let page = paper_page(darkroom, bytes, number, LOOK_SIDE).map_err(not_drawn)?;
        if shows_something(&page.pixels) {
            return Ok(page.pages);
        }
        pages = page.pages;
        number += 1;
    }
    Err(Unseen::Blank.into())
}

/// What could not be drawn is no evidence; what could not be asked is tried again.
fn not_drawn(error: PictureError) -> ActError {
    match error {
        PictureError::NoReader | PictureError::Busy => ActError::Picture(error),
        PictureError::PdfLocked => Unseen::Locked.into(),
        _ => Unseen::NotDrawn.into(),
    }
}

/// Whether there is ink on a page, and paper around it. The edges are left out: scanners shade them.
fn shows_something(pixels: &RgbImage) -> bool {
    let flat = Flat::of(pixels);
    let (across, down) = (flat.width() / 25, flat.height() / 25);
    let (mut ink, mut all) = (0_usize, 0_usize);
    for y in down..flat.height().saturating_sub(down) {
        for x in across..flat.width().saturating_sub(across) {
            all += 1;
            ink += usize::from(flat.at(x, y).is_some_and(|value| value < INK));
        }
    }
    let share = |of: usize| all * of / 10_000;
    ink > share(LEAST_INK) && ink <= share(MOST_INK)
}

/// Typed text says who wrote it, when, and at least a sentence.
fn says_enough(text: &str, by: &str) -> Result<(), Unseen> {
    const TITLES: [&str; 10] = [
        "mr", "mrs", "miss", "ms", "mx", "master", "dr", "sir", "prof", "",
    ];
    let folded_text = folded(text);
    let words: BTreeSet<&str> = folded_text.split(' ').collect();
    let name = folded(by);
    let is_name = |word: &&str| !TITLES.contains(word) && word.chars().count() > 1;
    let named: Vec<&str> = name.split(' ').filter(is_name).collect();
    if named.is_empty() || !named.iter().all(|word| words.contains(word)) {
        return Err(Unseen::NoSignatory);
    }
    if !has_day(text) {
        return Err(Unseen::NoDay);
    }
    match has_sentence(text) {
        true => Ok(()),
        false => Err(Unseen::NoSentence),
    }
}

/// Whether a day with its year stands in a text, however it is written.
fn has_day(text: &str) -> bool {
    let numbers: Vec<&str> = text
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .collect();
    let is_year = |digits: &&str| digits.len() == 4 && digits.starts_with("20");
    let is_day = |digits: &&str| {
        digits.len() <= 2 && digits.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
    };
    let is_short = |word: &str| {
        let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
        parts.len() == 3 && parts.iter().all(|part| is_day(part) || is_year(part))
    };
    (numbers.iter().any(is_year) && numbers.iter().any(is_day))
        || text.split_whitespace().any(is_short)
}

/// Whether somebody said something: words in a row that are no line of an e-mail's head.
fn has_sentence(text: &str) -> bool {
    const HEADS: [&str; 9] = [
        "from:",
        "to:",
        "cc:",
        "bcc:",
        "date:",
        "sent:",
        "subject:",
        "reply-to:",
        "message-id:",
    ];
    let is_said = |line: &&str| {
        let line = line.trim_start().to_lowercase();
        !HEADS.iter().any(|head| line.starts_with(head))
    };
    let words = |part: &str| {
        let words = part.split_whitespace();
        words
            .filter(|word| word.chars().any(char::is_alphabetic))
            .count()
    };
    text.lines()
        .filter(is_said)
        .flat_map(|line| line.split(['.', '!', '?']))
        .any(|part| words(part) >= SENTENCE)
}

impl From<Unseen> for ActError {
    fn from(unseen: Unseen) -> ActError {
        ActError::Answer(NotRecorded::Unseen(unseen))
    }
}
