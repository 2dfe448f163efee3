//! What the engine for real cameras promises beyond the contract: silence is noticed, drivers that
//! hang hold up nobody, every kind of pixels is read rightly, and a still is the largest picture that
//! the camera has.

use std::time::Duration;

use gstreamer as gst;
use image::RgbImage;
use shutterslip::camera::gstreamer::GstCameras;
use shutterslip::camera::{CameraTrouble, Cameras, Facing, Frame, Turn};

use super::ear::{Ear, Heard, next_frame, until};
use super::pretend::{self, Pretend};

const SMALL: &str = "video/x-raw,format=I420,width=640,height=480,framerate=30/1";

fn watching(class: &str) -> (GstCameras, Ear) {
    let mut cameras = pretend::cameras(class);
    let ear = Ear::default();
    cameras.watch(ear.told());
    (cameras, ear)
}

/// One camera of that kind, plugged in and shown.
fn shown(caps: &str, source: &str) -> (GstCameras, Ear, Pretend) {
    let class = pretend::class();
    let camera = Pretend::new(&class, "one", caps, source);
    camera.plug_in();
    let (mut cameras, ear) = watching(&class);
    cameras.show(None);
    ear.running();
    (cameras, ear, camera)
}

fn read(jpeg: &[u8]) -> RgbImage {
    turbojpeg::decompress_image(jpeg).unwrap()
}

#[test]
fn a_camera_that_falls_silent_is_told_and_started_again() {
    let class = pretend::class();
    let camera = Pretend::new(&class, "one", SMALL, "");
    camera.plug_in();
    let mut settings = pretend::settings(&class);
    settings.stall = Duration::from_secs(1);
    let mut cameras = GstCameras::with(settings);
    let ear = Ear::default();
    cameras.watch(ear.told());
    cameras.show(None);
    ear.running();
    camera.silent(true);
    assert_eq!(ear.stopped(), CameraTrouble::Stalled);
    assert!(cameras.frame().is_none(), "an old picture is shown");
    camera.silent(false);
    assert_eq!(ear.running(), "one");
    assert!(camera.opened() > 1, "it was not opened anew");
}

#[test]
fn a_still_that_waits_for_a_silent_camera_is_answered_when_its_cable_is_pulled() {
    let class = pretend::class();
    let camera = Pretend::new(&class, "one", SMALL, "");
    camera.plug_in();
    camera.silent(true);
    let (mut cameras, ear) = watching(&class);
    ear.found();
    cameras.show(None);
    until("the camera was opened", || camera.opened() == 1);
    for number in 0..3 {
        cameras.take(number);
    }
    camera.unplug();
    let answers = ear.answers(&[0, 1, 2]);
    assert!(
        answers
            .iter()
            .all(|one| *one == Err(CameraTrouble::Unplugged)),
        "{answers:?}"
    );
    camera.plug_in();
    ear.running();
}

#[test]
fn a_still_that_is_asked_for_in_mid_stream_is_answered_when_the_driver_fails() {
    for (error, trouble) in [
        (gst::ResourceError::Read, CameraTrouble::Unplugged),
        (gst::ResourceError::Busy, CameraTrouble::Busy),
    ] {
        let (mut cameras, ear, camera) = shown(SMALL, "");
        cameras.take(1);
        camera.breaks(error);
        assert_eq!(ear.stopped(), trouble);
        // The picture may have come before the error did; silence may not.
        let answer = ear.answers(&[1]).remove(0);
        assert!(answer.is_ok() || answer == Err(trouble), "{answer:?}");
        assert_eq!(ear.running(), "one");
    }
}

