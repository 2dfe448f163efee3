//! What a camera costs: frames a second and processor time of the preview, how long a still takes at
//! 12 megapixels, and 1,000 shots with 20 pulled cables in between. Over the sample camera, and over
//! the engine for real cameras with made-up ones. To repeat: `cargo bench --profile dev --bench
//! camera`; `-- --small` does little of everything, for a quick look whether all of it runs. The made-up
//! cameras' own work, drawing test patterns, is counted too where it is in this process, so that the
//! figures are upper bounds; a row tells what it alone takes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../tests/camera/ear.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod ear;
#[path = "../tests/camera/pretend.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod pretend;
#[path = "figures/process.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod process;
#[path = "figures/table.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod table;

use std::sync::Arc;
use std::time::{Duration, Instant};

use ear::Ear;
use gstreamer as gst;
use gstreamer::prelude::*;
use pretend::Pretend;
use shutterslip::camera::Cameras;
use shutterslip::camera::sample::SampleCamera;
use shutterslip::sample::scenes;
use table::{HEADING, Times, row};

/// Half a core, and nearly every one of thirty frames.
const MOST_CPU: f64 = 0.5;
const LEAST_FPS: f64 = 29.0;

/// From the shutter to a whole JPEG; what is left of 300 ms is for keeping it.
const MOST_STILL: Duration = Duration::from_millis(200);

const HD: &str = "width=1280,height=720,framerate=30/1";
const TWELVE: &str = "width=4000,height=3000,framerate=30/1";

struct Plan {
    preview: Duration,
    stills: u64,
    shots: u64,
    replugs: u64,
}

fn main() {
    let is_small = std::env::args().any(|argument| argument == "--small");
    let plan = if is_small {
        Plan {
            preview: Duration::from_secs(2),
            stills: 5,
            shots: 40,
            replugs: 4,
        }
    } else {
        Plan {
            preview: Duration::from_secs(10),
            stills: 50,
            shots: 1_000,
            replugs: 20,
        }
    };
    gst::init().unwrap();
    println!("{HEADING}");
    pattern_alone("the pattern alone, 1280×720", HD, plan.preview);
    for (what, format, size) in [
        ("preview, 1280×720 NV12", "NV12", HD),
        ("preview, 1280×720 YUY2", "YUY2", HD),
    ] {
        let (mut cameras, _) = made_up(&format!("video/x-raw,format={format},{size}"), "");
        preview(what, &mut cameras, plan.preview, true);
    }
    pattern_alone("the pattern alone, 12 MP", TWELVE, plan.preview);
    let twelve = format!("video/x-raw,format=NV12,{TWELVE}");
    let (mut cameras, _) = made_up(&twelve, "");
    preview(
        "preview of a 12 MP stream, NV12",
        &mut cameras,
        plan.preview,
        false,
    );
    stills("still, 12 MP NV12", &mut cameras, plan.stills);
    drop(cameras);
    let (mut cameras, _) = sample();
    preview("preview, sample camera", &mut cameras, plan.preview, true);
    stills("still, sample camera, 12 MP", &mut cameras, plan.stills);
    drop(cameras);
    shots(&plan);
}

/// A made-up camera, watched.
fn made_up(caps: &str, source: &str) -> (Watched, Pretend) {
    let class = pretend::class();
    let camera = Pretend::new(&class, "one", caps, source);
    camera.plug_in();
    let cameras = pretend::cameras(&class);
    (Watched::new(Box::new(cameras)), camera)
}

fn sample() -> (Watched, ()) {
    let draw = |at: usize| scenes::seen(at).ok();
    let cameras = SampleCamera::new(scenes::scenes().len(), Arc::new(draw));
    (Watched::new(Box::new(cameras)), ())
}

struct Watched {
    cameras: Box<dyn Cameras>,
    ear: Ear,
}

impl Watched {
    fn new(mut cameras: Box<dyn Cameras>) -> Watched {
        let ear = Ear::default();
        cameras.watch(ear.told());
        ear.found();
        cameras.show(None);
        ear.running();
        Watched { cameras, ear }
    }
}

