//! What was not done, in English, with the command that helps.

use crate::acts::refusal::{Named, NotDiscarded, Refusal, Thing, ToSay};
use crate::acts::release::{CountsAsOut, Stayed};
use crate::acts::repair::NotSetRight;
use crate::cli::answer::act_words;
use crate::domain::release::ReleaseState;
use crate::domain::staff::{Duty, PinWeakness};

/// Why something was not done, and what to do.
pub fn refusal(why: &Refusal) -> String {
    match why {
        Refusal::NoSchool => "no school is set up here yet".to_owned(),
        Refusal::Locked => "the tablet is locked; sign in again".to_owned(),
        Refusal::NoSchoolOpen => "no school is open on this tablet".to_owned(),
        Refusal::NoKey => "there is no school here; run `shutterslip setup` or `shutterslip sample` first".to_owned(),
        Refusal::FolderUnusable { folder, why } => format!("`{folder}` cannot be used ({why})"),
        Refusal::FolderNotEmpty { folder } => format!("`{folder}` is not empty; choose a new folder"),
        Refusal::ScreenFails { why }
        | Refusal::SampleFails { why }
        | Refusal::PolicyUnreadable { why } => why.clone(),
        Refusal::NoPolicy => "no policy is adopted here yet".to_owned(),
        Refusal::SchoolIsThere => "a school is set up here already; choose another folder".to_owned(),
        Refusal::NoSuchChannel { id, known } => format!("there is no channel `{id}`; the school's policy has {}", known.join(", ")),
        Refusal::NoSuch {
            thing: Thing::Account,
            id,
        } => format!("nobody called `{id}` has an account here"),
        Refusal::NoSuch { thing, id } => match thing {
            Thing::Tag | Thing::Face => format!("there is no {} `{id}` on this photo", thing_words(*thing)),
            Thing::Answer => format!(
                "there is no answer `{id}` about this person; look at their answers again"
            ),
            _ => format!("there is no {} `{id}`", thing_words(*thing)),
        },
        Refusal::Several { thing, typed } => format!(
            "several {}s begin with `{typed}`; type more of it",
            thing_words(*thing)
        ),
        Refusal::TooLong { most } => format!("that has more than {most} characters; shorten it"),
        Refusal::CannotBeShown => "that has signs that cannot be shown; type it anew".to_owned(),
        Refusal::NeedsName { what } => format!("{} needs a name", named_words(*what)),
        Refusal::BadName { what } => format!(
            "the name of {} is too long or has signs that are not letters",
            named_words(*what)
        ),
        Refusal::SayInASentence { what } => match what {
            ToSay::WhatHappened => "say in a sentence what happened".to_owned(),
            ToSay::WhatWasDone => "say in a sentence what was done".to_owned(),
        },
        Refusal::ReasonTooLong { most } => format!("the reason is longer than {most} letters; say it in fewer words"),
        Refusal::Erased => "it was erased; nobody can see it again".to_owned(),
        Refusal::CallTakesNoPhoto => "a video call takes no photo; use `call check` or `call release`".to_owned(),
        Refusal::CameraWasRetired => "not-school-device: this camera was retired before the picture was taken; nothing was kept, and the head teacher is told".to_owned(),
        Refusal::NotASchoolCamera => "not-school-device: this picture is not from a registered school camera; nothing was kept, and the head teacher is told; pictures are taken on school equipment only".to_owned(),
        Refusal::AgreementDue { name } => format!("{name} has not signed this year's acceptable-use agreement; sign it first"),
        Refusal::CopyIsOut => "a copy of this photo is out; take it down first, then erase".to_owned(),
        Refusal::NotDiscarded { why } => {
            let why = match why {
                NotDiscarded::SomebodyElses => "somebody else took this photo",
                NotDiscarded::OfAnotherDay => "this photo is not of today",
                NotDiscarded::SignedOff => "this photo was signed off",
                NotDiscarded::Released => "this photo was released",
            };
            format!("{why}; ask the head teacher to erase it")
        }
        Refusal::NoSuchItem { item } => format!("no channel of the school's policy asks for `{item}`"),
        Refusal::NothingDrawn { tag } => format!("nobody has drawn where `{tag}` is, so nothing can be covered; draw a box first"),
        Refusal::CoveredNowhere { tag } => format!("nobody has drawn where `{tag}` is, so nothing can be covered; draw a box first"),
        Refusal::TaggedAlready => "they are tagged on this photo already".to_owned(),
        Refusal::NotLookedAt => "nobody has looked at this photo yet; look at it first, with `photo look-at-waiting`".to_owned(),
        Refusal::FaceIsTagged => "somebody is tagged with this face; take that tag off first".to_owned(),
        Refusal::NotTagged { typed } => format!("`{typed}` is not tagged on this photo"),
        Refusal::OutsidePicture { area, width, height } => format!("the box {},{} {}×{} does not lie inside the picture of {width}×{height}", area.x, area.y, area.width, area.height),
        Refusal::NoFace { id } => format!("`{id}` is no face: it says that this photo was not looked at; look again, or dismiss it"),
        Refusal::BoxStays => "a box that was found stays with its face; draw a new one here, and remove this one if it is nobody".to_owned(),
        Refusal::MarkStays => "this says that nobody looked at this photo, and cannot be removed; let it be looked at".to_owned(),
        Refusal::NothingBefore => "no photo that was taken before this one today has tags yet; tag this one by tapping".to_owned(),
        Refusal::ChangedSinceLooked => "this photo was changed since you looked at it; look at it again, then sign".to_owned(),
        Refusal::NoSignOffAsked { channel } => format!("`{channel}` asks for no sign-off"),
        Refusal::NotToSignOff { by_head, channel } => format!(
            "not-signed-off: only {} signs off for `{channel}`",
            if *by_head { "the head teacher" } else { "the office" }
        ),
        Refusal::OwnPhoto => "sign-off-own-photo: you took this photo; somebody else signs it off".to_owned(),
        Refusal::NoSuchGroup { group } => format!("no child belongs to a group `{group}` now; choose another group"),
        Refusal::NotOfGroup { group } => format!("only a child of the group `{group}` can be away from it; choose from its own tiles"),
        Refusal::NotAnIdentity => "that is not a device's id and key; on the new device run `shutterslip device identity`".to_owned(),
        Refusal::DeviceListed => "this device is on the list already; a revoked device does not come back under the same key: set it up anew".to_owned(),
        Refusal::DeviceRevokedAlready => "this device is revoked already".to_owned(),
        Refusal::CameraListed => "this camera is on the list already".to_owned(),
        Refusal::CameraRetiredAlready => "this camera is retired already".to_owned(),
        Refusal::DeviceRevoked => "this device was revoked; it takes and releases no photos; ask the head teacher".to_owned(),
        Refusal::DeviceNotEnrolled => "this device is not enrolled; it takes and releases no photos; ask the head teacher".to_owned(),
        Refusal::OtherMachine => "this school's folder belongs to another machine and was copied here; nothing is opened, and it is written down; use the machine that it belongs to; if the school has moved to this one, the head teacher says so with `device move`".to_owned(),
        Refusal::NoMachineIdentity => "this machine has no identity to be known by (`/etc/machine-id`); give it one with `systemd-machine-id-setup`, then move".to_owned(),
        Refusal::OwnMachine => "this school's folder belongs to this machine already".to_owned(),
        Refusal::FormsHeldByHead => "only the head teacher may state that the MIS holds the signed forms; let them do this import, or leave that out".to_owned(),
        Refusal::AnswersInFuture => "the day on which the answers were given is in the future; give the day of the list".to_owned(),
        Refusal::PreviewIsOld => "the register or the list has changed since this preview was made; nothing was written; look at the new preview and confirm that".to_owned(),
        Refusal::NotInPreview => "something is confirmed that this preview does not show; nothing was written; look at the preview again".to_owned(),
        Refusal::NobodyJoins { line } => format!("line {line}: nobody joins by it; nothing was written"),
        Refusal::SeveralCalled { typed } => format!("several people are called `{typed}`; give the id that `person list` shows"),
        Refusal::MarkIsTheHeads => "only the head teacher may take a never-photograph mark off".to_owned(),
        Refusal::LeavesBeforeBorn { leaves } => format!("they would leave on {leaves}, before they were born"),
        Refusal::ChildNeedsGroup => "a child belongs to a group".to_owned(),
        Refusal::ChannelTwice { channel } => format!("`{channel}` stands on the form twice; give one answer for it"),
        Refusal::NoChannel => "an answer is for at least one channel".to_owned(),
        Refusal::PersonTwice => "the same person is on the form twice; name each once".to_owned(),
        Refusal::NobodyNamed => "an answer is about somebody; choose for whom the form was signed".to_owned(),
        Refusal::SelfForSeveral => "nobody signs for several people as themselves; file one form for each".to_owned(),
        Refusal::SignedInFuture { day } => format!("{day} is in the future; an answer counts from the day it was given"),
        Refusal::EndsBeforeStart { until, first } => format!("it would end on {until}, before it starts on {first}; look at the dates again"),
        Refusal::NoForm => "a written yes needs its form; give the scan, or say that it was spoken".to_owned(),
        Refusal::CorrectOne => "a correction is of one answer; choose one person and one channel".to_owned(),
        Refusal::CorrectedAlready => "this answer was corrected already; correct the newer one".to_owned(),
        Refusal::OtherChannel { said, channel } => format!("that answer is for `{said}`; correct it there, and add a new one for `{channel}`"),
        Refusal::NoSpeaksOn { signed } => format!("the no of {signed} would still be heard; a yes by the same signatory, of that day or later, takes it back"),
        Refusal::NobodyInCall => "choose who joins the call".to_owned(),
        Refusal::OwnFolder => "nothing is written into Shutterslip's own folder; choose another".to_owned(),
        Refusal::DoneAlready => "that was done already".to_owned(),
        Refusal::TooManyPages { most } => format!("a form has at most {most} pages here; file the rest as a second form"),
        Refusal::NothingScanned => "nothing was scanned yet; take the first page".to_owned(),
        Refusal::NothingToAsk => "the school's policy asks for permission nowhere, so there is nothing to ask on a slip".to_owned(),
        Refusal::CodeNotMade => "the slip's code could not be made; try again".to_owned(),
        Refusal::PageTooLarge => "the page is larger than 20 MB; scan it at a lower resolution".to_owned(),
        Refusal::NothingAnswered => "nothing is answered; say yes or no to at least one, or lay the slip aside".to_owned(),
        Refusal::NotOnSlip { channel } => format!("this slip does not ask about `{channel}`; add that answer on the child's page"),
        Refusal::AnsweredTwice { channel } => format!("`{channel}` is answered twice; say yes or no"),
        Refusal::SlipInFuture { day } => format!("{day} is in the future; give the day that stands on the slip"),
        Refusal::SignedBeforePrinted { printed, signed } => format!("the slip was printed on {printed}, so it cannot have been signed on {signed}; look at the day again"),
        Refusal::ConfirmedAlready { day } => format!("this very slip was confirmed already, on {day}; nothing is recorded twice unless you say that it is to be"),
        Refusal::SeveralSlips => "several slips lie on one page; scan each by itself".to_owned(),
        Refusal::NoCode => "no slip's code can be read on this page; scan it again, flat, in good light, all of it in the picture; the back of a slip can be left out".to_owned(),
        Refusal::PinsFail { why } => format!("PINs cannot be checked here ({why})"),
        Refusal::WeakPin { why } => format!("{}; choose another", weak_pin(*why)),
        Refusal::Wait { name, seconds } => {
            let wait = match seconds {
                0..=90 => format!("{seconds} seconds"),
                _ => format!("{} minutes", seconds.div_ceil(60)),
            };
            format!(
                "too many wrong PINs for {}; try again in {wait}, or ask the office or the head teacher \
                 to let you in",
                as_typed(name.as_deref())
            )
        }
        Refusal::AccountClosed { name } => format!("the account of {name} is closed; ask the head teacher"),
        Refusal::NameTaken { name } => format!("there is an account `{name}` already; add an initial to tell them apart"),
        Refusal::LastHead => "a school keeps one head teacher's account; open the new one first".to_owned(),
        Refusal::NotTheirEntry => "that entry is of nobody who works here; choose the one of whoever leaves".to_owned(),
        Refusal::AgreementInFuture { day } => format!("{day} is in the future; an agreement counts from the day it was signed"),
        Refusal::AccountChanged { name } => format!("the account of {name} was closed or changed; sign in again"),
        Refusal::NotYours { name, role, duty } => {
            let whose = match duty {
                Duty::Govern => "only the head teacher may do this",
                Duty::Equip => "only the head teacher or the technician may do this",
                Duty::KeepRegister
                | Duty::Release
                | Duty::SignOff
                | Duty::SecondLook
                | Duty::ConfirmPolicy
                | Duty::LetIn => "only the office or the head teacher may do this",
                Duty::TakeAndTag
                | Duty::Look
                | Duty::Prepare
                | Duty::ReleaseUnsigned
                | Duty::Discard => "a technician's account does not see pictures",
                Duty::Agree => "sign in again to sign the agreement",
                Duty::SeeStaff | Duty::Verify => {
                    "ask the office, the head teacher or the technician"
                }
            };
            format!("{name} signed in as {}; {whose}", role.word())
        }
        Refusal::ClockIsGood => "the clock is believed as it is; there is no date to confirm".to_owned(),
        Refusal::ClockIsBehind => "clock-behind: a clock that is behind cannot be confirmed; set it right".to_owned(),
        Refusal::OtherDay { shown, day } => format!("this device's clock shows {shown}, not {day}; set the clock, then confirm if it is still asked for"),
        Refusal::CopyIs { state } => {
            let state = match state {
                ReleaseState::GoingOut => "going out",
                ReleaseState::Out => "out",
                ReleaseState::NotOut => "not out",
                ReleaseState::Down => "down",
            };
            format!("this copy is {state} already")
        }
        Refusal::PaperStays => "paper is not deleted from here; take it off the wall, then confirm that it is gone".to_owned(),
        Refusal::MayBeOut { why } => format!("the copy may still be out: {why}; try again"),
        Refusal::StillThere { file, place } => format!("`{file}` still lies in `{place}`; delete it there, then confirm that it is gone"),
        Refusal::CannotTell { why } => format!("nobody can tell whether the copy is gone: {why}; remove what lies there, then confirm"),
        Refusal::NotWritten { why } => format!("the list could not be written ({why}); free some space or choose another place"),
        Refusal::Stopped => "verifying was stopped; verify again".to_owned(),
        Refusal::CheckpointUnwritable { why } => format!("the checkpoint cannot be written ({why})"),
        Refusal::NotACheckpoint => "that file is not a checkpoint of Shutterslip".to_owned(),
    }
}

