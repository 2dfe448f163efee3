//! What is hidden is gone. The strongest form: two originals that differ only in what is hidden
//! give the same copy, to the byte.

use image::RgbImage;
use shutterslip::domain::photo::Area;
use shutterslip::picture::{
    self, CHIN_PERCENT, CopyPlan, EARS_PERCENT, FILL, HAIR_PERCENT, MIN_MARGIN, PictureError, Reach,
};
use turbojpeg::Subsamp;

use super::scenes::*;

const SAMPLINGS: [Subsamp; 5] = [
    Subsamp::None,
    Subsamp::Sub2x1,
    Subsamp::Sub2x2,
    Subsamp::Sub1x2,
    Subsamp::Sub4x1,
];

fn with_child(child: Area, seed: u32) -> RgbImage {
    let mut scene = meadow(640, 420, 3);
    paint_child(&mut scene, child, seed);
    scene
}

fn hiding(child: Area, longest_side: Option<u32>) -> CopyPlan {
    CopyPlan {
        patches: vec![child],
        longest_side,
        ..as_it_is()
    }
}

#[test]
fn pictures_that_differ_only_in_what_is_hidden_leave_as_the_same_bytes() {
    let child = area(251, 133, 87, 111);
    for colour in SAMPLINGS {
        for progressive in [false, true] {
            let writing = Writing {
                quality: 88,
                colour,
                progressive,
            };
            let one = jpeg_as(&with_child(child, 1), writing);
            let other = jpeg_as(&meadow(640, 420, 3), writing);
            assert_ne!(one, other);
            for longest in [None, Some(500), Some(300), Some(150), Some(64), Some(9)] {
                let plan = hiding(child, longest);
                assert_eq!(
                    picture::public_copy(&one, &plan, &limits()).unwrap(),
                    picture::public_copy(&other, &plan, &limits()).unwrap(),
                    "{writing:?} at {longest:?}"
                );
            }
        }
    }
}

#[test]
fn no_colour_of_what_is_hidden_leaks_and_the_cover_is_flat() {
    let child = area(251, 133, 87, 111);
    for number in [1, 3, 6, 7] {
        for colour in [Subsamp::Sub2x2, Subsamp::Sub4x1] {
            let stored = stored_for(number, &with_child(child, 9));
            let writing = Writing {
                quality: 60,
                colour,
                progressive: false,
            };
            let bytes = oriented(&jpeg_as(&stored, writing), number);
            for longest in [None, Some(333), Some(160), Some(80)] {
                let copy =
                    picture::public_copy(&bytes, &hiding(child, longest), &limits()).unwrap();
                let shown = picture::open(&copy.jpeg, &limits()).unwrap().pixels;
                let seen = format!("{number} {colour:?} {longest:?}");
                assert_no_purple(&shown, &seen);
                assert_covered(&shown, child, 640, &seen);
            }
        }
    }
}

/// Every pixel that shows any of the area is fill, give or take the noise of JPEG.
fn assert_covered(shown: &RgbImage, hidden: Area, full_width: u32, seen: &str) {
    let at = |edge: u32| u64::from(edge) * u64::from(shown.width());
    let full = u64::from(full_width);
    let low = |edge: u32| (at(edge) / full) as u32;
    let high = |edge: u32, most: u32| (at(edge).div_ceil(full) as u32).min(most);
    for y in low(hidden.y)..high(hidden.y + hidden.height, shown.height()) {
        for x in low(hidden.x)..high(hidden.x + hidden.width, shown.width()) {
            let off = difference(*shown.get_pixel(x, y), FILL);
            assert!(off <= 10, "{seen}: {off} off the fill at {x}, {y}");
        }
    }
}

fn assert_no_purple(shown: &RgbImage, seen: &str) {
    for (x, y, pixel) in shown.enumerate_pixels() {
        let [red, green, blue] = pixel.0.map(i32::from);
        assert!(red.min(blue) - green < 24, "{seen}: {pixel:?} at {x}, {y}");
    }
}

