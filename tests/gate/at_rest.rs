//! What somebody finds who carries the data folder away.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rusqlite::{Connection, OpenFlags};

use super::school::{HEAD, OFFICE, PATEL, PLAN, School, files_under, id, photo};

/// A school that was worked with: answers with forms, releases, a take-down, an erasure.
fn worked_with() -> School {
    let school = School::new();
    let form = school.file("form.pdf", b"%PDF-1.4 Amira Khan, signed by D Khan");
    let amira = id("amira-khan");
    let typed = [
        "permission",
        "add",
        amira,
        "granted",
        "--for",
        "website",
        "--by",
        "D Khan",
        "--evidence",
        "paper",
        "--file",
        &form,
    ];
    school.run(OFFICE, &typed).done();
    school
        .run(
            PATEL,
            &[
                "photo",
                "words",
                &photo("snowman"),
                "--caption",
                "Jack Turner waves",
            ],
        )
        .done();
    school.goes_out("puddle-jumping", "website");
    school
        .run(
            OFFICE,
            &[
                "permission",
                "add",
                id("ned-barraclough"),
                "withdrawn",
                "--for",
                "website",
                "--by",
                "B Barraclough",
            ],
        )
        .done();
    school
        .run(
            HEAD,
            &[
                "photo",
                "erase",
                &photo("our-staff"),
                "--why",
                "Amira Khan asked",
            ],
        )
        .done();
    school
        .run(
            HEAD,
            &[
                "incident",
                "report",
                "Amira Khan was photographed by a visitor",
            ],
        )
        .done();
    school.run(HEAD, &["audit", "checkpoint"]).done();
    school
}

#[test]
fn no_name_no_picture_and_no_open_database_lies_in_the_data_folder() {
    let school = worked_with();
    let files = files_under(&school.data);
    assert!(files.len() > 80, "{}", files.len());
    let mut words: Vec<String> = [
        "Willow Nursery",
        "Ms Patel",
        "Mrs Okafor",
        "D Khan",
        "SQLite format 3",
        "JFIF\0",
        "Exif\0\0",
        "ICC_PROFILE",
        "http://ns.adobe",
        "SchoolCam",
        "SC1-0001",
        "%PDF-",
        "PNG\r\n\x1a\n",
        "CREATE TABLE",
        "$argon2",
    ]
    .map(str::to_owned)
    .to_vec();
    for child in &PLAN.children {
        words.push(format!("{} {}", child.given, child.family));
        // A short name stands in random bytes by chance.
        let alone = child.known_as.iter().chain([&child.family]);
        words.extend(alone.filter(|name| name.len() >= 7).cloned());
    }
    let words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
    let words = regex::bytes::Regex::new(&format!("(?i)(?:{})", words.join("|"))).unwrap();
    assert!(
        words.is_match(b"...AMIRA khan..."),
        "the test can find a name"
    );
    for file in &files {
        let bytes = fs::read(file).unwrap();
        let shown = file.display();
        if let Some(found) = words.find(&bytes) {
            panic!("{shown}: {}", String::from_utf8_lossy(found.as_bytes()));
        }
        let jpeg_begins = bytes.windows(10).any(|run| {
            run[..3] == [0xff, 0xd8, 0xff]
                && (0xe0..=0xef).contains(&run[3])
                && run[6..].iter().all(u8::is_ascii_alphanumeric)
        });
        assert!(!jpeg_begins, "{shown}: a JPEG begins in it");
        assert!(!bytes.starts_with(&[0xff, 0xd8]), "{shown}");
    }
}

#[test]
fn file_names_tell_nothing_either() {
    let school = worked_with();
    for file in files_under(&school.data) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let known = [
            "device.key",
            "register.db",
            "register.lock",
            "register.reserve",
            "register.db-wal",
            "register.db-shm",
        ];
        let is_id = name
            .strip_suffix(".sealed")
            .is_some_and(|id| uuid::Uuid::parse_str(id).is_ok());
        let is_checkpoint = name.strip_suffix(".json").is_some_and(|head| {
            head.rsplit_once('-').is_some_and(|(device, count)| {
                uuid::Uuid::parse_str(device).is_ok() && count.parse::<u64>().is_ok()
            })
        });
        assert!(
            known.contains(&name.as_str()) || is_id || is_checkpoint,
            "{name}"
        );
    }
    school.left_nothing_lying_about();
}

#[test]
fn the_register_does_not_open_without_its_key() {
    let school = School::new();
    let file = school.data.join("register.db");
    let read = |key: Option<&str>| {
        let db = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        // Failing is what is asked for here: no words about it.
        db.pragma_update(None, "cipher_log_level", "NONE").unwrap();
        if let Some(key) = key {
            db.pragma_update(None, "key", key).unwrap();
        }
        db.query_row("SELECT count(*) FROM sqlite_master", [], |row| {
            row.get::<_, i64>(0)
        })
    };
    read(None).unwrap_err();
    read(Some("password")).unwrap_err();
    read(Some(&format!("x'{}'", "00".repeat(32)))).unwrap_err();
    // The right key is one bit away from a wrong one, and does open it: the test can tell.
    let keys = fs::read_to_string(school.data.join("device.key")).unwrap();
    let right = &keys.lines().nth(2).unwrap()[..64];
    assert!(read(Some(&format!("x'{right}'"))).unwrap() > 10);
    let flipped = if right.starts_with('0') { '1' } else { '0' };
    read(Some(&format!("x'{flipped}{}'", &right[1..]))).unwrap_err();
}

#[test]
fn others_on_the_machine_can_read_neither_the_folder_nor_the_key() {
    let school = School::new();
    let mode = |name: &str| {
        let place = if name.is_empty() {
            school.data.clone()
        } else {
            school.data.join(name)
        };
        fs::metadata(place).unwrap().permissions().mode() & 0o777
    };
    assert_eq!(mode(""), 0o700);
    assert_eq!(mode("device.key"), 0o600);
    assert_eq!(mode("vault"), 0o700);
    // A key that was opened to others is not used.
    let open = fs::Permissions::from_mode(0o644);
    fs::set_permissions(school.data.join("device.key"), open).unwrap();
    school
        .run(OFFICE, &["photo", "list"])
        .store_fails()
        .says("chmod 600");
}
