//! Folders and drives of this machine, for somebody who chooses one: where a copy goes, which file is
//! taken in. Knows no school, opens no picture, and never overwrites anything.

pub mod disk;

use std::ffi::OsString;
use std::io::{self, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A folder or file of this machine, as somebody chooses it. Only [`Places`] knows where it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceId(String);

impl PlaceId {
    /// Bytes that are no text, and `%`, are written as `%` and two hex digits, so that no two places
    /// have one id.
    pub fn of(path: &Path) -> PlaceId {
        let mut id = String::new();
        for chunk in path.as_os_str().as_bytes().utf8_chunks() {
            id.push_str(&chunk.valid().replace('%', "%25"));
            for byte in chunk.invalid() {
                id.push_str(&format!("%{byte:02x}"));
            }
        }
        PlaceId(id)
    }

    /// From the text of [`PlaceId::as_str`].
    pub fn from_text(id: &str) -> PlaceId {
        PlaceId(id.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        let mut bytes = Vec::new();
        let mut rest = self.0.as_str();
        while let Some((before, after)) = rest.split_once('%') {
            bytes.extend(before.as_bytes());
            let digits = after.get(..2);
            let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            rest = match (byte, after.get(2..)) {
                (Some(byte), Some(after)) => {
                    bytes.push(byte);
                    after
                }
                _ => {
                    bytes.push(b'%');
                    after
                }
            };
        }
        bytes.extend(rest.as_bytes());
        PathBuf::from(OsString::from_vec(bytes))
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        self.path().to_string_lossy().into_owned()
    }

    /// Its own name.
    pub fn name(&self) -> String {
        let path = self.path();
        let name = path.file_name().unwrap_or(path.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// The folder that it lies in.
    pub fn above(&self) -> Option<PlaceId> {
        self.path().parent().map(PlaceId::of)
    }

    /// Something of that name in this folder.
    pub fn join(&self, name: &str) -> PlaceId {
        PlaceId::of(&self.path().join(name))
    }
}

/// What sort of place one begins to look in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RootKind {
    Home,
    Documents,
    Downloads,
    Pictures,
    /// Plugged in, and named as it names itself.
    Drive,
}

/// Where one begins to look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    pub kind: RootKind,
    pub name: String,
    pub place: PlaceId,
}

/// A file or folder that can be seen somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub name: String,
    pub place: PlaceId,
    pub is_folder: bool,
    /// Length of a file in bytes; 0 for a folder.
    pub bytes: u64,
}

/// Why a place cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
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
    fn list(&self, folder: &PlaceId) -> Result<Vec<Entry>, PlaceError>;
    /// A file's bytes. Errors: longer than `most` bytes, gone, closed.
    fn read(&self, file: &PlaceId, most: u64) -> Result<Zeroizing<Vec<u8>>, PlaceError>;
    /// Writes a new file, durably and whole, and gives where: under this name, or with a number
    /// where the name is taken. For papers and lists; no picture leaves by it.
    fn write_new(&self, folder: &PlaceId, name: &str, bytes: &[u8]) -> Result<PlaceId, PlaceError> {
        let written = self.write_new_by(folder, name, &mut |file| {
            file.write_all(bytes)?;
            Ok(true)
        })?;
        written.ok_or_else(|| PlaceError::Gone(folder.shown()))
    }
    /// The same for what is too long to be held at once: `write` is given the file. Where it says
    /// `false`, or cannot write, no file is left.
    fn write_new_by(
        &self,
        folder: &PlaceId,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<bool>,
    ) -> Result<Option<PlaceId>, PlaceError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_places_have_one_id_and_each_leads_back() {
        let names: [&[u8]; 6] = [
            b"/a/b",
            b"/a/%62",
            b"/a/\xff",
            b"/a/%ff",
            "/a/ŵ".as_bytes(),
            b"/a/%",
        ];
        let mut ids = std::collections::BTreeSet::new();
        for name in names {
            let path = PathBuf::from(OsString::from_vec(name.to_vec()));
            let id = PlaceId::of(&path);
            assert_eq!(id.path(), path);
            assert_eq!(PlaceId::from_text(id.as_str()).path(), path);
            assert!(ids.insert(id));
        }
    }
}
