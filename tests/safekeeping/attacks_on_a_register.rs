//! The same attacks on the database itself, by somebody who holds the device's key: what
//! `audit verify` says, and that no picture leaves on a trail that was touched.

use rusqlite::params;
use shutterslip::acts::release::Outcome;
use shutterslip::domain::audit::{Act, Entry, Head, Note};
use shutterslip::domain::device::{Device, Identity};
use shutterslip::domain::ids::DeviceId;
use shutterslip::domain::kept::fingerprint;
use shutterslip::domain::permission::Answer;
use shutterslip::domain::release::OutletKind;
use shutterslip::register::{Asked, Change, Judgement, RegisterError, Stamp};

use super::school::*;
use super::vouched::told_as_tampered;

/// What a full verification finds, in words.
fn findings(school: &School) -> Vec<String> {
    let desk = school.desk();
    desk.verify_audit(&template().head, &[]).unwrap().findings
}

fn is_found(school: &School, words: &str) {
    let found = findings(school);
    assert!(found.iter().any(|one| one.contains(words)), "{found:#?}");
    nothing_leaves(school, "journal");
}

/// A release of a photo that could go out is refused, because the trail was touched.
fn nothing_leaves(school: &School, to: &str) {
    let out = school.beside("out");
    let mut desk = school.desk();
    let photos = [template().of_amira.clone()];
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    let told = desk.release(&template().head, &photos, &channel(to), folder.as_mut());
    told_as_tampered(&told);
    assert!(files_under(&out).is_empty());
}

fn trail(school: &School) -> Vec<Entry> {
    let mut entries = Vec::new();
    let device = school.identity().device.clone();
    school
        .register()
        .entries(&device, &mut |entry| {
            entries.push(entry);
            true
        })
        .unwrap();
    entries
}

/// Puts an entry into the table, as if it had been written.
fn put(school: &School, number: Option<i64>, entry: &Entry) {
    let db = school.raw();
    db.execute(
        "INSERT INTO audit (number, device, seq, at, by_staff, act, subject, about, digest, detail, \
         prev, hash, signature) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            number, entry.device.0, entry.seq as i64, entry.at, entry.by, entry.act, entry.subject,
            entry.about, entry.digest, entry.detail, entry.prev, entry.hash, entry.signature
        ],
    )
    .unwrap();
}

fn move_head(school: &School, head: &Head) {
    school.tamper(&format!(
        "INSERT INTO audit_head (device, count, hash) VALUES ('{0}', {1}, '{2}') \
         ON CONFLICT (device) DO UPDATE SET count = {1}, hash = '{2}'",
        head.device, head.count, head.hash
    ));
}

#[test]
fn an_untouched_trail_is_good_and_lets_a_picture_out() {
    let school = School::copy();
    assert_eq!(findings(&school), Vec::<String>::new());
    let out = school.beside("out");
    let mut desk = school.desk();
    let photos = [template().of_amira.clone()];
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    for to in ["journal", "website"] {
        desk.release(&template().head, &photos, &channel(to), folder.as_mut())
            .unwrap();
    }
    assert_eq!(files_under(&out).len(), 4, "two copies, two checkpoints");
}

#[test]
fn edited() {
    let school = School::copy();
    school.tamper("UPDATE audit SET by_staff = 'another' WHERE seq = 5");
    is_found(&school, "entry 5 was edited");
}

#[test]
fn edited_together_with_the_record_it_vouches_for() {
    let school = School::copy();
    let mut person = school.register().people().unwrap();
    let mut cara = person
        .drain(..)
        .find(|entry| entry.person.id == template().cara)
        .unwrap();
    cara.person.never = false;
    school.tamper(&format!(
        "UPDATE person SET never = 0 WHERE id = '{0}'; \
         UPDATE audit SET digest = '{1}' WHERE subject = 'person:{0}'",
        template().cara,
        fingerprint(&cara)
    ));
    is_found(&school, "was edited");
}

#[test]
fn deleted() {
    let school = School::copy();
    school.tamper("DELETE FROM audit WHERE seq = 7");
    is_found(&school, "entry 7 is missing");
}

#[test]
fn reordered() {
    let school = School::copy();
    school.tamper(
        "UPDATE audit SET seq = -1 WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = 6; \
         UPDATE audit SET seq = 6 WHERE seq = -1",
    );
    is_found(&school, "entry 5 does not follow");
}

