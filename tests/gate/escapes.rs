//! Every way out that the command line has, tried on every photo that is blocked.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use serde_json::Value;

use super::school::{
    CHANNELS, HEAD, INSIDE, OFFICE, PATEL, ROLES, Ran, School, TECHNICIAN, by_name, files_under,
    kept, outside, photo, pictures_under, texts,
};

/// What the gate says now: reasons by channel and photo, of blocked ones alone.
fn blocked(school: &School) -> BTreeMap<&'static str, BTreeMap<String, Vec<String>>> {
    let checked = school
        .run(OFFICE, &["--json", "photo", "check"])
        .done()
        .json();
    let mut found = BTreeMap::new();
    for channel in CHANNELS {
        let of_channel: BTreeMap<String, Vec<String>> = checked
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let reasons = texts(&one["channels"][channel]["reasons"]);
                (one["photo"].as_str().unwrap().to_owned(), reasons)
            })
            .filter(|(_, reasons)| !reasons.is_empty())
            .collect();
        found.insert(channel, of_channel);
    }
    found
}

fn every_one_stayed(ran: &Ran, expected: &BTreeMap<String, Vec<String>>) {
    let out: Value = ran.json();
    let out = out.as_array().unwrap();
    assert_eq!(out.len(), expected.len());
    for one in out {
        assert_eq!(one["out"], false, "{one}");
        let id = one["photo"].as_str().unwrap();
        assert_eq!(texts(&one["reasons"]), expected[id], "{one}");
        assert!(
            one.get("file").is_none() && one.get("sha256").is_none(),
            "{one}"
        );
    }
}

fn every_role_tries(outlet: &str) {
    let school = School::new();
    let blocked = blocked(&school);
    let total: usize = blocked.values().map(BTreeMap::len).sum();
    assert!(total >= 70, "{total}");
    let target = school.folder("target");
    for channel in outside() {
        let of_channel = &blocked[channel];
        let asks_for_sign_off = channel != "journal";
        for (role, who) in ROLES {
            let zip = format!("{target}/{channel}-{role}.zip");
            let place = if outlet == "--zip" { &zip } else { &target };
            let mut typed = vec!["--json", "release", "to", channel];
            typed.extend(of_channel.keys().map(String::as_str));
            typed.extend([outlet, place.as_str()]);
            let ran = school.run(who, &typed).refused();
            if who == TECHNICIAN || (who == PATEL && asks_for_sign_off) {
                assert!(
                    ran.json()["error"].as_str().unwrap().contains(role),
                    "{ran:?}"
                );
            } else {
                every_one_stayed(&ran, of_channel);
            }
            assert_eq!(files_under(Path::new(&target)).len(), 0, "{channel} {role}");
        }
    }
    let released = school
        .run(HEAD, &["--json", "release", "list"])
        .done()
        .json();
    assert_eq!(
        released.as_array().unwrap().len(),
        0,
        "nothing is on record as out"
    );
    school.left_nothing_lying_about();
}

#[test]
fn no_role_gets_a_blocked_photo_into_a_folder_on_any_channel() {
    every_role_tries("--folder");
}

#[test]
fn no_role_gets_a_blocked_photo_into_an_archive_on_any_channel() {
    every_role_tries("--zip");
}

/// Nobody is asked for permission inside the school, so a file for there would be a way out for
/// everybody's picture.
#[test]
fn inside_the_school_is_paper_and_no_role_gets_a_file_for_it() {
    let school = School::new();
    let folder = school.folder("target");
    let archive = format!("{folder}/all.zip");
    let all: Vec<String> = kept().map(|plan| photo(&plan.id)).collect();
    for (role, who) in ROLES {
        for place in [["--folder", &folder], ["--zip", &archive]] {
            let mut typed = vec!["release", "to", INSIDE];
            typed.extend(all.iter().map(String::as_str));
            let named = by_name();
            typed.extend(named.iter().map(String::as_str));
            typed.extend(place);
            let ran = school.run(who, &typed).refused();
            match who == TECHNICIAN {
                true => ran.says(role),
                false => ran.says("--print"),
            };
        }
    }
    assert_eq!(files_under(Path::new(&folder)).len(), 0);
    let released = school.run(HEAD, &["--json", "release", "list"]).json();
    assert_eq!(released.as_array().unwrap().len(), 0);
}

#[test]
fn in_plain_words_each_refusal_names_every_reason_and_what_clears_it() {
    let school = School::new();
    let blocked = blocked(&school);
    let target = school.folder("target");
    let website = &blocked["website"];
    let mut typed = vec!["release", "to", "website"];
    typed.extend(website.keys().map(String::as_str));
    typed.extend(["--folder", target.as_str()]);
    let ran = school.run(OFFICE, &typed).refused();
    for (id, reasons) in website {
        assert!(ran.out.contains(&id[..8]), "{ran:?}");
        for reason in reasons {
            let code = if reason.starts_with("checklist") {
                reason
            } else {
                reason.split(':').next().unwrap()
            };
            let line = ran.out.lines().find(|line| line.trim().starts_with(code));
            let words = line.unwrap_or_else(|| panic!("{code}: {ran:#?}"));
            assert!(words.trim().len() > code.len() + 10, "no words: {words}");
        }
    }
    assert_eq!(files_under(Path::new(&target)).len(), 0);
}

