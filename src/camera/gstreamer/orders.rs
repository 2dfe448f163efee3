//! What the control is asked and told: by the program, by the watcher, by each run of a camera.

use gstreamer as gst;

use crate::camera::{Asked, CameraTrouble, FoundCamera, Turn};

/// What the control is asked and told.
pub enum Order {
    Show(Option<String>),
    Rest,
    Take(Asked),
    Held(Turn),
    Seen(Sighting),
    News(u64, News),
    End,
}

/// What a run says of itself.
pub enum News {
    /// The first picture has come.
    Flowing,
    /// It went wrong by itself; the light goes out next.
    Broken(CameraTrouble),
    /// The light is out, and the camera is free for the next.
    Over,
}

/// A camera that is there, and the way to it.
#[derive(Clone)]
pub struct Known {
    pub found: FoundCamera,
    pub device: gst::Device,
    /// How it is built in, in degrees.
    pub built_in: i64,
}

/// What the watcher says.
pub enum Sighting {
    /// Those that are there now.
    There(Vec<Known>),
    /// Cameras cannot be looked for at all.
    Blind(CameraTrouble),
}
