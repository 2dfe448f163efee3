//! What is refused, each for its own reason and in words that say what to do.

use std::time::Duration;

use shutterslip::picture::{self, Limits, PictureError};

use super::scenes::*;

fn refusal(bytes: &[u8]) -> PictureError {
    let error = picture::open(bytes, &limits()).unwrap_err();
    let words = error.to_string();
    assert!(
        !words.contains("::") && !words.contains("Error"),
        "no type names: {words}"
    );
    assert!(
        words.contains(';') || words.contains(':'),
        "a fact and a remedy: {words}"
    );
    error
}

/// A PNG of nothing but its header.
fn png_stub(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(&quarters(8, 8));
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    bytes
}

/// A small JPEG whose header tells of another size.
fn jpeg_stub(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg(&quarters(16, 16));
    let frame = bytes
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn bombs_are_refused_with_their_size() {
    for bomb in [png_stub(50_000, 50_000), jpeg_stub(50_000, 50_000)] {
        for error in [
            refusal(&bomb),
            picture::inspect(&bomb, &limits()).unwrap_err(),
            picture::screen(&bomb, &limits(), 100).unwrap_err(),
            picture::public_copy(&bomb, &as_it_is(), &limits()).unwrap_err(),
        ] {
            let words = error.to_string();
            assert!(
                words.contains("50000 × 50000 pixels (2500 million)"),
                "{words}"
            );
        }
    }
    // Within each side's limit, beyond the number of pixels.
    let words = refusal(&jpeg_stub(15_000, 15_000)).to_string();
    assert!(
        words.contains("15000 × 15000 pixels (225 million)"),
        "{words}"
    );
    // The largest numbers that the formats can hold.
    assert!(matches!(
        refusal(&png_stub(u32::MAX, u32::MAX)),
        PictureError::TooManyPixels { .. }
    ));
    assert!(matches!(
        refusal(&jpeg_stub(u16::MAX, 1)),
        PictureError::TooManyPixels { .. }
    ));
}

#[test]
fn memory_is_worked_out_before_it_is_used() {
    // 110 million pixels would pass, but many passes keep every coefficient.
    let writing = Writing {
        progressive: true,
        ..Writing::default()
    };
    let mut bytes = jpeg_as(&quarters(16, 16), writing);
    let frame = bytes
        .windows(2)
        .position(|pair| pair == [0xff, 0xc2])
        .unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&10_000_u16.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&11_000_u16.to_be_bytes());
    let words = refusal(&bytes).to_string();
    assert!(words.contains("11000 × 10000 pixels"), "{words}");
    assert!(words.contains("MB of memory"), "{words}");

    let tight = Limits {
        memory_bytes: 1_000,
        ..limits()
    };
    for bytes in [
        jpeg(&quarters(64, 64)),
        png(&quarters(64, 64)),
        webp(&quarters(64, 64)),
    ] {
        let error = picture::open(&bytes, &tight).unwrap_err();
        assert!(
            matches!(error, PictureError::TooMuchMemory { .. }),
            "{error}"
        );
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_unread() {
    let small = Limits {
        file_bytes: 100,
        ..limits()
    };
    let error = picture::open(&jpeg(&quarters(64, 64)), &small).unwrap_err();
    assert!(matches!(error, PictureError::FileTooLarge { .. }));
}

#[test]
fn a_picture_that_takes_too_long_is_given_up() {
    let hurried = Limits {
        time: Duration::ZERO,
        ..limits()
    };
    let error = picture::open(&jpeg(&meadow(900, 900, 1)), &hurried).unwrap_err();
    assert!(matches!(error, PictureError::TooSlow { .. }), "{error}");
}

#[test]
fn a_picture_cut_short_anywhere_is_refused() {
    let scene = meadow(72, 40, 5);
    let progressive = Writing {
        progressive: true,
        ..Writing::default()
    };
    for whole in [
        jpeg(&scene),
        jpeg_as(&scene, progressive),
        png(&scene),
        webp(&scene),
    ] {
        assert!(picture::open(&whole, &limits()).is_ok());
        for length in (0..whole.len())
            .step_by(11)
            .chain(whole.len().saturating_sub(24)..whole.len())
        {
            let cut = &whole[..length];
            let opened = picture::open(cut, &limits());
            assert!(opened.is_err(), "{length} of {} bytes opened", whole.len());
            assert!(
                picture::screen(cut, &limits(), 16).is_err(),
                "{length} of {}",
                whole.len()
            );
            let copy = picture::public_copy(cut, &as_it_is(), &limits());
            assert!(copy.is_err(), "{length} of {}", whole.len());
        }
    }
}

#[test]
fn a_cut_jpeg_with_an_end_put_back_is_not_kept_with_grey_rows() {
    let whole = jpeg(&meadow(72, 40, 5));
    let scan = whole
        .windows(2)
        .position(|pair| pair == [0xff, 0xda])
        .unwrap()
        + 14;
    for length in (scan..whole.len() - 4).step_by(7) {
        let mut cut = whole[..length].to_vec();
        cut.extend([0xff, 0xd9]);
        assert!(
            picture::open(&cut, &limits()).is_err(),
            "{length} of {} bytes",
            whole.len()
        );
    }
}

#[test]
fn a_progressive_jpeg_that_lacks_a_pass_is_refused() {
    let progressive = Writing {
        progressive: true,
        ..Writing::default()
    };
    let whole = jpeg_as(&meadow(72, 40, 5), progressive);
    let scans: Vec<usize> = whole
        .windows(2)
        .enumerate()
        .filter_map(|(at, pair)| (pair == [0xff, 0xda]).then_some(at))
        .collect();
    assert!(scans.len() > 3);
    // Ended after any pass but the last, by somebody who put an end marker there.
    for scan in &scans {
        let mut early = whole[..*scan].to_vec();
        early.extend([0xff, 0xd9]);
        assert!(picture::open(&early, &limits()).is_err(), "ended at {scan}");
    }
    // From the second pass on: refinements of what was never there.
    let second = scans[1];
    let mut late = whole[..scans[0]].to_vec();
    late.extend(&whole[second..]);
    assert!(picture::open(&late, &limits()).is_err());
}

#[test]
fn a_jpeg_of_too_many_passes_is_refused() {
    let progressive = Writing {
        progressive: true,
        ..Writing::default()
    };
    let whole = jpeg_as(&quarters(64, 64), progressive);
    let parts: Vec<usize> = whole
        .windows(2)
        .enumerate()
        .filter_map(|(at, pair)| (pair == [0xff, 0xda]).then_some(at))
        .collect();
    let last = *parts.last().unwrap();
    let pass = &whole[last..whole.len() - 2];
    let mut many = whole[..whole.len() - 2].to_vec();
    for _ in 0..60 {
        many.extend(pass);
    }
    many.extend([0xff, 0xd9]);
    assert!(picture::open(&many, &limits()).is_err());
}

#[test]
fn slips_that_lose_nothing_are_forgiven() {
    let scene = quarters(64, 48);
    let sound = jpeg(&scene);
    let opened = picture::open(&sound, &limits()).unwrap();
    let scan = sound
        .windows(2)
        .position(|pair| pair == [0xff, 0xda])
        .unwrap();
    // Spectrum numbers that some phones get wrong.
    let mut odd_numbers = sound.clone();
    odd_numbers[scan + 12] = 0;
    // Bytes that belong nowhere before a header segment.
    let mut stray = sound[..scan].to_vec();
    stray.extend([0, 0, 1, 2]);
    stray.extend(&sound[scan..]);
    // Zeros padded before the end.
    let mut padded = sound[..sound.len() - 2].to_vec();
    padded.extend([0; 70]);
    padded.extend([0xff, 0xd9]);
    // A JFIF version of the future.
    let mut future = sound.clone();
    let jfif = future.windows(4).position(|mark| mark == b"JFIF").unwrap();
    future[jfif + 5] = 3;
    // Two slips at once.
    let mut two = stray[..stray.len() - 2].to_vec();
    two.extend([0; 70]);
    two.extend([0xff, 0xd9]);
    // And a thumbnail or film after the end, which is simply not looked at.
    let mut trailing = sound.clone();
    trailing.extend(b"SECRET-FILM");
    let slips = [odd_numbers, stray, padded, future, two, trailing];
    for (place, slip) in slips.iter().enumerate() {
        assert_eq!(
            picture::open(slip, &limits()).as_ref(),
            Ok(&opened),
            "slip {place}"
        );
    }
    // Bytes before the end that are no padding were pixels once.
    let mut rest = sound[..sound.len() - 2].to_vec();
    rest.extend([0x5a; 40]);
    rest.extend([0xff, 0xd9]);
    assert!(picture::open(&rest, &limits()).is_err());
    // What is lost beside a slip is still missed.
    let mut both = sound[..scan].to_vec();
    both.extend([0, 0, 1, 2]);
    both.extend(&sound[scan..sound.len() - 40]);
    both.extend([0xff, 0xd9]);
    assert!(picture::open(&both, &limits()).is_err());
}

#[test]
fn other_files_are_told_apart() {
    let box_of = |brand: &[u8; 4], further: &[u8; 4]| {
        [
            &[0, 0, 0, 24],
            b"ftyp",
            brand.as_slice(),
            &[0, 0, 0, 0],
            further,
            b"mif1",
        ]
        .concat()
    };
    let mut transport = vec![0_u8; 600];
    for at in [0, 188, 376] {
        transport[at] = 0x47;
    }
    let cases: Vec<(Vec<u8>, PictureError)> = vec![
        (Vec::new(), PictureError::Empty),
        (box_of(b"heic", b"heic"), PictureError::Heic),
        (box_of(b"mif1", b"heic"), PictureError::Heic),
        (box_of(b"avif", b"mif1"), PictureError::Avif),
        (box_of(b"crx ", b"isom"), PictureError::Raw),
        (box_of(b"isom", b"mp42"), PictureError::Video),
        (box_of(b"qt  ", b"qt  "), PictureError::Video),
        (b"RIFF\0\0\0\0AVI LIST".to_vec(), PictureError::Video),
        (vec![0x1a, 0x45, 0xdf, 0xa3, 0x01], PictureError::Video),
        (transport, PictureError::Video),
        (b"GIF89a\x01\0\x01\0".to_vec(), PictureError::Gif),
        (b"II*\0\x08\0\0\0\0\0".to_vec(), PictureError::Tiff),
        (b"MM\0*\0\0\0\x08\0\0".to_vec(), PictureError::Tiff),
        (b"II*\0\x10\0\0\0CR\x02\0".to_vec(), PictureError::Raw),
        (b"FUJIFILMCCD-RAW 0201".to_vec(), PictureError::Raw),
        (b"%PDF-1.7\n".to_vec(), PictureError::Pdf),
        (
            b"BM\x36\0\0\0\0\0\0\0".to_vec(),
            PictureError::OtherPicture { kind: "BMP" },
        ),
        (
            b"8BPS\0\x01".to_vec(),
            PictureError::OtherPicture { kind: "Photoshop" },
        ),
        (b"<html><body>".to_vec(), PictureError::WebPage),
        (b"PK\x03\x04".to_vec(), PictureError::Archive),
        (b"<letter>".to_vec(), PictureError::NotAPicture),
        (b"\xff\xd8".to_vec(), PictureError::CutShort),
        (b"\x89PNG".to_vec(), PictureError::CutShort),
    ];
    for (bytes, expected) in cases {
        assert_eq!(refusal(&bytes), expected, "{bytes:02x?}");
        assert_eq!(picture::inspect(&bytes, &limits()).unwrap_err(), expected);
        assert_eq!(picture::camera_note(&bytes).unwrap_err(), expected);
    }
}

#[test]
fn a_dng_is_raw_and_not_any_tiff() {
    let mut dng = b"II*\0\x08\0\0\0\x01\0".to_vec();
    dng.extend([0x12, 0xc6, 1, 0, 4, 0, 0, 0, 1, 4, 0, 0]);
    assert_eq!(refusal(&dng), PictureError::Raw);
}

#[test]
fn a_heic_picture_is_told_what_the_school_device_can_do() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let words = refusal(heic).to_string();
    assert!(
        words.contains("school device") && words.contains("JPEG"),
        "{words}"
    );
    assert!(!words.to_lowercase().contains("your phone"), "{words}");
}

#[test]
fn moving_pictures_are_refused() {
    let mut moving = png(&quarters(8, 8));
    let control = [&8_u32.to_be_bytes(), b"acTL".as_slice(), &[0; 12]].concat();
    moving.splice(33..33, control);
    assert_eq!(refusal(&moving), PictureError::Moving { kind: "PNG" });

    let mut body = b"WEBPVP8X".to_vec();
    body.extend(10_u32.to_le_bytes());
    body.extend([0x02, 0, 0, 0, 7, 0, 0, 7, 0, 0]);
    let mut moving = b"RIFF".to_vec();
    moving.extend((body.len() as u32).to_le_bytes());
    moving.extend(body);
    assert_eq!(refusal(&moving), PictureError::Moving { kind: "WebP" });
}

#[test]
fn an_unusual_jpeg_is_told_as_such() {
    // Arithmetic coding, lossless, and 12 bits a colour.
    for marker in [0xc3, 0xc9, 0xca] {
        let mut bytes = jpeg(&quarters(16, 16));
        let frame = bytes
            .windows(2)
            .position(|pair| pair == [0xff, 0xc0])
            .unwrap();
        bytes[frame + 1] = marker;
        assert_eq!(refusal(&bytes), PictureError::UnusualJpeg);
    }
    let mut bytes = jpeg(&quarters(16, 16));
    let frame = bytes
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    bytes[frame + 4] = 12;
    assert_eq!(refusal(&bytes), PictureError::UnusualJpeg);
}
