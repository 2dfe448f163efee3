//! Decides whether a picture may go to a channel. Knows no database, clock or screen: today is
//! handed in, and what is not known blocks. There is no override here to look for.

mod people;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::channel::{Channel, Pictures, SignOffRule};
use super::permission::Permission;
use super::person::{PersonId, PersonKind};
use super::photo::{
    Copyright, DeviceStanding, PhotoFacts, Shown, SignOff, Unrecognisable, VideoFacts, Who, tagged,
};
use super::policy::Policy;
use super::roll::Everybody;
use super::verdict::{Reason, Verdict};
use super::words::{NamesSought, OwnContacts, OwnNames, contacts_in};
use people::Subjects;

/// The tag for an adult whom the register does not hold. Any other person whom it does not hold
/// could be a child.
pub const VISITOR_TAG: &str = "visitor";

/// Ticked for a video whose sound is kept: no name is said, and nobody is heard who is hidden or not
/// permitted.
pub const NO_NAMES_SPOKEN: &str = "no-names-spoken";

/// Everything that a verdict depends on.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub policy: &'a Policy,
    /// One of the policy's.
    pub channel: &'a Channel,
    /// The school's local day.
    pub today: NaiveDate,
    pub photo: &'a PhotoFacts,
    /// The whole register: every child in it counts when names are looked for. Where an id stands
    /// twice, every entry counts and the strictest speaks.
    pub people: Everybody<'a>,
    /// In the order of recording.
    pub permissions: &'a [Permission],
    /// The device's clock stands before the newest recorded event.
    pub clock_behind: bool,
    /// The register that was asked is the live one.
    pub register_live: bool,
    /// The register was restored from a backup and is not yet the live one again.
    pub register_restored: bool,
}

/// Allowed, or blocked with every reason. Pure: the same question has the same answer for ever.
pub fn decide(q: &Question<'_>) -> Verdict {
    let mut reasons = own_reasons(q);
    reasons.extend(subjects(q).reasons());
    Verdict::from_reasons(reasons)
}

/// The part of a verdict that asks nobody's permission: the moment, and for a picture the picture
/// itself, its sign-off and its words. With the [`Standing`] of everybody shown it is the verdict.
pub fn own_reasons(q: &Question<'_>) -> BTreeSet<Reason> {
    let mut reasons = BTreeSet::new();
    if q.clock_behind {
        reasons.insert(Reason::ClockBehind);
    }
    if !q.register_live {
        reasons.insert(Reason::RegisterStale);
    }
    if q.register_restored && q.channel.outside {
        reasons.insert(Reason::RegisterRestored);
    }
    // A call has people but no picture: nothing else is asked of one.
    if let Some(asks) = q.channel.pictures() {
        picture_reasons(q, asks, &mut reasons);
        sign_off_reasons(q, asks.sign_off, &mut reasons);
        if q.channel.outside {
            text_reasons(q, &mut reasons);
        }
    }
    reasons
}

/// What showing one person on a channel means today, whatever else the picture shows: the part of a
/// verdict that is the same for every picture of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where one tag at least shows them.
    pub seen: BTreeSet<Reason>,
    /// Where every tag of theirs is hidden.
    pub covered: BTreeSet<Reason>,
}

/// How a person stands. `permissions`: theirs, in the order of recording; others' are passed over.
pub fn standing<'a>(
    policy: &Policy,
    channel: &Channel,
    today: NaiveDate,
    person: &PersonId,
    people: impl Into<Everybody<'a>>,
    permissions: &[Permission],
) -> Standing {
    let people = people.into();
    let as_tagged = |hidden: bool| {
        let shown = alone(person, hidden);
        let mut reasons = people_reasons(policy, channel, today, &shown, people, permissions);
        if channel.takes_pictures() {
            reasons.extend(shown_reasons(channel, &shown, people));
        }
        reasons
    };
    Standing {
        seen: as_tagged(false),
        covered: as_tagged(true),
    }
}

/// A picture of one person.
fn alone(person: &PersonId, hidden: bool) -> [Shown; 1] {
    [Shown {
        who: Who::Person(person.clone()),
        hidden,
    }]
}

/// What one person's permission for a channel rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestsOn {
    /// Places among the permissions, ascending; none where nothing permits.
    pub grants: Vec<usize>,
    /// The last day on which all of it stands; nothing where no end is in sight.
    pub until: Option<NaiveDate>,
}

/// What somebody's permission rests on today, as if a picture showed them alone. `permissions`:
/// theirs, in the order of recording; others' are passed over.
pub fn rests_on<'a>(
    policy: &Policy,
    channel: &Channel,
    today: NaiveDate,
    person: &PersonId,
    people: impl Into<Everybody<'a>>,
    permissions: &[Permission],
) -> RestsOn {
    let shown = alone(person, false);
    let subjects = Subjects::of(policy, channel, today, &shown, people.into(), permissions);
    RestsOn {
        grants: subjects.grants_relied_on(),
        until: subjects.stand_until(),
    }
}

