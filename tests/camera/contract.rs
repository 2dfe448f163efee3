//! What every engine promises, asked of each.

use std::sync::Arc;

use image::RgbImage;
use shutterslip::camera::sample::{Cable, SampleCamera};
use shutterslip::camera::{CameraTrouble, Cameras};

use super::ear::{Ear, next_frame, until};
use super::pretend::{self, Pretend};

/// An engine with one camera, plugged in, whose stills are of a known size.
trait Rig {
    fn cameras(&self) -> Box<dyn Cameras>;
    fn unplug(&self);
    fn plug_in(&self);
    fn still(&self) -> (u32, u32);
}

struct OfGStreamer {
    class: String,
    camera: Pretend,
}

impl OfGStreamer {
    fn new() -> OfGStreamer {
        let class = pretend::class();
        let caps = "video/x-raw,format=NV12,width=2000,height=1500,framerate=30/1";
        let camera = Pretend::new(&class, "one", caps, "pattern=ball");
        camera.plug_in();
        OfGStreamer { class, camera }
    }
}

impl Rig for OfGStreamer {
    fn cameras(&self) -> Box<dyn Cameras> {
        Box::new(pretend::cameras(&self.class))
    }
    fn unplug(&self) {
        self.camera.unplug();
    }
    fn plug_in(&self) {
        self.camera.plug_in();
    }
    fn still(&self) -> (u32, u32) {
        (2000, 1500)
    }
}

#[derive(Default)]
struct OfSample(std::cell::RefCell<Option<Cable>>);

impl Rig for OfSample {
    fn cameras(&self) -> Box<dyn Cameras> {
        let draw = |at: usize| {
            let shade = |x: u32| (x / 16 + at as u32 * 40) as u8;
            Some(RgbImage::from_fn(1600, 1200, |x, _| {
                image::Rgb([shade(x), 90, 120])
            }))
        };
        let cameras = SampleCamera::new(3, Arc::new(draw));
        *self.0.borrow_mut() = Some(cameras.cable());
        Box::new(cameras)
    }
    fn unplug(&self) {
        assert!(self.0.borrow().as_ref().unwrap().unplug());
    }
    fn plug_in(&self) {
        assert!(self.0.borrow().as_ref().unwrap().plug_in());
    }
    fn still(&self) -> (u32, u32) {
        (1600, 1200)
    }
}

/// Watched, and shown where `is_shown`.
fn begun(rig: &dyn Rig, is_shown: bool) -> (Box<dyn Cameras>, Ear, String) {
    let ear = Ear::default();
    let mut cameras = rig.cameras();
    cameras.watch(ear.told());
    let found = ear.found();
    assert_eq!(found.len(), 1, "{found:?}");
    let id = found[0].id.clone();
    if is_shown {
        cameras.show(None);
        assert_eq!(ear.running(), id);
    }
    (cameras, ear, id)
}

/// Read whole, as the register's darkroom would.
fn size(jpeg: &[u8]) -> (u32, u32) {
    let whole: RgbImage = turbojpeg::decompress_image(jpeg).unwrap();
    whole.dimensions()
}

fn frames_come_and_each_is_fetched_once(rig: &dyn Rig) {
    let (cameras, ear, _) = begun(rig, true);
    let frame = next_frame(&*cameras, &ear);
    assert_eq!(frame.rgba.len(), (frame.width * frame.height * 4) as usize);
    assert!(frame.width <= 1280 && frame.height <= 960);
    assert!(frame.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255));
    until("another picture", || {
        cameras.frame().is_some_and(|next| next.rgba != frame.rgba)
    });
}

fn a_still_is_whole_and_of_the_full_size(rig: &dyn Rig) {
    let (mut cameras, ear, _) = begun(rig, true);
    cameras.take(7);
    assert!(ear.answers(&[7])[0].is_ok());
    assert_eq!(size(&ear.still(7)), rig.still());
}

fn a_still_that_is_asked_for_while_the_camera_opens_is_taken(rig: &dyn Rig) {
    let (mut cameras, ear, _) = begun(rig, false);
    cameras.show(None);
    cameras.take(1);
    assert!(ear.answers(&[1])[0].is_ok());
}

