//! One side of A4: what is drawn where, in millimetres from the top left. Draws nothing itself.

use qrcodegen::{QrCode, QrCodeEcc};

use super::PaperError;
use super::typeface::{POINT, Typeface};

/// A4, in millimetres.
pub const WIDTH: f32 = 210.0;
/// A4, in millimetres.
pub const HEIGHT: f32 = 297.0;

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Regular,
    SemiBold,
}

/// One thing that is drawn. Greys go from 0, black, to 1, white.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line of text whose letters stand on `y`.
    Text {
        x: f32,
        y: f32,
        size: f32,
        weight: Weight,
        grey: f32,
        text: String,
    },
    Fill {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        grey: f32,
    },
    /// The line lies within the rectangle.
    Frame {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        line: f32,
        grey: f32,
    },
}

/// One side of paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub(super) marks: Vec<Mark>,
}

const FOOT: f32 = 290.0;
const SMALL: f32 = 8.0;
const GREY: f32 = 0.35;

impl Sheet {
    pub fn new() -> Sheet {
        Sheet::default()
    }

    /// Draws one thing more.
    pub fn draw(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// A line of black text.
    pub fn text(&mut self, x: f32, y: f32, size: f32, weight: Weight, text: &str) {
        self.draw(Mark::Text {
            x,
            y,
            size,
            weight,
            grey: 0.0,
            text: text.to_owned(),
        });
    }

    /// Lines of text within a width, from `y` downwards; gives where the next line would stand.
    pub fn lines(
        &mut self,
        (x, y): (f32, f32),
        width: f32,
        size: f32,
        typeface: (&Typeface, Weight),
        text: &str,
    ) -> f32 {
        let mut below = y;
        for line in typeface.0.lines(text, size, width) {
            self.text(x, below, size, typeface.1, &line);
            below += line_height(size);
        }
        below
    }

    /// A line to write on.
    pub fn rule(&mut self, x: f32, y: f32, width: f32) {
        self.draw(Mark::Fill {
            x,
            y,
            width,
            height: 0.25,
            grey: GREY,
        });
    }

    /// A square code that a camera reads, with nothing around it: leave four of its modules free.
    pub fn code(&mut self, x: f32, y: f32, side: f32, bytes: &[u8]) -> Result<(), PaperError> {
        let code = QrCode::encode_binary(bytes, QrCodeEcc::Medium)
            .map_err(|_| PaperError::Code(bytes.len()))?;
        let modules = code.size();
        let module = side / modules as f32;
        for row in 0..modules {
            let mut column = 0;
            while column < modules {
                let from = column;
                while code.get_module(column, row) {
                    column += 1;
                }
                if column > from {
                    self.draw(Mark::Fill {
                        x: x + module * from as f32,
                        y: y + module * row as f32,
                        width: module * (column - from) as f32,
                        height: module,
                        grey: 0.0,
                    });
                }
                column += 1;
            }
        }
        Ok(())
    }

    pub(super) fn footer(&mut self, words: &str) {
        self.draw(Mark::Text {
            x: 95.0,
            y: FOOT,
            size: SMALL,
            weight: Weight::Regular,
            grey: GREY,
            text: words.to_owned(),
        });
    }

    pub(super) fn sample_mark(&mut self, words: &str) -> Result<(), PaperError> {
        let typeface = Typeface::of(Weight::SemiBold)?;
        let x = (WIDTH - typeface.width(words, SMALL)) / 2.0;
        self.text(x, FOOT + 4.0, SMALL, Weight::SemiBold, words);
        Ok(())
    }
}

/// From line to line, in millimetres, at a size in points.
pub(super) fn line_height(size: f32) -> f32 {
    size * 1.35 * POINT
}
