//! A vault in a local folder: `ab/abcdef….sealed`, arrivals in `arriving/`.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::{Sweep, Vault, VaultError};

/// Sealed files above this are refused: no picture or form that we take in comes near.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Sealed files in a folder that only its owner can read.
pub struct FolderVault {
    root: PathBuf,
}

impl FolderVault {
    /// The vault in this folder, made where it is not there.
    pub fn open(root: &Path) -> Result<FolderVault, VaultError> {
        let vault = FolderVault {
            root: root.to_owned(),
        };
        if !vault.arrivals().is_dir() {
            private_folder(&vault.arrivals())?;
            let above = root.parent().unwrap_or(root);
            for folder in [root, above] {
                sync_folder(folder).map_err(|error| VaultError::Unreachable(error.to_string()))?;
            }
        }
        Ok(vault)
    }

    fn arrivals(&self) -> PathBuf {
        self.root.join("arriving")
    }

    fn arrival(&self, object: &str) -> PathBuf {
        self.arrivals().join(format!("{object}.sealed"))
    }

    fn place(&self, object: &str) -> PathBuf {
        self.shelf(object).join(format!("{object}.sealed"))
    }

    fn shelf(&self, object: &str) -> PathBuf {
        self.root.join(object.get(..2).unwrap_or("00"))
    }
}

impl Vault for FolderVault {
    fn receive(&mut self, object: &str, sealed: &[u8]) -> Result<(), VaultError> {
        let path = self.arrival(object);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| told(&error))?;
        let written = (|| {
            file.write_all(sealed)?;
            file.sync_all()?;
            sync_folder(&self.arrivals())
        })();
        if let Err(error) = written {
            // What could be written of it is of no use to anybody; the sweep would remove it too.
            if let Err(left) = fs::remove_file(&path)
                && left.kind() != ErrorKind::NotFound
            {
                return Err(told(&left));
            }
            return Err(told(&error));
        }
        Ok(())
    }

    fn settle(&mut self, object: &str) -> Result<(), VaultError> {
        let shelf = self.shelf(object);
        if !shelf.is_dir() {
            private_folder(&shelf).map_err(|error| unsettled(&error))?;
            // A shelf that a power cut takes would take what lies on it.
            sync_folder(&self.root).map_err(|error| unsettled(&error))?;
        }
        match fs::rename(self.arrival(object), self.place(object)) {
            Ok(()) => sync_folder(&self.shelf(object)).map_err(|error| unsettled(&error)),
            Err(error) if error.kind() == ErrorKind::NotFound && self.place(object).exists() => {
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Err(VaultError::Missing),
            Err(error) => Err(unsettled(&error)),
        }
    }

    fn turn_away(&mut self, object: &str) -> Result<(), VaultError> {
        remove(&self.arrival(object))
    }

    fn fetch(&self, object: &str) -> Result<Vec<u8>, VaultError> {
        match read(&self.place(object)) {
            Err(VaultError::Missing) => read(&self.arrival(object)),
            other => other,
        }
    }

    fn discard(&mut self, object: &str) -> Result<(), VaultError> {
        remove(&self.place(object))?;
        remove(&self.arrival(object))
    }

    fn sweep(
        &mut self,
        kept: &HashSet<String>,
        erased: &HashSet<String>,
    ) -> Result<Sweep, VaultError> {
        let mut found = Sweep::default();
        for (object, path) in sealed_files(&self.arrivals())? {
            if kept.contains(&object) {
                self.settle(&object)?;
                found.settled.push(object);
            } else {
                remove(&path)?;
                found.removed += 1;
            }
        }
        let mut there = HashSet::new();
        for shelf in entries(&self.root)? {
            // A shelf that cannot be looked at is no empty one: its files would be told as missing.
            let is_shelf = match fs::metadata(&shelf) {
                Ok(there) => there.is_dir(),
                Err(error) if error.kind() == ErrorKind::NotFound => false,
                Err(error) => return Err(told(&error)),
            };
            if shelf == self.arrivals() || !is_shelf {
                continue;
            }
            for (object, path) in sealed_files(&shelf)? {
                if kept.contains(&object) && path == self.place(&object) {
                    there.insert(object);
                } else if erased.contains(&object) {
                    remove(&path)?;
                } else {
                    found.unknown += 1;
                }
            }
        }
        found.missing = kept.difference(&there).cloned().collect();
        found.missing.sort();
        Ok(found)
    }
}

fn told(error: &std::io::Error) -> VaultError {
    match error.kind() {
        ErrorKind::NotFound => VaultError::Missing,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => VaultError::Full,
        _ => VaultError::Unreachable(error.to_string()),
    }
}

/// An arrival that stays one for now. It is as safe there, and is found there; the next start moves it.
fn unsettled(error: &impl std::fmt::Display) -> VaultError {
    VaultError::Unreachable(format!(
        "it is kept, and could not be moved to its place: {error}"
    ))
}

fn private_folder(path: &Path) -> Result<(), VaultError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|error| match told(&error) {
            VaultError::Missing => VaultError::Unreachable(error.to_string()),
            other => other,
        })
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    File::open(path)?.sync_all()
}

fn remove(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other.map_err(|error| told(&error)),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, VaultError> {
    let file = File::open(path).map_err(|error| told(&error))?;
    let mut bytes = Vec::new();
    let length = file
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| told(&error))?;
    if length as u64 > LARGEST {
        return Err(VaultError::Damaged);
    }
    Ok(bytes)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, VaultError> {
    fs::read_dir(folder)
        .map_err(|error| told(&error))?
        .map(|entry| {
            entry
                .map(|entry| entry.path())
                .map_err(|error| told(&error))
        })
        .collect()
}

/// The sealed files of a folder with the object that each is named after.
fn sealed_files(folder: &Path) -> Result<Vec<(String, PathBuf)>, VaultError> {
    Ok(entries(folder)?
        .into_iter()
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?;
            let object = name.strip_suffix(".sealed")?.to_owned();
            Some((object, path))
        })
        .collect())
}
