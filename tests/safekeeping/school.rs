//! One small school, set up once by real acts and copied for whoever needs one; small pictures as
//! a camera writes them; a clock that is set by hand; and the database, opened past the register.

#[path = "forms.rs"]
#[allow(clippy::duplicate_mod, reason = "the suite of slips uses both schools")]
#[allow(dead_code, reason = "other suites use the rest of it")]
pub mod forms;
#[path = "pins.rs"]
#[allow(clippy::duplicate_mod, reason = "the suite of slips uses both schools")]
mod pins;

use std::fs;
use std::io::Cursor;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use exif::{Field, In, Tag, Value};
use image::RgbImage;
use img_parts::jpeg::Jpeg;
use img_parts::{Bytes, ImageEXIF};
use rusqlite::Connection;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::permit::{Form, new_person};
use shutterslip::acts::set_up::Plan;
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::tag::NewTag;
use shutterslip::acts::{Desk, Done};
use shutterslip::clock::Clock;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::device::Identity;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::person::{PersonId, PersonKind};
use shutterslip::domain::photo::Who;
use shutterslip::domain::policy::SHIPPED;
use shutterslip::domain::release::OutletKind;
use shutterslip::domain::staff::Role;
use shutterslip::domain::time::Uptime;
use shutterslip::faces::{Effort, FaceFinder, FacesError, FoundFace};
use shutterslip::keyring::{self, Keyring};
use shutterslip::outlet::Outlet;
use shutterslip::outlet::folder::FolderOutlet;
use shutterslip::outlet::print::PrintOutlet;
use shutterslip::outlet::zip::ZipOutlet;
use shutterslip::paper::{NoPrinter, Printer, PrinterError};
use shutterslip::picture::InProcess;
use shutterslip::register::store::sqlite::SqliteStore;
use shutterslip::register::{Register, RegisterError, SealKey};
use shutterslip::vault::folder::FolderVault;
use tempfile::TempDir;

/// Finds no face anywhere: nothing here is about faces, and looking takes a second.
pub struct NoFaces;

impl FaceFinder for NoFaces {
    fn version(&self) -> &str {
        "none"
    }

    fn find(&self, _: &RgbImage, _: Effort) -> Result<Vec<FoundFace>, FacesError> {
        Ok(Vec::new())
    }
}

pub const HEAD: &str = "Mrs Okafor";
pub const OFFICE: &str = "Ms Patel";
pub const PIN: &str = "271828";
pub const MAKE: &str = "Canon";
pub const MODEL: &str = "EOS 250D";
pub const SERIAL: &str = "0312345678";
/// What every channel of the shipped policy asks to be ticked.
pub const ITEMS: [&str; 3] = ["dressed", "dignity", "no-names-in-view"];

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// When the template stands ready.
pub fn morning() -> DateTime<Utc> {
    at("2026-03-02T09:00:00Z")
}

pub fn channel(id: &str) -> ChannelId {
    ChannelId(id.to_owned())
}

/// A clock that goes only when told to.
#[derive(Clone)]
pub struct HandClock(Arc<Hands>);

struct Hands {
    shows: AtomicI64,
    /// Milliseconds since the machine started, and which start it was.
    up: AtomicI64,
    boot: AtomicI64,
}

impl HandClock {
    pub fn showing(at: DateTime<Utc>) -> HandClock {
        HandClock(Arc::new(Hands {
            shows: AtomicI64::new(at.timestamp_millis()),
            up: AtomicI64::new(60_000),
            boot: AtomicI64::new(1),
        }))
    }

    /// Somebody sets it; no time goes by.
    pub fn set(&self, at: DateTime<Utc>) {
        self.0.shows.store(at.timestamp_millis(), Ordering::SeqCst);
    }

    /// Time goes by.
    pub fn forward(&self, by: TimeDelta) {
        let millis = by.num_milliseconds();
        self.0.shows.fetch_add(millis, Ordering::SeqCst);
        self.0.up.fetch_add(millis, Ordering::SeqCst);
    }

    /// The machine is started again.
    pub fn restart(&self) {
        self.0.up.store(0, Ordering::SeqCst);
        self.0.boot.fetch_add(1, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.shows.load(Ordering::SeqCst)).unwrap()
    }

