//! Camera details (EXIF) of any kind, in a JPEG and in a PNG: read in full, or told as unreadable,
//! and never taken for a picture without any.

#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use image::{DynamicImage, ImageFormat, RgbImage};
use libfuzzer_sys::fuzz_target;
use shutterslip::picture::{CameraNote, Darkroom, InProcess, PictureError};
use shutterslip_fuzz::fit_to_read;

/// A JPEG's header of 16 × 8 pixels up to its first scan, which is all that is read here.
const FRAME: &[u8] = &[
    0xff, 0xc0, 0, 11, 8, 0, 8, 0, 16, 1, 1, 0x11, 0, // one grey plane
    0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0xff, 0xd9,
];

static PNG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(16, 8))
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("pixels can be written");
    bytes.into_inner()
});

fn in_jpeg(block: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(block.len() + 8).ok()?;
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
    bytes.extend(length.to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(block);
    bytes.extend(FRAME);
    Some(bytes)
}

/// Its checksum stays zero: only a decoder asks for it, and the header is read without one.
fn in_png(block: &[u8]) -> Vec<u8> {
    let (head, rest) = PNG.split_at(33);
    let mut bytes = head.to_vec();
    bytes.extend((block.len() as u32).to_be_bytes());
    bytes.extend(b"eXIf");
    bytes.extend(block);
    bytes.extend([0; 4]);
    bytes.extend(rest);
    bytes
}

fuzz_target!(|block: &[u8]| {
    let png = in_png(block);
    let told = InProcess::default().camera_note(&png);
    let header = InProcess::default()
        .inspect(&png)
        .expect("its header is sound");
    let turned = header.orientation;
    assert!((1..=8).contains(&turned.exif_number()));
    let size = if turned.swaps_sides() {
        (8, 16)
    } else {
        (16, 8)
    };
    assert_eq!((header.width, header.height), size);
    match &told {
        Ok(note) => is_printable(note),
        Err(refusal) => {
            fit_to_read(&refusal.to_string());
            assert_eq!(refusal, &PictureError::CameraDetailsUnreadable);
        }
    }
    if let Some(jpeg) = in_jpeg(block) {
        assert_eq!(
            InProcess::default().camera_note(&jpeg),
            told,
            "the file's kind changes the answer"
        );
        let seen = InProcess::default()
            .inspect(&jpeg)
            .expect("its header is sound");
        assert_eq!(seen.orientation, turned);
    }
    // Cut anywhere, the same details are the same or unreadable; they never become another camera's.
    if let (Ok(note), Some(half)) = (&told, block.get(..block.len() / 2)) {
        if let Ok(cut) = InProcess::default().camera_note(&in_png(half)) {
            let same = |cut: &Option<String>, whole: &Option<String>| cut.is_none() || cut == whole;
            assert!(
                same(&cut.make, &note.make)
                    && same(&cut.model, &note.model)
                    && same(&cut.serial, &note.serial),
                "{cut:?} is not {note:?}"
            );
        }
    }
});

fn is_printable(note: &CameraNote) {
    for line in [&note.make, &note.model, &note.serial]
        .into_iter()
        .flatten()
    {
        assert!(!line.is_empty() && line.trim() == line, "{line:?}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
}
