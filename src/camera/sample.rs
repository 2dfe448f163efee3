//! The sample school's camera: made-up scenes before a lens that sways a little, each marked as a
//! sample in its own pixels. Needs no hardware and no GStreamer. Where its scenes come from it does
//! not know; each is drawn once, on a thread of its own, and kept as the JPEG that its stills are.

mod mark;
mod view;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use image::RgbImage;
use zeroize::Zeroizing;

use super::{
    Asked, CameraEvent, CameraTrouble, Cameras, Facing, FoundCamera, Frame, OFF, Slot, Told, jpeg,
};
use view::View;

/// Draws the scene at that place, upright. None where it cannot.
pub type Draw = Arc<dyn Fn(usize) -> Option<RgbImage> + Send + Sync>;

/// The camera's id.
pub const ID: &str = "sample";

const NAME: &str = "Sample camera";

/// From one frame to the next.
const STEP: Duration = Duration::from_nanos(1_000_000_000 / 30);

const NOT_DRAWN: CameraTrouble = CameraTrouble::Failed("a sample picture could not be drawn");
const NO_THREAD: CameraTrouble = CameraTrouble::Failed("this device is too busy to start it");

/// A camera that shows made-up scenes, the next after each still.
pub struct SampleCamera {
    scenes: usize,
    draw: Draw,
    slot: Slot,
    orders: Sender<Order>,
    inbox: Option<Receiver<Order>>,
    told: Option<Told>,
}

/// The sample camera's cable.
#[derive(Clone)]
pub struct Cable(Sender<Order>);

enum Order {
    Watch(Told),
    Show(Option<String>),
    Rest,
    Take(Asked),
    Plugged(bool),
    Drawn(usize, Option<Vec<u8>>),
    End,
}

impl SampleCamera {
    /// A camera before so many scenes. Nothing is drawn before [`Cameras::watch`].
    pub fn new(scenes: usize, draw: Draw) -> SampleCamera {
        let (orders, inbox) = channel();
        SampleCamera {
            scenes,
            draw,
            slot: Slot::default(),
            orders,
            inbox: Some(inbox),
            told: None,
        }
    }

    /// By which the camera can be unplugged and plugged in.
    pub fn cable(&self) -> Cable {
        Cable(self.orders.clone())
    }

    fn order(&self, order: Order) {
        if self.orders.send(order).is_err()
            && let Some(told) = &self.told
        {
            told(CameraEvent::Stopped(CameraTrouble::Stalled));
        }
    }
}

impl Cable {
    /// Whether there is still a camera at its other end.
    pub fn unplug(&self) -> bool {
        self.0.send(Order::Plugged(false)).is_ok()
    }

    /// Whether there is still a camera at its other end.
    pub fn plug_in(&self) -> bool {
        self.0.send(Order::Plugged(true)).is_ok()
    }
}

impl Cameras for SampleCamera {
    fn watch(&mut self, told: Told) {
        self.told = Some(told.clone());
        let Some(inbox) = self.inbox.take() else {
            self.order(Order::Watch(told));
            return;
        };
        let (asks, drawer) = channel();
        let (draw, drawn) = (Arc::clone(&self.draw), self.orders.clone());
        let stage = Stage {
            scenes: vec![Scene::Undrawn; self.scenes],
            at: 0,
            asks,
            told: told.clone(),
            slot: self.slot.clone(),
            wanted: None,
            is_plugged: true,
            is_running: false,
            stopped: None,
            waiting: VecDeque::new(),
            view: None,
            begun: Instant::now(),
        };
        let named = |name: &str| std::thread::Builder::new().name(name.to_owned());
        let started = named("camera-scenes")
            .spawn(move || draw_all(&drawer, &draw, &drawn))
            .and_then(|_| named("camera-sample").spawn(move || stage.work(&inbox)));
        if started.is_err() {
            told(CameraEvent::Stopped(NO_THREAD));
        }
    }

    fn show(&mut self, camera: Option<&str>) {
        self.order(Order::Show(camera.map(str::to_owned)));
    }

    fn rest(&mut self) {
        self.slot.close();
        self.order(Order::Rest);
    }

    fn take(&mut self, number: u64) {
        if let Some(told) = &self.told {
            self.order(Order::Take(Asked::new(number, told.clone())));
        }
    }

    fn frame(&self) -> Option<Frame> {
        self.slot.fetch()
    }
}

impl Drop for SampleCamera {
    fn drop(&mut self) {
        self.order(Order::End);
    }
}

/// Draws what is asked for, marks it and writes it as a JPEG.
fn draw_all(asked: &Receiver<usize>, draw: &Draw, drawn: &Sender<Order>) {
    while let Ok(at) = asked.recv() {
        let picture = draw(at).and_then(|mut picture| {
            mark::onto(&mut picture);
            jpeg::of_colours(&picture)
        });
        if drawn.send(Order::Drawn(at, picture)).is_err() {
            return;
        }
    }
}

#[derive(Clone)]
enum Scene {
    Undrawn,
    Asked,
    Drawn(Arc<Vec<u8>>),
    Failed,
}

/// What stands before the lens.
struct Stage {
    scenes: Vec<Scene>,
    at: usize,
    asks: Sender<usize>,
    told: Told,
    slot: Slot,
    /// Which camera is to be shown: none, the best one or one by its id.
    wanted: Option<Option<String>>,
    is_plugged: bool,
    is_running: bool,
    stopped: Option<CameraTrouble>,
    waiting: VecDeque<Asked>,
    view: Option<(usize, View)>,
    begun: Instant,
}