/// What drawing the test pattern takes, thrown away at once.
fn pattern_alone(what: &str, size: &str, time: Duration) {
    let description =
        format!("videotestsrc is-live=true ! video/x-raw,format=NV12,{size} ! fakesink sync=false");
    let pipeline = gst::parse::launch(&description).unwrap();
    pipeline.set_state(gst::State::Playing).unwrap();
    std::thread::sleep(Duration::from_secs(1));
    let cpu = process::cpu(|| std::thread::sleep(time));
    pipeline.set_state(gst::State::Null).unwrap();
    let share = cpu.as_secs_f64() / time.as_secs_f64();
    row(
        what,
        &format!("{:.0} % of a core", share * 100.0),
        "",
        "",
        "",
        None,
    );
}

fn preview(what: &str, watched: &mut Watched, time: Duration, is_aimed_at: bool) {
    std::thread::sleep(Duration::from_secs(1));
    let mut frames = 0_u32;
    let cpu = process::cpu(|| {
        let end = Instant::now() + time;
        while Instant::now() < end {
            watched.ear.frame();
            frames += u32::from(watched.cameras.frame().is_some());
        }
    });
    let (fps, share) = (
        f64::from(frames) / time.as_secs_f64(),
        cpu.as_secs_f64() / time.as_secs_f64(),
    );
    let is_met = fps >= LEAST_FPS && share <= MOST_CPU;
    row(
        what,
        &format!("{fps:.1} fps, {:.0} % of a core", share * 100.0),
        "",
        "",
        if is_aimed_at {
            "30 fps, ≤ 50 % of a core"
        } else {
            ""
        },
        is_aimed_at.then_some(is_met),
    );
}

fn stills(what: &str, watched: &mut Watched, count: u64) {
    let mut times = Vec::new();
    let mut bytes = 0;
    for number in 0..count {
        let before = Instant::now();
        watched.cameras.take(number);
        let answer = watched.ear.answers(&[number]).remove(0);
        times.push(before.elapsed());
        bytes += answer.unwrap();
        watched.ear.forget();
    }
    let times = Times::of(times);
    let ms = |share: f64| times.at(share).as_secs_f64() * 1e3;
    row(
        what,
        &format!(
            "p50 {:.0} ms, p95 {:.0} ms, {:.1} MB",
            ms(0.5),
            ms(0.95),
            bytes as f64 / count as f64 / 1e6
        ),
        "",
        "",
        "p95 ≤ 200 ms",
        Some(times.at(0.95) <= MOST_STILL),
    );
}

/// Shots without a pause, the cable pulled now and then in the middle of one: a still that the cable
/// took away is asked for again, as a person would.
fn shots(plan: &Plan) {
    let caps = format!("video/x-raw,format=NV12,{HD}");
    let (mut watched, camera) = made_up(&caps, "pattern=ball");
    let (mut taken, mut lost, mut number) = (0, 0, 0);
    let mut pulled = 0;
    let before = resident();
    let begun = Instant::now();
    let mut after_a_tenth = before;
    while taken < plan.shots {
        number += 1;
        watched.cameras.take(number);
        if taken > (pulled + 1) * plan.shots / (plan.replugs + 1) {
            camera.unplug();
            pulled += 1;
            watched.ear.stopped();
            camera.plug_in();
            watched.ear.running();
        }
        match watched.ear.answers(&[number]).remove(0) {
            Ok(_) => taken += 1,
            Err(_) => lost += 1,
        }
        if taken == plan.shots / 10 {
            after_a_tenth = resident();
        }
        watched.ear.forget();
    }
    let growth = (resident() - after_a_tenth) as f64 / 1e6;
    row(
        &format!("{taken} shots, the cable pulled {pulled} times"),
        &format!(
            "{lost} answered with a trouble, {:.0} s, memory {growth:+.1} MB since the first tenth",
            begun.elapsed().as_secs_f64()
        ),
        "",
        "",
        "no growth",
        Some(growth < 10.0),
    );
}

/// What this process holds, in bytes.
fn resident() -> i64 {
    let said = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: i64 = said.split_whitespace().nth(1).unwrap().parse().unwrap();
    pages * 4096
}
