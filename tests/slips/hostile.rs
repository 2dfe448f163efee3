//! PDFs and pictures that somebody made to do harm are refused in words, by the confined process that
//! reads every page; what is sound comes out of it as out of this one.

use shutterslip::acts::slip::read_page;
use shutterslip::paper::{Paper, Part, Table};
use shutterslip::picture::{ChildDarkroom, Darkroom, InProcess, Limits, PictureError};

use super::pen;
use super::pile::Pile;
use crate::school::template;

fn child() -> ChildDarkroom {
    ChildDarkroom::of(env!("CARGO_BIN_EXE_shutterslip").into(), Limits::default())
}

fn list() -> Vec<u8> {
    let table = Table {
        columns: vec![("Name".to_owned(), 1)],
        rows: vec![vec!["Given".to_owned()]; 60],
    };
    Paper {
        title: "A list".to_owned(),
        parts: vec![Part::Table(table)],
        ..Paper::default()
    }
    .pdf()
    .unwrap()
}

#[test]
fn a_page_is_the_same_from_the_confined_process() {
    let mut pile = Pile::new();
    let scan = pen::scanned(&pile.slip(&template().amira));
    for (file, page) in [(list(), 0), (list(), 1), (scan, 0)] {
        let here = InProcess::default().page(&file, page, 1200).unwrap();
        let there = child().page(&file, page, 1200).unwrap();
        assert!(here == there);
    }
}

#[test]
fn a_page_that_is_not_there_is_told() {
    for number in [3, 500, u32::MAX] {
        let told = child().page(&list(), number, 800).unwrap_err();
        assert_eq!(told, PictureError::NoSuchPage);
    }
    let picture = crate::school::picture(1);
    assert_eq!(
        child().page(&picture, 1, 800).unwrap_err(),
        PictureError::NoSuchPage
    );
}

#[test]
fn broken_documents_are_refused_and_the_next_is_read() {
    let sound = list();
    let nested = [
        b"%PDF-1.7\n1 0 obj\n".to_vec(),
        b"[".repeat(200_000),
        b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF".to_vec(),
    ]
    .concat();
    let looped = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF".to_vec();
    let endless = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 1]/Contents 4 0 R>>endobj\n4 0 obj<</Length 0>>stream\n\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF".to_vec();
    let darkroom = child();
    for (name, file) in [
        ("nothing", Vec::new()),
        ("a head alone", b"%PDF-1.7\n".to_vec()),
        ("noise", [b"%PDF-1.7\n".to_vec(), vec![0xA5; 5000]].concat()),
        ("nested", nested),
        ("looped", looped),
        ("endless", endless),
        ("an archive", b"PK\x03\x04 and so on".to_vec()),
    ] {
        let told = darkroom.page(&file, 0, 1000);
        let told = told.err().unwrap_or_else(|| panic!("{name} was read"));
        assert!(told.to_string().contains(';'), "{name}: {told}");
        if shutterslip::picture::is_pdf(&file) {
            // Whatever fell over, the office is told in words of paper.
            let told = read_page(&darkroom, &file, 0).err().unwrap().to_string();
            assert!(told.contains("this PDF is damaged"), "{name}: {told}");
        }
        assert!(darkroom.page(&sound, 0, 400).is_ok(), "after {name}");
    }
}

#[test]
fn a_document_that_was_cut_anywhere_does_no_harm() {
    let sound = list();
    let darkroom = child();
    for part in 1..12 {
        let cut = &sound[..sound.len() * part / 12];
        // Read as far as it goes, or refused: either way by a process that is gone.
        if let Ok(page) = darkroom.page(cut, 0, 500) {
            assert!(page.pixels.width().max(page.pixels.height()) <= 500);
        }
    }
    assert!(darkroom.page(&sound, 0, 400).is_ok());
}
