//! A school with a tablet in it, and a finger.

#[path = "../safekeeping/forms.rs"]
#[allow(dead_code, reason = "other suites use the rest of it")]
pub mod forms;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet, VecDeque};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, LazyLock, Mutex, OnceLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use i_slint_backend_testing::{AccessibleRole, ElementHandle, ElementQuery};
use image::{Rgb, RgbImage};
use shutterslip::acts::about::About;
use shutterslip::acts::permit::{Form, new_person};
use shutterslip::acts::set_up::Plan;
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::{ActError, Desk};
use shutterslip::camera::scripted::{Order, Script, ScriptedCamera};
use shutterslip::camera::{CameraEvent, CameraTrouble, Cameras, FoundCamera, Frame, Turn};
use shutterslip::clerk::{Bell, Clerk, Counter, Schools, Which};
use shutterslip::clock::{Clock, SystemClock};
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::person::{PersonId, PersonKind};
use shutterslip::domain::photo::{Area, Role};
use shutterslip::domain::policy::SHIPPED;
use shutterslip::domain::release::OutletKind;
use shutterslip::domain::school::Registered;
use shutterslip::faces::{Effort, FaceFinder, FacesError, FoundFace};
use shutterslip::outlet::folder::FolderOutlet;
use shutterslip::outlet::print::PrintOutlet;
use shutterslip::outlet::zip::ZipOutlet;
use shutterslip::paper::{Printer, PrinterError};
use shutterslip::picture::{Confinement, InProcess};
use shutterslip::places::disk::DiskPlaces;
use shutterslip::register::store::sqlite;
use shutterslip::screens::{Preferences, SampleAccount, Screens, World};
use shutterslip::vault::Vault;
use shutterslip::vault::folder::FolderVault;
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, LogicalSize, SharedString};
use zeroize::Zeroizing;

/// PINs of a school that is not there.
pub const HEAD: (&str, &str) = ("Dr Shaw", "173205");
pub const PATEL: (&str, &str) = ("Ms Patel", "271828");
pub const HUGHES: (&str, &str) = ("Mr Hughes", "314159");
pub const TECHNICIAN: (&str, &str) = ("Sam Reed", "161803");

/// The Ladybirds: given, family, where their family said yes.
pub const CHILDREN: &[(&str, &str, Yes)] = &[
    ("Amira", "Khan", Yes::Everywhere),
    ("Ben", "Osei", Yes::Everywhere),
    ("Chloe", "Davies", Yes::Everywhere),
    ("Daniel", "Wright", Yes::Never),
    ("Ella", "Price", Yes::Journal),
    ("Femi", "Adeyemi", Yes::Everywhere),
    ("Grace", "Lloyd", Yes::Everywhere),
    ("Harry", "Singh", Yes::Everywhere),
    ("Isla", "Morgan", Yes::Everywhere),
    ("Jack", "Thomas", Yes::Never),
    ("Leo", "Murray", Yes::Journal),
    ("Maya", "Rees", Yes::Everywhere),
];

/// Where somebody may be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Yes {
    Everywhere,
    Journal,
    Never,
}

/// The school's clock, which a test sets.
#[derive(Clone)]
pub struct SchoolClock(pub Arc<Mutex<DateTime<Utc>>>);

impl Clock for SchoolClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// Finds where it is told that faces are, one picture after the other; nobody once it was told all.
#[derive(Clone, Default)]
pub struct ToldFinder(pub Arc<Mutex<VecDeque<Vec<Area>>>>);

impl FaceFinder for ToldFinder {
    fn version(&self) -> &str {
        "told/1"
    }

    fn find(&self, pixels: &RgbImage, _: Effort) -> Result<Vec<FoundFace>, FacesError> {
        let told = self.0.lock().unwrap().pop_front().unwrap_or_default();
        let scale = f64::from(pixels.width()) / 1200.0;
        let scaled = |side: u32| (f64::from(side) * scale) as u32;
        Ok(told
            .into_iter()
            .map(|area| FoundFace {
                area: Area {
                    x: scaled(area.x),
                    y: scaled(area.y),
                    width: scaled(area.width),
                    height: scaled(area.height),
                },
                score: 0.9,
            })
            .collect())
    }
}

/// What is put around the vault.
type Dress = Box<dyn Fn(FolderVault) -> Box<dyn Vault> + Send>;

/// How a school is before the tablet is turned on.
pub struct Before {
    pub is_enrolled: bool,
    pub is_revoked: bool,
    pub has_agreements: bool,
    /// No school at all.
    pub is_new: bool,
    pub is_kiosk: bool,
    pub children: Vec<(String, String, Yes)>,
    /// Of the Wrens.
    pub others: Vec<(String, String, Yes)>,
    pub vault: Dress,
    /// Where the pictures come from; a script that the test leads, if none is named.
    pub cameras: Option<OwnCameras>,
}

