//! The faces of a picture: found, drawn, or not looked for yet.

use serde::{Deserialize, Serialize};

use super::next_id;
use crate::domain::ids::StaffId;
use crate::domain::photo::Area;

/// One face found, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// Short, unique within the picture.
    pub id: String,
    /// Where its box stands.
    pub area: Area,
    /// `hand`, the detector with its version, or that it could not look: see [`Face::is_not_looked`].
    pub found_by: String,
    /// Where the detector found it, kept for ever once its box was moved or drawn anew; while it is
    /// absent, a face that was found is where its box stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Area>,
    /// The tag it belongs to.
    pub tag: Option<String>,
    /// Who said that it is nobody: a drawing, a doll, a poster.
    pub dismissed: Option<StaffId>,
    /// How sure the detector is, in hundredths; nothing where somebody drew it, and in what is older than
    /// that this is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
}

/// From so many hundredths on a face that is found is held to be one, whatever is said of it. Of 303 faces
/// in a hundred ordinary photos each reached it; of boxes on drawn posters the surest had 56
/// (`cargo bench --profile dev --bench recall -- --ordinary`).
const SURE: u8 = 60;

/// How `found_by` begins where the picture could not be looked at; a code follows.
const NOT_LOOKED: &str = "not looked: ";
/// The code under which it is written that a picture waits.
const WAITING: &str = "waiting";

impl Face {
    /// What `found_by` says of a box that somebody drew.
    pub const DRAWN: &str = "hand";

    /// Whether somebody drew it, so that no finder vouches for it.
    pub fn is_drawn(&self) -> bool {
        self.found_by == Face::DRAWN
    }

    /// Where the detector found it, whatever became of its box since; `None` where somebody drew it.
    pub fn found_area(&self) -> Option<Area> {
        match self.is_drawn() || self.is_not_looked() {
            true => None,
            false => Some(self.found.unwrap_or(self.area)),
        }
    }

    /// Where the face itself is: as the detector found it, else as somebody drew it.
    pub fn place(&self) -> Area {
        self.found_area().unwrap_or(self.area)
    }

    /// Its box stands elsewhere from now on; where it was found is not forgotten.
    pub fn stand_at(&mut self, area: Area) {
        self.found = self.found_area();
        self.area = area;
    }

    /// A box that somebody drew is of a face that the detector has found now, and of no other.
    pub fn take_over(&mut self, found: Area, score: u8, version: &str) {
        version.clone_into(&mut self.found_by);
        self.found = Some(found);
        self.score = Some(score);
    }

    /// Whether the detector is sure that it is a face. So is one of which it did not say.
    pub fn is_surely_one(&self) -> bool {
        self.found_area().is_some() && self.score.is_none_or(|score| score >= SURE)
    }

    /// What a picture gets that could not be looked at: a box over the whole of it, which keeps the
    /// picture from leaving until it is looked at again or a person dismisses the box.
    pub fn not_looked(id: String, why: &str, width: u32, height: u32) -> Face {
        Face {
            id,
            area: Area {
                x: 0,
                y: 0,
                width,
                height,
            },
            found_by: format!("{NOT_LOOKED}{why}"),
            found: None,
            tag: None,
            dismissed: None,
            score: None,
        }
    }

    /// Whether this is no face but the mark that the picture could not be looked at.
    pub fn is_not_looked(&self) -> bool {
        self.found_by.starts_with(NOT_LOOKED)
    }
}

/// The faces of a picture that were found or drawn, in their order; and beside them, while it is so, that
/// the picture waits to be looked at. What waits counts as one face that nobody named.
///
/// It is written as a list, in which a box over the whole picture stands for the waiting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Face>", into = "Vec<Face>")]
pub struct Faces {
    waiting: Option<Waiting>,
    found: Vec<Face>,
}

/// A picture that was kept first, and is looked at as soon as there is time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Waiting {
    /// Its id among those of the faces.
    id: String,
    width: u32,
    height: u32,
    /// Its place in the list as it is written.
    place: usize,
}

impl Waiting {
    fn as_face(&self, why: &str) -> Face {
        Face::not_looked(self.id.clone(), why, self.width, self.height)
    }
}

impl Faces {
    /// Of a picture that nobody has looked at.
    pub fn waiting(id: String, width: u32, height: u32) -> Faces {
        Faces {
            waiting: Some(Waiting {
                id,
                width,
                height,
                place: 0,
            }),
            found: Vec::new(),
        }
    }

    /// Whether the picture waits to be looked at.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// What has no face's id and stands for the waiting, while there is such.
    pub fn waiting_id(&self) -> Option<&str> {
        self.waiting.as_ref().map(|waiting| waiting.id.as_str())
    }

    /// Somebody looked.
    pub fn looked(&mut self) {
        self.waiting = None;
    }

