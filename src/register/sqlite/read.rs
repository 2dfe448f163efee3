//! Reads records as they stand. Never filters a row that it does not understand: it fails.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, params};

use super::super::RegisterError;
use super::row::{Bad, Columns, Kind, all, each, one};
use crate::domain::attendance::Attendance;
use crate::domain::audit::Head;
use crate::domain::channel::ChannelId;
use crate::domain::device::{Camera, Device};
use crate::domain::ids::{DeviceId, EvidenceId, ImportId, PermissionId, PhotoId, StaffId};
use crate::domain::kept::{Face, Labels, Photo, Source, Tag};
use crate::domain::mis::Import;
use crate::domain::permission::Permission;
use crate::domain::person::{Person, PersonId};
use crate::domain::photo::{Unrecognisable, Who};
use crate::domain::school::{AdoptedPolicy, EvidenceFile, FiledPermission, Registered, School};
use crate::domain::staff::Staff;

type Read<T> = Result<T, RegisterError>;

pub fn school(db: &Connection) -> Read<Option<School>> {
    one(db, "school", "SELECT * FROM school", [], |row| {
        Ok(School {
            id: row.text("id")?,
            name: row.text("name")?,
            sample: row.flag("sample")?,
            set_up: row.time("set_up")?,
        })
    })
}

fn policy_of(row: &Columns) -> Result<AdoptedPolicy, Bad> {
    Ok(AdoptedPolicy {
        toml: row.text("toml")?,
        since: row.time("since")?,
        by: StaffId(row.text("by_staff")?),
        confirmed_by: row.maybe_text("confirmed_by")?.map(StaffId),
    })
}

pub const POLICIES: Kind<AdoptedPolicy> = Kind {
    what: "policy",
    named: ("policy", "since"),
    sql: "SELECT * FROM policy ORDER BY number",
    read: policy_of,
};

fn device_of(row: &Columns) -> Result<Device, Bad> {
    Ok(Device {
        id: DeviceId(row.text("id")?),
        name: row.text("name")?,
        asset_tag: row.text("asset_tag")?,
        public_key: row.text("public_key")?,
        enrolled_at: row.time("enrolled_at")?,
        revoked_at: row.maybe_time("revoked_at")?,
        revoked_why: row.text("revoked_why")?,
    })
}

pub const DEVICES: Kind<Device> = Kind {
    what: "device",
    named: ("device", "id"),
    sql: "SELECT * FROM device ORDER BY enrolled_at, id",
    read: device_of,
};

fn camera_of(row: &Columns) -> Result<Camera, Bad> {
    Ok(Camera {
        id: row.word("id")?,
        name: row.text("name")?,
        make: row.text("make")?,
        model: row.text("model")?,
        serial: row.text("serial")?,
        registered_at: row.time("registered_at")?,
        retired_at: row.maybe_time("retired_at")?,
    })
}

pub const CAMERAS: Kind<Camera> = Kind {
    what: "camera",
    named: ("camera", "id"),
    sql: "SELECT * FROM camera ORDER BY registered_at, id",
    read: camera_of,
};

fn staff_of(row: &Columns) -> Result<Staff, Bad> {
    Ok(Staff {
        id: StaffId(row.text("id")?),
        name: row.text("name")?,
        role: row.word("role")?,
        pin_hash: row.text("pin_hash")?,
        agreement_signed: row.date("agreement_signed")?,
        agreement_text: row.maybe_text("agreement_text")?,
        left_at: row.maybe_time("left_at")?,
        pin_was_reset: row.flag("pin_was_reset")?,
    })
}

pub const STAFF: Kind<Staff> = Kind {
    what: "account",
    named: ("staff", "id"),
    sql: "SELECT * FROM staff ORDER BY name",
    read: staff_of,
};

