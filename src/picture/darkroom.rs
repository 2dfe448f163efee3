//! What others need of pictures, as bytes in and pixels or bytes out, whichever process does it.
//! Judges nothing, keeps nothing, and takes a file's word for nothing but what is in it.
//!
//! Two engines, one promise: [`ChildDarkroom`](super::ChildDarkroom) reads each picture in a process
//! of its own that can reach nothing, and is what schools run; [`InProcess`] reads it here.

use image::RgbImage;
use serde::{Deserialize, Serialize};

use super::bounded::bounded;
use super::{
    CameraNote, CopyPlan, Header, Limits, Page, PictureError, PublicCopy, Upright, copy, page,
    steps,
};

/// A picture for a screen or a finder, with what its file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    pub header: Header,
    pub pixels: RgbImage,
}

/// Reads pictures. The same bytes give the same answer, from every engine.
pub trait Darkroom: Send + Sync {
    /// What the header says. Reads no pixels: a JPEG whose pixels are damaged passes here and is
    /// refused by the others.
    fn inspect(&self, bytes: &[u8]) -> Result<Header, PictureError>;
    /// The camera's details; all `None` where there are none. Details that are there and cannot be
    /// read in full are an error.
    fn camera_note(&self, bytes: &[u8]) -> Result<CameraNote, PictureError>;
    /// The whole picture at full size, upright and in sRGB.
    fn open(&self, bytes: &[u8]) -> Result<Upright, PictureError>;
    /// The whole picture, upright, sRGB, its longest side at most the given one. Never upscaled.
    fn screen(&self, bytes: &[u8], longest_side: u32) -> Result<Screen, PictureError>;
    /// One page of paper, by its number from 0: of a PDF, or a picture of one, its longest side at
    /// most the given one, with the codes that are on it.
    fn page(&self, bytes: &[u8], number: u32, longest_side: u32) -> Result<Page, PictureError>;
    /// The copy that the plan describes: whatever was to be hidden is, or there is no copy.
    fn public_copy(&self, bytes: &[u8], plan: &CopyPlan) -> Result<PublicCopy, PictureError>;
    /// What keeps a decoder's bug from reaching anything else on this machine, as tried just now.
    fn confinement(&self) -> Result<Confinement, PictureError>;
}

/// What stands between a decoder's bug and the rest of this machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confinement {
    /// Each picture is read in a process of its own, which starts with no file open but its pipes.
    pub own_process: bool,
    /// Memory, time, file size, processes and open files are limited.
    pub limits: bool,
    /// Version of Landlock, which denies files (from 1), network (from 4), signals and sockets
    /// (from 6); 0 where the kernel has none.
    pub landlock: u32,
    /// Only the system calls that decoding needs are let through.
    pub system_calls: bool,
}

impl Confinement {
    /// Whether Landlock denies every file.
    pub fn denies_files(&self) -> bool {
        self.landlock >= 1
    }

    /// Whether Landlock denies the network as well.
    pub fn denies_network(&self) -> bool {
        self.landlock >= 4
    }

    /// Whether a decoder's bug could reach this school's files or the network, or take all of this
    /// machine's memory. Limited system calls alone keep it from both.
    pub fn is_open(&self) -> bool {
        let is_behind_walls = self.system_calls || (self.denies_files() && self.denies_network());
        !(self.own_process && self.limits && is_behind_walls)
    }
}

/// Reads pictures in this process, on a thread of its own for each. For tests, measurements and
/// made-up pictures: a decoder's bug would have all that the process has.
#[derive(Clone, Copy, Debug, Default)]
pub struct InProcess {
    limits: Limits,
}

impl InProcess {
    /// Pictures may ask for so much.
    pub fn within(limits: Limits) -> InProcess {
        InProcess { limits }
    }
}

impl Darkroom for InProcess {
    fn inspect(&self, bytes: &[u8]) -> Result<Header, PictureError> {
        steps::inspect(bytes, &self.limits)
    }

    fn camera_note(&self, bytes: &[u8]) -> Result<CameraNote, PictureError> {
        steps::camera_note(bytes, &self.limits)
    }

    fn open(&self, bytes: &[u8]) -> Result<Upright, PictureError> {
        let (_, upright) = bounded(bytes, &self.limits, steps::open)?;
        Ok(upright)
    }

    fn screen(&self, bytes: &[u8], longest_side: u32) -> Result<Screen, PictureError> {
        if longest_side == 0 {
            return Err(PictureError::NoLongestSide);
        }
        bounded(bytes, &self.limits, move |bytes, limits, deadline| {
            steps::screen(bytes, longest_side, limits, deadline)
        })
    }

    fn page(&self, bytes: &[u8], number: u32, longest_side: u32) -> Result<Page, PictureError> {
        bounded(bytes, &self.limits, move |bytes, limits, deadline| {
            page::read(bytes, number, longest_side, limits, deadline)
        })
    }

    fn public_copy(&self, bytes: &[u8], plan: &CopyPlan) -> Result<PublicCopy, PictureError> {
        copy::packet_for(plan)?;
        let plan = plan.clone();
        let (_, copy) = bounded(bytes, &self.limits, move |bytes, limits, deadline| {
            steps::public_copy(bytes, &plan, limits, deadline)
        })?;
        Ok(copy)
    }

    fn confinement(&self) -> Result<Confinement, PictureError> {
        Ok(Confinement::default())
    }
}
