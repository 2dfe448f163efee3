//! JPEGs that are cut, torn, doubled or of a kind that no school camera writes.

use turbojpeg::{Colorspace, Compressor, Image, PixelFormat, Subsamp};

use super::writing::{
    Coding, PLAIN, SECRET, changed, coded_from, in_front, jpeg, jpeg_as, jpeg_claiming, markers,
    place_of, progressive, quarters, segment, with_camera, without,
};
use super::{Hostile, Looks, told};

const UPRIGHT: Looks = Looks::Quarters(14);

pub fn all() -> Vec<Hostile> {
    [
        cut(),
        torn(),
        doubled(),
        unusual(),
        inks(),
        profiles(),
        passengers(),
    ]
    .concat()
}

fn cut() -> Vec<Hostile> {
    let mut all = Vec::new();
    let whole = full();
    for (number, (at, marker)) in markers(&whole).into_iter().enumerate() {
        let name = format!("cut before marker {marker:02x} ({number})");
        // What is left of the very first ones is the start marker alone, and so one and the same.
        if number > 0 {
            all.push(Hostile::refused(name, whole[..at].to_vec(), told::CUT));
        }
        let name = format!("cut within segment {marker:02x} ({number})");
        all.push(Hostile::refused(name, whole[..at + 5].to_vec(), told::CUT));
    }
    let coded = coded_from(&whole);
    for (name, length) in [
        ("cut before the first coded pixel", coded),
        (
            "cut a third into the pixels",
            coded + (whole.len() - coded) / 3,
        ),
        ("cut before the end marker", whole.len() - 2),
        ("cut within the end marker", whole.len() - 1),
    ] {
        all.push(Hostile::refused(name, whole[..length].to_vec(), told::CUT));
    }
    let whole = progressive();
    let scans = scans(&whole);
    for number in [1, scans.len() / 2, scans.len() - 1] {
        let end = scans[number];
        let name = format!("progressive, cut before pass {number}");
        all.push(Hostile::refused(name, whole[..end].to_vec(), told::CUT));
        let name = format!("progressive, ended before pass {number}");
        let ended = [&whole[..end], &[0xff, 0xd9]].concat();
        all.push(Hostile::refused(name, ended, told::CUT));
    }
    all
}

/// One with every kind of segment.
fn full() -> Vec<u8> {
    let coding = Coding {
        sampling: Subsamp::Sub2x1,
        ..PLAIN
    };
    let bytes = with_camera(&jpeg_as(&quarters(96, 64), coding));
    in_front(
        &bytes,
        &[
            segment(
                0xe2,
                &[b"ICC_PROFILE\0\x01\x01".as_slice(), SECRET].concat(),
            ),
            segment(0xed, &[b"Photoshop 3.0\08BIM".as_slice(), SECRET].concat()),
            segment(0xfe, SECRET),
        ]
        .concat(),
    )
}

fn scans(jpeg: &[u8]) -> Vec<usize> {
    let pairs = jpeg.windows(2).enumerate();
    pairs
        .filter_map(|(at, pair)| (pair == [0xff, 0xda]).then_some(at))
        .collect()
}

