//! Slips that went home and came back: whose each is, and what was ticked, through everything that a
//! paper suffers on the way. The hundred of README are `cargo bench --bench slips`.

use fastrand::Rng;
use shutterslip::domain::permission::Relation;
use shutterslip::slip::places::{RELATION_BOXES, answer_boxes};
use shutterslip::slip::reading::Proposal;

use super::pen::{self, HARD, STROKES, Said, Stroke, Wear};
use super::pile::{ASKED, Pile, read_back};
use crate::school::template;

#[test]
fn a_few_slips_come_back_through_a_hard_day() {
    let mut pile = Pile::new();
    let people = pile.group("Wrens", 4);
    let count = read_back(&mut pile, &people, HARD, 7);
    assert_eq!((count.right_child, count.wrong_child), (4, 0), "{count:?}");
    assert_eq!(count.wrong, 0, "{count:?}");
    assert!(count.right * 100 >= count.boxes * 95, "{count:?}");
}

#[test]
fn every_kind_of_mark_is_seen_on_a_clean_scan() {
    let mut pile = Pile::new();
    let mut paper = pile.slip(&template().amira);
    let mut rng = Rng::with_seed(3);
    for (row, stroke) in STROKES.into_iter().enumerate() {
        let [yes, no] = answer_boxes(row);
        let place = if row % 2 == 0 { yes } else { no };
        pen::mark(&mut paper, place, stroke, &mut rng);
    }
    pen::mark(&mut paper, RELATION_BOXES[0], Stroke::Tick, &mut rng);
    pen::signed(&mut paper, &mut rng);
    let seen = pile.recognise(&pen::scanned(&paper)).unwrap();
    assert_eq!(seen.person(), &template().amira);
    for (row, read) in seen.rows.iter().enumerate() {
        let expected = if row % 2 == 0 {
            Proposal::Yes
        } else {
            Proposal::No
        };
        assert_eq!(read.proposed.says, expected, "{:?}", STROKES[row]);
        assert!(read.proposed.sure > 0);
    }
    assert_eq!(seen.relation, Some(Relation::Parent));
    assert_eq!(seen.is_signed, Some(true));
    assert!(seen.is_straight);
}

#[test]
fn an_empty_slip_proposes_nothing_and_says_that_nobody_signed() {
    let mut pile = Pile::new();
    let paper = pile.slip(&template().ben);
    let seen = pile.recognise(&pen::scanned(&paper)).unwrap();
    assert_eq!(seen.rows.len(), ASKED);
    let says = |row: &shutterslip::acts::slip::Row| row.proposed.says == Proposal::Nothing;
    assert!(seen.rows.iter().all(says), "{:?}", seen.rows);
    assert_eq!((seen.relation, seen.is_signed), (None, Some(false)));
}

#[test]
fn two_ticks_in_one_row_are_unclear_and_never_a_yes() {
    let mut pile = Pile::new();
    let mut paper = pile.slip(&template().ben);
    let mut rng = Rng::with_seed(5);
    for (first, second) in [
        (Stroke::Tick, Stroke::Tick),
        (Stroke::Scribble, Stroke::Tick),
    ] {
        let row = usize::from(first == Stroke::Scribble);
        let [yes, no] = answer_boxes(row);
        pen::mark(&mut paper, yes, first, &mut rng);
        pen::mark(&mut paper, no, second, &mut rng);
    }
    let seen = pile.recognise(&pen::scanned(&paper)).unwrap();
    for row in 0..2 {
        assert_eq!(seen.rows[row].proposed.says, Proposal::Unclear);
        assert_eq!(seen.rows[row].proposed.sure, 0);
    }
}

#[test]
fn a_slip_that_lies_upside_down_is_turned() {
    let mut pile = Pile::new();
    let mut paper = pile.slip(&template().amira);
    let mut rng = Rng::with_seed(9);
    pen::mark(&mut paper, answer_boxes(2)[1], Stroke::Cross, &mut rng);
    let turned = image::imageops::rotate180(&paper);
    let seen = pile.recognise(&pen::scanned(&turned)).unwrap();
    assert_eq!(seen.rows[2].proposed.says, Proposal::No);
    let sideways = image::imageops::rotate90(&paper);
    let seen = pile.recognise(&pen::scanned(&sideways)).unwrap();
    assert_eq!(seen.rows[2].proposed.says, Proposal::No);
}

#[test]
fn a_slip_whose_corners_are_cut_off_is_known_and_nothing_of_it_is_guessed() {
    let mut pile = Pile::new();
    let mut paper = pile.slip(&template().amira);
    let mut rng = Rng::with_seed(11);
    for row in 0..ASKED {
        pen::mark(&mut paper, answer_boxes(row)[0], Stroke::Tick, &mut rng);
    }
    let upper = image::imageops::crop_imm(&paper, 400, 60, 1100, 1300).to_image();
    let seen = pile.recognise(&pen::scanned(&upper)).unwrap();
    assert_eq!(seen.person(), &template().amira);
    assert!(!seen.is_straight);
    let unclear = |row: &shutterslip::acts::slip::Row| row.proposed.says == Proposal::Unclear;
    assert!(seen.rows.iter().all(unclear));
}

#[test]
fn a_slip_before_a_webcam_is_known_and_what_it_cannot_read_is_not_guessed() {
    let mut pile = Pile::new();
    let mut sheet = pile.slip(&template().amira);
    let mut rng = Rng::with_seed(13);
    let said = pen::answered(&mut sheet, ASKED, &mut rng);
    let near = image::imageops::thumbnail(&sheet, 736, 1040);
    // As a camera of 1080 lines sees a slip that is held upright before it.
    let mut seen = image::RgbImage::from_pixel(1920, 1080, image::Rgb([70, 60, 52]));
    image::imageops::replace(&mut seen, &near, 590, 20);
    let jpeg = turbojpeg::compress_image(&seen, 85, turbojpeg::Subsamp::Sub2x2).unwrap();
    let seen = pile.recognise(&jpeg).unwrap();
    assert_eq!(seen.person(), &template().amira);
    for (row, said) in seen.rows.iter().zip(said) {
        let proposed = row.proposed.says;
        let right = match said {
            Said::Yes => Proposal::Yes,
            Said::No => Proposal::No,
            Said::Nothing => Proposal::Nothing,
        };
        assert!(proposed == right || proposed == Proposal::Unclear);
    }
}

#[test]
fn a_faint_picture_gives_no_wrong_answer() {
    let mut pile = Pile::new();
    let people = pile.group("Finches", 2);
    let ruin = Wear {
        noise: 22.0,
        shadow: 0.3,
        quality: 25,
        ..HARD
    };
    let count = read_back(&mut pile, &people, ruin, 40);
    assert_eq!((count.wrong_child, count.wrong), (0, 0), "{count:?}");
}
