//! Each reading of a picture from its first step to its last, in the thread that asks. Starts no
//! thread and no process; whoever calls sees to it that a reading that never ends is given up.

use image::RgbImage;

use super::bounded::Deadline;
use super::survey::Survey;
use super::{
    CameraNote, CopyPlan, Header, Limits, PictureError, PublicCopy, Screen, Upright, camera,
    colour, copy, decode, encode,
};

pub(super) fn inspect(bytes: &[u8], limits: &Limits) -> Result<Header, PictureError> {
    Ok(Survey::read(bytes, limits)?.header())
}

pub(super) fn camera_note(bytes: &[u8], limits: &Limits) -> Result<CameraNote, PictureError> {
    camera::note(bytes, limits)
}

pub(super) fn open(
    bytes: &[u8],
    limits: &Limits,
    deadline: &Deadline,
) -> Result<(Header, Upright), PictureError> {
    let survey = Survey::read(bytes, limits)?;
    let turned = if survey.orientation.swaps_sides() {
        survey.stored.pixels().saturating_mul(3)
    } else {
        0
    };
    let mut stored = decode::decode(&survey, bytes, decode::FULL, turned, limits)?;
    deadline.check()?;
    colour::to_srgb(&mut stored.pixels, stored.profile.as_deref())?;
    deadline.check()?;
    let pixels = survey.orientation.turn_upright(stored.pixels);
    Ok((survey.header(), Upright { pixels }))
}

pub(super) fn screen(
    bytes: &[u8],
    longest_side: u32,
    limits: &Limits,
    deadline: &Deadline,
) -> Result<Screen, PictureError> {
    let survey = Survey::read(bytes, limits)?;
    let target = survey.stored.within(longest_side);
    // One and a half times the target: less shows as softness, more only costs time.
    let eighths = decode::eighths_for(&survey, |eighths| {
        let scaled = survey.stored.scaled(eighths);
        u64::from(scaled.width) * 2 >= u64::from(target.width) * 3
            && u64::from(scaled.height) * 2 >= u64::from(target.height) * 3
    });
    let later = target.pixels().saturating_mul(9);
    let stored = decode::decode(&survey, bytes, eighths, later, limits)?;
    deadline.check()?;
    let mut pixels: RgbImage = encode::resized(stored.pixels, target)?;
    colour::to_srgb(&mut pixels, stored.profile.as_deref())?;
    Ok(Screen {
        header: survey.header(),
        pixels: survey.orientation.turn_upright(pixels),
    })
}

pub(super) fn public_copy(
    bytes: &[u8],
    plan: &CopyPlan,
    limits: &Limits,
    deadline: &Deadline,
) -> Result<(Header, PublicCopy), PictureError> {
    copy::make(bytes, plan, limits, deadline)
}
