//! Rows in SQLite: what is meant becomes a statement, prepared once for each shape.

use std::fmt::Write as _;

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Params, Row as SqlRow, params, params_from_iter};

use super::super::{
    Bad, By, Cells, Columns, Many, Meant, Read, Reads, Row, RowSet, Rows, Value, Writes, Written,
};
use super::layout::{self, migrate};
use crate::register::RegisterError;

/// The file, inside a transaction or not.
pub struct Db<'a>(pub &'a Connection);

impl From<rusqlite::Error> for Bad {
    fn from(error: rusqlite::Error) -> Bad {
        Bad(error.to_string())
    }
}

impl Cells for SqlRow<'_> {
    fn text(&self, column: &str) -> Result<Option<String>, Bad> {
        Ok(self.get(column)?)
    }

    fn number(&self, column: &str) -> Result<Option<i64>, Bad> {
        Ok(self.get(column)?)
    }

    fn text_at(&self, place: usize) -> Result<String, Bad> {
        Ok(self.get(place)?)
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Nothing => ValueRef::Null,
            Value::Number(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// A statement, and the values of its parameters in their order.
#[derive(Default)]
struct Statement<'a> {
    sql: String,
    values: Vec<&'a dyn ToSql>,
}

impl<'a> Statement<'a> {
    fn say(&mut self, words: &str) {
        self.sql.push_str(words);
    }

    /// The parameter that stands for a value.
    fn value(&mut self, value: &'a dyn ToSql) {
        self.values.push(value);
        self.parameter();
    }

    fn parameter(&mut self) {
        // Writing to a text cannot fail.
        write!(self.sql, "${}", self.values.len()).unwrap_or_default();
    }

    fn meant(&mut self, meant: &'a [Meant]) {
        let mut joined = " WHERE ";
        for one in meant {
            self.say(joined);
            joined = " AND ";
            match one {
                Meant::Is(column, value) => self.compared(column, " = ", value),
                Meant::IsNot(column, value) => self.compared(column, " <> ", value),
                Meant::AtLeast(column, value) => self.compared(column, " >= ", value),
                Meant::Below(column, value) => self.compared(column, " < ", value),
                Meant::Among(column, set, theirs) => self.among(column, " IN ", set, theirs),
                Meant::NotAmong(column, set, theirs) => {
                    self.among(column, " NOT IN ", set, theirs);
                }
                Meant::Holds(columns, text) => {
                    self.values.push(text);
                    let mut joined = "(";
                    for column in *columns {
                        self.say(joined);
                        joined = " OR ";
                        self.say("instr(");
                        self.say(column);
                        self.say(", ");
                        self.parameter();
                        self.say(") > 0");
                    }
                    self.say(")");
                }
            }
        }
    }

    fn compared(&mut self, column: &str, by: &str, value: &'a Value) {
        self.say(column);
        self.say(by);
        self.value(value);
    }

    fn among(&mut self, column: &str, by: &str, set: &RowSet, theirs: &str) {
        for words in [column, by, "(SELECT ", theirs, " FROM ", set.name, ")"] {
            self.say(words);
        }
    }

    fn listed(&mut self, columns: impl Iterator<Item = &'static str>) {
        let mut joined = "";
        for column in columns {
            self.say(joined);
            joined = ", ";
            self.say(column);
        }
    }

    fn inserting(&mut self, set: &RowSet, row: &'a Row) {
        for words in ["INSERT INTO ", set.name, " ("] {
            self.say(words);
        }
        self.listed(row.iter().map(|(column, _)| *column));
        let mut joined = ") VALUES (";
        for (_, value) in row {
            self.say(joined);
            joined = ", ";
            self.value(value);
        }
        self.say(")");
    }

    fn run(&self, db: &Connection) -> rusqlite::Result<usize> {
        db.prepare_cached(&self.sql)?
            .execute(params_from_iter(&self.values))
    }
}

fn select<'a>(rows: &'a Rows, most: &'a Option<i64>) -> Statement<'a> {
    let mut select = Statement::default();
    select.say("SELECT ");
    match rows.only {
        [] => select.say("*"),
        only => select.listed(only.iter().copied()),
    }
    for words in [" FROM ", rows.set.name] {
        select.say(words);
    }
    select.meant(&rows.meant);
    let mut joined = " ORDER BY ";
    for by in rows.order {
        select.say(joined);
        joined = ", ";
        match by {
            By::Rising(column) => select.say(column),
            By::Falling(column) => {
                select.say(column);
                select.say(" DESC");
            }
        }
    }
    if let Some(most) = most {
        select.say(" LIMIT ");
        select.value(most);
    }
    select
}

impl Reads for Db<'_> {
    fn scan(&self, rows: &Rows, read: &mut dyn FnMut(&Columns) -> Result<bool, Bad>) -> Written {
        let most = rows
            .most
            .map(|most| i64::try_from(most).unwrap_or(i64::MAX));
        let select = select(rows, &most);
        let values = params_from_iter(&select.values);
        each(self.0, rows.what, &select.sql, values, read)
    }

    fn values(&self, set: &RowSet, column: &str, most: usize) -> Read<Vec<String>> {
        let table = set.name;
        // Hops from one to the next on the index.
        let sql = format!(
            "WITH RECURSIVE hop (one) AS (SELECT min({column}) FROM {table} \
             UNION ALL SELECT (SELECT min({column}) FROM {table} WHERE {column} > hop.one) FROM hop \
             WHERE hop.one IS NOT NULL LIMIT $1) SELECT one FROM hop WHERE one IS NOT NULL"
        );
        let hops = i64::try_from(most).unwrap_or(i64::MAX);
        all(self.0, column, &sql, params![hops], |row| row.text("one"))
    }

    fn later_than_told(&self, set: &RowSet, key: &str, kind: &str) -> Read<Vec<String>> {
        let table = set.name;
        let sql = format!(
            "SELECT key FROM (SELECT record.{key} AS key, audit.number AS written, \
             lag(audit.number) OVER (ORDER BY record.number) AS before FROM {table} AS record \
             JOIN audit ON audit.subject = '{kind}:' || record.{key}) AS ordered \
             WHERE written < before"
        );
        all(self.0, "record", &sql, [], |row| row.text("key"))
    }

    /// SQLite's count of what others wrote to the file.
    fn foreign_writes(&self) -> Read<i64> {
        let mut statement = self.0.prepare_cached("PRAGMA data_version")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    fn is_ours(&self) -> Written {
        layout::is_ours(self.0, migrate)
    }

    fn many(&self) -> &dyn Many {
        self
    }
}

impl Writes for Db<'_> {
    fn reads(&self) -> &dyn Reads {
        self
    }

    fn insert(&self, set: &RowSet, row: &Row) -> Read<i64> {
        let mut insert = Statement::default();
        insert.inserting(set, row);
        match insert.run(self.0)? {
            1 => Ok(self.0.last_insert_rowid()),
            // Something in the file swallowed it: nobody may be told that it was recorded.
            _ => Err(RegisterError::Tampered {
                what: "the register's layout".to_owned(),
            }),
        }
    }

    fn put(&self, set: &RowSet, row: &Row) -> Read<bool> {
        let mut put = Statement::default();
        put.inserting(set, row);
        for words in [" ON CONFLICT (", set.key, ") DO UPDATE SET "] {
            put.say(words);
        }
        let mut joined = "";
        for (column, _) in row {
            if *column != set.key && !set.fixed.contains(column) {
                for words in [joined, column, " = excluded.", column] {
                    put.say(words);
                }
                joined = ", ";
            }
        }
        let mut joined = " WHERE ";
        for column in set.fixed {
            for words in [joined, set.name, ".", column, " = excluded.", column] {
                put.say(words);
            }
            joined = " AND ";
        }
        Ok(put.run(self.0)? == 1)
    }

    fn change(&self, set: &RowSet, meant: &[Meant], row: &Row) -> Read<usize> {
        let mut change = Statement::default();
        for words in ["UPDATE ", set.name] {
            change.say(words);
        }
        let mut joined = " SET ";
        for (column, value) in row {
            change.say(joined);
            joined = ", ";
            change.compared(column, " = ", value);
        }
        change.meant(meant);
        Ok(change.run(self.0)?)
    }

    fn remove(&self, set: &RowSet, meant: &[Meant]) -> Read<usize> {
        let mut remove = Statement::default();
        for words in ["DELETE FROM ", set.name] {
            remove.say(words);
        }
        remove.meant(meant);
        Ok(remove.run(self.0)?)
    }
}

