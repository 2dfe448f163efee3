//! Which letters the bytes of a list are: UTF-8, UTF-16 with or without its mark, Windows-1252, and the
//! code pages of a Macintosh and of DOS, which spreadsheets still offer. Never a letter put in for one
//! that cannot be read, and no guess where two readings are as likely.

mod code_pages;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{BadLine, SheetError};
use code_pages::CodePage;
pub use code_pages::read_twice;

/// A list as text.
#[derive(Debug)]
pub struct Decoded {
    pub text: String,
    /// Where another code page than that of Windows was the likely one.
    page: Option<CodePage>,
}

impl Decoded {
    /// How a cell would have been read by the code page of Windows, where that is otherwise.
    pub fn as_windows(&self, cell: &str) -> Option<String> {
        let page = self.page?;
        (!cell.is_ascii()).then(|| page.as_windows(cell))
    }
}

/// The text of a list. Errors: it is in no encoding that a list comes in; its letters can be read in
/// two ways; a letter was lost before.
pub fn decode(bytes: &[u8]) -> Result<Decoded, SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None => (guess(bytes), 0),
    };
    let body = bytes.get(mark..).unwrap_or_default();
    if encoding == WINDOWS_1252 {
        // Such a file is something else.
        let is_odd = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r');
        if body.iter().any(is_odd) {
            return Err(SheetError::NoList("no text".into()));
        }
        let (page, text) = code_pages::likely(body)?;
        return Ok(Decoded { text, page });
    }
    let is_half = encoding != UTF_8 && body.len() % 2 == 1;
    let (text, had_errors) = encoding.decode_without_bom_handling(body);
    if had_errors || is_half {
        let why = BadLine::Unreadable;
        return Err(at_first_lost(&text, why));
    }
    if text.contains('\u{FFFD}') {
        let why = BadLine::LetterLost;
        return Err(at_first_lost(&text, why));
    }
    let is_odd = |sign: char| sign.is_control() && !matches!(sign, '\t' | '\n' | '\r');
    // Half of what is read twice are control signs.
    let is_odd = |sign: char| is_odd(sign) && !('\u{80}'..'\u{a0}').contains(&sign);
    if text.contains(is_odd) {
        return Err(SheetError::NoList("no text".into()));
    }
    Ok(Decoded {
        text: text.into_owned(),
        page: None,
    })
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

/// Names the line of the first letter that is lost.
fn at_first_lost(text: &str, why: BadLine) -> SheetError {
    let before = text.split('\u{FFFD}').next().unwrap_or_default();
    let breaks = before.matches('\n').count();
    SheetError::Line {
        line: u64::try_from(breaks).unwrap_or(u64::MAX).saturating_add(1),
        why,
    }
}
