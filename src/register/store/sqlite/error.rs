//! What SQLite's errors mean to whoever has to do something about them.

use rusqlite::{ErrorCode, ffi};

use crate::register::RegisterError;

/// A disk that fails while the layout is read is no damaged layout.
pub fn of_the_layout(error: &refinery::Error) -> RegisterError {
    let of_the_disk = std::error::Error::source(error)
        .and_then(|source| source.downcast_ref::<rusqlite::Error>());
    match of_the_disk.and_then(rusqlite::Error::sqlite_error_code) {
        Some(_) if of_the_disk.is_some_and(is_of_no_room) => RegisterError::Full,
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
            RegisterError::Unreachable(error.to_string())
        }
        _ => RegisterError::Unreadable {
            what: "the register's layout".to_owned(),
            why: error.to_string(),
        },
    }
}

/// Whether SQLite found no room. Where the log's index has none, which takes 32 KB whatever is
/// written or only read, it says no more than that the disk failed.
fn is_of_no_room(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(error, _) => {
            error.code == ErrorCode::DiskFull || error.extended_code == ffi::SQLITE_IOERR_SHMSIZE
        }
        _ => false,
    }
}

impl From<rusqlite::Error> for RegisterError {
    fn from(error: rusqlite::Error) -> RegisterError {
        if is_of_no_room(&error) {
            return RegisterError::Full;
        }
        let code = error.sqlite_error_code();
        match (code, &error) {
            (Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked), _) => RegisterError::InUse,
            (Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt), _) => {
                RegisterError::Unreadable {
                    what: "the file".to_owned(),
                    why: "damaged, or encrypted with another key".to_owned(),
                }
            }
            (Some(ErrorCode::ConstraintViolation), rusqlite::Error::SqliteFailure(_, words)) => {
                RegisterError::Refused(
                    words
                        .clone()
                        .unwrap_or_else(|| "it contradicts what is there".to_owned()),
                )
            }
            (Some(_), _) => RegisterError::Unreachable(error.to_string()),
            (None, _) => RegisterError::Unreadable {
                what: "a row".to_owned(),
                why: error.to_string(),
            },
        }
    }
}
