//! What a register asks of whoever keeps its rows: to write all of a deed or nothing of it, and to read
//! what is meant, in the order that is meant. Knows no record, no trail and no promise; those are written
//! once, above.
//!
//! Rows are text and whole numbers, so that any engine can keep them. What is asked of a million rows at
//! once is named ([`Many`]): each engine answers it in its own way, and a test holds the answers against
//! each other.

mod many;
pub mod memory;
mod rows;
pub mod sqlite;

pub use many::{List, Many};
pub use rows::{Bad, By, Cells, Columns, Meant, Row, RowSet, Rows, Value};
pub(super) use rows::{json, maybe, row, word};

use super::RegisterError;

/// What reading gives.
pub type Read<T> = Result<T, RegisterError>;
/// What writing gives.
pub type Written = Result<(), RegisterError>;

/// Keeps one school's rows.
pub trait Store: Send {
    /// Lets somebody read.
    fn look(&self, ask: &mut dyn FnMut(&dyn Reads) -> Written) -> Written;

    /// Lets somebody read as it all stands at one moment.
    fn look_at_one_moment(&self, ask: &mut dyn FnMut(&dyn Reads) -> Written) -> Written;

    /// Lets somebody write. Where the deed fails, nothing of it was written; where it returns, all of it
    /// is kept for good. One deed at a time.
    fn write(&mut self, deed: &mut dyn FnMut(&dyn Writes) -> Written) -> Written;

    /// Whatever was removed is nowhere in the store any more.
    fn wipe_removed(&mut self) -> Written {
        Ok(())
    }

    /// Gives up a piece of the room that is kept for what protects somebody. `false`: there is none.
    fn give_up_room(&mut self) -> bool {
        false
    }

    /// Keeps that room again, where some of it was given up.
    fn keep_room(&mut self) {}
}

/// Reads rows.
pub trait Reads {
    /// The rows that are meant, one after the other, until the reader says `false`. Errors: the first that
    /// the reader cannot read, named by what it is.
    fn scan(&self, rows: &Rows, read: &mut dyn FnMut(&Columns) -> Result<bool, Bad>) -> Written;

    /// Each value once that a column holds, in their order; at most so many. Costs what it gives, however
    /// many rows hold each. The empty text is none.
    fn values(&self, set: &RowSet, column: &str, most: usize) -> Read<Vec<String>>;

    /// Of numbered rows those that come later than the trail has them, by their key: the entry about each
    /// is called by its kind and that key.
    fn later_than_told(&self, set: &RowSet, key: &str, kind: &str) -> Read<Vec<String>>;

    /// A count that moves whenever somebody wrote past this store.
    fn foreign_writes(&self) -> Read<i64>;

    /// Errors: the store is not laid out as we lay it out.
    fn is_ours(&self) -> Written;

    /// What is asked of many photos at once.
    fn many(&self) -> &dyn Many;
}

/// Writes rows, as part of one deed.
pub trait Writes {
    /// What is there by now.
    fn reads(&self) -> &dyn Reads;

    /// Adds a row. Gives its number, where rows of its kind have one. Errors: one is there that says the
    /// same of what tells rows apart, or none is there that it refers to.
    fn insert(&self, set: &RowSet, row: &Row) -> Read<i64>;

    /// Adds a row, or writes it over the one with its key. `false`, and nothing written: what of it never
    /// changes would change.
    fn put(&self, set: &RowSet, row: &Row) -> Read<bool>;

    /// Changes columns of the rows that are meant, and says how many these are.
    fn change(&self, set: &RowSet, meant: &[Meant], row: &Row) -> Read<usize>;

    /// Removes the rows that are meant, and says how many these were.
    fn remove(&self, set: &RowSet, meant: &[Meant]) -> Read<usize>;
}

impl dyn Reads + '_ {
    /// Every row that is meant. Errors: the first that cannot be read.
    pub fn all<T>(
        &self,
        rows: &Rows,
        mut read: impl FnMut(&Columns) -> Result<T, Bad>,
    ) -> Read<Vec<T>> {
        let mut found = Vec::new();
        self.scan(rows, &mut |columns| {
            found.push(read(columns)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// The first row that is meant, or none.
    pub fn one<T>(
        &self,
        rows: &Rows,
        mut read: impl FnMut(&Columns) -> Result<T, Bad>,
    ) -> Read<Option<T>> {
        let mut found = None;
        self.scan(rows, &mut |columns| {
            found = Some(read(columns)?);
            Ok(false)
        })?;
        Ok(found)
    }
}
