//! A photo and what is said about it: three kinds of rows. What it was when taken is written once.

use serde_json::json;

use super::super::record::{Record, Saying, whole};
use super::super::store::{
    self, Bad, By, Columns, Meant, Read, Reads, Row, RowSet, Rows, Writes, Written, maybe, row,
    word,
};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::ids::{CameraId, DeviceId, PhotoId, StaffId};
use crate::domain::kept::{Face, Faces, Labels, Photo, Source, Tag};
use crate::domain::person::PersonId;
use crate::domain::photo::{Unrecognisable, Who};
use crate::register::RegisterError;

impl Record for Photo {
    const KIND: &'static str = "photo";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        self.noted(Act::PhotoLabelled).saying(told_of_labels(self))
    }
}

/// What the trail says of a photo's labels beside their fingerprint.
pub fn told_of_labels(photo: &Photo) -> serde_json::Value {
    let labels = &photo.labels;
    let mut told = json!({
        "version": photo.version, "tags": labels.tags.len(), "complete": labels.tagging_complete,
    });
    if let (Some(_), Some(told)) = (&labels.nobody, told.as_object_mut()) {
        told.insert("nobody".to_owned(), json!(true));
    }
    told
}

/// Photos.
pub const PHOTOS: &RowSet = &RowSet {
    name: "photo",
    order: &[By::Falling("taken_at"), By::Rising("id")],
    apart: &["sha256"],
    fixed: &[
        "id",
        "sha256",
        "size",
        "width",
        "height",
        "source_kind",
        "source",
        "taken_at",
        "taken_by",
        "kept_at",
    ],
    ..RowSet::STANDING
};

/// Who is shown on a photo, and where.
pub const TAGS: &RowSet = &RowSet {
    name: "tag",
    key: "",
    order: &[By::Rising("number")],
    apart: &["photo", "number"],
    refers: &[("photo", "photo", "id")],
    ..RowSet::STANDING
};

/// Where faces are on a photo.
pub const FACES: &RowSet = &RowSet {
    name: "face",
    ..*TAGS
};

/// Ids of photos, newest first, erased ones included.
pub fn ids() -> Rows {
    Rows::of("photo", PHOTOS).only(&["id"])
}

/// The id in a row of [`ids`].
pub fn id_of(row: &Columns) -> Result<PhotoId, Bad> {
    Ok(PhotoId(row.text("id")?))
}

/// A photo as it stands.
pub fn read(reads: &dyn Reads, id: &PhotoId) -> Read<Option<Photo>> {
    let found = reads.one(&Rows::of("photo", PHOTOS).with("id", &id.0), photo_of)?;
    let Some(mut photo) = found else {
        return Ok(None);
    };
    photo.labels.tags = reads.all(&Rows::of("tag", TAGS).with("photo", &id.0), tag_of)?;
    let faces = reads.all(&Rows::of("face", FACES).with("photo", &id.0), face_of)?;
    photo.labels.faces = faces.into();
    Ok(Some(photo))
}

fn photo_of(row: &Columns) -> Result<Photo, Bad> {
    let source = row.text("source")?;
    Ok(Photo {
        id: PhotoId(row.text("id")?),
        sha256: row.text("sha256")?,
        size: row.number("size")?,
        width: row.number("width")?,
        height: row.number("height")?,
        source: match row.text("source_kind")?.as_str() {
            "device" => Source::Device(DeviceId(source)),
            "camera" => Source::Camera(CameraId(source)),
            _ => return Err(Bad::senseless("source_kind")),
        },
        taken_at: row.time("taken_at")?,
        taken_by: StaffId(row.text("taken_by")?),
        kept_at: row.time("kept_at")?,
        occasion: row.text("occasion")?,
        class: row.text("class")?,
        version: row.number("version")?,
        labels: Labels {
            tags: Vec::new(),
            faces: Faces::default(),
            tagging_complete: row.flag("tagging_complete")?,
            nobody: row.maybe_json("nobody")?,
            completed_by: row.maybe_text("completed_by")?.map(StaffId),
            not_here: row.maybe_json("not_here")?.unwrap_or_default(),
            doubts: row.maybe_json("doubts")?.unwrap_or_default(),
            crop: row.maybe_json("crop")?,
            caption: row.text("caption")?,
            alt: row.text("alt")?,
            credit: row.text("credit")?,
            file_name: row.text("file_name")?,
            copyright: row.word("copyright")?,
            checklist: row.json("checklist")?,
        },
    })
}

fn who(row: &Columns) -> Result<Who, Bad> {
    match (row.text("who")?.as_str(), row.maybe_text("person")?) {
        ("person", Some(person)) => Ok(Who::Person(PersonId(person))),
        ("unknown", None) => Ok(Who::Unknown),
        ("child", None) => Ok(Who::Unrecognisable(Unrecognisable::Child)),
        ("adult", None) => Ok(Who::Unrecognisable(Unrecognisable::Adult)),
        _ => Err(Bad::senseless("who")),
    }
}

