//! Which letters the bytes of a list are: UTF-8, UTF-16 with or without its mark, Windows-1252. Never a
//! letter put in for one that cannot be read.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::SheetError;

/// The text of a list. Errors: it is in no encoding that a list comes in.
pub fn decode(bytes: &[u8]) -> Result<String, SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None => (guess(bytes), 0),
    };
    let body = bytes.get(mark..).unwrap_or_default();
    let is_half = encoding != UTF_8 && encoding != WINDOWS_1252 && body.len() % 2 == 1;
    let (text, had_errors) = encoding.decode_without_bom_handling(body);
    if had_errors || is_half {
        return Err(unreadable(&text));
    }
    // Bytes that Windows-1252 leaves open become control signs: such a file is something else.
    let is_odd = |sign: char| sign.is_control() && !matches!(sign, '\t' | '\n' | '\r');
    if text.contains(is_odd) {
        return Err(SheetError::NoList("no text"));
    }
    Ok(text.into_owned())
}

/// Without a mark: the zeros beside plain letters tell UTF-16, and what is valid UTF-8 is hardly ever
/// anything else.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.get(..bytes.len().min(400)).unwrap_or_default();
    let zeros = |odd: usize| {
        let places = start.iter().enumerate();
        places
            .filter(|(place, byte)| **byte == 0 && place % 2 == odd)
            .count()
    };
    let many = start.len() / 4;
    if start.len() >= 4 && zeros(1) > many && zeros(0) == 0 {
        UTF_16LE
    } else if start.len() >= 4 && zeros(0) > many && zeros(1) == 0 {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        WINDOWS_1252
    }
}

/// Names the line of the first letter that cannot be read.
fn unreadable(text: &str) -> SheetError {
    let before = text.split('\u{FFFD}').next().unwrap_or_default();
    let breaks = before.matches('\n').count();
    SheetError::Line {
        line: u64::try_from(breaks).unwrap_or(u64::MAX).saturating_add(1),
        why: "a letter cannot be read, so the file is damaged or was cut off",
    }
}
