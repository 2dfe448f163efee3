//! The preview of an import, in words and as data.

use serde_json::{Value, json};

use super::told;
use crate::acts::import::Preview;
use crate::cli::answer::{Answer, table as columns};
use crate::cli::words::day;
use crate::domain::ids::short;
use crate::domain::mis::noes;
use crate::domain::mis::plan::{Gone, New, Plan, Saying, Turn, Unclear, Unused};
use crate::domain::mis::{Holds, Mapping, Table};
use crate::domain::permission::Answer as Said;
use crate::domain::school::Registered;

pub fn preview(table: &Table, mapping: &Mapping, preview: &Preview) -> Answer {
    let plan = &preview.plan;
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
    if plan.elsewhere > 0 {
        text.push_str(&format!(
            "{} yeses were given here, and the list has an empty cell for them: they stay.\n",
            plan.elsewhere
        ));
    }
    let line = |number: u64| table.spot(number);
    asked(&mut text, plan, &line);
    let joins = plan.joins.iter().map(|joins| {
        vec![
            line(joins.line),
            all_names(&joins.entry),
            joins.entry.class.clone(),
        ]
    });
    section(&mut text, "Join", &["Line", "Name", "Group"], joins);
    let changes = plan.changes.iter().map(|one| {
        vec![
            line(one.line),
            name(&one.before),
            difference(&one.before, &one.after),
        ]
    });
    section(&mut text, "Change", &["Line", "Name", "What"], changes);
    let head = ["Line", "Name", "For", "Answer", "By", "Given", "Says"];
    let answers = plan.answers.iter().map(|new| answer(new, &line));
    section(&mut text, "New answers", &head, answers);
    let remarks = plan.remarks.iter();
    let remarks = remarks.map(|one| vec![line(one.line), one.name.clone(), told::worth(&one.what)]);
    section(
        &mut text,
        "Worth a look",
        &["Line", "Name", "What"],
        remarks,
    );
    let unused = plan.unused.iter().map(unused);
    section(
        &mut text,
        "Columns that are not used, and say no",
        &["Column", "Rows", "Of whom"],
        unused,
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
        "\nNothing is written yet. To do it, the same command with `--confirm {}`.",
        short(&preview.id)
    ));
    Answer::done(text, as_json(table, preview))
}

/// What a person has to say, or to know, first.
fn asked(text: &mut String, plan: &Plan, line: &dyn Fn(u64) -> String) {
    let turns = plan.turns.iter().map(|turn| turned(turn, line));
    section(
        text,
        "A no on record, and the list says yes: left as it is unless accepted, `--accept LINE:CHANNEL`",
        &["Line", "Name", "For", "On record"],
        turns,
    );
    let gone = plan.gone.iter().map(|gone| missed(gone, line));
    section(
        text,
        "A yes on record that the list no longer says: say of each whether it is taken back, \
         `--taken-back LINE:CHANNEL`, or stands, `--stands LINE:CHANNEL`; `all` is every one",
        &["Line", "Name", "For", "The list says", "On record"],
        gone,
    );
    let unclear = plan.unclear.iter().map(|one| open(one, line));
    section(
        text,
        "Unclear, and left out unless you say whom they are about, `--pick LINE:WHO`; where a no is in it, \
         `--pick LINE:nobody` leaves it out",
        &["Line", "Name", "Why", "Perhaps", "Holds"],
        unclear,
    );
    let unread = plan.unread.iter().map(|unread| {
        let noes = unread.noes.iter();
        let noes: Vec<String> = noes.map(|(line, says)| format!("{line}: {says}")).collect();
        let kind = if unread.is_hidden {
            "hidden"
        } else {
            "no names of children"
        };
        vec![unread.sheet.clone(), kind.to_owned(), noes.join("; ")]
    });
    section(
        text,
        "Sheets that are not read",
        &["Sheet", "Why", "Says no"],
        unread,
    );
}

