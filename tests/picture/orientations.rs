//! All eight orientations land upright, everywhere alike.

use image::RgbImage;
use shutterslip::picture::{self, CopyPlan, Format, Orientation};

use super::scenes::*;

const WIDTH: u32 = 112;
const HEIGHT: u32 = 64;

fn taken(number: u16) -> Vec<u8> {
    oriented(&jpeg(&stored_for(number, &quarters(WIDTH, HEIGHT))), number)
}

#[test]
fn all_eight_open_upright() {
    for number in 1..=8 {
        let bytes = taken(number);
        let header = picture::inspect(&bytes, &limits()).unwrap();
        assert_eq!(
            (header.width, header.height),
            (WIDTH, HEIGHT),
            "orientation {number}"
        );
        assert_eq!(header.format, Format::Jpeg);
        assert_eq!(u16::from(u8::from(header.orientation)), number);
        let upright = picture::open(&bytes, &limits()).unwrap();
        assert_alike(&upright.pixels, &quarters(WIDTH, HEIGHT), 6);
    }
}

#[test]
fn all_eight_show_upright_on_a_screen() {
    for number in 1..=8 {
        let small = picture::screen(&taken(number), &limits(), WIDTH / 2).unwrap();
        assert_eq!(small.dimensions(), (WIDTH / 2, HEIGHT / 2));
        assert_quarters(&small);
    }
}

#[test]
fn all_eight_leave_upright_and_cropped_where_it_was_drawn() {
    for number in 1..=8 {
        let plan = CopyPlan {
            crop: Some(area(8, 24, 48, 32)),
            ..as_it_is()
        };
        let copy = picture::public_copy(&taken(number), &plan, &limits()).unwrap();
        assert_eq!((copy.width, copy.height), (48, 32));
        let header = picture::inspect(&copy.jpeg, &limits()).unwrap();
        assert_eq!(header.orientation, Orientation::UPRIGHT);
        let shown = picture::open(&copy.jpeg, &limits()).unwrap().pixels;
        // Red above, blue below: the left half of the scene, around its middle.
        assert!(
            difference(*shown.get_pixel(20, 2), RED) < 12,
            "orientation {number}"
        );
        assert!(
            difference(*shown.get_pixel(20, 29), BLUE) < 12,
            "orientation {number}"
        );
        assert!(
            difference(*shown.get_pixel(46, 2), RED) < 30,
            "orientation {number}"
        );
    }
}

#[test]
fn png_and_webp_are_turned_too() {
    use img_parts::{Bytes, ImageEXIF, png::Png, webp::WebP};
    let stored = stored_for(6, &quarters(WIDTH, HEIGHT));
    let block = exif_block(
        &[field(exif::Tag::Orientation, exif::Value::Short(vec![6]))],
        None,
    );
    let mut as_png = Png::from_bytes(Bytes::from(png(&stored))).unwrap();
    as_png.set_exif(Some(Bytes::from(block.clone())));
    let opened = picture::open(&as_png.encoder().bytes(), &limits()).unwrap();
    assert_eq!(opened.pixels, quarters(WIDTH, HEIGHT));

    let mut as_webp = WebP::from_bytes(Bytes::from(webp(&stored))).unwrap();
    as_webp.set_exif(Some(Bytes::from(block)));
    let opened = picture::open(&as_webp.encoder().bytes(), &limits()).unwrap();
    assert_eq!(opened.pixels, quarters(WIDTH, HEIGHT));
}

#[test]
fn an_unknown_orientation_is_upright_everywhere() {
    for number in [0, 9, 300] {
        let bytes = oriented(&jpeg(&quarters(WIDTH, HEIGHT)), number);
        let header = picture::inspect(&bytes, &limits()).unwrap();
        assert_eq!(header.orientation, Orientation::UPRIGHT);
        assert_alike(
            &picture::open(&bytes, &limits()).unwrap().pixels,
            &quarters(WIDTH, HEIGHT),
            6,
        );
    }
}

#[test]
fn a_screen_never_enlarges() {
    let bytes = jpeg(&quarters(WIDTH, HEIGHT));
    for side in [WIDTH, WIDTH + 1, 5_000, u32::MAX] {
        let shown = picture::screen(&bytes, &limits(), side).unwrap();
        assert_eq!(shown.dimensions(), (WIDTH, HEIGHT));
    }
    assert_eq!(
        picture::screen(&bytes, &limits(), 1).unwrap().dimensions(),
        (1, 1)
    );
    assert!(picture::screen(&bytes, &limits(), 0).is_err());
}

fn assert_quarters(pixels: &RgbImage) {
    let (width, height) = pixels.dimensions();
    let at = |x: u32, y: u32| *pixels.get_pixel(width * x / 4, height * y / 4);
    assert!(difference(at(1, 1), RED) < 12);
    assert!(difference(at(3, 1), GREEN) < 12);
    assert!(difference(at(1, 3), BLUE) < 12);
    assert!(difference(at(3, 3), YELLOW) < 12);
}
