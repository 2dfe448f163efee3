//! The picture of a case: who is shown, in what words, signed off by whom. Reads a tree, decides
//! nothing.

use super::super::person::PersonId;
use super::super::photo::{
    Copyright, DeviceStanding, PhotoFacts, Role, Shown, SignOff, Unrecognisable, Who,
};
use super::super::policy::fields::{Fields, Found, Problems};
use super::defaults::{choice_or, count_or_none, each, flag_or, text, text_or_none, texts_or_none};

/// The picture. A call has none, so nobody took it.
pub(super) fn photo(
    fields: &mut Fields<'_>,
    is_call: bool,
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
    let taken_by = if is_call {
        text_or_none(fields, "taken_by", problems)
    } else {
        text(fields, "taken_by", problems)
    };
    let sign_off = match fields.nullable("sign_off") {
        Some(found) => sign_off(found, problems).map(Some),
        None => Some(None),
    };
    Some(PhotoFacts {
        device: device?,
        tagging_complete: tagging_complete?,
        shown: shown?,
        faces: faces?,
        faces_accounted: faces_accounted?,
        caption: caption?,
        alt: alt?,
        credit: credit?,
        file_name: file_name?,
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

fn sign_off(found: Found<'_>, problems: &mut Problems) -> Option<SignOff> {
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
    let current = fields
        .required("current", problems)
        .and_then(|found| fields.flag(found, problems));
    fields.finish(problems);
    Some(SignOff {
        by: by?,
        role: role?,
        current: current?,
    })
}
