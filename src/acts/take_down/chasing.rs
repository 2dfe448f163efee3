//! After a copy must come down: is it still there, is it late, and who confirmed that it is gone.

use std::collections::HashSet;

use crate::acts::release::Outlets;
use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done, school_day};
use crate::domain::ids::ReleaseId;
use crate::domain::incident::IncidentKind;
use crate::domain::release::{OutletKind, Release, ReleaseEvent, ReleaseState};
use crate::domain::staff::Duty;
use crate::outlet::OutletError;

/// Where a copy is, as far as the app can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
        match release.outlet {
            OutletKind::Call => return Ok(Whereabouts::NoFile),
            OutletKind::Print => return Ok(Whereabouts::OnPaper),
            OutletKind::Folder | OutletKind::Zip => {}
        }
        let outlet = outlets(release.outlet, &release.place);
        Ok(match outlet.look(&release.file_name) {
            Ok(Some(sha256)) if sha256 == release.copy => Whereabouts::There,
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
        let late: Vec<String> = self
            .take_downs(who)?
            .into_iter()
            .filter(|task| task.due < today)
            .map(|task| overdue_note(&task.release.id))
            .collect();
        if late.is_empty() {
            return Ok(0);
        }
        let known: HashSet<String> = self
            .register
            .incidents()?
            .into_iter()
            .filter(|(incident, _)| incident.kind == IncidentKind::TakeDownOverdue)
            .map(|(incident, _)| incident.note)
            .collect();
        for note in late.iter().filter(|note| !known.contains(*note)) {
            self.open_incident(IncidentKind::TakeDownOverdue, "system", note.clone())?;
        }
        Ok(late.len())
    }

    /// The copies that were taken down last, newest first, each with who confirmed it and when.
    pub fn taken_down(&self, who: &Session, most: usize) -> Done<Vec<(Release, ReleaseEvent)>> {
        self.require(who, Duty::Look)?;
        let mut down = self.register.releases_that_are(&[ReleaseState::Down])?;
        down.retain(|(release, _)| release.outlet != OutletKind::Call);
        down.sort_by_key(|(_, event)| std::cmp::Reverse(event.at));
        down.truncate(most);
        Ok(down)
    }
}

fn overdue_note(release: &ReleaseId) -> String {
    format!("release {release} was not taken down in time")
}
