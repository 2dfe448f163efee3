//! Reads which files are sealed, and their keys. A key that is gone without its erasure is told.

use rusqlite::{Connection, params};

use super::super::{RegisterError, SealKey};
use super::row::{all, one};

type Read<T> = Result<T, RegisterError>;

pub fn sealed_objects(db: &Connection) -> Read<Vec<String>> {
    let sql = "SELECT id FROM photo WHERE id NOT IN (SELECT object FROM erasure) UNION ALL \
               SELECT id FROM evidence WHERE id NOT IN (SELECT object FROM erasure)";
    all(db, "sealed file", sql, [], |row| row.text("id"))
}

pub fn seal_key(db: &Connection, object: &str) -> Read<Option<SealKey>> {
    let sql = "SELECT key FROM seal_key WHERE object = $1";
    let Some(text) = one(db, "key", sql, params![object], |row| {
        Ok(zeroize::Zeroizing::new(row.text("key")?))
    })?
    else {
        let sql = "SELECT id FROM (SELECT id FROM photo UNION ALL SELECT id FROM evidence) AS kept \
                   WHERE id = $1 AND id NOT IN (SELECT object FROM erasure)";
        return match one(db, "sealed file", sql, params![object], |row| {
            row.text("id")
        })? {
            None => Ok(None),
            Some(_) => Err(RegisterError::Tampered {
                what: "the list of keys (one is gone that nobody destroyed)".to_owned(),
            }),
        };
    };
    let mut key = SealKey::default();
    hex::decode_to_slice(text.as_str(), key.as_mut_slice()).map_err(|_| {
        RegisterError::Unreadable {
            what: "the key of a sealed file".to_owned(),
            why: "it is not 64 hex digits".to_owned(),
        }
    })?;
    Ok(Some(key))
}
