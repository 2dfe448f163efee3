//! The SQLite engine's own promises: the layout, the triggers, the encryption, the settings.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::permission::Answer;
use shutterslip::register::{Asked, Judgement, Register, RegisterError};

use super::records::*;
use super::school::{channel, names};

/// Tables whose rows may be changed, and why. Every other table only takes new rows.
const MAY_CHANGE: [(&str, &str); 16] = [
    ("device", "revoked, never removed"),
    ("camera", "retired, never removed"),
    ("staff", "closed, never removed"),
    ("person", "corrected, never removed"),
    ("photo", "labels alone, never removed"),
    ("tag", "replaced with the labels"),
    ("face", "replaced with the labels"),
    ("seal_key", "goes with its erasure"),
    ("audit_head", "moves with every entry"),
    ("listed", "says by which rules the lists were derived"),
    ("gist", "derived"),
    ("photo_gist", "derived"),
    ("photo_person", "derived"),
    ("photo_word", "derived"),
    ("out_now", "derived"),
    ("out_person", "derived"),
];
/// Of these, whose rows may go.
const MAY_GO: [&str; 11] = [
    "tag",
    "face",
    "seal_key",
    "audit_head",
    "listed",
    "gist",
    "photo_gist",
    "photo_person",
    "photo_word",
    "out_now",
    "out_person",
];
/// Tables that are neither: the school's one row, and the list of migrations.
const OTHERS: [&str; 2] = ["school", "refinery_schema_history"];

fn open(file: &Path, byte: u8) -> Result<Register, RegisterError> {
    super::school::opened(file, &key(byte), identity())
}

fn raw(file: &Path) -> Connection {
    let db = Connection::open(file).unwrap();
    let key = format!("x'{}'", hex::encode(key(9).as_slice()));
    db.pragma_update(None, "key", key).unwrap();
    db
}

fn filled() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.db");
    fill(&mut open(&file, 9).unwrap());
    (folder, file)
}

fn tables(db: &Connection) -> Vec<String> {
    names(
        db,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
}

#[test]
fn tables_that_are_only_added_to_refuse_every_update_and_delete() {
    let (_folder, file) = filled();
    let db = raw(&file);
    db.pragma_update(None, "foreign_keys", "OFF").unwrap();
    // As the register sets it: `INSERT OR REPLACE` is a deletion too.
    db.pragma_update(None, "recursive_triggers", "ON").unwrap();
    let mut held = 0;
    for table in tables(&db) {
        if OTHERS.contains(&table.as_str()) {
            continue;
        }
        let count = format!("SELECT CAST(count(*) AS TEXT) FROM {table}");
        assert_ne!(names(&db, &count), ["0"], "{table} has no row to try it on");
        let may_change = MAY_CHANGE.iter().any(|(name, _)| *name == table);
        let columns = names(
            &db,
            &format!("SELECT name FROM pragma_table_info('{table}')"),
        );
        for column in columns {
            let changed = db.execute(&format!("UPDATE {table} SET {column} = {column}"), []);
            if !may_change {
                assert!(changed.is_err(), "{table}.{column} could be written");
                held += 1;
            }
        }
        let upsert = db.execute(
            &format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"),
            [],
        );
        if !may_change {
            assert!(upsert.is_err(), "{table} could be replaced");
        }
        if !MAY_GO.contains(&table.as_str()) {
            let gone = db.execute(&format!("DELETE FROM {table}"), []);
            assert!(gone.is_err(), "rows of {table} could be deleted");
        }
    }
    assert!(held > 60, "{held} columns were tried");
    let gone = db.execute("DELETE FROM seal_key WHERE object = 'photo'", []);
    assert!(gone.is_err(), "a key without an erasure");
    let changed = db.execute("UPDATE seal_key SET key = key", []);
    assert!(changed.is_err(), "a key was changed");
    for column in [
        "id", "sha256", "size", "width", "height", "source", "taken_at", "kept_at",
    ] {
        let changed = db.execute(&format!("UPDATE photo SET {column} = {column}"), []);
        assert!(changed.is_err(), "photo.{column}");
    }
    drop(db);
    let register = open(&file, 9).unwrap();
    assert_eq!(register.releases().unwrap().len(), 1);
}

#[test]
fn every_table_is_strict_and_holds_text_and_whole_numbers_alone() {
    let (_folder, file) = filled();
    let db = raw(&file);
    let ours: Vec<String> = tables(&db)
        .into_iter()
        .filter(|table| table != "refinery_schema_history")
        .collect();
    assert!(ours.len() >= 18);
    let loose = names(
        &db,
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 \
         AND name NOT LIKE 'sqlite_%'",
    );
    assert_eq!(loose, ["refinery_schema_history"]);
    for table in &ours {
        let types = names(
            &db,
            &format!("SELECT DISTINCT type FROM pragma_table_info('{table}')"),
        );
        for kind in types {
            assert!(
                ["TEXT", "INTEGER"].contains(&kind.as_str()),
                "{table}: {kind}"
            );
        }
    }
    let views = names(&db, "SELECT name FROM sqlite_master WHERE type = 'view'");
    assert!(views.is_empty());
}

#[test]
fn without_its_key_the_database_does_not_open() {
    let (folder, file) = filled();
    assert!(matches!(
        open(&file, 8).err(),
        Some(RegisterError::WrongKey)
    ));
    let plain = Connection::open(&file).unwrap();
    assert!(
        plain
            .query_row("SELECT 1 FROM sqlite_master", [], |_| Ok(()))
            .is_err()
    );
    drop(plain);
    // Trying changed nothing.
    assert_eq!(open(&file, 9).unwrap().people().unwrap().len(), 1);
    for (name, bytes) in super::school::files_under(folder.path()) {
        for word in [
            "SQLite format",
            "CREATE TABLE",
            "Willow",
            "Amira",
            "Khan",
            "Okafor",
            "granted",
            "permission",
            "photo",
            "argon2",
        ] {
            let found = bytes.windows(word.len()).any(|run| run == word.as_bytes());
            assert!(!found, "`{word}` stands in {}", name.display());
        }
    }
}

#[test]
fn nothing_plain_stands_in_the_log_while_the_register_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.db");
    let mut register = open(&file, 9).unwrap();
    fill(&mut register);
    let log = fs::read(folder.path().join("register.db-wal")).unwrap();
    assert!(log.len() > 4096, "the log is in use");
    for word in ["CREATE TABLE", "Willow", "Amira", "granted"] {
        assert!(
            !log.windows(word.len()).any(|run| run == word.as_bytes()),
            "{word}"
        );
    }
}

