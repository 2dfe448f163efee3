//! The office's queue says of each photo what `photo check` says; words are marked exactly where the gate
//! would stop them; what is signed is what was seen; what is released in steps is what the gate allows.

use shutterslip::acts::prepare::Words;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::release::batch::Going;
use shutterslip::acts::review::remedy::{Remedy, remedies};
use shutterslip::acts::review::{Sought, Stage};
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::permission::Answer;
use shutterslip::domain::photo::Who;
use shutterslip::domain::release::OutletKind;
use shutterslip::domain::staff::Role;
use shutterslip::domain::verdict::{Reason, Verdict};
use shutterslip::outlet::Outlet;

use super::world::Day;
use crate::school::{ITEMS, PIN, channel, outlet, said_of_amira, template};

fn photos(day: &Day, to: &str, stage: Option<Stage>) -> Vec<PhotoId> {
    let queue = day
        .desk
        .queue(&day.office, &channel(to), stage, &Sought::default(), 1000)
        .unwrap();
    assert_eq!(queue.more, 0);
    queue
        .photos
        .into_iter()
        .map(|one| one.photo.photo)
        .collect()
}

fn stage_of(day: &Day, to: &str, photo: &PhotoId) -> Stage {
    let queue = day
        .desk
        .queue(&day.office, &channel(to), None, &Sought::default(), 1000)
        .unwrap();
    let found = queue.photos.iter().find(|one| one.photo.photo == *photo);
    found.unwrap().stage
}

/// A photo of Amira, tagged and ticked, that the website only lacks a sign-off for.
fn of_amira(day: &mut Day, seed: u32) -> PhotoId {
    let photo = day.take_as(&day.office.clone(), seed);
    let office = day.office.clone();
    day.desk.look_at_kept(&office, &photo).unwrap();
    day.name(&photo, &template().amira, None);
    day.desk.finish_tagging(&office, &photo).unwrap();
    day.desk
        .tick(&office, &photo, &ITEMS.map(str::to_owned), true)
        .unwrap();
    photo
}

fn folder(day: &Day, name: &str) -> Box<dyn Outlet> {
    let folder = day.school.beside(name);
    outlet(OutletKind::Folder, folder.to_str().unwrap())
}

fn withdraw(day: &mut Day) {
    said_of_amira(
        &mut day.desk,
        &day.office,
        &["website", "journal"],
        Answer::Withdrawn,
    )
    .unwrap();
}

#[test]
fn a_photo_goes_through_the_queue_from_its_tags_to_its_take_down() {
    let mut day = Day::new();
    let office = day.office.clone();
    let photo = day.take_as(&office, 501);
    day.desk.look_at_kept(&office, &photo).unwrap();
    assert_eq!(stage_of(&day, "website", &photo), Stage::ToTag);
    day.name(&photo, &template().amira, None);
    day.desk.finish_tagging(&office, &photo).unwrap();
    assert_eq!(stage_of(&day, "website", &photo), Stage::Blocked);
    let items = ITEMS.map(str::to_owned);
    day.desk.tick(&office, &photo, &items, true).unwrap();
    assert_eq!(stage_of(&day, "website", &photo), Stage::ToSign);
    day.desk
        .sign_off(&day.head, &photo, &channel("website"))
        .unwrap();
    assert_eq!(stage_of(&day, "website", &photo), Stage::Ready);
    let mut website = folder(&day, "website");
    let one = std::slice::from_ref(&photo);
    day.desk
        .release(&office, one, &channel("website"), website.as_mut())
        .unwrap();
    assert_eq!(stage_of(&day, "website", &photo), Stage::Out);
    // Out on one channel is out on no other.
    assert_eq!(stage_of(&day, "journal", &photo), Stage::Ready);
    let out = day.desk.out_now(&office).unwrap();
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].release.photo(), Some(&photo));
    assert_eq!(out[0].until, Some("2026-09-03".parse().unwrap()));
    assert!(!out[0].must_come_down && !out[0].is_going_out);
    withdraw(&mut day);
    assert_eq!(stage_of(&day, "website", &photo), Stage::TakeDown);
    assert!(day.desk.out_now(&office).unwrap()[0].must_come_down);
}

