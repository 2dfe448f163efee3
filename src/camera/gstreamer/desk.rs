//! Stills: who asked for one, and the JPEGs that are made for them. Holds at most two pictures at a
//! time, copied out of the camera's own memory, which it is short of; whoever else asked gets the next
//! picture that the camera sends. Knows no camera.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gstreamer as gst;

use super::pixels;
use crate::camera::{Asked, CameraTrouble, Turn, hold};

/// Pictures that are held at once: one in the works, one that waits.
const HELD: usize = 2;

/// How often a camera may send something damaged before the answer is that it does.
const TRIES: u32 = 10;

const DAMAGED: CameraTrouble = CameraTrouble::Failed("its pictures are damaged");
const NOT_MADE: CameraTrouble = CameraTrouble::Failed("the picture could not be written");

/// Where stills are asked for and made.
#[derive(Clone)]
pub struct Desk {
    queue: Arc<Mutex<VecDeque<Waiting>>>,
    held: Arc<AtomicUsize>,
    jobs: SyncSender<Job>,
}

struct Waiting {
    asked: Asked,
    since: Instant,
    tries: u32,
}

struct Job {
    waiting: Waiting,
    sample: gst::Sample,
    turn: Turn,
}

impl Desk {
    /// With a thread of its own, which ends when the last way to the desk is gone.
    pub fn open() -> std::io::Result<Desk> {
        let (jobs, inbox) = sync_channel(HELD);
        let desk = Desk {
            queue: Arc::default(),
            held: Arc::default(),
            jobs,
        };
        let (queue, held) = (Arc::clone(&desk.queue), Arc::clone(&desk.held));
        std::thread::Builder::new()
            .name("camera-still".to_owned())
            .spawn(move || work(&inbox, &queue, &held))?;
        Ok(desk)
    }

    pub fn ask(&self, asked: Asked) {
        hold(&self.queue).push_back(Waiting {
            asked,
            since: Instant::now(),
            tries: 0,
        });
    }

    pub fn is_asked(&self) -> bool {
        !hold(&self.queue).is_empty()
    }

    /// The picture that the camera just sent, for whoever has waited longest. Called by the thread
    /// that brings pictures, so it copies and hands on, and no more.
    pub fn offer(&self, sample: &gst::Sample, turn: Turn) {
        if self.held.load(Ordering::Acquire) >= HELD {
            return;
        }
        let Some(waiting) = hold(&self.queue).pop_front() else {
            return;
        };
        let Some(sample) = copied(sample) else {
            waiting.asked.answer(Err(NOT_MADE));
            return;
        };
        self.held.fetch_add(1, Ordering::AcqRel);
        let job = Job {
            waiting,
            sample,
            turn,
        };
        if let Err(refused) = self.jobs.try_send(job) {
            self.held.fetch_sub(1, Ordering::AcqRel);
            let (std::sync::mpsc::TrySendError::Full(job)
            | std::sync::mpsc::TrySendError::Disconnected(job)) = refused;
            job.waiting.asked.answer(Err(NOT_MADE));
        }
    }

    /// Answers all that wait for a picture. Those of which there is a picture get it.
    pub fn refuse(&self, trouble: &CameraTrouble) {
        // Taken out first: whoever is answered may ask again at once.
        let waiting = std::mem::take(&mut *hold(&self.queue));
        for one in waiting {
            one.asked.answer(Err(trouble.clone()));
        }
    }

    /// The same, for those that have waited longer than this.
    pub fn refuse_older(&self, patience: Duration, trouble: &CameraTrouble) {
        loop {
            let mut queue = hold(&self.queue);
            let is_old = |one: &Waiting| one.since.elapsed() > patience;
            let Some(at) = queue.iter().position(is_old) else {
                return;
            };
            let one = queue.remove(at);
            drop(queue);
            if let Some(one) = one {
                one.asked.answer(Err(trouble.clone()));
            }
        }
    }
}

/// The same picture in memory of our own.
fn copied(sample: &gst::Sample) -> Option<gst::Sample> {
    let buffer = sample.buffer()?.copy_deep().ok()?;
    let caps = sample.caps_owned()?;
    Some(gst::Sample::builder().buffer(&buffer).caps(&caps).build())
}

fn work(inbox: &Receiver<Job>, queue: &Mutex<VecDeque<Waiting>>, held: &AtomicUsize) {
    while let Ok(job) = inbox.recv() {
        let made = pixels::still(&job.sample, job.turn);
        drop(job.sample);
        held.fetch_sub(1, Ordering::AcqRel);
        let mut waiting = job.waiting;
        match made {
            Ok(picture) => waiting.asked.answer(Ok(picture)),
            Err(pixels::NoStill::NotMade) => waiting.asked.answer(Err(NOT_MADE)),
            Err(pixels::NoStill::Damaged) if waiting.tries < TRIES => {
                waiting.tries += 1;
                hold(queue).push_front(waiting);
            }
            Err(pixels::NoStill::Damaged) => waiting.asked.answer(Err(DAMAGED)),
        }
    }
}
