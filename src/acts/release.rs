//! The one door: the only code that turns a kept picture into a file outside the vault.
//!
//! 1. The copy is made, in memory, from the photo as it stands.
//! 2. The register decides again and records the release as *going out*, in one transaction; if the
//!    photo is not the one that the copy was made from, nothing is recorded as allowed.
//! 3. The outlet takes the copy, durably and whole, or not at all.
//! 4. The record says *out*, or *not out*.
//!
//! A stop between 2 and 4 is found at the next start: where the copy is there, [`Desk::settle_releases`]
//! finishes the record. Where it is not, it may have been: it counts as out until a person says otherwise.

pub mod batch;
mod call;
pub mod copy;
mod on_paper;
mod outcome;
mod outside;
mod settle;

pub use on_paper::NotThere;
use outcome::outcome_of;
pub use outcome::{CountsAsOut, Outcome, Stayed};

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::check::{Leaving, rule};
use super::sign_in::Session;
use super::{ActError, Desk, Done, Ending, new_id};
use crate::acts::refusal::Refusal;
use crate::domain::audit::Checkpoint;
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::ids::{PhotoId, ReleaseId};
use crate::domain::release::{
    OutletKind, Release, ReleaseEvent, ReleaseOf, ReleaseState, Released, ReleasedCopy,
};
use crate::domain::staff::Duty;
use crate::domain::verdict::Reason;
use crate::outlet::{Outlet, OutletError, Parcel, Pictured};
use crate::register::{Asked, Judgement, RegisterError, Stamp};
use batch::Going;
use copy::{Copy, Made, ToMake};
use outside::names_of_place;

/// Makes the outlet that a record names.
pub type Outlets<'a> = &'a dyn Fn(OutletKind, &str) -> Box<dyn Outlet>;

impl Desk {
    /// Releases photos to a channel through an outlet; each is decided on its own, and the account
    /// is exact: what is out, what is blocked and why, what did not land. Errors: an outlet inside
    /// the data folder, a role that may not release there, a store that fails.
    pub fn release(
        &mut self,
        who: &Session,
        photos: &[PhotoId],
        channel: &ChannelId,
        outlet: &mut dyn Outlet,
    ) -> Done<Vec<Outcome>> {
        self.release_naming(who, photos, &[], channel, outlet)
    }

    /// As [`Desk::release`]; of those in which nobody is named and no face was found, these are asked for
    /// by name.
    pub fn release_naming(
        &mut self,
        who: &Session,
        photos: &[PhotoId],
        by_name: &[PhotoId],
        channel: &ChannelId,
        outlet: &mut dyn Outlet,
    ) -> Done<Vec<Outcome>> {
        let mut batch = self
            .begin_batch(who, photos, channel, outlet)?
            .naming(by_name);
        while self.go_on(who, &mut batch, outlet)? == Going::On {}
        Ok(batch.outcomes().to_vec())
    }

    fn release_together(
        &mut self,
        who: &Session,
        made: Vec<(PhotoId, Done<Made>)>,
        channel: &Channel,
        outlet: &mut dyn Outlet,
    ) -> Done<Vec<Outcome>> {
        let mut outcomes = Vec::new();
        let mut going = Vec::new();
        for (photo, made) in made {
            match made.and_then(|made| self.decide_one(who, made, channel, outlet)) {
                Ok(leaving) => going.push(leaving),
                // Whatever is wrong with one photo, the account of the others is still given.
                Err(error) => outcomes.push(outcome_of(photo, error)),
            }
        }
        if going.is_empty() {
            return Ok(outcomes);
        }
        let parcels = match self.ready_to_leave(&going) {
            Ok(parcels) => parcels,
            Err(error) => {
                for one in &going {
                    let state = ReleaseState::NotOut;
                    self.note_state(&who.id().0, &one.release, state, "it did not leave")?;
                }
                return Err(error);
            }
        };
        let delivered = self.deliver_outside(outlet, &parcels).map_err(Arc::new);
        for GoingOut {
            release,
            recorded,
            copy,
        } in going
        {
            let ReleasedCopy {
                photo, file_name, ..
            } = recorded;
            outcomes.push(match &delivered {
                Ok(()) => match self.note_out(who, &release, copy.sight) {
                    Ok(()) => Outcome::Out {
                        photo,
                        release,
                        file: file_name,
                        sha256: copy.sha256,
                    },
                    // The copy is there, whatever the register says of itself.
                    Err(error) => Outcome::NotOut {
                        photo,
                        why: Stayed::Unfinished {
                            file: file_name,
                            why: Arc::new(error),
                        },
                        ending: Ending::Store,
                    },
                },
                Err(error) => {
                    // A place that has gone cannot be looked at: the record stays *going out*, which
                    // counts as out, until a start finds the place again. So it does where a copy
                    // was taken back and might return with the next power cut. Paper is never looked
                    // at: what may have been printed is out.
                    let (state, counts) = match outlet.look(&file_name) {
                        Ok(None)
                            if outlet.recall(&file_name).is_ok()
                                && outlet.recall(&checkpoint_name(&release)).is_ok() =>
                        {
                            (
                                Some((ReleaseState::NotOut, "it did not land")),
                                CountsAsOut::No,
                            )
                        }
                        Err(OutletError::OnPaper(_)) => (
                            Some((ReleaseState::Out, on_paper::MAY_BE_PRINTED)),
                            CountsAsOut::UntilConfirmed,
                        ),
                        _ => (None, CountsAsOut::UntilLookedAt),
                    };
                    if let Some((state, note)) = state {
                        self.note_state(&who.id().0, &release, state, note)?;
                    }
                    Outcome::NotOut {
                        photo,
                        why: Stayed::Untaken {
                            why: Arc::clone(error),
                            counts,
                        },
                        ending: Ending::Refused,
                    }
                }
            });
        }
        Ok(outcomes)
    }

