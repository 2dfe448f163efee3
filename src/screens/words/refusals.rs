//! What was not done, as the screen says it.

use slint::SharedString;

use super::super::mapping::whole;
use super::super::{RefusedName, RefusedThing, SayRefusal, WeakPin, WhoseDuty};
use crate::acts::refusal::{Named, NotDiscarded, Refusal, Thing, ToSay};
use crate::domain::release::ReleaseState;
use crate::domain::staff::{Duty, PinWeakness};

/// Why something was not done, in the language of the screens.
pub fn refusal(say: &SayRefusal<'_>, why: &Refusal) -> SharedString {
    match why {
        Refusal::NoSchool => say.invoke_no_school(),
        Refusal::Locked => say.invoke_locked(),
        Refusal::NoSchoolOpen => say.invoke_no_school_open(),
        Refusal::NoKey => say.invoke_no_key(),
        Refusal::FolderUnusable { .. } => say.invoke_folder_unusable(),
        Refusal::FolderNotEmpty { .. } => say.invoke_folder_not_empty(),
        Refusal::ScreenFails { .. } => say.invoke_screen_fails(),
        Refusal::SampleFails { .. } => say.invoke_sample_fails(),
        Refusal::NoPolicy => say.invoke_no_policy(),
        Refusal::SchoolIsThere => say.invoke_school_is_there(),
        Refusal::PolicyUnreadable { .. } => say.invoke_policy_unreadable(),
        Refusal::NoSuchChannel { .. } => say.invoke_no_such_channel(),
        Refusal::NoSuch { thing, .. } => say.invoke_no_such(of_thing(*thing)),
        Refusal::Several { .. } => say.invoke_several(),
        Refusal::TooLong { most } => say.invoke_too_long(whole(*most)),
        Refusal::CannotBeShown => say.invoke_cannot_be_shown(),
        Refusal::NeedsName { what } => say.invoke_needs_name(of_name(*what)),
        Refusal::BadName { .. } => say.invoke_bad_name(),
        Refusal::SayInASentence { what } => match what {
            ToSay::WhatHappened => say.invoke_say_what_happened(),
            ToSay::WhatWasDone => say.invoke_say_what_was_done(),
        },
        Refusal::ReasonTooLong { most } => say.invoke_reason_too_long(whole(*most)),
        Refusal::Erased => say.invoke_erased(),
        Refusal::CallTakesNoPhoto => say.invoke_call_takes_no_photo(),
        Refusal::CameraWasRetired => say.invoke_camera_was_retired(),
        Refusal::NotASchoolCamera => say.invoke_not_a_school_camera(),
        Refusal::AgreementDue { name } => say.invoke_agreement_due(name.as_str().into()),
        Refusal::CopyIsOut => say.invoke_copy_is_out(),
        Refusal::NotDiscarded { why } => say.invoke_not_discarded(match why {
            NotDiscarded::SomebodyElses => 0,
            NotDiscarded::OfAnotherDay => 1,
            NotDiscarded::SignedOff => 2,
            NotDiscarded::Released => 3,
        }),
        Refusal::NoSuchItem { .. } => say.invoke_no_such_item(),
        Refusal::NothingDrawn { .. } => say.invoke_nothing_drawn(),
        Refusal::CoveredNowhere { .. } => say.invoke_covered_nowhere(),
        Refusal::TaggedAlready => say.invoke_tagged_already(),
        Refusal::NotLookedAt => say.invoke_not_looked_at(),
        Refusal::FaceIsTagged => say.invoke_face_is_tagged(),
        Refusal::NotTagged { .. } => say.invoke_not_tagged(),
        Refusal::OutsidePicture { .. } => say.invoke_outside_picture(),
        Refusal::NoFace { .. } => say.invoke_no_face(),
        Refusal::BoxStays => say.invoke_box_stays(),
        Refusal::MarkStays => say.invoke_mark_stays(),
        Refusal::NothingBefore => say.invoke_nothing_before(),
        Refusal::ChangedSinceLooked => say.invoke_changed_since_looked(),
        Refusal::NoSignOffAsked { .. } => say.invoke_no_sign_off_asked(),
        Refusal::NotToSignOff { by_head, .. } => say.invoke_not_to_sign_off(*by_head),
        Refusal::OwnPhoto => say.invoke_own_photo(),
        Refusal::NoSuchGroup { .. } => say.invoke_no_such_group(),
        Refusal::NotOfGroup { group } => say.invoke_not_of_group(group.as_str().into()),
        Refusal::NotAnIdentity => say.invoke_not_an_identity(),
        Refusal::DeviceListed => say.invoke_device_listed(),
        Refusal::DeviceRevokedAlready => say.invoke_device_revoked_already(),
        Refusal::CameraListed => say.invoke_camera_listed(),
        Refusal::CameraRetiredAlready => say.invoke_camera_retired_already(),
        Refusal::DeviceRevoked => say.invoke_device_revoked(),
        Refusal::DeviceNotEnrolled => say.invoke_device_not_enrolled(),
        Refusal::OtherMachine => say.invoke_other_machine(),
        Refusal::NoMachineIdentity => say.invoke_no_machine_identity(),
        Refusal::OwnMachine => say.invoke_own_machine(),
        Refusal::FormsHeldByHead => say.invoke_forms_held_by_head(),
        Refusal::AnswersInFuture => say.invoke_answers_in_future(),
        Refusal::PreviewIsOld => say.invoke_preview_is_old(),
        Refusal::NotInPreview => say.invoke_not_in_preview(),
        Refusal::NobodyJoins { line } => say.invoke_nobody_joins(whole(*line)),
        Refusal::SeveralCalled { .. } => say.invoke_several_called(),
        Refusal::MarkIsTheHeads => say.invoke_mark_is_the_heads(),
        Refusal::LeavesBeforeBorn { .. } => say.invoke_leaves_before_born(),
        Refusal::ChildNeedsGroup => say.invoke_child_needs_group(),
        Refusal::ChannelTwice { .. } => say.invoke_channel_twice(),
        Refusal::NoChannel => say.invoke_no_channel(),
        Refusal::PersonTwice => say.invoke_person_twice(),
        Refusal::NobodyNamed => say.invoke_nobody_named(),
        Refusal::SelfForSeveral => say.invoke_self_for_several(),
        Refusal::SignedInFuture { .. } => say.invoke_signed_in_future(),
        Refusal::EndsBeforeStart { .. } => say.invoke_ends_before_start(),
        Refusal::NoForm => say.invoke_no_form(),
        Refusal::CorrectOne => say.invoke_correct_one(),
        Refusal::CorrectedAlready => say.invoke_corrected_already(),
        Refusal::OtherChannel { .. } => say.invoke_other_channel(),
        Refusal::NoSpeaksOn { .. } => say.invoke_no_speaks_on(),
        Refusal::NobodyInCall => say.invoke_nobody_in_call(),
        Refusal::OwnFolder => say.invoke_own_folder(),
        Refusal::DoneAlready => say.invoke_done_already(),
        Refusal::TooManyPages { most } => say.invoke_too_many_pages(whole(*most)),
        Refusal::NothingScanned => say.invoke_nothing_scanned(),
        Refusal::NothingToAsk => say.invoke_nothing_to_ask(),
        Refusal::CodeNotMade => say.invoke_code_not_made(),
        Refusal::PageTooLarge => say.invoke_page_too_large(),
        Refusal::NothingAnswered => say.invoke_nothing_answered(),
        Refusal::NotOnSlip { .. } => say.invoke_not_on_slip(),
        Refusal::AnsweredTwice { .. } => say.invoke_answered_twice(),
        Refusal::SlipInFuture { .. } => say.invoke_slip_in_future(),
        Refusal::SignedBeforePrinted { .. } => say.invoke_signed_before_printed(),
        Refusal::ConfirmedAlready { .. } => say.invoke_confirmed_already(),
        Refusal::SeveralSlips => say.invoke_several_slips(),
        Refusal::NoCode => say.invoke_no_code(),
        Refusal::PinsFail { .. } => say.invoke_pins_fail(),
        Refusal::WeakPin { why } => say.invoke_weak_pin(match why {
            PinWeakness::NotDigits => WeakPin::NotDigits,
            PinWeakness::Length => WeakPin::Length,
            PinWeakness::Plain => WeakPin::Plain,
        }),
        Refusal::Wait { seconds, .. } => say.invoke_wait(whole(*seconds)),
        Refusal::AccountClosed { name } => say.invoke_account_closed(name.as_str().into()),
        Refusal::NameTaken { .. } => say.invoke_name_taken(),
        Refusal::LastHead => say.invoke_last_head(),
        Refusal::NotTheirEntry => say.invoke_not_their_entry(),
        Refusal::AgreementInFuture { .. } => say.invoke_agreement_in_future(),
        Refusal::AccountChanged { name } => say.invoke_account_changed(name.as_str().into()),
        Refusal::NotYours { duty, .. } => say.invoke_not_yours(whose(*duty)),
        Refusal::ClockIsGood => say.invoke_clock_is_good(),
        Refusal::ClockIsBehind => say.invoke_clock_is_behind(),
        Refusal::OtherDay { .. } => say.invoke_other_day(),
        Refusal::CopyIs { state } => say.invoke_copy_is(match state {
            ReleaseState::GoingOut => 0,
            ReleaseState::Out => 1,
            ReleaseState::NotOut => 2,
            ReleaseState::Down => 3,
        }),
        Refusal::PaperStays => say.invoke_paper_stays(),
        Refusal::MayBeOut { .. } => say.invoke_may_be_out(),
        Refusal::StillThere { file, place } => {
            say.invoke_still_there(file.as_str().into(), place.as_str().into())
        }
        Refusal::CannotTell { .. } => say.invoke_cannot_tell(),
        Refusal::NotWritten { .. } => say.invoke_not_written(),
        Refusal::Stopped => say.invoke_stopped(),
        Refusal::CheckpointUnwritable { .. } => say.invoke_checkpoint_unwritable(),
        Refusal::NotACheckpoint => say.invoke_not_a_checkpoint(),
    }
}

