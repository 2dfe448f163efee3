//! Files of other kinds under a picture's name, and pictures that are something else as well.

use std::io::{Cursor, Write};

use super::writing::{
    PLAIN, SECRET, changed, in_front, jpeg, jpeg_as, png_with, quarters, segment,
};
use super::{Hostile, Looks, told};

const UPRIGHT: Looks = Looks::Quarters(14);

pub fn all() -> Vec<Hostile> {
    [others(), polyglots()].concat()
}

fn boxed(brand: &[u8; 4]) -> Vec<u8> {
    let head = [
        &[0, 0, 0, 24],
        b"ftyp",
        brand.as_slice(),
        &[0; 4],
        b"mif1",
        brand,
    ]
    .concat();
    [head, SECRET.repeat(20)].concat()
}

fn archive() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("SECRET-0451.txt", stored).unwrap();
    zip.write_all(&SECRET.repeat(20)).unwrap();
    zip.finish().unwrap().into_inner()
}

fn film() -> Vec<u8> {
    let mut film = boxed(b"mp42");
    film.extend(b"\0\0\x10\0mdat");
    film.extend(SECRET.repeat(300));
    film
}

fn others() -> Vec<Hostile> {
    let secret = |head: &[u8]| [head, SECRET.repeat(20).as_slice()].concat();
    let archived = "this is an archive or an office document and not a picture; unpack it";
    let drawn = "this is a picture of kind SVG, which cannot be opened here; save it as JPEG";
    let page = "this is a web page and not a picture; save the picture itself";
    let utf16: Vec<u8> = "\u{feff}SECRET-0451"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut dng = b"II*\0\x08\0\0\0\x01\0\x12\xc6\x01\0\x04\0\0\0\x01\x04\0\0".to_vec();
    dng.extend(SECRET);
    let list: Vec<(&str, Vec<u8>, &'static str)> = vec![
        (
            "empty",
            Vec::new(),
            "this file is empty; copy it from the camera again",
        ),
        ("one byte", vec![0xff], told::NO_PICTURE),
        ("two bytes of a JPEG", vec![0xff, 0xd8], told::CUT),
        ("three bytes of a JPEG", vec![0xff, 0xd8, 0xff], told::CUT),
        ("half of PNG's mark", b"\x89PNG".to_vec(), told::CUT),
        (
            "HEIC",
            boxed(b"heic"),
            "this is a HEIC picture, which cannot be opened here; set the school",
        ),
        (
            "AVIF",
            boxed(b"avif"),
            "this is an AVIF picture, which cannot be opened here; save it as JPEG",
        ),
        (
            "film",
            film(),
            "this is a video, and only still pictures can be taken in here; save a still",
        ),
        (
            "RAW of a Canon",
            boxed(b"crx "),
            "this is a camera's RAW file, which cannot be opened here; set",
        ),
        (
            "RAW of an older Canon",
            secret(b"II*\0\x10\0\0\0CR\x02\0"),
            "this is a camera's RAW file",
        ),
        ("DNG", dng, "this is a camera's RAW file"),
        (
            "TIFF",
            secret(b"MM\0*\0\0\0\x08\0\0"),
            "this is a TIFF, which cannot be opened here; save",
        ),
        (
            "GIF",
            secret(b"GIF87a\x60\0\x40\0\0\0\0"),
            "this is a GIF, which cannot be opened here; save",
        ),
        (
            "GIF, moving",
            secret(b"GIF89a\x60\0\x40\0\0\0\0!\xff\x0bNETSCAPE2.0"),
            "this is a GIF",
        ),
        (
            "BMP",
            secret(b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0"),
            "this is a picture of kind BMP, which cannot",
        ),
        (
            "icon",
            secret(b"\0\0\x01\0\x01\0"),
            "this is a picture of kind icon",
        ),
        (
            "Photoshop",
            secret(b"8BPS\0\x01\0\0"),
            "this is a picture of kind Photoshop, which cannot",
        ),
        (
            "JPEG XL",
            secret(&[0xff, 0x0a]),
            "this is a picture of kind JPEG XL, which cannot",
        ),
        (
            "JPEG 2000",
            secret(b"\0\0\0\x0cjP  \r\n\x87\n"),
            "this is a picture of kind JPEG 2000, which cannot",
        ),
        (
            "JPEG 2000, its bare stream",
            secret(&[0xff, 0x4f, 0xff, 0x51]),
            "this is a picture of kind JPEG 2000",
        ),
        (
            "SVG",
            secret(b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\">"),
            drawn,
        ),
        (
            "SVG behind an XML head",
            secret(b"<?xml version=\"1.0\"?>\n<!-- x -->\n<svg>"),
            drawn,
        ),
        (
            "PDF",
            secret(b"%PDF-1.7\n"),
            "this is a PDF document and not a picture; save the picture",
        ),
        ("ZIP", archive(), archived),
        ("ZIP of nothing", secret(b"PK\x05\x06\0\0\0\0"), archived),
        ("gzip", secret(&[0x1f, 0x8b, 8, 0]), archived),
        ("7-Zip", secret(b"7z\xbc\xaf\x27\x1c"), archived),
        ("RAR", secret(b"Rar!\x1a\x07\x01\0"), archived),
        (
            "an older office document",
            secret(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            archived,
        ),
        ("a web page", secret(b"\n<!DOCTYPE html><html>"), page),
        ("a web page in capitals", secret(b"<HTML><BODY>"), page),
        ("text", secret(b"Dear parents, "), told::NO_PICTURE),
        ("text of 16 bits", utf16, told::NO_PICTURE),
        ("a program", secret(b"MZ\x90\0"), told::NO_PICTURE),
        (
            "a program of another kind",
            secret(b"\x7fELF\x02\x01"),
            told::NO_PICTURE,
        ),
        ("sound", secret(b"ID3\x04\0"), told::NO_PICTURE),
        ("a database", secret(b"SQLite format 3\0"), told::NO_PICTURE),
        (
            "a key",
            secret(b"-----BEGIN PRIVATE KEY-----\n"),
            told::NO_PICTURE,
        ),
        (
            "RIFF of a sound",
            secret(b"RIFF\x24\0\0\0WAVEfmt "),
            told::NO_PICTURE,
        ),
        ("a million zeros", vec![0; 1_000_000], told::NO_PICTURE),
        (
            "a JPEG behind one line break",
            [b"\n", jpeg().as_slice()].concat(),
            told::NO_PICTURE,
        ),
    ];
    list.into_iter()
        .map(|(name, bytes, words)| Hostile::refused(name, bytes, words))
        .collect()
}

fn polyglots() -> Vec<Hostile> {
    let whole = jpeg();
    let second = in_front(&jpeg_as(&quarters(48, 32), PLAIN), &segment(0xfe, SECRET));
    let behind = |more: &[u8]| [whole.as_slice(), more].concat();
    let page = b"<!--SECRET-0451--><html><script>alert(1)</script><!--";
    let document = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /SECRET-0451 >>\nendobj\n%%EOF";
    let script = b"<?php system('SECRET-0451'); __HALT_COMPILER(); ?>";
    let parts = {
        let head = [
            b"MPF\0II*\0\x08\0\0\0\x01\0\x02\xb0\x07\0".as_slice(),
            &[0x20; 24],
            SECRET,
        ]
        .concat();
        in_front(&whole, &segment(0xe2, &head))
    };
    let mut all: Vec<Hostile> = [
        ("a JPEG and an archive", behind(&archive())),
        ("a JPEG and a PDF", behind(document)),
        (
            "a JPEG with a PDF in a comment",
            in_front(&whole, &segment(0xfe, document)),
        ),
        (
            "a JPEG with a web page in a comment",
            in_front(&whole, &segment(0xfe, page)),
        ),
        (
            "a JPEG with a script in its camera notes",
            in_front(&whole, &segment(0xef, script)),
        ),
        ("a JPEG and a PNG", behind(&png_with(&[]))),
        ("a moving photo: a film behind the picture", behind(&film())),
        (
            "two pictures in one file (MPO)",
            [parts, second.clone()].concat(),
        ),
        ("a second picture behind the end", behind(&second)),
        (
            "a second picture behind 4 KB of nothing",
            behind(&[vec![0; 4096], second].concat()),
        ),
        ("a megabyte behind the end", behind(&SECRET.repeat(95_326))),
        (
            "another end marker behind the end",
            behind(&[0xff, 0xd9, 0xff, 0xd9]),
        ),
    ]
    .into_iter()
    .map(|(name, bytes)| Hostile::kept(name, bytes, UPRIGHT))
    .collect();
    let png = png_with(&[]);
    all.push(Hostile::kept(
        "a PNG and an archive",
        [png.clone(), archive()].concat(),
        Looks::Quarters(2),
    ));
    all.push(Hostile::kept(
        "a PNG and a web page",
        [png.as_slice(), page].concat(),
        Looks::Quarters(2),
    ));
    all.push(Hostile::refused(
        "a PDF that holds the JPEG",
        [document.as_slice(), &whole].concat(),
        "this is a PDF document and not a picture",
    ));
    all.push(Hostile::refused(
        "a GIF that holds the JPEG",
        [b"GIF89a\x60\0\x40\0\0\0\0".as_slice(), &whole].concat(),
        "this is a GIF",
    ));
    all.push(Hostile::refused(
        "a PNG whose mark a line ending was lost from",
        changed(&png, 4, b"\n\x1a\n"),
        told::NO_PICTURE,
    ));
    all
}
