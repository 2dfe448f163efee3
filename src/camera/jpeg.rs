//! The JPEG that a still is: made of pixels, or the camera's own made whole. Adds what every reader
//! needs to show it upright, and nothing else. Writes no date, place or name.

use image::RgbImage;
use turbojpeg::{Compressor, Decompressor, Image, PixelFormat, ScalingFactor, Subsamp};

use super::Turn;

/// Nothing is seen of it at this quality, and a sensor's noise is not kept at any cost.
const QUALITY: i32 = 92;

/// Opaque pixels of four bytes, rows without gaps, as a JPEG.
pub fn written(
    rgba: &[u8],
    (width, height): (usize, usize),
    turn: Turn,
) -> Result<Vec<u8>, turbojpeg::Error> {
    let mut compressor = Compressor::new()?;
    compressor.set_quality(QUALITY)?;
    compressor.set_subsamp(Subsamp::Sub2x2)?;
    let plain = compressor.compress_to_vec(Image {
        pixels: rgba,
        width,
        pitch: width * PixelFormat::RGBA.size(),
        height,
        format: PixelFormat::RGBA,
    })?;
    Ok(with_turn(plain, turn))
}

/// Colours as a JPEG. None where it cannot be written.
pub fn of_colours(picture: &RgbImage) -> Option<Vec<u8>> {
    let mut compressor = Compressor::new().ok()?;
    compressor.set_quality(QUALITY).ok()?;
    compressor.set_subsamp(Subsamp::Sub2x2).ok()?;
    let (width, height) = picture.dimensions();
    let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    let image = Image {
        pixels: picture.as_raw().as_slice(),
        width,
        pitch: width * PixelFormat::RGB.size(),
        height,
        format: PixelFormat::RGB,
    };
    compressor.compress_to_vec(image).ok()
}

/// The camera's own JPEG as a file that every reader reads: with the tables that cameras leave out,
/// and the way it is to be turned. None where it is damaged.
pub fn made_whole(sent: &[u8], turn: Turn) -> Option<Vec<u8>> {
    let parts = Parts::of(sent)?;
    let end = end_of(sent, parts.scan)?;
    let (head, scan) = (sent.get(..parts.scan)?, sent.get(parts.scan..end)?);
    let mut whole = Vec::with_capacity(sent.len() + 1024);
    whole.extend_from_slice(head);
    if !parts.has_tables {
        whole.extend_from_slice(&usual_tables()?);
    }
    whole.extend_from_slice(scan);
    is_readable(&whole)?;
    Some(if parts.has_exif {
        whole
    } else {
        with_turn(whole, turn)
    })
}

/// The picture as decoded at an eighth, a quarter or half of its size, whichever is the smallest that
/// is about as large as wanted, or whole. Gives opaque pixels of four bytes and their size.
pub fn shrunk(sent: &[u8], wanted: usize) -> Option<(Vec<u8>, usize, usize)> {
    let mut decompressor = Decompressor::new().ok()?;
    let header = decompressor.read_header(sent).ok()?;
    let long = header.width.max(header.height);
    let eighths = [1, 2, 4]
        .into_iter()
        .find(|eighths| long * eighths * 4 >= wanted * 8 * 3);
    decoded(
        &mut decompressor,
        sent,
        ScalingFactor::new(eighths.unwrap_or(8), 8),
    )
}

/// The picture at three eighths of its size: pixels and size as above.
pub fn three_eighths(sent: &[u8]) -> Option<(Vec<u8>, usize, usize)> {
    decoded(
        &mut Decompressor::new().ok()?,
        sent,
        ScalingFactor::new(3, 8),
    )
}

/// With a comment, which no reader shows in the picture. As it is where it cannot hold one.
pub fn with_comment(jpeg: &[u8], comment: &[u8]) -> Vec<u8> {
    let length = u16::try_from(comment.len() + 2);
    match length {
        Ok(length) => {
            let segment = [&[0xFF, 0xFE], &length.to_be_bytes()[..], comment].concat();
            with_segment(jpeg, &segment)
        }
        Err(_) => jpeg.to_vec(),
    }
}

