//! One table of the sheets of a workbook, or of the one that a text is. Every visible sheet with children
//! is read, and of one that is not it is known what in it says no. A no that stands in a sheet's name or in
//! a title is in nobody's row, so such a list is refused.

use super::{BadLine, Cell, Rows, SheetError};
use crate::domain::mis::guess::names_children;
use crate::domain::mis::noes::{is_of_pictures, says_no};
use crate::domain::mis::{Line, Mended, SHEET, Table, Unread};

/// Titles take no more lines than this.
const TITLES: usize = 10;

/// A sheet that has rows.
pub struct Sheet {
    pub name: String,
    pub is_hidden: bool,
    pub rows: Rows,
}

/// The rows of a sheet below the names of its columns.
struct Part {
    headers: Vec<String>,
    rows: Rows,
}

/// A table of the rows of a text.
pub fn table(rows: Rows) -> Result<Table, SheetError> {
    let part = part(rows)?;
    let mut table = Table {
        headers: part.headers,
        ..Table::default()
    };
    let places: Vec<usize> = (0..table.headers.len()).collect();
    put(&mut table, part.rows, 0, &places);
    Ok(table)
}

/// One table of every visible sheet that holds children. Hidden sheets are not read: one that holds
/// children is refused, so that nobody in it is passed over.
pub fn gather(sheets: Vec<Sheet>) -> Result<Table, SheetError> {
    let visible = sheets.iter().filter(|sheet| !sheet.is_hidden).count();
    let is_list = |sheet: &Sheet| {
        let headers = headers_of(&sheet.rows);
        headers.is_some_and(|(_, headers)| names_children(&headers))
            || (visible == 1 && !sheet.is_hidden)
    };
    let (lists, others): (Vec<Sheet>, Vec<Sheet>) = sheets.into_iter().partition(is_list);
    let names = |is: &dyn Fn(&&Sheet) -> bool| -> Vec<String> {
        let found = lists.iter().filter(is);
        found.map(|sheet| sheet.name.clone()).collect()
    };
    let hidden = names(&|sheet| sheet.is_hidden);
    if !hidden.is_empty() {
        return Err(SheetError::HiddenChildren(hidden));
    }
    let says_so = |sheet: &&Sheet| !sheet.is_hidden && says_no(&sheet.name);
    let mut noes = names(&says_so);
    noes.extend(
        others
            .iter()
            .filter(says_so)
            .map(|sheet| sheet.name.clone()),
    );
    if !noes.is_empty() {
        return Err(SheetError::SheetSaysNo(noes));
    }
    let all = names(&|_| true);
    let mut table = Table::default();
    for (number, sheet) in lists.into_iter().enumerate() {
        let part = match part(sheet.rows) {
            // Other sheets hold the children.
            Err(SheetError::NoRows) if all.len() > 1 => continue,
            other => other?,
        };
        if table.headers.is_empty() {
            table.headers.clone_from(&part.headers);
        }
        let places = in_order(&table.headers, &part.headers)
            .ok_or_else(|| SheetError::SheetsDiffer(all.clone()))?;
        put(&mut table, part.rows, number, &places);
    }
    if table.rows.is_empty() {
        let seen: Vec<String> = others
            .iter()
            .filter(|sheet| !sheet.is_hidden)
            .map(|sheet| sheet.name.clone())
            .collect();
        return Err(match (all.is_empty(), seen.is_empty()) {
            (false, _) => SheetError::NoRows,
            (true, false) => SheetError::NoChildren(seen),
            (true, true) => SheetError::Empty,
        });
    }
    if all.len() > 1 {
        table.sheets = all;
    }
    table.unread = others.into_iter().map(unread).collect();
    Ok(table)
}

