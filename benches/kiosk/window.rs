//! The built program in a window under Xvfb, over the sample school: what a person waits for, from
//! where the finger goes down, where it stays for 50 ms, to the pixels. The screen is looked at every
//! few milliseconds, so that figures are a little too high, never too low.

use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use crate::glass::{Glass, Spot, colours, is_alike, of_colour, program, stop};
use crate::stage::{PATEL, Tablet};
use crate::table::{Times, ms, row, told};
use crate::{Plan, held};

/// The badge of a photo that is kept.
const NAMED: [u8; 3] = [0x1A, 0x6E, 0x3F];

pub fn run(plan: &Plan) {
    let glass = match Glass::new() {
        Ok(glass) => glass,
        Err(why) => return println!("The real window is left out: {why}."),
    };
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let data = home.join("data");
    let made = program(home).arg("sample").arg(&data).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let twin = Tablet::with_a_copy_of(&data);
    let spot = |label: &str| Spot::of(&twin.find(label).unwrap());
    let lock = twin.snapshot();
    let (name, enter) = (spot(PATEL.0), spot("Enter"));
    let digits: Vec<Spot> = PATEL
        .1
        .chars()
        .map(|digit| spot(&digit.to_string()))
        .collect();
    twin.at_the_camera(PATEL);
    let (preview, shutter) = (spot("What the camera sees"), spot("Take a photo"));
    let me = Spot::of(&twin.find_beginning("Ms Patel: lock").unwrap());
    twin.shoot(&[]);
    let last = Spot::of(&twin.find_beginning("Kept.").unwrap());

    let is_locked = |seen: &image::RgbaImage| is_alike(seen, &lock, name);
    let starts = (0..plan.starts).map(|number| {
        let begun = Instant::now();
        let mut window = open(&glass, home, &data);
        glass.until("the lock", None, is_locked);
        let took = begun.elapsed();
        stop(&mut window);
        // The screen is black again before the next.
        glass.until("the end", None, |seen| !is_locked(seen));
        (number, took)
    });
    let mut starts: Vec<Duration> = starts.map(|(_, took)| took).collect();
    let first = starts.remove(0);
    let starts = Times::of(starts);
    row(
        "start of the program to its lock screen",
        &format!(
            "p50 {}, most {}; the first {}",
            told(starts.p50()),
            told(starts.at(1.0)),
            told(first)
        ),
        "",
        "",
        "< 1 s",
        Some(starts.at(0.95) < ms(1000)),
    );

    let mut window = open(&glass, home, &data);
    glass.until("the lock", None, is_locked);
    let process = window.id().to_string();
    let sees = |seen: &image::RgbaImage| colours(seen, preview) > 100;
    let sign_in = || {
        glass.tap(name);
        for digit in &digits {
            glass.tap(*digit);
        }
        let begun = Instant::now();
        glass.tap(enter);
        glass.until("the camera", None, sees);
        begun.elapsed()
    };
    let first = sign_in();
    let mut pins = Vec::new();
    for _ in 0..plan.starts {
        glass.tap(me);
        glass.until("the lock", None, is_locked);
        pins.push(sign_in());
    }
    let pins = Times::of(pins);
    row(
        "PIN to the camera's first picture, in the window",
        &format!(
            "p50 {}, most {}; the first, while its scene is drawn, {}",
            told(pins.p50()),
            told(pins.at(1.0)),
            told(first)
        ),
        "",
        "",
        "< 700 ms",
        Some(pins.at(0.95) < ms(700)),
    );

    std::thread::sleep(Duration::from_secs(2));
    let (before, begun) = (spent(&process), Instant::now());
    std::thread::sleep(plan.preview);
    let share = (spent(&process) - before).as_secs_f64() / begun.elapsed().as_secs_f64();
    row(
        "the whole program with the sample camera's 30 frames a second in its window",
        &format!("{:.0} % of a core, {:.0} MB", share * 100.0, held(&process)),
        "",
        "",
        "≤ 50 % of a core",
        Some(share <= 0.5),
    );

    let is_kept = |seen: &image::RgbaImage| of_colour(seen, last, NAMED) > 100;
    let kept = Times::of(
        (0..plan.shots)
            .map(|_| {
                let begun = Instant::now();
                glass.tap(shutter);
                // The sign of the photo before goes at the tap.
                let kept = glass.until("kept", None, is_kept);
                let took = begun.elapsed();
                assert!(took >= kept);
                std::thread::sleep(ms(1000));
                took
            })
            .collect(),
    );
    row(
        "shutter to the sign that it is kept, in the window, sample camera",
        &format!("p50 {}, p95 {}", told(kept.p50()), told(kept.at(0.95))),
        "",
        "",
        "p95 < 300 ms",
        Some(kept.at(0.95) < ms(300)),
    );
    stop(&mut window);
}

pub fn open(glass: &Glass, home: &Path, data: &Path) -> Child {
    glass.open(home, &["--data", data.to_str().unwrap()])
}

/// Processor time that a process and all its threads took so far.
pub fn spent(process: &str) -> Duration {
    let said = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let after_name = said.rsplit(')').next().unwrap();
    let mut numbers = after_name
        .split_whitespace()
        .skip(11)
        .map(|part| part.parse::<u64>().unwrap());
    let ticks = numbers.next().unwrap() + numbers.next().unwrap();
    // A hundred ticks a second, as Linux tells them whatever the kernel's own are.
    Duration::from_millis(ticks * 10)
}
