//! Time of check against time of use: at every step of a release somebody says no, or takes from
//! under it what it rests on. Whatever the order, no release is decided after a no that was
//! acknowledged, and a no that came after shows as a take-down at once.
//!
//! Two desks over one register, in one process: the one releases, and at each of its seams (the
//! register before and after every call, the vault, the clock, the outlet) the other may act.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use shutterslip::acts::permit::Form;
use shutterslip::acts::prepare::Words;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::tag::NewTag;
use shutterslip::acts::{Desk, Done};
use shutterslip::clock::Clock;
use shutterslip::domain::audit::{Entry, Head};
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::device::{Camera, Device};
use shutterslip::domain::gist::Gist;
use shutterslip::domain::ids::{DeviceId, EvidenceId, PhotoId, ReleaseId, SlipId, StaffId};
use shutterslip::domain::incident::{Incident, IncidentEvent};
use shutterslip::domain::kept::Photo;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::person::PersonId;
use shutterslip::domain::photo::{Area, Who};
use shutterslip::domain::policy::SHIPPED;
use shutterslip::domain::release::{OutletKind, Release, ReleaseEvent, ReleaseState};
use shutterslip::domain::roll::Roll;
use shutterslip::domain::school::{
    AdoptedPolicy, Erasure, EvidenceFile, FiledPermission, PolicyProposal, Registered,
    School as SchoolRecord,
};
use shutterslip::domain::staff::{Staff, WrongTry};
use shutterslip::domain::time::Uptime;
use shutterslip::outlet::{Outlet, OutletError, Parcel};
use shutterslip::picture::InProcess;
use shutterslip::register::lists::{
    Appears, GistNumber, Listed, Lists, OutPerson, PhotoNumber, TakenWithin,
};
use shutterslip::register::sqlite::SqliteRegister;
use shutterslip::register::{
    Asked, Change, Facts, Judgement, Register, RegisterError, SealKey, Stamp,
};
use shutterslip::vault::{Sweep, Vault, VaultError};

use super::school::*;

/// What somebody does meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Withdraw,
    RefuseBySomebodyElse,
    NeverPhotograph,
    Leave,
    TagSomebodyUnknown,
    AddAFace,
    NameInTheCaption,
    ShorterTerm,
    Erase,
    RevokeTheDevice,
    CloseTheAccount,
    Untick,
}

const DEEDS: [Deed; 12] = [
    Deed::Withdraw,
    Deed::RefuseBySomebodyElse,
    Deed::NeverPhotograph,
    Deed::Leave,
    Deed::TagSomebodyUnknown,
    Deed::AddAFace,
    Deed::NameInTheCaption,
    Deed::ShorterTerm,
    Deed::Erase,
    Deed::RevokeTheDevice,
    Deed::CloseTheAccount,
    Deed::Untick,
];

impl Deed {
    /// Whether a copy that is out may no longer be, once this is done.
    fn reaches_back(self) -> bool {
        matches!(
            self,
            Deed::Withdraw
                | Deed::RefuseBySomebodyElse
                | Deed::NeverPhotograph
                | Deed::Leave
                | Deed::ShorterTerm
        )
    }

    fn blocks(self, to: &str) -> bool {
        // The journal asks for no checklist.
        !(self == Deed::Untick && to == "journal")
    }

    fn done_by(self, desk: &mut Desk) -> Done<()> {
        let (head, amira, photo) = (&template().head, &template().amira, &template().of_amira);
        let day = |text: &str| text.parse().unwrap();
        let mut no = |answer: Answer, relation: Relation, by: &str| {
            let form = Form {
                person: amira,
                channels: &[channel("journal"), channel("website")],
                answer,
                relation,
                by,
                signed: day("2026-03-02"),
                from: None,
                until: None,
                evidence: Evidence::Spoken,
                file: None,
            };
            desk.add_answers(head, &form).map(drop)
        };
        match self {
            Deed::Withdraw => no(Answer::Withdrawn, Relation::Parent, "S Khan"),
            Deed::RefuseBySomebodyElse => no(Answer::Refused, Relation::Other, "An aunt"),
            Deed::NeverPhotograph | Deed::Leave => {
                let mut people = desk.people()?;
                people.retain(|one| one.person.id == *amira);
                let mut entry = people.pop().unwrap();
                if self == Deed::Leave {
                    entry.person.leaves = Some(day("2026-02-27"));
                } else {
                    entry.person.never = true;
                }
                desk.record_person(head, entry).map(drop)
            }
            Deed::TagSomebodyUnknown => {
                let new = NewTag {
                    who: Who::Unknown,
                    face: None,
                    area: None,
                };
                desk.tag(head, photo, new)?;
                desk.finish_tagging(head, photo)
            }
            Deed::AddAFace => {
                let area = Area {
                    x: 1,
                    y: 1,
                    width: 9,
                    height: 9,
                };
                desk.add_face(head, photo, area)?;
                desk.finish_tagging(head, photo)
            }
            Deed::NameInTheCaption => {
                let words = Words {
                    caption: Some("Dilys Featherstone in spring"),
                    ..Words::default()
                };
                desk.word(head, photo, &words)
            }
            Deed::ShorterTerm => {
                let term = "longest_term_months = 12";
                assert!(SHIPPED[0].1.contains(term));
                let policy = SHIPPED[0].1.replace(term, "longest_term_months = 1");
                desk.adopt_policy(head, &policy).map(drop)
            }
            Deed::Erase => desk.erase(head, photo, "asked for"),
            Deed::RevokeTheDevice => desk.revoke_device(head, "Tablet 1", "lost"),
            Deed::CloseTheAccount => desk.close_account(head, OFFICE, None),
            Deed::Untick => desk.tick(head, photo, &ITEMS.map(str::to_owned), false),
        }
    }
}