fn ten_in_a_burst_are_ten_stills(rig: &dyn Rig) {
    let (mut cameras, ear, _) = begun(rig, true);
    let numbers: Vec<u64> = (100..110).collect();
    for number in &numbers {
        cameras.take(*number);
    }
    let answers = ear.answers(&numbers);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let mut stills: Vec<Vec<u8>> = numbers.iter().map(|one| ear.still(*one)).collect();
    assert!(stills.iter().all(|one| size(one) == rig.still()));
    stills.sort();
    stills.dedup();
    assert_eq!(stills.len(), 10, "two stills are of the same bytes");
    assert!(numbers.iter().all(|one| ear.times_answered(*one) == 1));
}

fn a_pulled_cable_is_told_and_pictures_come_back_with_it(rig: &dyn Rig) {
    let (cameras, ear, id) = begun(rig, true);
    for _ in 0..3 {
        next_frame(&*cameras, &ear);
        rig.unplug();
        assert_eq!(ear.stopped(), CameraTrouble::Unplugged);
        assert!(cameras.frame().is_none(), "an old picture is shown");
        rig.plug_in();
        assert_eq!(ear.running(), id);
    }
}

fn cameras_that_go_and_come_are_listed(rig: &dyn Rig) {
    let (_cameras, ear, id) = begun(rig, false);
    rig.unplug();
    assert_eq!(ear.found(), []);
    rig.plug_in();
    assert_eq!(ear.found()[0].id, id);
}

fn a_still_that_cannot_be_taken_is_answered(rig: &dyn Rig) {
    let (mut cameras, ear, _) = begun(rig, false);
    cameras.take(1);
    assert!(ear.answers(&[1])[0].is_err(), "the camera was off");
    rig.unplug();
    cameras.show(None);
    let trouble = ear.stopped();
    cameras.take(2);
    assert_eq!(ear.answers(&[2]), [Err(trouble)]);
}

fn a_camera_at_rest_shows_and_takes_nothing_until_it_is_shown_again(rig: &dyn Rig) {
    let (mut cameras, ear, id) = begun(rig, true);
    next_frame(&*cameras, &ear);
    cameras.rest();
    cameras.take(1);
    assert!(ear.answers(&[1])[0].is_err());
    assert!(cameras.frame().is_none());
    cameras.show(Some(&id));
    assert_eq!(ear.running(), id);
    next_frame(&*cameras, &ear);
}

fn a_camera_that_is_not_there_is_waited_for(rig: &dyn Rig) {
    let (mut cameras, ear, _) = begun(rig, false);
    cameras.show(Some("no such camera"));
    assert_eq!(ear.stopped(), CameraTrouble::Unplugged);
    cameras.show(None);
    ear.running();
}

fn whatever_is_asked_is_answered_when_the_cameras_are_put_away(rig: &dyn Rig) {
    let (mut cameras, ear, _) = begun(rig, true);
    let numbers: Vec<u64> = (0..20).collect();
    for number in &numbers {
        cameras.take(*number);
    }
    drop(cameras);
    ear.answers(&numbers);
    assert!(numbers.iter().all(|one| ear.times_answered(*one) == 1));
}

macro_rules! contract {
    ($($promise:ident)*) => {
        mod gstreamer {
            $(#[test] fn $promise() { super::$promise(&super::OfGStreamer::new()); })*
        }
        mod sample {
            $(#[test] fn $promise() { super::$promise(&super::OfSample::default()); })*
        }
    };
}

contract! {
    frames_come_and_each_is_fetched_once
    a_still_is_whole_and_of_the_full_size
    a_still_that_is_asked_for_while_the_camera_opens_is_taken
    ten_in_a_burst_are_ten_stills
    a_pulled_cable_is_told_and_pictures_come_back_with_it
    cameras_that_go_and_come_are_listed
    a_still_that_cannot_be_taken_is_answered
    a_camera_at_rest_shows_and_takes_nothing_until_it_is_shown_again
    a_camera_that_is_not_there_is_waited_for
    whatever_is_asked_is_answered_when_the_cameras_are_put_away
}
