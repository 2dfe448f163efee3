//! The main pages beside how they looked when a person last looked at them, half as large. A page that
//! changed on purpose is looked at and renewed by `make golden`; one that changed by itself fails.

use std::path::PathBuf;

use image::imageops::FilterType;
use image::{Rgb, RgbImage};

use super::drawing::{Scene, scenes};

/// Pages that are held to their look.
const HELD: &[&str] = &["lock", "camera", "tag", "to-tag", "office-staff"];

/// A pixel may differ by so much in a colour, of 255: a rounding, not another colour.
const TOLERANCE: u8 = 24;

/// One pixel in so many may differ by more: the edge of a letter, not a word.
const ONE_IN: usize = 400;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/kiosk/golden")
}

fn drawn(scene: &Scene) -> RgbImage {
    let tablet = (scene.show)();
    // Little pictures come by themselves.
    super::review::pictures_come(&tablet);
    let whole = image::DynamicImage::ImageRgba8(tablet.snapshot());
    whole
        .resize_exact(640, 400, FilterType::Triangle)
        .into_rgb8()
}

/// How many pixels differ by more than may be.
fn differing(one: &RgbImage, other: &RgbImage) -> usize {
    let far = |(one, other): (&Rgb<u8>, &Rgb<u8>)| {
        let mut pairs = one.0.iter().zip(other.0.iter());
        pairs.any(|(one, other)| one.abs_diff(*other) > TOLERANCE)
    };
    one.pixels()
        .zip(other.pixels())
        .filter(|pair| far(*pair))
        .count()
}

fn is_alike(one: &RgbImage, other: &RgbImage) -> bool {
    let all = one.pixels().len();
    one.dimensions() == other.dimensions() && differing(one, other) * ONE_IN <= all
}

#[test]
fn the_main_pages_look_as_they_did_when_a_person_last_looked() {
    let renews = std::env::var_os("GOLDEN").is_some_and(|wish| wish == "renew");
    let mut changed = Vec::new();
    for scene in scenes().iter().filter(|scene| HELD.contains(&scene.name)) {
        let file = folder().join(format!("{}.png", scene.name));
        let now = drawn(scene);
        if renews {
            std::fs::create_dir_all(folder()).unwrap();
            now.save(&file).unwrap();
            continue;
        }
        let held = image::open(&file).map(image::DynamicImage::into_rgb8);
        if held.is_ok_and(|held| is_alike(&held, &now)) {
            continue;
        }
        let aside = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.png", scene.name));
        now.save(&aside).unwrap();
        changed.push(scene.name);
    }
    assert!(
        changed.is_empty(),
        "{changed:?} look otherwise; they lie in target/tmp. Look at them, and if they are right, run \
         `make golden`"
    );
}

#[test]
fn every_page_that_is_held_is_drawn() {
    let drawn: Vec<&str> = scenes().iter().map(|scene| scene.name).collect();
    for name in HELD {
        assert!(drawn.contains(name), "there is no scene `{name}`");
    }
}

#[test]
fn a_word_that_moved_or_a_colour_that_changed_is_seen() {
    let paper = RgbImage::from_pixel(640, 400, Rgb([250, 248, 244]));
    let mut word = paper.clone();
    for x in 100..160 {
        for y in 100..114 {
            word.put_pixel(x, y, Rgb([28, 36, 48]));
        }
    }
    let other_paper = RgbImage::from_pixel(640, 400, Rgb([250, 220, 244]));
    assert!(is_alike(&paper, &paper));
    assert!(!is_alike(&paper, &word));
    assert!(!is_alike(&paper, &other_paper));
}