#[test]
fn a_cover_grows_past_the_area_on_every_side() {
    let bytes = png(&meadow(600, 400, 4));
    // Small: the least margin counts. Large: the share of its longer side.
    for (hidden, margin) in [
        (area(300, 200, 20, 10), MIN_MARGIN),
        (area(200, 150, 300, 60), 45),
    ] {
        let copy = picture::public_copy(&bytes, &hiding(hidden, None), &limits()).unwrap();
        let shown = picture::open(&copy.jpeg, &limits()).unwrap().pixels;
        let grown = area(
            hidden.x - margin,
            hidden.y - margin,
            (hidden.width + 2 * margin).min(600 - hidden.x + margin),
            hidden.height + 2 * margin,
        );
        for (x, y) in [
            (grown.x, grown.y),
            (grown.x + grown.width - 1, grown.y),
            (grown.x, grown.y + grown.height - 1),
            (grown.x + grown.width - 1, grown.y + grown.height - 1),
        ] {
            assert!(
                difference(*shown.get_pixel(x, y), FILL) <= 40,
                "the corner {x}, {y}"
            );
        }
        assert!(difference(*shown.get_pixel(grown.x - 12, grown.y - 12), FILL) > 15);
    }
}

/// The face as people see it: hair is above it however the camera was held.
#[test]
fn the_cover_of_a_found_face_has_room_for_hair_ears_and_chin() {
    let face = area(280, 160, 120, 150);
    let up = face.height * HAIR_PERCENT / 100;
    let sides = face.height * EARS_PERCENT / 100;
    let down = (face.height * CHIN_PERCENT / 100).max(MIN_MARGIN);
    let covered = area(
        face.x - sides,
        face.y - up,
        face.width + 2 * sides,
        face.height + up + down,
    );
    let child = area(
        covered.x + 1,
        covered.y + 1,
        covered.width - 2,
        covered.height - 2,
    );
    for number in 1..=8 {
        let stored = stored_for(number, &with_child(child, 5));
        let bytes = oriented(&jpeg(&stored), number);
        let plan = CopyPlan {
            faces: vec![face],
            ..as_it_is()
        };
        let copy = picture::public_copy(&bytes, &plan, &limits()).unwrap();
        let shown = picture::open(&copy.jpeg, &limits()).unwrap().pixels;
        // Nothing of the child is seen anywhere, and the cover is flat but where JPEG mixes it with what
        // lies beside it: within a block.
        assert_no_purple(&shown, &format!("{number}"));
        let flat = area(
            covered.x + 16,
            covered.y + 16,
            covered.width - 32,
            covered.height - 32,
        );
        assert_covered(&shown, flat, 640, &format!("{number}"));
        for (x, y) in [
            (covered.x - 12, face.y),
            (covered.x + covered.width + 12, face.y),
            (face.x, covered.y - 12),
            (face.x, covered.y + covered.height + 12),
        ] {
            let off = difference(*shown.get_pixel(x, y), FILL);
            assert!(off > 15, "{number}: covered at {x}, {y}");
        }
    }
}

#[test]
fn a_found_face_outside_the_picture_or_of_nothing_is_no_cover() {
    for bad in [area(600, 10, 41, 20), area(10, 10, 0, 20)] {
        let plan = CopyPlan {
            faces: vec![bad],
            ..as_it_is()
        };
        let bytes = png(&meadow(640, 420, 3));
        assert!(picture::public_copy(&bytes, &plan, &limits()).is_err());
    }
}

#[test]
fn a_cover_at_the_edge_is_clipped_to_the_picture() {
    let bytes = png(&with_child(area(0, 0, 40, 40), 2));
    for hidden in [
        area(0, 0, 40, 40),
        area(600, 380, 40, 40),
        area(0, 100, 640, 1),
    ] {
        let copy = picture::public_copy(&bytes, &hiding(hidden, Some(320)), &limits()).unwrap();
        let shown = picture::open(&copy.jpeg, &limits()).unwrap().pixels;
        assert_covered(&shown, hidden, 640, "at the edge");
    }
}

#[test]
fn what_is_cropped_away_is_gone_to_the_byte() {
    let crop = area(37, 41, 211, 173);
    let mut one = meadow(640, 420, 3);
    // Right up to the crop's own edge.
    paint_child(&mut one, area(37 + 211, 0, 640 - 37 - 211, 420), 6);
    paint_child(&mut one, area(0, 0, 37, 420), 6);
    paint_child(&mut one, area(0, 0, 640, 41), 6);
    paint_child(&mut one, area(0, 41 + 173, 640, 420 - 41 - 173), 6);
    for longest in [None, Some(150), Some(33)] {
        let plan = CopyPlan {
            crop: Some(crop),
            longest_side: longest,
            ..as_it_is()
        };
        assert_eq!(
            picture::public_copy(&png(&one), &plan, &limits()).unwrap(),
            picture::public_copy(&png(&meadow(640, 420, 3)), &plan, &limits()).unwrap(),
        );
    }
}

