//! Records that were changed past the register are not believed: whoever has the device's key and
//! edits a row gets no picture out.

use shutterslip::acts::prepare::Words;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::{ActError, Desk, Done, Ending};
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::release::OutletKind;
use shutterslip::outlet::Outlet;
use shutterslip::outlet::print::PrintOutlet;
use shutterslip::register::RegisterError;

use super::school::*;

/// Nothing that rests on it leaves, whether it is told as tampering or stands among the reasons, and the
/// gate is never found open for looking either.
fn is_not_believed(photo: &PhotoId, to: &str, sql: &str) {
    let school = School::copy();
    assert!(is_sound(&school), "before: {sql}");
    school.tamper(sql);
    has_no_way_out(&school, photo, to, sql);
}

fn is_sound(school: &School) -> bool {
    let proof = school.desk().verify_audit(&template().head, &[]).unwrap();
    proof.is_good()
}

/// A release that did not happen because something was changed past the register.
pub fn told_as_tampered(told: &Done<Vec<Outcome>>) {
    let is_told = match told {
        Ok(outcomes) => {
            !outcomes.is_empty()
                && outcomes.iter().all(|outcome| {
                    matches!(outcome, Outcome::NotOut { why, ending: Ending::Store, .. }
                        if why.to_string().contains("was changed outside Shutterslip"))
                })
        }
        Err(error) => matches!(error, ActError::Register(RegisterError::Tampered { .. })),
    };
    assert!(is_told, "{told:?}");
}

fn has_no_way_out(school: &School, photo: &PhotoId, to: &str, sql: &str) {
    let out = school.beside("out");
    let mut desk: Desk = school.desk();
    match desk.check(&template().head, photo) {
        Ok(verdicts) => {
            let verdict = verdicts.iter().find(|(one, _)| one.id == channel(to));
            assert!(!verdict.unwrap().1.is_allowed(), "{sql}");
        }
        Err(ActError::Register(RegisterError::Tampered { .. })) => {}
        Err(other) => panic!("{sql}: {other:?}"),
    }
    let tray = Tray::saying(Ok(()));
    // Inside the school is paper.
    let mut place: Box<dyn Outlet> = match to {
        "wall" => Box::new(PrintOutlet::new(tray.clone(), "Office")),
        _ => outlet(OutletKind::Folder, &out.display().to_string()),
    };
    let photos = std::slice::from_ref(photo);
    let told = desk.release(&template().head, photos, &channel(to), place.as_mut());
    match &told {
        Ok(outcomes) if matches!(outcomes.as_slice(), [Outcome::Blocked { .. }]) => {}
        _ => told_as_tampered(&told),
    }
    assert!(
        files_under(&out).is_empty() && tray.pages().is_empty(),
        "{sql}"
    );
    drop(desk);
    assert!(!is_sound(school), "{sql}");
}

#[test]
fn an_edited_answer_is_not_believed() {
    let ben = &template().of_ben;
    is_not_believed(
        ben,
        "journal",
        "UPDATE permission SET answer = 'granted' WHERE answer = 'withdrawn'",
    );
    is_not_believed(
        ben,
        "journal",
        "UPDATE permission SET channel = 'wall' WHERE answer = 'withdrawn'",
    );
    for edit in [
        "signed = '2026-02-01'",
        "valid_until = '2036-01-01'",
        "evidence = 'email'",
        "relation = 'other'",
        "by_name = 'Another'",
        "recorded_by = 'another'",
        "form = NULL",
    ] {
        let sql = format!(
            "UPDATE permission SET {edit} WHERE person = '{}'",
            template().amira
        );
        is_not_believed(&template().of_amira, "journal", &sql);
    }
}

#[test]
fn a_deleted_no_is_missed() {
    is_not_believed(
        &template().of_ben,
        "journal",
        "DELETE FROM permission WHERE answer = 'withdrawn'",
    );
}

#[test]
fn a_no_moved_to_somebody_else_is_missed() {
    let sql = format!(
        "UPDATE permission SET person = '{}' WHERE answer = 'withdrawn'",
        template().cara
    );
    is_not_believed(&template().of_ben, "journal", &sql);
}

#[test]
fn an_inserted_yes_is_not_believed() {
    let sql = format!(
        "INSERT INTO permission (id, person, channel, answer, relation, by_name, signed, evidence, \
         recorded_at, recorded_by) VALUES ('forged', '{}', 'journal', 'granted', 'parent', \
         'S Khan', '2026-03-01', 'paper', '2026-03-01T10:00:00.000Z', 'somebody')",
        template().ben
    );
    is_not_believed(&template().of_ben, "journal", &sql);
}

