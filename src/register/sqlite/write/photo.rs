//! Writes a photo and what is said about it. What it was when taken is written once.

use rusqlite::{Connection, params};
use serde::Serialize;

use super::super::super::{RegisterError, SealKey};
use super::super::read;
use super::super::row::{json, word};
use super::{Written, insert, lists, put_key, whole};
use crate::domain::audit::stamp;
use crate::domain::kept::{Labels, Photo, Source};
use crate::domain::photo::{Area, Unrecognisable, Who};

pub fn keep(db: &Connection, photo: &Photo, key: &SealKey) -> Written {
    let (source_kind, source) = match &photo.source {
        Source::Device(device) => ("device", &device.0),
        Source::Camera(camera) => ("camera", &camera.0),
    };
    let labels = &photo.labels;
    insert(
        db,
        "INSERT INTO photo (id, sha256, size, width, height, source_kind, source, taken_at, \
         taken_by, kept_at, occasion, class, version, tagging_complete, crop, caption, alt, \
         credit, file_name, copyright, checklist, nobody, completed_by, doubts, in_doubt, not_here) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \
         $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, \
         $26)",
        params![
            photo.id.0,
            photo.sha256,
            whole(photo.size)?,
            photo.width,
            photo.height,
            source_kind,
            source,
            stamp(photo.taken_at),
            photo.taken_by.0,
            stamp(photo.kept_at),
            photo.occasion,
            photo.class,
            photo.version,
            labels.tagging_complete,
            area(labels.crop)?,
            labels.caption,
            labels.alt,
            labels.credit,
            labels.file_name,
            word(&labels.copyright)?,
            json(&labels.checklist)?,
            maybe(labels.nobody.as_ref())?,
            completed_by(labels),
            doubts(labels)?,
            labels.is_in_doubt(),
            maybe((!labels.not_here.is_empty()).then_some(&labels.not_here))?
        ],
    )?;
    put_tags_and_faces(db, photo)?;
    put_key(db, &photo.id.0, key)?;
    lists::keep(db, photo)
}

/// New labels for a photo whose stored version is the one before.
pub fn label(db: &Connection, photo: &Photo) -> Written {
    let labels = &photo.labels;
    let seen = photo.version.checked_sub(1).ok_or(RegisterError::Changed)?;
    let before = read::photo(db, &photo.id)?.ok_or(RegisterError::Changed)?;
    let changed = db.prepare_cached(
        "UPDATE photo SET version = $1, tagging_complete = $2, crop = $3, caption = $4, alt = $5, \
         credit = $6, file_name = $7, copyright = $8, checklist = $9, occasion = $10, class = $11, \
         nobody = $12, completed_by = $13, doubts = $14, in_doubt = $15, \
         not_here = $16 WHERE id = $17 AND version = $18",
    )?
    .execute(params![
        photo.version,
        labels.tagging_complete,
        area(labels.crop)?,
        labels.caption,
        labels.alt,
        labels.credit,
        labels.file_name,
        word(&labels.copyright)?,
        json(&labels.checklist)?,
        photo.occasion,
        photo.class,
        maybe(labels.nobody.as_ref())?,
        completed_by(labels),
        doubts(labels)?,
        labels.is_in_doubt(),
        maybe((!labels.not_here.is_empty()).then_some(&labels.not_here))?,
        photo.id.0,
        seen
    ])?;
    if changed != 1 {
        return Err(RegisterError::Changed);
    }
    let as_taken = Photo {
        labels: labels.clone(),
        version: photo.version,
        occasion: photo.occasion.clone(),
        class: photo.class.clone(),
        ..before.clone()
    };
    if as_taken != *photo {
        return Err(RegisterError::Refused(
            "what a photo was when taken does not change".to_owned(),
        ));
    }
    db.execute("DELETE FROM tag WHERE photo = $1", params![photo.id.0])?;
    db.execute("DELETE FROM face WHERE photo = $1", params![photo.id.0])?;
    put_tags_and_faces(db, photo)?;
    lists::label(db, &before, photo)
}

fn put_tags_and_faces(db: &Connection, photo: &Photo) -> Written {
    for (number, tag) in (1_i64..).zip(&photo.labels.tags) {
        let (who, person) = match &tag.who {
            Who::Person(person) => ("person", Some(&person.0)),
            Who::Unknown => ("unknown", None),
            Who::Unrecognisable(Unrecognisable::Child) => ("child", None),
            Who::Unrecognisable(Unrecognisable::Adult) => ("adult", None),
        };
        insert(
            db,
            "INSERT INTO tag (photo, number, id, who, person, hidden, area, set_by, stood) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            params![
                photo.id.0,
                number,
                tag.id,
                who,
                person,
                tag.hidden,
                area(tag.area)?,
                tag.set_by.as_ref().map(|staff| &staff.0),
                tag.stood
            ],
        )?;
    }
    for (number, face) in (1_i64..).zip(&photo.labels.faces) {
        insert(
            db,
            "INSERT INTO face (photo, number, id, area, found_by, tag, dismissed, found, score) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            params![
                photo.id.0,
                number,
                face.id,
                json(&face.area)?,
                face.found_by,
                face.tag,
                face.dismissed.as_ref().map(|staff| &staff.0),
                area(face.found)?,
                face.score
            ],
        )?;
    }
    Ok(())
}

fn completed_by(labels: &Labels) -> Option<&String> {
    labels.completed_by.as_ref().map(|staff| &staff.0)
}

/// Nothing where nothing was ever in doubt.
fn doubts(labels: &Labels) -> Result<Option<String>, RegisterError> {
    maybe((!labels.doubts.is_empty()).then_some(&labels.doubts))
}

fn area(area: Option<Area>) -> Result<Option<String>, RegisterError> {
    maybe(area.as_ref())
}

fn maybe(said: Option<&impl Serialize>) -> Result<Option<String>, RegisterError> {
    said.map(json).transpose()
}
