//! The places of the machine that this runs on, as its file system shows them.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{Entry, PlaceError, PlaceId, Places, Root, RootKind};

/// Names that a folder gives to a file before a person has to tidy up.
const MOST_NUMBERS: u32 = 999;

/// The file system, but for the school's own folder.
pub struct DiskPlaces {
    home: Option<PathBuf>,
    /// Where drives appear, each as a folder.
    mounts: Vec<PathBuf>,
    /// What is never shown: the school's own data.
    hidden: PathBuf,
}

impl DiskPlaces {
    /// The places of an account with this home. Drives are looked for in `mounts`.
    pub fn new(home: Option<PathBuf>, mounts: Vec<PathBuf>, hidden: PathBuf) -> DiskPlaces {
        DiskPlaces {
            home,
            mounts,
            hidden,
        }
    }

    fn is_hidden(&self, path: &Path) -> bool {
        path == self.hidden
            || path
                .file_name()
                .is_none_or(|name| name.to_string_lossy().starts_with('.'))
    }

    /// Whoever drops or types a place may name any. Errors: it lies in the school's own folder, by
    /// whatever name.
    fn require_elsewhere(&self, path: &Path) -> Result<(), PlaceError> {
        match (path.canonicalize(), self.hidden.canonicalize()) {
            (Ok(real), Ok(own)) if real.starts_with(&own) => {
                Err(PlaceError::Closed(path.display().to_string()))
            }
            _ => Ok(()),
        }
    }
}

impl Places for DiskPlaces {
    fn roots(&self) -> Vec<Root> {
        let mut roots = Vec::new();
        if let Some(home) = &self.home {
            for (kind, name) in [
                (RootKind::Documents, "Documents"),
                (RootKind::Downloads, "Downloads"),
                (RootKind::Pictures, "Pictures"),
            ] {
                let path = home.join(name);
                if path.is_dir() {
                    roots.push(Root {
                        kind,
                        name: name.to_owned(),
                        place: PlaceId::of(&path),
                    });
                }
            }
            roots.push(Root {
                kind: RootKind::Home,
                name: String::new(),
                place: PlaceId::of(home),
            });
        }
        for mount in &self.mounts {
            // A drive that is not there is shown by not being there.
            let Ok(drives) = self.list(&PlaceId::of(mount)) else {
                continue;
            };
            roots.extend(
                drives
                    .into_iter()
                    .filter(|one| one.is_folder)
                    .map(|drive| Root {
                        kind: RootKind::Drive,
                        name: drive.name,
                        place: drive.place,
                    }),
            );
        }
        roots
    }

    fn list(&self, folder: &PlaceId) -> Result<Vec<Entry>, PlaceError> {
        let folder = &folder.path();
        self.require_elsewhere(folder)?;
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(|error| told(&error, folder))? {
            let path = entry.map_err(|error| told(&error, folder))?.path();
            if self.is_hidden(&path) {
                continue;
            }
            // What a broken link points to is neither file nor folder.
            let Ok(about) = std::fs::metadata(&path) else {
                continue;
            };
            if !about.is_dir() && !about.is_file() {
                continue;
            }
            found.push(Entry {
                name: path
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default(),
                is_folder: about.is_dir(),
                bytes: if about.is_dir() { 0 } else { about.len() },
                place: PlaceId::of(&path),
            });
        }
        found.sort_by_cached_key(|one| (!one.is_folder, one.name.to_lowercase()));
        Ok(found)
    }

    fn read(&self, file: &PlaceId, most: u64) -> Result<Zeroizing<Vec<u8>>, PlaceError> {
        let file = &file.path();
        self.require_elsewhere(file)?;
        // A pipe would be waited for at opening; what it is is asked of what was opened.
        let opened = File::options()
            .read(true)
            .custom_flags(libc::O_NONBLOCK)
            .open(file)
            .map_err(|error| told(&error, file))?;
        let about = opened.metadata().map_err(|error| told(&error, file))?;
        if !about.is_file() {
            return Err(PlaceError::Failed {
                place: file.display().to_string(),
                why: "it is no file".to_owned(),
            });
        }
        let mut bytes = Zeroizing::new(Vec::new());
        opened
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| told(&error, file))?;
        if bytes.len() as u64 > most {
            return Err(PlaceError::TooLarge {
                place: file.display().to_string(),
                most: most / 1_000_000,
            });
        }
        Ok(bytes)
    }

    fn write_new_by(
        &self,
        folder: &PlaceId,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<bool>,
    ) -> Result<Option<PlaceId>, PlaceError> {
        let folder = &folder.path();
        let name = plain(name);
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
            _ => (name.as_str(), String::new()),
        };
        for number in 1..=MOST_NUMBERS {
            let path = match number {
                1 => folder.join(&name),
                number => folder.join(format!("{stem} ({number}){ending}")),
            };
            match File::create_new(&path) {
                Ok(file) => {
                    let mut buffered = BufWriter::new(&file);
                    let written = write(&mut buffered).and_then(|is_whole| {
                        buffered.flush()?;
                        file.sync_all()?;
                        File::open(folder)?.sync_all()?;
                        Ok(is_whole)
                    });
                    drop(buffered);
                    if let Ok(true) = written {
                        return Ok(Some(PlaceId::of(&path)));
                    }
                    drop(file);
                    // Half a file is worse than none; that it could not be removed changes nothing of
                    // what is told.
                    drop(std::fs::remove_file(&path));
                    return match written {
                        Ok(_) => Ok(None),
                        Err(error) => Err(told(&error, folder)),
                    };
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(told(&error, folder)),
            }
        }
        Err(PlaceError::Full(folder.display().to_string()))
    }
}