impl Default for Before {
    fn default() -> Before {
        let child = |(given, family, yes): &(&str, &str, Yes)| {
            ((*given).to_owned(), (*family).to_owned(), *yes)
        };
        Before {
            is_enrolled: true,
            is_revoked: false,
            has_agreements: true,
            is_new: false,
            is_kiosk: false,
            children: CHILDREN.iter().map(child).collect(),
            others: Vec::new(),
            vault: Box::new(|vault| Box::new(vault)),
            cameras: None,
        }
    }
}

/// A tablet that is on.
type OwnCameras = Box<dyn Fn() -> Box<dyn Cameras>>;

pub struct Tablet {
    pub screens: Screens,
    counter: Rc<Counter>,
    pub camera: Script,
    pub clock: SchoolClock,
    pub finder: ToldFinder,
    pub kept_preferences: Arc<Mutex<Vec<Preferences>>>,
    pub folder: Arc<tempfile::TempDir>,
    /// Taps so far.
    pub taps: std::cell::Cell<usize>,
    shots: std::cell::Cell<u8>,
    /// Photos look alike from now on, as of one moment.
    pub is_burst: std::cell::Cell<bool>,
    orders: RefCell<Vec<Order>>,
}

/// The folders of whoever uses this machine, beside the school's.
pub const HOME: &str = "home";

/// Lies beside a school that the program itself made.
const OF_THIS_MACHINE: &str = "of-this-machine";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn desk_in(
    folder: &Path,
    clock: &SchoolClock,
    finder: &ToldFinder,
    make: bool,
    dress: &dyn Fn(FolderVault) -> Box<dyn Vault>,
) -> Result<Desk, ActError> {
    let key = folder.join("device.key");
    if make {
        std::fs::create_dir_all(folder).unwrap();
    }
    let keyring = if make {
        shutterslip::keyring::make(&key).unwrap()
    } else {
        shutterslip::keyring::read(&key).unwrap()
    };
    let identity = Arc::new(keyring.identity);
    // The program writes down which machine a school is on; a copy of its school is opened as it does.
    let machine = folder.with_file_name(OF_THIS_MACHINE).exists();
    let machine = machine.then(|| shutterslip::keyring::machine(&identity.device).unwrap());
    let file = folder.join("register.db");
    let register = sqlite::open(&file, &keyring.register_key, Arc::clone(&identity))?;
    let desk = Desk::new(
        register,
        dress(FolderVault::open(&folder.join("vault"))?),
        Box::new(InProcess::default()),
        Box::new(finder.clone()),
        Box::new(clock.clone()),
        identity,
        folder.to_path_buf(),
    );
    let desk = desk.with_printer(Arc::new(Tray(folder.with_file_name(TRAY))));
    Ok(match machine {
        Some(machine) => desk.on_machine(machine),
        None => desk,
    })
}

/// The files of a school that was set up, and how they are guarded.
struct Made(Vec<(PathBuf, Vec<u8>, std::fs::Permissions)>);

impl Made {
    /// All that lies in a folder.
    fn read(folder: &Path) -> Made {
        fn gather(folder: &Path, within: &Path, files: &mut Made) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    gather(&path, within, files);
                    continue;
                }
                let place = path.strip_prefix(within).unwrap().to_owned();
                let guard = path.metadata().unwrap().permissions();
                files.0.push((place, std::fs::read(&path).unwrap(), guard));
            }
        }
        let mut files = Made(Vec::new());
        gather(folder, folder, &mut files);
        files
    }

    fn put_into(&self, folder: &Path) {
        std::fs::create_dir_all(folder.join("vault")).unwrap();
        for (place, bytes, guard) in &self.0 {
            let place = folder.join(place);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(&place, bytes).unwrap();
            std::fs::set_permissions(&place, guard.clone()).unwrap();
        }
    }
}

/// A school as it was before, set up once for all tests that begin with it: five PINs take their time.
fn school_like(before: &Before, clock: &SchoolClock) -> Arc<Made> {
    type Kept = HashMap<String, Arc<OnceLock<Arc<Made>>>>;
    static MADE: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
    let Before {
        is_revoked,
        has_agreements,
        children,
        others,
        ..
    } = before;
    let what = format!("{is_revoked} {has_agreements} {children:?} {others:?}");
    let kept = Arc::clone(MADE.lock().unwrap().entry(what).or_default());
    let made = kept.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let finder = ToldFinder::default();
        let data = folder.path().join("data");
        let mut desk = desk_in(&data, clock, &finder, true, &|vault| Box::new(vault));
        fill(desk.as_mut().unwrap(), before);
        drop(desk);
        Arc::new(Made::read(&data))
    });
    Arc::clone(made)
}

