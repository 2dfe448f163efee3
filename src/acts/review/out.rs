//! What is out now: each copy, where, since when, and how long everything under it stands.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};
use crate::domain::ids::ReleaseId;
use crate::domain::release::{Release, ReleaseState};
use crate::domain::staff::Duty;

/// A copy that may be out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OutNow {
    pub release: Release,
    pub since: DateTime<Utc>,
    /// It was under way when last heard of: nobody has seen it there yet.
    pub is_going_out: bool,
    /// The last day on which every permission under it stands; no end in sight where there is none.
    pub until: Option<NaiveDate>,
    /// Something under it no longer stands.
    pub must_come_down: bool,
}

impl Desk {
    /// How many copies may be out.
    pub fn count_out(&self, who: &Session) -> Done<usize> {
        self.require(who, Duty::Look)?;
        let lists = self.register.lists();
        let mut count = 0;
        for channel in lists.channels_out()? {
            count += lists.releases_out_to(&channel)?.len();
        }
        Ok(count)
    }

    /// Every copy that may be out, the newest first.
    pub fn out_now(&self, who: &Session) -> Done<Vec<OutNow>> {
        self.require(who, Duty::Look)?;
        let down: BTreeSet<ReleaseId> = self
            .take_downs(who)?
            .into_iter()
            .map(|task| task.release.id)
            .collect();
        let states = [ReleaseState::GoingOut, ReleaseState::Out];
        let out = self.register.releases_that_are(&states)?;
        Ok(out
            .into_iter()
            .rev()
            .map(|(release, event)| OutNow {
                since: event.at,
                is_going_out: event.state == ReleaseState::GoingOut,
                until: release.stands_until,
                must_come_down: down.contains(&release.id),
                release,
            })
            .collect())
    }
}
