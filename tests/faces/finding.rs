//! The finder that ships, on pictures made here.

use std::sync::OnceLock;

use image::{RgbImage, imageops};
use proptest::prelude::*;
use shutterslip::domain::photo::Area;
use shutterslip::faces::centerface::CenterFace;
use shutterslip::faces::{Effort, FaceFinder, FacesError};

use super::landscape::landscape;
use super::portraits::{FACE, astronaut, scaled, scattered, score};

pub fn finder() -> &'static CenterFace {
    static ONCE: OnceLock<CenterFace> = OnceLock::new();
    ONCE.get_or_init(|| CenterFace::open().unwrap())
}

fn areas(picture: &RgbImage, effort: Effort) -> Vec<Area> {
    let found = finder().find(picture, effort).unwrap();
    found.iter().map(|face| face.area).collect()
}

/// The astronaut's face in a picture of her that is that wide.
fn face_at(side: u32) -> Area {
    let at = |length: u32| (length * side / 512).max(1);
    Area {
        x: at(FACE.x),
        y: at(FACE.y),
        width: at(FACE.width),
        height: at(FACE.height),
    }
}

#[test]
fn a_face_is_found_at_every_size() {
    for side in [64, 150, 512, 900, 2000] {
        let picture = scaled(astronaut(), side, side);
        let found = areas(&picture, Effort::Usual);
        assert_eq!(score(&[face_at(side)], &found), (1, 0), "{side}: {found:?}");
    }
}

#[test]
fn a_face_that_fills_the_picture_is_found() {
    let close = imageops::crop_imm(astronaut(), 150, 30, 150, 170).to_image();
    let close = scaled(&close, 2400, 2720);
    let face = Area {
        x: (FACE.x - 150) * 16,
        y: (FACE.y - 30) * 16,
        width: FACE.width * 16,
        height: FACE.height * 16,
    };
    let (hits, _) = score(&[face], &areas(&close, Effort::Usual));
    assert_eq!(hits, 1);
}

#[test]
fn a_face_is_found_however_it_lies_when_looked_for_again() {
    let upright = scaled(astronaut(), 320, 320);
    let face = face_at(320);
    let lying = |x, y| Area {
        x,
        y,
        width: face.height,
        height: face.width,
    };
    let (right, below) = (320 - face.x - face.width, 320 - face.y - face.height);
    let turned = [
        (imageops::rotate90(&upright), lying(below, face.x)),
        (
            imageops::rotate180(&upright),
            Area {
                x: right,
                y: below,
                ..face
            },
        ),
        (imageops::rotate270(&upright), lying(face.y, right)),
    ];
    for (picture, face) in turned {
        let found = areas(&picture, Effort::LookAgain);
        assert_eq!(score(&[face], &found).0, 1, "{face:?}: {found:?}");
    }
}

#[test]
fn a_landscape_has_no_faces_at_any_effort() {
    let picture = landscape(1600, 1200);
    assert_eq!(areas(&picture, Effort::Usual), []);
    assert_eq!(areas(&landscape(640, 480), Effort::LookAgain), []);
}

#[test]
fn the_same_picture_has_the_same_boxes() {
    let picture = scaled(astronaut(), 700, 700);
    let first = finder().find(&picture, Effort::Usual).unwrap();
    assert_eq!(first.len(), 1);
    let another = CenterFace::open().unwrap();
    assert_eq!(first, another.find(&picture, Effort::Usual).unwrap());
    assert_eq!(first, finder().find(&picture, Effort::Usual).unwrap());
}

#[test]
fn a_damaged_model_is_an_error_and_never_a_picture_without_faces() {
    let whole = include_bytes!("../../models/centerface.onnx");
    assert!(CenterFace::with_model(whole).is_ok());
    for place in [0, 100, whole.len() / 2, whole.len() - 1] {
        let mut bytes = whole.to_vec();
        bytes[place] ^= 1;
        let opened = CenterFace::with_model(bytes.leak()).err();
        assert_eq!(opened, Some(FacesError::Damaged), "byte {place}");
    }
    let (part, _) = whole.split_at(whole.len() / 2);
    assert_eq!(
        CenterFace::with_model(part).err(),
        Some(FacesError::Damaged)
    );
    assert_eq!(CenterFace::with_model(&[]).err(), Some(FacesError::Damaged));
}

#[test]
fn no_picture_at_all_is_an_error() {
    let nothing = finder().find(&RgbImage::new(0, 10), Effort::Usual);
    assert_eq!(nothing, Err(FacesError::NoPicture));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Faces at the edge among them: the head is pasted so that it may be cut off.
    #[test]
    fn boxes_lie_inside_the_picture(
        width in 1_u32..700,
        height in 1_u32..700,
        side in 40_u32..600,
        left in -300_i64..400,
        top in -300_i64..400,
        seed: u32,
    ) {
        let mut picture = RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(scattered(x, y, seed) % 256) as u8; 3])
        });
        imageops::replace(&mut picture, &scaled(astronaut(), side, side), left, top);
        for face in finder().find(&picture, Effort::Usual).unwrap() {
            let Area { x, y, width: across, height: down } = face.area;
            prop_assert!(across > 0 && down > 0);
            prop_assert!(x + across <= width && y + down <= height, "{face:?}");
            prop_assert!(face.score > 0.3 && face.score <= 1.0);
        }
    }
}