#[test]
fn a_damaged_file_is_told_as_such() {
    let (_folder, file) = filled();
    let sound = fs::read(&file).unwrap();
    for damaged in [
        vec![0; sound.len()],
        b"SQLite format 3\0 and then something else".repeat(200),
        sound[..5000].to_vec(),
        [&sound[..64], &[0xff; 64][..], &sound[128..]].concat(),
    ] {
        fs::write(&file, &damaged).unwrap();
        let told = open(&file, 9).err();
        assert!(
            matches!(
                told,
                Some(RegisterError::WrongKey | RegisterError::Unreadable { .. })
            ),
            "{told:?}"
        );
    }
    // A page further back: found when it is read, by its code.
    for page in 1..sound.len() / 4096 {
        let mut damaged = sound.clone();
        damaged[page * 4096 + 100] ^= 1;
        fs::write(&file, &damaged).unwrap();
        let everything = open(&file, 9).and_then(|register| {
            let mut all = Vec::new();
            register.records(&mut |subject, digest| all.push((subject, digest)))?;
            register.incidents()?;
            Ok(all)
        });
        if let Ok(all) = everything {
            assert!(all.len() >= 14, "page {page}: a record was lost in silence");
        }
    }
}

#[test]
fn what_is_recorded_is_on_the_disk_before_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.db");
    let mut register = open(&file, 9).unwrap();
    fill(&mut register);
    // As a power cut leaves it: the files as they lie there now.
    let cut = tempfile::tempdir().unwrap();
    for name in ["register.db", "register.db-wal"] {
        fs::copy(folder.path().join(name), cut.path().join(name)).unwrap();
    }
    let after = open(&cut.path().join("register.db"), 9).unwrap();
    let (before, now) = (
        super::contract::everything(&register),
        super::contract::everything(&after),
    );
    assert_eq!(before, now);
}

/// Nobody writes between the judge's look and the record: the facts are those of the transaction.
#[test]
fn nobody_writes_while_the_judge_decides() {
    let (_folder, file) = filled();
    let mut register = open(&file, 9).unwrap();
    let other = raw(&file);
    other.busy_timeout(std::time::Duration::ZERO).unwrap();
    let insert = "INSERT INTO permission (id, person, channel, answer, relation, by_name, signed, \
                  evidence, recorded_at, recorded_by) VALUES ('late', 'amira', 'journal', \
                  'withdrawn', 'parent', 'S Khan', '2026-03-01', 'paper', \
                  '2026-03-02T12:00:00.000Z', 'head')";
    let asked = Asked::Photo(PhotoId("photo".to_owned()));
    let mut told = None;
    let judged = register.release(&stamp(), &asked, &channel("journal"), &mut |_| {
        told = Some(other.execute(insert, []));
        Judgement::Stay(Vec::new())
    });
    assert!(judged.is_ok());
    assert!(
        told.unwrap().is_err(),
        "an answer slipped in while the judge decided"
    );
    assert_eq!(other.execute(insert, []).unwrap(), 1);
    // Nobody vouches for it, so it is no answer that anybody gave: it counts as a no for good.
    let told = register.release(&stamp(), &asked, &channel("journal"), &mut |facts| {
        let late = facts.permissions.iter().find(|filed| filed.id.0 == "late");
        let said = late.map(|filed| filed.permission.answer);
        assert_eq!(said, Some(Answer::ChangedOutside));
        Judgement::Stay(Vec::new())
    });
    assert!(matches!(told, Ok(Judgement::Stay(_))));
}
