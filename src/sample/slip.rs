//! What stands for a signed form in the sample school: a drawn sheet, or a line of text. Nobody's.

use chrono::NaiveDate;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, GrayImage, ImageEncoder, Luma};

use crate::domain::permission::Evidence;

/// A sheet at 72 dots an inch, A4.
const SHEET: (u32, u32) = (595, 842);

/// What a form says, of the sample's own.
pub struct Wording<'a> {
    /// The signatory.
    pub by: &'a str,
    /// Which form it is: no two are alike.
    pub number: usize,
    pub signed: NaiveDate,
}

/// The file for an answer that came like this; none for a spoken one.
pub fn draw(evidence: Evidence, wording: &Wording) -> Result<Option<Vec<u8>>, image::ImageError> {
    let Wording { by, number, signed } = wording;
    match evidence {
        Evidence::Paper => sheet(*number).map(Some),
        Evidence::EForm => Ok(Some(
            format!(
                "SAMPLE. Form {number}, sent in on {signed} by {by} of a made-up family.\n\
                 What may be done with the pictures is ticked above.\n"
            )
            .into_bytes(),
        )),
        Evidence::Email => Ok(Some(
            format!(
                "SAMPLE {number}\nFrom: {by}\nDate: {signed}\n\n\
                 This e-mail by a made-up family says what may be done with the pictures.\n"
            )
            .into_bytes(),
        )),
        Evidence::Spoken => Ok(None),
    }
}

fn sheet(number: usize) -> Result<Vec<u8>, image::ImageError> {
    let sheet = GrayImage::from_fn(SHEET.0, SHEET.1, |x, y| {
        let on_paper = (60..535).contains(&x) && (80..762).contains(&y);
        let is_line = on_paper && x > 120 && y % 40 == 0;
        let (in_x, in_y) = (x.wrapping_sub(70), (y + 30) % 40);
        let is_box = on_paper && in_x <= 20 && in_y <= 20;
        let is_edge = is_box && (in_x <= 1 || in_x >= 19 || in_y <= 1 || in_y >= 19);
        let is_tick = is_box && in_x.abs_diff(in_y) <= 1;
        // The form's number, as marks at its head.
        let mark = x.wrapping_sub(120) / 12;
        let is_mark = (40..60).contains(&y)
            && mark < 16
            && x.wrapping_sub(120) % 12 < 8
            && (number >> mark) & 1 == 1;
        Luma([if is_line || is_edge || is_tick || is_mark {
            60
        } else {
            250
        }])
    });
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(
        sheet.as_raw(),
        SHEET.0,
        SHEET.1,
        ExtendedColorType::L8,
    )?;
    Ok(png)
}
