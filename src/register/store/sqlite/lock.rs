//! One user at a time: by the lock's name, and by the register's own file.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::register::RegisterError;

/// The lock by its name. Errors: another process has it.
pub fn named(path: &Path) -> Result<File, RegisterError> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(|error| RegisterError::Unreachable(error.to_string()))?;
    taken(file)
}

/// Locks the register's own file: a lock file can be removed, and a hard link has another name.
pub fn of(path: &Path) -> Result<File, RegisterError> {
    taken(File::open(path).map_err(|error| RegisterError::Unreachable(error.to_string()))?)
}

fn taken(file: File) -> Result<File, RegisterError> {
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(RegisterError::InUse),
        Err(TryLockError::Error(error)) => Err(RegisterError::Unreachable(error.to_string())),
    }
}