/// The printer's tray, beside the school: there is a printer where there is a tray.
pub const TRAY: &str = "Staff-room";

/// A printer whose pages land in its tray.
struct Tray(PathBuf);

impl Printer for Tray {
    fn printers(&self) -> Result<Vec<String>, PrinterError> {
        let there = self.0.is_dir().then(|| TRAY.to_owned());
        Ok(there.into_iter().collect())
    }

    fn print(&self, _: &str, title: &str, pdf: &[u8]) -> Result<(), PrinterError> {
        std::fs::write(self.0.join(format!("{title}.pdf")), pdf)
            .map_err(|_| PrinterError::Failed("it is out of paper".to_owned()))
    }
}

/// Sets the school up as it was before, through the same acts as a school does.
fn fill(desk: &mut Desk, before: &Before) {
    let (_, policy_toml) = SHIPPED[0];
    let head = desk
        .set_up(&Plan {
            school: "Willow Nursery School",
            sample: false,
            policy_toml,
            head: HEAD.0,
            head_pin: HEAD.1,
            device: "TAB-03",
            asset_tag: "T3",
        })
        .unwrap();
    let agreed = before.has_agreements.then(|| day("2026-09-01"));
    for ((name, pin), role) in [
        (PATEL, Role::Practitioner),
        (HUGHES, Role::Practitioner),
        (TECHNICIAN, Role::Technician),
    ] {
        desk.add_staff(&head, name, role, agreed, pin).unwrap();
    }
    let groups = [("Ladybirds", &before.children), ("Wrens", &before.others)];
    let children = groups
        .into_iter()
        .flat_map(|(group, children)| children.iter().map(move |child| (group, child)));
    for (group, (given, family, yes)) in children {
        let mut child = new_person(PersonKind::Child, given, family, group);
        child.person.never = *yes == Yes::Never;
        let id = desk.record_person(&head, child).unwrap();
        say_yes(desk, &head, &id, family, *yes);
    }
    for (given, family) in [("Rosa", "Lewis"), ("Tom", "Grey")] {
        let adult = new_person(PersonKind::Staff, given, family, "");
        desk.record_person(&head, adult).unwrap();
    }
    if before.is_revoked {
        desk.revoke_device(&head, "TAB-03", "sold").unwrap();
    }
}

fn say_yes(desk: &mut Desk, head: &Session, person: &PersonId, family: &str, yes: Yes) {
    let all = [
        "wall",
        "journal",
        "newsletter",
        "website",
        "social",
        "press",
    ];
    let channels = match yes {
        Yes::Everywhere => &all[..],
        Yes::Journal => &all[..2],
        Yes::Never => &[],
    };
    if channels.is_empty() {
        return;
    }
    let channels: Vec<ChannelId> = channels
        .iter()
        .map(|id| ChannelId((*id).to_owned()))
        .collect();
    desk.add_answers(
        head,
        &Form {
            person,
            channels: &channels,
            answer: Answer::Granted,
            relation: Relation::Parent,
            by: &format!("S {family}"),
            signed: day("2026-09-03"),
            from: None,
            until: None,
            evidence: Evidence::Paper,
            file: Some(&forms::form(&format!("{person} of {family}"))),
        },
    )
    .unwrap();
}

impl Tablet {
    pub fn on() -> Tablet {
        Tablet::after(Before::default())
    }

    pub fn after(before: Before) -> Tablet {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let at = Utc.with_ymd_and_hms(2026, 11, 20, 10, 24, 0).unwrap();
        let clock = SchoolClock(Arc::new(Mutex::new(at)));
        let finder = ToldFinder::default();
        let data = folder.path().join("data");
        if !before.is_new {
            let set_up = |folder: &Path| school_like(&before, &clock).put_into(folder);
            if before.is_enrolled {
                set_up(&data);
            } else {
                // Set up on another device, whose list does not hold this one.
                elsewhere(folder.path(), &data, &set_up);
            }
        }
        Tablet::over(folder, clock, finder, before)
    }

    /// On, with a copy of a school that the program itself made, by this machine's clock.
    pub fn with_a_copy_of(data: &Path) -> Tablet {
        Tablet::with_a_copy_at(data, SystemClock.now())
    }

    /// The same, at this moment by the school's clock.
    pub fn with_a_copy_at(data: &Path, at: DateTime<Utc>) -> Tablet {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        copy(data, &folder.path().join("data"));
        std::fs::write(folder.path().join(OF_THIS_MACHINE), "").unwrap();
        let clock = SchoolClock(Arc::new(Mutex::new(at)));
        Tablet::over(folder, clock, ToldFinder::default(), Before::default())
    }