fn turned(turn: &Turn, line: &dyn Fn(u64) -> String) -> Vec<String> {
    let noes = turn.noes.iter();
    let said = noes.map(|no| format!("{} said no on {}", no.by, day(no.signed)));
    let mut words: Vec<String> = said.collect();
    if turn.stays_no {
        words.push("stays a no".to_owned());
    }
    let yes = &turn.yes;
    vec![
        line(yes.line),
        yes.name.clone(),
        yes.channel.0.clone(),
        words.join("; "),
    ]
}

fn missed(gone: &Gone, line: &dyn Fn(u64) -> String) -> Vec<String> {
    let yeses = gone.yeses.iter();
    let yeses: Vec<String> = yeses
        .map(|(by, signed)| format!("{by} said yes on {}", day(*signed)))
        .collect();
    vec![
        line(gone.line),
        gone.name.clone(),
        gone.channel.0.clone(),
        told::saying(&gone.says),
        yeses.join("; "),
    ]
}

fn open(one: &Unclear, line: &dyn Fn(u64) -> String) -> Vec<String> {
    let ids: Vec<&str> = one.like.iter().map(|id| short(&id.0)).collect();
    let mut noes: Vec<String> = one
        .noes
        .iter()
        .map(|(channel, words)| format!("a no for {channel}: “{words}”"))
        .collect();
    if one.holds_a_no && noes.is_empty() {
        noes.push("what could be a no".to_owned());
    }
    if one.is_left_out {
        noes.push("left out".to_owned());
    }
    vec![
        line(one.line),
        one.name.clone(),
        told::unsure(&one.why, line),
        ids.join(" "),
        noes.join("; "),
    ]
}

fn unused(one: &Unused) -> Vec<String> {
    /// More are in the JSON.
    const MOST: usize = 5;
    let first = one.noes.iter().take(MOST);
    let mut names: Vec<String> = first
        .map(|(_, name, says)| format!("{name}: “{says}”"))
        .collect();
    if one.noes.len() > MOST {
        names.push(format!("and {} more", one.noes.len() - MOST));
    }
    vec![
        one.header.clone(),
        one.noes.len().to_string(),
        names.join("; "),
    ]
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
            let meanings = column.meanings.iter();
            let meanings = meanings.map(|(value, meaning)| format!("{value} = {}", word(meaning)));
            let asks = column.asks.iter().map(|(value, channels)| {
                let named: Vec<&str> = channels.iter().map(|channel| channel.0.as_str()).collect();
                let named = if named.is_empty() {
                    "nothing here".to_owned()
                } else {
                    named.join(" and ")
                };
                let turned = if noes::is_reversed(value) {
                    " (asks the other way round)"
                } else {
                    ""
                };
                format!("{value} = {named}{turned}")
            });
            let values: Vec<String> = meanings.chain(asks).collect();
            let trap = match column.holds == Holds::Answer && noes::is_reversed(&column.header) {
                true => "asks the other way round: ",
                false => "",
            };
            vec![
                column.header.clone(),
                word(&column.holds),
                channels.join(", "),
                format!("{trap}{}", values.join(", ")),
            ]
        })
        .collect();
    columns(&["Column", "Holds", "For", "Values"], &rows) + "\n"
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
    text.push_str(&format!("\n{title}\n{}\n", columns(head, first)));
    if rows.len() > MOST {
        text.push_str(&format!(
            "and {} more; `--json` lists all\n",
            rows.len() - MOST
        ));
    }
}

fn answer(new: &New, line: &dyn Fn(u64) -> String) -> Vec<String> {
    let said = match new.answer {
        Said::Granted => "yes",
        Said::Refused => "no",
        Said::Withdrawn => "withdrawn",
        Said::ChangedOutside => "changed outside",
    };
    vec![
        line(new.line),
        new.name.clone(),
        new.channel.0.clone(),
        said.to_owned(),
        new.by.clone(),
        day(new.signed),
        new.words.clone(),
    ]
}

