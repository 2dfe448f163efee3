//! Which school is open on this machine: the one that is there, a new one, the sample, or none.

use crate::acts::set_up::Plan;
use crate::acts::{Desk, Done};
use crate::clerk::areas::lock_screen;
use crate::clerk::context::Context;
use crate::clerk::protocol::trouble::Trouble;
use crate::clerk::protocol::{NewSchool, Told, Which};

/// Opens a school, or shows the one that is open to a counter beside.
pub(in crate::clerk) fn open(cx: &mut Context<'_>, which: Which) {
    if cx.house.open == Some(which) {
        return lock_screen::tell(cx);
    }
    match (cx.house.schools.open)(which) {
        Ok(Some(desk)) => match desk.is_set_up() {
            Ok(true) => begin(cx, which, desk),
            Ok(false) => {
                cx.house.unfinished = Some(desk);
                cx.tell(Told::NoSchool);
            }
            Err(error) => cx.tell(Told::Stuck(error.into())),
        },
        Ok(None) => cx.tell(Told::NoSchool),
        Err(error) => cx.tell(Told::Stuck(error.into())),
    }
}

fn begin(cx: &mut Context<'_>, which: Which, mut desk: Desk) {
    let begun: Done<_> = desk.begin().and_then(|mut opening| {
        if !opening.unsettled.is_empty() {
            let left = (cx.house.schools.settle)(&mut desk)?;
            opening.unsettled.truncate(left);
        }
        Ok(opening)
    });
    match begun {
        Ok(opening) => {
            cx.house.to_look_at.forget();
            for photo in &opening.waiting {
                cx.house.to_look_at.add((photo.clone(), false));
            }
            cx.house.opening = Some(opening);
            cx.house.desk = Some(desk);
            cx.house.open = Some(which);
            cx.house.is_cleared = true;
            lock_screen::tell(cx);
        }
        Err(error) => cx.tell(Told::Stuck(error.into())),
    }
}

pub(in crate::clerk) fn set_up(cx: &mut Context<'_>, new: &NewSchool) {
    cx.tell(Told::Making);
    let made = match cx.house.unfinished.take() {
        Some(desk) => Ok(desk),
        None => (cx.house.schools.make)(Which::Ours),
    };
    let mut desk = match made {
        Ok(desk) => desk,
        Err(error) => return cx.tell(Told::Trouble(error.into())),
    };
    let set_up = desk.set_up(&Plan {
        school: &new.school,
        sample: false,
        policy_toml: &new.policy_toml,
        head: &new.head,
        head_pin: &new.pin,
        device: &new.device,
        asset_tag: &new.asset_tag,
    });
    match set_up {
        Ok(_) => begin(cx, Which::Ours, desk),
        Err(error) => {
            // Mended, the same form goes on with it.
            cx.house.unfinished = Some(desk);
            cx.tell(Told::Trouble(error.into()));
        }
    }
}

pub(in crate::clerk) fn make_sample(cx: &mut Context<'_>) {
    match (cx.house.schools.open)(Which::Sample) {
        Ok(Some(desk)) => return begin(cx, Which::Sample, desk),
        Ok(None) => {}
        Err(error) => return cx.tell(Told::Trouble(error.into())),
    }
    cx.tell(Told::Making);
    let made = (cx.house.schools.make)(Which::Sample).and_then(|mut desk| {
        (cx.house.schools.fill_sample)(&mut desk)?;
        Ok(desk)
    });
    match made {
        Ok(desk) => begin(cx, Which::Sample, desk),
        Err(error) => cx.tell(Told::Trouble(error.into())),
    }
}

/// Forgets the school that is open.
pub(in crate::clerk) fn close(cx: &mut Context<'_>) {
    cx.house.desk = None;
    cx.house.open = None;
    cx.house.unfinished = None;
    cx.house.opening = None;
    cx.house.to_look_at.forget();
    cx.house.is_cleared = true;
}

pub(in crate::clerk) fn about(cx: &mut Context<'_>) {
    let about = (cx.house.schools.about)().map_err(Trouble::from);
    cx.tell(Told::About(about));
}
