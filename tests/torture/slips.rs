//! Permission slips under torture: one goes home, comes back, and is confirmed by another act. What it
//! says is on the register whole, with its form, for the child whose it is, or not at all.

use std::collections::BTreeMap;

use shutterslip::acts::sign_in::Session;
use shutterslip::acts::slip::{Confirmed, Recognised};
use shutterslip::acts::{Desk, Done};
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::SlipId;
use shutterslip::domain::language::Language;
use shutterslip::domain::permission::{Answer, Relation};
use shutterslip::domain::person::PersonId;
use shutterslip::domain::school::FiledPermission;
use shutterslip::picture::{Darkroom, InProcess};
use shutterslip::register::{Register, RegisterError};

use crate::telling::Fruit;

/// Whoever signs a slip here is called after it, so that its answers are known again.
const BY: &str = "Signatory of ";

pub fn signatory(slip: &SlipId) -> String {
    format!("{BY}{slip}")
}

/// Pixels along a slip's longest side: as few as its code can be read with, since nobody looks at the
/// boxes here.
const SIDE: u32 = 1000;

/// A slip of somebody is made, comes back and is read. Gives it, and what was recorded.
pub fn come_back(
    desk: &mut Desk,
    who: &Session,
    person: &PersonId,
) -> Done<(Recognised, Vec<Fruit>)> {
    let made = desk.make_slip(who, person, Language::English)?;
    let page = InProcess::default().page(&made.pdf, 0, SIDE)?;
    let seen = desk.recognise_slip(who, &page)?;
    let made = match seen.person() == person {
        true => format!("slip:{}", seen.id()),
        // Nothing of that name is ever recorded: as good as lost.
        false => format!("slip of another child than {person}"),
    };
    Ok((seen, vec![Fruit::Recorded(made)]))
}

/// Confirms it: a no for the press, a yes for everything else that it asks about, as far as `answers`
/// goes.
pub fn confirm(
    desk: &mut Desk,
    who: &Session,
    seen: &Recognised,
    answers: usize,
) -> Done<Vec<Fruit>> {
    let slip = seen.slip();
    let answer = |channel: &ChannelId| match channel.0.as_str() {
        "press" => Answer::Refused,
        _ => Answer::Granted,
    };
    let day = desk.now().with_timezone(&chrono_tz::Europe::London);
    let confirmed = Confirmed {
        answers: slip
            .channels
            .iter()
            .take(answers)
            .map(|channel| (channel.clone(), answer(channel)))
            .collect(),
        relation: Relation::Parent,
        by: signatory(&slip.id),
        signed: day.date_naive(),
        again: false,
        same_person: true,
    };
    let ids = desk.confirm_slip(who, seen, &confirmed)?.answers;
    // In the order in which they stand on the trail.
    let mut fruits = Vec::new();
    for filed in desk.answers(who, seen.person())? {
        if !ids.contains(&filed.id) {
            continue;
        }
        if let (Some(form), true) = (&filed.form, fruits.is_empty()) {
            fruits.push(Fruit::Recorded(format!("evidence:{form}")));
            fruits.push(Fruit::Recorded(format!("slip-reading:{form}")));
        }
        let said = filed.permission;
        fruits.push(Fruit::Answered {
            id: filed.id.0,
            person: said.person.0,
            channel: said.channel.0,
            answer: match said.answer {
                Answer::Granted => "granted".to_owned(),
                _ => "refused".to_owned(),
            },
            by: said.by,
            signed: said.signed.to_string(),
        });
    }
    Ok(fruits)
}

/// Holds every slip that was confirmed against what is on the register of it.
pub fn look(
    register: &Register,
    found: &BTreeMap<String, String>,
    answers: &BTreeMap<String, FiledPermission>,
    losses: &mut Vec<String>,
) -> Result<(), RegisterError> {
    let mut said: BTreeMap<String, Vec<&FiledPermission>> = BTreeMap::new();
    for filed in answers.values() {
        if filed.permission.by.starts_with(BY) {
            let form = filed.form.as_ref().map(|form| form.0.clone());
            said.entry(form.unwrap_or_default())
                .or_default()
                .push(filed);
        }
    }
    for id in found.keys().filter_map(|one| one.strip_prefix("slip:")) {
        let id = SlipId(id.to_owned());
        let Some(slip) = register.slip(&id)? else {
            losses.push(format!("slip {id} is known and not there"));
            continue;
        };
        let readings = register.slip_readings(&id)?;
        if readings.len() > 1 {
            losses.push(format!("slip {id} was confirmed more than once"));
        }
        for reading in readings {
            if !found.contains_key(&format!("evidence:{}", reading.form)) {
                losses.push(format!("slip {id} was confirmed and its form is gone"));
            }
            let here = said.remove(&reading.form.0).unwrap_or_default();
            let is_theirs = |filed: &&FiledPermission| {
                filed.permission.person == slip.person && filed.permission.by == signatory(&slip.id)
            };
            if !here.iter().all(is_theirs) {
                losses.push(format!("slip {id} counts for another child"));
            }
            let mut told: Vec<&str> = here
                .iter()
                .map(|filed| filed.permission.channel.0.as_str())
                .collect();
            let mut asked: Vec<&str> = slip.channels.iter().map(|one| one.0.as_str()).collect();
            told.sort_unstable();
            asked.sort_unstable();
            if told != asked {
                losses.push(format!("slip {id} is half there"));
            }
        }
    }
    for filed in said.values().flatten() {
        losses.push(format!(
            "answer {} is of a slip that nobody confirmed",
            filed.id
        ));
    }
    Ok(())
}
