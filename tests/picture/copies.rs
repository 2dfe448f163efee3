//! A copy that leaves carries pixels and its notice, and nothing else of anybody's.

use std::io::Write;
use std::process::{Command, Stdio};

use exif::{Field, In, Rational, Tag, Value};
use img_parts::jpeg::Jpeg;
use img_parts::{Bytes, ImageICC};
use moxcms::ColorProfile;
use shutterslip::picture::{self, CopyPlan, Notice, PictureError};

use super::scenes::*;

/// Every kind of metadata that cameras and programs leave behind, each with a word to look for.
fn talkative_original() -> Vec<u8> {
    let degrees = |whole| {
        Value::Rational(vec![
            Rational {
                num: whole,
                denom: 1
            };
            3
        ])
    };
    let gps = |tag, value| Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    };
    let preview = jpeg(&quarters(32, 24));
    let block = exif_block(
        &[
            line(Tag::Make, "SECRET-MAKE"),
            line(Tag::Model, "SECRET-MODEL"),
            line(Tag::ImageDescription, "SECRET-CHILD at the pond"),
            line(Tag::Artist, "SECRET-ARTIST"),
            line(Tag::BodySerialNumber, "SECRET-SERIAL"),
            line(Tag::DateTimeOriginal, "2026:05:03 10:21:07"),
            field(
                Tag::MakerNote,
                Value::Undefined(b"SECRET-MAKERNOTE".to_vec(), 0),
            ),
            field(
                Tag::UserComment,
                Value::Undefined(b"ASCII\0\0\0SECRET-COMMENT".to_vec(), 0),
            ),
            field(Tag::Orientation, Value::Short(vec![6])),
            gps(Tag::GPSLatitudeRef, Value::Ascii(vec![b"N".to_vec()])),
            gps(Tag::GPSLatitude, degrees(51)),
            gps(Tag::GPSLongitudeRef, Value::Ascii(vec![b"W".to_vec()])),
            gps(Tag::GPSLongitude, degrees(1)),
        ],
        Some(&preview),
    );
    let bytes = jpeg(&stored_for(6, &quarters(160, 96)));
    let xmp = concat!(
        "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF ",
        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description ",
        "rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" dc:source=\"SECRET-XMP\"/>",
        "</rdf:RDF></x:xmpmeta>"
    );
    let bytes = with_segment(&bytes, 0xe1, xmp.as_bytes().to_vec());
    let bytes = with_segment(&bytes, 0xfe, b"SECRET-COM".to_vec());
    let bytes = with_segment(&bytes, 0xed, b"Photoshop 3.0\0SECRET-IPTC".to_vec());
    let bytes = with_segment(&bytes, 0xe2, b"MPF\0SECRET-MPF".to_vec());
    let bytes = with_exif(&bytes, block);
    let mut parts = Jpeg::from_bytes(Bytes::from(bytes)).unwrap();
    let profile = ColorProfile::new_display_p3().encode().unwrap();
    parts.set_icc_profile(Some(Bytes::from(profile)));
    let mut bytes = parts.encoder().bytes().to_vec();
    bytes.extend(b"SECRET-TRAILER");
    bytes.extend(preview);
    bytes
}

/// Marker and body of each segment, read by the letter of the format and by nobody's library.
fn segments(jpeg: &[u8]) -> Vec<(u8, Vec<u8>)> {
    assert_eq!(jpeg[..2], [0xff, 0xd8]);
    let mut at = 2;
    let mut found = Vec::new();
    loop {
        assert_eq!(jpeg[at], 0xff, "a marker at {at}");
        let marker = jpeg[at + 1];
        if marker == 0xd9 {
            assert_eq!(at + 2, jpeg.len(), "nothing after the end");
            return found;
        }
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        found.push((marker, jpeg[at + 4..at + 2 + length].to_vec()));
        at += 2 + length;
        if marker == 0xda {
            while !(jpeg[at] == 0xff && jpeg[at + 1] != 0) {
                at += 1;
            }
        }
    }
}

fn exiftool(jpeg: &[u8]) -> serde_json::Map<String, serde_json::Value> {
    let mut child = Command::new("exiftool")
        .args(["-a", "-G1", "-json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("exiftool cannot be run ({error}); install libimage-exiftool-perl")
        });
    child.stdin.take().unwrap().write_all(jpeg).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    told[0].as_object().unwrap().clone()
}

