//! What surrounds the program: odd file descriptors, another process that holds the school, several
//! that guess at once. None of it opens a way out.
//! `LD_PRELOAD` is out of reach: whoever sets it runs their own code as this user already.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::school::{HEAD, OFFICE, PATEL, School, files_under, forms, id, photo};

fn program(school: &School) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shutterslip"));
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("SHUTTERSLIP_DATA", &school.data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A school that somebody made for themselves, with the other's vault or register put into it.
#[test]
fn a_school_of_ones_own_opens_nothing_of_another() {
    let school = School::new();
    for stolen in ["vault", "register.db"] {
        let own = School::none();
        let typed = [
            "setup", "--school", "Mine", "--head", "Dr Own", "--pin-fd", "0",
        ];
        own.typed(&typed, &["860417"]).done();
        let place = own.data.join(stolen);
        if stolen == "vault" {
            fs::remove_dir_all(&place).unwrap();
            symlink(school.data.join("vault"), &place).unwrap();
        } else {
            fs::remove_file(&place).unwrap();
            fs::copy(school.data.join("register.db"), &place).unwrap();
        }
        let target = own.folder("target");
        let id = photo("our-hills");
        let typed = [
            "--as", "Dr Own", "--pin-fd", "0", "release", "to", "journal", &id, "--folder", &target,
        ];
        let ran = own.typed(&typed, &["860417"]);
        assert_ne!(ran.code, 0, "{ran:?}");
        assert_eq!(files_under(Path::new(&target)).len(), 0);
    }
    // And the other's pictures are as they were.
    school.run(HEAD, &["audit", "verify", "--files"]).done();
}

#[test]
fn pins_from_odd_descriptors_are_refused_and_nothing_of_them_is_told() {
    let school = School::new();
    let key = school.data.join("device.key");
    let secret = fs::read_to_string(&key).unwrap();
    let secret = secret.lines().nth(2).unwrap();
    let register = school.data.join("register.db");
    for redirected in [
        "3</dev/zero".to_owned(),
        "3</dev/null".to_owned(),
        "3</".to_owned(),
        "3>/dev/null".to_owned(),
        "3<&-".to_owned(),
        format!("3<'{}'", key.display()),
        format!("3<'{}'", register.display()),
    ] {
        let ran = Command::new("sh")
            .args(["-c", &format!("exec \"$0\" \"$@\" {redirected}")])
            .arg(env!("CARGO_BIN_EXE_shutterslip"))
            .args(["--as", OFFICE.name, "--pin-fd", "3", "photo", "list"])
            .env("SHUTTERSLIP_DATA", &school.data)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
        assert!(
            [1, 2].contains(&ran.status.code().unwrap()),
            "{redirected}: {said}"
        );
        assert!(!said.contains(&secret[..16]), "{redirected}");
    }
}

/// With nothing to read from or write to, a register is not written over by what is printed.
#[test]
fn closed_standard_streams_damage_nothing() {
    let school = School::new();
    let pin = school.file("pin", format!("{}\n", OFFICE.pin).as_bytes());
    for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
        let ran = Command::new("sh")
            .args(["-c", &format!("exec \"$0\" \"$@\" {closed} 3<'{pin}'")])
            .arg(env!("CARGO_BIN_EXE_shutterslip"))
            .args(["--as", OFFICE.name, "--pin-fd", "3", "photo", "list"])
            .env("SHUTTERSLIP_DATA", &school.data)
            .output()
            .unwrap();
        assert!(ran.status.code().is_some(), "{closed}: {ran:?}");
    }
    school.run(HEAD, &["audit", "verify", "--files"]).done();
}

/// A program that holds the school open: it waits for a PIN that nobody types.
fn holder(school: &School) -> Child {
    let mut holder = program(school);
    holder.args(["--as", OFFICE.name, "--pin-fd", "0", "photo", "list"]);
    let mut held = holder.spawn().unwrap();
    for _ in 0..600 {
        std::thread::sleep(std::time::Duration::from_millis(50));
        // It has opened the school as soon as nobody else can have the lock.
        let lock = fs::File::open(school.data.join("register.lock")).unwrap();
        if matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)) {
            return held;
        }
        drop(lock);
        // It met our own look at the lock.
        if held.try_wait().unwrap().is_some() {
            held = holder.spawn().unwrap();
        }
    }
    held.kill().unwrap();
    held.wait().unwrap();
    panic!("it never opened the school");
}

