//! One row that cannot be read fails the read, or is read as the strictest that it can have been and named
//! by whoever verifies. Each column of each table is damaged in turn; the
//! tables are asked of the database, so that a new one cannot be forgotten.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use shutterslip::domain::ids::{DeviceId, EvidenceId, PhotoId, SlipId, StaffId};
use shutterslip::domain::person::{PersonId, PersonKind};
use shutterslip::register::{Asked, Judgement, Register, RegisterError};

use super::records::*;
use super::school::{channel, names, past_the_triggers};

fn opened(file: &Path) -> Register {
    super::school::opened(file, &key(9), identity()).unwrap()
}

fn raw(file: &Path) -> Connection {
    let db = Connection::open(file).unwrap();
    let key = format!("x'{}'", hex::encode(key(9).as_slice()));
    db.pragma_update(None, "key", key).unwrap();
    db
}

/// A database with one record of every kind, closed.
fn filled(folder: &Path) -> Vec<u8> {
    let file = folder.join("filled.db");
    fill(&mut opened(&file));
    assert!(!folder.join("filled.db-wal").exists(), "closed properly");
    fs::read(file).unwrap()
}

fn tables(db: &Connection) -> Vec<String> {
    names(
        db,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
         AND name <> 'refinery_schema_history'",
    )
}

/// A sign-off that is no longer found under its photo or channel is a yes that is missing: the
/// picture stays. Everything else that is looked up by a damaged column has to be told.
const LOSES_ONLY_A_YES: [(&str, &str); 2] = [("sign_off", "photo"), ("sign_off", "channel")];

/// Tables whose rows are held against the trail one by one: who or what cannot be read is read as strictly
/// as can be by what decides, and is none of the school's for whoever lists it.
const HELD_ONE_BY_ONE: [(&str, &[&str]); 6] = [
    ("person", &["people", "facts", "release"]),
    ("permission", &["facts", "release"]),
    ("staff", &["staff"]),
    ("device", &["devices", "facts", "release"]),
    ("camera", &["cameras", "facts", "release"]),
    ("mis_import", &["imports"]),
];

/// What is read of a table's damaged row, if not what it was before: stricter, or none.
fn is_stricter(table: &str, name: &str, before: &Answer, now: &str) -> bool {
    let reads = HELD_ONE_BY_ONE.iter().find(|(held, _)| *held == table);
    let is_held = reads.is_some_and(|(_, reads)| reads.contains(&name));
    let is_marked = [
        "changed_outside: true",
        "ChangedOutside",
        "standing: Unknown",
    ]
    .iter()
    .any(|mark| now.contains(mark));
    let is_fewer = before.as_ref().is_ok_and(|before| now.len() < before.len());
    is_held && (is_marked || is_fewer)
}

type Answer = Result<String, RegisterError>;

fn words<T: std::fmt::Debug>(told: Result<T, RegisterError>) -> Answer {
    told.map(|told| format!("{told:?}"))
}

/// Every read of the whole: what it says.
fn whole_reads(register: &mut Register) -> Vec<(&'static str, Answer)> {
    let mut records = Vec::new();
    let told = register.records(&mut |subject, digest| records.push((subject, digest)));
    let records = words(told.map(|()| records));
    let mut list = vec![
        ("school", words(register.school())),
        ("policy", words(register.policy())),
        ("devices", words(register.devices())),
        ("cameras", words(register.cameras())),
        ("staff", words(register.staff())),
        ("people", words(register.people())),
        ("photo_ids", words(register.photo_ids())),
        ("sealed_objects", words(register.sealed_objects())),
        ("erasures", words(register.erasures())),
        ("releases", words(register.releases())),
        ("sights", words(register.sights())),
        ("incidents", words(register.incidents())),
        ("imports", words(register.imports())),
        ("owes_account", words(register.owes_account(3))),
        ("heads", words(register.heads())),
        ("records", records),
    ];
    let asked = Asked::Photo(PhotoId("photo".to_owned()));
    list.push(("facts", words(register.facts(&asked, &channel("journal")))));
    let released = register.release(&stamp(), &asked, &channel("journal"), &mut |_| {
        Judgement::Stay(Vec::new())
    });
    list.push(("release", words(released)));
    list
}

/// Reads of one thing by its id: with the id damaged there is none such.
fn lookups(register: &Register) -> Vec<(&'static str, Answer)> {
    let (amira, head) = (PersonId("amira".into()), StaffId("head".into()));
    let mut entries = Vec::new();
    let trail = register.entries(&DeviceId(DEVICE.to_owned()), &mut |entry| {
        entries.push(entry);
        true
    });
    vec![
        ("wrong_tries", words(register.wrong_tries(&head))),
        ("person", words(register.person(&amira))),
        ("permissions", words(register.permissions(&amira))),
        (
            "evidence",
            words(register.evidence(&EvidenceId("form".into()))),
        ),
        ("photo", words(register.photo(&PhotoId("photo".into())))),
        ("seal_key", words(register.seal_key("photo"))),
        ("mark_reasons", words(register.mark_reasons(&amira))),
        (
            "attendance",
            words(register.attendance("2026-03-02".parse().unwrap())),
        ),
        ("slip", words(register.slip(&SlipId("slip".into())))),
        (
            "slip_readings",
            words(register.slip_readings(&SlipId("slip".into()))),
        ),
        ("entries", words(trail.map(|()| entries))),
    ]
}

