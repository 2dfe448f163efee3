//! Files that are no list, or no whole one: each is refused in words that say what to do, and nothing of
//! it is written.

use std::fmt::Write;

use super::hall::*;
use super::workbooks::{Book, packed};

const HEAD: &str = "Forename,Surname,DOB,Class,Website\n";
const ROW: &str = "Rowan,Ashby,04/03/2021,Robins,Yes\n";

/// Each with what its message says.
fn broken_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let wide = |text: &str| {
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let mut odd_half = wide(&format!("{HEAD}{ROW}"));
    odd_half.pop();
    let mut lone = wide(&format!("{HEAD}{ROW}"));
    lone.extend([0x00, 0xD8]);
    lone.extend([0x41, 0x00]);
    let good = Book::of(&[
        &["Forename", "Surname", "Class"],
        &["Rowan", "Ashby", "Robins"],
    ])
    .bytes();
    let mut cut = good.clone();
    cut.truncate(cut.len() / 2);
    let mut bent = good.clone();
    let middle = bent.len() / 3;
    bent[middle..middle + 40].fill(0xAA);
    let huge_cell = format!("{HEAD}{}", ROW.replace("Robins", &"x".repeat(5_000)));
    let many_columns = "a,".repeat(300);
    let mut many_rows = String::from("a,b\n");
    many_rows.push_str(&"1,2\n".repeat(200_001));
    let mut too_large = text(HEAD);
    too_large.resize(33 * 1024 * 1024, b'\n');
    vec![
        ("nothing at all", vec![], "the list is empty"),
        ("a mark alone", vec![0xEF, 0xBB, 0xBF], "the list is empty"),
        ("empty lines", text("\n\n\r\n\n"), "the list is empty"),
        ("commas alone", text(",,,\n,,,\n"), "the list is empty"),
        ("spaces", text("   \n  \n"), "the list is empty"),
        ("headers alone", text(HEAD), "nothing below the names"),
        ("one column", text("Forename\nRowan\nIdris\n"), "no line has the names of the columns"),
        ("a title without a list", text("Consents 2026\n"), "no line has the names of the columns"),
        ("a PDF", text("%PDF-1.7\n1 0 obj"), "this is a PDF"),
        ("a JPEG", vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "this is a picture"),
        ("a PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "this is a picture"),
        ("a GIF", b"GIF89a\x01\0".to_vec(), "this is a picture"),
        ("an old workbook", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an older or a password-protected"),
        ("a gzip", vec![0x1F, 0x8B, 8, 0, 0], "a packed file"),
        ("a 7z", vec![0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a packed file"),
        ("a RAR", b"Rar!\x1a\x07\x01\0".to_vec(), "a packed file"),
        ("rich text", text("{\\rtf1\\ansi Forename}"), "a text document"),
        ("a web page", text("<!DOCTYPE html>\n<html><table><tr><td>Rowan</td>"), "a web page or a report"),
        ("a table of a page", text("<table border=1>\n<tr><td>Rowan"), "a web page or a report"),
        ("XML", text("<?xml version=\"1.0\"?>\n<Workbook/>"), "a web page or a report"),
        ("a quotation that never closes", text(&format!("{HEAD}\"Rowan,Ashby\n{ROW}{ROW}")), "line 2: a quotation mark is opened"),
        ("one that opens late", text(&format!("{HEAD}{ROW}{ROW}Idris,\"Pugh\n")), "line 4: a quotation mark is opened"),
        ("text after a quotation", text(&format!("{HEAD}\"Rowan\"x,Ashby,,Robins,Yes\n")), "line 2: there is text after"),
        ("two quotations in a cell", text(&format!("{HEAD}\"Ro\" \"wan\",Ashby,,Robins,Yes\n")), ""),
        ("a cell too many", text(&format!("{HEAD}{ROW}Idris,Pugh,Hale,30/11/2020,Robins,Yes\n")), "line 3: there are more cells"),
        ("a stray comma with an answer behind it", text(&format!("{HEAD}Rowan,Ashby,04/03/2021,Robins,,No\n")), "line 2: there are more cells"),
        ("a cell that never ends", text(&huge_cell), "line 2: one cell is far too long"),
        ("a nought", text(&format!("{HEAD}Row\0an,Ashby,,Robins,Yes\n")), "this is no text"),
        ("a bell", text(&format!("{HEAD}Row\x07an,Ashby,,Robins,Yes\n")), "this is no text"),
        ("noise", (0..2_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect(), "this is no text"),
        ("half a letter of UTF-8", [b"\xEF\xBB\xBF".as_slice(), HEAD.as_bytes(), b"Zo\xC3,O,,Robins,Yes\n"].concat(), "line 2: a letter cannot be read"),
        ("half a letter of UTF-16", odd_half, "a letter cannot be read"),
        ("a lone half of a pair", lone, "a letter cannot be read"),
        ("letters that can be read in two ways", [HEAD.as_bytes(), b"Bj\x9Arn,O,,Robins,Yes\n"].concat(), "line 2: the letters of the list can be read in two ways"),
        ("hundreds of columns", text(&format!("{many_columns}\n{many_columns}\n")), "more than 200 columns"),
        ("hundreds of thousands of rows", text(&many_rows), "more than 200000 rows"),
        ("a file of 33 MB", too_large, "larger than 32 MB"),
        ("half a workbook", cut, "the workbook cannot be read"),
        ("a bent workbook", bent, "the workbook cannot be read"),
        ("an archive that is no workbook", packed(&[("readme.txt", b"hello")]), "the workbook cannot be read"),
        ("an empty archive", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(), "this is no text"),
        ("a workbook without its sheet", Book::of(&[&["a", "b"]]).without("xl/worksheets/sheet1.xml"), "the workbook cannot be read"),
        ("a workbook without its parts' list", Book::of(&[&["a", "b"]]).without("xl/workbook.xml"), "the workbook cannot be read"),
        ("a workbook with an empty sheet", Book::of(&[]).bytes(), "the list is empty"),
        ("a workbook of headers", Book::of(&[&["Forename", "Surname"]]).bytes(), "nothing below the names"),
        ("a workbook with broken XML", Book::of(&[&["a", "b"], &["c", "d"]]).with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</is></row>"), "the workbook cannot be read"),
        ("a formula that failed", Book::with_sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>b</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"e\"><v>#REF!</v></c></row>"), "line 2: the formula in cell A2 could not"),
        ("a cell beyond all columns", Book::with_sheet("<row r=\"1\"><c r=\"XFD1\" t=\"inlineStr\"><is><t>a</t></is></c></row>"), "more than 200 columns"),
        ("rows that go back", Book::with_sheet("<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>a</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>b</t></is></c></row>"), "the workbook cannot be read"),
        ("a hidden sheet alone", Book::of(&[&["Forename", "Surname"], &["Rowan", "Ashby"]]).hidden(), "the hidden sheet `Sheet1` holds children too"),
        ("a text that nobody shares", Book::with_sheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c><c r=\"B1\" t=\"s\"><v>8</v></c></row>"), "the workbook cannot be read"),
    ]
}

#[test]
fn more_than_fifty_broken_files_are_refused_in_words_and_nothing_is_written() {
    let hall = Hall::new();
    let before = hall.records();
    let files = broken_files();
    assert!(files.len() >= 50, "{}", files.len());
    let mut wrong = String::new();
    for (what, bytes, says) in files {
        // What can be read after all can be understood by nobody.
        let told = match hall.read(&bytes) {
            Err(error) => error.to_string(),
            Ok(list) if says.is_empty() => {
                let terms = hall.terms(&list);
                let plan = hall.plan(&list, &terms).plan;
                assert!(plan.answers.is_empty() || !plan.joins.is_empty());
                continue;
            }
            Ok(list) => format!("read as {:?}", list.table),
        };
        let has_remedy = told.contains(';') || told.contains("first line of a list");
        let is_jargon = ["Xml", "Zip", "Error", "panic", "utf", "UTF"]
            .iter()
            .any(|word| told.contains(word));
        let names = told.contains("Rowan") || told.contains("Ashby");
        if !told.contains(says) || !has_remedy || is_jargon || names {
            writeln!(wrong, "{what}: {told}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(hall.records(), before);
}

#[test]
fn a_list_cut_off_anywhere_is_never_taken_for_a_whole_one_with_other_answers() {
    let hall = Hall::new();
    let whole = format!(
        "{HEAD}\"Rowan\",\"Ashby\",\"04/03/2021\",\"Robins\",\"No\"\n\"Idris\",\"Pugh-Hale\",\"30/11/2020\",\"Robins\",\"Yes\"\n"
    );
    for end in 0..whole.len() {
        let Ok(list) = hall.read(&whole.as_bytes()[..end]) else {
            continue;
        };
        let terms = hall.terms(&list);
        let Ok(preview) = hall
            .desk
            .plan_import(&hall.office, &list, &terms, &mut go_on)
        else {
            continue;
        };
        for new in &preview.plan.answers {
            let wanted = match new.name.as_str() {
                "Rowan Ashby" => shutterslip::domain::permission::Answer::Refused,
                "Idris Pugh-Hale" => shutterslip::domain::permission::Answer::Granted,
                other => panic!("cut at {end}: {} letters of a name", other.len()),
            };
            assert_eq!(new.answer, wanted, "cut at {end}");
        }
    }
}
