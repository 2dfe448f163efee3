//! Both darkrooms under one contract, and the same answer from both, byte for byte, for whole
//! pictures and broken ones.

use std::path::PathBuf;
use std::time::Duration;

use exif::{Tag, Value};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use shutterslip::picture::{
    ChildDarkroom, CopyPlan, Darkroom, FILL, InProcess, Limits, PictureError,
};
use turbojpeg::Subsamp;

use super::scenes::*;

/// The program as it is built, which the tests' own binary is not.
pub fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_shutterslip"))
}

fn in_a_child(limits: Limits) -> ChildDarkroom {
    ChildDarkroom::of(program(), limits)
}

fn engines(limits: Limits) -> [(&'static str, Box<dyn Darkroom>); 2] {
    [
        ("in this process", Box::new(InProcess::within(limits))),
        ("in a child", Box::new(in_a_child(limits))),
    ]
}

fn camera_picture() -> Vec<u8> {
    let block = exif_block(
        &[
            line(Tag::Make, "Nikon"),
            line(Tag::Model, "COOLPIX W150"),
            line(Tag::DateTimeOriginal, "2026:05:03 10:11:12"),
            line(Tag::OffsetTimeOriginal, "+01:00"),
            field(Tag::Orientation, Value::Short(vec![6])),
        ],
        None,
    );
    with_exif(&jpeg(&meadow(640, 420, 5)), block)
}

#[test]
fn a_picture_taken_sideways_is_given_upright() {
    for (engine, darkroom) in engines(limits()) {
        for number in 1..=8 {
            let upright = quarters(64, 48);
            let bytes = oriented(&jpeg(&stored_for(number, &upright)), number);
            let header = darkroom.inspect(&bytes).unwrap();
            assert_eq!((header.width, header.height), (64, 48), "{engine}");
            assert_alike(&darkroom.open(&bytes).unwrap().pixels, &upright, 12);
            let screen = darkroom.screen(&bytes, 32).unwrap();
            assert_eq!(screen.header, header, "{engine}");
            assert_eq!(screen.pixels.dimensions(), (32, 24), "{engine}");
        }
    }
}

#[test]
fn the_camera_that_took_a_picture_is_told_as_the_file_says_it() {
    for (engine, darkroom) in engines(limits()) {
        let note = darkroom.camera_note(&camera_picture()).unwrap();
        assert_eq!(note.make.as_deref(), Some("Nikon"), "{engine}");
        assert_eq!(note.model.as_deref(), Some("COOLPIX W150"), "{engine}");
        assert_eq!(note.serial, None, "{engine}");
        let taken = note.taken_at.unwrap().to_string();
        assert_eq!(taken, "2026-05-03 10:11:12", "{engine}");
        assert_eq!(note.offset.unwrap().local_minus_utc(), 3600, "{engine}");
    }
}

#[test]
fn whoever_is_hidden_lies_under_the_fill_and_the_copy_carries_the_notice() {
    let mut pixels = meadow(640, 420, 3);
    let child = area(240, 120, 160, 160);
    paint_child(&mut pixels, child, 7);
    let plan = CopyPlan {
        patches: vec![child],
        longest_side: Some(320),
        ..as_it_is()
    };
    for (engine, darkroom) in engines(limits()) {
        let copy = darkroom.public_copy(&jpeg(&pixels), &plan).unwrap();
        assert_eq!((copy.width, copy.height), (320, 210), "{engine}");
        assert!(
            holds(&copy.jpeg, "© Hillside Primary School".as_bytes()),
            "{engine}"
        );
        let shown = darkroom.open(&copy.jpeg).unwrap().pixels;
        let middle = *shown.get_pixel(160, 100);
        assert!(difference(middle, FILL) <= 2, "{engine}: {middle:?}");
    }
}

#[test]
fn what_is_too_large_too_slow_or_nothing_is_refused_before_it_is_read() {
    let bytes = jpeg(&meadow(300, 200, 1));
    let narrow = Limits {
        side: 299,
        ..limits()
    };
    for (engine, darkroom) in engines(narrow) {
        let error = darkroom.inspect(&bytes).unwrap_err();
        assert!(
            matches!(error, PictureError::TooManyPixels { width: 300, .. }),
            "{engine}: {error}"
        );
    }
    let small = Limits {
        file_bytes: 100,
        ..limits()
    };
    for (engine, darkroom) in engines(small) {
        let error = darkroom.screen(&bytes, 10).unwrap_err();
        assert!(
            matches!(error, PictureError::FileTooLarge { .. }),
            "{engine}: {error}"
        );
    }
    let poor = Limits {
        memory_bytes: 1000,
        ..limits()
    };
    for (engine, darkroom) in engines(poor) {
        let error = darkroom.open(&bytes).unwrap_err();
        assert!(
            matches!(error, PictureError::TooMuchMemory { .. }),
            "{engine}: {error}"
        );
    }
    let hurried = Limits {
        time: Duration::ZERO,
        ..limits()
    };
    for (engine, darkroom) in engines(hurried) {
        let error = darkroom.open(&bytes).unwrap_err();
        assert_eq!(error, PictureError::TooSlow { seconds: 0 }, "{engine}");
    }
    for (engine, darkroom) in engines(limits()) {
        assert_eq!(
            darkroom.inspect(&[]).unwrap_err(),
            PictureError::Empty,
            "{engine}"
        );
        assert_eq!(
            darkroom.screen(&bytes, 0).unwrap_err(),
            PictureError::NoLongestSide,
            "{engine}"
        );
    }
}

/// Whole pictures of every kind, and what people and cards make of them.
fn pictures() -> Vec<(&'static str, Vec<u8>)> {
    let meadow = meadow(400, 300, 11);
    let progressive = Writing {
        progressive: true,
        colour: Subsamp::Sub2x2,
        quality: 80,
    };
    let veil = RgbaImage::from_fn(90, 60, |x, y| Rgba([x as u8, y as u8, 90, (x * 2) as u8]));
    let whole = jpeg(&meadow);
    let moving = {
        let still = png(&quarters(16, 16));
        let (head, rest) = still.split_at(33);
        let control = b"\0\0\0\x08acTL\0\0\0\x02\0\0\0\0\xf3\x8d\x93\x70";
        [head, control, rest].concat()
    };
    let mut flipped = png(&meadow);
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x40;
    vec![
        ("a JPEG", whole.clone()),
        ("a progressive JPEG", jpeg_as(&meadow, progressive)),
        ("a camera's JPEG", camera_picture()),
        ("a PNG", png(&meadow)),
        (
            "a PNG with a veil",
            written(&DynamicImage::ImageRgba8(veil), ImageFormat::Png),
        ),
        ("a WebP", webp(&meadow)),
        ("a single pixel", jpeg(&quarters(1, 1))),
        ("nothing", Vec::new()),
        ("words", b"Dear parents,".to_vec()),
        ("a GIF", b"GIF89a\x01\0\x01\0".to_vec()),
        ("a bitmap", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".to_vec()),
        ("a moving PNG", moving),
        ("a JPEG cut in its header", whole[..100].to_vec()),
        (
            "a JPEG cut in its pixels",
            whole[..whole.len() * 2 / 3].to_vec(),
        ),
        ("a PNG with a flipped bit", flipped),
        (
            "a JPEG with broken camera details",
            with_segment(&whole, 0xe1, b"Exif\0\0II*\0\xff\xff\xff\xff".to_vec()),
        ),
    ]
}

/// Plans that can be carried out on some picture, and plans that cannot on any.
fn plans() -> Vec<CopyPlan> {
    let crop = area(20, 10, 200, 150);
    let mut no_words = as_it_is();
    no_words.notice.copyright = "  ".to_owned();
    let mut broken_words = as_it_is();
    broken_words.notice.credit = Some("line\nbreak".to_owned());
    vec![
        as_it_is(),
        CopyPlan {
            crop: Some(crop),
            patches: vec![area(60, 60, 40, 50), area(0, 0, 5, 5)],
            longest_side: Some(100),
            ..as_it_is()
        },
        CopyPlan {
            patches: vec![area(0, 0, 400, 300)],
            ..as_it_is()
        },
        CopyPlan {
            crop: Some(area(399, 299, 2, 1)),
            ..as_it_is()
        },
        CopyPlan {
            patches: vec![area(1, 1, 0, 4)],
            ..as_it_is()
        },
        CopyPlan {
            longest_side: Some(0),
            ..as_it_is()
        },
        no_words,
        broken_words,
    ]
}

#[test]
fn both_engines_give_the_same_answer_byte_for_byte() {
    let here = InProcess::within(limits());
    let child = in_a_child(limits());
    let (mut whole, mut refused) = (0, 0);
    for (name, bytes) in pictures() {
        assert_eq!(here.inspect(&bytes), child.inspect(&bytes), "{name}");
        assert_eq!(
            here.camera_note(&bytes),
            child.camera_note(&bytes),
            "{name}"
        );
        let opened = here.open(&bytes);
        if opened.is_ok() {
            whole += 1;
        } else {
            refused += 1;
        }
        assert_eq!(opened, child.open(&bytes), "{name}");
        for side in [1, 130, 5000] {
            assert_eq!(
                here.screen(&bytes, side),
                child.screen(&bytes, side),
                "{name} at {side}"
            );
        }
    }
    assert!(whole >= 8 && refused >= 7, "{whole} whole, {refused} not");
}

#[test]
fn both_engines_make_the_same_copies_byte_for_byte() {
    let here = InProcess::within(limits());
    let child = in_a_child(limits());
    let (mut made, mut refused) = (0, 0);
    for (name, bytes) in pictures() {
        for plan in plans() {
            let copy = here.public_copy(&bytes, &plan);
            match &copy {
                Ok(_) => made += 1,
                Err(_) => refused += 1,
            }
            assert_eq!(copy, child.public_copy(&bytes, &plan), "{name}: {plan:?}");
        }
    }
    assert!(made >= 14 && refused >= 40, "{made} made, {refused} not");
}

#[test]
fn pictures_asked_for_at_the_same_time_are_not_mixed_up() {
    let child = in_a_child(limits());
    std::thread::scope(|scope| {
        for seed in 1..=4 {
            let child = &child;
            scope.spawn(move || {
                let bytes = jpeg(&meadow(100 + seed, 80, seed));
                for _ in 0..3 {
                    let here = InProcess::default().open(&bytes);
                    assert_eq!(child.open(&bytes), here);
                }
            });
        }
    });
}
