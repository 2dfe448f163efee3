//! Thousands of photos that wait for their tags, and the list of them open in the built program.

use std::time::{Duration, Instant};

use shutterslip::acts::capture::{Circumstance, TakenIn};

use super::window::open;
use crate::glass::{Glass, Spot, is_alike, stop};
use crate::stage::{Before, PATEL, Tablet};
use crate::table::row;
use crate::{Plan, held};

pub fn run(plan: &Plan) {
    let glass = match Glass::new() {
        Ok(glass) => glass,
        Err(why) => return println!("The long list is left out: {why}."),
    };
    let (mut desk, folder) = Tablet::after(Before::default()).desk_afterwards();
    desk.begin().unwrap();
    let patel = desk.sign_in(PATEL.0, PATEL.1).unwrap();
    let at = Circumstance {
        group: "Ladybirds",
        ..Circumstance::default()
    };
    for number in 0..plan.list {
        let picture = small(number);
        let kept = desk.keep(&patel, &picture, &at).unwrap();
        let TakenIn::Kept(photo) = kept else {
            panic!("the same picture twice");
        };
        desk.look_at_kept(&patel, &photo).unwrap();
    }
    drop(desk);
    let data = folder.path().join("data");
    let home = tempfile::tempdir().unwrap();
    let twin = Tablet::with_a_copy_of(&data);
    let spot = |label: &str| Spot::of(&twin.find(label).unwrap());
    let lock = twin.snapshot();
    let (name, enter) = (spot(PATEL.0), spot("Enter"));
    let digits: Vec<Spot> = PATEL
        .1
        .chars()
        .map(|digit| spot(&digit.to_string()))
        .collect();
    twin.sign_in(PATEL);
    let shown = format!("{} photos to tag", plan.list);
    twin.must_show(&shown);
    let camera = twin.snapshot();
    let to_tag = Spot::of(&twin.find_beginning(&shown).unwrap());
    twin.tap_beginning(&shown);
    let listed = twin.snapshot();
    let first = Spot::of(&twin.find_beginning("Photo of").unwrap());
    // Its words, not the picture before them.
    let words = Spot {
        x: first.x + first.width / 2,
        width: first.width / 4,
        ..first
    };
    drop(twin);

    let mut window = open(&glass, home.path(), &data);
    let process = window.id().to_string();
    glass.until("the lock", None, |seen| is_alike(seen, &lock, name));
    let locked = held(&process);
    glass.tap(name);
    for digit in &digits {
        glass.tap(*digit);
    }
    glass.tap(enter);
    glass.until("how many wait", None, |seen| {
        is_alike(seen, &camera, to_tag.foot(32))
    });
    let begun = Instant::now();
    glass.tap(to_tag);
    glass.until("the list", None, |seen| is_alike(seen, &listed, words));
    let opened = begun.elapsed();
    std::thread::sleep(Duration::from_secs(10));
    let most = most_held(&process);
    row(
        &format!("{} photos to tag, the list open", plan.list),
        &format!(
            "{:.0} MB ({locked:.0} MB at the lock, {most:.0} MB at most), open after {:.0} ms",
            held(&process),
            opened.as_secs_f64() * 1e3
        ),
        "",
        "",
        "< 200 MB",
        Some(most < 200.0),
    );
    stop(&mut window);
}

/// The most that a process has held, in MB of a million bytes.
pub fn most_held(process: &str) -> f64 {
    let said = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = said
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib * 1024.0 / 1e6
}

/// A picture that no other is like, small enough that five thousand are kept in a minute or two.
pub fn small(number: usize) -> Vec<u8> {
    let shade = |shift: usize| (number >> shift & 0x3F) as u8 * 4;
    let pixels = image::RgbImage::from_fn(640, 480, |x, y| {
        let lower = if y < 240 { x / 4 } else { 0 };
        image::Rgb([shade(0), shade(6), lower as u8 | shade(12)])
    });
    turbojpeg::compress_image(&pixels, 90, turbojpeg::Subsamp::Sub2x2)
        .unwrap()
        .to_vec()
}
