//! Reads `assets/sample/school.toml`: strict about keys, and about every name that it mentions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveTime;
use chrono_tz::Tz;
use serde::Deserialize;

use super::{
    CHANNELS, Camera, Child, Device, Given, Group, PhotoPlan, SampleError, SampleSchool,
    SignOffPlan, StaffMember, Tag, Tagged, Visitor, scene,
};
use crate::domain::permission::{Answer, Evidence, Relation};
use crate::domain::photo::{Area, Copyright, Unrecognisable};
use crate::sample::scenes::{Place, Scene, Turned};

const FILE: &str = include_str!("../../../assets/sample/school.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    school: School,
    device: Device,
    camera: Vec<Camera>,
    staff: Vec<StaffMember>,
    visitor: Vec<Visitor>,
    group: Vec<Group>,
    register: Register,
    answer: Vec<AnswerEntry>,
    photo: Vec<PhotoEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct School {
    name: String,
    policy: String,
    timezone: Tz,
    position: (f64, f64),
    forms_signed_days_ago: u64,
    credit: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    children: Vec<Child>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerEntry {
    person: String,
    /// `all` stands for every channel that asks for permission.
    channels: Vec<String>,
    answer: Answer,
    relation: Relation,
    by: String,
    signed_days_ago: u64,
    #[serde(default)]
    until_in_days: Option<i64>,
    evidence: Evidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhotoEntry {
    id: String,
    scene: String,
    camera: String,
    turned: Turned,
    occasion: String,
    taken_days_ago: u64,
    taken_at: String,
    #[serde(default)]
    group: Option<String>,
    taken_by: String,
    #[serde(default)]
    tags: Vec<TagEntry>,
    #[serde(default)]
    found: Vec<String>,
    #[serde(default)]
    dismissed: Vec<String>,
    #[serde(default)]
    crop: Option<Area>,
    #[serde(default)]
    caption: String,
    #[serde(default)]
    alt: String,
    #[serde(default)]
    credit: Option<String>,
    #[serde(default)]
    copyright: Copyright,
    checklist: Vec<String>,
    is_tagging_done: bool,
    #[serde(default)]
    sign_offs: Vec<SignOffPlan>,
    #[serde(default)]
    is_refused_at_take_in: bool,
    #[serde(default)]
    wanted_for: Option<String>,
    #[serde(default)]
    expect: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TagEntry {
    /// A place in the scene.
    face: String,
    /// A person's id, `unknown`, `unrecognisable-child` or `unrecognisable-adult`.
    who: String,
    #[serde(default)]
    hidden: bool,
}

fn read() -> Result<File, SampleError> {
    toml::from_str(FILE).map_err(|error| SampleError::Unreadable(error.to_string()))
}

/// Who works in the sample school. Draws no picture, so it is quick. Errors: as [`load`].
pub fn staff() -> Result<Vec<StaffMember>, SampleError> {
    Ok(read()?.staff)
}

/// The sample school that is built in.
pub fn load() -> Result<SampleSchool, SampleError> {
    let file = read()?;
    each_once(&file)?;
    let answers = answers(&file)?;
    let mut photos = Vec::new();
    for (number, entry) in (1..).zip(&file.photo) {
        photos.push(photo(&file, entry, number)?);
    }
    let File {
        school,
        device,
        camera,
        staff,
        visitor,
        group,
        register,
        ..
    } = file;
    Ok(SampleSchool {
        name: school.name,
        policy: school.policy,
        timezone: school.timezone,
        position: school.position,
        device,
        cameras: camera,
        staff,
        visitors: visitor,
        groups: group,
        children: register.children,
        answers,
        photos,
    })
}

impl File {
    fn people(&self) -> impl Iterator<Item = &str> {
        let staff = self.staff.iter().map(|member| member.id.as_str());
        let visitors = self.visitor.iter().map(|visitor| visitor.id.as_str());
        let children = self.register.children.iter();
        let children = children.map(|child| child.id.as_str());
        staff.chain(visitors).chain(children)
    }
}

/// No id stands for two.
fn each_once(file: &File) -> Result<(), SampleError> {
    let groups = file.group.iter().map(|group| format!("group {}", group.id));
    let photos = file.photo.iter().map(|photo| format!("photo {}", photo.id));
    let people = file.people().map(|person| format!("person {person}"));
    let mut seen = BTreeSet::new();
    for id in groups.chain(photos).chain(people) {
        if !seen.insert(id.clone()) {
            return Err(SampleError::Twice(id));
        }
    }
    Ok(())
}

/// Looks a name up among those that are there.
fn known<'a>(
    entry: &str,
    name: &str,
    mut there: impl Iterator<Item = &'a str>,
) -> Result<(), SampleError> {
    if there.any(|found| found == name) {
        return Ok(());
    }
    Err(SampleError::Dangling {
        entry: entry.to_owned(),
        name: name.to_owned(),
    })
}

/// One answer for each channel: first the forms that said yes to everything, then the rest.
fn answers(file: &File) -> Result<Vec<Given>, SampleError> {
    let mut found = Vec::new();
    let mut grant = |person: &str, relation, by: String, signed_days_ago| {
        found.extend(CHANNELS.iter().map(|channel| Given {
            person: person.to_owned(),
            channel: (*channel).to_owned(),
            answer: Answer::Granted,
            relation,
            by: by.clone(),
            signed_days_ago,
            until_in_days: None,
            evidence: Evidence::Paper,
        }));
    };
    let usual = file.school.forms_signed_days_ago;
    for member in file.staff.iter().filter(|member| member.grants_all) {
        let name = format!("{} {}", member.given, member.family);
        grant(&member.id, Relation::Oneself, name, usual);
    }
    for visitor in file.visitor.iter().filter(|visitor| visitor.grants_all) {
        let name = format!("{} {}", visitor.given, visitor.family);
        let signed = visitor.signed_days_ago.unwrap_or(usual);
        grant(&visitor.id, Relation::Oneself, name, signed);
    }
    for child in &file.register.children {
        let groups = file.group.iter().map(|group| group.id.as_str());
        known(&child.id, &child.group, groups)?;
        if let Some(parent) = &child.grants_all {
            let signed = child.signed_days_ago.unwrap_or(usual);
            grant(&child.id, Relation::Parent, parent.clone(), signed);
        }
    }
    for entry in &file.answer {
        known("answer", &entry.person, file.people())?;
        let all = entry.channels.iter().any(|channel| channel == "all");
        let channels: Vec<String> = if all {
            CHANNELS.iter().map(|id| (*id).to_owned()).collect()
        } else {
            entry.channels.clone()
        };
        for channel in channels {
            known(&entry.person, &channel, CHANNELS.iter().copied())?;
            found.push(Given {
                person: entry.person.clone(),
                channel,
                answer: entry.answer,
                relation: entry.relation,
                by: entry.by.clone(),
                signed_days_ago: entry.signed_days_ago,
                until_in_days: entry.until_in_days,
                evidence: entry.evidence,
            });
        }
    }
    Ok(found)
}

fn photo(file: &File, entry: &PhotoEntry, number: u32) -> Result<PhotoPlan, SampleError> {
    let staff = || file.staff.iter().map(|member| member.id.as_str());
    known(&entry.id, &entry.taken_by, staff())?;
    for sign_off in &entry.sign_offs {
        known(&entry.id, &sign_off.by, staff())?;
    }
    if let Some(group) = &entry.group {
        let groups = file.group.iter().map(|group| group.id.as_str());
        known(&entry.id, group, groups)?;
    }
    let cameras = || file.camera.iter();
    known(
        &entry.id,
        &entry.camera,
        cameras().map(|camera| camera.id.as_str()),
    )?;
    let camera = cameras().find(|camera| camera.id == entry.camera).cloned();
    let camera = camera.ok_or_else(|| SampleError::Dangling {
        entry: entry.id.clone(),
        name: entry.camera.clone(),
    })?;
    let scene = scene(&entry.scene)?;
    let mut tags = Vec::new();
    for tag in &entry.tags {
        let who = tagged(&tag.who);
        if let Tagged::Person(person) = &who {
            known(&entry.id, person, file.people())?;
        }
        tags.push(Tag {
            who,
            place: scene.place(&tag.face)?,
            hidden: tag.hidden,
        });
    }
    Ok(PhotoPlan {
        id: entry.id.clone(),
        scene,
        camera,
        turned: entry.turned,
        occasion: entry.occasion.clone(),
        taken_days_ago: entry.taken_days_ago,
        taken_at: time(&entry.taken_at)?,
        group: entry.group.clone(),
        taken_by: entry.taken_by.clone(),
        tags,
        found: places(scene, &entry.found)?,
        dismissed: places(scene, &entry.dismissed)?,
        crop: entry.crop,
        caption: entry.caption.clone(),
        alt: entry.alt.clone(),
        credit: match &entry.credit {
            Some(credit) => credit.clone(),
            None => file.school.credit.clone(),
        },
        copyright: entry.copyright,
        checklist: entry.checklist.clone(),
        is_tagging_done: entry.is_tagging_done,
        sign_offs: entry.sign_offs.clone(),
        is_refused_at_take_in: entry.is_refused_at_take_in,
        wanted_for: entry.wanted_for.clone(),
        expect: entry.expect.clone(),
        number,
    })
}

fn places(scene: &Scene, ids: &[String]) -> Result<Vec<Place>, SampleError> {
    let found: Result<Vec<Place>, _> = ids.iter().map(|id| scene.place(id)).collect();
    Ok(found?)
}

fn tagged(who: &str) -> Tagged {
    match who {
        "unknown" => Tagged::Unknown,
        "unrecognisable-child" => Tagged::Unrecognisable(Unrecognisable::Child),
        "unrecognisable-adult" => Tagged::Unrecognisable(Unrecognisable::Adult),
        person => Tagged::Person(person.to_owned()),
    }
}

fn time(text: &str) -> Result<NaiveTime, SampleError> {
    NaiveTime::parse_from_str(text, "%H:%M")
        .map_err(|_| SampleError::Unreadable(format!("`{text}` is no time of day")))
}