    fn up(&self) -> Option<Uptime> {
        Some(Uptime {
            boot: format!("boot {}", self.0.boot.load(Ordering::SeqCst)),
            millis: self.0.up.load(Ordering::SeqCst).try_into().unwrap(),
        })
    }
}

/// A picture of 64×48 as the school's camera writes it; another one for every seed.
pub fn picture(seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b1) | 1;
    let pixels: Vec<u8> = (0..64 * 48 * 3)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as u8
        })
        .collect();
    let image = turbojpeg::Image {
        pixels: pixels.as_slice(),
        width: 64,
        pitch: 64 * 3,
        height: 48,
        format: turbojpeg::PixelFormat::RGB,
    };
    let plain = turbojpeg::compress(image, 40, turbojpeg::Subsamp::Sub2x2).unwrap();
    let line = |tag: Tag, text: &str| Field {
        tag,
        ifd_num: In::PRIMARY,
        value: Value::Ascii(vec![text.as_bytes().to_vec()]),
    };
    let fields = [
        line(Tag::Make, MAKE),
        line(Tag::Model, MODEL),
        line(Tag::BodySerialNumber, SERIAL),
        line(Tag::DateTimeOriginal, "2026:03:02 08:15:00"),
    ];
    let mut writer = exif::experimental::Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, false).unwrap();
    let mut jpeg = Jpeg::from_bytes(Bytes::from(plain.to_vec())).unwrap();
    jpeg.set_exif(Some(Bytes::from(block.into_inner())));
    jpeg.encoder().bytes().to_vec()
}

/// What the template school holds, for whoever works with a copy of it.
pub struct Template {
    pub head: Session,
    pub office: Session,
    /// May be shown in the journal and on the website.
    pub amira: PersonId,
    /// His parent said yes to the journal and then withdrew.
    pub ben: PersonId,
    /// Carries the absolute mark.
    pub cara: PersonId,
    /// Shows Amira: ready for journal and website, signed off.
    pub of_amira: PhotoId,
    /// Shows Ben.
    pub of_ben: PhotoId,
    /// Shows Cara.
    pub of_cara: PhotoId,
    files: Vec<(PathBuf, Vec<u8>)>,
}

static TEMPLATE: LazyLock<Template> = LazyLock::new(Template::make);

pub fn template() -> &'static Template {
    &TEMPLATE
}

impl Template {
    fn make() -> Template {
        let school = School::empty();
        school.clock.set(at("2026-03-02T08:00:00Z"));
        let mut desk = school.desk();
        let head = desk
            .set_up(&Plan {
                school: "Willow Nursery School",
                sample: false,
                policy_toml: SHIPPED[0].1,
                head: HEAD,
                head_pin: PIN,
                device: "Tablet 1",
                asset_tag: "W-001",
            })
            .unwrap();
        let signed = Some("2025-09-01".parse().unwrap());
        desk.add_staff(&head, OFFICE, Role::Office, signed, PIN)
            .unwrap();
        let office = desk.sign_in(OFFICE, PIN).unwrap();
        desk.register_camera(&head, "School camera", MAKE, MODEL, SERIAL)
            .unwrap();
        let mut child = |given: &str, family: &str, never: bool| {
            let mut entry = new_person(PersonKind::Child, given, family, "Robins");
            entry.person.never = never;
            desk.record_person(&office, entry).unwrap()
        };
        let amira = child("Amira", "Khan", false);
        let ben = child("Ben", "Oakley", false);
        let cara = child("Cara", "Whitlock", true);
        child("Dilys", "Featherstone", false);
        let mut answer = |person: &PersonId, ids: &[&str], answer: Answer, signed: &str| {
            let channels: Vec<ChannelId> = ids.iter().map(|id| channel(id)).collect();
            let paper = forms::form(&format!("{person} {}", ids.join(" ")));
            let form = Form {
                person,
                channels: &channels,
                answer,
                relation: Relation::Parent,
                by: "S Khan",
                signed: signed.parse().unwrap(),
                from: None,
                until: None,
                evidence: Evidence::Paper,
                file: (answer == Answer::Granted).then_some(paper.as_slice()),
            };
            desk.add_answers(&office, &form).unwrap()
        };
        answer(
            &amira,
            &["journal", "website", "video-call"],
            Answer::Granted,
            "2025-09-03",
        );
        answer(&ben, &["journal"], Answer::Granted, "2025-09-03");
        answer(&ben, &["journal"], Answer::Withdrawn, "2025-09-03");
        answer(
            &cara,
            &["journal", "website"],
            Answer::Granted,
            "2025-09-03",
        );
        let mut photo = |seed: u32, person: &PersonId| {
            let circumstance = Circumstance {
                occasion: "Spring",
                group: "Robins",
                file_name: "IMG_0001.JPG",
            };
            let TakenIn::Kept(id) = desk
                .take_in(&office, &picture(seed), &circumstance)
                .unwrap()
            else {
                panic!("the picture was kept before");
            };
            let new = NewTag {
                who: Who::Person(person.clone()),
                face: None,
                area: None,
            };
            desk.tag(&office, &id, new).unwrap();
            desk.finish_tagging(&office, &id).unwrap();
            desk.tick(&office, &id, &ITEMS.map(str::to_owned), true)
                .unwrap();
            id
        };
        let of_amira = photo(1, &amira);
        let of_ben = photo(2, &ben);
        let of_cara = photo(3, &cara);
        desk.sign_off(&head, &of_amira, &channel("website"))
            .unwrap();
        drop(desk);
        let mut register = school.register();
        let then = at("2026-03-02T08:30:00Z");
        pins::make_quick(&mut register, then, &head.id().0, |_| PIN.to_owned());
        drop(register);
        Template {
            head,
            office,
            amira,
            ben,
            cara,
            of_amira,
            of_ben,
            of_cara,
            files: files_under(&school.data),
        }
    }
}