fn of_thing(thing: Thing) -> RefusedThing {
    match thing {
        Thing::Photo => RefusedThing::Photo,
        Thing::Person => RefusedThing::Person,
        Thing::Form => RefusedThing::Form,
        Thing::Answer => RefusedThing::Answer,
        Thing::Tag => RefusedThing::Tag,
        Thing::Face => RefusedThing::Face,
        Thing::Release => RefusedThing::Release,
        Thing::Device => RefusedThing::Device,
        Thing::Camera => RefusedThing::Camera,
        Thing::Account => RefusedThing::Account,
        Thing::Incident => RefusedThing::Incident,
    }
}

fn of_name(what: Named) -> RefusedName {
    match what {
        Named::School => RefusedName::School,
        Named::HeadTeacher => RefusedName::HeadTeacher,
        Named::Account => RefusedName::Account,
        Named::ThisDevice => RefusedName::ThisDevice,
        Named::Device => RefusedName::Device,
        Named::Camera => RefusedName::Camera,
        Named::Make => RefusedName::Make,
        Named::Model => RefusedName::Model,
        Named::Serial => RefusedName::Serial,
        Named::Person => RefusedName::Person,
        Named::Family => RefusedName::Family,
        Named::OtherName => RefusedName::OtherName,
        Named::Responsible => RefusedName::Responsible,
        Named::Signatory => RefusedName::Signatory,
        Named::Group => RefusedName::Group,
        Named::Reason => RefusedName::Reason,
    }
}

/// Whose a duty is, as it is told to whoever does not have it.
fn whose(duty: Duty) -> WhoseDuty {
    match duty {
        Duty::Govern => WhoseDuty::Head,
        Duty::Equip => WhoseDuty::Equips,
        Duty::KeepRegister
        | Duty::Release
        | Duty::SignOff
        | Duty::SecondLook
        | Duty::ConfirmPolicy
        | Duty::LetIn => WhoseDuty::Office,
        Duty::TakeAndTag | Duty::Look | Duty::Prepare | Duty::ReleaseUnsigned | Duty::Discard => {
            WhoseDuty::SeesNoPictures
        }
        Duty::Agree => WhoseDuty::Signs,
        Duty::SeeStaff | Duty::Verify => WhoseDuty::Others,
    }
}
