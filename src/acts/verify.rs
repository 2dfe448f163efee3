//! Proving that nothing was changed behind the app's back: the audit trail, the records that it
//! vouches for, the sealed files; and checkpoints to prove it by later.

mod hands;

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;

use sha2::{Digest, Sha256};

use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::domain::audit::{Chain, Checkpoint, Entry, Head};
use crate::domain::ids::{DeviceId, EvidenceId, PhotoId};
use crate::domain::incident::IncidentKind;
use crate::domain::staff::Duty;
use crate::register::{Change, RegisterError};
use hands::Hands;

/// What a verification looked at, and the first bad thing of each chain and record.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Proof {
    pub entries: u64,
    pub records: usize,
    pub checkpoints: usize,
    /// In plain words; empty when all is good.
    pub findings: Vec<String>,
}

impl Proof {
    pub fn is_good(&self) -> bool {
        self.findings.is_empty()
    }
}

/// How far verifying is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub entries: u64,
    pub entries_of: u64,
    pub records: usize,
    /// 0 until the entries are done.
    pub records_of: usize,
}

/// Whoever watches, and may stop it.
struct Watch<'a> {
    progress: Progress,
    goes_on: &'a mut dyn FnMut(Progress) -> bool,
    is_stopped: bool,
}

impl Watch<'_> {
    /// Asks once in a while.
    fn goes_on(&mut self, count: u64) -> bool {
        /// Entries or records between two questions.
        const A_WHILE: u64 = 512;
        if !self.is_stopped && count.is_multiple_of(A_WHILE) {
            self.is_stopped = !(self.goes_on)(self.progress);
        }
        !self.is_stopped
    }
}

/// A checkpoint as its file holds it.
pub(crate) fn checkpoint_text(checkpoint: &Checkpoint) -> Done<String> {
    serde_json::to_string_pretty(checkpoint)
        .map(|text| text + "\n")
        .map_err(|error| ActError::Refused(format!("the checkpoint cannot be written ({error})")))
}

