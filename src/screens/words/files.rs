//! What a picture or a list is not, as the screen says it.

use slint::SharedString;

use super::super::SayTrouble;
use super::super::mapping::whole;
use crate::acts::{BadLine, PictureError, SheetError};

fn listed(names: &[String]) -> SharedString {
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    quoted.join(", ").into()
}

pub fn picture(say: &SayTrouble<'_>, error: &PictureError) -> SharedString {
    match error {
        PictureError::Empty => say.invoke_picture_empty(),
        PictureError::FileTooLarge {
            limit_megabytes, ..
        } => say.invoke_picture_file_too_large(whole(*limit_megabytes)),
        PictureError::TooManyPixels { .. } | PictureError::TooMuchMemory { .. } => {
            say.invoke_picture_too_large()
        }
        PictureError::TooSlow { .. } => say.invoke_picture_too_slow(),
        PictureError::ReaderStopped => say.invoke_picture_reader_stopped(),
        PictureError::NoReader => say.invoke_picture_no_reader(),
        PictureError::Busy => say.invoke_picture_busy(),
        PictureError::Heic => say.invoke_picture_heic(),
        PictureError::Avif
        | PictureError::Gif
        | PictureError::Tiff
        | PictureError::OtherPicture { .. } => say.invoke_picture_other_kind(),
        PictureError::Video => say.invoke_picture_video(),
        PictureError::Raw => say.invoke_picture_raw(),
        PictureError::Pdf => say.invoke_picture_pdf(),
        PictureError::PdfLocked => say.invoke_picture_pdf_locked(),
        PictureError::PdfDamaged => say.invoke_picture_pdf_damaged(),
        PictureError::NoSuchPage => say.invoke_picture_no_such_page(),
        PictureError::TooManyPages { limit } => say.invoke_picture_too_many_pages(whole(*limit)),
        PictureError::Archive => say.invoke_picture_archive(),
        PictureError::WebPage => say.invoke_picture_web_page(),
        PictureError::Moving { .. } => say.invoke_picture_moving(),
        PictureError::NotAPicture => say.invoke_picture_none(),
        PictureError::CutShort => say.invoke_picture_cut_short(),
        PictureError::Damaged => say.invoke_picture_damaged(),
        PictureError::UnusualJpeg => say.invoke_picture_unusual(),
        PictureError::CameraDetailsUnreadable => say.invoke_picture_no_camera_details(),
        PictureError::OutsidePicture { .. } | PictureError::EmptyArea { .. } => {
            say.invoke_picture_outside()
        }
        PictureError::NothingLeft => say.invoke_picture_nothing_left(),
        PictureError::NoLongestSide => say.invoke_picture_no_longest_side(),
        PictureError::EmptyNotice { .. }
        | PictureError::UnprintableNotice { .. }
        | PictureError::LongNotice { .. } => say.invoke_picture_notice(),
        PictureError::CopyFailed { .. } => say.invoke_picture_copy_failed(),
    }
}

pub fn sheet(say: &SayTrouble<'_>, error: &SheetError) -> SharedString {
    match error {
        SheetError::Empty => say.invoke_sheet_empty(),
        SheetError::TooLarge => say.invoke_sheet_too_large(),
        SheetError::TooManyRows => say.invoke_sheet_too_many_rows(),
        SheetError::TooManyColumns => say.invoke_sheet_too_many_columns(),
        SheetError::NoList(_) => say.invoke_sheet_no_list(),
        SheetError::Line { line, why } => {
            let why = match why {
                BadLine::Unreadable => 0,
                BadLine::LetterLost | BadLine::NameLost => 1,
                BadLine::OddSigns => 2,
                BadLine::LongCell => 3,
                BadLine::AfterQuote => 4,
                BadLine::OpenQuote => 5,
                BadLine::ManyCells => 6,
            };
            say.invoke_sheet_line(whole(*line), say.invoke_bad_line(why))
        }
        SheetError::Formula { line, cell } => {
            say.invoke_sheet_formula(whole(*line), cell.as_str().into())
        }
        SheetError::TwoReadings { line } => say.invoke_sheet_two_readings(whole(*line)),
        SheetError::SheetsDiffer(sheets) => say.invoke_sheets_differ(listed(sheets)),
        SheetError::NoChildren(sheets) => say.invoke_sheets_no_children(listed(sheets)),
        SheetError::HiddenChildren(sheets) => say.invoke_sheets_hidden_children(listed(sheets)),
        SheetError::SheetSaysNo(sheets) => say.invoke_sheets_say_no(listed(sheets)),
        SheetError::TitleSaysNo { line } => say.invoke_sheet_title_says_no(whole(*line)),
        SheetError::Workbook(_) => say.invoke_sheet_workbook(),
        SheetError::NoHeaders => say.invoke_sheet_no_headers(),
        SheetError::NoRows => say.invoke_sheet_no_rows(),
        SheetError::Stopped => say.invoke_sheet_stopped(),
    }
}