    /// What is handed to the outlet. A checkpoint that speaks of the release lies on the shelf
    /// before the copy leaves, so that a register which has forgotten it is known as an older copy.
    fn ready_to_leave(&self, going: &[GoingOut]) -> Done<Vec<Parcel>> {
        let checkpoint = self.make_checkpoint()?;
        let parcels = parcels(going, &checkpoint, self.school()?.sample)?;
        self.shelve(&checkpoint)?;
        Ok(parcels)
    }

    /// Looks whether a copy is worth making. A blocked photo is refused, on the record, before pixels
    /// are touched; an answer that is none allows nothing.
    /// `is_named`: it was asked for by name, not only as one of many.
    fn plan_one(
        &mut self,
        who: &Session,
        id: &PhotoId,
        is_named: bool,
        channel: &Channel,
        goes_into: &[String],
    ) -> Done<ToMake> {
        let photo = self.photo(id)?;
        if self.register.seal_key(&id.0)?.is_none() {
            return Err(ActError::Refused(Refusal::Erased));
        }
        let asked = Asked::Photo(id.clone());
        let first_look = self.judge(who, &asked, channel, goes_into)?;
        if let Some(reasons) = first_look {
            self.refuse_on_record(who, &asked, channel, &reasons)?;
            return Err(ActError::Blocked(reasons));
        }
        if photo.labels.names_nobody() && !is_named {
            return Err(ActError::Unnamed);
        }
        self.copy_to_make(photo, channel)
    }

    /// Asks the register to decide on the very photo that the copy was made from.
    fn decide_one(
        &mut self,
        who: &Session,
        made: Made,
        channel: &Channel,
        outlet: &dyn Outlet,
    ) -> Done<GoingOut> {
        let Made {
            photo,
            edition,
            longest_side,
            copy,
        } = made;
        let id = &photo.id;
        let asked = Asked::Photo(id.clone());
        let moment = self.moment()?;
        // Recorded at the very moment that it is decided for.
        let stamp = Stamp {
            at: moment.now,
            by: who.id().0.clone(),
        };
        let mut fault = None;
        let goes_into = names_of_place(outlet);
        let judgement = self
            .register
            .release(&stamp, &asked, &channel.id, &mut |facts| {
                let policy = match facts.policy.rules() {
                    Ok(policy) => policy,
                    Err(error) => {
                        fault = Some(ActError::from(error));
                        return Judgement::Stay(Vec::new());
                    }
                };
                let now_stands = facts.photo.as_ref().map(|now| now.edition(channel));
                if now_stands.as_ref() != Some(&edition)
                    || photo.longest_side(channel, &facts.roll) != longest_side
                    || policy.channel(&channel.id) != Some(channel)
                {
                    fault = Some(ActError::Register(RegisterError::Changed));
                    return Judgement::Stay(Vec::new());
                }
                let leaving = Leaving {
                    copy: Some(&copy.sha256),
                    goes_into: &goes_into,
                    ..Leaving::default()
                };
                let ruling = rule(facts, policy, channel, &moment, leaving);
                if !ruling.verdict.is_allowed() {
                    return Judgement::Stay(ruling.verdict.reasons().to_vec());
                }
                let release = ReleaseId(new_id());
                let recorded = ReleasedCopy {
                    photo: id.clone(),
                    outlet: outlet.kind(),
                    place: outlet.place(),
                    file_name: on_paper::name_of_copy(&release, outlet.kind()),
                    sha256: copy.sha256.clone(),
                    edition: edition.clone(),
                    checklist: photo.labels.checklist.clone(),
                };
                Judgement::Go(Box::new(Release {
                    id: release,
                    channel: channel.id.clone(),
                    what: ReleaseOf::Copy(recorded),
                    policy: hex::encode(Sha256::digest(facts.policy.adopted.toml.as_bytes())),
                    decided_at: moment.now,
                    by: who.id().clone(),
                    stands_until: ruling.stands_until,
                    people: photo
                        .labels
                        .tags
                        .iter()
                        .map(|tag| Released {
                            who: tag.who.clone(),
                            hidden: tag.hidden,
                        })
                        .collect(),
                    permissions: ruling.grants,
                }))
            })?;
        if let Some(fault) = fault {
            return Err(fault);
        }
        match judgement {
            Judgement::Go(release) => match release.what {
                ReleaseOf::Copy(recorded) => Ok(GoingOut {
                    release: release.id,
                    recorded,
                    copy,
                }),
                ReleaseOf::Call { .. } => Err(not_what_was_judged("a release")),
            },
            Judgement::Stay(reasons) => Err(ActError::Blocked(reasons)),
        }
    }

