//! What a register answers about one thing, or about all of a kind.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::record::Rowed;
use super::records::school::ACCOUNTED;
use super::records::{photo, release as releases};
use super::store::Rows;
use super::vouch::{all_vouched, vouch_for, vouched, vouched_of};
use super::{
    Change, InForce, Listing, Register, RegisterError, SealKey, facts, keys, quarantine, told,
    trail, tries,
};
use crate::domain::attendance::Attendance;
use crate::domain::audit::{Entry, Head};
use crate::domain::device::{Camera, Device};
use crate::domain::ids::{DeviceId, EvidenceId, PhotoId, SlipId, StaffId};
use crate::domain::incident::{Incident, IncidentEvent};
use crate::domain::kept::Photo;
use crate::domain::mis::Import;
use crate::domain::person::PersonId;
use crate::domain::release::{Release, ReleaseEvent, ReleaseState};
use crate::domain::school::{
    AdoptedPolicy, Erasure, EvidenceFile, FiledPermission, MarkReason, PolicyProposal, Registered,
    School,
};
use crate::domain::sight::{KeptSight, SightOf};
use crate::domain::slip::{Slip, SlipReading};
use crate::domain::staff::{Staff, WrongTry};
use crate::domain::trail::{Reading, Sought};

type Told<T> = Result<T, RegisterError>;

impl Register {
    pub fn school(&self) -> Told<Option<School>> {
        self.look(|reads| match facts::school(reads)? {
            Some(school) => Ok(Some(school)),
            // None was ever set up, or its entry is gone: nobody sets one up over another.
            None => facts::vouch_for_school(reads).map(|()| None),
        })
    }

    /// The policy in force.
    pub fn policy(&self) -> Told<Option<AdoptedPolicy>> {
        Ok(self.in_force()?.map(|policy| policy.adopted.clone()))
    }

    /// The newest proposal of a looser policy, taken up or not, vouched for.
    pub fn proposal(&self) -> Told<Option<PolicyProposal>> {
        self.look(|reads| {
            let newest = PolicyProposal::rows().newest();
            Ok(all_vouched(reads, "the policy that is proposed", &newest)?.pop())
        })
    }

    /// The policy in force, read as rules.
    pub fn in_force(&self) -> Told<Option<Arc<InForce>>> {
        self.with_known(|reads, known| known.policy(reads))
    }

    pub fn devices(&self) -> Told<Vec<Device>> {
        self.look(vouched_of)
    }

    pub fn cameras(&self) -> Told<Vec<Camera>> {
        self.look(vouched_of)
    }

    pub fn staff(&self) -> Told<Vec<Staff>> {
        self.look(vouched_of)
    }

    /// One account as it stands.
    pub fn account(&self, id: &StaffId) -> Told<Option<Staff>> {
        self.look(|reads| quarantine::account(reads, id))
    }

    /// Wrong PINs since the last right one, newest first.
    pub fn wrong_tries(&self, staff: &StaffId) -> Told<Vec<WrongTry>> {
        self.look(|reads| tries::wrong(reads, staff, &self.identity.device))
    }

    /// How many wrong PINs there were since then, over all accounts.
    pub fn wrong_tries_since(&self, since: DateTime<Utc>) -> Told<u64> {
        self.look(|reads| tries::wrong_since(reads, since))
    }

    /// The newest entry by which a device says which machine it belongs to.
    pub fn binding(&self, device: &DeviceId) -> Told<Option<Entry>> {
        self.look(|reads| match tries::bound_at(reads, device)? {
            Some(seq) => trail::entry(reads, device, seq),
            None => Ok(None),
        })
    }

    /// The newest time in the audit trail.
    pub fn newest_event(&self) -> Told<Option<DateTime<Utc>>> {
        self.look(trail::newest_event)
    }

    /// Everybody, by group and given name.
    pub fn people(&self) -> Told<Vec<Registered>> {
        self.with_known(|reads, known| known.entries(reads))
    }

    pub fn person(&self, id: &PersonId) -> Told<Option<Registered>> {
        self.with_known(|reads, known| known.entry(reads, id))
    }

    /// Every answer about a person, in the order of recording.
    pub fn permissions(&self, person: &PersonId) -> Told<Vec<FiledPermission>> {
        self.with_known(|reads, known| known.history(reads, person))
    }

