//! Reads lists that somebody was sent: CSV in whatever encoding, and workbooks. Whole or not at all:
//! a list that cannot be read to its end is refused, since a row that is passed over could be a no.
//! Knows no school, writes nothing, and believes no size that a file claims.

mod encoding;
mod sheets;
mod text;
mod workbook;

use crate::domain::mis::Table;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Longer files are refused.
pub const LARGEST: usize = 32 * 1024 * 1024;
/// More rows are refused: the largest school has a hundredth of it.
pub const MOST_ROWS: usize = 200_000;
/// More columns are refused.
pub const MOST_COLUMNS: usize = 200;
/// A longer cell is none that a school's system writes.
pub const LONGEST_CELL: usize = 2_000;

/// What is wrong with a line of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum BadLine {
    #[error("a letter cannot be read, so the file is damaged or was cut off")]
    Unreadable,
    #[error(
        "a letter was lost when the list was saved; export it from the MIS anew, as an Excel workbook (.xlsx) if there is a choice"
    )]
    LetterLost,
    #[error("a letter was lost when the list was saved, so a name cannot be told")]
    NameLost,
    #[error("there are signs in it that no list has, so the file is damaged or no list")]
    OddSigns,
    #[error("one cell is far too long")]
    LongCell,
    #[error("there is text after a closing quotation mark")]
    AfterQuote,
    #[error("a quotation mark is opened there and never closed")]
    OpenQuote,
    #[error("there are more cells than the list has columns, so it cannot be told which is which")]
    ManyCells,
}

/// Why a list cannot be read. Lines are counted as an editor counts them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
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
    NoList(Cow<'static, str>),
    #[error("line {line}: {why}; open the list, mend that line and save it as CSV again")]
    Line { line: u64, why: BadLine },
    #[error(
        "line {line}: the formula in cell {cell} could not be worked out; open the workbook in a spreadsheet, \
         let it work out, save it and try again"
    )]
    Formula { line: u64, cell: String },
    #[error(
        "line {line}: the letters of the list can be read in two ways; export it from the MIS anew, or open it \
         in a spreadsheet, look at the names and save it as an Excel workbook (.xlsx)"
    )]
    TwoReadings { line: u64 },
    #[error(
        "the sheets {} have different columns; save each as a list of its own, and import one after the \
         other", quoted(.0)
    )]
    SheetsDiffer(Vec<String>),
    #[error(
        "none of the sheets {} has names of children under the names of columns; save the one with the \
         children as a list of its own", quoted(.0)
    )]
    NoChildren(Vec<String>),
    #[error(
        "the hidden sheet {} holds children too; show it or delete it, and import again", quoted(.0)
    )]
    HiddenChildren(Vec<String>),
    #[error(
        "the name of the sheet {} says no, and no column does; put that no into a column of its own, give the \
         sheet another name, and import again", quoted(.0)
    )]
    SheetSaysNo(Vec<String>),
    #[error(
        "line {line}: what stands above the names of the columns says no; put that no into a column of its own, \
         take the line away, and import again"
    )]
    TitleSaysNo { line: u64 },
    #[error(
        "the workbook cannot be read ({0}); open it, save it anew as .xlsx or as CSV, and try again"
    )]
    Workbook(Cow<'static, str>),
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

/// The first names of sheets, each short enough to be read.
fn quoted(names: &[String]) -> String {
    const MOST: usize = 8;
    let short = |name: &String| name.chars().take(32).collect::<String>();
    let quoted = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{}`", short(name)));
    quoted.collect::<Vec<_>>().join(", ")
}

/// A cell as it is kept, and as it was before its letters were put right.
#[derive(Clone, Debug, Default)]
struct Cell {
    text: String,
    was: Option<Box<str>>,
}

/// Rows, each with its line.
type Rows = Vec<(u64, Vec<Cell>)>;

/// Reads a list, whatever sort it is. `watch` is told how many rows are read, and stops by `false`.
pub fn read(bytes: &[u8], watch: &mut dyn FnMut(usize) -> bool) -> Result<Table, SheetError> {
    if bytes.len() > LARGEST {
        return Err(SheetError::TooLarge);
    }
    if !watch(0) {
        return Err(SheetError::Stopped);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return sheets::gather(workbook::read(bytes, watch)?);
    }
    no_list(bytes)?;
    let decoded = encoding::decode(bytes)?;
    let mut rows = text::read(&decoded.text, watch)?;
    for cell in rows.iter_mut().flat_map(|(_, cells)| cells) {
        if let Some(was) = decoded.as_windows(&cell.text) {
            cell.was = Some(was.into());
        }
    }
    sheets::table(rows)
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
    Err(SheetError::NoList(what.into()))
}

/// A cell as it is kept: its letters put right, without space around it, every other space an ordinary
/// one. Errors: longer than any cell of a list, or with signs that no list has.
fn cell(line: u64, text: &str) -> Result<Cell, SheetError> {
    let error = |why| Err(SheetError::Line { line, why });
    let right = encoding::read_twice(text);
    let is_odd = |sign: char| sign.is_control() && !matches!(sign, '\t' | '\n' | '\r');
    let whole = right.as_deref().unwrap_or(text);
    if whole.chars().any(is_odd) {
        return error(BadLine::OddSigns);
    }
    if whole.contains('\u{FFFD}') {
        return error(BadLine::NameLost);
    }
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = tidy(whole);
    if kept.len() > LONGEST_CELL {
        return error(BadLine::LongCell);
    }
    let was = right.is_some().then(|| {
        let shown: String = text.chars().filter(|sign| !sign.is_control()).collect();
        tidy(&shown).into()
    });
    Ok(Cell { text: kept, was })
}
