//! After a copy must come down: is it still there, is it late, and who confirmed that it is gone.

use serde::{Deserialize, Serialize};

use super::TakeDown;
use crate::acts::release::Outlets;
use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done, school_day};
use crate::domain::incident::{IncidentKind, IncidentSubject};
use crate::domain::release::{Release, ReleaseEvent, ReleaseState};
use crate::domain::staff::Duty;
use crate::outlet::OutletError;

/// Where a copy is, as far as the app can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whereabouts {
    /// It lies where it was put.
    There,
    /// Another file lies there under its name.
    Exchanged,
    Gone,
    /// The folder or drive is not there now.
    OutOfReach,
    /// Something lies there that cannot be read.
    Unreadable,
    /// Only a person sees whether it still hangs.
    OnPaper,
    /// A call is over when it is over.
    NoFile,
}

impl Desk {
    /// Looks where a copy was put. Changes nothing.
    pub fn whereabouts(
        &self,
        who: &Session,
        release: &Release,
        outlets: Outlets,
    ) -> Done<Whereabouts> {
        self.require(who, Duty::Look)?;
        let Some(copy) = release.copy() else {
            return Ok(Whereabouts::NoFile);
        };
        if copy.outlet.is_paper() {
            return Ok(Whereabouts::OnPaper);
        }
        let outlet = outlets(copy.outlet, &copy.place);
        Ok(match outlet.look(&copy.file_name) {
            Ok(Some(sha256)) if sha256 == copy.sha256 => Whereabouts::There,
            Ok(Some(_)) => Whereabouts::Exchanged,
            Ok(None) => Whereabouts::Gone,
            Err(OutletError::Gone(_)) => Whereabouts::OutOfReach,
            Err(_) => Whereabouts::Unreadable,
        })
    }

    /// Opens an incident for each copy that should have come down by now and did not: one for each,
    /// however often this is asked. Gives how many are late.
    pub fn report_overdue(&mut self, who: &Session) -> Done<usize> {
        let today = school_day(&self.policy()?, self.latest()?);
        let late: Vec<(IncidentSubject, String)> = self
            .take_downs(who)?
            .into_iter()
            .filter(|task| task.due < today)
            .map(|TakeDown { release, .. }| {
                let note = format!("release {} was not taken down in time", release.id);
                (IncidentSubject::Release(release.id), note)
            })
            .collect();
        let count = late.len();
        self.open_incidents_once(IncidentKind::TakeDownOverdue, "system", late)?;
        Ok(count)
    }

    /// The copies that were taken down last, newest first, each with who confirmed it and when.
    pub fn taken_down(&self, who: &Session, most: usize) -> Done<Vec<(Release, ReleaseEvent)>> {
        self.require(who, Duty::Look)?;
        let mut down = self.register.releases_that_are(&[ReleaseState::Down])?;
        down.retain(|(release, _)| release.copy().is_some());
        down.sort_by_key(|(_, event)| std::cmp::Reverse(event.at));
        down.truncate(most);
        Ok(down)
    }
}
