//! Reasons in plain words, each with what clears it. The core gives values; words are made here.

mod refusals;

use chrono::NaiveDate;

use crate::acts::Opening;
use crate::acts::beside::Asked;
use crate::acts::doubt::NotSettled;
use crate::acts::news::{News, NewsOf};
use crate::acts::release::NotThere;
use crate::acts::tag::NotComplete;
use crate::domain::ids::short;
use crate::domain::person::PersonId;
use crate::domain::photo::{Unrecognisable, Who};
use crate::domain::release::Release;
use crate::domain::school::Registered;
use crate::domain::time::ClockStanding;
use crate::domain::verdict::Reason;
use crate::domain::words::folded;
pub use refusals::{as_typed, not_set_right, refusal, stayed, weak_pin};

/// Why a photo's tags are not complete, and what completes them.
pub fn not_complete(why: NotComplete) -> String {
    match why {
        NotComplete::NobodyNamed => {
            "nobody is tagged on this photo; tag who is there, or say in so \
                                     many words that nobody is: `photo finish PHOTO --nobody`"
                .to_owned()
        }
        NotComplete::SomebodyTagged => {
            "somebody is tagged on this photo, so somebody is there; finish without `--nobody`, or \
             take the tag off first"
                .to_owned()
        }
        NotComplete::FacesOpen(1) => {
            "a face is there that nobody named or dismissed; say who it is, or that it is nobody's"
                .to_owned()
        }
        NotComplete::FacesOpen(open) => format!(
            "{open} faces are there that nobody named or dismissed; say of each who it is, or that \
             it is nobody's"
        ),
    }
}

/// Somebody who is shown.
pub fn shown(who: &Who, people: &[Registered]) -> String {
    match who {
        Who::Person(person) => tile(person, people),
        Who::Unknown => "someone unknown".to_owned(),
        Who::Unrecognisable(Unrecognisable::Child) => "a child, not recognisable".to_owned(),
        Who::Unrecognisable(Unrecognisable::Adult) => "an adult, not recognisable".to_owned(),
    }
}

/// What somebody does first whose PIN was set for them.
pub const PIN_TO_CHOOSE: &str = "your PIN was set by the head teacher; choose one that only you know first, \
     with `staff pin` and your name";

/// What the head teacher hears of when signing in.
pub fn news(news: &News) -> String {
    let (about, by) = (one_line(&news.about), one_line(&news.by));
    let what = match news.what {
        NewsOf::HeadAdded => format!("opened a head teacher's account for {about}"),
        NewsOf::PinReset => format!("set a new PIN for {about}"),
        NewsOf::CameraAdded => format!("put the camera `{about}` on the list"),
    };
    format!("note: since you last signed in, {by} {what}")
}

/// Why copies for a channel do not go to such a place, and where they go.
pub fn not_there(why: &NotThere) -> String {
    match why {
        NotThere::OutsideIsNoPaper(channel) => format!(
            "`{channel}` lies outside the school, where nobody could take a page off the wall again; \
             release to a folder or an archive, or print for a channel within the school"
        ),
        NotThere::InsideIsPaper(channel) => format!(
            "`{channel}` is inside the school, so its copies are printed and never written to a folder, \
             an archive or a drive: a file could go anywhere; use `--print PRINTER`, or release to a \
             channel outside"
        ),
    }
}

/// Who is in pictures that look alike, and how it is said whether they are in this one.
pub fn asked_beside(asked: &[Asked]) -> String {
    let mut lines = vec![
        "somebody is in a photo that looks alike; say of each whether they are in this one too:"
            .to_owned(),
    ];
    for one in asked {
        let (photo, person) = (short(&one.photo.0), short(&one.person.0));
        lines.push(format!(
            "  {person} is in {}: `photo beside {photo} --here {person}` or `--not-here {person}`",
            short(&one.beside.0)
        ));
    }
    lines.join("\n")
}

/// Why a doubt was not settled, and who settles it.
pub fn not_settled(why: NotSettled) -> String {
    match why {
        NotSettled::NotOpen => {
            "there is no such doubt, or somebody has looked already; list them with `photo doubts`"
        }
        NotSettled::OwnWord => {
            "you said this yourself, or completed these tags; somebody else of the office or the head \
             teacher has to look"
        }
        NotSettled::ForTheHead => "only the head teacher settles this",
        NotSettled::NobodyElse => {
            "you said this yourself, or completed these tags, and nobody else may look; add an account \
             of the office or a head teacher with `staff add`"
        }
    }
    .to_owned()
}

