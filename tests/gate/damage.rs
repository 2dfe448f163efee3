//! What was damaged, taken away or changed from outside: exit 3, named, and nothing leaves.

use std::fs;
use std::path::{Path, PathBuf};

use super::behind::behind_its_back;
use super::school::{HEAD, OFFICE, PATEL, School, files_under, id, photo, pictures_under};

fn sealed(school: &School, story: &str) -> PathBuf {
    let photo = photo(story);
    let mut files = files_under(&school.data.join("vault"));
    files.retain(|file| file.to_str().unwrap().contains(&photo));
    files.remove(0)
}

/// Puts other bytes there as a new file: the old one is shared between copies of the sample.
fn replace(file: &Path, bytes: &[u8]) {
    fs::remove_file(file).unwrap();
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_damaged_register_ends_with_3_and_says_what_to_do() {
    for damage in ["cut", "zeroed", "other"] {
        let school = School::new();
        let file = school.data.join("register.db");
        let mut bytes = fs::read(&file).unwrap();
        match damage {
            "cut" => bytes.truncate(1_000),
            "zeroed" => bytes[..4096].fill(0),
            _ => bytes = b"not a register at all, but long enough to be looked at".repeat(100),
        }
        fs::write(&file, bytes).unwrap();
        let ran = school.run(OFFICE, &["photo", "list"]).store_fails();
        assert!(ran.err.contains("backup"), "{damage}: {ran:?}");
        let ran = school
            .run(OFFICE, &["--json", "photo", "list"])
            .store_fails();
        assert!(
            ran.json()["error"].as_str().unwrap().contains("backup"),
            "{damage}: {ran:?}"
        );
    }
}

#[test]
fn a_register_damaged_in_the_middle_releases_nothing() {
    let school = School::new();
    let file = school.data.join("register.db");
    let mut bytes = fs::read(&file).unwrap();
    let pages = bytes.len() / 4096;
    for page in (8..pages).step_by(3) {
        bytes[page * 4096 + 100] ^= 1;
    }
    fs::write(&file, bytes).unwrap();
    let target = school.folder("target");
    let typed = [
        "release",
        "to",
        "website",
        &photo("our-hills"),
        "--folder",
        &target,
    ];
    school.run(OFFICE, &typed).store_fails();
    assert_eq!(files_under(Path::new(&target)).len(), 0);
}

#[test]
fn a_lost_or_damaged_key_file_ends_with_3() {
    let school = School::new();
    fs::write(school.data.join("device.key"), "something else").unwrap();
    school
        .run(OFFICE, &["photo", "list"])
        .store_fails()
        .says("backup");
    let other = School::new();
    // Another device's key.
    let keys = fs::read_to_string(other.data.join("device.key")).unwrap();
    let mut lines: Vec<String> = keys.lines().map(str::to_owned).collect();
    lines[2] = lines[2].chars().rev().collect();
    fs::write(other.data.join("device.key"), lines.join("\n") + "\n").unwrap();
    other.run(OFFICE, &["photo", "list"]).store_fails();
}

#[test]
fn a_register_in_use_is_told_and_left_alone() {
    let school = School::new();
    let lock = fs::OpenOptions::new()
        .write(true)
        .open(school.data.join("register.lock"))
        .unwrap();
    lock.lock().unwrap();
    school
        .run(OFFICE, &["photo", "list"])
        .store_fails()
        .says("already open");
    drop(lock);
    school.run(OFFICE, &["photo", "list"]).done();
}

#[test]
fn a_missing_sealed_file_ends_a_release_with_3_and_the_rest_still_goes() {
    let school = School::new();
    fs::remove_file(sealed(&school, "our-hills")).unwrap();
    let (gone, whole) = (photo("our-hills"), photo("puddle-jumping"));
    let target = school.folder("target");
    let typed = [
        "--json", "release", "to", "website", &gone, &whole, "--nobody", &gone, "--folder", &target,
    ];
    let ran = school.run(OFFICE, &typed).store_fails();
    let out = ran.json();
    assert_eq!(
        (&out[0]["out"], &out[1]["out"]),
        (&false.into(), &true.into()),
        "{out}"
    );
    assert!(ran.err.contains("missing"), "{ran:?}");
    assert_eq!(pictures_under(Path::new(&target)).len(), 1);
    let incidents = school
        .run(HEAD, &["--json", "incident", "list"])
        .done()
        .json();
    let kinds = incidents.as_array().unwrap().iter();
    assert_eq!(
        kinds
            .filter(|one| one["incident"]["kind"] == "tampering")
            .count(),
        1
    );
    school
        .run(HEAD, &["audit", "verify", "--files"])
        .store_fails()
        .says(&gone);
}

#[test]
fn a_sealed_file_that_was_cut_flipped_or_swapped_releases_nothing() {
    let school = School::new();
    let place = sealed(&school, "our-hills");
    let whole = fs::read(&place).unwrap();
    let other = fs::read(sealed(&school, "puddle-jumping")).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let target = school.folder("target");
    for bytes in [
        &whole[..whole.len() - 1],
        &flipped,
        &other,
        b"",
        &whole[..100],
    ] {
        replace(&place, bytes);
        let typed = [
            "release",
            "to",
            "website",
            &photo("our-hills"),
            "--folder",
            &target,
        ];
        school.run(OFFICE, &typed).store_fails();
        assert_eq!(files_under(Path::new(&target)).len(), 0);
    }
    replace(&place, &whole);
    school.goes_out("our-hills", "website");
}

/// Somebody with the key edits a row. Whatever rests on it stays, and the audit says so.
#[test]
fn a_record_changed_behind_the_programs_back_lets_nothing_out() {
    for sql in [
        "UPDATE permission SET answer = 'granted' WHERE answer = 'refused'",
        "DELETE FROM permission WHERE answer = 'refused'",
    ] {
        let school = School::new();
        behind_its_back(&school.data, sql);
        let target = school.folder("target");
        let stays = photo("forest-school");
        for (outlet, place) in [
            ("--folder", target.clone()),
            ("--zip", format!("{target}/a.zip")),
        ] {
            let typed = ["release", "to", "website", &stays, outlet, &place];
            let ran = school.run(OFFICE, &typed);
            assert!([1, 3].contains(&ran.code), "{ran:?}");
            assert_eq!(files_under(Path::new(&target)).len(), 0, "{sql}");
        }
        let no = school.run(HEAD, &["audit", "verify"]).store_fails();
        assert!(no.out.contains("NOT good"), "{no:?}");
    }
}

/// The no that became a yes counts on, everything else goes its way, noes are heard, and the head sets it
/// right: it is the no again that it was.
#[test]
fn one_bad_record_stops_what_rests_on_it_until_the_head_sets_it_right() {
    let school = School::new();
    let leo = id("leo-marsh-bell");
    behind_its_back(
        &school.data,
        &format!(
            "UPDATE permission SET answer = 'granted' WHERE answer = 'refused' AND person = '{leo}'"
        ),
    );
    let check = [
        "photo",
        "check",
        &photo("forest-school"),
        "--for",
        "website",
    ];
    let stays = school.run(OFFICE, &check).refused();
    assert!(stays.out.contains("changed-outside"), "{stays:#?}");
    school.goes_out("our-hills", "website");
    school.run(PATEL, &["photo", "list"]).done();
    school
        .run(OFFICE, &["photo", "blocked", "--for", "website"])
        .done()
        .says("changed-outside");
    let no = ["person", "never", id("ned-barraclough")];
    school.run(OFFICE, &no).done();

    let listed = school
        .run(HEAD, &["--json", "audit", "repair"])
        .done()
        .json();
    let odd = listed.as_array().unwrap();
    assert_eq!(odd.len(), 1, "{odd:#?}");
    let record = odd[0]["subject"].as_str().unwrap();
    assert_eq!(odd[0]["happened"], "changed");
    school
        .run(HEAD, &["audit", "verify"])
        .store_fails()
        .says(record);
    for nobody in [OFFICE, PATEL] {
        school.run(nobody, &["audit", "repair", record]).refused();
    }
    school.run(HEAD, &["audit", "repair", record]).done();
    school.run(HEAD, &["audit", "verify"]).done();
    let stays = school.run(OFFICE, &check).refused();
    assert!(!stays.out.contains("changed-outside"), "{stays:#?}");
    assert!(stays.out.contains("refused"), "{stays:#?}");
    let told = school.run(HEAD, &["incident", "list"]).done();
    assert!(told.out.contains("changed outside the app"), "{told:#?}");
    school
        .run(HEAD, &["audit", "repair", record])
        .refused()
        .says("as it was recorded");
}

/// Set right by nobody who may not, and by nothing that nobody said.
#[test]
fn what_the_trail_cannot_say_is_asked_of_the_head() {
    let school = School::new();
    let amira = id("amira-khan");
    behind_its_back(
        &school.data,
        &format!("UPDATE person SET kind = 'nobody' WHERE id = '{amira}'"),
    );
    let record = format!("person:{amira}");
    school
        .run(HEAD, &["audit", "repair", &record])
        .refused()
        .says("--name");
    let anew = [
        "audit", "repair", &record, "--name", "Amira", "--family", "Khan", "--group", "Robins",
    ];
    school.run(HEAD, &anew).done().says("The mark is on");
    school.run(HEAD, &["audit", "verify"]).done();
    school
        .run(OFFICE, &["person", "never", amira, "--off"])
        .refused();
    school
        .run(HEAD, &["person", "never", amira, "--off"])
        .done();
}

/// What went before a fault is out: whoever asked has to hear of it.
#[test]
fn a_fault_on_the_way_still_leaves_an_exact_account() {
    let school = School::new();
    let (first, second) = (photo("our-hills"), photo("forest-school"));
    behind_its_back(
        &school.data,
        &format!("UPDATE photo SET occasion = 'Another' WHERE id = '{second}'"),
    );
    let target = school.folder("target");
    let typed = [
        "--json",
        "release",
        "to",
        "newsletter",
        &first,
        &second,
        "--folder",
        &target,
    ];
    let ran = school.run(OFFICE, &typed).store_fails();
    let landed = pictures_under(Path::new(&target)).len();
    let told = ran.json();
    let told = told
        .as_array()
        .unwrap_or_else(|| panic!("no account: {ran:#?}"));
    assert_eq!(told.iter().filter(|one| one["out"] == true).count(), landed);
    assert_eq!(told.len(), 2);
    assert_eq!(told[1]["out"], false);
}

#[test]
fn a_photo_whose_tags_were_edited_outside_stays() {
    let school = School::new();
    let leo = id("leo-marsh-bell");
    behind_its_back(
        &school.data,
        &format!("UPDATE tag SET hidden = 1 WHERE person = '{leo}'"),
    );
    let target = school.folder("target");
    let typed = [
        "release",
        "to",
        "website",
        &photo("forest-school"),
        "--folder",
        &target,
    ];
    let ran = school.run(PATEL, &typed).refused();
    drop(ran);
    let ran = school.run(OFFICE, &typed);
    assert_ne!(ran.code, 0, "{ran:?}");
    assert_eq!(files_under(Path::new(&target)).len(), 0);
}
