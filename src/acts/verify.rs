//! Proving that nothing was changed behind the app's back: the audit trail, the records that it
//! vouches for, the sealed files.

mod hands;
mod shelf;

use serde::{Deserialize, Serialize};
use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::acts::refusal::Refusal;
use crate::domain::audit::{Chain, Checkpoint, Entry, Head};
use crate::domain::ids::{DeviceId, EvidenceId, PhotoId};
use crate::domain::repair::{GONE, Happened, Odd, SetAside};
use crate::domain::staff::Duty;
use crate::register::{Change, RegisterError, subject};
use hands::Hands;
pub(crate) use shelf::checkpoint_text;
pub use shelf::read_checkpoint;

/// What a verification looked at, and the first bad thing of each chain and record.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub entries: u64,
    pub records: usize,
    pub checkpoints: usize,
    /// In plain words; empty when all is good.
    pub findings: Vec<String>,
    /// The records among them.
    pub odd: Vec<Odd>,
    /// Every chain is whole, so that its word on a record can be believed.
    pub is_trail_whole: bool,
}

impl Proof {
    pub fn is_good(&self) -> bool {
        self.findings.is_empty()
    }
}

/// How far verifying is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

impl Desk {
    /// Verifies every chain, signature by signature, against the device list and all checkpoints at
    /// hand (`more` beside those kept here), and every record against the entry that vouches for it.
    pub fn verify_audit(&self, who: &Session, more: &[Checkpoint]) -> Done<Proof> {
        let proof = self.verify_audit_while(who, more, &mut |_| true)?;
        proof.ok_or(ActError::Refused(Refusal::Stopped))
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
        proof.is_trail_whole = proof.findings.is_empty();
        let mut count = 0;
        let mut odd = Vec::new();
        let set_aside = |vouched: &HashMap<String, String>, subject: &str, stands: &str| {
            let stood = vouched.get(&SetAside::subject_of(subject));
            stood.is_some_and(|stood| stood == stands)
        };
        self.register.records_while(&mut |subject, digest| {
            count += 1;
            let happened = match vouched.remove(&subject) {
                Some(said) if said == digest => None,
                Some(_) => Some(Happened::Changed),
                None => Some(Happened::PutIn),
            };
            if let Some(happened) = happened
                && !set_aside(&vouched, &subject, &digest)
            {
                odd.push(Odd {
                    subject,
                    happened,
                    stands: digest,
                });
            }
            watch.progress.records = count;
            watch.goes_on(count as u64)
        })?;
        if watch.is_stopped {
            return Ok(None);
        }
        let gone = vouched
            .keys()
            .filter(|subject| !subject.starts_with(&SetAside::subject_of("")))
            .filter(|subject| !set_aside(&vouched, subject, GONE));
        odd.extend(gone.map(|subject| Odd {
            subject: subject.clone(),
            happened: Happened::Removed,
            stands: GONE.to_owned(),
        }));
        odd.extend(self.keys_gone()?);
        odd.sort();
        proof.findings.extend(odd.iter().map(Odd::words));
        proof.odd = odd;
        proof.records = count;
        Ok(Some(proof))
    }

    /// Sealed files whose key is gone that nobody destroyed.
    fn keys_gone(&self) -> Done<Vec<Odd>> {
        let mut gone = Vec::new();
        for object in self.register.sealed_objects()? {
            match self.register.seal_key(&object) {
                Ok(Some(_)) => {}
                Ok(None) | Err(RegisterError::Tampered { .. }) => gone.push(Odd {
                    subject: subject::of("key", object),
                    happened: Happened::Removed,
                    stands: GONE.to_owned(),
                }),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(gone)
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
}
