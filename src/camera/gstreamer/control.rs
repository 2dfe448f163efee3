//! Decides which camera runs, tells what becomes of it, and starts it again. Calls nothing that may
//! hang: cameras are opened and closed by their runs, and a run that does not end is left alone.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use gstreamer::prelude::DeviceExt;

use super::desk::Desk;
use super::modes::{self, Mode};
use super::orders::{Known, News, Order, Sighting};
use super::preview::Preview;
use super::settings::{NO_THREAD, Settings};
use super::stream::{self, Plan, Signs};
use super::watcher::Watch;
use crate::camera::{CameraEvent, CameraTrouble, OFF, Slot, Told};

/// How often the control looks whether anything has stopped coming.
const TICK: Duration = Duration::from_millis(50);

/// How long a camera may take to go out before the next is opened beside it.
const GOING_OUT: Duration = Duration::from_secs(3);

/// Runs that do not end before no more are begun.
const MOST_HANGING: usize = 4;

/// Pictures passed over after a camera was opened for a still: its first ones are dark.
const SETTLING: u64 = 2;

const HANGS: CameraTrouble =
    CameraTrouble::Failed("it does not let go; turn this device off and on");
const UNREADABLE: CameraTrouble =
    CameraTrouble::Failed("it sends no kind of picture that can be read here");

pub struct Control {
    settings: Settings,
    told: Told,
    slot: Slot,
    orders: Sender<Order>,
    /// Those that are there. None before the first look around.
    cameras: Option<Vec<Known>>,
    blind: Option<CameraTrouble>,
    /// Which camera is to be shown, and since when: none, the best one or one by its id.
    wanted: Option<(Option<String>, Instant)>,
    run: Option<Run>,
    /// Runs that were told to end and have not yet.
    ending: Vec<(u64, Instant)>,
    last_run: u64,
    /// What was told last, until pictures come again.
    stopped: Option<CameraTrouble>,
    /// What is said to be running.
    running: Option<String>,
    next_try: Option<Instant>,
    tries: u32,
    /// Cameras whose full size did not work; their stream has to do.
    no_full: HashSet<String>,
    held: Arc<AtomicI64>,
    /// Runs that have not ended.
    open: Arc<AtomicUsize>,
}

struct Run {
    number: u64,
    camera: Known,
    /// The camera's largest size, where this run is at a smaller one.
    full: Option<Mode>,
    is_full: bool,
    signs: Signs,
    pictures: u64,
    since: Instant,
}

impl Control {
    pub fn new(settings: Settings, told: Told, slot: Slot, orders: Sender<Order>) -> Control {
        Control {
            settings,
            told,
            slot,
            orders,
            cameras: None,
            blind: None,
            wanted: None,
            run: None,
            ending: Vec::new(),
            last_run: 0,
            stopped: None,
            running: None,
            next_try: None,
            tries: 0,
            no_full: HashSet::new(),
            held: Arc::default(),
            open: Arc::default(),
        }
    }

