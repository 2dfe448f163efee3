//! A list as text: cells parted by commas, semicolons, tabs or bars, quoted where they hold such a sign.
//! Reads strictly, which no CSV reader at hand does: a quotation mark that is never closed would swallow
//! every child after it, and they forgive it.

use super::{BadLine, Cell, MOST_COLUMNS, MOST_ROWS, Rows, SheetError, cell};

/// Every row with the line that it begins on.
pub fn read(text: &str, watch: &mut dyn FnMut(usize) -> bool) -> Result<Rows, SheetError> {
    let (text, named) = directive(text);
    let separator = match named {
        Some((separator, _)) => separator,
        None => separator(text),
    };
    let mut reader = Reader {
        separator,
        line: 1 + named.map_or(0, |(_, lines)| lines),
        begun: 1 + named.map_or(0, |(_, lines)| lines),
        opened: 0,
        cells: Vec::new(),
        raw: String::new(),
        at: At::Start,
        rows: Vec::new(),
    };
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        // One break, whichever way it is written.
        let sign = match sign {
            '\r' => {
                if signs.peek() == Some(&'\n') {
                    signs.next();
                }
                '\n'
            }
            other => other,
        };
        if reader.take(sign)?
            && reader.rows.len().is_multiple_of(1_000)
            && !watch(reader.rows.len())
        {
            return Err(SheetError::Stopped);
        }
    }
    reader.finish()
}

/// `sep=;` in the first line, which spreadsheets write: the rest, the separator, and how many lines that
/// took.
fn directive(text: &str) -> (&str, Option<(char, u64)>) {
    let Some(rest) = text
        .strip_prefix("sep=")
        .or_else(|| text.strip_prefix("\"sep="))
    else {
        return (text, None);
    };
    let Some((line, body)) = rest.split_once('\n') else {
        return (text, None);
    };
    match line.chars().next() {
        Some(sign @ (',' | ';' | '\t' | '|')) => (body, Some((sign, 1))),
        _ => (text, None),
    }
}

/// The sign that parts the cells: the one that stands most often, outside quotes, in the first lines.
fn separator(text: &str) -> char {
    let mut counts = [(',', 0_usize), (';', 0), ('\t', 0), ('|', 0)];
    let mut is_quoted = false;
    let mut lines = 0;
    for sign in text.chars() {
        match sign {
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => lines += 1,
            _ if is_quoted => {}
            _ => {
                for (separator, count) in &mut counts {
                    *count += usize::from(sign == *separator);
                }
            }
        }
        // Titles stand above the headers, so one line would not do.
        if lines > 20 {
            break;
        }
    }
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(',', |(separator, _)| separator)
}

/// Where in a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// After a quotation mark in a quoted cell: its end, or the first of two.
    Closed,
}

struct Reader {
    separator: char,
    line: u64,
    /// Where this row begins.
    begun: u64,
    /// Where this quotation begins.
    opened: u64,
    cells: Vec<Cell>,
    raw: String,
    at: At,
    rows: Rows,
}

impl Reader {
    /// Takes the next sign; says whether a row ended.
    fn take(&mut self, sign: char) -> Result<bool, SheetError> {
        let is_break = sign == '\n';
        match (self.at, sign) {
            (At::Quoted, '"') => self.at = At::Closed,
            (At::Quoted, other) => self.raw.push(other),
            (At::Start, '"') => {
                self.at = At::Quoted;
                self.opened = self.line;
                self.raw.clear();
            }
            (At::Closed, '"') => {
                self.raw.push('"');
                self.at = At::Quoted;
            }
            (_, '\n') => {
                self.end_cell()?;
                self.end_row()?;
            }
            (_, other) if other == self.separator => self.end_cell()?,
            (At::Closed, ' ') => {}
            (At::Closed, _) => {
                return Err(self.fault(self.line, BadLine::AfterQuote));
            }
            // Space before a cell does not hide its quotation mark.
            (At::Start, ' ') => {}
            (At::Start | At::Plain, other) => {
                self.at = At::Plain;
                self.raw.push(other);
            }
        }
        self.line += u64::from(is_break);
        let has_ended = is_break && self.at == At::Start && self.cells.is_empty();
        if has_ended {
            self.begun = self.line;
        }
        Ok(has_ended)
    }

    fn end_cell(&mut self) -> Result<(), SheetError> {
        if self.cells.len() >= MOST_COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        self.cells.push(cell(self.begun, &self.raw)?);
        self.raw.clear();
        self.at = At::Start;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), SheetError> {
        if self.rows.len() >= MOST_ROWS {
            return Err(SheetError::TooManyRows);
        }
        let cells = std::mem::take(&mut self.cells);
        self.rows.push((self.begun, cells));
        Ok(())
    }

    fn finish(mut self) -> Result<Rows, SheetError> {
        if self.at == At::Quoted {
            return Err(self.fault(self.opened, BadLine::OpenQuote));
        }
        if self.at != At::Start || !self.cells.is_empty() {
            self.end_cell()?;
            self.end_row()?;
        }
        Ok(self.rows)
    }

    fn fault(&self, line: u64, why: BadLine) -> SheetError {
        SheetError::Line { line, why }
    }
}