fn decoded(
    decompressor: &mut Decompressor,
    sent: &[u8],
    scale: ScalingFactor,
) -> Option<(Vec<u8>, usize, usize)> {
    let header = decompressor.read_header(sent).ok()?;
    let size = header.scaled(scale);
    if size.width == 0 || size.height == 0 || header.width.max(header.height) > LARGEST_SIDE {
        return None;
    }
    decompressor.set_scaling_factor(scale).ok()?;
    let pitch = size.width * PixelFormat::RGBA.size();
    let mut pixels = vec![0; pitch * size.height];
    let onto = Image {
        pixels: pixels.as_mut_slice(),
        width: size.width,
        pitch,
        height: size.height,
        format: PixelFormat::RGBA,
    };
    decompressor.decompress(sent, onto).ok()?;
    Some((pixels, size.width, size.height))
}

/// No sensor is wider.
const LARGEST_SIDE: usize = 16_384;

/// Reads all of it, at an eighth of its size. A camera's connection drops bytes now and then.
fn is_readable(jpeg: &[u8]) -> Option<()> {
    decoded(
        &mut Decompressor::new().ok()?,
        jpeg,
        ScalingFactor::ONE_EIGHTH,
    )
    .map(|_| ())
}

/// The tables that the standard gives as usual and that a camera's stream leaves out: those that
/// libjpeg-turbo writes into every picture.
fn usual_tables() -> Option<Vec<u8>> {
    let grey = [128; 16 * 16 * 4];
    let small = written(&grey, (16, 16), Turn::Upright).ok()?;
    let mut tables = Vec::new();
    let mut at = 2;
    let scan = Parts::of(&small)?.scan;
    while at < scan {
        let [_, kind, high, low] = *small.get(at..at + 4)?.first_chunk::<4>()?;
        let next = at + 2 + usize::from(u16::from_be_bytes([high, low]));
        if kind == 0xC4 {
            tables.extend_from_slice(small.get(at..next)?);
        }
        at = next;
    }
    Some(tables)
}

/// What stands before the pixels.
struct Parts {
    /// Where the pixels' own part begins.
    scan: usize,
    has_tables: bool,
    has_exif: bool,
}

impl Parts {
    fn of(jpeg: &[u8]) -> Option<Parts> {
        if jpeg.get(..2)? != START {
            return None;
        }
        let (mut at, mut has_tables, mut has_exif) = (2, false, false);
        loop {
            let [0xFF, kind, high, low] = *jpeg.get(at..at + 4)?.first_chunk::<4>()? else {
                return None;
            };
            match kind {
                0xDA => {
                    return Some(Parts {
                        scan: at,
                        has_tables,
                        has_exif,
                    });
                }
                0xC4 => has_tables = true,
                0xE1 => has_exif |= jpeg.get(at + 4..at + 8)? == b"Exif",
                _ => {}
            }
            at += 2 + usize::from(u16::from_be_bytes([high, low]));
        }
    }
}

const START: &[u8] = &[0xFF, 0xD8];
const END: &[u8] = &[0xFF, 0xD9];

/// Behind the end mark; cameras fill up what they send behind it.
fn end_of(jpeg: &[u8], scan: usize) -> Option<usize> {
    let scanned = jpeg.get(scan..)?;
    let end = scanned.windows(2).rposition(|pair| pair == END)?;
    Some(scan + end + 2)
}

/// With an orientation tag, where the picture does not lie upright.
fn with_turn(jpeg: Vec<u8>, turn: Turn) -> Vec<u8> {
    if turn == Turn::Upright || !jpeg.starts_with(START) {
        return jpeg;
    }
    // Exif's smallest form: one directory, one entry, tag 0x0112, one short number.
    let tag = [
        &[0xFF, 0xE1, 0x00, 0x22][..],
        b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01",
        &[
            0x01,
            0x12,
            0x00,
            0x03,
            0,
            0,
            0,
            1,
            0,
            turn.orientation_tag(),
            0,
            0,
        ],
        &[0, 0, 0, 0],
    ]
    .concat();
    with_segment(&jpeg, &tag)
}