    /// Until it is told to end.
    pub fn work(mut self, inbox: &Receiver<Order>) {
        let helpers = Desk::open().and_then(|desk| {
            let preview = Preview::open(self.slot.clone(), self.told.clone())?;
            let end = Arc::new(AtomicBool::new(false));
            let watch = Watch {
                classes: self.settings.classes.clone(),
                end: Arc::clone(&end),
                open: Arc::clone(&self.open),
                orders: self.orders.clone(),
            };
            std::thread::Builder::new()
                .name("camera-watch".to_owned())
                .spawn(move || watch.keep())?;
            Ok((desk, preview, end))
        });
        let Ok((desk, preview, end)) = helpers else {
            (self.told)(CameraEvent::Stopped(NO_THREAD));
            return;
        };
        loop {
            match inbox.recv_timeout(TICK) {
                Ok(Order::End) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(order) => self.hear(order, &desk, &preview),
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.tend(&desk, &preview);
        }
        end.store(true, Ordering::Relaxed);
        self.close(&preview);
        preview.end();
        desk.refuse(&OFF);
    }

    fn hear(&mut self, order: Order, desk: &Desk, preview: &Preview) {
        match order {
            Order::Show(camera) => self.show(camera, preview),
            Order::Rest => {
                self.wanted = None;
                self.close(preview);
                self.running = None;
                self.stopped = None;
                desk.refuse(&OFF);
            }
            Order::Take(asked) => match (&self.wanted, &self.stopped) {
                (None, _) => asked.answer(Err(OFF)),
                (Some(_), Some(trouble)) => asked.answer(Err(trouble.clone())),
                (Some(_), None) => desk.ask(asked),
            },
            Order::Held(turn) => {
                self.held.store(turn.degrees().into(), Ordering::Relaxed);
            }
            Order::Seen(Sighting::There(cameras)) => self.see(cameras),
            Order::Seen(Sighting::Blind(trouble)) => {
                self.blind = Some(trouble);
                self.see(Vec::new());
            }
            Order::News(number, news) => self.hear_of(number, news, desk, preview),
            Order::End => {}
        }
    }

    fn show(&mut self, camera: Option<String>, preview: &Preview) {
        let is_right = match (&self.run, &camera) {
            (Some(run), Some(id)) => run.camera.found.id == *id,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if !is_right {
            self.close(preview);
            self.running = None;
        }
        self.stopped = None;
        self.next_try = None;
        self.tries = 0;
        self.wanted = Some((camera, Instant::now()));
    }

    fn see(&mut self, cameras: Vec<Known>) {
        let found: Vec<_> = cameras.iter().map(|one| one.found.clone()).collect();
        let is_news = self.cameras.as_ref().is_none_or(|before| {
            let before = before.iter().map(|one| &one.found);
            !before.eq(found.iter())
        });
        self.cameras = Some(cameras);
        if is_news {
            // A camera that has come is tried at once.
            self.next_try = None;
            (self.told)(CameraEvent::Found(found));
        }
    }

    fn hear_of(&mut self, number: u64, news: News, desk: &Desk, preview: &Preview) {
        let is_current = self.run.as_ref().is_some_and(|run| run.number == number);
        match news {
            News::Over => {
                self.ending.retain(|(ending, _)| *ending != number);
                if is_current {
                    self.run = None;
                    self.stop(CameraTrouble::Failed("it stopped"), desk, preview);
                }
            }
            News::Broken(trouble) if is_current => {
                // A driver tells a camera that is gone in many ways.
                let trouble = if self.is_there() {
                    trouble
                } else {
                    CameraTrouble::Unplugged
                };
                self.fail(trouble, desk, preview);
            }
            News::Flowing if is_current => {
                self.tries = 0;
                self.stopped = None;
                let Some(run) = &self.run else { return };
                let id = run.camera.found.id.clone();
                if self.running.as_ref() != Some(&id) {
                    self.running = Some(id.clone());
                    (self.told)(CameraEvent::Running { id });
                }
                self.slot.open_for(number);
            }
            News::Broken(_) | News::Flowing => {}
        }
    }

    /// Whether the camera that runs is still among those that are there.
    fn is_there(&self) -> bool {
        self.run.as_ref().is_none_or(|run| {
            let cameras = self.cameras.iter().flatten();
            cameras
                .into_iter()
                .any(|one| one.found.id == run.camera.found.id)
        })
    }

    /// What time brings: silence, cameras that went away, stills that wait too long, a next try.
    fn tend(&mut self, desk: &Desk, preview: &Preview) {
        desk.refuse_older(self.settings.patience, &CameraTrouble::Stalled);
        if self.run.is_some() {
            if !self.is_there() {
                self.fail(CameraTrouble::Unplugged, desk, preview);
            } else if self.is_silent() {
                self.fail(CameraTrouble::Stalled, desk, preview);
            } else {
                self.change_size(desk, preview);
            }
        }
        let is_due = self.next_try.is_none_or(|at| Instant::now() >= at);
        if self.wanted.is_some() && self.run.is_none() && is_due {
            self.open(desk, preview);
        }
    }

    fn is_silent(&mut self) -> bool {
        let Some(run) = &mut self.run else {
            return false;
        };
        let pictures = run.signs.pictures.load(Ordering::Relaxed);
        if pictures != run.pictures {
            run.pictures = pictures;
            run.since = Instant::now();
        }
        let limit = if pictures == 0 {
            self.settings.first
        } else {
            self.settings.stall
        };
        run.since.elapsed() > limit
    }

    /// For a still the camera is opened at its full size, where that is another; then back again.
    fn change_size(&mut self, desk: &Desk, preview: &Preview) {
        let Some(run) = &self.run else { return };
        let is_asked = desk.is_asked();
        let wants_full = !run.is_full && run.full.is_some() && is_asked;
        let wants_stream = run.is_full && !is_asked;
        if run.pictures > 0 && (wants_full || wants_stream) {
            self.close_run(preview);
            self.next_try = None;
        }
    }

    fn open(&mut self, desk: &Desk, preview: &Preview) {
        let Some((wanted, since)) = self.wanted.clone() else {
            return;
        };
        let now = Instant::now();
        if self.ending.len() >= MOST_HANGING {
            self.stop(HANGS, desk, preview);
            return;
        }
        if self.ending.iter().any(|(_, when)| now - *when < GOING_OUT) {
            return;
        }
        let Some(cameras) = &self.cameras else {
            // They are still being looked for.
            if since.elapsed() > self.settings.first {
                self.stop(CameraTrouble::None, desk, preview);
            }
            return;
        };
        let camera = match &wanted {
            Some(id) => cameras.iter().find(|one| one.found.id == *id),
            None => cameras.first(),
        };
        let Some(camera) = camera.cloned() else {
            let none = self.blind.clone().unwrap_or(match &wanted {
                Some(_) => CameraTrouble::Unplugged,
                None => CameraTrouble::None,
            });
            // That it was unplugged says more than that there is none.
            if self.stopped != Some(CameraTrouble::Unplugged) {
                self.stop(none, desk, preview);
            }
            return;
        };
        let offered = camera.device.caps();
        let Some(choice) = offered.and_then(|offered| modes::choose(&offered)) else {
            self.stop(UNREADABLE, desk, preview);
            return;
        };
        let full = choice
            .full
            .filter(|_| !self.no_full.contains(&camera.found.id));
        let at_full = full.as_ref().filter(|_| desk.is_asked()).cloned();
        let is_full = at_full.is_some();
        self.last_run += 1;
        let begun = stream::begin(Plan {
            number: self.last_run,
            device: camera.device.clone(),
            mode: at_full.unwrap_or(choice.stream),
            stills_after: match (&full, is_full) {
                (Some(_), false) => None,
                (Some(_), true) => Some(SETTLING),
                (None, _) => Some(0),
            },
            built_in: camera.built_in,
            held: Arc::clone(&self.held),
            open: Arc::clone(&self.open),
            desk: desk.clone(),
            preview: preview.clone(),
            orders: self.orders.clone(),
        });
        match begun {
            Ok(signs) => {
                self.run = Some(Run {
                    number: self.last_run,
                    camera,
                    full,
                    is_full,
                    signs,
                    pictures: 0,
                    since: now,
                });
            }
            Err(_) => self.stop(NO_THREAD, desk, preview),
        }
    }

    /// The run that is on went wrong.
    fn fail(&mut self, trouble: CameraTrouble, desk: &Desk, preview: &Preview) {
        if let Some(run) = &self.run
            && run.is_full
            && trouble != CameraTrouble::Unplugged
        {
            // Its stream works, so whoever waits gets a picture of that.
            self.no_full.insert(run.camera.found.id.clone());
            self.close_run(preview);
            self.next_try = None;
            return;
        }
        self.stop(trouble, desk, preview);
    }

    /// No pictures any more: told once, answered to all who wait, and tried again later.
    fn stop(&mut self, trouble: CameraTrouble, desk: &Desk, preview: &Preview) {
        self.close(preview);
        self.running = None;
        let (shortest, longest) = self.settings.again;
        let wait = shortest.saturating_mul(1 << self.tries.min(6)).min(longest);
        self.tries = self.tries.saturating_add(1);
        self.next_try = Some(Instant::now() + wait);
        if self.stopped.as_ref() != Some(&trouble) {
            self.stopped = Some(trouble.clone());
            (self.told)(CameraEvent::Stopped(trouble.clone()));
        }
        desk.refuse(&trouble);
    }

    /// Ends the run that is on; its frames are no longer taken.
    fn close(&mut self, preview: &Preview) {
        self.slot.close();
        self.close_run(preview);
    }

    /// The same, while the last frame may stay where it lies.
    fn close_run(&mut self, preview: &Preview) {
        if let Some(run) = self.run.take() {
            run.signs.end.store(true, Ordering::Relaxed);
            self.ending.push((run.number, Instant::now()));
        }
        preview.clear();
    }
}