#[test]
fn a_driver_that_hangs_holds_up_neither_the_caller_nor_another_camera() {
    let class = pretend::class();
    let (stuck, fine) = (
        Pretend::new(&class, "stuck", SMALL, ""),
        Pretend::new(&class, "fine", SMALL, ""),
    );
    stuck.plug_in();
    fine.plug_in();
    stuck.hangs(true);
    let mut settings = pretend::settings(&class);
    settings.first = Duration::from_secs(3);
    let mut cameras = GstCameras::with(settings);
    let ear = Ear::default();
    cameras.watch(ear.told());
    cameras.show(Some("stuck"));
    assert_eq!(ear.stopped(), CameraTrouble::Stalled);
    cameras.take(1);
    assert_eq!(ear.answers(&[1]), [Err(CameraTrouble::Stalled)]);
    cameras.show(Some("fine"));
    assert_eq!(ear.running(), "fine");
    // Once it answers, it is let go of, and can be shown like any other.
    stuck.hangs(false);
    cameras.show(Some("stuck"));
    assert_eq!(ear.running(), "stuck");
}

#[test]
fn the_camera_that_looks_away_is_the_best_and_the_next_best_follows_it() {
    let class = pretend::class();
    let (front, rear) = (
        Pretend::new(&class, "front", SMALL, ""),
        Pretend::new(&class, "rear", SMALL, ""),
    );
    front.plug_in();
    rear.plug_in();
    let (mut cameras, ear) = watching(&class);
    let found = ear.wait("both cameras", |heard| match heard {
        Heard::Found(found) if found.len() == 2 => Some(found.clone()),
        _ => None,
    });
    assert_eq!(found[0].facing, Some(Facing::Back));
    assert_eq!(found[1].facing, Some(Facing::Front));
    cameras.show(None);
    assert_eq!(ear.running(), "rear");
    rear.unplug();
    assert_eq!(ear.stopped(), CameraTrouble::Unplugged);
    assert_eq!(ear.running(), "front");
    rear.plug_in();
    cameras.show(Some("rear"));
    assert_eq!(ear.running(), "rear");
    until("the other's light went out", || !front.is_on());
    cameras.rest();
    until("the light went out", || !rear.is_on());
}

#[test]
fn a_still_is_the_largest_picture_that_a_camera_has_and_the_preview_goes_on() {
    let (mut cameras, ear, camera) = shown(
        "video/x-raw,format=NV12,width=640,height=480,framerate=30/1;\
         video/x-raw,format=NV12,width=2000,height=1500,framerate=5/1",
        "",
    );
    assert_eq!(next_frame(&cameras, &ear).width, 640);
    for number in 1..=3 {
        cameras.take(number);
    }
    assert!(ear.answers(&[1, 2, 3]).iter().all(Result::is_ok));
    for number in 1..=3 {
        assert_eq!(read(&ear.still(number)).dimensions(), (2000, 1500));
    }
    until("the small preview is back", || {
        cameras.frame().is_some_and(|frame| frame.width == 640)
    });
    assert_eq!(camera.opened(), 3);
}

#[test]
fn a_camera_that_sends_jpeg_gives_its_own_as_the_still() {
    let (mut cameras, ear, _camera) = shown(
        "image/jpeg,width=2000,height=1500,framerate=30/1",
        "! video/x-raw,width=2000,height=1500 ! jpegenc quality=20",
    );
    cameras.take(1);
    assert!(ear.answers(&[1])[0].is_ok());
    let still = ear.still(1);
    assert_eq!(read(&still).dimensions(), (2000, 1500));
    // The table that says how coarse it is, is the camera's and not ours.
    let table = still
        .windows(2)
        .position(|pair| pair == [0xFF, 0xDB])
        .unwrap()
        + 5;
    let coarse: u32 = still[table..table + 64]
        .iter()
        .map(|step| u32::from(*step))
        .sum();
    assert!(coarse > 64 * 50, "{coarse}");
    assert_eq!(next_frame(&cameras, &ear).width, 1000);
}

