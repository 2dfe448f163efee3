//! Colours to sRGB. A profile that is broken, unknown or larger than any real one is passed over
//! and the picture taken as sRGB: its colours may be dull, and nothing of it is shown that would
//! not be otherwise. CMYK without a usable profile is converted by plain arithmetic.

use image::RgbImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::PictureError;
use super::frame::Size;

/// Printers' profiles are the largest, about 2 MB.
const LARGEST_PROFILE: usize = 4 * 1024 * 1024;

const FAILED: PictureError = PictureError::CopyFailed {
    step: "converting colours",
};

/// Converts in place, row by row. Leaves pixels alone whose profile is sRGB by another name.
pub(super) fn to_srgb(pixels: &mut RgbImage, profile: Option<&[u8]>) -> Result<(), PictureError> {
    let Some(profile) = read(profile) else {
        return Ok(());
    };
    match profile.color_space {
        DataColorSpace::Rgb => rgb_to_srgb(pixels, &profile),
        DataColorSpace::Gray => grey_to_srgb(pixels, &profile),
        _ => Ok(()),
    }
}

fn read(profile: Option<&[u8]>) -> Option<ColorProfile> {
    let profile = profile.filter(|profile| profile.len() <= LARGEST_PROFILE)?;
    ColorProfile::new_from_slice(profile).ok()
}

fn rgb_to_srgb(pixels: &mut RgbImage, profile: &ColorProfile) -> Result<(), PictureError> {
    let Ok(transform) = profile.create_transform_8bit(
        Layout::Rgb,
        &ColorProfile::new_srgb(),
        Layout::Rgb,
        TransformOptions::default(),
    ) else {
        return Ok(());
    };
    let probes = probes();
    let mut seen = vec![0; probes.len()];
    if transform.transform(&probes, &mut seen).is_err() {
        return Ok(());
    }
    let is_srgb = probes
        .iter()
        .zip(&seen)
        .all(|(was, is)| was.abs_diff(*is) <= 1);
    if is_srgb {
        return Ok(());
    }
    let width = usize::try_from(pixels.width())
        .unwrap_or(usize::MAX)
        .saturating_mul(3);
    let mut converted = vec![0; width];
    for row in pixels.chunks_exact_mut(width.max(1)) {
        transform
            .transform(row, &mut converted)
            .map_err(|_| FAILED)?;
        row.copy_from_slice(&converted);
    }
    Ok(())
}

/// Colours all over the cube.
fn probes() -> Vec<u8> {
    let steps = || (0..=255_u8).step_by(51);
    steps()
        .flat_map(|red| steps().flat_map(move |green| steps().map(move |blue| [red, green, blue])))
        .flatten()
        .collect()
}

/// A grey picture has 256 values at most, so each is converted once.
fn grey_to_srgb(pixels: &mut RgbImage, profile: &ColorProfile) -> Result<(), PictureError> {
    let Ok(transform) = profile.create_transform_8bit(
        Layout::Gray,
        &ColorProfile::new_srgb(),
        Layout::Rgb,
        TransformOptions::default(),
    ) else {
        return Ok(());
    };
    let greys: Vec<u8> = (0..=u8::MAX).collect();
    let mut table = vec![0; greys.len() * 3];
    if transform.transform(&greys, &mut table).is_err() {
        return Ok(());
    }
    if pixels
        .pixels()
        .any(|pixel| pixel.0[0] != pixel.0[1] || pixel.0[0] != pixel.0[2])
    {
        return Ok(());
    }
    for pixel in pixels.pixels_mut() {
        let start = usize::from(pixel.0[0]) * 3;
        pixel.0 = *table
            .get(start..)
            .and_then(<[u8]>::first_chunk::<3>)
            .ok_or(FAILED)?;
    }
    Ok(())
}

/// Four inks to sRGB. Adobe's programs store them upside down, and say so by their marker.
pub(super) fn cmyk_to_srgb(
    mut inks: Vec<u8>,
    size: Size,
    is_inverted: bool,
    profile: Option<&[u8]>,
) -> Result<RgbImage, PictureError> {
    if is_inverted {
        for ink in &mut inks {
            *ink = u8::MAX - *ink;
        }
    }
    let mut pixels = RgbImage::new(size.width, size.height);
    let across = usize::try_from(size.width).unwrap_or(usize::MAX);
    let profile = read(profile).filter(|profile| profile.color_space == DataColorSpace::Cmyk);
    let transform = profile.and_then(|profile| {
        let srgb = ColorProfile::new_srgb();
        let options = TransformOptions::default();
        profile
            .create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgb, options)
            .ok()
    });
    for (row, inks) in pixels
        .chunks_exact_mut(across.saturating_mul(3).max(1))
        .zip(inks.chunks_exact(across.saturating_mul(4).max(1)))
    {
        match &transform {
            Some(transform) => transform.transform(inks, row).map_err(|_| FAILED)?,
            None => plain(inks, row),
        }
    }
    Ok(pixels)
}

fn plain(inks: &[u8], row: &mut [u8]) {
    for (pixel, inks) in row.chunks_exact_mut(3).zip(inks.chunks_exact(4)) {
        let (colours, black) = inks.split_at(3);
        let paper = black
            .first()
            .map_or(255, |black| u32::from(u8::MAX - black));
        for (channel, ink) in pixel.iter_mut().zip(colours) {
            let light = u32::from(u8::MAX - ink) * paper;
            *channel = u8::try_from((light + 127) / 255).unwrap_or(u8::MAX);
        }
    }
}
