//! Hostile files offered to the built program: each is kept or refused as told beforehand, in words
//! that say what to do; nothing hangs, takes memory without bound, is left lying about, or tells
//! anything of the file; and what is kept is clean when it leaves.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::school::{OFFICE, PATEL, School, files_under};
use crate::hostile::{self, Becomes, Hostile, SECRET, holds, told};

/// Of memory, for a process that takes in any one file: what one picture may ask for (512 MB), the
/// file and its sealed copy (64 MB each at most), and the program with its face finder and the
/// PIN's hashing.
const PEAK_MB: u64 = 512 + 2 * 64 + 256;

/// For a file that is refused by its header: the program alone, with the PIN's hashing.
const REFUSED_PEAK_MB: u64 = 160;

/// Writes the files, the name of each telling nothing of what it is.
fn written(school: &School, files: &[&Hostile]) -> Vec<String> {
    files
        .iter()
        .zip(0..)
        .map(|(one, number)| school.file(&format!("IMG_{number:04}.jpg"), &one.bytes))
        .collect()
}

#[track_caller]
fn as_foretold(one: &Hostile, told: &Value) {
    let said = told["error"].as_str().unwrap_or_default();
    match one.becomes {
        Becomes::Kept(_) => assert_eq!(told["kept"], true, "{}: {told}", one.name),
        Becomes::Refused(words) => {
            assert_eq!(told["kept"], false, "{}: {told}", one.name);
            assert!(said.contains(words), "{}: {said}, not {words}", one.name);
        }
    }
    assert!(!told.to_string().contains("SECRET"), "{}: {told}", one.name);
}

#[track_caller]
fn all_is_well(school: &School) {
    let vault = files_under(&school.data.join("vault"));
    assert!(
        vault
            .iter()
            .all(|file| file.extension().is_some_and(|ending| ending == "sealed"))
    );
    let known = ["register.", "device.key"];
    let stray = files_under(&school.data).into_iter().filter(|file| {
        let name = file.file_name().unwrap().to_str().unwrap();
        let is_known = known.iter().any(|known| name.starts_with(known));
        !(is_known || file.starts_with(school.data.join("vault")) || name.ends_with(".json"))
    });
    assert_eq!(stray.collect::<Vec<PathBuf>>(), Vec::<PathBuf>::new());
    school.left_nothing_lying_about();
    school
        .run(super::school::HEAD, &["audit", "verify", "--files"])
        .done();
}

#[test]
fn each_is_kept_or_refused_as_foretold_and_the_rest_go_on() {
    let school = School::new();
    let light: Vec<&Hostile> = hostile::ALL.iter().filter(|one| !one.is_heavy).collect();
    let files = written(&school, &light);
    // A few at a time: a school card has good and bad ones side by side.
    for (batch, files) in light.chunks(60).zip(files.chunks(60)) {
        let mut typed = vec!["--json", "photo", "take-in"];
        typed.extend(files.iter().map(String::as_str));
        let ran = school.run(PATEL, &typed);
        let told = ran.json();
        let told = told.as_array().unwrap();
        assert_eq!(told.len(), batch.len());
        for (one, told) in batch.iter().zip(told) {
            as_foretold(one, told);
        }
        assert!(!ran.said().contains("SECRET") && !ran.said().contains("panicked"));
        assert!([1, 2].contains(&ran.code), "{}", ran.code);
    }
    all_is_well(&school);
}

#[test]
fn one_that_asks_for_much_gets_little() {
    let school = School::new();
    let heavy: Vec<&Hostile> = hostile::ALL.iter().filter(|one| one.is_heavy).collect();
    assert!(heavy.len() >= 20);
    let files = written(&school, &heavy);
    for (one, file) in heavy.iter().zip(&files) {
        let (ran, taken) = school.measured(PATEL, &["--json", "photo", "take-in", file]);
        as_foretold(one, &ran.json()[0]);
        let code = match one.becomes {
            Becomes::Kept(_) => 0,
            Becomes::Refused(_) => 2,
        };
        assert_eq!(ran.code, code, "{}: {ran:?}", one.name);
        // Generous, and of the processor's time, so that a busy machine does not count.
        assert!(taken.cpu_seconds < 60.0, "{}: {taken:?}", one.name);
        let most = match one.becomes {
            // Within the limits, so that it was decoded as far as it went.
            Becomes::Kept(_) | Becomes::Refused(told::CUT | told::DAMAGED) => PEAK_MB,
            Becomes::Refused(_) => REFUSED_PEAK_MB,
        };
        println!(
            "{:4} MB, {:.1} s: {}",
            taken.peak_mb, taken.cpu_seconds, one.name
        );
        assert!(taken.peak_mb <= most, "{}: {taken:?}", one.name);
    }
    all_is_well(&school);
}

