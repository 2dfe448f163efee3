//! Why the system did not do what somebody asked, as values: their words are made by the screen, in its
//! language, and by the command line, with the command that helps.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::photo::Area;
use crate::domain::release::ReleaseState;
use crate::domain::staff::{Duty, PinWeakness, Role};

/// What somebody looked for by an id or by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Thing {
    Photo,
    Person,
    Form,
    Answer,
    Tag,
    Face,
    Release,
    Device,
    Camera,
    Account,
    Incident,
}

/// What bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Named {
    School,
    HeadTeacher,
    Account,
    ThisDevice,
    Device,
    Camera,
    Make,
    Model,
    Serial,
    Person,
    Family,
    OtherName,
    Responsible,
    Signatory,
    Group,
    Reason,
}

/// What is said of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToSay {
    WhatHappened,
    WhatWasDone,
}

/// Why a photo is for the head teacher to erase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotDiscarded {
    SomebodyElses,
    OfAnotherDay,
    SignedOff,
    Released,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    // The school and its rules.
    /// No school is set up in this folder.
    NoSchool,
    /// The sample school cannot be made.
    SampleFails { why: String },
    /// The window cannot be opened, or was closed by something else.
    ScreenFails { why: String },
    /// A folder or drive cannot be used.
    /// A new school wants an empty folder.
    FolderNotEmpty { folder: String },
    /// A new folder cannot be made.
    FolderUnusable { folder: String, why: String },
    /// A folder holds no key file.
    NoKey,
    /// No school is open on this tablet.
    NoSchoolOpen,
    /// The tablet was locked meanwhile.
    Locked,
    /// No policy was ever adopted.
    NoPolicy,
    /// Another school is set up in this folder.
    SchoolIsThere,
    /// A policy file does not read.
    PolicyUnreadable { why: String },
    /// The policy in force has no such channel.
    NoSuchChannel { id: String, known: Vec<String> },
    // What was typed.
    /// Nothing of the kind is there.
    NoSuch { thing: Thing, id: String },
    /// Several of the kind begin as was typed.
    Several { thing: Thing, typed: String },
    /// A text has more characters than can be shown.
    TooLong { most: usize },
    /// A text has signs that no screen shows.
    CannotBeShown,
    /// A name is empty.
    NeedsName { what: Named },
    /// A name is too long, or has signs that are not letters.
    BadName { what: Named },
    /// What was said of an incident is empty.
    SayInASentence { what: ToSay },
    /// A reason is too long to be read.
    ReasonTooLong { most: usize },
    // A photo.
    /// The key of a photo or form was destroyed.
    Erased,
    /// The channel is a video call.
    CallTakesNoPhoto,
    /// A picture was taken by a camera that was off the list by then.
    CameraWasRetired,
    /// A picture is from no camera on the list.
    NotASchoolCamera,
    /// Somebody has no current agreement, so the camera stays closed.
    AgreementDue { name: String },
    /// A photo that is to be erased may still be seen outside.
    CopyIsOut,
    /// A photo is not for whoever took it to delete any more.
    NotDiscarded { why: NotDiscarded },
    /// No channel asks for this tick.
    NoSuchItem { item: String },
    /// Somebody is to be covered, and nobody drew where they are.
    NothingDrawn { tag: String },
    /// A copy would show somebody who is to be covered.
    CoveredNowhere { tag: String },
    /// The same person is tagged twice.
    TaggedAlready,
    /// Nobody has looked for faces in a photo.
    NotLookedAt,
    /// Somebody is tagged with a face.
    FaceIsTagged,
    /// Somebody is not tagged on a photo.
    NotTagged { typed: String },
    /// A box does not lie inside its picture.
    OutsidePicture { area: Area, width: u32, height: u32 },
    /// What looks like a face says that nobody looked.
    NoFace { id: String },
    /// A box that was found is to be moved off its face.
    BoxStays,
    /// The mark that nobody looked is to be removed.
    MarkStays,
    /// No photo of today has tags that can be taken over.
    NothingBefore,
    /// A photo is not as whoever signs saw it.
    ChangedSinceLooked,
    /// A channel asks for no sign-off.
    NoSignOffAsked { channel: String },
    /// A channel wants the sign-off of somebody else.
    NotToSignOff { by_head: bool, channel: String },
    /// Whoever took a photo would sign it off.
    OwnPhoto,
    // Groups.
    /// No child belongs to a group.
    NoSuchGroup { group: String },
    /// Somebody is said to be away from a group that is not theirs.
    NotOfGroup { group: String },
    // Equipment.
    /// What was typed is no device's id and key.
    NotAnIdentity,
    /// A device is or was on the list.
    DeviceListed,
    /// A device was taken off the list before.
    DeviceRevokedAlready,
    /// A camera is on the list.
    CameraListed,
    /// A camera was taken off the list before.
    CameraRetiredAlready,
    /// This device is the school's no more.
    DeviceRevoked,
    /// This device is not on the school's list.
    DeviceNotEnrolled,
    /// The folder belongs to another machine.
    OtherMachine,
    /// This machine has nothing to be known by.
    NoMachineIdentity,
    /// The folder belongs to this machine.
    OwnMachine,
    // A list from the MIS.
    /// That the MIS holds the forms is the head's to say.
    FormsHeldByHead,
    /// The answers of a list would be of a day to come.
    AnswersInFuture,
    /// The register or the list changed under a preview.
    PreviewIsOld,
    /// Something is confirmed that no preview showed.
    NotInPreview,
    /// A line of a list brings nobody new.
    NobodyJoins { line: u64 },
    // The register.
    /// Several people have a name.
    SeveralCalled { typed: String },
    /// Somebody else would take the absolute mark off.
    MarkIsTheHeads,
    /// A last day is before the birth date.
    LeavesBeforeBorn { leaves: NaiveDate },
    /// A child has no group.
    ChildNeedsGroup,
    // An answer.
    /// A form answers twice for one channel.
    ChannelTwice { channel: String },
    /// An answer is for nothing.
    NoChannel,
    /// A form names somebody twice.
    PersonTwice,
    /// A form is about nobody.
    NobodyNamed,
    /// One form is signed by several for themselves.
    SelfForSeveral,
    /// An answer would be of a day to come.
    SignedInFuture { day: NaiveDate },
    /// An answer would end before it begins.
    EndsBeforeStart { until: NaiveDate, first: NaiveDate },
    /// A written yes comes without its form.
    NoForm,
    /// A correction is of several answers.
    CorrectOne,
    /// A newer answer corrects this one.
    CorrectedAlready,
    /// A correction is for another channel than what it corrects.
    OtherChannel { said: String, channel: String },
    /// A correction would not silence the no that it corrects.
    NoSpeaksOn { signed: NaiveDate },
    // A call, places and paper.
    /// A call has no one in it.
    NobodyInCall,
    /// Something would be written into the program's own folder.
    OwnFolder,
    /// An incident was followed up so before.
    DoneAlready,
    /// A form has more pages than are scanned here.
    TooManyPages { most: usize },
    /// A scan without a page.
    NothingScanned,
    // Permission slips.
    /// No channel asks for permission.
    NothingToAsk,
    /// The code of a slip could not be made.
    CodeNotMade,
    /// A scanned page has too many bytes.
    PageTooLarge,
    /// A slip is confirmed without an answer.
    NothingAnswered,
    /// A slip does not ask about a channel.
    NotOnSlip { channel: String },
    /// A slip is answered twice for one channel.
    AnsweredTwice { channel: String },
    /// A slip would be signed on a day to come.
    SlipInFuture { day: NaiveDate },
    /// A slip would be signed before it was printed.
    SignedBeforePrinted {
        printed: NaiveDate,
        signed: NaiveDate,
    },
    /// This very slip was confirmed before.
    ConfirmedAlready { day: NaiveDate },
    /// Several slips lie on a page.
    SeveralSlips,
    /// No code can be read on a page.
    NoCode,
    // Accounts.
    /// PINs cannot be hashed on this machine.
    PinsFail { why: String },
    /// A PIN is too easily guessed.
    WeakPin { why: PinWeakness },
    /// Too many wrong PINs.
    Wait { name: Option<String>, seconds: u64 },
    /// An account was closed.
    AccountClosed { name: String },
    /// Somebody has an account under a name.
    NameTaken { name: String },
    /// The last head teacher's account would be closed.
    LastHead,
    /// An entry is not of somebody who works here.
    NotTheirEntry,
    /// An agreement would be of a day to come.
    AgreementInFuture { day: NaiveDate },
    /// An account is not as it was at sign-in.
    AccountChanged { name: String },
    /// Somebody's role does not have this duty.
    NotYours {
        name: String,
        role: Role,
        duty: Duty,
    },
    // The clock.
    /// There is no date to confirm.
    ClockIsGood,
    /// A clock that is behind is set, not confirmed.
    ClockIsBehind,
    /// The clock shows another day than is confirmed.
    OtherDay { shown: NaiveDate, day: NaiveDate },
    // Copies that are out.
    /// A copy has come further than was thought.
    CopyIs { state: ReleaseState },
    /// Paper is not deleted from here.
    PaperStays,
    /// A copy could not be taken back.
    MayBeOut { why: String },
    /// A copy lies where it was put.
    StillThere { file: String, place: String },
    /// A place cannot be looked at.
    CannotTell { why: String },
    // The record.
    /// A list could not be written.
    NotWritten { why: String },
    /// Somebody stopped it.
    Stopped,
    /// A checkpoint has no text.
    CheckpointUnwritable { why: String },
    /// A file is no checkpoint.
    NotACheckpoint,
}