#[test]
fn a_copy_carries_nothing_of_a_talkative_original() {
    let original = talkative_original();
    for word in [
        "MAKE",
        "CHILD",
        "SERIAL",
        "MAKERNOTE",
        "XMP",
        "COM",
        "IPTC",
        "MPF",
        "TRAILER",
    ] {
        let word = format!("SECRET-{word}");
        assert!(
            holds(&original, word.as_bytes()),
            "the original says {word}"
        );
    }
    let before = exiftool(&original);
    assert!(
        before.keys().any(|key| key.starts_with("GPS:")),
        "{before:?}"
    );
    assert!(before.keys().any(|key| key.starts_with("ICC")));
    assert!(before.contains_key("IFD1:ThumbnailImage"), "{before:?}");

    let crop = CopyPlan {
        crop: Some(area(10, 10, 100, 60)),
        ..as_it_is()
    };
    let small = CopyPlan {
        longest_side: Some(64),
        ..as_it_is()
    };
    let hidden = CopyPlan {
        patches: vec![area(100, 4, 20, 20)],
        ..as_it_is()
    };
    for plan in [as_it_is(), crop, small, hidden] {
        let copy = picture::public_copy(&original, &plan, &limits()).unwrap();
        for word in [
            "SECRET",
            "Exif",
            "ICC_PROFILE",
            "MPF",
            "Photoshop 3.0",
            "JFXX",
            "2026",
        ] {
            assert!(!holds(&copy.jpeg, word.as_bytes()), "the copy says {word}");
        }
        let segments = segments(&copy.jpeg);
        let markers: Vec<u8> = segments.iter().map(|(marker, _)| *marker).collect();
        assert_eq!(markers[..2], [0xe0, 0xe1]);
        assert!(
            markers[2..]
                .iter()
                .all(|m| matches!(m, 0xdb | 0xc0 | 0xc4 | 0xda)),
            "{markers:x?}"
        );
        assert_eq!(segments[0].1.len(), 14, "a JFIF header without a thumbnail");
        assert!(segments[1].1.starts_with(b"http://ns.adobe.com/xap/1.0/\0"));
        let ends = copy
            .jpeg
            .windows(2)
            .filter(|pair| *pair == [0xff, 0xd9])
            .count();
        let starts = copy
            .jpeg
            .windows(3)
            .filter(|three| *three == [0xff, 0xd8, 0xff])
            .count();
        assert_eq!((starts, ends), (1, 1), "no picture within the picture");
    }
}

