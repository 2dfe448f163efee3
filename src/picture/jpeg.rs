//! A JPEG's pieces: its header, its camera details and colour profile, its passes over the pixels.
//! Decodes nothing.

use super::PictureError;
use super::frame::Size;

pub(super) const SOI: u8 = 0xd8;
pub(super) const EOI: u8 = 0xd9;
pub(super) const SOS: u8 = 0xda;
pub(super) const DQT: u8 = 0xdb;
pub(super) const DHT: u8 = 0xc4;
pub(super) const DRI: u8 = 0xdd;
pub(super) const SOF0: u8 = 0xc0;
pub(super) const APP0: u8 = 0xe0;
pub(super) const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;

const EXIF_MARK: &[u8] = b"Exif\0\0";
const ICC_MARK: &[u8] = b"ICC_PROFILE\0";
const ADOBE_MARK: &[u8] = b"Adobe";

/// A part of the file, in its order.
pub(super) enum Piece<'a> {
    /// A marker with its body, the length bytes left out.
    Segment {
        marker: u8,
        body: &'a [u8],
    },
    /// Coded pixels, up to the next marker.
    Entropy(&'a [u8]),
    End,
}

/// Walks a JPEG from its first marker to its end marker. What lies after is never looked at.
pub(super) struct Pieces<'a> {
    bytes: &'a [u8],
    at: usize,
    in_scan: bool,
    ended: bool,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 2,
            in_scan: false,
            ended: false,
        }
    }

    fn byte(&self, at: usize) -> Result<u8, PictureError> {
        self.bytes.get(at).copied().ok_or(PictureError::CutShort)
    }

    fn entropy(&mut self) -> Piece<'a> {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let mut end = rest.len();
        let mut from = 0;
        while let Some(found) = rest
            .get(from..)
            .and_then(|tail| tail.iter().position(|b| *b == 0xff))
        {
            let mark = from + found;
            match rest.get(mark + 1) {
                Some(0 | 0xd0..=0xd7) => from = mark + 2,
                Some(0xff) => from = mark + 1,
                Some(_) => {
                    end = mark;
                    break;
                }
                None => break,
            }
        }
        self.at = start + end;
        Piece::Entropy(rest.get(..end).unwrap_or_default())
    }

    /// The next marker, past fill bytes and, as libjpeg does it, past bytes that belong nowhere.
    fn marker(&mut self) -> Result<u8, PictureError> {
        loop {
            while self.byte(self.at)? != 0xff {
                self.at += 1;
            }
            while self.byte(self.at)? == 0xff {
                self.at += 1;
            }
            let marker = self.byte(self.at)?;
            self.at += 1;
            if marker != 0 {
                return Ok(marker);
            }
        }
    }

    fn piece(&mut self) -> Result<Piece<'a>, PictureError> {
        if std::mem::take(&mut self.in_scan) {
            return Ok(self.entropy());
        }
        loop {
            let marker = self.marker()?;
            match marker {
                0x01 | 0xd0..=0xd7 => {}
                SOI => return Err(PictureError::Damaged),
                EOI => {
                    self.ended = true;
                    return Ok(Piece::End);
                }
                _ => {
                    let length = [self.byte(self.at)?, self.byte(self.at + 1)?];
                    let length = usize::from(u16::from_be_bytes(length));
                    if length < 2 {
                        return Err(PictureError::Damaged);
                    }
                    let body = self
                        .bytes
                        .get(self.at + 2..self.at + length)
                        .ok_or(PictureError::CutShort)?;
                    self.at += length;
                    self.in_scan = marker == SOS;
                    return Ok(Piece::Segment { marker, body });
                }
            }
        }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, PictureError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let piece = self.piece();
        self.ended |= piece.is_err();
        Some(piece)
    }
}

/// One colour plane: its name in the file and how densely it is sampled.
#[derive(Clone, Copy, Debug)]
struct Plane {
    id: u8,
    across: u8,
    down: u8,
}

/// Everything up to the first pass over the pixels.
pub(super) struct Head<'a> {
    pub(super) size: Size,
    planes: Vec<Plane>,
    pub(super) progressive: bool,
    /// The planes of the first pass are not all there are, or more passes refine them.
    pub(super) many_passes: bool,
    /// Adobe's marker is there, so CMYK is stored upside down.
    pub(super) adobe: bool,
    pub(super) exif: Option<&'a [u8]>,
    icc: Vec<(u8, u8, &'a [u8])>,
}