    /// Nothing was set up here yet, and the sample school that the program itself made lies where it
    /// looks for one.
    pub fn with_a_sample_beside(data: &Path) -> Tablet {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        copy(data, &folder.path().join("data-sample"));
        std::fs::write(folder.path().join(OF_THIS_MACHINE), "").unwrap();
        let clock = SchoolClock(Arc::new(Mutex::new(SystemClock.now())));
        Tablet::over(folder, clock, ToldFinder::default(), Before::default())
    }

    /// On, after somebody has done this with the school, and with the folders beside it.
    pub fn after_work(work: impl FnOnce(&mut Desk, &Path)) -> Tablet {
        let tablet = Tablet::on();
        let (clock, finder) = (tablet.clock.clone(), tablet.finder.clone());
        let (mut desk, folder) = tablet.desk_afterwards();
        work(&mut desk, folder.path());
        drop(desk);
        Tablet::over(folder, clock, finder, Before::default())
    }

    /// On, after something was done to its files while nobody was at work.
    pub fn after_quiet_work(work: impl FnOnce(&Path, &[Registered])) -> Tablet {
        let tablet = Tablet::on();
        let (clock, finder) = (tablet.clock.clone(), tablet.finder.clone());
        let (desk, folder) = tablet.desk_afterwards();
        let people = desk.people().unwrap();
        drop(desk);
        work(&folder.path().join("data"), &people);
        Tablet::over(folder, clock, finder, Before::default())
    }

    /// Turned off and on again.
    pub fn restarted(self) -> Tablet {
        let (folder, clock, finder) = (
            Arc::clone(&self.folder),
            self.clock.clone(),
            self.finder.clone(),
        );
        drop(self);
        Tablet::over(folder, clock, finder, Before::default())
    }

    fn over(
        folder: Arc<tempfile::TempDir>,
        clock: SchoolClock,
        finder: ToldFinder,
        before: Before,
    ) -> Tablet {
        let root = folder.path().to_path_buf();
        let schools = schools(root, clock.clone(), finder.clone(), before.vault);
        let counter = Counter::start(schools, Arc::new(|| {})).unwrap();
        Tablet::window(
            counter,
            folder,
            clock,
            finder,
            before.cameras,
            before.is_kiosk,
        )
    }

    /// Another window over the same desk, as big.
    pub fn beside(&self) -> Tablet {
        let counter = self.counter.beside(Arc::new(|| {}));
        let (folder, clock) = (Arc::clone(&self.folder), self.clock.clone());
        Tablet::window(counter, folder, clock, self.finder.clone(), None, false)
    }