#[test]
fn exiftool_finds_the_notice_and_nothing_else() {
    let copy = picture::public_copy(&talkative_original(), &as_it_is(), &limits()).unwrap();
    let mut told = exiftool(&copy.jpeg);
    let mut take = |key: &str| {
        told.remove(key)
            .unwrap_or_else(|| panic!("{key} is missing"))
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(take("XMP-dc:Rights"), "© Hillside Primary School");
    assert_eq!(take("XMP-photoshop:Credit"), "Photo: D. Okafor");
    assert_eq!(
        take("XMP-xmpRights:UsageTerms"),
        "For the school's own pages. Do not copy."
    );
    let training = take("XMP-plus:DataMining");
    assert!(
        training.contains("Prohibited for AI/ML training") || training.contains("AIMLTRAINING")
    );
    assert_eq!(
        told.remove("XMP-xmpRights:Marked"),
        Some(serde_json::Value::Bool(true))
    );
    // What is left describes the file itself: its type, its size, its density.
    let technical = [
        "SourceFile",
        "ExifTool:",
        "System:",
        "File:",
        "JFIF:",
        "Composite:ImageSize",
    ];
    for key in told.keys() {
        let known = technical.iter().any(|start| key.starts_with(start));
        assert!(
            known || key == "Composite:Megapixels",
            "{key} is more than pixels and a notice"
        );
    }
}

#[test]
fn the_same_picture_and_plan_give_the_same_bytes() {
    let original = talkative_original();
    let plan = CopyPlan {
        crop: Some(area(4, 6, 120, 80)),
        patches: vec![area(90, 40, 20, 20)],
        faces: Vec::new(),
        longest_side: Some(77),
        notice: notice(),
    };
    let first = picture::public_copy(&original, &plan, &limits()).unwrap();
    for _ in 0..3 {
        assert_eq!(
            picture::public_copy(&original, &plan, &limits()).unwrap(),
            first
        );
    }
    assert_eq!((first.width, first.height), (77, 51));
}

#[test]
fn a_copy_is_as_large_as_asked_and_never_larger_than_its_original() {
    let original = jpeg(&meadow(400, 300, 2));
    for (longest, size) in [
        (None, (400, 300)),
        (Some(1600), (400, 300)),
        (Some(400), (400, 300)),
        (Some(399), (399, 299)),
        (Some(200), (200, 150)),
        (Some(50), (50, 38)),
        (Some(1), (1, 1)),
    ] {
        let plan = CopyPlan {
            longest_side: longest,
            ..as_it_is()
        };
        let copy = picture::public_copy(&original, &plan, &limits()).unwrap();
        assert_eq!((copy.width, copy.height), size);
        let header = picture::inspect(&copy.jpeg, &limits()).unwrap();
        assert_eq!((header.width, header.height), size);
    }
    let plan = CopyPlan {
        longest_side: Some(0),
        ..as_it_is()
    };
    let error = picture::public_copy(&original, &plan, &limits()).unwrap_err();
    assert_eq!(error, PictureError::NoLongestSide);
}

#[test]
fn a_notice_is_written_as_typed_whatever_it_holds() {
    let odd = "A & B <script>alert('\"x\"')</script> ]]> — Ysgol Gŵyr 🏫";
    let words = Notice {
        copyright: odd.to_owned(),
        credit: None,
        usage_terms: "\"".repeat(2_000),
    };
    let plan = CopyPlan {
        notice: words,
        ..as_it_is()
    };
    let copy = picture::public_copy(&jpeg(&quarters(32, 32)), &plan, &limits()).unwrap();
    let told = exiftool(&copy.jpeg);
    assert_eq!(told["XMP-dc:Rights"].as_str(), Some(odd));
    assert_eq!(
        told["XMP-xmpRights:UsageTerms"].as_str().map(str::len),
        Some(2_000)
    );
    assert!(!told.contains_key("XMP-photoshop:Credit"));
    assert_eq!(told["XMP-xmpRights:Marked"].as_bool(), Some(true));
}

#[test]
fn a_notice_that_cannot_be_shown_is_refused() {
    let bytes = jpeg(&quarters(32, 32));
    let refused = |notice: Notice| {
        let plan = CopyPlan {
            notice,
            ..as_it_is()
        };
        picture::public_copy(&bytes, &plan, &limits()).unwrap_err()
    };
    for bad in [
        "two\nlines",
        "a\0b",
        "tab\there",
        "\u{1b}[31m",
        "\u{85}",
        "\u{2028}",
        "x\u{ffff}",
    ] {
        let error = refused(Notice {
            copyright: format!("© {bad}"),
            ..notice()
        });
        assert!(
            matches!(error, PictureError::UnprintableNotice { .. }),
            "{bad:?}: {error}"
        );
        let error = refused(Notice {
            usage_terms: bad.to_owned(),
            ..notice()
        });
        assert!(
            matches!(error, PictureError::UnprintableNotice { .. }),
            "{bad:?}: {error}"
        );
        let error = refused(Notice {
            credit: Some(bad.to_owned()),
            ..notice()
        });
        assert!(
            matches!(error, PictureError::UnprintableNotice { .. }),
            "{bad:?}: {error}"
        );
    }
    let error = refused(Notice {
        copyright: "  ".to_owned(),
        ..notice()
    });
    assert!(matches!(error, PictureError::EmptyNotice { .. }));
    let error = refused(Notice {
        credit: Some(String::new()),
        ..notice()
    });
    assert!(matches!(error, PictureError::EmptyNotice { .. }));
    let error = refused(Notice {
        usage_terms: "é".repeat(2_001),
        ..notice()
    });
    assert!(matches!(error, PictureError::LongNotice { .. }));
    assert!(
        error
            .to_string()
            .contains("2001 characters and at most 2000")
    );
}
