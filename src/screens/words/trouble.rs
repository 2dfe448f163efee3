//! What the machine could not do, as the screen says it.

use slint::SharedString;

use super::super::SayTrouble;
use crate::acts::{FacesError, OutletError, RegisterError, VaultError};
use crate::camera::CameraTrouble;
use crate::domain::slip::CodeError;
use crate::paper::PaperError;
use crate::paper::PrinterError;

pub fn register(say: &SayTrouble<'_>, error: &RegisterError) -> SharedString {
    match error {
        RegisterError::Unreachable(_) => say.invoke_register_unreachable(),
        RegisterError::WrongKey => say.invoke_register_wrong_key(),
        RegisterError::InUse => say.invoke_register_in_use(),
        RegisterError::Full => say.invoke_register_full(),
        RegisterError::Unreadable { .. } => say.invoke_register_unreadable(),
        RegisterError::Tampered { .. } => say.invoke_register_tampered(),
        RegisterError::Changed => say.invoke_register_changed(),
        RegisterError::Leapt { .. } => say.invoke_register_leapt(),
        RegisterError::Stopped => say.invoke_register_stopped(),
        RegisterError::Refused(_) => say.invoke_register_refused(),
    }
}

pub fn vault(say: &SayTrouble<'_>, error: &VaultError) -> SharedString {
    match error {
        VaultError::Missing => say.invoke_vault_missing(),
        VaultError::Truncated { .. }
        | VaultError::Swapped
        | VaultError::Damaged
        | VaultError::NotSealed => say.invoke_vault_damaged(),
        VaultError::Full => say.invoke_vault_full(),
        VaultError::Unreachable(_) => say.invoke_vault_unreachable(),
        VaultError::NoRandomness(_) => say.invoke_vault_no_randomness(),
    }
}

pub fn faces(say: &SayTrouble<'_>, error: &FacesError) -> SharedString {
    match error {
        FacesError::Damaged | FacesError::Unreadable => say.invoke_faces_damaged(),
        FacesError::NoPicture => say.invoke_faces_no_picture(),
        FacesError::Failed { .. } | FacesError::Stopped => say.invoke_faces_failed(),
    }
}

pub fn outlet(say: &SayTrouble<'_>, error: &OutletError) -> SharedString {
    match error {
        OutletError::Gone(place) => say.invoke_outlet_gone(place.as_str().into()),
        OutletError::ReadOnly(place) => say.invoke_outlet_read_only(place.as_str().into()),
        OutletError::Full(place) => say.invoke_outlet_full(place.as_str().into()),
        OutletError::Exists(place) => say.invoke_outlet_exists(place.as_str().into()),
        OutletError::NoPrinter => say.invoke_outlet_no_printer(),
        OutletError::UnknownPrinter(printer) => {
            say.invoke_outlet_unknown_printer(printer.as_str().into())
        }
        OutletError::NotPrinted { printer, why } => {
            say.invoke_outlet_not_printed(printer.as_str().into(), why.as_str().into())
        }
        OutletError::MayBePrinted { printer, why } => {
            say.invoke_outlet_may_be_printed(printer.as_str().into(), why.as_str().into())
        }
        OutletError::OnPaper(place) => say.invoke_outlet_on_paper(place.as_str().into()),
        OutletError::Failed { place, why } => {
            say.invoke_outlet_failed(place.as_str().into(), why.as_str().into())
        }
    }
}

pub fn printer(say: &SayTrouble<'_>, error: &PrinterError) -> SharedString {
    match error {
        PrinterError::None => say.invoke_printer_none(),
        PrinterError::Unknown(printer) => say.invoke_printer_unknown(printer.as_str().into()),
        PrinterError::Failed(why) => say.invoke_printer_failed(why.as_str().into()),
        PrinterError::Unsure(why) => say.invoke_printer_unsure(why.as_str().into()),
        PrinterError::Taken { place } => say.invoke_printer_taken(place.as_str().into()),
        PrinterError::NotSaved { place, why } => {
            say.invoke_printer_not_saved(place.as_str().into(), why.as_str().into())
        }
    }
}

pub fn code(say: &SayTrouble<'_>, error: &CodeError) -> SharedString {
    match error {
        CodeError::NotASlip => say.invoke_code_not_a_slip(),
        CodeError::OtherSchool => say.invoke_code_other_school(),
        CodeError::Altered => say.invoke_code_altered(),
        CodeError::NewerForm(_) => say.invoke_code_newer_form(),
    }
}

pub fn camera(say: &SayTrouble<'_>, error: &CameraTrouble) -> SharedString {
    match error {
        CameraTrouble::None => say.invoke_camera_none(),
        CameraTrouble::NoPlugin { package } => say.invoke_camera_no_plugin(package.as_str().into()),
        CameraTrouble::Unplugged => say.invoke_camera_unplugged(),
        CameraTrouble::Stalled => say.invoke_camera_stalled(),
        CameraTrouble::Busy => say.invoke_camera_busy(),
        CameraTrouble::Failed(_) => say.invoke_camera_failed(),
    }
}

pub fn paper(say: &SayTrouble<'_>, error: &PaperError) -> SharedString {
    match error {
        PaperError::Typeface | PaperError::Code(_) => say.invoke_paper_fails(),
    }
}