/// The only run that there is.
const RUN: u64 = 1;

impl Stage {
    fn work(mut self, inbox: &Receiver<Order>) {
        self.ask_for(0);
        self.tell_found();
        let mut next = Instant::now();
        loop {
            let wait = if self.wanted.is_some() {
                next - Instant::now()
            } else {
                STEP * 30
            };
            match inbox.recv_timeout(wait) {
                Ok(Order::End) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(order) => self.hear(order),
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.tend();
            let now = Instant::now();
            if now >= next {
                self.lay();
                next = (next + STEP).max(now);
            }
        }
        self.slot.close();
        self.refuse(&OFF);
    }

    fn hear(&mut self, order: Order) {
        match order {
            Order::Watch(told) => {
                self.told = told;
                self.tell_found();
            }
            Order::Show(camera) => {
                self.wanted = Some(camera);
                self.stopped = None;
            }
            Order::Rest => {
                self.wanted = None;
                self.is_running = false;
                self.stopped = None;
                self.slot.close();
                self.refuse(&OFF);
            }
            Order::Take(asked) => match (&self.wanted, &self.stopped) {
                (None, _) => asked.answer(Err(OFF)),
                (Some(_), Some(trouble)) => asked.answer(Err(trouble.clone())),
                (Some(_), None) => self.waiting.push_back(asked),
            },
            Order::Plugged(is_plugged) if is_plugged != self.is_plugged => {
                self.is_plugged = is_plugged;
                self.tell_found();
            }
            Order::Plugged(_) | Order::End => {}
            Order::Drawn(at, picture) => {
                if let Some(scene) = self.scenes.get_mut(at) {
                    *scene = picture.map_or(Scene::Failed, |jpeg| Scene::Drawn(Arc::new(jpeg)));
                }
            }
        }
    }

    fn tell_found(&self) {
        let found = FoundCamera {
            id: ID.to_owned(),
            name: NAME.to_owned(),
            facing: Some(Facing::Back),
        };
        let found = if self.is_plugged {
            vec![found]
        } else {
            Vec::new()
        };
        (self.told)(CameraEvent::Found(found));
    }

    /// Tells what has changed, and gives stills to whoever waits for one.
    fn tend(&mut self) {
        let Some(wanted) = &self.wanted else { return };
        let is_this = wanted.as_ref().is_none_or(|id| id == ID);
        if !self.is_plugged || !is_this {
            self.stop(CameraTrouble::Unplugged);
            return;
        }
        match self.scenes.get(self.at) {
            Some(Scene::Drawn(picture)) => {
                let picture = Arc::clone(picture);
                self.run(&picture);
            }
            Some(Scene::Failed) | None => self.stop(NOT_DRAWN),
            Some(Scene::Undrawn | Scene::Asked) => {}
        }
    }

    fn run(&mut self, picture: &Arc<Vec<u8>>) {
        if self.view.as_ref().is_none_or(|(at, _)| *at != self.at) {
            self.view = View::of(picture).map(|view| (self.at, view));
        }
        if self.view.is_none() {
            self.stop(NOT_DRAWN);
            return;
        }
        if !self.is_running {
            self.is_running = true;
            self.stopped = None;
            let id = ID.to_owned();
            (self.told)(CameraEvent::Running { id });
            self.slot.open_for(RUN);
        }
        // While a scene is shown the next one is drawn.
        let next = self.next();
        self.ask_for(next);
        if let Some(asked) = self.waiting.pop_front() {
            asked.answer(still(picture));
            if let Some(Scene::Drawn(_)) = self.scenes.get(next) {
                self.at = next;
            }
            self.tend();
        }
    }

    fn next(&self) -> usize {
        (self.at + 1) % self.scenes.len().max(1)
    }

    fn ask_for(&mut self, at: usize) {
        if let Some(scene @ Scene::Undrawn) = self.scenes.get_mut(at) {
            *scene = match self.asks.send(at) {
                Ok(()) => Scene::Asked,
                Err(_) => Scene::Failed,
            };
        }
    }

    fn stop(&mut self, trouble: CameraTrouble) {
        self.is_running = false;
        self.slot.close();
        if self.stopped.as_ref() != Some(&trouble) {
            self.stopped = Some(trouble.clone());
            (self.told)(CameraEvent::Stopped(trouble.clone()));
        }
        self.refuse(&trouble);
    }

    fn refuse(&mut self, trouble: &CameraTrouble) {
        for asked in std::mem::take(&mut self.waiting) {
            asked.answer(Err(trouble.clone()));
        }
    }

    fn lay(&mut self) {
        if !self.is_running {
            return;
        }
        let Some((_, view)) = &self.view else { return };
        let frame = view.at(self.begun.elapsed());
        if self.slot.lay(RUN, frame) {
            (self.told)(CameraEvent::Frame);
        }
    }
}

/// The scene's picture as a file that never was before: its comment is drawn by lot.
fn still(picture: &[u8]) -> Result<Zeroizing<Vec<u8>>, CameraTrouble> {
    let mut lot = [0; 16];
    getrandom::fill(&mut lot).map_err(|_| NOT_DRAWN)?;
    let comment = format!("sample picture {}", hex::encode(lot));
    let picture = jpeg::with_comment(picture, comment.as_bytes());
    Ok(Zeroizing::new(picture))
}