    fn window(
        counter: Counter,
        folder: Arc<tempfile::TempDir>,
        clock: SchoolClock,
        finder: ToldFinder,
        cameras: Option<OwnCameras>,
        kiosk: bool,
    ) -> Tablet {
        show_without_a_display();
        let counter = Rc::new(counter);
        let (camera, script) = ScriptedCamera::new();
        let camera = RefCell::new(Some(camera));
        let kept_preferences = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&kept_preferences);
        let screens = Screens::new(World {
            clerk: Rc::clone(&counter) as Rc<dyn Clerk>,
            cameras: Box::new(move |_| {
                if let Some(cameras) = &cameras {
                    return cameras();
                }
                let camera = camera.borrow_mut().take();
                Box::new(camera.unwrap_or_else(|| ScriptedCamera::new().0))
            }),
            sample_accounts,
            preferences: Preferences::default(),
            keep_preferences: Box::new(move |preferences| {
                keep.lock().unwrap().push(preferences.clone());
                Ok(())
            }),
            renderer: "a test".to_owned(),
            kiosk,
            up: Box::new(|| None),
            bell: Arc::new(|| {}),
        })
        .unwrap();
        let tablet = Tablet {
            screens,
            counter,
            camera: script,
            clock,
            finder,
            kept_preferences,
            folder,
            taps: 0.into(),
            shots: 0.into(),
            is_burst: std::cell::Cell::new(false),
            orders: RefCell::new(Vec::new()),
        };
        tablet.size(1280.0, 800.0);
        tablet.screens.app().show().unwrap();
        tablet.settle();
        tablet
    }

    pub fn size(&self, width: f32, height: f32) {
        let window = self.screens.app().window();
        window.set_size(LogicalSize::new(width, height));
        window
            .dispatch_event_with_result(WindowEvent::Resized {
                size: LogicalSize::new(width, height),
            })
            .unwrap();
    }

    /// Lets everything come to rest that was asked for.
    pub fn settle(&self) {
        self.rest();
        // Long enough for a photo to have been seen before it is called done.
        i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(650));
    }

    fn rest(&self) {
        let until = Instant::now() + Duration::from_secs(60);
        let mut quiet = 0;
        while quiet < 3 {
            self.screens.hear();
            self.orders.borrow_mut().extend(self.camera.orders());
            if self.screens.is_busy() {
                quiet = 0;
                assert!(Instant::now() < until, "the clerk is still at work");
            } else {
                quiet += 1;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits until something can be found, that comes from a hand of the clerk's.
    pub fn until(&self, what: &str, is_so: impl Fn(&Tablet) -> bool) {
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            self.rest();
            if is_so(self) {
                return self.settle();
            }
            // The tablet's clock goes no faster than the work: it would lock itself meanwhile.
            i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(6));
            assert!(
                Instant::now() < until,
                "never came: {what}; {}",
                self.read()
            );
        }
    }

    /// So much time goes by, and nobody is there.
    pub fn nobody_for(&self, seconds: u64) {
        for _ in 0..seconds {
            i_slint_backend_testing::mock_elapsed_time(Duration::from_secs(1));
        }
        self.settle();
    }

    pub fn find(&self, label: &str) -> Option<ElementHandle> {
        let mut found: Vec<ElementHandle> =
            ElementHandle::find_by_accessible_label(self.screens.app(), label).collect();
        // What can be tapped before what only says the same.
        found.sort_by_key(|one| {
            let role = one.accessible_role();
            !matches!(
                role,
                Some(AccessibleRole::Button | AccessibleRole::TextInput)
            )
        });
        found.into_iter().next()
    }

    /// Something whose label begins so.
    pub fn find_beginning(&self, label: &str) -> Option<ElementHandle> {
        self.labelled()
            .into_iter()
            .find(|(said, _)| said.starts_with(label))
            .map(|(_, found)| found)
    }

    pub fn labelled(&self) -> Vec<(String, ElementHandle)> {
        let all = ElementQuery::from_root(self.screens.app())
            .match_descendants()
            .find_all();
        let mut seen = HashSet::new();
        all.into_iter()
            .filter_map(|found| {
                if found.accessible_role()? == AccessibleRole::None {
                    return None;
                }
                let label = found.accessible_label()?.to_string();
                let (at, size) = (found.absolute_position(), found.size());
                let place = [at.x, at.y, size.width, size.height].map(f32::to_bits);
                let is_new = !label.is_empty() && seen.insert((label.clone(), place));
                is_new.then_some((label, found))
            })
            .collect()
    }

    /// What is written in a field.
    pub fn written(&self, label: &str) -> String {
        let mut found = ElementHandle::find_by_accessible_label(self.screens.app(), label)
            .filter(|found| found.accessible_role() == Some(AccessibleRole::TextInput));
        let field = found.next().unwrap();
        field.accessible_value().unwrap_or_default().to_string()
    }

    /// All that a screen reader would read, in order.
    pub fn read(&self) -> String {
        let said: Vec<String> = self
            .labelled()
            .into_iter()
            .map(|(label, _)| label)
            .collect();
        said.join(" | ")
    }

    pub fn shows(&self, words: &str) -> bool {
        self.read().contains(words)
    }

    #[track_caller]
    pub fn must_show(&self, words: &str) {
        assert!(self.shows(words), "`{words}` is not shown: {}", self.read());
    }

    #[track_caller]
    pub fn must_not_show(&self, words: &str) {
        assert!(!self.shows(words), "`{words}` is shown: {}", self.read());
    }

    /// Every element that can be tapped, with its label.
    pub fn buttons(&self) -> Vec<(String, ElementHandle)> {
        ElementQuery::from_root(self.screens.app())
            .match_descendants()
            .match_accessible_role(AccessibleRole::Button)
            .find_all()
            .into_iter()
            .map(|found| {
                (
                    found.accessible_label().unwrap_or_default().to_string(),
                    found,
                )
            })
            .collect()
    }

    /// A tap of a finger on what is labelled so.
    #[track_caller]
    pub fn tap(&self, label: &str) {
        let Some(found) = self.find(label) else {
            panic!("`{label}` is not on the screen: {}", self.read());
        };
        self.tap_on(&found);
    }

    #[track_caller]
    pub fn tap_beginning(&self, label: &str) {
        let Some(found) = self.find_beginning(label) else {
            panic!("nothing on the screen begins `{label}`: {}", self.read());
        };
        self.tap_on(&found);
    }

    pub fn tap_on(&self, found: &ElementHandle) {
        self.taps.set(self.taps.get() + 1);
        found.mock_single_click(PointerEventButton::Left);
        self.settle();
    }

    /// So many taps on one place, faster than anything comes to rest.
    pub fn press_at_once(&self, label: &str, taps: usize) {
        for _ in 0..taps {
            if let Some(found) = self.find(label) {
                found.mock_single_click(PointerEventButton::Left);
            }
            std::thread::sleep(Duration::from_millis(40));
            self.screens.hear();
        }
    }

    /// A finger that stays.
    #[track_caller]
    pub fn hold(&self, label: &str) {
        let Some(found) = self.find(label) else {
            panic!("`{label}` is not on the screen: {}", self.read());
        };
        let (at, size) = (found.absolute_position(), found.size());
        let position = LogicalPosition::new(at.x + size.width / 2.0, at.y + size.height / 2.0);
        let button = PointerEventButton::Left;
        let window = self.screens.app().window();
        let send = |event| window.dispatch_event_with_result(event).unwrap();
        send(WindowEvent::PointerMoved { position });
        send(WindowEvent::PointerPressed { position, button });
        for _ in 0..12 {
            i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(50));
        }
        send(WindowEvent::PointerReleased { position, button });
        self.settle();
    }

    /// Keys of a real keyboard.
    pub fn press(&self, key: impl Into<SharedString>) {
        let text = key.into();
        let window = self.screens.app().window();
        for event in [
            WindowEvent::KeyPressed { text: text.clone() },
            WindowEvent::KeyReleased { text },
        ] {
            window.dispatch_event_with_result(event).unwrap();
        }
        self.settle();
    }

    pub fn type_in(&self, text: &str) {
        for letter in text.chars() {
            self.press(SharedString::from(letter.to_string()));
        }
    }

    /// Writes this into a field instead of what stands there.
    #[track_caller]
    pub fn rewrite(&self, label: &str, text: &str) {
        self.tap(label);
        for _ in self.written(label).chars() {
            self.press(slint::platform::Key::Backspace);
        }
        self.type_in(text);
    }

    pub fn enter_pin(&self, pin: &str) {
        for digit in pin.chars() {
            self.tap(&digit.to_string());
        }
        self.tap("Enter");
    }

    pub fn sign_in(&self, (name, pin): (&str, &str)) {
        self.tap(name);
        self.enter_pin(pin);
    }

    /// Signs in and lets the camera run.
    pub fn at_the_camera(&self, who: (&str, &str)) {
        self.sign_in(who);
        self.camera_runs();
    }

    pub fn camera_runs(&self) {
        let id = "one".to_owned();
        let name = "Camera".to_owned();
        let found = FoundCamera {
            id: id.clone(),
            name,
            facing: None,
        };
        assert!(self.camera.tell(CameraEvent::Found(vec![found])));
        self.camera.tell(CameraEvent::Running { id });
        self.camera.lay(Frame {
            width: 64,
            height: 36,
            rgba: [90, 140, 190, 255].repeat(64 * 36),
            turn: Turn::Upright,
        });
        self.settle();
    }

    /// What was asked of the camera since the last call.
    pub fn orders(&self) -> Vec<Order> {
        self.settle();
        std::mem::take(&mut *self.orders.borrow_mut())
    }

    /// Numbers of the stills that were asked for since the last call.
    pub fn asked_for(&self) -> Vec<u64> {
        let taken = |order| match order {
            Order::Take(number) => Some(number),
            Order::Watch | Order::Show(_) | Order::Rest => None,
        };
        self.orders().into_iter().filter_map(taken).collect()
    }

    pub fn still_comes(&self, number: u64, picture: Vec<u8>) {
        self.camera.tell(CameraEvent::Still {
            number,
            picture: Ok(Zeroizing::new(picture)),
        });
        self.settle();
    }

    pub fn still_fails(&self, number: u64, trouble: CameraTrouble) {
        let picture = Err(trouble);
        self.camera.tell(CameraEvent::Still { number, picture });
        self.settle();
    }

    /// A picture that no other is like, 1200 by 900.
    pub fn picture(&self) -> Vec<u8> {
        let number = self.shots.get();
        self.shots.set(number.wrapping_add(1));
        match self.is_burst.get() {
            true => picture(number),
            false => another_scene(number),
        }
    }

    /// Takes a photo in which faces are found there.
    pub fn shoot(&self, faces: &[Area]) {
        self.finder.0.lock().unwrap().push_back(faces.to_vec());
        self.orders();
        self.tap("Take a photo");
        for number in self.asked_for() {
            let picture = self.picture();
            self.still_comes(number, picture);
        }
        let finder = self.finder.clone();
        self.until("the faces", move |_| finder.0.lock().unwrap().is_empty());
    }

    /// Takes a photo and opens it to say who is in it.
    pub fn shoot_and_tag(&self, faces: &[Area]) {
        self.shoot(faces);
        self.tap_beginning("Kept.");
        self.until("the faces on the page", |tablet| {
            !tablet.shows_waiting() && tablet.shows("The photo")
        });
    }

    pub fn shows_waiting(&self) -> bool {
        self.shows("still looking for faces")
    }

    /// A frame that looks like outdoors.
    pub fn frame(&self) -> Frame {
        let (width, height) = (640, 360);
        let mut rgba = Vec::new();
        for y in 0..height {
            for _ in 0..width {
                let sky = y < 200;
                rgba.extend(if sky {
                    [190, 225, 243, 255]
                } else {
                    [110, 176, 97, 255]
                });
            }
        }
        Frame {
            width,
            height,
            rgba,
            turn: Turn::Upright,
        }
    }

    /// The window as pixels.
    pub fn snapshot(&self) -> image::RgbaImage {
        let shot = self.screens.app().window().take_snapshot().unwrap();
        image::RgbaImage::from_raw(shot.width(), shot.height(), shot.as_bytes().to_vec()).unwrap()
    }

    /// A drag from one place to another, both in the window's pixels.
    pub fn drag(&self, from: (f32, f32), to: (f32, f32)) {
        let window = self.screens.app().window();
        let button = PointerEventButton::Left;
        let at = |share: f32| {
            LogicalPosition::new(
                from.0 + (to.0 - from.0) * share,
                from.1 + (to.1 - from.1) * share,
            )
        };
        let send = |event| window.dispatch_event_with_result(event).unwrap();
        send(WindowEvent::PointerMoved { position: at(0.0) });
        send(WindowEvent::PointerPressed {
            position: at(0.0),
            button,
        });
        for step in 1..=20 {
            i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(16));
            let share = step as f32 / 20.0;
            send(WindowEvent::PointerMoved {
                position: at(share),
            });
        }
        send(WindowEvent::PointerReleased {
            position: at(1.0),
            button,
        });
        self.settle();
    }

    /// The tablet's school behind a clerk of its own, once the tablet is off.
    pub fn clerk_afterwards(self, bell: Bell) -> (Counter, Arc<tempfile::TempDir>) {
        let (folder, clock, finder) = (
            Arc::clone(&self.folder),
            self.clock.clone(),
            self.finder.clone(),
        );
        drop(self);
        let root = folder.path().to_path_buf();
        let schools = schools(root, clock, finder, Before::default().vault);
        (Counter::start(schools, bell).unwrap(), folder)
    }

    /// The tablet's school as the command line would see it, once the tablet is off.
    pub fn desk_afterwards(self) -> (Desk, Arc<tempfile::TempDir>) {
        let (folder, clock, finder) = (
            Arc::clone(&self.folder),
            self.clock.clone(),
            self.finder.clone(),
        );
        drop(self);
        let data = folder.path().join("data");
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            match desk_in(&data, &clock, &finder, false, &|vault| Box::new(vault)) {
                Ok(desk) => return (desk, folder),
                // The clerk is closing its desk.
                Err(_) if Instant::now() < until => std::thread::sleep(Duration::from_millis(5)),
                Err(error) => panic!("{error}"),
            }
        }
    }
}

