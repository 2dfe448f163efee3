//! Setting right what was changed past the register: the head teacher says anew what stood there. What the
//! trail itself says is believed, the rest is said by the head, and whatever could have kept somebody safe
//! stays as strict as it can have been. Until then nothing leaves that rests on it.

pub use super::not_done::NotSetRight;
use std::collections::BTreeSet;

use serde_json::Value;
use zeroize::Zeroizing;

use super::permit::checked;
use super::sign_in::{Session, hash_pin};
use super::{ActError, Desk, Done, new_id};
use crate::acts::refusal::Refusal;
use crate::domain::audit::{Act, Entry};
use crate::domain::device::{Camera, Device};
use crate::domain::ids::{IncidentId, PermissionId, StaffId};
use crate::domain::incident::{Incident, IncidentKind, IncidentSubject};
use crate::domain::kept::{Faces, Photo};
use crate::domain::permission::{Answer, Permission};
use crate::domain::person::{Person, PersonId, PersonKind};
use crate::domain::policy::Policy;
use crate::domain::repair::{Odd, SetAside};
use crate::domain::school::{AdoptedPolicy, FiledPermission, Registered};
use crate::domain::staff::{Duty, Staff};
use crate::domain::trail::{Reading, Sought};
use crate::register::{Change, subject};

/// What the head teacher says anew, as far as neither the record nor the trail can tell it.
/// Not printed: it may hold a PIN.
#[derive(Default)]
pub struct Anew {
    /// Given name of somebody in the register, or the name of an account or of equipment.
    pub name: Option<String>,
    pub family: Option<String>,
    pub group: Option<String>,
    /// Who said a no.
    pub by: Option<String>,
    /// For an account; its owner chooses another.
    pub pin: Option<Zeroizing<String>>,
    /// The policy file that was adopted.
    pub policy: Option<String>,
}

fn not(why: NotSetRight) -> ActError {
    ActError::NotSetRight(why)
}

impl Desk {
    /// Every record that is not as it was recorded.
    pub fn odd_records(&self, who: &Session) -> Done<Vec<Odd>> {
        Ok(self.verify_audit(who, &[])?.odd)
    }

    /// Sets a record right, by its name in the trail. A person comes back with the mark on, an account with
    /// a PIN to be changed, a photo with its tags open, a no as the no that it was; anything else that is
    /// only ever added counts no more. Errors: not the head; [`NotSetRight`].
    pub fn set_right(&mut self, who: &Session, subject: &str, anew: &Anew) -> Done<()> {
        self.set_all_right(who, anew, |odd| odd.subject == subject)
    }

    /// Sets right all that is recorded of a person: their entry, and what was answered about them. Errors:
    /// as for [`Desk::set_right`].
    pub fn set_person_right(&mut self, who: &Session, person: &PersonId, anew: &Anew) -> Done<()> {
        let answers = self.register.permissions(person)?.into_iter();
        let meant: BTreeSet<String> = answers
            .filter(|filed| filed.permission.answer == Answer::ChangedOutside)
            .map(|filed| subject::of("permission", &filed.id))
            .chain([subject::of("person", person)])
            .collect();
        self.set_all_right(who, anew, |odd| meant.contains(&odd.subject))
    }

    /// The head hears, once, that what is recorded of somebody was changed past the register.
    pub(crate) fn tell_of_changed(&mut self, person: &PersonId) -> Done<()> {
        let note = format!("what is recorded of person:{person} was changed outside Shutterslip");
        let subject = IncidentSubject::Person(person.clone());
        self.open_incident_once(IncidentKind::Tampering, "system", subject, note)?;
        Ok(())
    }

    pub(crate) fn tell_of_everybody_changed(&mut self) -> Done<()> {
        let roll = self.register.lists().roll()?;
        for person in roll.changed_outside() {
            self.tell_of_changed(&person.id)?;
        }
        Ok(())
    }

