//! What is still to tag, whoever took it; and deleting a photo that should not have been taken, by
//! whoever took it, on the day.

use shutterslip::acts::prepare::Words;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::staff::Role;

use super::world::Day;
use crate::school::{OFFICE, PIN, at, channel, template};

fn to_tag(day: &Day, limit: usize) -> Vec<PhotoId> {
    let listed = day.desk.to_tag(&day.head, limit).unwrap();
    assert!(listed.iter().all(|photo| !photo.tagging_complete));
    listed.into_iter().map(|photo| photo.photo).collect()
}

#[test]
fn photos_to_tag_are_those_whose_tags_are_not_complete_newest_first() {
    let mut day = Day::new();
    assert!(to_tag(&day, 10).is_empty());
    assert_eq!(day.desk.count_to_tag(&day.head).unwrap(), 0);
    let photos: Vec<PhotoId> = (401..406).map(|seed| day.take(seed)).collect();
    // They differ in more than one way, so that not all are alike.
    day.desk
        .tick(&day.office, &photos[1], &["dressed".to_owned()], true)
        .unwrap();
    day.desk.nobody_here(&day.head, &photos[3]).unwrap();
    day.desk.erase(&day.head, &photos[0], "asked for").unwrap();
    let open = [&photos[4], &photos[2], &photos[1]].map(PhotoId::clone);
    assert_eq!(to_tag(&day, 10), open);
    assert_eq!(to_tag(&day, 2), open[..2]);
    assert!(to_tag(&day, 0).is_empty());
    assert_eq!(day.desk.count_to_tag(&day.head).unwrap(), 3);
    // What was complete comes back when a tag goes.
    day.desk
        .untag(&day.head, &template().of_amira, "t1")
        .unwrap();
    assert_eq!(to_tag(&day, 10).last(), Some(&template().of_amira));
}

#[test]
fn the_list_agrees_with_the_photos_one_by_one() {
    let mut day = Day::new();
    let mut luck = fastrand::Rng::with_seed(7);
    let photos: Vec<PhotoId> = (410..425).map(|seed| day.take(seed)).collect();
    for _ in 0..60 {
        let photo = luck.choice(&photos).unwrap().clone();
        match luck.u8(0..4) {
            0 => day.done(&day.head.clone(), &photo),
            1 => {
                let words = Words {
                    credit: Some(if luck.bool() { "The school" } else { "" }),
                    ..Words::default()
                };
                day.desk.word(&day.head, &photo, &words).unwrap();
            }
            2 => {
                let on = luck.bool();
                let item = ["dressed".to_owned()];
                day.desk.tick(&day.head, &photo, &item, on).unwrap();
            }
            _ => {
                let tags = day.labels(&photo).tags;
                match tags.first() {
                    Some(tag) => day.desk.untag(&day.head, &photo, &tag.id).unwrap(),
                    None => drop(day.name(&photo, &template().amira, None)),
                }
            }
        }
        let listed = day.desk.newest(&day.head, None, usize::MAX).unwrap();
        let open: Vec<PhotoId> = listed
            .into_iter()
            .map(|one| one.photo)
            .filter(|one| !day.labels(one).is_tagging_complete())
            .collect();
        assert_eq!(to_tag(&day, usize::MAX), open);
        assert_eq!(day.desk.count_to_tag(&day.head).unwrap(), open.len());
    }
}

#[test]
fn a_photo_of_one_person_is_finished_by_another() {
    let mut day = Day::new();
    let photo = day.take(430);
    let office = day.signs_in(OFFICE);
    let listed = day.desk.to_tag(&office, 5).unwrap();
    assert_eq!(listed[0].photo, photo);
    day.desk.nobody_here(&office, &photo).unwrap();
    assert!(to_tag(&day, 5).is_empty());
}

#[test]
fn whoever_took_a_photo_deletes_it_on_the_day_and_the_record_stays() {
    let mut day = Day::new();
    let photo = day.take(431);
    day.name(&photo, &template().amira, None);
    day.desk.discard(&day.head, &photo).unwrap();
    assert!(day.desk.to_show(&day.head, &photo).is_err());
    assert!(day.desk.discard(&day.head, &photo).is_err());
    assert!(to_tag(&day, 5).is_empty());
    let db = {
        drop(day.desk);
        day.school.raw()
    };
    let why = crate::school::names(&db, "SELECT why FROM erasure");
    assert_eq!(why, ["discarded by whoever took it"]);
    assert!(
        crate::school::names(
            &db,
            "SELECT id FROM tag WHERE photo NOT IN (SELECT photo FROM photo_gist)"
        )
        .is_empty()
    );
}

#[test]
fn nobody_deletes_what_another_took_or_what_is_not_of_today() {
    let mut day = Day::new();
    day.desk
        .add_staff(
            &day.head,
            "Ms Vale",
            Role::Practitioner,
            "2026-03-01".parse().ok(),
            PIN,
        )
        .unwrap();
    let vale = day.signs_in("Ms Vale");
    let theirs = day.take_as(&vale, 432);
    let told = shutterslip::cli::act_words(&day.desk.discard(&day.head, &theirs).unwrap_err());
    assert!(
        told.contains("somebody else took") && told.contains("ask the head teacher"),
        "{told}"
    );
    day.school.clock.set(at("2026-03-03T08:00:00Z"));
    let told = shutterslip::cli::act_words(&day.desk.discard(&vale, &theirs).unwrap_err());
    assert!(told.contains("not of today"), "{told}");
    // Something is recorded; setting the clock back does not bring the day back.
    day.child("Ella", "Price", "Wrens");
    day.school.clock.set(at("2026-03-02T23:00:00Z"));
    assert!(day.desk.discard(&vale, &theirs).is_err());
    assert!(day.desk.to_show(&vale, &theirs).is_ok());
}

#[test]
fn what_was_signed_off_or_released_is_deleted_by_nobody_but_the_head() {
    let mut day = Day::new();
    // The office took it, today, and it carries a sign-off, stale or not.
    let signed = template().of_amira.clone();
    let told = shutterslip::cli::act_words(&day.desk.discard(&day.office, &signed).unwrap_err());
    assert!(told.contains("was signed off"), "{told}");
    day.desk
        .add_face(&day.office, &signed, super::world::area(1, 1, 5, 5))
        .unwrap();
    assert!(day.desk.discard(&day.office, &signed).is_err());
    // Released inside the school, where nobody signs.
    let photo = template().of_ben.clone();
    let tray = crate::school::Tray::saying(Ok(()));
    let mut outlet = shutterslip::outlet::print::PrintOutlet::new(tray, "Office");
    let photos = std::slice::from_ref(&photo);
    day.desk
        .release(&day.office, photos, &channel("wall"), &mut outlet)
        .unwrap();
    let told = shutterslip::cli::act_words(&day.desk.discard(&day.office, &photo).unwrap_err());
    assert!(told.contains("was released"), "{told}");
    // One that was neither goes.
    day.desk.discard(&day.office, &template().of_cara).unwrap();
}