/// As the program tells its window.
fn sample_accounts() -> Vec<SampleAccount> {
    let staff = shutterslip::sample::data::staff().unwrap();
    let account = |one: shutterslip::sample::data::StaffMember| SampleAccount {
        name: one.name,
        role: one.role,
        pin: one.pin,
    };
    staff.into_iter().map(account).collect()
}

/// A folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// A school whose register does not list the device that opens it.
fn elsewhere(root: &Path, data: &Path, set_up: &dyn Fn(&Path)) {
    set_up(&root.join("other"));
    let other = root.join("other");
    std::fs::create_dir_all(data.join("vault")).unwrap();
    // The same register key, another device's name and identity.
    let theirs = std::fs::read_to_string(other.join("device.key")).unwrap();
    let mut lines: Vec<String> = theirs.lines().map(str::to_owned).collect();
    lines[1] = "0b1c2d3e-0000-4000-8000-000000000001".to_owned();
    let identity = "1f".repeat(32);
    lines[2].replace_range(64.., &identity);
    let key = data.join("device.key");
    std::fs::write(&key, format!("{}\n", lines.join("\n"))).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::copy(other.join("register.db"), data.join("register.db")).unwrap();
}

fn schools(root: PathBuf, clock: SchoolClock, finder: ToldFinder, dress: Dress) -> Schools {
    let dress: Arc<Mutex<Dress>> = Arc::new(Mutex::new(dress));
    let home = root.join(HOME);
    let tray = root.join(TRAY);
    std::fs::create_dir_all(home.join("Documents")).unwrap();
    let place = move |which| match which {
        Which::Ours => root.join("data"),
        Which::Sample => root.join("data-sample"),
    };
    let made = place.clone();
    let (its_clock, its_finder) = (clock.clone(), finder.clone());
    let its_dress = Arc::clone(&dress);
    Schools {
        open: Box::new(move |which| {
            let folder = place(which);
            if !folder.join("device.key").exists() {
                return Ok(None);
            }
            let until = Instant::now() + Duration::from_secs(20);
            loop {
                let dress = dress.lock().unwrap();
                match desk_in(&folder, &clock, &finder, false, &**dress) {
                    // The tablet that was turned off just now is closing its desk.
                    Err(_) if Instant::now() < until => {
                        std::thread::sleep(Duration::from_millis(5));
                    }
                    opened => return opened.map(Some),
                }
            }
        }),
        make: Box::new(move |which| {
            let dress = its_dress.lock().unwrap();
            desk_in(&made(which), &its_clock, &its_finder, true, &**dress)
        }),
        fill_sample: Box::new(|desk| {
            // The real one is drawn for half a minute; that it opens is tried by the program itself.
            let (_, policy_toml) = SHIPPED[0];
            desk.set_up(&Plan {
                school: "Sample Nursery",
                sample: true,
                policy_toml,
                head: HEAD.0,
                head_pin: HEAD.1,
                device: "SAMPLE",
                asset_tag: "",
            })
            .map(drop)
        }),
        settle: Box::new(|_| Ok(0)),
        outlets: Box::new(move |kind, place| match kind {
            OutletKind::Print => Box::new(PrintOutlet::new(Arc::new(Tray(tray.clone())), place)),
            OutletKind::Zip => Box::new(ZipOutlet::new(Path::new(place))),
            _ => Box::new(FolderOutlet::new(Path::new(place))),
        }),
        places: Box::new(DiskPlaces::new(
            Some(home),
            Vec::new(),
            PathBuf::from("hidden"),
        )),
        about: Box::new(|| {
            Ok(About {
                finder: "told/1".to_owned(),
                decoding: Confinement::default(),
            })
        }),
    }
}

