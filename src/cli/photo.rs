//! `photo`: take in, tag, prepare, check, sign off, erase.

mod command;
mod doubts;
mod files;
mod lists;
mod looking;
mod queue;
mod verdicts;

use std::path::PathBuf;

use serde_json::{Value, json};

use super::answer::{Answer, code_of};
use super::{exit, words};
use crate::acts::Desk;
use crate::acts::capture::{Circumstance, TakenIn};
use crate::acts::prepare::Words;
use crate::acts::sign_in::Session;
use crate::acts::tag::NewTag;
use crate::cli::CliError;
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PhotoId, short};
use crate::domain::kept::{Face, Photo};
use crate::domain::photo::{Copyright, Unrecognisable, Who};
use crate::domain::staff::Duty;

pub use command::PhotoCommand;
use command::{CopyrightName, Tagging, UnrecognisableName};

/// Files above this are no pictures of a camera.
const LARGEST_PICTURE: usize = 64 * 1024 * 1024;

pub fn run(desk: &mut Desk, who: &Session, command: PhotoCommand) -> Result<Answer, CliError> {
    match command {
        PhotoCommand::TakeIn {
            files,
            occasion,
            group,
        } => take_in(desk, who, &files, &occasion, &group),
        PhotoCommand::List(listing) => lists::list(desk, who, &listing),
        PhotoCommand::Blocked(by) => lists::blocked(desk, who, &by),
        PhotoCommand::Queue(queueing) => queue::queue(desk, who, &queueing),
        PhotoCommand::CheckFile { paths } => files::check(desk, who, &paths),
        PhotoCommand::Show { photo } => {
            let photo = desk.look_at(who, &desk.find_photo(&photo)?)?;
            Ok(show(desk, &photo)?)
        }
        PhotoCommand::NameOccasion { photo, name } => {
            let id = desk.find_photo(&photo)?;
            let named = desk.name_occasion(who, &id, &name)?;
            Ok(Answer::done(
                match named {
                    1 => "1 photo is named so.".to_owned(),
                    _ => format!("{named} photos are named so."),
                },
                json!({"photo": id, "named": named}),
            ))
        }
        PhotoCommand::Tag(tagging) => tag(desk, who, tagging),
        PhotoCommand::Untag { photo, tag } => {
            let id = desk.find_photo(&photo)?;
            let tag = desk.tag_of(who, &id, &tag)?;
            desk.untag(who, &id, &tag)?;
            Ok(changed(&id, "The tag is off."))
        }
        PhotoCommand::Face { photo, area } => {
            let id = desk.find_photo(&photo)?;
            let face = desk.add_face(who, &id, area.0)?;
            Ok(Answer::done(
                format!("Face {face} added."),
                json!({"photo": id, "face": face}),
            ))
        }
        PhotoCommand::Dismiss { photo, face } => {
            let id = desk.find_photo(&photo)?;
            desk.dismiss_face(who, &id, &face)?;
            Ok(changed(&id, "It counts as nobody."))
        }
        PhotoCommand::Tie { photo, face, tag } => {
            let id = desk.find_photo(&photo)?;
            let tag = desk.tag_of(who, &id, &tag)?;
            desk.tie_face(who, &id, &face, &tag)?;
            Ok(changed(&id, "The face is theirs."))
        }
        PhotoCommand::SameAsLast { photo } => {
            let id = desk.find_photo(&photo)?;
            let added = desk.same_as_last(who, &id)?;
            Ok(Answer::done(
                match added {
                    1 => "1 tag added.".to_owned(),
                    _ => format!("{added} tags added."),
                },
                json!({"photo": id, "added": added}),
            ))
        }
        PhotoCommand::LookAgain { photo } => looking::again(desk, who, &photo),
        PhotoCommand::Beside { photo, said } => doubts::beside(desk, who, &photo, &said),
        PhotoCommand::Doubts => doubts::list(desk, who),
        PhotoCommand::SecondLook {
            photo,
            doubt,
            found,
        } => doubts::settle(desk, who, &photo, doubt, &found),
        PhotoCommand::LookAtWaiting => looking::at_waiting(desk, who),
        PhotoCommand::Finish { photo, nobody } => {
            let id = desk.find_photo(&photo)?;
            if nobody {
                desk.nobody_here(who, &id)?;
                return Ok(changed(&id, "It is on record that nobody is in it."));
            }
            desk.finish_tagging(who, &id)?;
            Ok(changed(&id, "Tagging is complete."))
        }
        PhotoCommand::Hide {
            photo,
            tag,
            area,
            off,
        } => {
            let id = desk.find_photo(&photo)?;
            let tag = desk.tag_of(who, &id, &tag)?;
            desk.hide(who, &id, &tag, !off, area.map(|area| area.0))?;
            let text = if off {
                "They are shown again."
            } else {
                "They will be covered."
            };
            Ok(changed(&id, text))
        }
        PhotoCommand::Crop { photo, area } => {
            let id = desk.find_photo(&photo)?;
            desk.crop(who, &id, area.map(|area| area.0))?;
            Ok(changed(&id, "The part to publish is set."))
        }
        PhotoCommand::Words {
            photo,
            caption,
            alt,
            credit,
            copyright,
        } => {
            let id = desk.find_photo(&photo)?;
            let said = Words {
                caption: caption.as_deref(),
                alt: alt.as_deref(),
                credit: credit.as_deref(),
                copyright: copyright.map(|name| match name {
                    CopyrightName::School => Copyright::School,
                    CopyrightName::Permission => Copyright::Permission,
                    CopyrightName::Unknown => Copyright::Unknown,
                }),
            };
            desk.word(who, &id, &said)?;
            Ok(changed(&id, "The words are changed."))
        }
        PhotoCommand::Tick { photo, items, off } => {
            let id = desk.find_photo(&photo)?;
            desk.tick(who, &id, &items, !off)?;
            Ok(changed(&id, if off { "Unticked." } else { "Ticked." }))
        }
        PhotoCommand::SignOff { photo, channel } => {
            let id = desk.find_photo(&photo)?;
            let signed = desk.sign_off(who, &id, &ChannelId(channel.clone()))?;
            Ok(Answer::done(
                format!("{} signed this photo off for `{channel}`.", who.name()),
                json!({"photo": id, "channel": channel, "sign_off": signed}),
            ))
        }
        PhotoCommand::Check {
            photos,
            channel,
            table,
        } => verdicts::check(desk, who, &photos, channel.as_deref(), table),
        PhotoCommand::Discard { photo } => {
            let id = desk.find_photo(&photo)?;
            desk.discard(who, &id)?;
            Ok(Answer::done(
                "It is deleted; nobody can see it again. The record that it was stays.",
                json!({"discarded": id}),
            ))
        }
        PhotoCommand::Erase { photo, why } => {
            let id = desk.find_photo(&photo)?;
            desk.erase(who, &id, &why)?;
            Ok(Answer::done(
                "Its key is destroyed; nobody can see it again. The record that it was erased stays.",
                json!({"erased": id}),
            ))
        }
    }
}

