//! Keeps the lists in step with the records, inside the transaction that writes those.

use rusqlite::{Connection, params};
use std::collections::BTreeMap;

use super::super::super::RegisterError;
use super::super::super::lists::{Appears, OUT_ADULT, OUT_CHILD, OUT_DOUBT, OUT_FACE, OUT_UNKNOWN};
use super::super::row::{all, json, one};
use super::super::{outgoing, read};
use super::{Written, insert};
use crate::domain::gist::{Gist, LIST_RULES, words_beside};
use crate::domain::ids::{PhotoId, ReleaseId};
use crate::domain::kept::{Labels, Photo};
use crate::domain::person::PersonId;
use crate::domain::photo::{Shown, Unrecognisable, Who};
use crate::domain::release::{OutletKind, Release};

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
    let open = labels.faces.len().saturating_sub(labels.faces_accounted());
    i64::try_from(open).unwrap_or(i64::MAX)
}

fn gist_number(db: &Connection, photo: &Photo) -> Result<i64, RegisterError> {
    let gist = json(&Gist::of(photo))?;
    let sql = "SELECT number FROM gist WHERE gist = $1";
    if let Some(number) = one(db, "gist", sql, params![gist], |row| row.number("number"))? {
        return Ok(number);
    }
    insert(db, "INSERT INTO gist (gist) VALUES ($1)", params![gist])?;
    Ok(db.last_insert_rowid())
}

/// A photo that was kept.
pub fn keep(db: &Connection, photo: &Photo) -> Written {
    let gist = gist_number(db, photo)?;
    insert(
        db,
        "INSERT INTO photo_gist (photo, gist, taken, open) VALUES ($1, $2, $3, $4)",
        params![
            photo.id.0,
            gist,
            photo.taken_at.timestamp_millis(),
            faces_open(&photo.labels)
        ],
    )?;
    let number = db.last_insert_rowid();
    put_people(db, number, photo)?;
    for word in words_beside(photo) {
        put_word(db, number, &word)?;
    }
    Ok(())
}

