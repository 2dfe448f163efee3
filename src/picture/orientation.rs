//! How stored pixels lie, as a camera's EXIF tells it. No file formats but the one EXIF field.

use exif::{In, Reader, Tag};
use image::{DynamicImage, RgbImage};
use serde::{Deserialize, Serialize};

use super::camera::LARGEST_BLOCK;
use super::frame::{Edges, Size};

/// One of EXIF's eight ways in which stored pixels lie; 1 is upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Orientation(u8);

impl TryFrom<u8> for Orientation {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::from_exif_number(u32::from(number)).ok_or("EXIF knows no such orientation")
    }
}

impl From<Orientation> for u8 {
    fn from(orientation: Orientation) -> u8 {
        orientation.0
    }
}

impl Orientation {
    pub const UPRIGHT: Self = Self(1);

    /// `None` for a number that EXIF does not know.
    pub fn from_exif_number(number: u32) -> Option<Self> {
        u8::try_from(number)
            .ok()
            .filter(|number| (1..=8).contains(number))
            .map(Self)
    }

    /// Whether width and height change places.
    pub fn swaps_sides(self) -> bool {
        self.0 >= 5
    }

    /// As the EXIF block says. Absent, unknown and unreadable count as upright, everywhere alike,
    /// so that an area marked on a screen is the same area in a copy.
    pub(super) fn of_exif(block: Option<&[u8]>) -> Self {
        let Some(block) = block.filter(|block| block.len() <= LARGEST_BLOCK) else {
            return Self::UPRIGHT;
        };
        let read = Reader::new()
            .continue_on_error(true)
            .read_raw(block.to_vec())
            .or_else(|error| error.distill_partial_result(|_| ()));
        let Ok(exif) = read else { return Self::UPRIGHT };
        exif.get_field(Tag::Orientation, In::PRIMARY)
            .and_then(|field| field.value.get_uint(0))
            .and_then(Self::from_exif_number)
            .unwrap_or(Self::UPRIGHT)
    }

    pub(super) fn upright_size(self, stored: Size) -> Size {
        if self.swaps_sides() {
            stored.swapped()
        } else {
            stored
        }
    }

    /// Where edges of the upright picture lie in the stored one of the given size. The edges must
    /// lie in the upright picture.
    pub(super) fn to_stored(self, upright: Edges, stored: Size) -> Edges {
        let Edges {
            left,
            top,
            right,
            bottom,
        } = upright;
        let mut edges = if self.swaps_sides() {
            Edges {
                left: top,
                top: left,
                right: bottom,
                bottom: right,
            }
        } else {
            upright
        };
        if matches!(self.0, 2 | 3 | 7 | 8) {
            (edges.left, edges.right) = (
                stored.width.saturating_sub(edges.right),
                stored.width.saturating_sub(edges.left),
            );
        }
        if matches!(self.0, 3 | 4 | 6 | 7) {
            (edges.top, edges.bottom) = (
                stored.height.saturating_sub(edges.bottom),
                stored.height.saturating_sub(edges.top),
            );
        }
        edges
    }

    pub(super) fn turn_upright(self, pixels: RgbImage) -> RgbImage {
        let Some(turn) = image::metadata::Orientation::from_exif(self.0) else {
            return pixels;
        };
        let mut picture = DynamicImage::ImageRgb8(pixels);
        picture.apply_orientation(turn);
        picture.into_rgb8()
    }
}