#[test]
fn a_school_that_is_open_is_opened_by_nobody_else_under_whatever_name() {
    let school = School::new();
    let mut held = holder(&school);
    let link = school.beside("link");
    symlink(&school.data, &link).unwrap();
    let hard = school.beside("hard");
    fs::create_dir(&hard).unwrap();
    fs::hard_link(school.data.join("register.db"), hard.join("register.db")).unwrap();
    fs::copy(school.data.join("device.key"), hard.join("device.key")).unwrap();
    let round_about = school.data.join("..").join("data");
    let as_office = ["--as", OFFICE.name, "--pin-fd", "0", "photo", "list"];
    let refused = |data: &Path| {
        let mut typed = vec!["--data", data.to_str().unwrap()];
        typed.extend(as_office);
        school
            .typed(&typed, &[OFFICE.pin])
            .store_fails()
            .says("already open");
    };
    for data in [&school.data, &link, &round_about, &hard] {
        refused(data);
    }
    fs::remove_file(school.data.join("register.lock")).unwrap();
    for data in [&school.data, &link] {
        refused(data);
    }
    // Killed, it leaves nothing that keeps others out.
    held.kill().unwrap();
    held.wait().unwrap();
    school.run(OFFICE, &["photo", "list"]).done();
    school.run(HEAD, &["audit", "verify"]).done();
}

/// Eight at once: whoever gets in waits like one who comes after the other.
#[test]
fn guessing_from_several_programs_at_once_gives_no_more_guesses() {
    let school = School::new();
    for _ in 0..3 {
        let guessing: Vec<Child> = (0..8)
            .map(|_| {
                let mut child = program(&school)
                    .args(["--as", HEAD.name, "--pin-fd", "0", "photo", "list"])
                    .spawn()
                    .unwrap();
                child.stdin.take().unwrap().write_all(b"999333\n").ok();
                child
            })
            .collect();
        for child in guessing {
            let ran = child.wait_with_output().unwrap();
            assert!([1, 3].contains(&ran.status.code().unwrap()), "{ran:?}");
        }
    }
    // Whatever the order was, three tries were heard at most, and one waits after three.
    for _ in 0..3 {
        school
            .run(
                super::school::Person {
                    pin: "999333",
                    ..HEAD
                },
                &["photo", "list"],
            )
            .refused();
    }
    school
        .run(HEAD, &["photo", "list"])
        .refused()
        .says("try again in");
}

/// Somebody types their PIN where the name goes: it is not repeated to whoever looks on.
#[test]
fn a_pin_in_place_of_the_name_is_not_repeated() {
    let school = School::new();
    for name in ["271828", "Ms Patel 271828", "Ms Patel\n271828"] {
        let typed = ["--as", name, "--pin-fd", "0", "photo", "list"];
        let ran = school.typed(&typed, &["271828"]).refused();
        assert!(!ran.said().contains("271828"), "{name}");
    }
}

/// What went out, or anything without the marks of the school's camera, does not come back in.
#[test]
fn a_released_copy_fed_back_is_refused_and_is_one_incident() {
    let school = School::new();
    let copy = school.goes_out("our-hills", "website");
    let copy = copy.to_str().unwrap();
    for _ in 0..3 {
        school
            .run(PATEL, &["photo", "take-in", copy])
            .refused()
            .says("not-school-device");
    }
    let listed = school.run(HEAD, &["--json", "incident", "list"]).done();
    let listed = listed.json();
    let of_it = listed.as_array().unwrap().iter().filter(|one| {
        let incident = &one["incident"];
        incident["kind"] == "personal-device"
            && incident["note"]
                .as_str()
                .unwrap()
                .contains("the sum of its file")
    });
    // The sample opened one of its own, of a phone's picture.
    assert_eq!(of_it.count(), 2, "{listed}");
}

/// In other letters of the same sound, with signs that nobody sees in its midst: a child's name is
/// still a name.
#[test]
fn a_childs_name_in_odd_unicode_stays_a_name() {
    let school = School::new();
    let shown = photo("our-hills");
    for caption in [
        "Ａｍｉｒａ Ｋｈａｎ",
        "𝐀𝐦𝐢𝐫𝐚 𝐊𝐡𝐚𝐧",
        "A\u{301}mira Kh\u{e4}n",
        "KHAN, amira",
        "Amira\u{a0}Khan",
        "Amira\u{2003}Khan",
        "amira-khan",
        "Am\u{200b}ira Khan",
        "Amira Kh\u{ad}an",
        "Am\u{200d}ira Kh\u{2060}an",
        "\u{feff}Amira Khan",
    ] {
        school
            .run(OFFICE, &["photo", "words", &shown, "--caption", caption])
            .done();
        let reasons = school.stays("our-hills", "website");
        let names = reasons.iter().any(|one| one.starts_with("name-in-text"));
        assert!(names, "{caption}: {reasons:?}");
    }
}

