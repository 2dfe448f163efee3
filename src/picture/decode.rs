//! Pixels from bytes: JPEG by libjpeg-turbo, scaled while it decodes; PNG and WebP by the `image`
//! crate. The pixels lie as the file stores them. Turns nothing and converts no RGB colours.

use std::io::Cursor;

use image::codecs::{png::PngDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, RgbImage};
use turbojpeg::{Colorspace, Decompressor, Image, PixelFormat, ScalingFactor};

use super::colour;
use super::error::megabytes;
use super::frame::Size;
use super::jpeg::{self, Head};
use super::survey::{Coded, Survey};
use super::{Limits, PictureError};

/// Full size, in eighths.
pub(super) const FULL: u32 = 8;

/// Passes that a progressive JPEG may make over its pixels. Encoders make about ten; a file that
/// asks for thousands is made to stall its reader.
const MOST_PASSES: u32 = 50;

/// Bytes that what lies beside a PNG's pixels may take, inflated: profile, texts. Real ones have a few
/// million at most.
const LARGEST_BESIDE: u64 = 64 * 1024 * 1024;

/// Pixels as the file stores them: not turned, not yet sRGB.
pub(super) struct Stored {
    pub(super) pixels: RgbImage,
    /// The colour profile that still has to be applied.
    pub(super) profile: Option<Vec<u8>>,
}

/// The smallest scale that gives enough, of those that libjpeg-turbo does fast. A scaled pixel is
/// made of its own 8×8 block alone (16×16 for the colour of 4:2:0), so nothing crosses blocks.
pub(super) fn eighths_for(survey: &Survey<'_>, is_enough: impl Fn(u32) -> bool) -> u32 {
    let scales = if survey.scales() {
        [1, 2, 4].as_slice()
    } else {
        &[]
    };
    scales
        .iter()
        .copied()
        .find(|eighths| is_enough(*eighths))
        .unwrap_or(FULL)
}

/// The whole picture, or an error; never a part of it. `later_bytes` is what the caller goes on to
/// allocate, counted against the limits before anything is.
pub(super) fn decode(
    survey: &Survey<'_>,
    bytes: &[u8],
    eighths: u32,
    later_bytes: u64,
    limits: &Limits,
) -> Result<Stored, PictureError> {
    let size = survey.stored.scaled(eighths);
    let own = match &survey.coded {
        Coded::Jpeg(head) => {
            let channels = if head.colours() == 4 { 4 + 3 } else { 3 };
            size.pixels()
                .saturating_mul(channels)
                .saturating_add(head.working_bytes())
        }
        // The decoder's own pixels, its working space in about the same size, and RGB from them.
        Coded::Png { bytes_per_pixel } | Coded::Webp { bytes_per_pixel } => {
            size.pixels().saturating_mul(bytes_per_pixel + 4 + 3)
        }
    };
    let file = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let needed = own.saturating_add(later_bytes).saturating_add(file);
    if needed > limits.memory_bytes {
        return Err(PictureError::TooMuchMemory {
            width: survey.upright().width,
            height: survey.upright().height,
            megabytes: megabytes(needed),
            limit_megabytes: limits.memory_bytes / (1024 * 1024),
        });
    }
    match &survey.coded {
        Coded::Jpeg(head) => from_jpeg(head, bytes, eighths),
        Coded::Png { .. } => {
            let mut within = image::Limits::default();
            // A colour profile that inflates to more is none; the picture is read without.
            within.max_alloc = Some(own.saturating_add(LARGEST_BESIDE));
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), within);
            from_image(decoder.map_err(|error| told(&error))?, survey.stored)
        }
        Coded::Webp { .. } => {
            let decoder = WebPDecoder::new(Cursor::new(bytes));
            from_image(decoder.map_err(|error| told(&error))?, survey.stored)
        }
    }
}

fn from_jpeg(head: &Head<'_>, bytes: &[u8], eighths: u32) -> Result<Stored, PictureError> {
    head.check_planes(bytes)?;
    let raw = jpeg_pixels(head, bytes, eighths).or_else(|refusal| {
        let mended = refusal.mended(bytes, head)?;
        // A second slip may show only now; a third is no slip any more.
        jpeg_pixels(head, &mended, eighths).or_else(|refusal| {
            let mended = refusal.mended(bytes, head)?;
            jpeg_pixels(head, &mended, eighths).map_err(|refusal| refusal.error)
        })
    })?;
    let profile = head.profile();
    let size = head.size.scaled(eighths);
    if head.colours() == 4 {
        let pixels = colour::cmyk_to_srgb(raw, size, head.adobe, profile.as_deref())?;
        return Ok(Stored {
            pixels,
            profile: None,
        });
    }
    let pixels = RgbImage::from_raw(size.width, size.height, raw).ok_or(PictureError::Damaged)?;
    Ok(Stored { pixels, profile })
}