impl<'a> Head<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, PictureError> {
        let mut frame = None;
        let mut exif = None;
        let mut icc = Vec::new();
        let mut adobe = false;
        for piece in Pieces::of(bytes) {
            let (marker, body) = match piece? {
                Piece::Segment { marker, body } => (marker, body),
                Piece::Entropy(_) => return Err(PictureError::Damaged),
                Piece::End => return Err(PictureError::CutShort),
            };
            match marker {
                // JPEG-LS has a frame of its own kind.
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf | 0xf7 => {
                    if frame.is_some() {
                        return Err(PictureError::Damaged);
                    }
                    frame = Some(frame_header(marker, body)?);
                }
                APP1 if exif.is_none() => exif = body.strip_prefix(EXIF_MARK),
                APP2 => {
                    if let Some([place, count, part @ ..]) = body.strip_prefix(ICC_MARK) {
                        icc.push((*place, *count, part));
                    }
                }
                APP14 => adobe |= body.starts_with(ADOBE_MARK),
                SOS => {
                    let (size, planes, progressive) = frame.ok_or(PictureError::Damaged)?;
                    let in_scan = usize::from(*body.first().ok_or(PictureError::Damaged)?);
                    let many_passes = progressive || in_scan < planes.len();
                    return Ok(Self {
                        size,
                        planes,
                        progressive,
                        many_passes,
                        adobe,
                        exif,
                        icc,
                    });
                }
                _ => {}
            }
        }
        Err(PictureError::CutShort)
    }

    pub(super) fn colours(&self) -> usize {
        self.planes.len()
    }

    /// The colour profile, put together from its numbered parts; `None` where parts are missing.
    pub(super) fn profile(&self) -> Option<Vec<u8>> {
        let mut parts = self.icc.clone();
        parts.sort_by_key(|(place, ..)| *place);
        let whole = !parts.is_empty()
            && parts
                .iter()
                .zip(1_usize..)
                .all(|((place, count, _), expected)| {
                    usize::from(*place) == expected && usize::from(*count) == parts.len()
                });
        whole.then(|| {
            parts
                .iter()
                .flat_map(|(.., part)| part.iter().copied())
                .collect()
        })
    }

    /// Memory that the decoder keeps beside the pixels: with many passes, every coefficient.
    pub(super) fn working_bytes(&self) -> u64 {
        if !self.many_passes {
            return 0;
        }
        let most = |side: fn(&Plane) -> u8| {
            self.planes
                .iter()
                .map(|plane| u64::from(side(plane)))
                .max()
                .unwrap_or(1)
                .max(1)
        };
        let (across, down) = (most(|plane| plane.across), most(|plane| plane.down));
        let units = u64::from(self.size.width).div_ceil(8 * across)
            * u64::from(self.size.height).div_ceil(8 * down);
        let blocks: u64 = self
            .planes
            .iter()
            .map(|plane| units * u64::from(plane.across) * u64::from(plane.down))
            .sum();
        blocks * 64 * 2
    }

    /// Whether every colour plane is there to its last bit, and the end marker too; what a decoder
    /// would quietly leave grey or coarse is refused. Files of one pass are left to libjpeg, which
    /// reads them to the end.
    pub(super) fn check_planes(&self, bytes: &[u8]) -> Result<(), PictureError> {
        if !self.many_passes {
            return Ok(());
        }
        let mut planes: Vec<(u8, [u8; 64])> = self
            .planes
            .iter()
            .map(|plane| (plane.id, [MISSING; 64]))
            .collect();
        for piece in Pieces::of(bytes) {
            match piece? {
                Piece::Segment { marker: SOS, body } => {
                    let count = usize::from(*body.first().ok_or(PictureError::Damaged)?);
                    let ids = body.get(1..1 + count * 2).ok_or(PictureError::Damaged)?;
                    let [start, end, high_low, ..] = body.get(1 + count * 2..).unwrap_or_default()
                    else {
                        return Err(PictureError::Damaged);
                    };
                    let (bands, low_bits) = if self.progressive {
                        (usize::from(*start)..=usize::from(*end), high_low & 0x0f)
                    } else {
                        (0..=63, 0)
                    };
                    let in_scan =
                        |id: u8| ids.chunks_exact(2).any(|pair| pair.first() == Some(&id));
                    for (_, missing) in planes.iter_mut().filter(|(id, _)| in_scan(*id)) {
                        missing
                            .get_mut(bands.clone())
                            .ok_or(PictureError::Damaged)?
                            .fill(low_bits);
                    }
                }
                Piece::End => {
                    let whole = planes
                        .iter()
                        .flat_map(|(_, missing)| missing)
                        .all(|bits| *bits == 0);
                    return if whole {
                        Ok(())
                    } else {
                        Err(PictureError::CutShort)
                    };
                }
                _ => {}
            }
        }
        Err(PictureError::CutShort)
    }
}

