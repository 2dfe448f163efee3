//! `release`, `take-down`, `call`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::answer::{Answer, code_ending, table};
use super::exit;
use super::words::{self, day};
use crate::acts::Desk;
use crate::acts::release::{Outcome, Outlets};
use crate::acts::sign_in::Session;
use crate::domain::channel::ChannelId;
use crate::domain::ids::short;
use crate::domain::release::{OutletKind, Release, ReleaseOf};
use crate::domain::staff::Duty;

use crate::cli::CliError;

#[derive(Subcommand)]
pub enum ReleaseCommand {
    /// Release photos to a channel; each is decided on its own
    To(Releasing),
    /// List what is or was out
    List,
    /// List the printers that photos for a wall can go to
    Printers,
}

#[derive(Args)]
pub struct Releasing {
    channel: String,
    #[arg(required = true)]
    photos: Vec<String>,
    /// Of several photos: this one may go although nobody is named in it and no face was found
    #[arg(long, value_name = "PHOTO")]
    nobody: Vec<String>,
    /// Into this folder
    #[arg(long, group = "where", required_unless_present_any = ["zip", "print"])]
    folder: Option<PathBuf>,
    /// Into this new ZIP archive
    #[arg(long, group = "where")]
    zip: Option<PathBuf>,
    /// On paper, for a wall within the school: a printer that `release printers` lists
    #[arg(long, group = "where", value_name = "PRINTER")]
    print: Option<String>,
}

#[derive(Subcommand)]
pub enum TakeDownCommand {
    /// List what must come down, by due date. Exits 1 when there is anything
    List,
    /// Confirm that a copy is gone
    Confirm {
        release: String,
        /// Delete the copy if it still lies in its folder
        #[arg(long)]
        delete: bool,
    },
}

#[derive(Subcommand)]
pub enum CallCommand {
    /// Who of these may join? Exits 1 when somebody may not
    Check {
        /// Full names or ids
        people: Vec<String>,
        /// Everybody of this group
        #[arg(long)]
        group: Option<String>,
    },
    /// Record that these join a call; refused when anybody may not
    Release {
        #[arg(required = true)]
        people: Vec<String>,
        /// What the call is
        #[arg(long)]
        occasion: String,
    },
}

pub fn release(
    desk: &mut Desk,
    who: &Session,
    command: ReleaseCommand,
    outlets: Outlets,
) -> Result<Answer, CliError> {
    match command {
        ReleaseCommand::To(releasing) => release_to(desk, who, &releasing, outlets),
        ReleaseCommand::Printers => {
            let printers = desk.printers(who)?;
            let text = match printers.is_empty() {
                true => {
                    "This device knows no printer; ask the technician to set one up.".to_owned()
                }
                false => printers.join("\n"),
            };
            Ok(Answer::done(text, json!(printers)))
        }
        ReleaseCommand::List => {
            let releases = desk.releases(who)?;
            let rows: Vec<Vec<String>> = releases
                .iter()
                .map(|(release, event)| {
                    vec![
                        short(&release.id.0).to_owned(),
                        release.channel.to_string(),
                        event.state.words().to_owned(),
                        day(event.at.date_naive()),
                        release.stands_until.map(day).unwrap_or_default(),
                        lies_in(release),
                    ]
                })
                .collect();
            Ok(Answer::done(
                table(
                    &[
                        "Release",
                        "Channel",
                        "State",
                        "Since",
                        "Stands until",
                        "Where",
                    ],
                    &rows,
                ),
                json!(
                    releases
                        .iter()
                        .map(|(release, event)| json!({"release": release, "state": event}))
                        .collect::<Vec<_>>()
                ),
            ))
        }
    }
}

/// Where a copy is, in a line.
fn lies_in(release: &Release) -> String {
    let copy = match &release.what {
        ReleaseOf::Copy(copy) => copy,
        ReleaseOf::Call { occasion } => return words::one_line(occasion),
    };
    let (place, file) = (&copy.place, &copy.file_name);
    match copy.outlet.is_paper() {
        true => format!("paper from `{}`, marked {file}", words::one_line(place)),
        false => format!("{place}/{file}"),
    }
}

/// The record names a place so that it can be found again from anywhere.
fn where_to(releasing: &Releasing) -> Result<(OutletKind, String), CliError> {
    let (kind, place) = match (&releasing.folder, &releasing.zip, &releasing.print) {
        (_, _, Some(printer)) => return Ok((OutletKind::Print, printer.clone())),
        (Some(folder), _, None) => (OutletKind::Folder, folder),
        (None, Some(zip), None) => (OutletKind::Zip, zip),
        (None, None, None) => {
            return Err(CliError::Usage(
                "say where to: `--folder`, `--zip` or `--print`".to_owned(),
            ));
        }
    };
    let place = std::path::absolute(place).map_err(|error| CliError::Usage(error.to_string()))?;
    Ok((kind, place.display().to_string()))
}

