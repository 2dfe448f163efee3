//! `slip`.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::answer::{Answer, table};
use super::exit;
use super::heard;
use super::people::{read_file, with_take_downs};
use super::permission::RelationName;
use super::words::{day, one_line};
use crate::acts::Ending;
use crate::acts::sign_in::Session;
use crate::acts::slip::{Confirmed, MadeSlips, Recognised, Row};
use crate::acts::{Desk, school_day};
use crate::domain::channel::ChannelId;
use crate::domain::language::Language;
use crate::domain::permission::{Answer as Said, Relation};
use crate::domain::slip::SlipReading;
use crate::slip::reading::Proposal;

use crate::cli::CliError;

/// A pile of papers, scanned.
const LARGEST_PILE: usize = 64 << 20;

#[derive(Subcommand)]
pub enum SlipCommand {
    /// Make a permission slip for a child, or one for each child of a group, to print or as PDF
    Print(Printing),
    /// Say whose slips are in scans, and what their boxes seem to say; records nothing
    Read {
        /// PDF, JPEG, PNG or WebP
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Record what stands on a signed slip, as somebody who looked at it says
    Confirm(Box<Confirming>),
    /// List the printers of this device
    Printers,
}

#[derive(Args)]
#[command(group = ArgGroup::new("whom").required(true).args(["child", "group"]))]
#[command(group = ArgGroup::new("where").required(true).args(["out", "printer"]))]
pub struct Printing {
    /// Full name or id
    #[arg(long, value_name = "NAME")]
    child: Option<String>,
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    #[arg(long, value_enum, default_value = "english")]
    language: LanguageName,
    /// Where the PDF goes; nothing is written over
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// One that `slip printers` lists
    #[arg(long, value_name = "NAME")]
    printer: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum LanguageName {
    English,
    Welsh,
}

#[derive(Args)]
pub struct Confirming {
    /// The scan: PDF, JPEG, PNG or WebP
    file: PathBuf,
    /// The page of it
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
    /// Whose slip it is, as the paper says; refused where the code says another
    #[arg(long, value_name = "NAME")]
    child: String,
    /// A channel with a yes; may be given several times
    #[arg(long, value_name = "CHANNEL")]
    yes: Vec<String>,
    /// A channel with a no; may be given several times
    #[arg(long, value_name = "CHANNEL")]
    no: Vec<String>,
    /// The signatory's name
    #[arg(long)]
    by: String,
    #[arg(long, value_enum, default_value = "parent")]
    relation: RelationName,
    /// The day that stands on the slip
    #[arg(long, value_name = "DATE")]
    signed: NaiveDate,
    /// This very slip was confirmed before, and is to be once more
    #[arg(long)]
    again: bool,
    /// Whoever says yes is who said no before under the same name
    #[arg(long)]
    same_person: bool,
}

pub fn slip(desk: &mut Desk, who: &Session, command: SlipCommand) -> Result<Answer, CliError> {
    match command {
        SlipCommand::Print(printing) => print(desk, who, &printing),
        SlipCommand::Read { files } => read(desk, who, &files),
        SlipCommand::Confirm(confirming) => confirm(desk, who, &confirming),
        SlipCommand::Printers => {
            let printers = desk.slip_printers(who)?;
            let text = match printers.is_empty() {
                true => {
                    "This device knows no printer; ask the technician to set one up.".to_owned()
                }
                false => printers.join("\n"),
            };
            Ok(Answer::done(text, json!(printers)))
        }
    }
}

fn made(desk: &mut Desk, who: &Session, printing: &Printing) -> Result<MadeSlips, CliError> {
    desk.people_for(who)?;
    let language = match printing.language {
        LanguageName::English => Language::English,
        LanguageName::Welsh => Language::Welsh,
    };
    match (&printing.child, &printing.group) {
        (Some(child), _) => {
            let person = desk.find_person(child)?.person.id;
            Ok(desk.make_slip(who, &person, language)?)
        }
        (None, Some(group)) => Ok(desk.make_slips_for_group(who, group, language)?),
        (None, None) => Err(CliError::Usage(
            "say for whom, with `--child NAME` or `--group NAME`".to_owned(),
        )),
    }
}

fn print(desk: &mut Desk, who: &Session, printing: &Printing) -> Result<Answer, CliError> {
    let made = made(desk, who, printing)?;
    let gone = match (&printing.out, &printing.printer) {
        (Some(out), _) => {
            let name = out.file_name().and_then(|name| name.to_str());
            let name = name.ok_or_else(|| {
                let shown = one_line(&out.to_string_lossy());
                CliError::Usage(format!("`{shown}` is no name for a file; give another"))
            })?;
            let folder = match out.parent() {
                Some(folder) if !folder.as_os_str().is_empty() => folder,
                _ => Path::new("."),
            };
            let place = desk.save_paper(who, folder, name, &made.pdf)?;
            format!("saved as `{}`", one_line(&place.to_string_lossy()))
        }
        (None, Some(printer)) => {
            desk.print(who, printer, &made.title, &made.pdf)?;
            format!("handed to the printer `{}`", one_line(printer))
        }
        (None, None) => {
            return Err(CliError::Usage(
                "say where it goes, with `--out FILE` or `--printer NAME`".to_owned(),
            ));
        }
    };
    Ok(Answer::done(
        format!("{} slips for {} children, {gone}.", made.slips, made.people),
        json!({"slips": made.slips, "people": made.people}),
    ))
}

/// One page of a file, and what came of it.
struct Looked {
    page: u32,
    of: u32,
    told: Result<Recognised, CliError>,
}

fn pages(desk: &Desk, who: &Session, bytes: &[u8]) -> Result<Vec<Looked>, CliError> {
    let mut looked = Vec::new();
    let (mut page, mut of) = (0, 1);
    while page < of {
        let seen = desk.page_of(who, bytes, page)?;
        of = seen.pages;
        page += 1;
        let told = desk.recognise_slip(who, &seen).map_err(CliError::from);
        looked.push(Looked { page, of, told });
    }
    Ok(looked)
}

fn read(desk: &mut Desk, who: &Session, files: &[PathBuf]) -> Result<Answer, CliError> {
    let policy = desk.policy()?;
    let on = |reading: &SlipReading| day(school_day(&policy, reading.at));
    let (mut text, mut values, mut unread) = (Vec::new(), Vec::new(), 0);
    for file in files {
        let name = one_line(&file.to_string_lossy());
        let looked = read_file(file, LARGEST_PILE).and_then(|bytes| pages(desk, who, &bytes));
        let looked = match looked {
            Ok(looked) => looked,
            // Whoever may not read one may read none.
            Err(error) if error.ending() == Ending::Refused => return Err(error),
            Err(error) => {
                unread += 1;
                let why = error.to_string();
                text.push(format!("{name}: ✕ {why}"));
                values.push(json!({"file": name, "error": why}));
                continue;
            }
        };
        for Looked { page, of, told } in looked {
            let place = format!("{name}, page {page} of {of}");
            match told {
                Ok(seen) => {
                    text.push(format!("{place}: {} ({})", seen.name, seen.group));
                    if let Some(last) = seen.before.last() {
                        text.push(format!("  ! confirmed before, on {}", on(last)));
                    }
                    if seen.is_signed == Some(false) {
                        text.push("  ! nothing stands where the signature goes".to_owned());
                    }
                    let rows: Vec<Vec<String>> = seen.rows.iter().map(row).collect();
                    text.push(table(&["Channel", "Seems to say", "Sure"], &rows));
                    values.push(value(&name, page, &seen));
                }
                Err(error) => {
                    unread += 1;
                    text.push(format!("{place}: ✕ {error}"));
                    values.push(json!({"file": name, "page": page, "error": error.to_string()}));
                }
            }
        }
    }
    let code = if unread == 0 { exit::DONE } else { exit::USAGE };
    text.push("Nothing is recorded yet; look at each and use `slip confirm`.".to_owned());
    Ok(Answer::done(text.join("\n"), json!(values)).ending(code))
}

fn seems(says: Proposal) -> &'static str {
    match says {
        Proposal::Yes => "yes",
        Proposal::No => "no",
        Proposal::Nothing => "nothing",
        Proposal::Unclear => "unclear",
    }
}

fn row(row: &Row) -> Vec<String> {
    vec![
        row.channel.to_string(),
        seems(row.proposed.says).to_owned(),
        format!("{} %", row.proposed.sure),
    ]
}

fn value(file: &str, page: u32, seen: &Recognised) -> Value {
    let rows: Vec<Value> = seen
        .rows
        .iter()
        .map(|row| {
            json!({
                "channel": row.channel, "seems": seems(row.proposed.says),
                "sure": row.proposed.sure,
            })
        })
        .collect();
    json!({
        "file": file, "page": page, "slip": seen.id(), "person": seen.person(), "name": seen.name,
        "rows": rows, "signed": seen.is_signed, "straight": seen.is_straight,
        "confirmed_before": seen.before.len(),
    })
}

fn confirm(desk: &mut Desk, who: &Session, said: &Confirming) -> Result<Answer, CliError> {
    desk.people_for(who)?;
    let child = desk.find_person(&said.child)?;
    let bytes = read_file(&said.file, LARGEST_PILE)?;
    let page = desk.page_of(who, &bytes, said.page.saturating_sub(1))?;
    let seen = desk.recognise_slip(who, &page)?;
    if *seen.person() != child.person.id {
        return Err(CliError::Refused(format!(
            "the code on this slip is not that of `{}`; look whose slip it is with `slip read`",
            one_line(&said.child)
        )));
    }
    let yes = said.yes.iter().map(|channel| (channel, Said::Granted));
    let no = said.no.iter().map(|channel| (channel, Said::Refused));
    let filed = desk.confirm_slip(
        who,
        &seen,
        &Confirmed {
            answers: yes
                .chain(no)
                .map(|(channel, answer)| (ChannelId(channel.clone()), answer))
                .collect(),
            relation: match said.relation {
                RelationName::Parent => Relation::Parent,
                RelationName::Oneself => Relation::Oneself,
                RelationName::Other => Relation::Other,
            },
            by: said.by.clone(),
            signed: said.signed,
            again: said.again,
            same_person: said.same_person,
        },
    )?;
    let person = seen.person().clone();
    let text = match filed.unheard.is_empty() {
        true => format!(
            "{} answers recorded for {}.",
            filed.answers.len(),
            seen.name
        ),
        false => heard::recorded(filed.answers.len(), &filed.unheard),
    };
    let done = json!({"answers": filed.answers, "unheard": heard::as_json(&filed.unheard)});
    with_take_downs(desk, who, &[person], text, done)
}
