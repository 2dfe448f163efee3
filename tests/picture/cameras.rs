//! What a camera wrote about itself is read, or told to be unreadable.

use chrono::{FixedOffset, NaiveDate};
use exif::{Tag, Value};
use shutterslip::picture::{self, CameraNote, PictureError};

use super::scenes::*;

fn taken_with(fields: &[exif::Field]) -> Vec<u8> {
    with_exif(&jpeg(&quarters(16, 16)), exif_block(fields, None))
}

#[test]
fn a_camera_is_read_with_its_number_and_its_time() {
    let bytes = taken_with(&[
        line(Tag::Make, "Canon "),
        line(Tag::Model, "Canon EOS 250D"),
        line(Tag::BodySerialNumber, "0312345678"),
        line(Tag::DateTimeOriginal, "2026:05:03 10:21:07"),
        line(Tag::OffsetTimeOriginal, "+01:00"),
    ]);
    let expected = CameraNote {
        make: Some("Canon".to_owned()),
        model: Some("Canon EOS 250D".to_owned()),
        serial: Some("0312345678".to_owned()),
        taken_at: NaiveDate::from_ymd_opt(2026, 5, 3)
            .unwrap()
            .and_hms_opt(10, 21, 7),
        offset: FixedOffset::east_opt(3600),
    };
    assert_eq!(picture::camera_note(&bytes).unwrap(), expected);
}

#[test]
fn a_picture_without_details_has_none() {
    for bytes in [
        jpeg(&quarters(16, 16)),
        png(&quarters(16, 16)),
        webp(&quarters(16, 16)),
    ] {
        assert_eq!(picture::camera_note(&bytes).unwrap(), CameraNote::default());
    }
}

#[test]
fn a_clock_that_was_never_set_gives_no_time() {
    for blank in ["0000:00:00 00:00:00", "    :  :     :  :  ", ""] {
        let bytes = taken_with(&[line(Tag::DateTimeOriginal, blank)]);
        assert_eq!(picture::camera_note(&bytes).unwrap().taken_at, None);
    }
}

#[test]
fn details_that_cannot_be_read_are_an_error_and_never_none() {
    let scene = jpeg(&quarters(16, 16));
    let sound = exif_block(&[line(Tag::Make, "Canon"), line(Tag::Model, "EOS")], None);
    let cases = [
        with_exif(&scene, b"II*\0".to_vec()),
        with_exif(&scene, b"nothing of the kind".to_vec()),
        with_exif(&scene, sound[..sound.len() - 6].to_vec()),
        taken_with(&[line(Tag::DateTimeOriginal, "yesterday afternoon")]),
        taken_with(&[line(Tag::DateTimeOriginal, "2026:13:45 10:21:07")]),
        taken_with(&[line(Tag::OffsetTimeOriginal, "one hour")]),
        taken_with(&[field(Tag::Make, Value::Short(vec![7]))]),
        taken_with(&[field(Tag::Make, Value::Ascii(vec![vec![0xff, 0xfe, 0x41]]))]),
    ];
    for bytes in cases {
        assert_eq!(
            picture::camera_note(&bytes).unwrap_err(),
            PictureError::CameraDetailsUnreadable
        );
        // The pixels are another matter.
        assert!(picture::open(&bytes, &limits()).is_ok());
    }
}
