//! A record that was changed past the register stops what rests on it and nothing else; a no in it counts,
//! a yes does not; new noes are heard; every bad record is named; and the head teacher sets each right, with
//! the trail's word against what stands.

use std::collections::BTreeSet;

use shutterslip::acts::prepare::Words;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::repair::{Anew, NotSetRight};
use shutterslip::acts::{ActError, Desk, Done};
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::permission::{Answer, Relation};
use shutterslip::domain::policy::SHIPPED;
use shutterslip::domain::release::OutletKind;
use shutterslip::domain::repair::Happened;
use shutterslip::domain::staff::Role;
use shutterslip::register::RegisterError;
use zeroize::Zeroizing;

use super::school::*;

fn odd(school: &School) -> Vec<String> {
    let proof = school.desk().verify_audit(&template().head, &[]).unwrap();
    assert!(proof.is_trail_whole, "{:?}", proof.findings);
    let subjects = proof.odd.iter().map(|odd| odd.subject.clone());
    let subjects = subjects.filter(|subject| !subject.starts_with("list:"));
    subjects.collect()
}

fn codes(school: &School, photo: &PhotoId, to: &str) -> BTreeSet<String> {
    let desk = school.desk();
    let verdicts = desk.check(&template().head, photo).unwrap();
    let found = verdicts.into_iter().find(|(one, _)| one.id == channel(to));
    let (_, verdict) = found.unwrap();
    verdict.reasons().iter().map(ToString::to_string).collect()
}

fn has(school: &School, photo: &PhotoId, to: &str, code: &str) {
    let codes = codes(school, photo, to);
    assert!(codes.contains(code), "{code}: {codes:?}");
}

fn goes(school: &School, photo: &PhotoId, to: &str) -> bool {
    let out = school.beside(&format!("out {}", shutterslip_id()));
    let mut desk = school.desk();
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    let photos = std::slice::from_ref(photo);
    let told = desk.release(&template().head, photos, &channel(to), folder.as_mut());
    matches!(told.unwrap().as_slice(), [Outcome::Out { .. }])
}

fn shutterslip_id() -> usize {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::SeqCst)
}

/// The lists say of every photo what it is told by itself.
fn lists_agree(school: &School) {
    let desk = school.desk();
    let head = &template().head;
    let photos = desk.newest(head, None, 100).unwrap();
    for to in ["journal", "website", "newsletter"] {
        let verdicts = desk.verdicts(head, &photos, &channel(to)).unwrap();
        let blocked = desk.blocked(head, &channel(to)).unwrap();
        let mut count = 0;
        for (photo, listed) in photos.iter().zip(&verdicts) {
            let alone = desk.check(head, &photo.photo).unwrap();
            let (_, alone) = alone.iter().find(|(one, _)| one.id == channel(to)).unwrap();
            assert_eq!(listed, alone, "{to}");
            count += usize::from(!alone.is_allowed());
        }
        assert_eq!(blocked.len(), count, "{to}");
    }
}

#[test]
fn a_mark_that_was_cleared_counts_and_nothing_else_stops() {
    let t = template();
    let school = School::copy();
    school.tamper(&format!(
        "UPDATE person SET never = 0 WHERE id = '{}'",
        t.cara
    ));
    for to in ["wall", "journal", "website"] {
        has(
            &school,
            &t.of_cara,
            to,
            &format!("changed-outside:{}", t.cara),
        );
    }
    assert!(goes(&school, &t.of_amira, "journal"));
    assert!(goes(&school, &t.of_amira, "website"));
    lists_agree(&school);
    // The head hears of it at the next start, once.
    for _ in 0..2 {
        school.desk().begin().unwrap();
    }
    let incidents = school.desk().incidents(&t.head).unwrap();
    let of_cara = format!("person:{}", t.cara);
    let told = incidents
        .iter()
        .filter(|(one, _)| one.note.contains(&of_cara));
    assert_eq!(told.count(), 1);
    assert_eq!(odd(&school), [of_cara]);
}