    fn set_all_right(
        &mut self,
        who: &Session,
        anew: &Anew,
        is_meant: impl Fn(&Odd) -> bool,
    ) -> Done<()> {
        self.require(who, Duty::Govern)?;
        let mut proof = self.verify_audit(who, &[])?;
        proof.odd.retain(is_meant);
        if proof.odd.is_empty() {
            return Err(not(NotSetRight::IsSound));
        }
        if !proof.is_trail_whole {
            return Err(not(NotSetRight::TrailIsBroken));
        }
        let mut changes = Vec::new();
        for odd in &proof.odd {
            changes.extend(self.repairs(who, odd, anew)?);
        }
        let words: Vec<String> = proof.odd.iter().map(Odd::words).collect();
        let subjects = proof.odd.iter().map(|odd| odd.subject.clone());
        changes.push(Change::Incident(Incident {
            id: IncidentId(new_id()),
            kind: IncidentKind::Tampering,
            subject: Some(IncidentSubject::Records(subjects.collect())),
            opened_at: self.now(),
            by: who.id().0.clone(),
            note: words.join("; "),
        }));
        self.record(who, &changes)?;
        self.remember()
    }

    fn repairs(&self, who: &Session, odd: &Odd, anew: &Anew) -> Done<Vec<Change>> {
        let (kind, id) = odd.subject.split_once(':').unwrap_or((&odd.subject, ""));
        let aside = Change::SetAside(SetAside {
            subject: odd.subject.clone(),
            stood: odd.stands.clone(),
        });
        let stands = self.register.as_it_stands(&odd.subject)?;
        let said = self.last_said(&odd.subject)?;
        let again = |change: Change| vec![Change::Repair(Box::new(change))];
        Ok(match (kind, said, stands) {
            // Nobody recorded it in Shutterslip: nothing was ever said.
            ("person" | "staff" | "device" | "camera" | "permission", None, _) => vec![aside],
            ("person", Some(_), stands) => {
                let entry = person_anew(id, stands, anew)?;
                again(Change::Person(entry))
            }
            ("staff", Some(said), stands) => {
                let account = account_anew(id, &said, stands, anew)?;
                again(Change::Staff(account))
            }
            ("device", Some(said), Some(Change::Device(device))) => {
                again(Change::Device(device_anew(device, &said, anew)))
            }
            ("camera", Some(said), Some(Change::Camera(camera))) => {
                again(Change::Camera(camera_anew(camera, &said, anew)))
            }
            ("permission", Some(said), stands) => {
                let mut changes = vec![aside];
                changes.extend(self.no_anew(who, &said, stands, anew)?);
                changes
            }
            ("policy", Some(said), stands) => {
                let mut changes = vec![aside];
                if self.is_policy_in_force(&odd.subject)? {
                    changes.push(self.policy_anew(who, &said, stands, anew)?);
                }
                changes
            }
            ("photo", Some(_), Some(Change::Label(photo))) => {
                again(Change::Label(Box::new(self.photo_anew(*photo)?)))
            }
            // Only ever added, and nobody's protection: it counts no more.
            (
                "policy" | "policy-proposal" | "sign-off" | "evidence" | "mark-reason"
                | "attendance" | "sight" | "slip" | "slip-reading" | "mis-import" | "incident"
                | "incident-event" | "list",
                _,
                _,
            ) => vec![aside],
            _ => return Err(not(NotSetRight::OnlyABackup)),
        })
    }

    /// The newest entry by which a record was made or changed; a repair changes nothing.
    fn last_said(&self, subject: &str) -> Done<Option<Entry>> {
        self.entry_about(subject, Reading::NewestFirst { before: None })
    }

    fn entry_about(&self, subject: &str, reading: Reading) -> Done<Option<Entry>> {
        let sought = Sought {
            about: subject.to_owned(),
            ..Sought::default()
        };
        let mut found = None;
        self.register.trail(&sought, reading, &mut |_, entry| {
            let is_repair = entry.act == Act::RecordRepaired.word();
            if entry.subject == subject && !entry.digest.is_empty() && !is_repair {
                found = Some(entry);
            }
            found.is_none()
        })?;
        Ok(found)
    }

