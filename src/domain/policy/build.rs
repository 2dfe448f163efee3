//! Builds a policy from what a file says, and refuses what would make it weak in silence. Reads no
//! file and decides about no picture.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::super::channel::{
    Channel, ChannelId, ChannelKind, PermissionRule, Pictures, SignOffRule,
};
use super::super::words;
use super::fields::{Fields, Problems, printable};
use super::tree::{Node, Value};
use super::{IDLE_LOCK_SECONDS, Policy, SAY_BEFORE_PHOTO};

/// Ages at which a school can first ask a pupil; later than 25 nobody is a pupil.
const OWN_VOICE_AGES: std::ops::RangeInclusive<u32> = 1..=25;
/// Months that a permission can last: at most twenty years, a whole time at school and more.
const TERM_MONTHS: std::ops::RangeInclusive<u32> = 1..=240;
/// Pixels: below, nobody sees anything; above, no camera of a school goes.
const LONGEST_SIDES: std::ops::RangeInclusive<u32> = 64..=20_000;
/// Pixels of the copy: no face is lower, and no camera of a school makes one higher.
const LARGEST_FACES: std::ops::RangeInclusive<u32> = 1..=20_000;
/// Days that a signature can stand: at most ten years.
const SIGN_OFF_DAYS: std::ops::RangeInclusive<u32> = 1..=3660;
/// Days to take a copy down: at most a year.
const TAKEDOWN_DAYS: std::ops::RangeInclusive<u32> = 1..=366;
/// Seconds: shorter, and it locks under a hand that holds a child; longer, and a tablet lies open for a
/// quarter of an hour.
const IDLE_LOCKS: std::ops::RangeInclusive<u32> = 30..=900;
/// Signs that a child listens to, and that a screen shows large.
const LONGEST_LINE: usize = 200;
const LONGEST_ID: usize = 64;

/// The policy under a node. Whatever is missing from the answer is among the problems.
pub(super) fn policy(root: &Node, place: &str, problems: &mut Problems) -> Option<Policy> {
    let mut fields = Fields::of(root, place, problems)?;
    let name = name(&mut fields, problems);
    let timezone = timezone(&mut fields, problems);
    let own_voice_from_age = fields
        .nullable("own_voice_from_age")
        .and_then(|found| fields.whole(found, OWN_VOICE_AGES, problems));
    let ends_on_leaving = flag(&mut fields, "ends_on_leaving", problems);
    let longest_term_months = fields
        .nullable("longest_term_months")
        .and_then(|found| fields.whole(found, TERM_MONTHS, problems));
    let four_eyes = flag(&mut fields, "four_eyes", problems);
    let sign_off_days = fields
        .nullable("sign_off_days")
        .and_then(|found| fields.whole(found, SIGN_OFF_DAYS, problems));
    let school_contacts = texts(&mut fields, "school_contacts", problems);
    let own_names = texts(&mut fields, "own_names", problems);
    let idle_lock_seconds = match fields.nullable("idle_lock_seconds") {
        Some(found) => fields.whole(found, IDLE_LOCKS, problems),
        None => Some(IDLE_LOCK_SECONDS),
    };
    let say_before_photo = say_before_photo(&mut fields, problems);
    let channels = channels(&mut fields, problems);
    fields.finish(problems);
    Some(Policy {
        name: name?,
        timezone: timezone?,
        own_voice_from_age,
        ends_on_leaving: ends_on_leaving?,
        longest_term_months,
        four_eyes: four_eyes?,
        sign_off_days,
        school_contacts: school_contacts?,
        own_names: own_names?,
        idle_lock_seconds: idle_lock_seconds?,
        say_before_photo: say_before_photo?,
        channels: channels?,
    })
}

