//! Resizing, and the JPEG that is made of pixels and a notice only. Carries nothing over from any
//! file: it is given pixels.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::RgbImage;
use turbojpeg::{Compressor, PixelFormat, Subsamp};

use super::PictureError;
use super::frame::Size;
use super::jpeg::{self, Piece, Pieces};
use super::notice::XMP_MARK;

/// Above it files grow faster than looks.
const QUALITY: i32 = 85;

const FAILED: PictureError = PictureError::CopyFailed { step: "resizing" };

/// The pixels in the given size, by Lanczos. The size is never larger than the pixels.
pub(super) fn resized(pixels: RgbImage, size: Size) -> Result<RgbImage, PictureError> {
    if pixels.dimensions() == (size.width, size.height) {
        return Ok(pixels);
    }
    made_smaller(&pixels, size)
}

/// [`resized`], where the pixels are needed again.
pub(super) fn made_smaller(pixels: &RgbImage, size: Size) -> Result<RgbImage, PictureError> {
    let (width, height) = pixels.dimensions();
    let from =
        ImageRef::new(width, height, pixels.as_raw(), PixelType::U8x3).map_err(|_| FAILED)?;
    let mut onto = Image::new(size.width, size.height, PixelType::U8x3);
    let options = ResizeOptions::new().use_alpha(false);
    Resizer::new()
        .resize(&from, &mut onto, &options)
        .map_err(|_| FAILED)?;
    RgbImage::from_raw(size.width, size.height, onto.into_vec()).ok_or(FAILED)
}

/// A baseline JPEG, which every viewer and newsletter program reads; 4:2:0, as cameras write it and
/// the web expects, because halved colour costs little to the eye and a third of the bytes. Where
/// a cover's edge shares a colour sample with its surroundings, both are published pixels.
pub(super) fn jpeg_with(pixels: &RgbImage, xmp: &str) -> Result<Vec<u8>, PictureError> {
    let plain = plain_jpeg(pixels)?;
    let copy = with_notice(&plain, xmp).ok_or(PictureError::CopyFailed {
        step: "adding the notice",
    })?;
    let (width, height) = pixels.dimensions();
    if !is_pixels_and_notice_only(&copy, xmp, Size { width, height }) {
        return Err(PictureError::CopyFailed {
            step: "checking the copy",
        });
    }
    Ok(copy)
}

/// A JPEG of pixels and nothing else, for what is kept here.
pub(super) fn plain_jpeg(pixels: &RgbImage) -> Result<Vec<u8>, PictureError> {
    encoded(pixels).map_err(|_| PictureError::CopyFailed {
        step: "writing JPEG",
    })
}

fn encoded(pixels: &RgbImage) -> Result<Vec<u8>, turbojpeg::Error> {
    let mut compressor = Compressor::new()?;
    compressor.set_quality(QUALITY)?;
    compressor.set_subsamp(Subsamp::Sub2x2)?;
    compressor.set_optimize(true)?;
    let width = usize::try_from(pixels.width()).unwrap_or(usize::MAX);
    compressor.compress_to_vec(turbojpeg::Image {
        pixels: pixels.as_raw().as_slice(),
        width,
        pitch: width.saturating_mul(3),
        height: usize::try_from(pixels.height()).unwrap_or(usize::MAX),
        format: PixelFormat::RGB,
    })
}

/// The notice goes after the encoder's first segment, the JFIF header, which must come first.
fn with_notice(plain: &[u8], xmp: &str) -> Option<Vec<u8>> {
    let Some(Ok(Piece::Segment {
        marker: jpeg::APP0,
        body,
    })) = Pieces::of(plain).next()
    else {
        return None;
    };
    let (head, rest) = plain.split_at_checked(2 + 2 + 2 + body.len())?;
    let length = u16::try_from(2 + XMP_MARK.len() + xmp.len()).ok()?;
    let mut copy = Vec::with_capacity(plain.len() + usize::from(length) + 2);
    copy.extend(head);
    copy.extend([0xff, jpeg::APP1]);
    copy.extend(length.to_be_bytes());
    copy.extend(XMP_MARK);
    copy.extend(xmp.as_bytes());
    copy.extend(rest);
    Some(copy)
}

/// The last look before a copy is handed out: tables, one pass of pixels of that size, a JFIF header
/// without a thumbnail, the very notice once, and no byte beside them.
pub(super) fn is_pixels_and_notice_only(copy: &[u8], xmp: &str, size: Size) -> bool {
    let (mut frames, mut passes, mut notices) = (0, 0, 0);
    let mut counted = 2;
    for piece in Pieces::of(copy) {
        let Ok(piece) = piece else { return false };
        let is_known = match piece {
            Piece::Segment { marker, body } => {
                counted += 4 + body.len();
                match marker {
                    jpeg::APP0 => {
                        body.starts_with(b"JFIF\0") && matches!(body.get(12..), Some([0, 0]))
                    }
                    jpeg::APP1 => {
                        notices += 1;
                        body.strip_prefix(XMP_MARK) == Some(xmp.as_bytes())
                    }
                    jpeg::SOF0 => {
                        frames += 1;
                        jpeg::frame_size(body) == Some(size)
                    }
                    jpeg::SOS => {
                        passes += 1;
                        true
                    }
                    jpeg::DQT | jpeg::DHT | jpeg::DRI => true,
                    _ => false,
                }
            }
            Piece::Entropy(coded) => {
                counted += coded.len();
                true
            }
            Piece::End => {
                counted += 2;
                true
            }
        };
        if !is_known {
            return false;
        }
    }
    (frames, passes, notices) == (1, 1, 1)
        && counted == copy.len()
        && copy.starts_with(&[0xff, jpeg::SOI])
        && copy.ends_with(&[0xff, jpeg::EOI])
}
