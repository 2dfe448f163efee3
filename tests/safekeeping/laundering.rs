//! A value that was changed past the register is not vouched for by the next honest edit of the same
//! record: the edit is refused, and the change goes on being found.

use shutterslip::acts::prepare::Words;
use shutterslip::acts::{ActError, Desk, Done};
use shutterslip::register::RegisterError;

use super::school::*;

fn findings(school: &School) -> Vec<String> {
    let desk = school.desk();
    desk.verify_audit(&template().head, &[]).unwrap().findings
}

/// Changes a value past the register, then edits the record as somebody would who knows of nothing.
fn is_not_laundered(sql: &str, edit: impl Fn(&mut Desk) -> Done<()>) {
    let school = School::copy();
    edit(&mut school.desk()).unwrap();
    let school = School::copy();
    school.tamper(sql);
    let before = findings(&school);
    assert!(!before.is_empty(), "{sql}");
    let told = edit(&mut school.desk());
    let is_told = matches!(
        told,
        Err(ActError::Register(RegisterError::Tampered { .. }))
    );
    assert!(is_told, "{sql}: {told:?}");
    assert_eq!(findings(&school), before, "{sql}");
}

fn moves_to_another_group(
    who: shutterslip::domain::person::PersonId,
) -> impl Fn(&mut Desk) -> Done<()> {
    move |desk| {
        let entry = desk.find_person(&who.0)?;
        let mut entry = entry.clone();
        entry.class = "Wrens".to_owned();
        desk.record_person(&template().office, entry).map(|_| ())
    }
}

#[test]
fn a_mark_that_was_cleared() {
    let cara = template().cara.clone();
    let sql = format!("UPDATE person SET never = 0 WHERE id = '{cara}'");
    is_not_laundered(&sql, moves_to_another_group(cara));
}

#[test]
fn a_tag_that_was_moved_to_somebody_else() {
    let (ben, amira) = (&template().ben, &template().amira);
    let sql = format!("UPDATE tag SET person = '{amira}' WHERE person = '{ben}'");
    is_not_laundered(&sql, |desk| {
        let words = Words {
            caption: Some("In the garden"),
            ..Words::default()
        };
        desk.word(&template().office, &template().of_ben, &words)
    });
}

#[test]
fn a_photo_whose_tags_were_said_to_be_complete() {
    let of_ben = &template().of_ben;
    let sql = format!("DELETE FROM tag WHERE photo = '{of_ben}'");
    is_not_laundered(&sql, |desk| {
        let ticks = ["dressed".to_owned()];
        desk.tick(&template().head, &template().of_ben, &ticks, false)
    });
    let sql = format!("UPDATE photo SET occasion = 'Fair' WHERE id = '{of_ben}'");
    is_not_laundered(&sql, |desk| {
        let named = desk.name_occasion(&template().head, &template().of_ben, "Summer")?;
        assert!(named > 0);
        Ok(())
    });
}

#[test]
fn an_account_whose_role_was_raised() {
    let office = template().office.id();
    let sql = format!("UPDATE staff SET role = 'head' WHERE id = '{office}'");
    is_not_laundered(&sql, |desk| {
        desk.change_pin(&template().head, OFFICE, "914273")
    });
}

#[test]
fn a_camera_that_was_put_back_on_the_list() {
    let retired = |school: &School| {
        let mut desk = school.desk();
        let camera = desk.cameras().unwrap()[0].id.clone();
        desk.retire_camera(&template().head, &camera.0).unwrap();
        camera
    };
    let school = School::copy();
    let camera = retired(&school);
    school.tamper("UPDATE camera SET retired_at = NULL");
    let before = findings(&school);
    assert!(!before.is_empty());
    let told = school.desk().retire_camera(&template().head, &camera.0);
    let is_told = matches!(
        told,
        Err(ActError::Register(RegisterError::Tampered { .. }))
    );
    assert!(is_told, "{told:?}");
    assert_eq!(findings(&school), before);
}