fn release_to(
    desk: &mut Desk,
    who: &Session,
    releasing: &Releasing,
    outlets: Outlets,
) -> Result<Answer, CliError> {
    let (kind, place) = where_to(releasing)?;
    let mut outlet = outlets(kind, &place);
    let find = |typed: &[String]| {
        let found = typed.iter().map(|photo| desk.find_photo(photo));
        found.collect::<Result<Vec<_>, _>>()
    };
    let (photos, by_name) = (find(&releasing.photos)?, find(&releasing.nobody)?);
    let channel = ChannelId(releasing.channel.clone());
    let outcomes = desk.release_naming(who, &photos, &by_name, &channel, outlet.as_mut())?;
    let people = desk.people()?;
    let mut lines = Vec::new();
    let mut values = Vec::new();
    let mut code = exit::DONE;
    for outcome in &outcomes {
        match outcome {
            Outcome::Out {
                photo,
                release,
                file,
                sha256,
            } => {
                let path = match kind {
                    OutletKind::Zip => format!("out: {place} ({file})"),
                    OutletKind::Print => {
                        format!(
                            "out, waiting at `{}`: the page is marked {file}",
                            words::one_line(&place)
                        )
                    }
                    OutletKind::Folder => format!("out: {place}/{file}"),
                };
                lines.push(format!("✓ {}  {path}", short(&photo.0)));
                values.push(json!({
                    "photo": photo, "release": release, "out": true, "place": place,
                    "file": file, "sha256": sha256,
                }));
            }
            Outcome::Blocked { photo, reasons } => {
                code = code.max(exit::REFUSED);
                lines.push(format!(
                    "✕ {}  blocked, nothing of it is out",
                    short(&photo.0)
                ));
                for reason in reasons {
                    lines.push(format!("      {}", words::line(reason, &people)));
                }
                let codes: Vec<String> = reasons.iter().map(ToString::to_string).collect();
                values.push(json!({"photo": photo, "out": false, "reasons": codes}));
            }
            Outcome::Unnamed { photo } => {
                code = code.max(exit::REFUSED);
                let id = short(&photo.0);
                lines.push(format!(
                    "! {id}  not out: nobody is named in it, and no face was found. Look at it; if \
                     nobody is there, ask for it by name: `--nobody {id}`"
                ));
                values.push(json!({"photo": photo, "out": false, "unnamed": true}));
            }
            Outcome::NotOut { photo, why, ending } => {
                code = code.max(code_ending(*ending));
                let why = words::stayed(why);
                lines.push(format!("✕ {}  not out: {why}", short(&photo.0)));
                values.push(json!({"photo": photo, "out": false, "error": why}));
            }
        }
    }
    Ok(Answer::done(lines.join("\n"), json!(values)).ending(code))
}

pub fn take_down(
    desk: &mut Desk,
    who: &Session,
    command: TakeDownCommand,
    outlets: Outlets,
) -> Result<Answer, CliError> {
    match command {
        TakeDownCommand::List => {
            let tasks = desk.take_downs(who)?;
            desk.report_overdue(who)?;
            let people = desk.people()?;
            if tasks.is_empty() {
                return Ok(Answer::done("Nothing has to come down.", json!([])));
            }
            let mut lines = Vec::new();
            for task in &tasks {
                lines.push(format!(
                    "! by {}  release {}  {}",
                    day(task.due),
                    short(&task.release.id.0),
                    lies_in(&task.release)
                ));
                if task.reasons.is_empty() {
                    lines.push("      the school's policy no longer has this channel".to_owned());
                }
                for reason in &task.reasons {
                    lines.push(format!("      {}", words::line(reason, &people)));
                }
            }
            let values: Vec<_> = tasks
                .iter()
                .map(|task| {
                    let codes: Vec<String> = task.reasons.iter().map(ToString::to_string).collect();
                    let copy = task.release.copy();
                    json!({
                        "release": task.release.id, "channel": task.release.channel,
                        "place": copy.map(|copy| &copy.place),
                        "file": copy.map(|copy| &copy.file_name),
                        "due": task.due, "reasons": codes,
                    })
                })
                .collect();
            Ok(Answer::done(lines.join("\n"), json!(values)).ending(exit::REFUSED))
        }
        TakeDownCommand::Confirm { release, delete } => {
            desk.require(who, Duty::Release)?;
            let id = desk.find_release(who, &release)?;
            desk.confirm_down(who, &id, delete, outlets)?;
            Ok(Answer::done(
                format!(
                    "Release {} is taken down; {} confirmed it.",
                    short(&id.0),
                    who.name()
                ),
                json!({"release": id, "down": true}),
            ))
        }
    }
}

pub fn call(desk: &mut Desk, who: &Session, command: CallCommand) -> Result<Answer, CliError> {
    match command {
        CallCommand::Check { people, group } => {
            desk.check_call(who, &[])?;
            let register = desk.people()?;
            let mut ids = people
                .iter()
                .map(|person| Ok(desk.find_person(person)?.person.id))
                .collect::<Result<Vec<_>, CliError>>()?;
            if let Some(group) = &group {
                ids.extend(
                    register
                        .iter()
                        .filter(|entry| entry.class == *group)
                        .map(|entry| entry.person.id.clone()),
                );
            }
            if ids.is_empty() {
                return Err(CliError::Usage("name somebody, or a `--group`".to_owned()));
            }
            let mut code = exit::DONE;
            let mut lines = Vec::new();
            let mut values = Vec::new();
            for (person, verdict) in desk.check_call(who, &ids)? {
                let name = words::tile(&person, &register);
                let reasons = verdict.reasons();
                let sign = if verdict.is_allowed() { "✓" } else { "✕" };
                lines.push(format!("{sign} {name}"));
                for reason in reasons {
                    code = exit::REFUSED;
                    lines.push(format!("      {}", words::line(reason, &register)));
                }
                let codes: Vec<String> = reasons.iter().map(ToString::to_string).collect();
                values.push(json!({
                    "person": person, "allowed": verdict.is_allowed(), "reasons": codes,
                }));
            }
            Ok(Answer::done(lines.join("\n"), json!(values)).ending(code))
        }
        CallCommand::Release { people, occasion } => {
            desk.people_for(who)?;
            let ids = people
                .iter()
                .map(|person| Ok(desk.find_person(person)?.person.id))
                .collect::<Result<Vec<_>, CliError>>()?;
            let id = desk.release_call(who, &ids, &occasion)?;
            Ok(Answer::done(
                format!("Recorded as {}.", short(&id.0)),
                json!({"release": id}),
            ))
        }
    }
}
