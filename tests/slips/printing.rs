//! Printing hands the document over in memory, to a printer that is there, and says so when not.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use shutterslip::paper::cups::Cups;
use shutterslip::paper::{self, NoPrinter, Printer, PrinterError};
use tempfile::TempDir;

/// A script in place of a program of CUPS. Written by another process: a file that we hold open for
/// writing cannot be started.
fn script(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    let written = Command::new("sh")
        .args(["-c", "printf '%s' \"$1\" > \"$0\" && chmod 700 \"$0\""])
        .arg(&path)
        .arg(format!("#!/bin/sh\n{text}\n"))
        .status()
        .unwrap();
    assert!(written.success());
    path
}

pub fn cups(lp: &str, lpstat: &str) -> (TempDir, Cups) {
    let folder = tempfile::tempdir().unwrap();
    let lp = script(folder.path(), "lp", lp);
    let lpstat = script(folder.path(), "lpstat", lpstat);
    let engine = Cups::of(&lp, &lpstat);
    (folder, engine)
}

#[test]
fn a_document_goes_to_the_printer_over_its_input() {
    let (folder, engine) = cups(
        "echo \"$@\" > \"${0%/*}/asked\"; /bin/cat > \"${0%/*}/got\"",
        "echo Office; echo Staff-room",
    );
    assert_eq!(engine.printers().unwrap(), ["Office", "Staff-room"]);
    let pdf = vec![7_u8; 300_000];
    engine.print("Office", "Slips: Robins", &pdf).unwrap();
    let got = fs::read(folder.path().join("got")).unwrap();
    assert_eq!(got, pdf);
    let asked = fs::read_to_string(folder.path().join("asked")).unwrap();
    assert_eq!(asked.trim(), "-d Office -t Slips: Robins -o media=A4 -- -");
    // The two scripts, what was asked, what was got: no document beside them.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
}

#[test]
fn without_a_printer_that_is_said_with_a_way_out() {
    let nowhere = Path::new("/nowhere/at/all");
    let (_folder, empty) = cups("exit 0", "exit 0");
    let (_other, refusing) = cups("exit 0", "echo 'no destinations' >&2; exit 1");
    let engines: [&dyn Printer; 4] = [&NoPrinter, &Cups::of(nowhere, nowhere), &empty, &refusing];
    for engine in engines {
        assert_eq!(engine.printers(), Ok(Vec::new()));
        let refused = engine.print("Office", "Slips", b"%PDF-").unwrap_err();
        assert_eq!(refused, PrinterError::None);
        assert!(refused.to_string().contains("save it as PDF"));
    }
}

#[test]
fn only_a_printer_that_is_listed_is_printed_on() {
    let (folder, engine) = cups("touch \"${0%/*}/ran\"", "echo Office; echo -d; echo 'a b'");
    assert_eq!(engine.printers().unwrap(), ["Office"]);
    for other in ["-d", "a b", "Office -o raw", ""] {
        assert_eq!(
            engine.print(other, "Slips", b"%PDF-"),
            Err(PrinterError::Unknown(other.to_owned()))
        );
    }
    assert!(!folder.path().join("ran").exists());
}

#[test]
fn a_printer_that_refuses_says_why() {
    let refusing = "echo 'lp: Destination \"Office\" is not accepting jobs.' >&2; exit 1";
    let (_folder, engine) = cups(refusing, "echo Office");
    let pdf = vec![0; 2_000_000];
    let told = engine.print("Office", "Slips", &pdf).unwrap_err();
    assert!(matches!(&told, PrinterError::Failed(why) if why.contains("not accepting jobs")));
}

#[test]
fn a_printer_that_had_the_whole_document_may_print_it_whatever_it_says() {
    let (_folder, engine) = cups(
        "/bin/cat > /dev/null; echo 'the line is cut' >&2; exit 1",
        "echo Office",
    );
    let told = engine.print("Office", "Slips", &vec![0; 300_000]);
    assert_eq!(
        told,
        Err(PrinterError::Unsure("the line is cut".to_owned()))
    );
    let words = told.unwrap_err().to_string();
    assert!(words.contains("see whether paper comes out"), "{words}");
}

#[test]
fn a_document_is_saved_and_nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let place = paper::save(folder.path(), "slips.pdf", b"first").unwrap();
    let again = paper::save(folder.path(), "slips.pdf", b"second").unwrap_err();
    assert!(matches!(again, PrinterError::Taken { .. }));
    assert_eq!(fs::read(&place).unwrap(), b"first");
    let elsewhere = folder.path().join("elsewhere.txt");
    fs::write(&elsewhere, b"kept").unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.path().join("link.pdf")).unwrap();
    paper::save(folder.path(), "link.pdf", b"third").unwrap_err();
    assert_eq!(fs::read(&elsewhere).unwrap(), b"kept");
    let gone = paper::save(&folder.path().join("none"), "a.pdf", b"x").unwrap_err();
    assert!(matches!(gone, PrinterError::NotSaved { .. }));
}

#[test]
fn a_folder_that_takes_nothing_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    // Root writes everywhere.
    if fs::write(folder.path().join("probe"), b"").is_ok() {
        println!("skipped: this user writes everywhere");
        return;
    }
    let told = paper::save(folder.path(), "a.pdf", b"x").unwrap_err();
    assert!(matches!(told, PrinterError::NotSaved { .. }));
}
