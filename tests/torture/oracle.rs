//! A slow and obvious second opinion on every release: the audit trail is read from its beginning,
//! what was known at each moment is remembered, and each decided release is held against that. It
//! shares no line with the gate.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, NaiveDate, Utc};
use shutterslip::domain::audit::Entry;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::photo::Who;
use shutterslip::domain::release::Release;
use shutterslip::domain::school::FiledPermission;

/// What the oracle is given to look things up in: records that never change.
pub struct Records<'a> {
    pub answers: &'a BTreeMap<String, FiledPermission>,
    pub releases: &'a BTreeMap<String, Release>,
}

/// What is known up to some entry.
#[derive(Default)]
struct Known<'a> {
    answers: Vec<&'a FiledPermission>,
    never: BTreeSet<String>,
    /// Photos whose tags are complete.
    complete: BTreeSet<String>,
    /// How many tags a photo has.
    tags: BTreeMap<String, u64>,
    /// How many it had when it was last signed off for a channel. Another number is another photo;
    /// that the same number is of the same tags is for the gate's own tests.
    signed: BTreeMap<(String, String), u64>,
    erased: BTreeSet<String>,
}

/// Reads a trail. Gives each release that should not have been, with the reason.
pub fn releases_that_should_not_be(entries: &[Entry], records: &Records) -> Vec<String> {
    let mut known = Known::default();
    let mut wrong = Vec::new();
    for entry in entries {
        let id = entry.subject.split_once(':').map_or("", |(_, id)| id);
        let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
        let said = |key: &str| detail[key].as_str().unwrap_or_default().to_owned();
        match entry.act.as_str() {
            "permission.added" => match records.answers.get(id) {
                Some(answer) => known.answers.push(answer),
                None => wrong.push(format!("answer {id} is on the trail and nowhere else")),
            },
            "person.recorded" => {
                if detail["never"] == true {
                    known.never.insert(id.to_owned());
                } else {
                    known.never.remove(id);
                }
            }
            "photo.kept" => {
                known.complete.remove(id);
            }
            "photo.labelled" | "photo.second-look" => {
                if detail["complete"] == true {
                    known.complete.insert(id.to_owned());
                } else {
                    known.complete.remove(id);
                }
                let tags = detail["tags"].as_u64().unwrap();
                known.tags.insert(id.to_owned(), tags);
            }
            "photo.signed-off" => {
                let tags = known.tags.get(&said("photo")).copied().unwrap_or(0);
                let signed = (said("photo"), said("channel"));
                known.signed.insert(signed, tags);
            }
            "erased" => {
                known.erased.insert(id.to_owned());
            }
            "release.decided" => {
                let at: DateTime<Utc> = entry.at.parse().unwrap();
                let day = at.with_timezone(&chrono_tz::Europe::London).date_naive();
                match records.releases.get(id) {
                    Some(release) => wrong.extend(
                        against(release, day, &known)
                            .into_iter()
                            .map(|why| format!("release {id} was decided although {why}")),
                    ),
                    None => wrong.push(format!("release {id} is on the trail and nowhere else")),
                }
            }
            _ => {}
        }
    }
    wrong
}

/// All that speaks against a release on a day.
fn against(release: &Release, day: NaiveDate, known: &Known) -> Vec<String> {
    let mut why = Vec::new();
    let channel = release.channel.0.as_str();
    if let Some(photo) = release.photo() {
        if known.erased.contains(&photo.0) {
            why.push("the photo was erased".to_owned());
        }
        if !known.complete.contains(&photo.0) {
            why.push("its tags were not complete".to_owned());
        }
        let signed = known.signed.get(&(photo.0.clone(), channel.to_owned()));
        let tags = known.tags.get(&photo.0).copied().unwrap_or(0);
        if ["website", "newsletter"].contains(&channel) && signed != Some(&tags) {
            why.push("nobody had signed it off so".to_owned());
        }
        if release.people.len() as u64 != tags {
            why.push("it is of more or fewer people than were tagged".to_owned());
        }
    }
    for shown in &release.people {
        let Who::Person(person) = &shown.who else {
            why.push("somebody in it was not named".to_owned());
            continue;
        };
        if known.never.contains(&person.0) {
            why.push(format!("{person} must never be photographed"));
        }
        if !shown.hidden {
            why.extend(no_yes(&person.0, channel, day, known));
        }
    }
    for answer in &release.permissions {
        if !known.answers.iter().any(|said| said.id == *answer) {
            why.push(format!("answer {answer}, which it rests on, came later"));
        }
    }
    why
}

/// Why a person had not said yes, as far as it was known.
fn no_yes(person: &str, channel: &str, day: NaiveDate, known: &Known) -> Option<String> {
    // Whoever spoke later speaks for the signatory, by the day of signing, then by the recording.
    let mut latest: BTreeMap<(String, &str), &FiledPermission> = BTreeMap::new();
    for filed in &known.answers {
        let said = &filed.permission;
        if said.person.0 != person || said.channel.0 != channel {
            continue;
        }
        let signatory = (format!("{:?}", said.relation), said.by.as_str());
        let before = latest.get(&signatory);
        if before.is_none_or(|before| before.permission.signed <= said.signed) {
            latest.insert(signatory, filed);
        }
    }
    let is_no = |filed: &&FiledPermission| filed.permission.answer != Answer::Granted;
    if latest.values().any(is_no) {
        return Some(format!("somebody said no for {person}"));
    }
    let is_yes = |filed: &&FiledPermission| {
        let said = &filed.permission;
        let term_ends = said.signed.checked_add_months(Months::new(12)).unwrap();
        said.relation == Relation::Parent
            && said.evidence != Evidence::Spoken
            && said.from.unwrap_or(said.signed).max(said.signed) <= day
            && said.until.is_none_or(|until| day <= until)
            && day <= term_ends
    };
    let has_yes = latest.values().any(is_yes);
    (!has_yes).then(|| format!("no parent's written yes for {person} stood"))
}
