//! From what the acts give to what a page shows: one function a row type. Words are made by `Say`.

use crate::acts::Encoded;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use slint::{
    ComponentHandle, Image, ModelRc, Rgb8Pixel, SharedPixelBuffer, SharedString, VecModel,
};

use super::{App, Badge, PersonFace, Say, SayAfter, StaffFace};
use crate::acts::group::{Standing, Tile};
use crate::domain::person::Person;
use crate::domain::tile_names::initials;

/// A list as pages want it.
pub(super) fn model<T: Clone + 'static>(rows: impl IntoIterator<Item = T>) -> ModelRc<T> {
    ModelRc::new(VecModel::from_iter(rows))
}

/// The same colour for the same somebody, wherever they are shown.
fn colour(name: &str) -> i32 {
    // FNV-1a: neighbours in the alphabet get different colours.
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    i32::try_from((hash >> 13) % 8).unwrap_or(0)
}

/// The initials of somebody who works here: of the last word, and of the first where that is no
/// title.
pub(super) fn staff_initials(name: &str) -> String {
    const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "prof"];
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|word| {
            let bare = word.trim_end_matches('.').to_lowercase();
            !TITLES.contains(&bare.as_str())
        })
        .collect();
    let first = |word: &&str| word.chars().next();
    let initials: String = match words.as_slice() {
        [] => name.chars().take(1).collect(),
        [one] => one.chars().take(2).collect(),
        [one, .., last] => first(one).into_iter().chain(first(last)).collect(),
    };
    initials.to_uppercase()
}

pub(super) fn staff_face(id: &str, name: &str) -> StaffFace {
    StaffFace {
        id: id.into(),
        name: name.into(),
        initials: staff_initials(name).into(),
        colour: colour(name),
        role: SharedString::default(),
    }
}

/// Somebody of the register, as the disc beside their name.
pub(super) fn initials_and_colour(person: &Person) -> (SharedString, i32) {
    let name = person.tile_name();
    (initials(person).into(), colour(&name))
}

pub(super) fn person_face(tile: &Tile, is_chosen: bool) -> PersonFace {
    PersonFace {
        id: tile.person.0.as_str().into(),
        name: tile.name.as_str().into(),
        initials: tile.initials.as_str().into(),
        colour: colour(&tile.name),
        badge: match tile.standing {
            Standing::Everywhere => Badge::Everywhere,
            Standing::SomePlaces => Badge::SomePlaces,
            Standing::NoPhotos => Badge::NoPhotos,
        },
        chosen: is_chosen,
        here: tile.here,
        group: tile.group.as_str().into(),
    }
}

/// When a photo was taken, by the school's clock.
pub(super) fn when(app: &App, taken: NaiveDateTime, today: NaiveDate) -> SharedString {
    let say = app.global::<Say>();
    let time = format!("{:02}:{:02}", taken.hour(), taken.minute());
    if taken.date() == today {
        say.invoke_today(time.into())
    } else {
        let month = i32::try_from(taken.month()).unwrap_or(1);
        say.invoke_day(taken.day().to_string().into(), month, time.into())
    }
}

/// A day as people write it: `3 Sep 2026`.
pub(super) fn date(app: &App, day: NaiveDate) -> SharedString {
    let month = i32::try_from(day.month()).unwrap_or(1);
    let month = app.global::<Say>().invoke_month_name(month);
    format!("{} {month} {}", day.day(), day.year()).into()
}

/// A day and an hour: `3 Sep 2026, 14:05`.
pub(super) fn clock(app: &App, at: NaiveDateTime) -> SharedString {
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    let day = date(app, at.date());
    app.global::<SayAfter>().invoke_when(day, time.into())
}

/// A picture as it came from the clerk; one that is damaged on its way is shown as none.
pub(super) fn picture(encoded: &Encoded) -> Image {
    let Ok(pixels) = encoded.pixels() else {
        return Image::default();
    };
    let (width, height) = pixels.dimensions();
    let buffer = SharedPixelBuffer::<Rgb8Pixel>::clone_from_slice(pixels.as_raw(), width, height);
    Image::from_rgb8(buffer)
}

/// A count as the screens take it; what is beyond that is the most that they can show.
pub(super) fn whole(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}