/// Reads a checkpoint file. Errors: not one.
pub fn read_checkpoint(text: &str) -> Done<Checkpoint> {
    serde_json::from_str(text)
        .map_err(|_| ActError::Input("that file is not a checkpoint of Shutterslip".to_owned()))
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
    /// Verifies every chain, signature by signature, against the device list and all checkpoints at
    /// hand (`more` beside those kept here), and every record against the entry that vouches for it.
    pub fn verify_audit(&self, who: &Session, more: &[Checkpoint]) -> Done<Proof> {
        let proof = self.verify_audit_while(who, more, &mut |_| true)?;
        proof.ok_or_else(|| ActError::Refused("verifying was stopped; verify again".to_owned()))
    }

    /// The same, as long as `goes_on` says so, which is asked now and then with how far it is; `None`
    /// where it said no: nothing is known then.
    pub fn verify_audit_while(
        &self,
        who: &Session,
        more: &[Checkpoint],
        goes_on: &mut dyn FnMut(Progress) -> bool,
    ) -> Done<Option<Proof>> {
        self.require(who, Duty::Verify)?;
        let mut checkpoints = self.shelved()?;
        checkpoints.extend(more.iter().cloned());
        let mut proof = Proof {
            checkpoints: checkpoints.len(),
            ..Proof::default()
        };
        let mut vouched: HashMap<String, String> = HashMap::new();
        let heads = self.register.heads()?;
        let mut watch = Watch {
            progress: Progress {
                entries_of: heads.iter().map(|head| head.count).sum(),
                ..Progress::default()
            },
            goes_on,
            is_stopped: false,
        };
        for checkpoint in &checkpoints {
            if !heads.iter().any(|head| head.device == checkpoint.device) {
                proof.findings.push(format!(
                    "a checkpoint of {} is from a device that has no chain here",
                    checkpoint.at
                ));
            }
        }
        // This device's own chain first: it says which other devices are the school's.
        let (own, others): (Vec<&Head>, Vec<&Head>) = heads
            .iter()
            .partition(|head| head.device == self.signer.device);
        for head in own {
            let key = Some(self.signer.verifying_key());
            self.verify_chain(
                head,
                key,
                &checkpoints,
                &mut vouched,
                &mut proof,
                &mut watch,
            )?;
        }
        let listed: HashMap<String, String> = vouched
            .iter()
            .filter(|(subject, _)| subject.starts_with("device:"))
            .map(|(subject, digest)| (subject.clone(), digest.clone()))
            .collect();
        for head in others {
            let key = self.key_of(&head.device, &listed)?;
            self.verify_chain(
                head,
                key,
                &checkpoints,
                &mut vouched,
                &mut proof,
                &mut watch,
            )?;
        }
        watch.progress.records_of = vouched.len();
        let mut count = 0;
        let mut odd = Vec::new();
        self.register.records_while(&mut |subject, digest| {
            count += 1;
            match vouched.remove(&subject) {
                Some(said) if said == digest => {}
                Some(_) => odd.push(format!("{subject} was changed outside Shutterslip")),
                None => odd.push(format!("{subject} was put in outside Shutterslip")),
            }
            watch.progress.records = count;
            watch.goes_on(count as u64)
        })?;
        if watch.is_stopped {
            return Ok(None);
        }
        odd.extend(
            vouched
                .keys()
                .map(|subject| format!("{subject} was removed outside Shutterslip")),
        );
        odd.sort();
        proof.findings.extend(odd);
        proof.records = count;
        Ok(Some(proof))
    }

    fn verify_chain(
        &self,
        head: &Head,
        key: Option<ed25519_dalek::VerifyingKey>,
        checkpoints: &[Checkpoint],
        vouched: &mut HashMap<String, String>,
        proof: &mut Proof,
        watch: &mut Watch,
    ) -> Done<()> {
        if watch.is_stopped {
            return Ok(());
        }
        let name = |what: String| format!("chain of device {}: {what}", head.device);
        let Some(key) = key else {
            proof
                .findings
                .push(name("the device is not on the list".to_owned()));
            return Ok(());
        };
        let mut chain = match Chain::new(head.device.clone(), key, checkpoints) {
            Ok(chain) => chain.with_signatures_apart(),
            Err(fault) => {
                proof.findings.push(name(fault.to_string()));
                return Ok(());
            }
        };
        let mut first_fault = None;
        let mut count = 0;
        let hands = Hands::default();
        let read = hands.with_every_core(|hand_over| {
            self.register.entries(&head.device, &mut |entry: Entry| {
                count += 1;
                if first_fault.is_none() {
                    first_fault = chain.push(&entry).err();
                    if let Some(batch) = chain.take_batch() {
                        hand_over(batch);
                    }
                }
                if !entry.digest.is_empty() {
                    vouched.insert(entry.subject, entry.digest);
                }
                watch.progress.entries += 1;
                watch.goes_on(count)
            })
        });
        read?;
        proof.entries += count;
        if watch.is_stopped {
            return Ok(());
        }
        // Whatever was handed over comes before the entry at which the chain broke off.
        let fault = match hands.first_fault().or(first_fault) {
            Some(fault) => Some(fault),
            None => chain.finish(head).err(),
        };
        if let Some(fault) = fault {
            proof.findings.push(name(fault.to_string()));
        }
        Ok(())
    }

    /// The key of another device, where this device's own chain says that it was enrolled so: a
    /// device cannot vouch for itself.
    fn key_of(
        &self,
        device: &DeviceId,
        listed: &HashMap<String, String>,
    ) -> Done<Option<ed25519_dalek::VerifyingKey>> {
        Ok(self
            .register
            .devices()?
            .into_iter()
            .find(|one| one.id == *device)
            .filter(|one| {
                let note = Change::Device(one.clone()).note();
                listed.get(&note.subject) == Some(&note.digest)
            })
            .and_then(|one| one.verifying_key()))
    }

    /// Opens every sealed file and compares it with what was kept. Gives what is wrong, by id.
    pub fn verify_vault(&self, who: &Session) -> Done<Proof> {
        self.require(who, Duty::Verify)?;
        let mut proof = Proof::default();
        for object in self.register.sealed_objects()? {
            proof.records += 1;
            let photo = self.register.photo(&PhotoId(object.clone()))?;
            let form = self.register.evidence(&EvidenceId(object.clone()))?;
            let expected = photo
                .map(|photo| photo.sha256)
                .or_else(|| form.map(|form| form.sha256));
            match self.unseal(&object) {
                Ok(bytes) if expected == Some(hex::encode(Sha256::digest(bytes.as_slice()))) => {}
                Ok(_) => proof
                    .findings
                    .push(format!("{object}: it holds other bytes than were kept")),
                Err(error) => proof.findings.push(format!("{object}: {error}")),
            }
        }
        Ok(proof)
    }

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

    fn shelved(&self) -> Done<Vec<Checkpoint>> {
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
        let note = match self.newest_shelved()? {
            Some(checkpoint) => format!(
                "this register is not the one that the checkpoint of {} was made from",
                checkpoint.at
            ),
            None => "this register is not the live one".to_owned(),
        };
        self.open_incident_once(IncidentKind::OlderCopy, "system", note)?;
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
