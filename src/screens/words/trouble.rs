//! What the machine could not do, as the screen says it.

use slint::SharedString;

use super::super::SayTrouble;
use super::super::mapping::whole;
use crate::acts::OutletError;
use crate::camera::CameraTrouble;
use crate::clerk::Machine;
use crate::domain::slip::CodeError;
use crate::paper::PrinterError;
use crate::places::PlaceError;

pub fn machine(say: &SayTrouble<'_>, what: Machine) -> SharedString {
    match what {
        Machine::RegisterUnreachable => say.invoke_register_unreachable(),
        Machine::RegisterWrongKey => say.invoke_register_wrong_key(),
        Machine::RegisterInUse => say.invoke_register_in_use(),
        Machine::RegisterFull => say.invoke_register_full(),
        Machine::RegisterUnreadable => say.invoke_register_unreadable(),
        Machine::RegisterTampered => say.invoke_register_tampered(),
        Machine::RegisterChanged => say.invoke_register_changed(),
        Machine::RegisterLeapt => say.invoke_register_leapt(),
        Machine::RegisterStopped => say.invoke_register_stopped(),
        Machine::RegisterRefused => say.invoke_register_refused(),
        Machine::PhotoMissing => say.invoke_vault_missing(),
        Machine::PhotoDamaged => say.invoke_vault_damaged(),
        Machine::VaultFull => say.invoke_vault_full(),
        Machine::VaultUnreachable => say.invoke_vault_unreachable(),
        Machine::NoRandomness => say.invoke_vault_no_randomness(),
        Machine::FaceFinderDamaged => say.invoke_faces_damaged(),
        Machine::FaceFinderNoPicture => say.invoke_faces_no_picture(),
        Machine::FaceFinderFailed => say.invoke_faces_failed(),
        Machine::PaperFails => say.invoke_paper_fails(),
    }
}

pub fn place(say: &SayTrouble<'_>, error: &PlaceError) -> SharedString {
    match error {
        PlaceError::Gone(place) => say.invoke_place_gone(place.as_str().into()),
        PlaceError::Closed(place) => say.invoke_place_closed(place.as_str().into()),
        PlaceError::TooLarge { place, most } => {
            say.invoke_place_too_large(place.as_str().into(), whole(*most))
        }
        PlaceError::Full(place) => say.invoke_place_full(place.as_str().into()),
        PlaceError::Failed { place, .. } => say.invoke_place_failed(place.as_str().into()),
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
