//! Pictures of nobody, each unlike the others as photographs are: light from somewhere, and things of
//! many sizes. And what a site makes of a picture that it is given.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::{Rgb, RgbImage};

/// Another picture for every number, so many pixels wide.
pub fn scene(number: u32, width: u32) -> RgbImage {
    let mut state = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xd1b5_4a32_d192_ed03;
    let mut next = move |below: u32| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as u32 % below
    };
    let (across, down) = (96_u32, 72_u32);
    let corners: [[u32; 3]; 4] = std::array::from_fn(|_| std::array::from_fn(|_| 40 + next(180)));
    let mut small = RgbImage::from_fn(across, down, |x, y| {
        let mix = |channel: usize| {
            let top = corners[0][channel] * (across - x) + corners[1][channel] * x;
            let bottom = corners[2][channel] * (across - x) + corners[3][channel] * x;
            (top * (down - y) + bottom * y) / (across * down)
        };
        Rgb([mix(0) as u8, mix(1) as u8, mix(2) as u8])
    });
    for _ in 0..14 {
        let (middle_x, middle_y) = (next(across) as i32, next(down) as i32);
        let (half_x, half_y) = (3 + next(22) as i32, 3 + next(22) as i32);
        let colour = Rgb([next(256) as u8, next(256) as u8, next(256) as u8]);
        for (x, y, pixel) in small.enumerate_pixels_mut() {
            let (dx, dy) = (x as i32 - middle_x, y as i32 - middle_y);
            if (dx * half_y).pow(2) + (dy * half_x).pow(2) < (half_x * half_y).pow(2) {
                *pixel = colour;
            }
        }
    }
    resized(&small, width, width * 3 / 4)
}

/// As a JPEG of this quality.
pub fn jpeg(picture: &RgbImage, quality: i32) -> Vec<u8> {
    let image = turbojpeg::Image {
        pixels: picture.as_raw().as_slice(),
        width: picture.width() as usize,
        pitch: picture.width() as usize * 3,
        height: picture.height() as usize,
        format: turbojpeg::PixelFormat::RGB,
    };
    turbojpeg::compress(image, quality, turbojpeg::Subsamp::Sub2x2)
        .unwrap()
        .to_vec()
}

/// A site's smaller version of a picture: so many pixels wide, compressed as WordPress does.
pub fn as_on_a_site(picture: &[u8], width: u32) -> Vec<u8> {
    let whole: RgbImage = turbojpeg::decompress_image(picture).unwrap();
    let height = (width * whole.height()).div_ceil(whole.width());
    jpeg(&resized(&whole, width, height), 82)
}

/// By Lanczos, as sites do it.
pub fn resized(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (from_width, from_height) = picture.dimensions();
    let from = ImageRef::new(from_width, from_height, picture.as_raw(), PixelType::U8x3).unwrap();
    let mut onto = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().use_alpha(false);
    Resizer::new().resize(&from, &mut onto, &options).unwrap();
    RgbImage::from_raw(width, height, onto.into_vec()).unwrap()
}
