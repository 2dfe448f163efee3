//! Tiles say how somebody may be photographed as the rules say it, person by person, and why to nobody.

use chrono::NaiveDate;
use shutterslip::acts::group::{MOST_FOUND, Standing, Tile};
use shutterslip::acts::permit::new_person;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::decision::{Question, decide};
use shutterslip::domain::ids::{PermissionId, StaffId};
use shutterslip::domain::permission::{Answer, Evidence, Permission, Relation};
use shutterslip::domain::person::{Person, PersonId, PersonKind};
use shutterslip::domain::photo::{
    Copyright, DeviceStanding, PhotoFacts, Role, Shown, SignOff, Who,
};
use shutterslip::domain::policy::{Policy, SHIPPED};
use shutterslip::domain::school::{FiledPermission, Registered};
use shutterslip::register::{Change, Stamp};

use super::world::Day;
use crate::school::{School, morning, template};

fn names(tiles: &[Tile]) -> Vec<&str> {
    tiles.iter().map(|tile| tile.name.as_str()).collect()
}

/// A faultless photo of one person: what blocks it speaks of them.
fn verdicts(policy: &Policy, today: NaiveDate, one: &Person, said: &[Permission]) -> Vec<bool> {
    let photo = |items: &[String]| PhotoFacts {
        device: DeviceStanding::Enrolled,
        tagging_complete: true,
        shown: vec![Shown {
            who: Who::Person(one.id.clone()),
            hidden: false,
        }],
        faces: 1,
        faces_accounted: 1,
        copyright: Copyright::School,
        checklist: items.to_vec(),
        taken_by: "somebody".to_owned(),
        sign_off: Some(SignOff {
            by: "the head".to_owned(),
            role: Role::Head,
            current: true,
            signed: today,
        }),
        ..PhotoFacts::default()
    };
    let people = [one.clone()];
    let pictures = policy
        .channels
        .iter()
        .filter(|one| one.id.0 != "video-call");
    pictures
        .map(|channel| {
            let photo = photo(channel.checklist());
            decide(&Question {
                policy,
                channel,
                today,
                photo: &photo,
                people: people.as_slice().into(),
                permissions: said,
                clock_behind: false,
                register_live: true,
                register_restored: false,
            })
            .is_allowed()
        })
        .collect()
}

/// Everybody and every answer that a seed makes.
fn town(seed: u64, policy: &Policy) -> (Vec<Registered>, Vec<Permission>) {
    let mut luck = fastrand::Rng::with_seed(seed);
    let day = |luck: &mut fastrand::Rng, from: i32, to: i32| -> NaiveDate {
        let ordinal = luck.u32(1..=365);
        NaiveDate::from_yo_opt(luck.i32(from..=to), ordinal).unwrap()
    };
    let (mut entries, mut answers) = (Vec::new(), Vec::new());
    for number in 0..30 {
        let kind = *luck
            .choice(&[PersonKind::Child, PersonKind::Child, PersonKind::Staff])
            .unwrap();
        let group = if kind == PersonKind::Child {
            "Wrens"
        } else {
            ""
        };
        let mut entry = new_person(kind, &format!("Given{number}"), "Family", group);
        entry.person.never = luck.u8(0..8) == 0;
        entry.person.born = luck.bool().then(|| day(&mut luck, 2008, 2023));
        entry.person.leaves = (luck.u8(0..3) == 0).then(|| day(&mut luck, 2025, 2028));
        if luck.u8(0..3) == 0 {
            answers.extend(every_yes(&entry.person, policy));
        }
        // Some are asked about everywhere, most about a few places.
        let often = luck.u8(1..=10);
        for channel in &policy.channels {
            for _ in 0..luck.u8(0..=2) {
                if luck.u8(0..10) >= often {
                    continue;
                }
                let yes = [Answer::Granted; 6].into_iter();
                let said: Vec<Answer> = yes.chain([Answer::Refused, Answer::Withdrawn]).collect();
                answers.push(Permission {
                    person: entry.person.id.clone(),
                    channel: channel.id.clone(),
                    answer: *luck.choice(&said).unwrap(),
                    relation: *luck
                        .choice(&[Relation::Parent, Relation::Parent, Relation::Oneself])
                        .unwrap(),
                    by: (*luck.choice(&["A Parent", "B Parent"]).unwrap()).to_owned(),
                    signed: day(&mut luck, 2025, 2025),
                    from: None,
                    until: (luck.u8(0..6) == 0).then(|| day(&mut luck, 2026, 2026)),
                    evidence: *luck
                        .choice(&[Evidence::Paper, Evidence::EForm, Evidence::Spoken])
                        .unwrap(),
                });
            }
        }
        entries.push(entry);
    }
    (entries, answers)
}

