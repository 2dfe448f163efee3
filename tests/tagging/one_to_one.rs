//! One box is one face: however boxes are drawn, moved, dismissed and undone, and however often and in
//! whatever order faces are found, no face that was found is lost among them.

use shutterslip::acts::tag::NewTag;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::kept::{Face, Labels};
use shutterslip::domain::photo::{Area, Who};

use super::world::{Day, area};

/// Two heads, side by side.
const LEFT: Area = area(6, 10, 12, 14);
const RIGHT: Area = area(22, 10, 12, 14);
/// Round both.
const BOTH: Area = area(4, 8, 32, 18);

fn unaccounted(day: &Day, photo: &PhotoId) -> bool {
    let verdicts = day.desk.check(&day.head, photo).unwrap();
    let codes = |(_, verdict): &(_, shutterslip::domain::verdict::Verdict)| {
        let mut codes = verdict.reasons().iter().map(ToString::to_string);
        codes.any(|code| code == "face-unaccounted")
    };
    verdicts.iter().all(codes)
}

fn open(labels: &Labels) -> usize {
    labels.faces_open()
}

#[test]
fn a_box_round_two_heads_while_the_photo_waits_is_of_one_of_them_at_most() {
    let mut day = Day::new();
    let photo = day.take_only(601);
    let drawn = day.desk.add_face(&day.head, &photo, BOTH).unwrap();
    day.tag(&photo, Who::Unknown, Some(&drawn));
    day.finds(&[LEFT, RIGHT]);
    day.desk.look_at_kept(&day.head, &photo).unwrap();
    let labels = day.labels(&photo);
    assert!(open(&labels) >= 1, "{labels:?}");
    assert!(unaccounted(&day, &photo));
    // However often it is looked at again, and whoever says Done.
    day.desk.look_again(&day.head, &photo).unwrap();
    day.desk.finish_tagging(&day.head, &photo).unwrap();
    assert!(unaccounted(&day, &photo));
}

#[test]
fn a_box_drawn_over_a_large_part_of_both_takes_one_and_leaves_the_other_open() {
    let mut day = Day::new();
    let photo = day.take_only(602);
    // Shares enough with either to be of it.
    let (left, right) = (area(6, 10, 12, 14), area(12, 10, 12, 14));
    let between = area(8, 10, 14, 14);
    let drawn = day.desk.add_face(&day.head, &photo, between).unwrap();
    day.tag(&photo, Who::Unknown, Some(&drawn));
    day.finds(&[left, right]);
    day.desk.look_at_kept(&day.head, &photo).unwrap();
    let labels = day.labels(&photo);
    assert_eq!((labels.faces.len(), open(&labels)), (2, 1), "{labels:?}");
    assert!(unaccounted(&day, &photo));
}

#[test]
fn a_box_that_was_drawn_and_dismissed_takes_no_face_that_is_found() {
    let mut day = Day::new();
    let photo = day.take_only(603);
    for place in [LEFT, BOTH] {
        let drawn = day.desk.add_face(&day.head, &photo, place).unwrap();
        day.desk.dismiss_face(&day.head, &photo, &drawn).unwrap();
    }
    day.finds(&[LEFT, RIGHT]);
    day.desk.look_at_kept(&day.head, &photo).unwrap();
    assert_eq!(open(&day.labels(&photo)), 2);
    // One that was found and dismissed is that face, when it is found again.
    let faces = day.faces(&photo);
    let found = faces.iter().filter(|face| face.found_area().is_some());
    for face in found {
        day.desk.dismiss_face(&day.head, &photo, &face.id).unwrap();
    }
    day.desk.look_again(&day.head, &photo).unwrap();
    assert_eq!(open(&day.labels(&photo)), 0);
}

#[test]
fn a_box_that_grew_over_its_neighbour_is_still_only_the_face_that_was_found() {
    let mut day = Day::new();
    day.finds(&[LEFT]);
    let photo = day.take(604);
    // Drawn over the found one again and again, each a little larger: it grows.
    for wide in [14, 18, 22, 26, 30] {
        let drawn = area(6, 10, wide, 14);
        day.desk.add_face(&day.head, &photo, drawn).unwrap();
    }
    day.tag(&photo, Who::Unknown, Some("f1"));
    day.finds(&[LEFT, RIGHT]);
    day.desk.look_again(&day.head, &photo).unwrap();
    assert!(unaccounted(&day, &photo));
    assert_eq!(day.faces(&photo)[0].found_area(), Some(LEFT));
}

#[test]
fn a_face_that_a_drawn_box_took_over_is_dismissed_and_not_removed() {
    let mut day = Day::new();
    let photo = day.take_only(605);
    let drawn = day.desk.add_face(&day.head, &photo, LEFT).unwrap();
    let near = area(7, 11, 12, 14);
    day.finds(&[near]);
    day.desk.look_at_kept(&day.head, &photo).unwrap();
    let faces = day.faces(&photo);
    assert_eq!(faces.len(), 1);
    assert_eq!((faces[0].area, faces[0].found_area()), (LEFT, Some(near)));
    day.desk.remove_face(&day.head, &photo, &drawn).unwrap();
    let faces = day.faces(&photo);
    assert_eq!(faces[0].dismissed.as_ref(), Some(day.head.id()));
}

