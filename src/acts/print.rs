//! Papers to the printers of this device: lists, which anybody who may look at them may print. Photos
//! are not printed here, that is a release; slips ask for more and have their own act.

use std::sync::Arc;

use super::sign_in::Session;
use super::{Desk, Done};
use crate::domain::staff::Duty;
use crate::paper::{Paper, Printer};

impl Desk {
    /// Where papers are printed on this device.
    pub fn with_printer(mut self, printer: Arc<dyn Printer>) -> Desk {
        self.printer = printer;
        self
    }

    /// The printers of this device, by name; none where there is none.
    pub fn printers(&self, who: &Session) -> Done<Vec<String>> {
        self.require(who, Duty::Look)?;
        Ok(self.printer.printers()?)
    }

    /// Hands a list to a printer. Errors: the printer is not known here, or did not take it.
    pub fn print_list(&self, who: &Session, printer: &str, list: &Paper) -> Done<()> {
        self.require(who, Duty::Look)?;
        Ok(self.printer.print(printer, &list.title, &list.pdf()?)?)
    }
}