#[test]
fn inserted_with_the_devices_own_key() {
    let school = School::copy();
    let entries = trail(&school);
    let identity = school.identity();
    let note = Note {
        act: Act::PermissionAdded,
        subject: "permission:forged".to_owned(),
        about: template().ben.0.clone(),
        digest: "ab".repeat(32),
        detail: "{}".to_owned(),
    };
    let forged = Entry::following(&entries[4].head(), morning(), "patel", note, &identity);
    school.tamper("UPDATE audit SET seq = seq + 1000, number = number + 1000 WHERE seq > 5");
    school.tamper("UPDATE audit SET seq = seq - 999, number = number - 999 WHERE seq > 1000");
    put(&school, Some(6), &forged);
    is_found(&school, "entry 7 does not follow");
}

#[test]
fn truncated_with_the_head_left() {
    let school = School::copy();
    let last = trail(&school).len();
    school.tamper(&format!("DELETE FROM audit WHERE seq > {}", last - 2));
    is_found(&school, &format!("the chain ends at entry {}", last - 2));
}

/// Back to a yesterday when nobody had withdrawn: the checkpoint beside a release knows better.
#[test]
fn an_older_copy_with_a_checkpoint_at_hand() {
    let school = School::copy();
    let older = files_under(&school.data);
    school.clock.set(at("2026-03-02T10:00:00Z"));
    let mut desk = school.desk();
    let checkpoint = desk.checkpoint(&template().head).unwrap();
    desk.report(&template().head, "something happened").unwrap();
    let newer = desk.checkpoint(&template().head).unwrap();
    drop(desk);
    for (name, bytes) in older {
        std::fs::write(school.data.join(name), bytes).unwrap();
    }
    for leftover in ["register.db-wal", "register.db-shm"] {
        drop(std::fs::remove_file(school.data.join(leftover)));
    }
    let found = findings(&school);
    assert!(
        found
            .iter()
            .any(|one| one.contains("an old copy was restored")),
        "{found:#?}"
    );
    nothing_leaves_stale(&school);
    let desk = school.desk();
    // With the shelf emptied as well, the copies that were put elsewhere still tell.
    std::fs::remove_dir_all(school.data.join("checkpoints")).unwrap();
    let proof = desk
        .verify_audit(&template().head, &[checkpoint, newer])
        .unwrap();
    assert!(!proof.is_good());
}

#[test]
fn forked_into_another_history() {
    let school = School::copy();
    let mut desk = school.desk();
    desk.report(&template().head, "the true history").unwrap();
    desk.checkpoint(&template().head).unwrap();
    drop(desk);
    let before = trail(&school);
    let fork_at = &before[before.len() - 2].head();
    let note = Change::Incident(super::records::incident("false history")).note();
    let other = Entry::following(fork_at, morning(), "patel", note, &school.identity());
    school.tamper(&format!(
        "DELETE FROM incident; DELETE FROM audit WHERE seq = {}",
        before.len()
    ));
    put(&school, Some(before.len() as i64), &other);
    move_head(&school, &other.head());
    let found = findings(&school);
    let words = "is not the one that the checkpoint of";
    assert!(found.iter().any(|one| one.contains(words)), "{found:#?}");
}

/// Every entry written anew, hashed and signed with this device's own key.
#[test]
fn restamped_whole_with_an_old_checkpoint_at_hand() {
    let school = School::copy();
    let old = school.desk().checkpoint(&template().head).unwrap();
    let identity = school.identity();
    let mut head = Head::none(identity.device.clone());
    let mut anew = Vec::new();
    for entry in trail(&school) {
        let by = if entry.seq == 3 { "another" } else { &entry.by };
        let note = Note {
            act: act_of(&entry.act),
            subject: entry.subject.clone(),
            about: entry.about.clone(),
            digest: entry.digest.clone(),
            detail: entry.detail.clone(),
        };
        let written = Entry::following(&head, entry.at.parse().unwrap(), by, note, &identity);
        head = written.head();
        anew.push(written);
    }
    school.tamper("DELETE FROM audit");
    for entry in &anew {
        put(&school, Some(entry.seq as i64), entry);
    }
    move_head(&school, &head);
    // The first checkpoint on the shelf that no longer fits is told, which may be an older one.
    let words = "is not the one that the checkpoint of";
    let found = findings(&school);
    assert!(found.iter().any(|one| one.contains(words)), "{found:#?}");
    nothing_leaves_stale(&school);
    let words = format!("entry {} {words}", old.count);
    // Where the shelf was emptied too, only a checkpoint from elsewhere tells.
    std::fs::remove_dir_all(school.data.join("checkpoints")).unwrap();
    let proof = school
        .desk()
        .verify_audit(&template().head, &[old])
        .unwrap();
    assert!(proof.findings.iter().any(|one| one.contains(&words)));
}

