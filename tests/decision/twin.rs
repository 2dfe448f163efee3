//! The naive twin: the rules once more, slow and obvious, written from the page and not from the
//! code. It shares the nouns with the product and nothing else.

use std::collections::BTreeSet;

use caseless::default_case_fold_str;
use chrono::{Datelike, NaiveDate};
use shutterslip::domain::channel::{PermissionRule, SignOffRule};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::{Person, PersonKind};
use shutterslip::domain::photo::{Copyright, DeviceStanding, Role, Unrecognisable, Who};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::twin_names::named;
use super::worlds::{FOREIGN_CONTACTS, World};

/// Every code of the page, as text.
pub fn twin(world: &World) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let channel = &world.channel;
    let photo = &world.photo;
    let call = channel.id.0 == "video-call";
    let mut block = |holds: bool, code: &str| {
        if holds {
            codes.insert(code.to_owned());
        }
    };

    block(world.clock_behind, "clock-behind");
    block(!world.register_live, "register-stale");
    block(
        world.register_restored && channel.outside,
        "register-restored",
    );
    if !call {
        block(
            photo.device == DeviceStanding::Revoked || photo.device == DeviceStanding::Unknown,
            "not-school-device",
        );
        block(!photo.tagging_complete, "tagging-unfinished");
        block(photo.faces > photo.faces_accounted, "face-unaccounted");
        block(channel.outside && photo.doubts > 0, "second-look");
        if let Some(most) = channel.largest_face() {
            block(photo.tallest_face > most, "face-too-close");
        }
        if let Some(video) = photo.video {
            block(channel.outside && !video.watched, "unwatched");
            let silent = photo.checklist.contains(&"no-names-spoken".to_owned());
            block(
                channel.outside && video.sound && !silent,
                "checklist:no-names-spoken",
            );
        }
        let unknown = photo
            .shown
            .iter()
            .any(|shown| shown.who == Who::Unknown && (!shown.hidden || !channel.hiding));
        block(unknown, "unknown-person");
        let child = photo.shown.iter().any(|shown| match &shown.who {
            Who::Unknown => true,
            Who::Unrecognisable(kind) => *kind == Unrecognisable::Child,
            Who::Person(id) => {
                let kinds: Vec<_> = world.people.iter().filter(|p| p.id == *id).collect();
                kinds.iter().any(|p| p.kind == PersonKind::Child)
                    || (kinds.is_empty() && id.0 != "visitor")
            }
        });
        block(!channel.children && child, "child-free-channel");
        for item in channel.checklist() {
            block(
                !photo.checklist.contains(item),
                &format!("checklist:{item}"),
            );
        }
        block(
            channel.pictures().is_some_and(|one| one.copyright)
                && photo.copyright == Copyright::Unknown,
            "copyright-unclear",
        );
        block(
            photo.copyright == Copyright::Permission && photo.credit.trim().is_empty(),
            "credit-missing",
        );
        if channel.sign_off() != SignOffRule::None {
            match &photo.sign_off {
                None => block(true, "not-signed-off"),
                Some(sign_off) => {
                    let enough = match channel.sign_off() {
                        SignOffRule::Head => sign_off.role == Role::Head,
                        _ => sign_off.role == Role::Head || sign_off.role == Role::Office,
                    };
                    block(!enough, "not-signed-off");
                    block(!sign_off.current, "sign-off-stale");
                    if let Some(days) = world.policy.sign_off_days {
                        let age = (world.today - sign_off.signed).num_days();
                        block(age > i64::from(days), "sign-off-stale");
                    }
                    block(
                        world.policy.four_eyes && sign_off.by == photo.taken_by,
                        "sign-off-own-photo",
                    );
                }
            }
        }
        if channel.outside {
            for person in &world.people {
                let tags = photo.shown.iter().map(|shown| &shown.who);
                let is_tagged =
                    |one: &&Person| tags.clone().any(|who| *who == Who::Person(one.id.clone()));
                let tagged: Vec<&Person> = world.people.iter().filter(is_tagged).collect();
                let own = &world.policy.own_names;
                let holds = |text: &str, is_file| named(text, is_file, person, &tagged, own);
                let somewhere = holds(&photo.caption, false)
                    || holds(&photo.alt, false)
                    || holds(&photo.credit, false)
                    || holds(&photo.file_name, true)
                    || photo.goes_into.iter().any(|name| holds(name, true));
                let child = world
                    .people
                    .iter()
                    .any(|other| other.id == person.id && other.kind == PersonKind::Child);
                block(child && somewhere, &format!("name-in-text:{}", person.id));
            }
            let contact = FOREIGN_CONTACTS.iter().any(|contact| {
                photo.caption.contains(contact)
                    || photo.alt.contains(contact)
                    || photo.credit.contains(contact)
            });
            block(contact, "contact-in-text");
        }
    }
    for shown in &photo.shown {
        if let Who::Person(id) = &shown.who {
            codes.extend(of_person(world, &id.0, shown.hidden));
        }
    }
    codes
}

