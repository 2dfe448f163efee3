//! `permission`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::answer::{Answer, table};
use super::heard;
use super::people::{found, read_file, with_take_downs};
use super::words::day;
use crate::acts::Desk;
use crate::acts::permit::{LARGEST_FORM, SignedForm};
use crate::acts::refusal::Thing;
use crate::acts::sign_in::Session;
use crate::cli::CliError;
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PermissionId, short};
use crate::domain::permission::{Answer as Said, Evidence, Relation};
use crate::domain::person::PersonId;
use crate::domain::school::{Belongs, moved};

#[derive(Subcommand)]
pub enum PermissionCommand {
    /// List what was answered about somebody
    List { person: String },
    /// Add an answer; nothing is replaced, for each signatory the latest speaks
    Add(Box<Adding>),
    /// Add all that one form answers: for siblings, with a yes here and a no there
    Form(Box<Filing>),
    /// Take back what was granted, as said today
    Withdraw {
        person: String,
        /// A channel; may be given several times
        #[arg(long = "for", value_name = "CHANNEL", required = true)]
        channels: Vec<String>,
        /// The signatory's name
        #[arg(long)]
        by: String,
        /// What the signatory is to them
        #[arg(long, value_enum, default_value = "parent")]
        relation: RelationName,
    },
    /// Say to whom a no belongs that stands with the wrong child or signatory; it speaks on there
    Move {
        person: String,
        /// The no, by its id
        answer: String,
        /// Whom it is about; the same person where only the signatory is wrong
        #[arg(long, value_name = "PERSON")]
        to: Option<String>,
        /// The signatory's name
        #[arg(long)]
        by: String,
        /// What the signatory is to them
        #[arg(long, value_enum, default_value = "parent")]
        relation: RelationName,
    },
    /// Agree that a no belongs where another account said; from then on it speaks there
    AgreeMove {
        person: String,
        /// What the other account recorded, by its id
        answer: String,
    },
}

#[derive(Args)]
pub struct Adding {
    person: String,
    #[arg(value_enum)]
    answer: AnswerName,
    /// A channel; may be given several times for one form
    #[arg(long = "for", value_name = "CHANNEL", required = true)]
    channels: Vec<String>,
    /// The answer that this one corrects, by its id
    #[arg(long, value_name = "ID")]
    corrects: Option<String>,
    #[command(flatten)]
    signed: Signed,
}

#[derive(Args)]
pub struct Filing {
    /// Somebody whom the form is about; may be given several times
    #[arg(long = "person", value_name = "PERSON", required = true)]
    people: Vec<String>,
    /// A channel that it says yes to; may be given several times
    #[arg(long, value_name = "CHANNEL")]
    yes: Vec<String>,
    /// A channel that it says no to; may be given several times
    #[arg(long, value_name = "CHANNEL")]
    no: Vec<String>,
    #[command(flatten)]
    signed: Signed,
}

