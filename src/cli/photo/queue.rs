//! `photo queue`: how photos stand for a channel, as the office's review shows it.

use serde_json::{Map, Value, json};

use super::command::{Queueing, StateName};
use crate::acts::Desk;
use crate::acts::review::{Sought, Stage};
use crate::acts::sign_in::Session;
use crate::cli::CliError;
use crate::cli::answer::Answer;
use crate::cli::words::{day, one_line};
use crate::domain::channel::ChannelId;
use crate::domain::ids::short;

pub fn queue(desk: &Desk, who: &Session, queueing: &Queueing) -> Result<Answer, CliError> {
    let channel = ChannelId(queueing.channel.clone());
    // Whoever may not look learns no name either.
    desk.queue(who, &channel, None, &Sought::default(), 0)?;
    let person = match &queueing.person {
        Some(typed) => Some(desk.find_person(typed)?.person.id),
        None => None,
    };
    let taker = match &queueing.by {
        Some(name) => Some(desk.find_staff(name)?.id),
        None => None,
    };
    let sought = Sought {
        person,
        group: queueing.group.clone(),
        taker,
        from: queueing.from,
        until: queueing.until,
    };
    let stage = queueing.state.map(stage);
    let queue = desk.queue(who, &channel, stage, &sought, queueing.newest)?;
    let count = |stage: Stage| queue.counts.get(&stage).copied().unwrap_or_default();
    let mut lines: Vec<String> = Stage::ALL
        .iter()
        .map(|stage| format!("{:>7}  {}", count(*stage), stage.word()))
        .collect();
    let mut occasion = None;
    for queued in &queue.photos {
        let here = (queued.day, queued.occasion());
        if occasion != Some(here) {
            lines.push(String::new());
            lines.push(match here.1 {
                "" => day(here.0),
                name => format!("{}, {}", one_line(name), day(here.0)),
            });
            occasion = Some(here);
        }
        let photo = short(&queued.photo.photo.0);
        lines.push(format!("  {photo}  {}", queued.stage.word()));
    }
    if queue.more > 0 {
        lines.push(format!(
            "{} more stand so; see them with `--newest` or for fewer days",
            queue.more
        ));
    }
    let counts: Map<String, Value> = Stage::ALL
        .iter()
        .map(|stage| (stage.word().to_owned(), json!(count(*stage))))
        .collect();
    let photos: Vec<Value> = queue
        .photos
        .iter()
        .map(|queued| {
            json!({
                "photo": queued.photo.photo, "state": queued.stage.word(), "day": queued.day,
                "occasion": queued.occasion(), "group": queued.photo.class,
            })
        })
        .collect();
    Ok(Answer::done(
        lines.join("\n"),
        json!({"channel": channel, "counts": counts, "photos": photos, "more": queue.more}),
    ))
}

fn stage(name: StateName) -> Stage {
    match name {
        StateName::ToTag => Stage::ToTag,
        StateName::Blocked => Stage::Blocked,
        StateName::ToSign => Stage::ToSign,
        StateName::Ready => Stage::Ready,
        StateName::Out => Stage::Out,
        StateName::TakeDown => Stage::TakeDown,
    }
}
