//! What must come down: the list, whether each copy is still there, and who confirmed that it is gone.
//! Why somebody's copy comes down is told to whoever keeps the register.

use chrono::{NaiveDate, NaiveDateTime};

use super::ask::Told as Says;
use super::at_work::AtWork;
use crate::acts::sign_in::Session;
use crate::acts::take_down::{TakeDown, Whereabouts};
use crate::acts::{ActError, Desk, Done};
use crate::domain::ids::ReleaseId;
use crate::domain::release::{OutletKind, Release, ReleaseEvent};
use crate::domain::staff::Duty;
use crate::domain::verdict::Reason;

/// Those that were taken down last are shown as well, so many.
const MOST_DONE: usize = 20;

/// What the page asks.
pub enum Ask {
    List,
    /// Confirms that a copy is gone; deletes it where it still lies in its folder and `delete` says so.
    Confirm {
        release: ReleaseId,
        delete: bool,
    },
}

/// What it is told.
pub enum Told {
    List(Result<Box<Downs>, ActError>),
    /// One is done; a new list follows.
    Done,
    Trouble(ActError),
}

/// A copy that must come down.
#[derive(Clone, Debug)]
pub struct Down {
    pub id: ReleaseId,
    pub channel: String,
    pub outlet: OutletKind,
    pub place: String,
    pub file: String,
    pub out_since: NaiveDate,
    pub due: NaiveDate,
    pub whereabouts: Whereabouts,
    /// Each with whom it is about, as tiles name them; empty for those who are not told why.
    pub why: Vec<(Reason, String)>,
    /// The policy no longer has the channel.
    pub has_no_channel: bool,
}

/// A copy that came down.
#[derive(Clone, Debug)]
pub struct Gone {
    pub channel: String,
    pub file: String,
    pub by: String,
    /// By the school's clock.
    pub at: NaiveDateTime,
}

/// All that the page shows.
#[derive(Clone, Debug)]
pub struct Downs {
    pub today: NaiveDate,
    /// By the day on which each is due.
    pub to_do: Vec<Down>,
    /// Newest first.
    pub done: Vec<Gone>,
    pub may_confirm: bool,
    pub tells_why: bool,
}

impl AtWork {
    pub(super) fn say_downs(&mut self, ask: Ask) {
        if let Ask::Confirm { release, delete } = ask {
            let confirmed = match (self.who.as_ref(), self.desk.as_mut()) {
                (Some(who), Some(desk)) => {
                    desk.confirm_down(who, &release.0, delete, &*self.schools.outlets)
                }
                _ => return,
            };
            self.voice.say(Says::Downs(match confirmed {
                Ok(_) => Told::Done,
                Err(error) => Told::Trouble(error),
            }));
        }
        // What is late is on record before anybody reads the list.
        let list = self
            .with_mut(|desk, who| desk.report_overdue(who))
            .and_then(|_| {
                self.with(|desk, who| downs(desk, who, &*self.schools.outlets).map(Box::new))
            });
        self.voice.say(Says::Downs(Told::List(list)));
    }
}

fn downs(desk: &Desk, who: &Session, outlets: crate::acts::release::Outlets) -> Done<Downs> {
    let policy = desk.policy()?;
    let people = desk.people()?;
    let staff = desk.staff()?;
    let tells_why = who.role().may(Duty::KeepRegister);
    let channel = |release: &Release| {
        let known = policy.channel(&release.channel);
        known.map_or_else(|| release.channel.0.clone(), |one| one.name.clone())
    };
    let mut to_do = Vec::new();
    for TakeDown {
        release,
        reasons,
        due,
        ..
    } in desk.take_downs(who)?
    {
        let why = reasons.iter().map(|reason| {
            let named = reason.person().and_then(|id| {
                let mut known = people.iter();
                known.find(|entry| entry.person.id == *id)
            });
            let name = named.map(|entry| entry.person.tile_name());
            (reason.clone(), name.unwrap_or_default())
        });
        to_do.push(Down {
            channel: channel(&release),
            outlet: release.outlet,
            out_since: policy.day(release.decided_at),
            due,
            whereabouts: desk.whereabouts(who, &release, outlets)?,
            has_no_channel: reasons.is_empty(),
            why: if tells_why { why.collect() } else { Vec::new() },
            place: release.place,
            file: release.file_name,
            id: release.id,
        });
    }
    let done = desk
        .taken_down(who, MOST_DONE)?
        .into_iter()
        .map(|(release, ReleaseEvent { at, by, .. })| {
            let name = staff.iter().find(|one| one.id.0 == by);
            Gone {
                channel: channel(&release),
                file: release.file_name,
                by: name.map_or(by, |one| one.name.clone()),
                at: at.with_timezone(&policy.timezone).naive_local(),
            }
        })
        .collect();
    Ok(Downs {
        today: desk.today()?,
        to_do,
        done,
        may_confirm: who.role().may(Duty::Release),
        tells_why,
    })
}