/// A written yes by everybody who can be asked, for every channel.
fn every_yes(person: &Person, policy: &Policy) -> Vec<Permission> {
    let yes = |channel: &ChannelId, relation: Relation| Permission {
        person: person.id.clone(),
        channel: channel.clone(),
        answer: Answer::Granted,
        relation,
        by: "Somebody".to_owned(),
        signed: "2026-02-01".parse().unwrap(),
        from: None,
        until: None,
        evidence: Evidence::Paper,
    };
    let channels = policy.channels.iter();
    channels
        .flat_map(|one| [Relation::Parent, Relation::Oneself].map(|from| yes(&one.id, from)))
        .collect()
}

fn move_in(school: &School, toml: &str, entries: &[Registered], answers: &[Permission]) {
    let stamp = Stamp {
        at: morning(),
        by: template().head.id().0.clone(),
    };
    let adopted = shutterslip::domain::school::AdoptedPolicy {
        toml: toml.to_owned(),
        since: morning(),
        by: template().head.id().clone(),
        confirmed_by: None,
    };
    let people = entries.iter().cloned().map(Change::Person);
    let said = answers.iter().enumerate().map(|(number, permission)| {
        Change::Permission(FiledPermission {
            id: PermissionId(format!("said-{number}")),
            permission: permission.clone(),
            form: None,
            recorded_at: morning(),
            recorded_by: StaffId("office".to_owned()),
            corrects: None,
            belongs: None,
            import: None,
        })
    });
    let changes: Vec<Change> = people.chain(said).chain([Change::Adopt(adopted)]).collect();
    school.register().record(&stamp, &changes).unwrap();
}

#[test]
fn a_tile_says_what_the_plain_decision_says_person_by_person() {
    let mut seen = [0; 3];
    for seed in 0..16 {
        let (_, toml) = SHIPPED[usize::try_from(seed % 2).unwrap()];
        // One place fewer asks nobody, so that a no everywhere is there to be seen.
        let toml = match seed % 4 {
            0 | 1 => toml.to_owned(),
            _ => toml.replacen("permission = \"none\"", "permission = \"any\"", 1),
        };
        let policy = Policy::parse(&toml).unwrap();
        let (entries, answers) = town(seed, &policy);
        let school = School::copy();
        move_in(&school, &toml, &entries, &answers);
        let day = Day::at(school);
        let today = day.desk.today().unwrap();
        let mut tiles = day.desk.adult_tiles(&day.head).unwrap();
        if let Ok(wrens) = day.desk.group_today(&day.head, "Wrens") {
            tiles.extend(wrens.tiles);
        }
        let stay = entries
            .iter()
            .filter(|one| one.person.leaves.is_none_or(|last| last >= today));
        assert_eq!(
            tiles.len(),
            stay.count(),
            "seed {seed}: those who left, and nobody else, are gone"
        );
        for tile in tiles {
            let one = entries
                .iter()
                .find(|one| one.person.id == tile.person)
                .unwrap();
            let of_them = |said: &&Permission| said.person == tile.person;
            let said: Vec<Permission> = answers.iter().filter(of_them).cloned().collect();
            let takes = verdicts(&policy, today, &one.person, &said);
            let expected = if one.person.never || takes.iter().all(|takes| !takes) {
                Standing::NoPhotos
            } else if takes.iter().all(|takes| *takes) {
                Standing::Everywhere
            } else {
                Standing::SomePlaces
            };
            assert_eq!(
                tile.standing, expected,
                "seed {seed}, person {}",
                tile.person
            );
            seen[expected as usize] += 1;
        }
    }
    assert!(
        seen.iter().all(|count| *count > 5),
        "too few of a kind were tried: {seen:?}"
    );
}