#[test]
fn no_number_of_small_moves_leads_a_found_box_off_its_face() {
    let mut day = Day::new();
    day.finds(&[LEFT]);
    let photo = day.take(606);
    let mut at = LEFT;
    let mut steps = 0;
    // Smaller and towards the corner, a pixel at a time, as far as it goes.
    for _ in 0..60 {
        let next = area(
            at.x.saturating_sub(1),
            at.y.saturating_sub(1),
            at.width.saturating_sub(1).max(1),
            at.height.saturating_sub(1).max(1),
        );
        if day.desk.move_face(&day.head, &photo, "f1", next).is_err() {
            break;
        }
        at = next;
        steps += 1;
    }
    assert!(steps < 10, "{steps} steps, to {at:?}");
    assert!(at.overlap(&LEFT) > 0.3, "{at:?}");
    // And whatever its box, the face is where it was found.
    let face = &day.faces(&photo)[0];
    assert_eq!((face.area, face.found_area()), (at, Some(LEFT)));
}

/// Real faces, far enough from each other that no finder takes two for one.
const REAL: [Area; 6] = [
    area(2, 2, 12, 14),
    area(18, 2, 12, 14),
    area(34, 2, 12, 14),
    area(2, 24, 12, 14),
    area(18, 24, 12, 14),
    area(34, 24, 12, 14),
];

/// What a finder sees of some of them: each a little beside where it is.
fn seen(luck: &mut fastrand::Rng) -> (Vec<usize>, Vec<Area>) {
    let which: Vec<usize> = (0..REAL.len()).filter(|_| luck.u8(0..3) > 0).collect();
    let mut areas: Vec<Area> = which
        .iter()
        .map(|place| {
            let real = REAL[*place];
            area(
                real.x + luck.u32(0..2),
                real.y + luck.u32(0..2),
                real.width - luck.u32(0..2),
                real.height - luck.u32(0..2),
            )
        })
        .collect();
    luck.shuffle(&mut areas);
    (which, areas)
}

fn somewhere(luck: &mut fastrand::Rng) -> Area {
    let real = *luck.choice(&REAL).unwrap();
    match luck.u8(0..4) {
        0 => real,
        1 => real.with(luck.choice(&REAL).unwrap()),
        2 => area(real.x + 1, real.y + 1, real.width + 4, real.height + 4),
        _ => {
            let (x, y) = (luck.u32(0..50), luck.u32(0..40));
            area(x, y, luck.u32(1..=64 - x), luck.u32(1..=48 - y))
        }
    }
}

/// Any order of drawing, finding, moving, naming, dismissing, undoing and looking again: every face that
/// was ever found has a box of its own, and no more are accounted for than somebody accounted for.
#[test]
fn in_every_order_each_face_that_was_found_keeps_a_box_of_its_own() {
    let mut luck = fastrand::Rng::with_seed(0x000f_ace5);
    let mut day = Day::new();
    for case in 0..60 {
        let photo = day.take_only(700 + case);
        let mut found = [false; REAL.len()];
        let mut accounted_for = 0;
        let mut before: Vec<Labels> = vec![day.labels(&photo)];
        for step in 0..14 {
            let faces = day.faces(&photo);
            let any = luck.choice(&faces).cloned();
            let head = day.head.clone();
            match (luck.u8(0..9), any) {
                (0..=1, _) => {
                    let place = somewhere(&mut luck);
                    day.desk.add_face(&head, &photo, place).unwrap();
                }
                (2, _) => {
                    let (which, areas) = seen(&mut luck);
                    day.finds(&areas);
                    let waits = day.labels(&photo).faces.is_waiting();
                    match waits {
                        true => drop(day.desk.look_at_kept(&head, &photo).unwrap()),
                        false => drop(day.desk.look_again(&head, &photo).unwrap()),
                    }
                    which.into_iter().for_each(|place| found[place] = true);
                }
                (3, Some(face)) => {
                    let new = NewTag {
                        who: Who::Unknown,
                        face: Some(face.id),
                        area: None,
                    };
                    accounted_for += usize::from(day.desk.tag(&head, &photo, new).is_ok());
                }
                (4, Some(face)) => {
                    let done = day.desk.dismiss_face(&head, &photo, &face.id);
                    accounted_for += usize::from(done.is_ok());
                }
                (5, Some(face)) => {
                    let place = somewhere(&mut luck);
                    drop(day.desk.move_face(&head, &photo, &face.id, place));
                }
                (6, Some(face)) => {
                    let done = day.desk.remove_face(&head, &photo, &face.id);
                    accounted_for += usize::from(done.is_ok());
                }
                (7, _) => {
                    let then = luck.choice(&before).unwrap().clone();
                    let from = day.photo(&photo).version;
                    let undone = day.desk.put_back(&head, &photo, from, &then);
                    // What it was then is accounted for again.
                    accounted_for += usize::from(undone.is_ok()) * then.faces_accounted();
                }
                _ => {}
            }
            let labels = day.labels(&photo);
            before.push(labels.clone());
            let told = format!("case {case}, step {step}: {:?}", labels.faces);
            let reals = found.iter().filter(|found| **found).count();
            for (place, real) in REAL.iter().enumerate().filter(|(place, _)| found[*place]) {
                let is_of_it = |face: &&Face| {
                    let area = face.found_area();
                    area.is_some_and(|area| area.overlap(real) > 0.5)
                };
                let own = labels.faces.iter().filter(is_of_it).count();
                assert!(own >= 1, "the face {place} is lost; {told}");
            }
            let open = open(&labels);
            assert!(
                open + accounted_for >= reals,
                "{open} open of {reals}; {told}"
            );
            assert!(open + labels.faces_accounted() >= reals, "{told}");
        }
    }
}