#[test]
fn a_damaged_text_in_any_column_fails_a_read_and_skips_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = filled(folder.path());
    let file = folder.path().join("damaged.db");
    fs::write(&file, &bytes).unwrap();
    let sound = whole_reads(&mut opened(&file));
    for (name, told) in &sound {
        assert!(told.is_ok(), "{name}: {told:?}");
    }
    let all: Vec<(String, String)> = {
        let db = raw(&file);
        tables(&db)
            .into_iter()
            .flat_map(|table| {
                let sql =
                    format!("SELECT name FROM pragma_table_info('{table}') WHERE type = 'TEXT'");
                let columns = names(&db, &sql);
                columns
                    .into_iter()
                    .map(move |column| (table.clone(), column))
            })
            .collect()
    };
    assert!(all.len() > 100, "{}", all.len());
    let mut skipped = Vec::new();
    for (table, column) in all {
        fs::write(&file, &bytes).unwrap();
        let db = raw(&file);
        let row = one_row(&db, &table);
        // Text that is no text: a byte that no encoding has.
        let damage = format!("UPDATE {table} SET {column} = CAST(x'ff' AS TEXT){row}");
        assert_eq!(past_the_triggers(&db, &damage), 1, "{table}.{column}");
        db.close().unwrap();
        let mut register = opened(&file);
        let mut failed = 0;
        for ((name, before), (_, now)) in sound.iter().zip(whole_reads(&mut register)) {
            match now {
                Err(RegisterError::Unreadable { .. } | RegisterError::Tampered { .. }) => {
                    failed += 1;
                }
                // Asked about a photo whose id is damaged: there is none such, nothing is decided.
                Err(RegisterError::Refused(_)) if table == "photo" && column == "id" => {}
                Err(other) => panic!("{table}.{column}, {name}: {other:?}"),
                // What does not read the column says what it said before, and skips nothing.
                Ok(now) => {
                    let is_same = Some(&now) == before.as_ref().ok();
                    let only_a_yes = LOSES_ONLY_A_YES.contains(&(table.as_str(), column.as_str()))
                        && ["facts", "release"].contains(name);
                    // An erased form that is looked for again is reported missing, not skipped.
                    let is_more = *name == "sealed_objects"
                        && before.as_ref().is_ok_and(|before| now.len() > before.len());
                    // Whoever verifies is told of the row, and of every other one.
                    let is_named = *name == "records" && now.contains("unreadable");
                    failed += usize::from(is_named);
                    let is_stricter = is_stricter(&table, name, before, &now);
                    if !is_same && !only_a_yes && !is_more && !is_named && !is_stricter {
                        skipped.push(format!("{table}.{column}: {name}"));
                    }
                }
            }
        }
        for (_, told) in lookups(&register) {
            failed += usize::from(matches!(
                told,
                Err(RegisterError::Unreadable { .. } | RegisterError::Tampered { .. })
            ));
        }
        assert!(failed > 0, "{table}.{column}: nobody noticed");
    }
    assert!(skipped.is_empty(), "{skipped:#?}");
}

/// A condition that holds for one row of a table.
fn one_row(db: &Connection, table: &str) -> String {
    let key = names(
        db,
        &format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0"),
    );
    let columns = key.join(", ");
    format!(" WHERE ({columns}) = (SELECT {columns} FROM {table} ORDER BY {columns} DESC LIMIT 1)")
}