#[test]
fn groups_are_those_that_have_a_child_today() {
    let mut day = Day::new();
    day.child("Ella", "Price", "Wrens");
    let gone = day.child("Femi", "Ade", "Owls");
    leaves(&mut day, &gone, "2026-03-01");
    let groups = day.desk.groups(&day.head).unwrap();
    let counted: Vec<(&str, usize)> = groups
        .iter()
        .map(|group| (group.name.as_str(), group.children))
        .collect();
    assert_eq!(counted, [("Robins", 4), ("Wrens", 1)]);
    let told = shutterslip::cli::act_words(&day.desk.group_today(&day.head, "Owls").unwrap_err());
    assert!(
        told.contains("`Owls`") && told.contains("choose another group"),
        "{told}"
    );
}

fn leaves(day: &mut Day, person: &PersonId, last: &str) {
    let mut entry = day.desk.find_person(&person.0).unwrap();
    entry.person.leaves = Some(last.parse().unwrap());
    day.desk.record_person(&day.office, entry).unwrap();
}

#[test]
fn a_child_is_on_the_tiles_through_their_last_day_and_does_not_come_back_with_the_clock() {
    let mut day = Day::new();
    leaves(&mut day, &template().amira, "2026-03-02");
    let has_amira = |day: &Day| {
        let robins = day.desk.group_today(&day.head, "Robins").unwrap();
        robins
            .tiles
            .iter()
            .any(|tile| tile.person == template().amira)
    };
    assert!(has_amira(&day));
    day.school
        .clock
        .set(crate::school::at("2026-03-03T09:00:00Z"));
    assert!(!has_amira(&day));
    assert!(
        day.desk
            .search_tiles(&day.head, "amira")
            .unwrap()
            .is_empty()
    );
    // Something is recorded that day; then somebody sets the clock back.
    day.child("Ella", "Price", "Wrens");
    day.school.clock.set(morning());
    assert!(!has_amira(&day));
}

