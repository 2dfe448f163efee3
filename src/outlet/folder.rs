//! A folder: on a share, on a drive, or on this machine.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Outlet, OutletError, Parcel, gone_for_good, remove, sync, told};
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

    /// Puts one copy there. Errors: with the file that this call has made and that is still there.
    fn put(&self, parcel: &Parcel) -> Result<PathBuf, (std::io::Error, Option<PathBuf>)> {
        let partial = self.partial(&parcel.name);
        // `create_new` follows no link that somebody laid there.
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&partial)
            .map_err(|error| (error, None))?;
        let written = file.write_all(&parcel.bytes).and_then(|()| file.sync_all());
        drop(file);
        let place = self.folder.join(&parcel.name);
        let is_free = match place.symlink_metadata() {
            Ok(_) => Err(ErrorKind::AlreadyExists.into()),
            Err(_) => Ok(()),
        };
        if let Err(error) = written
            .and(is_free)
            .and_then(|()| fs::rename(&partial, &place))
        {
            return Err((error, Some(partial)));
        }
        match sync(&self.folder) {
            Ok(()) => Ok(place),
            Err(error) => Err((error, Some(place))),
        }
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
                Ok(place) => landed.push(place),
                Err((error, left)) => {
                    // Only what this call put there is taken back, never a file of somebody's.
                    landed.extend(left);
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
        // A pipe would keep us waiting, a link would lead elsewhere: neither is a copy of ours.
        match path.symlink_metadata() {
            Ok(there) if !there.is_file() => {
                return Err(OutletError::Failed {
                    place: path.display().to_string(),
                    why: "what lies there is no file".to_owned(),
                });
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(told(&error, &path)),
        }
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(hex::encode(Sha256::digest(bytes)))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(told(&error, &path)),
        }
    }

    fn recall(&mut self, name: &str) -> Result<(), OutletError> {
        self.ready()?;
        remove(&self.partial(name))?;
        remove(&self.folder.join(name))?;
        gone_for_good(&self.folder)
    }
}
