//! A list as an Excel workbook. It is unpacked once to be measured before anything reads it, so that a
//! few kilobytes that claim to be gigabytes are refused; it is read cell by cell on a thread of its own,
//! whose time is limited, and a reader that falls over on it is a workbook that cannot be read.

use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use calamine::{DataRef, Reader, SheetVisible, Xlsx};

use super::{MOST_COLUMNS, MOST_ROWS, SheetError, cell};

/// Unpacked, all parts together.
const LARGEST_UNPACKED: u64 = 192 * 1024 * 1024;
/// Unpacked, the texts that cells share: they lie in memory whole.
const LARGEST_TEXTS: u64 = 48 * 1024 * 1024;
const MOST_PARTS: usize = 2_000;
/// One look at how far it is, and how many there are before it takes too long: a minute.
const LOOK: Duration = Duration::from_millis(40);
const MOST_LOOKS: usize = 1_500;

type Rows = Vec<(u64, Vec<String>)>;

/// Every row of the first visible sheet that has any, each with its number.
pub fn read(bytes: &[u8], watch: &mut dyn FnMut(usize) -> bool) -> Result<Rows, SheetError> {
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
        .map_err(|_| SheetError::Workbook("the machine is too busy"))?;
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
    Err(SheetError::Workbook("it takes too long"))
}

fn broken() -> SheetError {
    SheetError::Workbook("it is damaged, or no workbook")
}

/// Unpacks every part to nowhere, and counts.
fn measured(bytes: &[u8], stop: &AtomicBool) -> Result<(), SheetError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_PARTS {
        return Err(SheetError::Workbook("it has too many parts"));
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
                    "it is far too large once it is unpacked",
                ));
            }
            room -= count;
            left = left.saturating_sub(count);
        }
    }
    Ok(())
}

fn cells(bytes: Vec<u8>, far: &AtomicUsize, stop: &AtomicBool) -> Result<Rows, SheetError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    if book.sheets_metadata().is_empty() {
        return Err(broken());
    }
    for sheet in sheets {
        let rows = sheet_rows(&mut book, &sheet, far, stop)?;
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Err(SheetError::Empty)
}

fn sheet_rows(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
    far: &AtomicUsize,
    stop: &AtomicBool,
) -> Result<Rows, SheetError> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|_| broken())?;
    let mut rows: Rows = Vec::new();
    while let Some(found) = reader.next_cell().map_err(|_| broken())? {
        let (row, column) = found.get_position();
        let number = u64::from(row) + 1;
        let text = text(number, found.get_value())?;
        if text.is_empty() {
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
            _ if rows.len() >= MOST_ROWS => return Err(SheetError::TooManyRows),
            _ => {
                rows.push((number, Vec::new()));
                far.store(rows.len(), Ordering::Relaxed);
            }
        }
        let Some((_, cells)) = rows.last_mut() else {
            return Err(broken());
        };
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
    }
    Ok(rows)
}

/// A cell as it would stand in a CSV.
fn text(line: u64, value: &DataRef<'_>) -> Result<String, SheetError> {
    let written = match value {
        DataRef::Empty => return Ok(String::new()),
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
            None => String::new(),
        },
        DataRef::Error(_) => {
            return Err(SheetError::Line {
                line,
                why: "a formula in it could not be worked out",
            });
        }
    };
    Ok(written)
}