/// A no that was acknowledged: how many entries the trail had then.
struct Acknowledged {
    deed: Deed,
    before: u64,
    after: u64,
}

/// What is to happen at which seam, and what has.
struct Meanwhile {
    seam: usize,
    planned: Vec<(usize, Deed)>,
    other: Desk,
    register: Arc<Mutex<SqliteRegister>>,
    done: Vec<Acknowledged>,
}

thread_local! {
    static MEANWHILE: RefCell<Option<Meanwhile>> = const { RefCell::new(None) };
}

/// A step at which somebody else may come in between.
fn seam() {
    // Taken out while the other acts: their own steps are no seams.
    let Some(mut now) = MEANWHILE.with(|cell| cell.borrow_mut().take()) else {
        return;
    };
    now.seam += 1;
    let due: Vec<Deed> = now
        .planned
        .iter()
        .filter(|(at, _)| *at == now.seam)
        .map(|(_, deed)| *deed)
        .collect();
    for deed in due {
        let count = || now.register.lock().unwrap().heads().unwrap()[0].count;
        let before = count();
        let told = deed.done_by(&mut now.other);
        if told.is_ok() {
            now.done.push(Acknowledged {
                deed,
                before,
                after: count(),
            });
        }
    }
    MEANWHILE.with(|cell| *cell.borrow_mut() = Some(now));
}

/// A register that two desks share; a seam before and after each call, none inside.
struct Shared(Arc<Mutex<SqliteRegister>>);

impl Shared {
    /// Lists are looked at between two seams, like all that is read.
    fn listed<T>(
        &self,
        ask: impl FnOnce(&dyn Lists) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        seam();
        let register = self.0.lock().unwrap();
        let given = ask(register.lists());
        drop(register);
        seam();
        given
    }
}

macro_rules! shares_lists {
    ($(fn $name:ident(&self $(, $arg:ident: $type:ty)*) -> $gives:ty;)*) => {$(
        fn $name(&self $(, $arg: $type)*) -> Result<$gives, RegisterError> {
            self.listed(|lists| lists.$name($($arg),*))
        }
    )*};
}