/// Who signed, when, and what shows it.
#[derive(Args)]
struct Signed {
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
    /// Whoever says yes is who said no before under the same name
    #[arg(long)]
    same_person: bool,
    /// The file was filed for others before, because it is one form that names them all
    #[arg(long)]
    one_form: bool,
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

pub fn permission(
    desk: &mut Desk,
    who: &Session,
    command: PermissionCommand,
) -> Result<Answer, CliError> {
    match command {
        PermissionCommand::List { person } => list(desk, who, &person),
        PermissionCommand::Add(adding) => {
            let person = found(desk, who, &adding.person)?;
            let answer = match adding.answer {
                AnswerName::Granted => Said::Granted,
                AnswerName::Refused => Said::Refused,
                AnswerName::Withdrawn => Said::Withdrawn,
            };
            let says = channels(&adding.channels, answer);
            let corrects = match &adding.corrects {
                Some(typed) => Some(answer_named(desk, who, &person, typed)?),
                None => None,
            };
            let people = std::slice::from_ref(&person);
            file(desk, who, people, &says, &adding.signed, corrects.as_ref())
        }
        PermissionCommand::Form(filing) => {
            let mut people = Vec::new();
            for typed in &filing.people {
                people.push(found(desk, who, typed)?);
            }
            let mut says = channels(&filing.yes, Said::Granted);
            says.extend(channels(&filing.no, Said::Refused));
            file(desk, who, &people, &says, &filing.signed, None)
        }
        PermissionCommand::Withdraw {
            person,
            channels,
            by,
            relation,
        } => {
            let person = found(desk, who, &person)?;
            let channels: Vec<ChannelId> = channels.into_iter().map(ChannelId).collect();
            desk.withdraw(who, &person, &channels, relation.meant(), &by)?;
            let done = json!({"withdrawn": channels});
            with_take_downs(desk, who, &[person], "Withdrawn.".to_owned(), done)
        }
        PermissionCommand::Move {
            person,
            answer,
            to,
            by,
            relation,
        } => {
            let person = found(desk, who, &person)?;
            let no = answer_named(desk, who, &person, &answer)?;
            let to = match to {
                Some(to) => found(desk, who, &to)?,
                None => person.clone(),
            };
            let belongs = Belongs {
                person: to,
                relation: relation.meant(),
                by,
            };
            let id = desk.propose_move(who, &person, &no, &belongs)?;
            let text = format!(
                "On record. The no speaks where it is until another account, office or head, agrees \
                 with `permission agree-move {} {}`.",
                short(&person.0),
                short(&id.0)
            );
            Ok(Answer::done(text, json!({"proposal": id})))
        }
        PermissionCommand::AgreeMove { person, answer } => {
            let person = found(desk, who, &person)?;
            let proposal = answer_named(desk, who, &person, &answer)?;
            desk.agree_move(who, &person, &proposal)?;
            let to = desk.answers(who, &person)?.into_iter();
            let to = to
                .filter(|filed| filed.id == proposal)
                .find_map(|filed| filed.belongs)
                .map(|belongs| belongs.person);
            let people: Vec<PersonId> = to.into_iter().collect();
            let text = "Moved. From now on the no speaks where it belongs.".to_owned();
            with_take_downs(desk, who, &people, text, json!({"moved": proposal}))
        }
    }
}

fn list(desk: &Desk, who: &Session, person: &str) -> Result<Answer, CliError> {
    let person = found(desk, who, person)?;
    let answers = desk.answers(who, &person)?;
    let moved = moved(&answers);
    let rows: Vec<Vec<String>> = answers
        .iter()
        .map(|filed| {
            let said = &filed.permission;
            let is_corrected = answers
                .iter()
                .any(|later| later.corrects.as_ref() == Some(&filed.id));
            let remark = match (moved.contains(&filed.id), &filed.belongs, is_corrected) {
                (true, ..) => "moved to where it belongs",
                (false, Some(_), _) => "said to belong elsewhere",
                (false, None, true) => "corrected later",
                (false, None, false) => "",
            };
            vec![
                short(&filed.id.0).to_owned(),
                said.channel.to_string(),
                match said.answer {
                    Said::Granted => "✓ yes",
                    Said::Refused => "✕ no",
                    Said::Withdrawn => "✕ withdrawn",
                    Said::ChangedOutside => "✕ changed outside Shutterslip",
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
                remark.to_owned(),
            ]
        })
        .collect();
    Ok(Answer::done(
        table(
            &[
                "Id", "Channel", "Answer", "By", "Signed", "Until", "Evidence", "",
            ],
            &rows,
        ),
        json!(answers),
    ))
}

fn channels(typed: &[String], answer: Said) -> Vec<(ChannelId, Said)> {
    let channel = |id: &String| (ChannelId(id.clone()), answer);
    typed.iter().map(channel).collect()
}

fn answer_named(
    desk: &Desk,
    who: &Session,
    person: &PersonId,
    typed: &str,
) -> Result<PermissionId, CliError> {
    let answers = desk.answers(who, person)?;
    let ids = answers.into_iter().map(|filed| filed.id.0);
    Ok(PermissionId(crate::acts::unique(
        typed,
        Thing::Answer,
        ids,
    )?))
}

fn file(
    desk: &mut Desk,
    who: &Session,
    people: &[PersonId],
    says: &[(ChannelId, Said)],
    signed: &Signed,
    corrects: Option<&PermissionId>,
) -> Result<Answer, CliError> {
    let file = signed
        .file
        .as_ref()
        .map(|path| read_file(path, LARGEST_FORM))
        .transpose()?;
    let today = desk.today()?;
    let filed = desk.file_form(
        who,
        &SignedForm {
            people,
            says,
            relation: signed.relation.meant(),
            by: &signed.by,
            signed: signed.signed.unwrap_or(today),
            from: signed.from,
            until: signed.until,
            evidence: match signed.evidence {
                EvidenceName::Paper => Evidence::Paper,
                EvidenceName::EForm => Evidence::EForm,
                EvidenceName::Email => Evidence::Email,
                EvidenceName::None => Evidence::Spoken,
            },
            file: file.as_deref(),
            corrects,
            same_person: signed.same_person,
            one_form: signed.one_form,
        },
    )?;
    let mut text = heard::recorded(filed.answers.len(), &filed.unheard);
    for (channel, last) in &filed.ends {
        text.push_str(&format!("\n  {channel} ends on {}", day(*last)));
    }
    let done = json!({
        "answers": filed.answers, "ends": filed.ends, "unheard": heard::as_json(&filed.unheard),
    });
    with_take_downs(desk, who, people, text, done)
}

impl RelationName {
    fn meant(self) -> Relation {
        match self {
            RelationName::Parent => Relation::Parent,
            RelationName::Oneself => Relation::Oneself,
            RelationName::Other => Relation::Other,
        }
    }
}
