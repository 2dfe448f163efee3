//! Where everything stands on form 1, in millimetres from the top left of the paper. Never edited:
//! papers are out that were printed by it; another layout is another form.

use crate::domain::slip::MOST_CHANNELS;

/// A rectangle on the paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Place {
    const fn square(x: f32, y: f32, side: f32) -> Place {
        Place {
            x,
            y,
            width: side,
            height: side,
        }
    }

    pub fn middle(self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// The square code.
pub const CODE: Place = Place::square(160.0, 20.0, 32.0);

/// Black squares by which a picture is straightened: top left, top right, bottom right, bottom left.
pub const CORNERS: [Place; 4] = [
    Place::square(8.0, 8.0, 7.0),
    Place::square(195.0, 8.0, 7.0),
    Place::square(195.0, 275.0, 7.0),
    Place::square(8.0, 275.0, 7.0),
];

/// Left edge of everything that is written.
pub const LEFT: f32 = 20.0;
/// Top of the first channel's row.
pub const ROWS_TOP: f32 = 84.0;
/// From row to row.
pub const ROW: f32 = 17.0;
/// How wide a row's words may be.
pub const ROW_WORDS: f32 = 132.0;

const BOX: f32 = 7.0;
const YES: f32 = 160.0;
const NO: f32 = 182.0;

/// The boxes for yes and no of a row, from 0.
pub fn answer_boxes(row: usize) -> [Place; 2] {
    let y = ROWS_TOP + 3.0 + ROW * row as f32;
    [YES, NO].map(|x| Place::square(x, y, BOX))
}

/// Below the last row that there may be.
pub const BELOW_ROWS: f32 = ROWS_TOP + ROW * MOST_CHANNELS as f32 + 2.0;

/// The boxes that say what the signatory is: with parental responsibility, the person, another.
pub const RELATION_BOXES: [Place; 3] = [
    Place::square(20.0, 227.0, 6.0),
    Place::square(95.0, 227.0, 6.0),
    Place::square(158.0, 227.0, 6.0),
];

/// Where the signature goes.
pub const SIGNATURE: Place = Place {
    x: 20.0,
    y: 253.0,
    width: 100.0,
    height: 12.0,
};
/// Where the name goes.
pub const NAME: Place = Place {
    x: 20.0,
    y: 237.5,
    width: 165.0,
    height: 10.0,
};
/// Where the date goes.
pub const DATE: Place = Place {
    x: 130.0,
    y: 253.0,
    width: 55.0,
    height: 12.0,
};
