//! What the clerk says of the machine's folders and drives, to somebody who has signed in.

use std::path::{Path, PathBuf};

use super::ask::Told as Says;
use super::at_work::AtWork;
use crate::acts::refusal::Refusal;
use crate::acts::{ActError, Done};
use crate::paper::Paper;
use crate::places::{Entry, PlaceError, Root};

/// What a chooser of places asks.
pub enum Ask {
    Roots,
    List(PathBuf),
    /// A list that a page made, under this name where it is free.
    Save {
        folder: PathBuf,
        name: String,
        paper: Box<Paper>,
    },
    /// The printers that a list can go to instead.
    Printers,
    Print {
        printer: String,
        paper: Box<Paper>,
    },
}

/// What it is told.
pub enum Told {
    Roots(Vec<Root>),
    List {
        folder: PathBuf,
        entries: Result<Vec<Entry>, PlaceError>,
    },
    Saved(Done<PathBuf>),
    Printers(Done<Vec<String>>),
    /// By which printer.
    Printed(Done<String>),
}

impl AtWork {
    pub(super) fn say_places(&mut self, ask: Ask) {
        if self.who.is_none() {
            return;
        }
        let told = match ask {
            Ask::Roots => Told::Roots(self.schools.places.roots()),
            Ask::List(folder) => Told::List {
                entries: self.schools.places.list(&folder),
                folder,
            },
            Ask::Save {
                folder,
                name,
                paper,
            } => Told::Saved(self.save_paper(&folder, &name, &paper)),
            Ask::Printers => Told::Printers(self.with(|desk, who| desk.printers(who))),
            Ask::Print { printer, paper } => Told::Printed(self.with(|desk, who| {
                desk.print_list(who, &printer, &paper)?;
                Ok(printer)
            })),
        };
        self.voice.say(Says::Places(told));
    }
}

impl AtWork {
    fn save_paper(&self, folder: &Path, name: &str, paper: &Paper) -> Done<PathBuf> {
        let places = &self.schools.places;
        Ok(places.write_new(folder, name, &paper.pdf()?)?)
    }
}

impl From<PlaceError> for ActError {
    fn from(error: PlaceError) -> ActError {
        ActError::Refused(Refusal::PlaceFails {
            why: error.to_string(),
        })
    }
}
