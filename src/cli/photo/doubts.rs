//! `photo doubts` and `photo second-look`.

use serde_json::json;

use super::command::FoundFlags;
use crate::acts::Desk;
use crate::acts::doubt::{InDoubt, Looker};
use crate::acts::sign_in::Session;
use crate::cli::CliError;
use crate::cli::answer::{Answer, table};
use crate::cli::words;
use crate::domain::doubt::{About, DoubtId, Found, Said};
use crate::domain::ids::short;
use crate::domain::photo::Unrecognisable;
use crate::domain::school::Registered;
use crate::domain::staff::Duty;

pub fn list(desk: &Desk, who: &Session) -> Result<Answer, CliError> {
    let people = desk.people()?;
    let staff = desk.staff()?;
    let waiting = desk.doubts(who)?;
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for one in &waiting {
        let by = staff.iter().find(|staff| staff.id == one.doubt.by);
        let by = by.map(|staff| staff.name.clone()).unwrap_or_default();
        rows.push(vec![
            short(&one.photo.id.0).to_owned(),
            one.doubt.id.to_string(),
            said(&one.doubt.about, &people),
            by.clone(),
            looker(one).to_owned(),
        ]);
        values.push(json!({
            "photo": one.photo.id, "doubt": one.doubt.id, "about": one.doubt.about, "by": by,
            "you_may": one.looker == Looker::You,
        }));
    }
    let text = match rows.is_empty() {
        true => "Nothing is in doubt.".to_owned(),
        false => table(
            &["photo", "doubt", "what was said", "by", "who may look"],
            &rows,
        ),
    };
    Ok(Answer::done(text, json!(values)))
}

pub fn settle(
    desk: &mut Desk,
    who: &Session,
    photo: &str,
    doubt: String,
    found: &FoundFlags,
) -> Result<Answer, CliError> {
    let id = desk.find_photo(photo)?;
    let found = match found.put_back {
        true => Found::PutBack,
        false => Found::Right,
    };
    let photo = desk.settle_doubt(who, &id, &DoubtId(doubt), found)?;
    let left = photo.labels.open_doubts().count();
    let text = match found {
        Found::Right => "It is right as it was said; that is on record.",
        Found::PutBack => "It is put back as it was.",
    };
    Ok(Answer::done(
        text,
        json!({"photo": id, "found": found.word(), "open": left}),
    ))
}

/// `photo beside`: whether somebody is in a photo who is in one that looks alike.
pub fn beside(
    desk: &mut Desk,
    who: &Session,
    photo: &str,
    said: &super::command::BesideFlags,
) -> Result<Answer, CliError> {
    let id = desk.find_photo(photo)?;
    desk.require(who, Duty::Look)?;
    let (typed, is_here) = match (&said.here, &said.not_here) {
        (Some(person), _) => (person, true),
        (None, Some(person)) => (person, false),
        (None, None) => return Err(CliError::Usage("say who it is about".to_owned())),
    };
    let person = desk.find_person(typed)?.person.id;
    let asked = desk.asked_beside(who, &id)?;
    let asked: Vec<_> = asked
        .iter()
        .filter(|one| one.person == person && one.photo == id)
        .collect();
    for one in &asked {
        desk.answer_beside(who, &one.photo, &one.person, &one.beside, is_here)?;
    }
    let text = match (asked.is_empty(), is_here) {
        (true, _) => "Nobody asks about them.",
        (false, true) => "They are tagged.",
        (false, false) => "It is on record that they are not in it.",
    };
    Ok(Answer::done(
        text,
        json!({"photo": id, "answered": asked.len()}),
    ))
}

fn said(about: &About, people: &[Registered]) -> String {
    match about {
        About::TakenOff { who, .. } => format!("{} is not in it", words::shown(who, people)),
        About::NotHere { person, beside } => format!(
            "{} is not in it, but in {}, which looks alike",
            words::tile(person, people),
            short(&beside.0)
        ),
        About::CoveredBeside { person, beside } => format!(
            "{} is seen, and covered in {}, which looks alike",
            words::tile(person, people),
            short(&beside.0)
        ),
        About::LikeErased { erased } => {
            format!("it looks like {}, which was erased", short(&erased.0))
        }
        About::Face { face, said } => match said {
            Said::Nobody => format!("face {face} is nobody"),
            Said::NotRecognisable(Unrecognisable::Child) => {
                format!("face {face} is a child, not recognisable")
            }
            Said::NotRecognisable(Unrecognisable::Adult) => {
                format!("face {face} is an adult, not recognisable")
            }
            Said::SecondFace(who) => {
                format!(
                    "face {face} is {}, who has another",
                    words::shown(who, people)
                )
            }
        },
    }
}

fn looker(one: &InDoubt) -> &'static str {
    match one.looker {
        Looker::You => "you",
        Looker::TheHead => "the head teacher",
        Looker::Another => "another of the office, or the head",
        Looker::Nobody => "nobody: add an account",
    }
}
