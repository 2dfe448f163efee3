//! A document is its data and nothing else: the same bytes each time, every row on some page.

use shutterslip::domain::language::Language;
use shutterslip::paper::{Paper, Part, Table};
use shutterslip::picture::{Darkroom, InProcess};

fn rows(count: usize) -> Vec<Vec<String>> {
    (1..=count)
        .map(|number| vec![format!("Child {number}"), "no photos".to_owned()])
        .collect()
}

fn a_list(count: usize, is_sample: bool) -> Vec<u8> {
    let columns = ["Name", "What to know"];
    Paper {
        title: "No photos".to_owned(),
        subtitle: "Robins".to_owned(),
        is_sample,
        language: Language::English,
        parts: vec![Part::Table(Table {
            columns: columns.map(|head| (head.to_owned(), 1)).into(),
            rows: rows(count),
        })],
    }
    .pdf()
    .unwrap()
}

fn pages(pdf: &[u8]) -> u32 {
    InProcess::default().page(pdf, 0, 300).unwrap().pages
}

/// Dark pixels of a page within these bounds, in parts of its height and width.
fn ink(pdf: &[u8], page: u32, top: f32, bottom: f32) -> usize {
    let drawn = InProcess::default().page(pdf, page, 1000).unwrap().pixels;
    let row = |part: f32| (part * drawn.height() as f32) as u32;
    drawn
        .enumerate_pixels()
        .filter(|(_, y, pixel)| (row(top)..row(bottom)).contains(y) && pixel.0[0] < 128)
        .count()
}

#[test]
fn the_same_list_is_the_same_bytes() {
    assert_eq!(a_list(40, false), a_list(40, false));
    assert_ne!(a_list(40, false), a_list(41, false));
}

#[test]
fn a_long_list_runs_over_pages_with_its_head_on_each() {
    let pdf = a_list(90, false);
    let count = pages(&pdf);
    assert!((3..=5).contains(&count), "{count} pages");
    for page in 0..count {
        assert!(ink(&pdf, page, 0.05, 0.12) > 50, "page {page} has no head");
        assert!(
            ink(&pdf, page, 0.95, 0.99) > 10,
            "page {page} has no number"
        );
    }
}

#[test]
fn a_samples_pages_are_marked_each() {
    let (real, sample) = (a_list(90, false), a_list(90, true));
    for page in 0..pages(&sample) {
        assert_eq!(ink(&real, page, 0.983, 1.0), 0);
        assert!(ink(&sample, page, 0.983, 1.0) > 50, "page {page}");
    }
}

#[test]
fn a_cell_that_is_longer_than_a_page_goes_on_overleaf() {
    let long = "a long word ".repeat(900);
    let paper = Paper {
        title: "Notes".to_owned(),
        parts: vec![Part::Table(Table {
            columns: vec![("Note".to_owned(), 1), ("By".to_owned(), 3)],
            rows: vec![vec![long, "Dr Shaw".to_owned()]],
        })],
        ..Paper::default()
    };
    let pdf = paper.pdf().unwrap();
    assert!(pages(&pdf) > 3, "{}", pages(&pdf));
    assert!(ink(&pdf, pages(&pdf) - 1, 0.05, 0.3) > 100);
}

#[test]
fn every_part_of_a_document_is_drawn() {
    let parts = [
        Part::Heading("Before the trip".to_owned()),
        Part::Paragraph("Bring a coat. Ŵyth, ŷd, Zoë, Łukasz, Ελένη, Дарья.".to_owned()),
        Part::Boxes(vec!["Coat".to_owned(), "Lunch".to_owned()]),
    ];
    let ink_of = |parts: Vec<Part>| {
        let paper = Paper {
            title: "Trip".to_owned(),
            language: Language::Welsh,
            parts,
            ..Paper::default()
        };
        ink(&paper.pdf().unwrap(), 0, 0.0, 0.9)
    };
    let mut before = ink_of(Vec::new());
    for count in 1..=parts.len() {
        let now = ink_of(parts[..count].to_vec());
        assert!(now > before, "part {count} left no mark");
        before = now;
    }
}

#[test]
fn a_pdf_holds_no_date_and_the_letters_it_needs_only() {
    let pdf = a_list(3, false);
    let text = String::from_utf8_lossy(&pdf);
    assert!(!text.contains("CreationDate") && !text.contains("ModDate"));
    assert!(text.contains("+Inter-Regular"));
    assert!(pdf.len() < 60_000, "{} bytes", pdf.len());
}
