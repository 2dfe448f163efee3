//! The cameras of this device: which there are, the picture that one of them shows, and stills.
//! Everything lives in memory and is handed on; this room writes no file, keeps no picture, knows no
//! screen, no register and no permission, and never decides whether a photo may be taken.
//!
//! No call waits for a camera: a driver may hang for half a minute, and a finger on the glass must
//! not notice. What comes of a call is told later, from the camera's own threads.

pub mod gstreamer;
mod jpeg;
pub mod sample;
pub mod scripted;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

/// Who is told what happens. Called from the camera's own threads, so it must be quick.
pub type Told = Arc<dyn Fn(CameraEvent) + Send + Sync>;

/// The cameras of this device. No call waits for a camera: each returns at once and what comes of
/// it is told.
pub trait Cameras: Send {
    /// Begins to watch for cameras, and tells `told`.
    fn watch(&mut self, told: Told);

    /// Shows the picture of this camera, or of the best one. Where the best one goes away, the next
    /// best follows it; where a camera that was asked for by name goes away, it is waited for.
    fn show(&mut self, camera: Option<&str>);

    /// Turns the camera off; its light goes out. Stills that are under way are answered first or
    /// answered with a trouble.
    fn rest(&mut self);

    /// Takes a still at the sensor's full size, answered by exactly one [`CameraEvent::Still`] with
    /// this number. Several may be under way.
    fn take(&mut self, number: u64);

    /// The newest preview frame since the last call, if any.
    fn frame(&self) -> Option<Frame>;
}

/// What happens with the cameras.
pub enum CameraEvent {
    /// Those that are there now; told at the start and at each change.
    Found(Vec<FoundCamera>),
    /// Frames are coming, from this one.
    Running { id: String },
    /// A new frame lies ready in the slot.
    Frame,
    /// No frames any more, and why; it is started again by itself when it can be.
    Stopped(CameraTrouble),
    /// What came of a [`Cameras::take`]: a whole JPEG, upright or with its orientation written in it.
    Still {
        number: u64,
        picture: Result<Zeroizing<Vec<u8>>, CameraTrouble>,
    },
}

/// Never shows a picture's bytes.
impl fmt::Debug for CameraEvent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CameraEvent::Found(found) => out.debug_tuple("Found").field(found).finish(),
            CameraEvent::Running { id } => out.debug_struct("Running").field("id", id).finish(),
            CameraEvent::Frame => out.write_str("Frame"),
            CameraEvent::Stopped(trouble) => out.debug_tuple("Stopped").field(trouble).finish(),
            CameraEvent::Still { number, picture } => out
                .debug_struct("Still")
                .field("number", number)
                .field("picture", &picture.as_ref().map(|bytes| bytes.len()))
                .finish(),
        }
    }
}

/// A camera that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCamera {
    /// The same after it was unplugged and plugged in again.
    pub id: String,
    /// As its maker calls it.
    pub name: String,
    /// Where it looks, if that is known.
    pub facing: Option<Facing>,
}

/// Where a camera that is built in looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facing {
    /// At whoever holds the tablet.
    Front,
    /// Away from them.
    Back,
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CameraTrouble {
    #[error(
        "no camera was found; plug one in, or ask the technician whether the camera of this device \
         is turned on"
    )]
    None,
    #[error(
        "a part that the camera needs is not installed; ask the technician to install the package \
         `{package}`"
    )]
    NoPlugin { package: String },
    #[error("the camera was unplugged; plug it in again and its picture comes back by itself")]
    Unplugged,
    #[error(
        "the camera has stopped sending pictures; it is being started again, and if it stays dark \
         unplug it and plug it in, or turn this device off and on"
    )]
    Stalled,
    #[error(
        "another program is using the camera; close that, and the picture comes back by itself"
    )]
    Busy,
    #[error(
        "the camera did not work ({0}); try again, and tell the technician if it happens often"
    )]
    Failed(&'static str),
}

/// How a picture is to be turned so that it stands upright.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    #[default]
    Upright,
    /// By a quarter to the right.
    QuarterRight,
    Half,
    /// By a quarter to the left.
    QuarterLeft,
}

impl Turn {
    /// From degrees to the right, to the nearest quarter.
    pub fn of_degrees(degrees: i64) -> Turn {
        match (degrees.rem_euclid(360) + 45) / 90 % 4 {
            1 => Turn::QuarterRight,
            2 => Turn::Half,
            3 => Turn::QuarterLeft,
            _ => Turn::Upright,
        }
    }

    /// Degrees to the right.
    pub fn degrees(self) -> u16 {
        match self {
            Turn::Upright => 0,
            Turn::QuarterRight => 90,
            Turn::Half => 180,
            Turn::QuarterLeft => 270,
        }
    }

    /// What a JPEG's orientation tag says of a picture that is to be turned like this.
    pub fn orientation_tag(self) -> u8 {
        match self {
            Turn::Upright => 1,
            Turn::QuarterRight => 6,
            Turn::Half => 3,
            Turn::QuarterLeft => 8,
        }
    }
}

/// One frame of the preview.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    pub width: u32,
    pub height: u32,
    /// Four bytes each, opaque, rows without gaps.
    pub rgba: Vec<u8>,
    pub turn: Turn,
}

/// Never shows a picture's bytes.
impl fmt::Debug for Frame {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Frame")
            .field("width", &self.width)
            .field("height", &self.height)
            .field("turn", &self.turn)
            .finish_non_exhaustive()
    }
}

/// Where the newest frame lies until it is fetched: one place, so that a slow screen sees the newest
/// picture and never an old one. What a run of a camera lays down after that run is over is dropped.
#[derive(Clone, Default)]
struct Slot(Arc<Mutex<Laid>>);

#[derive(Default)]
struct Laid {
    /// Whose frames are taken; 0 is nobody.
    run: u64,
    frame: Option<Frame>,
}

impl Slot {
    fn open_for(&self, run: u64) {
        hold(&self.0).run = run;
    }

    fn close(&self) {
        *hold(&self.0) = Laid::default();
    }

    /// Whether the frame was taken.
    fn lay(&self, run: u64, frame: Frame) -> bool {
        let mut laid = hold(&self.0);
        let is_taken = laid.run == run && run != 0;
        if is_taken {
            laid.frame = Some(frame);
        }
        is_taken
    }

    fn fetch(&self) -> Option<Frame> {
        hold(&self.0).frame.take()
    }
}

/// One still that was asked for. Whatever becomes of it, it is answered exactly once: where it is
/// dropped without an answer, that it stopped is the answer.
struct Asked {
    number: u64,
    told: Option<Told>,
}

impl Asked {
    fn new(number: u64, told: Told) -> Asked {
        let told = Some(told);
        Asked { number, told }
    }

    fn answer(mut self, picture: Result<Zeroizing<Vec<u8>>, CameraTrouble>) {
        self.say(picture);
    }

    fn say(&mut self, picture: Result<Zeroizing<Vec<u8>>, CameraTrouble>) {
        if let Some(told) = self.told.take() {
            let number = self.number;
            told(CameraEvent::Still { number, picture });
        }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.say(Err(CameraTrouble::Failed(
            "it was stopped before the picture was taken",
        )));
    }
}

/// What is asked of a camera that nobody wants to see.
const OFF: CameraTrouble = CameraTrouble::Failed("it is turned off");

/// Locks what cannot be left half-changed: a thread that fell over in here leaves nothing torn.
fn hold<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