/// The lists say so too, of every photo beside which a word stands, and of no other.
#[test]
fn the_lists_know_that_words_wait_while_nobody_knows_a_name() {
    let t = template();
    let school = School::copy();
    let mut desk = school.desk();
    let words = Words {
        caption: Some("Planting beans in the garden"),
        ..Words::default()
    };
    desk.word(&t.office, &t.of_amira, &words).unwrap();
    drop(desk);
    assert!(codes(&school, &t.of_amira, "journal").is_empty());
    school.tamper("UPDATE person SET family = 'Nobody' WHERE given = 'Dilys'");
    let waits = codes(&school, &t.of_amira, "journal");
    assert!(
        waits
            .iter()
            .all(|code| code.starts_with("changed-outside:")),
        "{waits:?}"
    );
    assert_eq!(waits.len(), 1);
    assert!(
        !codes(&school, &t.of_ben, "journal")
            .iter()
            .any(|code| waits.contains(code))
    );
    lists_agree(&school);
}

#[test]
fn a_no_that_became_a_yes_counts_on_and_a_yes_that_was_changed_does_not() {
    let t = template();
    let changed = |who| format!("changed-outside:{who}");
    for (sql, photo, to, who) in [
        (
            "UPDATE permission SET answer = 'granted' WHERE answer = 'withdrawn'".to_owned(),
            &t.of_ben,
            "journal",
            &t.ben,
        ),
        (
            format!(
                "UPDATE permission SET valid_until = '2040-01-01' WHERE person = '{}'",
                t.amira
            ),
            &t.of_amira,
            "journal",
            &t.amira,
        ),
        // To another channel: on neither does anything of it count.
        (
            format!(
                "UPDATE permission SET channel = 'social' WHERE person = '{}' AND channel = 'journal'",
                t.amira
            ),
            &t.of_amira,
            "journal",
            &t.amira,
        ),
        (
            "DELETE FROM permission WHERE answer = 'withdrawn'".to_owned(),
            &t.of_ben,
            "journal",
            &t.ben,
        ),
        (
            "UPDATE permission SET answer = 'perhaps' WHERE answer = 'withdrawn'".to_owned(),
            &t.of_ben,
            "journal",
            &t.ben,
        ),
    ] {
        let school = School::copy();
        school.tamper(&sql);
        has(&school, photo, to, &changed(who));
        lists_agree(&school);
        assert!(!goes(&school, photo, to), "{sql}");
        let other = match photo == &t.of_amira {
            true => continue,
            false => &t.of_amira,
        };
        assert!(goes(&school, other, "website"), "{sql}");
    }
}

/// A no that was put in past the register keeps the child in until somebody says that nobody said it.
#[test]
fn a_no_that_nobody_recorded_counts_until_it_is_set_aside() {
    let t = template();
    let school = School::copy();
    school.tamper(&format!(
        "INSERT INTO permission (id, person, channel, answer, relation, by_name, signed, evidence, \
         recorded_at, recorded_by) VALUES ('forged', '{}', 'journal', 'refused', 'parent', \
         'S Khan', '2026-03-01', 'none', '2026-03-01T10:00:00.000Z', 'somebody')",
        t.amira
    ));
    assert!(!goes(&school, &t.of_amira, "journal"));
    set_right(&school, "permission:forged", &Anew::default()).unwrap();
    is_good(&school);
    assert!(goes(&school, &t.of_amira, "journal"));
}

#[test]
fn new_noes_are_heard_while_records_are_bad() {
    let t = template();
    let school = School::copy();
    school.tamper(&format!(
        "UPDATE person SET family = 'Smith' WHERE id IN ('{}', '{}'); \
         UPDATE permission SET answer = 'granted'; UPDATE camera SET name = 'Another'",
        t.amira, t.ben
    ));
    let mut desk = school.desk();
    said_of_amira(&mut desk, &t.office, &["website"], Answer::Refused).unwrap();
    desk.withdraw(
        &t.office,
        &t.ben,
        &[channel("journal")],
        Relation::Parent,
        "R Oakley",
    )
    .unwrap();
    desk.mark_never(&t.office, &t.amira, "A court said so.")
        .unwrap();
    desk.mark_never(&t.office, &t.ben, "").unwrap();
    let history = desk.answers(&t.office, &t.amira).unwrap();
    let last = history.last().map(|filed| filed.permission.answer);
    assert!(
        history
            .iter()
            .any(|filed| filed.permission.answer == Answer::Refused),
        "{last:?}"
    );
    assert_eq!(desk.why_marked(&t.head, &t.amira).unwrap().len(), 1);
}

