//! A sample school to try things on, and somebody's hand at the command line. Looks at all that is
//! printed: no PIN and no child's full name ever stands in a message.

#[path = "../safekeeping/forms.rs"]
#[allow(clippy::duplicate_mod, reason = "the suite of slips uses both schools")]
#[allow(dead_code, reason = "other suites use the rest of it")]
pub mod forms;
#[path = "../safekeeping/pins.rs"]
#[allow(clippy::duplicate_mod, reason = "the suite of slips uses both schools")]
mod pins;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock, OnceLock};

use serde_json::Value;
use shutterslip::clock::{Clock, SystemClock};
use shutterslip::register::store::sqlite;
use shutterslip::sample::data::{self, PhotoPlan, SampleSchool};
use tempfile::TempDir;

/// The sample's own account of itself.
pub static PLAN: LazyLock<SampleSchool> = LazyLock::new(|| data::load().unwrap());

/// Accounts of the sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: &'static str,
    pub pin: &'static str,
}

const fn person(name: &'static str, pin: &'static str) -> Person {
    Person { name, pin }
}

pub const PATEL: Person = person("Ms Patel", "271828");
pub const HUGHES: Person = person("Mr Hughes", "314159");
pub const OFFICE: Person = person("Mrs Okafor", "141421");
pub const TECHNICIAN: Person = person("Ms Lewis", "577215");
pub const HEAD: Person = person("Dr Shaw", "173205");

/// One of each role.
pub const ROLES: [(&str, Person); 4] = [
    ("practitioner", PATEL),
    ("office", OFFICE),
    ("head", HEAD),
    ("technician", TECHNICIAN),
];

/// Channels that a picture can go to.
pub const CHANNELS: [&str; 6] = [
    "wall",
    "journal",
    "newsletter",
    "website",
    "social",
    "press",
];

/// The one of them that is inside the school: its copies are printed, never written to a file.
pub const INSIDE: &str = "wall";

/// The others.
pub fn outside() -> impl Iterator<Item = &'static str> {
    CHANNELS.into_iter().filter(|channel| *channel != INSIDE)
}

/// The school that nothing is ever tried on, and what `sample --json` said of it.
struct Pristine {
    home: TempDir,
    told: Value,
    /// The register's ids, by the sample's own.
    people: BTreeMap<String, String>,
}

static PRISTINE: OnceLock<Pristine> = OnceLock::new();

fn pristine() -> &'static Pristine {
    PRISTINE.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        let made = hand(home.path(), &data)
            .arg("--json")
            .arg("sample")
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let told = serde_json::from_slice(&made.stdout).unwrap();
        sign_in_quickly(&data);
        // Names are asked of a copy: asking leaves a trace, and this one stays as it was made.
        let mut pristine = Pristine {
            home,
            told,
            people: BTreeMap::new(),
        };
        let asked = School::copied(&pristine);
        let listed = asked.run(OFFICE, &["--json", "person", "list"]).json();
        let gone = asked.run(OFFICE, &["--json", "person", "list", "--left"]);
        let gone = gone.json();
        let id_of = |given: &str, family: &str| {
            let entries = listed.as_array().unwrap().iter();
            let mut same = entries.chain(gone.as_array().unwrap()).filter(|entry| {
                entry["person"]["given"] == given && entry["person"]["family"] == family
            });
            let id = same.next().unwrap()["person"]["id"].as_str().unwrap();
            assert!(same.next().is_none(), "two are called {given} {family}");
            id.to_owned()
        };
        let children = PLAN.children.iter();
        let children = children.map(|one| (&one.id, &one.given, &one.family));
        let staff = PLAN.staff.iter();
        let staff = staff.map(|one| (&one.id, &one.given, &one.family));
        let visitors = PLAN.visitors.iter();
        let visitors = visitors.map(|one| (&one.id, &one.given, &one.family));
        let people = children
            .chain(staff)
            .chain(visitors)
            .map(|(slug, given, family)| (slug.clone(), id_of(given, family)))
            .collect();
        pristine.people = people;
        pristine
    })
}

