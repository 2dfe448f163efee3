//! Scanned pages as one file: a picture where there is one, a PDF of pictures where there are more.
//! Made of pixels only. Takes apart again what it bound itself, and nothing else.

use super::Encoded;

/// How a PDF begins that was bound here.
const BEGINNING: &[u8] = b"%PDF-1.4\n%Shutterslip pages\n";
/// What stands before the length of a page's picture.
const LENGTH: &[u8] = b"/Filter /DCTDecode /Length ";
const STREAM: &[u8] = b" >>\nstream\n";
/// An A4 page's width, in points.
const WIDE: f32 = 595.0;

/// The pages as one file: JPEG where there is one, PDF where there are more; nothing for none.
pub fn bound(pages: &[Encoded]) -> Option<Vec<u8>> {
    match pages {
        [] => None,
        [page] => Some(page.jpeg().to_vec()),
        pages => Some(pdf(pages)),
    }
}

fn pdf(pages: &[Encoded]) -> Vec<u8> {
    let mut file = BEGINNING.to_vec();
    let mut places = Vec::new();
    let mut add = |file: &mut Vec<u8>, parts: &[&[u8]]| {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", places.len()).bytes());
        parts.iter().for_each(|part| file.extend(*part));
        file.extend(b"\nendobj\n");
    };
    // The catalogue, the list of pages, and for each page three parts.
    let kids: Vec<String> = (0..pages.len())
        .map(|place| format!("{} 0 R", 3 + place * 3))
        .collect();
    add(&mut file, &[b"<< /Type /Catalog /Pages 2 0 R >>"]);
    let list = format!(
        "<< /Type /Pages /Count {} /Kids [{}] >>",
        pages.len(),
        kids.join(" ")
    );
    add(&mut file, &[list.as_bytes()]);
    for (place, page) in pages.iter().enumerate() {
        let first = 3 + place * 3;
        let high = WIDE * page.height() as f32 / page.width().max(1) as f32;
        let own = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {high:.2}] /Contents {} 0 R \
             /Resources << /XObject << /P {} 0 R >> >> >>",
            first + 1,
            first + 2
        );
        add(&mut file, &[own.as_bytes()]);
        let drawn = format!("q {WIDE} 0 0 {high:.2} 0 0 cm /P Do Q");
        let head = format!("<< /Length {} >>\nstream\n", drawn.len());
        add(
            &mut file,
            &[head.as_bytes(), drawn.as_bytes(), b"\nendstream"],
        );
        let head = format!(
            "<< /Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /DeviceRGB \
             /BitsPerComponent 8 ",
            page.width(),
            page.height()
        );
        let length = page.jpeg().len().to_string();
        add(
            &mut file,
            &[
                head.as_bytes(),
                LENGTH,
                length.as_bytes(),
                STREAM,
                page.jpeg(),
                b"\nendstream",
            ],
        );
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in &places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let end = format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    );
    file.extend(end.bytes());
    file
}

/// The pictures of a PDF that was bound here, in their order; nothing for any other file. Whoever
/// shows one reads it like any picture that came from outside.
pub fn pages_of(file: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = file.strip_prefix(BEGINNING)?;
    let mut pages = Vec::new();
    while let Some(place) = find(rest, LENGTH) {
        rest = rest.get(place + LENGTH.len()..)?;
        let end = find(rest, STREAM)?;
        let length: usize = std::str::from_utf8(rest.get(..end)?).ok()?.parse().ok()?;
        let from = end + STREAM.len();
        pages.push(rest.get(from..from.checked_add(length)?)?);
        rest = rest.get(from + length..)?;
    }
    (!pages.is_empty()).then_some(pages)
}

fn find(within: &[u8], sought: &[u8]) -> Option<usize> {
    within
        .windows(sought.len())
        .position(|window| window == sought)
}