    fn judge(
        &self,
        who: &Session,
        asked: &Asked,
        channel: &Channel,
        goes_into: &[String],
    ) -> Done<Option<Vec<Reason>>> {
        self.require(who, Duty::Look)?;
        let facts = self.register.facts(asked, &channel.id)?;
        let policy = facts.policy.rules()?;
        let leaving = Leaving {
            goes_into,
            ..Leaving::default()
        };
        let ruling = rule(&facts, policy, channel, &self.moment()?, leaving);
        let reasons = ruling.verdict.reasons().to_vec();
        Ok((!ruling.verdict.is_allowed()).then_some(reasons))
    }

    fn refuse_on_record(
        &mut self,
        who: &Session,
        asked: &Asked,
        channel: &Channel,
        reasons: &[Reason],
    ) -> Done<()> {
        for reason in reasons {
            if let Reason::ChangedOutside(person) = reason {
                self.tell_of_changed(person)?;
            }
        }
        let stamp = self.stamp(who);
        let refused = self
            .register
            .release(&stamp, asked, &channel.id, &mut |_| {
                Judgement::Stay(reasons.to_vec())
            })?;
        match refused {
            Judgement::Stay(_) => Ok(()),
            Judgement::Go(_) => Err(not_what_was_judged("a refusal")),
        }
    }

    /// Every release with its latest event, oldest first.
    pub fn releases(&self, who: &Session) -> Done<Vec<(Release, ReleaseEvent)>> {
        self.require(who, Duty::Look)?;
        Ok(self.register.releases()?)
    }

    /// Delivers, where the place still lies outside of the vault: somebody may have exchanged the
    /// folder since it was looked at. What landed in the vault all the same is taken back.
    fn deliver_outside(
        &self,
        outlet: &mut dyn Outlet,
        parcels: &[Parcel],
    ) -> Result<(), OutletError> {
        let moved = |place: String| OutletError::Failed {
            place,
            why: "the folder was exchanged meanwhile".to_owned(),
        };
        if self.outside_of_the_vault(outlet).is_err() {
            return Err(moved(outlet.place()));
        }
        outlet.deliver(parcels)?;
        if self.outside_of_the_vault(outlet).is_ok() {
            return Ok(());
        }
        for parcel in parcels {
            outlet.recall(&parcel.name)?;
        }
        Err(moved(outlet.place()))
    }
}

/// A copy that the gate allowed, on its way.
struct GoingOut {
    release: ReleaseId,
    /// As it stands on the record.
    recorded: ReleasedCopy,
    copy: Copy,
}

/// Nobody judged so: a register that answers this is not to be believed.
fn not_what_was_judged(what: &str) -> ActError {
    ActError::Register(RegisterError::Tampered {
        what: what.to_owned(),
    })
}

/// Name of the checkpoint that goes out beside a copy.
fn checkpoint_name(release: &ReleaseId) -> String {
    format!("{release}.checkpoint.json")
}

fn parcels(going: &[GoingOut], checkpoint: &Checkpoint, is_sample: bool) -> Done<Vec<Parcel>> {
    let text = super::verify::checkpoint_text(checkpoint)?;
    let mut parcels: Vec<Parcel> = going
        .iter()
        .map(|GoingOut { recorded, copy, .. }| Parcel {
            name: recorded.file_name.clone(),
            bytes: copy.bytes.clone(),
            picture: Some(Pictured {
                width: copy.width,
                height: copy.height,
                is_sample,
            }),
        })
        .collect();
    if let Some(first) = going.first() {
        parcels.push(Parcel {
            name: checkpoint_name(&first.release),
            bytes: text.into_bytes(),
            picture: None,
        });
    }
    Ok(parcels)
}
