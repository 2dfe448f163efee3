//! Why a picture cannot be read or copied, in the words that the office sees: the fact, then what
//! to do. Holds no bytes of any picture.

use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use crate::domain::photo::Area;

/// A word of our own in an error.
pub(super) type Word = &'static str;

/// Every such word. An error that comes from a child process holds no other: what a picture made a
/// child say is not shown to anybody.
const WORDS: &[Word] = &[
    "PNG",
    "WebP",
    "BMP",
    "Photoshop",
    "JPEG XL",
    "JPEG 2000",
    "SVG",
    "icon",
    "copyright line",
    "usage terms",
    "credit line",
    "writing the notice",
    "converting colours",
    "resizing",
    "writing JPEG",
    "adding the notice",
    "checking the copy",
    "asking for the copy",
];

fn known_word<'a, D: Deserializer<'a>>(from: D) -> Result<Word, D::Error> {
    let said = String::deserialize(from)?;
    let known = WORDS.iter().find(|word| **word == said);
    known
        .copied()
        .ok_or_else(|| serde::de::Error::custom("a word that is none of ours"))
}

/// What a rectangle was meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    Crop,
    /// The hidden area's place in the plan, from 1.
    Hidden(usize),
}

impl std::fmt::Display for Reach {
    fn fmt(&self, words: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Crop => write!(words, "the crop"),
            Self::Hidden(place) => write!(words, "hidden area {place}"),
        }
    }
}

