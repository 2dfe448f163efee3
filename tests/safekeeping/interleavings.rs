//! Time of check against time of use: at every step of a release somebody says no, or takes from
//! under it what it rests on. Whatever the order, no release is decided after a no that was
//! acknowledged, and a no that came after shows as a take-down at once.
//!
//! Two desks over one register, in one process: the one releases, and at each of its seams (the
//! register before and after every call, the vault, the clock, the outlet) the other may act.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use shutterslip::acts::permit::Form;
use shutterslip::acts::prepare::Words;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::tag::NewTag;
use shutterslip::acts::{Desk, Done};
use shutterslip::clock::Clock;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::photo::{Area, Who};
use shutterslip::domain::policy::SHIPPED;
use shutterslip::domain::release::{OutletKind, ReleaseState};
use shutterslip::domain::time::Uptime;
use shutterslip::outlet::{Outlet, OutletError, Parcel};
use shutterslip::picture::InProcess;
use shutterslip::register::store::sqlite::SqliteStore;
use shutterslip::register::store::{
    Bad, Columns, Many, Meant, Reads, Row, RowSet, Rows, Store, Writes, Written,
};
use shutterslip::register::{Register, RegisterError};
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
    register: Register,
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
        let count = || now.register.heads().unwrap()[0].count;
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

/// What a register keeps its rows in, shared by two desks; a seam before and after each look and each deed,
/// none inside. What one desk writes is somebody else's write to the other.
struct Shared {
    store: Arc<Mutex<SqliteStore>>,
    deeds: Arc<AtomicI64>,
    ours: i64,
}

impl Shared {
    fn of(store: SqliteStore) -> Shared {
        Shared {
            store: Arc::new(Mutex::new(store)),
            deeds: Arc::default(),
            ours: 0,
        }
    }

    fn another(&self) -> Shared {
        Shared {
            store: Arc::clone(&self.store),
            deeds: Arc::clone(&self.deeds),
            ours: 0,
        }
    }

    fn theirs(&self) -> i64 {
        self.deeds.load(Ordering::SeqCst) - self.ours
    }

    fn between_seams<T>(&self, act: impl FnOnce(&mut SqliteStore) -> T) -> T {
        seam();
        let given = act(&mut self.store.lock().unwrap());
        seam();
        given
    }
}

/// What is read, with the other desk's deeds among what others wrote.
struct Seen<'a>(&'a dyn Reads, i64);

impl Reads for Seen<'_> {
    fn scan(&self, rows: &Rows, read: &mut dyn FnMut(&Columns) -> Result<bool, Bad>) -> Written {
        self.0.scan(rows, read)
    }

    fn values(
        &self,
        set: &RowSet,
        column: &str,
        most: usize,
    ) -> Result<Vec<String>, RegisterError> {
        self.0.values(set, column, most)
    }

    fn later_than_told(
        &self,
        set: &RowSet,
        key: &str,
        kind: &str,
    ) -> Result<Vec<String>, RegisterError> {
        self.0.later_than_told(set, key, kind)
    }

    fn foreign_writes(&self) -> Result<i64, RegisterError> {
        Ok(self.0.foreign_writes()? + self.1)
    }

    fn is_ours(&self) -> Written {
        self.0.is_ours()
    }

    fn many(&self) -> &dyn Many {
        self.0.many()
    }
}

struct Writing<'a>(&'a dyn Writes, Seen<'a>);

impl Writes for Writing<'_> {
    fn reads(&self) -> &dyn Reads {
        &self.1
    }

    fn insert(&self, set: &RowSet, row: &Row) -> Result<i64, RegisterError> {
        self.0.insert(set, row)
    }

    fn put(&self, set: &RowSet, row: &Row) -> Result<bool, RegisterError> {
        self.0.put(set, row)
    }

    fn change(&self, set: &RowSet, meant: &[Meant], row: &Row) -> Result<usize, RegisterError> {
        self.0.change(set, meant, row)
    }

    fn remove(&self, set: &RowSet, meant: &[Meant]) -> Result<usize, RegisterError> {
        self.0.remove(set, meant)
    }
}

impl Store for Shared {
    fn look(&self, ask: &mut dyn FnMut(&dyn Reads) -> Written) -> Written {
        self.between_seams(|store| {
            let theirs = self.theirs();
            store.look(&mut |reads| ask(&Seen(reads, theirs)))
        })
    }

    fn look_at_one_moment(&self, ask: &mut dyn FnMut(&dyn Reads) -> Written) -> Written {
        self.between_seams(|store| {
            let theirs = self.theirs();
            store.look_at_one_moment(&mut |reads| ask(&Seen(reads, theirs)))
        })
    }

    fn write(&mut self, deed: &mut dyn FnMut(&dyn Writes) -> Written) -> Written {
        seam();
        let theirs = self.theirs();
        let given = self
            .store
            .lock()
            .unwrap()
            .write(&mut |writes| deed(&Writing(writes, Seen(writes.reads(), theirs))));
        if given.is_ok() {
            self.ours += 1;
            self.deeds.fetch_add(1, Ordering::SeqCst);
        }
        seam();
        given
    }

    fn wipe_removed(&mut self) -> Written {
        self.between_seams(SqliteStore::wipe_removed)
    }

    fn give_up_room(&mut self) -> bool {
        self.between_seams(SqliteStore::give_up_room)
    }

    fn keep_room(&mut self) {
        self.store.lock().unwrap().keep_room();
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

fn desk_over(store: Shared, vault: Box<dyn Vault>, clock: Box<dyn Clock>, school: &School) -> Desk {
    Desk::new(
        Register::over(Box::new(store), school.identity()).unwrap(),
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
    let shared = Shared::of(school.store());
    let over = |vault: Box<dyn Vault>, clock: Box<dyn Clock>| {
        desk_over(shared.another(), vault, clock, &school)
    };
    let other = over(Box::new(school.vault()), Box::new(school.clock.clone()));
    let mut desk = over(
        Box::new(SeamVault(school.vault())),
        Box::new(SeamClock(school.clock.clone())),
    );
    let who: &Session = &template().office;
    let place = match kind {
        OutletKind::Zip => out.join("a.zip"),
        OutletKind::Folder | OutletKind::Print => out.clone(),
    };
    let mut place = SeamOutlet(outlet(kind, &place.display().to_string()));
    let photos = [template().of_amira.clone()];
    MEANWHILE.with(|cell| {
        *cell.borrow_mut() = Some(Meanwhile {
            seam: 0,
            planned: planned.to_vec(),
            other,
            register: Register::over(Box::new(shared.another()), school.identity()).unwrap(),
            done: Vec::new(),
        });
    });
    let told = desk.release(who, &photos, &channel(to), &mut place);
    let now = MEANWHILE.with(|cell| cell.borrow_mut().take()).unwrap();
    let context = || format!("{to} {kind:?} {planned:?}: {told:?}");
    let mut decided = None;
    now.register
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
