//! Boxes of one face seen more than once become one. Numbers only.

use super::FoundFace;
use crate::domain::photo::Area;

/// Two boxes that share this much of what they cover together are one face.
const SAME_FACE: f32 = 0.3;

/// Beyond these, the weakest are left out: whoever is handed so many boxes has a blocked picture.
const MOST: usize = 4_096;

/// A box by its edges, and how sure the finder is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
    pub(super) score: f32,
}

impl Seen {
    fn area(&self) -> f32 {
        (self.right - self.left).max(0.0) * (self.bottom - self.top).max(0.0)
    }

    fn is_same_face(&self, other: &Seen) -> bool {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        if width <= 0.0 || height <= 0.0 {
            return false;
        }
        let shared = width * height;
        shared >= SAME_FACE * (self.area() + other.area() - shared)
    }

    /// Clipped to a picture of that size; `None` where nothing of it is inside.
    fn within(&self, width: u32, height: u32) -> Option<FoundFace> {
        let (x, across) = span(self.left, self.right, width)?;
        let (y, down) = span(self.top, self.bottom, height)?;
        Some(FoundFace {
            area: Area {
                x,
                y,
                width: across,
                height: down,
            },
            score: self.score.min(1.0),
        })
    }
}

/// Start and length in whole pixels, outwards, inside a side of that length.
fn span(from: f32, to: f32, side: u32) -> Option<(u32, u32)> {
    // A float's cast to an integer saturates, and no picture's side comes near 2^24.
    let start = from.max(0.0).floor() as u32;
    let end = (to.max(0.0).ceil() as u32).min(side);
    (start < end).then(|| (start, end - start))
}

/// One box a face, the surest of those that speak of it, clipped to the picture, from left to right.
pub(super) fn one_each(mut seen: Vec<Seen>, width: u32, height: u32) -> Vec<FoundFace> {
    // Ties are broken by place, so that the order of looking does not show.
    seen.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then(a.left.total_cmp(&b.left))
            .then(a.top.total_cmp(&b.top))
    });
    seen.truncate(MOST);
    let mut kept: Vec<Seen> = Vec::new();
    for one in seen {
        if !kept.iter().any(|better| better.is_same_face(&one)) {
            kept.push(one);
        }
    }
    let mut faces: Vec<FoundFace> = kept
        .iter()
        .filter_map(|one| one.within(width, height))
        .collect();
    faces.sort_by_key(|face| (face.area.x, face.area.y));
    faces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(left: f32, top: f32, side: f32, score: f32) -> Seen {
        Seen {
            left,
            top,
            right: left + side,
            bottom: top + side,
            score,
        }
    }

    #[test]
    fn one_face_seen_twice_is_one_and_neighbours_are_two() {
        let faces = one_each(
            vec![
                seen(10.0, 10.0, 20.0, 0.5),
                seen(12.0, 11.0, 20.0, 0.9),
                seen(40.0, 10.0, 20.0, 0.4),
            ],
            100,
            100,
        );
        let found: Vec<(u32, f32)> = faces.iter().map(|face| (face.area.x, face.score)).collect();
        assert_eq!(found, [(12, 0.9), (40, 0.4)]);
    }

    #[test]
    fn a_box_is_clipped_and_one_outside_is_gone() {
        let faces = one_each(
            vec![seen(-5.5, -5.5, 20.0, 0.9), seen(120.0, 0.0, 20.0, 0.9)],
            10,
            8,
        );
        let areas: Vec<Area> = faces.iter().map(|face| face.area).collect();
        let whole = Area {
            x: 0,
            y: 0,
            width: 10,
            height: 8,
        };
        assert_eq!(areas, [whole]);
    }
}