/// Whatever stands in whichever table: verifying names it and goes on to the next.
#[test]
fn every_bad_record_is_named_and_the_rest_is_read_all_the_same() {
    let t = template();
    let school = School::copy();
    school.tamper(&format!(
        "UPDATE person SET kind = 'frog' WHERE id = '{}'; \
         UPDATE permission SET answer = 'perhaps' WHERE person = '{}'; \
         UPDATE staff SET role = 'king' WHERE role = 'office'; \
         UPDATE camera SET registered_at = 'once'; \
         UPDATE sign_off SET at = 'noon'; \
         UPDATE photo SET copyright = 'mine' WHERE id = '{}'; \
         UPDATE evidence SET size = -1; UPDATE attendance SET away = '1'; \
         UPDATE sight SET kind = 'portrait'; UPDATE incident SET kind = 'trifle'; \
         DELETE FROM seal_key WHERE object = '{}'",
        t.ben, t.amira, t.of_ben, t.of_cara
    ));
    let desk = school.desk();
    let proof = desk.verify_audit(&t.head, &[]).unwrap();
    let named: Vec<&str> = proof.odd.iter().map(|odd| odd.subject.as_str()).collect();
    for subject in [
        format!("person:{}", t.ben),
        format!("staff:{}", t.office.id()),
        format!("photo:{}", t.of_ben),
        format!("key:{}", t.of_cara),
    ] {
        assert!(named.contains(&subject.as_str()), "{subject}: {named:#?}");
    }
    for kind in ["permission:", "camera:", "sign-off:", "evidence:"] {
        assert!(
            named.iter().any(|one| one.starts_with(kind)),
            "{kind}: {named:#?}"
        );
    }
    // What is sound is not named with them.
    assert!(!named.contains(&format!("person:{}", t.cara).as_str()));
    assert!(!named.contains(&format!("photo:{}", t.of_amira).as_str()));
}

fn set_right(school: &School, record: &str, anew: &Anew) -> Done<()> {
    school.desk().set_right(&template().head, record, anew)
}

fn is_good(school: &School) {
    let proof = school.desk().verify_audit(&template().head, &[]).unwrap();
    assert_eq!(proof.findings, Vec::<String>::new());
}