#[test]
fn the_queue_agrees_with_each_photos_own_check() {
    let mut day = Day::new();
    let mut luck = fastrand::Rng::with_seed(11);
    let office = day.office.clone();
    let photos: Vec<PhotoId> = (510..520).map(|seed| of_amira(&mut day, seed)).collect();
    for _ in 0..50 {
        let photo = luck.choice(&photos).unwrap().clone();
        match luck.u8(0..5) {
            0 => {
                let on = luck.bool();
                day.desk
                    .tick(&office, &photo, &["dignity".to_owned()], on)
                    .unwrap();
            }
            1 => drop(day.desk.sign_off(&day.head, &photo, &channel("website"))),
            2 => {
                let words = Words {
                    caption: Some(*luck.choice(&["", "Amira Khan paints", "A den"]).unwrap()),
                    ..Words::default()
                };
                day.desk.word(&office, &photo, &words).unwrap();
            }
            3 => drop(day.tag(&photo, Who::Unknown, None)),
            _ => {
                let tags = day.labels(&photo).tags;
                if let Some(tag) = tags.iter().find(|tag| tag.who == Who::Unknown) {
                    day.desk.untag(&office, &photo, &tag.id).unwrap();
                }
                day.done(&office, &photo);
            }
        }
        for to in ["website", "journal", "wall"] {
            let queue = day
                .desk
                .queue(&office, &channel(to), None, &Sought::default(), 1000)
                .unwrap();
            assert_eq!(queue.counts.values().sum::<usize>(), queue.photos.len());
            for one in &queue.photos {
                let checked = day.desk.check(&office, &one.photo.photo).unwrap();
                let (_, verdict) = checked.iter().find(|(on, _)| on.id.0 == to).unwrap();
                assert_eq!(verdict.is_allowed(), one.stage == Stage::Ready, "{to}");
                let only_signature = verdict
                    .reasons()
                    .iter()
                    .all(|reason| matches!(reason, Reason::NotSignedOff | Reason::SignOffStale));
                assert_eq!(
                    !verdict.is_allowed() && only_signature,
                    one.stage == Stage::ToSign
                );
            }
        }
    }
}

#[test]
fn the_queue_is_narrowed_by_child_group_day_and_taker() {
    let mut day = Day::new();
    let office = day.office.clone();
    let today = of_amira(&mut day, 530);
    let all = photos(&day, "journal", None);
    let seek = |day: &Day, sought: Sought| -> Vec<PhotoId> {
        let queue = day
            .desk
            .queue(&office, &channel("journal"), None, &sought, 1000)
            .unwrap();
        assert_eq!(queue.counts.values().sum::<usize>(), queue.photos.len());
        queue
            .photos
            .into_iter()
            .map(|one| one.photo.photo)
            .collect()
    };
    let of_ben = seek(
        &day,
        Sought {
            person: Some(template().ben.clone()),
            ..Sought::default()
        },
    );
    assert_eq!(of_ben, [template().of_ben.clone()]);
    let robins = seek(
        &day,
        Sought {
            group: Some("Robins".to_owned()),
            ..Sought::default()
        },
    );
    assert_eq!(
        robins.len(),
        all.len() - 1,
        "{today} was taken for no group"
    );
    let first_of_march = "2026-03-02".parse().ok();
    let of_today = seek(
        &day,
        Sought {
            from: first_of_march,
            until: first_of_march,
            ..Sought::default()
        },
    );
    assert!(of_today.contains(&today));
    let before = seek(
        &day,
        Sought {
            until: "2026-03-01".parse().ok(),
            ..Sought::default()
        },
    );
    assert!(!before.contains(&today));
    assert_eq!(of_today.len() + before.len(), all.len());
    let by_the_head = seek(
        &day,
        Sought {
            taker: Some(day.head.id().clone()),
            ..Sought::default()
        },
    );
    assert!(by_the_head.is_empty(), "the head took none");
}

#[test]
fn a_long_queue_is_cut_and_says_how_many_more_there_are() {
    let mut day = Day::new();
    for seed in 540..545 {
        of_amira(&mut day, seed);
    }
    let all = photos(&day, "website", Some(Stage::ToSign));
    assert_eq!(all.len(), 5);
    let queue = day
        .desk
        .queue(
            &day.office,
            &channel("website"),
            Some(Stage::ToSign),
            &Sought::default(),
            2,
        )
        .unwrap();
    let shown: Vec<PhotoId> = queue
        .photos
        .into_iter()
        .map(|one| one.photo.photo)
        .collect();
    assert_eq!((shown.as_slice(), queue.more), (&all[..2], 3));
}

