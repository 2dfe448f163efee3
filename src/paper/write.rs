//! Sheets as a PDF: the typeface's needed letters embedded, text that can be searched and copied, no
//! date and no chance in it. Compresses nothing: papers are small, and bytes stay comparable. A photo
//! comes compressed, and is put in as it is.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::photo::Placed;
use super::typeface::{POINT, Subset};
use super::{HEIGHT, Mark, PaperError, Sheet, Typeface, WIDTH, Weight};
use crate::domain::language::Language;

const IDENTITY: SystemInfo = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};
const PHOTO: Name = Name(b"Photo");
const WEIGHTS: [(Weight, Name); 2] = [
    (Weight::Regular, Name(b"R")),
    (Weight::SemiBold, Name(b"B")),
];

/// Objects of a document in the order in which they are numbered.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

struct Written {
    weight: Weight,
    name: Name<'static>,
    id: Ref,
    typeface: Typeface,
    subset: Subset,
}

/// The sheets as one document; where there is a photo, it lies on each of them.
pub(super) fn pdf(
    title: &str,
    language: Language,
    sheets: &[Sheet],
    photo: Option<&Placed<'_>>,
) -> Result<Vec<u8>, PaperError> {
    let mut numbers = Numbers(0);
    let mut pdf = Pdf::new();
    let (catalog, tree, info) = (numbers.next(), numbers.next(), numbers.next());
    let mut written = Vec::new();
    for (weight, name) in WEIGHTS {
        let typeface = Typeface::of(weight)?;
        let subset = typeface.subset(letters(sheets, weight))?;
        let id = numbers.next();
        embed(&mut pdf, &mut numbers, id, &typeface, &subset);
        written.push(Written {
            weight,
            name,
            id,
            typeface,
            subset,
        });
    }
    let photo_id = photo.map(|placed| put_in(&mut pdf, numbers.next(), placed));
    let mut kids = Vec::new();
    for sheet in sheets {
        let (page, content) = (numbers.next(), numbers.next());
        kids.push(page);
        pdf.stream(content, &drawn(sheet, &written, photo));
        let mut page = pdf.page(page);
        page.media_box(Rect::new(0.0, 0.0, points(WIDTH), points(HEIGHT)));
        page.parent(tree);
        page.contents(content);
        let mut resources = page.resources();
        let mut fonts = resources.fonts();
        for one in &written {
            fonts.pair(one.name, one.id);
        }
        fonts.finish();
        if let Some(id) = photo_id {
            resources.x_objects().pair(PHOTO, id);
        }
    }
    let count = i32::try_from(kids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(kids).count(count);
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr(language.tag()));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(info)
        .title(TextStr(title))
        .producer(TextStr("Shutterslip"));
    Ok(pdf.finish())
}

fn points(millimetres: f32) -> f32 {
    millimetres / POINT
}

fn letters(sheets: &[Sheet], wanted: Weight) -> impl Iterator<Item = char> {
    sheets
        .iter()
        .flat_map(|sheet| &sheet.marks)
        .filter_map(move |mark| match mark {
            Mark::Text { weight, text, .. } if *weight == wanted => Some(text.chars()),
            _ => None,
        })
        .flatten()
}

fn embed(pdf: &mut Pdf, numbers: &mut Numbers, id: Ref, typeface: &Typeface, subset: &Subset) {
    let (cid, descriptor) = (numbers.next(), numbers.next());
    let (file, unicode) = (numbers.next(), numbers.next());
    // Six letters say that a font is a part of one.
    let name = format!("SLIPAA+{}", typeface.name());
    let base = Name(name.as_bytes());
    pdf.type0_font(id)
        .base_font(base)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(unicode);
    let mut font = pdf.cid_font(cid);
    font.subtype(CidFontType::Type0)
        .base_font(base)
        .system_info(IDENTITY)
        .font_descriptor(descriptor)
        .default_width(0.0);
    font.widths().consecutive(0, subset.widths.iter().copied());
    font.finish();
    let [left, bottom, right, top] = typeface.bounds();
    let (ascent, descent, capitals) = typeface.measures();
    pdf.font_descriptor(descriptor)
        .name(base)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(0.0)
        .ascent(ascent)
        .descent(descent)
        .cap_height(capitals)
        .stem_v(95.0)
        .font_file3(file);
    pdf.stream(file, &subset.cff)
        .pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    let mut map = UnicodeCmap::new(Name(b"Letters"), IDENTITY);
    for (glyph, letter) in &subset.letters {
        map.pair(*glyph, *letter);
    }
    pdf.cmap(unicode, &map.finish());
}

/// The photo's own bytes. A length that no JPEG has is cut to the longest that one has.
fn put_in(pdf: &mut Pdf, id: Ref, placed: &Placed<'_>) -> Ref {
    let side = |pixels: u32| i32::from(u16::try_from(pixels).unwrap_or(u16::MAX));
    let photo = placed.photo;
    let mut image = pdf.image_xobject(id, photo.jpeg);
    image.filter(Filter::DctDecode);
    image.width(side(photo.width)).height(side(photo.height));
    image.color_space().device_rgb();
    image.bits_per_component(8);
    id
}

/// A photo fills a square of one by one, which is laid where it belongs.
fn lay(content: &mut Content, placed: &Placed<'_>) {
    let (left, below) = (points(placed.x), points(HEIGHT - placed.y - placed.height));
    let (width, height) = (points(placed.width), points(placed.height));
    let matrix = if placed.is_turned {
        [0.0, height, -width, 0.0, left + width, below]
    } else {
        [width, 0.0, 0.0, height, left, below]
    };
    content
        .save_state()
        .transform(matrix)
        .x_object(PHOTO)
        .restore_state();
}

/// A page's drawing: from the bottom left, in points.
fn drawn(sheet: &Sheet, written: &[Written], photo: Option<&Placed<'_>>) -> Vec<u8> {
    let mut content = Content::new();
    if let Some(placed) = photo {
        lay(&mut content, placed);
    }
    for mark in &sheet.marks {
        match mark {
            Mark::Text {
                x,
                y,
                size,
                weight,
                grey,
                text,
            } => {
                let Some(font) = written.iter().find(|font| font.weight == *weight) else {
                    continue;
                };
                let mut glyphs = Vec::with_capacity(text.len() * 2);
                for letter in text.chars() {
                    let glyph = font.typeface.glyph(letter);
                    let place = font.subset.remapper.get(glyph).unwrap_or(0);
                    glyphs.extend(place.to_be_bytes());
                }
                content
                    .begin_text()
                    .set_fill_gray(*grey)
                    .set_font(font.name, *size)
                    .next_line(points(*x), points(HEIGHT - y))
                    .show(Str(&glyphs))
                    .end_text();
            }
            Mark::Fill {
                x,
                y,
                width,
                height,
                grey,
            } => {
                content
                    .set_fill_gray(*grey)
                    .rect(
                        points(*x),
                        points(HEIGHT - y - height),
                        points(*width),
                        points(*height),
                    )
                    .fill_nonzero();
            }
            Mark::Frame {
                x,
                y,
                width,
                height,
                line,
                grey,
            } => {
                let half = line / 2.0;
                content
                    .set_stroke_gray(*grey)
                    .set_line_width(points(*line))
                    .rect(
                        points(x + half),
                        points(HEIGHT - y - height + half),
                        points(width - line),
                        points(height - line),
                    )
                    .stroke();
            }
        }
    }
    content.finish().to_vec()
}
