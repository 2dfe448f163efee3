//! Whether the file is laid out as our own migrations lay it out: nothing planted, nothing taken
//! down. A trigger that swallows a withdrawal would otherwise make us say "recorded" of nothing.

use std::sync::OnceLock;

use rusqlite::Connection;

use super::super::RegisterError;
use super::row::all;

/// One table, index, trigger or view, with the statement that made it.
type Piece = (String, String, String, Option<String>);

/// Everything in the file but SQLite's own statistics, which say nothing and guard nothing.
const PIECES: &str = "SELECT type, name, tbl_name, sql FROM sqlite_master \
     WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\' ORDER BY type, name";

fn pieces(db: &Connection) -> Result<Vec<Piece>, RegisterError> {
    all(db, "part of the layout", PIECES, [], |row| {
        Ok((
            row.text("type")?,
            row.text("name")?,
            row.text("tbl_name")?,
            row.maybe_text("sql")?,
        ))
    })
}

/// Errors: a table, index, trigger or view more, fewer or other than our migrations make.
pub fn is_ours(
    db: &Connection,
    migrate: impl Fn(&mut Connection) -> Result<(), RegisterError>,
) -> Result<(), RegisterError> {
    static OURS: OnceLock<Vec<Piece>> = OnceLock::new();
    let ours = match OURS.get() {
        Some(ours) => ours,
        None => {
            let mut empty = Connection::open_in_memory()?;
            migrate(&mut empty)?;
            let made = pieces(&empty)?;
            OURS.get_or_init(|| made)
        }
    };
    if pieces(db)? == *ours {
        Ok(())
    } else {
        Err(RegisterError::Tampered {
            what: "the register's layout".to_owned(),
        })
    }
}
