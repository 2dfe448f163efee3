//! Video calls: a group's children, who of those chosen may join, and what is on record.

use chrono::NaiveDateTime;

use super::ask::Told as Says;
use super::at_work::AtWork;
use crate::acts::call::Joining;
use crate::acts::group::{Group, Tile};
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::person::PersonId;
use crate::domain::staff::Duty;

/// Calls that are shown, the newest.
const MOST_CALLS: usize = 20;

/// What the page asks.
pub enum Ask {
    Begin,
    Group(String),
    /// Who of these may join.
    Check(Vec<PersonId>),
    Record {
        people: Vec<PersonId>,
        occasion: String,
    },
}

/// What it is told.
pub enum Told {
    Begun(Result<Begun, ActError>),
    Group(Result<Vec<Tile>, ActError>),
    Joining(Result<Vec<Joining>, ActError>),
    /// It is on record; what the page begins with follows.
    Recorded,
    Trouble(ActError),
}

/// What the page begins with.
#[derive(Clone, Debug)]
pub struct Begun {
    pub groups: Vec<Group>,
    /// Newest first.
    pub calls: Vec<Call>,
    pub may_record: bool,
}

/// A call that was.
#[derive(Clone, Debug)]
pub struct Call {
    pub occasion: String,
    /// By the school's clock.
    pub at: NaiveDateTime,
    pub by: String,
    pub people: usize,
}

impl AtWork {
    pub(super) fn say_calls(&mut self, ask: Ask) {
        let told = match ask {
            Ask::Begin => Told::Begun(self.with(begun)),
            Ask::Group(name) => Told::Group(self.with(|desk, who| {
                let group = desk.group_today(who, &name)?;
                Ok(group.tiles)
            })),
            Ask::Check(people) => {
                Told::Joining(self.with(|desk, who| desk.who_may_join(who, &people)))
            }
            Ask::Record { people, occasion } => {
                match self.with_mut(|desk, who| desk.release_call(who, &people, &occasion)) {
                    Ok(_) => {
                        self.voice.say(Says::Calls(Told::Recorded));
                        Told::Begun(self.with(begun))
                    }
                    Err(error) => Told::Trouble(error),
                }
            }
        };
        self.voice.say(Says::Calls(told));
    }
}

fn begun(desk: &Desk, who: &Session) -> Done<Begun> {
    let policy = desk.policy()?;
    let staff = desk.staff()?;
    let calls = desk
        .calls(who, MOST_CALLS)?
        .into_iter()
        .map(|call| Call {
            at: call
                .decided_at
                .with_timezone(&policy.timezone)
                .naive_local(),
            by: staff
                .iter()
                .find(|one| one.id == call.by)
                .map_or(call.by.0, |one| one.name.clone()),
            people: call.people.len(),
            occasion: call.place,
        })
        .collect();
    Ok(Begun {
        groups: desk.groups(who)?,
        calls,
        may_record: who.role().may(Duty::Release),
    })
}