fn thing_words(thing: Thing) -> &'static str {
    match thing {
        Thing::Photo => "photo",
        Thing::Person => "person",
        Thing::Form => "form",
        Thing::Answer => "answer",
        Thing::Tag => "tag",
        Thing::Face => "face",
        Thing::Release => "release",
        Thing::Device => "device",
        Thing::Camera => "camera",
        Thing::Account => "account",
        Thing::Incident => "incident",
    }
}

fn named_words(what: Named) -> &'static str {
    match what {
        Named::School => "the school",
        Named::HeadTeacher => "the head teacher",
        Named::Account => "the account",
        Named::ThisDevice => "this device",
        Named::Device => "the device",
        Named::Camera => "the camera",
        Named::Make => "the camera's make",
        Named::Model => "the camera's model",
        Named::Serial => "the camera's serial number",
        Named::Person => "the person",
        Named::Family => "the person's family",
        Named::OtherName => "the other name",
        Named::Responsible => "who has parental responsibility",
        Named::Signatory => "the signatory",
        Named::Group => "the group",
        Named::Reason => "the reason",
    }
}

/// Why a PIN is not good enough.
pub fn weak_pin(why: PinWeakness) -> &'static str {
    match why {
        PinWeakness::NotDigits => "a PIN is made of digits only",
        PinWeakness::Length => "a PIN has 6 to 12 digits",
        PinWeakness::Plain => "a PIN of one digit or a plain row is the first that anybody tries",
    }
}

