//! PNGs of every kind, and ones whose chunks are cut, out of order or overflowing.

use super::writing::{
    PLAIN, PNG, SECRET, changed, chunk, deflated, ihdr, jpeg_as, png_of, png_with, quarters,
    rgb_rows,
};
use super::{Hostile, Looks, camera_details, told};

const EXACT: Looks = Looks::Quarters(2);

pub fn all() -> Vec<Hostile> {
    [kinds(), cut(), torn(), passengers()].concat()
}

/// Rows of the quarters in another form: a function from row and column to the bytes of a pixel.
fn rows(of: impl Fn(u32, u32) -> Vec<u8>) -> Vec<u8> {
    (0..64)
        .flat_map(|y| std::iter::once(0).chain((0..96).flat_map(|x| of(x, y)).collect::<Vec<u8>>()))
        .collect()
}

fn at(x: u32, y: u32) -> [u8; 3] {
    quarters(2, 2).get_pixel(x / 48, y / 32).0
}

fn number(x: u32, y: u32) -> u8 {
    (x / 48 + 2 * (y / 32)) as u8
}

fn grey(x: u32, y: u32) -> u8 {
    [70, 120, 60, 200][usize::from(number(x, y))]
}

/// Numbers of a few bits, packed from the high end of each byte.
fn packed(bits: u32, of: impl Fn(u32, u32) -> u8) -> Vec<u8> {
    let each = 8 / bits;
    (0..64)
        .flat_map(|y| {
            let row: Vec<u8> = (0..96 / each)
                .map(|byte| {
                    (0..each).fold(0, |packed, place| {
                        (packed << bits) | of(byte * each + place, y)
                    })
                })
                .collect();
            std::iter::once(0).chain(row)
        })
        .collect()
}

/// The seven passes of an interlaced picture, each with its own rows.
fn interlaced() -> Vec<u8> {
    let passes = [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];
    let mut bytes = Vec::new();
    for (left, top, across, down) in passes {
        for y in (top..64).step_by(down) {
            bytes.push(0);
            for x in (left..96).step_by(across) {
                bytes.extend(at(x, y));
            }
        }
    }
    bytes
}

fn kinds() -> Vec<Hostile> {
    let palette = chunk(
        b"PLTE",
        &[0, 1, 2, 3].map(|n| at(n % 2 * 48, n / 2 * 32)).concat(),
    );
    let deep = |byte: u8| [byte, 0x31];
    let size = |depth, colour, interlace| ihdr(96, 64, depth, colour, interlace);
    vec![
        Hostile::kept(
            "16 bits a colour",
            png_of(
                &size(16, 2, 0),
                &[],
                &rows(|x, y| at(x, y).map(deep).concat()),
            ),
            EXACT,
        ),
        Hostile::kept(
            "16 bits and transparent",
            png_of(
                &size(16, 6, 0),
                &[],
                &rows(|x, y| [at(x, y).map(deep).concat(), vec![0xff, 0xff]].concat()),
            ),
            EXACT,
        ),
        Hostile::kept(
            "16 bits of grey",
            png_of(&size(16, 0, 0), &[], &rows(|x, y| vec![grey(x, y), 7])),
            Looks::Greys,
        ),
        Hostile::kept(
            "grey and transparent",
            png_of(&size(8, 4, 0), &[], &rows(|x, y| vec![grey(x, y), 255])),
            Looks::Greys,
        ),
        Hostile::kept(
            "two bits of palette",
            png_of(
                &size(2, 3, 0),
                std::slice::from_ref(&palette),
                &packed(2, number),
            ),
            EXACT,
        ),
        Hostile::kept(
            "a palette, some of it transparent",
            png_of(
                &size(2, 3, 0),
                &[palette.clone(), chunk(b"tRNS", &[255, 255, 255])],
                &packed(2, number),
            ),
            EXACT,
        ),
        Hostile::kept(
            "one bit of grey",
            png_of(&size(1, 0, 0), &[], &packed(1, |x, y| number(x, y) & 1)),
            Looks::Sized(96, 64),
        ),
        Hostile::kept(
            "interlaced",
            png_of(&size(8, 2, 1), &[], &interlaced()),
            EXACT,
        ),
        Hostile::kept(
            "all of it invisible",
            png_of(
                &size(8, 6, 0),
                &[],
                &rows(|x, y| [at(x, y).to_vec(), vec![0]].concat()),
            ),
            Looks::Sized(96, 64),
        ),
        Hostile::refused(
            "a palette that is not there",
            png_of(&size(2, 3, 0), &[], &packed(2, number)),
            told::DAMAGED,
        ),
        Hostile::refused(
            "seven bits a colour",
            png_of(&size(7, 2, 0), &[], &rows(|x, y| at(x, y).to_vec())),
            told::DAMAGED,
        ),
        Hostile::refused(
            "a colour type 5",
            png_of(&size(8, 5, 0), &[], &rows(|x, y| at(x, y).to_vec())),
            told::DAMAGED,
        ),
        Hostile::refused(
            "an interlace method 9",
            png_of(&size(8, 2, 9), &[], &rows(|x, y| at(x, y).to_vec())),
            told::DAMAGED,
        ),
        Hostile::refused(
            "no width",
            png_of(&ihdr(0, 64, 8, 2, 0), &[], &[]),
            told::DAMAGED,
        ),
        Hostile::refused(
            "no height",
            png_of(&ihdr(96, 0, 8, 2, 0), &[], &[]),
            told::DAMAGED,
        ),
    ]
}

