//! How many faces are found, how many boxes are of no face, and how long it takes. Over made-up
//! group pictures: the figures hold for upright portraits of one well-lit face and are an upper
//! bound for children who turn, cover and blur. `cargo bench --bench recall`; also in the profile of
//! the trial run: `cargo bench --profile dev --bench recall`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../tests/faces/portraits.rs"]
mod portraits;

use std::time::Instant;

use portraits::{group, score};
use shutterslip::domain::photo::Area;
use shutterslip::faces::centerface::CenterFace;
use shutterslip::faces::{Effort, FaceFinder, longest_side};

/// Pictures of each size of face.
const PICTURES: u32 = 3;
/// Faces in each.
const FACES: u32 = 24;

fn main() {
    let start = Instant::now();
    let finder = CenterFace::open().unwrap();
    println!(
        "{}; opened in {} ms",
        finder.version(),
        start.elapsed().as_millis()
    );
    for effort in [Effort::Usual, Effort::LookAgain] {
        println!(
            "\n{effort:?}: picture 4000 × 3000, given at {} px",
            longest_side(effort)
        );
        println!("face px  at 1280  counted  found   %  false  ms a picture");
        let (mut all, mut hit, mut wrong) = (0, 0, 0);
        for high in [12, 16, 20, 24, 28, 32, 40, 50, 64, 80, 160] {
            let (mut counted, mut found, mut astray, mut ms) = (0, 0, 0, 0);
            for seed in 0..PICTURES {
                let made = group(4000, 3000, FACES, &[high], seed + high);
                let long = longest_side(effort);
                let given = portraits::scaled(&made.pixels, long, long * 3 / 4);
                let start = Instant::now();
                let boxes = finder.find(&given, effort).unwrap();
                ms += start.elapsed().as_millis();
                let up = |at: u32| at * 4000 / long;
                let boxes: Vec<Area> = boxes
                    .iter()
                    .map(|face| Area {
                        x: up(face.area.x),
                        y: up(face.area.y),
                        width: up(face.area.width),
                        height: up(face.area.height),
                    })
                    .collect();
                let (hits, rest) = score(&made.faces, &boxes);
                counted += made.faces.len();
                found += hits;
                astray += rest;
            }
            println!(
                "{high:7}  {:7.1}  {counted:7}  {found:5} {:3}  {astray:5}  {:12}",
                f64::from(high) * 0.32,
                found * 100 / counted,
                ms / u128::from(PICTURES)
            );
            all += counted;
            hit += found;
            wrong += astray;
        }
        println!(
            "    all           {all:7}  {hit:5} {:3}  {wrong:5}",
            hit * 100 / all
        );
    }
}
