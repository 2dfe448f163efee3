//! Where a document is printed. The engine is chosen by `main`; nothing here runs a program.

use serde::{Deserialize, Serialize};

/// Why a document was neither printed nor saved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum PrinterError {
    #[error(
        "this device knows no printer; save it as PDF instead, or ask the technician to set a printer up"
    )]
    None,
    #[error("there is no printer `{0}` here; choose one of those that are listed")]
    Unknown(String),
    #[error("the printer did not take it ({0}); see whether it is switched on, or save it as PDF")]
    Failed(String),
    #[error(
        "nobody knows whether the printer took it ({0}); see whether paper comes out before you print again"
    )]
    Unsure(String),
    #[error("`{place}` is there already and is not written over; choose another name or folder")]
    Taken { place: String },
    #[error("`{place}` cannot be saved ({why}); choose another folder")]
    NotSaved { place: String, why: String },
}

/// Prints documents.
pub trait Printer: Send + Sync {
    /// The printers that this device knows, by name. Empty where there is none.
    fn printers(&self) -> Result<Vec<String>, PrinterError>;
    /// Hands a PDF to one of them, from memory. When it returns, the document waits in that
    /// printer's queue; whether paper came out only a person sees. Errors: [`PrinterError::Unsure`]
    /// where it may wait there all the same; with any other, the printer took nothing.
    fn print(&self, printer: &str, title: &str, pdf: &[u8]) -> Result<(), PrinterError>;
}

/// A device without printers.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPrinter;

impl Printer for NoPrinter {
    fn printers(&self) -> Result<Vec<String>, PrinterError> {
        Ok(Vec::new())
    }

    fn print(&self, _: &str, _: &str, _: &[u8]) -> Result<(), PrinterError> {
        Err(PrinterError::None)
    }
}
