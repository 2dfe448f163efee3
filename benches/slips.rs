//! A hundred slips printed, ticked, worn and read back; then, where `pdftoppm` is there, a few drawn by
//! it instead of by us, so that our own drawing does not only agree with itself. Prints what README
//! tells. `cargo bench --profile dev --bench slips [-- --slips 100]`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code
)]

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;

use shutterslip::domain::language::Language;

#[path = "../tests/slips/pen.rs"]
mod pen;
#[path = "../tests/slips/pile.rs"]
mod pile;
#[path = "../tests/safekeeping/school.rs"]
mod school;

use pile::{Count, Pile, read_back};

fn told(what: &str, count: &Count, seconds: f64) {
    println!(
        "| {what} | {} of {} | {} | {:.1} % of {} | {} | {} | {:.1} s |",
        count.right_child,
        count.slips,
        count.wrong_child,
        count.right as f64 * 100.0 / count.boxes.max(1) as f64,
        count.boxes,
        count.unclear,
        count.wrong,
        seconds / count.slips.max(1) as f64,
    );
}

/// A page as another program draws it.
fn drawn_by_pdftoppm(pdf: &[u8]) -> Option<image::RgbImage> {
    let mut other = Command::new("pdftoppm")
        .args(["-png", "-scale-to", "2200", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = other.stdin.take()?;
    input.write_all(pdf).ok()?;
    drop(input);
    let png = other.wait_with_output().ok()?.stdout;
    Some(image::load_from_memory(&png).ok()?.to_rgb8())
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let slips = arguments
        .iter()
        .position(|one| one == "--slips")
        .and_then(|place| arguments.get(place + 1)?.parse().ok())
        .unwrap_or(100);
    println!(
        "| slips | right child | wrong child | boxes right | unclear | wrong | made, worn and read |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut pile = Pile::new();
    let people = pile.group("Wrens", slips);
    let start = Instant::now();
    let count = read_back(&mut pile, &people, pen::HARD, 100);
    told(
        "5° turned, aslant, grain, a shadow, JPEG 50",
        &count,
        start.elapsed().as_secs_f64(),
    );
    let mut count = Count::default();
    let start = Instant::now();
    for (number, person) in people.iter().take(10).enumerate() {
        let office = &school::template().office;
        let made = pile
            .desk
            .make_slip(office, person, Language::English)
            .unwrap();
        let Some(paper) = drawn_by_pdftoppm(&made.pdf) else {
            println!("`pdftoppm` is not here: nothing is compared");
            return;
        };
        let mut rng = fastrand::Rng::with_seed(number as u64);
        pile.read_paper(person, paper, pen::HARD, &mut rng, &mut count);
    }
    told(
        "the same, drawn by pdftoppm",
        &count,
        start.elapsed().as_secs_f64(),
    );
}
