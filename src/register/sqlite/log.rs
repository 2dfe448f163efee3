//! The log that SQLite writes ahead of the file.

use rusqlite::Connection;

use super::super::RegisterError;

/// Moves all of the log into the file, and cuts it to nothing. Errors: not all of it was moved.
pub fn empty_the_log(db: &Connection) -> Result<(), RegisterError> {
    let is_busy: bool = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    match is_busy {
        false => Ok(()),
        true => Err(RegisterError::InUse),
    }
}
