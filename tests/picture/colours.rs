//! Whatever colours a file is made of, they come out as sRGB.

use image::{DynamicImage, GrayImage, ImageBuffer, ImageFormat, Luma, Rgb, RgbImage, Rgba};
use img_parts::jpeg::Jpeg;
use img_parts::{Bytes, ImageICC};
use moxcms::{ColorProfile, Layout, TransformOptions};
use shutterslip::picture;
use turbojpeg::{Colorspace, Compressor, Image, PixelFormat, Subsamp};

use super::scenes::*;

fn with_profile(jpeg: &[u8], profile: Vec<u8>) -> Vec<u8> {
    let mut parts = Jpeg::from_bytes(Bytes::copy_from_slice(jpeg)).unwrap();
    parts.set_icc_profile(Some(Bytes::from(profile)));
    parts.encoder().bytes().to_vec()
}

fn only_colour(bytes: &[u8]) -> Rgb<u8> {
    *picture::open(bytes, &limits())
        .unwrap()
        .pixels
        .get_pixel(8, 8)
}

#[test]
fn display_p3_becomes_srgb_in_every_way_out() {
    let p3 = ColorProfile::new_display_p3();
    let srgb = ColorProfile::new_srgb();
    // A colour inside sRGB, written as Display P3 numbers.
    let wanted = [190, 70, 60];
    let mut stored = [0; 3];
    srgb.create_transform_8bit(Layout::Rgb, &p3, Layout::Rgb, TransformOptions::default())
        .unwrap()
        .transform(&wanted, &mut stored)
        .unwrap();
    assert!(
        difference(Rgb(stored), wanted) > 8,
        "the profiles differ visibly"
    );
    let scene = RgbImage::from_pixel(16, 16, Rgb(stored));
    let bytes = with_profile(&jpeg(&scene), p3.encode().unwrap());

    assert!(difference(only_colour(&bytes), wanted) <= 4);
    let shown = picture::screen(&bytes, &limits(), 4).unwrap();
    assert!(difference(*shown.get_pixel(1, 1), wanted) <= 4);
    let copy = picture::public_copy(&bytes, &as_it_is(), &limits()).unwrap();
    assert!(difference(only_colour(&copy.jpeg), wanted) <= 6);
}

#[test]
fn a_png_brings_its_profile_too() {
    let scene = RgbImage::from_pixel(16, 16, Rgb([200, 60, 60]));
    let mut parts = img_parts::png::Png::from_bytes(Bytes::from(png(&scene))).unwrap();
    let p3 = ColorProfile::new_display_p3().encode().unwrap();
    parts.set_icc_profile(Some(Bytes::from(p3)));
    let seen = only_colour(&parts.encoder().bytes());
    assert!(
        seen.0[0] > 208,
        "wider reds become redder in sRGB: {seen:?}"
    );
}

#[test]
fn srgb_by_another_name_changes_nothing() {
    let plain = jpeg(&quarters(32, 32));
    let named = with_profile(&plain, ColorProfile::new_srgb().encode().unwrap());
    assert_eq!(
        picture::open(&plain, &limits()).unwrap(),
        picture::open(&named, &limits()).unwrap()
    );
}

#[test]
fn a_broken_foreign_or_huge_profile_is_passed_over() {
    let plain = jpeg(&quarters(32, 32));
    let opened = picture::open(&plain, &limits()).unwrap();
    let mut cut = ColorProfile::new_display_p3().encode().unwrap();
    cut.truncate(150);
    let mut torn = ColorProfile::new_display_p3().encode().unwrap();
    for byte in torn.iter_mut().skip(130) {
        *byte = !*byte;
    }
    let lab = ColorProfile::new_lab().encode().unwrap_or_default();
    let huge = vec![7; 5 * 1024 * 1024];
    for (place, profile) in [cut, torn, lab, huge, vec![1]].into_iter().enumerate() {
        let bytes = with_profile(&plain, profile);
        assert_eq!(
            picture::open(&bytes, &limits()).as_ref(),
            Ok(&opened),
            "profile {place}"
        );
    }
    // A profile of which parts are missing.
    let lonely = [b"ICC_PROFILE\0".as_slice(), &[2, 3], &[9; 40]].concat();
    let bytes = with_segment(&plain, 0xe2, lonely);
    assert_eq!(picture::open(&bytes, &limits()).unwrap(), opened);
}

fn inks(colour: [u8; 4], space: Colorspace) -> Vec<u8> {
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(97).unwrap();
    compressor.set_subsamp(Subsamp::None).unwrap();
    compressor.set_colorspace(space).unwrap();
    let pixels = colour.repeat(16 * 16);
    compressor
        .compress_to_vec(Image {
            pixels: pixels.as_slice(),
            width: 16,
            pitch: 64,
            height: 16,
            format: PixelFormat::CMYK,
        })
        .unwrap()
}