#[test]
fn a_no_exchanged_for_a_yes_is_not_believed() {
    let sql = format!(
        "DELETE FROM permission WHERE answer = 'withdrawn'; \
         INSERT INTO permission (id, person, channel, answer, relation, by_name, signed, evidence, \
         recorded_at, recorded_by) VALUES ('forged', '{}', 'journal', 'granted', 'parent', \
         'S Khan', '2026-03-01', 'paper', '2026-03-01T10:00:00.000Z', 'somebody')",
        template().ben
    );
    is_not_believed(&template().of_ben, "journal", &sql);
}

/// A yes and a withdrawal of the same day: the one recorded last speaks, so their order is a fact.
#[test]
fn answers_put_in_another_order_are_not_believed() {
    is_not_believed(
        &template().of_ben,
        "journal",
        "UPDATE permission SET number = number + 1000 WHERE answer = 'granted'",
    );
}

#[test]
fn a_flipped_mark_is_not_believed() {
    let sql = format!(
        "UPDATE person SET never = 0 WHERE id = '{}'",
        template().cara
    );
    for to in ["wall", "journal", "website"] {
        is_not_believed(&template().of_cara, to, &sql);
    }
}

/// On the wall nobody is asked for a yes, so somebody whom the register no longer holds would pass.
#[test]
fn a_removed_person_with_the_mark_is_missed() {
    let sql = format!(
        "DELETE FROM permission WHERE person = '{0}'; DELETE FROM person WHERE id = '{0}'",
        template().cara
    );
    is_not_believed(&template().of_cara, "wall", &sql);
    let kept_answers = format!("DELETE FROM person WHERE id = '{}'", template().cara);
    is_not_believed(&template().of_cara, "wall", &kept_answers);
}

#[test]
fn edited_tags_are_not_believed() {
    let (ben, cara) = (&template().of_ben, &template().of_cara);
    for (photo, to, edit) in [
        (ben, "journal", "DELETE FROM tag"),
        (
            ben,
            "journal",
            "UPDATE tag SET who = 'adult', person = NULL",
        ),
        (
            cara,
            "wall",
            "UPDATE tag SET hidden = 1, area = '{\"x\":0,\"y\":0,\"width\":1,\"height\":1}'",
        ),
        (cara, "wall", "DELETE FROM tag"),
    ] {
        is_not_believed(photo, to, edit);
    }
    let amira = format!("UPDATE tag SET person = '{}'", template().amira);
    is_not_believed(ben, "journal", &amira);
}

#[test]
fn an_edited_photo_is_not_believed() {
    let photo = &template().of_amira;
    for edit in [
        "source = 'another'",
        "source_kind = 'device'",
        "taken_at = '2020-01-01T00:00:00.000Z'",
        "taken_by = 'another'",
        "sha256 = 'f' || substr(sha256, 2)",
        "tagging_complete = 0",
        "version = 1",
        "caption = 'edited'",
        "copyright = 'permission'",
        "crop = '{\"x\":0,\"y\":0,\"width\":1,\"height\":1}'",
        "checklist = '[]'",
        "file_name = 'other.jpg'",
    ] {
        let sql = format!("UPDATE photo SET {edit} WHERE id = '{photo}'");
        is_not_believed(photo, "journal", &sql);
    }
    let sql = format!(
        "INSERT INTO face (photo, number, id, area, found_by) VALUES \
         ('{photo}', 9, 'f9', '{{\"x\":0,\"y\":0,\"width\":1,\"height\":1}}', 'hand')"
    );
    is_not_believed(photo, "journal", &sql);
}

#[test]
fn edited_equipment_is_not_believed() {
    for edit in [
        "retired_at = '2027-01-01T00:00:00.000Z'",
        "registered_at = '2020-01-01T00:00:00.000Z'",
        "serial = 'another'",
    ] {
        let sql = format!("UPDATE camera SET {edit}");
        is_not_believed(&template().of_amira, "journal", &sql);
    }
}

#[test]
fn an_edited_sign_off_is_not_believed() {
    for edit in [
        "edition = 'another'",
        "copy = 'another'",
        "role = 'office'",
        "by_staff = (SELECT taken_by FROM photo LIMIT 1)",
        "at = '2026-03-02T08:59:59.000Z'",
    ] {
        let sql = format!("UPDATE sign_off SET {edit}");
        is_not_believed(&template().of_amira, "website", &sql);
    }
    let moved = format!("UPDATE sign_off SET photo = '{}'", template().of_ben);
    is_not_believed(&template().of_ben, "website", &moved);
}

#[test]
fn an_edited_policy_is_not_believed() {
    is_not_believed(
        &template().of_ben,
        "journal",
        "UPDATE policy SET toml = replace(toml, 'four_eyes = true', 'four_eyes = false')",
    );
}

