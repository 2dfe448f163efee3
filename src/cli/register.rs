//! `person show`, `person why`, and the lists of `person`.

use chrono::NaiveDate;
use serde_json::json;

use super::answer::{Answer, table};
use super::people::with_take_downs;
use super::words::{day, one_line};
use crate::acts::Desk;
use crate::acts::look_up::{Line, Page, Stands};
use crate::acts::permit::Edits;
use crate::acts::register_lists::{ListKind, Row};
use crate::acts::sign_in::Session;
use crate::domain::ids::short;
use crate::domain::person::{PersonId, PersonKind, Responsible};
use crate::domain::words::same_letters;

use crate::cli::CliError;

/// Somebody's page.
pub fn page(desk: &Desk, who: &Session, id: &PersonId) -> Result<Answer, CliError> {
    let page = desk.person_page(who, id)?;
    let person = &page.entry.person;
    let mut text = format!("{} {}", person.given, person.family);
    if !page.entry.class.is_empty() {
        text.push_str(&format!(" · {}", page.entry.class));
    }
    if let Some(last) = person.leaves {
        let said = if page.has_left { "left" } else { "leaves" };
        text.push_str(&format!(" · {said} {}", day(last)));
    }
    if person.never {
        text.push_str(" · ✕ no photos at all");
    }
    if page.entry.court_order {
        text.push_str(" · ! court order: head only");
    }
    if !person.responsible.is_empty() {
        let all: Vec<String> = person.responsible.iter().map(responsible_words).collect();
        text.push_str(&format!("\nParental responsibility: {}", all.join("; ")));
    }
    let rows: Vec<Vec<String>> = page.lines.iter().map(line).collect();
    text.push_str("\n\n");
    text.push_str(&table(
        &["Where", "May it go?", "By", "Signed", "Until"],
        &rows,
    ));
    text.push_str(&format!(
        "\n\n{} in the history, {} on file, {} out with them.",
        many(page.history.len(), "answer"),
        many(page.forms.len(), "form"),
        many(page.out.len(), "copy"),
    ));
    for task in &page.take_downs {
        text.push_str(&format!(
            "\n! take down by {}: release {}",
            day(task.due),
            task.release.id
        ));
    }
    Ok(Answer::done(text, as_json(&page)))
}

fn responsible_words(one: &Responsible) -> String {
    match one.until {
        Some(last) => format!("{} until {}", one.by, day(last)),
        None => one.by.clone(),
    }
}

/// Puts somebody on a child's list of who has parental responsibility, or takes them off it.
pub fn responsible(
    desk: &mut Desk,
    who: &Session,
    id: &PersonId,
    name: &str,
    until: Option<NaiveDate>,
    off: bool,
) -> Result<Answer, CliError> {
    let mut all = desk.person_page(who, id)?.entry.person.responsible;
    let before = all.len();
    all.retain(|one| !same_letters(&one.by, name));
    if off && all.len() == before {
        return Err(CliError::Usage(format!(
            "nobody called `{}` is on the list; `person show` says who is",
            one_line(name)
        )));
    }
    if !off {
        all.push(Responsible {
            by: name.to_owned(),
            until,
        });
    }
    let edits = Edits {
        responsible: Some(all.clone()),
        ..Edits::default()
    };
    desk.edit_person(who, id, edits)?;
    let text = match all.is_empty() {
        true => "Nobody is on the list now: whoever signs as a parent is believed.".to_owned(),
        false => {
            let words: Vec<String> = all.iter().map(responsible_words).collect();
            format!("Parental responsibility: {}.", words.join("; "))
        }
    };
    let done = json!({"id": id, "responsible": all});
    with_take_downs(desk, who, std::slice::from_ref(id), text, done)
}

/// Evidence that nobody can look at, of what was filed before that was asked.
pub fn old_evidence(desk: &Desk, who: &Session) -> Result<Answer, CliError> {
    let mut unseen = Vec::new();
    for form in desk.old_forms(who)? {
        if !desk.can_be_seen(who, &form.form)? {
            unseen.push(form);
        }
    }
    if unseen.is_empty() {
        return Ok(Answer::done("All evidence can be looked at.", json!([])));
    }
    let rows: Vec<Vec<String>> = unseen
        .iter()
        .map(|form| {
            vec![
                short(&form.person.0).to_owned(),
                form.name.clone(),
                form.group.clone(),
                day(form.kept_at.date_naive()),
            ]
        })
        .collect();
    let values: Vec<_> = unseen
        .iter()
        .map(|form| json!({"person": form.person, "form": form.form, "kept_at": form.kept_at}))
        .collect();
    Ok(Answer::done(
        table(&["Id", "Name", "Group", "Filed"], &rows),
        json!(values),
    ))
}

fn many(count: usize, what: &str) -> String {
    match (count, what) {
        (1, _) => format!("1 {what}"),
        (_, "copy") => format!("{count} copies"),
        _ => format!("{count} {what}s"),
    }
}