fn is_refused(told: Done<()>, why: NotSetRight) {
    match told {
        Err(ActError::NotSetRight(said)) => assert_eq!(said, why),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_person_comes_back_with_the_mark_on() {
    let t = template();
    let school = School::copy();
    school.tamper(&format!(
        "UPDATE person SET family = 'Smith' WHERE id = '{}'",
        t.amira
    ));
    assert!(!goes(&school, &t.of_amira, "journal"));
    let record = format!("person:{}", t.amira);
    let mut desk = school.desk();
    let told = desk.set_right(&t.office, &record, &Anew::default());
    assert!(
        matches!(&told, Err(ActError::Refused(why)) if !why.is_of_input()),
        "{told:?}"
    );
    drop(desk);
    let anew = Anew {
        family: Some("Khan".to_owned()),
        ..Anew::default()
    };
    set_right(&school, &record, &anew).unwrap();
    is_good(&school);
    has(
        &school,
        &t.of_amira,
        "journal",
        &format!("never-photograph:{}", t.amira),
    );
    let mut desk = school.desk();
    desk.unmark(&t.head, &t.amira).unwrap();
    drop(desk);
    assert!(goes(&school, &t.of_amira, "journal"));
    is_refused(
        set_right(&school, &record, &Anew::default()),
        NotSetRight::IsSound,
    );
}

#[test]
fn somebody_whose_entry_is_gone_comes_back_under_the_name_that_the_head_says() {
    let t = template();
    let school = School::copy();
    school.tamper(&format!("DELETE FROM person WHERE id = '{}'", t.cara));
    has(
        &school,
        &t.of_cara,
        "wall",
        &format!("changed-outside:{}", t.cara),
    );
    let record = format!("person:{}", t.cara);
    is_refused(
        set_right(&school, &record, &Anew::default()),
        NotSetRight::SayTheName,
    );
    let anew = Anew {
        name: Some("Cara".to_owned()),
        family: Some("Whitlock".to_owned()),
        group: Some("Robins".to_owned()),
        ..Anew::default()
    };
    set_right(&school, &record, &anew).unwrap();
    is_good(&school);
    has(
        &school,
        &t.of_cara,
        "wall",
        &format!("never-photograph:{}", t.cara),
    );
}

/// Whatever was done to a no, it comes back as the no that it was, by the trail's word.
#[test]
fn a_no_is_said_again_and_a_yes_has_to_be_given_again() {
    let t = template();
    for sql in [
        "UPDATE permission SET answer = 'granted' WHERE answer = 'withdrawn'".to_owned(),
        "UPDATE permission SET channel = 'wall' WHERE answer = 'withdrawn'".to_owned(),
        "UPDATE permission SET answer = 'perhaps' WHERE answer = 'withdrawn'".to_owned(),
        "DELETE FROM permission WHERE answer = 'withdrawn'".to_owned(),
        format!(
            "UPDATE permission SET person = '{}' WHERE answer = 'withdrawn'",
            t.cara
        ),
    ] {
        let school = School::copy();
        let (ben, head) = (&t.ben, &t.head);
        school.tamper(&sql);
        let by = Anew {
            by: Some("S Khan".to_owned()),
            ..Anew::default()
        };
        school.desk().set_person_right(head, ben, &by).unwrap();
        is_good(&school);
        let said = codes(&school, &t.of_ben, "journal");
        assert_eq!(said, BTreeSet::from([format!("withdrawn:{ben}")]), "{sql}");
    }
    let school = School::copy();
    let journal = format!("person = '{}' AND channel = 'journal'", t.amira);
    school.tamper(&format!(
        "UPDATE permission SET signed = '2026-01-05' WHERE {journal}"
    ));
    school
        .desk()
        .set_person_right(&t.head, &t.amira, &Anew::default())
        .unwrap();
    is_good(&school);
    let said = codes(&school, &t.of_amira, "journal");
    assert_eq!(said, BTreeSet::from([format!("no-permission:{}", t.amira)]));
    assert!(goes(&school, &t.of_amira, "website"));
}

#[test]
fn who_said_a_no_that_is_gone_has_to_be_said() {
    let school = School::copy();
    school.tamper("DELETE FROM permission WHERE answer = 'withdrawn'");
    let records = odd(&school);
    is_refused(
        set_right(&school, &records[0], &Anew::default()),
        NotSetRight::SayWhoSaidNo,
    );
}

#[test]
fn an_account_comes_back_in_its_old_role_and_with_another_pin() {
    let t = template();
    let school = School::copy();
    school.tamper("UPDATE staff SET role = 'head', pin_hash = 'x' WHERE role = 'office'");
    let record = format!("staff:{}", t.office.id());
    is_refused(
        set_right(&school, &record, &Anew::default()),
        NotSetRight::SayAPin,
    );
    let anew = Anew {
        pin: Some(Zeroizing::new("864213".to_owned())),
        ..Anew::default()
    };
    set_right(&school, &record, &anew).unwrap();
    is_good(&school);
    let mut desk = school.desk();
    let office = desk.sign_in(OFFICE, "864213").unwrap();
    assert_eq!(office.role(), Role::Office);
    // And does nothing else before it chose one of its own.
    assert!(desk.photos(&office).is_err());
    desk.change_pin(&office, OFFICE, "935177").unwrap();
    desk.photos(&office).unwrap();
}

/// With the head's own account changed another head sets it right; the one who is alone needs a backup.
#[test]
fn a_heads_own_account_is_set_right_by_another_head() {
    let t = template();
    let school = School::copy();
    let signed = Some("2025-09-01".parse().unwrap());
    let mut desk = school.desk();
    desk.add_staff(&t.head, "Mr Lewis", Role::Head, signed, "935177")
        .unwrap();
    drop(desk);
    school.tamper(&format!(
        "UPDATE staff SET pin_hash = 'x' WHERE id = '{}'",
        t.head.id()
    ));
    let mut desk = school.desk();
    assert!(desk.sign_in(HEAD, PIN).is_err());
    let record = format!("staff:{}", t.head.id());
    let anew = || Anew {
        pin: Some(Zeroizing::new("864213".to_owned())),
        ..Anew::default()
    };
    let told = desk.set_right(&t.head, &record, &anew());
    assert!(
        matches!(
            told,
            Err(ActError::Register(RegisterError::Tampered { .. }))
        ),
        "{told:?}"
    );
    let other = desk.sign_in("Mr Lewis", "935177").unwrap();
    desk.set_right(&other, &record, &anew()).unwrap();
    desk.sign_in(HEAD, "864213").unwrap();
}

#[test]
fn equipment_comes_back_as_the_trail_last_had_it() {
    let t = template();
    let school = School::copy();
    let mut desk = school.desk();
    let camera = desk.cameras().unwrap().remove(0);
    desk.retire_camera(&t.head, &camera.id.0).unwrap();
    drop(desk);
    school.tamper("UPDATE camera SET retired_at = NULL; UPDATE device SET asset_tag = 'Z'");
    has(&school, &t.of_amira, "journal", "not-school-device");
    // The device's own entry is bad as well: it releases nothing, and the head is at work all the same.
    for record in odd(&school) {
        set_right(&school, &record, &Anew::default()).unwrap();
    }
    is_good(&school);
    let desk = school.desk();
    assert!(desk.cameras().unwrap()[0].retired_at.is_some());
    assert_eq!(desk.devices().unwrap().len(), 1);
}

#[test]
fn a_photo_comes_back_with_its_tags_open_and_goes_once_somebody_looked() {
    let t = template();
    let school = School::copy();
    let of_amira = &t.of_amira;
    school.tamper(&format!(
        "UPDATE tag SET stood = 0 WHERE photo = '{of_amira}'"
    ));
    assert!(!goes(&school, of_amira, "journal"));
    assert!(goes_as_a_batch(&school), "one bad photo keeps another in");
    set_right(&school, &format!("photo:{of_amira}"), &Anew::default()).unwrap();
    is_good(&school);
    has(&school, of_amira, "journal", "tagging-unfinished");
    let mut desk = school.desk();
    desk.look_again(&t.office, of_amira).unwrap();
    desk.finish_tagging(&t.office, of_amira).unwrap();
    drop(desk);
    assert!(goes(&school, of_amira, "journal"));
    // What a photo was when it was taken nobody can say anew.
    school.tamper(&format!(
        "UPDATE photo SET sha256 = 'x' WHERE id = '{of_amira}'"
    ));
    let told = set_right(&school, &format!("photo:{of_amira}"), &Anew::default());
    is_refused(told, NotSetRight::OnlyABackup);
}

/// A photo of Amira that is sound, among one that is not.
fn goes_as_a_batch(school: &School) -> bool {
    let t = template();
    let mut desk = school.desk();
    let sound = another_of_amira(&mut desk);
    let out = school.beside("batch");
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    let photos = [t.of_amira.clone(), sound];
    let told = desk.release(&t.head, &photos, &channel("journal"), folder.as_mut());
    matches!(
        told.unwrap().as_slice(),
        [Outcome::NotOut { .. }, Outcome::Out { .. }]
    )
}

fn another_of_amira(desk: &mut Desk) -> PhotoId {
    use shutterslip::acts::capture::{Circumstance, TakenIn};
    use shutterslip::acts::tag::NewTag;
    use shutterslip::domain::photo::Who;
    let t = template();
    let circumstance = Circumstance {
        occasion: "Spring",
        group: "Robins",
        file_name: "IMG_0009.JPG",
    };
    let TakenIn::Kept(id) = desk
        .take_in(&t.office, &picture(77), &circumstance)
        .unwrap()
    else {
        panic!("the picture was kept before");
    };
    let new = NewTag {
        who: Who::Person(t.amira.clone()),
        face: None,
        area: None,
    };
    desk.tag(&t.office, &id, new).unwrap();
    desk.finish_tagging(&t.office, &id).unwrap();
    id
}

#[test]
fn the_very_rules_that_were_adopted_come_back_and_no_others() {
    let t = template();
    let school = School::copy();
    school
        .tamper("UPDATE policy SET toml = replace(toml, 'four_eyes = true', 'four_eyes = false')");
    assert!(matches!(
        school.register().policy(),
        Err(RegisterError::Tampered { .. })
    ));
    let record = odd(&school).remove(0);
    is_refused(
        set_right(&school, &record, &Anew::default()),
        NotSetRight::SayThePolicy,
    );
    let rules = |toml: &str| Anew {
        policy: Some(toml.to_owned()),
        ..Anew::default()
    };
    for other in [
        SHIPPED[1].1.to_owned(),
        SHIPPED[0]
            .1
            .replace("four_eyes = true", "four_eyes = false"),
    ] {
        is_refused(
            set_right(&school, &record, &rules(&other)),
            NotSetRight::AnotherPolicy,
        );
    }
    set_right(&school, &record, &rules(SHIPPED[0].1)).unwrap();
    is_good(&school);
    assert_eq!(
        school.register().policy().unwrap().unwrap().toml,
        SHIPPED[0].1
    );
    assert!(goes(&school, &t.of_amira, "journal"));
}

/// What is only ever added, a sign-off or a list that was derived: set aside, and said anew by the usual act.
#[test]
fn a_sign_off_is_given_again_and_a_list_is_made_again() {
    let t = template();
    let school = School::copy();
    school.tamper("UPDATE sign_off SET role = 'office'; UPDATE photo_person SET seen = 0");
    has(&school, &t.of_amira, "website", "not-signed-off");
    let proof = school.desk().verify_audit(&t.head, &[]).unwrap();
    for odd in proof.odd {
        // Whatever was set right made the lists anew.
        match set_right(&school, &odd.subject, &Anew::default()) {
            Ok(()) | Err(ActError::NotSetRight(NotSetRight::IsSound)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    is_good(&school);
    lists_agree(&school);
    let mut desk = school.desk();
    desk.sign_off(&t.head, &t.of_amira, &channel("website"))
        .unwrap();
    drop(desk);
    assert!(goes(&school, &t.of_amira, "website"));
}

/// What was set aside as it stood is not set aside for good: changed once more it is found again.
#[test]
fn what_was_set_aside_is_found_again_when_it_is_changed_again() {
    let school = School::copy();
    school.tamper("UPDATE permission SET answer = 'granted' WHERE answer = 'withdrawn'");
    let record = odd(&school).remove(0);
    set_right(&school, &record, &Anew::default()).unwrap();
    is_good(&school);
    school.tamper("UPDATE permission SET signed = '2026-02-27' WHERE answer = 'granted' AND signed = '2025-09-03' AND person IN (SELECT person FROM permission WHERE answer = 'withdrawn')");
    assert!(odd(&school).contains(&record), "{:?}", odd(&school));
}

#[test]
fn with_a_trail_that_was_changed_nothing_is_set_right() {
    let t = template();
    let school = School::copy();
    school.tamper(&format!(
        "UPDATE person SET family = 'Smith' WHERE id = '{}'; \
         UPDATE audit SET by_staff = 'another' WHERE seq = 5",
        t.amira
    ));
    let told = set_right(&school, &format!("person:{}", t.amira), &Anew::default());
    is_refused(told, NotSetRight::TrailIsBroken);
}

/// The end of the trail as it is noted beside it: told as tampering, and nothing is added that hides it.
#[test]
fn an_edited_head_of_the_trail_is_told_as_tampering() {
    let t = template();
    for sql in [
        "UPDATE audit_head SET count = count + 1",
        "UPDATE audit_head SET count = count - 1",
        "UPDATE audit_head SET hash = 'ab'",
        "UPDATE audit_head SET count = 0",
    ] {
        let school = School::copy();
        school.tamper(sql);
        let mut desk = school.desk();
        // The app opens, so that somebody can verify.
        desk.begin().unwrap();
        let told = desk.report(&t.head, "something happened");
        assert!(
            matches!(
                told,
                Err(ActError::Register(RegisterError::Tampered { .. }))
            ),
            "{sql}: {told:?}"
        );
        let proof = desk.verify_audit(&t.head, &[]).unwrap();
        assert!(!proof.is_trail_whole, "{sql}");
    }
}

#[test]
fn a_sample_that_says_it_is_none_releases_nothing() {
    let t = template();
    for sql in [
        "UPDATE school SET sample = 1",
        "UPDATE school SET name = 'Another'",
        "DELETE FROM school",
    ] {
        let school = School::copy();
        school.tamper(sql);
        let out = school.beside("out");
        let mut desk = school.desk();
        let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
        let photos = [t.of_amira.clone()];
        let told = desk.release(&t.head, &photos, &channel("journal"), folder.as_mut());
        super::vouched::told_as_tampered(&told);
        assert!(files_under(&out).is_empty());
        let proof = desk.verify_audit(&t.head, &[]).unwrap();
        let is_named = proof
            .odd
            .iter()
            .any(|odd| odd.subject.starts_with("school:"));
        assert!(is_named, "{sql}: {:?}", proof.odd);
        let told = proof
            .odd
            .iter()
            .find(|odd| odd.happened == Happened::Removed);
        assert_eq!(told.is_some(), sql.starts_with("DELETE"));
    }
}
