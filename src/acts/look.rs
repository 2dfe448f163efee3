//! Looking for faces: when a picture is taken in, after it was kept, and again when somebody asks. A face that is found and
//! that nobody names or dismisses keeps the picture from leaving. Knows where faces are, never whose.

mod waiting;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use image::RgbImage;

use crate::domain::doubt::SAME_FACE;
use crate::domain::kept::{Face, Labels};
use crate::domain::photo::Area;
use crate::faces::{Effort, FaceFinder, FacesError, FoundFace, longest_side};
use crate::picture::Darkroom;

pub use waiting::{Looked, Seen, ToLookAt};

/// Boxes drawn by hand that share more than this are one, drawn twice.
const SAME_BOX: f64 = 0.7;
/// Faces lower than this, in the picture as it is usually looked at, are seen well enough only when
/// it is looked at part by part.
const SMALL: u32 = 16;
/// So many small faces are a crowd, and there will be more than were found.
const CROWD: usize = 3;

/// Adds the faces that nobody knew of yet, and gives them; tagging is then no longer complete. One to
/// one: a face that was found before is found again once, and a box drawn by hand is of one of these at
/// most, and takes it over. Whatever is left over is somebody new.
fn add_found(labels: &mut Labels, found: &[FoundFace], version: &str) -> Vec<Face> {
    let mut new = Vec::new();
    for (one, known) in one_to_one(&labels.faces, found) {
        if let Some(face) = known.and_then(|place| labels.faces.get_mut(place)) {
            if face.is_drawn() {
                face.take_over(one.area, hundredths(one), version);
            } else {
                // The surest look counts.
                face.score = face.score.map(|score| score.max(hundredths(one)));
            }
            continue;
        }
        let id = labels.faces.next_id();
        let face = unnamed(id, one, version);
        new.push(face.clone());
        labels.faces.push(face);
        labels.reopen();
    }
    new
}

/// Which of the faces that are there each area is of, if any; each of them is had once. Those that
/// share most go together first.
fn one_to_one<'a>(faces: &[Face], found: &'a [FoundFace]) -> Vec<(&'a FoundFace, Option<usize>)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (of_found, one) in found.iter().enumerate() {
        for (of_face, face) in faces.iter().enumerate() {
            let shared = face.place().overlap(&one.area);
            if stands_for_one(face) && shared > SAME_FACE {
                pairs.push((shared, of_found, of_face));
            }
        }
    }
    pairs.sort_by(|one, other| {
        let places = (one.1, one.2).cmp(&(other.1, other.2));
        other.0.total_cmp(&one.0).then(places)
    });
    let mut known: BTreeMap<usize, usize> = BTreeMap::new();
    let mut had: BTreeSet<usize> = BTreeSet::new();
    for (_, of_found, of_face) in pairs {
        if !known.contains_key(&of_found) && had.insert(of_face) {
            known.insert(of_found, of_face);
        }
    }
    let places = found.iter().enumerate();
    places
        .map(|(place, one)| (one, known.get(&place).copied()))
        .collect()
}

/// Whether a face that is found may be this one: not the mark that nobody looked, and no box that
/// somebody drew and dismissed, who has not seen what is found.
fn stands_for_one(face: &Face) -> bool {
    let was_drawn_and_dismissed = face.is_drawn() && face.dismissed.is_some();
    !(face.is_not_looked() || was_drawn_and_dismissed)
}

/// Where the faces of a picture are, from its pixels as [`Effort::Usual`] wants
/// them and, where they show a crowd, from its bytes once more.
pub(crate) fn areas_in(
    finder: &dyn FaceFinder,
    darkroom: &dyn Darkroom,
    bytes: &[u8],
    pixels: &RgbImage,
    size: (u32, u32),
) -> Result<Vec<FoundFace>, FacesError> {
    let found = finder.find(pixels, Effort::Usual)?;
    if !is_crowd(&found) {
        return Ok(in_full(&found, pixels.dimensions(), size));
    }
    let effort = Effort::Crowd;
    let seen = darkroom
        .screen(bytes, longest_side(effort))
        .map_err(|_| FacesError::Failed {
            step: "reading the picture",
        })?;
    let found = finder.find(&seen.pixels, effort)?;
    Ok(in_full(&found, seen.pixels.dimensions(), size))
}