fn chunk_ends(png: &[u8]) -> Vec<usize> {
    let mut ends = vec![8];
    let mut at = 8;
    while at + 12 <= png.len() {
        at += 12 + u32::from_be_bytes(png[at..at + 4].try_into().unwrap()) as usize;
        ends.push(at);
    }
    ends
}

fn cut() -> Vec<Hostile> {
    let whole = png_with(&[chunk(b"tEXt", &[b"Comment\0", SECRET].concat())]);
    let ends = chunk_ends(&whole);
    let mut all = Vec::new();
    for (number, end) in ends.iter().take(ends.len() - 1).enumerate() {
        let name = format!("PNG cut before chunk {number}");
        all.push(Hostile::refused(name, whole[..*end].to_vec(), told::CUT));
        let name = format!("PNG cut within chunk {number}");
        all.push(Hostile::refused(
            name,
            whole[..*end + 7].to_vec(),
            told::CUT,
        ));
    }
    let last = whole.len() - 3;
    all.push(Hostile::refused(
        "PNG cut within its last checksum",
        whole[..last].to_vec(),
        told::CUT,
    ));
    all
}

fn torn() -> Vec<Hostile> {
    let good = rgb_rows(&quarters(96, 64));
    let whole = png_with(&[]);
    let header = ihdr(96, 64, 8, 2, 0);
    let end = chunk(b"IEND", &[]);
    let details = chunk(b"eXIf", &camera_details());
    let of = |chunks: &[&[u8]]| [PNG, &chunks.concat()].concat();
    let pixels = |stream: &[u8]| of(&[&header, &details, &chunk(b"IDAT", stream), &end]);
    let stream = deflated(&good);
    let damaged = |name: &str, bytes: Vec<u8>| Hostile::refused(name, bytes, told::DAMAGED);
    let mut filtered = good.clone();
    filtered[0] = 9;
    vec![
        damaged(
            "a header with a false checksum",
            changed(&whole, 30, &[1, 2]),
        ),
        damaged("pixels with a false checksum", {
            let at = whole.len() - 12 - 4;
            changed(&whole, at, &[1, 2, 3, 4])
        }),
        damaged(
            "a filter that there is not",
            png_of(&header, &[], &filtered),
        ),
        damaged(
            "a stream of pixels that ends early",
            pixels(&stream[..stream.len() / 2]),
        ),
        // Each chunk has its own checksum, which is held; the stream's second one is not asked for.
        Hostile::kept(
            "a stream of pixels with a false sum",
            {
                let at = stream.len() - 2;
                pixels(&changed(&stream, at, &[0x55, 0xaa]))
            },
            EXACT,
        ),
        damaged("a stream of pixels that is none", pixels(&[0x5a; 900])),
        damaged(
            "too few rows",
            png_of(&header, &[], &good[..good.len() / 2]),
        ),
        damaged("no pixels", of(&[&header, &details, &end])),
        damaged(
            "two headers",
            of(&[&header, &header, &details, &chunk(b"IDAT", &stream), &end]),
        ),
        damaged(
            "another chunk in front of the header",
            of(&[&details, &header, &chunk(b"IDAT", &stream), &end]),
        ),
        damaged(
            "an end in front of the pixels",
            of(&[&header, &details, &end, &chunk(b"IDAT", &stream), &end]),
        ),
        Hostile::refused(
            "a chunk of four gigabytes",
            of(&[&header, &details, &[0xff; 4], b"IDAT", &stream, &end]),
            told::CUT,
        ),
        Hostile::refused(
            "moving, by its control chunk",
            {
                let control = chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
                of(&[&header, &control, &details, &chunk(b"IDAT", &stream), &end])
            },
            "this is a moving PNG picture, and only still ones can be used; save one still",
        ),
        Hostile::kept(
            "pixels in a thousand pieces",
            {
                let pieces: Vec<u8> = stream
                    .chunks(stream.len().div_ceil(1_000))
                    .flat_map(|piece| [chunk(b"IDAT", piece), chunk(b"IDAT", &[])].concat())
                    .collect();
                of(&[&header, &details, &pieces, &end])
            },
            EXACT,
        ),
        Hostile::kept(
            "more rows than it says",
            png_of(&header, &[], &[good.clone(), good].concat()),
            EXACT,
        ),
    ]
}