/// Every row of a statement. Errors: the first row that cannot be read, named by what it is.
pub fn all<T>(
    db: &Connection,
    what: &str,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Columns) -> Result<T, Bad>,
) -> Result<Vec<T>, RegisterError> {
    let mut found = Vec::new();
    each(db, what, sql, params, &mut |columns| {
        found.push(read(columns)?);
        Ok(true)
    })?;
    Ok(found)
}

/// Every row of a statement, one at a time, until the reader says `false`.
pub fn each(
    db: &Connection,
    what: &str,
    sql: &str,
    params: impl Params,
    read: &mut dyn FnMut(&Columns) -> Result<bool, Bad>,
) -> Result<(), RegisterError> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut number = 0_u64;
    while let Some(row) = rows.next()? {
        number = number.saturating_add(1);
        let goes_on = read(&Columns(row)).map_err(|Bad(why)| RegisterError::Unreadable {
            what: format!("{what} {number}"),
            why,
        })?;
        if !goes_on {
            break;
        }
    }
    Ok(())
}

/// The only row of a statement, or none.
pub fn one<T>(
    db: &Connection,
    what: &str,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Columns) -> Result<T, Bad>,
) -> Result<Option<T>, RegisterError> {
    Ok(all(db, what, sql, params, read)?.pop())
}
