//! How long looking for faces takes; how many are found is benches/recall.rs's.

use std::path::Path;
use std::time::Instant;

use shutterslip::faces::centerface::CenterFace;
use shutterslip::faces::{Effort, FaceFinder};
use shutterslip::picture::{Limits, screen};

use super::process::{cost, cpu, own, text};
use super::table::{Times, row, told};

const LOOKS: usize = 9;

pub fn looking(folder: &Path, photo: &[u8]) {
    let file = folder.join("photo.jpg");
    std::fs::write(&file, photo).unwrap();
    let finder = CenterFace::open().unwrap();
    for (long, what) in [
        (640, "looked for at 640 px alone"),
        (1280, "looked for at 640 and 1280 px, as in every photo"),
    ] {
        let pixels = screen(photo, &Limits::default(), long).unwrap();
        let (mut waits, mut works) = (Vec::new(), Vec::new());
        for _ in 0..LOOKS {
            let start = Instant::now();
            works.push(cpu(|| drop(finder.find(&pixels, Effort::Usual).unwrap())));
            waits.push(start.elapsed());
        }
        let long = long.to_string();
        let command = own("faces", &[text(&file), &long]);
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        row(
            &format!("faces {what}"),
            &format!(
                "{} of processor time, {} by the clock, {:.0} MB",
                told(Times::of(works).p50()),
                told(Times::of(waits).p50()),
                cost(&command).peak_mb
            ),
            "",
            "",
            "",
            None,
        );
    }
}

/// What is measured in a process of its own.
pub fn own_faces(file: &str, long: u32) {
    let photo = std::fs::read(file).unwrap();
    let pixels = screen(&photo, &Limits::default(), long).unwrap();
    drop(photo);
    let finder = CenterFace::open().unwrap();
    assert!(!finder.find(&pixels, Effort::Usual).unwrap().is_empty());
}