fn registered(row: &Columns) -> Result<Registered, Bad> {
    Ok(Registered {
        person: Person {
            id: PersonId(row.text("id")?),
            kind: row.word("kind")?,
            given: row.text("given")?,
            family: row.text("family")?,
            known_as: row.json("known_as")?,
            known_families: row.json("known_families")?,
            born: row.date("born")?,
            leaves: row.date("leaves")?,
            never: row.flag("never")?,
            responsible: row.json("responsible")?,
            changed_outside: false,
        },
        class: row.text("class")?,
        upn: row.maybe_text("upn")?,
        court_order: row.flag("court_order")?,
    })
}

pub const PEOPLE: Kind<Registered> = Kind {
    what: "person",
    named: ("person", "id"),
    sql: "SELECT * FROM person ORDER BY class, given, family, id",
    read: registered,
};

pub fn person(db: &Connection, id: &PersonId) -> Read<Option<Registered>> {
    let sql = "SELECT * FROM person WHERE id = $1";
    one(db, "person", sql, params![id.0], registered)
}

fn filed(row: &Columns) -> Result<FiledPermission, Bad> {
    let signed = row.date("signed")?;
    Ok(FiledPermission {
        id: row.word("id")?,
        permission: Permission {
            person: PersonId(row.text("person")?),
            channel: ChannelId(row.text("channel")?),
            answer: row.word("answer")?,
            relation: row.word("relation")?,
            by: row.text("by_name")?,
            signed: signed.ok_or_else(|| rusqlite::Error::InvalidQuery)?,
            from: row.date("valid_from")?,
            until: row.date("valid_until")?,
            evidence: row.word("evidence")?,
        },
        form: row.maybe_text("form")?.map(EvidenceId),
        recorded_at: row.time("recorded_at")?,
        recorded_by: StaffId(row.text("recorded_by")?),
        corrects: row.maybe_text("corrects")?.map(PermissionId),
        import: row.maybe_text("import")?.map(ImportId),
        belongs: row.maybe_json("belongs")?,
    })
}

/// The answers about a person that can be read. Which are missing, the trail says.
pub fn readable_permissions(db: &Connection, person: &PersonId) -> Read<Vec<FiledPermission>> {
    let sql = "SELECT * FROM permission WHERE person = $1 ORDER BY number";
    let mut found = Vec::new();
    each(db, "answer", sql, params![person.0], &mut |row| {
        found.extend(filed(row).ok()); // house: the trail names the answer, which then counts as a no
        Ok(true)
    })?;
    Ok(found)
}

pub const PERMISSIONS: Kind<FiledPermission> = Kind {
    what: "answer",
    named: ("permission", "id"),
    sql: "SELECT * FROM permission ORDER BY number",
    read: filed,
};

fn evidence_of(row: &Columns) -> Result<EvidenceFile, Bad> {
    Ok(EvidenceFile {
        id: EvidenceId(row.text("id")?),
        media_type: row.text("media_type")?,
        size: row.number("size")?,
        sha256: row.text("sha256")?,
        kept_at: row.time("kept_at")?,
        by: StaffId(row.text("by_staff")?),
        pages: row.maybe_number("pages")?,
    })
}

/// Whom a file with these bytes was filed for.
pub fn people_under(db: &Connection, sha256: &str) -> Read<Vec<PersonId>> {
    let sql = "SELECT DISTINCT permission.person AS person FROM evidence \
               JOIN permission ON permission.form = evidence.id \
               WHERE evidence.sha256 = $1 ORDER BY permission.person";
    all(db, "form", sql, params![sha256], |row| {
        Ok(PersonId(row.text("person")?))
    })
}

pub fn evidence(db: &Connection, id: &EvidenceId) -> Read<Option<EvidenceFile>> {
    let sql = "SELECT * FROM evidence WHERE id = $1";
    one(db, "form", sql, params![id.0], evidence_of)
}

pub const EVIDENCE: Kind<EvidenceFile> = Kind {
    what: "form",
    named: ("evidence", "id"),
    sql: "SELECT * FROM evidence ORDER BY id",
    read: evidence_of,
};

