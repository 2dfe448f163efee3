//! Doubts about who is shown. What one person alone says against somebody's protection waits for
//! another's look: a tag that was taken off, a face that was called nobody. Raised by what changed
//! between two states of the labels, whatever act changed them; kept with the picture for ever.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{PhotoId, StaffId};
use super::kept::{Face, Labels, Tag, next_id};
use super::person::PersonId;
use super::photo::{Area, Unrecognisable, Who};

/// Something that was said against somebody's protection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    pub id: DoubtId,
    pub about: About,
    /// Who said it.
    pub by: StaffId,
    pub at: DateTime<Utc>,
    /// What somebody else saw; nothing while nobody has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked: Option<SecondLook>,
}

/// Short, unique within the picture: `d1`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DoubtId(pub String);

impl fmt::Display for DoubtId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What is in doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum About {
    /// Somebody who may not be shown everywhere was tagged, and is no more.
    TakenOff {
        who: Who,
        hidden: bool,
        /// Where they were, where that was said.
        place: Option<Area>,
        /// The faces that were theirs.
        faces: Vec<String>,
    },
    /// Somebody is in a picture that looks alike and is said not to be in this one.
    NotHere { person: PersonId, beside: PhotoId },
    /// Somebody is covered in a picture that looks alike, and is seen here.
    CoveredBeside { person: PersonId, beside: PhotoId },
    /// It looks like a picture that the head erased; of that one only the record is there to see.
    LikeErased { erased: PhotoId },
    /// A face that the finder is sure of is said to need no permission of its own.
    Face { face: String, said: Said },
}

/// What was said of a face.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// It is nobody: a poster, a doll.
    Nobody,
    /// It is somebody who cannot be recognised.
    NotRecognisable(Unrecognisable),
    /// It is somebody who has another face elsewhere in the picture.
    SecondFace(Who),
}

/// That somebody else looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondLook {
    pub by: StaffId,
    pub at: DateTime<Utc>,
    pub found: Found,
}

/// What the second look found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// It is as was said.
    Right,
    /// It is not; what was taken away was put back.
    PutBack,
}

impl Found {
    pub fn word(self) -> &'static str {
        match self {
            Found::Right => "right",
            Found::PutBack => "put-back",
        }
    }
}

/// Boxes of which one shares more than this with the other may be of one face, as within one look.
pub const SAME_FACE: f64 = 0.3;

/// Tags that a change took off and that are not for whoever took them off to take: those that stood when
/// the tags were said to be complete, or that somebody else set. One who is tagged again is not gone;
/// nor is somebody unknown whose faces got a name.
pub fn taken_off<'a>(before: &'a Labels, after: &Labels, by: &StaffId) -> Vec<&'a Tag> {
    let is_own = |tag: &&Tag| !tag.stood && tag.set_by.as_ref() == Some(by);
    let mut left: Vec<&Who> = after.tags.iter().map(|tag| &tag.who).collect();
    let mut gone = Vec::new();
    for tag in &before.tags {
        if let Some(place) = left.iter().position(|who| **who == tag.who) {
            left.swap_remove(place);
        } else if !is_own(&tag) && !is_named_since(tag, before, after) {
            gone.push(tag);
        }
    }
    gone
}

/// Whether somebody without a name got one: all their faces are tied to people now.
fn is_named_since(tag: &Tag, before: &Labels, after: &Labels) -> bool {
    let is_nameless = !matches!(tag.who, Who::Person(_));
    let mut theirs = before
        .faces
        .iter()
        .filter(|face| face.tag.as_deref() == Some(&tag.id))
        .peekable();
    let is_persons = |face: &Face| {
        let now = after.faces.iter().find(|now| now.id == face.id);
        let tied = now.and_then(|now| now.tag.as_ref());
        let tied = tied.and_then(|id| after.tags.iter().find(|tag| tag.id == *id));
        tied.is_some_and(|tag| matches!(tag.who, Who::Person(_)))
    };
    is_nameless && theirs.peek().is_some() && theirs.all(is_persons)
}

/// What is said of a face that the finder is sure of, where it takes a protection away.
fn said_of(labels: &Labels, face: &Face) -> Option<Said> {
    if face.is_drawn() || face.is_not_looked() {
        return None;
    }
    if face.dismissed.is_some() {
        return face.is_surely_one().then_some(Said::Nobody);
    }
    let tied = face.tag.as_ref()?;
    let tag = labels.tags.iter().find(|tag| tag.id == *tied)?;
    if let Who::Unrecognisable(who) = tag.who {
        return face.is_surely_one().then_some(Said::NotRecognisable(who));
    }
    // Of two faces of one person the one that was found later is the second.
    let first = labels.faces.iter().find(|one| one.tag == face.tag)?;
    let is_elsewhere = first.id != face.id && first.place().overlap(&face.place()) <= SAME_FACE;
    let is_sure = face.is_surely_one() || first.is_surely_one();
    (is_elsewhere && is_sure).then(|| Said::SecondFace(tag.who.clone()))
}

