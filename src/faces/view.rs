//! Which parts of a picture are looked at, how large and how turned, and how a box seen there lies
//! in the picture. Finds nothing itself.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::{RgbImage, imageops};

use super::boxes::Seen;
use super::{Effort, FacesError};

/// Longest side of a picture as seen from afar: close-ups are found here and nowhere else.
pub(super) const FAR: u32 = 640;
/// Longest side as seen from near.
pub(super) const CLOSE: u32 = 1280;
/// Longest side of the picture that is looked at part by part.
pub(super) const CROWD: u32 = 2560;
/// Longest side of one such part: a picture of the usual shape is four of them.
const PART: u32 = 1344;
/// What neighbouring parts share: a face on a seam is whole in one of them. A face that is larger
/// than this is no smaller than a quarter of it from afar, which is large enough.
const SHARED: u32 = 128;
/// Closer than this to a seam, a box is taken for one that the seam cuts.
const SEAM: f32 = 2.0;

/// A turn of the picture, clockwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

/// One look at a picture or a part of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct View {
    /// The part, in the picture's pixels.
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    /// What it is scaled to, in pixels, before it is turned.
    wide: u32,
    high: u32,
    turn: Turn,
    /// Whether the part's edges are seams that have another part beyond them.
    seams: Seams,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seams {
    left: bool,
    top: bool,
    right: bool,
    bottom: bool,
}

/// Every look that a picture of that size is given.
pub(super) fn views(width: u32, height: u32, effort: Effort) -> Vec<View> {
    let longest = width.max(height);
    let mut scales = vec![FAR];
    // Enlarging what is small already shows nothing new, beyond the first scale.
    if longest > FAR {
        scales.push(CLOSE);
    }
    let turns = match effort {
        Effort::Usual | Effort::Crowd => [Turn::None].as_slice(),
        Effort::LookAgain => &[Turn::None, Turn::Quarter, Turn::Half, Turn::ThreeQuarters],
    };
    let mut views = Vec::new();
    for scale in &scales {
        for turn in turns {
            views.push(whole(width, height, *scale, *turn));
        }
    }
    if effort != Effort::Usual {
        // A small picture is doubled: faces of 8 to 12 pixels are found then.
        let scale = CROWD.min(longest.saturating_mul(2));
        if scales.iter().all(|seen| scale > *seen) {
            parts(width, height, scale, &mut views);
        }
    }
    views
}

fn whole(width: u32, height: u32, longest_side: u32, turn: Turn) -> View {
    let (wide, high) = scaled(width, height, longest_side);
    View {
        left: 0.0,
        top: 0.0,
        width: f64::from(width),
        height: f64::from(height),
        wide,
        high,
        turn,
        seams: Seams::default(),
    }
}

/// The same shape with that longest side; never empty.
fn scaled(width: u32, height: u32, longest_side: u32) -> (u32, u32) {
    let longest = u64::from(width.max(height).max(1));
    let side = |side: u32| {
        let exact = u64::from(side) * u64::from(longest_side);
        let rounded = (exact + longest / 2) / longest;
        u32::try_from(rounded).unwrap_or(longest_side).max(1)
    };
    (side(width), side(height))
}

fn parts(width: u32, height: u32, longest_side: u32, views: &mut Vec<View>) {
    let (wide, high) = scaled(width, height, longest_side);
    let (per_x, per_y) = (
        f64::from(width) / f64::from(wide),
        f64::from(height) / f64::from(high),
    );
    for (top, down) in steps(high) {
        for (left, across) in steps(wide) {
            views.push(View {
                left: f64::from(left) * per_x,
                top: f64::from(top) * per_y,
                width: f64::from(across) * per_x,
                height: f64::from(down) * per_y,
                wide: across,
                high: down,
                turn: Turn::None,
                seams: Seams {
                    left: left > 0,
                    top: top > 0,
                    right: left + across < wide,
                    bottom: top + down < high,
                },
            });
        }
    }
}

/// Start and length of each part of a side: as few as there can be, all of one length, so that no
/// two share more than they need to.
fn steps(side: u32) -> Vec<(u32, u32)> {
    if side <= PART {
        return vec![(0, side)];
    }
    let count = (side - SHARED).div_ceil(PART - SHARED);
    let length = (side + (count - 1) * SHARED).div_ceil(count);
    let last = side - length;
    (0..count)
        .map(|place| (last * place / (count - 1).max(1), length))
        .collect()
}

