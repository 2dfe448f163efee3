//! A new ZIP archive, for sending several copies in one file. Never adds to one that is there.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Cursor, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{Outlet, OutletError, Parcel, gone_for_good, remove, sync, told};
use crate::domain::release::OutletKind;

/// Copies in one archive.
pub struct ZipOutlet {
    archive: PathBuf,
}

impl ZipOutlet {
    /// An outlet into this archive, which must not be there yet.
    pub fn new(archive: &Path) -> ZipOutlet {
        ZipOutlet {
            archive: archive.to_owned(),
        }
    }

    fn partial(&self) -> PathBuf {
        let name = self.archive.file_name().unwrap_or_default();
        self.archive
            .with_file_name(format!(".{}.part", name.to_string_lossy()))
    }

    fn write(&self, parcels: &[Parcel]) -> Result<(), ZipError> {
        if self.archive.symlink_metadata().is_ok() {
            return Err(std::io::Error::from(ErrorKind::AlreadyExists).into());
        }
        let partial = self.partial();
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&partial)?;
        // Made in memory: the writer panics where a disk gives an error in the middle of an entry.
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // JPEG does not shrink; the entries carry no time of their own.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for parcel in parcels {
            zip.start_file(parcel.name.as_str(), options)?;
            zip.write_all(&parcel.bytes)?;
        }
        file.write_all(zip.finish()?.get_ref())?;
        file.sync_all()?;
        fs::rename(&partial, &self.archive)?;
        sync(self.folder()).map_err(|error| {
            // Whole, but not for sure: taken back. Where even that fails it is seen to lie there,
            // and counts as out.
            drop(fs::remove_file(&self.archive));
            error.into()
        })
    }

    /// The folder that the archive lies in.
    fn folder(&self) -> &Path {
        match self.archive.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }

    fn told(&self, error: ZipError) -> OutletError {
        match error {
            ZipError::Io(error) => told(&error, &self.archive),
            other => OutletError::Failed {
                place: self.place(),
                why: other.to_string(),
            },
        }
    }
}

impl Outlet for ZipOutlet {
    fn kind(&self) -> OutletKind {
        OutletKind::Zip
    }

    fn place(&self) -> String {
        self.archive.display().to_string()
    }

    fn ready(&self) -> Result<(), OutletError> {
        let folder = self
            .archive
            .parent()
            .filter(|one| !one.as_os_str().is_empty());
        if self.archive.symlink_metadata().is_ok() {
            Err(OutletError::Exists(self.place()))
        } else if folder.is_none_or(Path::is_dir) {
            Ok(())
        } else {
            Err(OutletError::Gone(self.place()))
        }
    }

    fn deliver(&mut self, parcels: &[Parcel]) -> Result<(), OutletError> {
        let exists = self.archive.symlink_metadata().is_ok();
        self.write(parcels).map_err(|error| {
            if !exists {
                // What is left of a failed archive is removed; where even that fails, the error
                // that is told is the first one, and the record says that nothing is out.
                drop(fs::remove_file(self.partial()));
            }
            self.told(error)
        })
    }

    fn look(&self, name: &str) -> Result<Option<String>, OutletError> {
        // A pipe would keep us waiting, a link would lead elsewhere: neither is an archive of ours.
        if (self.archive.symlink_metadata()).is_ok_and(|there| !there.is_file()) {
            return Err(OutletError::Failed {
                place: self.place(),
                why: "what lies there is no file".to_owned(),
            });
        }
        let file = match File::open(&self.archive) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return self.ready().map(|()| None);
            }
            Err(error) => return Err(told(&error, &self.archive)),
        };
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|error| self.told(error))?;
        let mut entry = match zip.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(self.told(error)),
        };
        let mut bytes = Vec::new();
        entry
            .read_to_end(&mut bytes)
            .map_err(|error| told(&error, &self.archive))?;
        Ok(Some(hex::encode(Sha256::digest(bytes))))
    }

    /// Removes what an interrupted delivery left. A finished archive is not taken apart: whoever
    /// takes a copy down deletes the archive, or sends a new one.
    fn recall(&mut self, name: &str) -> Result<(), OutletError> {
        if self.look(name)?.is_some() {
            return Err(OutletError::Failed {
                place: self.place(),
                why: "a copy cannot be taken out of an archive; delete the archive".to_owned(),
            });
        }
        remove(&self.partial())?;
        gone_for_good(self.folder())
    }
}
