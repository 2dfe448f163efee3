//! The copy that may leave: cropped, hidden areas covered, no larger than asked, made of pixels and
//! a notice only. Decides nothing: who is hidden, and whether it may leave, is for others.

use image::{RgbImage, imageops};
use serde::{Deserialize, Serialize};

use crate::domain::photo::Area;
use crate::domain::sight::Sight;

use super::bounded::Deadline;
use super::cover;
use super::error::Reach;
use super::frame::{Edges, Size};
use super::notice;
use super::sight;
use super::survey::Survey;
use super::{Header, Limits, Notice, PictureError, colour, decode, encode};

/// What is to become of a picture. Areas are in the upright picture's full-size pixels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyPlan {
    pub crop: Option<Area>,
    /// Hidden areas; each is covered with a margin around it.
    pub patches: Vec<Area>,
    /// Hidden faces where they were found; each is covered with room for its hair, ears and chin.
    pub faces: Vec<Area>,
    /// Of the copy, after the crop; a smaller picture stays as it is.
    pub longest_side: Option<u32>,
    pub notice: Notice,
}

/// A JPEG that carries nothing of its original but the pixels that were to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicCopy {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// What it looks like, so that it is known again; `None` where there is next to nothing to see.
    pub sight: Option<Sight>,
}

/// The notice of the copy, as it is written into it. Errors: a line that cannot be written, or a
/// longest side of nothing.
pub(super) fn packet_for(plan: &CopyPlan) -> Result<String, PictureError> {
    if plan.longest_side == Some(0) {
        return Err(PictureError::NoLongestSide);
    }
    notice::packet(&plan.notice)
}

/// The copy that the plan describes, with what its original's header says.
pub(super) fn make(
    bytes: &[u8],
    plan: &CopyPlan,
    limits: &Limits,
    deadline: &Deadline,
) -> Result<(Header, PublicCopy), PictureError> {
    let xmp = packet_for(plan)?;
    let survey = Survey::read(bytes, limits)?;
    let pixels = shown(&survey, bytes, plan, limits, deadline)?;
    deadline.check()?;
    let jpeg = encode::jpeg_with(&pixels, &xmp)?;
    let copy = PublicCopy {
        jpeg,
        width: pixels.width(),
        height: pixels.height(),
        sight: sight::sight_of(&pixels),
    };
    Ok((survey.header(), copy))
}

/// The copy's pixels. All areas are carried over into the stored picture, where the decoder's grid
/// lies, and only the small outcome is turned upright.
///
/// Hidden areas are covered twice. Before resizing, so that no hidden pixel reaches the resampling
/// filter and none can bleed out; and after it, because the filter and the colour conversion have
/// by then mixed the surroundings into the cover's edge, and the cover has to be flat.
fn shown(
    survey: &Survey<'_>,
    bytes: &[u8],
    plan: &CopyPlan,
    limits: &Limits,
    deadline: &Deadline,
) -> Result<RgbImage, PictureError> {
    let upright = survey.upright();
    let in_stored = |edges| survey.orientation.to_stored(edges, survey.stored);
    let crop = match plan.crop {
        Some(area) => in_stored(inside(Reach::Crop, area, upright)?),
        None => Edges::whole(survey.stored),
    };
    let patches = plan.patches.iter().map(|area| (area, cover::GROWN));
    let faces = plan.faces.iter().map(|area| (area, cover::GROWN_FACE));
    let covers = (1_usize..)
        .zip(patches.chain(faces))
        .map(|(place, (area, margins))| {
            let hidden = inside(Reach::Hidden(place), *area, upright)?;
            // Grown as it stands upright: hair is above a face, however the camera was held.
            Ok(in_stored(margins.around(hidden, upright)))
        })
        .collect::<Result<Vec<_>, PictureError>>()?;

    let target = crop.size().within(plan.longest_side.unwrap_or(u32::MAX));
    let left_of = |eighths| crop.inward(eighths, survey.stored);
    let eighths = decode::eighths_for(survey, |eighths| {
        let Size { width, height } = left_of(eighths).size();
        width >= target.width && height >= target.height
    });
    let frame = left_of(eighths);

    let later = frame
        .size()
        .pixels()
        .saturating_mul(3)
        .saturating_add(target.pixels().saturating_mul(12));
    let mut stored = decode::decode(survey, bytes, eighths, later, limits)?;
    deadline.check()?;
    let covers: Vec<Edges> = covers
        .into_iter()
        .map(|edges| edges.outward(eighths))
        .collect();
    for edges in &covers {
        cover::fill(&mut stored.pixels, *edges);
    }
    let cut = cut_out(stored.pixels, frame);
    let mut pixels = encode::resized(cut, target)?;
    deadline.check()?;
    colour::to_srgb(&mut pixels, stored.profile.as_deref())?;
    for edges in covers
        .iter()
        .filter_map(|edges| edges.within_resized(frame, target))
    {
        cover::fill(&mut pixels, edges);
    }
    if !covers.is_empty() && cover::is_all_fill(&pixels) {
        return Err(PictureError::NothingLeft);
    }
    Ok(survey.orientation.turn_upright(pixels))
}

/// Really cut, not merely framed: a resampling filter must not reach what was cropped away.
fn cut_out(pixels: RgbImage, frame: Edges) -> RgbImage {
    let size = frame.size();
    if (size.width, size.height) == pixels.dimensions() {
        return pixels;
    }
    imageops::crop_imm(&pixels, frame.left, frame.top, size.width, size.height).to_image()
}

fn inside(reach: Reach, area: Area, picture: Size) -> Result<Edges, PictureError> {
    if area.width == 0 || area.height == 0 {
        return Err(PictureError::EmptyArea { reach, area });
    }
    Edges::of(area)
        .filter(|edges| edges.lies_in(picture))
        .ok_or(PictureError::OutsidePicture {
            reach,
            area,
            width: picture.width,
            height: picture.height,
        })
}