fn who(row: &Columns) -> Result<Who, Bad> {
    match (row.text("who")?.as_str(), row.maybe_text("person")?) {
        ("person", Some(person)) => Ok(Who::Person(PersonId(person))),
        ("unknown", None) => Ok(Who::Unknown),
        ("child", None) => Ok(Who::Unrecognisable(Unrecognisable::Child)),
        ("adult", None) => Ok(Who::Unrecognisable(Unrecognisable::Adult)),
        _ => Err(rusqlite::Error::InvalidQuery.into()),
    }
}

fn tags(db: &Connection, photo: &str) -> Read<Vec<Tag>> {
    let sql = "SELECT * FROM tag WHERE photo = $1 ORDER BY number";
    all(db, "tag", sql, params![photo], |row| {
        Ok(Tag {
            id: row.text("id")?,
            who: who(row)?,
            hidden: row.flag("hidden")?,
            area: row.maybe_json("area")?,
            set_by: row.maybe_text("set_by")?.map(StaffId),
            stood: row.flag("stood")?,
        })
    })
}

fn faces(db: &Connection, photo: &str) -> Read<Vec<Face>> {
    let sql = "SELECT * FROM face WHERE photo = $1 ORDER BY number";
    all(db, "face", sql, params![photo], |row| {
        Ok(Face {
            id: row.text("id")?,
            area: row.json("area")?,
            found_by: row.text("found_by")?,
            found: row.maybe_json("found")?,
            tag: row.maybe_text("tag")?,
            dismissed: row.maybe_text("dismissed")?.map(StaffId),
            score: row.maybe_number("score")?,
        })
    })
}