/// What a reason means and what clears it, without naming anybody.
pub fn plain(reason: &Reason) -> String {
    match reason {
        Reason::NotSchoolDevice => {
            "it was not taken on a school device; it stays here".to_owned()
        }
        Reason::TaggingUnfinished => {
            "nobody has said that the tags are complete, or that nobody is there; finish tagging"
                .to_owned()
        }
        Reason::FaceUnaccounted => {
            "a face is neither named nor dismissed; say who it is".to_owned()
        }
        Reason::SecondLook => {
            "who is shown is in doubt; somebody of the office or the head has to look".to_owned()
        }
        Reason::UnknownPerson => {
            "somebody is shown whom nobody can name; name them, or hide or crop them out".to_owned()
        }
        Reason::ChildFreeChannel => {
            "no child may be shown there, whatever is permitted; use a photo without children"
                .to_owned()
        }
        Reason::Checklist(item) => format!("`{item}` is not ticked; look and tick it"),
        Reason::Unwatched => "nobody has watched it to its end; watch it".to_owned(),
        Reason::CopyrightUnclear => "nobody knows whose picture it is; find out first".to_owned(),
        Reason::CreditMissing => "it is used with permission but has no credit; add it".to_owned(),
        Reason::NameInText(_) => {
            "the words, or the name of the file, the folder or the archive, hold a child's full name; leave \
             the family name out"
                .to_owned()
        }
        Reason::ContactInText => {
            "the words hold an address, a number or a postcode that is not the school's; take it out"
                .to_owned()
        }
        Reason::FaceTooClose => {
            "a face is too large for this place, however small the copy is made; use a photo from \
             further away"
                .to_owned()
        }
        Reason::NotSignedOff => "it is not signed off by the right person; ask them".to_owned(),
        Reason::SignOffStale => {
            "it changed since it was signed off, or that was too long ago; it has to be signed off \
             again"
                .to_owned()
        }
        Reason::SignOffOwnPhoto => {
            "whoever took it cannot sign it off; somebody else has to".to_owned()
        }
        Reason::ClockBehind => {
            "this device's clock is behind what is already recorded; set the clock".to_owned()
        }
        Reason::RegisterStale => {
            "this register is an older copy; open the one in use".to_owned()
        }
        Reason::RegisterRestored => {
            "this register was put back from a backup; the head teacher has to say that it is the \
             one in use"
                .to_owned()
        }
        Reason::ChangedOutside(_) => {
            "what the register holds of them was changed outside Shutterslip; the head teacher has to set \
             it right (`audit repair`)"
                .to_owned()
        }
        Reason::NeverPhotograph(_) => "may not be photographed at all".to_owned(),
        Reason::Refused(_) => "permission was refused; hide them or use another photo".to_owned(),
        Reason::Withdrawn(_) => {
            "permission was withdrawn; hide them or use another photo".to_owned()
        }
        Reason::NoPermission(_) => "nobody has answered for this; ask for a form".to_owned(),
        Reason::WrongSignatory(_) => {
            "the yes is by somebody who cannot give it; ask a parent (an adult: themselves)"
                .to_owned()
        }
        Reason::NotWritten(_) => "the yes is not in writing; ask for a form".to_owned(),
        Reason::NotYetValid(_) => "the permission has not begun; wait for its first day".to_owned(),
        Reason::Expired(_) => "the permission has ended; ask for a new form".to_owned(),
        Reason::PupilNotAsked(_) => "is old enough to be asked and was not; ask them".to_owned(),
        Reason::LeftSchool(_) => "has left the school; ask the family anew".to_owned(),
    }
}

/// A reason as one line: code, who, what clears it.
pub fn line(reason: &Reason, people: &[Registered]) -> String {
    match reason.person() {
        Some(person) => format!(
            "{}  {}: {}",
            reason.code(),
            tile(person, people),
            plain(reason)
        ),
        None => format!("{reason}  {}", plain(reason)),
    }
}

/// A reason's code with the name that a tile shows.
pub fn brief(reason: &Reason, people: &[Registered]) -> String {
    match reason.person() {
        Some(person) => format!("{} {}", reason.code(), tile(person, people)),
        None => reason.to_string(),
    }
}

/// First name and initial, with the group where that is another's as well, and with the short id where
/// even the group is; the short id alone for somebody whom the register does not hold.
pub fn tile(person: &PersonId, people: &[Registered]) -> String {
    let id = short(&person.0);
    let Some(entry) = people.iter().find(|entry| entry.person.id == *person) else {
        return id.to_owned();
    };
    let name = entry.person.tile_name();
    let read = folded(&name);
    let alike: Vec<&Registered> = people
        .iter()
        .filter(|other| other.person.id != *person && folded(&other.person.tile_name()) == read)
        .collect();
    if alike.is_empty() {
        return name;
    }
    if entry.class.is_empty() {
        return format!("{name} ({id})");
    }
    match alike.iter().any(|other| other.class == entry.class) {
        true => format!("{name} ({}, {id})", entry.class),
        false => format!("{name} ({})", entry.class),
    }
}

