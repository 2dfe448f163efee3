//! Tells by its first bytes what a file is; the name and its ending are never asked. Reads no
//! pixels.

use super::{Format, PictureError};

/// The format, or why a file of this kind is refused.
pub(super) fn told_apart(bytes: &[u8]) -> Result<Format, PictureError> {
    let has = |at: usize, mark: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if has(0, &[0xff, 0xd8, 0xff]) {
        return Ok(Format::Jpeg);
    }
    if has(0, b"\x89PNG\r\n\x1a\n") {
        return Ok(Format::Png);
    }
    if has(0, b"RIFF") && has(8, b"WEBP") {
        return Ok(Format::Webp);
    }
    if matches!(bytes, [0xff, 0xd8]) || b"\x89PNG\r\n\x1a\n".starts_with(bytes) {
        return Err(PictureError::CutShort);
    }
    if has(4, b"ftyp") {
        return Err(by_brands(bytes));
    }
    let other = |kind| PictureError::OtherPicture { kind };
    let refusal = if has(0, b"GIF8") {
        PictureError::Gif
    } else if has(0, b"%PDF") {
        PictureError::Pdf
    } else if has(0, b"II*\0") || has(0, b"MM\0*") {
        if is_raw_tiff(bytes) {
            PictureError::Raw
        } else {
            PictureError::Tiff
        }
    } else if has(0, b"II+\0") || has(0, b"MM\0+") {
        PictureError::Tiff
    } else if RAW_MARKS.iter().any(|mark| has(0, mark)) {
        PictureError::Raw
    } else if is_video(&has) {
        PictureError::Video
    } else if has(0, b"BM") && has(6, &[0, 0, 0, 0]) {
        other("BMP")
    } else if has(0, b"8BPS") {
        other("Photoshop")
    } else if has(0, &[0xff, 0x0a]) || has(4, b"JXL ") {
        other("JPEG XL")
    } else if has(4, b"jP  ") || has(0, &[0xff, 0x4f, 0xff, 0x51]) {
        other("JPEG 2000")
    } else if has(0, &[0, 0, 1, 0]) {
        other("icon")
    } else if ARCHIVE_MARKS.iter().any(|mark| has(0, mark)) {
        PictureError::Archive
    } else if let Some(refusal) = by_markup(bytes) {
        refusal
    } else {
        PictureError::NotAPicture
    };
    Err(refusal)
}

const RAW_MARKS: [&[u8]; 7] = [
    b"FUJIFILMCCD-RAW",
    b"IIU\0",
    b"IIRO",
    b"IIRS",
    b"MMOR",
    b"FOVb",
    b"\0MRM",
];

/// ZIP (office documents too), gzip, 7-Zip, RAR, and the older office documents.
const ARCHIVE_MARKS: [&[u8]; 6] = [
    b"PK\x03\x04",
    b"PK\x05\x06",
    &[0x1f, 0x8b],
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
];

/// A drawing or a page written in letters: told by the tags among its first ones.
fn by_markup(bytes: &[u8]) -> Option<PictureError> {
    let start = bytes.get(..1024).unwrap_or(bytes).trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if !start.starts_with(b"<") {
        return None;
    }
    let start = start.to_ascii_lowercase();
    let has = |tag: &[u8]| start.windows(tag.len()).any(|here| here == tag);
    if has(b"<svg") {
        Some(PictureError::OtherPicture { kind: "SVG" })
    } else if has(b"<html") || has(b"<!doctype html") {
        Some(PictureError::WebPage)
    } else {
        None
    }
}

/// Files of the MPEG family name their kinds in their first box: major brand, version, further ones.
fn by_brands(bytes: &[u8]) -> PictureError {
    let length = bytes
        .first_chunk::<4>()
        .map_or(0, |length| u32::from_be_bytes(*length))
        .clamp(16, 256);
    let end = usize::try_from(length).unwrap_or(256).min(bytes.len());
    let brands = || bytes.get(8..end).unwrap_or_default().chunks_exact(4);
    let any = |known: &[&[u8]]| brands().any(|brand| known.contains(&brand));
    if any(&[b"crx "]) {
        PictureError::Raw
    } else if any(&[b"avif", b"avis"]) {
        PictureError::Avif
    } else if any(&[
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs",
    ]) || brands()
        .next()
        .is_some_and(|major| major == b"mif1" || major == b"msf1")
    {
        PictureError::Heic
    } else {
        PictureError::Video
    }
}

fn is_video(has: &impl Fn(usize, &[u8]) -> bool) -> bool {
    (has(0, b"RIFF") && has(8, b"AVI "))
        || has(4, b"moov")
        || has(4, b"mdat")
        || has(4, b"wide")
        || has(0, &[0x1a, 0x45, 0xdf, 0xa3])
        || has(0, &[0, 0, 1, 0xba])
        || has(0, &[0, 0, 1, 0xb3])
        || has(0, &[0x30, 0x26, 0xb2, 0x75])
        || has(0, b"FLV\x01")
        || has(0, b"OggS")
        || (has(0, &[0x47]) && has(188, &[0x47]) && has(376, &[0x47]))
        || (has(4, &[0x47]) && has(196, &[0x47]) && has(388, &[0x47]))
}

/// Most cameras' RAW files are TIFFs with marks of their own in the first directory.
fn is_raw_tiff(bytes: &[u8]) -> bool {
    const SUB_DIRECTORIES: u16 = 0x014a;
    const MAKE: u16 = 0x010f;
    const DNG_VERSION: u16 = 0xc612;
    if bytes.get(8..10) == Some(b"CR") {
        return true;
    }
    let little = bytes.first() == Some(&b'I');
    let short = |at: usize| {
        let two = *bytes.get(at..)?.first_chunk::<2>()?;
        Some(if little {
            u16::from_le_bytes(two)
        } else {
            u16::from_be_bytes(two)
        })
    };
    let long = |at: usize| {
        let four = *bytes.get(at..)?.first_chunk::<4>()?;
        Some(if little {
            u32::from_le_bytes(four)
        } else {
            u32::from_be_bytes(four)
        })
    };
    let tags = || -> Option<Vec<u16>> {
        let start = usize::try_from(long(4)?).ok()?;
        let count = usize::from(short(start)?);
        (0..count)
            .map(|entry| short(start.checked_add(2 + entry * 12)?))
            .collect()
    };
    let tags = tags().unwrap_or_default();
    tags.contains(&DNG_VERSION) || (tags.contains(&MAKE) && tags.contains(&SUB_DIRECTORIES))
}
