//! Which camera says that it took a picture, and when. Judges nothing: whether the camera is the
//! school's is for others to say.

use chrono::{FixedOffset, NaiveDateTime};
use exif::{Exif, In, Reader, Tag, Value};

use super::survey::Survey;
use super::{Limits, PictureError};

/// What the camera wrote into the file. Everything is as the file says it, and files can lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CameraNote {
    pub make: Option<String>,
    pub model: Option<String>,
    /// The camera body's own number.
    pub serial: Option<String>,
    /// By the camera's clock.
    pub taken_at: Option<NaiveDateTime>,
    /// How far the camera's clock says it is from UTC.
    pub offset: Option<FixedOffset>,
}

/// Longest line of a camera's details, in bytes. Names and numbers of real ones have 60 at most.
const LONGEST_LINE: usize = 1_000;

/// More than any camera writes, maker notes and preview included.
pub(super) const LARGEST_BLOCK: usize = 4 * 1024 * 1024;

/// The camera's details; all `None` where there are none. Details that are there and cannot be read
/// in full are an error, never `None`: a picture must not pass for one without them.
pub(super) fn note(bytes: &[u8], limits: &Limits) -> Result<CameraNote, PictureError> {
    let Some(block) = Survey::read(bytes, limits)?.exif else {
        return Ok(CameraNote::default());
    };
    if block.len() > LARGEST_BLOCK {
        return Err(PictureError::CameraDetailsUnreadable);
    }
    let exif = Reader::new()
        .read_raw(block.to_vec())
        .map_err(|_| PictureError::CameraDetailsUnreadable)?;
    Ok(CameraNote {
        make: text(&exif, Tag::Make)?,
        model: text(&exif, Tag::Model)?,
        serial: text(&exif, Tag::BodySerialNumber)?,
        taken_at: taken_at(&exif)?,
        offset: offset(&exif)?,
    })
}

/// A line of text, without the blanks that cameras pad it with.
fn text(exif: &Exif, tag: Tag) -> Result<Option<String>, PictureError> {
    let Some(field) = exif.get_field(tag, In::PRIMARY) else {
        return Ok(None);
    };
    let Value::Ascii(lines) = &field.value else {
        return Err(PictureError::CameraDetailsUnreadable);
    };
    let line = lines.first().map(Vec::as_slice).unwrap_or_default();
    let line = std::str::from_utf8(line)
        .map_err(|_| PictureError::CameraDetailsUnreadable)?
        .trim();
    if line.is_empty() {
        return Ok(None);
    }
    if !is_line(line) {
        return Err(PictureError::CameraDetailsUnreadable);
    }
    Ok(Some(line.to_owned()))
}

/// Whether it is what a camera calls itself: something, on one line, of no absurd length.
pub(super) fn is_line(text: &str) -> bool {
    !text.trim().is_empty()
        && text.trim() == text
        && text.len() <= LONGEST_LINE
        && !text.chars().any(char::is_control)
}

/// A clock that was never set writes blanks or zeros: no time. Any other nonsense is an error.
fn taken_at(exif: &Exif) -> Result<Option<NaiveDateTime>, PictureError> {
    let Some(written) = text(exif, Tag::DateTimeOriginal)? else {
        return Ok(None);
    };
    if written.chars().all(|c| matches!(c, '0' | ':' | ' ')) {
        return Ok(None);
    }
    NaiveDateTime::parse_from_str(&written, "%Y:%m:%d %H:%M:%S")
        .map(Some)
        .map_err(|_| PictureError::CameraDetailsUnreadable)
}

fn offset(exif: &Exif) -> Result<Option<FixedOffset>, PictureError> {
    let Some(written) = text(exif, Tag::OffsetTimeOriginal)? else {
        return Ok(None);
    };
    if written.chars().all(|c| matches!(c, ':' | ' ')) {
        return Ok(None);
    }
    if written == "Z" {
        return Ok(FixedOffset::east_opt(0));
    }
    written
        .parse()
        .map(Some)
        .map_err(|_| PictureError::CameraDetailsUnreadable)
}
