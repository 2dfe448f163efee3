//! What a child's answer has to be before it counts. The child has read a stranger's file and may
//! be the stranger's by now; what it may still do is lie about its own picture, within the limits.

use super::wire::Answer;
use crate::domain::sight::Sight;
use crate::picture::frame::Size;
use crate::picture::{
    CameraNote, CopyPlan, FoundCode, Header, Limits, PictureError, PublicCopy, camera, encode, page,
};

/// Why an answer is no answer.
#[derive(Debug)]
pub(super) enum Fault {
    /// The child refuses the picture, and says why.
    Refused(PictureError),
    /// It said what no picture gives.
    Nonsense,
    /// The time is up.
    Late,
    /// It ended before it had said all.
    Gone,
}

/// A notice, tables and headers: what a copy may have beside its coded pixels.
const BESIDE_PIXELS: u64 = 128 * 1024;

fn within(header: Header, limits: &Limits) -> Result<Size, Fault> {
    let Header { width, height, .. } = header;
    let size = Size { width, height };
    let fits = width.max(height) <= limits.side && size.pixels() <= limits.pixels;
    if fits && size.pixels() > 0 {
        Ok(size)
    } else {
        Err(Fault::Nonsense)
    }
}

pub(super) fn header(answer: Answer, limits: &Limits) -> Result<Header, Fault> {
    match answer {
        Answer::Header(header) => within(header, limits).map(|_| header),
        Answer::Refused(error) => Err(Fault::Refused(error)),
        _ => Err(Fault::Nonsense),
    }
}

pub(super) fn note(answer: Answer) -> Result<CameraNote, Fault> {
    let note = match answer {
        Answer::Note(note) => note.read().ok_or(Fault::Nonsense)?,
        Answer::Refused(error) => return Err(Fault::Refused(error)),
        _ => return Err(Fault::Nonsense),
    };
    let lines = [&note.make, &note.model, &note.serial];
    if lines
        .into_iter()
        .flatten()
        .all(|line| camera::is_line(line))
    {
        Ok(note)
    } else {
        Err(Fault::Nonsense)
    }
}

/// The size of pixels that may follow.
fn pixels(
    answer: Answer,
    limits: &Limits,
    expected: impl FnOnce(Size) -> Size,
) -> Result<(Header, Size), Fault> {
    match answer {
        Answer::Pixels {
            header,
            width,
            height,
        } => {
            let size = Size { width, height };
            let is_expected = size == expected(within(header, limits)?);
            if is_expected && size.pixels().saturating_mul(3) <= limits.memory_bytes {
                Ok((header, size))
            } else {
                Err(Fault::Nonsense)
            }
        }
        Answer::Refused(error) => Err(Fault::Refused(error)),
        _ => Err(Fault::Nonsense),
    }
}

pub(super) fn whole(answer: Answer, limits: &Limits) -> Result<Size, Fault> {
    let (_, size) = pixels(answer, limits, |whole| whole)?;
    Ok(size)
}

pub(super) fn screen(
    answer: Answer,
    longest_side: u32,
    limits: &Limits,
) -> Result<(Header, Size), Fault> {
    pixels(answer, limits, |whole| whole.within(longest_side))
}

/// How many pages there are, the codes on this one, and the size of its pixels that may follow.
pub(super) fn page(
    answer: Answer,
    longest_side: u32,
) -> Result<(u32, Vec<FoundCode>, Size), Fault> {
    match answer {
        Answer::Page {
            pages,
            width,
            height,
            codes,
        } if page::is_sound((pages, width, height), &codes, longest_side) => {
            Ok((pages, codes, Size { width, height }))
        }
        Answer::Refused(error) => Err(Fault::Refused(error)),
        _ => Err(Fault::Nonsense),
    }
}

/// A copy that may follow, and how long it is.
pub(super) struct CopyHead {
    pub(super) size: Size,
    pub(super) bytes: usize,
    pub(super) sight: Option<Sight>,
}

/// What may follow as the copy of that plan.
pub(super) fn copy_head(
    answer: Answer,
    plan: &CopyPlan,
    limits: &Limits,
) -> Result<CopyHead, Fault> {
    let (header, size, bytes, sight) = match answer {
        Answer::Copy {
            header,
            width,
            height,
            bytes,
            sight,
        } => (header, Size { width, height }, bytes, sight),
        Answer::Refused(error) => return Err(Fault::Refused(error)),
        _ => return Err(Fault::Nonsense),
    };
    let whole = within(header, limits)?;
    let shown = plan.crop.map_or(whole, |crop| Size {
        width: crop.width,
        height: crop.height,
    });
    let is_expected = size == shown.within(plan.longest_side.unwrap_or(u32::MAX));
    // libjpeg never needs more for 4:2:0: three bytes a pixel of whole blocks.
    let padded = Size {
        width: size.width.saturating_add(16),
        height: size.height.saturating_add(16),
    };
    let most = padded
        .pixels()
        .saturating_mul(3)
        .saturating_add(BESIDE_PIXELS);
    let is_look = sight.as_ref().is_none_or(|sight| sight.bits().is_some());
    let length = usize::try_from(bytes).map_err(|_| Fault::Nonsense)?;
    if is_expected && is_look && size.pixels() > 0 && bytes <= most.min(limits.memory_bytes) {
        Ok(CopyHead {
            size,
            bytes: length,
            sight,
        })
    } else {
        Err(Fault::Nonsense)
    }
}

/// The copy, where it is pixels of that size and the very notice, and no byte more.
pub(super) fn copy(jpeg: Vec<u8>, xmp: &str, head: CopyHead) -> Result<PublicCopy, Fault> {
    let CopyHead { size, sight, .. } = head;
    if encode::is_pixels_and_notice_only(&jpeg, xmp, size) {
        Ok(PublicCopy {
            jpeg,
            width: size.width,
            height: size.height,
            sight,
        })
    } else {
        Err(Fault::Nonsense)
    }
}
