//! Small files that ask for much: pixels, passes, tables, inflated text.

use image::{Rgb, RgbImage};

use super::writing::{
    Coding, PLAIN, SECRET, chunk, deflated, deflated_zeros, ihdr, in_front, jpeg, jpeg_as,
    jpeg_claiming, place_of, png_of, png_with, progressive, quarters, riff_chunk, segment, webp_of,
    with_camera,
};
use super::{Hostile, Looks, camera_details, told};

const MEGA: usize = 1 << 20;

pub fn all() -> Vec<Hostile> {
    let many = |words| move |name: &str, bytes| Hostile::refused(name, bytes, words).heavy();
    let size = many("and the most that can be opened is 20000 on a side and 120 million in all");
    let memory = many("MB of memory, more than the 512 MB allowed; save a smaller copy");
    // Every colour of every pixel is kept while it is put together from its passes.
    let full_colour = with_camera(&jpeg_as(
        &quarters(96, 64),
        Coding {
            progressive: true,
            sampling: turbojpeg::Subsamp::None,
            ..PLAIN
        },
    ));
    let mut all = vec![
        size(
            "a JPEG of 65535 × 65535",
            jpeg_claiming(&jpeg(), 0xc0, u16::MAX, u16::MAX),
        ),
        size(
            "a progressive JPEG of 65535 × 65535",
            jpeg_claiming(&progressive(), 0xc2, u16::MAX, u16::MAX),
        ),
        size(
            "a JPEG of 65535 × 1",
            jpeg_claiming(&jpeg(), 0xc0, u16::MAX, 1),
        ),
        size(
            "a PNG of 4294967295 × 4294967295",
            png_of(&ihdr(u32::MAX, u32::MAX, 8, 2, 0), &[], &[]),
        ),
        size(
            "a PNG of 2147483647 × 1",
            png_of(&ihdr(i32::MAX as u32, 1, 1, 0, 0), &[], &[]),
        ),
        size(
            "a PNG of 20001 × 1",
            png_of(&ihdr(20_001, 1, 8, 0, 0), &[], &[0; 20_002]),
        ),
        size("a WebP of 16384 × 16384", {
            // The least that says so: the size, and nothing to fill it.
            let head = [0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0];
            webp_of(&[
                riff_chunk(b"VP8L", &head),
                riff_chunk(b"EXIF", &camera_details()),
            ])
        }),
        memory("a PNG of 10000 × 10000 zeros", {
            let rows = deflated_zeros(10_000 * 30_001);
            png_stream(&ihdr(10_000, 10_000, 8, 2, 0), &rows)
        }),
        memory(
            "a progressive JPEG of 12000 × 9000",
            jpeg_claiming(&full_colour, 0xc2, 12_000, 9_000),
        ),
        memory("a WebP of 9000 × 9000", {
            let bits: u32 = 8_999 | 8_999 << 14;
            let head = [&[0x2f], bits.to_le_bytes().as_slice(), &[0; 5]].concat();
            webp_of(&[
                riff_chunk(b"VP8L", &head),
                riff_chunk(b"EXIF", &camera_details()),
            ])
        }),
        // Within the limits, and nothing behind it.
        Hostile::refused(
            "a JPEG of 11000 × 10000 that holds 96 × 64",
            jpeg_claiming(&jpeg(), 0xc0, 11_000, 10_000),
            told::CUT,
        )
        .heavy(),
        Hostile::refused(
            "a progressive JPEG of 8000 × 8000 that holds 96 × 64",
            jpeg_claiming(&progressive(), 0xc2, 8_000, 8_000),
            told::CUT,
        )
        .heavy(),
        // Real ones, as large as a few KB can be made.
        Hostile::kept(
            "a PNG of 6000 × 6000 zeros",
            png_stream(&ihdr(6_000, 6_000, 8, 0, 0), &deflated_zeros(6_000 * 6_001)),
            Looks::Sized(6_000, 6_000),
        )
        .heavy(),
        Hostile::kept(
            "a PNG of 20000 × 1",
            png_of(&ihdr(20_000, 1, 8, 0, 0), &[], &[0; 20_001]),
            Looks::Sized(20_000, 1),
        )
        .heavy(),
        Hostile::kept(
            "a PNG of 1 × 20000",
            png_of(&ihdr(1, 20_000, 8, 0, 0), &[], &[0; 40_000]),
            Looks::Sized(1, 20_000),
        )
        .heavy(),
        Hostile::kept(
            "a JPEG of one pixel",
            {
                with_camera(&jpeg_as(
                    &RgbImage::from_pixel(1, 1, Rgb([200, 40, 40])),
                    PLAIN,
                ))
            },
            Looks::Sized(1, 1),
        ),
        Hostile::kept(
            "a PNG of one pixel",
            png_of(&ihdr(1, 1, 8, 2, 0), &[], &[0, 200, 40, 40]),
            Looks::Sized(1, 1),
        ),
    ];
    all.extend(passes());
    all.extend(inflated());
    all
}

