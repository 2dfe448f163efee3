//! `person import-mis`: what a list of the school's MIS would change, and then doing it. Names are
//! printed to whoever keeps the register, since they decide by them.

mod shown;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::answer::Answer;
use super::exit;
use super::people::read_file;
use super::words::one_line;
use crate::acts::Desk;
use crate::acts::import::{Account, Confirmed, LARGEST_LIST, List, SHORTEST_ID};
use crate::acts::sign_in::Session;
use crate::cli::CliError;
use crate::domain::channel::ChannelId;
use crate::domain::mis::plan::{Meant, Pick, Plan, Terms};
use crate::domain::mis::{Mapping, Table};
use crate::domain::person::PersonId;

#[derive(Args)]
pub struct Importing {
    /// The list as the MIS exports it
    file: PathBuf,
    /// What its columns and values are, as `--show-mapping` prints it; as before, or guessed, where not given
    #[arg(long, value_name = "TOML")]
    mapping: Option<PathBuf>,
    /// Print how the list would be understood, as a file to look through and to give to --mapping
    #[arg(long, conflicts_with = "confirm")]
    show_mapping: bool,
    /// Do what the preview of this id showed; without it nothing is written
    #[arg(long, value_name = "ID")]
    confirm: Option<String>,
    /// Record a yes against a no on record, by its line and channel; may be given several times
    #[arg(long, value_name = "LINE:CHANNEL")]
    accept: Vec<String>,
    /// A yes on record that the list says no more is taken back: its line and channel, or `all`; may be given several times
    #[arg(long, value_name = "LINE:CHANNEL")]
    taken_back: Vec<String>,
    /// A yes on record that the list says no more stands all the same: its line and channel, or `all`
    #[arg(long, value_name = "LINE:CHANNEL")]
    stands: Vec<String>,
    /// Whom an unclear line is about: a person's id, `new`, or `nobody` to leave it out; may be given several times
    #[arg(long, value_name = "LINE:WHO")]
    pick: Vec<String>,
    /// A child who is not in the list and leaves today; may be given several times
    #[arg(long, value_name = "PERSON")]
    leaver: Vec<String>,
    /// State that the MIS holds the signed forms, so that its yes counts as written (head teacher)
    #[arg(long)]
    forms_held: bool,
}

pub fn run(desk: &mut Desk, who: &Session, asked: &Importing) -> Result<Answer, CliError> {
    let mut go_on = |_| true;
    let bytes = read_file(&asked.file, LARGEST_LIST)?;
    let list = desk.read_list(who, &bytes, &mut go_on)?;
    let mapping = match &asked.mapping {
        Some(file) => read_mapping(file)?,
        None => desk.propose_mapping(who, &list)?.mapping,
    };
    if asked.show_mapping {
        let text =
            toml::to_string_pretty(&mapping).map_err(|error| CliError::Usage(error.to_string()))?;
        return Ok(Answer::done(text, json!(mapping)));
    }
    let mut terms = Terms {
        mapping,
        picks: BTreeMap::new(),
        forms_held: asked.forms_held,
    };
    for picked in &asked.pick {
        let (line, whom) = at_line(&list.table, picked)?;
        let pick = match whom {
            "new" => Pick::New,
            "nobody" => Pick::Nobody,
            id => Pick::Same(desk.find_person(id)?.person.id),
        };
        terms.picks.insert(line, pick);
    }
    let Some(preview) = &asked.confirm else {
        let preview = desk.plan_import(who, &list, &terms, &mut go_on)?;
        return Ok(shown::preview(&list.table, &terms.mapping, &preview));
    };
    if preview.len() < SHORTEST_ID {
        return Err(CliError::Usage(
            "give the preview's id as it was printed; without `--confirm` it is printed anew"
                .to_owned(),
        ));
    }
    let mut confirmed = Confirmed {
        preview: preview.clone(),
        ..Confirmed::default()
    };
    for accepted in &asked.accept {
        let (line, channel) = at_line(&list.table, accepted)?;
        confirmed
            .turns
            .insert((line, ChannelId(channel.to_owned())));
    }
    confirmed.leavers = leavers(desk, &asked.leaver)?;
    if !asked.taken_back.is_empty() || !asked.stands.is_empty() {
        let plan = desk.plan_import(who, &list, &terms, &mut go_on)?.plan;
        for (typed, meant) in [
            (&asked.stands, Meant::Stands),
            (&asked.taken_back, Meant::No),
        ] {
            for typed in typed {
                confirmed
                    .gone
                    .extend(said_gone(&list, &plan, typed, meant)?);
            }
        }
    }
    Ok(done(
        &desk.import(who, &list, &terms, &confirmed, &mut go_on)?,
    ))
}

fn read_mapping(file: &std::path::Path) -> Result<Mapping, CliError> {
    let unreadable = |why: String| {
        let name = one_line(&file.to_string_lossy());
        CliError::Usage(format!(
            "`{name}` does not say what the columns are ({}); print one with `--show-mapping`",
            one_line(&why)
        ))
    };
    let text = String::from_utf8(read_file(file, 1 << 20)?)
        .map_err(|_| unreadable("it is no text".to_owned()))?;
    toml::from_str(&text).map_err(|error| unreadable(error.message().to_owned()))
}

/// `12:website`, or `Ladybirds!12:website` where a workbook has several sheets.
fn at_line<'a>(table: &Table, text: &'a str) -> Result<(u64, &'a str), CliError> {
    let parts = text.rsplit_once(':');
    parts
        .and_then(|(line, rest)| Some((table.line_at(line)?, rest)))
        .ok_or_else(|| {
            CliError::Usage(format!(
                "`{text}` is not a line and what is said of it, such as `12:website`"
            ))
        })
}

/// The line and the channel of a yes that the list says no more.
type Gone = (u64, ChannelId);

/// What is said of yeses that the list says no more: of one, or of all that the plan has.
fn said_gone(
    list: &List,
    plan: &Plan,
    typed: &str,
    meant: Meant,
) -> Result<Vec<(Gone, Meant)>, CliError> {
    if typed == "all" {
        let all = plan
            .gone
            .iter()
            .map(|gone| (gone.line, gone.channel.clone()));
        return Ok(all.map(|key| (key, meant)).collect());
    }
    let (line, channel) = at_line(&list.table, typed)?;
    Ok(vec![((line, ChannelId(channel.to_owned())), meant)])
}

fn leavers(desk: &Desk, typed: &[String]) -> Result<BTreeSet<PersonId>, CliError> {
    let ids = typed
        .iter()
        .map(|typed| Ok(desk.find_person(typed)?.person.id));
    ids.collect()
}

fn done(account: &Account) -> Answer {
    let Account {
        added,
        changed,
        left,
        answers,
        turned,
        taken_back,
        left_out,
        take_downs,
    } = *account;
    let mut text = format!(
        "{added} joined, {changed} changed, {left} leave today; {answers} answers recorded"
    );
    if turned > 0 {
        text.push_str(&format!(", {turned} of them against a no on record"));
    }
    if taken_back > 0 {
        text.push_str(&format!(", {taken_back} of them take back a yes"));
    }
    text.push('.');
    if left_out > 0 {
        text.push_str(&format!(" {left_out} rows were left out: see the preview."));
    }
    if take_downs > 0 {
        text.push_str(&format!(
            " {take_downs} copies must come down: `take-down list`."
        ));
    }
    Answer::done(
        text,
        json!({"added": added, "changed": changed, "left": left, "answers": answers, "turned": turned,
               "taken-back": taken_back,
               "left-out": left_out, "take-downs": take_downs}),
    )
    .ending(exit::DONE)
}
