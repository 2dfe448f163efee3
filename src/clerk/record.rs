//! The record of every step: read page by page, verified, and taken out of the house.

use std::path::PathBuf;

use chrono::{Days, NaiveDate, NaiveDateTime, Utc};

use super::ask::Told as Says;
use super::at_work::AtWork;
use super::long_work::Stop;
use crate::acts::sign_in::Session;
use crate::acts::trail::TrailForm;
use crate::acts::verify::{Progress, Proof};
use crate::acts::{ActError, Desk, Done};
use crate::domain::ids::StaffId;
use crate::domain::trail::Sought;

/// Entries that are shown at once.
const A_PAGE: usize = 100;

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub by: Option<StaffId>,
    /// How acts begin; all where there is none.
    pub acts: &'static [&'static str],
    pub about: String,
    /// The last so many days, today among them; all where there is none.
    pub days: Option<u64>,
}

/// What the page asks.
pub enum Ask {
    /// The newest, or those before a number.
    List {
        filter: Filter,
        before: Option<u64>,
    },
    Verify(Stop),
    Save {
        folder: PathBuf,
        filter: Filter,
        form: TrailForm,
        stop: Stop,
    },
}

/// What it is told.
pub enum Told {
    List {
        /// They follow those that are shown.
        is_more: bool,
        page: Result<Box<Page>, ActError>,
    },
    Verifying(Progress),
    /// `None`: somebody stopped it.
    Verified(Result<Option<Proof>, ActError>),
    Saving(u64),
    /// `None`: somebody stopped it, and there is no file.
    Saved(Option<(PathBuf, u64)>),
    Trouble(ActError),
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Line {
    pub number: u64,
    /// By the school's clock; as it is written where that is no time.
    pub at: Result<NaiveDateTime, String>,
    /// Empty where the app itself did it.
    pub by: String,
    pub act: String,
    pub subject: String,
    pub detail: String,
}

/// Entries, and who there is to choose from.
#[derive(Clone, Debug)]
pub struct Page {
    pub lines: Vec<Line>,
    pub has_more: bool,
    pub staff: Vec<(StaffId, String)>,
    pub today: NaiveDate,
}

impl AtWork {
    pub(super) fn say_record(&mut self, ask: Ask) {
        match ask {
            Ask::List { filter, before } => {
                let page = self.with(|desk, who| page(desk, who, &filter, before).map(Box::new));
                let is_more = before.is_some();
                self.voice.say(Says::Record(Told::List { is_more, page }));
            }
            Ask::Verify(stop) => {
                let proof = self.with(|desk, who| {
                    desk.verify_audit_while(who, &[], &mut |progress| {
                        self.voice.say(Says::Record(Told::Verifying(progress)));
                        !stop.is_asked()
                    })
                });
                self.voice.say(Says::Record(Told::Verified(proof)));
            }
            Ask::Save {
                folder,
                filter,
                form,
                stop,
            } => {
                let saved = self.save_record(&folder, &filter, form, &stop);
                self.voice.say(Says::Record(match saved {
                    Ok(saved) => Told::Saved(saved),
                    Err(error) => Told::Trouble(error),
                }));
            }
        }
    }

    fn save_record(
        &self,
        folder: &std::path::Path,
        filter: &Filter,
        form: TrailForm,
        stop: &Stop,
    ) -> Done<Option<(PathBuf, u64)>> {
        let name = match form {
            TrailForm::Csv => "record.csv",
            TrailForm::JsonLines => "record.jsonl",
        };
        let sought = self.with(|desk, _| sought(desk, filter))?;
        let mut told: Done<Option<u64>> = Ok(None);
        let written = self.schools.places.write_new_by(folder, name, &mut |out| {
            told = self.with(|desk, who| {
                desk.export_trail(who, &sought, form, out, &mut |count| {
                    self.voice.say(Says::Record(Told::Saving(count)));
                    !stop.is_asked()
                })
            });
            match &told {
                Ok(Some(_)) => Ok(true),
                Ok(None) | Err(_) => Ok(false),
            }
        })?;
        Ok(told?.and_then(|count| Some((written?, count))))
    }
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
        acts: filter.acts.iter().map(|act| (*act).to_owned()).collect(),
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
