//! `person`.

use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use serde_json::json;

use super::answer::{Answer, table};
use super::register;
use super::words::{day, one_line};
use crate::acts::look_up::{Entry, Whom};
use crate::acts::permit::{Edits, new_person};
use crate::acts::register_lists::ListKind;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Alike, Desk};
use crate::cli::CliError;
use crate::domain::ids::short;
use crate::domain::person::{PersonId, PersonKind};

#[derive(Subcommand)]
pub enum PersonCommand {
    /// List children and adults
    List {
        /// Only this group
        #[arg(long)]
        group: Option<String>,
        /// Only whose names begin so
        #[arg(long, default_value = "")]
        find: String,
        /// Those who have left
        #[arg(long)]
        left: bool,
    },
    /// Show somebody's page: where their picture may go, on whose word, and what is out with them
    Show { person: String },
    /// Take children and answers over from a list of the school's MIS: CSV or Excel
    ImportMis(super::import::Importing),
    /// Add somebody
    Add {
        #[arg(value_enum)]
        kind: KindName,
        given: String,
        family: String,
        /// A child's group
        #[arg(long, default_value = "")]
        group: String,
        #[arg(long, value_name = "DATE")]
        born: Option<NaiveDate>,
        /// Last day at this school
        #[arg(long, value_name = "DATE")]
        leaves: Option<NaiveDate>,
        /// Another given name in use; may be given several times
        #[arg(long)]
        known_as: Vec<String>,
        /// Another family name: legal, everyday, either parent's; may be given several times
        #[arg(long, value_name = "FAMILY")]
        known_family: Vec<String>,
        /// Somebody of a like name in the register, who is another person; may be given several times
        #[arg(long, value_name = "PERSON")]
        other_than: Vec<String>,
    },
    /// Mark somebody as never to be photographed, whatever is permitted
    Never {
        person: String,
        /// Why; the head teacher alone sees it
        #[arg(long, default_value = "")]
        why: String,
        /// Take the mark off again (head teacher)
        #[arg(long, conflicts_with = "why")]
        off: bool,
    },
    /// Say why somebody is marked (head teacher)
    Why { person: String },
    /// Change names, group or birth date
    Edit {
        person: String,
        #[arg(long)]
        given: Option<String>,
        #[arg(long)]
        family: Option<String>,
        #[arg(long)]
        group: Option<String>,
        #[arg(long, value_name = "DATE")]
        born: Option<NaiveDate>,
        /// Other given names in use, instead of those recorded; may be given several times
        #[arg(long)]
        known_as: Vec<String>,
        /// Other family names, instead of those recorded; may be given several times
        #[arg(long, value_name = "FAMILY")]
        known_family: Vec<String>,
    },
    /// Set somebody's last day at this school
    Leaves { person: String, date: NaiveDate },
    /// Say that somebody has come back, or does not leave
    Returns { person: String },
    /// Say that somebody has parental responsibility for a child; then nobody else's yes counts
    Responsible {
        person: String,
        /// As they sign
        name: String,
        /// The last day of it
        #[arg(long, value_name = "DATE")]
        until: Option<NaiveDate>,
        /// Take them off the list again
        #[arg(long, conflicts_with = "until")]
        off: bool,
    },
    /// Say that a court has spoken about a child: the head alone records a yes. Why is never asked
    CourtOrder {
        person: String,
        /// Take that off again (head teacher)
        #[arg(long)]
        off: bool,
    },
    /// List of whom no last day is known, where permission ends when they leave
    NoLastDay {
        /// Only this group
        #[arg(long)]
        group: Option<String>,
    },
    /// List of which children no birth date is known, where they are asked from an age on
    NoBirthDate {
        /// Only this group
        #[arg(long)]
        group: Option<String>,
    },
    /// List whose evidence nobody can look at, of what was filed before that was asked
    OldEvidence,
    /// List whose answer is missing for a place
    Unanswered {
        /// Only this group
        #[arg(long)]
        group: Option<String>,
    },
    /// List whose permission ends within 30 days
    Ending {
        /// Only this group
        #[arg(long)]
        group: Option<String>,
    },
    /// List whose permission has ended
    Lapsed {
        /// Only this group
        #[arg(long)]
        group: Option<String>,
    },
    /// List who said no, or took a yes back
    Refused {
        /// Only this group
        #[arg(long)]
        group: Option<String>,
    },
    /// List who of a group may not be photographed, for its wall: names and nothing more
    Wall { group: String },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum KindName {
    Child,
    Staff,
    Visitor,
}

/// A file of bytes, opened without waiting. Errors: a pipe, a socket or a device, which would be waited
/// for or read for ever; one that cannot be opened.
pub fn open_file(path: &Path) -> std::io::Result<std::fs::File> {
    let file = std::fs::OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK)
        .open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(std::io::Error::other("it is no file; name a file")),
    }
}