/// What Amira's mother says to the office, by word of mouth, on the day that the template stands ready.
pub fn said_of_amira(
    desk: &mut Desk,
    office: &Session,
    channels: &[&str],
    answer: Answer,
) -> Done<()> {
    let channels: Vec<ChannelId> = channels.iter().map(|id| channel(id)).collect();
    let form = Form {
        person: &template().amira,
        channels: &channels,
        answer,
        relation: Relation::Parent,
        by: "S Khan",
        signed: morning().date_naive(),
        from: None,
        until: None,
        evidence: Evidence::Spoken,
        file: None,
    };
    desk.add_answers(office, &form).map(drop)
}

/// Every file under a folder with its bytes.
pub fn files_under(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_owned();
                found.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// A school in a folder of its own.
pub struct School {
    pub data: PathBuf,
    pub clock: HandClock,
    folder: Option<TempDir>,
}

impl School {
    /// A copy of the template.
    pub fn copy() -> School {
        School::at(None).filled()
    }

    fn filled(self) -> School {
        for (name, bytes) in &template().files {
            let path = self.data.join(name);
            private_folder(path.parent().unwrap());
            fs::write(&path, bytes).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        self
    }

    /// A copy of the template in this folder, which is somebody else's to remove.
    pub fn copy_into(data: &Path) -> School {
        School::at(Some(data.to_owned())).filled()
    }

    /// No school yet: only the device's key file.
    pub fn empty() -> School {
        let school = School::at(None);
        private_folder(&school.data);
        keyring::make(&school.data.join("device.key")).unwrap();
        school
    }

    /// The school in this data folder, which is somebody else's to remove.
    pub fn at(data: Option<PathBuf>) -> School {
        let folder = data.is_none().then(|| tempfile::tempdir().unwrap());
        School {
            data: data.unwrap_or_else(|| folder.as_ref().unwrap().path().join("data")),
            clock: HandClock::showing(morning()),
            folder,
        }
    }

    /// A folder beside the school's own, made where it is not there.
    pub fn beside(&self, name: &str) -> PathBuf {
        let path = self.folder.as_ref().unwrap().path().join(name);
        fs::create_dir_all(&path).unwrap();
        path
    }

    pub fn keyring(&self) -> Keyring {
        keyring::read(&self.data.join("device.key")).unwrap()
    }

    pub fn identity(&self) -> Arc<Identity> {
        Arc::new(self.keyring().identity)
    }

    pub fn register(&self) -> Register {
        Register::over(Box::new(self.store()), self.identity()).unwrap()
    }

    /// What the register keeps its rows in.
    pub fn store(&self) -> SqliteStore {
        let file = self.data.join("register.db");
        opened_store(&file, &self.keyring().register_key).unwrap()
    }

    pub fn vault(&self) -> FolderVault {
        FolderVault::open(&self.data.join("vault")).unwrap()
    }

    pub fn desk(&self) -> Desk {
        Desk::new(
            self.register(),
            Box::new(self.vault()),
            Box::new(InProcess::default()),
            Box::new(NoFaces),
            Box::new(self.clock.clone()),
            self.identity(),
            self.data.clone(),
        )
    }

    /// The database, opened past the register by somebody who has its key.
    pub fn raw(&self) -> Connection {
        raw(&self.data.join("register.db"), &self.keyring())
    }

    /// Runs statements past the register, every trigger and check out of the way while they run.
    pub fn tamper(&self, sql: &str) {
        let db = self.raw();
        past_the_triggers(&db, sql);
        db.close().unwrap();
    }
}

/// Opens a register, as [`opened_store`] does.
pub fn opened(file: &Path, key: &SealKey, identity: Identity) -> Result<Register, RegisterError> {
    Register::over(Box::new(opened_store(file, key)?), Arc::new(identity))
}

/// Opens the file of a register. A child that another test starts shares our lock from its fork to its
/// exec, so that a register that was just closed may be in use for a moment.
fn opened_store(file: &Path, key: &SealKey) -> Result<SqliteStore, RegisterError> {
    for _ in 0..200 {
        match SqliteStore::open(file, key) {
            Err(RegisterError::InUse) => {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            opened => return opened,
        }
    }
    Err(RegisterError::InUse)
}

pub fn raw(file: &Path, keyring: &Keyring) -> Connection {
    let db = Connection::open(file).unwrap();
    let key = format!("x'{}'", hex::encode(keyring.register_key.as_slice()));
    db.pragma_update(None, "key", key).unwrap();
    db
}

/// Takes every trigger and check down, runs statements, and puts the triggers back as they were:
/// whoever leaves them down is noticed at the next start. Gives the rows changed by the last.
pub fn past_the_triggers(db: &Connection, sql: &str) -> u64 {
    let triggers = names(db, "SELECT sql FROM sqlite_master WHERE type = 'trigger'");
    for name in names(db, "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    db.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
        .unwrap();
    db.execute_batch(sql).unwrap();
    let changed = db.changes();
    for trigger in triggers {
        db.execute_batch(&trigger).unwrap();
    }
    changed
}

/// The first column of every row, as text.
pub fn names(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

pub fn private_folder(path: &Path) {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .unwrap();
}

/// A printer that takes what it is given, or says this instead.
pub struct Tray {
    says: Result<(), PrinterError>,
    took: Mutex<Vec<(String, Vec<u8>)>>,
}

impl Tray {
    pub fn saying(says: Result<(), PrinterError>) -> Arc<Tray> {
        Arc::new(Tray {
            says,
            took: Mutex::default(),
        })
    }

    pub fn pages(&self) -> Vec<(String, Vec<u8>)> {
        self.took.lock().unwrap().clone()
    }
}

impl Printer for Tray {
    fn printers(&self) -> Result<Vec<String>, PrinterError> {
        Ok(vec!["Office".to_owned()])
    }

    fn print(&self, _: &str, title: &str, pdf: &[u8]) -> Result<(), PrinterError> {
        let page = (title.to_owned(), pdf.to_vec());
        self.took.lock().unwrap().push(page);
        self.says.clone()
    }
}

/// The outlet that a record names, as the program makes it.
pub fn outlet(kind: OutletKind, place: &str) -> Box<dyn Outlet> {
    match kind {
        OutletKind::Zip => Box::new(ZipOutlet::new(Path::new(place))),
        // No test prints by it: whoever prints makes a printer of their own.
        OutletKind::Print => Box::new(PrintOutlet::new(Arc::new(NoPrinter), place)),
        OutletKind::Folder => Box::new(FolderOutlet::new(Path::new(place))),
    }
}