#[test]
fn a_technician_sees_no_queue_and_no_copy() {
    let mut day = Day::new();
    day.desk
        .add_staff(&day.head, "Sam Reed", Role::Technician, None, PIN)
        .unwrap();
    let sam = day.signs_in("Sam Reed");
    let photo = &template().of_amira;
    let website = channel("website");
    assert!(
        day.desk
            .queue(&sam, &website, None, &Sought::default(), 9)
            .is_err()
    );
    assert!(day.desk.to_preview(&sam, photo, &website).is_err());
    assert!(day.desk.out_now(&sam).is_err());
    assert!(day.desk.burst(&sam, photo).is_err());
    assert!(
        day.desk
            .look_at_words(&sam, photo, &website, &["x"])
            .is_err()
    );
}

#[test]
fn every_reason_has_something_that_can_be_done_about_it() {
    let mut day = Day::new();
    let photo = of_amira(&mut day, 550);
    let labels = day.labels(&photo);
    let amira = template().amira.clone();
    for (channel, _) in day.desk.check(&day.office, &photo).unwrap() {
        for reason in Reason::one_of_each(&amira) {
            let found = remedies(&reason, &channel, &labels);
            assert!(!found.is_empty(), "{reason} on {}", channel.id);
            let hides = found.iter().any(|one| matches!(one, Remedy::Hide(_)));
            assert!(channel.hiding || !hides, "hiding clears nothing there");
        }
    }
}

#[test]
fn words_are_marked_exactly_where_the_gate_stops_them() {
    let mut day = Day::new();
    let photo = of_amira(&mut day, 560);
    let website = channel("website");
    for (text, marked) in [
        ("Our friends found Amira Khan’s den!", vec!["Amira Khan"]),
        (
            "KHAN, Amira and Ben Oakley",
            vec!["KHAN, Amira", "Ben Oakley"],
        ),
        ("Amira and Zara Khan", vec!["Amira and Zara Khan"]),
        ("Well done #amirakhan", vec!["amirakhan"]),
        ("Amira&nbsp;<b>Khan</b> hops", vec!["Amira&nbsp;<b>Khan"]),
        ("Find @amira_k07 there", vec!["@amira_k07"]),
        (
            "Ring 07700 900123 or the office, 01632 960000",
            vec!["07700 900123"],
        ),
        ("Mail amira@example.org today", vec!["amira@example.org"]),
        ("We live at SW1A 2AA now", vec!["SW1A 2AA"]),
        ("A den of 12 sticks, 3 metres high", vec![]),
        ("office@school.example", vec![]),
    ] {
        let found = day
            .desk
            .look_at_words(&day.office, &photo, &website, &[text])
            .unwrap();
        let said: Vec<&str> = found[0]
            .iter()
            .map(|flaw| &text[flaw.range.clone()])
            .collect();
        assert_eq!(said, marked, "{text}");
        let words = Words {
            caption: Some(text),
            ..Words::default()
        };
        day.desk.word(&day.office, &photo, &words).unwrap();
        let checked = day.desk.check(&day.office, &photo).unwrap();
        let (_, verdict) = checked.iter().find(|(on, _)| on.id == website).unwrap();
        let stops = verdict
            .reasons()
            .iter()
            .any(|reason| matches!(reason, Reason::NameInText(_) | Reason::ContactInText));
        assert_eq!(stops, !marked.is_empty(), "{text}");
    }
    // Inside the school nobody reads them.
    let inside = day
        .desk
        .look_at_words(&day.office, &photo, &channel("wall"), &["Amira Khan"])
        .unwrap();
    assert_eq!(inside, [vec![]]);
}

#[test]
fn what_is_seen_before_it_goes_is_the_very_copy_that_goes() {
    let mut day = Day::new();
    let photo = of_amira(&mut day, 570);
    let office = day.office.clone();
    let website = channel("website");
    let seen = day.desk.to_preview(&office, &photo, &website).unwrap();
    let seen = seen.make(800).unwrap();
    assert!(seen.picture.width() <= 800 && seen.size > 0);
    day.desk
        .sign_off_seen(&day.head, &photo, &website, &seen.sha256)
        .unwrap();
    let mut out = folder(&day, "out");
    let one = std::slice::from_ref(&photo);
    let released = day
        .desk
        .release(&office, one, &website, out.as_mut())
        .unwrap();
    let [Outcome::Out { sha256, .. }] = released.as_slice() else {
        panic!("{released:?}");
    };
    assert_eq!(*sha256, seen.sha256);
}