impl View {
    /// The pixels that are looked at.
    pub(super) fn pixels(&self, picture: &RgbImage) -> Result<RgbImage, FacesError> {
        const FAILED: FacesError = FacesError::Failed { step: "scaling" };
        let (width, height) = picture.dimensions();
        let from =
            ImageRef::new(width, height, picture.as_raw(), PixelType::U8x3).map_err(|_| FAILED)?;
        let mut onto = Image::new(self.wide, self.high, PixelType::U8x3);
        // Rounding may reach a hair beyond the edge.
        let options = ResizeOptions::new().use_alpha(false).crop(
            self.left,
            self.top,
            self.width.min(f64::from(width) - self.left),
            self.height.min(f64::from(height) - self.top),
        );
        Resizer::new()
            .resize(&from, &mut onto, &options)
            .map_err(|_| FAILED)?;
        let upright = RgbImage::from_raw(self.wide, self.high, onto.into_vec()).ok_or(FAILED)?;
        Ok(match self.turn {
            Turn::None => upright,
            Turn::Quarter => imageops::rotate90(&upright),
            Turn::Half => imageops::rotate180(&upright),
            Turn::ThreeQuarters => imageops::rotate270(&upright),
        })
    }

    /// Where a box that was seen here lies in the picture. `None` where a seam cuts it and the
    /// neighbouring part has it whole.
    pub(super) fn in_picture(&self, seen: Seen) -> Option<Seen> {
        let (wide, high) = (self.wide as f32, self.high as f32);
        let upright = match self.turn {
            Turn::None => seen,
            Turn::Quarter => Seen {
                left: seen.top,
                right: seen.bottom,
                top: high - seen.right,
                bottom: high - seen.left,
                ..seen
            },
            Turn::Half => Seen {
                left: wide - seen.right,
                right: wide - seen.left,
                top: high - seen.bottom,
                bottom: high - seen.top,
                ..seen
            },
            Turn::ThreeQuarters => Seen {
                left: wide - seen.bottom,
                right: wide - seen.top,
                top: seen.left,
                bottom: seen.right,
                ..seen
            },
        };
        if self.is_cut(&upright) {
            return None;
        }
        let x = |at: f32| (self.left + f64::from(at) * self.width / f64::from(self.wide)) as f32;
        let y = |at: f32| (self.top + f64::from(at) * self.height / f64::from(self.high)) as f32;
        Some(Seen {
            left: x(upright.left),
            right: x(upright.right),
            top: y(upright.top),
            bottom: y(upright.bottom),
            ..seen
        })
    }

    fn is_cut(&self, seen: &Seen) -> bool {
        let (wide, high, shared) = (self.wide as f32, self.high as f32, SHARED as f32);
        let is_whole_next_door = |length: f32| length + 2.0 * SEAM < shared;
        let beside =
            (self.seams.left && seen.left < SEAM) || (self.seams.right && seen.right > wide - SEAM);
        let above =
            (self.seams.top && seen.top < SEAM) || (self.seams.bottom && seen.bottom > high - SEAM);
        (beside && is_whole_next_door(seen.right - seen.left))
            || (above && is_whole_next_door(seen.bottom - seen.top))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_the_whole_and_share_their_seams() {
        for side in [1, 640, 1344, 1345, 1440, 1920, 2560, 2561, 9999] {
            let mut covered = 0;
            for (start, length) in steps(side) {
                assert!(start == 0 || start + SHARED <= covered, "{side}");
                covered = start + length;
            }
            assert_eq!(covered, side);
        }
    }

    /// A dot is drawn, the view is taken, and the dot's place there leads back to where it was.
    #[test]
    fn a_box_in_any_view_leads_back_to_its_place() {
        let (width, height) = (1600, 1200);
        let mut picture = RgbImage::new(width, height);
        for y in 500..540 {
            for x in 300..340 {
                picture.put_pixel(x, y, image::Rgb([255; 3]));
            }
        }
        let mut showing = 0;
        for view in views(width, height, Effort::LookAgain) {
            let pixels = view.pixels(&picture).unwrap();
            let bright: Vec<(u32, u32)> = pixels
                .enumerate_pixels()
                .filter(|(_, _, pixel)| pixel.0[0] > 127)
                .map(|(x, y, _)| (x, y))
                .collect();
            if bright.is_empty() {
                continue;
            }
            let seen = Seen {
                left: bright.iter().map(|at| at.0).min().unwrap() as f32,
                top: bright.iter().map(|at| at.1).min().unwrap() as f32,
                right: bright.iter().map(|at| at.0).max().unwrap() as f32 + 1.0,
                bottom: bright.iter().map(|at| at.1).max().unwrap() as f32 + 1.0,
                score: 1.0,
            };
            let Some(back) = view.in_picture(seen) else {
                continue;
            };
            showing += 1;
            for (got, wanted) in [
                (back.left, 300.0),
                (back.top, 500.0),
                (back.right, 340.0),
                (back.bottom, 540.0),
            ] {
                assert!((got - wanted).abs() <= 3.0, "{view:?}: {back:?}");
            }
        }
        assert!(showing >= 9, "{showing}");
    }
}
