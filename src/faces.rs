//! Where faces are in a picture, never whose. Pixels in, boxes out. Keeps nothing, compares no face
//! with another, makes no description of one: there is nothing here by which a person could be
//! recognised. Knows no disk, register or permission.
//!
//! A finder misses turned, covered and very small faces at times, so people confirm who is shown; it
//! is there so that a face that nobody thought of stops a release. What cannot be looked at is an
//! error, never a picture without faces.

mod boxes;
pub mod centerface;
mod view;

use image::RgbImage;

use crate::domain::photo::Area;

/// How hard to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// At two scales, as every picture is looked at when it is kept.
    Usual,
    /// Also part by part, for small faces.
    Crowd,
    /// Also lying down and upside down.
    LookAgain,
}

/// A face that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoundFace {
    /// In the pixels of the picture that was looked at, wholly inside it, never empty.
    pub area: Area,
    /// From the finder's threshold to 1; says how sure it is, and nothing of the face.
    pub score: f32,
}

/// Why a picture could not be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FacesError {
    #[error(
        "the face finder's model is damaged, so no picture can be looked at; install Shutterslip \
         again"
    )]
    Damaged,
    #[error(
        "the face finder's model cannot be read, so no picture can be looked at; install \
         Shutterslip again"
    )]
    Unreadable,
    #[error("there is no picture to look for faces in; take it again")]
    NoPicture,
    #[error(
        "looking for faces failed ({step}); look again, and tell the technician if it fails again"
    )]
    Failed { step: &'static str },
    #[error(
        "looking for faces stopped half-way; look again, and tell the technician if it stops again"
    )]
    Stopped,
}

impl FacesError {
    /// Short and stable, for the record.
    pub fn code(self) -> &'static str {
        match self {
            Self::Damaged => "model-damaged",
            Self::Unreadable => "model-unreadable",
            Self::NoPicture => "no-picture",
            Self::Failed { .. } => "failed",
            Self::Stopped => "stopped",
        }
    }
}

/// Longest side that a picture is best given in, in pixels: more is not looked at.
pub fn longest_side(effort: Effort) -> u32 {
    match effort {
        Effort::Usual => view::CLOSE,
        Effort::Crowd | Effort::LookAgain => view::CROWD,
    }
}

/// Finds faces. The same picture and effort give the same boxes.
pub trait FaceFinder: Send + Sync {
    /// Which finder and model, as it is kept beside every box.
    fn version(&self) -> &str;
    /// Every face found, from left to right. Takes any size of picture, upright. Errors: nothing
    /// can be said of this picture; an empty answer is never given in place of an error.
    fn find(&self, picture: &RgbImage, effort: Effort) -> Result<Vec<FoundFace>, FacesError>;
}
