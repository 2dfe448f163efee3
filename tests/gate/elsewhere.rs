//! The built program on another machine than the folder's own: a machine with another identity,
//! none, or an empty one, made by laying another `/etc` over this process's own, where the kernel
//! lets us.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::school::{HEAD, OFFICE, Person, School, files_under, photo};

const OTHER: &str = "0123456789abcdef0123456789abcdef\n";

/// A shell that lays `etc` over `/etc` for what it runs, and for nothing else.
fn laid_over(etc: &Path) -> Command {
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut command = Command::new("unshare");
    command.args(if root { vec!["-m"] } else { vec!["-rm"] });
    command
        .args(["--propagation", "private", "sh", "-c"])
        .arg("mount --bind \"$0\" /etc && exec \"$@\"")
        .arg(etc)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn may_lay_over(etc: &Path) -> bool {
    let tried = laid_over(etc).arg("true").output();
    let may = tried.is_ok_and(|ran| ran.status.success());
    if !may {
        eprintln!("skipped: this kernel lets us lay nothing over /etc");
    }
    may
}

/// Types a command on that machine: how it ended, and all that it said.
fn typed(school: &School, etc: &Path, who: Person, words: &[&str]) -> (i32, String) {
    use std::io::Write;
    let mut child = laid_over(etc)
        .arg(env!("CARGO_BIN_EXE_shutterslip"))
        .args(["--as", who.name, "--pin-fd", "0"])
        .args(words)
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("SHUTTERSLIP_DATA", &school.data)
        // Nobody's word for it counts but the machine's.
        .env("MACHINE_ID", "11111111111111111111111111111111")
        .env("SHUTTERSLIP_MACHINE", "11111111111111111111111111111111")
        .env("container", "docker")
        .spawn()
        .unwrap();
    let pin = format!("{}\n", who.pin);
    child.stdin.take().unwrap().write_all(pin.as_bytes()).ok();
    let ran = child.wait_with_output().unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr)
    );
    (ran.status.code().unwrap(), said)
}

fn machine(school: &School, name: &str, id: Option<&str>) -> std::path::PathBuf {
    let etc = school.beside(name);
    fs::create_dir(&etc).unwrap();
    if let Some(id) = id {
        fs::write(etc.join("machine-id"), id).unwrap();
    }
    etc
}

#[test]
fn a_copied_folder_opens_on_no_other_machine_until_the_head_moves_it() {
    let school = School::new();
    let own = machine(&school, "own", Some("fedcba9876543210fedcba9876543210\n"));
    if !may_lay_over(&own) {
        return;
    }
    // The sample was made on this machine; the head moves it, so that the test knows its own.
    let (code, said) = typed(&school, &own, HEAD, &["device", "move", "--why", "a test"]);
    assert_eq!(code, 0, "{said}");
    let (code, said) = typed(&school, &own, OFFICE, &["photo", "list"]);
    assert_eq!(code, 0, "{said}");
    let target = school.folder("target");
    let goes = photo("our-hills");
    let release = ["release", "to", "website", &goes, "--folder", &target];
    for (name, id) in [
        ("other", Some(OTHER)),
        ("empty", Some("")),
        ("absent", None),
        ("uninitialized", Some("uninitialized\n")),
        ("zeros", Some("00000000000000000000000000000000\n")),
    ] {
        let etc = machine(&school, name, id);
        for words in [&release[..], &["photo", "list"], &["audit", "verify"]] {
            let (code, said) = typed(&school, &etc, HEAD, words);
            assert_eq!(code, 1, "{name}: {said}");
            assert!(said.contains("another machine"), "{name}: {said}");
            assert!(said.contains("device move"), "{name}: {said}");
        }
    }
    assert_eq!(files_under(Path::new(&target)).len(), 0);
    // The office may not move it, and whoever may not be seen moving it may not either.
    let other = school.beside("other");
    let (code, said) = typed(
        &school,
        &other,
        OFFICE,
        &["device", "move", "--why", "mine"],
    );
    assert_eq!(code, 1, "{said}");
    let (code, said) = typed(
        &school,
        &other,
        HEAD,
        &["device", "move", "--why", "new PC"],
    );
    assert_eq!(code, 0, "{said}");
    let (code, said) = typed(&school, &other, HEAD, &["--json", "incident", "list"]);
    assert_eq!(code, 0, "{said}");
    // Two moves, and one for each machine that it was tried on: those without a name are one.
    assert_eq!(said.matches("\"other-machine\"").count(), 4, "{said}");
    let (code, said) = typed(&school, &other, HEAD, &["audit", "verify"]);
    assert_eq!(code, 0, "{said}");
    // No identity of a machine stands anywhere in the folder.
    for file in files_under(&school.data) {
        let bytes = fs::read(&file).unwrap();
        let holds = |id: &[u8]| bytes.windows(id.len()).any(|part| part == id);
        assert!(!holds(&OTHER.as_bytes()[..32]), "{}", file.display());
    }
}