/// With one more segment before all others but JFIF's, which comes first where there is one.
fn with_segment(jpeg: &[u8], segment: &[u8]) -> Vec<u8> {
    let first = match jpeg {
        [_, _, 0xFF, 0xE0, high, low, ..] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
        _ => 2,
    };
    let (head, behind) = jpeg.split_at_checked(first).unwrap_or((jpeg, &[]));
    [head, segment, behind].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn striped(width: usize, height: usize) -> Vec<u8> {
        let pixel = |at: usize| [(at % width) as u8, (at / width) as u8, 40, 255];
        (0..width * height).flat_map(pixel).collect()
    }

    fn sent() -> Vec<u8> {
        written(&striped(200, 120), (200, 120), Turn::Upright).unwrap()
    }

    /// As cameras send it: without the tables that everybody knows.
    fn without_tables(jpeg: &[u8]) -> Vec<u8> {
        let scan = Parts::of(jpeg).unwrap().scan;
        let mut bare = jpeg[..2].to_vec();
        let mut at = 2;
        while at < scan {
            let next = at + 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
            if jpeg[at + 1] != 0xC4 {
                bare.extend_from_slice(&jpeg[at..next]);
            }
            at = next;
        }
        bare.extend_from_slice(&jpeg[scan..]);
        bare
    }

    fn orientation(jpeg: &[u8]) -> Option<u32> {
        let exif = exif::Reader::new()
            .read_from_container(&mut std::io::Cursor::new(jpeg))
            .ok()?;
        let field = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
        field.value.get_uint(0)
    }

    #[test]
    fn a_picture_of_a_camera_that_leaves_its_tables_out_is_made_whole() {
        let bare = without_tables(&sent());
        assert!(bare.len() < sent().len());
        let whole = made_whole(&bare, Turn::Upright).unwrap();
        assert!(Parts::of(&whole).unwrap().has_tables);
        let before: image::RgbImage = turbojpeg::decompress_image(&sent()).unwrap();
        let after: image::RgbImage = turbojpeg::decompress_image(&whole).unwrap();
        assert!(before == after);
    }

    #[test]
    fn what_a_camera_fills_up_behind_a_picture_is_left_out() {
        let mut filled = sent();
        filled.extend_from_slice(&[0; 500]);
        assert!(made_whole(&filled, Turn::Upright).unwrap() == sent());
    }

    #[test]
    fn a_damaged_picture_is_no_still() {
        let jpeg = sent();
        let cut = &jpeg[..jpeg.len() / 2];
        assert!(made_whole(cut, Turn::Upright).is_none());
        let mut cut_and_ended = cut.to_vec();
        cut_and_ended.extend_from_slice(END);
        assert!(made_whole(&cut_and_ended, Turn::Upright).is_none());
        assert!(made_whole(b"", Turn::Upright).is_none());
        assert!(made_whole(&[0xFF, 0xD8, 0xFF], Turn::Upright).is_none());
        assert!(made_whole(b"not a picture at all", Turn::Upright).is_none());
    }

    #[test]
    fn how_a_picture_is_turned_is_written_where_every_reader_looks() {
        for (turn, tag) in [
            (Turn::QuarterRight, 6),
            (Turn::Half, 3),
            (Turn::QuarterLeft, 8),
        ] {
            let turned = made_whole(&sent(), turn).unwrap();
            assert_eq!(orientation(&turned), Some(tag));
            assert!(turbojpeg::decompress_image::<image::Rgb<u8>>(&turned).is_ok());
            // What a camera says itself stands.
            let again = made_whole(&turned, Turn::Upright).unwrap();
            assert_eq!(orientation(&again), Some(tag));
        }
        assert_eq!(orientation(&sent()), None);
    }

    #[test]
    fn a_large_picture_is_decoded_small() {
        let large = written(&striped(4000, 300), (4000, 300), Turn::Upright).unwrap();
        let (pixels, width, height) = shrunk(&large, 1280).unwrap();
        assert_eq!((width, height), (1000, 75));
        assert_eq!(pixels.len(), 1000 * 75 * 4);
        let (_, width, _) = shrunk(&sent(), 1280).unwrap();
        assert_eq!(width, 200);
    }
}