#[test]
fn nobody_signs_a_copy_other_than_the_one_they_looked_at() {
    let mut day = Day::new();
    let photo = of_amira(&mut day, 571);
    let website = channel("website");
    let seen = day.desk.to_preview(&day.head, &photo, &website).unwrap();
    let seen = seen.make(800).unwrap();
    let part = super::world::area(0, 0, 20, 20);
    day.desk.crop(&day.office, &photo, Some(part)).unwrap();
    let told = shutterslip::cli::act_words(
        &day.desk
            .sign_off_seen(&day.head, &photo, &website, &seen.sha256)
            .unwrap_err(),
    );
    assert!(told.contains("look at it again"), "{told}");
    assert_eq!(stage_of(&day, "website", &photo), Stage::ToSign);
    // Four eyes: nor their own.
    let own = day.take(572);
    let copy = day.desk.to_preview(&day.head, &own, &website).unwrap();
    let copy = copy.make(800).unwrap();
    let told = shutterslip::cli::act_words(
        &day.desk
            .sign_off_seen(&day.head, &own, &website, &copy.sha256)
            .unwrap_err(),
    );
    assert!(told.contains("you took this photo"), "{told}");
}

#[test]
fn an_occasion_is_named_for_all_beside_it_and_changes_nothing_else() {
    let mut day = Day::new();
    let office = day.office.clone();
    let photos: Vec<PhotoId> = (600..603).map(|seed| of_amira(&mut day, seed)).collect();
    let website = channel("website");
    let copy = day.desk.to_preview(&office, &photos[0], &website).unwrap();
    let copy = copy.make(800).unwrap();
    let head = day.head.clone();
    day.desk
        .sign_off_seen(&head, &photos[0], &website, &copy.sha256)
        .unwrap();
    let occasion_of = |day: &Day, photo: &PhotoId| {
        let queue = day
            .desk
            .queue(&office, &website, None, &Sought::default(), 1000)
            .unwrap();
        let found = queue.photos.iter().find(|one| one.photo.photo == *photo);
        found.unwrap().occasion().to_owned()
    };
    let group = occasion_of(&day, &photos[0]);
    let stages: Vec<Stage> = photos
        .iter()
        .map(|one| stage_of(&day, "website", one))
        .collect();
    let beside = {
        let queue = day
            .desk
            .queue(&office, &website, None, &Sought::default(), 1000)
            .unwrap();
        let of = |photo: &PhotoId| queue.photos.iter().find(|one| one.photo.photo == *photo);
        let first = of(&photos[0]).unwrap();
        let is_beside = |one: &&shutterslip::acts::review::Queued| {
            (one.day, one.occasion()) == (first.day, first.occasion())
        };
        queue.photos.iter().filter(is_beside).count()
    };
    let named = day
        .desk
        .name_occasion(&office, &photos[1], "  Forest school ")
        .unwrap();
    assert_eq!(named, beside);
    for photo in &photos {
        assert_eq!(occasion_of(&day, photo), "Forest school");
    }
    let now: Vec<Stage> = photos
        .iter()
        .map(|one| stage_of(&day, "website", one))
        .collect();
    assert_eq!(now, stages, "the signature stands");
    // Again the same: nothing to do, nothing on record.
    let again = day
        .desk
        .name_occasion(&office, &photos[0], "Forest school")
        .unwrap();
    assert_eq!(again, 0);
    // A photo of a group that is named by itself stays out of the others' name.
    day.desk.name_occasion(&office, &photos[0], "").unwrap();
    assert_eq!(occasion_of(&day, &photos[2]), group);
    for wrong in ["x".repeat(61), "two\nlines".to_owned()] {
        assert!(day.desk.name_occasion(&office, &photos[0], &wrong).is_err());
    }
    day.desk.erase(&head, &photos[2], "asked for").unwrap();
    assert!(day.desk.name_occasion(&office, &photos[2], "Gone").is_err());
    assert!(day.desk.verify_audit(&head, &[]).unwrap().is_good());
}

