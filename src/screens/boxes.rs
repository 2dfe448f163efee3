//! Boxes on a photo: where a finger fell, and boxes between a picture's pixels and the shares of it
//! that a page draws. Knows where, never whose.

use crate::domain::kept::{Face, Labels};
use crate::domain::photo::{Area, Who};

use super::FaceMark;
use crate::acts::group::Tile;

/// A place on a picture, as a share of its width and height.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub x: f32,
    pub y: f32,
}

/// Faces that can be tapped, from left to right: the mark that nobody looked is none.
pub(super) fn faces(labels: &Labels) -> Vec<&Face> {
    let mut faces: Vec<&Face> = labels
        .faces
        .iter()
        .filter(|face| !face.is_not_looked())
        .collect();
    faces.sort_by_key(|face| (face.area.x + face.area.width / 2, face.area.y));
    faces
}

/// The first face from the left that nobody named or dismissed.
pub(super) fn next_open(labels: &Labels) -> Option<String> {
    faces(labels)
        .into_iter()
        .find(|face| !labels.is_accounted(face))
        .map(|face| face.id.clone())
}

/// The face that a finger meant: one that it fell into, the smallest of them, else the nearest
/// within reach.
pub(super) fn touched(
    labels: &Labels,
    size: (u32, u32),
    at: Place,
    reach: Place,
) -> Option<String> {
    faces(labels)
        .into_iter()
        .filter_map(|face| {
            let [x, y, w, h] = shares(face.area, size);
            let away_x = (x - at.x).max(at.x - (x + w)).max(0.0);
            let away_y = (y - at.y).max(at.y - (y + h)).max(0.0);
            let is_near = away_x <= reach.x && away_y <= reach.y;
            let away = away_x.hypot(away_y);
            is_near.then_some((away, w * h, face))
        })
        .min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)))
        .map(|(_, _, face)| face.id.clone())
}

/// A box as shares of a picture: left, top, width, height.
pub(super) fn shares(area: Area, (width, height): (u32, u32)) -> [f32; 4] {
    let of = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
    [
        of(area.x, width),
        of(area.y, height),
        of(area.width, width),
        of(area.height, height),
    ]
}

/// A box from shares of a picture, inside it and at least a pixel wide. `None` where it holds
/// nothing, or is no place at all.
pub(super) fn area(at: Place, size: Place, (width, height): (u32, u32)) -> Option<Area> {
    let along = |start: f32, length: f32, whole: u32| {
        if !start.is_finite() || !length.is_finite() || length <= 0.0 {
            return None;
        }
        let from = (start.clamp(0.0, 1.0) * whole as f32).floor() as u32;
        let to = ((start + length).clamp(0.0, 1.0) * whole as f32).ceil() as u32;
        let to = to.min(whole);
        (from < to).then(|| (from, to - from))
    };
    let (x, width) = along(at.x, size.x, width)?;
    let (y, height) = along(at.y, size.y, height)?;
    Some(Area {
        x,
        y,
        width,
        height,
    })
}

/// Every face as a page draws it.
pub(super) fn marks(
    labels: &Labels,
    size: (u32, u32),
    chosen: Option<&str>,
    name: impl Fn(&Who) -> String,
) -> Vec<FaceMark> {
    (1..)
        .zip(faces(labels))
        .map(|(number, face)| {
            let [x, y, w, h] = shares(face.area, size);
            let tag = labels
                .tags
                .iter()
                .find(|tag| face.tag.as_deref() == Some(tag.id.as_str()));
            FaceMark {
                id: face.id.as_str().into(),
                x,
                y,
                w,
                h,
                name: tag.map_or_else(String::new, |tag| name(&tag.who)).into(),
                number,
                chosen: chosen == Some(face.id.as_str()),
                dismissed: face.dismissed.is_some(),
            }
        })
        .collect()
}

/// A tile's name for somebody, from those at hand.
pub(super) fn tile_name<'a>(
    who: &Who,
    tiles: impl IntoIterator<Item = &'a Tile>,
) -> Option<String> {
    let Who::Person(person) = who else {
        return None;
    };
    tiles
        .into_iter()
        .find(|tile| tile.person == *person)
        .map(|tile| tile.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(id: &str, x: u32, y: u32, side: u32) -> Face {
        Face {
            id: id.to_owned(),
            area: Area {
                x,
                y,
                width: side,
                height: side,
            },
            found_by: "hand".to_owned(),
            found: None,
            tag: None,
            dismissed: None,
            score: None,
        }
    }

    fn touch(labels: &Labels, x: f32, y: f32) -> Option<String> {
        let reach = Place { x: 0.05, y: 0.05 };
        touched(labels, (1000, 1000), Place { x, y }, reach)
    }

    #[test]
    fn a_finger_means_the_smallest_face_that_it_fell_into_else_the_nearest() {
        let labels = Labels {
            faces: vec![
                face("large", 100, 100, 400),
                face("small", 200, 200, 50),
                face("far", 800, 800, 20),
            ]
            .into(),
            ..Labels::default()
        };
        assert_eq!(touch(&labels, 0.22, 0.22).as_deref(), Some("small"));
        assert_eq!(touch(&labels, 0.4, 0.4).as_deref(), Some("large"));
        assert_eq!(touch(&labels, 0.78, 0.81).as_deref(), Some("far"));
        assert_eq!(touch(&labels, 0.65, 0.65), None);
    }

    #[test]
    fn a_box_goes_to_the_screen_and_back() {
        let size = (4000, 3000);
        let there = Area {
            x: 17,
            y: 1203,
            width: 640,
            height: 811,
        };
        let [x, y, w, h] = shares(there, size);
        let back = area(Place { x, y }, Place { x: w, y: h }, size).unwrap();
        assert!(there.overlap(&back) > 0.99, "{back:?}");
    }

    #[test]
    fn a_box_outside_or_of_nothing_is_none() {
        let one = |x, y, w, h| area(Place { x, y }, Place { x: w, y: h }, (100, 100));
        assert_eq!(one(1.5, 0.0, 0.5, 0.5), None);
        assert_eq!(one(0.5, 0.5, 0.0, 0.5), None);
        assert_eq!(one(f32::NAN, 0.0, 0.5, 0.5), None);
        assert_eq!(one(0.5, 0.5, 0.2, f32::INFINITY), None);
        let inside = one(0.9, 0.9, 0.5, 0.5).unwrap();
        assert_eq!((inside.x, inside.width), (90, 10));
    }
}
