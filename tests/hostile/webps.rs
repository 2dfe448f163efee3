//! WebPs: of both codings, cut, moving, and with sizes that disagree.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};

use super::writing::{SECRET, changed, quarters, riff_chunk, webp_of};
use super::{Hostile, Looks, camera_details, told};

/// One pixel, coded with loss.
const LOSSY: &[u8] = &[
    0x30, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0x01, 0x00, 0x01, 0x00, 0x0e, 0xc0, 0xfe, 0x25, 0xa4, 0x00,
    0x03, 0x70, 0x00, 0x00, 0x00, 0x00,
];

fn lossless() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(quarters(96, 64))
        .write_to(&mut bytes, ImageFormat::WebP)
        .unwrap();
    // Past `RIFF`, its length, `WEBP`, and the chunk's own head.
    bytes.into_inner().split_off(20)
}

fn canvas(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let [w0, w1, w2, _] = (width - 1).to_le_bytes();
    let [h0, h1, h2, _] = (height - 1).to_le_bytes();
    riff_chunk(b"VP8X", &[flags, 0, 0, 0, w0, w1, w2, h0, h1, h2])
}

pub fn all() -> Vec<Hostile> {
    let coded = riff_chunk(b"VP8L", &lossless());
    let details = riff_chunk(b"EXIF", &camera_details());
    let marked = riff_chunk(
        b"EXIF",
        &[b"Exif\0\0".as_slice(), &camera_details()].concat(),
    );
    let (exif, icc) = (0x08, 0x20);
    let whole = webp_of(&[canvas(exif, 96, 64), coded.clone(), details.clone()]);
    let upright = Looks::Quarters(2);
    let damaged = |name: &str, bytes: Vec<u8>| Hostile::refused(name, bytes, told::DAMAGED);
    let moving = "this is a moving WebP picture, and only still ones can be used; save one still";
    let mut all = vec![
        Hostile::kept("WebP without loss", whole.clone(), upright),
        Hostile::kept(
            "WebP, details with JPEG's mark",
            webp_of(&[canvas(exif, 96, 64), coded.clone(), marked]),
            upright,
        ),
        Hostile::kept(
            "WebP of one pixel, with loss",
            webp_of(&[
                canvas(exif, 1, 1),
                riff_chunk(b"VP8 ", LOSSY),
                details.clone(),
            ]),
            Looks::Sized(1, 1),
        ),
        Hostile::kept(
            "WebP with a profile of noise, and XMP",
            webp_of(&[
                canvas(exif | icc | 0x04, 96, 64),
                riff_chunk(b"ICCP", &[0x5a; 3_001]),
                coded.clone(),
                details.clone(),
                riff_chunk(b"XMP ", SECRET),
            ]),
            upright,
        ),
        Hostile::kept(
            "WebP and a film behind it",
            [whole.clone(), SECRET.repeat(50)].concat(),
            upright,
        ),
        Hostile::refused(
            "WebP moving, by its canvas",
            webp_of(&[canvas(0x02 | exif, 96, 64), coded.clone(), details.clone()]),
            moving,
        ),
        Hostile::refused(
            "WebP moving, by a frame",
            webp_of(&[
                canvas(exif, 96, 64),
                riff_chunk(b"ANMF", &[[0; 16].as_slice(), &coded].concat()),
                details.clone(),
            ]),
            moving,
        ),
        damaged(
            "WebP on a larger canvas",
            webp_of(&[canvas(exif, 960, 640), coded.clone(), details.clone()]),
        ),
        damaged(
            "WebP of no pixels",
            webp_of(&[canvas(exif, 96, 64), details.clone()]),
        ),
        damaged("WebP with loss, of no width", {
            let none = changed(LOSSY, 6, &[0, 0]);
            webp_of(&[riff_chunk(b"VP8 ", &none), details.clone()])
        }),
        damaged("WebP without loss, of noise", {
            let noise: Vec<u8> = (0..900_u32)
                .map(|at| (at.wrapping_mul(2_654_435_761) >> 9) as u8)
                .collect();
            let coded = [&lossless()[..5], &noise].concat();
            webp_of(&[
                canvas(exif, 96, 64),
                riff_chunk(b"VP8L", &coded),
                details.clone(),
            ])
        }),
        Hostile::refused(
            "WebP that says four gigabytes",
            changed(&whole, 4, &[0xff; 4]),
            told::CUT,
        ),
        Hostile::refused(
            "WebP that says nothing follows",
            changed(&whole, 4, &[0; 4]),
            told::CUT,
        ),
        Hostile::refused(
            "WebP, a chunk of four gigabytes",
            changed(&whole, 34, &[0xff; 4]),
            told::CUT,
        ),
    ];
    for length in [11, 20, 29, 34, 60, whole.len() - 40] {
        let name = format!("WebP cut at {length}");
        // So short that it may be anything.
        let words = if length < 12 {
            told::NO_PICTURE
        } else {
            told::CUT
        };
        all.push(Hostile::refused(name, whole[..length].to_vec(), words));
    }
    // Cut, and the stated length made to fit.
    let length = whole.len() / 2;
    let fitted = changed(&whole[..length], 4, &(length as u32 - 8).to_le_bytes());
    all.push(Hostile::refused(
        "WebP cut, and its length mended",
        fitted,
        told::CUT,
    ));
    all
}