#[test]
fn a_batch_releases_those_that_are_ready_and_says_why_the_others_are_not() {
    let mut day = Day::new();
    let office = day.office.clone();
    let mut photos: Vec<PhotoId> = (580..584).map(|seed| of_amira(&mut day, seed)).collect();
    photos.insert(2, template().of_ben.clone());
    for kind in [OutletKind::Folder, OutletKind::Zip] {
        let place = match kind {
            OutletKind::Zip => day.school.beside("parcel").join("all.zip"),
            _ => day.school.beside("journal"),
        };
        let mut out = outlet(kind, place.to_str().unwrap());
        let mut batch = day
            .desk
            .begin_batch(&office, &photos, &channel("journal"), out.as_ref())
            .unwrap();
        assert_eq!((batch.of(), batch.done()), (5, 0));
        let mut steps = 0;
        while day.desk.go_on(&office, &mut batch, out.as_mut()).unwrap() == Going::On {
            steps += 1;
            assert_eq!(batch.of(), 5);
        }
        assert_eq!((steps, batch.done()), (4, 5));
        let (outcomes, left) = batch.stopped();
        assert!(left.is_empty());
        let out = outcomes
            .iter()
            .filter(|one| matches!(one, Outcome::Out { .. }))
            .count();
        assert_eq!(out, 4, "{outcomes:?}");
        let blocked: Vec<(&PhotoId, &[Reason])> = outcomes
            .iter()
            .filter_map(|one| match one {
                Outcome::Blocked { photo, reasons } => Some((photo, reasons.as_slice())),
                _ => None,
            })
            .collect();
        let withdrawn = [Reason::Withdrawn(template().ben.clone())];
        assert_eq!(blocked, [(&template().of_ben, withdrawn.as_slice())]);
    }
}

#[test]
fn a_batch_that_is_stopped_says_exactly_what_is_out() {
    let mut day = Day::new();
    let office = day.office.clone();
    let photos: Vec<PhotoId> = (590..594).map(|seed| of_amira(&mut day, seed)).collect();
    let place = day.school.beside("journal");
    let mut out = outlet(OutletKind::Folder, place.to_str().unwrap());
    let mut batch = day
        .desk
        .begin_batch(&office, &photos, &channel("journal"), out.as_ref())
        .unwrap();
    assert_eq!(
        day.desk.go_on(&office, &mut batch, out.as_mut()).unwrap(),
        Going::On
    );
    let (outcomes, left) = batch.stopped();
    assert_eq!(outcomes.len(), 1);
    assert_eq!(left, photos[1..]);
    assert_eq!(day.desk.out_now(&office).unwrap().len(), 1);
    let lie_there = std::fs::read_dir(&place).unwrap();
    let pictures = lie_there
        .filter(|file| file.as_ref().unwrap().path().extension() == Some("jpg".as_ref()))
        .count();
    assert_eq!(pictures, 1);
    // Of an archive nothing is out before all of it is.
    let archive = day.school.beside("parcel").join("all.zip");
    let mut out = outlet(OutletKind::Zip, archive.to_str().unwrap());
    let mut batch = day
        .desk
        .begin_batch(&office, &photos, &channel("journal"), out.as_ref())
        .unwrap();
    for _ in 0..3 {
        let going = day.desk.go_on(&office, &mut batch, out.as_mut()).unwrap();
        assert_eq!(going, Going::On);
    }
    let (outcomes, left) = batch.stopped();
    assert!(outcomes.is_empty() && left.len() == 4);
    assert!(!archive.exists());
    assert_eq!(day.desk.out_now(&office).unwrap().len(), 1);
}

#[test]
fn a_withdrawal_in_the_middle_of_a_batch_is_heard_by_all_that_follow() {
    for kind in [OutletKind::Folder, OutletKind::Zip] {
        let mut day = Day::new();
        let office = day.office.clone();
        let photos: Vec<PhotoId> = (600..605).map(|seed| of_amira(&mut day, seed)).collect();
        let place = match kind {
            OutletKind::Zip => day.school.beside("parcel").join("all.zip"),
            _ => day.school.beside("journal"),
        };
        let mut out = outlet(kind, place.to_str().unwrap());
        let mut batch = day
            .desk
            .begin_batch(&office, &photos, &channel("journal"), out.as_ref())
            .unwrap();
        // Copies of the next ones are made by then: a copy that is made allows nothing.
        assert_eq!(
            day.desk.go_on(&office, &mut batch, out.as_mut()).unwrap(),
            Going::On
        );
        withdraw(&mut day);
        while day.desk.go_on(&office, &mut batch, out.as_mut()).unwrap() == Going::On {}
        let (outcomes, _) = batch.stopped();
        let out = outcomes
            .iter()
            .filter(|one| matches!(one, Outcome::Out { .. }))
            .count();
        let before = usize::from(kind == OutletKind::Folder);
        assert_eq!((out, outcomes.len()), (before, 5), "{outcomes:?}");
        // What went before is to come down.
        assert_eq!(day.desk.take_downs(&office).unwrap().len(), before);
    }
}

