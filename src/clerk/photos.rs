//! What the clerk does with one photo: shows who is on it and where it may go, and changes that.

use super::ask::{Beside, Edit, PhotoCard, Told, WaitingPhoto, Whom};
use super::at_work::AtWork;
use crate::acts::outlook::{Chip, Outlook};
use crate::acts::sign_in::Session;
use crate::acts::tag::NewTag;
use crate::acts::{ActError, Desk, Done};
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::person::PersonId;
use crate::domain::photo::Who;
use crate::domain::staff::Staff;

/// Photos that a list shows at most; the rest come up as these are done.
const MOST_WAITING: usize = 200;

impl AtWork {
    pub(super) fn tell_photo(&self, photo: &PhotoId) {
        let told = match self.with(|desk, who| card(desk, who, photo)) {
            Ok(card) => Told::Photo(Box::new(card)),
            Err(error) => Told::PhotoTrouble(error),
        };
        self.voice.say(told);
    }

    pub(super) fn open_next(&self, after: &PhotoId) {
        let next = self.with(|desk, who| {
            let waiting = desk.to_tag(who, MOST_WAITING)?;
            // The next older one; a photo that was finished or deleted is in no list any more.
            let taken_at = desk.look_at(who, after)?.taken_at;
            let mut others = waiting.iter().filter(|listed| listed.photo != *after);
            let older = others.clone().find(|listed| listed.taken_at <= taken_at);
            // From the newest again, but not the one that was just left.
            let next = older.or_else(|| others.next());
            Ok(next.map(|listed| listed.photo.clone()))
        });
        match next {
            Ok(Some(photo)) => self.tell_photo(&photo),
            Ok(None) => self.voice.say(Told::NothingToTag),
            Err(error) => self.voice.say(Told::PhotoTrouble(error)),
        }
    }

    pub(super) fn edit(&mut self, photo: &PhotoId, edit: Edit) {
        let with_nobody = matches!(
            edit,
            Edit::Nobody
                | Edit::Beside {
                    with_nobody: true,
                    ..
                }
        );
        let finishes = matches!(edit, Edit::Finish | Edit::Nobody | Edit::Beside { .. });
        let changed = self.with_mut(|desk, who| change(desk, who, photo, edit));
        if let Err(ActError::AskedBeside(asked)) = &changed
            && let Some(asked) = asked.first()
        {
            let name = self.with(|desk, who| {
                let tiles = desk.tiles_of(who, std::slice::from_ref(&asked.person))?;
                Ok(tiles
                    .first()
                    .map(|tile| tile.name.clone())
                    .unwrap_or_default())
            });
            return match name {
                Ok(name) => self.voice.say(Told::AskedBeside(Box::new(Beside {
                    is_of_this: asked.photo == *photo,
                    asked: asked.clone(),
                    name,
                    with_nobody,
                }))),
                Err(error) => self.voice.say(Told::PhotoTrouble(error)),
            };
        }
        if let Err(error) = changed {
            self.voice.say(Told::PhotoTrouble(error));
            self.tell_photo(photo);
            return;
        }
        if finishes {
            self.voice.say(Told::Finished(photo.clone()));
            self.tell_count();
        } else {
            self.tell_photo(photo);
        }
    }
}

/// Photos that wait for their tags, newest first.
pub(super) fn waiting(desk: &Desk, who: &Session) -> Done<Vec<WaitingPhoto>> {
    let staff = desk.staff()?;
    let zone = desk.policy()?.timezone;
    let today = desk.today()?;
    let waiting = desk.to_tag(who, MOST_WAITING)?;
    waiting
        .into_iter()
        .map(|listed| {
            let photo = desk.look_at(who, &listed.photo)?;
            Ok(WaitingPhoto {
                taken: listed.taken_at.with_timezone(&zone).naive_local(),
                today,
                group: listed.class,
                by: name_of(&staff, &photo.taken_by),
                faces_open: listed.faces_open,
                id: listed.photo,
            })
        })
        .collect()
}

fn card(desk: &Desk, who: &Session, id: &PhotoId) -> Done<PhotoCard> {
    let photo = desk.look_at(who, id)?;
    let outlook = desk.outlook(who, id)?;
    let people = desk.tiles_of(who, &concerned(&photo.labels.people(), &outlook))?;
    let zone = desk.policy()?.timezone;
    Ok(PhotoCard {
        taken_by: name_of(&desk.staff()?, &photo.taken_by),
        taken: photo.taken_at.with_timezone(&zone).naive_local(),
        today: desk.today()?,
        photo,
        outlook,
        people,
    })
}

/// Those who are tagged, and those who stand in the way.
fn concerned(tagged: &[PersonId], outlook: &Outlook) -> Vec<PersonId> {
    let mut people = tagged.to_vec();
    for channel in &outlook.channels {
        if let Chip::No { because_of } = &channel.state {
            people.extend(because_of.iter().cloned());
        }
    }
    people.sort();
    people.dedup();
    people
}

fn name_of(staff: &[Staff], id: &StaffId) -> String {
    let found = staff.iter().find(|staff| staff.id == *id);
    found.map_or_else(String::new, |staff| staff.name.clone())
}

fn change(desk: &mut Desk, who: &Session, photo: &PhotoId, edit: Edit) -> Done<()> {
    match edit {
        Edit::Tag { whom, face } => tag(desk, who, photo, whom, face),
        Edit::Untag(tag) => desk.untag(who, photo, &tag),
        Edit::Draw(area) => desk.add_face(who, photo, area).map(drop),
        Edit::Move { face, area } => desk.move_face(who, photo, &face, area),
        Edit::NotAFace(face) => desk.remove_face(who, photo, &face),
        Edit::SameAsLast => desk.same_as_last(who, photo).map(drop),
        Edit::PutBack { from, labels } => desk.put_back(who, photo, from, &labels),
        Edit::Finish => desk.finish_tagging(who, photo),
        Edit::Beside {
            asked,
            is_here,
            with_nobody,
        } => {
            desk.answer_beside(who, &asked.photo, &asked.person, &asked.beside, is_here)?;
            match with_nobody && !is_here {
                true => desk.nobody_here(who, photo),
                false => desk.finish_tagging(who, photo),
            }
        }
        Edit::Nobody => desk.nobody_here(who, photo),
    }
}

/// Tags somebody; a face that is chosen is theirs, also where they are tagged already.
fn tag(
    desk: &mut Desk,
    who: &Session,
    photo: &PhotoId,
    whom: Whom,
    face: Option<String>,
) -> Done<()> {
    let shown = match whom {
        Whom::Person(person) => Who::Person(person),
        Whom::Unknown => Who::Unknown,
        Whom::Unrecognisable(kind) => Who::Unrecognisable(kind),
    };
    let labels = desk.look_at(who, photo)?.labels;
    // Two quick taps are sent with the same face: it is the first one's, and the second has none.
    let face = face.filter(|face| !labels.is_named(face));
    if let (Who::Person(_), Some(face)) = (&shown, &face)
        && let Some(tag) = labels.tags.iter().find(|tag| tag.who == shown)
    {
        return desk.tie_face(who, photo, face, &tag.id);
    }
    let new = NewTag {
        who: shown,
        face,
        area: None,
    };
    desk.tag(who, photo, new).map(drop)
}
