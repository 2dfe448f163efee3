//! A slip as a sheet of paper: everything at its place, words made smaller where they would not fit.

use super::places::{
    BELOW_ROWS, CODE, CORNERS, DATE, LEFT, NAME, Place, RELATION_BOXES, ROW, ROW_WORDS, ROWS_TOP,
    SIGNATURE, answer_boxes,
};
use super::words;
use crate::domain::channel::Channel;
use crate::domain::language::Language;
use crate::domain::policy::Policy;
use crate::paper::{Mark, PaperError, Sheet, Typeface, Weight};

/// What one slip is drawn from.
pub struct Asked<'a> {
    pub school: &'a str,
    /// Full name, and the group.
    pub name: &'a str,
    pub group: &'a str,
    pub language: Language,
    pub policy: &'a Policy,
    pub channels: &'a [&'a Channel],
    /// Which of how many slips for this person.
    pub part: (usize, usize),
    pub code: &'a [u8],
}

/// Smallest letters that a slip is written in, in points.
const SMALLEST: f32 = 6.0;

struct Pen {
    sheet: Sheet,
    regular: Typeface,
    bold: Typeface,
}

/// A slip as a sheet.
pub fn draw(asked: &Asked) -> Result<Sheet, PaperError> {
    let said = words::of(asked.language);
    let mut pen = Pen {
        sheet: Sheet::new(),
        regular: Typeface::of(Weight::Regular)?,
        bold: Typeface::of(Weight::SemiBold)?,
    };
    for corner in CORNERS {
        pen.sheet.draw(Mark::Fill {
            x: corner.x,
            y: corner.y,
            width: corner.width,
            height: corner.height,
            grey: 0.0,
        });
    }
    pen.sheet.code(CODE.x, CODE.y, CODE.width, asked.code)?;
    let width = CODE.x - LEFT - 8.0;
    pen.fit(
        (LEFT, 23.0),
        (width, 6.0),
        (11.0, Weight::SemiBold),
        asked.school,
    );
    pen.fit(
        (LEFT, 31.0),
        (width, 9.0),
        (17.0, Weight::SemiBold),
        said.title,
    );
    let about = match asked.group {
        "" => format!("{} {}", said.about, asked.name),
        group => format!("{} {} ({group})", said.about, asked.name),
    };
    pen.fit(
        (LEFT, 40.0),
        (width, 10.0),
        (13.0, Weight::SemiBold),
        &about,
    );
    pen.fit(
        (LEFT, 52.0),
        (width, 22.0),
        (9.5, Weight::Regular),
        said.intro,
    );
    if asked.part.1 > 1 {
        let part = words::part(asked.part.0, asked.part.1, asked.language);
        pen.fit((LEFT, 76.0), (width, 5.0), (9.5, Weight::SemiBold), &part);
    }
    let [yes, no] = answer_boxes(0);
    pen.over(yes, said.yes, ROWS_TOP - 2.0);
    pen.over(no, said.no, ROWS_TOP - 2.0);
    for (row, channel) in asked.channels.iter().enumerate() {
        let top = ROWS_TOP + ROW * row as f32;
        pen.sheet.rule(LEFT, top, 172.0);
        let (name, what) = words::channel(channel, asked.language);
        pen.fit(
            (LEFT, top + 5.0),
            (ROW_WORDS, 5.0),
            (11.0, Weight::SemiBold),
            &name,
        );
        pen.fit(
            (LEFT, top + 10.0),
            (ROW_WORDS, 8.0),
            (8.5, Weight::Regular),
            &what,
        );
        for place in answer_boxes(row) {
            pen.boxed(place);
        }
    }
    pen.sheet
        .rule(LEFT, ROWS_TOP + ROW * asked.channels.len() as f32, 172.0);
    let terms = words::terms(asked.policy, asked.language);
    let last = format!("{terms} {}", said.withdraw);
    pen.fit(
        (LEFT, BELOW_ROWS + 3.0),
        (165.0, 14.0),
        (8.5, Weight::Regular),
        last.trim(),
    );
    pen.sheet
        .text(LEFT, 225.0, 9.5, Weight::SemiBold, said.i_am);
    let rooms = [62.0, 50.0, 32.0];
    for ((place, relation), room) in RELATION_BOXES.into_iter().zip(said.relations).zip(rooms) {
        pen.boxed(place);
        let at = (place.x + place.width + 2.5, place.y + 4.3);
        pen.fit(at, (room, 5.0), (9.0, Weight::Regular), relation);
    }
    for (place, label) in [
        (NAME, said.name),
        (SIGNATURE, said.signature),
        (DATE, said.date),
    ] {
        let below = place.y + place.height;
        pen.sheet.rule(place.x, below, place.width);
        pen.sheet
            .text(place.x, below + 3.2, 8.0, Weight::Regular, label);
    }
    Ok(pen.sheet)
}

impl Pen {
    /// Words within a width and height, in smaller letters where they do not fit otherwise.
    fn fit(&mut self, at: (f32, f32), room: (f32, f32), (size, weight): (f32, Weight), text: &str) {
        let typeface = match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.bold,
        };
        let mut size = size;
        loop {
            let mut trial = Sheet::new();
            let below = trial.lines(at, room.0, size, (typeface, weight), text);
            let fits = below - at.1 <= room.1 + size * 0.1;
            if fits || size <= SMALLEST {
                self.sheet.lines(at, room.0, size, (typeface, weight), text);
                return;
            }
            size -= 0.5;
        }
    }

    fn boxed(&mut self, place: Place) {
        self.sheet.draw(Mark::Frame {
            x: place.x,
            y: place.y,
            width: place.width,
            height: place.height,
            line: 0.45,
            grey: 0.0,
        });
    }

    /// A word over the middle of a box.
    fn over(&mut self, place: Place, word: &str, y: f32) {
        let width = self.bold.width(word, 10.0);
        let x = place.middle().0 - width / 2.0;
        self.sheet.text(x, y, 10.0, Weight::SemiBold, word);
    }
}
