//! Where a copy may not land, and how far a release has come, on the record.

use std::path::{Component, Path};

use chrono::{DateTime, Utc};

use crate::acts::refusal::Refusal;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::ids::ReleaseId;
use crate::domain::release::{ReleaseEvent, ReleaseState};
use crate::domain::sight::{KeptSight, Sight, SightOf};
use crate::outlet::{Outlet, OutletError};
use crate::register::{Change, Stamp};

impl Desk {
    pub(crate) fn note_state(
        &mut self,
        by: &str,
        release: &ReleaseId,
        state: ReleaseState,
        note: &str,
    ) -> Done<()> {
        let at = self.trail_time()?;
        let event = event(by, release, state, note, at);
        self.note(by, at, &[Change::ReleaseEvent(event)])
    }

    /// That a copy is out, and what it looks like, so that it is known again.
    pub(super) fn note_out(
        &mut self,
        who: &Session,
        release: &ReleaseId,
        sight: Option<Sight>,
    ) -> Done<()> {
        let by = &who.id().0;
        let at = self.trail_time()?;
        let out = event(by, release, ReleaseState::Out, "", at);
        let look = KeptSight::made(SightOf::Release(release.clone()), sight, at);
        self.note(by, at, &[Change::ReleaseEvent(out), Change::Sight(look)])
    }

    fn note(&mut self, by: &str, at: DateTime<Utc>, changes: &[Change]) -> Done<()> {
        let stamp = Stamp {
            at,
            by: by.to_owned(),
        };
        Ok(self.register.record(&stamp, changes)?)
    }

    /// Errors: the place lies in the data folder, by whatever name, or is not there.
    pub(super) fn outside_of_the_vault(&self, outlet: &dyn Outlet) -> Done<()> {
        let place = outlet.place();
        let Some(folder) = outlet.kind().folder(&place) else {
            return Ok(());
        };
        match self.is_in_own_folder(folder) {
            Ok(false) => Ok(()),
            Ok(true) => Err(ActError::Refused(Refusal::OwnFolder)),
            Err(_) => {
                let folder = folder.display().to_string();
                Err(ActError::Outlet(OutletError::Gone(folder)))
            }
        }
    }

    /// Whether a folder lies in the data folder, by whatever name. Errors: one of them is not there.
    pub(in crate::acts) fn is_in_own_folder(&self, folder: &Path) -> std::io::Result<bool> {
        Ok(folder
            .canonicalize()?
            .starts_with(self.data.canonicalize()?))
    }
}

/// The names that a copy is found under at its place: of the archive, of the folder as it was written
/// and as it is, and of the folders that hold it. A page of paper lies in none.
pub(super) fn names_of_place(outlet: &dyn Outlet) -> Vec<String> {
    let mut names = Vec::new();
    let mut add = |path: &Path| {
        for part in path.components() {
            if let Component::Normal(name) = part {
                let name = name.to_string_lossy().into_owned();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    };
    let place = outlet.place();
    if let Some(folder) = outlet.kind().folder(&place) {
        add(Path::new(&place));
        // A folder that is gone is told when the copy is to land there.
        if let Ok(real) = folder.canonicalize() {
            add(&real);
        }
    }
    names
}

fn event(
    by: &str,
    release: &ReleaseId,
    state: ReleaseState,
    note: &str,
    at: DateTime<Utc>,
) -> ReleaseEvent {
    ReleaseEvent {
        release: release.clone(),
        state,
        at,
        by: by.to_owned(),
        note: note.to_owned(),
    }
}