impl Labels {
    /// Doubts that wait for somebody's look. One who was taken off and is tagged again is none while
    /// they are.
    pub fn open_doubts(&self) -> impl Iterator<Item = &Doubt> {
        self.doubts.iter().filter(|doubt| {
            doubt.looked.is_none()
                && match &doubt.about {
                    About::TakenOff { who, .. } => !self.tags.iter().any(|tag| tag.who == *who),
                    About::NotHere { person, .. } => !self.shows(person),
                    About::CoveredBeside { person, .. } => self.is_seen(person),
                    About::LikeErased { .. } | About::Face { .. } => true,
                }
        })
    }

    /// Whether somebody is tagged, covered or not.
    pub fn shows(&self, person: &PersonId) -> bool {
        self.tags_of(person).next().is_some()
    }

    /// Whether somebody is tagged and not covered.
    pub fn is_seen(&self, person: &PersonId) -> bool {
        self.tags_of(person).any(|tag| !tag.hidden)
    }

    /// Whether somebody is tagged and covered.
    pub fn is_covered(&self, person: &PersonId) -> bool {
        self.tags_of(person).any(|tag| tag.hidden)
    }

    fn tags_of<'a>(&'a self, person: &'a PersonId) -> impl Iterator<Item = &'a Tag> {
        let is_theirs = move |tag: &&Tag| matches!(&tag.who, Who::Person(one) if one == person);
        self.tags.iter().filter(is_theirs)
    }

    /// Whether every face that was found belongs to somebody who is tagged.
    pub fn has_every_face_named(&self) -> bool {
        let mut found = self.faces.iter().filter(|face| face.found_area().is_some());
        found.all(|face| self.is_named(&face.id))
    }

    /// Puts something in doubt that does not follow from what changed here, unless it is already.
    pub fn doubt_beside(&mut self, about: About, by: &StaffId, at: DateTime<Utc>) {
        let is_known = |doubt: &Doubt| doubt.about == about && doubt.looked.is_none();
        if !self.doubts.iter().any(is_known) {
            self.doubt(about, by, at);
        }
    }

    /// Whether a doubt waits for somebody's look.
    pub fn is_in_doubt(&self) -> bool {
        self.open_doubts().next().is_some()
    }

    /// Notes who said what is new since `before`, and which tags stood when they were said to be complete:
    /// no later change takes that away.
    pub fn note_who_said(&mut self, before: &Labels, by: &StaffId) {
        for tag in &mut self.tags {
            let known = before
                .tags
                .iter()
                .find(|known| known.id == tag.id && known.who == tag.who);
            tag.stood |= self.tagging_complete || known.is_some_and(|known| known.stood);
            tag.set_by = match known {
                Some(known) => known.set_by.clone(),
                None => Some(by.clone()),
            };
        }
        if self.tagging_complete && !before.tagging_complete {
            self.completed_by = Some(by.clone());
        }
    }

    /// Puts in doubt that these tags are gone.
    pub fn doubt_tags(&mut self, before: &Labels, gone: &[&Tag], by: &StaffId, at: DateTime<Utc>) {
        for tag in gone {
            let is_in_doubt = |doubt: &Doubt| {
                let of_them =
                    matches!(&doubt.about, About::TakenOff { who, .. } if *who == tag.who);
                doubt.looked.is_none() && of_them && matches!(tag.who, Who::Person(_))
            };
            if self.doubts.iter().any(is_in_doubt) {
                continue;
            }
            let theirs = |face: &&Face| face.tag.as_deref() == Some(tag.id.as_str());
            let about = About::TakenOff {
                who: tag.who.clone(),
                hidden: tag.hidden,
                place: before
                    .areas_of(tag)
                    .into_iter()
                    .reduce(|one, other| one.with(&other)),
                faces: before
                    .faces
                    .iter()
                    .filter(theirs)
                    .map(|face| face.id.clone())
                    .collect(),
            };
            self.doubt(about, by, at);
        }
    }

    /// Puts in doubt what is said of faces and was not said before. What is unsaid again before anybody
    /// has looked leaves nothing.
    pub fn doubt_faces(&mut self, before: &Labels, by: &StaffId, at: DateTime<Utc>) {
        let mut new = Vec::new();
        for face in self.faces.iter() {
            let was = before.faces.iter().find(|was| was.id == face.id);
            let was = was.and_then(|was| said_of(before, was));
            let now = said_of(self, face);
            if was != now {
                new.push((face.id.clone(), now));
            }
        }
        for (face, said) in new {
            let is_stale = |doubt: &Doubt| {
                let of_it = matches!(&doubt.about, About::Face { face: one, .. } if *one == face);
                of_it && doubt.looked.is_none()
            };
            self.doubts.retain(|doubt| !is_stale(doubt));
            if let Some(said) = said {
                self.doubt(About::Face { face, said }, by, at);
            }
        }
    }

