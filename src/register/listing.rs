//! Keeps the lists in step with the records, inside the transaction that writes those.

use std::collections::BTreeMap;

use super::lists::{Appears, OUT_ADULT, OUT_CHILD, OUT_DOUBT, OUT_FACE, OUT_UNKNOWN};
use super::record::Rowed;
use super::records::{photo as photos, release as releases};
use super::store::{By, Meant, Read, Reads, RowSet, Rows, Value, Writes, Written, json, row};
use super::{RegisterError, keys};
use crate::domain::gist::{Gist, LIST_RULES, words_beside};
use crate::domain::ids::{PhotoId, ReleaseId};
use crate::domain::kept::{Labels, Photo};
use crate::domain::person::PersonId;
use crate::domain::photo::{Shown, Unrecognisable, Who};
use crate::domain::release::{Release, ReleaseState};

/// A list: rows by their number, or by no key.
const LIST: RowSet = RowSet {
    key: "",
    order: &[],
    ..RowSet::STANDING
};

/// By which rules the lists were derived.
const LISTED: &RowSet = &RowSet {
    name: "listed",
    ..LIST
};

/// What lists ask of a photo by itself, and the number that stands for it.
pub const GISTS: &RowSet = &RowSet {
    name: "gist",
    key: "gist",
    is_numbered: true,
    ..LIST
};

/// Photos that were not erased, and the number that stands for each.
pub const PHOTOS_LISTED: &RowSet = &RowSet {
    name: "photo_gist",
    key: "photo",
    is_numbered: true,
    ..LIST
};

/// Who is tagged by name on which photo.
pub const PEOPLE_LISTED: &RowSet = &RowSet {
    name: "photo_person",
    apart: &["photo", "person"],
    ..LIST
};

/// Words beside photos.
pub const WORDS_LISTED: &RowSet = &RowSet {
    name: "photo_word",
    apart: &["word", "photo"],
    ..LIST
};

/// Releases whose copy may be out.
pub const OUT_NOW: &RowSet = &RowSet {
    name: "out_now",
    key: "release",
    ..LIST
};

/// Who is in a copy that may be out.
pub const PEOPLE_OUT: &RowSet = &RowSet {
    name: "out_person",
    apart: &["person", "channel", "seen", "release"],
    ..LIST
};

/// Every list, in an order in which it can be emptied.
pub const LISTS: &[&RowSet] = &[
    LISTED,
    WORDS_LISTED,
    PEOPLE_LISTED,
    PHOTOS_LISTED,
    GISTS,
    PEOPLE_OUT,
    OUT_NOW,
];

/// Everybody tagged by name, and how they appear.
pub fn people_of(photo: &Photo) -> BTreeMap<&PersonId, Appears> {
    let tallest = photo.tallest_faces();
    let mut people = BTreeMap::new();
    for tag in &photo.labels.tags {
        if let Who::Person(person) = &tag.who {
            let height = tallest.get(person).copied().unwrap_or_default();
            let appears = people.entry(person).or_insert(Appears {
                is_seen: false,
                tallest_face: u16::try_from(height).unwrap_or(u16::MAX),
            });
            appears.is_seen |= !tag.hidden;
        }
    }
    people
}

/// How many faces nobody named or dismissed.
pub fn faces_open(labels: &Labels) -> i64 {
    i64::try_from(labels.faces_open()).unwrap_or(i64::MAX)
}

fn is(column: &'static str, value: impl Into<Value>) -> Meant {
    Meant::Is(column, value.into())
}

fn gist_number(tx: &dyn Writes, photo: &Photo) -> Read<i64> {
    let gist = json(&Gist::of(photo))?;
    let there = Rows::of("gist", GISTS)
        .with("gist", &gist)
        .only(&["number"]);
    match tx.reads().one(&there, |row| row.number("number"))? {
        Some(number) => Ok(number),
        None => tx.insert(GISTS, &row! { gist: gist }),
    }
}

/// A photo that was kept.
pub fn keep(tx: &dyn Writes, photo: &Photo) -> Written {
    let gist = gist_number(tx, photo)?;
    let listed = row! {
        photo: &photo.id.0,
        gist: gist,
        taken: photo.taken_at.timestamp_millis(),
        open: faces_open(&photo.labels),
    };
    let number = tx.insert(PHOTOS_LISTED, &listed)?;
    put_people(tx, number, photo)?;
    for word in words_beside(photo) {
        put_word(tx, number, &word)?;
    }
    Ok(())
}

fn put_people(tx: &dyn Writes, number: i64, photo: &Photo) -> Written {
    for (person, appears) in people_of(photo) {
        let row = row! {
            photo: number,
            person: &person.0,
            seen: appears.is_seen,
            tallest: appears.tallest_face,
        };
        tx.insert(PEOPLE_LISTED, &row)?;
    }
    Ok(())
}

fn put_word(tx: &dyn Writes, number: i64, word: &str) -> Written {
    tx.insert(WORDS_LISTED, &row! { word: word, photo: number })
        .map(drop)
}

fn take_word(tx: &dyn Writes, number: i64, word: &str) -> Written {
    tx.remove(WORDS_LISTED, &[is("word", word), is("photo", number)])
        .map(drop)
}

/// The number of a photo, where it is in the lists.
pub fn number_of(reads: &dyn Reads, photo: &str) -> Read<Option<i64>> {
    let listed = Rows::of("listed photo", PHOTOS_LISTED)
        .with("photo", photo)
        .only(&["number"]);
    reads.one(&listed, |row| row.number("number"))
}

