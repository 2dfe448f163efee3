//! Workbooks, written by hand as Excel packs them: read like the same list as text, and refused before
//! they fill the memory.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::hall::*;

/// An archive of these files.
pub fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The parts of a workbook with one sheet.
pub struct Book(Vec<(&'static str, String)>);

impl Book {
    pub fn of(rows: &[&[&str]]) -> Book {
        let mut sheet = String::new();
        for (row, cells) in (1..).zip(rows) {
            sheet.push_str(&format!("<row r=\"{row}\">"));
            for (column, cell) in ('A'..='Z').zip(*cells) {
                let cell = cell.replace('&', "&amp;").replace('<', "&lt;");
                sheet.push_str(&format!(
                    "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"
                ));
            }
            sheet.push_str("</row>");
        }
        Book::sheet(&sheet)
    }

    pub fn with_sheet(rows: &str) -> Vec<u8> {
        Book::sheet(rows).bytes()
    }

    fn sheet(rows: &str) -> Book {
        const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const RELATION: &str =
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
        let parts = [
            (
                "[Content_Types].xml",
                format!(
                    "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATION}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATION}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATION}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{RELATION}/styles\" Target=\"styles.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
            ),
        ];
        Book(parts.into())
    }

    pub fn bytes(&self) -> Vec<u8> {
        let files: Vec<_> = self
            .0
            .iter()
            .map(|(name, text)| (*name, text.as_bytes()))
            .collect();
        packed(&files)
    }

    pub fn without(mut self, name: &str) -> Vec<u8> {
        self.0.retain(|(part, _)| *part != name);
        self.bytes()
    }

    pub fn with(mut self, name: &str, text: &str) -> Vec<u8> {
        for (part, old) in &mut self.0 {
            if *part == name {
                *old = text.to_owned();
            }
        }
        self.bytes()
    }

    pub fn hidden(mut self) -> Vec<u8> {
        for (_, text) in &mut self.0 {
            *text = text.replace("sheetId=\"1\"", "sheetId=\"1\" state=\"hidden\"");
        }
        self.bytes()
    }
}

/// A workbook of several sheets, each with its name and its rows.
pub fn book_of(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut files: Vec<(String, String)> = Vec::new();
    let (mut names, mut links) = (String::new(), String::new());
    for (number, (name, rows)) in (1..).zip(sheets) {
        names.push_str(&format!(
            "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>"
        ));
        links.push_str(&format!(
            "<Relationship Id=\"rId{number}\" Type=\"{RELATION}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        ));
        let mut text = String::new();
        for (row, cells) in (1..).zip(rows) {
            text.push_str(&format!("<row r=\"{row}\">"));
            for (column, cell) in ('A'..='Z').zip(cells) {
                let cell = cell.replace('&', "&amp;").replace('<', "&lt;");
                text.push_str(&format!(
                    "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"
                ));
            }
            text.push_str("</row>");
        }
        files.push((
            format!("xl/worksheets/sheet{number}.xml"),
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{text}</sheetData></worksheet>"),
        ));
    }
    let Book(parts) = Book::of(&[]);
    for (name, text) in parts {
        let text = match name {
            "xl/workbook.xml" => format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATION}\"><sheets>{names}</sheets></workbook>"
            ),
            "xl/_rels/workbook.xml.rels" => format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>"
            ),
            "xl/styles.xml" | "xl/worksheets/sheet1.xml" => continue,
            _ => text,
        };
        files.push((name.to_owned(), text));
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    packed(&files)
}

#[test]
fn a_workbook_is_read_like_the_same_list_as_text() {
    let hall = Hall::new();
    let text = hall.list(
        "Forename,Surname,DOB,Class,Website\nZoë,O'Hara,2021-05-06,Robins,Yes\nMai & Mo,Tran,2021-01-17,Robins,\n",
    );
    let inline = |cell: &str, text: &str| {
        format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let rows = [
        format!(
            "<row r=\"1\">{}{}{}{}{}</row>",
            inline("A1", "Forename"),
            inline("B1", "Surname"),
            inline("C1", "DOB"),
            inline("D1", "Class"),
            inline("E1", "Website")
        ),
        // Days since 1899-12-30, shown as a date.
        format!(
            "<row r=\"2\">{}{}<c r=\"C2\" s=\"1\"><v>44322</v></c>{}{}</row>",
            inline("A2", " Zoë "),
            inline("B2", "O'Hara"),
            inline("D2", "Robins"),
            inline("E2", "Yes")
        ),
        format!(
            "<row r=\"3\">{}{}<c r=\"C3\" s=\"1\"><v>44213</v></c>{}</row>",
            inline("A3", "Mai &amp; Mo"),
            inline("B3", "Tran"),
            inline("D3", "Robins")
        ),
    ];
    let book = hall.read(&Book::with_sheet(&rows.concat())).unwrap();
    assert_eq!(book.table, text.table);
}

#[test]
fn a_tick_in_a_workbook_and_a_number_are_read_as_they_are_shown() {
    let hall = Hall::new();
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>One</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Two</t></is></c></row>\
                <row r=\"2\"><c r=\"A2\" t=\"b\"><v>1</v></c><c r=\"B2\"><v>7</v></c></row>\
                <row r=\"3\"><c r=\"A3\" t=\"b\"><v>0</v></c><c r=\"B3\"><v>7.5</v></c></row>";
    let list = hall.read(&Book::with_sheet(rows)).unwrap();
    let cells: Vec<_> = list
        .table
        .rows
        .iter()
        .map(|row| row.cells.clone())
        .collect();
    assert_eq!(cells, [["True", "7"], ["False", "7.5"]]);
}

#[test]
fn a_workbook_that_unpacks_to_gigabytes_is_refused() {
    let zeros = vec![b' '; 64 * 1024 * 1024];
    let sheet = [b"<worksheet>".as_slice(), &zeros].concat();
    let bombs = [
        packed(&[("xl/sharedStrings.xml", &zeros)]),
        packed(&[
            ("xl/a.xml", &zeros),
            ("xl/b.xml", &zeros),
            ("xl/c.xml", &zeros),
            ("xl/d.xml", &sheet),
        ]),
    ];
    let hall = Hall::new();
    for bomb in bombs {
        assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
        let told = unusable(hall.read(&bomb));
        assert!(told.contains("far too large once it is unpacked"), "{told}");
    }
}

#[test]
fn a_workbook_that_claims_a_billion_cells_and_has_four_is_read_as_four() {
    let hall = Hall::new();
    let book = Book::of(&[&["Forename", "Surname"], &["Rowan", "Ashby"]]).bytes();
    let honest = hall.read(&book).unwrap();
    let book = Book::of(&[&["Forename", "Surname"], &["Rowan", "Ashby"]]);
    let sheet = book.0.last().unwrap().1.replace(
        "<sheetData>",
        "<dimension ref=\"A1:XFD1048576\"/><sheetData>",
    );
    let boasting = hall
        .read(&book.with("xl/worksheets/sheet1.xml", &sheet))
        .unwrap();
    assert_eq!(boasting.table, honest.table);
}

#[test]
fn reading_can_be_stopped() {
    let hall = Hall::new();
    let book = Book::of(&[&["Forename", "Surname"], &["Rowan", "Ashby"]]).bytes();
    for bytes in [book, b"a,b\nc,d\n".to_vec()] {
        let told = refused(hall.desk.read_list(&hall.office, &bytes, &mut |_| false));
        assert!(told.contains("nothing was changed"), "{told}");
    }
}
