//! Covers hidden areas with a flat, opaque fill. Blurs nothing and samples nothing from what it
//! hides.

use image::{Rgb, RgbImage};

use super::frame::{Edges, Size};

/// The fill. This grey is JPEG's own zero, so a block that is covered whole holds nothing at all.
pub const FILL: [u8; 3] = [128, 128, 128];

/// How far a hidden area grows on each side, of its longer side.
pub const MARGIN_PERCENT: u32 = 15;

/// How far the cover of a face that was found grows upwards, of the face's height. Measured on the 47
/// faces with hair, 38 pixels high and more, in seventeen photographs of groups and portraits: with these
/// three no hair and no ear is left above or beside the cover on 44 of them (on fewer than half with
/// [`MARGIN_PERCENT`] on every side). What hangs below the chin is left.
pub const HAIR_PERCENT: u32 = 50;
/// How far it grows to either side, of the face's height.
pub const EARS_PERCENT: u32 = 25;
/// How far it grows downwards, of the face's height.
pub const CHIN_PERCENT: u32 = 25;

/// How far it grows at the least, in full-size pixels. JPEG mixes colours within a block, at most
/// 32 pixels wide, so what is hidden cannot tint what lies beyond the margin.
pub const MIN_MARGIN: u32 = 32;

/// How far a cover grows past what it hides, each in percent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Margins {
    up: u32,
    sides: u32,
    down: u32,
    /// What the percentage is of: a face's height, where it is a face.
    is_of_height: bool,
}

/// The margins of an area that somebody drew.
pub(super) const GROWN: Margins = Margins {
    up: MARGIN_PERCENT,
    sides: MARGIN_PERCENT,
    down: MARGIN_PERCENT,
    is_of_height: false,
};

/// The margins of a face that was found: the finder's box ends at the hairline and before the ears.
pub(super) const GROWN_FACE: Margins = Margins {
    up: HAIR_PERCENT,
    sides: EARS_PERCENT,
    down: CHIN_PERCENT,
    is_of_height: true,
};

impl Margins {
    /// The area as it is covered: grown on every side and clipped to the picture, both upright.
    pub(super) fn around(self, hidden: Edges, picture: Size) -> Edges {
        let Size { width, height } = hidden.size();
        let of = match self.is_of_height {
            true => height,
            false => width.max(height),
        };
        let grow = |percent: u32| {
            let share = (u64::from(of) * u64::from(percent)).div_ceil(100);
            u32::try_from(share).unwrap_or(u32::MAX).max(MIN_MARGIN)
        };
        Edges {
            left: hidden.left.saturating_sub(grow(self.sides)),
            top: hidden.top.saturating_sub(grow(self.up)),
            right: hidden
                .right
                .saturating_add(grow(self.sides))
                .min(picture.width),
            bottom: hidden
                .bottom
                .saturating_add(grow(self.down))
                .min(picture.height),
        }
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
