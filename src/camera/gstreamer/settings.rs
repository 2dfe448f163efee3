//! How long a camera may take, and what counts as one.

use std::time::Duration;

use crate::camera::CameraTrouble;

/// What tests change, and nobody else.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What kind of device counts as a camera, in GStreamer's words.
    pub classes: String,
    /// How long a running camera may send nothing.
    pub stall: Duration,
    /// How long a camera may take from being opened to its first picture.
    pub first: Duration,
    /// How long a still may be waited for.
    pub patience: Duration,
    /// The shortest and the longest wait before a camera is tried again.
    pub again: (Duration, Duration),
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            classes: CAMERAS.to_owned(),
            stall: Duration::from_secs(2),
            first: Duration::from_secs(6),
            patience: Duration::from_secs(8),
            again: (Duration::from_millis(500), Duration::from_secs(5)),
        }
    }
}

/// What every provider of real cameras calls them.
pub(super) const CAMERAS: &str = "Video/Source";

pub(super) const NO_THREAD: CameraTrouble =
    CameraTrouble::Failed("this device is too busy to start it");
