//! `person`, `permission`.

use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::answer::{Answer, table};
use super::words::{day, one_line};
use crate::acts::permit::{Form, LARGEST_FORM, new_person};
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk};
use crate::domain::channel::ChannelId;
use crate::domain::ids::short;
use crate::domain::permission::{Answer as Said, Evidence, Relation};
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::photo::Who;
use crate::domain::school::Registered;

#[derive(Subcommand)]
pub enum PersonCommand {
    /// List children and adults
    List {
        /// Only this group
        #[arg(long)]
        group: Option<String>,
    },
    /// Add or update children from CSV: given,family,known_as,born,leaves,group
    Import { file: PathBuf },
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
    },
    /// Mark somebody as never to be photographed, whatever is permitted
    Never {
        person: String,
        /// Take the mark off again (head teacher)
        #[arg(long)]
        off: bool,
    },
    /// Set somebody's last day at this school
    Leaves { person: String, date: NaiveDate },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum KindName {
    Child,
    Staff,
    Visitor,
}

#[derive(Subcommand)]
pub enum PermissionCommand {
    /// List what was answered about somebody
    List { person: String },
    /// Add an answer; nothing is replaced, for each signatory the latest speaks
    Add(Box<Adding>),
}

#[derive(Args)]
pub struct Adding {
    person: String,
    #[arg(value_enum)]
    answer: AnswerName,
    /// A channel; may be given several times for one form
    #[arg(long = "for", value_name = "CHANNEL", required = true)]
    channels: Vec<String>,
    /// The signatory's name
    #[arg(long)]
    by: String,
    /// What the signatory is to them
    #[arg(long, value_enum, default_value = "parent")]
    relation: RelationName,
    /// Day of the answer; today where not given
    #[arg(long, value_name = "DATE")]
    signed: Option<NaiveDate>,
    /// First day, where not the day of the answer
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    until: Option<NaiveDate>,
    /// How it was given; a yes must be written
    #[arg(long, value_enum, default_value = "none")]
    evidence: EvidenceName,
    /// The scan or file of the form: PDF, picture or text
    #[arg(long)]
    file: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum AnswerName {
    Granted,
    Refused,
    Withdrawn,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum RelationName {
    /// With parental responsibility
    Parent,
    /// The person shown
    #[value(name = "self")]
    Oneself,
    Other,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum EvidenceName {
    Paper,
    EForm,
    Email,
    /// Spoken
    None,
}

/// A file that the user names, up to a size. Errors: not there, too large.
pub fn read_file(path: &Path, largest: usize) -> Result<Vec<u8>, ActError> {
    let name = one_line(&path.to_string_lossy());
    let file = std::fs::File::open(path)
        .map_err(|error| ActError::Input(format!("`{name}` cannot be read ({error})")))?;
    let mut bytes = Vec::new();
    file.take(largest as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| ActError::Input(format!("`{name}` cannot be read ({error})")))?;
    if bytes.len() > largest {
        return Err(ActError::Input(format!(
            "`{name}` is larger than {} MB",
            largest / (1024 * 1024)
        )));
    }
    Ok(bytes)
}

pub fn person(desk: &mut Desk, who: &Session, command: PersonCommand) -> Result<Answer, ActError> {
    match command {
        PersonCommand::List { group } => {
            let mut people = desk.people_for(who)?;
            people.retain(|entry| group.as_ref().is_none_or(|group| entry.class == *group));
            let rows: Vec<Vec<String>> = people.iter().map(row).collect();
            Ok(Answer::done(
                table(&["Id", "Name", "Group", "Leaves", ""], &rows),
                json!(people),
            ))
        }
        PersonCommand::Import { file } => {
            let done = desk.import_children(who, &read_file(&file, 16 << 20)?)?;
            Ok(Answer::done(
                format!(
                    "{} added, {} changed, {} as they were.",
                    done.added, done.changed, done.unchanged
                ),
                json!({"added": done.added, "changed": done.changed, "unchanged": done.unchanged}),
            ))
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
            let id = desk.record_person(who, entry)?;
            Ok(Answer::done(format!("Added as {id}."), json!({"id": id})))
        }
        PersonCommand::Never { person, off } => {
            desk.people_for(who)?;
            let mut entry = desk.find_person(&person)?;
            entry.person.never = !off;
            let id = desk.record_person(who, entry)?;
            let text = if off {
                "The mark is off."
            } else {
                "Marked: no photos at all."
            };
            let done = json!({"id": id, "never": !off});
            with_take_downs(desk, who, &id, text.to_owned(), done)
        }
        PersonCommand::Leaves { person, date } => {
            desk.people_for(who)?;
            let mut entry = desk.find_person(&person)?;
            entry.person.leaves = Some(date);
            let id = desk.record_person(who, entry)?;
            let text = format!("Last day: {}.", day(date));
            with_take_downs(desk, who, &id, text, json!({"id": id, "leaves": date}))
        }
    }
}

fn row(entry: &Registered) -> Vec<String> {
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

pub fn permission(
    desk: &mut Desk,
    who: &Session,
    command: PermissionCommand,
) -> Result<Answer, ActError> {
    match command {
        PermissionCommand::List { person } => {
            desk.people_for(who)?;
            let entry = desk.find_person(&person)?;
            let answers = desk.answers(who, &entry.person.id)?;
            let rows: Vec<Vec<String>> = answers
                .iter()
                .map(|filed| {
                    let said = &filed.permission;
                    vec![
                        said.channel.to_string(),
                        match said.answer {
                            Said::Granted => "✓ yes",
                            Said::Refused => "✕ no",
                            Said::Withdrawn => "✕ withdrawn",
                        }
                        .to_owned(),
                        said.by.clone(),
                        day(said.signed),
                        said.until.map(day).unwrap_or_default(),
                        if said.evidence.is_written() {
                            "written"
                        } else {
                            "spoken"
                        }
                        .to_owned(),
                    ]
                })
                .collect();
            Ok(Answer::done(
                table(
                    &["Channel", "Answer", "By", "Signed", "Until", "Evidence"],
                    &rows,
                ),
                json!(answers),
            ))
        }
        PermissionCommand::Add(adding) => add(desk, who, &adding),
    }
}

fn add(desk: &mut Desk, who: &Session, adding: &Adding) -> Result<Answer, ActError> {
    desk.people_for(who)?;
    let entry = desk.find_person(&adding.person)?;
    let channels: Vec<ChannelId> = adding.channels.iter().cloned().map(ChannelId).collect();
    let file = adding
        .file
        .as_ref()
        .map(|path| read_file(path, LARGEST_FORM))
        .transpose()?;
    let today = desk.today()?;
    let ids = desk.add_answers(
        who,
        &Form {
            person: &entry.person.id,
            channels: &channels,
            answer: match adding.answer {
                AnswerName::Granted => Said::Granted,
                AnswerName::Refused => Said::Refused,
                AnswerName::Withdrawn => Said::Withdrawn,
            },
            relation: match adding.relation {
                RelationName::Parent => Relation::Parent,
                RelationName::Oneself => Relation::Oneself,
                RelationName::Other => Relation::Other,
            },
            by: &adding.by,
            signed: adding.signed.unwrap_or(today),
            from: adding.from,
            until: adding.until,
            evidence: match adding.evidence {
                EvidenceName::Paper => Evidence::Paper,
                EvidenceName::EForm => Evidence::EForm,
                EvidenceName::Email => Evidence::Email,
                EvidenceName::None => Evidence::Spoken,
            },
            file: file.as_deref(),
        },
    )?;
    let text = if ids.len() == 1 {
        "Answer recorded."
    } else {
        "Answers recorded."
    };
    with_take_downs(
        desk,
        who,
        &entry.person.id,
        text.to_owned(),
        json!({"answers": ids}),
    )
}

/// What was done, and what of that person has to come down now.
fn with_take_downs(
    desk: &Desk,
    who: &Session,
    person: &PersonId,
    mut text: String,
    mut done: serde_json::Value,
) -> Result<Answer, ActError> {
    let shown = Who::Person(person.clone());
    let due: Vec<String> = desk
        .take_downs(who)?
        .into_iter()
        .filter(|task| task.release.people.iter().any(|one| one.who == shown))
        .map(|task| {
            format!(
                "take down by {}: release {}",
                day(task.due),
                task.release.id
            )
        })
        .collect();
    for line in &due {
        text.push_str("\n! ");
        text.push_str(line);
    }
    if let Some(done) = done.as_object_mut() {
        done.insert("take_down".to_owned(), json!(due));
    }
    Ok(Answer::done(text, done))
}