fn png_stream(header: &[u8], stream: &[u8]) -> Vec<u8> {
    [
        super::writing::PNG,
        header,
        &chunk(b"eXIf", &camera_details()),
        &chunk(b"IDAT", stream),
        &chunk(b"IEND", &[]),
    ]
    .concat()
}

/// The same pass over and over, which makes a reader work for hours.
fn passes() -> Vec<Hostile> {
    let whole = progressive();
    let last = whole
        .windows(2)
        .rposition(|pair| pair == [0xff, 0xda])
        .unwrap();
    let end = whole.len() - 2;
    let stalled = [
        &whole[..end],
        &whole[last..end].repeat(3_000),
        &whole[end..],
    ]
    .concat();
    let large = jpeg_claiming(&stalled, 0xc2, 6_000, 6_000);

    let coding = Coding {
        sampling: turbojpeg::Subsamp::Gray,
        ..PLAIN
    };
    let grey = with_camera(&jpeg_as(&quarters(96, 64), coding));
    let (scan, end) = (place_of(&grey, 0xda), grey.len() - 2);
    let repeated = [&grey[..end], &grey[scan..end].repeat(3_000), &grey[end..]].concat();

    let tables = segment(0xc4, &[&[0, 1], [0; 16].as_slice()].concat()[..18]);
    let tables = in_front(&jpeg(), &tables.repeat(10_000));
    vec![
        Hostile::refused("3,000 passes", stalled, told::DAMAGED).heavy(),
        Hostile::refused("3,000 passes over 36 million pixels", large, told::DAMAGED).heavy(),
        Hostile::refused("3,000 scans, not progressive", repeated, told::DAMAGED).heavy(),
        Hostile::kept(
            "10,000 Huffman tables of no codes",
            tables,
            Looks::Quarters(14),
        )
        .heavy(),
    ]
}

/// Text and profiles that inflate to a hundred megabytes and more.
fn inflated() -> Vec<Hostile> {
    let exact = Looks::Quarters(2);
    let bomb = deflated_zeros(300 * MEGA);
    let nested = deflated(&bomb);
    let profile = |body: &[u8]| chunk(b"iCCP", &[b"SECRET\0\0".as_slice(), body].concat());
    let text = |body: &[u8]| chunk(b"zTXt", &[b"SECRET\0\0".as_slice(), body].concat());
    let words = |body: &[u8]| {
        let head = b"SECRET\0\x01\0en\0SECRET\0";
        chunk(b"iTXt", &[head.as_slice(), body].concat())
    };
    let kept =
        |name: &str, between: Vec<u8>| Hostile::kept(name, png_with(&[between]), exact).heavy();
    vec![
        kept("a profile that inflates to 300 MB", profile(&bomb)),
        kept("a profile that inflates twice", profile(&nested)),
        kept("a text that inflates to 300 MB", text(&bomb)),
        kept(
            "a thousand such texts",
            text(&deflated_zeros(4 * MEGA)).repeat(1_000),
        ),
        kept(
            "an international text that inflates to 300 MB",
            words(&bomb),
        ),
        kept(
            "a plain text of 8 MB",
            chunk(
                b"tEXt",
                &[b"SECRET\0", vec![b'x'; 8 * MEGA].as_slice()].concat(),
            ),
        ),
        Hostile::kept(
            "16 MB behind the end",
            [jpeg(), SECRET.repeat(1_525_202)].concat(),
            Looks::Quarters(14),
        )
        .heavy(),
    ]
}