fn name(entry: &Registered) -> String {
    format!("{} {}", entry.person.given, entry.person.family)
        .trim()
        .to_owned()
}

/// With the other names that they go by.
fn all_names(entry: &Registered) -> String {
    let person = &entry.person;
    let others = person.known_as.iter().chain(&person.known_families);
    let others: Vec<&str> = others.map(String::as_str).collect();
    match others.is_empty() {
        true => name(entry),
        false => format!("{} (also {})", name(entry), others.join(", ")),
    }
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
    say(
        "other family names",
        old.known_families.join(", "),
        new.known_families.join(", "),
    );
    say("known as", old.known_as.join(", "), new.known_as.join(", "));
    say("group", before.class.clone(), after.class.clone());
    say("born", date(old.born), date(new.born));
    say("leaves", date(old.leaves), date(new.leaves));
    let number = |upn: &Option<String>| upn.clone().unwrap_or("none".to_owned());
    say("UPN", number(&before.upn), number(&after.upn));
    words.join("; ")
}

fn as_json(table: &Table, preview: &Preview) -> Value {
    let plan: &Plan = &preview.plan;
    // A number where the list is one sheet, as it always was.
    let spot = |line: u64| match table.sheets.is_empty() {
        true => json!(line),
        false => json!(table.spot(line)),
    };
    let new = |one: &New| {
        json!({"line": spot(one.line), "name": one.name, "channel": one.channel, "answer": one.answer,
               "by": one.by, "signed": one.signed, "evidence": one.evidence, "says": one.words})
    };
    let words = |number: u64| table.spot(number);
    json!({
        "preview": preview.id,
        "rows": plan.rows, "same": plan.same, "known": plan.known, "older": plan.older,
        "elsewhere": plan.elsewhere,
        "join": plan.joins.iter().map(|one| json!({"line": spot(one.line), "person": one.entry})).collect::<Vec<_>>(),
        "change": plan.changes.iter()
            .map(|one| json!({"line": spot(one.line), "before": one.before, "after": one.after})).collect::<Vec<_>>(),
        "answers": plan.answers.iter().map(new).collect::<Vec<_>>(),
        "turns": plan.turns.iter().map(|one| json!({
            "yes": new(&one.yes), "stays-no": one.stays_no,
            "noes": one.noes.iter().map(|no| json!({"by": no.by, "signed": no.signed})).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "gone": plan.gone.iter().map(|one| json!({
            "line": spot(one.line), "name": one.name, "channel": one.channel,
            "says": match &one.says {
                Saying::Nothing => None,
                Saying::Words(words) | Saying::OlderNo(words, _) => Some(words),
            },
            "proposed": told::saying(&one.says),
            "yes": one.yeses.iter().map(|(by, signed)| json!({"by": by, "signed": signed})).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "unclear": plan.unclear.iter().map(|one| json!({
            "line": spot(one.line), "name": one.name, "why": told::unsure(&one.why, &words), "like": one.like,
            "may-be-new": one.may_be_new, "holds-a-no": one.holds_a_no, "left-out": one.is_left_out,
            "noes": one.noes.iter().map(|(channel, says)| json!({"channel": channel, "says": says})).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "remarks": plan.remarks.iter()
            .map(|one| json!({"line": spot(one.line), "name": one.name, "what": told::worth(&one.what),
                              "of-a-no": one.what.is_of_a_no()})).collect::<Vec<_>>(),
        "unused": plan.unused.iter().map(|one| json!({
            "column": one.header,
            "noes": one.noes.iter().map(|(line, name, says)| json!({"line": spot(*line), "name": name, "says": says}))
                .collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "unread": plan.unread.iter().map(|one| json!({
            "sheet": one.sheet, "hidden": one.is_hidden,
            "noes": one.noes.iter().map(|(line, says)| json!({"line": line, "says": says})).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "absent": plan.absent,
    })
}
