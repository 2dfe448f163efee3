//! How many faces are found, how many boxes are of no face, and how long it takes. Over made-up
//! group pictures of 12 megapixels: one well-lit portrait, upright, many times. The figures are an
//! upper bound for children who turn, cover their faces and blur. To repeat:
//! `cargo bench --profile dev --bench recall` (about five minutes on two cores).
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../tests/faces/portraits.rs"]
mod portraits;

use std::time::Instant;

use portraits::{group, scaled, score};
use shutterslip::domain::photo::Area;
use shutterslip::faces::centerface::CenterFace;
use shutterslip::faces::{Effort, FaceFinder};

/// Faces in each picture.
const FACES: u32 = 24;
/// Of the picture, in pixels.
const SIDES: (u32, u32) = (4000, 3000);

/// What is tried: its name, the effort, the long side that the picture is given at, how many
/// pictures of each height of face, and which heights.
type Trial = (&'static str, Effort, u32, u32, &'static [u32]);

const ALL: &[u32] = &[12, 16, 20, 24, 32, 40, 50, 64, 80, 160];

const TRIALS: [Trial; 4] = [
    ("640 px alone", Effort::Usual, 640, 3, ALL),
    ("usual: 640 and 1280 px", Effort::Usual, 1280, 3, ALL),
    ("crowd: and tiles of 2560 px", Effort::Crowd, 2560, 1, ALL),
    (
        "look again: and quarter turns",
        Effort::LookAgain,
        2560,
        1,
        &[24, 40, 80],
    ),
];

fn main() {
    let start = Instant::now();
    let finder = CenterFace::open().unwrap();
    let opened = start.elapsed().as_millis();
    println!("{}, opened in {opened} ms", finder.version());
    for trial in TRIALS {
        table(&finder, trial);
    }
}

fn table(finder: &CenterFace, (name, effort, long, pictures, heights): Trial) {
    println!("\n{name}: {SIDES:?} given at {long} px");
    println!("face px  as given  counted  found    %  false  ms a picture");
    for high in heights {
        let (mut counted, mut found, mut astray, mut ms) = (0, 0, 0, 0);
        for seed in 0..pictures {
            let made = group(SIDES.0, SIDES.1, FACES, &[*high], seed + high);
            let given = scaled(&made.pixels, long, long * SIDES.1 / SIDES.0);
            let start = Instant::now();
            let faces = finder.find(&given, effort).unwrap();
            ms += start.elapsed().as_millis();
            let full = |at: u32| at * SIDES.0 / long;
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
            astray += rest;
        }
        println!(
            "{high:7}  {:8.1}  {counted:7}  {found:5}  {:3}  {astray:5}  {:12}",
            f64::from(*high) * f64::from(long) / f64::from(SIDES.0),
            found * 100 / counted,
            ms / u128::from(pictures)
        );
    }
}
