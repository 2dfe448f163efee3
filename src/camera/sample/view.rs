//! What the sample camera's lens sees of a scene: nearly all of it, swaying slowly.

use std::time::Duration;

use fast_image_resize as resize;

use crate::camera::{Frame, Turn, jpeg};

/// The room that a frame fits into.
const ROOM: (u32, u32) = (1280, 960);

/// How much larger the scene is than what is seen of it, in hundredths.
const LARGER: u32 = 104;

/// Once round.
const ROUND: f64 = 12.0;

/// A scene at the size of the screen, and a little more.
pub struct View {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
    seen: (u32, u32),
}

impl View {
    /// From the scene's JPEG. None where it cannot be read.
    pub fn of(picture: &[u8]) -> Option<View> {
        let (pixels, width, height) = jpeg::three_eighths(picture)?;
        let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
        let most = f64::min(
            f64::from(ROOM.0) / f64::from(width.max(1)),
            f64::from(ROOM.1) / f64::from(height.max(1)),
        );
        let side = |side: u32| (f64::from(side) * most.min(1.0)).round().max(1.0) as u32;
        let seen = (side(width), side(height));
        let (wide, high) = (seen.0 * LARGER / 100, seen.1 * LARGER / 100);
        let kind = resize::PixelType::U8x4;
        let source = resize::images::ImageRef::new(width, height, &pixels, kind).ok()?;
        let mut target = resize::images::Image::new(wide, high, kind);
        let options = resize::ResizeOptions::new().use_alpha(false);
        resize::Resizer::new()
            .resize(&source, &mut target, &options)
            .ok()?;
        Some(View {
            width: wide,
            height: high,
            pixels: target.into_vec(),
            seen,
        })
    }

    /// What is seen at that time.
    pub fn at(&self, time: Duration) -> Frame {
        let angle = time.as_secs_f64() / ROUND * std::f64::consts::TAU;
        let part = |room: u32, sway: f64| (f64::from(room) * (1.0 + sway) / 2.0) as u32;
        let (wide, high) = self.seen;
        let left = part(self.width.saturating_sub(wide), angle.sin());
        let top = part(self.height.saturating_sub(high), angle.cos());
        let bytes = |pixels: u32| usize::try_from(pixels).unwrap_or(0) * 4;
        let mut rgba = Vec::with_capacity(bytes(wide * high));
        let rows = self.pixels.chunks_exact(bytes(self.width).max(4));
        let lines = usize::try_from(high).unwrap_or(0);
        for row in rows.skip(bytes(top) / 4).take(lines) {
            let start = bytes(left);
            rgba.extend_from_slice(row.get(start..start + bytes(wide)).unwrap_or_default());
        }
        Frame {
            width: wide,
            height: high,
            rgba,
            turn: Turn::Upright,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};

    fn view(width: u32, height: u32) -> View {
        let picture = RgbImage::from_fn(width, height, |x, _| Rgb([(x / 16) as u8, 80, 80]));
        View::of(&jpeg::of_colours(&picture).unwrap()).unwrap()
    }

    #[test]
    fn every_frame_is_whole_and_two_of_them_differ() {
        for (size, seen) in [
            ((4000, 3000), (1280, 960)),
            ((3000, 4000), (720, 960)),
            ((1600, 900), (600, 338)),
        ] {
            let view = view(size.0, size.1);
            let frames: Vec<Frame> = (0..12).map(|at| view.at(Duration::from_secs(at))).collect();
            for frame in &frames {
                assert_eq!((frame.width, frame.height), seen);
                assert_eq!(frame.rgba.len(), (seen.0 * seen.1 * 4) as usize);
            }
            assert!(frames[0] != frames[3]);
        }
    }
}