    fn doubt(&mut self, about: About, by: &StaffId, at: DateTime<Utc>) {
        let ids = self.doubts.iter().map(|doubt| doubt.id.0.as_str());
        let id = DoubtId(next_id('d', ids));
        let by = by.clone();
        self.doubts.push(Doubt {
            id,
            about,
            by,
            at,
            looked: None,
        });
    }

    /// Whether somebody may settle a doubt: neither whoever raised it nor whoever completed these tags.
    pub fn may_settle(&self, doubt: &Doubt, staff: &StaffId) -> bool {
        doubt.by != *staff && self.completed_by.as_ref() != Some(staff)
    }

    /// Settles a doubt, where it is open; where it is put back, all that it took away is there again, so
    /// that the picture is as blocked as it was.
    pub fn settle(&mut self, id: &DoubtId, look: SecondLook) {
        let open = self
            .doubts
            .iter_mut()
            .find(|doubt| doubt.id == *id && doubt.looked.is_none());
        let Some(doubt) = open else {
            return;
        };
        doubt.looked = Some(look.clone());
        if look.found == Found::PutBack {
            match doubt.about.clone() {
                About::TakenOff {
                    who,
                    hidden,
                    place,
                    faces,
                } => self.put_tag_back(who, hidden, place, &faces),
                About::Face { face, said } => self.open_again(&face, &said),
                About::NotHere { person, .. } => {
                    self.put_tag_back(Who::Person(person), false, None, &[]);
                }
                About::CoveredBeside { person, .. } => self.cover(&person),
                // Whatever it shows is as good as unknown.
                About::LikeErased { .. } => {
                    self.put_tag_back(Who::Unknown, false, None, &[]);
                }
            }
        }
    }

    fn put_tag_back(&mut self, who: Who, hidden: bool, place: Option<Area>, theirs: &[String]) {
        self.nobody = None;
        if matches!(who, Who::Person(_)) && self.tags.iter().any(|tag| tag.who == who) {
            return;
        }
        let id = next_id('t', self.tags.iter().map(|tag| tag.id.as_str()));
        for face in self.faces.iter_mut() {
            if theirs.contains(&face.id) && face.tag.is_none() {
                face.dismissed = None;
                face.tag = Some(id.clone());
            }
        }
        self.tags.push(Tag {
            id,
            who,
            hidden,
            area: place,
            set_by: None,
            stood: false,
        });
    }

    /// Covers somebody; where nobody has said where they are, the tags are to be completed first.
    fn cover(&mut self, person: &PersonId) {
        let has_place: Vec<String> = self
            .tags
            .iter()
            .filter(|tag| !self.areas_of(tag).is_empty())
            .map(|tag| tag.id.clone())
            .collect();
        let mut is_placed = true;
        for tag in &mut self.tags {
            if matches!(&tag.who, Who::Person(one) if one == person) {
                tag.hidden = has_place.contains(&tag.id);
                is_placed &= tag.hidden;
            }
        }
        if !is_placed {
            self.reopen();
        }
    }

    fn open_again(&mut self, id: &str, said: &Said) {
        let Some(face) = self.faces.iter_mut().find(|face| face.id == id) else {
            return;
        };
        face.dismissed = None;
        let tied = face.tag.take();
        self.reopen();
        // Whoever cannot be recognised and has no other place was said of this face alone.
        if let (Some(tied), Said::NotRecognisable(_)) = (tied, said) {
            let has_place = |tag: &Tag| !self.areas_of(tag).is_empty();
            let is_empty = |tag: &Tag| tag.id == tied && !has_place(tag);
            let gone: Vec<String> = self
                .tags
                .iter()
                .filter(|tag| is_empty(tag))
                .map(|tag| tag.id.clone())
                .collect();
            self.tags.retain(|tag| !gone.contains(&tag.id));
        }
    }
}

impl About {
    /// The picture beside this one that it is about.
    pub fn beside(&self) -> Option<&PhotoId> {
        match self {
            About::NotHere { beside, .. } | About::CoveredBeside { beside, .. } => Some(beside),
            About::TakenOff { .. } | About::Face { .. } | About::LikeErased { .. } => None,
        }
    }

    /// Whether only the head settles it.
    pub fn is_for_the_head(&self) -> bool {
        matches!(self, About::LikeErased { .. })
    }

    /// The person whom it is about by name.
    pub fn person(&self) -> Option<&PersonId> {
        let who = match self {
            About::TakenOff { who, .. }
            | About::Face {
                said: Said::SecondFace(who),
                ..
            } => who,
            About::NotHere { person, .. } | About::CoveredBeside { person, .. } => {
                return Some(person);
            }
            About::Face { .. } | About::LikeErased { .. } => return None,
        };
        match who {
            Who::Person(person) => Some(person),
            Who::Unknown | Who::Unrecognisable(_) => None,
        }
    }
}
