//! What a decoder's bug could do in the process that reads pictures: each is tried there, behind each
//! wall by itself and behind all of them, and refused. A kernel that lacks a wall is told.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use shutterslip::picture::child::confine;
use shutterslip::picture::{ChildDarkroom, Darkroom, InProcess, Limits};

use super::engines::program;
use super::readers::framed;
use super::scenes::*;

const WALL: &str = "SLIP_WALL";
const TARGET: &str = "SLIP_TARGET";
const REFUSED: &str = "refused: ";
const DONE: &str = "done";

/// SIGSYS: the kernel killed the process for a system call that it may not make.
const FORBIDDEN: i32 = 31;
const ABORTED: i32 = 6;
const OUT_OF_TIME: i32 = 24;

fn tight() -> Limits {
    Limits {
        memory_bytes: 64 * 1024 * 1024,
        time: Duration::ZERO,
        ..limits()
    }
}

/// What is tried on a target.
type Attack = fn(&str) -> std::io::Result<()>;

/// How a process ended that tried, and what it said before.
struct Tried {
    status: ExitStatus,
    said: String,
}

/// Tries the attack behind one wall, in a process of its own. `None` where this kernel has no such
/// wall.
fn behind(test: &str, wall: &str, target: &str) -> Option<Tried> {
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("picture::walls::{test}"), "--nocapture"])
        .args(["--test-threads=1"])
        .env(WALL, wall)
        .env(TARGET, target)
        // Looking for a backtrace is forbidden behind a wall, and another death than that at hand.
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    if said.contains("no such wall") {
        println!("skipped: this kernel has no {wall}");
        return None;
    }
    Some(Tried {
        status: ran.status,
        said,
    })
}

/// In the child: goes behind the wall that was asked for, tries, and says what came of it.
fn tries(attack: Attack) -> bool {
    let Ok(wall) = std::env::var(WALL) else {
        return false;
    };
    let target = std::env::var(TARGET).unwrap();
    let say = |words: &str| {
        let mut out = std::io::stdout().lock();
        out.write_all(words.as_bytes()).unwrap();
        out.flush().unwrap();
    };
    let stands = match wall.as_str() {
        "nothing" => true,
        "landlock" => confine::deny_files_and_network() >= 4,
        "limits" => confine::limit(&tight(), 4 * 1024 * 1024 * 1024),
        "seccomp" => confine::allow_only_decoding(),
        "all" => {
            let confinement = confine::entirely(&tight());
            confinement.system_calls && confinement.limits
        }
        other => panic!("no wall `{other}`"),
    };
    if !stands {
        say("no such wall");
        return true;
    }
    match attack(&target) {
        Ok(()) => say(DONE),
        Err(error) => say(&format!("{REFUSED}{:?}", error.raw_os_error())),
    }
    true
}

/// The attack works where there is no wall, and ends behind each as expected: an error number, or
/// the death of the process.
#[track_caller]
fn refused(test: &str, target: &str, landlock: i32, limits: Option<i32>) {
    let free = behind(test, "nothing", target).unwrap();
    assert!(free.said.contains(DONE), "{test}: {}", free.said);
    let expected = [("landlock", Some(landlock)), ("limits", limits)];
    for (wall, number) in expected {
        let Some(number) = number else { continue };
        if let Some(tried) = behind(test, wall, target) {
            let words = format!("{REFUSED}{:?}", Some(number));
            assert!(tried.said.contains(&words), "{wall}: {}", tried.said);
        }
    }
    for wall in ["seccomp", "all"] {
        if let Some(tried) = behind(test, wall, target) {
            assert_eq!(tried.status.signal(), Some(FORBIDDEN), "{}", tried.said);
            assert!(!tried.said.contains(DONE), "{wall}: {}", tried.said);
        }
    }
}

const DENIED: i32 = 13;
const NO_DESCRIPTORS: i32 = 24;

fn reads_a_file(path: &str) -> std::io::Result<()> {
    let mut first = [0];
    File::open(path)?.read_exact(&mut first)
}

#[test]
fn it_cannot_read_a_file_of_the_system() {
    if tries(reads_a_file) {
        return;
    }
    let test = "it_cannot_read_a_file_of_the_system";
    refused(test, "/etc/passwd", DENIED, Some(NO_DESCRIPTORS));
}

#[test]
fn it_cannot_read_a_file_of_the_school() {
    if tries(reads_a_file) {
        return;
    }
    let data = tempfile::tempdir().unwrap();
    for name in ["device.key", "register.db"] {
        let path = data.path().join(name);
        fs::write(&path, "a secret").unwrap();
        refused(
            "it_cannot_read_a_file_of_the_school",
            path.to_str().unwrap(),
            DENIED,
            Some(NO_DESCRIPTORS),
        );
    }
}

