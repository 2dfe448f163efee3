//! The bundled typeface: how wide a text is, and the part of it that a document needs. Inter knows
//! Latin, Greek and Cyrillic letters; a letter that it does not know is drawn as an empty box, never
//! left out.

use std::collections::BTreeMap;

use subsetter::GlyphRemapper;
use ttf_parser::{Face, RawFace, Tag};

use super::{PaperError, Weight};

/// Millimetres of a typographic point.
pub(super) const POINT: f32 = 25.4 / 72.0;

const REGULAR: &[u8] = include_bytes!("../../assets/inter/Inter-Regular.otf");
const SEMI_BOLD: &[u8] = include_bytes!("../../assets/inter/Inter-SemiBold.otf");

/// One weight of the typeface.
pub struct Typeface {
    face: Face<'static>,
    data: &'static [u8],
    name: &'static str,
}

/// What a document needs of it.
pub(super) struct Subset {
    pub(super) cff: Vec<u8>,
    /// Of each glyph in it, in order, in thousandths of the size.
    pub(super) widths: Vec<f32>,
    /// The letter that each stands for, by its place in the subset.
    pub(super) letters: BTreeMap<u16, char>,
    pub(super) remapper: GlyphRemapper,
}

impl Typeface {
    /// Errors: the bundled file cannot be read.
    pub fn of(weight: Weight) -> Result<Typeface, PaperError> {
        let (data, name) = match weight {
            Weight::Regular => (REGULAR, "Inter-Regular"),
            Weight::SemiBold => (SEMI_BOLD, "Inter-SemiBold"),
        };
        let face = Face::parse(data, 0).map_err(|_| PaperError::Typeface)?;
        Ok(Typeface { face, data, name })
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    fn thousandths(&self, units: f32) -> f32 {
        units * 1000.0 / f32::from(self.face.units_per_em())
    }

    pub(super) fn glyph(&self, letter: char) -> u16 {
        self.face.glyph_index(letter).map_or(0, |glyph| glyph.0)
    }

    fn advance(&self, glyph: u16) -> f32 {
        let advance = self.face.glyph_hor_advance(ttf_parser::GlyphId(glyph));
        self.thousandths(f32::from(advance.unwrap_or(0)))
    }

    /// How wide a text is in millimetres, at a size in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let thousandths: f32 = text
            .chars()
            .map(|letter| self.advance(self.glyph(letter)))
            .sum();
        thousandths / 1000.0 * size * POINT
    }

    /// A text as lines that fit into a width in millimetres. A word that is wider than that is
    /// parted; nothing is left out.
    pub fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let mut line = String::new();
            for word in paragraph.split_whitespace() {
                let longer = if line.is_empty() {
                    word.to_owned()
                } else {
                    format!("{line} {word}")
                };
                if self.width(&longer, size) <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                for letter in word.chars() {
                    line.push(letter);
                    if self.width(&line, size) > width && line.chars().count() > 1 {
                        line.pop();
                        lines.push(std::mem::take(&mut line));
                        line.push(letter);
                    }
                }
            }
            lines.push(line);
        }
        lines
    }

    /// Height of capitals and depth below the line, in thousandths.
    pub(super) fn measures(&self) -> (f32, f32, f32) {
        let capitals = self.face.capital_height().unwrap_or(0);
        (
            self.thousandths(f32::from(self.face.ascender())),
            self.thousandths(f32::from(self.face.descender())),
            self.thousandths(f32::from(capitals)),
        )
    }

    pub(super) fn bounds(&self) -> [f32; 4] {
        let bounds = self.face.global_bounding_box();
        [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max]
            .map(|edge| self.thousandths(f32::from(edge)))
    }

    /// The part of it that these letters need.
    pub(super) fn subset(&self, letters: impl Iterator<Item = char>) -> Result<Subset, PaperError> {
        let mut wanted: Vec<char> = letters.collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut remapper = GlyphRemapper::new();
        let mut spoken = BTreeMap::new();
        for letter in wanted {
            let place = remapper.remap(self.glyph(letter));
            spoken.entry(place).or_insert(letter);
        }
        // What stands for a letter that is not known stands for none.
        spoken.remove(&0);
        let font = subsetter::subset(self.data, 0, &remapper).map_err(|_| PaperError::Typeface)?;
        let raw = RawFace::parse(&font, 0).map_err(|_| PaperError::Typeface)?;
        let cff = raw
            .table(Tag::from_bytes(b"CFF "))
            .ok_or(PaperError::Typeface)?;
        Ok(Subset {
            cff: cff.to_vec(),
            widths: remapper
                .remapped_gids()
                .map(|glyph| self.advance(glyph))
                .collect(),
            letters: spoken,
            remapper,
        })
    }
}
