//! What is out and may no longer be: found anew each time it is asked, so nothing can be forgotten.

mod chasing;

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Days, Months, NaiveDate};

use super::check::who_is_shown;
use super::sign_in::Session;
use super::{ActError, Desk, Done, school_day, unique};
use crate::acts::refusal::{Refusal, Thing};
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::decision::{copy_reasons, shown_reasons};
use crate::domain::ids::{PhotoId, ReleaseId};
use crate::domain::permission::{Heard, hear};
use crate::domain::person::PersonId;
use crate::domain::photo::{PhotoFacts, Shown, Unrecognisable, Who};
use crate::domain::policy::Policy;
use crate::domain::release::{Release, ReleaseOf, ReleaseState, ReleasedCopy};
use crate::domain::roll::Roll;
use crate::domain::school::FiledPermission;
use crate::domain::staff::Duty;
use crate::domain::verdict::Reason;
use crate::outlet::{Outlet, OutletError};
use crate::register::lists::{OUT_ADULT, OUT_CHILD, OUT_DOUBT, OUT_FACE, OUT_UNKNOWN};

pub use chasing::Whereabouts;

/// A copy that must come down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeDown {
    pub release: Release,
    /// Everybody by name who is in it as far as is known today, covered or not.
    pub shows: BTreeSet<PersonId>,
    /// Why; empty where the school's policy no longer has the channel.
    pub reasons: Vec<Reason>,
    /// Last day for it.
    pub due: NaiveDate,
}

impl Desk {
    /// Every copy that may be out and rests on something that no longer stands, or shows what was not
    /// known when it left, by due date.
    pub fn take_downs(&self, who: &Session) -> Done<Vec<TakeDown>> {
        self.require(who, Duty::Look)?;
        self.must_come_down()
    }

    pub(crate) fn must_come_down(&self) -> Done<Vec<TakeDown>> {
        let policy = self.policy()?;
        let adopted = self.register.policy()?;
        // A clock that was set back does not make what has ended stand again.
        let today = school_day(&policy, self.latest()?);
        let policy_since = adopted.map_or(today, |adopted| school_day(&policy, adopted.since));
        let lists = self.register.lists();
        let roll = lists.roll()?;
        let mut found = Vec::new();
        for id in self.may_have_to_come_down(&policy, &roll, today)? {
            let Some((release, event)) = lists.release(&id)? else {
                continue;
            };
            // A call is over when it is over; a copy stays.
            let Some(photo) = release.photo().filter(|_| event.state.may_be_out()) else {
                continue;
            };
            let Some(channel) = policy.channel(&release.channel) else {
                found.push(TakeDown {
                    shows: people_in(&release.shown_today(None)).cloned().collect(),
                    release,
                    reasons: Vec::new(),
                    due: policy_since,
                });
                continue;
            };
            let labels = self.photo(photo)?.labels;
            let copy = PhotoFacts {
                shown: release.shown_today(Some(&labels)),
                ..who_is_shown(&labels)
            };
            let answers = self.answers_of(people_in(&copy.shown), &release.channel)?;
            let judged = |copy: &PhotoFacts| {
                let said: Vec<_> = answers.iter().map(|one| one.permission.clone()).collect();
                copy_reasons(&policy, channel, today, copy, &roll, &said)
            };
            let reasons = judged(&copy);
            if reasons.is_empty() {
                continue;
            }
            let of_the_record = judged(&PhotoFacts {
                shown: release.shown_today(None),
                ..PhotoFacts::default()
            });
            let days = Days::new(u64::from(channel.takedown_days().unwrap_or(0)));
            let mut learned = None;
            let mut due = Vec::with_capacity(reasons.len());
            for reason in &reasons {
                let arose = since(reason, &policy, channel, &roll, &answers);
                let since = if matches!(
                    reason,
                    Reason::NeverPhotograph(_) | Reason::ChangedOutside(_)
                ) {
                    // The strictest mark there is, or it may have been set: at once.
                    due.push(today);
                    continue;
                } else if of_the_record.contains(reason) {
                    arose.unwrap_or(policy_since)
                } else {
                    // Nobody knew it of this copy before something else was said about its photo.
                    let learned = match learned {
                        Some(learned) => learned,
                        None => *learned.insert(self.learned(photo, &release, &policy, today)?),
                    };
                    arose.map_or(learned, |arose| arose.max(learned))
                };
                let since = since.min(today);
                due.push(since.checked_add_days(days).unwrap_or(since));
            }
            found.push(TakeDown {
                due: due.into_iter().min().unwrap_or(today),
                shows: people_in(&copy.shown).cloned().collect(),
                reasons: reasons.into_iter().collect(),
                release,
            });
        }
        found.sort_by(|left, right| {
            (left.due, &left.release.id).cmp(&(right.due, &right.release.id))
        });
        Ok(found)
    }

