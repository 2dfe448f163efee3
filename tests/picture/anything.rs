//! Whatever comes in: no panic, no picture that is not whole, and what is hidden stays covered.

use std::sync::LazyLock;

use proptest::prelude::*;
use shutterslip::domain::photo::Area;
use shutterslip::picture::{self, CopyPlan, FILL, Limits, PictureError};
use turbojpeg::Subsamp;

use super::scenes::*;

const WIDTH: u32 = 260;
const HEIGHT: u32 = 170;

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A rectangle that lies in the picture.
fn inside() -> impl Strategy<Value = Area> {
    (0..WIDTH, 0..HEIGHT).prop_flat_map(|(x, y)| {
        (1..=WIDTH - x, 1..=HEIGHT - y).prop_map(move |(width, height)| area(x, y, width, height))
    })
}

/// A small one, as a face is.
fn face() -> impl Strategy<Value = Area> {
    (0..WIDTH - 30, 0..HEIGHT - 30, 1..30_u32, 1..30_u32)
        .prop_map(|(x, y, width, height)| area(x, y, width, height))
}

fn any_area() -> impl Strategy<Value = Area> {
    let edge = || prop_oneof![0..400_u32, Just(0), Just(u32::MAX)];
    (edge(), edge(), edge(), edge()).prop_map(|(x, y, width, height)| area(x, y, width, height))
}

fn sampling() -> impl Strategy<Value = Subsamp> {
    prop::sample::select(vec![
        Subsamp::None,
        Subsamp::Sub2x1,
        Subsamp::Sub2x2,
        Subsamp::Sub4x1,
    ])
}

proptest! {
    #![proptest_config(settings(96))]

    #[test]
    fn what_is_hidden_changes_nothing_in_the_copy(
        faces in prop::collection::vec(face(), 1..4),
        crop in prop::option::of(inside()),
        longest_side in prop::option::of(1..300_u32),
        number in 1..=8_u16,
        colour in sampling(),
        quality in 30..98_i32,
        seed in any::<u32>(),
    ) {
        let scene = meadow(WIDTH, HEIGHT, 7);
        let mut peopled = scene.clone();
        for face in &faces {
            paint_child(&mut peopled, *face, seed);
        }
        let writing = Writing { quality, colour, progressive: seed % 2 == 0 };
        let take = |upright| oriented(&jpeg_as(&stored_for(number, upright), writing), number);
        let plan = CopyPlan { crop, patches: faces.clone(), faces: Vec::new(), longest_side, notice: notice() };
        let with = picture::public_copy(&take(&peopled), &plan, &limits());
        let without = picture::public_copy(&take(&scene), &plan, &limits());
        prop_assert_eq!(&with, &without);
        match with {
            Err(error) => prop_assert_eq!(error, PictureError::NothingLeft),
            Ok(copy) => assert_faces_covered(&copy, &plan),
        }
    }

    #[test]
    fn any_plan_is_carried_out_whole_or_refused(
        crop in prop::option::of(any_area()),
        patches in prop::collection::vec(any_area(), 0..3),
        longest_side in prop::option::of(0..500_u32),
    ) {
        static ORIGINAL: LazyLock<Vec<u8>> =
            LazyLock::new(|| oriented(&jpeg(&meadow(HEIGHT, WIDTH, 7)), 6));
        let fits = |area: &Area| {
            area.width > 0
                && area.height > 0
                && u64::from(area.x) + u64::from(area.width) <= u64::from(WIDTH)
                && u64::from(area.y) + u64::from(area.height) <= u64::from(HEIGHT)
        };
        let sound = crop.iter().chain(&patches).all(fits) && longest_side != Some(0);
        let plan = CopyPlan { crop, patches, faces: Vec::new(), longest_side, notice: notice() };
        match picture::public_copy(&ORIGINAL, &plan, &limits()) {
            Ok(copy) => {
                prop_assert!(sound, "{:?} was carried out", plan);
                prop_assert!(copy.width.max(copy.height) <= longest_side.unwrap_or(WIDTH));
            }
            Err(PictureError::NothingLeft) => prop_assert!(sound),
            Err(_) => prop_assert!(!sound, "{:?} was refused", plan),
        }
    }

    #[test]
    fn any_limits_are_kept_without_a_panic(
        side in 1..200_u32,
        pixels in 1..30_000_u64,
        memory_bytes in 1..400_000_u64,
        file_bytes in 1..20_000_u64,
        longest in 1..400_u32,
    ) {
        static ORIGINAL: LazyLock<Vec<u8>> = LazyLock::new(|| jpeg(&meadow(150, 120, 7)));
        let limits = Limits { file_bytes, side, pixels, memory_bytes, ..Limits::default() };
        let shown = picture::screen(&ORIGINAL, &limits, longest);
        let fits = ORIGINAL.len() as u64 <= file_bytes && side >= 150 && pixels >= 150 * 120;
        prop_assert!(fits || shown.is_err());
        let roomy = Limits { memory_bytes: u64::MAX, ..limits };
        prop_assert_eq!(picture::screen(&ORIGINAL, &roomy, longest).is_ok(), fits);
    }
}