/// Hundreds of commands sign in; what a PIN costs whoever guesses is tried where accounts are new.
fn sign_in_quickly(data: &Path) {
    let keyring = shutterslip::keyring::read(&data.join("device.key")).unwrap();
    let identity = Arc::new(keyring.identity);
    let file = data.join("register.db");
    let mut register = sqlite::open(&file, &keyring.register_key, identity).unwrap();
    let mut staff = register.staff().unwrap().into_iter();
    let head = staff.find(|one| one.name == HEAD.name).unwrap();
    let known = data::staff().unwrap();
    let pin_of = |name: &str| {
        let mut known = known.iter();
        known.find(|one| one.name == name).unwrap().pin.clone()
    };
    pins::make_quick(&mut register, SystemClock.now(), &head.id.0, pin_of);
}

/// A command line in an empty working folder, with nothing of the caller's surroundings.
fn hand(home: &Path, data: &Path) -> Command {
    hand_by(Command::new(env!("CARGO_BIN_EXE_shutterslip")), home, data)
}

/// As `hand`, by a program that starts ours.
fn hand_by(mut command: Command, home: &Path, data: &Path) -> Command {
    for folder in ["cwd", "tmp", "user"] {
        fs::create_dir_all(home.join(folder)).unwrap();
    }
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home.join("user"))
        .env("TMPDIR", home.join("tmp"))
        .env("SHUTTERSLIP_DATA", data)
        .current_dir(home.join("cwd"))
        .stdin(Stdio::null());
    command
}

/// A copy of the sample school, to do anything with.
pub struct School {
    home: TempDir,
    pub data: PathBuf,
}

impl School {
    pub fn new() -> School {
        School::copied(pristine())
    }

    fn copied(from: &Pristine) -> School {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        copy_folder(&from.home.path().join("data"), &data);
        School { home, data }
    }

    /// A copy of this one as it stands, so that two tests do not open it at once.
    pub fn again(&self) -> School {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        copy_folder(&self.data, &data);
        School { home, data }
    }

    /// A folder that is no school yet.
    pub fn none() -> School {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        School { home, data }
    }

    /// A path beside the data folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A new empty folder beside the data folder.
    pub fn folder(&self, name: &str) -> String {
        let folder = self.beside(name);
        fs::create_dir(&folder).unwrap();
        folder.to_str().unwrap().to_owned()
    }