fn is_crowd(found: &[FoundFace]) -> bool {
    let small = found.iter().filter(|face| face.area.height < SMALL);
    small.count() >= CROWD
}

/// What was found as faces that wait for a name. A picture that could not be looked at has one box
/// over the whole of it, which blocks.
pub(crate) fn to_name(
    looked: Result<Vec<FoundFace>, FacesError>,
    version: &str,
    (width, height): (u32, u32),
) -> Vec<Face> {
    match looked {
        Ok(found) => (1_u32..)
            .zip(&found)
            .map(|(number, one)| unnamed(format!("f{number}"), one, version))
            .collect(),
        Err(error) => {
            let mark = Face::not_looked("f1".to_owned(), error.code(), width, height);
            vec![mark]
        }
    }
}

/// How sure the finder is, in hundredths.
fn hundredths(found: &FoundFace) -> u8 {
    (found.score.clamp(0.0, 1.0) * 100.0).round() as u8
}

fn unnamed(id: String, found: &FoundFace, version: &str) -> Face {
    Face {
        id,
        area: found.area,
        found_by: version.to_owned(),
        found: None,
        tag: None,
        dismissed: None,
        score: Some(hundredths(found)),
    }
}

/// Does two pieces of work at the same time: one here, the looking on a worker. A worker that
/// cannot be had, or that panics, is an error of looking.
pub(crate) fn beside<T>(
    here: impl FnOnce() -> T,
    looking: impl FnOnce() -> Result<Vec<FoundFace>, FacesError> + Send,
) -> (T, Result<Vec<FoundFace>, FacesError>) {
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("faces".to_owned())
            .spawn_scoped(scope, looking);
        let done = here();
        let looked = match worker {
            Ok(worker) => worker.join().unwrap_or(Err(FacesError::Stopped)),
            Err(_) => Err(FacesError::Stopped),
        };
        (done, looked)
    })
}

/// Boxes in a scaled picture's pixels as boxes in the full one's, outwards, inside it.
fn in_full(found: &[FoundFace], from: (u32, u32), to: (u32, u32)) -> Vec<FoundFace> {
    found
        .iter()
        .filter_map(|face| {
            let area = face.area;
            let (x, width) = stretched(area.x, area.width, from.0, to.0)?;
            let (y, height) = stretched(area.y, area.height, from.1, to.1)?;
            Some(FoundFace {
                area: Area {
                    x,
                    y,
                    width,
                    height,
                },
                score: face.score,
            })
        })
        .collect()
}

/// `None` where there is nothing to stretch, which no finder gives.
fn stretched(start: u32, length: u32, from: u32, to: u32) -> Option<(u32, u32)> {
    let from = u64::from(from.max(1));
    let begin = u64::from(start) * u64::from(to) / from;
    let end = ((u64::from(start) + u64::from(length)) * u64::from(to)).div_ceil(from);
    let begin = u32::try_from(begin).ok()?;
    let end = u32::try_from(end).ok()?.min(to);
    (begin < end).then(|| (begin, end - begin))
}

/// Whether a box is plainly of a face that was found there: it shares enough with it, or holds all of
/// it.
pub(super) fn is_of_face(area: &Area, found: &Area) -> bool {
    area.overlap(found) > SAME_FACE || area.holds(found)
}

/// The box that a face drawn by hand is plainly of, among those that nobody is tied to: by where it was
/// found, so that no box grows over its neighbour; or one that was drawn there before.
pub(crate) fn same_face<'a>(faces: &'a mut [Face], drawn: &Area) -> Option<&'a mut Face> {
    let shared = |face: &Face| face.place().overlap(drawn);
    let least = |face: &Face| match face.is_drawn() {
        true => SAME_BOX,
        false => SAME_FACE,
    };
    faces
        .iter_mut()
        .filter(|face| face.tag.is_none() && !face.is_not_looked())
        .filter(|face| shared(face) > least(face))
        .max_by(|a, b| shared(a).total_cmp(&shared(b)))
}