    /// Those copies of them that show a person, and rest on something of theirs or another's that no
    /// longer stands.
    pub fn take_downs_of(&self, who: &Session, person: &PersonId) -> Done<Vec<TakeDown>> {
        let mut found = self.take_downs(who)?;
        found.retain(|task| task.shows.contains(person));
        Ok(found)
    }

    /// The releases that show somebody who may not be shown there now, or a face that nobody named, or
    /// went to a channel that the policy no longer has: no other copy can have to come down.
    fn may_have_to_come_down(
        &self,
        policy: &Policy,
        roll: &Arc<Roll>,
        today: NaiveDate,
    ) -> Done<BTreeSet<ReleaseId>> {
        let lists = self.register.lists();
        let mut found = BTreeSet::new();
        for channel in lists.channels_out()? {
            if policy.channel(&channel).is_none() {
                found.extend(lists.releases_out_to(&channel)?);
            }
        }
        for person in lists.people_out()? {
            let Some(channel) = policy.channel(&person.channel) else {
                continue;
            };
            let nameless = match person.who.as_str() {
                // Blocked on every channel.
                OUT_FACE => {
                    found.extend(lists.releases_showing(&person)?);
                    continue;
                }
                OUT_DOUBT => {
                    if channel.outside {
                        found.extend(lists.releases_showing(&person)?);
                    }
                    continue;
                }
                OUT_UNKNOWN => Some(Who::Unknown),
                OUT_CHILD => Some(Who::Unrecognisable(Unrecognisable::Child)),
                OUT_ADULT => Some(Who::Unrecognisable(Unrecognisable::Adult)),
                _ => None,
            };
            let has_reason = match nameless {
                Some(who) => {
                    let shown = [Shown {
                        who,
                        hidden: !person.is_seen,
                    }];
                    !shown_reasons(channel, &shown, roll).is_empty()
                }
                None => {
                    let id = [PersonId(person.who.clone())];
                    self.standings(channel, &id, today)?
                        .iter()
                        .any(|stands| match person.is_seen {
                            true => !stands.seen.is_empty(),
                            false => !stands.covered.is_empty(),
                        })
                }
            };
            if has_reason {
                found.extend(lists.releases_showing(&person)?);
            }
        }
        Ok(found)
    }

    /// The day since which it could be known that a copy shows what its record does not say: the first
    /// on which something was said about its photo after the copy had left, so that no later change
    /// moves it.
    fn learned(
        &self,
        photo: &PhotoId,
        release: &Release,
        policy: &Policy,
        today: NaiveDate,
    ) -> Done<NaiveDate> {
        let lists = self.register.lists();
        let changed = lists.labelled_after(photo, release.decided_at)?;
        Ok(changed.map_or(today, |at| school_day(policy, at)))
    }

    fn answers_of<'a>(
        &self,
        people: impl Iterator<Item = &'a PersonId>,
        channel: &ChannelId,
    ) -> Done<Vec<FiledPermission>> {
        let people: BTreeSet<PersonId> = people.cloned().collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let mut answers = Vec::new();
        for of_person in self.register.lists().answers(&people)? {
            let of_channel = of_person.iter();
            let of_channel = of_channel.filter(|filed| filed.permission.channel == *channel);
            answers.extend(of_channel.cloned());
        }
        Ok(answers)
    }

    /// A release by its id or the beginning of it. Errors: none such, or several.
    pub fn find_release(&self, who: &Session, typed: &str) -> Done<ReleaseId> {
        self.require(who, Duty::Look)?;
        let releases = self.register.releases()?.into_iter();
        unique(
            typed,
            Thing::Release,
            releases.map(|(release, _)| release.id.0),
        )
        .map(ReleaseId)
    }

    /// Confirms that a copy is gone, whatever the reason for taking it down. For folders the app
    /// looks: a copy that still lies there is removed where `delete` says so, and refused otherwise.
    pub fn confirm_down(
        &mut self,
        who: &Session,
        id: &ReleaseId,
        delete: bool,
        outlets: super::release::Outlets,
    ) -> Done<()> {
        self.require(who, Duty::Release)?;
        let Some((release, event)) = self.register.lists().release(id)? else {
            return Err(ActError::Refused(Refusal::NoSuch {
                thing: Thing::Release,
                id: id.to_string(),
            }));
        };
        if !event.state.may_be_out() {
            return Err(ActError::Refused(Refusal::CopyIs { state: event.state }));
        }
        let note = match &release.what {
            ReleaseOf::Call { .. } => "the call is over",
            ReleaseOf::Copy(copy) if copy.outlet.is_paper() => match delete {
                true => return Err(ActError::Refused(Refusal::PaperStays)),
                false => "taken off the wall, as a person confirmed",
            },
            ReleaseOf::Copy(copy) => {
                let mut outlet = outlets(copy.outlet, &copy.place);
                look_and_remove(outlet.as_mut(), copy, delete)?
            }
        };
        self.note_state(&who.id().0, id, ReleaseState::Down, note)
    }
}

