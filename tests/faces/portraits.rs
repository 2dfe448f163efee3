//! Group pictures made at run time: one public-domain portrait (the astronaut of the sample, NASA),
//! many times, at chosen sizes, mirrored and brighter or darker, on a soft background. Says where
//! every face is. Used by the tests and by benches/recall.rs.

use std::sync::OnceLock;

use fast_image_resize::images::Image;
use fast_image_resize::{IntoImageView, PixelType, ResizeOptions, Resizer};
use image::{Rgb, RgbImage, imageops};
use shutterslip::domain::photo::Area;
use shutterslip::picture::{self, Limits};

/// The face in the astronaut's picture, from hairline to chin.
pub const FACE: Area = Area {
    x: 178,
    y: 60,
    width: 94,
    height: 122,
};

/// What is pasted of it: head and shoulders.
const HEAD: Area = Area {
    x: 40,
    y: 0,
    width: 360,
    height: 400,
};

/// The whole astronaut, 512 × 512.
pub fn astronaut() -> &'static RgbImage {
    static ONCE: OnceLock<RgbImage> = OnceLock::new();
    ONCE.get_or_init(|| {
        let jpeg = include_bytes!("../../assets/sample/astronaut.jpg");
        picture::open(jpeg, &Limits::default()).unwrap().pixels
    })
}

/// The same at another size.
pub fn scaled(pixels: &RgbImage, width: u32, height: u32) -> RgbImage {
    assert_eq!(pixels.pixel_type(), Some(PixelType::U8x3));
    let mut onto = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().use_alpha(false);
    Resizer::new().resize(pixels, &mut onto, &options).unwrap();
    RgbImage::from_raw(width, height, onto.into_vec()).unwrap()
}

/// A picture, and where its faces are.
pub struct Group {
    pub pixels: RgbImage,
    pub faces: Vec<Area>,
}

/// As many portraits, face heights in turn, evenly spread over a picture of that size.
pub fn group(width: u32, height: u32, count: u32, heights: &[u32], seed: u32) -> Group {
    let mut pixels = meadow(width, height, seed);
    let mut faces = Vec::new();
    let columns = (1..).find(|n| n * n * height >= count * width).unwrap();
    let rows = count.div_ceil(columns);
    let (cell_wide, cell_high) = (width / columns, height / rows);
    for number in 0..count {
        let face_high = heights[number as usize % heights.len()];
        let chance = scattered(number, seed, 7);
        let (head, face) = portrait(face_high, chance);
        let free_x = cell_wide - head.width();
        let free_y = cell_high - head.height();
        let x = number % columns * cell_wide + scattered(number, seed, 8) % (free_x + 1);
        let y = number / columns * cell_high + scattered(number, seed, 9) % (free_y + 1);
        imageops::replace(&mut pixels, &head, i64::from(x), i64::from(y));
        faces.push(Area {
            x: x + face.x,
            y: y + face.y,
            ..face
        });
    }
    Group { pixels, faces }
}

/// A head whose face is that high, and where in it the face is.
fn portrait(face_high: u32, chance: u32) -> (RgbImage, Area) {
    let scale = f64::from(face_high) / f64::from(FACE.height);
    let at = |length: u32| ((f64::from(length) * scale).round() as u32).max(1);
    let head = imageops::crop_imm(astronaut(), HEAD.x, HEAD.y, HEAD.width, HEAD.height).to_image();
    let mut head = scaled(&head, at(HEAD.width), at(HEAD.height));
    let mut face = Area {
        x: at(FACE.x - HEAD.x),
        y: at(FACE.y - HEAD.y),
        width: at(FACE.width),
        height: at(FACE.height),
    };
    if chance.is_multiple_of(2) {
        imageops::flip_horizontal_in_place(&mut head);
        face.x = head.width() - face.x - face.width;
    }
    // From two thirds of the light to a quarter more.
    let light = 170 + (chance >> 4) % 150;
    for value in head.iter_mut() {
        *value = (u32::from(*value) * light / 255).min(255) as u8;
    }
    (head, face)
}

pub fn meadow(width: u32, height: u32, seed: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = (scattered(x, y, seed) % 16) as u8;
        let slope = (x * 40 / width + y * 30 / height) as u8;
        Rgb([
            70 + slope / 2 + noise,
            100 + slope + noise,
            60 + slope / 2 + noise,
        ])
    })
}

pub fn scattered(x: u32, y: u32, seed: u32) -> u32 {
    let mut mixed = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca6b) ^ seed;
    mixed ^= mixed >> 15;
    mixed = mixed.wrapping_mul(0x2c1b_3c6d);
    mixed ^ (mixed >> 12)
}

/// How many of the faces were found, each by a box of its own, and how many boxes are of no face.
pub fn score(faces: &[Area], found: &[Area]) -> (usize, usize) {
    let mut left: Vec<&Area> = found.iter().collect();
    let mut hits = 0;
    for face in faces {
        if let Some(place) = left.iter().position(|area| is_on(area, face)) {
            left.remove(place);
            hits += 1;
        }
    }
    (hits, left.len())
}

/// Centred on the face, and neither three times its height nor a third of it.
fn is_on(found: &Area, face: &Area) -> bool {
    let centre = (found.x + found.width / 2, found.y + found.height / 2);
    (face.x..face.x + face.width).contains(&centre.0)
        && (face.y..face.y + face.height).contains(&centre.1)
        && found.height < face.height * 3
        && found.height * 3 > face.height
}
