//! What goes over the pipes: a head as JSON behind its length, then the bytes that it speaks of.

use std::io::{self, Read, Write};

use chrono::{FixedOffset, NaiveDateTime};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::domain::sight::Sight;
use crate::picture::{CameraNote, CopyPlan, FoundCode, Header, PictureError};

/// Largest head that the parent sends: a plan with thousands of areas.
pub(super) const LARGEST_REQUEST: usize = 1024 * 1024;
/// Largest head that a child may answer with.
pub(super) const LARGEST_ANSWER: usize = 64 * 1024;
/// Bytes of a head's length.
pub(super) const LENGTH: usize = 4;

/// What is wanted of a picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Ask {
    Inspect,
    CameraNote,
    Open,
    Screen { longest_side: u32 },
    Page { number: u32, longest_side: u32 },
    Copy(Box<CopyPlan>),
}

/// One picture, whose bytes follow.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) ask: Ask,
    pub(super) bytes: u64,
}

/// What came of it. Pixels or a copy follow where it says so.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    Refused(PictureError),
    Header(Header),
    Note(Note),
    /// Three bytes a pixel follow.
    Pixels {
        header: Header,
        width: u32,
        height: u32,
    },
    /// Three bytes a pixel follow.
    Page {
        pages: u32,
        width: u32,
        height: u32,
        codes: Vec<FoundCode>,
    },
    /// So many bytes of a JPEG follow.
    Copy {
        header: Header,
        width: u32,
        height: u32,
        bytes: u64,
        sight: Option<Sight>,
    },
}

/// [`CameraNote`], with the offset in seconds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Note {
    make: Option<String>,
    model: Option<String>,
    serial: Option<String>,
    taken_at: Option<NaiveDateTime>,
    offset: Option<i32>,
}

impl From<CameraNote> for Note {
    fn from(note: CameraNote) -> Note {
        Note {
            make: note.make,
            model: note.model,
            serial: note.serial,
            taken_at: note.taken_at,
            offset: note.offset.map(|offset| offset.local_minus_utc()),
        }
    }
}

impl Note {
    /// `None` where the offset is none that a clock could have.
    pub(super) fn read(self) -> Option<CameraNote> {
        let offset = match self.offset {
            Some(seconds) => Some(FixedOffset::east_opt(seconds)?),
            None => None,
        };
        Some(CameraNote {
            make: self.make,
            model: self.model,
            serial: self.serial,
            taken_at: self.taken_at,
            offset,
        })
    }
}

/// A head as it is sent. Errors: it is larger than the other side would take.
pub(super) fn framed(head: &impl Serialize) -> Result<Vec<u8>, PictureError> {
    const TOO_LARGE: PictureError = PictureError::CopyFailed {
        step: "asking for the copy",
    };
    let json = serde_json::to_vec(head).map_err(|_| TOO_LARGE)?;
    if json.len() > LARGEST_REQUEST {
        return Err(TOO_LARGE);
    }
    let length = u32::try_from(json.len()).map_err(|_| TOO_LARGE)?;
    let mut framed = Vec::with_capacity(LENGTH + json.len());
    framed.extend(length.to_be_bytes());
    framed.extend(json);
    Ok(framed)
}

/// The child's side: the next head of its input.
pub(super) fn receive<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<T> {
    let mut length = [0; LENGTH];
    input.read_exact(&mut length)?;
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > LARGEST_REQUEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut json = vec![0; length];
    input.read_exact(&mut json)?;
    Ok(serde_json::from_slice(&json)?)
}

/// The child's side: a head, and what it speaks of.
pub(super) fn send(output: &mut impl Write, head: &impl Serialize, body: &[u8]) -> io::Result<()> {
    let framed = framed(head).map_err(io::Error::other)?;
    output.write_all(&framed)?;
    output.write_all(body)?;
    output.flush()
}