/// A picture, or a plan for a copy, that is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum PictureError {
    #[error("this file is empty; copy it from the camera again")]
    Empty,
    #[error(
        "this file is {megabytes} MB and the most that can be opened is {limit_megabytes} MB; \
         save a smaller copy and use that"
    )]
    FileTooLarge {
        megabytes: u64,
        limit_megabytes: u64,
    },
    #[error(
        "this picture says that it is {width} × {height} pixels ({} million) and the most that \
         can be opened is {side} on a side and {} million in all; save a smaller copy and use that",
        millions(u64::from(*.width) * u64::from(*.height)), millions(*.pixels)
    )]
    TooManyPixels {
        width: u32,
        height: u32,
        side: u32,
        pixels: u64,
    },
    #[error(
        "this picture is {width} × {height} pixels and would need {megabytes} MB of memory, more \
         than the {limit_megabytes} MB allowed; save a smaller copy and use that"
    )]
    TooMuchMemory {
        width: u32,
        height: u32,
        megabytes: u64,
        limit_megabytes: u64,
    },
    #[error(
        "this picture took longer than {seconds} seconds to read, so it was given up; save it \
         afresh as an ordinary JPEG and use that"
    )]
    TooSlow { seconds: u64 },
    #[error(
        "reading this picture went wrong in a way that no sound picture causes, so it was given up; \
         copy it from the camera again, or save it afresh as an ordinary JPEG and use that"
    )]
    ReaderStopped,
    #[error(
        "the part of Shutterslip that reads pictures cannot be started; close other programs or \
         restart this device, and tell the technician if it stays"
    )]
    NoReader,
    #[error(
        "other pictures are still being read and no further one can be begun; wait a minute and \
         try again"
    )]
    Busy,
    #[error(
        "this is a HEIC picture, which cannot be opened here; set the school device's camera to \
         save JPEG (on an iPad: Settings, Camera, Formats, Most Compatible) and take it again, or \
         save this one as JPEG on the school device"
    )]
    Heic,
    #[error("this is an AVIF picture, which cannot be opened here; save it as JPEG and use that")]
    Avif,
    #[error(
        "this is a video, and only still pictures can be taken in here; save a still from it as \
         JPEG on the school device"
    )]
    Video,
    #[error("this is a GIF, which cannot be opened here; save the picture as JPEG and use that")]
    Gif,
    #[error("this is a TIFF, which cannot be opened here; save the picture as JPEG and use that")]
    Tiff,
    #[error(
        "this is a camera's RAW file, which cannot be opened here; set the school camera to save \
         JPEG (or RAW and JPEG) and use the JPEG"
    )]
    Raw,
    #[error(
        "this is a PDF document and not a picture; save the picture that is in it as JPEG and use \
         that"
    )]
    Pdf,
    #[error("this PDF is locked with a password; scan the paper again, or save it without one")]
    PdfLocked,
    #[error(
        "this PDF is damaged and cannot be read; scan the paper again, as PDF or as JPEG, and use that"
    )]
    PdfDamaged,
    #[error("this file has no such page; see how many it has, and give a number up to that")]
    NoSuchPage,
    #[error(
        "this PDF has more than {limit} pages and is not read; scan the papers in several piles"
    )]
    TooManyPages { limit: u32 },
    #[error(
        "this is an archive or an office document and not a picture; unpack it, or save the picture \
         that is in it as JPEG, and use that"
    )]
    Archive,
    #[error("this is a web page and not a picture; save the picture itself and use that")]
    WebPage,
    #[error(
        "this is a picture of kind {kind}, which cannot be opened here; save it as JPEG and use that"
    )]
    OtherPicture {
        #[serde(deserialize_with = "known_word")]
        kind: Word,
    },
    #[error(
        "this is a moving {kind} picture, and only still ones can be used; save one still from it \
         as JPEG"
    )]
    Moving {
        #[serde(deserialize_with = "known_word")]
        kind: Word,
    },
    #[error("this file is not a picture; choose a JPEG, PNG or WebP file")]
    NotAPicture,
    #[error("this picture is cut short: its end is missing; copy it from the camera again")]
    CutShort,
    #[error(
        "this picture is damaged and cannot be read whole; copy it from the camera again, or use \
         another one"
    )]
    Damaged,
    #[error(
        "this is an unusual kind of JPEG that cannot be opened here; save it afresh as an ordinary \
         JPEG and use that"
    )]
    UnusualJpeg,
    #[error(
        "this picture's camera details (EXIF) cannot be read, so nobody can tell which camera took \
         it; copy the original file from the school camera again"
    )]
    CameraDetailsUnreadable,
    #[error(
        "{reach} ({} × {} pixels at {}, {}) is not inside the picture, which is {width} × {height} \
         pixels; draw it again on this picture",
        .area.width, .area.height, .area.x, .area.y
    )]
    OutsidePicture {
        reach: Reach,
        area: Area,
        width: u32,
        height: u32,
    },
    #[error("{reach} is {} × {} pixels, which is nothing; draw it again", .area.width, .area.height)]
    EmptyArea { reach: Reach, area: Area },
    #[error(
        "the hidden areas cover all that the crop leaves, so there would be nothing to see; choose \
         a wider crop or another picture"
    )]
    NothingLeft,
    #[error("the longest side is set to 0 pixels; set it to at least 1 in the channel's policy")]
    NoLongestSide,
    #[error("the {field} is empty; type it, because every picture that leaves carries one")]
    EmptyNotice {
        #[serde(deserialize_with = "known_word")]
        field: Word,
    },
    #[error(
        "the {field} holds a line break or another character that cannot be shown (number \
         {code:#06x}); type it again on one line"
    )]
    UnprintableNotice {
        #[serde(deserialize_with = "known_word")]
        field: Word,
        code: u32,
    },
    #[error("the {field} has {length} characters and at most {limit} fit; shorten it")]
    LongNotice {
        #[serde(deserialize_with = "known_word")]
        field: Word,
        length: usize,
        limit: usize,
    },
    #[error("the copy could not be made ({step}); try again, and tell the technician if it stays")]
    CopyFailed {
        #[serde(deserialize_with = "known_word")]
        step: Word,
    },
}

/// Rounded up, so that a limit is never told as if it were kept.
fn millions(pixels: u64) -> u64 {
    pixels.div_ceil(1_000_000)
}

/// Rounded up, likewise.
pub(super) fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}
