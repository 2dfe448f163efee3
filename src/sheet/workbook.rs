//! A list as an Excel workbook. It is unpacked once to be measured before anything reads it, so that a
//! few kilobytes that claim to be gigabytes are refused; it is read cell by cell on a thread of its own,
//! whose time is limited, and a reader that falls over on it is a workbook that cannot be read.

use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::sheets::Sheet;
use super::{Cell, MOST_COLUMNS, MOST_ROWS, Rows, SheetError, cell};

/// Unpacked, all parts together.
const LARGEST_UNPACKED: u64 = 192 * 1024 * 1024;
/// Unpacked, the texts that cells share: they lie in memory whole.
const LARGEST_TEXTS: u64 = 48 * 1024 * 1024;
const MOST_PARTS: usize = 2_000;
/// One look at how far it is, and how many there are before it takes too long: a minute.
const LOOK: Duration = Duration::from_millis(40);
const MOST_LOOKS: usize = 1_500;

/// Every sheet that has any rows, hidden ones too, each row with its number.
pub fn read(bytes: &[u8], watch: &mut dyn FnMut(usize) -> bool) -> Result<Vec<Sheet>, SheetError> {
    let far = Arc::new((AtomicUsize::new(0), AtomicBool::new(false)));
    let (tell, told) = sync_channel(1);
    let (own, bytes) = (Arc::clone(&far), bytes.to_vec());
    std::thread::Builder::new()
        .name("workbook".to_owned())
        .spawn(move || {
            let read = measured(&bytes, &own.1).and_then(|()| cells(bytes, &own.0, &own.1));
            // Whoever waited may have stopped waiting.
            drop(tell.send(read));
        })
        .map_err(|_| SheetError::Workbook("the machine is too busy".into()))?;
    for _ in 0..MOST_LOOKS {
        match told.recv_timeout(LOOK) {
            Ok(read) => return read,
            // It fell over.
            Err(RecvTimeoutError::Disconnected) => return Err(broken()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if !watch(far.0.load(Ordering::Relaxed)) {
            far.1.store(true, Ordering::Relaxed);
            return Err(SheetError::Stopped);
        }
    }
    far.1.store(true, Ordering::Relaxed);
    Err(SheetError::Workbook("it takes too long".into()))
}

fn broken() -> SheetError {
    SheetError::Workbook("it is damaged, or no workbook".into())
}

/// Unpacks every part to nowhere, and counts.
fn measured(bytes: &[u8], stop: &AtomicBool) -> Result<(), SheetError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_PARTS {
        return Err(SheetError::Workbook("it has too many parts".into()));
    }
    let mut left = LARGEST_UNPACKED;
    let mut piece = vec![0; 64 * 1024];
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).map_err(|_| broken())?;
        let name = part.name().map_err(|_| broken())?;
        let is_texts = name.to_lowercase().contains("sharedstrings");
        let mut room = if is_texts {
            left.min(LARGEST_TEXTS)
        } else {
            left
        };
        loop {
            let count = part.read(&mut piece).map_err(|_| broken())?;
            if count == 0 {
                break;
            }
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            if count > room || stop.load(Ordering::Relaxed) {
                return Err(SheetError::Workbook(
                    "it is far too large once it is unpacked".into(),
                ));
            }
            room -= count;
            left = left.saturating_sub(count);
        }
    }
    Ok(())
}

fn cells(bytes: Vec<u8>, far: &AtomicUsize, stop: &AtomicBool) -> Result<Vec<Sheet>, SheetError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if book.sheets_metadata().is_empty() {
        return Err(broken());
    }
    let all: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let mut sheets = Vec::new();
    let mut before = 0;
    for (name, is_hidden) in all {
        let mut rows = sheet_rows(&mut book, &name, before, far, stop)?;
        before += rows.len();
        spread(&mut book, &name, &mut rows)?;
        if !rows.is_empty() {
            let name = cell(1, &name)?.text;
            sheets.push(Sheet {
                name,
                is_hidden,
                rows,
            });
        }
    }
    Ok(sheets)
}

/// What one cell over several rows says, each of its rows says.
fn spread(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str, rows: &mut Rows) -> Result<(), SheetError> {
    /// Larger areas are no cells of a list.
    const MOST: u32 = 4_000;
    for area in book.merge_cells_by_sheet_name(name).map_err(|_| broken())? {
        let (top, bottom) = (area.start.0, area.end.0);
        if bottom <= top || bottom - top > MOST {
            continue;
        }
        let column = usize::try_from(area.start.1).unwrap_or(usize::MAX);
        let at = |number: u64| move |(row, _): &&mut (u64, Vec<Cell>)| *row == number;
        let first = rows.iter_mut().find(at(u64::from(top) + 1));
        let Some(said) = first.and_then(|(_, cells)| cells.get(column).cloned()) else {
            continue;
        };
        for (number, cells) in rows.iter_mut() {
            if *number <= u64::from(top) + 1 || *number > u64::from(bottom) + 1 {
                continue;
            }
            if cells.len() <= column {
                cells.resize(column + 1, Cell::default());
            }
            if let Some(cell) = cells.get_mut(column)
                && cell.text.is_empty()
            {
                *cell = said.clone();
            }
        }
    }
    Ok(())
}

fn sheet_rows(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
    before: usize,
    far: &AtomicUsize,
    stop: &AtomicBool,
) -> Result<Rows, SheetError> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|_| broken())?;
    let mut rows: Rows = Vec::new();
    while let Some(found) = reader
        .next_cell_with_formula_metadata()
        .map_err(|_| broken())?
    {
        let (row, column) = found.pos;
        let number = u64::from(row) + 1;
        let not_worked_out = match &found.value {
            DataRef::Empty => found.formula.is_some(),
            DataRef::Error(_) => true,
            _ => false,
        };
        if not_worked_out {
            let cell = format!("{}{number}", letters_of(column));
            return Err(SheetError::Formula { line: number, cell });
        }
        let text = text(number, &found.value)?;
        if text.text.is_empty() {
            continue;
        }
        if stop.load(Ordering::Relaxed) {
            return Err(SheetError::Stopped);
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        match rows.last() {
            Some((last, _)) if *last == number => {}
            Some((last, _)) if *last > number => return Err(broken()),
            _ if before + rows.len() >= MOST_ROWS => return Err(SheetError::TooManyRows),
            _ => {
                rows.push((number, Vec::new()));
                far.store(before + rows.len(), Ordering::Relaxed);
            }
        }
        let Some((_, cells)) = rows.last_mut() else {
            return Err(broken());
        };
        if cells.len() <= column {
            cells.resize(column + 1, Cell::default());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
    }
    Ok(rows)
}

/// A column as a spreadsheet calls it.
fn letters_of(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let place = (left - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(place).unwrap_or_default()));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A cell as it would stand in a CSV.
fn text(line: u64, value: &DataRef<'_>) -> Result<Cell, SheetError> {
    let written = match value {
        DataRef::Empty | DataRef::Error(_) => return Ok(Cell::default()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            return cell(line, text);
        }
        DataRef::SharedString(text) => return cell(line, text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "True".to_owned(),
        DataRef::Bool(false) => "False".to_owned(),
        DataRef::DateTime(moment) => match moment.as_datetime() {
            Some(moment) => moment.date().to_string(),
            None => moment.as_f64().to_string(),
        },
    };
    cell(line, &written)
}