/// A file that the user names, up to a size. Errors: not there, no file of bytes, too large.
pub fn read_file(path: &Path, largest: usize) -> Result<Vec<u8>, CliError> {
    let name = one_line(&path.to_string_lossy());
    let file = open_file(path)
        .map_err(|error| CliError::Usage(format!("`{name}` cannot be read ({error})")))?;
    let mut bytes = Vec::new();
    file.take(largest as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| CliError::Usage(format!("`{name}` cannot be read ({error})")))?;
    if bytes.len() > largest {
        return Err(CliError::Usage(format!(
            "`{name}` is larger than {} MB",
            largest / (1024 * 1024)
        )));
    }
    Ok(bytes)
}

pub fn person(desk: &mut Desk, who: &Session, command: PersonCommand) -> Result<Answer, CliError> {
    match command {
        PersonCommand::List { group, find, left } => {
            let whom = match (group, left) {
                (Some(group), _) => Whom::Group(group),
                (None, true) => Whom::Left,
                (None, false) => Whom::Everybody,
            };
            let found = desk.list_register(who, &whom, &find)?;
            let rows: Vec<Vec<String>> = found.iter().map(row).collect();
            let people: Vec<_> = found.iter().map(|one| &one.entry).collect();
            Ok(Answer::done(
                table(&["Id", "Name", "Group", "Leaves", ""], &rows),
                json!(people),
            ))
        }
        PersonCommand::Show { person } => {
            let id = found(desk, who, &person)?;
            register::page(desk, who, &id)
        }
        PersonCommand::ImportMis(importing) => super::import::run(desk, who, &importing),
        PersonCommand::Add {
            kind,
            given,
            family,
            group,
            born,
            leaves,
            known_as,
            known_family,
            other_than,
        } => {
            let kind = match kind {
                KindName::Child => PersonKind::Child,
                KindName::Staff => PersonKind::Staff,
                KindName::Visitor => PersonKind::Visitor,
            };
            let mut entry = new_person(kind, &given, &family, &group);
            entry.person.born = born;
            entry.person.leaves = leaves;
            entry.person.known_as = known_as;
            entry.person.known_families = known_family;
            let others = other_than.iter().map(|typed| found(desk, who, typed));
            let others = others.collect::<Result<_, _>>()?;
            let added = desk.add_person(who, entry, &others);
            let id = added.map_err(|error| match error {
                ActError::Alike(alike) => CliError::Usage(like_words(&alike)),
                other => CliError::Act(other),
            })?;
            Ok(Answer::done(format!("Added as {id}."), json!({"id": id})))
        }
        PersonCommand::Never { person, why, off } => {
            let id = found(desk, who, &person)?;
            let text = if off {
                desk.unmark(who, &id)?;
                "The mark is off."
            } else {
                desk.mark_never(who, &id, &why)?;
                "Marked: no photos at all."
            };
            let done = json!({"id": id, "never": !off});
            with_take_downs(desk, who, &[id], text.to_owned(), done)
        }
        PersonCommand::Why { person } => {
            let id = found(desk, who, &person)?;
            register::why(desk, who, &id)
        }
        PersonCommand::Edit {
            person,
            given,
            family,
            group,
            born,
            known_as,
            known_family,
        } => {
            let id = found(desk, who, &person)?;
            let edits = Edits {
                given,
                family,
                group,
                born,
                known_as: (!known_as.is_empty()).then_some(known_as),
                known_families: (!known_family.is_empty()).then_some(known_family),
                ..Edits::default()
            };
            desk.edit_person(who, &id, edits)?;
            Ok(Answer::done("Changed.", json!({"id": id})))
        }
        PersonCommand::Leaves { person, date } => {
            let id = found(desk, who, &person)?;
            desk.set_last_day(who, &id, Some(date))?;
            let text = format!("Last day: {}.", day(date));
            let done = json!({"id": id, "leaves": date});
            with_take_downs(desk, who, &[id], text, done)
        }
        PersonCommand::Returns { person } => {
            let id = found(desk, who, &person)?;
            desk.set_last_day(who, &id, None)?;
            Ok(Answer::done(
                "No last day any more. Answers given before count again while their term lasts: \
                 look through them with `person show`.",
                json!({"id": id, "leaves": null}),
            ))
        }
        PersonCommand::Responsible {
            person,
            name,
            until,
            off,
        } => {
            let id = found(desk, who, &person)?;
            register::responsible(desk, who, &id, &name, until, off)
        }
        PersonCommand::CourtOrder { person, off } => {
            let id = found(desk, who, &person)?;
            let edits = Edits {
                court_order: Some(!off),
                ..Edits::default()
            };
            desk.edit_person(who, &id, edits)?;
            let text = match off {
                true => "The flag is off.",
                false => "Court order: the head alone records a yes from now on.",
            };
            Ok(Answer::done(text, json!({"id": id, "court_order": !off})))
        }
        PersonCommand::NoLastDay { group } => {
            register::list(desk, who, ListKind::NoLastDay, group.as_deref())
        }
        PersonCommand::NoBirthDate { group } => {
            register::list(desk, who, ListKind::NoBirthDate, group.as_deref())
        }
        PersonCommand::OldEvidence => register::old_evidence(desk, who),
        PersonCommand::Unanswered { group } => {
            register::list(desk, who, ListKind::Unanswered, group.as_deref())
        }
        PersonCommand::Ending { group } => {
            register::list(desk, who, ListKind::EndingSoon, group.as_deref())
        }
        PersonCommand::Lapsed { group } => {
            register::list(desk, who, ListKind::Lapsed, group.as_deref())
        }
        PersonCommand::Refused { group } => {
            register::list(desk, who, ListKind::Refused, group.as_deref())
        }
        PersonCommand::Wall { group } => register::wall(desk, who, &group),
    }
}