fn changed(id: &PhotoId, text: &str) -> Answer {
    Answer::done(text, json!({"photo": id}))
}

fn take_in(
    desk: &mut Desk,
    who: &Session,
    files: &[PathBuf],
    occasion: &str,
    group: &str,
) -> Result<Answer, CliError> {
    let mut lines = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut code = exit::DONE;
    for path in files {
        // A name is bytes to the disk. It is recorded as it is read, since names are looked for in
        // it, and shown on one line.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let shown = words::one_line(&path.to_string_lossy());
        let at = Circumstance {
            occasion,
            group,
            file_name: &name,
        };
        let taken = super::people::read_file(path, LARGEST_PICTURE)
            .and_then(|bytes| Ok(desk.take_in(who, &bytes, &at)?));
        match taken {
            Ok(TakenIn::Kept(id)) => {
                lines.push(format!("✓ {shown}  kept as {}", short(&id.0)));
                values.push(json!({"file": path.to_string_lossy(), "photo": id, "kept": true}));
            }
            Ok(TakenIn::KeptBefore(id)) => {
                lines.push(format!("✓ {shown}  was kept before as {}", short(&id.0)));
                values.push(json!({"file": path.to_string_lossy(), "photo": id, "kept": true, "before": true}));
            }
            // What fails the store fails the rest as well; what is wrong with one file does not.
            Err(error) if code_of(&error) == exit::STORE => return Err(error),
            Err(error) => {
                code = code.max(code_of(&error));
                lines.push(format!("✕ {shown}  {error}"));
                values.push(json!({"file": path.to_string_lossy(), "kept": false, "error": error.to_string()}));
            }
        }
    }
    Ok(Answer::done(lines.join("\n"), json!(values)).ending(code))
}