    /// Why a person carries the absolute mark, as was said each time, vouched for, in the order of
    /// saying. For the head alone.
    pub fn mark_reasons(&self, person: &PersonId) -> Told<Vec<MarkReason>> {
        self.look(|reads| {
            let of_person = MarkReason::rows().with("person", &person.0);
            vouched(reads, reads.records(&of_person)?)
        })
    }

    /// Every answer about everybody, in the order of recording.
    pub fn every_permission(&self) -> Told<Vec<FiledPermission>> {
        self.look(|reads| {
            let mut all = Vec::new();
            // One that cannot be read is missing, and counts as a no wherever it is asked for.
            let mut keep = |filed| all.push(filed);
            reads.readable(&FiledPermission::rows(), &mut |_| {}, &mut keep)?;
            Ok(all)
        })
    }

    pub fn evidence(&self, id: &EvidenceId) -> Told<Option<EvidenceFile>> {
        self.look(|reads| reads.record(&id.0))
    }

    /// Whom answers are about that rest on a form of these very bytes.
    pub fn people_under(&self, sha256: &str) -> Told<Vec<PersonId>> {
        self.look(|reads| {
            let mut people = Vec::new();
            let forms = EvidenceFile::rows().with("sha256", sha256).only(&["id"]);
            for form in reads.all(&forms, |row| row.text("id"))? {
                let under = FiledPermission::rows().with("form", form).only(&["person"]);
                people.extend(reads.all(&under, |row| Ok(PersonId(row.text("person")?)))?);
            }
            people.sort();
            people.dedup();
            Ok(people)
        })
    }

    pub fn photo(&self, id: &PhotoId) -> Told<Option<Photo>> {
        self.look(|reads| photo::read(reads, id))
    }

    /// Ids of all photos, newest first, erased ones included.
    pub fn photo_ids(&self) -> Told<Vec<PhotoId>> {
        self.look(|reads| reads.all(&photo::ids(), photo::id_of))
    }

    /// Photos that were kept and not looked at yet (`Faces::is_waiting`), oldest first; erased
    /// ones are gone. A to-do list: what may leave is decided by the photos themselves.
    pub fn photos_waiting(&self) -> Told<Vec<PhotoId>> {
        self.look(|reads| reads.many().photos_waiting())
    }

    /// Ids of photos that begin so, erased ones included; as many as tell whether there are several.
    pub fn photo_ids_from(&self, beginning: &str) -> Told<Vec<PhotoId>> {
        self.look(|reads| {
            let so = photo::ids()
                .beginning("id", beginning)
                .in_order(&[super::store::By::Rising("id")])
                .most(2);
            reads.all(&so, photo::id_of)
        })
    }

    /// The photo with these bytes, where it is kept already.
    pub fn photo_by_sha256(&self, sha256: &str) -> Told<Option<PhotoId>> {
        self.look(|reads| reads.one(&photo::ids().with("sha256", sha256), photo::id_of))
    }

    /// Ids of photos and forms whose sealed files must be there.
    pub fn sealed_objects(&self) -> Told<Vec<String>> {
        self.look(keys::sealed_objects)
    }

    /// `None` once it was destroyed.
    pub fn seal_key(&self, object: &str) -> Told<Option<SealKey>> {
        self.look(|reads| keys::seal_key(reads, object))
    }

    pub fn erasures(&self) -> Told<Vec<Erasure>> {
        self.look(|reads| reads.records(&Erasure::rows()))
    }

    /// Every release with its latest event, oldest first.
    pub fn releases(&self) -> Told<Vec<(Release, ReleaseEvent)>> {
        self.look(releases::all)
    }

    /// Releases whose latest event says so, oldest first.
    pub fn releases_that_are(&self, states: &[ReleaseState]) -> Told<Vec<(Release, ReleaseEvent)>> {
        self.look(|reads| releases::that_are(reads, states))
    }

    /// Whether the school was there before an edition of the rules and was not told what that changed.
    pub fn owes_account(&self, edition: u32) -> Told<bool> {
        self.look(|reads| {
            let told = Rows::of("account of the rules", ACCOUNTED);
            let told = reads.all(&told, |row| row.number::<u32>("edition"))?;
            Ok(!told.contains(&edition))
        })
    }

    /// A permission slip that was made.
    pub fn slip(&self, id: &SlipId) -> Told<Option<Slip>> {
        self.look(|reads| {
            let slip = Slip::rows().with("id", &id.0);
            Ok(all_vouched(reads, "a permission slip", &slip)?.pop())
        })
    }