/// Low bits of a frequency that no pass has brought yet: all of them.
const MISSING: u8 = u8::MAX;

/// Size, planes, and whether progressive. Lossless, arithmetic, 12-bit and hierarchical JPEGs,
/// which no school camera writes, are refused.
/// What a baseline frame's body says of its size, where it is an ordinary one.
pub(super) fn frame_size(body: &[u8]) -> Option<Size> {
    frame_header(SOF0, body).ok().map(|(size, ..)| size)
}

fn frame_header(marker: u8, body: &[u8]) -> Result<(Size, Vec<Plane>, bool), PictureError> {
    let [
        precision,
        height1,
        height0,
        width1,
        width0,
        count,
        planes @ ..,
    ] = body
    else {
        return Err(PictureError::Damaged);
    };
    if !matches!(marker, 0xc0..=0xc2) || *precision != 8 {
        return Err(PictureError::UnusualJpeg);
    }
    let size = Size {
        width: u32::from(u16::from_be_bytes([*width1, *width0])),
        height: u32::from(u16::from_be_bytes([*height1, *height0])),
    };
    let planes: Vec<Plane> = planes
        .chunks_exact(3)
        .filter_map(|plane| match plane {
            [id, sampling, _] => Some(Plane {
                id: *id,
                across: sampling >> 4,
                down: sampling & 0x0f,
            }),
            _ => None,
        })
        .collect();
    let sound = planes
        .iter()
        .all(|plane| (1..=4).contains(&plane.across) && (1..=4).contains(&plane.down));
    if planes.len() != usize::from(*count) || !sound || size.pixels() == 0 {
        return Err(PictureError::Damaged);
    }
    if !matches!(planes.len(), 1 | 3 | 4) {
        return Err(PictureError::UnusualJpeg);
    }
    Ok((size, planes, marker == 0xc2))
}

/// The same picture with the harmless slips mended that some cameras make and libjpeg warns of:
/// bytes that belong nowhere between header segments, an unknown JFIF version, a colour profile in
/// bad parts, sequential passes with odd spectrum numbers, and the given number of zeros padded
/// before the end. `None` where those are not zeros, or the pieces cannot be told. The outcome must
/// then decode without any warning.
pub(super) fn mended(bytes: &[u8], head: &Head<'_>, padding: usize) -> Option<Vec<u8>> {
    let mut tidy = Vec::with_capacity(bytes.len());
    tidy.extend([0xff, SOI]);
    for piece in Pieces::of(bytes) {
        match piece.ok()? {
            Piece::Segment {
                marker: 0xe1..=0xed | 0xef | 0xfe,
                ..
            } => {}
            Piece::Segment { marker, body } => {
                let mut body = body.to_vec();
                if marker == APP0 && body.starts_with(b"JFIF\0") {
                    *body.get_mut(5)? = 1;
                }
                if marker == SOS && !head.progressive {
                    let numbers = body.len().checked_sub(3)?;
                    body.get_mut(numbers..)?.copy_from_slice(&[0, 63, 0]);
                }
                let length = u16::try_from(body.len() + 2).ok()?;
                tidy.extend([0xff, marker]);
                tidy.extend(length.to_be_bytes());
                tidy.extend(body);
            }
            Piece::Entropy(coded) => tidy.extend(coded),
            Piece::End => {
                let kept = tidy.len().checked_sub(padding)?;
                if tidy.get(kept..)?.iter().any(|byte| *byte != 0) {
                    return None;
                }
                tidy.truncate(kept);
                tidy.extend([0xff, EOI]);
            }
        }
    }
    Some(tidy)
}
