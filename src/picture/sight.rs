//! What a picture looks like, from pixels that were read already. Reads no file, and finds nobody.

use std::sync::OnceLock;

use image::RgbImage;
use image::imageops::crop_imm;
use image_hasher::{HashAlg, Hasher, HasherConfig};

use super::encode::made_smaller;
use super::frame::Size;
use crate::domain::sight::Sight;

/// Longest side at which a picture is read to be looked at; finer pixels do as well.
pub const SIGHT_SIDE: u32 = 512;

/// Both looks are taken from pixels of this longest side: six times as fine as what is compared.
const LOOK_SIDE: u32 = 192;
/// Bits on each side of a look.
const BITS: u32 = 16;
/// Standard deviation of brightness, of 255, below which there is next to nothing to see.
const NEARLY_BLANK: f64 = 4.0;

/// What the picture looks like; `None` where it is all of one tone, like a lens cap or a blank page.
pub fn sight_of(pixels: &RgbImage) -> Option<Sight> {
    let (width, height) = pixels.dimensions();
    let small = made_smaller(pixels, Size { width, height }.within(LOOK_SIDE)).ok()?;
    let (width, height) = small.dimensions();
    let side = width.min(height);
    if side == 0 || is_nearly_blank(&small) {
        return None;
    }
    let (left, top) = ((width - side) / 2, (height - side) / 2);
    let middle = crop_imm(&small, left, top, side, side).to_image();
    let look = |image: &RgbImage| hex::encode(hasher().hash_image(image).as_bytes());
    Some(Sight {
        whole: look(&small),
        middle: look(&middle),
    })
}

fn hasher() -> &'static Hasher {
    static HASHER: OnceLock<Hasher> = OnceLock::new();
    HASHER.get_or_init(|| {
        HasherConfig::new()
            .hash_size(BITS, BITS)
            .hash_alg(HashAlg::Median)
            .preproc_dct()
            .to_hasher()
    })
}

fn is_nearly_blank(pixels: &RgbImage) -> bool {
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
    for pixel in pixels.pixels() {
        let [red, green, blue] = pixel.0.map(f64::from);
        let light = 0.299 * red + 0.587 * green + 0.114 * blue;
        sum += light;
        squares += light * light;
        count += 1.0;
    }
    let mean = sum / count;
    (squares / count - mean * mean).max(0.0).sqrt() < NEARLY_BLANK
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sight::DIGITS;

    #[test]
    fn a_blank_page_looks_like_nothing() {
        let grey = RgbImage::from_fn(640, 480, |x, _| image::Rgb([120 + (x % 3) as u8; 3]));
        assert_eq!(sight_of(&grey), None);
        assert_eq!(sight_of(&RgbImage::new(0, 0)), None);
    }

    #[test]
    fn a_look_has_as_many_digits_as_are_compared() {
        let slope = RgbImage::from_fn(300, 200, |x, y| image::Rgb([(x / 2) as u8, y as u8, 9]));
        let sight = sight_of(&slope).unwrap();
        assert_eq!((sight.whole.len(), sight.middle.len()), (DIGITS, DIGITS));
        assert_eq!(sight.distance(&sight), Some(0));
    }
}