impl Refusal {
    /// Whether what was given cannot be used, where it is not the rules or a role that say no.
    pub fn is_of_input(&self) -> bool {
        match self {
            Refusal::NoSchool
            | Refusal::SampleFails { .. }
            | Refusal::FolderUnusable { .. }
            | Refusal::NoKey
            | Refusal::NoSchoolOpen
            | Refusal::NoPolicy
            | Refusal::PolicyUnreadable { .. }
            | Refusal::NoSuchChannel { .. }
            | Refusal::NoSuch { .. }
            | Refusal::Several { .. }
            | Refusal::TooLong { .. }
            | Refusal::CannotBeShown
            | Refusal::NeedsName { .. }
            | Refusal::BadName { .. }
            | Refusal::SayInASentence { .. }
            | Refusal::ReasonTooLong { .. }
            | Refusal::CallTakesNoPhoto
            | Refusal::NoSuchItem { .. }
            | Refusal::NothingDrawn { .. }
            | Refusal::TaggedAlready
            | Refusal::NotLookedAt
            | Refusal::FaceIsTagged
            | Refusal::NotTagged { .. }
            | Refusal::OutsidePicture { .. }
            | Refusal::NoFace { .. }
            | Refusal::BoxStays
            | Refusal::MarkStays
            | Refusal::NoSuchGroup { .. }
            | Refusal::NotOfGroup { .. }
            | Refusal::NotAnIdentity
            | Refusal::AnswersInFuture
            | Refusal::NotInPreview
            | Refusal::NobodyJoins { .. }
            | Refusal::SeveralCalled { .. }
            | Refusal::LeavesBeforeBorn { .. }
            | Refusal::ChildNeedsGroup
            | Refusal::ChannelTwice { .. }
            | Refusal::NoChannel
            | Refusal::PersonTwice
            | Refusal::NobodyNamed
            | Refusal::SelfForSeveral
            | Refusal::SignedInFuture { .. }
            | Refusal::EndsBeforeStart { .. }
            | Refusal::NoForm
            | Refusal::CorrectOne
            | Refusal::OtherChannel { .. }
            | Refusal::NobodyInCall
            | Refusal::TooManyPages { .. }
            | Refusal::NothingScanned
            | Refusal::PageTooLarge
            | Refusal::NothingAnswered
            | Refusal::NotOnSlip { .. }
            | Refusal::AnsweredTwice { .. }
            | Refusal::SlipInFuture { .. }
            | Refusal::SignedBeforePrinted { .. }
            | Refusal::SeveralSlips
            | Refusal::NoCode
            | Refusal::WeakPin { .. }
            | Refusal::NameTaken { .. }
            | Refusal::NotTheirEntry
            | Refusal::AgreementInFuture { .. }
            | Refusal::NotWritten { .. }
            | Refusal::NotACheckpoint => true,
            Refusal::SchoolIsThere
            | Refusal::ScreenFails { .. }
            | Refusal::FolderNotEmpty { .. }
            | Refusal::Locked
            | Refusal::Erased
            | Refusal::CameraWasRetired
            | Refusal::NotASchoolCamera
            | Refusal::AgreementDue { .. }
            | Refusal::CopyIsOut
            | Refusal::NotDiscarded { .. }
            | Refusal::CoveredNowhere { .. }
            | Refusal::NothingBefore
            | Refusal::ChangedSinceLooked
            | Refusal::NoSignOffAsked { .. }
            | Refusal::NotToSignOff { .. }
            | Refusal::OwnPhoto
            | Refusal::DeviceListed
            | Refusal::DeviceRevokedAlready
            | Refusal::CameraListed
            | Refusal::CameraRetiredAlready
            | Refusal::DeviceRevoked
            | Refusal::DeviceNotEnrolled
            | Refusal::OtherMachine
            | Refusal::NoMachineIdentity
            | Refusal::OwnMachine
            | Refusal::FormsHeldByHead
            | Refusal::PreviewIsOld
            | Refusal::MarkIsTheHeads
            | Refusal::CorrectedAlready
            | Refusal::NoSpeaksOn { .. }
            | Refusal::OwnFolder
            | Refusal::DoneAlready
            | Refusal::NothingToAsk
            | Refusal::CodeNotMade
            | Refusal::ConfirmedAlready { .. }
            | Refusal::PinsFail { .. }
            | Refusal::Wait { .. }
            | Refusal::AccountClosed { .. }
            | Refusal::LastHead
            | Refusal::AccountChanged { .. }
            | Refusal::NotYours { .. }
            | Refusal::ClockIsGood
            | Refusal::ClockIsBehind
            | Refusal::OtherDay { .. }
            | Refusal::CopyIs { .. }
            | Refusal::PaperStays
            | Refusal::MayBeOut { .. }
            | Refusal::StillThere { .. }
            | Refusal::CannotTell { .. }
            | Refusal::Stopped
            | Refusal::CheckpointUnwritable { .. } => false,
        }
    }
}

/// Its name, for a log or a test; words for people are made at the edge.
impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let debug = format!("{self:?}");
        let end = debug.find([' ', '(']).unwrap_or(debug.len());
        out.write_str(debug.get(..end).unwrap_or(&debug))
    }
}
