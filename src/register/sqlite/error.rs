//! What SQLite's errors mean to whoever has to do something about them.

use rusqlite::ErrorCode;

use super::super::RegisterError;

/// A disk that fails while the layout is read is no damaged layout.
pub fn of_the_layout(error: &refinery::Error) -> RegisterError {
    let of_the_disk = std::error::Error::source(error)
        .and_then(|source| source.downcast_ref::<rusqlite::Error>())
        .and_then(rusqlite::Error::sqlite_error_code);
    match of_the_disk {
        Some(ErrorCode::DiskFull) => RegisterError::Full,
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
            RegisterError::Unreachable(error.to_string())
        }
        _ => RegisterError::Unreadable {
            what: "the register's layout".to_owned(),
            why: error.to_string(),
        },
    }
}

impl From<rusqlite::Error> for RegisterError {
    fn from(error: rusqlite::Error) -> RegisterError {
        let code = error.sqlite_error_code();
        match (code, &error) {
            (Some(ErrorCode::DiskFull), _) => RegisterError::Full,
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

/// Some pragmas answer with no row.
pub fn no_row_is_no_error(error: rusqlite::Error) -> rusqlite::Result<()> {
    match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        other => Err(other),
    }
}