    /// It waits no more, and could not be looked at: a mark says why, and blocks as the waiting did.
    pub fn not_looked(&mut self, why: &str) {
        if let Some(waiting) = self.waiting.take() {
            let place = waiting.place.min(self.found.len());
            self.found.insert(place, waiting.as_face(why));
        }
    }

    /// How many there are to name or to dismiss, the waiting among them.
    pub fn to_account_for(&self) -> usize {
        self.found
            .len()
            .saturating_add(usize::from(self.is_waiting()))
    }

    /// The next id that none of them has.
    pub fn next_id(&self) -> String {
        let ids = self.found.iter().map(|face| face.id.as_str());
        next_id('f', ids.chain(self.waiting_id()))
    }
}

impl From<Vec<Face>> for Faces {
    fn from(mut written: Vec<Face>) -> Faces {
        let waiting_at = |place: usize, face: &Face| {
            let (id, Area { width, height, .. }) = (face.id.clone(), face.area);
            let waiting = Waiting {
                id,
                width,
                height,
                place,
            };
            // Whatever else was said of it makes it a mark as others are, which blocks as well.
            (waiting.as_face(WAITING) == *face).then_some(waiting)
        };
        let mut places = written.iter().enumerate();
        let waiting = places.find_map(|(place, face)| waiting_at(place, face));
        if let Some(waiting) = &waiting {
            written.remove(waiting.place);
        }
        Faces {
            waiting,
            found: written,
        }
    }
}

impl From<Faces> for Vec<Face> {
    fn from(faces: Faces) -> Vec<Face> {
        let mut written = faces.found;
        if let Some(waiting) = faces.waiting {
            let place = waiting.place.min(written.len());
            written.insert(place, waiting.as_face(WAITING));
        }
        written
    }
}

/// Those that were found or drawn.
impl std::ops::Deref for Faces {
    type Target = Vec<Face>;

    fn deref(&self) -> &Vec<Face> {
        &self.found
    }
}

impl std::ops::DerefMut for Faces {
    fn deref_mut(&mut self) -> &mut Vec<Face> {
        &mut self.found
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails says so"
)]
mod tests {
    use super::*;

    fn face(id: &str) -> Face {
        let area = Area {
            x: 1,
            y: 2,
            width: 3,
            height: 4,
        };
        let mut face = Face::not_looked(id.to_owned(), WAITING, 9, 9);
        (face.area, face.found_by) = (area, Face::DRAWN.to_owned());
        face
    }

    #[test]
    fn what_waits_is_written_as_a_box_over_the_whole_picture_and_read_from_it() {
        let mut faces = Faces::waiting("f1".to_owned(), 640, 480);
        let json = r#"[{"id":"f1","area":{"x":0,"y":0,"width":640,"height":480},"found_by":"not looked: waiting","tag":null,"dismissed":null}]"#;
        assert_eq!(serde_json::to_string(&faces).unwrap(), json);
        assert_eq!(serde_json::from_str::<Faces>(json).unwrap(), faces);
        assert_eq!((faces.len(), faces.to_account_for()), (0, 1));
        assert_eq!(faces.next_id(), "f2");
        faces.push(face("f2"));
        let ids = |faces: &Faces| {
            let written = Vec::from(faces.clone());
            written.into_iter().map(|face| face.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(&faces), ["f1", "f2"]);
        let waits = faces.clone();
        faces.not_looked("stopped");
        assert!(!faces.is_waiting() && faces.to_account_for() == 2);
        assert_eq!(ids(&faces), ["f1", "f2"]);
        let mut faces = waits;
        faces.looked();
        assert_eq!(ids(&faces), ["f2"]);
    }

    #[test]
    fn whatever_stands_in_the_list_is_written_again_as_it_stood() {
        let mark = || Face::not_looked("f3".to_owned(), WAITING, 640, 480);
        let mut said_of = [mark(), mark(), mark(), mark()];
        said_of[0].dismissed = Some(StaffId("head".to_owned()));
        said_of[1].tag = Some("t1".to_owned());
        said_of[2].score = Some(1);
        said_of[3].area.x = 1;
        for odd in said_of {
            let written = vec![face("f1"), odd.clone()];
            let faces = Faces::from(written.clone());
            assert!(
                !faces.is_waiting() && faces.to_account_for() == 2,
                "{odd:?}"
            );
            assert_eq!(Vec::from(faces), written);
        }
        for place in 0..3 {
            let mut written = vec![face("f1"), face("f2")];
            written.insert(place, mark());
            written.push(mark());
            let faces = Faces::from(written.clone());
            assert!(faces.is_waiting() && faces.to_account_for() == 4);
            assert_eq!(Vec::from(faces), written);
        }
    }
}