fn passengers() -> Vec<Hostile> {
    let noise: Vec<u8> = (0..50_000_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 11) as u8)
        .collect();
    let profile = |body: &[u8]| chunk(b"iCCP", &[b"SECRET-0451\0\0", body].concat());
    let words = [b"Comment\0".as_slice(), SECRET].concat();
    let second = [
        png_with(&[]),
        SECRET.to_vec(),
        jpeg_as(&quarters(24, 16), PLAIN),
    ]
    .concat();
    vec![
        Hostile::kept("a text, plain", png_with(&[chunk(b"tEXt", &words)]), EXACT),
        Hostile::kept(
            "a text that is deflated noise",
            png_with(&[chunk(
                b"zTXt",
                &[b"Comment\0\0".as_slice(), &deflated(&noise)].concat(),
            )]),
            EXACT,
        ),
        Hostile::kept(
            "XMP as international text",
            png_with(&[chunk(
                b"iTXt",
                &[b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), SECRET].concat(),
            )]),
            EXACT,
        ),
        Hostile::kept(
            "a profile of deflated noise",
            png_with(&[profile(&deflated(&noise))]),
            EXACT,
        ),
        Hostile::kept(
            "a profile that does not inflate",
            png_with(&[profile(&noise[..400])]),
            EXACT,
        ),
        Hostile::kept(
            "a gamma of nothing",
            png_with(&[chunk(b"gAMA", &[0; 4])]),
            EXACT,
        ),
        Hostile::kept("a JPEG behind the end", second, EXACT),
        Hostile::refused(
            "camera details of five megabytes",
            png_of(&ihdr(96, 64, 8, 2, 0), &[], &rgb_rows(&quarters(96, 64))).splice_details(),
            told::DETAILS,
        ),
    ]
}

/// Larger details in place of the usual ones.
trait SpliceDetails {
    fn splice_details(self) -> Vec<u8>;
}

impl SpliceDetails for Vec<u8> {
    fn splice_details(self) -> Vec<u8> {
        let usual = chunk(b"eXIf", &camera_details());
        let larger = chunk(b"eXIf", &[camera_details(), vec![0; 5 << 20]].concat());
        let start = 8 + 25;
        [&self[..start], &larger, &self[start + usual.len()..]].concat()
    }
}
