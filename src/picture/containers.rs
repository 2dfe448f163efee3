//! The chunks of PNG and WebP files: their header, their camera details, whether they move, whether
//! they end where they say. Decodes nothing.

use super::PictureError;
use super::frame::Size;

/// What the chunks of a PNG or a WebP say.
pub(super) struct Chunks<'a> {
    pub(super) size: Size,
    pub(super) exif: Option<&'a [u8]>,
    /// Of one pixel as the decoder delivers it.
    pub(super) bytes_per_pixel: u64,
}

/// Walks a PNG to its end chunk. What lies after is never looked at.
pub(super) fn png(bytes: &[u8]) -> Result<Chunks<'_>, PictureError> {
    let mut rest = bytes.get(8..).ok_or(PictureError::CutShort)?;
    let mut header = None;
    let mut exif = None;
    let mut has_pixels = false;
    loop {
        let (length, after) = rest
            .split_first_chunk::<4>()
            .ok_or(PictureError::CutShort)?;
        let (kind, after) = after
            .split_first_chunk::<4>()
            .ok_or(PictureError::CutShort)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let body = after.get(..length).ok_or(PictureError::CutShort)?;
        match (kind, header.is_some()) {
            (b"IHDR", false) => header = Some(png_header(body)?),
            (b"IHDR", true) | (_, false) => return Err(PictureError::Damaged),
            (b"acTL" | b"fcTL" | b"fdAT", true) => {
                return Err(PictureError::Moving { kind: "PNG" });
            }
            (b"eXIf", true) if exif.is_none() => exif = Some(body),
            (b"IDAT", true) => has_pixels = true,
            _ => {}
        }
        // Each chunk closes with a checksum of four bytes, the last one too.
        let checksum_end = length.checked_add(4).ok_or(PictureError::CutShort)?;
        rest = after.get(checksum_end..).ok_or(PictureError::CutShort)?;
        if kind == b"IEND" {
            break;
        }
    }
    let (size, bytes_per_pixel) = header.ok_or(PictureError::Damaged)?;
    if !has_pixels {
        return Err(PictureError::Damaged);
    }
    Ok(Chunks {
        size,
        exif,
        bytes_per_pixel,
    })
}

/// The size that a PNG's first chunk tells, without walking on.
pub(super) fn png_size(bytes: &[u8]) -> Option<Size> {
    match bytes.get(8..)? {
        [_, _, _, _, b'I', b'H', b'D', b'R', body @ ..] => {
            png_header(body.get(..13)?).ok().map(|(size, _)| size)
        }
        _ => None,
    }
}

fn png_header(body: &[u8]) -> Result<(Size, u64), PictureError> {
    let [w3, w2, w1, w0, h3, h2, h1, h0, depth, colour, _, _, _] = body else {
        return Err(PictureError::Damaged);
    };
    let size = Size {
        width: u32::from_be_bytes([*w3, *w2, *w1, *w0]),
        height: u32::from_be_bytes([*h3, *h2, *h1, *h0]),
    };
    // Palettes are unfolded, and any kind may become transparent by a chunk of its own.
    let channels = match colour {
        0 | 4 => 2,
        2 | 3 | 6 => 4,
        _ => return Err(PictureError::Damaged),
    };
    if size.pixels() == 0 {
        return Err(PictureError::Damaged);
    }
    Ok((size, channels * if *depth == 16 { 2 } else { 1 }))
}

/// Walks a WebP over the length that it states. What lies after is never looked at.
pub(super) fn webp(bytes: &[u8]) -> Result<Chunks<'_>, PictureError> {
    let stated = bytes
        .get(4..)
        .and_then(<[u8]>::first_chunk::<4>)
        .ok_or(PictureError::CutShort)?;
    let end = usize::try_from(u32::from_le_bytes(*stated))
        .ok()
        .and_then(|length| length.checked_add(8))
        .ok_or(PictureError::CutShort)?;
    let mut rest = bytes.get(12..end).ok_or(PictureError::CutShort)?;
    let mut canvas = None;
    let mut coded = None;
    let mut exif = None;
    while !rest.is_empty() {
        let (kind, after) = rest
            .split_first_chunk::<4>()
            .ok_or(PictureError::CutShort)?;
        let (length, after) = after
            .split_first_chunk::<4>()
            .ok_or(PictureError::CutShort)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let body = after.get(..length).ok_or(PictureError::CutShort)?;
        match kind {
            b"VP8X" if canvas.is_none() => canvas = Some(canvas_size(body)?),
            b"ANIM" | b"ANMF" => return Err(PictureError::Moving { kind: "WebP" }),
            b"VP8 " if coded.is_none() => coded = Some(lossy_size(body)?),
            b"VP8L" if coded.is_none() => coded = Some(lossless_size(body)?),
            b"EXIF" if exif.is_none() => {
                // Some writers put JPEG's mark before the block.
                exif = Some(body.strip_prefix(b"Exif\0\0").unwrap_or(body));
            }
            _ => {}
        }
        // An odd chunk is padded by one byte, which the last one may lack.
        rest = after
            .get(length.saturating_add(length % 2)..)
            .unwrap_or_default();
    }
    let size = coded.ok_or(PictureError::Damaged)?;
    if size.pixels() == 0 || canvas.is_some_and(|canvas| canvas != size) {
        return Err(PictureError::Damaged);
    }
    Ok(Chunks {
        size,
        exif,
        bytes_per_pixel: 8,
    })
}

fn canvas_size(body: &[u8]) -> Result<Size, PictureError> {
    const MOVES: u8 = 0x02;
    let [flags, _, _, _, w0, w1, w2, h0, h1, h2, ..] = body else {
        return Err(PictureError::Damaged);
    };
    if flags & MOVES != 0 {
        return Err(PictureError::Moving { kind: "WebP" });
    }
    Ok(Size {
        width: u32::from_le_bytes([*w0, *w1, *w2, 0]) + 1,
        height: u32::from_le_bytes([*h0, *h1, *h2, 0]) + 1,
    })
}

fn lossy_size(body: &[u8]) -> Result<Size, PictureError> {
    let [_, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1, ..] = body else {
        return Err(PictureError::Damaged);
    };
    Ok(Size {
        width: u32::from(u16::from_le_bytes([*w0, *w1]) & 0x3fff),
        height: u32::from(u16::from_le_bytes([*h0, *h1]) & 0x3fff),
    })
}

fn lossless_size(body: &[u8]) -> Result<Size, PictureError> {
    let [0x2f, b0, b1, b2, b3, ..] = body else {
        return Err(PictureError::Damaged);
    };
    let bits = u32::from_le_bytes([*b0, *b1, *b2, *b3]);
    Ok(Size {
        width: (bits & 0x3fff) + 1,
        height: ((bits >> 14) & 0x3fff) + 1,
    })
}
