//! Taps on a tablet without a display.

use std::sync::Arc;
use std::time::{Duration, Instant};

use i_slint_backend_testing::ElementHandle;
use shutterslip::camera::sample::SampleCamera;
use shutterslip::camera::{Cameras, Frame, Turn};
use shutterslip::domain::photo::Area;
use shutterslip::sample::scenes;
use shutterslip::screens::Live;
use slint::platform::PointerEventButton;
use slint::{ComponentHandle, Model};

use crate::stage::{Before, PATEL, Tablet, Yes};
use crate::table::{Times, ms, row, told};
use crate::{Plan, camera, meanwhile, pretend, process, until};

type Plugged = Box<dyn Fn() -> Box<dyn Cameras>>;

/// A made-up camera of that size, as GStreamer gives it.
fn made_up(size: &str) -> Plugged {
    let class = pretend::class();
    let caps = format!("video/x-raw,format=NV12,{size},framerate=30/1");
    pretend::Pretend::new(&class, "one", &caps, "pattern=ball").plug_in();
    Box::new(move || Box::new(pretend::cameras(&class)))
}

/// The sample camera, before scenes of 12 megapixels.
fn sample() -> Plugged {
    let draw = Arc::new(|at| scenes::seen(at).ok());
    Box::new(move || Box::new(SampleCamera::new(3, draw.clone())))
}

fn with(cameras: Plugged) -> Tablet {
    Tablet::after(Before {
        cameras: Some(cameras),
        ..Before::default()
    })
}

fn sees(tablet: &Tablet) -> bool {
    camera(tablet).get_state().is_running
        && tablet
            .screens
            .app()
            .global::<Live>()
            .get_state()
            .camera
            .size()
            .width
            > 0
}

pub fn tap(found: &ElementHandle) {
    found.mock_single_click(PointerEventButton::Left);
}

fn p50_and_p95(times: &Times) -> String {
    format!("p50 {}, p95 {}", told(times.p50()), told(times.at(0.95)))
}

pub fn shutter(plan: &Plan) {
    let twelve = "width=4000,height=3000";
    for (what, cameras) in [
        ("a made-up camera at 12 MP", made_up(twelve)),
        ("the sample camera, 12 MP", sample()),
    ] {
        let tablet = with(cameras);
        tablet.sign_in(PATEL);
        until(&tablet, "a picture", sees);
        let button = tablet.find("Take a photo").unwrap();
        let (mut kept, mut ready) = (Vec::new(), Vec::new());
        for _ in 0..plan.shots {
            let begun = Instant::now();
            tap(&button);
            // The next tap would be taken from here on.
            ready.push(begun.elapsed());
            until(&tablet, "kept", |tablet| {
                camera(tablet).get_state().keeping == 0 && camera(tablet).get_state().is_kept
            });
            kept.push(begun.elapsed());
            meanwhile(&tablet, ms(500));
        }
        let (kept, ready) = (Times::of(kept), Times::of(ready));
        row(
            &format!("shutter to kept, {what}"),
            &p50_and_p95(&kept),
            "",
            "",
            "p95 < 300 ms",
            Some(kept.at(0.95) < ms(300)),
        );
        row(
            &format!("shutter to ready for the next, {what}"),
            &p50_and_p95(&ready),
            "",
            "",
            "< 100 ms",
            Some(ready.at(0.95) < ms(100)),
        );
    }
}

/// Thirty children on one photo; one of them is taken off and tagged again.
pub fn chips(plan: &Plan) {
    let children = (0..36).map(|number: u8| {
        let letter = char::from(b'A' + number % 26);
        (
            format!("Child{letter}{number}"),
            format!("{letter}son"),
            Yes::Everywhere,
        )
    });
    let tablet = Tablet::after(Before {
        children: children.collect(),
        ..Before::default()
    });
    tablet.at_the_camera(PATEL);
    // Six in a row, so that no box lies over another.
    let faces = (0..30).map(|number| Area {
        x: 40 + number % 6 * 190,
        y: 20 + number / 6 * 175,
        width: 110,
        height: 130,
    });
    tablet.shoot_and_tag(&faces.collect::<Vec<_>>());
    let adapter = tablet
        .screens
        .app()
        .global::<shutterslip::screens::TagAdapter>();
    let tiles: Vec<_> = adapter.get_state().tiles.iter().collect();
    let change = |person: &shutterslip::screens::PersonFace| {
        let begun = Instant::now();
        adapter.invoke_tap_person(person.id.clone());
        until(&tablet, "the chips", |tablet| !tablet.screens.is_busy());
        begun.elapsed()
    };
    for person in tiles.iter().take(30) {
        change(person);
    }
    let tagged = adapter.get_state().faces_named;
    let times = Times::of((0..plan.taps).map(|_| change(&tiles[29])).collect());
    row(
        &format!("chips after a tap, {tagged} tags"),
        &p50_and_p95(&times),
        "",
        "",
        "< 50 ms",
        Some(times.at(0.95) < ms(50)),
    );
}

/// The camera's page drawn whole for every frame, which a window does only in part.
pub fn frames(plan: &Plan) {
    let tablet = Tablet::on();
    tablet.at_the_camera(PATEL);
    let mut times = Vec::new();
    for number in 0..plan.frames {
        let shade = (number % 200) as u8;
        let frame = Frame {
            width: 1280,
            height: 720,
            rgba: [shade, 140, 190, 255].repeat(1280 * 720),
            turn: Turn::Upright,
        };
        times.push(process::cpu(|| {
            tablet.camera.lay(frame);
            tablet.screens.hear();
            tablet.snapshot();
        }));
    }
    let times = Times::of(times);
    let share = times.p50().as_secs_f64() * 30.0;
    row(
        "one 720p frame drawn at 1280×800, processor time",
        &format!(
            "{}; at 30 fps {:.0} % of a core",
            p50_and_p95(&times),
            share * 100.0
        ),
        "",
        "",
        "≤ 50 % of a core",
        Some(share <= 0.5),
    );
}

pub fn pin(plan: &Plan) {
    let tablet = with(made_up("width=1280,height=720"));
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..plan.starts {
        tablet.tap(PATEL.0);
        tablet.type_in(PATEL.1);
        let enter = tablet.find("Enter").unwrap();
        let begun = Instant::now();
        tap(&enter);
        until(&tablet, "a picture", sees);
        times.push(begun.elapsed());
        tablet.tap_beginning("Ms Patel: lock");
    }
    let times = Times::of(times);
    row(
        "PIN to the camera's first picture, 720p",
        &p50_and_p95(&times),
        "",
        "",
        "< 700 ms",
        Some(times.at(0.95) < ms(700)),
    );
}
