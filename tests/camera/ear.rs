//! Hears what a camera tells, and waits for it.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use shutterslip::camera::{CameraEvent, CameraTrouble, Cameras, FoundCamera, Told};

/// What was told, in short. Pictures are kept apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    Found(Vec<FoundCamera>),
    Running(String),
    Frame,
    Stopped(CameraTrouble),
    /// A still and its length, or why there is none.
    Still(u64, Result<usize, CameraTrouble>),
}

#[derive(Clone, Default)]
pub struct Ear(Arc<(Mutex<Notes>, Condvar)>);

#[derive(Default)]
struct Notes {
    heard: Vec<Heard>,
    stills: Vec<(u64, Vec<u8>)>,
    /// What was waited for before.
    read: usize,
}

/// Longer than anything here takes on a busy machine.
const LONG: Duration = Duration::from_secs(60);

impl Ear {
    pub fn told(&self) -> Told {
        let ear = self.clone();
        Arc::new(move |event| {
            let (notes, comes) = &*ear.0;
            let mut notes = notes.lock().unwrap();
            let heard = match event {
                CameraEvent::Found(found) => Heard::Found(found),
                CameraEvent::Running { id } => Heard::Running(id),
                CameraEvent::Frame => Heard::Frame,
                CameraEvent::Stopped(trouble) => Heard::Stopped(trouble),
                CameraEvent::Still { number, picture } => {
                    let short = picture.as_ref().map(|bytes| bytes.len());
                    let short = short.map_err(Clone::clone);
                    if let Ok(bytes) = picture {
                        notes.stills.push((number, bytes.to_vec()));
                    }
                    Heard::Still(number, short)
                }
            };
            notes.heard.push(heard);
            comes.notify_all();
        })
    }

    /// The first that was told after what was waited for before, and is wanted.
    #[track_caller]
    pub fn wait<T>(&self, what: &str, wanted: impl Fn(&Heard) -> Option<T>) -> T {
        let (notes, comes) = &*self.0;
        let mut notes = notes.lock().unwrap();
        let end = Instant::now() + LONG;
        loop {
            let read = notes.read;
            let found = notes.heard.iter().enumerate().skip(read);
            let found = found.filter_map(|(at, heard)| Some((at, wanted(heard)?)));
            if let Some((at, found)) = found.into_iter().next() {
                notes.read = at + 1;
                return found;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "{what} was never told, but {:?}",
                notes.short()
            );
            notes = comes.wait_timeout(notes, left).unwrap().0;
        }
    }

    #[track_caller]
    pub fn running(&self) -> String {
        self.wait("that it runs", |heard| match heard {
            Heard::Running(id) => Some(id.clone()),
            _ => None,
        })
    }

    #[track_caller]
    pub fn stopped(&self) -> CameraTrouble {
        self.wait("that it stopped", |heard| match heard {
            Heard::Stopped(trouble) => Some(trouble.clone()),
            _ => None,
        })
    }

    #[track_caller]
    pub fn found(&self) -> Vec<FoundCamera> {
        self.wait("which cameras there are", |heard| match heard {
            Heard::Found(found) => Some(found.clone()),
            _ => None,
        })
    }

    #[track_caller]
    pub fn frame(&self) {
        self.wait("a frame", |heard| (*heard == Heard::Frame).then_some(()));
    }

    /// Waits until all of these are answered, in whatever order, and says how.
    #[track_caller]
    pub fn answers(&self, numbers: &[u64]) -> Vec<Result<usize, CameraTrouble>> {
        let find = |notes: &Notes, number: u64| {
            notes.heard.iter().find_map(|heard| match heard {
                Heard::Still(of, answer) if *of == number => Some(answer.clone()),
                _ => None,
            })
        };
        let (notes, comes) = &*self.0;
        let mut notes = notes.lock().unwrap();
        let end = Instant::now() + LONG;
        loop {
            let found: Vec<_> = numbers
                .iter()
                .filter_map(|one| find(&notes, *one))
                .collect();
            if found.len() == numbers.len() {
                return found;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "{numbers:?} were not all answered: {:?}",
                notes.short()
            );
            notes = comes.wait_timeout(notes, left).unwrap().0;
        }
    }

    /// Forgets what was told. For the bench, which hears for a long time.
    #[allow(dead_code, reason = "the bench hears for a long time; tests do not")]
    pub fn forget(&self) {
        *self.0.0.lock().unwrap() = Notes::default();
    }

    /// How often this one was answered.
    pub fn times_answered(&self, number: u64) -> usize {
        let heard = &self.0.0.lock().unwrap().heard;
        let of = |heard: &&Heard| matches!(heard, Heard::Still(of, _) if *of == number);
        heard.iter().filter(of).count()
    }

    /// The still of that number.
    pub fn still(&self, number: u64) -> Vec<u8> {
        let stills = &self.0.0.lock().unwrap().stills;
        let found = stills.iter().find(|(of, _)| *of == number);
        found
            .unwrap_or_else(|| panic!("there is no still {number}"))
            .1
            .clone()
    }
}

impl Notes {
    fn short(&self) -> Vec<&Heard> {
        let mut short: Vec<&Heard> = self.heard.iter().collect();
        short.dedup();
        short
    }
}

/// The next frame that lies ready.
pub fn next_frame(cameras: &dyn Cameras, ear: &Ear) -> shutterslip::camera::Frame {
    for _ in 0..100 {
        ear.frame();
        if let Some(frame) = cameras.frame() {
            return frame;
        }
    }
    panic!("a frame was told a hundred times and none lay ready");
}

/// Looks until it is so.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + LONG;
    while !is_so() {
        assert!(Instant::now() < end, "{what} never came to be");
        std::thread::sleep(Duration::from_millis(10));
    }
}
