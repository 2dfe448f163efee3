//! `photo check`: where each photo may go, and why not elsewhere.

use serde_json::json;

use crate::acts::Desk;
use crate::acts::sign_in::Session;
use crate::cli::CliError;
use crate::cli::answer::{Answer, table};
use crate::cli::{exit, words};
use crate::domain::channel::ChannelId;
use crate::domain::ids::short;
use crate::domain::kept::Photo;
use crate::domain::verdict::Verdict;

pub fn check(
    desk: &Desk,
    who: &Session,
    photos: &[String],
    channel: Option<&str>,
    as_table: bool,
) -> Result<Answer, CliError> {
    let photos: Vec<Photo> = if photos.is_empty() {
        desk.photos(who)?
    } else {
        photos
            .iter()
            .map(|photo| desk.look_at(who, &desk.find_photo(photo)?))
            .collect::<Result<_, _>>()?
    };
    let policy = desk.policy()?;
    if let Some(channel) = channel {
        crate::acts::channel_of(&policy, &ChannelId(channel.to_owned()))?;
    }
    let people = desk.people()?;
    let mut blocked = false;
    let mut text = Vec::new();
    let mut rows = Vec::new();
    let mut values = Vec::new();
    let mut head = vec!["Photo".to_owned(), "Occasion".to_owned()];
    for photo in &photos {
        let mut verdicts = desk.check(who, &photo.id)?;
        verdicts.retain(|(one, _)| channel.is_none_or(|wanted| one.id.0 == wanted));
        head.truncate(2);
        head.extend(verdicts.iter().map(|(one, _)| one.id.to_string()));
        let mut row = vec![short(&photo.id.0).to_owned(), photo.occasion.clone()];
        let mut of_photo = serde_json::Map::new();
        text.push(format!("{}  {}", short(&photo.id.0), photo.occasion));
        for (one, verdict) in &verdicts {
            let reasons = verdict.reasons();
            blocked |= !verdict.is_allowed();
            row.push(match verdict {
                Verdict::Allowed => "✓".to_owned(),
                Verdict::Blocked(reasons) => format!("✕ {}", first_and_more(reasons, &people)),
            });
            text.push(match verdict {
                Verdict::Allowed => format!("  ✓ {}", one.name),
                Verdict::Blocked(_) => format!("  ✕ {}", one.name),
            });
            for reason in reasons {
                text.push(format!("      {}", words::line(reason, &people)));
            }
            let codes: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            of_photo.insert(
                one.id.to_string(),
                json!({"allowed": verdict.is_allowed(), "reasons": codes}),
            );
        }
        rows.push(row);
        values.push(json!({
            "photo": photo.id, "occasion": photo.occasion, "channels": of_photo,
        }));
    }
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let text = if as_table {
        table(&head, &rows)
    } else {
        text.join("\n")
    };
    // A question about all channels is a look; one about a channel or photo has a yes or a no.
    let code = if blocked && channel.is_some() {
        exit::REFUSED
    } else {
        exit::DONE
    };
    Ok(Answer::done(text, json!(values)).ending(code))
}

/// Reasons about people say more than those about paperwork: they come first in a narrow cell.
pub(super) fn first_and_more(
    reasons: &[crate::domain::verdict::Reason],
    people: &[crate::domain::school::Registered],
) -> String {
    let first = reasons
        .iter()
        .find(|reason| reason.person().is_some())
        .or_else(|| {
            reasons
                .iter()
                .find(|reason| reason.code() != "not-signed-off")
        })
        .or(reasons.first());
    let Some(first) = first else {
        return String::new();
    };
    match reasons.len() {
        1 => words::brief(first, people),
        more => format!("{} +{}", words::brief(first, people), more - 1),
    }
}
