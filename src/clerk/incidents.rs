//! Incidents: written down by anybody, seen and closed by the head teacher, taken out as a list.

use std::path::PathBuf;

use chrono::NaiveDateTime;

use super::ask::Told as Says;
use super::at_work::AtWork;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::ids::IncidentId;
use crate::domain::incident::{IncidentKind, IncidentState};
use crate::domain::staff::Duty;

/// What the page asks.
pub enum Ask {
    List,
    Report(String),
    FollowUp {
        id: IncidentId,
        state: IncidentState,
        note: String,
    },
    Save {
        folder: PathBuf,
        form: Form,
    },
}

/// How a list of incidents is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Csv,
    Json,
}

/// What it is told.
pub enum Told {
    List(Result<Box<Incidents>, ActError>),
    /// It is written down, seen or closed; a new list follows.
    Changed,
    Saved(PathBuf),
    Trouble(ActError),
}

/// One incident.
#[derive(Clone, Debug)]
pub struct One {
    pub id: IncidentId,
    pub kind: IncidentKind,
    /// By the school's clock.
    pub at: NaiveDateTime,
    /// Empty where the app itself opened it.
    pub by: String,
    pub note: String,
    pub done: Vec<FollowedUp>,
}

/// What was done about it.
#[derive(Clone, Debug)]
pub struct FollowedUp {
    pub state: IncidentState,
    pub at: NaiveDateTime,
    pub by: String,
    pub note: String,
}

/// All that the page shows.
#[derive(Clone, Debug, Default)]
pub struct Incidents {
    /// Open ones first, the newest of each first; none for those who only write them down.
    pub list: Vec<One>,
    pub may_read: bool,
    pub may_follow_up: bool,
}

impl AtWork {
    pub(super) fn say_incidents(&mut self, ask: Ask) {
        let done = match ask {
            Ask::List => Ok(None),
            Ask::Report(note) => self
                .with_mut(|desk, who| desk.report(who, &note))
                .map(|_| Some(Told::Changed)),
            Ask::FollowUp { id, state, note } => self
                .with_mut(|desk, who| desk.follow_up(who, &id.0, state, &note))
                .map(|()| Some(Told::Changed)),
            Ask::Save { folder, form } => self.save_incidents(&folder, form).map(Some),
        };
        match done {
            Ok(None) => {}
            Ok(Some(told)) => self.voice.say(Says::Incidents(told)),
            Err(error) => self.voice.say(Says::Incidents(Told::Trouble(error))),
        }
        let list = self.with(incidents).map(Box::new);
        self.voice.say(Says::Incidents(Told::List(list)));
    }

    fn save_incidents(&self, folder: &std::path::Path, form: Form) -> Done<Told> {
        let (name, bytes) = match form {
            Form::Csv => (
                "incidents.csv",
                self.with(|desk, who| desk.incidents_as_csv(who))?,
            ),
            Form::Json => (
                "incidents.json",
                self.with(|desk, who| desk.incidents_as_json(who))?,
            ),
        };
        let places = &self.schools.places;
        Ok(Told::Saved(places.write_new(folder, name, &bytes)?))
    }
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
