//! What a slip's picture says: for each channel a proposal, with how sure it is. Never more than a
//! proposal: what is faint, doubled or cannot be found is unclear, and a person looks.

use image::RgbImage;
use serde::{Deserialize, Serialize};

use super::places::{Place, RELATION_BOXES, SIGNATURE, answer_boxes};
use super::seen::{ink, ink_in_box};
use super::straight::{Map, straighten};
use crate::domain::permission::Relation;
use crate::paper::{HEIGHT, WIDTH};
use crate::picture::Flat;

/// What the boxes of one channel seem to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proposal {
    Yes,
    No,
    /// Neither box holds anything.
    Nothing,
    /// Both do, or what is there is faint, or nobody can tell.
    Unclear,
}

/// A proposal, and how sure it is, from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    pub says: Proposal,
    pub sure: u8,
}

/// What was read.
#[derive(Clone, PartialEq)]
pub struct Read {
    /// A channel each, in the order of the slip.
    pub answers: Vec<Proposed>,
    /// What the signatory seems to be.
    pub relation: Option<Relation>,
    /// Whether something stands where the signature goes; `None` where nobody can tell.
    pub is_signed: Option<bool>,
    /// The paper lying straight, for looking at; as it came where it could not be straightened.
    pub picture: RgbImage,
    /// Whether it could.
    pub is_straight: bool,
}

/// Less ink than this is dirt.
const EMPTY: f32 = 0.010;
/// More ink than this was meant.
const MEANT: f32 = 0.030;
/// A line of writing leaves at least this.
const WRITTEN: f32 = 0.004;
/// Pixels a millimetre of the paper that is looked at.
const FINE: f32 = 5.0;

/// Reads a slip of so many channels in a picture in which its code was found there.
pub fn read(pixels: &RgbImage, code: [[f32; 2]; 4], rows: usize) -> Read {
    let flat = Flat::of(pixels);
    let Some(map) = straighten(&flat, code) else {
        let unclear = Proposed {
            says: Proposal::Unclear,
            sure: 0,
        };
        return Read {
            answers: vec![unclear; rows],
            relation: None,
            is_signed: None,
            picture: pixels.clone(),
            is_straight: false,
        };
    };
    let answers = (0..rows)
        .map(|row| {
            let [yes, no] = answer_boxes(row).map(|place| ink_in_box(&flat, &map, place));
            proposed(yes, no)
        })
        .collect();
    let relation = relation(RELATION_BOXES.map(|place| ink_in_box(&flat, &map, place)));
    // The printed line lies at its foot.
    let above_the_line = Place {
        height: SIGNATURE.height - 1.5,
        ..SIGNATURE
    };
    Read {
        answers,
        relation,
        is_signed: Some(ink(&flat, &map, above_the_line, 0.0) > WRITTEN),
        picture: straight(pixels, &map),
        is_straight: true,
    }
}

fn proposed(yes: f32, no: f32) -> Proposed {
    let clear = |ink: f32| ((ink - EMPTY) / (2.0 * MEANT) * 100.0).clamp(0.0, 100.0);
    let empty = |ink: f32| ((1.0 - ink / MEANT) * 100.0).clamp(0.0, 100.0);
    let (says, sure) = match (level(yes), level(no)) {
        (Level::Meant, Level::Empty) => (Proposal::Yes, clear(yes).min(empty(no))),
        (Level::Empty, Level::Meant) => (Proposal::No, clear(no).min(empty(yes))),
        (Level::Empty, Level::Empty) => (Proposal::Nothing, empty(yes).min(empty(no))),
        _ => (Proposal::Unclear, 0.0),
    };
    Proposed {
        says,
        sure: sure as u8,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Empty,
    Faint,
    Meant,
}

fn level(ink: f32) -> Level {
    if ink < EMPTY {
        Level::Empty
    } else if ink < MEANT {
        Level::Faint
    } else {
        Level::Meant
    }
}

fn relation(inks: [f32; 3]) -> Option<Relation> {
    match inks.map(level) {
        [Level::Meant, Level::Empty, Level::Empty] => Some(Relation::Parent),
        [Level::Empty, Level::Meant, Level::Empty] => Some(Relation::Oneself),
        [Level::Empty, Level::Empty, Level::Meant] => Some(Relation::Other),
        _ => None,
    }
}

/// The paper lying straight and upright.
fn straight(pixels: &RgbImage, map: &Map) -> RgbImage {
    let (width, height) = ((WIDTH * FINE) as u32, (HEIGHT * FINE) as u32);
    RgbImage::from_fn(width, height, |x, y| {
        let at = ((x as f32 + 0.5) / FINE, (y as f32 + 0.5) / FINE);
        let (column, row) = map.at(at);
        if column < 0.0 || row < 0.0 {
            return image::Rgb([255; 3]);
        }
        let pixel = pixels.get_pixel_checked(column.round() as u32, row.round() as u32);
        pixel.copied().unwrap_or(image::Rgb([255; 3]))
    })
}
