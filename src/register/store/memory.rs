//! Rows in memory: the plain twin of an engine. What it promises, it promises as long as somebody holds it;
//! nothing of it is on a disk. For tests, and for whoever wants to know what an engine has to do.

mod lists;

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{
    Bad, By, Cells, Columns, Many, Meant, Read, Reads, Row, RowSet, Rows, Store, Value, Writes,
    Written,
};
use crate::register::RegisterError;

/// The rows of each kind, in the order of writing.
#[derive(Clone, Default)]
struct Tables(BTreeMap<&'static str, Arc<Vec<Arc<Row>>>>);

#[derive(Default)]
struct Kept {
    tables: Tables,
    /// How many deeds were done.
    deeds: i64,
}

/// Rows in memory. A clone holds the same rows, and is somebody else who may write.
#[derive(Default)]
pub struct MemoryStore {
    kept: Arc<Mutex<Kept>>,
    /// How many of its deeds are ours.
    ours: i64,
}

impl Clone for MemoryStore {
    fn clone(&self) -> MemoryStore {
        MemoryStore {
            kept: Arc::clone(&self.kept),
            ours: 0,
        }
    }
}

impl MemoryStore {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Whoever panicked had put nothing in yet: a deed is put in at once.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The rows as they stand now.
    fn now(&self) -> Deed {
        let kept = self.kept();
        Deed {
            tables: RefCell::new(kept.tables.clone()),
            foreign_writes: kept.deeds.saturating_sub(self.ours),
        }
    }
}

impl Store for MemoryStore {
    fn look(&self, ask: &mut dyn FnMut(&dyn Reads) -> Written) -> Written {
        ask(&self.now())
    }

    fn look_at_one_moment(&self, ask: &mut dyn FnMut(&dyn Reads) -> Written) -> Written {
        ask(&self.now())
    }

    fn write(&mut self, deed: &mut dyn FnMut(&dyn Writes) -> Written) -> Written {
        let now = self.now();
        deed(&now)?;
        let mut kept = self.kept();
        if kept.deeds.saturating_sub(self.ours) != now.foreign_writes {
            return Err(RegisterError::InUse);
        }
        kept.tables = now.tables.into_inner();
        kept.deeds = kept.deeds.saturating_add(1);
        drop(kept);
        self.ours = self.ours.saturating_add(1);
        Ok(())
    }
}

/// What somebody looks at or writes; it is put in when all of it is done.
struct Deed {
    tables: RefCell<Tables>,
    foreign_writes: i64,
}

impl Cells for Row {
    fn text(&self, column: &str) -> Result<Option<String>, Bad> {
        match cell(self, column) {
            Value::Nothing => Ok(None),
            Value::Text(text) => Ok(Some(text.clone())),
            Value::Number(_) => Err(Bad(format!("`{column}` is no text"))),
        }
    }

    fn number(&self, column: &str) -> Result<Option<i64>, Bad> {
        match cell(self, column) {
            Value::Nothing => Ok(None),
            Value::Number(number) => Ok(Some(*number)),
            Value::Text(_) => Err(Bad(format!("`{column}` is no number"))),
        }
    }

    fn text_at(&self, place: usize) -> Result<String, Bad> {
        match self.get(place) {
            Some((_, Value::Text(text))) => Ok(text.clone()),
            _ => Err(Bad(format!("column {place} is no text"))),
        }
    }
}

/// What stands in a column; nothing where the row has no such column.
fn cell<'a>(row: &'a Row, column: &str) -> &'a Value {
    row.iter()
        .find(|(name, _)| *name == column)
        .map_or(&Value::Nothing, |(_, value)| value)
}

/// Whether something holds of a row.
type Holds = Box<dyn Fn(&Row) -> bool>;

/// How two values compare, where something stands in both.
fn compared(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Nothing, _) | (_, Value::Nothing) => None,
        (one, other) => Some(one.cmp(other)),
    }
}

impl Deed {
    /// The rows of a kind, in the order of writing.
    fn rows(&self, set: &RowSet) -> Arc<Vec<Arc<Row>>> {
        let tables = self.tables.borrow();
        tables.0.get(set.name).map(Arc::clone).unwrap_or_default()
    }