/// A photo whose labels changed; an erased one is in no list.
pub fn label(tx: &dyn Writes, before: &Photo, photo: &Photo) -> Written {
    let Some(number) = number_of(tx.reads(), &photo.id.0)? else {
        return Ok(());
    };
    let now = row! { gist: gist_number(tx, photo)?, open: faces_open(&photo.labels) };
    if tx.change(PHOTOS_LISTED, &[is("number", number)], &now)? != 1 {
        return Err(super::vouch::tampered("the register's layout"));
    }
    if people_of(before) != people_of(photo) {
        tx.remove(PEOPLE_LISTED, &[is("photo", number)])?;
        put_people(tx, number, photo)?;
    }
    // What is known of a photo now holds of the copies that went out before.
    if of_its_copies(&before.labels) != of_its_copies(&photo.labels) {
        for release in releases::of_photo(tx.reads(), &photo.id)? {
            list_release(tx, &release)?;
        }
    }
    let (old, new) = (words_beside(before), words_beside(photo));
    for word in old.difference(&new) {
        take_word(tx, number, word)?;
    }
    for word in new.difference(&old) {
        put_word(tx, number, word)?;
    }
    Ok(())
}

/// A photo whose key was destroyed goes from every list.
pub fn erase(tx: &dyn Writes, object: &str) -> Written {
    let Some(number) = number_of(tx.reads(), object)? else {
        return Ok(());
    };
    if let Some(photo) = photos::read(tx.reads(), &PhotoId(object.to_owned()))? {
        for word in words_beside(&photo) {
            take_word(tx, number, &word)?;
        }
    }
    tx.remove(PEOPLE_LISTED, &[is("photo", number)])?;
    tx.remove(PHOTOS_LISTED, &[is("number", number)]).map(drop)
}

/// What of a photo's labels its copies are judged by.
fn of_its_copies(labels: &Labels) -> (Vec<Shown>, bool, bool) {
    (labels.shown(), faces_open(labels) > 0, labels.is_in_doubt())
}

/// Everybody who is in the copy of a release as far as is known today, each with whether they are seen;
/// and that a face is open, where one is. Nobody of a call, which is over when it is over; a copy stays.
pub fn people_in_copy(
    reads: &dyn Reads,
    release: &Release,
) -> Result<BTreeMap<String, bool>, RegisterError> {
    let mut people = BTreeMap::new();
    let Some(photo) = release.photo() else {
        return Ok(people);
    };
    let photo = photos::read(reads, photo)?;
    let labels = photo.as_ref().map(|photo| &photo.labels);
    for shown in release.shown_today(labels) {
        let who = match shown.who {
            Who::Person(person) => person.0,
            Who::Unknown => OUT_UNKNOWN.to_owned(),
            Who::Unrecognisable(Unrecognisable::Child) => OUT_CHILD.to_owned(),
            Who::Unrecognisable(Unrecognisable::Adult) => OUT_ADULT.to_owned(),
        };
        *people.entry(who).or_insert(false) |= !shown.hidden;
    }
    if labels.is_some_and(|labels| faces_open(labels) > 0) {
        people.insert(OUT_FACE.to_owned(), true);
    }
    if labels.is_some_and(Labels::is_in_doubt) {
        people.insert(OUT_DOUBT.to_owned(), true);
    }
    Ok(people)
}

/// A release as it stands: among those that may be out, or not.
pub fn list_release(tx: &dyn Writes, id: &ReleaseId) -> Written {
    let Some((number, release, event)) = releases::with_latest(tx.reads(), id)? else {
        return Ok(());
    };
    tx.remove(PEOPLE_OUT, &[is("release", number)])?;
    tx.remove(OUT_NOW, &[is("release", number)])?;
    if !event.state.may_be_out() {
        return Ok(());
    }
    let out = row! {
        release: number,
        channel: &release.channel.0,
        going: event.state == ReleaseState::GoingOut,
    };
    tx.insert(OUT_NOW, &out)?;
    for (person, seen) in people_in_copy(tx.reads(), &release)? {
        let out = row! {
            person: person,
            channel: &release.channel.0,
            seen: seen,
            release: number,
        };
        tx.insert(PEOPLE_OUT, &out)?;
    }
    Ok(())
}

/// Whether every list was derived from the records by these rules.
pub fn is_derived(reads: &dyn Reads) -> Read<bool> {
    let derived = reads.all(&Rows::of("list", LISTED), |row| row.number::<i64>("rules"))?;
    Ok(derived == [LIST_RULES])
}

/// Derives every list from the records, inside the caller's deed.
pub fn derive_anew(tx: &dyn Writes) -> Written {
    for list in LISTS {
        tx.remove(list, &[])?;
    }
    let photos = keys::kept(photos::PHOTOS).in_order(&[By::Rising("kept_at"), By::Rising("id")]);
    for id in tx.reads().all(&photos, photos::id_of)? {
        if let Some(photo) = photos::read(tx.reads(), &id)? {
            keep(tx, &photo)?;
        }
    }
    for id in tx
        .reads()
        .all(&Release::rows().only(&["id"]), |row| row.word("id"))?
    {
        list_release(tx, &id)?;
    }
    tx.insert(LISTED, &row! { rules: LIST_RULES }).map(drop)
}