#[test]
fn photos_of_one_moment_by_one_hand_are_found_together_and_the_best_is_kept() {
    let mut day = Day::new();
    let head = day.head.clone();
    let office = day.office.clone();
    let burst: Vec<PhotoId> = (610..613).map(|seed| day.take(seed)).collect();
    let by_another = day.take_as(&office, 613);
    day.school.clock.forward(chrono::TimeDelta::seconds(20));
    let later = day.take(614);
    assert_eq!(day.desk.burst(&office, &burst[1]).unwrap(), burst);
    assert_eq!(
        day.desk.burst(&office, &later).unwrap(),
        std::slice::from_ref(&later)
    );
    // The office cannot delete what the head took; that is told, and nothing is lost.
    let kept = day.desk.keep_best(&office, &burst[1]).unwrap();
    assert_eq!((kept.gone.len(), kept.left.len()), (0, 2));
    assert!(shutterslip::cli::act_words(&kept.left[0].1).contains("somebody else took"));
    let kept = day.desk.keep_best(&head, &burst[1]).unwrap();
    assert_eq!(kept.gone, [burst[0].clone(), burst[2].clone()]);
    assert_eq!(
        day.desk.burst(&office, &burst[1]).unwrap(),
        std::slice::from_ref(&burst[1])
    );
    for still in [&by_another, &later, &burst[1]] {
        assert!(day.desk.to_show(&office, still).is_ok());
    }
}

#[test]
fn whatever_the_office_does_in_whatever_order_no_blocked_photo_leaves() {
    let mut luck = fastrand::Rng::with_seed(77);
    for _ in 0..3 {
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
        day.desk
            .add_staff(&day.head, "Sam Reed", Role::Technician, None, PIN)
            .unwrap();
        let people = [
            day.head.clone(),
            day.office.clone(),
            day.signs_in("Ms Vale"),
            day.signs_in("Sam Reed"),
        ];
        let mut all: Vec<PhotoId> = (620..623).map(|seed| of_amira(&mut day, seed)).collect();
        all.extend([&template().of_ben, &template().of_cara].map(PhotoId::clone));
        let tos = ["website", "journal", "newsletter", "press", "wall"];
        for step in 0..60 {
            let who = luck.choice(&people).unwrap().clone();
            let photo = luck.choice(&all).unwrap().clone();
            let to = channel(luck.choice(&tos).unwrap());
            // Whatever an act answers, refusals included, is fine: only what leaves counts.
            match luck.u8(0..9) {
                0 => {
                    let tags = day.labels(&photo).tags;
                    if let Some(tag) = tags.first() {
                        let at = super::world::area(0, 0, 9, 9);
                        let hidden = luck.bool();
                        drop(day.desk.hide(&who, &photo, &tag.id, hidden, Some(at)));
                    }
                }
                1 => {
                    let part = luck.bool().then(|| super::world::area(0, 0, 20, 20));
                    drop(day.desk.crop(&who, &photo, part));
                }
                2 => {
                    let words = Words {
                        caption: Some(*luck.choice(&["", "Ben Oakley", "A den"]).unwrap()),
                        ..Words::default()
                    };
                    drop(day.desk.word(&who, &photo, &words));
                }
                3 => {
                    let on = luck.bool();
                    drop(day.desk.tick(&who, &photo, &ITEMS.map(str::to_owned), on));
                }
                4 => drop(day.desk.sign_off(&who, &photo, &to)),
                5 => drop(day.desk.finish_tagging(&who, &photo)),
                6 if step > 40 => withdraw(&mut day),
                _ => {}
            }
            let verdict_before = |day: &Day, photo: &PhotoId| -> Verdict {
                let checked = day.desk.check(&day.head, photo).unwrap();
                checked.into_iter().find(|(on, _)| on.id == to).unwrap().1
            };
            let verdicts: Vec<Verdict> = all.iter().map(|one| verdict_before(&day, one)).collect();
            let mut out = folder(&day, &format!("out-{step}"));
            let Ok(outcomes) = day.desk.release(&who, &all, &to, out.as_mut()) else {
                continue;
            };
            for (verdict, (photo, outcome)) in verdicts.iter().zip(all.iter().zip(&outcomes)) {
                let is_out = matches!(outcome, Outcome::Out { .. });
                assert!(!is_out || verdict.is_allowed(), "{photo}: {verdict:?}");
                if let Outcome::Blocked { reasons, .. } = outcome {
                    assert_eq!(verdict.reasons(), reasons);
                }
            }
        }
    }
}
