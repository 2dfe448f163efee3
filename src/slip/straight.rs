//! Where a place on the paper lies in a picture of it: found by the square code first, then by the black
//! corners. Numbers in, numbers out.

use super::places::{CODE, CORNERS, Place};
use crate::picture::Flat;

/// Where a place on the paper, in millimetres, lies in the picture, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Map {
    paper: Scale,
    picture: Scale,
    plane: [f64; 8],
}

/// A place on the paper, and where it was seen.
type Seen = ((f32, f32), (f32, f32));

/// Places as near to zero and one as can be: sums of their products keep their digits then.
#[derive(Clone, Copy, Debug)]
struct Scale {
    middle: (f64, f64),
    size: f64,
}

impl Scale {
    fn of(places: impl Iterator<Item = (f32, f32)> + Clone) -> Scale {
        let wide = |(x, y): (f32, f32)| (f64::from(x), f64::from(y));
        let count = places.clone().count().max(1) as f64;
        let sum = places
            .clone()
            .map(wide)
            .fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
        let middle = (sum.0 / count, sum.1 / count);
        let size = places
            .map(wide)
            .map(|at| (at.0 - middle.0).abs().max((at.1 - middle.1).abs()))
            .fold(1e-6, f64::max);
        Scale { middle, size }
    }

    fn within(self, (x, y): (f32, f32)) -> (f64, f64) {
        (
            (f64::from(x) - self.middle.0) / self.size,
            (f64::from(y) - self.middle.1) / self.size,
        )
    }

    fn without(self, (x, y): (f64, f64)) -> (f32, f32) {
        (
            (x * self.size + self.middle.0) as f32,
            (y * self.size + self.middle.1) as f32,
        )
    }
}

impl Map {
    pub(super) fn at(&self, place: (f32, f32)) -> (f32, f32) {
        let [a, b, c, d, e, f, g, h] = self.plane;
        let (x, y) = self.paper.within(place);
        let depth = g * x + h * y + 1.0;
        let depth = if depth.abs() < 1e-9 { 1e-9 } else { depth };
        let along = (a * x + b * y + c) / depth;
        let down = (d * x + e * y + f) / depth;
        self.picture.without((along, down))
    }

    /// The map without any perspective that fits four corners of a square best.
    fn level(seen: &[Seen]) -> Option<Map> {
        let paper = Scale::of(seen.iter().map(|(place, _)| *place));
        let picture = Scale::of(seen.iter().map(|(_, at)| *at));
        let (mut across, mut down) = ([0.0; 2], [0.0; 2]);
        let mut squares = 0.0;
        for (place, at) in seen {
            let ((x, y), (u, v)) = (paper.within(*place), picture.within(*at));
            across = [across[0] + x * u, across[1] + x * v];
            down = [down[0] + y * u, down[1] + y * v];
            squares += x * x;
        }
        if squares < 1e-9 {
            return None;
        }
        let [a, d] = across.map(|sum| sum / squares);
        let [b, e] = down.map(|sum| sum / squares);
        Some(Map {
            paper,
            picture,
            plane: [a, b, 0.0, d, e, 0.0, 0.0, 0.0],
        })
    }

    /// The map that only turns, moves and scales, by two places.
    fn turned(one: Seen, other: Seen) -> Option<Map> {
        let far = |(place, at): Seen| {
            let wide = |(x, y): (f32, f32)| (f64::from(x), f64::from(y));
            (wide(place), wide(at))
        };
        let ((from, from_at), (to, to_at)) = (far(one), far(other));
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let (u, v) = (to_at.0 - from_at.0, to_at.1 - from_at.1);
        let square = x * x + y * y;
        if square < 1.0 {
            return None;
        }
        let (cosine, sine) = ((x * u + y * v) / square, (x * v - y * u) / square);
        let whole = |middle| Scale { middle, size: 1.0 };
        Some(Map {
            paper: whole(from),
            picture: whole(from_at),
            plane: [cosine, -sine, 0.0, sine, cosine, 0.0, 0.0, 0.0],
        })
    }

