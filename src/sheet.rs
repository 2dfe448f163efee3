//! Reads lists that somebody was sent: CSV in whatever encoding, and workbooks. Whole or not at all:
//! a list that cannot be read to its end is refused, since a row that is passed over could be a no.
//! Knows no school, writes nothing, and believes no size that a file claims.

mod encoding;
mod text;
mod workbook;

use crate::domain::mis::{Line, Table};

/// Longer files are refused.
pub const LARGEST: usize = 32 * 1024 * 1024;
/// More rows are refused: the largest school has a hundredth of it.
pub const MOST_ROWS: usize = 200_000;
/// More columns are refused.
pub const MOST_COLUMNS: usize = 200;
/// A longer cell is none that a school's system writes.
pub const LONGEST_CELL: usize = 2_000;

/// Why a list cannot be read. Lines are counted as an editor counts them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    #[error("the list is empty; export it again from the MIS")]
    Empty,
    #[error("the list is larger than {} MB; export fewer columns, or one year group at a time", LARGEST / 1024 / 1024)]
    TooLarge,
    #[error("the list has more than {MOST_ROWS} rows; export one school at a time")]
    TooManyRows,
    #[error("the list has more than {MOST_COLUMNS} columns; export only those that are needed")]
    TooManyColumns,
    #[error("this is {0}; export the list as CSV or as an Excel workbook (.xlsx)")]
    NoList(&'static str),
    #[error("line {line}: {why}; open the list, mend that line and save it as CSV again")]
    Line { line: u64, why: &'static str },
    #[error(
        "the workbook cannot be read ({0}); open it, save it anew as .xlsx or as CSV, and try again"
    )]
    Workbook(&'static str),
    #[error(
        "no line has the names of the columns; the first line of a list says what its columns are"
    )]
    NoHeaders,
    #[error(
        "there is nothing below the names of the columns; export the list again with its children"
    )]
    NoRows,
    #[error("reading was stopped; nothing was changed")]
    Stopped,
}

/// Reads a list, whatever sort it is. `watch` is told how many rows are read, and stops by `false`.
pub fn read(bytes: &[u8], watch: &mut dyn FnMut(usize) -> bool) -> Result<Table, SheetError> {
    if bytes.len() > LARGEST {
        return Err(SheetError::TooLarge);
    }
    if !watch(0) {
        return Err(SheetError::Stopped);
    }
    let rows = if bytes.starts_with(b"PK\x03\x04") {
        workbook::read(bytes, watch)?
    } else {
        no_list(bytes)?;
        text::read(&encoding::decode(bytes)?, watch)?
    };
    table(rows)
}

/// What a file is by its first bytes, where it is no list.
fn no_list(bytes: &[u8]) -> Result<(), SheetError> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    let what = if begins(&[0xD0, 0xCF, 0x11, 0xE0]) {
        "an older or a password-protected Excel file"
    } else if begins(b"%PDF-") {
        "a PDF"
    } else if begins(&[0xFF, 0xD8, 0xFF]) || begins(b"\x89PNG") || begins(b"GIF8") {
        "a picture"
    } else if begins(&[0x1F, 0x8B]) || begins(b"7z\xBC\xAF") || begins(b"Rar!") {
        "a packed file"
    } else if begins(b"{\\rtf") {
        "a text document"
    } else {
        let start: Vec<u8> = bytes.iter().take(200).map(u8::to_ascii_lowercase).collect();
        let has = |text: &[u8]| start.windows(text.len()).any(|part| part == text);
        if !(has(b"<html") || has(b"<table") || has(b"<?xml") || has(b"<!doctype")) {
            return Ok(());
        }
        "a web page or a report"
    };
    Err(SheetError::NoList(what))
}

/// Makes a table of rows as they were read, each with its line. The headers are the first row with two
/// cells or more that are filled, among the first few: systems put a title above them. Empty rows go.
fn table(rows: Vec<(u64, Vec<String>)>) -> Result<Table, SheetError> {
    /// Titles take no more lines than this.
    const TITLES: usize = 10;
    let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.is_empty()).count();
    let mut rows = rows
        .into_iter()
        .filter(|(_, cells)| filled(cells) > 0)
        .peekable();
    if rows.peek().is_none() {
        return Err(SheetError::Empty);
    }
    let mut headers = rows
        .by_ref()
        .take(TITLES)
        .find(|(_, cells)| filled(cells) > 1)
        .map(|(_, cells)| cells)
        .ok_or(SheetError::NoHeaders)?;
    while headers.last().is_some_and(String::is_empty) {
        headers.pop();
    }
    let mut table = Table {
        headers,
        rows: Vec::new(),
    };
    let width = table.headers.len();
    for (number, mut cells) in rows {
        if filled(cells.get(width..).unwrap_or_default()) > 0 {
            return Err(SheetError::Line {
                line: number,
                why: "there are more cells than the list has columns, so it cannot be told which is which",
            });
        }
        cells.resize(width, String::new());
        table.rows.push(Line { number, cells });
    }
    match table.rows.is_empty() {
        true => Err(SheetError::NoRows),
        false => Ok(table),
    }
}

/// A cell as it is kept: without space around it, every other space an ordinary one. Errors: longer than
/// any cell of a list, or with signs that no list has.
fn cell(line: u64, text: &str) -> Result<String, SheetError> {
    let error = |why| Err(SheetError::Line { line, why });
    let is_odd = |sign: char| sign.is_control() && !matches!(sign, '\t' | '\n' | '\r');
    if text.chars().any(is_odd) {
        return error("there are signs in it that no list has, so the file is damaged or no list");
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let tidy = words.join(" ");
    if tidy.len() > LONGEST_CELL {
        return error("one cell is far too long");
    }
    Ok(tidy)
}