/// Whoever may sign signs everything for the channel that it is wanted for; the reason stays.
#[test]
fn a_sign_off_clears_nothing_but_the_missing_sign_off() {
    let school = School::new();
    let target = school.folder("target");
    let mut tried: BTreeMap<&str, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for plan in kept() {
        let channel = plan.wanted_for.as_deref().unwrap();
        let mut reasons: Vec<String> = plan.expect[channel].clone();
        if reasons.is_empty() || channel == "journal" || reasons == ["not-signed-off"] {
            continue;
        }
        reasons = reasons
            .iter()
            .map(|one| super::school::reason(one))
            .collect();
        school.sign_off(HEAD, &plan.id, channel);
        let channel = *CHANNELS.iter().find(|one| **one == channel).unwrap();
        tried
            .entry(channel)
            .or_default()
            .insert(photo(&plan.id), reasons);
    }
    assert!(tried.values().map(BTreeMap::len).sum::<usize>() >= 12);
    for (channel, expected) in &tried {
        let mut typed = vec!["--json", "release", "to", channel];
        typed.extend(expected.keys().map(String::as_str));
        typed.extend(["--folder", target.as_str()]);
        every_one_stayed(&school.run(HEAD, &typed).refused(), expected);
    }
    assert_eq!(files_under(Path::new(&target)).len(), 0);
}

#[test]
fn together_with_allowed_ones_the_allowed_go_and_the_blocked_stay() {
    let school = School::new();
    let (folder, archive) = (school.folder("target"), school.beside("all.zip"));
    let archive = archive.to_str().unwrap();
    let goes: Vec<String> = kept()
        .filter(|plan| plan.expect.get("website").is_some_and(Vec::is_empty))
        .map(|plan| photo(&plan.id))
        .collect();
    assert!(goes.len() >= 4);
    let all: Vec<String> = kept().map(|plan| photo(&plan.id)).collect();
    for (outlet, place) in [("--folder", folder.as_str()), ("--zip", archive)] {
        let mut typed = vec!["--json", "release", "to", "website"];
        typed.extend(all.iter().map(String::as_str));
        let named = by_name();
        typed.extend(named.iter().map(String::as_str));
        typed.extend([outlet, place]);
        let out = school.run(OFFICE, &typed).refused().json();
        let out = out.as_array().unwrap();
        assert_eq!(out.len(), all.len());
        let mut names = Vec::new();
        for one in out {
            let id = one["photo"].as_str().unwrap().to_owned();
            assert_eq!(one["out"], goes.contains(&id), "{one}");
            if let Some(name) = one["file"].as_str() {
                names.push(name.to_owned());
            }
        }
        names.sort();
        let mut landed: Vec<String> = if outlet == "--zip" {
            let archive = zip::ZipArchive::new(File::open(place).unwrap()).unwrap();
            let landed = archive.file_names().map(|name| name.unwrap().into_owned());
            landed.filter(|name| name.ends_with(".jpg")).collect()
        } else {
            let landed = pictures_under(Path::new(place));
            let name = |file: &std::path::PathBuf| file.file_name().unwrap().to_owned();
            landed
                .iter()
                .map(|file| name(file).into_string().unwrap())
                .collect()
        };
        landed.sort();
        assert_eq!(landed, names, "the account is exact");
        assert_eq!(landed.len(), goes.len());
    }
}

/// Words, pictures and lists may be asked for; pixels are not among the answers.
#[test]
fn no_command_but_a_release_gives_pixels() {
    let school = School::new();
    let id = photo("reading-corner");
    for who in [PATEL, OFFICE, HEAD] {
        for typed in [
            vec!["photo", "show", &id],
            vec!["--json", "photo", "show", &id],
            vec!["--json", "photo", "check", &id],
            vec!["--json", "photo", "list"],
            vec!["--json", "release", "list"],
        ] {
            let ran = school.run(who, &typed).done();
            assert!(ran.out.len() < 40_000, "{} bytes: {typed:?}", ran.out.len());
            // The first bytes of a JPEG in base64, and in hexadecimal.
            for mark in ["/9j/", "ffd8ff", "FFD8FF", "data:image"] {
                assert!(!ran.said().contains(mark), "{typed:?}");
            }
        }
    }
    for typed in [
        vec!["photo", "export", id.as_str()],
        vec!["photo", "open", id.as_str()],
        vec!["photo", "show", id.as_str(), "--force"],
        vec!["release", "to", "website", id.as_str(), "--force"],
        vec!["release", "to", "website", id.as_str()],
        vec![
            "release",
            "to",
            "website",
            id.as_str(),
            "--folder",
            "-",
            "--yes",
        ],
    ] {
        school.run(HEAD, &typed).unusable();
    }
    school.left_nothing_lying_about();
    let sealed = files_under(&school.data.join("vault"));
    assert!(
        sealed
            .iter()
            .all(|file| !fs::read(file).unwrap().starts_with(&[0xff, 0xd8]))
    );
}