/// The codes of one tag; the same person's other tags add theirs.
fn of_person(world: &World, id: &str, hidden: bool) -> Vec<String> {
    let mut codes = Vec::new();
    let held: Vec<&Person> = world.people.iter().filter(|p| p.id.0 == id).collect();
    if held.iter().any(|person| person.never) {
        codes.push(format!("never-photograph:{id}"));
    }
    if hidden && world.channel.hiding {
        return codes;
    }
    let latest = speaking_answers(world, id);
    let code = if latest.iter().any(|p| p.answer == Answer::Refused) {
        Some("refused")
    } else if latest.iter().any(|p| p.answer == Answer::Withdrawn) {
        Some("withdrawn")
    } else if world.channel.permission == PermissionRule::None {
        None
    } else if held.is_empty() {
        Some("no-permission")
    } else {
        // Where an id stands twice, the entry for which least is granted speaks.
        let order = [
            None,
            Some("expired"),
            Some("not-yet-valid"),
            Some("not-written"),
            Some("wrong-signatory"),
            Some("no-permission"),
        ];
        let codes = held.iter().map(|person| lacking(world, person, &latest));
        codes
            .max_by_key(|code| order.iter().position(|other| other == code))
            .flatten()
    };
    codes.extend(code.map(|code| format!("{code}:{id}")));
    if world.channel.permission == PermissionRule::None {
        return codes;
    }
    let pupil = held.iter().any(|person| {
        let age = world.policy.own_voice_from_age;
        match (person.kind, person.born, age) {
            (PersonKind::Child, Some(born), Some(age)) => {
                months_later(born, age * 12) <= world.today
            }
            _ => false,
        }
    });
    let own = latest.iter().any(|p| {
        p.relation == Relation::Oneself
            && p.answer == Answer::Granted
            && is_written_enough(world, p)
            && !is_over(world, p)
            && !is_to_come(world, p)
    });
    if pupil && !own {
        codes.push(format!("pupil-not-asked:{id}"));
    }
    let left = |person: &&Person| person.leaves.is_some_and(|leaves| leaves < world.today);
    if world.policy.ends_on_leaving && held.iter().any(left) {
        codes.push(format!("left-school:{id}"));
    }
    codes
}

fn lacking(world: &World, person: &Person, latest: &[&Permission]) -> Option<&'static str> {
    let right = match person.kind {
        PersonKind::Child => Relation::Parent,
        PersonKind::Staff | PersonKind::Visitor => Relation::Oneself,
    };
    let grants: Vec<&&Permission> = latest
        .iter()
        .filter(|p| p.answer == Answer::Granted)
        .collect();
    let by_right: Vec<&&&Permission> = grants
        .iter()
        .filter(|p| p.relation == right && (right != Relation::Parent || is_responsible(world, p)))
        .collect();
    let written: Vec<_> = by_right
        .iter()
        .filter(|p| is_written_enough(world, p))
        .collect();
    if written
        .iter()
        .any(|p| !is_over(world, p) && !is_to_come(world, p))
    {
        None
    } else if written.iter().any(|p| is_over(world, p)) {
        Some("expired")
    } else if !written.is_empty() {
        Some("not-yet-valid")
    } else if !by_right.is_empty() {
        Some("not-written")
    } else if !grants.is_empty() {
        Some("wrong-signatory")
    } else {
        Some("no-permission")
    }
}