/// The codes that speak of a person's permission only: what, of those shown, does not stand today.
/// Asked again of a copy that is out, it says whether the copy must come down.
pub fn people_reasons<'a>(
    policy: &Policy,
    channel: &Channel,
    today: NaiveDate,
    shown: &[Shown],
    people: impl Into<Everybody<'a>>,
    permissions: &[Permission],
) -> BTreeSet<Reason> {
    Subjects::of(policy, channel, today, shown, people.into(), permissions).reasons()
}

/// The codes that speak of who is shown and of the channel, whatever was answered. Asked again of a
/// copy that is out, for a policy that has become stricter.
pub fn shown_reasons<'a>(
    channel: &Channel,
    shown: &[Shown],
    people: impl Into<Everybody<'a>>,
) -> BTreeSet<Reason> {
    let people = people.into();
    let mut reasons = BTreeSet::new();
    if shown.iter().any(|shown| is_unknown(shown, channel)) {
        reasons.insert(Reason::UnknownPerson);
    }
    let may_be_child = |shown: &Shown| could_be_child(&shown.who, people);
    if !channel.children && shown.iter().any(may_be_child) {
        reasons.insert(Reason::ChildFreeChannel);
    }
    reasons
}

/// What of a copy that is out no longer stands, judged by today's tags, faces, doubts and answers: what
/// the gate says of who is shown and of their permission, and nothing of words, ticks or sign-offs. What
/// holds of these is a take-down. `photo`: whoever is in the copy as far as is known today.
pub fn copy_reasons<'a>(
    policy: &Policy,
    channel: &Channel,
    today: NaiveDate,
    photo: &PhotoFacts,
    people: impl Into<Everybody<'a>>,
    permissions: &[Permission],
) -> BTreeSet<Reason> {
    let people = people.into();
    let mut reasons = people_reasons(policy, channel, today, &photo.shown, people, permissions);
    reasons.extend(shown_reasons(channel, &photo.shown, people));
    unsettled_reasons(channel, photo, &mut reasons);
    reasons
}

/// What is not settled about who is shown.
fn unsettled_reasons(channel: &Channel, photo: &PhotoFacts, reasons: &mut BTreeSet<Reason>) {
    if photo.faces > photo.faces_accounted {
        reasons.insert(Reason::FaceUnaccounted);
    }
    if channel.outside && photo.doubts > 0 {
        reasons.insert(Reason::SecondLook);
    }
}

/// The grants that the verdict rests on, as indices into the permissions, ascending: for each person
/// shown and not hidden the one that stands longest, and a pupil's own beside a parent's where it is
/// asked. None for those who have none that counts.
pub fn grants_relied_on(q: &Question<'_>) -> Vec<usize> {
    subjects(q).grants_relied_on()
}

/// The last day on which everything that permits the people shown still stands: the grants relied
/// on, the day of leaving where the policy ends permission then, and the day before a pupil's own
/// voice is asked and not there. Nothing: no end in sight. Where somebody has no permission today it
/// is yesterday, so that a blocked picture never looks as if it stood for ever.
pub fn stands_until(q: &Question<'_>) -> Option<NaiveDate> {
    subjects(q).stand_until()
}

fn subjects<'a>(q: &Question<'a>) -> Subjects<'a> {
    Subjects::of(
        q.policy,
        q.channel,
        q.today,
        &q.photo.shown,
        q.people,
        q.permissions,
    )
}

/// What is asked of the picture itself, on every channel.
fn picture_reasons(q: &Question<'_>, asks: &Pictures, reasons: &mut BTreeSet<Reason>) {
    let photo = q.photo;
    match photo.device {
        DeviceStanding::Enrolled | DeviceStanding::Camera => {}
        DeviceStanding::Revoked | DeviceStanding::Unknown => {
            reasons.insert(Reason::NotSchoolDevice);
        }
    }
    if !photo.tagging_complete {
        reasons.insert(Reason::TaggingUnfinished);
    }
    unsettled_reasons(q.channel, photo, reasons);
    if asks
        .largest_face
        .is_some_and(|largest| photo.tallest_face > largest)
    {
        reasons.insert(Reason::FaceTooClose);
    }
    if let (Some(video), true) = (photo.video, q.channel.outside) {
        video_reasons(video, photo, reasons);
    }
    reasons.extend(shown_reasons(q.channel, &photo.shown, q.people));
    for item in &asks.checklist {
        if !photo.checklist.contains(item) {
            reasons.insert(Reason::Checklist(item.clone()));
        }
    }
    match photo.copyright {
        Copyright::School => {}
        // Attribution is the holder's condition, wherever the picture goes.
        Copyright::Permission => {
            if !photo.credit.chars().any(char::is_alphanumeric) {
                reasons.insert(Reason::CreditMissing);
            }
        }
        Copyright::Unknown => {
            if asks.copyright {
                reasons.insert(Reason::CopyrightUnclear);
            }
        }
    }
}