    fn rows_named(&self, name: &'static str) -> Arc<Vec<Arc<Row>>> {
        let tables = self.tables.borrow();
        tables.0.get(name).map(Arc::clone).unwrap_or_default()
    }

    fn put_in(&self, set: &RowSet, rows: Vec<Arc<Row>>) {
        self.tables.borrow_mut().0.insert(set.name, Arc::new(rows));
    }

    /// The values of a column, over all rows of a kind.
    fn column(&self, set: &RowSet, column: &str) -> BTreeSet<Value> {
        let rows = self.rows(set);
        rows.iter().map(|row| cell(row, column).clone()).collect()
    }

    /// What tells whether a row is meant.
    fn is_meant(&self, meant: &[Meant]) -> impl Fn(&Row) -> bool {
        let meant: Vec<Holds> = meant
            .iter()
            .cloned()
            .map(|meant| self.condition(meant))
            .collect();
        move |row| meant.iter().all(|holds| holds(row))
    }

    fn condition(&self, meant: Meant) -> Holds {
        let by = |column: &'static str, value: Value, so: fn(Ordering) -> bool| {
            let holds = move |row: &Row| compared(cell(row, column), &value).is_some_and(so);
            Box::new(holds) as Holds
        };
        match meant {
            Meant::Is(column, value) => by(column, value, Ordering::is_eq),
            Meant::IsNot(column, value) => by(column, value, Ordering::is_ne),
            Meant::AtLeast(column, value) => by(column, value, Ordering::is_ge),
            Meant::Below(column, value) => by(column, value, Ordering::is_lt),
            Meant::Among(column, set, theirs) => {
                let values = self.column(set, theirs);
                Box::new(move |row| values.contains(cell(row, column)))
            }
            Meant::NotAmong(column, set, theirs) => {
                let values = self.column(set, theirs);
                Box::new(move |row| !values.contains(cell(row, column)))
            }
            Meant::Holds(columns, text) => Box::new(move |row| {
                columns.iter().any(
                    |column| matches!(cell(row, column), Value::Text(all) if all.contains(&text)),
                )
            }),
        }
    }

    /// Errors: another row says the same of what tells rows apart, or none is there that it refers to.
    fn fits(&self, set: &RowSet, rows: &[Arc<Row>], row: &Row) -> Written {
        let contradicts = || RegisterError::Refused("it contradicts what is there".to_owned());
        let key = [set.key];
        for apart in [&key[..], set.apart] {
            if apart.iter().all(|column| !column.is_empty()) && !apart.is_empty() {
                let is_alike = |other: &Arc<Row>| {
                    apart
                        .iter()
                        .all(|column| cell(other, column) == cell(row, column))
                };
                if rows.iter().any(is_alike) {
                    return Err(contradicts());
                }
            }
        }
        for (column, theirs, their_column) in set.refers {
            let named = cell(row, column);
            let there = self.rows_named(theirs);
            let is_named = |other: &Arc<Row>| cell(other, their_column) == named;
            if *named != Value::Nothing && !there.iter().any(is_named) {
                return Err(contradicts());
            }
        }
        Ok(())
    }
}

fn in_order(rows: &mut [Arc<Row>], order: &[By]) {
    rows.sort_by(|one, other| {
        order
            .iter()
            .map(|by| match by {
                By::Rising(column) => cell(one, column).cmp(cell(other, column)),
                By::Falling(column) => cell(other, column).cmp(cell(one, column)),
            })
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    });
}

impl Reads for Deed {
    fn scan(&self, rows: &Rows, read: &mut dyn FnMut(&Columns) -> Result<bool, Bad>) -> Written {
        let is_meant = self.is_meant(&rows.meant);
        let all = self.rows(rows.set);
        let mut found: Vec<Arc<Row>> = all.iter().filter(|row| is_meant(row)).cloned().collect();
        in_order(&mut found, rows.order);
        found.truncate(rows.most.unwrap_or(usize::MAX));
        for (number, row) in (1_u64..).zip(found) {
            let only: Row = match rows.only {
                [] => row.as_ref().clone(),
                only => only
                    .iter()
                    .map(|column| (*column, cell(&row, column).clone()))
                    .collect(),
            };
            let goes_on = read(&Columns(&only)).map_err(|Bad(why)| RegisterError::Unreadable {
                what: format!("{} {number}", rows.what),
                why,
            })?;
            if !goes_on {
                break;
            }
        }
        Ok(())
    }