/// Upright bars of seven colours fill the upper part, so that each of its rows is like the first: rows
/// that were read at a wrong place show at once.
fn bars_stand_upright(what: &str, rows: &[Vec<[u8; 3]>], tolerance: u8) {
    let near = |a: &[u8; 3], b: &[u8; 3]| a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) <= tolerance);
    let first = &rows[0];
    for row in rows {
        let apart = first.iter().zip(row).filter(|(a, b)| !near(a, b)).count();
        // Where the last pixel shares its colour with one that is not there, its colour is anything;
        // a row that lies askew is wrong at each of six edges.
        assert!(apart <= 4, "{what}: {apart} pixels of a row lie askew");
    }
    let width = first.len();
    let middle = |bar: usize| first[(2 * bar + 1) * width / 14];
    let wanted: [[bool; 3]; 7] = [
        [true, true, true],
        [true, true, false],
        [false, true, true],
        [false, true, false],
        [true, false, true],
        [true, false, false],
        [false, false, true],
    ];
    for (bar, wanted) in wanted.iter().enumerate() {
        let seen = middle(bar).map(|value| value > 100);
        assert_eq!(seen, *wanted, "{what}: bar {bar} is {:?}", middle(bar));
    }
}

fn upper_rows(frame: &Frame) -> Vec<Vec<[u8; 3]>> {
    let row = frame.width as usize * 4;
    let rows = frame.rgba.chunks_exact(row).take(frame.height as usize / 2);
    rows.map(|row| {
        row.chunks_exact(4)
            .map(|pixel| [pixel[0], pixel[1], pixel[2]])
            .collect()
    })
    .collect()
}

#[test]
fn rows_of_odd_widths_are_read_at_their_right_places() {
    for format in ["RGB", "BGR", "I420", "NV12", "YUY2", "BGRx"] {
        for (width, height) in [(641, 97), (333, 251), (1923, 1081)] {
            let caps =
                format!("video/x-raw,format={format},width={width},height={height},framerate=30/1");
            let (mut cameras, ear, _camera) = shown(&caps, "pattern=smpte75");
            let what = format!("{format} {width}x{height}");
            let frame = next_frame(&cameras, &ear);
            if width < 1280 {
                assert_eq!((frame.width, frame.height), (width, height));
            } else {
                assert_eq!(frame.width, 1280);
            }
            assert_eq!(frame.rgba.len(), (frame.width * frame.height * 4) as usize);
            bars_stand_upright(&what, &upper_rows(&frame), 2);
            cameras.take(1);
            assert!(ear.answers(&[1])[0].is_ok(), "{what}");
            let still = read(&ear.still(1));
            assert_eq!(still.dimensions(), (width, height), "{what}");
            let rows = still.rows().take(height as usize / 2 - 16);
            let rows: Vec<Vec<[u8; 3]>> =
                rows.map(|row| row.map(|pixel| pixel.0).collect()).collect();
            bars_stand_upright(&what, &rows, 24);
        }
    }
}

#[test]
fn how_a_camera_is_built_in_and_held_is_told_with_every_picture() {
    let class = pretend::class();
    let camera = Pretend::turned(&class, "one", SMALL, "", Some("90"));
    camera.plug_in();
    let (mut cameras, ear) = watching(&class);
    cameras.show(None);
    ear.running();
    assert_eq!(next_frame(&cameras, &ear).turn, Turn::QuarterRight);
    cameras.held(Turn::Half);
    until("the frame says so", || {
        cameras
            .frame()
            .is_some_and(|frame| frame.turn == Turn::QuarterLeft)
    });
    cameras.take(1);
    assert!(ear.answers(&[1])[0].is_ok());
    let still = ear.still(1);
    let exif = exif::Reader::new()
        .read_from_container(&mut std::io::Cursor::new(&still))
        .unwrap();
    let tag = exif
        .get_field(exif::Tag::Orientation, exif::In::PRIMARY)
        .unwrap();
    assert_eq!(tag.value.get_uint(0), Some(8));
    assert_eq!(read(&still).dimensions(), (640, 480));
}

#[test]
fn a_camera_whose_pictures_cannot_be_read_here_says_so() {
    let class = pretend::class();
    let camera = Pretend::new(&class, "one", "video/x-h264,width=640,height=480", "");
    camera.plug_in();
    let (mut cameras, ear) = watching(&class);
    ear.found();
    cameras.show(None);
    let trouble = ear.stopped();
    assert!(
        trouble.to_string().contains("no kind of picture"),
        "{trouble}"
    );
    assert_eq!(camera.opened(), 0);
}
