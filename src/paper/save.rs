//! A document as a file in a folder that somebody chose. Never writes over anything.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::PrinterError;

/// Puts the document there and gives where it lies. Errors: something of that name is there already;
/// the folder is not there, or takes nothing. What was begun and failed is taken away again.
pub fn save(folder: &Path, name: &str, pdf: &[u8]) -> Result<PathBuf, PrinterError> {
    let place = folder.join(name);
    let shown = place.display().to_string();
    // `create_new` follows no link that somebody laid there.
    let made = OpenOptions::new().write(true).create_new(true).open(&place);
    let mut file = match made {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(PrinterError::Taken { place: shown });
        }
        Err(error) => {
            return Err(PrinterError::NotSaved {
                place: shown,
                why: error.to_string(),
            });
        }
    };
    let written = file
        .write_all(pdf)
        .and_then(|()| file.sync_all())
        .and_then(|()| File::open(folder)?.sync_all());
    match written {
        Ok(()) => Ok(place),
        Err(error) => {
            let left = match std::fs::remove_file(&place) {
                Ok(()) => String::new(),
                Err(_) => "; part of it lies there, delete it".to_owned(),
            };
            Err(PrinterError::NotSaved {
                place: shown,
                why: format!("{error}{left}"),
            })
        }
    }
}
