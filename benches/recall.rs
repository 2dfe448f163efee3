//! How many faces are found, how many boxes are too many, and how long it takes. Over made-up group
//! pictures: one well-lit portrait, many times, large and small, turned, close, in crowds, and
//! pictures with nobody in them. The figures are an upper bound for children who turn away, cover
//! their faces and blur. To repeat: `make figures`, or `cargo bench --profile dev --bench recall`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../tests/faces/landscape.rs"]
mod landscape;
#[path = "recall/ordinary.rs"]
mod ordinary;
#[path = "../tests/faces/portraits.rs"]
mod portraits;

use std::time::{Duration, Instant};

use image::{Rgb, RgbImage, imageops};
use landscape::landscape;
use portraits::{FACE, Group, astronaut, group, meadow, scaled, scattered, score};
use shutterslip::domain::photo::Area;
use shutterslip::faces::centerface::CenterFace;
use shutterslip::faces::{Effort, FaceFinder, longest_side};
use shutterslip::picture::{Limits, screen};

/// Faces in a group picture.
const FACES: u32 = 24;
/// Of one, in pixels: 12 megapixels.
const SIDES: (u32, u32) = (4000, 3000);

/// How a picture is looked at: its name, the effort, and the long side that it is given at.
type Look = (&'static str, Effort, u32);

const FAR: Look = ("640 px alone", Effort::Usual, 640);
const USUAL: Look = ("usual: 640 and 1280 px", Effort::Usual, 1280);
const CROWD: Look = ("crowd: and parts of 2560 px", Effort::Crowd, 2560);
const AGAIN: Look = ("look again: and turned", Effort::LookAgain, 2560);

fn main() {
    let finder = CenterFace::open().unwrap();
    for (_, effort, long) in [USUAL, CROWD, AGAIN] {
        assert_eq!(
            longest_side(effort),
            long,
            "a bench that looks as the program does"
        );
    }
    println!("{}, over one portrait, many times:", finder.version());
    println!("\n| pictures | looked at | faces | found | % | boxes too many | s a picture |");
    println!("|---|---|---|---|---|---|---|");
    // Pictures of one's own, in which somebody has counted: `-- FILE...`.
    let files: Vec<String> = std::env::args()
        .skip(1)
        .filter(|one| !one.starts_with("--"))
        .collect();
    if !files.is_empty() {
        return files.iter().for_each(|file| counted_by_hand(&finder, file));
    }
    if std::env::args().any(|one| one == "--ordinary") {
        return ordinary::ordinary(&finder);
    }
    by_height(&finder);
    lying(&finder);
    close(&finder);
    nobody(&finder);
    ordinary::ordinary(&finder);
}

/// How many boxes there are, for whoever has counted the faces.
fn counted_by_hand(finder: &CenterFace, file: &str) {
    let bytes = std::fs::read(file).unwrap();
    for (name, effort, long) in [FAR, USUAL, CROWD, AGAIN] {
        let pixels = screen(&bytes, &Limits::default(), long).unwrap();
        let start = Instant::now();
        let boxes = finder.find(&pixels, effort).unwrap().len();
        let took = start.elapsed().as_secs_f64();
        println!("| {file} | {name} | – | {boxes} boxes | – | – | {took:.2} |");
    }
}

/// Group pictures of 12 megapixels, by the height of a face where it is looked at largest.
fn by_height(finder: &CenterFace) {
    let trials: [(Look, &[u32], u32); 3] = [
        (FAR, &[40, 50, 64, 80, 100, 160], 2),
        (USUAL, &[20, 24, 28, 32, 40, 50, 64, 80, 160], 2),
        (CROWD, &[10, 12, 14, 16, 20, 24, 32, 80, 160], 1),
    ];
    for (look, heights, pictures) in trials {
        for high in heights {
            let made =
                (0..pictures).map(|seed| group(SIDES.0, SIDES.1, FACES, &[*high], seed + high));
            let seen = f64::from(high * look.2) / f64::from(SIDES.0);
            row(
                finder,
                &format!("groups, faces {seen:.0} px high"),
                look,
                made,
            );
        }
    }
}

/// The same, turned as children lie; seen at the size of a middling group.
fn lying(finder: &CenterFace) {
    for look in [USUAL, AGAIN] {
        for degrees in [0_u32, 30, 60, 90, 180] {
            let made =
                [64, 96].map(|high| turned(&group(2400, 1800, FACES, &[high], high), degrees));
            row(finder, &format!("turned by {degrees}°"), look, made);
        }
    }
}

/// A face that fills the frame, whole and cut off.
fn close(finder: &CenterFace) {
    for look in [FAR, USUAL] {
        let made = [50_u32, 60, 70, 80, 90, 100]
            .into_iter()
            .flat_map(|percent| {
                let upright = close_up(percent);
                let mut mirrored = upright.pixels.clone();
                imageops::flip_horizontal_in_place(&mut mirrored);
                let wide = upright.pixels.width();
                let faces = upright.faces.iter().map(|face| Area {
                    x: wide - face.x - face.width,
                    ..*face
                });
                let mirrored = Group {
                    pixels: mirrored,
                    faces: faces.collect(),
                };
                [upright, mirrored]
            });
        row(
            finder,
            "close-ups, a face half the frame to all of it",
            look,
            made,
        );
    }
}

/// Drawn landscapes, meadows, noise, and what is in the portrait beside the face.
fn nobody(finder: &CenterFace) {
    for look in [USUAL, CROWD] {
        let mut pictures: Vec<RgbImage> = vec![
            landscape(4000, 3000),
            landscape(3000, 4000),
            meadow(4000, 3000, 1),
            meadow(4000, 3000, 2),
            RgbImage::from_fn(4000, 3000, |x, y| {
                Rgb([(scattered(x / 4, y / 4, 3) % 256) as u8; 3])
            }),
        ];
        for (x, y, side) in [
            (0, 300, 212),
            (150, 300, 212),
            (300, 300, 212),
            (320, 0, 192),
            (0, 0, 150),
        ] {
            let part = imageops::crop_imm(astronaut(), x, y, side, side).to_image();
            pictures.push(scaled(&part, 3000, 3000));
        }
        let made = pictures.into_iter().map(|pixels| Group {
            pixels,
            faces: Vec::new(),
        });
        row(finder, "nobody in them", look, made);
    }
}

fn row(
    finder: &CenterFace,
    pictures: &str,
    (name, effort, long): Look,
    made: impl IntoIterator<Item = Group>,
) {
    let (mut counted, mut found, mut too_many, mut looks) = (0, 0, 0, 0);
    let mut took = Duration::ZERO;
    for made in made {
        let (width, height) = made.pixels.dimensions();
        let longest = width.max(height);
        let side = |side: u32| (side * long.min(longest) / longest).max(1);
        let given = scaled(&made.pixels, side(width), side(height));
        let start = Instant::now();
        let faces = finder.find(&given, effort).unwrap();
        took += start.elapsed();
        let full = |at: u32| at * longest / long.min(longest);
        let boxes: Vec<Area> = faces
            .iter()
            .map(|face| Area {
                x: full(face.area.x),
                y: full(face.area.y),
                width: full(face.area.width),
                height: full(face.area.height),
            })
            .collect();
        let (hits, rest) = score(&made.faces, &boxes);
        counted += made.faces.len();
        found += hits;
        too_many += rest;
        looks += 1;
    }
    let share = (found * 100)
        .checked_div(counted)
        .map_or("–".to_owned(), |share| share.to_string());
    println!(
        "| {looks} × {pictures} | {name} | {counted} | {found} | {share} | {too_many} | {:.2} |",
        took.as_secs_f64() / f64::from(looks)
    );
}

/// The picture turned about its middle, on a meadow that has room for all of it.
fn turned(made: &Group, degrees: u32) -> Group {
    let (width, height) = made.pixels.dimensions();
    let side = f64::from(width).hypot(f64::from(height)).ceil() as u32;
    let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
    let middle = f64::from(side) / 2.0;
    let (across, down) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    let mut pixels = meadow(side, side, degrees);
    for (x, y, pixel) in pixels.enumerate_pixels_mut() {
        let (dx, dy) = (f64::from(x) - middle, f64::from(y) - middle);
        let from = (dx * cos + dy * sin + across, dy * cos - dx * sin + down);
        if let Some(between) =
            imageops::interpolate_bilinear(&made.pixels, from.0 as f32, from.1 as f32)
        {
            *pixel = between;
        }
    }
    let faces = made.faces.iter().map(|face| {
        let half = f64::from(face.width.max(face.height)) / 2.0;
        let dx = f64::from(face.x) + f64::from(face.width) / 2.0 - across;
        let dy = f64::from(face.y) + f64::from(face.height) / 2.0 - down;
        Area {
            x: (dx * cos - dy * sin + middle - half) as u32,
            y: (dy * cos + dx * sin + middle - half) as u32,
            width: (half * 2.0) as u32,
            height: (half * 2.0) as u32,
        }
    });
    Group {
        faces: faces.collect(),
        pixels,
    }
}

/// The astronaut so close that her face is that much of the picture's height.
fn close_up(percent: u32) -> Group {
    let high = FACE.height * 100 / percent;
    let wide = high * 3 / 4;
    let x = FACE.x + FACE.width / 2 - wide / 2;
    let y = (FACE.y + FACE.height / 2).saturating_sub(high / 2);
    let part = imageops::crop_imm(astronaut(), x, y, wide, high).to_image();
    let pixels = scaled(&part, 2400, 2400 * high / wide);
    let full = |length: u32| length * 2400 / wide;
    // Where the face is wider than the frame, what can be seen of it.
    let left = FACE.x.saturating_sub(x);
    let face = Area {
        x: full(left),
        y: full(FACE.y.saturating_sub(y)),
        width: full(FACE.width.min(wide)),
        height: full(FACE.height.min(high)),
    };
    Group {
        pixels,
        faces: vec![face],
    }
}
