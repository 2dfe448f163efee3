//! Reads a picture's bytes within set limits, turns it upright and into sRGB, and makes the copies
//! that screens show and that may leave: cropped, covered, made of pixels only. Bytes in, bytes or
//! pixels out. Knows no disk, database, network, person or permission; keeps no clock beyond a
//! deadline, writes no temporary file, and never puts a picture's bytes into a message.
//!
//! What is checked, and where it stops. Size and memory are checked from the header, before pixels
//! are allocated. A [`ChildDarkroom`] reads each picture in a process of its own, which is killed
//! when its time is up; a decoder's bug finds nothing there but that picture. The functions here, and
//! [`InProcess`], decode on a thread: a panic is an error, but a C decoder cannot be interrupted, so
//! a late one runs on (bounded by pixels × passes) and keeps one of a few places until it ends, and
//! a fault takes the process with it. They are for tests and measurements.
//!
//! A JPEG that libjpeg-turbo cannot read to its end marker without a warning is refused. Bytes
//! flipped inside a JPEG's or WebP's coded pixels that still decode cannot be told from a picture;
//! those formats carry no checksum.

mod bounded;
pub mod bundle;
mod camera;
pub mod child;
mod colour;
mod containers;
mod copy;
mod cover;
mod darkroom;
mod decode;
mod encode;
mod encoded;
mod error;
mod flat;
mod frame;
mod jpeg;
mod kind;
mod notice;
mod orientation;
pub mod page;
mod sight;
mod steps;
pub mod straighten;
mod survey;

use std::time::Duration;

use image::RgbImage;
use serde::{Deserialize, Serialize};

pub use camera::CameraNote;
pub use child::ChildDarkroom;
pub use copy::{CopyPlan, PublicCopy};
pub use cover::{CHIN_PERCENT, EARS_PERCENT, FILL, HAIR_PERCENT, MARGIN_PERCENT, MIN_MARGIN};
pub use darkroom::{Confinement, Darkroom, InProcess, Screen};
pub use encoded::Encoded;
pub use error::{PictureError, Reach};
pub use flat::Flat;
pub use notice::Notice;
pub use orientation::Orientation;
pub use page::{FoundCode, Page, is_pdf};
pub use sight::{SIGHT_SIDE, sight_of};

/// How much a picture may ask for before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Of the file.
    pub file_bytes: u64,
    /// Of either side, in pixels.
    pub side: u32,
    /// In all.
    pub pixels: u64,
    /// Of the buffers that one picture needs at one time, as worked out from its header.
    pub memory_bytes: u64,
    /// For one picture, from bytes to result.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 * 1024 * 1024,
            side: 20_000,
            pixels: 120_000_000,
            memory_bytes: 512 * 1024 * 1024,
            time: Duration::from_secs(20),
        }
    }
}

/// The kinds of picture that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    Jpeg,
    Png,
    Webp,
}

/// What a picture's header says of it, as seen upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub format: Format,
    pub width: u32,
    pub height: u32,
    /// How the stored pixels lie; already applied to width and height.
    pub orientation: Orientation,
}

/// A picture as people see it: upright, sRGB, on white where it was transparent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upright {
    pub pixels: RgbImage,
}

/// What the header says. Reads no pixels: a JPEG whose pixels are damaged passes here and is
/// refused by [`open`]. Areas for [`public_copy`] are in this width and height.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Header, PictureError> {
    steps::inspect(bytes, limits)
}

/// The camera's details; all `None` where there are none. Details that are there and cannot be read
/// in full are an error, never `None`: a picture must not pass for one without them.
pub fn camera_note(bytes: &[u8]) -> Result<CameraNote, PictureError> {
    steps::camera_note(bytes, &Limits::default())
}

/// The whole picture at full size, upright and in sRGB.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Upright, PictureError> {
    InProcess::within(*limits).open(bytes)
}

/// The picture for a screen: upright, sRGB, its longest side at most the given one. Never upscaled.
pub fn screen(bytes: &[u8], limits: &Limits, longest_side: u32) -> Result<RgbImage, PictureError> {
    Ok(InProcess::within(*limits)
        .screen(bytes, longest_side)?
        .pixels)
}

/// Pixels as an ordinary JPEG, to be sealed: no copy that may leave.
pub fn as_jpeg(pixels: &RgbImage) -> Result<Vec<u8>, PictureError> {
    encode::plain_jpeg(pixels)
}

/// The copy that the plan describes; the same bytes and plan give the same copy. An area that is
/// empty or not wholly inside the picture is an error, never left out: a patch left out shows a
/// child. A hidden area outside the crop covers only as far as its margin reaches into it.
pub fn public_copy(
    bytes: &[u8],
    plan: &CopyPlan,
    limits: &Limits,
) -> Result<PublicCopy, PictureError> {
    InProcess::within(*limits).public_copy(bytes, plan)
}