    fn values(&self, set: &RowSet, column: &str, most: usize) -> Read<Vec<String>> {
        let values = self.column(set, column).into_iter();
        Ok(values
            .filter_map(|value| match value {
                Value::Text(text) => Some(text),
                Value::Nothing | Value::Number(_) => None,
            })
            .take(most)
            .collect())
    }

    fn later_than_told(&self, set: &RowSet, key: &str, kind: &str) -> Read<Vec<String>> {
        let entries = self.rows_named("audit");
        let mut late = Vec::new();
        let mut before = Value::Nothing;
        let mut records = self.rows(set).to_vec();
        in_order(&mut records, &[By::Rising("number")]);
        for record in records {
            let Value::Text(key) = cell(&record, key) else {
                continue;
            };
            let subject = Value::Text(format!("{kind}:{key}"));
            for entry in entries
                .iter()
                .filter(|entry| *cell(entry, "subject") == subject)
            {
                let written = cell(entry, "number");
                if *written < before {
                    late.push(key.clone());
                }
                before = written.clone();
            }
        }
        Ok(late)
    }

    fn foreign_writes(&self) -> Read<i64> {
        Ok(self.foreign_writes)
    }

    /// There is no layout that anybody could have changed.
    fn is_ours(&self) -> Written {
        Ok(())
    }

    fn many(&self) -> &dyn Many {
        self
    }
}

impl Writes for Deed {
    fn reads(&self) -> &dyn Reads {
        self
    }

    fn insert(&self, set: &RowSet, row: &Row) -> Read<i64> {
        let mut rows = self.rows(set).to_vec();
        let mut row = row.clone();
        let mut number = 0;
        if set.is_numbered {
            let last = rows.iter().map(|row| cell(row, "number")).max();
            number = match last {
                Some(Value::Number(last)) => last.saturating_add(1),
                _ => 1,
            };
            row.push(("number", Value::Number(number)));
        }
        self.fits(set, &rows, &row)?;
        rows.push(Arc::new(row));
        self.put_in(set, rows);
        Ok(number)
    }

    fn put(&self, set: &RowSet, row: &Row) -> Read<bool> {
        let key = cell(row, set.key);
        let mut rows = self.rows(set).to_vec();
        let place = rows.iter().position(|there| cell(there, set.key) == key);
        let Some(place) = place else {
            return self.insert(set, row).map(|_| true);
        };
        let before = rows.remove(place);
        if set
            .fixed
            .iter()
            .any(|column| cell(&before, column) != cell(row, column))
        {
            return Ok(false);
        }
        self.fits(set, &rows, row)?;
        rows.insert(place, Arc::new(row.clone()));
        self.put_in(set, rows);
        Ok(true)
    }

    fn change(&self, set: &RowSet, meant: &[Meant], row: &Row) -> Read<usize> {
        let is_meant = self.is_meant(meant);
        let mut changed = 0_usize;
        let mut rows = self.rows(set).to_vec();
        for there in rows.iter_mut().filter(|there| is_meant(there)) {
            stays(set)?;
            let mut now = there.as_ref().clone();
            now.retain(|(column, _)| row.iter().all(|(new, _)| new != column));
            now.extend(row.iter().cloned());
            *there = Arc::new(now);
            changed = changed.saturating_add(1);
        }
        self.put_in(set, rows);
        Ok(changed)
    }

    fn remove(&self, set: &RowSet, meant: &[Meant]) -> Read<usize> {
        let is_meant = self.is_meant(meant);
        let mut rows = self.rows(set).to_vec();
        let before = rows.len();
        rows.retain(|row| !is_meant(row));
        let removed = before.saturating_sub(rows.len());
        if removed > 0 {
            stays(set)?;
        }
        self.put_in(set, rows);
        Ok(removed)
    }
}

/// Errors: rows of this kind are only added.
fn stays(set: &RowSet) -> Written {
    match set.only_added {
        false => Ok(()),
        true => Err(RegisterError::Refused(format!(
            "{} is only added",
            set.name
        ))),
    }
}