#[test]
fn words_dates_and_numbers_that_make_no_sense_fail_the_read() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = filled(folder.path());
    let file = folder.path().join("damaged.db");
    for (table, nonsense) in [
        ("school", "set_up = 'yesterday'"),
        ("policy", "since = '2026-13-01T00:00:00.000Z'"),
        ("device", "revoked_at = ''"),
        ("camera", "registered_at = '2026-03-02'"),
        ("staff", "role = 'king'"),
        ("staff", "agreement_signed = '2026-02-30'"),
        ("pin_try", "at = 'noon'"),
        ("person", "kind = 'chield'"),
        ("person", "known_as = '[1]'"),
        ("person", "known_as = ''"),
        ("person", "born = '5 January'"),
        ("evidence", "size = -1"),
        ("permission", "answer = 'maybe'"),
        ("permission", "relation = 'aunt'"),
        ("permission", "evidence = 'hearsay'"),
        ("permission", "signed = ''"),
        ("permission", "valid_until = 'never'"),
        ("photo", "version = -1"),
        ("photo", "width = 9999999999"),
        ("photo", "source_kind = 'phone'"),
        ("photo", "copyright = 'mine'"),
        ("photo", "crop = '{\"x\":1}'"),
        ("photo", "checklist = '{}'"),
        ("tag", "who = 'nobody'"),
        ("tag", "who = 'person', person = NULL"),
        ("tag", "who = 'unknown', person = 'amira'"),
        ("tag", "area = '[]'"),
        ("face", "area = 'left'"),
        ("seal_key", "key = 'short'"),
        ("seal_key", "key = ''"),
        ("sign_off", "role = 'queen'"),
        ("sign_off", "at = '0'"),
        ("release", "outlet = 'drone'"),
        ("release", "people = '[{}]'"),
        ("release", "permissions = 'none'"),
        ("release", "stands_until = 'always'"),
        ("release_event", "state = 'lost'"),
        ("erasure", "at = ''"),
        ("mark_reason", "at = 'today'"),
        ("attendance", "day = 'Monday'"),
        ("attendance", "away = 'nobody'"),
        ("sight", "kind = 'portrait'"),
        ("sight", "whole = ''"),
        ("sight", "middle = '0f'"),
        ("slip", "channels = 'journal'"),
        ("slip", "language = 'la'"),
        ("slip", "form = 1000"),
        ("slip_reading", "at = 'soon'"),
        ("mis_import", "at = 'once'"),
        ("mis_import", "mapping = '{}'"),
        ("mis_import", "rows = -1"),
        ("incident", "kind = 'trifle'"),
        ("incident_event", "state = 'forgotten'"),
        ("audit", "at = 'z'"),
        ("audit", "seq = -5"),
        ("audit_head", "count = -1"),
    ] {
        fs::write(&file, &bytes).unwrap();
        let db = raw(&file);
        let row = one_row(&db, table);
        past_the_triggers(&db, &format!("UPDATE {table} SET {nonsense}{row}"));
        db.close().unwrap();
        let mut register = opened(&file);
        let told: Vec<_> = whole_reads(&mut register)
            .into_iter()
            .chain(lookups(&register))
            .filter(|(name, told)| match told {
                Err(RegisterError::Unreadable { .. } | RegisterError::Tampered { .. }) => true,
                Ok(told) => *name == "records" && told.contains("unreadable"),
                Err(_) => false,
            })
            .collect();
        assert!(!told.is_empty(), "{table}: {nonsense}: nobody noticed");
    }
}

/// A child whose kind is no word any more is still a child to whoever looks for names: one whose name nobody
/// knows.
#[test]
fn a_child_of_no_kind_is_held_to_be_one_who_could_be_named_by_any_word() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("damaged.db");
    fill(&mut opened(&file));
    let mut register = opened(&file);
    register
        .record(
            &stamp(),
            &[shutterslip::register::Change::Person(person("not shown"))],
        )
        .unwrap();
    drop(register);
    let db = raw(&file);
    db.execute(
        "UPDATE person SET kind = 'chield' WHERE id = 'not shown'",
        [],
    )
    .unwrap();
    db.close().unwrap();
    let asked = Asked::Photo(PhotoId("photo".to_owned()));
    let facts = opened(&file).facts(&asked, &channel("journal")).unwrap();
    let id = PersonId("not shown".to_owned());
    let [child] = facts.roll.entries_of(&id) else {
        panic!("a child was skipped");
    };
    assert_eq!(child.kind, PersonKind::Child);
    assert!(child.changed_outside && child.never);
    let changed: Vec<_> = facts.roll.changed_outside().collect();
    assert_eq!(changed, [child]);
}

/// Steps that belong to no release, and releases without a step, are not passed over.
#[test]
fn rows_that_belong_to_nothing_are_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = filled(folder.path());
    let file = folder.path().join("damaged.db");
    for stray in [
        "DELETE FROM release_event",
        "DELETE FROM release",
        "UPDATE release_event SET release = 'another' WHERE state = 'out'",
        "DELETE FROM incident",
        "UPDATE incident_event SET incident = 'another'",
        "DELETE FROM photo",
        "UPDATE tag SET photo = 'another' WHERE number = 2",
        "UPDATE face SET photo = 'another'",
    ] {
        fs::write(&file, &bytes).unwrap();
        let db = raw(&file);
        past_the_triggers(&db, stray);
        db.close().unwrap();
        let register = opened(&file);
        let mut records = Vec::new();
        let told = register.records(&mut |subject, digest| records.push((subject, digest)));
        let mut said = Vec::new();
        register
            .entries(&DeviceId(DEVICE.to_owned()), &mut |entry| {
                said.retain(|(subject, _)| *subject != entry.subject);
                if !entry.digest.is_empty() {
                    said.push((entry.subject, entry.digest));
                }
                true
            })
            .unwrap();
        said.sort();
        records.sort();
        assert!(told.is_err() || said != records, "{stray}: nobody noticed");
    }
}