/// Those that carry something along: second pictures, films, archives, thumbnails, notes, tails.
#[test]
fn what_travels_with_a_picture_stays_behind_when_it_leaves() {
    let school = School::new();
    let laden: Vec<&Hostile> = hostile::ALL
        .iter()
        .filter(|one| matches!(one.becomes, Becomes::Kept(_)) && !one.is_heavy)
        .filter(|one| {
            let words = [
                "behind",
                "thumbnail",
                "XMP",
                "C2PA",
                "MPO",
                "film",
                "a JPEG and",
                "segments",
            ];
            words.iter().any(|word| one.name.contains(word))
        })
        .collect();
    assert!(laden.len() >= 15, "{}", laden.len());
    let files = written(&school, &laden);
    let mut typed = vec!["--json", "photo", "take-in"];
    typed.extend(files.iter().map(String::as_str));
    let told = school.run(PATEL, &typed).done().json();
    let photos: Vec<String> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["photo"].as_str().unwrap().to_owned())
        .collect();
    let folder = school.folder("journal");
    for photo in &photos {
        school
            .run(PATEL, &["photo", "finish", photo, "--nobody"])
            .done();
    }
    let mut typed = vec!["--json", "release", "to", "journal"];
    typed.extend(photos.iter().map(String::as_str));
    for photo in &photos {
        typed.extend(["--nobody", photo]);
    }
    typed.extend(["--folder", &folder]);
    let out = school.run(OFFICE, &typed).done().json();
    assert_eq!(out.as_array().unwrap().len(), laden.len());
    for (one, out) in laden.iter().zip(out.as_array().unwrap()) {
        let copy = Path::new(&folder).join(out["file"].as_str().unwrap());
        let copy = std::fs::read(copy).unwrap();
        let clean = hostile::clean::is_pixels_and_notice_only(&copy, "Willow Nursery School");
        assert_eq!(clean, Ok(()), "{}", one.name);
        assert!(!holds(&copy, b"SECRET"), "{}", one.name);
        assert!(holds(&one.bytes, SECRET), "{}", one.name);
    }
    all_is_well(&school);
}

#[test]
fn a_files_own_name_is_shown_on_one_line_as_letters_only() {
    let school = School::new();
    let picture = hostile::ALL
        .iter()
        .find(|one| one.name == "big-endian details")
        .unwrap();
    let long = [b"long-".as_slice(), &[b'n'; 246], b".jpg"].concat();
    let names: Vec<Vec<u8>> = vec![
        b"\xff\xfe\x80.jpg".to_vec(),
        b"two\nlines \xe2\x9c\x93 kept.jpg".to_vec(),
        b"clears\x1b[2J\x1b]0;title\x07.jpg".to_vec(),
        "turns\u{202e}gpj.exe".as_bytes().to_vec(),
        b"-rf".to_vec(),
        b"--occasion".to_vec(),
        b" ".to_vec(),
        long,
    ];
    let folder = school.beside("odd");
    std::fs::create_dir(&folder).unwrap();
    for (name, number) in names.iter().zip(0_u32..) {
        let file = folder.join(std::ffi::OsStr::from_bytes(name));
        // Bytes behind the end make each another file of the same picture.
        let bytes = [picture.bytes.as_slice(), &number.to_be_bytes()].concat();
        std::fs::write(&file, bytes).unwrap();
        for (json, before) in [(false, false), (true, true)] {
            let mut typed: Vec<OsString> = vec!["photo".into(), "take-in".into(), "--".into()];
            if json {
                typed.insert(0, "--json".into());
            }
            typed.push(file.clone().into_os_string());
            let ran = school.run_os(PATEL, &typed).done();
            let lines = if json {
                ran.json().to_string()
            } else {
                ran.said()
            };
            let plain = lines.trim_end();
            assert!(!plain.chars().any(char::is_control), "{name:?}: {plain:?}");
            assert!(!plain.contains('\u{202e}') || json, "{name:?}: {plain:?}");
            assert_eq!(plain.contains("before"), before, "{plain}");
        }
        // And where it is not a picture, or not there at all.
        let missing = folder.join(OsString::from_vec([b"no".as_slice(), name].concat()));
        for bad in [folder.clone(), missing] {
            let typed = [
                "photo".into(),
                "take-in".into(),
                "--".into(),
                bad.into_os_string(),
            ];
            let said = school.run_os(PATEL, &typed).unusable().said();
            assert!(!said.trim_end().chars().any(char::is_control), "{said:?}");
            assert!(!said.contains('\u{202e}'), "{said:?}");
        }
    }
    all_is_well(&school);
}
