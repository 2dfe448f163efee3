//! Which photos wait to be looked at: the engine's quick answer and the slow one from every photo
//! are the same.

use chrono::TimeDelta;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::domain::ids::PhotoId;

use super::school::*;

#[track_caller]
fn waiting(school: &School) -> Vec<PhotoId> {
    let register = school.register();
    let quick = register.photos_waiting().unwrap();
    let is_waiting = |id: &PhotoId| {
        let faces = register.photo(id).unwrap().unwrap().labels.faces;
        faces.is_waiting() && register.seal_key(&id.0).unwrap().is_some()
    };
    let mut slow = register.photo_ids().unwrap();
    slow.reverse();
    slow.retain(is_waiting);
    assert_eq!(slow, quick);
    quick
}

#[test]
fn photos_that_wait_are_listed_oldest_first_until_looked_at_or_erased() {
    let school = School::copy();
    assert_eq!(waiting(&school), []);
    let head = &template().head;
    let mut kept = Vec::new();
    for seed in 1..=3 {
        school.clock.forward(TimeDelta::minutes(1));
        let circumstance = Circumstance::default();
        let mut desk = school.desk();
        match desk.keep(head, &picture(9000 + seed), &circumstance) {
            Ok(TakenIn::Kept(id)) => kept.push(id),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(waiting(&school), kept);
    school.clock.forward(TimeDelta::minutes(1));
    school.desk().look_at_kept(head, &kept[1]).unwrap();
    assert_eq!(waiting(&school), [kept[0].clone(), kept[2].clone()]);
    school.desk().erase(head, &kept[0], "out of focus").unwrap();
    assert_eq!(waiting(&school), std::slice::from_ref(&kept[2]));
}