/// A register that is not the live one: blocked, with the reason that the rules give for it.
fn nothing_leaves_stale(school: &School) {
    let desk = school.desk();
    let verdicts = desk.check(&template().head, &template().of_amira).unwrap();
    for (channel, verdict) in verdicts {
        let reasons = verdict.reasons().iter();
        let codes: Vec<&str> = reasons.map(|reason| reason.code()).collect();
        assert!(
            codes.contains(&"register-stale"),
            "{}: {codes:?}",
            channel.id
        );
    }
}

fn act_of(word: &str) -> Act {
    let mut acts = Act::ALL.iter().copied();
    acts.find(|act| act.word() == word).unwrap()
}

#[test]
fn stripped_of_signatures() {
    let school = School::copy();
    school.tamper("UPDATE audit SET signature = '' WHERE seq = (SELECT max(seq) FROM audit)");
    is_found(&school, "does not carry this device's signature");
}

#[test]
fn a_chain_whose_head_was_removed() {
    let school = School::copy();
    school.tamper("DELETE FROM audit_head");
    nothing_leaves(&school, "journal");
    let verified = school.desk().verify_audit(&template().head, &[]);
    assert!(verified.is_err() || !verified.unwrap().is_good());
}

/// A forged yes, and a row that vouches for it in a chain of nobody's: no trigger is in the way.
#[test]
fn a_forged_yes_with_an_entry_of_its_own_beside_the_chain() {
    let school = School::copy();
    let forged = forged_yes();
    insert_yes(&school, &forged);
    let entry = entry_beside(&forged, &Identity::new(DeviceId("nobody".into()), &[9; 32]));
    put(&school, None, &entry);
    believes_no_forgery(&school);
}

/// As above, but the chain of nobody's has a head, and its device a row: it enrolled itself.
#[test]
fn a_forged_yes_vouched_for_by_a_device_that_enrolled_itself() {
    let school = School::copy();
    let forged = forged_yes();
    insert_yes(&school, &forged);
    let intruder = Identity::new(
        DeviceId("0a0a0a0a-0000-4000-8000-000000000000".into()),
        &[9; 32],
    );
    let device = Device {
        id: intruder.device.clone(),
        name: "Tablet 2".to_owned(),
        asset_tag: "W-002".to_owned(),
        public_key: intruder.public_key(),
        enrolled_at: morning(),
        revoked_at: None,
        revoked_why: String::new(),
    };
    school.tamper(&format!(
        "INSERT INTO device (id, name, asset_tag, public_key, enrolled_at, revoked_why) VALUES \
         ('{}', '{}', '{}', '{}', '2026-03-02T09:00:00.000Z', '')",
        device.id, device.name, device.asset_tag, device.public_key
    ));
    let first = entry_beside(&forged, &intruder);
    let note = Change::Device(device).note();
    let second = Entry::following(&first.head(), morning(), "patel", note, &intruder);
    put(&school, None, &first);
    put(&school, None, &second);
    move_head(&school, &second.head());
    believes_no_forgery(&school);
}

fn forged_yes() -> shutterslip::domain::school::FiledPermission {
    let mut forged = super::records::permission("forged", &template().ben.0, Answer::Granted);
    forged.permission.signed = "2026-03-01".parse().unwrap();
    forged
}

fn insert_yes(school: &School, forged: &shutterslip::domain::school::FiledPermission) {
    school.tamper(&format!(
        "INSERT INTO permission (id, person, channel, answer, relation, by_name, signed, evidence, \
         recorded_at, recorded_by) VALUES ('forged', '{}', 'journal', 'granted', 'parent', \
         '{}', '2026-03-01', 'paper', '2026-03-02T12:00:00.000Z', 'head')",
        template().ben,
        forged.permission.by
    ));
}