    /// A no that the trail knows is said again, with all that the trail says of it.
    fn no_anew(
        &self,
        who: &Session,
        said: &Entry,
        stands: Option<Change>,
        anew: &Anew,
    ) -> Done<Option<Change>> {
        #[derive(serde::Deserialize)]
        struct Told {
            answer: Answer,
            #[serde(flatten)]
            rest: serde_json::Map<String, Value>,
        }
        let unclear = || not(NotSetRight::OnlyABackup);
        let told: Told = serde_json::from_str(&said.detail).map_err(|_| unclear())?;
        if !told.answer.is_no() {
            return Ok(None);
        }
        let part = |key: &str| told.rest.get(key).cloned().unwrap_or_default();
        let stands = match stands {
            Some(Change::Permission(filed)) if filed.permission.person.0 == said.about => {
                Some(filed.permission.by)
            }
            _ => None,
        };
        let by = anew.by.clone().or(stands);
        let permission = Permission {
            person: PersonId(said.about.clone()),
            channel: serde_json::from_value(part("channel")).map_err(|_| unclear())?,
            answer: told.answer,
            relation: serde_json::from_value(part("relation")).map_err(|_| unclear())?,
            by: by.ok_or_else(|| not(NotSetRight::SayWhoSaidNo))?,
            signed: serde_json::from_value(part("signed")).map_err(|_| unclear())?,
            from: None,
            until: None,
            evidence: serde_json::from_value(part("evidence")).map_err(|_| unclear())?,
        };
        Ok(Some(Change::Permission(FiledPermission {
            id: PermissionId(new_id()),
            permission,
            form: serde_json::from_value(part("form")).map_err(|_| unclear())?,
            recorded_at: self.now(),
            recorded_by: who.id().clone(),
            import: None,
            corrects: None,
            belongs: None,
        })))
    }

    fn is_policy_in_force(&self, subject: &str) -> Done<bool> {
        let sought = Sought {
            acts: vec![Act::PolicyAdopted.word().to_owned()],
            ..Sought::default()
        };
        let mut newest = None;
        let newest_first = Reading::NewestFirst { before: None };
        self.register
            .trail(&sought, newest_first, &mut |_, entry| {
                newest = Some(entry.subject);
                false
            })?;
        Ok(newest.as_deref() == Some(subject))
    }

    /// The very rules that were adopted, adopted again.
    fn policy_anew(
        &self,
        who: &Session,
        said: &Entry,
        stands: Option<Change>,
        anew: &Anew,
    ) -> Done<Change> {
        let toml = anew.policy.as_ref();
        let toml = toml.ok_or_else(|| not(NotSetRight::SayThePolicy))?;
        Policy::parse(toml).map_err(|error| {
            ActError::Refused(Refusal::PolicyUnreadable {
                why: error.to_string(),
            })
        })?;
        let Some(Change::Adopt(row)) = stands else {
            return Err(not(NotSetRight::OnlyABackup));
        };
        // Who adopted and who confirmed is part of the fingerprint, and may have been changed too.
        let accounts: Vec<StaffId> = self
            .register
            .staff()?
            .into_iter()
            .map(|one| one.id)
            .collect();
        let confirmed = std::iter::once(None).chain(accounts.iter().cloned().map(Some));
        let as_adopted = confirmed.flat_map(|confirmed_by| {
            accounts.iter().map(move |by| AdoptedPolicy {
                toml: toml.clone(),
                since: row.since,
                by: by.clone(),
                confirmed_by: confirmed_by.clone(),
            })
        });
        let is_said =
            |policy: &AdoptedPolicy| Change::Adopt(policy.clone()).note().digest == said.digest;
        let mut policy = as_adopted
            .into_iter()
            .find(is_said)
            .ok_or_else(|| not(NotSetRight::AnotherPolicy))?;
        policy.since = self.now();
        policy.by = who.id().clone();
        policy.confirmed_by = None;
        Ok(Change::Adopt(policy))
    }