fn torn() -> Vec<Hostile> {
    let whole = jpeg();
    let (frame, scan) = (place_of(&whole, 0xc0), place_of(&whole, 0xda));
    let coded = coded_from(&whole);
    let damaged = |name: &str, bytes: Vec<u8>| Hostile::refused(name, bytes, told::DAMAGED);
    let mut all = vec![
        damaged("no frame", without(&whole, 0xc0)),
        damaged("no quantisation tables", without(&whole, 0xdb)),
        damaged("a segment of length 0", changed(&whole, frame + 2, &[0, 0])),
        damaged("a segment of length 1", changed(&whole, frame + 2, &[0, 1])),
        damaged("planes sampled by 0", changed(&whole, frame + 11, &[0])),
        damaged("planes sampled by 15", changed(&whole, frame + 11, &[0xff])),
        damaged("255 planes", changed(&whole, frame + 9, &[255])),
        damaged("no planes", changed(&whole, frame + 9, &[0])),
        damaged("a quantisation table 7", changed(&whole, frame + 12, &[7])),
        Hostile::refused(
            "a scan of no planes",
            changed(&whole, scan + 4, &[0]),
            told::CUT,
        ),
        damaged(
            "a scan of a plane that is not there",
            changed(&whole, scan + 5, &[99]),
        ),
        damaged(
            "a scan by a Huffman table 9",
            changed(&whole, scan + 6, &[0x99]),
        ),
        damaged("width 0", jpeg_claiming(&whole, 0xc0, 0, 64)),
        damaged("height 0", jpeg_claiming(&whole, 0xc0, 96, 0)),
        damaged(
            "a size that the pixels are too many for",
            jpeg_claiming(&whole, 0xc0, 48, 32),
        ),
        Hostile::refused(
            "a size that the pixels are too few for",
            jpeg_claiming(&whole, 0xc0, 960, 640),
            told::CUT,
        ),
        damaged("a Huffman table of too many codes", {
            let table = place_of(&whole, 0xc4);
            changed(&whole, table + 5, &[255; 16])
        }),
        damaged(
            "coded pixels overwritten",
            changed(&whole, coded + 40, &[0x5a; 60]),
        ),
        Hostile::refused(
            "a stray restart in the pixels",
            changed(&whole, coded + 60, &[0xff, 0xd3]),
            told::CUT,
        ),
    ];
    let end = place_of(&whole, 0xdb);
    let filled = [&whole[..end], &[0xff; 100_000], &whole[end..]].concat();
    all.push(Hostile::kept(
        "100,000 fill bytes between two segments",
        filled,
        UPRIGHT,
    ));
    let commented: Vec<u8> = (0..20_000_u32)
        .flat_map(|number| segment(0xfe, &number.to_be_bytes()))
        .collect();
    let commented = in_front(&whole, &commented);
    all.push(Hostile::kept("20,000 comments", commented, UPRIGHT));
    all
}

fn doubled() -> Vec<Hostile> {
    let whole = jpeg();
    let frame = place_of(&whole, 0xc0);
    let length = usize::from(u16::from_be_bytes([whole[frame + 2], whole[frame + 3]]));
    let frame_bytes = &whole[frame..frame + 2 + length];
    let damaged = |name: &str, bytes: Vec<u8>| Hostile::refused(name, bytes, told::DAMAGED);
    let coded = coded_from(&whole);
    vec![
        damaged("two start markers", in_front(&whole, &[0xff, 0xd8])),
        damaged(
            "two frames",
            [&whole[..frame], frame_bytes, &whole[frame..]].concat(),
        ),
        damaged("a second picture within the first one's pixels", {
            [&whole[..coded + 30], &whole, &whole[coded + 30..]].concat()
        }),
        damaged("a second frame behind the pixels", {
            let end = whole.len() - 2;
            [&whole[..end], frame_bytes, &whole[end..]].concat()
        }),
        damaged("the same pass over the pixels twice", {
            let (scan, end) = (place_of(&whole, 0xda), whole.len() - 2);
            [&whole[..end], &whole[scan..]].concat()
        }),
    ]
}

fn unusual() -> Vec<Hostile> {
    let whole = jpeg();
    let frame = place_of(&whole, 0xc0);
    let unusual = |name: &str, bytes: Vec<u8>| Hostile::refused(name, bytes, told::UNUSUAL);
    let coded = |coding: Coding| with_camera(&jpeg_as(&quarters(96, 64), coding));
    let mut all = vec![
        unusual(
            "arithmetic coding",
            coded(Coding {
                arithmetic: true,
                ..PLAIN
            }),
        ),
        unusual(
            "lossless",
            coded(Coding {
                lossless: true,
                sampling: Subsamp::None,
                ..PLAIN
            }),
        ),
        unusual("12 bits a colour", changed(&whole, frame + 4, &[12])),
        unusual("hierarchical", changed(&whole, frame + 1, &[0xc5])),
        unusual("JPEG-LS", changed(&whole, frame + 1, &[0xf7])),
        unusual("two planes", {
            let two = changed(&whole, frame + 9, &[2]);
            let shorter = [&two[..frame + 16], &two[frame + 19..]].concat();
            changed(&shorter, frame + 2, &[0, 14])
        }),
    ];
    for (name, coding) in [
        (
            "progressive",
            Coding {
                progressive: true,
                ..PLAIN
            },
        ),
        (
            "colour at a quarter across",
            Coding {
                sampling: Subsamp::Sub4x1,
                ..PLAIN
            },
        ),
        (
            "colour at half down",
            Coding {
                sampling: Subsamp::Sub1x2,
                ..PLAIN
            },
        ),
        (
            "red, green and blue as they are",
            Coding {
                space: Some(Colorspace::RGB),
                sampling: Subsamp::None,
                ..PLAIN
            },
        ),
    ] {
        all.push(Hostile::kept(name, coded(coding), Looks::Quarters(30)));
    }
    let grey = coded(Coding {
        sampling: Subsamp::Gray,
        ..PLAIN
    });
    all.push(Hostile::kept("grey", grey, Looks::Greys));
    // libjpeg-turbo knows the tables that moving JPEGs leave out; they are the usual ones.
    all.push(Hostile::kept(
        "no Huffman tables",
        without(&whole, 0xc4),
        UPRIGHT,
    ));
    all
}