/// The same scene each time, and a number in the corner that no other has.
pub fn picture(number: u8) -> Vec<u8> {
    scene(number, 0)
}

/// A scene that looks like no other; the first is the plain one.
fn another_scene(number: u8) -> Vec<u8> {
    scene(number, u32::from(number))
}

fn scene(number: u8, seed: u32) -> Vec<u8> {
    let bush = |x: u32, y: u32| {
        let mut mixed = (x / 100 + y / 100 * 12 + 1).wrapping_mul(seed.wrapping_mul(0x9e37_79b1));
        mixed ^= mixed >> 15;
        mixed = mixed.wrapping_mul(0x2c1b_3c6d);
        seed > 0 && (mixed >> 16) & 1 == 1
    };
    let mut pixels = RgbImage::from_fn(1200, 900, |x, y| {
        let sky = y < 420 + (x / 40) % 7;
        match (bush(x, y), sky) {
            (true, _) => Rgb([64, 96, 70]),
            (false, true) => Rgb([190, 225, 243]),
            (false, false) => Rgb([110, 176, 97]),
        }
    });
    for (x, y, pixel) in pixels.enumerate_pixels_mut() {
        if x < 64 && y < 64 {
            let lit = (x / 8 + y / 8) % 8 < u32::from(number % 8) || (number >> (x / 8)) & 1 == 1;
            *pixel = if lit {
                Rgb([250, 250, 250])
            } else {
                Rgb([number, 20, 20])
            };
        }
    }
    let jpeg = turbojpeg::compress_image(&pixels, 92, turbojpeg::Subsamp::Sub2x2);
    jpeg.unwrap().to_vec()
}

/// Faces in a row, from the left, in a picture 1200 pixels wide.
pub fn row_of(faces: u32) -> Vec<Area> {
    (0..faces)
        .map(|place| Area {
            x: 80 + place * 1100 / faces.max(1),
            y: 360,
            width: 110,
            height: 130,
        })
        .collect()
}

/// This thread draws into memory.
fn show_without_a_display() {
    thread_local! {
        static SHOWN: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if SHOWN.replace(true) {
        return;
    }
    let backend = i_slint_backend_testing::TestingBackend::new(
        i_slint_backend_testing::TestingBackendOptions {
            mock_time: true,
            threading: false,
            renderer_name: Some("software".into()),
        },
    );
    slint::platform::set_platform(Box::new(backend)).unwrap();
}

/// A moment later by the school's clock.
pub fn later(tablet: &Tablet, by: TimeDelta) {
    *tablet.clock.0.lock().unwrap() += by;
}
