//! What the tablet costs, tap by tap: from the shutter to a photo that is kept, from a tap to the
//! chips, from a PIN to the camera, from the start to the lock, a preview, a long list. To repeat:
//! `cargo bench --profile dev --bench kiosk`; `-- --small` does little of everything, for a quick
//! look whether all of it runs; `-- --shots` takes 1,000 photos through the whole tablet, the cable
//! pulled 20 times in between; `-- --list` opens the long list alone,
//! `-- --office` the office's queue and register. Windows are drawn by the processor; those of this
//! process without a display, those of the built program under Xvfb. Prints figures, and fails on none.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../tests/kiosk/glass.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod glass;
#[path = "../tests/camera/pretend.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod pretend;
#[path = "figures/process.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod process;
#[path = "register/school.rs"]
#[allow(dead_code, reason = "the register's bench uses the rest of it")]
mod school;
#[path = "../tests/kiosk/stage.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod stage;
#[path = "figures/table.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod table;

mod kiosk {
    pub mod list;
    pub mod office;
    pub mod shots;
    pub mod taps;
    pub mod window;
}

use std::time::{Duration, Instant};

use slint::ComponentHandle;
use stage::Tablet;
use table::HEADING;

/// How often each thing is done.
pub struct Plan {
    pub shots: usize,
    pub taps: usize,
    pub frames: usize,
    pub starts: usize,
    pub list: usize,
    /// Photos in the office's queue, and children in its register.
    pub queue: usize,
    pub children: usize,
    pub long_run: usize,
    pub replugs: usize,
    pub preview: Duration,
}

fn main() {
    let is_said = |switch: &str| std::env::args().any(|said| said == switch);
    let plan = if is_said("--small") {
        Plan {
            shots: 4,
            taps: 6,
            frames: 5,
            starts: 2,
            list: 60,
            queue: 500,
            children: 40,
            long_run: 40,
            replugs: 4,
            preview: Duration::from_secs(2),
        }
    } else {
        Plan {
            shots: 40,
            taps: 60,
            frames: 60,
            starts: 10,
            list: 5_000,
            queue: 100_000,
            children: 2_000,
            long_run: 1_000,
            replugs: 20,
            preview: Duration::from_secs(10),
        }
    };
    println!("{HEADING}");
    if is_said("--shots") {
        return kiosk::shots::run(&plan);
    }
    if is_said("--list") {
        return kiosk::list::run(&plan);
    }
    if is_said("--office") {
        return kiosk::office::run(&plan);
    }
    kiosk::taps::shutter(&plan);
    kiosk::taps::chips(&plan);
    kiosk::taps::frames(&plan);
    kiosk::taps::pin(&plan);
    kiosk::window::run(&plan);
    kiosk::list::run(&plan);
    kiosk::office::run(&plan);
}

/// Hears what comes, as the window does when its bell rings, until it is so.
pub fn until(tablet: &Tablet, what: &str, is_so: impl Fn(&Tablet) -> bool) {
    let begun = Instant::now();
    loop {
        tablet.screens.hear();
        if is_so(tablet) {
            return;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "never came: {what}: {}",
            tablet.read()
        );
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// Hears what comes for so long.
pub fn meanwhile(tablet: &Tablet, time: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        tablet.screens.hear();
        std::thread::sleep(Duration::from_millis(1));
    }
}

pub fn camera(tablet: &Tablet) -> shutterslip::screens::CameraAdapter<'_> {
    tablet.screens.app().global()
}

/// What a process holds, in MB of a million bytes.
pub fn held(process: &str) -> f64 {
    let said = std::fs::read_to_string(format!("/proc/{process}/statm")).unwrap();
    let pages: f64 = said.split_whitespace().nth(1).unwrap().parse().unwrap();
    pages * 4096.0 / 1e6
}
