//! `school changes`: what the newer rules changed for a school that was there before them.

use serde_json::json;

use super::answer::Answer;
use super::exit;
use super::words::{self, day};
use crate::acts::Desk;
use crate::acts::sign_in::Session;
use crate::cli::CliError;
use crate::domain::ids::short;

pub fn changes(desk: &Desk, who: &Session) -> Result<Answer, CliError> {
    let changed = desk.what_changed(who)?;
    let people = desk.people()?;
    let mut lines = Vec::new();
    for one in &changed.verdicts {
        let (sign, said, reasons) = match one.before.is_empty() {
            true => ("✕", "blocked now, allowed before", &one.now),
            false => ("✓", "allowed now, blocked before", &one.before),
        };
        lines.push(format!(
            "{sign} {}  {}: {said}",
            short(&one.photo.0),
            one.channel
        ));
        for reason in reasons {
            lines.push(format!("      {}", words::line(reason, &people)));
        }
    }
    if changed.of_words > 0 {
        lines.push(format!(
            "? {} more are blocked for a name or a contact beside them and nothing else, which is looked \
             for more closely than before: `photo blocked` names them.",
            changed.of_words
        ));
    }
    for task in &changed.down {
        lines.push(format!(
            "! release {} must come down by {}: `take-down list` says why.",
            short(&task.release.id.0),
            day(task.due)
        ));
    }
    for value in &changed.may_adopt {
        lines.push(format!(
            "· The policy in force stays; it may take over `{}`.",
            value.words()
        ));
    }
    if lines.is_empty() {
        lines.push("Nothing here is decided otherwise than before.".to_owned());
    }
    let is_quiet = changed.verdicts.is_empty() && changed.down.is_empty();
    let codes = |reasons: &[crate::domain::verdict::Reason]| -> Vec<String> {
        reasons.iter().map(ToString::to_string).collect()
    };
    let verdicts: Vec<_> = changed
        .verdicts
        .iter()
        .map(|one| {
            json!({"photo": one.photo, "channel": one.channel,
                   "before": codes(&one.before), "now": codes(&one.now)})
        })
        .collect();
    let down: Vec<_> = changed.down.iter().map(|task| &task.release.id).collect();
    let adopt: Vec<String> = changed.may_adopt.iter().map(|one| one.words()).collect();
    let json = json!({
        "verdicts": verdicts, "of-words": changed.of_words, "take-down": down, "may-adopt": adopt,
    });
    let code = if is_quiet { exit::DONE } else { exit::REFUSED };
    Ok(Answer::done(lines.join("\n"), json).ending(code))
}