/// A name that stays in its folder, whatever it is made of.
fn plain(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|sign| match sign {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            sign if sign.is_control() => '-',
            sign => sign,
        })
        .take(120)
        .collect();
    match plain.trim_matches(['.', ' ']) {
        "" => "Shutterslip".to_owned(),
        name => name.to_owned(),
    }
}

fn told(error: &std::io::Error, place: &Path) -> PlaceError {
    let place = place.display().to_string();
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => PlaceError::Gone(place),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => PlaceError::Closed(place),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => PlaceError::Full(place),
        _ => PlaceError::Failed {
            place,
            why: error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(folder: &Path) -> DiskPlaces {
        DiskPlaces::new(Some(folder.to_owned()), Vec::new(), folder.join("school"))
    }

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        let chosen = PlaceId::of(folder.path());
        let first = places.write_new(&chosen, "list.pdf", b"one").unwrap();
        let second = places.write_new(&chosen, "list.pdf", b"two").unwrap();
        assert_eq!(std::fs::read(first.path()).unwrap(), b"one");
        assert_eq!(std::fs::read(second.path()).unwrap(), b"two");
        assert_eq!(second.name(), "list (2).pdf");
    }

    #[test]
    fn a_name_never_leads_out_of_the_folder_that_was_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("chosen");
        std::fs::create_dir(&inner).unwrap();
        for name in ["../out.pdf", "/out.pdf", "..", "", "a/b\\c:d"] {
            let inner = PlaceId::of(&inner);
            let written = places(folder.path()).write_new(&inner, name, b"x").unwrap();
            assert_eq!(written.above(), Some(inner), "{name}");
        }
    }

    #[test]
    fn the_schools_own_folder_is_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["school", "newsletter", ".cache"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        std::fs::write(folder.path().join("form.pdf"), b"1234").unwrap();
        let shown = places(folder.path())
            .list(&PlaceId::of(folder.path()))
            .unwrap();
        let names: Vec<&str> = shown.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["newsletter", "form.pdf"]);
    }

    #[test]
    fn the_schools_own_folder_is_opened_by_no_name() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("school");
        std::fs::create_dir_all(own.join("vault")).unwrap();
        std::fs::write(own.join("vault").join("a"), b"sealed").unwrap();
        std::os::unix::fs::symlink(&own, folder.path().join("link")).unwrap();
        let places = places(folder.path());
        for name in ["school", "link", "school/vault", "link/../school/vault"] {
            let listed = places.list(&PlaceId::of(&folder.path().join(name)));
            assert!(matches!(listed, Err(PlaceError::Closed(_))), "{name}");
        }
        for name in ["school/vault/a", "link/vault/a"] {
            let read = places.read(&PlaceId::of(&folder.path().join(name)), 100);
            assert!(matches!(read, Err(PlaceError::Closed(_))), "{name}");
        }
    }

    #[test]
    fn a_file_that_is_too_long_is_refused_and_a_folder_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("long");
        std::fs::write(&file, [0; 11]).unwrap();
        let places = places(folder.path());
        let file = PlaceId::of(&file);
        assert!(matches!(
            places.read(&file, 10),
            Err(PlaceError::TooLarge { .. })
        ));
        assert_eq!(places.read(&file, 11).unwrap().len(), 11);
        assert!(places.read(&PlaceId::of(folder.path()), 10).is_err());
        assert!(matches!(
            places.list(&PlaceId::of(&folder.path().join("none"))),
            Err(PlaceError::Gone(_))
        ));
    }
}
