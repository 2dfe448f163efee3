//! A picture with nobody in it.

use image::{Rgb, RgbImage};

/// A drawn landscape: sky, hills, a sun, and nobody.
pub fn landscape(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (fx, fy) = (
            f64::from(x) / f64::from(width),
            f64::from(y) / f64::from(height),
        );
        let hill = 0.6 + 0.1 * (fx * 7.0).sin() + 0.04 * (fx * 23.0).cos();
        let sun = (fx - 0.8).hypot((fy - 0.2) * f64::from(height) / f64::from(width)) < 0.05;
        if sun {
            Rgb([250, 220, 90])
        } else if fy < hill {
            Rgb([130 + (fy * 90.0) as u8, 180 + (fy * 60.0) as u8, 230])
        } else {
            Rgb([70, 150 - ((fy - hill) * 150.0) as u8, 60])
        }
    })
}