fn as_json(page: &Page) -> serde_json::Value {
    let lines: Vec<_> = page
        .lines
        .iter()
        .map(|line| {
            json!({
                "channel": line.channel.id, "stands": words(line.stands),
                "rests_on": line.rests_on, "until": line.until,
            })
        })
        .collect();
    let history: Vec<_> = page
        .history
        .iter()
        .map(|said| json!({"answer": said.filed, "corrected": said.is_corrected}))
        .collect();
    let out: Vec<_> = page.out.iter().map(|(release, _)| &release.id).collect();
    let down: Vec<_> = page
        .take_downs
        .iter()
        .map(|task| json!({"release": task.release.id, "due": task.due}))
        .collect();
    json!({
        "person": page.entry, "has_left": page.has_left, "lines": lines, "history": history,
        "forms": page.forms, "out": out, "take_down": down,
    })
}

fn line(line: &Line) -> Vec<String> {
    let said = line.rests_on.as_ref().map(|filed| &filed.permission);
    vec![
        line.channel.name.clone(),
        format!("{} {}", sign(line.stands), words(line.stands)),
        said.map(|said| said.by.clone()).unwrap_or_default(),
        said.map(|said| day(said.signed)).unwrap_or_default(),
        line.until.map(day).unwrap_or_default(),
    ]
}

fn sign(stands: Stands) -> &'static str {
    match stands {
        Stands::Yes | Stands::NotNeeded => "✓",
        Stands::No
        | Stands::Withdrawn
        | Stands::Never
        | Stands::NoChildren
        | Stands::ChangedOutside => "✕",
        Stands::NotAsked | Stands::PupilNotAsked => "?",
        Stands::Ended
        | Stands::NotYet
        | Stands::NotWritten
        | Stands::WrongSignatory
        | Stands::Left => "!",
    }
}

fn words(stands: Stands) -> &'static str {
    match stands {
        Stands::Yes => "yes",
        Stands::NotNeeded => "yes, nobody is asked",
        Stands::No => "no",
        Stands::Withdrawn => "withdrawn",
        Stands::NotAsked => "not asked",
        Stands::Ended => "ended",
        Stands::NotYet => "not yet",
        Stands::NotWritten => "spoken only",
        Stands::WrongSignatory => "not by a parent",
        Stands::PupilNotAsked => "pupil not asked",
        Stands::Left => "left the school",
        Stands::Never => "no photos at all",
        Stands::NoChildren => "shows no children",
        Stands::ChangedOutside => "changed outside Shutterslip",
    }
}

/// Why somebody is marked, for the head.
pub fn why(desk: &Desk, who: &Session, id: &PersonId) -> Result<Answer, CliError> {
    let reasons = desk.why_marked(who, id)?;
    let rows: Vec<Vec<String>> = reasons
        .iter()
        .map(|reason| vec![day(reason.at.date_naive()), reason.why.clone()])
        .collect();
    Ok(match rows.is_empty() {
        true => Answer::done("No reason was recorded.", json!([])),
        false => Answer::done(table(&["Said", "Why"], &rows), json!(reasons)),
    })
}

/// One of the office's lists.
pub fn list(
    desk: &Desk,
    who: &Session,
    kind: ListKind,
    group: Option<&str>,
) -> Result<Answer, CliError> {
    let rows = desk.register_list(who, kind, group)?;
    let values: Vec<_> = rows
        .iter()
        .map(|row| {
            let places: Vec<_> = row
                .places
                .iter()
                .map(|line| json!({"channel": line.channel.id, "until": line.until}))
                .collect();
            json!({"person": row.person, "name": row.name, "group": row.group, "places": places})
        })
        .collect();
    if rows.is_empty() {
        let nobody = match kind {
            ListKind::Unanswered => "Everybody has answered for every place.",
            ListKind::EndingSoon => "No permission ends within 30 days.",
            ListKind::Lapsed => "No permission has ended.",
            ListKind::Refused => "Nobody said no.",
            ListKind::NoLastDay => "No last day is missing, or the policy does not ask for it.",
            ListKind::NoBirthDate => "No birth date is missing, or the policy does not ask for it.",
        };
        return Ok(Answer::done(nobody, json!([])));
    }
    let rows: Vec<Vec<String>> = rows.iter().map(on_list).collect();
    Ok(Answer::done(
        table(&["Id", "Name", "Group", "Where"], &rows),
        json!(values),
    ))
}

fn on_list(row: &Row) -> Vec<String> {
    let place = |line: &Line| match line.until {
        Some(last) => format!("{} ({})", line.channel.name, day(last)),
        None => line.channel.name.clone(),
    };
    let places: Vec<String> = row.places.iter().map(place).collect();
    vec![
        short(&row.person.0).to_owned(),
        row.name.clone(),
        match row.kind {
            PersonKind::Child => row.group.clone(),
            PersonKind::Staff => "staff".to_owned(),
            PersonKind::Visitor => "visitor".to_owned(),
        },
        places.join(", "),
    ]
}

/// Who of a group may not be photographed, and nothing more.
pub fn wall(desk: &Desk, who: &Session, group: &str) -> Result<Answer, CliError> {
    let list = desk.wall_list(who, group)?;
    let rows: Vec<Vec<String>> = list
        .names
        .iter()
        .map(|name| vec![name.clone(), "✕ no photos".to_owned()])
        .collect();
    Ok(match rows.is_empty() {
        true => Answer::done(
            format!("Everybody of {} may be photographed.", list.group),
            json!({"group": list.group, "names": []}),
        ),
        false => Answer::done(
            table(&[list.group.as_str(), ""], &rows),
            json!({"group": list.group, "names": list.names}),
        ),
    })
}
