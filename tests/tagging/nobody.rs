//! Where nobody is tagged, somebody says in so many words that nobody is there; it is on record, ends as
//! soon as somebody is seen, and is never taken for a photo in which everybody may be shown.

use shutterslip::acts::ActError;
use shutterslip::acts::outlook::Chip;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::tag::NotComplete;
use shutterslip::clock::Clock;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::photo::{Area, Who};
use shutterslip::outlet::folder::FolderOutlet;
use shutterslip::register::{Change, Stamp};

use super::world::{Day, area};
use crate::school::{School, morning, template};

const FACE: Area = area(6, 10, 12, 14);

fn unfinished(day: &Day, photo: &PhotoId) -> bool {
    let verdicts = day.desk.check(&day.head, photo).unwrap();
    verdicts.iter().all(|(_, verdict)| {
        let mut codes = verdict.reasons().iter().map(ToString::to_string);
        codes.any(|code| code == "tagging-unfinished")
    })
}

fn why(told: Result<(), ActError>) -> NotComplete {
    match told {
        Err(ActError::NotComplete(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn done_alone_does_not_say_that_nobody_is_there() {
    let mut day = Day::new();
    let photo = day.take(801);
    let told = day.desk.finish_tagging(&day.head, &photo);
    assert_eq!(why(told), NotComplete::NobodyNamed);
    assert!(unfinished(&day, &photo));
    day.desk.nobody_here(&day.head, &photo).unwrap();
    assert!(!unfinished(&day, &photo));
    let said = day.labels(&photo).nobody.unwrap();
    assert_eq!(
        (said.by, said.at),
        (day.head.id().clone(), day.school.clock.now())
    );
    // Whoever says it again changes nothing of who said it first.
    let office = day.office.clone();
    day.desk.nobody_here(&office, &photo).unwrap();
    assert_eq!(day.labels(&photo).nobody.unwrap().by, *day.head.id());
    // And Done is done.
    day.desk.finish_tagging(&day.head, &photo).unwrap();
}

#[test]
fn it_is_not_said_of_a_photo_that_shows_somebody() {
    let mut day = Day::new();
    day.finds(&[FACE]);
    let photo = day.take(802);
    let told = day.desk.nobody_here(&day.head, &photo);
    assert_eq!(why(told), NotComplete::FacesOpen(1));
    day.name(&photo, &template().amira, None);
    let told = day.desk.nobody_here(&day.head, &photo);
    assert_eq!(why(told), NotComplete::SomebodyTagged);
    // A poster is nobody, once somebody said so.
    day.finds(&[FACE]);
    let poster = day.take(803);
    day.desk.dismiss_face(&day.head, &poster, "f1").unwrap();
    day.desk.nobody_here(&day.head, &poster).unwrap();
    assert!(!unfinished(&day, &poster));
}

#[test]
fn it_ends_as_soon_as_somebody_is_seen() {
    let mut day = Day::new();
    type Act<'a> = &'a dyn Fn(&mut Day, &PhotoId);
    let acts: [Act<'_>; 3] = [
        &|day, photo| drop(day.tag(photo, Who::Unknown, None)),
        &|day, photo| drop(day.desk.add_face(&day.head, photo, FACE).unwrap()),
        &|day, photo| {
            day.finds(&[FACE]);
            day.desk.look_again(&day.head, photo).unwrap();
        },
    ];
    for (seed, seen) in (810..).zip(acts) {
        day.finds(&[]);
        let photo = day.take(seed);
        day.desk.nobody_here(&day.head, &photo).unwrap();
        seen(&mut day, &photo);
        assert_eq!(day.labels(&photo).nobody, None);
        assert!(unfinished(&day, &photo));
    }
    // A tag that goes again brings nothing back.
    day.finds(&[]);
    let photo = day.take(820);
    day.desk.nobody_here(&day.head, &photo).unwrap();
    let tag = day.tag(&photo, Who::Unknown, None);
    day.desk.untag(&day.head, &photo, &tag).unwrap();
    assert!(unfinished(&day, &photo));
}

#[test]
fn a_face_found_in_a_photo_that_waited_ends_it_too() {
    let mut day = Day::new();
    day.finds(&[FACE]);
    let photo = day.take_only(830);
    day.desk.nobody_here(&day.head, &photo).unwrap();
    day.desk.look_at_kept(&day.head, &photo).unwrap();
    assert_eq!(day.labels(&photo).nobody, None);
    assert!(unfinished(&day, &photo));
}

/// As photos stand that were called done without a tag before anybody was asked.
#[test]
fn an_older_photo_that_was_called_done_without_a_tag_is_not_done() {
    let school = School::copy();
    let photo = template().of_amira.clone();
    let desk = school.desk();
    let mut older = desk.look_at(&template().head, &photo).unwrap();
    drop(desk);
    older.version += 1;
    older.labels.tags.clear();
    assert!(older.labels.tagging_complete);
    let json = serde_json::to_string(&older).unwrap();
    assert!(
        !json.contains("nobody") && !json.contains("\"found\""),
        "{json}"
    );
    let stamp = Stamp {
        at: morning(),
        by: "head".to_owned(),
    };
    let mut register = school.register();
    register
        .record(&stamp, &[Change::Label(Box::new(older))])
        .unwrap();
    drop(register);
    let day = Day::at(school);
    assert!(unfinished(&day, &photo));
    let listed = day.desk.to_tag(&day.head, 10).unwrap();
    assert!(listed.iter().any(|one| one.photo == photo));
}

#[test]
fn it_is_told_in_so_many_words_wherever_the_photo_may_go() {
    let mut day = Day::new();
    let photo = day.take(850);
    day.desk.nobody_here(&day.head, &photo).unwrap();
    let outlook = day.desk.outlook(&day.head, &photo).unwrap();
    assert!(outlook.is_complete && outlook.names_nobody);
    let journal = outlook.channels.iter().find(|one| one.id.0 == "journal");
    assert_eq!(journal.unwrap().state, Chip::Now);
    let newest = day.desk.newest(&day.head, None, 1).unwrap();
    assert!(newest[0].names_nobody && newest[0].tagging_complete);
    day.name(&photo, &template().amira, None);
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    assert!(!day.desk.outlook(&day.head, &photo).unwrap().names_nobody);
    assert!(!day.desk.newest(&day.head, None, 1).unwrap()[0].names_nobody);
}

#[test]
fn among_others_it_goes_only_where_it_is_asked_for_by_name() {
    let mut day = Day::new();
    let photos: Vec<PhotoId> = (860..863).map(|seed| day.take(seed)).collect();
    for photo in &photos {
        day.desk.nobody_here(&day.head, photo).unwrap();
    }
    let folder = day.school.beside("out");
    let mut outlet = FolderOutlet::new(&folder);
    let journal = ChannelId("journal".to_owned());
    let (desk, head) = (&mut day.desk, &day.head);
    let told = desk.release(head, &photos, &journal, &mut outlet).unwrap();
    let asks = |photo: &PhotoId| Outcome::Unnamed {
        photo: photo.clone(),
    };
    assert_eq!(
        format!("{told:?}"),
        format!("{:?}", photos.iter().map(asks).collect::<Vec<_>>())
    );
    assert!(!folder.exists() || std::fs::read_dir(&folder).unwrap().next().is_none());
    let told = desk
        .release_naming(head, &photos, &photos[1..2], &journal, &mut outlet)
        .unwrap();
    for place in [0, 2] {
        assert_eq!(
            format!("{:?}", told[place]),
            format!("{:?}", asks(&photos[place]))
        );
    }
    assert!(matches!(told[1], Outcome::Out { .. }), "{told:?}");
    // Whoever asks for one photo names it.
    let told = desk
        .release(head, &photos[..1], &journal, &mut outlet)
        .unwrap();
    assert!(matches!(told[0], Outcome::Out { .. }), "{told:?}");
}