impl Lists for Shared {
    shares_lists! {
        fn roll(&self) -> Arc<Roll>;
        fn answers(&self, people: &[PersonId]) -> Vec<Arc<Vec<FiledPermission>>>;
        fn newest_event(&self) -> Option<DateTime<Utc>>;
        fn photo_count(&self) -> usize;
        fn newest(&self, after: Option<&PhotoId>, count: usize) -> Vec<Listed>;
        fn numbered(&self, numbers: &[PhotoNumber]) -> Vec<Listed>;
        fn number_of(&self, photo: &PhotoId) -> Option<PhotoNumber>;
        fn people_of(&self, photo: PhotoNumber) -> Vec<(PersonId, Appears)>;
        fn gists(&self) -> Vec<(GistNumber, Gist)>;
        fn photos_alike(&self, gist: GistNumber, within: TakenWithin, each: &mut dyn FnMut(PhotoNumber)) -> ();
        fn photos_alike_when(&self, gist: GistNumber, each: &mut dyn FnMut(PhotoNumber, i64)) -> ();
        fn people_tagged(&self) -> Vec<PersonId>;
        fn photos_of(&self, person: &PersonId, each: &mut dyn FnMut(PhotoNumber, Appears)) -> ();
        fn photos_taken_by(&self, staff: &StaffId, each: &mut dyn FnMut(PhotoNumber)) -> ();
        fn photos_of_group(&self, group: &str, each: &mut dyn FnMut(PhotoNumber)) -> ();
        fn photos_saying(&self, word: &str, each: &mut dyn FnMut(PhotoNumber)) -> ();
        fn words_said(&self, most: usize) -> Option<HashSet<String>>;
        fn photos_signed(&self, channel: &ChannelId) -> Vec<PhotoNumber>;
        fn is_signed(&self, photo: &PhotoId) -> bool;
        fn photos_in_doubt(&self) -> Vec<PhotoId>;
        fn looking_like(&self, look: &shutterslip::domain::sight::Bits, most: u32) -> Vec<(PhotoId, u32)>;
        fn people_out(&self) -> Vec<OutPerson>;
        fn channels_out(&self) -> Vec<ChannelId>;
        fn releases_showing(&self, person: &OutPerson) -> Vec<ReleaseId>;
        fn labelled_after(&self, photo: &PhotoId, at: DateTime<Utc>) -> Option<DateTime<Utc>>;
        fn release(&self, id: &ReleaseId) -> Option<(Release, ReleaseEvent)>;
        fn photos_out_to(&self, channel: &ChannelId) -> Vec<PhotoNumber>;
        fn releases_out_to(&self, channel: &ChannelId) -> Vec<ReleaseId>;
    }
}

macro_rules! shares {
    ($(fn $name:ident(&self $(, $arg:ident: $type:ty)*) -> $gives:ty;)*) => {$(
        fn $name(&self $(, $arg: $type)*) -> Result<$gives, RegisterError> {
            seam();
            let given = Register::$name(&*self.0.lock().unwrap(), $($arg),*);
            seam();
            given
        }
    )*};
}

impl Register for Shared {
    fn record(&mut self, stamp: &Stamp, changes: &[Change]) -> Result<(), RegisterError> {
        seam();
        let given = self.0.lock().unwrap().record(stamp, changes);
        seam();
        given
    }

    fn release(
        &mut self,
        stamp: &Stamp,
        asked: &Asked,
        channel: &ChannelId,
        judge: &mut dyn FnMut(&Facts) -> Judgement,
    ) -> Result<Judgement, RegisterError> {
        seam();
        let given = Register::release(&mut *self.0.lock().unwrap(), stamp, asked, channel, judge);
        seam();
        given
    }

    fn lists(&self) -> &dyn Lists {
        self
    }

    shares! {
        fn facts(&self, asked: &Asked, channel: &ChannelId) -> Facts;
        fn as_it_stands(&self, subject: &str) -> Option<Change>;
        fn holds_odd(&self, listing: shutterslip::register::Listing) -> bool;
        fn school(&self) -> Option<SchoolRecord>;
        fn policy(&self) -> Option<AdoptedPolicy>;
        fn proposal(&self) -> Option<PolicyProposal>;
        fn devices(&self) -> Vec<Device>;
        fn cameras(&self) -> Vec<Camera>;
        fn staff(&self) -> Vec<Staff>;
        fn account(&self, id: &StaffId) -> Option<Staff>;
        fn wrong_tries(&self, staff: &StaffId) -> Vec<WrongTry>;
        fn wrong_tries_since(&self, since: DateTime<Utc>) -> u64;
        fn binding(&self, device: &DeviceId) -> Option<Entry>;
        fn newest_event(&self) -> Option<DateTime<Utc>>;
        fn people(&self) -> Vec<Registered>;
        fn person(&self, id: &PersonId) -> Option<Registered>;
        fn permissions(&self, person: &PersonId) -> Vec<FiledPermission>;
        fn mark_reasons(&self, person: &PersonId) -> Vec<shutterslip::domain::school::MarkReason>;
        fn evidence(&self, id: &EvidenceId) -> Option<EvidenceFile>;
        fn photo(&self, id: &PhotoId) -> Option<Photo>;
        fn photo_ids(&self) -> Vec<PhotoId>;
        fn photo_by_sha256(&self, sha256: &str) -> Option<PhotoId>;
        fn sealed_objects(&self) -> Vec<String>;
        fn seal_key(&self, object: &str) -> Option<SealKey>;
        fn erasures(&self) -> Vec<Erasure>;
        fn releases(&self) -> Vec<(Release, ReleaseEvent)>;
        fn slip(&self, id: &SlipId) -> Option<shutterslip::domain::slip::Slip>;
        fn slip_readings(&self, slip: &SlipId) -> Vec<shutterslip::domain::slip::SlipReading>;
        fn attendance(&self, day: chrono::NaiveDate) -> Vec<shutterslip::domain::attendance::Attendance>;
        fn sights(&self) -> Vec<shutterslip::domain::sight::KeptSight>;
        fn incidents(&self) -> Vec<(Incident, Vec<IncidentEvent>)>;
        fn owes_account(&self, edition: u32) -> bool;
        fn imports(&self) -> Vec<shutterslip::domain::mis::Import>;
        fn heads(&self) -> Vec<Head>;
        fn entry(&self, device: &DeviceId, seq: u64) -> Option<Entry>;
        fn entries(&self, device: &DeviceId, each: &mut dyn FnMut(Entry) -> bool) -> ();
        fn trail(&self, sought: &shutterslip::domain::trail::Sought, reading: shutterslip::domain::trail::Reading, each: &mut dyn FnMut(u64, Entry) -> bool) -> ();
        fn records(&self, each: &mut dyn FnMut(String, String)) -> ();
    }
}