/// Why libjpeg-turbo did not like a file. Its wrapper gives an error for warnings too: rows that
/// libjpeg would fill with grey come back as an error. Only the first warning is told, so a mended
/// file must raise none.
struct Refusal {
    error: PictureError,
    /// libjpeg warned of what may be a camera's slip that loses nothing.
    may_be_slip: bool,
    /// Bytes that it found between the last pixel and the end marker.
    padding: usize,
}

impl Refusal {
    fn of(error: &turbojpeg::Error) -> Self {
        let words = error.to_string();
        let says = |part: &str| words.contains(part);
        let is_cut = says("Premature end") || says("premature end");
        let slips = [
            "extraneous bytes",
            "SOS parameters",
            "JFIF revision",
            "ICC marker",
        ];
        let padding = words
            .strip_suffix(" extraneous bytes before marker 0xd9")
            .and_then(|before| before.rsplit(' ').next())
            .and_then(|count| count.parse().ok());
        Self {
            error: if is_cut {
                PictureError::CutShort
            } else {
                PictureError::Damaged
            },
            may_be_slip: slips.iter().any(|slip| says(slip)),
            padding: padding.unwrap_or(0),
        }
    }

    const DAMAGED: Self = Self {
        error: PictureError::Damaged,
        may_be_slip: false,
        padding: 0,
    };

    fn mended(self, bytes: &[u8], head: &Head<'_>) -> Result<Vec<u8>, PictureError> {
        if !self.may_be_slip {
            return Err(self.error);
        }
        jpeg::mended(bytes, head, self.padding).ok_or(self.error)
    }
}

fn jpeg_pixels(head: &Head<'_>, bytes: &[u8], eighths: u32) -> Result<Vec<u8>, Refusal> {
    let failed = |error: turbojpeg::Error| Refusal::of(&error);
    let mut decompressor = Decompressor::new().map_err(failed)?;
    decompressor.set_scan_limit(MOST_PASSES).map_err(failed)?;
    let scale = ScalingFactor::new(usize::try_from(eighths).unwrap_or(8), 8);
    decompressor.set_scaling_factor(scale).map_err(failed)?;
    let seen = decompressor.read_header(bytes).map_err(failed)?;
    let (width, height) = (u32::try_from(seen.width), u32::try_from(seen.height));
    if (width, height) != (Ok(head.size.width), Ok(head.size.height)) {
        return Err(Refusal::DAMAGED);
    }
    let inks = matches!(seen.colorspace, Colorspace::CMYK | Colorspace::YCCK);
    if inks != (head.colours() == 4) {
        return Err(Refusal::DAMAGED);
    }
    let format = if inks {
        PixelFormat::CMYK
    } else {
        PixelFormat::RGB
    };
    let scaled = seen.scaled(scale);
    let pitch = scaled.width * format.size();
    let mut image = Image {
        pixels: vec![0; pitch * scaled.height],
        width: scaled.width,
        pitch,
        height: scaled.height,
        format,
    };
    decompressor
        .decompress(bytes, image.as_deref_mut())
        .map_err(failed)?;
    Ok(image.pixels)
}

fn from_image(mut decoder: impl ImageDecoder, size: Size) -> Result<Stored, PictureError> {
    if decoder.dimensions() != (size.width, size.height) {
        return Err(PictureError::Damaged);
    }
    // A profile that cannot be read is as good as none: the picture is taken as sRGB.
    let profile = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| told(&error))?;
    let pixels = match picture {
        DynamicImage::ImageRgb8(pixels) => pixels,
        picture if picture.color().has_alpha() => on_white(&picture.into_rgba8()),
        picture => picture.into_rgb8(),
    };
    Ok(Stored { pixels, profile })
}

/// Lays a transparent picture on white; what was invisible stays so.
fn on_white(picture: &image::RgbaImage) -> RgbImage {
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (onto, from) in flat.pixels_mut().zip(picture.pixels()) {
        let image::Rgba([red, green, blue, alpha]) = *from;
        let over = |channel: u8| {
            let mixed = u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
        };
        onto.0 = [over(red), over(green), over(blue)];
    }
    flat
}

fn told(error: &image::ImageError) -> PictureError {
    match error {
        image::ImageError::IoError(fault) if fault.kind() == std::io::ErrorKind::UnexpectedEof => {
            PictureError::CutShort
        }
        _ => PictureError::Damaged,
    }
}
