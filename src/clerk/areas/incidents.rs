//! Incidents: written down by anybody, seen and closed by the head teacher, taken out as a list.

use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};
use crate::clerk::context::Context;
use crate::clerk::protocol::incidents::{Ask, FollowedUp, Form, Incidents, One, Told};
use crate::clerk::protocol::trouble::Came;
use crate::domain::incident::IncidentState;
use crate::domain::staff::Duty;
use crate::places::PlaceId;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    let done = match ask {
        Ask::List => Ok(None),
        Ask::Report(note) => cx
            .act(|desk, who| desk.report(who, &note))
            .map(|_| Some(Told::Changed)),
        Ask::FollowUp { id, state, note } => cx
            .act(|desk, who| desk.follow_up(who, &id.0, state, &note))
            .map(|()| Some(Told::Changed)),
        Ask::Save { folder, form } => save_incidents(cx, &folder, form).map(Some),
    };
    match done {
        Ok(None) => {}
        Ok(Some(told)) => cx.tell(told),
        Err(error) => cx.tell(Told::Trouble(error)),
    }
    let list = cx.look(incidents).map(Box::new);
    cx.tell(Told::List(list));
}

fn save_incidents(cx: &Context<'_>, folder: &PlaceId, form: Form) -> Came<Told> {
    let (name, bytes) = match form {
        Form::Csv => (
            "incidents.csv",
            cx.look(|desk, who| desk.incidents_as_csv(who))?,
        ),
        Form::Json => (
            "incidents.json",
            cx.look(|desk, who| desk.incidents_as_json(who))?,
        ),
    };
    let places = &cx.house.schools.places;
    Ok(Told::Saved(places.write_new(folder, name, &bytes)?))
}

fn incidents(desk: &Desk, who: &Session) -> Done<Incidents> {
    let may = |duty| who.role().may(duty);
    if !may(Duty::Verify) {
        return Ok(Incidents::default());
    }
    let policy = desk.policy()?;
    let staff = desk.staff()?;
    let name = |id: String| match staff.iter().find(|one| one.id.0 == id) {
        Some(one) => one.name.clone(),
        None if id == "system" => String::new(),
        None => id,
    };
    let local =
        |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&policy.timezone).naive_local();
    let mut list: Vec<One> = desk
        .incidents(who)?
        .into_iter()
        .rev()
        .map(|(incident, events)| One {
            id: incident.id,
            kind: incident.kind,
            at: local(incident.opened_at),
            by: name(incident.by),
            note: incident.note,
            done: events
                .into_iter()
                .map(|event| FollowedUp {
                    state: event.state,
                    at: local(event.at),
                    by: name(event.by),
                    note: event.note,
                })
                .collect(),
        })
        .collect();
    let is_closed = |one: &One| {
        let mut done = one.done.iter();
        done.any(|step| step.state == IncidentState::Closed)
    };
    list.sort_by_key(is_closed);
    Ok(Incidents {
        list,
        may_read: true,
        may_follow_up: may(Duty::Govern),
    })
}