pub fn photo(db: &Connection, id: &PhotoId) -> Read<Option<Photo>> {
    let sql = "SELECT * FROM photo WHERE id = $1";
    let found = one(db, "photo", sql, params![id.0], |row| {
        let source = row.text("source")?;
        Ok(Photo {
            id: PhotoId(row.text("id")?),
            sha256: row.text("sha256")?,
            size: row.number("size")?,
            width: row.number("width")?,
            height: row.number("height")?,
            source: match row.text("source_kind")?.as_str() {
                "device" => Source::Device(DeviceId(source)),
                "camera" => Source::Camera(crate::domain::ids::CameraId(source)),
                _ => return Err(rusqlite::Error::InvalidQuery.into()),
            },
            taken_at: row.time("taken_at")?,
            taken_by: StaffId(row.text("taken_by")?),
            kept_at: row.time("kept_at")?,
            occasion: row.text("occasion")?,
            class: row.text("class")?,
            version: row.number("version")?,
            labels: Labels {
                tags: Vec::new(),
                faces: Vec::new(),
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
    })?;
    let Some(mut photo) = found else {
        return Ok(None);
    };
    photo.labels.tags = tags(db, &id.0)?;
    photo.labels.faces = faces(db, &id.0)?;
    Ok(Some(photo))
}

pub fn photo_ids(db: &Connection) -> Read<Vec<PhotoId>> {
    let sql = "SELECT id FROM photo ORDER BY taken_at DESC, id";
    all(db, "photo", sql, [], |row| Ok(PhotoId(row.text("id")?)))
}

/// By the index that holds these faces only, so it costs nothing where none waits.
pub fn photos_waiting(db: &Connection) -> Read<Vec<PhotoId>> {
    let sql = "SELECT id FROM photo WHERE id IN (SELECT photo FROM face \
               WHERE found_by = 'not looked: waiting' AND dismissed IS NULL) \
               AND id NOT IN (SELECT object FROM erasure) ORDER BY taken_at, id DESC";
    all(db, "photo", sql, [], |row| Ok(PhotoId(row.text("id")?)))
}

/// Two at most: enough to tell whether there are several.
pub fn photo_ids_from(db: &Connection, beginning: &str) -> Read<Vec<PhotoId>> {
    let sql = "SELECT id FROM photo WHERE id >= $1 AND id < $2 ORDER BY id LIMIT 2";
    // After every text that begins so.
    let end = format!("{beginning}{}", char::MAX);
    all(db, "photo", sql, params![beginning, end], |row| {
        Ok(PhotoId(row.text("id")?))
    })
}

pub fn photo_by_sha256(db: &Connection, sha256: &str) -> Read<Option<PhotoId>> {
    let sql = "SELECT id FROM photo WHERE sha256 = $1";
    one(db, "photo", sql, params![sha256], |row| {
        Ok(PhotoId(row.text("id")?))
    })
}

fn attendance_of(row: &Columns) -> Result<Attendance, Bad> {
    let day = row.date("day")?;
    Ok(Attendance {
        id: row.word("id")?,
        day: day.ok_or_else(|| rusqlite::Error::InvalidQuery)?,
        class: row.text("class")?,
        away: row.json("away")?,
        at: row.time("at")?,
        by: StaffId(row.text("by_staff")?),
    })
}

pub fn attendance(db: &Connection, day: NaiveDate) -> Read<Vec<Attendance>> {
    let sql = "SELECT * FROM attendance WHERE day = $1 ORDER BY number";
    all(
        db,
        "attendance",
        sql,
        params![day.to_string()],
        attendance_of,
    )
}

pub const ATTENDANCE: Kind<Attendance> = Kind {
    what: "attendance",
    named: ("attendance", "id"),
    sql: "SELECT * FROM attendance ORDER BY number",
    read: attendance_of,
};

fn import_of(row: &Columns) -> Result<Import, Bad> {
    Ok(Import {
        id: row.word("id")?,
        at: row.time("at")?,
        by: StaffId(row.text("by_staff")?),
        sha256: row.text("sha256")?,
        shape: row.text("shape")?,
        mapping: row.json("mapping")?,
        rows: row.number("rows")?,
        added: row.number("added")?,
        changed: row.number("changed")?,
        answers: row.number("answers")?,
        forms_held: row.flag("forms_held")?,
    })
}

/// Every import, oldest first.
pub const IMPORTS: Kind<Import> = Kind {
    what: "import",
    named: ("mis-import", "id"),
    sql: "SELECT * FROM mis_import ORDER BY number",
    read: import_of,
};

/// The devices that have entries, found by hopping from one to the next on the index.
const DEVICES_IN_TRAIL: &str = "WITH RECURSIVE hop (device) AS (SELECT min(device) FROM audit \
     UNION ALL SELECT (SELECT min(device) FROM audit WHERE device > hop.device) FROM hop \
     WHERE hop.device IS NOT NULL) SELECT device FROM hop WHERE device IS NOT NULL \
     AND device NOT IN (SELECT device FROM audit_head)";

/// The recorded heads. A chain without one would be verified by nobody.
pub fn heads(db: &Connection) -> Read<Vec<Head>> {
    let headless = all(db, "chain", DEVICES_IN_TRAIL, [], |row| row.text("device"))?;
    if !headless.is_empty() {
        return Err(RegisterError::Tampered {
            what: "the audit trail (a chain has lost its recorded head)".to_owned(),
        });
    }
    all(
        db,
        "head",
        "SELECT * FROM audit_head ORDER BY device",
        [],
        |row| {
            Ok(Head {
                device: DeviceId(row.text("device")?),
                count: row.number("count")?,
                hash: row.text("hash")?,
            })
        },
    )
}

pub fn head(db: &Connection, device: &DeviceId) -> Read<Head> {
    let found = heads(db)?.into_iter().find(|head| head.device == *device);
    Ok(found.unwrap_or_else(|| Head::none(device.clone())))
}

pub fn newest_event(db: &Connection) -> Read<Option<DateTime<Utc>>> {
    let sql = "SELECT max(at) AS at FROM audit";
    Ok(one(db, "newest entry", sql, [], |row| row.maybe_time("at"))?.flatten()) // house: an Option in an Option
}