/// A name as somebody typed it, where it may be shown.
pub fn as_typed(name: Option<&str>) -> String {
    name.map_or_else(|| "that name".to_owned(), |name| format!("`{name}`"))
}

/// Why a copy is not out.
pub fn stayed(why: &Stayed) -> String {
    match why {
        Stayed::Act(error) => act_words(error),
        Stayed::Unfinished { file, why } => format!(
            "`{file}` is out, but its record could not be finished ({}); the next start does that",
            act_words(why)
        ),
        Stayed::Untaken { why, counts } => {
            let means = match counts {
                CountsAsOut::No => "",
                CountsAsOut::UntilConfirmed => {
                    "; it counts as out until somebody confirms that no page hangs anywhere"
                }
                CountsAsOut::UntilLookedAt => {
                    "; until the place can be looked at again, it counts as out"
                }
            };
            format!("{why}{means}")
        }
    }
}

/// Why a record that was changed outside was not set right, and what to do.
pub fn not_set_right(why: &NotSetRight) -> String {
    let words = match why {
        NotSetRight::IsSound => {
            "that record is as it was recorded, or there is none such; `audit repair` lists those that \
             are not"
        }
        NotSetRight::TrailIsBroken => {
            "the audit trail itself was changed, so its word on this record cannot be believed; put the \
             newest backup back"
        }
        NotSetRight::OnlyABackup => {
            "nobody can say any more what stood there; put the newest backup back"
        }
        NotSetRight::SayTheName => {
            "the name is gone with the record; say it with `--name` (and `--family`, `--group`)"
        }
        NotSetRight::SayWhoSaidNo => {
            "it was a no, and who said it is gone with the record; say it with `--by`"
        }
        NotSetRight::SayAPin => {
            "an account that was changed gets another PIN; ask for one with `--pin`"
        }
        NotSetRight::SayThePolicy => {
            "give the very policy file that was adopted, with `--policy FILE`"
        }
        NotSetRight::AnotherPolicy => {
            "that is not the policy that was adopted; find the file that was, or put the newest backup \
             back"
        }
    };
    words.to_owned()
}