    /// The map that fits these best; four or more. `None` where they lie on a line.
    fn through(seen: &[Seen]) -> Option<Map> {
        let paper = Scale::of(seen.iter().map(|(place, _)| *place));
        let picture = Scale::of(seen.iter().map(|(_, at)| *at));
        let mut sums = [[0.0_f64; 9]; 8];
        for (place, at) in seen {
            let (x, y) = paper.within(*place);
            let (u, v) = picture.within(*at);
            for row in [
                [x, y, 1.0, 0.0, 0.0, 0.0, -x * u, -y * u, u],
                [0.0, 0.0, 0.0, x, y, 1.0, -x * v, -y * v, v],
            ] {
                for (sum, factor) in sums.iter_mut().zip(row) {
                    for (to, value) in sum.iter_mut().zip(row) {
                        *to += factor * value;
                    }
                }
            }
        }
        let plane = solved(sums)?;
        Some(Map {
            paper,
            picture,
            plane,
        })
    }
}

/// Gauss's elimination with the largest pivot of each column.
fn solved(mut rows: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for step in 0..8 {
        let size = |row: &[f64; 9]| row.get(step).map_or(0.0, |value| value.abs());
        let (place, largest) = rows
            .iter()
            .enumerate()
            .skip(step)
            .max_by(|(_, one), (_, other)| size(one).total_cmp(&size(other)))
            .map(|(place, row)| (place, size(row)))?;
        if largest < 1e-12 {
            return None;
        }
        rows.swap(step, place);
        let pivot = *rows.get(step)?;
        let divisor = *pivot.get(step)?;
        for (place, row) in rows.iter_mut().enumerate() {
            if place == step {
                row.iter_mut().for_each(|value| *value /= divisor);
            } else {
                let factor = row.get(step)? / divisor;
                for (value, other) in row.iter_mut().zip(pivot) {
                    *value -= factor * other;
                }
            }
        }
    }
    let mut solution = [0.0; 8];
    for (value, row) in solution.iter_mut().zip(rows) {
        let [.., last] = row;
        *value = last;
    }
    solution
        .iter()
        .all(|value| value.is_finite())
        .then_some(solution)
}

fn corners_of(place: Place) -> [(f32, f32); 4] {
    let (right, below) = (place.x + place.width, place.y + place.height);
    [
        (place.x, place.y),
        (right, place.y),
        (right, below),
        (place.x, below),
    ]
}

/// Where the paper lies in the picture, by its code and then by its corners. `None` where fewer than
/// three corners are to be seen: then no place on it is certain enough.
///
/// A code is small, so what it says of the far end of the paper is a rough guess; the upper corners lie
/// far enough apart to say where the lower ones are.
pub(super) fn straighten(flat: &Flat, code: [[f32; 2]; 4]) -> Option<Map> {
    let [top_left, top_right, bottom_right, bottom_left] = CORNERS;
    let by_code: Vec<Seen> = corners_of(CODE)
        .into_iter()
        .zip(code.map(|[x, y]| (x, y)))
        .collect();
    let guess = Map::level(&by_code)?;
    let mut marks: Vec<Seen> = Vec::new();
    for corner in [top_right, top_left] {
        let found = corner_near(flat, &guess, corner);
        marks.extend(found.map(|at| (corner.middle(), at)));
    }
    let guess = match marks.as_slice() {
        [one, other] => Map::turned(*one, *other)?,
        _ => guess,
    };
    for corner in [bottom_right, bottom_left] {
        let found = corner_near(flat, &guess, corner);
        marks.extend(found.map(|at| (corner.middle(), at)));
    }
    match marks.len() {
        4 => Map::through(&marks),
        3 => {
            let middle = by_code.iter().fold((0.0, 0.0), |sum, (_, at)| {
                (sum.0 + at.0 / 4.0, sum.1 + at.1 / 4.0)
            });
            marks.push((CODE.middle(), middle));
            Map::through(&marks)
        }
        _ => None,
    }
}