#[test]
fn a_jpeg_cropped_and_scaled_shows_nothing_from_beyond_a_block() {
    let crop = area(160, 96, 320, 224);
    let mut one = meadow(640, 420, 3);
    // Outside the crop by less than a filter's reach when scaled, on the far side of a block.
    paint_child(&mut one, area(480, 0, 160, 420), 6);
    paint_child(&mut one, area(0, 0, 160, 420), 6);
    for number in 1..=8 {
        for longest in [Some(320), Some(160), Some(100), Some(40)] {
            let plan = CopyPlan {
                crop: Some(crop),
                longest_side: longest,
                ..as_it_is()
            };
            let bytes = oriented(&jpeg(&stored_for(number, &one)), number);
            let copy = picture::public_copy(&bytes, &plan, &limits()).unwrap();
            let shown = picture::open(&copy.jpeg, &limits()).unwrap().pixels;
            assert_no_purple(&shown, &format!("{number} at {longest:?}"));
        }
    }
}

#[test]
fn an_area_outside_the_picture_or_of_no_size_is_an_error() {
    // Sideways in the file: the upright picture is 64 wide and 112 high.
    let bytes = oriented(&jpeg(&quarters(112, 64)), 6);
    for bad in [
        area(0, 0, 65, 10),
        area(64, 0, 1, 1),
        area(0, 112, 1, 1),
        area(60, 0, 5, 1),
        area(0, 100, 1, 13),
        area(u32::MAX, 0, 1, 1),
        area(1, 1, u32::MAX, u32::MAX),
    ] {
        let plan = CopyPlan {
            crop: Some(bad),
            ..as_it_is()
        };
        assert_eq!(
            picture::public_copy(&bytes, &plan, &limits()).unwrap_err(),
            PictureError::OutsidePicture {
                reach: Reach::Crop,
                area: bad,
                width: 64,
                height: 112
            }
        );
        let plan = CopyPlan {
            patches: vec![area(1, 1, 2, 2), bad],
            ..as_it_is()
        };
        let error = picture::public_copy(&bytes, &plan, &limits()).unwrap_err();
        assert_eq!(
            error,
            PictureError::OutsidePicture {
                reach: Reach::Hidden(2),
                area: bad,
                width: 64,
                height: 112
            }
        );
        assert!(error.to_string().starts_with("hidden area 2 "), "{error}");
    }
    for nothing in [area(3, 3, 0, 5), area(3, 3, 5, 0), area(0, 0, 0, 0)] {
        let plan = CopyPlan {
            crop: Some(nothing),
            ..as_it_is()
        };
        let error = picture::public_copy(&bytes, &plan, &limits()).unwrap_err();
        assert!(matches!(
            error,
            PictureError::EmptyArea {
                reach: Reach::Crop,
                ..
            }
        ));
        let plan = CopyPlan {
            patches: vec![nothing],
            ..as_it_is()
        };
        let error = picture::public_copy(&bytes, &plan, &limits()).unwrap_err();
        assert!(matches!(
            error,
            PictureError::EmptyArea {
                reach: Reach::Hidden(1),
                ..
            }
        ));
    }
    let whole = CopyPlan {
        crop: Some(area(0, 0, 64, 112)),
        ..as_it_is()
    };
    assert!(picture::public_copy(&bytes, &whole, &limits()).is_ok());
}

#[test]
fn a_hidden_area_outside_the_crop_covers_nothing_of_it() {
    let bytes = png(&with_child(area(500, 300, 60, 60), 2));
    let crop = CopyPlan {
        crop: Some(area(0, 0, 300, 200)),
        ..as_it_is()
    };
    let both = CopyPlan {
        patches: vec![area(500, 300, 60, 60)],
        ..crop.clone()
    };
    assert_eq!(
        picture::public_copy(&bytes, &both, &limits()).unwrap(),
        picture::public_copy(&bytes, &crop, &limits()).unwrap()
    );
}

#[test]
fn covers_that_leave_nothing_to_see_are_an_error() {
    let bytes = jpeg(&quarters(64, 64));
    let all = hiding(area(20, 20, 20, 20), None);
    let error = picture::public_copy(&bytes, &all, &limits()).unwrap_err();
    assert_eq!(error, PictureError::NothingLeft);
}