/// Finds each face in the copy by the plan alone and asks for fill there.
fn assert_faces_covered(copy: &picture::PublicCopy, plan: &CopyPlan) {
    let shown = picture::open(&copy.jpeg, &limits()).unwrap().pixels;
    let frame = plan.crop.unwrap_or(area(0, 0, WIDTH, HEIGHT));
    for (x, y, pixel) in shown.enumerate_pixels() {
        // The middle of the pixel, in the original.
        let at = |place: u32, to: u32, start: u32, from: u32| {
            f64::from(start) + (f64::from(place) + 0.5) * f64::from(from) / f64::from(to)
        };
        let across = at(x, copy.width, frame.x, frame.width);
        let down = at(y, copy.height, frame.y, frame.height);
        let within = |start: u32, length: u32, place: f64| {
            f64::from(start) <= place && place <= f64::from(start + length)
        };
        let hidden = plan
            .patches
            .iter()
            .any(|face| within(face.x, face.width, across) && within(face.y, face.height, down));
        if hidden {
            let off = difference(*pixel, FILL);
            assert!(off <= 48, "{off} off the fill at {x}, {y} with {plan:?}");
        }
    }
}

#[test]
fn flipped_bytes_never_cause_a_panic() {
    let scene = meadow(48, 40, 5);
    let progressive = Writing {
        progressive: true,
        colour: Subsamp::Sub2x2,
        quality: 80,
    };
    let block = exif_block(
        &[
            line(exif::Tag::Make, "Canon"),
            line(exif::Tag::DateTimeOriginal, "2026:05:03 10:21:07"),
        ],
        None,
    );
    let originals = [
        with_exif(&jpeg(&scene), block),
        jpeg_as(&scene, progressive),
        png(&scene),
        webp(&scene),
        LOSSY_WEBP.to_vec(),
    ];
    assert!(
        originals
            .iter()
            .all(|bytes| picture::open(bytes, &limits()).is_ok())
    );
    for (kind, original) in originals.iter().enumerate() {
        for round in 0..260_u32 {
            let mut bytes = original.clone();
            for flip in 0..=round % 3 {
                let roll = scattered(round, flip, kind as u32 + 1);
                // Half of them in the header, where they do most.
                let reach = if round % 2 == 0 {
                    bytes.len().min(400)
                } else {
                    bytes.len()
                };
                let place = roll as usize % reach;
                bytes[place] ^= (roll >> 24) as u8 | 1;
            }
            // Panics inside are caught by the room and would be told on the standard error.
            for outcome in [
                picture::inspect(&bytes, &limits()).map(|_| ()),
                picture::camera_note(&bytes).map(|_| ()),
                picture::open(&bytes, &limits()).map(|_| ()),
                picture::public_copy(&bytes, &as_it_is(), &limits()).map(|_| ()),
            ] {
                if let Err(error) = outcome {
                    assert!(!error.to_string().is_empty());
                }
            }
        }
    }
}

#[test]
fn a_lossy_webp_opens_whole_and_is_refused_when_cut() {
    let opened = picture::open(LOSSY_WEBP, &limits()).unwrap().pixels;
    assert_eq!(opened.dimensions(), (24, 16));
    assert!(opened.get_pixel(2, 1).0[0] > 180 && opened.get_pixel(2, 14).0[2] > 180);
    for length in 0..LOSSY_WEBP.len() {
        assert!(
            picture::open(&LOSSY_WEBP[..length], &limits()).is_err(),
            "{length}"
        );
    }
}

/// Red above blue, drawn for this test and written by libwebp at quality 60.
const LOSSY_WEBP: &[u8] = &[
    0x52, 0x49, 0x46, 0x46, 0x46, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x20,
    0x3a, 0x00, 0x00, 0x00, 0xf0, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x18, 0x00, 0x10, 0x00, 0x3e, 0xb5,
    0x48, 0x9f, 0x49, 0xa7, 0x24, 0x22, 0xa1, 0x30, 0x08, 0x00, 0xe0, 0x16, 0x89, 0x68, 0x00, 0xac,
    0x00, 0x2e, 0x7e, 0x80, 0x00, 0xfe, 0xed, 0xd8, 0xff, 0xf6, 0x01, 0xfd, 0x7d, 0xe5, 0x0f, 0xfc,
    0x05, 0xe8, 0x7f, 0xff, 0x9e, 0x99, 0xff, 0xdc, 0xae, 0x34, 0xe2, 0xe8, 0x00, 0x00,
];