    /// A file beside the data folder, with these bytes.
    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let file = self.beside(name);
        fs::write(&file, bytes).unwrap();
        file.to_str().unwrap().to_owned()
    }

    /// Types a command as somebody who signs in.
    #[track_caller]
    pub fn run(&self, who: Person, typed: &[&str]) -> Ran {
        let mut all = vec!["--as", who.name, "--pin-fd", "0"];
        all.extend(typed);
        self.typed(&all, &[who.pin])
    }

    /// Types exactly this, with these lines to read PINs from.
    #[track_caller]
    pub fn typed(&self, typed: &[&str], pins: &[&str]) -> Ran {
        let mut command = hand(self.home.path(), &self.data);
        command.args(typed);
        run_to_its_end(command, typed, pins)
    }

    /// Types words that need be no text, as file names need not.
    #[track_caller]
    pub fn run_os(&self, who: Person, typed: &[OsString]) -> Ran {
        let mut command = hand(self.home.path(), &self.data);
        command
            .args(["--as", who.name, "--pin-fd", "0"])
            .args(typed);
        let shown: Vec<String> = typed
            .iter()
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        run_to_its_end(command, &shown, &[who.pin])
    }

    /// As `run`, and what it took, with the processes that it started and waited for.
    #[track_caller]
    pub fn measured(&self, who: Person, typed: &[&str]) -> (Ran, Taken) {
        let told = self.beside("taken");
        let mut command = hand_by(Command::new("/usr/bin/time"), self.home.path(), &self.data);
        command
            .args(["-q", "-f", "%M %U %S", "-o"])
            .arg(&told)
            .arg(env!("CARGO_BIN_EXE_shutterslip"))
            .args(["--as", who.name, "--pin-fd", "0"])
            .args(typed);
        let ran = run_to_its_end(command, typed, &[who.pin]);
        let told = fs::read_to_string(told).unwrap();
        let numbers: Vec<f64> = told
            .split_whitespace()
            .map(|number| number.parse().unwrap())
            .collect();
        let taken = Taken {
            peak_mb: (numbers[0] / 1024.0).ceil() as u64,
            cpu_seconds: numbers[1] + numbers[2],
        };
        (ran, taken)
    }

    /// Nothing was left where commands run, nor in the folder for temporary files.
    #[track_caller]
    pub fn left_nothing_lying_about(&self) {
        for folder in ["cwd", "tmp", "user"] {
            let lying = files_under(&self.beside(folder));
            assert!(lying.is_empty(), "{lying:?}");
        }
    }

    /// Gives a channel the sign-off that it asks for.
    #[track_caller]
    pub fn sign_off(&self, who: Person, story: &str, channel: &str) {
        self.run(who, &["photo", "sign-off", &photo(story), "--for", channel])
            .done();
    }

    /// Releases one photo by the office, which must go: the copy's path.
    #[track_caller]
    pub fn goes_out(&self, story: &str, channel: &str) -> PathBuf {
        let folder = self.beside(&format!("{story}-{channel}"));
        fs::create_dir(&folder).unwrap();
        let place = folder.to_str().unwrap();
        let id = photo(story);
        let typed = ["--json", "release", "to", channel, &id, "--folder", place];
        let out = self.run(OFFICE, &typed).done().json();
        assert_eq!(out[0]["out"], true, "{out}");
        folder.join(out[0]["file"].as_str().unwrap())
    }

    /// Tries to release one photo by the office, which must stay: the reasons.
    #[track_caller]
    pub fn stays(&self, story: &str, channel: &str) -> Vec<String> {
        if channel == INSIDE {
            let typed = ["--json", "photo", "check", &photo(story), "--for", INSIDE];
            let told = self.run(OFFICE, &typed).refused().json();
            return texts(&told[0]["channels"][INSIDE]["reasons"]);
        }
        let folder = self.beside("stays");
        fs::create_dir_all(&folder).unwrap();
        let place = folder.to_str().unwrap();
        let id = photo(story);
        let typed = ["--json", "release", "to", channel, &id, "--folder", place];
        let out = self.run(OFFICE, &typed).refused().json();
        assert_eq!(out[0]["out"], false, "{out}");
        assert_eq!(files_under(&folder), Vec::<PathBuf>::new());
        texts(&out[0]["reasons"])
    }
}

/// What a process took, at most and in all.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    pub peak_mb: u64,
    pub cpu_seconds: f64,
}