fn tag_of(row: &Columns) -> Result<Tag, Bad> {
    Ok(Tag {
        id: row.text("id")?,
        who: who(row)?,
        hidden: row.flag("hidden")?,
        area: row.maybe_json("area")?,
        set_by: row.maybe_text("set_by")?.map(StaffId),
        stood: row.flag("stood")?,
    })
}

fn face_of(row: &Columns) -> Result<Face, Bad> {
    Ok(Face {
        id: row.text("id")?,
        area: row.json("area")?,
        found_by: row.text("found_by")?,
        found: row.maybe_json("found")?,
        tag: row.maybe_text("tag")?,
        dismissed: row.maybe_text("dismissed")?.map(StaffId),
        score: row.maybe_number("score")?,
    })
}

/// The columns of what is said about a photo, which change with its labels.
fn said(photo: &Photo) -> Read<Row> {
    let labels = &photo.labels;
    // Nothing where nothing was ever in doubt.
    let doubts = (!labels.doubts.is_empty()).then_some(&labels.doubts);
    Ok(row! {
        version: photo.version,
        tagging_complete: labels.tagging_complete,
        crop: maybe(labels.crop.as_ref())?,
        caption: &labels.caption,
        alt: &labels.alt,
        credit: &labels.credit,
        file_name: &labels.file_name,
        copyright: word(&labels.copyright)?,
        checklist: store::json(&labels.checklist)?,
        occasion: &photo.occasion,
        class: &photo.class,
        nobody: maybe(labels.nobody.as_ref())?,
        completed_by: labels.completed_by.as_ref().map(|staff| &staff.0),
        doubts: maybe(doubts)?,
        in_doubt: labels.is_in_doubt(),
        not_here: maybe((!labels.not_here.is_empty()).then_some(&labels.not_here))?,
    })
}

/// A photo that was taken.
pub fn add(tx: &dyn Writes, photo: &Photo) -> Written {
    let (source_kind, source) = match &photo.source {
        Source::Device(device) => ("device", &device.0),
        Source::Camera(camera) => ("camera", &camera.0),
    };
    let mut row = row! {
        id: &photo.id.0,
        sha256: &photo.sha256,
        size: whole(photo.size)?,
        width: photo.width,
        height: photo.height,
        source_kind: source_kind,
        source: source,
        taken_at: stamp(photo.taken_at),
        taken_by: &photo.taken_by.0,
        kept_at: stamp(photo.kept_at),
    };
    row.extend(said(photo)?);
    tx.insert(PHOTOS, &row)?;
    put_tags_and_faces(tx, photo)
}

/// New labels for a photo whose stored version is the one before. Gives the photo as it was.
pub fn label(tx: &dyn Writes, photo: &Photo) -> Read<Photo> {
    let seen = photo.version.checked_sub(1).ok_or(RegisterError::Changed)?;
    let before = read(tx.reads(), &photo.id)?.ok_or(RegisterError::Changed)?;
    let this = [
        Meant::Is("id", (&photo.id.0).into()),
        Meant::Is("version", seen.into()),
    ];
    if tx.change(PHOTOS, &this, &said(photo)?)? != 1 {
        return Err(RegisterError::Changed);
    }
    let as_taken = Photo {
        labels: photo.labels.clone(),
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
    let of_photo = [Meant::Is("photo", (&photo.id.0).into())];
    tx.remove(TAGS, &of_photo)?;
    tx.remove(FACES, &of_photo)?;
    put_tags_and_faces(tx, photo)?;
    Ok(before)
}

fn put_tags_and_faces(tx: &dyn Writes, photo: &Photo) -> Written {
    for (number, tag) in (1_i64..).zip(&photo.labels.tags) {
        let (who, person) = match &tag.who {
            Who::Person(person) => ("person", Some(&person.0)),
            Who::Unknown => ("unknown", None),
            Who::Unrecognisable(Unrecognisable::Child) => ("child", None),
            Who::Unrecognisable(Unrecognisable::Adult) => ("adult", None),
        };
        let row = row! {
            photo: &photo.id.0,
            number: number,
            id: &tag.id,
            who: who,
            person: person,
            hidden: tag.hidden,
            area: maybe(tag.area.as_ref())?,
            set_by: tag.set_by.as_ref().map(|staff| &staff.0),
            stood: tag.stood,
        };
        tx.insert(TAGS, &row)?;
    }
    let faces = Vec::from(photo.labels.faces.clone());
    for (number, face) in (1_i64..).zip(&faces) {
        let row = row! {
            photo: &photo.id.0,
            number: number,
            id: &face.id,
            area: store::json(&face.area)?,
            found_by: &face.found_by,
            tag: face.tag.as_ref(),
            dismissed: face.dismissed.as_ref().map(|staff| &staff.0),
            found: maybe(face.found.as_ref())?,
            score: face.score,
        };
        tx.insert(FACES, &row)?;
    }
    Ok(())
}
