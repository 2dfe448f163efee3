//! A folder: on a share, on a drive, or on this machine.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Outlet, OutletError, Parcel, told};
use crate::domain::release::OutletKind;

/// Copies as files of a folder.
pub struct FolderOutlet {
    folder: PathBuf,
}

impl FolderOutlet {
    /// An outlet into this folder, which must be there when something is delivered.
    pub fn new(folder: &Path) -> FolderOutlet {
        FolderOutlet {
            folder: folder.to_owned(),
        }
    }

    fn partial(&self, name: &str) -> PathBuf {
        self.folder.join(format!(".{name}.part"))
    }

    fn put(&self, parcel: &Parcel) -> std::io::Result<()> {
        let partial = self.partial(&parcel.name);
        // `create_new` follows no link that somebody laid there.
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&partial)?;
        file.write_all(&parcel.bytes)?;
        file.sync_all()?;
        drop(file);
        let place = self.folder.join(&parcel.name);
        if place.symlink_metadata().is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        fs::rename(&partial, &place)?;
        File::open(&self.folder)?.sync_all()
    }
}

impl Outlet for FolderOutlet {
    fn kind(&self) -> OutletKind {
        OutletKind::Folder
    }

    fn place(&self) -> String {
        self.folder.display().to_string()
    }

    fn ready(&self) -> Result<(), OutletError> {
        if self.folder.is_dir() {
            Ok(())
        } else {
            Err(OutletError::Gone(self.place()))
        }
    }

    fn deliver(&mut self, parcels: &[Parcel]) -> Result<(), OutletError> {
        let mut landed: Vec<PathBuf> = Vec::new();
        for parcel in parcels {
            match self.put(parcel) {
                Ok(()) => landed.push(self.folder.join(&parcel.name)),
                Err(error) => {
                    // Only what this call put there is taken back, never a file of somebody's.
                    landed.push(self.partial(&parcel.name));
                    for path in landed {
                        remove(&path)?;
                    }
                    return Err(told(&error, &self.folder));
                }
            }
        }
        Ok(())
    }

    fn look(&self, name: &str) -> Result<Option<String>, OutletError> {
        self.ready()?;
        let path = self.folder.join(name);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(hex::encode(Sha256::digest(bytes)))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(told(&error, &path)),
        }
    }

    fn recall(&mut self, name: &str) -> Result<(), OutletError> {
        self.ready()?;
        remove(&self.partial(name))?;
        remove(&self.folder.join(name))
    }
}

fn remove(path: &Path) -> Result<(), OutletError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => match error.kind() {
            ErrorKind::NotADirectory => Ok(()),
            _ => Err(told(&error, path)),
        },
        _ => Ok(()),
    }
}
