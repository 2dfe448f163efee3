//! Writes pictures byte by byte: JPEG segments, PNG chunks, WebP chunks. Judges nothing.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use image::{Rgb, RgbImage};
use turbojpeg::{Colorspace, Compressor, Image, PixelFormat, Subsamp};

use super::cameras::camera_details;

pub const SECRET: &[u8] = b"SECRET-0451";

pub fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// As `scenes::quarters`, which is not at hand everywhere.
pub fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => [200, 40, 40],
            (false, true) => [40, 160, 60],
            (true, false) => [40, 60, 190],
            (false, false) => [220, 200, 60],
        })
    })
}

/// How a JPEG is coded.
#[derive(Clone, Copy)]
pub struct Coding {
    pub sampling: Subsamp,
    pub progressive: bool,
    pub arithmetic: bool,
    pub lossless: bool,
    pub space: Option<Colorspace>,
}

pub const PLAIN: Coding = Coding {
    sampling: Subsamp::Sub2x2,
    progressive: false,
    arithmetic: false,
    lossless: false,
    space: None,
};

pub fn jpeg_as(pixels: &RgbImage, coding: Coding) -> Vec<u8> {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let image = Image {
        pixels: pixels.as_raw().as_slice(),
        width,
        pitch: width * 3,
        height,
        format: PixelFormat::RGB,
    };
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(90).unwrap();
    compressor.set_subsamp(coding.sampling).unwrap();
    compressor.set_progressive(coding.progressive).unwrap();
    compressor.set_arithmetic(coding.arithmetic).unwrap();
    compressor.set_lossless(coding.lossless).unwrap();
    if let Some(space) = coding.space {
        compressor.set_colorspace(space).unwrap();
    }
    compressor.compress_to_vec(image).unwrap()
}

/// The quarters, by the school's camera.
pub fn jpeg() -> Vec<u8> {
    with_camera(&jpeg_as(&quarters(96, 64), PLAIN))
}

pub fn progressive() -> Vec<u8> {
    let coding = Coding {
        progressive: true,
        ..PLAIN
    };
    with_camera(&jpeg_as(&quarters(96, 64), coding))
}

pub fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap();
    [&[0xff, marker], length.to_be_bytes().as_slice(), body].concat()
}

pub fn exif_segment(block: &[u8]) -> Vec<u8> {
    segment(0xe1, &[b"Exif\0\0", block].concat())
}

/// Put in right behind the start marker, before all else.
pub fn in_front(jpeg: &[u8], put_in: &[u8]) -> Vec<u8> {
    [&jpeg[..2], put_in, &jpeg[2..]].concat()
}

pub fn with_camera(jpeg: &[u8]) -> Vec<u8> {
    in_front(jpeg, &exif_segment(&camera_details()))
}

/// Where a marker's first `0xff` stands, and its marker, up to and with the first scan's.
pub fn markers(jpeg: &[u8]) -> Vec<(usize, u8)> {
    let mut found = Vec::new();
    let mut at = 2;
    while let [0xff, marker, high, low, ..] = jpeg[at..] {
        found.push((at, marker));
        if marker == 0xda {
            break;
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    found
}

#[track_caller]
pub fn place_of(jpeg: &[u8], marker: u8) -> usize {
    let found = markers(jpeg).into_iter().find(|(_, one)| *one == marker);
    found.unwrap_or_else(|| panic!("no {marker:02x}")).0
}

/// Where the coded pixels of the first scan begin.
pub fn coded_from(jpeg: &[u8]) -> usize {
    let scan = place_of(jpeg, 0xda);
    scan + 2 + usize::from(u16::from_be_bytes([jpeg[scan + 2], jpeg[scan + 3]]))
}

/// Without the segments of one marker.
pub fn without(jpeg: &[u8], marker: u8) -> Vec<u8> {
    let mut left = jpeg.to_vec();
    for (at, _) in markers(jpeg)
        .into_iter()
        .rev()
        .filter(|(_, one)| *one == marker)
    {
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        left.drain(at..at + 2 + length);
    }
    left
}

/// With other bytes at a place.
pub fn changed(bytes: &[u8], at: usize, to: &[u8]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[at..at + to.len()].copy_from_slice(to);
    changed
}

/// The size in a JPEG's header is another one.
pub fn jpeg_claiming(jpeg: &[u8], frame: u8, width: u16, height: u16) -> Vec<u8> {
    let at = place_of(jpeg, frame) + 5;
    changed(
        jpeg,
        at,
        &[height.to_be_bytes(), width.to_be_bytes()].concat(),
    )
}

pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(bytes).unwrap();
    zlib.finish().unwrap()
}

/// That many zeros, deflated, without ever holding them.
pub fn deflated_zeros(count: usize) -> Vec<u8> {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0; 1 << 20];
    let mut left = count;
    while left > 0 {
        let now = left.min(zeros.len());
        zlib.write_all(&zeros[..now]).unwrap();
        left -= now;
    }
    zlib.finish().unwrap()
}

pub fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(body);
    [
        (body.len() as u32).to_be_bytes().as_slice(),
        kind,
        body,
        &sum.sum().to_be_bytes(),
    ]
    .concat()
}

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

pub fn ihdr(width: u32, height: u32, depth: u8, colour: u8, interlace: u8) -> Vec<u8> {
    let body = [
        width.to_be_bytes().as_slice(),
        &height.to_be_bytes(),
        &[depth, colour, 0, 0, interlace],
    ]
    .concat();
    chunk(b"IHDR", &body)
}

/// A PNG of these chunks between its header and its pixels.
pub fn png_of(header: &[u8], between: &[Vec<u8>], rows: &[u8]) -> Vec<u8> {
    [
        PNG,
        header,
        &chunk(b"eXIf", &camera_details()),
        &between.concat(),
        &chunk(b"IDAT", &deflated(rows)),
        &chunk(b"IEND", &[]),
    ]
    .concat()
}

/// A picture's rows as PNG stores them, none filtered.
pub fn rgb_rows(pixels: &RgbImage) -> Vec<u8> {
    let across = pixels.width() as usize * 3;
    let rows = pixels.as_raw().chunks_exact(across);
    rows.flat_map(|row| std::iter::once(0).chain(row.iter().copied()))
        .collect()
}

pub fn png_with(between: &[Vec<u8>]) -> Vec<u8> {
    png_of(
        &ihdr(96, 64, 8, 2, 0),
        between,
        &rgb_rows(&quarters(96, 64)),
    )
}

pub fn riff_chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut chunk = [kind, (body.len() as u32).to_le_bytes().as_slice(), body].concat();
    if body.len() % 2 == 1 {
        chunk.push(0);
    }
    chunk
}

pub fn webp_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = chunks.concat();
    let length = (body.len() as u32 + 4).to_le_bytes();
    [b"RIFF", length.as_slice(), b"WEBP", &body].concat()
}
