//! A signed form before the camera: its edges found, laid straight, bound with others.

use image::{Rgb, RgbImage};
use shutterslip::picture::Encoded;
use shutterslip::picture::bundle::{bound, pages_of};
use shutterslip::picture::straighten::{Corners, sheet, straightened};
use shutterslip::picture::{Darkroom, InProcess};

const DARK: Rgb<u8> = Rgb([58, 46, 40]);
const PAPER: Rgb<u8> = Rgb([238, 236, 230]);

/// Whether a point lies between four corners.
fn is_within(corners: &Corners, x: f32, y: f32) -> bool {
    let next = corners.iter().cycle().skip(1);
    corners
        .iter()
        .zip(next)
        .all(|((x0, y0), (x1, y1))| (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0.0)
}

/// A sheet on a table, with a red spot in its top left quarter and writing all over.
fn photographed(corners: &Corners, noise: u8) -> RgbImage {
    let mut random = fastrand::Rng::with_seed(7);
    let middle = |one: usize, other: usize| {
        let ((x0, y0), (x1, y1)) = (corners[one], corners[other]);
        ((x0 + x1) / 2.0, (y0 + y1) / 2.0)
    };
    let centre = middle(0, 2);
    let spot = (
        (corners[0].0 + centre.0) / 2.0,
        (corners[0].1 + centre.1) / 2.0,
    );
    RgbImage::from_fn(1200, 1600, |x, y| {
        let (x, y) = (x as f32, y as f32);
        let colour = if !is_within(corners, x, y) {
            DARK
        } else if (x - spot.0).hypot(y - spot.1) < 40.0 {
            Rgb([200, 20, 20])
        } else if y % 50.0 < 6.0 && x % 90.0 > 30.0 {
            Rgb([20, 20, 60])
        } else {
            PAPER
        };
        let by = i16::from(random.u8(0..=noise)) - i16::from(noise / 2);
        Rgb(colour
            .0
            .map(|part| (i16::from(part) + by).clamp(0, 255) as u8))
    })
}

fn is_near(found: &Corners, sought: &Corners, by: f32) -> bool {
    let mut pairs = found.iter().zip(sought);
    pairs.all(|((x0, y0), (x1, y1))| (x1 - x0).hypot(y1 - y0) <= by)
}

#[test]
fn a_sheet_is_found_however_it_lies() {
    for corners in [
        [
            (200.0, 200.0),
            (1000.0, 200.0),
            (1000.0, 1330.0),
            (200.0, 1330.0),
        ],
        // Askew, as a hand lays it.
        [
            (290.0, 150.0),
            (1080.0, 260.0),
            (930.0, 1400.0),
            (130.0, 1290.0),
        ],
        // From below: narrower at the top.
        [
            (360.0, 240.0),
            (850.0, 230.0),
            (1090.0, 1420.0),
            (120.0, 1440.0),
        ],
    ] {
        for noise in [0, 30] {
            let found = sheet(&photographed(&corners, noise)).expect("no sheet was found");
            assert!(is_near(&found, &corners, 16.0), "{found:?} for {corners:?}");
        }
    }
}

#[test]
fn what_lies_askew_comes_out_straight_and_the_right_way_round() {
    let corners = [
        (290.0, 150.0),
        (1080.0, 260.0),
        (930.0, 1400.0),
        (130.0, 1290.0),
    ];
    let pixels = photographed(&corners, 10);
    let found = sheet(&pixels).unwrap();
    let laid = straightened(&pixels, &found, 1000);
    let (width, height) = laid.dimensions();
    assert_eq!(width.max(height), 1000);
    assert!(height > width, "{width} by {height}");
    // Nothing of the table, but for a hair at the edge.
    let dark = |x: u32, y: u32| laid.get_pixel(x, y).0.iter().all(|part| *part < 90);
    for share in 1..20 {
        let (x, y) = (width * share / 20, height * share / 20);
        assert!(!dark(x, 12) || !dark(x, 20), "the top edge is off");
        assert!(!dark(12, y) || !dark(12, y + 9), "the left edge is off");
    }
    let spot = laid.get_pixel(width / 4, height / 4).0;
    assert!(
        spot[0] > 150 && spot[1] < 90,
        "the spot lies elsewhere: {spot:?}"
    );
}

#[test]
fn where_no_sheet_can_be_made_out_none_is_made_up() {
    let plain = RgbImage::from_pixel(900, 700, PAPER);
    assert_eq!(sheet(&plain), None);
    let dark = RgbImage::from_pixel(900, 700, DARK);
    assert_eq!(sheet(&dark), None);
    // Half of it lies outside the picture.
    let cut = [
        (300.0, -400.0),
        (1900.0, -400.0),
        (1900.0, 900.0),
        (300.0, 900.0),
    ];
    assert_eq!(sheet(&photographed(&cut, 0)), None);
    // As small as a stamp.
    let stamp = [
        (500.0, 500.0),
        (640.0, 500.0),
        (640.0, 700.0),
        (500.0, 700.0),
    ];
    assert_eq!(sheet(&photographed(&stamp, 0)), None);
    let mut random = fastrand::Rng::with_seed(3);
    let noise = RgbImage::from_fn(400, 400, |_, _| Rgb([random.u8(..); 3]));
    assert_eq!(sheet(&noise), None);
    for (width, height) in [(1, 1), (15, 900), (3000, 2)] {
        assert_eq!(sheet(&RgbImage::from_pixel(width, height, PAPER)), None);
    }
}

#[test]
fn pages_are_bound_and_taken_apart_as_the_same_pictures() {
    assert_eq!(bound(&[]), None);
    let page = |shade: u8| Encoded::of(&RgbImage::from_pixel(120, 170, Rgb([shade; 3]))).unwrap();
    let one = bound(&[page(10)]).unwrap();
    assert!(one.starts_with(&[0xff, 0xd8]), "one page is a picture");
    assert_eq!(pages_of(&one), None);
    let file = bound(&[page(10), page(120), page(240)]).unwrap();
    assert!(file.starts_with(b"%PDF-"));
    let pages = pages_of(&file).unwrap();
    assert_eq!(pages.len(), 3);
    for (bytes, shade) in pages.iter().zip([10_i16, 120, 240]) {
        let shown = InProcess::default().screen(bytes, 200).unwrap();
        assert_eq!(shown.pixels.dimensions(), (120, 170));
        let seen = i16::from(shown.pixels.get_pixel(60, 80).0[0]);
        assert!((seen - shade).abs() < 5, "{seen} for {shade}");
    }
    // Every part lies where the file's own table says.
    let text = String::from_utf8_lossy(&file);
    let table = text.rsplit_once("startxref\n").unwrap().1;
    let table: usize = table.lines().next().unwrap().parse().unwrap();
    assert!(file[table..].starts_with(b"xref\n"));
    let entries = String::from_utf8_lossy(&file[table..]).into_owned();
    for (number, entry) in entries.lines().skip(3).take(11).enumerate() {
        let place: usize = entry[..10].parse().unwrap();
        let head = format!("{} 0 obj", number + 1);
        assert!(file[place..].starts_with(head.as_bytes()), "{entry}");
    }
}

#[test]
fn a_pdf_of_others_or_a_broken_one_is_not_taken_apart() {
    let page = Encoded::of(&RgbImage::from_pixel(60, 80, PAPER)).unwrap();
    let file = bound(&[page.clone(), page]).unwrap();
    assert_eq!(pages_of(b"%PDF-1.7\nanything"), None);
    for cut in [40, file.len() / 2] {
        let left = pages_of(&file[..cut]);
        assert!(left.is_none_or(|pages| pages.len() < 2), "cut at {cut}");
    }
}
