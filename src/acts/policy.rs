//! Changing the school's rules: stricter ones are the head's alone, looser ones take two people.

pub use super::not_done::NotAdopted;
use chrono::TimeDelta;

use super::sign_in::Session;
use super::{ActError, Desk, Done, new_id};
use crate::acts::refusal::Refusal;
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Incident, IncidentKind, IncidentSubject};
use crate::domain::policy::{Loosened, Policy, loosened};
use crate::domain::school::{AdoptedPolicy, PROPOSAL_DAYS, PolicyProposal};
use crate::domain::staff::Duty;
use crate::register::Change;

/// What became of another policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Adopted {
    /// It is in force.
    InForce,
    /// It waits for somebody else, because of all this.
    Proposed(Vec<Loosened>),
}

impl Desk {
    /// Adopts another policy from now on; one that loosens is proposed, and in force once somebody else
    /// has confirmed it. Errors: it does not read; only the head may; [`NotAdopted::NobodyToConfirm`].
    pub fn adopt_policy(&mut self, who: &Session, toml: &str) -> Done<Adopted> {
        self.require(who, Duty::Govern)?;
        let after = Policy::parse(toml).map_err(|error| {
            ActError::Refused(Refusal::PolicyUnreadable {
                why: error.to_string(),
            })
        })?;
        let looser = loosened(&self.policy()?, &after);
        if looser.is_empty() {
            let policy = self.adopted(who, toml)?;
            self.record(who, &[Change::Adopt(policy)])?;
            return Ok(Adopted::InForce);
        }
        let latest = self.latest()?;
        let may_confirm = self.register.staff()?.into_iter().any(|account| {
            account.role.may(Duty::ConfirmPolicy)
                && account.is_here(latest)
                && account.id != *who.id()
        });
        if !may_confirm {
            return Err(ActError::Policy(NotAdopted::NobodyToConfirm(looser)));
        }
        let proposal = PolicyProposal {
            id: new_id(),
            toml: toml.to_owned(),
            at: self.now(),
            by: who.id().clone(),
        };
        self.record(who, &[Change::Propose(proposal)])?;
        Ok(Adopted::Proposed(looser))
    }

    /// The policy that waits for somebody else, and what it would allow. Errors: [`NotAdopted`].
    pub fn proposed_policy(&self, who: &Session) -> Done<(PolicyProposal, Vec<Loosened>)> {
        self.require(who, Duty::ConfirmPolicy)?;
        let nothing = || ActError::Policy(NotAdopted::NothingProposed);
        let proposal = self.register.proposal()?.ok_or_else(nothing)?;
        let in_force = self.register.policy()?;
        if in_force.is_some_and(|in_force| in_force.since >= proposal.at) {
            return Err(nothing());
        }
        if self.latest()? > proposal.at + TimeDelta::days(PROPOSAL_DAYS) {
            return Err(ActError::Policy(NotAdopted::TooLate));
        }
        let after = super::read_policy(&proposal.toml)?;
        let looser = loosened(&self.policy()?, &after);
        Ok((proposal, looser))
    }

    /// Confirms what another proposed: it is in force from now on, and an incident says what it loosens.
    /// `told`: that in words. Errors: [`NotAdopted`].
    pub fn confirm_policy(
        &mut self,
        who: &Session,
        told: impl FnOnce(&[Loosened]) -> String,
    ) -> Done<Vec<Loosened>> {
        let (proposal, looser) = self.proposed_policy(who)?;
        if proposal.by == *who.id() {
            return Err(ActError::Policy(NotAdopted::OwnProposal));
        }
        let mut policy = self.adopted(who, &proposal.toml)?;
        policy.by = proposal.by;
        policy.confirmed_by = Some(who.id().clone());
        let incident = Incident {
            id: IncidentId(new_id()),
            kind: IncidentKind::PolicyLoosened,
            subject: Some(IncidentSubject::Policy(policy.since)),
            opened_at: self.now(),
            by: who.id().0.clone(),
            note: told(&looser),
        };
        self.record(who, &[Change::Adopt(policy), Change::Incident(incident)])?;
        Ok(looser)
    }

    fn adopted(&self, who: &Session, toml: &str) -> Done<AdoptedPolicy> {
        // A policy is known by when it was adopted: two in one moment would pass for each other.
        let now = self.now();
        let since = match self.register.policy()? {
            Some(before) if before.since >= now => before.since + TimeDelta::milliseconds(1),
            _ => now,
        };
        Ok(AdoptedPolicy {
            toml: toml.to_owned(),
            since,
            by: who.id().clone(),
            confirmed_by: None,
        })
    }
}
