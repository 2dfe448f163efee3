//! `person import-mis`: what a list of the school's MIS would change, and then doing it. Names are
//! printed to whoever keeps the register, since they decide by them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::answer::{Answer, table};
use super::exit;
use super::people::read_file;
use super::words::{day, one_line};
use crate::acts::import::{Account, Confirmed, LARGEST_LIST, Preview, SHORTEST_ID};
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk};
use crate::domain::channel::ChannelId;
use crate::domain::ids::short;
use crate::domain::mis::plan::{New, Pick, Plan, Terms};
use crate::domain::mis::{Holds, Mapping, guess};
use crate::domain::permission::Answer as Said;
use crate::domain::person::PersonId;
use crate::domain::school::Registered;

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
    /// Whom an unclear line is about: a person's id, or `new`; may be given several times
    #[arg(long, value_name = "LINE:WHO")]
    pick: Vec<String>,
    /// A child who is not in the list and leaves today; may be given several times
    #[arg(long, value_name = "PERSON")]
    leaver: Vec<String>,
    /// State that the MIS holds the signed forms, so that its yes counts as written (head teacher)
    #[arg(long)]
    forms_held: bool,
}

pub fn run(desk: &mut Desk, who: &Session, asked: &Importing) -> Result<Answer, ActError> {
    let mut go_on = |_| true;
    let bytes = read_file(&asked.file, LARGEST_LIST)?;
    let list = desk.read_list(who, &bytes, &mut go_on)?;
    let mapping = match &asked.mapping {
        Some(file) => read_mapping(file)?,
        None => desk.propose_mapping(who, &list)?.mapping,
    };
    if asked.show_mapping {
        let text =
            toml::to_string_pretty(&mapping).map_err(|error| ActError::Input(error.to_string()))?;
        return Ok(Answer::done(text, json!(mapping)));
    }
    let mut terms = Terms {
        mapping,
        picks: BTreeMap::new(),
        forms_held: asked.forms_held,
    };
    for picked in &asked.pick {
        let (line, whom) = at_line(picked)?;
        let pick = match whom {
            "new" => Pick::New,
            id => Pick::Same(desk.find_person(id)?.person.id),
        };
        terms.picks.insert(line, pick);
    }
    let Some(preview) = &asked.confirm else {
        let preview = desk.plan_import(who, &list, &terms, &mut go_on)?;
        return Ok(shown(&terms.mapping, &preview));
    };
    if preview.len() < SHORTEST_ID {
        return Err(ActError::Input(
            "give the preview's id as it was printed; without `--confirm` it is printed anew"
                .to_owned(),
        ));
    }
    let mut confirmed = Confirmed {
        preview: preview.clone(),
        ..Confirmed::default()
    };
    for accepted in &asked.accept {
        let (line, channel) = at_line(accepted)?;
        confirmed
            .turns
            .insert((line, ChannelId(channel.to_owned())));
    }
    confirmed.leavers = leavers(desk, &asked.leaver)?;
    Ok(done(
        &desk.import(who, &list, &terms, &confirmed, &mut go_on)?,
    ))
}

fn read_mapping(file: &std::path::Path) -> Result<Mapping, ActError> {
    let unreadable = |why: String| {
        let name = one_line(&file.to_string_lossy());
        ActError::Input(format!(
            "`{name}` does not say what the columns are ({}); print one with `--show-mapping`",
            one_line(&why)
        ))
    };
    let text = String::from_utf8(read_file(file, 1 << 20)?)
        .map_err(|_| unreadable("it is no text".to_owned()))?;
    toml::from_str(&text).map_err(|error| unreadable(error.message().to_owned()))
}

fn at_line(text: &str) -> Result<(u64, &str), ActError> {
    let parts = text.split_once(':');
    parts
        .and_then(|(line, rest)| Some((line.parse().ok()?, rest)))
        .ok_or_else(|| {
            ActError::Input(format!(
                "`{text}` is not a line and what is said of it, such as `12:website`"
            ))
        })
}

