//! Where released files land and are recalled. Decides nothing: it is handed finished copies by
//! the release act alone.

pub mod folder;
pub mod print;
pub mod zip;

use crate::domain::release::OutletKind;
use serde::{Deserialize, Serialize};

/// A finished copy and its name there.
pub struct Parcel {
    pub name: String,
    pub bytes: Vec<u8>,
    /// Of a picture; what goes beside one has none.
    pub picture: Option<Pictured>,
}

/// What has to be known of a JPEG to lay it on a page.
#[derive(Clone, Copy, Debug)]
pub struct Pictured {
    pub width: u32,
    pub height: u32,
    /// A sample school's, and marked so.
    pub is_sample: bool,
}

/// Why a copy did not land.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum OutletError {
    #[error("`{0}` is not there; plug the drive in again or choose another folder")]
    Gone(String),
    #[error("nothing may be written to `{0}`; choose a folder that can be written to")]
    ReadOnly(String),
    #[error("`{0}` is full; free some space there and release again")]
    Full(String),
    #[error("`{0}` is there already and is not overwritten; choose another name")]
    Exists(String),
    #[error(
        "this device knows no printer; ask the technician to set one up, or release to a folder"
    )]
    NoPrinter,
    #[error("there is no printer `{0}` here; choose one of those that this device knows")]
    UnknownPrinter(String),
    #[error("`{printer}` did not print it ({why}); see whether it is switched on, and print again")]
    NotPrinted { printer: String, why: String },
    #[error(
        "nobody knows whether `{printer}` prints it ({why}); see whether paper comes out before you print again"
    )]
    MayBePrinted { printer: String, why: String },
    #[error("what came out of `{0}` is paper, and only a person can look whether it still hangs")]
    OnPaper(String),
    #[error("`{place}` did not take the file ({why})")]
    Failed { place: String, why: String },
}

/// A place outside the vault.
pub trait Outlet {
    fn kind(&self) -> OutletKind;
    /// The place as the record names it.
    fn place(&self) -> String;
    /// Whether something can be delivered there, before anything is decided: a folder that is there,
    /// an archive that is not.
    fn ready(&self) -> Result<(), OutletError>;
    /// Puts all the copies there, durably and whole, or none of them.
    fn deliver(&mut self, parcels: &[Parcel]) -> Result<(), OutletError>;
    /// SHA-256 of a copy that lies there, lower-case hex; `None` where none does.
    fn look(&self, name: &str) -> Result<Option<String>, OutletError>;
    /// Removes a copy, and what an interrupted delivery left of it, so that no power cut brings it
    /// back. None there is no error.
    fn recall(&mut self, name: &str) -> Result<(), OutletError>;
}

/// What was put into a folder, or renamed there, is on the disk.
fn sync(folder: &std::path::Path) -> std::io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Removes a file. None there is no error, not even where nothing may be removed.
fn remove(path: &std::path::Path) -> Result<(), OutletError> {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    let is_none = |kind| matches!(kind, NotFound | NotADirectory);
    match std::fs::remove_file(path) {
        Err(error) if !is_none(error.kind()) => match path.symlink_metadata() {
            Err(none) if is_none(none.kind()) => Ok(()),
            _ => Err(told(&error, path)),
        },
        _ => Ok(()),
    }
}

/// What was removed from a folder stays removed. A file system that knows no such promise for
/// folders has taken no copy either.
fn gone_for_good(folder: &std::path::Path) -> Result<(), OutletError> {
    use std::io::ErrorKind;
    match sync(folder) {
        Err(error)
            if !matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Unsupported
            ) =>
        {
            Err(told(&error, folder))
        }
        _ => Ok(()),
    }
}

fn told(error: &std::io::Error, place: &std::path::Path) -> OutletError {
    use std::io::ErrorKind;
    let place = place.display().to_string();
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => OutletError::Gone(place),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => OutletError::ReadOnly(place),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => OutletError::Full(place),
        ErrorKind::AlreadyExists => OutletError::Exists(place),
        _ => OutletError::Failed {
            place,
            why: error.to_string(),
        },
    }
}
