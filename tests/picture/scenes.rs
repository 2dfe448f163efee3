//! Draws the test pictures and writes them as cameras do.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Tag, Value};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::{Bytes, ImageEXIF};
use shutterslip::domain::photo::Area;
use shutterslip::picture::{CopyPlan, Limits, Notice};
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

pub const RED: [u8; 3] = [200, 40, 40];
pub const GREEN: [u8; 3] = [40, 160, 60];
pub const BLUE: [u8; 3] = [40, 60, 190];
pub const YELLOW: [u8; 3] = [220, 200, 60];

/// Four quarters in four colours, so that every turn and mirroring shows.
pub fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => YELLOW,
        })
    })
}

/// Leaves and grass: soft, greenish, noisy; nothing in it is red or purple.
pub fn meadow(width: u32, height: u32, seed: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = scattered(x, y, seed) % 24;
        let slope = (x * 40 / width.max(1) + y * 30 / height.max(1)) as u8;
        let noise = noise as u8;
        Rgb([
            60 + slope / 2 + noise / 2,
            110 + slope + noise,
            50 + slope / 2 + noise / 2,
        ])
    })
}

/// Somebody in a bright purple coat: noise that no meadow has.
pub fn paint_child(pixels: &mut RgbImage, area: Area, seed: u32) {
    for y in area.y..area.y + area.height {
        for x in area.x..area.x + area.width {
            let noise = (scattered(x, y, seed) % 80) as u8;
            pixels.put_pixel(x, y, Rgb([175 + noise, noise / 4, 175 + noise]));
        }
    }
}

pub fn scattered(x: u32, y: u32, seed: u32) -> u32 {
    let mut mixed = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca6b) ^ seed;
    mixed ^= mixed >> 15;
    mixed = mixed.wrapping_mul(0x2c1b_3c6d);
    mixed ^= mixed >> 12;
    mixed
}

#[derive(Clone, Copy, Debug)]
pub struct Writing {
    pub quality: i32,
    pub colour: Subsamp,
    pub progressive: bool,
}

impl Default for Writing {
    fn default() -> Self {
        Self {
            quality: 95,
            colour: Subsamp::None,
            progressive: false,
        }
    }
}

pub fn jpeg_as(pixels: &RgbImage, writing: Writing) -> Vec<u8> {
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(writing.quality).unwrap();
    compressor.set_subsamp(writing.colour).unwrap();
    compressor.set_progressive(writing.progressive).unwrap();
    compressor
        .compress_to_vec(Image {
            pixels: pixels.as_raw().as_slice(),
            width: pixels.width() as usize,
            pitch: pixels.width() as usize * 3,
            height: pixels.height() as usize,
            format: PixelFormat::RGB,
        })
        .unwrap()
}

pub fn jpeg(pixels: &RgbImage) -> Vec<u8> {
    jpeg_as(pixels, Writing::default())
}

pub fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn png(pixels: &RgbImage) -> Vec<u8> {
    written(&DynamicImage::ImageRgb8(pixels.clone()), ImageFormat::Png)
}

pub fn webp(pixels: &RgbImage) -> Vec<u8> {
    written(&DynamicImage::ImageRgb8(pixels.clone()), ImageFormat::WebP)
}

pub fn field(tag: Tag, value: Value) -> Field {
    Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    }
}

pub fn line(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

pub fn exif_block(fields: &[Field], preview: Option<&[u8]>) -> Vec<u8> {
    let mut writer = Writer::new();
    for field in fields {
        writer.push_field(field);
    }
    if let Some(preview) = preview {
        writer.set_jpeg(preview, In::THUMBNAIL);
    }
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, false).unwrap();
    block.into_inner()
}

pub fn with_exif(jpeg: &[u8], block: Vec<u8>) -> Vec<u8> {
    let mut parts = Jpeg::from_bytes(Bytes::copy_from_slice(jpeg)).unwrap();
    parts.set_exif(Some(Bytes::from(block)));
    parts.encoder().bytes().to_vec()
}

pub fn with_segment(jpeg: &[u8], marker: u8, body: Vec<u8>) -> Vec<u8> {
    let mut parts = Jpeg::from_bytes(Bytes::copy_from_slice(jpeg)).unwrap();
    let segment = JpegSegment::new_with_contents(marker, Bytes::from(body));
    parts.segments_mut().insert(1, segment);
    parts.encoder().bytes().to_vec()
}

pub fn oriented(jpeg: &[u8], number: u16) -> Vec<u8> {
    let block = exif_block(&[field(Tag::Orientation, Value::Short(vec![number]))], None);
    with_exif(jpeg, block)
}

/// How a camera held the given way stores the upright scene, straight from EXIF's table of which
/// visual side the stored row 0 and column 0 are.
pub fn stored_for(number: u16, upright: &RgbImage) -> RgbImage {
    let (width, height) = upright.dimensions();
    let (right, bottom) = (width - 1, height - 1);
    let (stored_width, stored_height) = if number >= 5 {
        (height, width)
    } else {
        (width, height)
    };
    RgbImage::from_fn(stored_width, stored_height, |column, row| {
        let (x, y) = match number {
            1 => (column, row),
            2 => (right - column, row),
            3 => (right - column, bottom - row),
            4 => (column, bottom - row),
            5 => (row, column),
            6 => (right - row, column),
            7 => (right - row, bottom - column),
            8 => (row, bottom - column),
            _ => panic!("EXIF knows 1 to 8"),
        };
        *upright.get_pixel(x, y)
    })
}

pub fn area(x: u32, y: u32, width: u32, height: u32) -> Area {
    Area {
        x,
        y,
        width,
        height,
    }
}

pub fn notice() -> Notice {
    Notice {
        copyright: "© Hillside Primary School".to_owned(),
        credit: Some("Photo: D. Okafor".to_owned()),
        usage_terms: "For the school's own pages. Do not copy.".to_owned(),
    }
}

/// The whole picture, nothing hidden, full size.
pub fn as_it_is() -> CopyPlan {
    CopyPlan {
        crop: None,
        patches: Vec::new(),
        faces: Vec::new(),
        longest_side: None,
        notice: notice(),
    }
}

pub fn limits() -> Limits {
    Limits::default()
}

/// The largest difference of any channel.
pub fn difference(a: Rgb<u8>, b: [u8; 3]) -> u8 {
    a.0.iter().zip(b).map(|(a, b)| a.abs_diff(b)).max().unwrap()
}

pub fn assert_alike(a: &RgbImage, b: &RgbImage, at_most: u8) {
    assert_eq!(a.dimensions(), b.dimensions());
    for (x, y, pixel) in a.enumerate_pixels() {
        let other = b.get_pixel(x, y).0;
        assert!(
            difference(*pixel, other) <= at_most,
            "{pixel:?} is not {other:?} at {x}, {y}"
        );
    }
}

pub fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
