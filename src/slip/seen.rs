//! Whether something was drawn into a box, and how much. A measure, never a meaning.

use super::places::Place;
use super::straight::Map;
use crate::picture::Flat;

/// From sample to sample, in millimetres.
const STEP: f32 = 0.16;
/// How far a box may lie beside where it should, in millimetres: paper bends.
const FARTHEST: f32 = 1.5;
/// Of a box's inside, what is nearer to its frame than this is not looked at, in millimetres.
const INSET: f32 = 1.0;
/// Paper that is darker than this beside the paper around it holds ink.
const INK: f32 = 0.76;

/// The part of a box's inside that holds ink, from 0 to 1.
pub(super) fn ink_in_box(flat: &Flat, map: &Map, place: Place) -> f32 {
    let (by_x, by_y) = shifted(flat, map, place);
    let moved = Place {
        x: place.x + by_x,
        y: place.y + by_y,
        ..place
    };
    ink(flat, map, moved, INSET)
}

/// The part of a place that holds ink, from 0 to 1.
pub(super) fn ink(flat: &Flat, map: &Map, place: Place, inset: f32) -> f32 {
    let inside = Place {
        x: place.x + inset,
        y: place.y + inset,
        width: place.width - 2.0 * inset,
        height: place.height - 2.0 * inset,
    };
    let mut values: Vec<f32> = samples(inside).map(|at| flat.near(map.at(at))).collect();
    let around = Place {
        x: place.x - 1.6,
        y: place.y - 1.6,
        width: place.width + 3.2,
        height: place.height + 3.2,
    };
    // Paper is what lies around it, or, where that is dark, what most of its inside is.
    let ring: Vec<f32> = samples(around)
        .filter(|at| !within(*at, place, 0.7))
        .map(|at| flat.near(map.at(at)))
        .collect();
    let paper = middle_of(ring).max(middle_of(values.clone()));
    let count = values.len().max(1) as f32;
    values.retain(|value| *value < paper * INK);
    values.len() as f32 / count
}

fn within((x, y): (f32, f32), place: Place, beyond: f32) -> bool {
    x > place.x - beyond
        && y > place.y - beyond
        && x < place.x + place.width + beyond
        && y < place.y + place.height + beyond
}

fn samples(place: Place) -> impl Iterator<Item = (f32, f32)> {
    let across = (place.width / STEP).max(1.0) as usize;
    let down = (place.height / STEP).max(1.0) as usize;
    (0..across * down).map(move |number| {
        let column = (number % across) as f32 + 0.5;
        let row = (number / across) as f32 + 0.5;
        (
            place.x + column / across as f32 * place.width,
            place.y + row / down as f32 * place.height,
        )
    })
}

fn middle_of(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(255.0)
}

/// By how much a box lies beside its place: where its frame is darkest.
fn shifted(flat: &Flat, map: &Map, place: Place) -> (f32, f32) {
    let steps = (FARTHEST / 0.25) as i32;
    let mut best = (0.0, 0.0, f32::MIN);
    for column in -steps..=steps {
        for row in -steps..=steps {
            let (by_x, by_y) = (column as f32 * 0.25, row as f32 * 0.25);
            let away = (by_x * by_x + by_y * by_y).sqrt();
            // Two frames as dark as each other: the nearer one.
            let darkness = frame(flat, map, place, (by_x, by_y)) - away * 4.0;
            if darkness > best.2 {
                best = (by_x, by_y, darkness);
            }
        }
    }
    (best.0, best.1)
}

/// How dark the frame of a box is that lies so far beside its place.
fn frame(flat: &Flat, map: &Map, place: Place, (by_x, by_y): (f32, f32)) -> f32 {
    const HALF_LINE: f32 = 0.22;
    const POINTS: usize = 14;
    let (left, top) = (place.x + by_x + HALF_LINE, place.y + by_y + HALF_LINE);
    let side = place.width - 2.0 * HALF_LINE;
    let mut sum = 0.0;
    for point in 0..POINTS {
        let along = (point as f32 + 0.5) / POINTS as f32 * side;
        for at in [
            (left + along, top),
            (left + along, top + side),
            (left, top + along),
            (left + side, top + along),
        ] {
            sum += 255.0 - flat.near(map.at(at));
        }
    }
    sum / (4 * POINTS) as f32
}
