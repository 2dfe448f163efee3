//! Which machine this school's folder belongs to, and what happens when it is opened on another: it
//! is refused, and the folder's own trail says so. Stops a copy, not somebody who signs a new
//! binding with the key that was copied with it.

use super::{ActError, Desk, Done};
use crate::acts::refusal::{Named, Refusal};
use crate::domain::audit::Chain;
use crate::domain::device::Binding;
use crate::domain::ids::IncidentId;
use crate::domain::ids::short;
use crate::domain::incident::{Incident, IncidentKind, IncidentSubject};
use crate::domain::staff::Duty;
use crate::register::{Change, RegisterError, Stamp};

impl Desk {
    /// The same desk on this machine, by the fingerprint of its identity; `None` where the machine
    /// has none.
    pub fn on_machine(mut self, machine: Option<String>) -> Desk {
        self.machine = machine;
        self
    }

    /// The machine that the folder belongs to, by this device's own signed word. `None` where it
    /// was never said: a school from before this was asked, or a machine without an identity.
    fn bound_to(&self) -> Done<Option<String>> {
        let Some(entry) = self.register.binding(&self.signer.device)? else {
            return Ok(None);
        };
        let tampered = || RegisterError::Tampered {
            what: "what this folder says of its machine".to_owned(),
        };
        let before = crate::domain::audit::Head {
            device: entry.device.clone(),
            count: entry.seq.saturating_sub(1),
            hash: entry.prev.clone(),
        };
        let mut chain = Chain::resuming(before, self.signer.verifying_key());
        chain.push(&entry).map_err(|_| tampered())?;
        chain.finish(&entry.head()).map_err(|_| tampered())?;
        let binding: Binding = serde_json::from_str(&entry.detail).map_err(|_| tampered())?;
        Ok(Some(binding.machine))
    }

    /// Errors, and opens one incident in this folder's own trail: the folder belongs to another
    /// machine.
    pub(crate) fn require_own_machine(&mut self) -> Done<()> {
        let Some(bound) = self.bound_to()? else {
            return Ok(());
        };
        if self.machine.as_ref() == Some(&bound) {
            return Ok(());
        }
        let here = self.machine.as_deref().map_or("nameless", short);
        let note = format!("this folder was opened on another machine than its own ({here})");
        let subject = IncidentSubject::Machine(self.machine.clone());
        self.open_incident_once(IncidentKind::OtherMachine, "system", subject, note)?;
        Err(ActError::Refused(Refusal::OtherMachine))
    }

    /// Binds a folder that belongs to no machine yet to this one, on the record.
    pub(crate) fn bind_to_machine(&mut self) -> Done<()> {
        if self.register.school()?.is_none() || self.bound_to()?.is_some() {
            return Ok(());
        }
        let Some(machine) = self.machine.clone() else {
            return Ok(());
        };
        let stamp = Stamp {
            at: self.trail_time()?,
            by: "system".to_owned(),
        };
        match self
            .register
            .record(&stamp, &[Change::Bound(Binding { machine })])
        {
            // Nothing is recorded behind a trail that was changed; whoever verifies it gets in.
            Err(RegisterError::Tampered { .. }) => Ok(()),
            told => Ok(told?),
        }
    }

    /// Whether the folder belongs to a machine.
    pub fn is_bound(&self) -> Done<bool> {
        Ok(self.bound_to()?.is_some())
    }

    /// The head teacher says that the school has moved to this machine: the folder belongs to it
    /// from now on, which is an incident of its own. Errors: it does already; this machine has no
    /// identity to be known by; not the head.
    pub fn move_here(&mut self, name: &str, pin: &str, why: &str) -> Done<()> {
        let why = super::set_up::named(why, Named::Reason)?;
        let who = self.prove(name, pin)?;
        self.require(&who, Duty::Govern)?;
        let Some(machine) = self.machine.clone() else {
            return Err(ActError::Refused(Refusal::NoMachineIdentity));
        };
        if self.bound_to()?.as_ref() == Some(&machine) {
            return Err(ActError::Refused(Refusal::OwnMachine));
        }
        let at = self.trail_time()?;
        let incident = Incident {
            id: IncidentId(super::new_id()),
            kind: IncidentKind::OtherMachine,
            subject: Some(IncidentSubject::MovedTo(machine.clone())),
            opened_at: at,
            by: who.id().0.clone(),
            note: format!("moved to this machine ({}): {why}", short(&machine)),
        };
        let stamp = Stamp {
            at,
            by: who.id().0.clone(),
        };
        let changes = [
            Change::Bound(Binding { machine }),
            Change::Incident(incident),
        ];
        Ok(self.register.record(&stamp, &changes)?)
    }
}