fn entry_beside(forged: &shutterslip::domain::school::FiledPermission, who: &Identity) -> Entry {
    let note = Change::Permission(forged.clone()).note();
    Entry::following(
        &Head::none(who.device.clone()),
        morning(),
        "patel",
        note,
        who,
    )
}

fn believes_no_forgery(school: &School) {
    let asked = Asked::Photo(template().of_ben.clone());
    let stamp = Stamp {
        at: at("2026-03-02T12:00:00Z"),
        by: "head".to_owned(),
    };
    let mut register = school.register();
    let released = register.release(&stamp, &asked, &channel("journal"), &mut |facts| {
        let said = facts.permissions.iter();
        let forged = said.filter(|filed| filed.id.0 == "forged");
        let says: Vec<Answer> = forged.map(|filed| filed.permission.answer).collect();
        assert_eq!(says, [Answer::ChangedOutside]);
        Judgement::Stay(Vec::new())
    });
    // Where the trail itself was added to, nobody is asked at all.
    assert!(
        matches!(
            released,
            Ok(Judgement::Stay(_)) | Err(RegisterError::Tampered { .. })
        ),
        "{released:?}"
    );
    drop(register);
    nothing_leaves_of_ben(school);
    let verified = school.desk().verify_audit(&template().head, &[]);
    assert!(verified.is_err() || !verified.unwrap().is_good());
}

fn nothing_leaves_of_ben(school: &School) {
    let out = school.beside("out");
    let mut desk = school.desk();
    let photos = [template().of_ben.clone()];
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    let told = desk.release(
        &template().head,
        &photos,
        &channel("journal"),
        folder.as_mut(),
    );
    if let Ok(outcomes) = told {
        let is_out = |one: &Outcome| matches!(one, Outcome::Out { .. });
        assert!(!outcomes.iter().any(is_out), "{outcomes:?}");
    }
    assert!(files_under(&out).is_empty());
}

/// The order of arrival is not hashed: an old entry put last must not vouch for an old record.
#[test]
fn an_old_entry_that_is_put_last_again() {
    let school = School::copy();
    let mut desk = school.desk();
    let mut amira = desk
        .people()
        .unwrap()
        .into_iter()
        .find(|entry| entry.person.id == template().amira)
        .unwrap();
    amira.person.never = true;
    desk.record_person(&template().head, amira).unwrap();
    drop(desk);
    school.tamper(&format!(
        "UPDATE person SET never = 0 WHERE id = '{0}'; \
         UPDATE audit SET number = number + 1000 WHERE number = \
         (SELECT min(number) FROM audit WHERE subject = 'person:{0}')",
        template().amira
    ));
    nothing_leaves(&school, "journal");
}

/// The trail was found whole by this process, and is changed under it afterwards.
#[test]
fn edited_while_the_register_is_open() {
    let school = School::copy();
    let asked = Asked::Photo(template().of_cara.clone());
    let stamp = Stamp {
        at: morning(),
        by: template().head.id().0.clone(),
    };
    let mut register = school.register();
    let mut ask = |may_ask: bool| {
        register.release(&stamp, &asked, &channel("journal"), &mut |_| {
            assert!(may_ask, "the judge was asked");
            Judgement::Stay(Vec::new())
        })
    };
    assert!(ask(true).is_ok());
    let mut cara = super::records::person("x");
    let db = school.raw();
    let (id, given, family): (String, String, String) = db
        .query_row(
            "SELECT id, given, family FROM person WHERE never = 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    cara.person.id.0 = id.clone();
    (cara.person.given, cara.person.family) = (given, family);
    cara.person.known_as = Vec::new();
    let edits = format!(
        "UPDATE person SET never = 0 WHERE id = '{id}'; \
         UPDATE audit SET digest = '{}' WHERE subject = 'person:{id}'",
        fingerprint(&cara)
    );
    past_the_triggers(&db, &edits);
    let told = ask(false);
    assert!(
        matches!(told, Err(RegisterError::Tampered { .. })),
        "{told:?}"
    );
}