    /// What was confirmed of a slip, in order.
    pub fn slip_readings(&self, slip: &SlipId) -> Told<Vec<SlipReading>> {
        self.look(|reads| {
            let what = "what was confirmed of a permission slip";
            all_vouched(reads, what, &SlipReading::rows().with("slip", &slip.0))
        })
    }

    /// What was said of who is here on a day, in the order of saying.
    pub fn attendance(&self, day: NaiveDate) -> Told<Vec<Attendance>> {
        self.look(|reads| {
            let of_day = Attendance::rows().with("day", day.to_string());
            vouched(reads, reads.records(&of_day)?)
        })
    }

    /// What pictures and copies look like, as far as it was made. Whatever the trail says: what looks
    /// alike is looked at by a person.
    pub fn sights(&self) -> Told<Vec<KeptSight>> {
        self.look(|reads| reads.records(&KeptSight::rows()))
    }

    /// What one of them looks like, vouched for.
    pub fn sight(&self, of: &SightOf) -> Told<Option<KeptSight>> {
        self.look(|reads| {
            let found = reads.record::<KeptSight>(of.id())?;
            if let Some(kept) = &found {
                vouch_for(reads, "what pictures look like", kept)?;
            }
            Ok(found)
        })
    }

    /// Every list that was taken over from the school's MIS, oldest first.
    pub fn imports(&self) -> Told<Vec<Import>> {
        self.look(vouched_of)
    }

    /// Every incident with what was done about it.
    pub fn incidents(&self) -> Told<Vec<(Incident, Vec<IncidentEvent>)>> {
        self.look(|reads| {
            let incidents: Vec<Incident> = reads.records(&Incident::rows())?;
            let events: Vec<IncidentEvent> = reads.records(&IncidentEvent::rows())?;
            Ok(incidents
                .into_iter()
                .map(|incident| {
                    let of_it = |event: &&IncidentEvent| event.incident == incident.id;
                    let events = events.iter().filter(of_it).cloned().collect();
                    (incident, events)
                })
                .collect())
        })
    }

    /// A record that says how things stand now (a person, an account, a device, a camera, a photo, an
    /// answer or a policy), by its name in the trail, as it stands and whatever the trail says of it. For
    /// whoever sets right what was changed past the register; nothing is decided on it.
    pub fn as_it_stands(&self, subject: &str) -> Told<Option<Change>> {
        self.look(|reads| quarantine::as_it_stands(reads, subject))
    }

    /// Whether an account, a device or a camera stands there that is none, because it was changed past the
    /// register: who looks for it in vain may look for that one.
    pub fn holds_odd(&self, listing: Listing) -> Told<bool> {
        self.look(|reads| quarantine::holds_odd(reads, listing))
    }

    /// The recorded heads of all chains.
    pub fn heads(&self) -> Told<Vec<Head>> {
        self.look(trail::heads)
    }

    /// One entry of a device's chain.
    pub fn entry(&self, device: &DeviceId, seq: u64) -> Told<Option<Entry>> {
        self.look(|reads| trail::entry(reads, device, seq))
    }

    /// Every entry of a device's chain, in order; stops where `each` says so.
    pub fn entries(&self, device: &DeviceId, each: &mut dyn FnMut(Entry) -> bool) -> Told<()> {
        self.look(|reads| trail::entries(reads, device, each))
    }

    /// Entries of every chain that somebody looks for, each with a number that rises with the order
    /// of arrival; stops where `each` says so. For reading: it proves nothing.
    pub fn trail(
        &self,
        sought: &Sought,
        reading: Reading,
        each: &mut dyn FnMut(u64, Entry) -> bool,
    ) -> Told<()> {
        self.look(|reads| trail::read(reads, sought, reading, each))
    }

    /// The subject and fingerprint of every record that an audit entry vouches for.
    pub fn records(&self, each: &mut dyn FnMut(String, String)) -> Told<()> {
        self.records_while(&mut |subject, digest| {
            each(subject, digest);
            true
        })
    }

    /// The same, as long as `each` says so: soon after it says `false`, no more is read.
    pub fn records_while(&self, each: &mut dyn FnMut(String, String) -> bool) -> Told<()> {
        self.look(|reads| told::records(reads, each))
    }
}
