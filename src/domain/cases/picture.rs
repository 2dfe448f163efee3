//! The picture of a case: who is shown, in what words, signed off by whom. Reads a tree, decides
//! nothing.

use chrono::NaiveDate;

use super::super::person::PersonId;
use super::super::photo::{
    Copyright, DeviceStanding, PhotoFacts, Role, SMALLEST_COPY, Shown, SignOff, Unrecognisable,
    VideoFacts, Who,
};
use super::super::policy::fields::{Fields, Found, Problems};
use super::defaults::{
    choice_or, count_or_none, day_or_none, each, flag_or, text, text_or_none, texts_or_none,
};

/// The picture. A signature that states no day is of `today`.
pub(super) fn photo(
    fields: &mut Fields<'_>,
    today: Option<NaiveDate>,
    problems: &mut Problems,
) -> Option<PhotoFacts> {
    let devices = [
        ("enrolled", DeviceStanding::Enrolled),
        ("camera", DeviceStanding::Camera),
        ("revoked", DeviceStanding::Revoked),
        ("unknown", DeviceStanding::Unknown),
    ];
    let device = choice_or(
        fields,
        "device",
        &devices,
        DeviceStanding::Enrolled,
        problems,
    );
    let tagging_complete = flag_or(fields, "tagging_complete", true, problems);
    let shown = each(fields, "shown", problems, shown);
    let faces = count_or_none(fields, "faces", problems);
    let faces_accounted = count_or_none(fields, "faces_accounted", problems);
    let doubts = count_or_none(fields, "doubts", problems);
    let tallest_face = match fields.optional("tallest_face") {
        Some(found) => fields.share(found, problems).map(in_smallest_copy),
        None => Some(0),
    };
    let video = match fields.nullable("video") {
        Some(found) => video(found, problems).map(Some),
        None => Some(None),
    };
    let caption = text_or_none(fields, "caption", problems);
    let alt = text_or_none(fields, "alt", problems);
    let credit = text_or_none(fields, "credit", problems);
    let file_name = text_or_none(fields, "file_name", problems);
    let owners = [
        ("school", Copyright::School),
        ("permission", Copyright::Permission),
        ("unknown", Copyright::Unknown),
    ];
    let copyright = choice_or(fields, "copyright", &owners, Copyright::School, problems);
    let checklist = texts_or_none(fields, "checklist", problems);
    let taken_by = text_or_none(fields, "taken_by", problems);
    let sign_off = match fields.nullable("sign_off") {
        Some(found) => sign_off(found, today, problems).map(Some),
        None => Some(None),
    };
    Some(PhotoFacts {
        device: device?,
        tagging_complete: tagging_complete?,
        shown: shown?,
        faces: faces?,
        faces_accounted: faces_accounted?,
        doubts: doubts?,
        tallest_face: tallest_face?,
        video: video?,
        caption: caption?,
        alt: alt?,
        credit: credit?,
        file_name: file_name?,
        goes_into: Vec::new(),
        copyright: copyright?,
        checklist: checklist?,
        taken_by: taken_by?,
        sign_off: sign_off?,
    })
}

/// `person`, `unknown` or `unrecognisable`: just one of them.
fn shown(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Shown> {
    let hidden = flag_or(fields, "hidden", false, problems);
    let person = fields.optional("person");
    let unknown = fields.optional("unknown");
    let unrecognisable = fields.optional("unrecognisable");
    let who = match (person, unknown, unrecognisable) {
        (Some(found), None, None) => {
            let id = fields.text(found, problems)?;
            Who::Person(PersonId(id.to_owned()))
        }
        (None, Some(found), None) => match fields.flag(found, problems)? {
            true => Who::Unknown,
            false => {
                let message = "`unknown` can only be true; name the person instead";
                problems.add(found.node.line, fields.place("unknown"), message);
                return None;
            }
        },
        (None, None, Some(found)) => {
            let kinds = [
                ("child", Unrecognisable::Child),
                ("adult", Unrecognisable::Adult),
            ];
            Who::Unrecognisable(fields.choice(found, &kinds, problems)?)
        }
        (None, None, None) => {
            let message = "`person` is missing; state it, or `unknown`, or `unrecognisable`";
            problems.add(fields.line(), fields.place("person"), message);
            return None;
        }
        _ => {
            let message = "`person`, `unknown` and `unrecognisable` exclude each other; keep one";
            problems.add(fields.line(), fields.place("person"), message);
            return None;
        }
    };
    Some(Shown {
        who,
        hidden: hidden?,
    })
}

/// Pixels of the smallest copy, rounded up, of a share in millionths.
fn in_smallest_copy(share: u32) -> u32 {
    (share * SMALLEST_COPY).div_ceil(1_000_000)
}

fn video(found: Found<'_>, problems: &mut Problems) -> Option<VideoFacts> {
    let mut fields = Fields::of(found.node, "photo.video", problems)?;
    let watched = flag(&mut fields, "watched", problems);
    let sound = flag(&mut fields, "sound", problems);
    fields.finish(problems);
    Some(VideoFacts {
        watched: watched?,
        sound: sound?,
    })
}

fn flag(fields: &mut Fields<'_>, key: &'static str, problems: &mut Problems) -> Option<bool> {
    let found = fields.required(key, problems)?;
    fields.flag(found, problems)
}

fn sign_off(
    found: Found<'_>,
    today: Option<NaiveDate>,
    problems: &mut Problems,
) -> Option<SignOff> {
    let mut fields = Fields::of(found.node, "photo.sign_off", problems)?;
    let by = text(&mut fields, "by", problems);
    let roles = [
        ("technician", Role::Technician),
        ("practitioner", Role::Practitioner),
        ("office", Role::Office),
        ("head", Role::Head),
    ];
    let role = fields
        .required("role", problems)
        .and_then(|found| fields.choice(found, &roles, problems));
    let current = flag(&mut fields, "current", problems);
    let signed = day_or_none(&mut fields, "signed", problems);
    fields.finish(problems);
    Some(SignOff {
        by: by?,
        role: role?,
        current: current?,
        signed: signed?.or(today)?,
    })
}