/// What is asked of a video that leaves the school, whatever the channel's own checklist says.
fn video_reasons(video: VideoFacts, photo: &PhotoFacts, reasons: &mut BTreeSet<Reason>) {
    if !video.watched {
        reasons.insert(Reason::Unwatched);
    }
    let is_ticked = |item: &String| item == NO_NAMES_SPOKEN;
    if video.sound && !photo.checklist.iter().any(is_ticked) {
        reasons.insert(Reason::Checklist(NO_NAMES_SPOKEN.to_owned()));
    }
}

/// Someone whom nobody can name, and whom the channel's copy would show.
fn is_unknown(shown: &Shown, channel: &Channel) -> bool {
    match shown.who {
        Who::Unknown => !(shown.hidden && channel.hiding),
        Who::Person(_) | Who::Unrecognisable(_) => false,
    }
}

/// Whether this may be a child, hidden or not, recognisable or not.
fn could_be_child(who: &Who, people: Everybody<'_>) -> bool {
    match who {
        Who::Unknown | Who::Unrecognisable(Unrecognisable::Child) => true,
        Who::Unrecognisable(Unrecognisable::Adult) => false,
        Who::Person(id) => {
            // A tag whose person the register lost could be anybody's; a visitor's says adult.
            let (mut held, mut child) = (false, false);
            people.entries_of(id, |person| {
                held = true;
                child |= person.kind == PersonKind::Child;
            });
            child || !(held || id.0 == VISITOR_TAG)
        }
    }
}

/// The sign-off, asked where the channel asks for one. Each row of the table by itself: an old
/// sign-off by the wrong person is both, since a new one must be by another person and of these
/// bytes.
fn sign_off_reasons(q: &Question<'_>, asked: SignOffRule, reasons: &mut BTreeSet<Reason>) {
    if asked.least().is_none() {
        return;
    }
    let Some(SignOff {
        by,
        role,
        current,
        signed,
    }) = &q.photo.sign_off
    else {
        reasons.insert(Reason::NotSignedOff);
        return;
    };
    if !asked.is_met_by(*role) {
        reasons.insert(Reason::NotSignedOff);
    }
    let is_too_old = q.policy.sign_off_days.is_some_and(|days| {
        let last = signed.checked_add_days(Days::new(u64::from(days)));
        last.unwrap_or(NaiveDate::MAX) < q.today
    });
    if !current || is_too_old {
        reasons.insert(Reason::SignOffStale);
    }
    if q.policy.four_eyes && *by == q.photo.taken_by {
        reasons.insert(Reason::SignOffOwnPhoto);
    }
}

/// What the words beside the picture give away, on channels that leave the school: each text by itself.
fn text_reasons(q: &Question<'_>, reasons: &mut BTreeSet<Reason>) {
    let photo = q.photo;
    let texts = [&photo.caption, &photo.alt, &photo.credit];
    let names = std::iter::once(&photo.file_name).chain(&photo.goes_into);
    let own = OwnNames::of(&q.policy.own_names);
    let mut sought: Vec<NamesSought> = texts
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| NamesSought::in_text(text, &own))
        .filter(|sought| !sought.is_empty())
        .collect();
    let mut has_words = !sought.is_empty();
    sought.extend(names.map(|name| NamesSought::in_file_name(name, &own)));
    // A camera's number says nobody's name, whatever anybody is called.
    let own_name = NamesSought::in_file_name(&photo.file_name, &own);
    has_words |= !own_name.is_empty() && !own_name.is_one_short_word();
    if has_words {
        // Somebody's name cannot be looked for where nobody can tell what it was.
        q.people.changed_outside(|person| {
            reasons.insert(Reason::ChangedOutside(person.id.clone()));
        });
    }
    sought.retain(|sought| !sought.is_empty());
    if !sought.is_empty() {
        let tagged = q.people.tagged(tagged(&photo.shown));
        q.people.children_named_in(&sought, &tagged, |person| {
            reasons.insert(Reason::NameInText(person.id.clone()));
        });
    }
    // What is nobody's contact is none beside the school's own either.
    let mut telling = texts
        .into_iter()
        .filter(|text| !contacts_in(text).is_empty())
        .peekable();
    if telling.peek().is_some() {
        let own = OwnContacts::of(&q.policy.school_contacts);
        if telling.any(|text| own.leave_any_in(text)) {
            reasons.insert(Reason::ContactInText);
        }
    }
}