fn inks() -> Vec<Hostile> {
    let ink = |space: Colorspace| {
        let across = 96;
        let pixels: Vec<u8> = quarters(96, 64)
            .pixels()
            // Upside down, as Adobe's programs store them, without any black.
            .flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2], 255])
            .collect();
        let mut compressor = Compressor::new().unwrap();
        compressor.set_quality(95).unwrap();
        compressor.set_subsamp(Subsamp::None).unwrap();
        compressor.set_colorspace(space).unwrap();
        let image = Image {
            pixels: pixels.as_slice(),
            width: across,
            pitch: across * 4,
            height: 64,
            format: PixelFormat::CMYK,
        };
        with_camera(&compressor.compress_to_vec(image).unwrap())
    };
    let cmyk = ink(Colorspace::CMYK);
    let unmarked = without(&cmyk, 0xee);
    vec![
        Hostile::kept("four inks with Adobe's marker", cmyk, Looks::Quarters(20)),
        Hostile::kept(
            "four inks, coded as brightness",
            ink(Colorspace::YCCK),
            Looks::Quarters(20),
        ),
        // Without the marker they count as inks the right way round: the picture is a negative.
        Hostile::kept("four inks without a marker", unmarked, Looks::Sized(96, 64)),
    ]
}

fn profiles() -> Vec<Hostile> {
    let icc = |parts: &[(u8, u8, &[u8])]| {
        let segments: Vec<u8> = parts
            .iter()
            .flat_map(|(place, count, part)| {
                let head = [b"ICC_PROFILE\0".as_slice(), &[*place, *count], part].concat();
                segment(0xe2, &head)
            })
            .collect();
        in_front(&jpeg(), &segments)
    };
    let srgb = moxcms::ColorProfile::new_srgb().encode().unwrap();
    let third = srgb.len() / 3;
    let (a, b, c) = (&srgb[..third], &srgb[third..2 * third], &srgb[2 * third..]);
    let noise: Vec<u8> = (0..60_000_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let mut grey = srgb.clone();
    grey[16..20].copy_from_slice(b"GRAY");
    let mut ink = srgb.clone();
    ink[16..20].copy_from_slice(b"CMYK");
    let mut sized = srgb.clone();
    sized[..4].copy_from_slice(&u32::MAX.to_be_bytes());
    let mut tags = srgb.clone();
    tags[128..132].copy_from_slice(&u32::MAX.to_be_bytes());
    let mut far = srgb.clone();
    for tag in 0..5 {
        let at = 132 + tag * 12 + 4;
        far[at..at + 4].copy_from_slice(&0xffff_fff0_u32.to_be_bytes());
    }
    let huge: Vec<(u8, u8, &[u8])> = (1..=85)
        .map(|place| (place, 85, noise.as_slice()))
        .collect();
    [
        (
            "a profile in three parts, out of order",
            icc(&[(3, 3, c), (1, 3, a), (2, 3, b)]),
        ),
        (
            "a profile with a part missing",
            icc(&[(1, 3, a), (3, 3, c)]),
        ),
        (
            "a profile with a part twice",
            icc(&[(1, 3, a), (2, 3, b), (2, 3, b), (3, 3, c)]),
        ),
        (
            "a profile whose parts disagree on their count",
            icc(&[(1, 2, a), (2, 3, b), (3, 4, c)]),
        ),
        ("a profile of part 0 of 0", icc(&[(0, 0, &srgb)])),
        ("a profile of nothing", icc(&[(1, 1, &[])])),
        ("a profile of noise", icc(&[(1, 1, &noise)])),
        ("a profile of five megabytes", icc(&huge)),
        ("a profile for grey", icc(&[(1, 1, &grey)])),
        ("a profile for inks", icc(&[(1, 1, &ink)])),
        (
            "a profile that says it is four gigabytes",
            icc(&[(1, 1, &sized)]),
        ),
        (
            "a profile of four thousand million tags",
            icc(&[(1, 1, &tags)]),
        ),
        (
            "a profile whose tags lie past its end",
            icc(&[(1, 1, &far)]),
        ),
        ("a profile cut short", icc(&[(1, 1, &srgb[..200])])),
    ]
    .into_iter()
    .map(|(name, bytes)| Hostile::kept(name, bytes, UPRIGHT))
    .collect()
}

/// Segments that carry something of their own along, and must not carry it out.
fn passengers() -> Vec<Hostile> {
    let whole = jpeg();
    let extended = |place: u32| {
        let head = b"http://ns.adobe.com/xmp/extension/\0SECRET-0451-SECRET-0451-SECRET-";
        let body = [
            head.as_slice(),
            &200_u32.to_be_bytes(),
            &place.to_be_bytes(),
            SECRET,
        ]
        .concat();
        segment(0xe1, &body)
    };
    let xmp = |words: &[u8]| segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", words].concat());
    let manifest = |place: u32| {
        let body = [
            b"JP\x02\x11".as_slice(),
            &place.to_be_bytes(),
            b"\0\0\0\x40jumbc2pa",
            SECRET,
        ];
        segment(0xeb, &body.concat())
    };
    let thumbnail = [b"JFXX\0\x10".as_slice(), &jpeg_as(&quarters(24, 16), PLAIN)].concat();
    let jfif = place_of(&whole, 0xe0);
    let old_thumbnail = {
        let body = [
            b"JFIF\0\x01\x01\0\0\x01\0\x01\x04\x04".as_slice(),
            &[0x5a; 48],
        ]
        .concat();
        [&whole[..jfif], &segment(0xe0, &body), &whole[jfif + 18..]].concat()
    };
    let after_jfif = |put_in: &[u8]| [&whole[..jfif + 18], put_in, &whole[jfif + 18..]].concat();
    [
        (
            "extended XMP, its parts out of order",
            in_front(
                &whole,
                &[
                    xmp(b"<x:xmpmeta>SECRET-0451</x:xmpmeta>"),
                    extended(100),
                    extended(0),
                ]
                .concat(),
            ),
        ),
        (
            "two XMP packets",
            in_front(
                &whole,
                &[xmp(b"SECRET-0451"), xmp(b"<SECRET-0451/>")].concat(),
            ),
        ),
        (
            "a C2PA manifest",
            in_front(&whole, &[manifest(1), manifest(2)].concat()),
        ),
        ("a JFIF thumbnail", old_thumbnail),
        ("a JFXX thumbnail", after_jfif(&segment(0xe0, &thumbnail))),
        (
            "segments of every number",
            in_front(&whole, &{
                (0xe3..=0xef)
                    .filter(|marker| *marker != 0xee)
                    .flat_map(|marker| segment(marker, SECRET))
                    .collect::<Vec<u8>>()
            }),
        ),
        (
            "tables for a depth map (Adobe, Google)",
            in_front(&whole, &{
                let dynamic = b"http://ns.google.com/photos/1.0/depthmap/SECRET-0451";
                [
                    xmp(dynamic),
                    segment(0xe2, &[b"MPF\0".as_slice(), SECRET].concat()),
                ]
                .concat()
            }),
        ),
    ]
    .into_iter()
    .map(|(name, bytes)| Hostile::kept(name, bytes, UPRIGHT))
    .collect()
}
