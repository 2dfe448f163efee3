//! The office's two long lists: the queue of a school with years of photos, opened and scrolled, and the
//! register of a large school, opened and searched. Scrolling is looked at in the built program's window.

use std::path::Path;
use std::time::{Duration, Instant};

use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::screens::{RegisterAdapter, ReviewAdapter};
use slint::ComponentHandle;

use super::list::{most_held, small};
use super::window::{open, spent};
use crate::glass::{Glass, Spot, is_alike, stop};
use crate::school;
use crate::stage::{Before, HEAD, Tablet, Yes};
use crate::table::{Times, ms, row, told};
use crate::{Plan, held, until};

/// Photos that have a picture: the newest, as many as are scrolled over.
const WITH_PICTURE: usize = 600;
/// Turns of the wheel in one scroll.
const TURNS: usize = 180;
/// What 60 frames a second leave for one.
const AT_SIXTY: Duration = Duration::from_micros(16_667);

pub fn run(plan: &Plan) {
    queue(plan);
    register(plan);
}

fn queue(plan: &Plan) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/register-bench");
    let made = school::made(&root, plan.queue, 0);
    made.fill_vault();
    // On a copy: what is kept here would make the next run another one.
    let twin = Tablet::with_a_copy_at(&made.data, school::noon());
    let (mut desk, folder) = twin.desk_afterwards();
    desk.begin().unwrap();
    let head = desk.sign_in(school::HEAD, school::PIN).unwrap();
    desk.sign_agreement(&head, school::PIN).unwrap();
    for number in 0..WITH_PICTURE {
        let kept = desk.keep(&head, &small(number), &Circumstance::default());
        let TakenIn::Kept(photo) = kept.unwrap() else {
            panic!("the same picture twice");
        };
        desk.look_at_kept(&head, &photo).unwrap();
        desk.nobody_here(&head, &photo).unwrap();
    }
    drop(desk);
    let tablet = Tablet::with_a_copy_at(&folder.path().join("data"), school::noon());
    let spot = |label: &str| Spot::of(&tablet.find(label).unwrap());
    let lock = tablet.snapshot();
    let (name, enter) = (spot(school::HEAD), spot("Enter"));
    let digits: Vec<Spot> = school::PIN
        .chars()
        .map(|digit| spot(&digit.to_string()))
        .collect();
    tablet.sign_in((school::HEAD, school::PIN));
    let review = || tablet.screens.app().global::<ReviewAdapter>();
    // The first time reads and vouches for the people and their answers.
    let mut opened = Vec::new();
    for _ in 0..plan.starts {
        tablet.tap("Register");
        let button = tablet.find("Review").unwrap();
        let begun = Instant::now();
        super::taps::tap(&button);
        until(&tablet, "the queue", |_| review().get_state().has_come);
        tablet.snapshot();
        opened.push(begun.elapsed());
    }
    let first = opened.remove(0);
    let opened = Times::of(opened);
    row(
        &format!("the office’s queue of {} photos opens, drawn", plan.queue),
        &format!("{}; the first time {}", opened.told(), told(first)),
        "",
        "",
        "< 300 ms",
        Some(first.max(opened.at(1.0)) < ms(300)),
    );
    let shown = Shown {
        lock,
        listed: tablet.snapshot(),
        name,
        digits,
        enter,
        // Of the queue what names no day: the window's clock is another.
        bar: spot("Choose all of these"),
        tile: Spot::of(&tablet.find_beginning("Photo of").unwrap()),
    };
    drop(tablet);
    scroll(&folder.path().join("data"), &shown);
}

/// What is seen where, on the way to the queue.
struct Shown {
    lock: image::RgbaImage,
    listed: image::RgbaImage,
    name: Spot,
    digits: Vec<Spot>,
    enter: Spot,
    bar: Spot,
    tile: Spot,
}