fn leavers(desk: &Desk, typed: &[String]) -> Result<BTreeSet<PersonId>, ActError> {
    let ids = typed
        .iter()
        .map(|typed| Ok(desk.find_person(typed)?.person.id));
    ids.collect()
}

/// The preview, in words and as data.
fn shown(mapping: &Mapping, preview: &Preview) -> Answer {
    let plan = &preview.plan;
    let id = short(&preview.id);
    let mut text = read_as(mapping);
    text.push_str(&format!(
        "\n{} rows: {} join, {} change, {} are as they were; {} new answers, {} known already, {} older \
         than what is on record.\n",
        plan.rows,
        plan.joins.len(),
        plan.changes.len(),
        plan.same,
        plan.answers.len(),
        plan.known,
        plan.older
    ));
    section(
        &mut text,
        "Join",
        &["Line", "Name", "Group"],
        plan.joins.iter().map(|joins| {
            vec![
                joins.line.to_string(),
                name(&joins.entry),
                joins.entry.class.clone(),
            ]
        }),
    );
    section(
        &mut text,
        "Change",
        &["Line", "Name", "What"],
        plan.changes.iter().map(|one| {
            vec![
                one.line.to_string(),
                name(&one.before),
                difference(&one.before, &one.after),
            ]
        }),
    );
    let answers = plan.answers.iter().map(answer);
    section(
        &mut text,
        "New answers",
        &["Line", "Name", "For", "Answer", "By", "Given"],
        answers,
    );
    let turns = plan.turns.iter().map(|turn| {
        let no = turn
            .noes
            .iter()
            .map(|no| format!("{} said no on {}", no.by, day(no.signed)));
        let mut words: Vec<String> = no.collect();
        if turn.stays_no {
            words.push("stays a no".to_owned());
        }
        vec![
            turn.yes.line.to_string(),
            turn.yes.name.clone(),
            turn.yes.channel.0.clone(),
            words.join("; "),
        ]
    });
    section(
        &mut text,
        "A no on record, and the list says yes: left as it is unless accepted, `--accept LINE:CHANNEL`",
        &["Line", "Name", "For", "On record"],
        turns,
    );
    let unclear = plan.unclear.iter().map(|one| {
        let ids: Vec<&str> = one.like.iter().map(|id| short(&id.0)).collect();
        vec![
            one.line.to_string(),
            one.name.clone(),
            one.why.clone(),
            ids.join(" "),
        ]
    });
    section(
        &mut text,
        "Unclear, and left out unless you say whom they are about, `--pick LINE:WHO`",
        &["Line", "Name", "Why", "Perhaps"],
        unclear,
    );
    let remarks = plan
        .remarks
        .iter()
        .map(|one| vec![one.line.to_string(), one.name.clone(), one.what.clone()]);
    section(
        &mut text,
        "Worth a look",
        &["Line", "Name", "What"],
        remarks,
    );
    let absent = plan.absent.iter().map(|one| {
        vec![
            short(&one.person.id.0).to_owned(),
            name(one),
            one.class.clone(),
        ]
    });
    section(
        &mut text,
        "Here, and not in the list: nothing changes unless they leave, `--leaver PERSON`",
        &["Id", "Name", "Group"],
        absent,
    );
    text.push_str(&format!(
        "\nNothing is written yet. To do it, the same command with `--confirm {id}`."
    ));
    Answer::done(text, as_json(preview))
}

/// How the columns are read, and what the values under them mean.
fn read_as(mapping: &Mapping) -> String {
    let rows: Vec<Vec<String>> = mapping
        .columns
        .iter()
        .map(|column| {
            let channels: Vec<&str> = column
                .channels
                .iter()
                .map(|channel| channel.0.as_str())
                .collect();
            let meanings: Vec<String> = column
                .meanings
                .iter()
                .map(|(value, meaning)| format!("{value} = {}", word(meaning)))
                .collect();
            let trap = match column.holds == Holds::Answer && guess::is_reversed(&column.header) {
                true => "asks the other way round: ",
                false => "",
            };
            vec![
                column.header.clone(),
                word(&column.holds),
                channels.join(", "),
                format!("{trap}{}", meanings.join(", ")),
            ]
        })
        .collect();
    table(&["Column", "Holds", "For", "Values"], &rows) + "\n"
}

fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn section(text: &mut String, title: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    /// More are counted: the rest is in the JSON.
    const MOST: usize = 200;
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return;
    }
    let first = rows.get(..MOST).unwrap_or(&rows);
    text.push_str(&format!("\n{title}\n{}\n", table(head, first)));
    if rows.len() > MOST {
        text.push_str(&format!(
            "and {} more; `--json` lists all\n",
            rows.len() - MOST
        ));
    }
}

fn answer(new: &New) -> Vec<String> {
    let said = match new.answer {
        Said::Granted => "yes",
        Said::Refused => "no",
        Said::Withdrawn => "withdrawn",
    };
    vec![
        new.line.to_string(),
        new.name.clone(),
        new.channel.0.clone(),
        said.to_owned(),
        new.by.clone(),
        day(new.signed),
    ]
}

fn name(entry: &Registered) -> String {
    format!("{} {}", entry.person.given, entry.person.family)
}

/// What changes of an entry, in words.
pub fn difference(before: &Registered, after: &Registered) -> String {
    let date = |date: Option<chrono::NaiveDate>| date.map_or("none".to_owned(), day);
    let (old, new) = (&before.person, &after.person);
    let mut words = Vec::new();
    let mut say = |what: &str, from: String, to: String| {
        if from != to {
            words.push(format!("{what}: {from} → {to}"));
        }
    };
    say("name", name(before), name(after));
    say("known as", old.known_as.join(", "), new.known_as.join(", "));
    say("group", before.class.clone(), after.class.clone());
    say("born", date(old.born), date(new.born));
    say("leaves", date(old.leaves), date(new.leaves));
    let number = |upn: &Option<String>| upn.clone().unwrap_or("none".to_owned());
    say("UPN", number(&before.upn), number(&after.upn));
    words.join("; ")
}

fn as_json(preview: &Preview) -> Value {
    let plan: &Plan = &preview.plan;
    let new = |one: &New| {
        json!({"line": one.line, "name": one.name, "channel": one.channel, "answer": one.answer,
               "by": one.by, "signed": one.signed, "evidence": one.evidence})
    };
    json!({
        "preview": preview.id,
        "rows": plan.rows, "same": plan.same, "known": plan.known, "older": plan.older,
        "join": plan.joins.iter().map(|one| json!({"line": one.line, "person": one.entry})).collect::<Vec<_>>(),
        "change": plan.changes.iter()
            .map(|one| json!({"line": one.line, "before": one.before, "after": one.after})).collect::<Vec<_>>(),
        "answers": plan.answers.iter().map(new).collect::<Vec<_>>(),
        "turns": plan.turns.iter().map(|one| json!({
            "yes": new(&one.yes), "stays-no": one.stays_no,
            "noes": one.noes.iter().map(|no| json!({"by": no.by, "signed": no.signed})).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "unclear": plan.unclear.iter().map(|one| json!({
            "line": one.line, "name": one.name, "why": one.why, "like": one.like, "may-be-new": one.may_be_new,
        })).collect::<Vec<_>>(),
        "remarks": plan.remarks.iter()
            .map(|one| json!({"line": one.line, "name": one.name, "what": one.what})).collect::<Vec<_>>(),
        "absent": plan.absent,
    })
}

fn done(account: &Account) -> Answer {
    let Account {
        added,
        changed,
        left,
        answers,
        turned,
        left_out,
        take_downs,
    } = *account;
    let mut text = format!(
        "{added} joined, {changed} changed, {left} leave today; {answers} answers recorded"
    );
    if turned > 0 {
        text.push_str(&format!(", {turned} of them against a no on record"));
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
               "left-out": left_out, "take-downs": take_downs}),
    )
    .ending(exit::DONE)
}