fn tag(desk: &mut Desk, who: &Session, tagging: Tagging) -> Result<Answer, CliError> {
    let id = desk.find_photo(&tagging.photo)?;
    desk.require(who, Duty::Look)?;
    let shown = match (&tagging.shown.person, tagging.shown.unrecognisable) {
        (Some(person), _) => Who::Person(desk.find_person(person)?.person.id),
        (None, Some(UnrecognisableName::Child)) => Who::Unrecognisable(Unrecognisable::Child),
        (None, Some(UnrecognisableName::Adult)) => Who::Unrecognisable(Unrecognisable::Adult),
        (None, None) => Who::Unknown,
    };
    let new = NewTag {
        who: shown,
        face: tagging.face,
        area: tagging.area.map(|area| area.0),
    };
    let tag = desk.tag(who, &id, new)?;
    Ok(Answer::done(
        format!("Tagged as {tag}."),
        json!({"photo": id, "tag": tag}),
    ))
}

fn state(photo: &Photo) -> String {
    let labels = &photo.labels;
    let is_unseen = |face: &Face| face.is_not_looked() && face.dismissed.is_none();
    let is_unseen = labels.faces.is_waiting() || labels.faces.iter().any(is_unseen);
    state_of(
        labels.faces_open(),
        labels.is_tagging_complete(),
        labels.names_nobody(),
        is_unseen,
    )
}

fn state_of(faces_open: usize, is_complete: bool, names_nobody: bool, is_unseen: bool) -> String {
    if is_unseen {
        return "! not looked at".to_owned();
    }
    match (faces_open, is_complete) {
        (0, true) if names_nobody => "! nobody named".to_owned(),
        (0, true) => "✓ tagged".to_owned(),
        (0, false) => "! to tag".to_owned(),
        (1, _) => "! 1 face to name".to_owned(),
        (open, _) => format!("! {open} faces to name"),
    }
}

fn show(desk: &Desk, photo: &Photo) -> Result<Answer, CliError> {
    let people = desk.people()?;
    let labels = &photo.labels;
    let mut lines = vec![
        format!("Photo {}", photo.id),
        format!(
            "{} · {} · {}×{}",
            photo.occasion, photo.class, photo.width, photo.height
        ),
        state(photo),
    ];
    for tag in &labels.tags {
        let name = words::shown(&tag.who, &people);
        let hidden = if tag.hidden { ", hidden" } else { "" };
        lines.push(format!("  {}  {name}{hidden}", tag.id));
    }
    if let (true, Some(said)) = (labels.names_nobody(), &labels.nobody) {
        let staff = desk.staff()?;
        let by = staff.iter().find(|staff| staff.id == said.by);
        let by = by.map_or(said.by.0.as_str(), |staff| staff.name.as_str());
        let day = words::day(desk.policy()?.day(said.at));
        lines.push(format!("  nobody is there, said {by} on {day}"));
    }
    if let Some(id) = labels.faces.waiting_id() {
        lines.push(format!(
            "  {id}  nobody has looked at this photo yet; use `photo look-at-waiting`"
        ));
    }
    for face in labels.faces.iter().filter(|face| face.tag.is_none()) {
        let what = match (face.is_not_looked(), face.dismissed.is_some()) {
            (true, false) => "no faces were looked for here; use `photo look-again`",
            (true, true) => "no faces were looked for here, and somebody says that none is missing",
            (false, true) => "face, nobody",
            (false, false) => "face, to name",
        };
        lines.push(format!("  {}  {what}", face.id));
    }
    for (name, text) in [
        ("Caption", &labels.caption),
        ("Alternative text", &labels.alt),
        ("Credit", &labels.credit),
    ] {
        if !text.is_empty() {
            lines.push(format!("{name}: {text}"));
        }
    }
    Ok(Answer::done(lines.join("\n"), json!(photo)))
}