/// Laxer rules that are put beside those in force are not asked.
#[test]
fn an_inserted_policy_is_not_in_force() {
    let school = School::copy();
    let before = school.register().policy().unwrap();
    school.tamper(
        "INSERT INTO policy (toml, since, by_staff) SELECT \
         replace(toml, 'four_eyes = true', 'four_eyes = false'), '2026-03-02T08:59:00.000Z', \
         by_staff FROM policy",
    );
    assert_eq!(school.register().policy().unwrap(), before);
    assert!(!is_sound(&school));
}

/// The stricter policy that the school adopted since must not vanish and leave the laxer in force.
#[test]
fn a_removed_policy_does_not_bring_the_one_before_back() {
    let stricter = shutterslip::domain::policy::SHIPPED[1].1;
    for sql in [
        "DELETE FROM policy WHERE number = (SELECT max(number) FROM policy)",
        "UPDATE policy SET number = number + 1000 WHERE number = 1",
    ] {
        let school = School::copy();
        school.clock.set(at("2026-03-02T09:30:00Z"));
        let mut desk = school.desk();
        desk.adopt_policy(&template().head, stricter).unwrap();
        drop(desk);
        assert!(is_sound(&school));
        school.tamper(sql);
        has_no_way_out(&school, &template().of_amira, "website", sql);
        // The rules that are asked are the stricter ones, or none.
        match school.register().policy() {
            Ok(policy) => assert_eq!(policy.unwrap().toml, stricter, "{sql}"),
            Err(RegisterError::Tampered { .. }) => {}
            Err(other) => panic!("{sql}: {other:?}"),
        }
    }
}

/// The names of children who are not shown stand in no caption: their entries are facts as well. What has
/// no words goes on its way.
#[test]
fn a_caption_waits_while_nobody_knows_the_name_of_a_child_who_is_not_shown() {
    for sql in [
        "UPDATE person SET family = 'Nobody' WHERE given = 'Dilys'",
        "UPDATE person SET kind = 'visitor' WHERE given = 'Dilys'",
        "DELETE FROM person WHERE given = 'Dilys'",
    ] {
        let school = School::copy();
        let caption = Words {
            caption: Some("Planting beans with Dilys Featherstone"),
            ..Words::default()
        };
        let mut desk = school.desk();
        let (office, photo) = (&template().office, &template().of_amira);
        // Only words with a name are stopped while the register is sound.
        desk.word(office, photo, &caption).unwrap();
        drop(desk);
        has_reason(&school, "name-in-text");
        school.tamper(sql);
        has_reason(&school, "changed-outside");
        has_no_way_out(&school, photo, "journal", sql);
        let mut desk = school.desk();
        let none = Words {
            caption: Some(""),
            ..Words::default()
        };
        desk.word(office, photo, &none).unwrap();
        let out = school.beside("without words");
        let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
        let photos = std::slice::from_ref(photo);
        let told = desk.release(office, photos, &channel("journal"), folder.as_mut());
        assert!(
            matches!(told.unwrap().as_slice(), [Outcome::Out { .. }]),
            "{sql}"
        );
    }
}

fn has_reason(school: &School, code: &str) {
    let desk = school.desk();
    let verdicts = desk.check(&template().head, &template().of_amira).unwrap();
    let (_, verdict) = verdicts
        .into_iter()
        .find(|(one, _)| one.id == channel("journal"))
        .unwrap();
    let codes: Vec<&str> = verdict.reasons().iter().map(|one| one.code()).collect();
    assert_eq!(codes, [code]);
}

#[test]
fn an_edited_account_opens_nothing() {
    let nobody = "INSERT INTO staff (id, name, role, pin_hash) SELECT 'new', 'Nobody', 'head', \
                  pin_hash FROM staff WHERE role = 'head'";
    for (sql, opens) in [
        (
            "UPDATE staff SET role = 'head' WHERE role = 'office'",
            vec![HEAD],
        ),
        (
            "UPDATE staff SET pin_hash = (SELECT pin_hash FROM staff WHERE role = 'head') \
             WHERE role = 'office'",
            vec![HEAD],
        ),
        ("UPDATE staff SET agreement_signed = '2026-03-01'", vec![]),
        ("UPDATE staff SET agreement_text = '0123456789ab'", vec![]),
        (nobody, vec![HEAD, OFFICE]),
    ] {
        let school = School::copy();
        school.tamper(sql);
        for name in [OFFICE, HEAD, "Nobody"] {
            let told = school.desk().sign_in(name, PIN);
            let is_open = opens.contains(&name);
            assert_eq!(told.is_ok(), is_open, "{sql}: {name}: {told:?}");
        }
        assert!(!is_sound(&school), "{sql}");
    }
}