#[test]
fn cmyk_and_ycck_as_adobe_writes_them_open_in_their_colours() {
    for space in [Colorspace::CMYK, Colorspace::YCCK] {
        // Upside down, as the Adobe marker says: magenta and yellow in full make red.
        let red = inks([255, 10, 20, 255], space);
        assert!(difference(only_colour(&red), [255, 10, 20]) <= 8);
        let dark = inks([255, 255, 255, 60], space);
        assert!(difference(only_colour(&dark), [60, 60, 60]) <= 8);
        let copy = picture::public_copy(&red, &as_it_is(), &limits()).unwrap();
        assert!(difference(only_colour(&copy.jpeg), [255, 10, 20]) <= 12);
        assert!(picture::screen(&red, &limits(), 4).is_ok());
    }
}

#[test]
fn cmyk_without_adobes_marker_is_taken_as_inks() {
    let mut parts =
        Jpeg::from_bytes(Bytes::from(inks([0, 245, 235, 0], Colorspace::CMYK))).unwrap();
    parts.remove_segments_by_marker(0xee);
    let seen = only_colour(&parts.encoder().bytes());
    assert!(difference(seen, [255, 10, 20]) <= 8, "{seen:?}");
}

#[test]
fn sixteen_bits_grey_and_palettes_open() {
    let deep = ImageBuffer::from_pixel(16, 16, Rgb([65_535_u16, 32_896, 0]));
    let bytes = written(&DynamicImage::ImageRgb16(deep), ImageFormat::Png);
    assert_eq!(only_colour(&bytes), Rgb([255, 128, 0]));

    let grey = ImageBuffer::from_pixel(16, 16, Luma([25_700_u16]));
    let bytes = written(&DynamicImage::ImageLuma16(grey), ImageFormat::Png);
    assert_eq!(only_colour(&bytes), Rgb([100, 100, 100]));

    let grey = GrayImage::from_pixel(16, 16, Luma([77]));
    let bytes = written(&DynamicImage::ImageLuma8(grey), ImageFormat::Png);
    assert_eq!(only_colour(&bytes), Rgb([77, 77, 77]));

    let mut compressor = Compressor::new().unwrap();
    compressor.set_subsamp(Subsamp::Gray).unwrap();
    let bytes = compressor
        .compress_to_vec(Image {
            pixels: [90_u8; 256].as_slice(),
            width: 16,
            pitch: 16,
            height: 16,
            format: PixelFormat::GRAY,
        })
        .unwrap();
    assert!(difference(only_colour(&bytes), [90, 90, 90]) <= 2);
    // Grey with a profile of its own: linear light is lighter in sRGB.
    let linear = ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
    let seen = only_colour(&with_profile(&bytes, linear));
    assert!(seen.0[0] > 140 && seen.0[0] == seen.0[2], "{seen:?}");
}

#[test]
fn transparency_lies_on_white_and_what_was_invisible_stays_so() {
    let clear = ImageBuffer::from_pixel(16, 16, Rgba([200_u8, 0, 0, 0]));
    let half = ImageBuffer::from_pixel(16, 16, Rgba([200_u8, 0, 0, 128]));
    let deep = ImageBuffer::from_pixel(16, 16, Rgba([51_400_u16, 0, 0, 0]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let bytes = written(&DynamicImage::ImageRgba8(clear.clone()), format);
        assert_eq!(only_colour(&bytes), Rgb([255, 255, 255]));
        let bytes = written(&DynamicImage::ImageRgba8(half.clone()), format);
        assert!(difference(only_colour(&bytes), [227, 127, 127]) <= 1);
    }
    let bytes = written(&DynamicImage::ImageRgba16(deep), ImageFormat::Png);
    assert_eq!(only_colour(&bytes), Rgb([255, 255, 255]));
}

#[test]
fn progressive_and_subsampled_jpegs_open_alike() {
    let scene = quarters(64, 48);
    for colour in [
        Subsamp::None,
        Subsamp::Sub2x1,
        Subsamp::Sub2x2,
        Subsamp::Sub4x1,
    ] {
        for progressive in [false, true] {
            let bytes = jpeg_as(
                &scene,
                Writing {
                    colour,
                    progressive,
                    quality: 95,
                },
            );
            let opened = picture::open(&bytes, &limits()).unwrap();
            assert!(difference(*opened.pixels.get_pixel(8, 8), RED) <= 8);
            assert!(difference(*opened.pixels.get_pixel(56, 40), YELLOW) <= 8);
        }
    }
}
