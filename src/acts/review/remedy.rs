//! What somebody can do about a reason: for each, the act that clears it. No act overrules one.

use crate::domain::channel::{Channel, SignOffRule};
use crate::domain::kept::Labels;
use crate::domain::person::PersonId;
use crate::domain::photo::Who;
use crate::domain::verdict::Reason;

/// Something to do about a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Say who is shown, or that the tags are complete.
    Tag,
    /// Cover whoever bears this tag in the copy.
    Hide(String),
    /// Publish only a part, and take the tag off of whoever is no longer in it.
    Crop,
    /// Ask the family, or the adult, for a signed form.
    AskForForm(PersonId),
    /// Ask the pupil as well.
    AskPupil(PersonId),
    /// Look, and tick.
    Tick(String),
    /// Say whose picture it is.
    SayWhose,
    /// Name whoever holds the rights.
    Credit,
    /// Change the words.
    MendWords,
    /// Somebody of the office, or the head, who looks at the copy and agrees.
    SignOff { by_head: bool },
    /// Somebody of the office, or the head, who looks at who is shown.
    LookAgain,
    /// Watch it to its end.
    Watch,
    /// It clears by itself, on the first day of the permission.
    Wait(PersonId),
    /// Choose a photo that shows nobody who may not be there.
    OtherPhoto,
    /// What the register holds of them was changed past it: the head teacher sets it right.
    SetRight(PersonId),
    /// The device, not the photo: see to the clock.
    SetClock,
    /// The device, not the photo: put the newest register back.
    NewestRegister,
}

/// What can be done about a reason, the likeliest first. Never empty.
pub fn remedies(reason: &Reason, channel: &Channel, labels: &Labels) -> Vec<Remedy> {
    match reason {
        Reason::TaggingUnfinished | Reason::FaceUnaccounted => vec![Remedy::Tag],
        Reason::UnknownPerson => {
            let mut all = hiding(channel, labels, |who| *who == Who::Unknown);
            all.extend([Remedy::Tag, Remedy::Crop]);
            all
        }
        Reason::Checklist(item) => vec![Remedy::Tick(item.clone())],
        Reason::CopyrightUnclear => vec![Remedy::SayWhose],
        Reason::CreditMissing => vec![Remedy::Credit],
        Reason::NameInText(_) | Reason::ContactInText => vec![Remedy::MendWords],
        Reason::NotSignedOff | Reason::SignOffStale | Reason::SignOffOwnPhoto => {
            vec![Remedy::SignOff {
                by_head: channel.sign_off() == SignOffRule::Head,
            }]
        }
        Reason::Refused(person) | Reason::Withdrawn(person) => {
            out_of_sight(channel, labels, person)
        }
        Reason::NoPermission(person)
        | Reason::WrongSignatory(person)
        | Reason::NotWritten(person)
        | Reason::Expired(person)
        | Reason::LeftSchool(person) => {
            let mut all = vec![Remedy::AskForForm(person.clone())];
            all.extend(out_of_sight(channel, labels, person));
            all
        }
        Reason::NotYetValid(person) => {
            let mut all = vec![Remedy::Wait(person.clone())];
            all.extend(out_of_sight(channel, labels, person));
            all
        }
        Reason::PupilNotAsked(person) => {
            let mut all = vec![Remedy::AskPupil(person.clone())];
            all.extend(out_of_sight(channel, labels, person));
            all
        }
        Reason::ChangedOutside(person) => vec![Remedy::SetRight(person.clone())],
        // Hidden or not, on every channel; a crop that leaves them out and the tag off.
        Reason::NeverPhotograph(_) => vec![Remedy::Crop, Remedy::OtherPhoto],
        Reason::ChildFreeChannel => vec![Remedy::Crop, Remedy::OtherPhoto],
        Reason::NotSchoolDevice | Reason::FaceTooClose => vec![Remedy::OtherPhoto],
        Reason::SecondLook => vec![Remedy::LookAgain],
        Reason::Unwatched => vec![Remedy::Watch],
        Reason::ClockBehind => vec![Remedy::SetClock],
        Reason::RegisterStale | Reason::RegisterRestored => vec![Remedy::NewestRegister],
    }
}

/// Hidden where the channel takes it for not showing them, else cropped away.
fn out_of_sight(channel: &Channel, labels: &Labels, person: &PersonId) -> Vec<Remedy> {
    let mut all = hiding(
        channel,
        labels,
        |who| matches!(who, Who::Person(shown) if shown == person),
    );
    all.push(Remedy::Crop);
    all
}

fn hiding(channel: &Channel, labels: &Labels, is_meant: impl Fn(&Who) -> bool) -> Vec<Remedy> {
    if !channel.hiding {
        return Vec::new();
    }
    let tags = labels.tags.iter();
    tags.filter(|tag| is_meant(&tag.who) && !tag.hidden)
        .map(|tag| Remedy::Hide(tag.id.clone()))
        .collect()
}
