//! The record of every step: read page by page, verified, and taken out of the house.

use chrono::{Days, Utc};

use crate::acts::sign_in::Session;
use crate::acts::trail::TrailForm;
use crate::acts::{Desk, Done};
use crate::clerk::context::Context;
use crate::clerk::protocol::record::{Ask, Filter, Line, Page, Told};
use crate::clerk::protocol::trouble::Came;
use crate::domain::trail::Sought;
use crate::places::PlaceId;

/// Entries that are shown at once.
const A_PAGE: usize = 100;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    match ask {
        Ask::List { filter, before } => {
            let page = cx.look(|desk, who| page(desk, who, &filter, before).map(Box::new));
            let is_more = before.is_some();
            cx.tell(Told::List { is_more, page });
        }
        Ask::Verify => {
            let is_stopped = cx.stopped();
            let proof = cx.look(|desk, who| {
                desk.verify_audit_while(who, &[], &mut |progress| {
                    cx.tell(Told::Verifying(progress));
                    !is_stopped()
                })
            });
            cx.tell(Told::Verified(proof));
        }
        Ask::Save {
            folder,
            filter,
            form,
        } => {
            let saved = save_record(cx, &folder, &filter, form);
            cx.tell(match saved {
                Ok(saved) => Told::Saved(saved),
                Err(error) => Told::Trouble(error),
            });
        }
    }
}

fn save_record(
    cx: &Context<'_>,
    folder: &PlaceId,
    filter: &Filter,
    form: TrailForm,
) -> Came<Option<(PlaceId, u64)>> {
    let is_stopped = cx.stopped();
    let name = match form {
        TrailForm::Csv => "record.csv",
        TrailForm::JsonLines => "record.jsonl",
    };
    let sought = cx.look(|desk, _| sought(desk, filter))?;
    let mut told: Came<Option<u64>> = Ok(None);
    let written = cx
        .house
        .schools
        .places
        .write_new_by(folder, name, &mut |out| {
            told = cx.look(|desk, who| {
                desk.export_trail(who, &sought, form, out, &mut |count| {
                    cx.tell(Told::Saving(count));
                    !is_stopped()
                })
            });
            match &told {
                Ok(Some(_)) => Ok(true),
                Ok(None) | Err(_) => Ok(false),
            }
        })?;
    Ok(told?.and_then(|count| Some((written?, count))))
}

fn sought(desk: &Desk, filter: &Filter) -> Done<Sought> {
    let first = match filter.days {
        Some(days) => desk
            .today()?
            .checked_sub_days(Days::new(days.saturating_sub(1))),
        None => None,
    };
    let (from, _) = desk.days_as_times(first, None)?;
    Ok(Sought {
        by: filter.by.as_ref().map(|by| by.0.clone()),
        acts: filter.acts.clone(),
        about: filter.about.trim().to_owned(),
        from,
        before: None,
    })
}

fn page(desk: &Desk, who: &Session, filter: &Filter, before: Option<u64>) -> Done<Page> {
    let mut found = desk.trail(who, &sought(desk, filter)?, before, A_PAGE + 1)?;
    let has_more = found.len() > A_PAGE;
    found.truncate(A_PAGE);
    let policy = desk.policy()?;
    let staff = desk.staff()?;
    let lines = found
        .into_iter()
        .map(|(number, entry)| {
            let known = staff.iter().find(|one| one.id.0 == entry.by);
            let at = entry.at.parse::<chrono::DateTime<Utc>>();
            Line {
                number,
                at: match at {
                    Ok(at) => Ok(at.with_timezone(&policy.timezone).naive_local()),
                    Err(_) => Err(entry.at),
                },
                by: match known {
                    Some(one) => one.name.clone(),
                    None if entry.by == "system" => String::new(),
                    None => entry.by,
                },
                act: entry.act,
                subject: entry.subject,
                detail: entry.detail,
            }
        })
        .collect();
    Ok(Page {
        lines,
        has_more,
        staff: staff.into_iter().map(|one| (one.id, one.name)).collect(),
        today: desk.today()?,
    })
}
