//! What the clerk says of the machine's folders and drives, to somebody who has signed in.

use serde::{Deserialize, Serialize};

use crate::clerk::protocol::trouble::Came;
use crate::paper::Paper;
use crate::places::{Entry, PlaceId, Root};

/// What a chooser of places asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    Roots,
    List(PlaceId),
    /// A list that a page made, under this name where it is free.
    Save {
        folder: PlaceId,
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
#[derive(Serialize, Deserialize)]
pub enum Told {
    Roots(Vec<Root>),
    List {
        folder: PlaceId,
        entries: Came<Vec<Entry>>,
    },
    Saved(Came<PlaceId>),
    Printers(Came<Vec<String>>),
    /// By which printer.
    Printed(Came<String>),
}
