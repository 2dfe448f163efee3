//! Folders and drives of this machine, for somebody who chooses one: where a copy goes, which file is
//! taken in. Knows no school, opens no picture, and never overwrites anything.

pub mod disk;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// What sort of place one begins to look in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKind {
    Home,
    Documents,
    Downloads,
    Pictures,
    /// Plugged in, and named as it names itself.
    Drive,
}

/// Where one begins to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    pub kind: RootKind,
    pub name: String,
    pub path: PathBuf,
}

/// A file or folder that can be seen somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub path: PathBuf,
    pub is_folder: bool,
    /// Length of a file in bytes; 0 for a folder.
    pub bytes: u64,
}

/// Why a place cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    #[error("`{0}` is not there any more; plug the drive in again or choose another place")]
    Gone(String),
    #[error("`{0}` may not be opened by this account; choose another place")]
    Closed(String),
    #[error("`{place}` is larger than {most} MB, more than can be taken in at once")]
    TooLarge { place: String, most: u64 },
    #[error("`{0}` is full; free some space there and try again")]
    Full(String),
    #[error("`{place}` cannot be used ({why}); choose another place")]
    Failed { place: String, why: String },
}

/// The places of one machine.
pub trait Places: Send {
    /// Where one begins: this account's own folders and the drives that are plugged in.
    fn roots(&self) -> Vec<Root>;
    /// What is in a folder, folders first, by name; what is hidden by its name is left out. Errors:
    /// it is gone, or closed.
    fn list(&self, folder: &Path) -> Result<Vec<Entry>, PlaceError>;
    /// A file's bytes. Errors: longer than `most` bytes, gone, closed.
    fn read(&self, file: &Path, most: u64) -> Result<Zeroizing<Vec<u8>>, PlaceError>;
    /// Writes a new file, durably and whole, and gives where: under this name, or with a number
    /// where the name is taken. For papers and lists; no picture leaves by it.
    fn write_new(&self, folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, PlaceError> {
        let written = self.write_new_by(folder, name, &mut |file| {
            file.write_all(bytes)?;
            Ok(true)
        })?;
        written.ok_or_else(|| PlaceError::Gone(folder.display().to_string()))
    }
    /// The same for what is too long to be held at once: `write` is given the file. Where it says
    /// `false`, or cannot write, no file is left.
    fn write_new_by(
        &self,
        folder: &Path,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<bool>,
    ) -> Result<Option<PathBuf>, PlaceError>;
}