/// Takes rows out of a list; there may be none.
fn remove(db: &Connection, sql: &str, params: impl rusqlite::Params) -> Written {
    db.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

fn put_people(db: &Connection, number: i64, photo: &Photo) -> Written {
    for (person, appears) in people_of(photo) {
        insert(
            db,
            "INSERT INTO photo_person (photo, person, seen, tallest) VALUES ($1, $2, $3, $4)",
            params![number, person.0, appears.is_seen, appears.tallest_face],
        )?;
    }
    Ok(())
}

fn put_word(db: &Connection, number: i64, word: &str) -> Written {
    insert(
        db,
        "INSERT INTO photo_word (word, photo) VALUES ($1, $2)",
        params![word, number],
    )
}

fn take_word(db: &Connection, number: i64, word: &str) -> Written {
    remove(
        db,
        "DELETE FROM photo_word WHERE word = $1 AND photo = $2",
        params![word, number],
    )
}

fn number_of(db: &Connection, photo: &str) -> Result<Option<i64>, RegisterError> {
    let sql = "SELECT number FROM photo_gist WHERE photo = $1";
    one(db, "listed photo", sql, params![photo], |row| {
        row.number("number")
    })
}

/// A photo whose labels changed; an erased one is in no list.
pub fn label(db: &Connection, before: &Photo, photo: &Photo) -> Written {
    let Some(number) = number_of(db, &photo.id.0)? else {
        return Ok(());
    };
    let gist = gist_number(db, photo)?;
    insert(
        db,
        "UPDATE photo_gist SET gist = $1, open = $2 WHERE number = $3",
        params![gist, faces_open(&photo.labels), number],
    )?;
    if people_of(before) != people_of(photo) {
        remove(
            db,
            "DELETE FROM photo_person WHERE photo = $1",
            params![number],
        )?;
        put_people(db, number, photo)?;
    }
    // What is known of a photo now holds of the copies that went out before.
    if of_its_copies(&before.labels) != of_its_copies(&photo.labels) {
        for release in outgoing::releases_of(db, &photo.id)? {
            list_release(db, &release)?;
        }
    }
    let (old, new) = (words_beside(before), words_beside(photo));
    for word in old.difference(&new) {
        take_word(db, number, word)?;
    }
    for word in new.difference(&old) {
        put_word(db, number, word)?;
    }
    Ok(())
}

/// A photo whose key was destroyed goes from every list.
pub fn erase(db: &Connection, object: &str) -> Written {
    let Some(number) = number_of(db, object)? else {
        return Ok(());
    };
    if let Some(photo) = read::photo(db, &PhotoId(object.to_owned()))? {
        for word in words_beside(&photo) {
            take_word(db, number, &word)?;
        }
    }
    let gone = params![number];
    remove(db, "DELETE FROM photo_person WHERE photo = $1", gone)?;
    remove(db, "DELETE FROM photo_gist WHERE number = $1", gone)
}

/// What of a photo's labels its copies are judged by.
fn of_its_copies(labels: &Labels) -> (Vec<Shown>, bool, bool) {
    (labels.shown(), faces_open(labels) > 0, labels.is_in_doubt())
}

/// Everybody who is in the copy of a release as far as is known today, each with whether they are seen;
/// and that a face is open, where one is.
pub fn people_in_copy(
    db: &Connection,
    release: &Release,
) -> Result<BTreeMap<String, bool>, RegisterError> {
    let photo = match &release.photo {
        Some(id) => read::photo(db, id)?,
        None => None,
    };
    let labels = photo.as_ref().map(|photo| &photo.labels);
    let mut people = BTreeMap::new();
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
pub fn list_release(db: &Connection, id: &ReleaseId) -> Written {
    let Some((number, release, event)) = outgoing::release_with_latest(db, id)? else {
        return Ok(());
    };
    let this = params![number];
    remove(db, "DELETE FROM out_person WHERE release = $1", this)?;
    remove(db, "DELETE FROM out_now WHERE release = $1", this)?;
    if !event.state.may_be_out() {
        return Ok(());
    }
    let is_going = event.state == crate::domain::release::ReleaseState::GoingOut;
    insert(
        db,
        "INSERT INTO out_now (release, channel, going) VALUES ($1, $2, $3)",
        params![number, release.channel.0, is_going],
    )?;
    // A call is over when it is over; a copy stays.
    if release.outlet == OutletKind::Call {
        return Ok(());
    }
    for (person, seen) in people_in_copy(db, &release)? {
        insert(
            db,
            "INSERT INTO out_person (person, channel, seen, release) VALUES ($1, $2, $3, $4)",
            params![person, release.channel.0, seen, number],
        )?;
    }
    Ok(())
}

/// Derives every list from the records, where that has not been done by these rules.
pub fn derive(db: &mut Connection) -> Written {
    let sql = "SELECT rules FROM listed";
    let derived = all(db, "list", sql, [], |row| row.number::<i64>("rules"))?;
    if derived == [LIST_RULES] {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    derive_anew(&tx)?;
    tx.commit()?;
    Ok(())
}

/// Derives every list from the records, inside the caller's transaction.
pub fn derive_anew(tx: &Connection) -> Written {
    tx.execute_batch(
        "DELETE FROM listed; DELETE FROM photo_word; DELETE FROM photo_person; \
         DELETE FROM photo_gist; DELETE FROM gist; DELETE FROM out_person; DELETE FROM out_now;",
    )?;
    let sql =
        "SELECT id FROM photo WHERE id NOT IN (SELECT object FROM erasure) ORDER BY kept_at, id";
    for id in all(tx, "photo", sql, [], |row| Ok(PhotoId(row.text("id")?)))? {
        if let Some(photo) = read::photo(tx, &id)? {
            keep(tx, &photo)?;
        }
    }
    let sql = "SELECT id FROM release ORDER BY number";
    for id in all(tx, "release", sql, [], |row| row.word("id"))? {
        list_release(tx, &id)?;
    }
    insert(
        tx,
        "INSERT INTO listed (rules) VALUES ($1)",
        params![LIST_RULES],
    )
}