/// What is as dark as this is printed, beside paper of 255.
const DARK: u8 = 120;

/// The middle of the black square nearest to where a corner is expected.
fn corner_near(flat: &Flat, map: &Map, corner: Place) -> Option<(f32, f32)> {
    let middle = corner.middle();
    let (x, y) = map.at(middle);
    let [left, right] = [-3.5, 3.5].map(|by| map.at((middle.0 + by, middle.1)));
    let side = ((right.0 - left.0).powi(2) + (right.1 - left.1).powi(2)).sqrt();
    if !(side.is_finite() && (4.0..400.0).contains(&side)) {
        return None;
    }
    let (code_x, code_y) = CODE.middle();
    let away = ((middle.0 - code_x).powi(2) + (middle.1 - code_y).powi(2)).sqrt();
    let reach = (6.0 + away * 0.1) * side / corner.width;
    let blobs = blobs(flat, (x, y), reach + side);
    blobs
        .into_iter()
        .filter(|blob| blob.is_square_of(side))
        .map(|blob| {
            let (at_x, at_y) = blob.middle();
            let distance = ((at_x - x).powi(2) + (at_y - y).powi(2)).sqrt();
            (distance, (at_x, at_y))
        })
        .filter(|(distance, _)| *distance <= reach)
        .min_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, middle)| middle)
}

/// Dark pixels that touch.
struct Blob {
    count: f32,
    sum: (f64, f64),
    from: (usize, usize),
    to: (usize, usize),
}

impl Blob {
    fn middle(&self) -> (f32, f32) {
        let count = f64::from(self.count.max(1.0));
        ((self.sum.0 / count) as f32, (self.sum.1 / count) as f32)
    }

    fn is_square_of(&self, side: f32) -> bool {
        let wide = (self.to.0 - self.from.0 + 1) as f32;
        let high = (self.to.1 - self.from.1 + 1) as f32;
        let area = side * side;
        (0.5..1.7).contains(&(self.count / area))
            && (0.55..1.8).contains(&(wide / high))
            && self.count / (wide * high) > 0.5
    }
}

fn blobs(flat: &Flat, (x, y): (f32, f32), reach: f32) -> Vec<Blob> {
    let left = (x - reach).max(0.0) as usize;
    let top = (y - reach).max(0.0) as usize;
    let right = ((x + reach).max(0.0) as usize).min(flat.width());
    let below = ((y + reach).max(0.0) as usize).min(flat.height());
    let (wide, high) = (right.saturating_sub(left), below.saturating_sub(top));
    let mut was_seen = vec![false; wide * high];
    let mut blobs = Vec::new();
    let mut open = Vec::new();
    let is_dark = |x: usize, y: usize| flat.at(x, y).is_some_and(|value| value < DARK);
    for start in 0..wide * high {
        open.push((left + start % wide, top + start / wide));
        let mut blob: Option<Blob> = None;
        while let Some((x, y)) = open.pop() {
            if x < left || y < top || x >= right || y >= below {
                continue;
            }
            let Some(seen) = was_seen.get_mut((y - top) * wide + x - left) else {
                continue;
            };
            if *seen || !is_dark(x, y) {
                continue;
            }
            *seen = true;
            let blob = blob.get_or_insert(Blob {
                count: 0.0,
                sum: (0.0, 0.0),
                from: (x, y),
                to: (x, y),
            });
            blob.count += 1.0;
            blob.sum.0 += x as f64;
            blob.sum.1 += y as f64;
            blob.from = (blob.from.0.min(x), blob.from.1.min(y));
            blob.to = (blob.to.0.max(x), blob.to.1.max(y));
            open.extend([(x + 1, y), (x, y + 1)]);
            open.extend(x.checked_sub(1).map(|x| (x, y)));
            open.extend(y.checked_sub(1).map(|y| (x, y)));
        }
        blobs.extend(blob);
    }
    blobs
}
