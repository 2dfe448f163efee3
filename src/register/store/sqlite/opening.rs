//! Opening the file: the locks that keep a second process out, the key, the settings, the layout.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::layout::{empty_the_log, migrate, no_row_is_no_error};
use super::reserve::Reserve;
use super::{SqliteStore, layout, lock};
use crate::domain::device::Identity;
use crate::register::{Register, RegisterError, SealKey};

/// Opens the register in a file, or makes a new one where there is none, and brings it up to date. On a
/// full disk it opens by its reserve, so that a no can be recorded.
/// Errors: in use by another process, a key that does not fit, a damaged file.
pub fn open(
    file: &Path,
    key: &SealKey,
    identity: Arc<Identity>,
) -> Result<Register, RegisterError> {
    Register::over(Box::new(SqliteStore::open(file, key)?), identity)
}

impl SqliteStore {
    /// Opens a file, as [`open`] does.
    pub fn open(file: &Path, key: &SealKey) -> Result<SqliteStore, RegisterError> {
        let lock = lock::named(&file.with_extension("lock"))?;
        let mut reserve = Reserve::beside(file);
        let (db, of_the_file) = loop {
            match SqliteStore::open_file(file, key) {
                Err(RegisterError::Full) if reserve.give_up_a_piece() => {}
                opened => break opened?,
            }
        };
        reserve.refill();
        Ok(SqliteStore {
            db,
            reserve,
            _locks: [lock, of_the_file],
        })
    }

    fn open_file(file: &Path, key: &SealKey) -> Result<(Connection, File), RegisterError> {
        let mut db = Connection::open(file)?;
        // What is wrong is told by our own errors, not by a library on the standard error stream.
        db.pragma_update_and_check(None, "cipher_log_level", "NONE", |_| Ok(()))
            .or_else(no_row_is_no_error)?;
        let raw = zeroize::Zeroizing::new(format!("x'{}'", hex::encode(key.as_slice())));
        db.pragma_update(None, "key", raw.as_str())?;
        // The first read is where a wrong key shows.
        db.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))
            .map_err(|error| match RegisterError::from(error) {
                RegisterError::Unreadable { .. } => RegisterError::WrongKey,
                other => other,
            })?;
        layout::settings(&db)?;
        let lock = lock::of(file)?;
        // More statements than are ever in use, so that each is prepared once.
        db.set_prepared_statement_cache_capacity(128);
        migrate(&mut db)?;
        layout::is_ours(&db, migrate)?;
        // A stop may have left a destroyed key in the log.
        empty_the_log(&db)?;
        // SQLite syncs the folder of a new log and does not mind if that fails: a power cut that
        // took the log's name would take all that is in it.
        let folder = file.parent().filter(|one| !one.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))
            .and_then(|folder| folder.sync_all())
            .map_err(|error| RegisterError::Unreachable(error.to_string()))?;
        Ok((db, lock))
    }
}
