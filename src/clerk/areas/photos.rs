//! What the clerk does with one photo: shows who is on it and where it may go, and changes that.

use crate::acts::capture::{Circumstance, TakenIn};
use crate::acts::look::Seen;
use crate::acts::outlook::{Chip, Outlook};
use crate::acts::sign_in::Session;
use crate::acts::tag::NewTag;
use crate::acts::{Desk, Done, Encoded, PictureError};
use crate::clerk::context::{Context, News};
use crate::clerk::protocol::trouble::Trouble;
use crate::clerk::protocol::{Beside, Edit, LITTLE, PhotoCard, Told, WaitingPhoto};
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::person::PersonId;
use crate::domain::photo::Who;
use crate::domain::staff::Staff;

/// Photos that a list shows at most; the rest come up as these are done.
const MOST_WAITING: usize = 200;

pub(in crate::clerk) fn tell_photo(cx: &Context<'_>, photo: &PhotoId) {
    let told = match cx.look(|desk, who| card(desk, who, photo)) {
        Ok(card) => Told::Photo(Box::new(card)),
        Err(error) => Told::PhotoTrouble(error),
    };
    cx.tell(told);
}

pub(in crate::clerk) fn open_next(cx: &Context<'_>, after: &PhotoId) {
    let next = cx.look(|desk, who| {
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
        Ok(Some(photo)) => tell_photo(cx, &photo),
        Ok(None) => cx.tell(Told::NothingToTag),
        Err(error) => cx.tell(Told::PhotoTrouble(error)),
    }
}

pub(in crate::clerk) fn edit(cx: &mut Context<'_>, photo: &PhotoId, edit: Edit) {
    let with_nobody = matches!(
        edit,
        Edit::Nobody
            | Edit::Beside {
                with_nobody: true,
                ..
            }
    );
    let finishes = matches!(edit, Edit::Finish | Edit::Nobody | Edit::Beside { .. });
    let changed = cx.act(|desk, who| change(desk, who, photo, edit));
    if let Err(Trouble::AskedBeside(asked)) = &changed
        && let Some(asked) = asked.first()
    {
        let name = cx.look(|desk, who| {
            let tiles = desk.tiles_of(who, std::slice::from_ref(&asked.person))?;
            Ok(tiles
                .first()
                .map(|tile| tile.name.clone())
                .unwrap_or_default())
        });
        return match name {
            Ok(name) => cx.tell(Told::AskedBeside(Box::new(Beside {
                is_of_this: asked.photo == *photo,
                asked: asked.clone(),
                name,
                with_nobody,
            }))),
            Err(error) => cx.tell(Told::PhotoTrouble(error)),
        };
    }
    if let Err(error) = changed {
        cx.tell(Told::PhotoTrouble(error));
        tell_photo(cx, photo);
        return;
    }
    cx.house.for_others.push(News::Photo(photo.clone()));
    if finishes {
        cx.tell(Told::Finished(photo.clone()));
        tell_count(cx);
    } else {
        tell_photo(cx, photo);
    }
}

pub(in crate::clerk) fn tell_count(cx: &Context<'_>) {
    cx.tell(Told::CountToTag(
        cx.look(|desk, who| desk.count_to_tag(who)),
    ));
}

pub(in crate::clerk) fn tell_waiting(cx: &Context<'_>) {
    cx.tell(Told::ToTag(cx.look(waiting)));
}

pub(in crate::clerk) fn keep(cx: &mut Context<'_>, picture: &[u8], group: &str) {
    let kept = cx.act(|desk, who| {
        let at = Circumstance {
            group,
            ..Circumstance::default()
        };
        match desk.keep(who, picture, &at)? {
            TakenIn::Kept(photo) | TakenIn::KeptBefore(photo) => Ok(photo),
        }
    });
    if let Ok(photo) = &kept {
        cx.house.to_look_at.add((photo.clone(), false));
    }
    cx.tell(Told::Kept(kept));
    tell_count(cx);
}

pub(in crate::clerk) fn discard(cx: &mut Context<'_>, photo: PhotoId) {
    match cx.act(|desk, who| desk.discard(who, &photo)) {
        Ok(()) => {
            cx.house.for_others.push(News::Photo(photo.clone()));
            cx.tell(Told::Discarded(photo));
            tell_count(cx);
        }
        Err(error) => cx.tell(Told::PhotoTrouble(error)),
    }
}

/// Pixels for the screen, as soon as the hand is free.
pub(in crate::clerk) fn show(cx: &mut Context<'_>, photo: PhotoId, longest_side: u32) {
    // The photo that somebody looks at before a list's little pictures.
    if longest_side > LITTLE {
        cx.at.to_show.add_first((photo, longest_side));
    } else {
        cx.at.to_show.add((photo, longest_side));
    }
}

/// Gives work to hands that are free: one for faces, whoever is here; one for each counter's pixels.
pub(in crate::clerk) fn hand_out(cx: &mut Context<'_>) {
    while cx.at.who.is_some()
        && let Some((photo, again)) = cx.house.to_look_at.next()
    {
        let begun = cx.look(|desk, who| {
            let to_look_at = match again {
                true => Some(desk.to_look_at_again(who, &photo)?),
                false => desk.to_look_at(who, &photo)?,
            };
            Ok(to_look_at.map(|to_look_at| (to_look_at, who.clone())))
        });
        match begun {
            Ok(Some((to_look_at, who))) => {
                let look = move || Ok(to_look_at.look());
                cx.hand("faces", look, move |cx, seen| {
                    cx.house.to_look_at.is_free_again();
                    match seen {
                        Ok(seen) => looked_at(cx, &who, seen),
                        // No thread now: it is its turn again later.
                        Err(Trouble::Picture(PictureError::Busy)) => {
                            cx.house.to_look_at.add((photo, again));
                        }
                        // What fell over goes on waiting, until the next start.
                        Err(_) => {}
                    }
                });
                break;
            }
            Ok(None) => cx.house.to_look_at.is_free_again(),
            Err(error) => {
                cx.house.to_look_at.is_free_again();
                cx.tell(Told::Trouble(error));
            }
        }
    }
    while let Some((photo, longest_side)) = cx.at.to_show.next() {
        let id = photo.clone();
        let tell = move |cx: &mut Context<'_>, pixels| {
            cx.at.to_show.is_free_again();
            cx.tell(Told::Pixels {
                photo,
                longest_side,
                pixels,
            });
        };
        match cx.look(|desk, who| desk.to_show(who, &id)) {
            Ok(to_show) => {
                let make = move || Ok(Encoded::of(&to_show.pixels(longest_side)?)?);
                cx.hand("pixels", make, tell);
                break;
            }
            Err(error) => tell(cx, Err(error)),
        }
    }
}

/// What was seen is on record, also where whoever had it looked at has gone.
fn looked_at(cx: &mut Context<'_>, who: &Session, seen: Seen) {
    let photo = seen.photo().clone();
    if let Some(desk) = cx.house.desk.as_mut()
        && let Err(error) = desk.looked_at(who, seen)
    {
        cx.tell(Told::Trouble(error.into()));
    }
    cx.house.for_others.push(News::Photo(photo.clone()));
    cx.tell(Told::Looked(photo));
}

/// Photos that wait for their tags, newest first.
fn waiting(desk: &Desk, who: &Session) -> Done<Vec<WaitingPhoto>> {
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
    shown: Who,
    face: Option<String>,
) -> Done<()> {
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