#[test]
fn it_cannot_read_its_parents_memory() {
    if tries(|path| File::open(path).map(drop)) {
        return;
    }
    refused(
        "it_cannot_read_its_parents_memory",
        &format!("/proc/{}/environ", std::process::id()),
        DENIED,
        Some(NO_DESCRIPTORS),
    );
}

#[test]
fn it_cannot_make_a_file_or_a_folder() {
    let makes = |path: &str| {
        let path = Path::new(path);
        let inside = path.with_extension(std::process::id().to_string());
        File::create_new(inside).map(drop)
    };
    if tries(makes) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("note");
    let test = "it_cannot_make_a_file_or_a_folder";
    refused(test, path.to_str().unwrap(), DENIED, Some(NO_DESCRIPTORS));
    // The one that was made is that of the free try.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn it_cannot_remove_a_file() {
    if tries(|path| fs::remove_file(path)) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.db");
    let target = path.to_str().unwrap();
    for wall in ["landlock", "seccomp", "all"] {
        fs::write(&path, "kept").unwrap();
        if let Some(tried) = behind("it_cannot_remove_a_file", wall, target) {
            assert!(!tried.said.contains(DONE), "{wall}: {}", tried.said);
            assert_eq!(fs::read_to_string(&path).unwrap(), "kept");
        }
    }
}

#[test]
fn it_cannot_connect_to_anything() {
    if tries(|address| TcpStream::connect(address).map(drop)) {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let test = "it_cannot_connect_to_anything";
    refused(test, &address, DENIED, Some(NO_DESCRIPTORS));
}

#[test]
fn it_cannot_listen_for_anybody() {
    if tries(|address| TcpListener::bind(address).map(drop)) {
        return;
    }
    let test = "it_cannot_listen_for_anybody";
    refused(test, "127.0.0.1:0", DENIED, Some(NO_DESCRIPTORS));
}

#[test]
fn it_cannot_start_a_program() {
    let starts = |path: &str| {
        let mut program = Command::new(path);
        program.stdin(Stdio::inherit()).status().map(drop)
    };
    if tries(starts) {
        return;
    }
    // Root may start as many processes as it likes, so that limit is not looked at.
    let test = "it_cannot_start_a_program";
    refused(test, "/bin/true", DENIED, None);
}

#[test]
fn it_cannot_start_a_thread() {
    let starts = |_: &str| {
        let thread = std::thread::Builder::new().spawn(|| ())?;
        thread.join().map_err(|_| std::io::ErrorKind::Other.into())
    };
    if tries(starts) {
        return;
    }
    for wall in ["seccomp", "all"] {
        if let Some(tried) = behind("it_cannot_start_a_thread", wall, "") {
            assert_eq!(tried.status.signal(), Some(FORBIDDEN), "{}", tried.said);
        }
    }
}

#[test]
fn it_cannot_read_or_write_what_is_open_beside_its_pipes() {
    // Open before the walls: nothing but the filter stands in its way.
    thread_local! {
        static OPEN: std::cell::RefCell<Option<File>> = const { std::cell::RefCell::new(None) };
    }
    let reads = |_: &str| {
        OPEN.with(|open| {
            let mut open = open.borrow_mut();
            open.as_mut().unwrap().read_exact(&mut [0])
        })
    };
    if std::env::var(WALL).is_ok() {
        let open = File::open(std::env::var(TARGET).unwrap()).unwrap();
        OPEN.with(|place| *place.borrow_mut() = Some(open));
    }
    if tries(reads) {
        return;
    }
    for wall in ["seccomp", "all"] {
        let test = "it_cannot_read_or_write_what_is_open_beside_its_pipes";
        if let Some(tried) = behind(test, wall, "/etc/passwd") {
            assert_eq!(tried.status.signal(), Some(FORBIDDEN), "{}", tried.said);
        }
    }
}

#[test]
fn it_cannot_take_more_memory_than_a_picture_may() {
    let takes = |_: &str| {
        // Far more than the limits, and than the machine would miss.
        let bomb = vec![1_u8; 6 * 1024 * 1024 * 1024];
        std::hint::black_box(&bomb);
        Ok(())
    };
    if tries(takes) {
        return;
    }
    for wall in ["limits", "all"] {
        let test = "it_cannot_take_more_memory_than_a_picture_may";
        if let Some(tried) = behind(test, wall, "") {
            assert_eq!(tried.status.signal(), Some(ABORTED), "{}", tried.said);
        }
    }
}

#[test]
fn it_cannot_go_on_past_its_time() {
    let spins = |_: &str| {
        loop {
            std::hint::spin_loop();
        }
    };
    if tries(spins) {
        return;
    }
    for wall in ["limits", "all"] {
        if let Some(tried) = behind("it_cannot_go_on_past_its_time", wall, "") {
            assert_eq!(tried.status.signal(), Some(OUT_OF_TIME), "{}", tried.said);
        }
    }
}

#[test]
fn it_can_make_no_file_no_process_and_no_core_dump_within_its_limits() {
    let (child, _) = started(&Limits::default());
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.0.id())).unwrap();
    for (line, most) in [
        ("Max core file size", 0),
        ("Max file size", 0),
        ("Max open files", 0),
        ("Max processes", 0),
        ("Max cpu time", 21),
    ] {
        let said = limits.lines().find(|found| found.starts_with(line));
        let rest = said.unwrap().strip_prefix(line).unwrap();
        let number: u64 = rest.split_whitespace().next().unwrap().parse().unwrap();
        assert_eq!(number, most, "{line}");
    }
}