#[track_caller]
fn run_to_its_end(mut command: Command, typed: &[&str], pins: &[&str]) -> Ran {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = pins.join("\n");
    lines.push('\n');
    // A command that asks for no PIN may be gone before it could be given one.
    child.stdin.take().unwrap().write_all(lines.as_bytes()).ok();
    let ended = child.wait_with_output().unwrap();
    let ran = Ran {
        typed: typed.iter().map(|word| (*word).to_owned()).collect(),
        code: ended.status.code().expect("it ended by itself"),
        out: String::from_utf8(ended.stdout).expect("what is printed is text"),
        err: String::from_utf8(ended.stderr).expect("what is told is text"),
    };
    ran.tells_nothing_secret();
    ran
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Ran {
    typed: Vec<String>,
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    #[track_caller]
    pub fn ends(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Done.
    #[track_caller]
    pub fn done(self) -> Ran {
        self.ends(0)
    }

    /// Blocked or refused, with words about why.
    #[track_caller]
    pub fn refused(self) -> Ran {
        assert!(!(self.out.is_empty() && self.err.is_empty()), "{self:#?}");
        self.ends(1)
    }

    /// Wrong usage, or unreadable input.
    #[track_caller]
    pub fn unusable(self) -> Ran {
        self.ends(2)
    }

    /// The store cannot be reached, or is damaged.
    #[track_caller]
    pub fn store_fails(self) -> Ran {
        self.ends(3)
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// All that was said, in both streams.
    pub fn said(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Ran {
        assert!(self.said().contains(words), "`{words}`: {self:#?}");
        self
    }

    /// No PIN anywhere, and no child's full name in a message: only a list that was asked for, and
    /// words that a person typed, may hold one.
    #[track_caller]
    fn tells_nothing_secret(&self) {
        let said = self.said();
        for pin in PLAN.staff.iter().map(|one| one.pin.as_str()) {
            let alone = said
                .split(|letter: char| !letter.is_ascii_alphanumeric())
                .any(|word| word == pin);
            assert!(!alone, "a PIN is printed: {self:#?}");
        }
        let has = |word: &str| self.typed.iter().any(|typed| typed == word);
        let lists = [
            "list",
            "show",
            "unanswered",
            "ending",
            "lapsed",
            "refused",
            "no-last-day",
            "no-birth-date",
            "old-evidence",
            "import-mis",
        ];
        let may_name = (has("person") && lists.iter().any(|one| has(one)))
            || (has("photo") && has("show"))
            || (has("slip") && has("read"));
        let mut heard = self.err.clone();
        if !may_name {
            heard.push_str(&self.out);
        }
        for typed in self.typed.iter().filter(|typed| typed.contains(' ')) {
            heard = heard.replace(typed.as_str(), "");
        }
        let heard = heard.to_lowercase();
        for child in &PLAN.children {
            let full = format!("{} {}", child.given, child.family).to_lowercase();
            assert!(!heard.contains(&full), "a full name is told: {self:#?}");
        }
    }
}

/// Copies a school: sealed files are never changed in place, so they are linked; the rest is copied.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &place);
        } else if place.extension().is_some_and(|ending| ending == "sealed") {
            fs::hard_link(entry.path(), place).unwrap();
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// Every file under a folder.
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(files_under(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

/// The pictures among them.
pub fn pictures_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = files_under(folder);
    found.retain(|file| file.extension().is_some_and(|ending| ending == "jpg"));
    found
}

/// The id of the sample's photo of that name.
#[track_caller]
pub fn photo(story: &str) -> String {
    let photos = pristine().told["photos"].as_array().unwrap();
    let found = photos.iter().find(|one| one["story"] == story);
    found.unwrap_or_else(|| panic!("no story {story}"))["photo"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The register's id of somebody whom the sample knows by its own.
#[track_caller]
pub fn id(slug: &str) -> &'static str {
    &pristine().people[slug]
}

/// What `sample --json` said.
pub fn told() -> &'static Value {
    &pristine().told
}

/// The plan of the sample's photo of that name.
#[track_caller]
pub fn plan(story: &str) -> &'static PhotoPlan {
    PLAN.photos.iter().find(|plan| plan.id == story).unwrap()
}

/// Photos that were kept.
pub fn kept() -> impl Iterator<Item = &'static PhotoPlan> {
    PLAN.photos
        .iter()
        .filter(|plan| !plan.is_refused_at_take_in)
}

/// Asks by name for those in which nobody is named: among others they go by no other way.
pub fn by_name() -> Vec<String> {
    kept()
        .filter(|plan| plan.tags.is_empty() && plan.is_tagging_done)
        .flat_map(|plan| ["--nobody".to_owned(), photo(&plan.id)])
        .collect()
}

/// A reason of the sample's plan (`refused:amira-khan`) as the program says it, by the register's id.
pub fn reason(planned: &str) -> String {
    match planned.split_once(':') {
        Some((code, slug)) if code != "checklist" => format!("{code}:{}", id(slug)),
        _ => planned.to_owned(),
    }
}

/// Texts of a JSON list.
#[track_caller]
pub fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    list.iter()
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}
