//! Who is here today: said by staff, of one group and day, never edited, and no reason to anybody.

use shutterslip::domain::person::PersonId;

use super::world::Day;
use crate::school::{OFFICE, at, names, template};

fn away(day: &Day, group: &str) -> Vec<PersonId> {
    let tiles = day.desk.group_today(&day.head, group).unwrap().tiles;
    let mut away: Vec<PersonId> = tiles
        .into_iter()
        .filter(|tile| !tile.here)
        .map(|tile| tile.person)
        .collect();
    away.sort();
    away
}

fn sorted(people: &[&PersonId]) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = people.iter().map(|one| (*one).clone()).collect();
    people.sort();
    people
}

#[test]
fn what_was_said_last_of_a_group_counts_until_the_day_is_over() {
    let mut day = Day::new();
    let (amira, ben) = (&template().amira, &template().ben);
    assert!(away(&day, "Robins").is_empty());
    let both = [ben.clone(), amira.clone(), ben.clone()];
    day.desk.set_away(&day.head, "Robins", &both).unwrap();
    assert_eq!(away(&day, "Robins"), sorted(&[amira, ben]));
    let office = day.signs_in(OFFICE);
    day.desk
        .set_away(&office, "Robins", std::slice::from_ref(ben))
        .unwrap();
    assert_eq!(away(&day, "Robins"), sorted(&[ben]));
    // Found by a search, they are away as well; the strip names those with the mark, away or not.
    let found = day.desk.search_tiles(&day.head, "ben").unwrap();
    assert!(!found[0].here);
    day.desk
        .set_away(&day.head, "Robins", &[template().cara.clone()])
        .unwrap();
    assert_eq!(
        day.desk
            .never_photograph(&day.head, "Robins")
            .unwrap()
            .len(),
        1
    );
    day.school.clock.set(at("2026-03-03T08:00:00Z"));
    assert!(away(&day, "Robins").is_empty());
    day.desk.set_away(&day.head, "Robins", &[]).unwrap();
    // The day before stays as it was said, and does not come back with the clock.
    day.school.clock.set(at("2026-03-03T07:00:00Z"));
    day.child("Ella", "Price", "Wrens");
    assert!(away(&day, "Robins").is_empty());
}

#[test]
fn what_was_said_is_added_to_and_never_edited() {
    let mut day = Day::new();
    let ben = template().ben.clone();
    for who in [vec![ben.clone()], vec![ben.clone()], vec![], vec![ben]] {
        day.desk.set_away(&day.head, "Robins", &who).unwrap();
    }
    assert_eq!(away(&day, "Robins").len(), 1);
    drop(day.desk);
    let db = day.school.raw();
    // Saying the same again says nothing.
    assert_eq!(names(&db, "SELECT id FROM attendance").len(), 3);
    assert_eq!(
        names(
            &db,
            "SELECT subject FROM audit WHERE act = 'attendance.said'"
        )
        .len(),
        3
    );
    let told = names(
        &db,
        "SELECT detail FROM audit WHERE act = 'attendance.said'",
    )
    .join(" ");
    assert!(!told.contains("Robins") && !told.contains("Ben"), "{told}");
}

#[test]
fn each_group_speaks_of_its_own_children_only() {
    let mut day = Day::new();
    let ella = day.child("Ella", "Price", "Wrens");
    let told = shutterslip::cli::act_words(
        &day.desk
            .set_away(&day.head, "Robins", std::slice::from_ref(&ella))
            .unwrap_err(),
    );
    assert!(
        told.contains("`Robins`") && told.contains("own tiles"),
        "{told}"
    );
    assert!(day.desk.set_away(&day.head, "Owls", &[]).is_err());
    day.desk
        .set_away(&day.head, "Wrens", std::slice::from_ref(&ella))
        .unwrap();
    assert!(away(&day, "Robins").is_empty());
    assert_eq!(away(&day, "Wrens"), [ella]);
}

#[test]
fn whoever_is_away_can_be_tagged_and_stands_as_before() {
    let mut day = Day::new();
    let ben = &template().ben;
    let standing = |day: &Day| {
        let tiles = day.desk.group_today(&day.head, "Robins").unwrap().tiles;
        let of_ben = tiles.into_iter().find(|tile| tile.person == *ben);
        of_ben.unwrap().standing
    };
    let before = standing(&day);
    day.desk
        .set_away(&day.head, "Robins", std::slice::from_ref(ben))
        .unwrap();
    assert_eq!(standing(&day), before);
    let photo = day.take(501);
    day.name(&photo, ben, None);
    assert_eq!(day.tagged(&photo), std::slice::from_ref(ben));
}

#[test]
fn what_was_changed_past_the_app_is_not_believed() {
    let mut day = Day::new();
    let (ben, cara) = (&template().ben, &template().cara);
    day.desk
        .set_away(&day.head, "Robins", std::slice::from_ref(ben))
        .unwrap();
    let Day { school, desk, .. } = day;
    drop(desk);
    school.tamper(&format!("UPDATE attendance SET away = '[\"{cara}\"]'"));
    let day = Day::at(school);
    // Whoever the day's word says is away now, nobody said it: everybody is here.
    assert!(away(&day, "Robins").is_empty());
}