struct SeamVault<V>(V);

impl<V: Vault> Vault for SeamVault<V> {
    fn receive(&mut self, object: &str, sealed: &[u8]) -> Result<(), VaultError> {
        self.0.receive(object, sealed)
    }

    fn settle(&mut self, object: &str) -> Result<(), VaultError> {
        self.0.settle(object)
    }

    fn turn_away(&mut self, object: &str) -> Result<(), VaultError> {
        self.0.turn_away(object)
    }

    fn fetch(&self, object: &str) -> Result<Vec<u8>, VaultError> {
        seam();
        let given = self.0.fetch(object);
        seam();
        given
    }

    fn discard(&mut self, object: &str) -> Result<(), VaultError> {
        self.0.discard(object)
    }

    fn sweep(
        &mut self,
        kept: &HashSet<String>,
        erased: &HashSet<String>,
    ) -> Result<Sweep, VaultError> {
        self.0.sweep(kept, erased)
    }
}

struct SeamClock(HandClock);

impl Clock for SeamClock {
    fn now(&self) -> DateTime<Utc> {
        seam();
        self.0.now()
    }

    fn up(&self) -> Option<Uptime> {
        self.0.up()
    }
}

struct SeamOutlet(Box<dyn Outlet>);

impl Outlet for SeamOutlet {
    fn kind(&self) -> OutletKind {
        self.0.kind()
    }

    fn place(&self) -> String {
        self.0.place()
    }

    fn ready(&self) -> Result<(), OutletError> {
        seam();
        self.0.ready()
    }

    fn deliver(&mut self, parcels: &[Parcel]) -> Result<(), OutletError> {
        seam();
        let given = self.0.deliver(parcels);
        seam();
        given
    }

    fn look(&self, name: &str) -> Result<Option<String>, OutletError> {
        seam();
        self.0.look(name)
    }

    fn recall(&mut self, name: &str) -> Result<(), OutletError> {
        self.0.recall(name)
    }
}

/// A folder where syncing costs nothing, where there is one: nothing here is about power cuts.
fn quick_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

fn desk_over(
    register: Shared,
    vault: Box<dyn Vault>,
    clock: Box<dyn Clock>,
    school: &School,
) -> Desk {
    Desk::new(
        Box::new(register),
        vault,
        Box::new(InProcess::default()),
        Box::new(NoFaces),
        clock,
        school.identity(),
        school.data.clone(),
    )
}

fn pictures(place: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = files_under(place)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    found.retain(|name| {
        name.extension()
            .is_some_and(|ending| ending == "jpg" || ending == "zip")
    });
    found
}

