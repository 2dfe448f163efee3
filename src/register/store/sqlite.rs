//! The register's rows in one encrypted SQLite file (SQLCipher). For one tablet or PC.
//!
//! Opened by one process at a time, owned by one thread, `synchronous=FULL`: what was recorded is
//! on the disk. Knows no record and no rule.
//!
//! # After an error
//!
//! A commit whose sync failed is *unknown*: its frames lie in the log, perhaps on the disk. This
//! process has taken it back and may go on, because SQLite never syncs such frames a second time in
//! the hope that they are still there: the next commit writes its own over them and syncs those, and
//! a log that could not be moved into the file is moved again from its beginning. A process that
//! ends before the next commit leaves the start after it to find the unknown one whole or not at
//! all. Either way there is one history, and an act that returned an error is done or not done.
//! Only where the disk was full, or a rule was broken, is it certain that nothing was recorded.

mod error;
mod layout;
mod lists;
mod lock;
mod opening;
mod reserve;
mod rows;

use std::fs::File;

use rusqlite::{Connection, TransactionBehavior};

use super::{Reads, Store, Writes, Written};
use layout::empty_the_log;
pub use opening::open;
use reserve::Reserve;
use rows::Db;

/// Rows in one file.
pub struct SqliteStore {
    db: Connection,
    /// Room for what protects somebody, on a disk that has none left.
    reserve: Reserve,
    /// Held as long as the register is open: a second process is refused, by the lock's name and by
    /// the file itself, under whatever name it is reached.
    _locks: [File; 2],
}

impl Store for SqliteStore {
    fn look(&self, ask: &mut dyn FnMut(&dyn Reads) -> Written) -> Written {
        ask(&Db(&self.db))
    }

    fn look_at_one_moment(&self, ask: &mut dyn FnMut(&dyn Reads) -> Written) -> Written {
        let tx = self.db.unchecked_transaction()?;
        ask(&Db(&tx))
    }

    fn write(&mut self, deed: &mut dyn FnMut(&dyn Writes) -> Written) -> Written {
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        deed(&Db(&tx))?;
        Ok(tx.commit()?)
    }

    /// The log still holds pages with what was removed: empties it.
    fn wipe_removed(&mut self) -> Written {
        empty_the_log(&self.db)
    }

    fn give_up_room(&mut self) -> bool {
        self.reserve.give_up_a_piece()
    }

    fn keep_room(&mut self) {
        if !self.reserve.is_whole() {
            // What the log took comes back. Where it cannot be emptied now, the record stands all the
            // same, and the next one tries again.
            drop(empty_the_log(&self.db)); // house: tried again after the next record
            self.reserve.refill();
        }
    }
}