fn name(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<String> {
    let found = fields.required("name", problems)?;
    let name = fields.text(found, problems)?.trim();
    if name.is_empty() {
        let message = "`name` is empty; say what people call it";
        problems.add(found.node.line, fields.place("name"), message);
        return None;
    }
    Some(name.to_owned())
}

/// A line that can be read out.
fn say_before_photo(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<String> {
    let Some(found) = fields.nullable("say_before_photo") else {
        return Some(SAY_BEFORE_PHOTO.to_owned());
    };
    let line = fields.text(found, problems)?.trim();
    let message = if line.is_empty() {
        "`say_before_photo` is empty; write what staff say to a child, or leave it out".to_owned()
    } else if line.chars().count() > LONGEST_LINE || line.chars().any(char::is_control) {
        format!("`say_before_photo` is one line of {LONGEST_LINE} signs at most; shorten it")
    } else {
        return Some(line.to_owned());
    };
    problems.add(found.node.line, fields.place("say_before_photo"), message);
    None
}

/// A list of texts; none where it is left out.
fn texts(
    fields: &mut Fields<'_>,
    key: &'static str,
    problems: &mut Problems,
) -> Option<Vec<String>> {
    match fields.optional(key) {
        Some(found) => fields
            .texts(found, problems)
            .map(|texts| texts.iter().map(|(_, text)| (*text).to_owned()).collect()),
        None => Some(Vec::new()),
    }
}

fn flag(fields: &mut Fields<'_>, key: &'static str, problems: &mut Problems) -> Option<bool> {
    let found = fields.required(key, problems)?;
    fields.flag(found, problems)
}

fn timezone(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Tz> {
    let Some(found) = fields.optional("timezone") else {
        return Some(Tz::Europe__London);
    };
    let text = fields.text(found, problems)?;
    match text.parse::<Tz>() {
        Ok(zone) => Some(zone),
        Err(_) => {
            let message = format!(
                "`{}` is no time zone; write one as `Europe/London`",
                printable(text)
            );
            problems.add(found.node.line, fields.place("timezone"), message);
            None
        }
    }
}

fn channels(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Vec<Channel>> {
    let Some(found) = fields.optional("channel") else {
        let message = "there is no channel; state one `[[channel]]` at least, or no picture can go \
                       anywhere";
        problems.add(fields.line(), fields.place("channel"), message);
        return None;
    };
    let items = match &found.node.value {
        Value::List(items) => items,
        _ => {
            let message = "a channel is written as `[[channel]]`, with two brackets each side";
            problems.add(found.line, fields.place("channel"), message);
            return None;
        }
    };
    if items.is_empty() {
        let message = "there is no channel in the list; state one at least";
        problems.add(found.node.line, fields.place("channel"), message);
        return None;
    }
    let mut seen = BTreeSet::new();
    let mut channels = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let place = fields.place(&format!("channel[{}]", index + 1));
        channels.push(channel(item, &place, &mut seen, problems));
    }
    channels.into_iter().collect()
}

fn channel(
    node: &Node,
    place: &str,
    seen: &mut BTreeSet<String>,
    problems: &mut Problems,
) -> Option<Channel> {
    let mut fields = Fields::of(node, place, problems)?;
    let id = id(&mut fields, seen, problems);
    let name = name(&mut fields, problems);
    let outside = flag(&mut fields, "outside", problems);
    let permission = permission(&mut fields, outside, id.as_ref(), problems);
    let children = flag(&mut fields, "children", problems);
    let hiding = flag(&mut fields, "hiding", problems);
    let sign_off = fields.required("sign_off", problems).and_then(|found| {
        let rules = [
            ("none", SignOffRule::None),
            ("office", SignOffRule::Office),
            ("head", SignOffRule::Head),
        ];
        fields.choice(found, &rules, problems)
    });
    let checklist = checklist(&mut fields, problems);
    let copyright = match fields.optional("copyright") {
        Some(found) => fields.flag(found, problems),
        None => Some(false),
    };
    let longest_side = fields
        .nullable("longest_side")
        .and_then(|found| fields.whole(found, LONGEST_SIDES, problems));
    let largest_face = fields
        .nullable("largest_face")
        .and_then(|found| fields.whole(found, LARGEST_FACES, problems));
    let takedown_days = fields
        .nullable("takedown_days")
        .and_then(|found| fields.whole(found, TAKEDOWN_DAYS, problems));
    let longest_term_months = fields
        .nullable("longest_term_months")
        .and_then(|found| fields.whole(found, TERM_MONTHS, problems));
    fields.finish(problems);
    let (id, children) = (id?, children?);
    let pictures = Pictures {
        sign_off: sign_off?,
        checklist: checklist?,
        copyright: copyright?,
        longest_side,
        largest_face,
        takedown_days,
    };
    let kind = match id.is_video_call() {
        true => ChannelKind::Call {
            asks_in_vain: !children
                || pictures.sign_off != SignOffRule::None
                || !pictures.checklist.is_empty()
                || pictures.copyright,
        },
        false => ChannelKind::Pictures(pictures),
    };
    Some(Channel {
        id,
        name: name?,
        outside: outside?,
        permission: permission?,
        children,
        hiding: hiding?,
        longest_term_months,
        kind,
    })
}

/// An id that forms and records can carry, and that no other channel has.
fn id(
    fields: &mut Fields<'_>,
    seen: &mut BTreeSet<String>,
    problems: &mut Problems,
) -> Option<ChannelId> {
    let found = fields.required("id", problems)?;
    let text = fields.text(found, problems)?;
    let spelled = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let framed = !text.starts_with('-') && !text.ends_with('-');
    if text.is_empty() || text.len() > LONGEST_ID || !spelled || !framed {
        let message = format!(
            "`{}` cannot be an id; use small letters, digits and dashes, {LONGEST_ID} at most, with \
             no dash at either end",
            printable(text)
        );
        problems.add(found.node.line, fields.place("id"), message);
        return None;
    }
    if !seen.insert(text.to_owned()) {
        let message = format!("a channel `{text}` stands above already; give this one its own id");
        problems.add(found.node.line, fields.place("id"), message);
        return None;
    }
    Some(ChannelId(text.to_owned()))
}

/// Whose yes is asked. Nothing leaves the school on less than a written one.
fn permission(
    fields: &mut Fields<'_>,
    outside: Option<bool>,
    id: Option<&ChannelId>,
    problems: &mut Problems,
) -> Option<PermissionRule> {
    let found = fields.required("permission", problems)?;
    let rules = [
        ("written", PermissionRule::Written),
        ("any", PermissionRule::Any),
        ("none", PermissionRule::None),
    ];
    let rule = fields.choice(found, &rules, problems)?;
    match (outside, rule) {
        (Some(true), PermissionRule::Any | PermissionRule::None) => {
            let which = id.map_or_else(|| "this channel".to_owned(), |id| format!("`{id}`"));
            let message = format!(
                "{which} is outside the school, and no picture goes there without written \
                 permission; write `permission = \"written\"`"
            );
            problems.add(found.line, fields.place("permission"), message);
            None
        }
        (Some(true), PermissionRule::Written) | (Some(false) | None, _) => Some(rule),
    }
}

/// Items that a person ticks: each says something, and each stands once.
fn checklist(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let Some(found) = fields.optional("checklist") else {
        return Some(Vec::new());
    };
    let mut items: Vec<String> = Vec::new();
    for (line, item) in fields.texts(found, problems)? {
        let message = if item.trim().is_empty() {
            "the checklist has an empty item; take it out".to_owned()
        } else if item != item.trim() || item.chars().any(char::is_control) {
            format!(
                "`{}` cannot be ticked as it is written; take out the spaces around it",
                printable(item)
            )
        } else if items.iter().any(|earlier| earlier == item) {
            format!(
                "`{}` stands in the checklist twice; keep one",
                printable(item)
            )
        } else {
            items.push(item.to_owned());
            continue;
        };
        problems.add(line, fields.place("checklist"), message);
    }
    Some(items)
}

/// See `Policy::notes`.
pub(super) fn notes(policy: &Policy) -> Vec<String> {
    let mut notes = Vec::new();
    for contact in &policy.school_contacts {
        if words::school_contact(contact).is_empty() {
            notes.push(format!(
                "`{}` among the school's contacts is no e-mail address, phone number, postcode, street, \
                 page or handle, so it allows nothing",
                printable(contact)
            ));
        }
    }
    for channel in &policy.channels {
        let id = &channel.id;
        let well_known = ["newsletter", "website", "social", "press", "video-call"];
        if well_known.contains(&id.0.as_str()) && !channel.outside {
            notes.push(format!(
                "`{id}` counts as inside the school: names and contacts are not checked there"
            ));
        }
        match &channel.kind {
            ChannelKind::Call { asks_in_vain: true } => notes.push(format!(
                "`{id}` has no picture, so children, sign_off, checklist and copyright are not \
                 asked there: only who may join"
            )),
            ChannelKind::Pictures(pictures)
                if channel.outside && pictures.takedown_days.is_none() =>
            {
                notes.push(format!(
                    "`{id}` has no takedown_days, so a take-down there has no deadline"
                ));
            }
            ChannelKind::Call {
                asks_in_vain: false,
            }
            | ChannelKind::Pictures(_) => {}
        }
        if channel.outside
            && channel
                .longest_term_months
                .or(policy.longest_term_months)
                .is_none()
        {
            notes.push(format!(
                "`{id}` has no longest term, so a form without a last day is good for ever"
            ));
        }
    }
    notes
}