/// One release with these deeds at these seams. Gives how many seams there were.
fn round(to: &str, kind: OutletKind, planned: &[(usize, Deed)]) -> usize {
    let folder = quick_folder();
    let school = School::copy_into(&folder.path().join("data"));
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let shared = Arc::new(Mutex::new(school.register()));
    let over = |vault: Box<dyn Vault>, clock: Box<dyn Clock>| {
        desk_over(Shared(Arc::clone(&shared)), vault, clock, &school)
    };
    let other = over(Box::new(school.vault()), Box::new(school.clock.clone()));
    let mut desk = over(
        Box::new(SeamVault(school.vault())),
        Box::new(SeamClock(school.clock.clone())),
    );
    let who: &Session = &template().office;
    let place = match kind {
        OutletKind::Zip => out.join("a.zip"),
        OutletKind::Folder | OutletKind::Print | OutletKind::Call => out.clone(),
    };
    let mut place = SeamOutlet(outlet(kind, &place.display().to_string()));
    let photos = [template().of_amira.clone()];
    MEANWHILE.with(|cell| {
        *cell.borrow_mut() = Some(Meanwhile {
            seam: 0,
            planned: planned.to_vec(),
            other,
            register: Arc::clone(&shared),
            done: Vec::new(),
        });
    });
    let told = desk.release(who, &photos, &channel(to), &mut place);
    let now = MEANWHILE.with(|cell| cell.borrow_mut().take()).unwrap();
    let context = || format!("{to} {kind:?} {planned:?}: {told:?}");
    let mut decided = None;
    shared
        .lock()
        .unwrap()
        .entries(&school.identity().device, &mut |entry| {
            if entry.act == "release.decided" {
                decided = Some(entry.seq);
            }
            true
        })
        .unwrap();
    let take_downs = now.other.take_downs(&template().head).unwrap();
    for said in &now.done {
        let Some(decided) = decided else {
            continue;
        };
        if said.deed.blocks(to) {
            assert!(
                decided <= said.before,
                "decided at {decided}, after {:?} at {}..{}: {}",
                said.deed,
                said.before,
                said.after,
                context()
            );
        }
        if said.deed.reaches_back() {
            assert_eq!(take_downs.len(), 1, "{:?}: {}", said.deed, context());
        }
    }
    // What lies there is what the record says, and what whoever asked was told.
    let landed = pictures(&out).len();
    let releases = now.other.releases(&template().head).unwrap();
    let is_out = releases
        .iter()
        .filter(|(_, event)| event.state == ReleaseState::Out)
        .count();
    let was_told = match &told {
        Ok(outcomes) => outcomes
            .iter()
            .filter(|one| matches!(one, Outcome::Out { .. }))
            .count(),
        Err(_) => 0,
    };
    assert_eq!(landed, is_out, "{}", context());
    assert_eq!(landed, was_told, "{}", context());
    assert_eq!(
        usize::from(decided.is_some()),
        releases.len(),
        "{}",
        context()
    );
    let proof = now.other.verify_audit(&template().head, &[]).unwrap();
    assert!(proof.is_good(), "{proof:?}: {}", context());
    now.seam
}

fn seams(to: &str, kind: OutletKind) -> usize {
    let seams = round(to, kind, &[]);
    assert!(seams > 30, "{seams} steps: the release is not looked at");
    seams
}

/// Every deed at every step, into a folder.
#[test]
fn a_no_at_any_step_of_a_release_to_a_folder_is_heard_or_reaches_back() {
    let seams = seams("journal", OutletKind::Folder);
    for deed in DEEDS {
        for seam in 1..=seams {
            round("journal", OutletKind::Folder, &[(seam, deed)]);
        }
    }
}

/// Every deed at every step, where a sign-off and a checklist are asked for, into an archive.
#[test]
fn a_no_at_any_step_of_a_signed_release_to_an_archive_is_heard_or_reaches_back() {
    let seams = seams("website", OutletKind::Zip);
    for deed in DEEDS {
        for seam in 1..=seams {
            round("website", OutletKind::Zip, &[(seam, deed)]);
        }
    }
}

/// Two or three deeds at random steps, a thousand times: the seed stands in the message.
#[test]
fn several_noes_at_random_steps_are_heard_or_reach_back() {
    let mut state = 0x2026_0302_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let seams = seams("website", OutletKind::Folder);
    for _ in 0..1_000 {
        let (to, kind) = [
            ("journal", OutletKind::Folder),
            ("journal", OutletKind::Zip),
            ("website", OutletKind::Folder),
            ("website", OutletKind::Zip),
        ][next(4)];
        let planned: Vec<(usize, Deed)> = (0..2 + next(2))
            .map(|_| (1 + next(seams), DEEDS[next(DEEDS.len())]))
            .collect();
        round(to, kind, &planned);
    }
}

/// Set back while the release is under way: what is decided afterwards is decided on the right day.
#[test]
fn a_clock_set_back_in_the_middle_lets_nothing_out_that_ended() {
    let school = School::copy();
    let mut desk = school.desk();
    let out = school.beside("out");
    school.clock.set(at("2026-09-04T09:00:00Z"));
    desk.confirm_date(HEAD, PIN, "2026-09-04".parse().unwrap())
        .unwrap();
    for back in [
        TimeDelta::minutes(1),
        TimeDelta::days(1),
        TimeDelta::days(90),
    ] {
        school.clock.set(at("2026-09-04T09:00:00Z") - back);
        let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
        let photos = [template().of_amira.clone()];
        let told = desk.release(
            &template().head,
            &photos,
            &channel("journal"),
            folder.as_mut(),
        );
        assert!(format!("{told:?}").contains("ClockBehind"), "{told:?}");
        assert!(files_under(&out).is_empty());
    }
}
