//! Pictures made to do harm, each with what becomes of it. Written by code, the same bytes every
//! time; no file of anybody's is among them. Knows neither the product nor how it is tried.
//!
//! Every one carries `SECRET` wherever its kind has room for it beside the pixels, so that whoever
//! tries one can tell whether a message or a copy gave anything of the file away.

#![allow(dead_code, reason = "each suite uses a part of it")]

mod blocks;
mod bombs;
mod cameras;
pub mod clean;
mod jpegs;
mod pngs;
mod strangers;
mod webps;
mod writing;

use std::collections::BTreeSet;
use std::sync::LazyLock;

pub use cameras::camera_details;
pub use writing::{SECRET, holds};

/// What a hostile file is told as, word for word in its middle.
pub mod told {
    pub const CUT: &str = "this picture is cut short: its end is missing; copy it";
    pub const DAMAGED: &str = "this picture is damaged and cannot be read whole; copy it";
    pub const UNUSUAL: &str = "this is an unusual kind of JPEG that cannot be opened here; save it";
    pub const DETAILS: &str = "camera details (EXIF) cannot be read, so nobody can tell which";
    pub const NO_PICTURE: &str = "this file is not a picture; choose a JPEG, PNG or WebP file";
    pub const OTHER_CAMERA: &str = "not-school-device: this picture is not from a registered";
}

/// What a kept one looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Four quarters: red, green, blue, yellow, each channel off by at most this.
    Quarters(u8),
    /// The same in shades of grey.
    Greys,
    /// Whatever; it has this width and height.
    Sized(u32, u32),
}

/// What becomes of one that the school's own camera is said to have taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// A good picture for all that: kept, and it looks right.
    Kept(Looks),
    /// Refused, with these words in the message.
    Refused(&'static str),
}

/// One file.
#[derive(Clone, Debug)]
pub struct Hostile {
    pub name: String,
    pub bytes: Vec<u8>,
    pub becomes: Becomes,
    /// It asks for so much that it is tried in a process of its own, and measured.
    pub is_heavy: bool,
}

impl Hostile {
    fn refused(name: impl Into<String>, bytes: Vec<u8>, words: &'static str) -> Hostile {
        Hostile {
            name: name.into(),
            bytes,
            becomes: Becomes::Refused(words),
            is_heavy: false,
        }
    }

    fn kept(name: impl Into<String>, bytes: Vec<u8>, looks: Looks) -> Hostile {
        Hostile {
            name: name.into(),
            bytes,
            becomes: Becomes::Kept(looks),
            is_heavy: false,
        }
    }

    fn heavy(mut self) -> Hostile {
        self.is_heavy = true;
        self
    }
}

/// All of them, made once.
pub static ALL: LazyLock<Vec<Hostile>> = LazyLock::new(|| {
    let all: Vec<Hostile> = [
        jpegs::all(),
        pngs::all(),
        webps::all(),
        cameras::all(),
        strangers::all(),
        bombs::all(),
    ]
    .concat();
    let names: BTreeSet<&str> = all.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names.len(), all.len(), "two have one name");
    let bytes: BTreeSet<&[u8]> = all.iter().map(|one| one.bytes.as_slice()).collect();
    assert_eq!(bytes.len(), all.len(), "two are one file");
    all
});
