//! Checkpoints of the trail, kept beside the register: by them an older copy of it is known as one.

use std::fs;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;

use super::super::sign_in::Session;
use super::super::{ActError, Desk, Done};
use crate::acts::refusal::Refusal;
use crate::domain::audit::{Checkpoint, Head};
use crate::domain::incident::{IncidentKind, IncidentSubject};
use crate::domain::staff::Duty;
use crate::register::RegisterError;

/// A checkpoint as its file holds it.
pub(crate) fn checkpoint_text(checkpoint: &Checkpoint) -> Done<String> {
    serde_json::to_string_pretty(checkpoint)
        .map(|text| text + "\n")
        .map_err(|error| {
            ActError::Refused(Refusal::CheckpointUnwritable {
                why: error.to_string(),
            })
        })
}

/// Reads a checkpoint file. Errors: not one.
pub fn read_checkpoint(text: &str) -> Done<Checkpoint> {
    serde_json::from_str(text).map_err(|_| ActError::Refused(Refusal::NotACheckpoint))
}

fn not_shelved(error: std::io::Error) -> ActError {
    ActError::Register(RegisterError::Unreachable(format!(
        "no checkpoint could be written beside it ({error}); what was recorded before stands"
    )))
}

fn is_of_no_room(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded)
}

impl Desk {
    /// Makes a checkpoint of this device's chain and keeps a copy here; the caller puts another
    /// where nobody who uses this device can reach it.
    pub fn checkpoint(&mut self, who: &Session) -> Done<Checkpoint> {
        self.require(who, Duty::Verify)?;
        let checkpoint = self.make_checkpoint()?;
        self.shelve(&checkpoint)?;
        Ok(checkpoint)
    }

    pub(crate) fn make_checkpoint(&self) -> Done<Checkpoint> {
        let head = self
            .register
            .heads()?
            .into_iter()
            .find(|head| head.device == self.signer.device)
            .unwrap_or_else(|| Head::none(self.signer.device.clone()));
        Ok(Checkpoint::of(&head, self.now(), &self.signer))
    }

    /// Keeps a checkpoint here. Errors: it could not be written; what it speaks of is recorded.
    pub(crate) fn shelve(&self, checkpoint: &Checkpoint) -> Done<()> {
        let text = checkpoint_text(checkpoint)?;
        self.put_on_shelf(checkpoint, &text).map_err(not_shelved)
    }

    /// Shelves a checkpoint, so that an older copy of the register is known as one: a no, a mark or
    /// a leaving date that it has forgotten must not let anybody out again. On a full disk the no stands
    /// without: the next checkpoint that there is room for speaks of it too.
    pub(crate) fn remember(&self) -> Done<()> {
        let checkpoint = self.make_checkpoint()?;
        let text = checkpoint_text(&checkpoint)?;
        match self.put_on_shelf(&checkpoint, &text) {
            Err(error) if is_of_no_room(&error) => Ok(()),
            shelved => shelved.map_err(not_shelved),
        }
    }

    fn put_on_shelf(&self, checkpoint: &Checkpoint, text: &str) -> std::io::Result<()> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.checkpoints)?;
        let name = format!("{}-{:012}.json", checkpoint.device, checkpoint.count);
        // Whole or not there: half a checkpoint would stop every release.
        let partial = self.checkpoints.join(format!("{name}.part"));
        let mut file = fs::File::create(&partial)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&partial, self.checkpoints.join(name))?;
        fs::File::open(&self.checkpoints)?.sync_all()
    }

    fn shelf_files(&self) -> Done<Vec<std::path::PathBuf>> {
        let failed = |error: std::io::Error| {
            ActError::Register(RegisterError::Unreachable(error.to_string()))
        };
        let listed = match fs::read_dir(&self.checkpoints) {
            Ok(listed) => listed,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut files = listed
            .map(|entry| entry.map(|entry| entry.path()).map_err(failed))
            .collect::<Done<Vec<_>>>()?;
        files.retain(|file| file.extension().is_none_or(|extension| extension != "part"));
        files.sort();
        Ok(files)
    }

    pub(super) fn shelved(&self) -> Done<Vec<Checkpoint>> {
        self.shelf_files()?
            .iter()
            .map(|file| read_shelved(file))
            .collect()
    }

    fn newest_shelved(&self) -> Done<Option<Checkpoint>> {
        let own = self.signer.device.0.as_str();
        let newest = self.shelf_files()?.into_iter().rfind(|file| {
            file.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with(own))
        });
        newest.map(|file| read_shelved(&file)).transpose()
    }

    /// Whether the register is an older copy, or another history; that is one incident.
    pub(crate) fn look_at_age(&mut self) -> Done<bool> {
        if self.register_is_live()? {
            return Ok(false);
        }
        let made = self.newest_shelved()?.map(|checkpoint| checkpoint.at);
        let note = match &made {
            Some(at) => {
                format!("this register is not the one that the checkpoint of {at} was made from")
            }
            None => "this register is not the live one".to_owned(),
        };
        let subject = IncidentSubject::Checkpoint(made);
        self.open_incident_once(IncidentKind::OlderCopy, "system", subject, note)?;
        Ok(true)
    }

    /// Whether this register is the live one: not an older copy than the newest checkpoint here
    /// speaks of, and not another history.
    pub(crate) fn register_is_live(&self) -> Done<bool> {
        let Some(checkpoint) = self.newest_shelved()? else {
            return Ok(true);
        };
        if !checkpoint.is_signed_by(&self.signer.verifying_key()) {
            return Ok(false);
        }
        let entry = self.register.entry(&checkpoint.device, checkpoint.count)?;
        Ok(entry.is_some_and(|entry| entry.hash == checkpoint.hash))
    }
}

fn read_shelved(file: &std::path::Path) -> Done<Checkpoint> {
    let unreadable = |why: String| {
        ActError::Register(RegisterError::Unreadable {
            what: "a checkpoint beside the register".to_owned(),
            why,
        })
    };
    let text = fs::read_to_string(file).map_err(|error| unreadable(error.to_string()))?;
    read_checkpoint(&text).map_err(|error| unreadable(error.to_string()))
}