/// Whether every list of who has parental responsibility for the child names the signatory, today.
fn is_responsible(world: &World, record: &Permission) -> bool {
    world
        .people
        .iter()
        .filter(|p| p.id == record.person && p.kind == PersonKind::Child)
        .filter(|p| !p.responsible.is_empty())
        .all(|p| {
            p.responsible.iter().any(|one| {
                signed_as(&one.by) == signed_as(&record.by)
                    && (one.until.is_none() || one.until >= Some(world.today))
            })
        })
}

/// A signatory's name: folded letters and digits in order.
fn signed_as(name: &str) -> String {
    let letters: String = name.nfkd().filter(|l| !is_combining_mark(*l)).collect();
    default_case_fold_str(&letters)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// What each signatory's answers say together: the noes that speak, or else one yes.
fn speaking_answers<'a>(world: &'a World, id: &str) -> Vec<&'a Permission> {
    let records: Vec<&Permission> = world
        .permissions
        .iter()
        .filter(|p| p.person.0 == id && p.channel == world.channel.id)
        .collect();
    let mut speaking = Vec::new();
    for (at, record) in records.iter().enumerate() {
        let by_same = |other: &&&Permission| {
            other.relation == record.relation && signed_as(&other.by) == signed_as(&record.by)
        };
        let later: Vec<&&Permission> = records[at + 1..].iter().filter(by_same).collect();
        let earlier: Vec<&&Permission> = records[..at].iter().filter(by_same).collect();
        let silences = |yes: &Permission, no: &Permission| {
            yes.answer == Answer::Granted && yes.signed >= no.signed
        };
        if record.answer != Answer::Granted {
            if !later.iter().any(|yes| silences(yes, record)) {
                speaking.push(*record);
            }
            continue;
        }
        // A yes: no no of the signatory speaks, none comes later, and no yes since the last no is newer.
        let all: Vec<&Permission> = records.iter().filter(by_same).copied().collect();
        let a_no_speaks = all.iter().enumerate().any(|(at, no)| {
            no.answer != Answer::Granted && !all[at + 1..].iter().any(|yes| silences(yes, no))
        });
        let a_no_is_later = later.iter().any(|p| p.answer != Answer::Granted);
        let since = earlier.iter().rev();
        let since = since.take_while(|p| p.answer == Answer::Granted);
        let is_newest = since
            .map(|p| p.signed)
            .all(|signed| signed <= record.signed)
            && later.iter().all(|p| p.signed < record.signed);
        if !a_no_speaks && !a_no_is_later && is_newest {
            speaking.push(*record);
        }
    }
    speaking
}

fn is_written_enough(world: &World, record: &Permission) -> bool {
    world.channel.permission == PermissionRule::Any || record.evidence != Evidence::Spoken
}

fn is_over(world: &World, record: &Permission) -> bool {
    let term = world
        .channel
        .longest_term_months
        .or(world.policy.longest_term_months);
    let past_term = term.is_some_and(|months| months_later(record.signed, months) < world.today);
    past_term || record.until.is_some_and(|until| until < world.today)
}

fn is_to_come(world: &World, record: &Permission) -> bool {
    record.signed > world.today || record.from.is_some_and(|from| from > world.today)
}

/// The same day of a later month, or that month's last.
pub fn months_later(day: NaiveDate, months: u32) -> NaiveDate {
    let month = day.year() * 12 + i32::try_from(day.month0() + months).unwrap();
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) as u32 + 1);
    (1..=day.day())
        .rev()
        .find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
        .unwrap()
}