#[test]
fn the_red_strip_names_those_with_the_absolute_mark_and_nobody_else() {
    let mut day = Day::new();
    let entry = |given: &str, never: bool| {
        let mut entry = new_person(PersonKind::Child, given, "Whitlock", "Robins");
        entry.person.never = never;
        entry
    };
    day.desk
        .record_person(&day.office, entry("Cara", false))
        .unwrap();
    let mut other = entry("Cai", true);
    other.class = "Wrens".to_owned();
    day.desk.record_person(&day.office, other).unwrap();
    let strip = day.desk.never_photograph(&day.head, "Robins").unwrap();
    assert_eq!(strip.len(), 1);
    assert_eq!(strip[0].person, template().cara);
    // As on her group's page, where another Cara Whitlock stands beside her.
    let robins = day.desk.group_today(&day.head, "Robins").unwrap();
    let on_page = robins
        .tiles
        .iter()
        .find(|tile| tile.person == template().cara);
    assert_eq!(Some(&strip[0]), on_page);
    assert_eq!(strip[0].standing, Standing::NoPhotos);
    assert!(
        day.desk
            .never_photograph(&day.head, "Owls")
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_search_finds_beginnings_of_any_name_in_any_group_without_capitals_and_accents() {
    let mut day = Day::new();
    day.child("Łukasz", "Wiśniewski", "Wrens");
    day.child("Siân", "O'Brien", "Wrens");
    day.child("Anne-Marie", "van der Berg", "Owls");
    let mut known = new_person(PersonKind::Staff, "Elizabeth", "Grant", "");
    known.person.known_as = vec!["Betty".to_owned()];
    day.desk.record_person(&day.office, known).unwrap();
    let found = |text: &str| {
        let tiles = day.desk.search_tiles(&day.head, text).unwrap();
        names(&tiles).join(", ")
    };
    for (typed, expected) in [
        ("luk", "Łukasz W"),
        ("WIS", "Łukasz W"),
        ("sian", "Siân O"),
        ("SIÂN o'b", "Siân O"),
        ("obri", "Siân O"),
        ("brien", "Siân O"),
        ("marie", "Anne-Marie v"),
        ("berg anne", "Anne-Marie v"),
        ("van d", "Anne-Marie v"),
        ("bet", "Elizabeth G"),
        ("am kh", "Amira K"),
        ("mira", ""),
        ("amira oakley", ""),
        ("", ""),
        (" ' - ", ""),
    ] {
        assert_eq!(found(typed), expected, "`{typed}`");
    }
}

#[test]
fn a_search_gives_no_more_tiles_than_can_be_looked_through() {
    let school = School::copy();
    let entries: Vec<Registered> = (0..MOST_FOUND + 5)
        .map(|number| {
            let given = format!("Ada{}", "b".repeat(number));
            new_person(PersonKind::Child, &given, "Lee", "Wrens")
        })
        .collect();
    move_in(&school, SHIPPED[0].1, &entries, &[]);
    let day = Day::at(school);
    assert_eq!(
        day.desk.search_tiles(&day.head, "ada").unwrap().len(),
        MOST_FOUND
    );
}

#[test]
fn a_tile_that_was_changed_past_the_app_is_not_believed() {
    let school = School::copy();
    school.tamper("UPDATE person SET never = 0 WHERE given = 'Cara'");
    let day = Day::at(school);
    let of_cara = |tiles: Vec<Tile>| {
        let mut tiles = tiles.into_iter();
        tiles.find(|tile| tile.person == template().cara).unwrap()
    };
    let today = day.desk.group_today(&day.head, "Robins").unwrap().tiles;
    assert_eq!(of_cara(today).standing, Standing::NoPhotos);
    of_cara(day.desk.never_photograph(&day.head, "Robins").unwrap());
}

#[test]
fn no_answer_for_a_channel_that_takes_no_pictures_changes_a_tile() {
    let policy = Policy::parse(SHIPPED[0].1).unwrap();
    let entry = new_person(PersonKind::Child, "Ella", "Price", "Wrens");
    let said = |channel: &ChannelId, answer: Answer| Permission {
        person: entry.person.id.clone(),
        channel: channel.clone(),
        answer,
        relation: Relation::Parent,
        by: "A Parent".to_owned(),
        signed: "2026-02-01".parse().unwrap(),
        from: None,
        until: None,
        evidence: Evidence::Paper,
    };
    let answers: Vec<Permission> = policy
        .channels
        .iter()
        .map(|channel| match channel.takes_pictures() {
            true => said(&channel.id, Answer::Granted),
            false => said(&channel.id, Answer::Refused),
        })
        .collect();
    let school = School::copy();
    move_in(
        &school,
        SHIPPED[0].1,
        std::slice::from_ref(&entry),
        &answers,
    );
    let day = Day::at(school);
    let wrens = day.desk.group_today(&day.head, "Wrens").unwrap();
    assert_eq!(wrens.tiles[0].standing, Standing::Everywhere);
    assert_eq!(wrens.tiles[0].initials, "EP");
    assert_eq!(wrens.tiles[0].group, "Wrens");
    assert!(wrens.tiles[0].here);
}
