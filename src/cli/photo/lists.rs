//! `photo list`, `photo blocked`: many photos at once.

use serde_json::{Map, Value, json};

use super::command::{BlockedBy, Listing};
use super::state_of;
use crate::acts::Desk;
use crate::acts::blocked::Blocked;
use crate::acts::sign_in::Session;
use crate::cli::CliError;
use crate::cli::answer::{Answer, table};
use crate::cli::words;
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::ids::short;
use crate::domain::school::Registered;
use crate::domain::verdict::{Reason, Verdict};

pub fn list(desk: &Desk, who: &Session, listing: &Listing) -> Result<Answer, CliError> {
    let after = match &listing.after {
        Some(photo) => {
            let id = desk.find_photo(photo)?;
            desk.place_of(who, &id)?;
            Some(id)
        }
        None => None,
    };
    let count = listing.newest.unwrap_or(usize::MAX);
    let photos = desk.newest(who, after.as_ref(), count)?;
    let channel = listing.channel.as_ref().map(|id| ChannelId(id.clone()));
    let verdicts = match &channel {
        Some(channel) => desk.verdicts(who, &photos, channel)?,
        None => Vec::new(),
    };
    let timezone = desk.policy()?.timezone;
    let people = desk.people()?;
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for (place, photo) in photos.iter().enumerate() {
        let taken = photo.taken_at.with_timezone(&timezone);
        let faces_open = usize::try_from(photo.faces_open).unwrap_or(usize::MAX);
        let mut row = vec![
            short(&photo.photo.0).to_owned(),
            taken.format("%-d %b %Y %H:%M").to_string(),
            photo.occasion.clone(),
            photo.class.clone(),
            state_of(
                faces_open,
                photo.tagging_complete,
                photo.names_nobody,
                photo.is_unseen,
            ),
        ];
        let mut value = json!({
            "photo": photo.photo, "taken": photo.taken_at, "occasion": photo.occasion,
            "group": photo.class, "tagging_complete": photo.tagging_complete,
            "names_nobody": photo.names_nobody,
        });
        if let Some(verdict) = verdicts.get(place) {
            row.push(match verdict {
                Verdict::Allowed => "✓".to_owned(),
                Verdict::Blocked(reasons) => {
                    format!("✕ {}", super::verdicts::first_and_more(reasons, &people))
                }
            });
            if let Value::Object(value) = &mut value {
                value.insert("allowed".to_owned(), json!(verdict.is_allowed()));
                value.insert("reasons".to_owned(), json!(codes(verdict.reasons())));
            }
        }
        rows.push(row);
        values.push(value);
    }
    let mut head = vec!["Photo", "Taken", "Occasion", "Group", "Tags"];
    head.extend(listing.channel.as_deref());
    Ok(Answer::done(table(&head, &rows), json!(values)))
}

pub fn blocked(desk: &Desk, who: &Session, by: &BlockedBy) -> Result<Answer, CliError> {
    let people = desk.people()?;
    let Some(channel) = &by.channel else {
        return blocked_anywhere(desk, who, &people);
    };
    let blocked = desk.blocked(who, &ChannelId(channel.clone()))?;
    let after = match &by.after {
        Some(photo) => Some(desk.place_of(who, &desk.find_photo(photo)?)?),
        None => None,
    };
    let page = blocked.page(after, by.newest);
    let numbers: Vec<_> = page.iter().map(|(number, _)| *number).collect();
    let photos = desk.listed(who, &numbers)?;
    let mut lines = vec![sum(channel, &blocked)];
    for (reason, count) in blocked.counts() {
        lines.push(format!("  {count:>7}  {}", words::line(&reason, &people)));
    }
    let mut values = Vec::new();
    for (photo, (_, reasons)) in photos.iter().zip(&page) {
        lines.push(format!("{}  {}", short(&photo.photo.0), photo.occasion));
        for reason in reasons {
            lines.push(format!("      {}", words::line(reason, &people)));
        }
        values.push(json!({
            "photo": photo.photo, "occasion": photo.occasion, "reasons": codes(reasons),
        }));
    }
    if let (Some(last), true) = (photos.last(), page.len() == by.newest) {
        lines.push(format!(
            "For those that follow: --after {}",
            short(&last.photo.0)
        ));
    }
    let mut value = counted(&blocked);
    value.insert("channel".to_owned(), json!(channel));
    value.insert("photos".to_owned(), json!(values));
    Ok(Answer::done(lines.join("\n"), Value::Object(value)))
}

fn blocked_anywhere(desk: &Desk, who: &Session, people: &[Registered]) -> Result<Answer, CliError> {
    let overview = desk.overview(who)?;
    let channels: Vec<Channel> = desk
        .policy()?
        .channels
        .into_iter()
        .filter(Channel::takes_pictures)
        .collect();
    let mut lines = Vec::new();
    let mut values = Map::new();
    for channel in channels {
        let blocked = desk.blocked_in(who, &overview, &channel.id)?;
        lines.push(sum(&channel.id.0, &blocked));
        for (reason, count) in blocked.counts() {
            lines.push(format!("  {count:>7}  {}", words::line(&reason, people)));
        }
        values.insert(channel.id.0, Value::Object(counted(&blocked)));
    }
    Ok(Answer::done(lines.join("\n"), Value::Object(values)))
}

fn sum(channel: &str, blocked: &Blocked) -> String {
    format!(
        "{channel}: {} of {} photos may not go",
        blocked.len(),
        blocked.of()
    )
}

fn counted(blocked: &Blocked) -> Map<String, Value> {
    let counts: Map<String, Value> = blocked
        .counts()
        .into_iter()
        .map(|(reason, count)| (reason.to_string(), json!(count)))
        .collect();
    let mut value = Map::new();
    value.insert("blocked".to_owned(), json!(blocked.len()));
    value.insert("of".to_owned(), json!(blocked.of()));
    value.insert("counts".to_owned(), Value::Object(counts));
    value
}

fn codes(reasons: &[Reason]) -> Vec<String> {
    reasons.iter().map(ToString::to_string).collect()
}
