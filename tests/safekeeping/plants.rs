//! Attacks on the file that the register lies in, by somebody who holds its key: guards taken down,
//! triggers and views planted, its history of migrations edited, its log exchanged, its lock removed.

use std::fs;

use shutterslip::acts::{ActError, Done};
use shutterslip::domain::permission::Answer;
use shutterslip::domain::release::OutletKind;
use shutterslip::register::store::sqlite;
use shutterslip::register::{Register, RegisterError};

use super::school::*;

/// Opens the register after statements that nobody cleaned up after.
fn opened_after(sql: &str) -> Result<Register, RegisterError> {
    let school = School::copy();
    let db = school.raw();
    db.execute_batch(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    db.close().unwrap();
    let keyring = school.keyring();
    opened(
        &school.data.join("register.db"),
        &keyring.register_key,
        keyring.identity,
    )
}

fn is_noticed(sql: &str) {
    match opened_after(sql) {
        Err(RegisterError::Tampered { what }) => assert!(what.contains("layout"), "{what}"),
        // A layout that SQLite itself cannot read any more looks like a wrong key.
        Err(RegisterError::Unreadable { .. } | RegisterError::WrongKey) => {}
        Err(other) => panic!("{sql}: {other:?}"),
        Ok(_) => panic!("{sql}: nobody noticed"),
    }
}

const SWALLOW: &str = "CREATE TRIGGER swallow_answer BEFORE INSERT ON permission \
     WHEN NEW.answer = 'withdrawn' BEGIN SELECT RAISE(IGNORE); END; \
     CREATE TRIGGER swallow_entry BEFORE INSERT ON audit \
     WHEN NEW.act = 'permission.added' BEGIN SELECT RAISE(IGNORE); END; \
     CREATE TRIGGER swallow_head BEFORE UPDATE ON audit_head \
     WHEN NOT EXISTS (SELECT 1 FROM audit WHERE hash = NEW.hash) BEGIN SELECT RAISE(IGNORE); END;";

#[test]
fn guards_that_were_taken_down_are_missed_at_the_start() {
    let school = School::copy();
    let triggers = names(
        &school.raw(),
        "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    );
    assert!(triggers.len() > 25, "{}", triggers.len());
    for trigger in triggers.iter().step_by(5) {
        is_noticed(&format!("DROP TRIGGER {trigger}"));
    }
    is_noticed("DROP INDEX audit_subject");
    is_noticed("DROP INDEX permission_person");
}

#[test]
fn triggers_views_and_tables_that_were_planted_are_noticed_at_the_start() {
    for sql in [
        SWALLOW,
        "CREATE TRIGGER quiet AFTER INSERT ON permission WHEN NEW.answer <> 'granted' \
         BEGIN DELETE FROM permission WHERE number = NEW.number; END",
        "CREATE VIEW of_interest AS SELECT * FROM person",
        "CREATE TABLE shadow (a TEXT)",
        "CREATE INDEX extra ON person (given)",
        "ALTER TABLE permission RENAME TO real_permission; \
         CREATE VIEW permission AS SELECT * FROM real_permission WHERE answer = 'granted'",
        "ALTER TABLE person RENAME COLUMN never TO never_was; \
         ALTER TABLE person ADD COLUMN never INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE permission ADD COLUMN whatever TEXT",
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = \
         replace(sql, 'RAISE(ABORT', 'RAISE(IGNORE') WHERE type = 'trigger'; \
         PRAGMA writable_schema = OFF",
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = \
         replace(sql, 'CHECK (never IN (0, 1))', '') WHERE name = 'person'; \
         PRAGMA writable_schema = OFF",
    ] {
        is_noticed(sql);
    }
}

#[test]
fn an_edited_history_of_migrations_opens_nothing() {
    for sql in [
        "DELETE FROM refinery_schema_history",
        "DROP TABLE refinery_schema_history",
        "UPDATE refinery_schema_history SET checksum = '1'",
        "UPDATE refinery_schema_history SET name = 'another'",
        "UPDATE refinery_schema_history SET version = 99 WHERE version = 1",
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
         VALUES (99, 'later', '2026-01-01T00:00:00Z', '1')",
    ] {
        let told = opened_after(sql);
        assert!(
            matches!(
                told.as_ref().err(),
                Some(RegisterError::Unreadable { .. } | RegisterError::Tampered { .. })
            ),
            "{sql}: {:?}",
            told.err()
        );
    }
    // Numbers that nobody reads change nothing.
    assert!(opened_after("PRAGMA user_version = 99; PRAGMA application_id = 7").is_ok());
}

fn withdraw(desk: &mut shutterslip::acts::Desk) -> Done<()> {
    said_of_amira(desk, &template().office, &["journal"], Answer::Withdrawn)
}

/// Planted while the program runs: a withdrawal that is swallowed is not told as recorded, and
/// nothing leaves any more.
#[test]
fn a_withdrawal_that_a_planted_trigger_swallows_is_never_told_as_recorded() {
    let school = School::copy();
    let mut desk = school.desk();
    let db = school.raw();
    db.execute_batch(SWALLOW).unwrap();
    db.close().unwrap();
    let told = withdraw(&mut desk);
    assert!(
        matches!(
            told,
            Err(ActError::Register(RegisterError::Tampered { .. }))
        ),
        "{told:?}"
    );
    let out = school.beside("out");
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    let photos = [template().of_amira.clone()];
    let told = desk.release(
        &template().head,
        &photos,
        &channel("journal"),
        folder.as_mut(),
    );
    super::vouched::told_as_tampered(&told);
    assert!(files_under(&out).is_empty());
}

/// The log of a moment before the withdrawal, put beside the file of the moment after it.
#[test]
fn a_log_from_before_a_withdrawal_does_not_take_it_back() {
    let school = School::copy();
    let mut desk = school.desk();
    desk.report(&template().head, "something for the log")
        .unwrap();
    let older = fs::read(school.data.join("register.db-wal")).unwrap();
    assert!(!older.is_empty());
    withdraw(&mut desk).unwrap();
    drop(desk);
    for log in [&older[..], &older[..older.len() / 2], &older[..32]] {
        let copy = School::copy();
        for (name, bytes) in files_under(&school.data) {
            let path = copy.data.join(name);
            private_folder(path.parent().unwrap());
            fs::write(path, bytes).unwrap();
        }
        fs::remove_file(copy.data.join("register.db-shm")).ok();
        fs::write(copy.data.join("register.db-wal"), log).unwrap();
        let keyring = copy.keyring();
        let file = copy.data.join("register.db");
        let Ok(register) = opened(&file, &keyring.register_key, keyring.identity) else {
            continue; // Refused whole: nothing leaves.
        };
        drop(register);
        let out = copy.beside("out");
        let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
        let photos = [template().of_amira.clone()];
        let told = copy.desk().release(
            &template().head,
            &photos,
            &channel("journal"),
            folder.as_mut(),
        );
        let told = format!("{told:?}");
        let stays = [
            "Withdrawn",
            "RegisterStale",
            "changed outside",
            "Tampered",
            "Unreadable",
        ];
        assert!(stays.iter().any(|word| told.contains(word)), "{told}");
        assert!(files_under(&out).is_empty());
    }
}

/// The lock's name can be removed and the file reached by another name: it is locked itself.
#[test]
fn a_register_without_its_lock_file_or_under_another_name_has_one_user() {
    let school = School::copy();
    let register = school.register();
    let keyring = school.keyring();
    let open =
        |file: &std::path::Path| sqlite::open(file, &keyring.register_key, school.identity());
    let other = school.beside("other");
    fs::hard_link(school.data.join("register.db"), other.join("register.db")).unwrap();
    let linked = school.beside("links").join("register.db");
    std::os::unix::fs::symlink(school.data.join("register.db"), &linked).unwrap();
    for file in [&other.join("register.db"), &linked] {
        let told = open(file).err();
        assert!(matches!(told, Some(RegisterError::InUse)), "{told:?}");
    }
    fs::remove_file(school.data.join("register.lock")).unwrap();
    let told = open(&school.data.join("register.db")).err();
    assert!(matches!(told, Some(RegisterError::InUse)), "{told:?}");
    assert!(register.school().unwrap().is_some());
}
