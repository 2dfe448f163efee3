//! Covers hidden areas with a flat, opaque fill. Blurs nothing and samples nothing from what it
//! hides.

use image::{Rgb, RgbImage};

use super::frame::{Edges, Size};

/// The fill. This grey is JPEG's own zero, so a block that is covered whole holds nothing at all.
pub const FILL: [u8; 3] = [128, 128, 128];

/// How far a hidden area grows on each side, of its longer side.
pub const MARGIN_PERCENT: u32 = 15;

/// How far it grows at the least, in full-size pixels. JPEG mixes colours within a block, at most
/// 32 pixels wide, so what is hidden cannot tint what lies beyond the margin.
pub const MIN_MARGIN: u32 = 32;

/// The area as it is covered: grown on every side and clipped to the picture.
pub(super) fn grown(hidden: Edges, picture: Size) -> Edges {
    let Size { width, height } = hidden.size();
    let share = (u64::from(width.max(height)) * u64::from(MARGIN_PERCENT)).div_ceil(100);
    let margin = u32::try_from(share).unwrap_or(u32::MAX).max(MIN_MARGIN);
    Edges {
        left: hidden.left.saturating_sub(margin),
        top: hidden.top.saturating_sub(margin),
        right: hidden.right.saturating_add(margin).min(picture.width),
        bottom: hidden.bottom.saturating_add(margin).min(picture.height),
    }
}

/// Fills the edges' inside, as far as it lies in the picture.
pub(super) fn fill(pixels: &mut RgbImage, edges: Edges) {
    let whole = Edges::whole(Size {
        width: pixels.width(),
        height: pixels.height(),
    });
    let Edges {
        left,
        top,
        right,
        bottom,
    } = edges.shared(whole);
    for y in top..bottom {
        for x in left..right {
            pixels.put_pixel(x, y, Rgb(FILL));
        }
    }
}

/// Whether nothing but fill is left to see.
pub(super) fn is_all_fill(pixels: &RgbImage) -> bool {
    pixels.pixels().all(|pixel| pixel.0 == FILL)
}