/// A day as a school writes it: 3 May 2026.
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// What is wrong with the clock and what to do; nothing where it is believed.
pub fn clock(standing: ClockStanding) -> Option<String> {
    match standing {
        ClockStanding::Good => None,
        ClockStanding::Behind { newest } => Some(format!(
            "clock-behind: this device's clock stands before what was recorded on {}; nothing leaves \
             until the clock is set right; photos can be taken and tagged",
            day(newest.date_naive())
        )),
        ClockStanding::Leapt { newest } => Some(format!(
            "this device's clock stands far ahead of the newest entry, of {}; set it if it is wrong; \
             if it is right, the head teacher says so with `clock confirm`",
            day(newest.date_naive())
        )),
    }
}

/// What opening the desk found, a line each; nothing when all is in order.
pub fn opening(opening: &Opening, unsettled: &[Release]) -> Vec<String> {
    let mut lines = Vec::new();
    let sweep = &opening.sweep;
    if opening.is_stale {
        lines.push(
            "warning: register-stale: this register is an older copy, or another history, than a \
             checkpoint beside it knows: what was refused or withdrawn since is not in it; nothing \
             leaves; put the newest register back"
                .to_owned(),
        );
    }
    lines.extend(clock(opening.clock).map(|words| format!("warning: {words}")));
    if !sweep.settled.is_empty() {
        lines.push(format!(
            "note: {} kept before the last stop, put in place",
            sweep.settled.len()
        ));
    }
    if sweep.removed > 0 {
        lines.push(format!(
            "note: {} unfinished arrivals removed; nobody was told that they were kept",
            sweep.removed
        ));
    }
    if !sweep.missing.is_empty() {
        lines.push(format!(
            "warning: {} sealed files are missing; restore them from the newest backup",
            sweep.missing.len()
        ));
    }
    if sweep.unknown > 0 {
        lines.push(format!(
            "warning: {} sealed files are not in this register; is it an older copy?",
            sweep.unknown
        ));
    }
    if !opening.waiting.is_empty() {
        lines.push(format!(
            "note: {} kept and not yet looked at for faces; they stay here until somebody does \
             `photo look-at-waiting`",
            opening.waiting.len()
        ));
    }
    for release in unsettled {
        let Some(copy) = release.copy() else {
            continue;
        };
        let (id, place) = (short(&release.id.0), one_line(&copy.place));
        lines.push(match copy.outlet.is_paper() {
            true => format!(
                "warning: release {id} was on its way to the printer `{place}`, and may have come out; it \
                 counts as out until `take-down confirm {id}` says that it hangs nowhere"
            ),
            false => format!(
                "warning: release {id} to `{place}` was under way, and its copy may have been there; it \
                 counts as out until `take-down confirm {id}` says that it is nowhere"
            ),
        });
    }
    lines
}

/// Whether a terminal does something at this letter but show it: moves the cursor, turns the direction
/// of writing.
pub fn is_obeyed(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A user's words as they may stand in a line of a terminal: nothing in them moves the cursor.
pub fn one_line(text: &str) -> String {
    let shown = |letter| {
        if is_obeyed(letter) {
            '\u{fffd}'
        } else {
            letter
        }
    };
    text.chars().map(shown).collect()
}

/// The same for several lines.
pub fn plain_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(one_line).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::{Person, PersonKind};

    fn child(id: &str, family: &str, group: &str) -> Registered {
        Registered {
            person: Person::new(PersonId(id.to_owned()), PersonKind::Child, "Amira", family),
            class: group.to_owned(),
            upn: None,
            court_order: false,
        }
    }

    #[test]
    fn where_two_share_a_tile_name_more_is_said() {
        let people = [
            child("a1", "Khan", "Wrens"),
            child("a2", "Kaur", "Robins"),
            child("a3", "Lee", "Robins"),
            child("a4", "Ng", "Wrens"),
            child("a5", "Neal", "Wrens"),
        ];
        let said: Vec<String> = people
            .iter()
            .map(|entry| tile(&entry.person.id, &people))
            .collect();
        assert_eq!(
            said,
            [
                "Amira K (Wrens)",
                "Amira K (Robins)",
                "Amira L",
                "Amira N (Wrens, a4)",
                "Amira N (Wrens, a5)"
            ]
        );
        assert_eq!(tile(&PersonId("gone".to_owned()), &people), "gone");
    }
}
