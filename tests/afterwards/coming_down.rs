//! After a no: is the copy still there, is it late, and who confirmed that it is gone.

use std::fs;
use std::path::PathBuf;

use chrono::TimeDelta;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::take_down::Whereabouts;
use shutterslip::acts::{ActError, Desk};
use shutterslip::domain::incident::IncidentKind;
use shutterslip::domain::permission::Answer;
use shutterslip::domain::release::Release;
use shutterslip::outlet::folder::FolderOutlet;

use super::school::*;

/// Amira's photo in the journal, and then her parent says no.
fn out_and_withdrawn(school: &School, desk: &mut Desk) -> (Release, PathBuf) {
    let them = template();
    let folder = school.beside("out");
    let mut outlet = FolderOutlet::new(&folder);
    let photos = std::slice::from_ref(&them.of_amira);
    let out = desk
        .release(&them.head, photos, &channel("journal"), &mut outlet)
        .unwrap();
    let Outcome::Out { file, .. } = &out[0] else {
        panic!("{out:?}");
    };
    said_of_amira(desk, &them.office, &["journal"], Answer::Withdrawn).unwrap();
    let task = desk.take_downs(&them.office).unwrap().swap_remove(0);
    (task.release, folder.join(file))
}

fn overdue(desk: &Desk) -> usize {
    let incidents = desk.incidents(&template().head).unwrap();
    let late = |kind| kind == IncidentKind::TakeDownOverdue;
    incidents.iter().filter(|(one, _)| late(one.kind)).count()
}

#[test]
fn a_copy_that_did_not_come_down_in_time_is_one_incident_however_often_it_is_looked_at() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let (release, _) = out_and_withdrawn(&school, &mut desk);
    // Seven days for the journal, the last of them whole.
    school.clock.forward(TimeDelta::days(7));
    assert_eq!(desk.report_overdue(&them.office).unwrap(), 0);
    assert_eq!(overdue(&desk), 0);
    school.clock.forward(TimeDelta::days(1));
    for _ in 0..3 {
        assert_eq!(desk.report_overdue(&them.office).unwrap(), 1);
    }
    drop(desk);
    let mut desk = school.desk();
    desk.begin().unwrap();
    desk.report_overdue(&them.office).unwrap();
    assert_eq!(overdue(&desk), 1);
    let incidents = desk.incidents(&them.head).unwrap();
    let (incident, _) = incidents.last().unwrap();
    assert!(incident.note.contains(&release.id.0), "{incident:?}");
    assert!(!incident.note.contains("Amira"), "{incident:?}");
    desk.confirm_down(&them.office, &release.id, true, &outlet)
        .unwrap();
    assert_eq!(desk.report_overdue(&them.office).unwrap(), 0);
}

#[test]
fn the_app_sees_whether_a_copy_is_there_exchanged_gone_or_out_of_reach() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let (release, copy) = out_and_withdrawn(&school, &mut desk);
    let seen = |desk: &Desk| desk.whereabouts(&them.office, &release, &outlet).unwrap();
    assert_eq!(seen(&desk), Whereabouts::There);
    fs::write(&copy, "another").unwrap();
    assert_eq!(seen(&desk), Whereabouts::Exchanged);
    fs::remove_file(&copy).unwrap();
    assert_eq!(seen(&desk), Whereabouts::Gone);
    fs::create_dir(&copy).unwrap();
    assert_eq!(seen(&desk), Whereabouts::Unreadable);
    fs::remove_dir_all(copy.parent().unwrap()).unwrap();
    assert_eq!(seen(&desk), Whereabouts::OutOfReach);
}

#[test]
fn who_confirmed_a_take_down_and_when_stays_on_record() {
    let school = School::copy();
    let mut desk = school.desk();
    let them = template();
    let (release, copy) = out_and_withdrawn(&school, &mut desk);
    assert!(desk.taken_down(&them.office, 20).unwrap().is_empty());
    let refused = desk.confirm_down(&them.office, &release.id, false, &outlet);
    assert!(
        matches!(&refused, Err(ActError::Refused(why)) if !why.is_of_input()),
        "{refused:?}"
    );
    school.clock.forward(TimeDelta::hours(3));
    desk.confirm_down(&them.office, &release.id, true, &outlet)
        .unwrap();
    assert!(!copy.exists());
    let down = desk.taken_down(&them.office, 20).unwrap();
    assert_eq!(down.len(), 1);
    assert_eq!(down[0].1.by, them.office.id().0);
    assert_eq!(down[0].1.at, morning() + TimeDelta::hours(3));
}
