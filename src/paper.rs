//! Paper: A4 documents as PDF, from plain data, and where they go: a printer, or a folder that
//! somebody chose. The same data gives the same bytes. Knows no register, person or permission, decodes no
//! photo, and writes no temporary file.
//!
//! A [`Paper`] is laid out by itself; what needs its marks in set places draws [`Sheet`]s and has them
//! [`bound`] together.

pub mod cups;
mod flow;
mod photo;
pub mod printer;
mod save;
mod sheet;
mod typeface;
mod write;

use crate::domain::language::Language;
use serde::{Deserialize, Serialize};

pub use photo::{Photo, photo_page};
pub use printer::{NoPrinter, Printer, PrinterError};
pub use save::save;
pub use sheet::{HEIGHT, Mark, Sheet, WIDTH, Weight};
pub use typeface::Typeface;

/// Why a document cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    #[error(
        "the typeface that papers are written in cannot be read, so this program is damaged; install it \
         again"
    )]
    Typeface,
    #[error("a code of {0} bytes does not fit on a paper; tell the technician")]
    Code(usize),
}

/// A document as plain data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub title: String,
    /// Under the title: for whom, of what day.
    pub subtitle: String,
    /// A sample school's: marked on every page.
    pub is_sample: bool,
    pub language: Language,
    pub parts: Vec<Part>,
}

/// One part of a document, below the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    Heading(String),
    Paragraph(String),
    /// Lines with an empty box before each, to be ticked by hand.
    Boxes(Vec<String>),
    Table(Table),
}

/// Rows under columns. Runs over as many pages as it needs, its head on each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// A column's head, and its share of the width beside the others' shares.
    pub columns: Vec<(String, u32)>,
    /// A row may be shorter than the columns; what is longer is left off by nobody: it is wrapped.
    pub rows: Vec<Vec<String>>,
}

impl Paper {
    /// The document as PDF.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        let sheets = flow::laid_out(self)?;
        bound(&self.title, self.language, self.is_sample, &sheets)
    }
}

/// Sheets as one PDF, each with its number, and marked where they are a sample school's.
pub fn bound(
    title: &str,
    language: Language,
    is_sample: bool,
    sheets: &[Sheet],
) -> Result<Vec<u8>, PaperError> {
    let of = sheets.len();
    let mut numbered = sheets.to_vec();
    for (place, sheet) in numbered.iter_mut().enumerate() {
        sheet.footer(&page_words(language, place + 1, of));
        if is_sample {
            sheet.sample_mark(sample_words(language))?;
        }
    }
    write::pdf(title, language, &numbered, None)
}

fn sample_words(language: Language) -> &'static str {
    match language {
        Language::English => "Sample school: nobody on this page is real",
        Language::Welsh => "Ysgol enghreifftiol: nid oes neb go iawn ar y dudalen hon",
    }
}

fn page_words(language: Language, page: usize, of: usize) -> String {
    match language {
        Language::English => format!("Page {page} of {of}"),
        Language::Welsh => format!("Tudalen {page} o {of}"),
    }
}