/// A child of the program as it is built, started by hand; killed when it goes.
struct Started(std::process::Child);

impl Drop for Started {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Starts it, tells it its limits, and waits until it says what confines it.
fn started(limits: &Limits) -> (Started, serde_json::Value) {
    let child = Command::new(program())
        .arg("--darkroom")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut child = Started(child);
    let input = child.0.stdin.as_mut().unwrap();
    input.write_all(&framed(limits)).unwrap();
    let output = child.0.stdout.as_mut().unwrap();
    let mut length = [0; 4];
    output.read_exact(&mut length).unwrap();
    let mut said = vec![0; u32::from_be_bytes(length) as usize];
    output.read_exact(&mut said).unwrap();
    (child, serde_json::from_slice(&said).unwrap())
}

#[test]
fn the_program_itself_stands_behind_the_walls_that_it_tells_of() {
    let (child, said) = started(&Limits::default());
    assert_eq!(said["own_process"], true);
    assert_eq!(said["limits"], true);
    let status = fs::read_to_string(format!("/proc/{}/status", child.0.id())).unwrap();
    let line = |name: &str| {
        let found = status.lines().find_map(|line| line.strip_prefix(name));
        found.unwrap().trim().to_owned()
    };
    assert_eq!(line("Threads:"), "1");
    if said["system_calls"] == true {
        assert_eq!(line("Seccomp:"), "2");
    }
    if said["system_calls"] == true || said["landlock"] != 0 {
        assert_eq!(line("NoNewPrivs:"), "1");
    }
    let told = ChildDarkroom::of(program(), limits()).confinement();
    assert_eq!(serde_json::to_value(told.unwrap()).unwrap(), said);
    assert!(InProcess::default().confinement().unwrap().is_open());
}

#[test]
fn nothing_that_was_handed_to_the_program_open_reaches_a_child() {
    // In a process of its own, because other tests start programs that inherit what we have open.
    if std::env::var(WALL).is_err() {
        let test = "nothing_that_was_handed_to_the_program_open_reaches_a_child";
        let tried = behind(test, "handed", "").unwrap();
        assert!(tried.status.success(), "{}", tried.said);
        assert!(tried.said.contains("1 passed"), "{}", tried.said);
        return;
    }
    // Starting a program returns before the kernel has closed what the program may not have, so it
    // is given its time to.
    let is_held_by = |start: &dyn Fn() -> Box<dyn std::any::Any>, time: Duration| {
        // Like a PIN's pipe from a shell: a descriptor that every program started inherits.
        let (reading, writing) = rustix::pipe::pipe().unwrap();
        let running = start();
        drop(writing);
        rustix::fs::fcntl_setfl(&reading, rustix::fs::OFlags::NONBLOCK).unwrap();
        let mut reading = File::from(reading);
        let until = Instant::now() + time;
        let is_held = loop {
            match reading.read(&mut [0]) {
                Ok(0) => break false,
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                other => panic!("{other:?}"),
            }
            if Instant::now() > until {
                break true;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        drop(running);
        is_held
    };
    let careless = || -> Box<dyn std::any::Any> {
        let cat = Command::new("cat").stdin(Stdio::piped()).spawn();
        Box::new(Started(cat.unwrap()))
    };
    assert!(
        is_held_by(&careless, Duration::from_millis(300)),
        "the test would see nothing"
    );
    let careful = || -> Box<dyn std::any::Any> {
        let darkroom = ChildDarkroom::of(program(), limits());
        darkroom.get_ready();
        Box::new(darkroom)
    };
    assert!(!is_held_by(&careful, Duration::from_secs(20)));
}

#[test]
fn a_child_that_was_handed_more_than_its_pipes_reads_nothing() {
    let (reading, writing) = rustix::pipe::pipe().unwrap();
    let mut child = Command::new(program())
        .arg("--darkroom")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop((reading, writing));
    let mut said = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut said).unwrap();
    assert!(said.is_empty());
    assert!(!child.wait().unwrap().success());
}

#[test]
fn the_hidden_mode_is_asked_for_by_one_argument_alone() {
    let ran = Command::new(program())
        .args(["--darkroom", "photo"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2), "{ran:?}");
    let help = Command::new(program()).arg("--help").output().unwrap();
    assert!(!String::from_utf8_lossy(&help.stdout).contains("--darkroom"));
}