    /// A photo whose tags nobody can vouch for: they stay, and somebody looks at all of them again.
    fn photo_anew(&self, mut photo: Photo) -> Done<Photo> {
        let kept = self.entry_about(&subject::of("photo", &photo.id), Reading::OldestFirst)?;
        let told: Value = kept
            .as_ref()
            .and_then(|entry| serde_json::from_str(&entry.detail).ok()) // house: then only a backup says it
            .unwrap_or_default();
        let source = serde_json::to_value(&photo.source).unwrap_or_default();
        if told.get("sha256").and_then(Value::as_str) != Some(&photo.sha256)
            || told.get("source") != Some(&source)
        {
            return Err(not(NotSetRight::OnlyABackup));
        }
        photo.version = photo.version.saturating_add(1);
        photo.labels.reopen();
        photo.labels.completed_by = None;
        let id = photo.labels.faces.next_id();
        photo.labels.faces = Faces::waiting(id, photo.width, photo.height);
        Ok(photo)
    }
}

fn person_anew(id: &str, stands: Option<Change>, anew: &Anew) -> Done<Registered> {
    let mut entry = match (stands, &anew.name) {
        (Some(Change::Person(entry)), _) => entry,
        (_, Some(given)) => {
            let id = PersonId(id.to_owned());
            Registered {
                person: Person::new(id, PersonKind::Child, given, ""),
                class: String::new(),
                upn: None,
                court_order: false,
            }
        }
        (_, None) => return Err(not(NotSetRight::SayTheName)),
    };
    let said = |anew: &Option<String>, stands: &mut String| {
        if let Some(anew) = anew {
            stands.clone_from(anew);
        }
    };
    said(&anew.name, &mut entry.person.given);
    said(&anew.family, &mut entry.person.family);
    said(&anew.group, &mut entry.class);
    // Whether they carried the mark is the head's to say, once every line was looked at.
    entry.person.never = true;
    checked(entry)
}

fn account_anew(id: &str, said: &Entry, stands: Option<Change>, anew: &Anew) -> Done<Staff> {
    #[derive(serde::Deserialize)]
    struct Told {
        role: crate::domain::staff::Role,
        agreement: Option<chrono::NaiveDate>,
        text: Option<String>,
    }
    let told: Told =
        serde_json::from_str(&said.detail).map_err(|_| not(NotSetRight::OnlyABackup))?;
    let stands = match stands {
        Some(Change::Staff(account)) => Some(account.name),
        _ => None,
    };
    let name = anew.name.clone().or(stands);
    let pin = anew.pin.as_ref().ok_or_else(|| not(NotSetRight::SayAPin))?;
    Ok(Staff {
        id: StaffId(id.to_owned()),
        name: name.ok_or_else(|| not(NotSetRight::SayTheName))?,
        role: told.role,
        pin_hash: hash_pin(pin)?,
        agreement_signed: told.agreement,
        agreement_text: told.text,
        left_at: said_to_be_over(said, Act::StaffLeft),
        pin_was_reset: true,
    })
}

fn device_anew(mut device: Device, said: &Entry, anew: &Anew) -> Device {
    device.name = anew.name.clone().unwrap_or(device.name);
    device.revoked_at = said_to_be_over(said, Act::DeviceRevoked);
    device
}

fn camera_anew(mut camera: Camera, said: &Entry, anew: &Anew) -> Camera {
    camera.name = anew.name.clone().unwrap_or(camera.name);
    camera.retired_at = said_to_be_over(said, Act::CameraRetired);
    camera
}

/// When it was closed or taken off the list, where that is what was last said of it.
fn said_to_be_over(said: &Entry, over: Act) -> Option<chrono::DateTime<chrono::Utc>> {
    let is_over = said.act == over.word();
    is_over.then(|| {
        said.at
            .parse()
            .unwrap_or(chrono::DateTime::<chrono::Utc>::MIN_UTC)
    })
}