#[test]
fn no_variable_of_the_surroundings_changes_a_verdict_or_opens_a_way_out() {
    let school = School::new();
    let (target, odd) = (school.folder("target"), school.folder("odd"));
    let planted = school.folder("planted");
    for name in ["exiftool", "sh", "convert", "python3", "shutterslip"] {
        let file = Path::new(&planted).join(name);
        fs::write(&file, format!("#!/bin/sh\ntouch {odd}/was-run\n")).unwrap();
        fs::set_permissions(&file, PermissionsExt::from_mode(0o755)).unwrap();
    }
    let path = format!("{planted}:/usr/bin:/bin");
    // Amira may be shown through today at the school, and from today on: a zone that is a day ahead
    // or behind, and one of the two always is, would say otherwise.
    let today = chrono::Utc::now()
        .with_timezone(&chrono_tz::Europe::London)
        .date_naive()
        .to_string();
    let form = school.file("form.pdf", &forms::form("a signed form"));
    let typed = [
        "permission",
        "add",
        id("amira-khan"),
        "granted",
        "--for",
        "website",
        "--by",
        "S Khan",
        "--signed",
        &today,
        "--from",
        &today,
        "--until",
        &today,
        "--evidence",
        "paper",
        "--file",
        &form,
    ];
    school.run(OFFICE, &typed).done();
    let blocked = photo("forest-school");
    let check = ["--json", "photo", "check", "--for", "website"];
    let (code, sound) = as_office(program(&school), &check);
    assert_eq!(code, 1, "{sound}");
    for (name, value) in [
        ("TZ", "Pacific/Kiritimati"),
        ("TZ", "Pacific/Pago_Pago"),
        ("TZ", ":/etc/passwd"),
        ("HOME", odd.as_str()),
        ("TMPDIR", odd.as_str()),
        ("XDG_DATA_HOME", odd.as_str()),
        ("XDG_CONFIG_HOME", odd.as_str()),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "C"),
        ("PATH", path.as_str()),
        ("PATH", ""),
        ("RUST_LOG", "trace"),
        ("RUST_BACKTRACE", "full"),
        ("SQLITE_TMPDIR", odd.as_str()),
        ("SQLITE_HISTORY", odd.as_str()),
        ("GST_DEBUG", "9"),
        ("GST_PLUGIN_PATH", odd.as_str()),
        ("OPENSSL_CONF", "/dev/null"),
        ("SHUTTERSLIP_FORCE", "1"),
        ("SHUTTERSLIP_PIN", "173205"),
    ] {
        let surrounded = || {
            let mut command = program(&school);
            command.env(name, value);
            command
        };
        let (code, said) = as_office(surrounded(), &check);
        assert_eq!((code, &said), (1, &sound), "{name}={value}");
        let typed = ["release", "to", "website", &blocked, "--folder", &target];
        let (code, said) = as_office(surrounded(), &typed);
        assert_eq!(code, 1, "{name}={value}: {said}");
        assert!(said.contains("refused"), "{name}={value}: {said}");
        assert!(!said.contains(OFFICE.pin), "{name}={value}: {said}");
        assert_eq!(files_under(Path::new(&target)).len(), 0, "{name}={value}");
        let left = files_under(Path::new(&odd));
        assert!(left.is_empty(), "{name}={value}: {left:?}");
    }
}

/// Runs it as the office: how it ended, and all that it said.
fn as_office(mut command: Command, typed: &[&str]) -> (i32, String) {
    let mut child = command
        .args(["--as", OFFICE.name, "--pin-fd", "0"])
        .args(typed)
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{}", OFFICE.pin).unwrap();
    drop(stdin);
    let ran = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
    (ran.status.code().unwrap(), said.into_owned())
}

/// A pipe would be waited for, a device read for ever.
#[test]
fn what_is_no_file_is_refused_at_once_where_a_file_is_asked_for() {
    let school = School::new();
    let pipe = school.beside("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let person = id("amira-khan");
    for odd in [pipe.to_str().unwrap(), "/dev/zero", "/dev/stdin"] {
        for typed in [
            &["person", "import-mis", odd][..],
            &[
                "permission",
                "add",
                person,
                "granted",
                "--for",
                "journal",
                "--by",
                "A",
                "--file",
                odd,
            ],
            &["photo", "check-file", odd],
            &["policy", "test", odd],
        ] {
            let ran = school.run(OFFICE, typed).unusable();
            assert!(ran.says("no file").out.len() < 2_000);
        }
        let taken = school.run(PATEL, &["photo", "take-in", odd]);
        assert_ne!(taken.code, 0, "{taken:?}");
        taken.says("no file");
    }
}

/// Words that somebody typed move nobody's cursor, in a list or in JSON.
#[test]
fn what_a_terminal_obeys_is_neither_taken_nor_printed() {
    let school = School::new();
    let missing = "no\u{1b}[2Jsuch\u{9b}31m.jpg";
    let long = "o".repeat(61);
    for occasion in ["a\u{1b}]0;b\u{7}", "a\nb", &long] {
        let typed = ["photo", "take-in", missing, "--occasion", occasion];
        let ran = school.run(PATEL, &typed);
        assert_ne!(ran.code, 0, "{ran:?}");
        let json = school.run(PATEL, &[&["--json"][..], &typed].concat());
        for said in [ran.said(), json.said()] {
            let obeyed = said.chars().find(|sign| sign.is_control() && *sign != '\n');
            assert_eq!(obeyed, None, "{said:?}");
        }
    }
}

#[test]
fn its_memory_goes_into_no_core_dump() {
    let school = School::new();
    let mut held = holder(&school);
    let limits = fs::read_to_string(format!("/proc/{}/limits", held.id())).unwrap();
    held.kill().unwrap();
    held.wait().unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core"))
        .unwrap();
    let most: Vec<&str> = core.split_whitespace().collect();
    assert_eq!(most[4..6], ["0", "0"], "{core}");
}
