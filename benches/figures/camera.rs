//! A 12 MP photograph as a camera would write it: twelve times the sample's astronaut, enlarged, with
//! the noise of a sensor, at quality 92 in 4:2:0, in Display P3, which phones and tablets write.

use image::{Rgb, RgbImage, imageops};
use img_parts::jpeg::Jpeg;
use img_parts::{Bytes, ImageICC};
use turbojpeg::Subsamp;

use super::portraits::{astronaut, scaled, scattered};

pub const WIDTH: u32 = 4000;
pub const HEIGHT: u32 = 3000;

pub fn photograph() -> Vec<u8> {
    let one = scaled(astronaut(), 1000, 1000);
    let mirrored = imageops::flip_horizontal(&one);
    let mut pixels = RgbImage::new(WIDTH, HEIGHT);
    for number in 0..12_u32 {
        let (column, row) = (number % 4, number / 4);
        let tile = if (column + row) % 2 == 0 {
            &one
        } else {
            &mirrored
        };
        let (x, y) = (column * 1000, row * 1000);
        imageops::replace(&mut pixels, tile, i64::from(x), i64::from(y));
    }
    for (x, y, pixel) in pixels.enumerate_pixels_mut() {
        let Rgb(channels) = pixel;
        for (channel, value) in (0..).zip(channels.iter_mut()) {
            *value = (i32::from(*value) + noise(x, y, channel)).clamp(0, 255) as u8;
        }
    }
    let plain = turbojpeg::compress_image(&pixels, 92, Subsamp::Sub2x2).unwrap();
    let mut jpeg = Jpeg::from_bytes(Bytes::copy_from_slice(&plain)).unwrap();
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    jpeg.set_icc_profile(Some(Bytes::from(profile)));
    jpeg.encoder().bytes().to_vec()
}

/// About normal, with a deviation of 6: the file is as large as a tablet's.
fn noise(x: u32, y: u32, channel: u32) -> i32 {
    let mixed = scattered(x, y, 0x51ed + channel);
    let sum: u32 = mixed.to_le_bytes().into_iter().map(u32::from).sum();
    // Four bytes: mean 510, deviation 148.
    (sum as i32 - 510) * 6 / 148
}