/// The queue in the built program's window, its wheel turned sixty times a second.
fn scroll(data: &Path, shown: &Shown) {
    let glass = match Glass::new() {
        Ok(glass) => glass,
        Err(why) => return println!("The queue's scrolling is left out: {why}."),
    };
    let home = tempfile::tempdir().unwrap();
    let mut window = open(&glass, home.path(), data);
    let process = window.id().to_string();
    glass.until("the lock", None, |seen| {
        is_alike(seen, &shown.lock, shown.name)
    });
    glass.tap(shown.name);
    for digit in &shown.digits {
        glass.tap(*digit);
    }
    glass.tap(shown.enter);
    glass.until("the queue", None, |seen| {
        is_alike(seen, &shown.listed, shown.bar)
    });
    std::thread::sleep(Duration::from_secs(5));
    let (x, y) = shown.tile.middle();
    let before = spent(&process);
    let begun = Instant::now();
    let mut wheel = glass.wheel((x, y), TURNS, AT_SIXTY);
    let mut last = glass.column(x);
    let mut moved = begun;
    let mut gaps = Vec::new();
    // Until the wheel has come to rest, and what it moved as well.
    let mut rested = None;
    while rested.is_none_or(|at: Instant| at.elapsed() < ms(500)) {
        let seen = glass.column(x);
        if seen != last {
            gaps.push(moved.elapsed());
            moved = Instant::now();
            last = seen;
        }
        if rested.is_none() && wheel.try_wait().unwrap().is_some() {
            rested = Some(Instant::now());
        }
    }
    wheel.wait().unwrap();
    let took = moved - begun;
    let frames = gaps.len();
    let each = (spent(&process) - before) / u32::try_from(frames.max(1)).unwrap();
    let missed = gaps.iter().filter(|gap| **gap > AT_SIXTY * 3 / 2).count();
    row(
        &format!("the queue scrolled in the window: the wheel turned {TURNS} times, 60 a second"),
        &format!(
            "{frames} frames seen in {}, {missed} of them late by half a frame or more; {} of \
             processor time a frame, its little pictures included",
            told(took),
            told(each)
        ),
        "",
        "",
        "60 fps",
        Some(each < AT_SIXTY && missed * 20 <= frames),
    );
    let (now, most) = (held(&process), most_held(&process));
    row(
        "memory of the program with the queue open and scrolled",
        &format!("{now:.0} MB, {most:.0} MB at most"),
        "",
        "",
        "< 300 MB",
        Some(most < 300.0),
    );
    stop(&mut window);
}

fn register(plan: &Plan) {
    let children = (0..plan.children)
        .map(|number| {
            let (given, family) = school::name(number);
            (given, format!("{family}{number}"), Yes::Journal)
        })
        .collect();
    let tablet = Tablet::after(Before {
        children,
        ..Before::default()
    });
    tablet.sign_in(HEAD);
    let register = || tablet.screens.app().global::<RegisterAdapter>();
    let mut opened = Vec::new();
    for _ in 0..plan.starts {
        tablet.tap("Review");
        let button = tablet.find("Register").unwrap();
        // What was shown before does not count.
        let mut asked = register().get_state();
        asked.is_ready = false;
        register().set_state(asked);
        let begun = Instant::now();
        super::taps::tap(&button);
        until(&tablet, "the register", |_| register().get_state().is_ready);
        tablet.snapshot();
        opened.push(begun.elapsed());
    }
    let opened = Times::of(opened);
    row(
        &format!("the register of {} children opens, drawn", plan.children),
        &opened.told(),
        "",
        "",
        "< 200 ms",
        Some(opened.at(1.0) < ms(200)),
    );
    let mut searched = Vec::new();
    for number in 0..plan.taps {
        let (given, _) = school::name(number * 7);
        let mut typed = String::new();
        for letter in given.chars() {
            typed.push(letter);
            let begun = Instant::now();
            let mut asked = register().get_state();
            asked.is_ready = false;
            asked.search = typed.as_str().into();
            register().set_state(asked);
            register().invoke_search_edited(typed.as_str().into());
            until(&tablet, "what was found", |_| {
                register().get_state().is_ready
            });
            tablet.snapshot();
            searched.push(begun.elapsed());
        }
    }
    let searched = Times::of(searched);
    row(
        &format!(
            "a letter typed into its search, drawn, {} children",
            plan.children
        ),
        &format!("{}, most {}", searched.told(), told(searched.at(1.0))),
        "",
        "",
        "< 50 ms",
        Some(searched.at(1.0) < ms(50)),
    );
}