/// What of a sheet that is not read says no: in a hidden one, which often holds what others choose from,
/// only where it is about pictures.
fn unread(sheet: Sheet) -> Unread {
    let is_no = |text: &str| says_no(text) && (!sheet.is_hidden || is_of_pictures(text));
    let noes = sheet
        .rows
        .iter()
        .filter(|(_, cells)| cells.iter().any(|cell| is_no(&cell.text)))
        .map(|(line, cells)| {
            let filled: Vec<String> = texts(cells);
            let filled: Vec<&str> = filled
                .iter()
                .map(String::as_str)
                .filter(|text| !text.is_empty())
                .collect();
            (*line, filled.join(" · "))
        })
        .collect();
    Unread {
        sheet: sheet.name,
        is_hidden: sheet.is_hidden,
        noes,
    }
}

fn texts(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|cell| cell.text.clone()).collect()
}

fn filled(cells: &[Cell]) -> usize {
    cells.iter().filter(|cell| !cell.text.is_empty()).count()
}

/// The line with the names of the columns, and these: among the first few the one that names children,
/// since systems put titles above it, else the first with two cells or more that are filled.
fn headers_of(rows: &Rows) -> Option<(u64, Vec<String>)> {
    let first = || {
        let filled_rows = rows.iter().filter(|(_, cells)| filled(cells) > 0);
        filled_rows
            .take(TITLES)
            .filter(|(_, cells)| filled(cells) > 1)
    };
    let found = first()
        .find(|(_, cells)| names_children(&texts(cells)))
        .or_else(|| first().next());
    found.map(|(line, cells)| {
        let mut headers = texts(cells);
        while headers.last().is_some_and(String::is_empty) {
            headers.pop();
        }
        (*line, headers)
    })
}

/// The rows under the names of the columns; empty ones go, and the names where they stand again. Errors:
/// nothing there, a row with more cells than there are columns, a title that says no.
fn part(rows: Rows) -> Result<Part, SheetError> {
    if rows.iter().all(|(_, cells)| filled(cells) == 0) {
        return Err(SheetError::Empty);
    }
    let (at, headers) = headers_of(&rows).ok_or(SheetError::NoHeaders)?;
    let width = headers.len();
    let mut part = Part {
        headers,
        rows: Vec::new(),
    };
    for (line, mut cells) in rows {
        if filled(&cells) == 0 || line == at {
            continue;
        }
        if line < at {
            let is_no = |cell: &Cell| says_no(&cell.text) && is_of_pictures(&cell.text);
            if cells.iter().any(is_no) {
                return Err(SheetError::TitleSaysNo { line });
            }
            continue;
        }
        if filled(cells.get(width..).unwrap_or_default()) > 0 {
            return Err(SheetError::Line {
                line,
                why: BadLine::ManyCells,
            });
        }
        cells.resize(width, Cell::default());
        if cells.iter().map(|cell| &cell.text).ne(&part.headers) {
            part.rows.push((line, cells));
        }
    }
    match part.rows.is_empty() {
        true => Err(SheetError::NoRows),
        false => Ok(part),
    }
}

/// Where each of the first sheet's columns is in another; `None` where they are not the same ones.
fn in_order(headers: &[String], others: &[String]) -> Option<Vec<usize>> {
    if headers == others {
        return Some((0..headers.len()).collect());
    }
    let is_twice = |header: &String| headers.iter().filter(|other| *other == header).count() > 1;
    if headers.len() != others.len() || headers.iter().any(is_twice) {
        return None;
    }
    let place = |header: &String| others.iter().position(|other| other == header);
    headers.iter().map(place).collect()
}

fn put(table: &mut Table, rows: Rows, sheet: usize, places: &[usize]) {
    let first = u64::try_from(sheet).unwrap_or(0) * SHEET;
    for (line, mut cells) in rows {
        let number = first + line;
        let mut line = Line {
            number,
            cells: Vec::with_capacity(places.len()),
        };
        for (column, place) in places.iter().enumerate() {
            let cell = cells
                .get_mut(*place)
                .map(std::mem::take)
                .unwrap_or_default();
            if let Some(was) = cell.was {
                table.mended.push(Mended {
                    line: number,
                    column,
                    was: was.into(),
                });
            }
            line.cells.push(cell.text);
        }
        table.rows.push(line);
    }
}
