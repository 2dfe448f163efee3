//! Frames for the screen, made of the newest picture that a camera sent. A picture that comes while
//! one is in the works takes the place of the one that waits. Keeps none.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use gstreamer as gst;

use super::pixels::Shrinker;
use crate::camera::{CameraEvent, Slot, Told, Turn, hold};

/// Where pictures are handed in.
#[derive(Clone, Default)]
pub struct Preview(Arc<Desk>);

#[derive(Default)]
struct Desk {
    newest: Mutex<Newest>,
    comes: Condvar,
}

#[derive(Default)]
struct Newest {
    picture: Option<(u64, gst::Sample, Turn)>,
    is_over: bool,
}

impl Preview {
    /// With a thread of its own, until [`Preview::end`].
    pub fn open(slot: Slot, told: Told) -> std::io::Result<Preview> {
        let preview = Preview::default();
        let desk = Arc::clone(&preview.0);
        std::thread::Builder::new()
            .name("camera-preview".to_owned())
            .spawn(move || work(&desk, &slot, &told))?;
        Ok(preview)
    }

    pub fn hand_in(&self, run: u64, sample: gst::Sample, turn: Turn) {
        let before = hold(&self.0.newest).picture.replace((run, sample, turn));
        drop(before);
        self.0.comes.notify_one();
    }

    /// Lets go of what waits, so that a camera gets its memory back.
    pub fn clear(&self) {
        hold(&self.0.newest).picture = None;
    }

    pub fn end(&self) {
        hold(&self.0.newest).is_over = true;
        self.0.comes.notify_one();
    }
}

fn work(desk: &Desk, slot: &Slot, told: &Told) {
    let mut shrinker = Shrinker::default();
    while let Some((run, sample, turn)) = next(desk) {
        // What cannot be read makes no frame; where none can, that no still can either is told then.
        let Some(frame) = shrinker.frame(&sample, turn) else {
            continue;
        };
        drop(sample);
        if slot.lay(run, frame) {
            told(CameraEvent::Frame);
        }
    }
}

fn next(desk: &Desk) -> Option<(u64, gst::Sample, Turn)> {
    let mut newest = hold(&desk.newest);
    loop {
        if newest.is_over {
            return None;
        }
        if let Some(picture) = newest.picture.take() {
            return Some(picture);
        }
        newest = desk
            .comes
            .wait(newest)
            .unwrap_or_else(PoisonError::into_inner);
    }
}
