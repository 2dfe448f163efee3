//! How like a picture is to what it should be: structural similarity of brightness (Wang and others,
//! 2004), in windows of 8 × 8, against the same picture made slowly and with care.

use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::RgbImage;

/// The whole picture's pixels in another size: Lanczos in floating point, nothing scaled while it is
/// decoded, nothing rounded before the end.
pub fn reference(full: &RgbImage, width: u32, height: u32) -> RgbImage {
    let floats: Vec<u8> = full
        .as_raw()
        .iter()
        .flat_map(|value| (f32::from(*value) / 255.0).to_ne_bytes())
        .collect();
    let from = Image::from_vec_u8(full.width(), full.height(), floats, PixelType::F32x3).unwrap();
    let mut onto = Image::new(width, height, PixelType::F32x3);
    let options = ResizeOptions::new().use_alpha(false);
    Resizer::new().resize(&from, &mut onto, &options).unwrap();
    let values = onto.buffer().chunks_exact(4).map(|four| {
        let value = f32::from_ne_bytes([four[0], four[1], four[2], four[3]]);
        (value * 255.0).round().clamp(0.0, 255.0) as u8
    });
    RgbImage::from_raw(width, height, values.collect()).unwrap()
}

/// From -1 to 1, which is the same picture; only from that column on.
pub fn likeness(one: &RgbImage, other: &RgbImage, from_column: u32) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let (mut sum, mut windows) = (0.0, 0.0);
    for top in (0..=one.height() - 8).step_by(4) {
        for left in (from_column..=one.width() - 8).step_by(4) {
            sum += window(one, other, left, top);
            windows += 1.0;
        }
    }
    sum / windows
}

fn window(one: &RgbImage, other: &RgbImage, left: u32, top: u32) -> f64 {
    let (mut a, mut b, mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for y in top..top + 8 {
        for x in left..left + 8 {
            let (p, q) = (brightness(one, x, y), brightness(other, x, y));
            a += p;
            b += q;
            aa += p * p;
            bb += q * q;
            ab += p * q;
        }
    }
    let (a, b) = (a / 64.0, b / 64.0);
    let (va, vb, both) = (aa / 64.0 - a * a, bb / 64.0 - b * b, ab / 64.0 - a * b);
    let (c1, c2) = ((0.01_f64 * 255.0).powi(2), (0.03_f64 * 255.0).powi(2));
    (2.0 * a * b + c1) * (2.0 * both + c2) / ((a * a + b * b + c1) * (va + vb + c2))
}

fn brightness(picture: &RgbImage, x: u32, y: u32) -> f64 {
    let [red, green, blue] = picture.get_pixel(x, y).0.map(f64::from);
    0.299 * red + 0.587 * green + 0.114 * blue
}