/// Who is in the register under a like name: by id and group, since errors hold no names.
fn like_words(alike: &[Alike]) -> String {
    let who: Vec<String> = alike
        .iter()
        .map(|one| {
            let id = short(&one.entry.person.id.0);
            match one.entry.class.as_str() {
                "" => format!("`{id}`"),
                group => format!("`{id}` in {group}"),
            }
        })
        .collect();
    let how = match alike.iter().any(|one| one.is_same_name) {
        true => "of this name",
        false => "of nearly this name",
    };
    let remedy = match alike.iter().any(|one| one.needs_birth_dates) {
        true => "give the birth dates of both",
        false => "add `--other-than` with that id",
    };
    format!(
        "somebody {how} is in the register ({}); look with `person show`; if this is another person, {remedy}",
        who.join(", ")
    )
}

/// Somebody who is named; whoever may not see the register learns no name by asking.
pub(super) fn found(desk: &Desk, who: &Session, typed: &str) -> Result<PersonId, CliError> {
    desk.people_for(who)?;
    Ok(desk.find_person(typed)?.person.id)
}

fn row(one: &Entry) -> Vec<String> {
    let entry = &one.entry;
    let person = &entry.person;
    vec![
        short(&person.id.0).to_owned(),
        format!("{} {}", person.given, person.family),
        match person.kind {
            PersonKind::Child => entry.class.clone(),
            PersonKind::Staff => "staff".to_owned(),
            PersonKind::Visitor => "visitor".to_owned(),
        },
        person.leaves.map(day).unwrap_or_default(),
        if person.never { "✕ no photos" } else { "" }.to_owned(),
    ]
}

/// What was done, and what of these people has to come down now.
pub(super) fn with_take_downs(
    desk: &Desk,
    who: &Session,
    people: &[PersonId],
    mut text: String,
    mut done: serde_json::Value,
) -> Result<Answer, CliError> {
    let mut due: Vec<String> = Vec::new();
    for person in people {
        for task in desk.take_downs_of(who, person)? {
            let line = format!(
                "take down by {}: release {}",
                day(task.due),
                task.release.id
            );
            if !due.contains(&line) {
                due.push(line);
            }
        }
    }
    for line in &due {
        text.push_str("\n! ");
        text.push_str(line);
    }
    if let Some(done) = done.as_object_mut() {
        done.insert("take_down".to_owned(), json!(due));
    }
    Ok(Answer::done(text, done))
}
