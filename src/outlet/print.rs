//! Paper: each copy on a page of its own, handed to a printer from memory. What was printed cannot be
//! looked at or called back, so whatever may have come out counts as out until a person says otherwise.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Outlet, OutletError, Parcel};
use crate::domain::release::OutletKind;
use crate::paper::{Photo, Printer, PrinterError, photo_page};

/// Copies on paper.
pub struct PrintOutlet {
    engine: Arc<dyn Printer>,
    printer: String,
    /// Known for sure to be on no paper: the printer did not take them, or they are no pictures.
    not_printed: HashSet<String>,
}

impl PrintOutlet {
    /// An outlet onto this printer, which this device must know when something is delivered.
    pub fn new(engine: Arc<dyn Printer>, printer: &str) -> PrintOutlet {
        PrintOutlet {
            engine,
            printer: printer.to_owned(),
            not_printed: HashSet::new(),
        }
    }

    fn told(&self, error: PrinterError) -> OutletError {
        let printer = self.printer.clone();
        match error {
            PrinterError::None => OutletError::NoPrinter,
            PrinterError::Unknown(name) => OutletError::UnknownPrinter(name),
            PrinterError::Failed(why) => OutletError::NotPrinted { printer, why },
            PrinterError::Unsure(why) => OutletError::MayBePrinted { printer, why },
            other @ (PrinterError::Taken { .. } | PrinterError::NotSaved { .. }) => {
                OutletError::MayBePrinted {
                    printer,
                    why: other.to_string(),
                }
            }
        }
    }
}

impl Outlet for PrintOutlet {
    fn kind(&self) -> OutletKind {
        OutletKind::Print
    }

    /// The printer's name.
    fn place(&self) -> String {
        self.printer.clone()
    }

    fn ready(&self) -> Result<(), OutletError> {
        let known = self.engine.printers().map_err(|error| self.told(error))?;
        if known.is_empty() {
            Err(OutletError::NoPrinter)
        } else if known.contains(&self.printer) {
            Ok(())
        } else {
            Err(OutletError::UnknownPrinter(self.printer.clone()))
        }
    }

    /// Prints one page after the other, each under its own name; what is no picture stays behind.
    /// Where one fails, those before it are printed and those after it are not.
    fn deliver(&mut self, parcels: &[Parcel]) -> Result<(), OutletError> {
        let names = parcels.iter().map(|parcel| parcel.name.clone());
        self.not_printed.extend(names);
        for parcel in parcels {
            let Some(picture) = parcel.picture else {
                continue;
            };
            let photo = Photo {
                jpeg: &parcel.bytes,
                width: picture.width,
                height: picture.height,
            };
            // A printer's queue shows it to whoever passes: it names nobody.
            let title = format!("Photo {}", parcel.name);
            let page = photo_page(&title, photo, &parcel.name, picture.is_sample);
            let page = page.map_err(|error| OutletError::NotPrinted {
                printer: self.printer.clone(),
                why: error.to_string(),
            })?;
            let printed = self.engine.print(&self.printer, &title, &page);
            let printed = printed.map_err(|error| self.told(error));
            if matches!(printed, Ok(()) | Err(OutletError::MayBePrinted { .. })) {
                self.not_printed.remove(&parcel.name);
            }
            printed?;
        }
        Ok(())
    }

    /// `None` where this very outlet knows that nothing was printed; of what may be on paper nobody
    /// can say more.
    fn look(&self, name: &str) -> Result<Option<String>, OutletError> {
        if self.not_printed.contains(name) {
            return Ok(None);
        }
        Err(OutletError::OnPaper(self.printer.clone()))
    }

    fn recall(&mut self, name: &str) -> Result<(), OutletError> {
        self.look(name).map(drop)
    }
}