fn look_and_remove(
    outlet: &mut dyn Outlet,
    copy: &ReleasedCopy,
    delete: bool,
) -> Done<&'static str> {
    match outlet.look(&copy.file_name) {
        Ok(None) => Ok("the copy is no longer there"),
        Ok(Some(_)) if delete => {
            outlet.recall(&copy.file_name).map_err(|error| {
                // It may be gone, and come back with the next power cut.
                ActError::Refused(Refusal::MayBeOut {
                    why: error.to_string(),
                })
            })?;
            Ok("the copy was deleted")
        }
        Ok(Some(_)) => Err(ActError::Refused(Refusal::StillThere {
            file: copy.file_name.clone(),
            place: copy.place.clone(),
        })),
        // A drive that is away cannot be looked at: a person answers for it.
        Err(OutletError::Gone(_)) => Ok("confirmed by a person; the place could not be looked at"),
        // What is there and cannot be read may still hold the copy.
        Err(error) => Err(ActError::Refused(Refusal::CannotTell {
            why: error.to_string(),
        })),
    }
}

fn people_in(shown: &[Shown]) -> impl Iterator<Item = &PersonId> {
    shown.iter().filter_map(|shown| match &shown.who {
        Who::Person(person) => Some(person),
        Who::Unknown | Who::Unrecognisable(_) => None,
    })
}

/// The day on which a reason arose; `None` where only a change of policy explains it.
fn since(
    reason: &Reason,
    policy: &Policy,
    channel: &Channel,
    people: &Roll,
    answers: &[FiledPermission],
) -> Option<NaiveDate> {
    let entry = |id: &PersonId| people.entries_of(id).first();
    let day_after = |day: NaiveDate| day.checked_add_days(Days::new(1));
    match reason {
        // A no counts from the moment it was recorded; saying it again moves nothing.
        Reason::Refused(id) | Reason::Withdrawn(id) => by_signatory(id, &channel.id, answers)
            .iter()
            .flat_map(|heard| &heard.noes)
            .map(|no| school_day(policy, no.recorded_at))
            .min(),
        Reason::Expired(id) => {
            let months = channel.longest_term_months.or(policy.longest_term_months);
            by_signatory(id, &channel.id, answers)
                .iter()
                .filter_map(Heard::grant)
                .filter_map(|filed| {
                    let term = months.and_then(|months| {
                        filed
                            .permission
                            .signed
                            .checked_add_months(Months::new(months))
                    });
                    filed.permission.until.into_iter().chain(term).min()
                })
                .max()
                .and_then(day_after)
        }
        Reason::LeftSchool(id) => entry(id)?.leaves.and_then(day_after),
        Reason::PupilNotAsked(id) => {
            let years = policy.own_voice_from_age?;
            entry(id)?
                .born?
                .checked_add_months(Months::new(years.checked_mul(12)?))
        }
        _ => None,
    }
}

/// What each signatory's answers about a person say together for a channel. `answers`: in the order of
/// recording.
pub(super) fn by_signatory<'a>(
    person: &PersonId,
    channel: &ChannelId,
    answers: &'a [FiledPermission],
) -> Vec<Heard<&'a FiledPermission>> {
    let about = |filed: &&FiledPermission| {
        filed.permission.person == *person && filed.permission.channel == *channel
    };
    hear(answers.iter().filter(about))
}
