//! After a stop: what was under way is looked at, and its record finished either way.

use super::on_paper::MAY_BE_PRINTED;
use super::{Outlets, checkpoint_name};
use crate::acts::{Desk, Done};
use crate::domain::incident::{IncidentKind, IncidentSubject};
use crate::domain::release::{Lands, Release, ReleaseState};

impl Desk {
    /// Finishes the record of releases that were under way when the device stopped, where their copy lies
    /// at its place. Gives the others: what may have landed counts as out until a person says that it is
    /// not ([`Desk::confirm_down`]).
    pub fn settle_releases(&mut self, outlets: Outlets) -> Done<Vec<Release>> {
        let mut unknown = Vec::new();
        let going = self.register.releases_that_are(&[ReleaseState::GoingOut])?;
        for (release, _) in going {
            let Some(copy) = release.copy() else {
                self.note_state("system", &release.id, ReleaseState::Out, "found at start")?;
                continue;
            };
            if copy.outlet.is_paper() {
                self.note_state("system", &release.id, ReleaseState::Out, MAY_BE_PRINTED)?;
                unknown.push(release);
                continue;
            }
            let mut outlet = outlets(copy.outlet, &copy.place);
            match outlet.look(&copy.file_name) {
                Ok(Some(sha256)) if sha256 == copy.sha256 => {
                    // The stop may have fallen while the checkpoint beside it was written. Where
                    // its beginning cannot be removed, the copy is out all the same.
                    let beside = checkpoint_name(&release.id);
                    if copy.outlet.lands() == Lands::EachByItself
                        && outlet.look(&beside) == Ok(None)
                    {
                        drop(outlet.recall(&beside));
                    }
                    self.note_state("system", &release.id, ReleaseState::Out, "found at start")?;
                }
                Ok(Some(_)) => {
                    let note = format!("release {} found another file in its place", release.id);
                    let subject = IncidentSubject::Release(release.id.clone());
                    self.open_incident_once(IncidentKind::Tampering, "system", subject, note)?;
                    unknown.push(release);
                }
                Ok(None) => {
                    // It may have landed and been taken on from there: only a person knows. What a stop
                    // left half-written goes; where it cannot, it goes when a person confirms.
                    let beside = checkpoint_name(&release.id);
                    drop(
                        outlet
                            .recall(&copy.file_name)
                            .and_then(|()| outlet.recall(&beside)),
                    );
                    unknown.push(release);
                }
                Err(_) => unknown.push(release),
            }
        }
        Ok(unknown)
    }
}
