//! The gist of a photo: what the rules ask of it by itself, without who is shown by name, its words
//! and its sign-off. Few gists stand for very many photos, so a list asks each gist once. Decides
//! nothing: it is put before the same rules as a whole photo.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::kept::{Photo, Source, is_not};
use super::photo::{Copyright, DeviceStanding, PhotoFacts, Shown, Unrecognisable, Who};
use super::words::{NamesSought, OwnNames, contacts_in};

/// Version of how gists and words are drawn from a photo; those drawn by another are drawn anew.
pub const LIST_RULES: i64 = 2;

/// Heights of faces are kept in steps of so many pixels, so that few gists stand for very many photos.
const FACE_STEP: u32 = 40;

/// Fewer digits than these reach nobody, whatever numbers the school calls its own.
const REACHING_DIGITS: usize = 6;

/// What a list asks of a photo by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gist {
    pub source: Source,
    pub tagging_complete: bool,
    /// There is a face that nobody named or dismissed.
    pub face_open: bool,
    /// Something about who is shown is in doubt.
    #[serde(default, skip_serializing_if = "is_not")]
    pub in_doubt: bool,
    /// Height of the tallest face that shows and is tied to nobody by name, as the rules measure it,
    /// rounded up to a whole step.
    pub unnamed_face: u32,
    /// Somebody unknown is shown who is not hidden.
    pub unknown_seen: bool,
    /// Somebody unknown is shown who is hidden.
    pub unknown_hidden: bool,
    /// A child who cannot be recognised.
    pub child: bool,
    pub copyright: Copyright,
    /// There is a credit line.
    pub is_credited: bool,
    /// Items ticked, each once.
    pub checklist: BTreeSet<String>,
    /// A text in which somebody might be reached: whether it is the school is for the policy to say.
    pub may_reach: bool,
}

impl Gist {
    pub fn of(photo: &Photo) -> Gist {
        let labels = &photo.labels;
        let shows = |who: &Who, hidden: bool| {
            labels
                .tags
                .iter()
                .any(|tag| tag.who == *who && tag.hidden == hidden)
        };
        let child = Who::Unrecognisable(Unrecognisable::Child);
        Gist {
            source: photo.source.clone(),
            tagging_complete: labels.is_tagging_complete(),
            unnamed_face: photo.tallest_unnamed_face().next_multiple_of(FACE_STEP),
            in_doubt: labels.is_in_doubt(),
            face_open: labels.faces_open() > 0,
            unknown_seen: shows(&Who::Unknown, false),
            unknown_hidden: shows(&Who::Unknown, true),
            child: shows(&child, false) || shows(&child, true),
            copyright: labels.copyright,
            is_credited: labels.credit.chars().any(char::is_alphanumeric),
            checklist: labels
                .checklist
                .iter()
                .map(|tick| tick.item.clone())
                .collect(),
            may_reach: [&labels.caption, &labels.alt, &labels.credit]
                .into_iter()
                .any(|text| may_reach(text)),
        }
    }

    /// Whether such a photo may have a face that is taller than that, or none: its step does not tell.
    pub fn may_be_too_close(&self, largest: Option<u32>) -> bool {
        largest.is_some_and(|largest| {
            self.unnamed_face > largest && self.unnamed_face.saturating_sub(FACE_STEP) < largest
        })
    }

    /// The facts of such a photo, for the rules: nobody by name, no words, no sign-off.
    pub fn facts(&self, device: DeviceStanding) -> PhotoFacts {
        let mut shown = Vec::new();
        let mut show = |is_there: bool, who: Who, hidden: bool| {
            if is_there {
                shown.push(Shown { who, hidden });
            }
        };
        show(self.unknown_seen, Who::Unknown, false);
        show(self.unknown_hidden, Who::Unknown, true);
        let child = Who::Unrecognisable(Unrecognisable::Child);
        show(self.child, child, false);
        PhotoFacts {
            device,
            tagging_complete: self.tagging_complete,
            shown,
            faces: u32::from(self.face_open),
            doubts: u32::from(self.in_doubt),
            tallest_face: self.unnamed_face,
            // A line that is there and says nothing.
            credit: if self.is_credited { "1" } else { "" }.to_owned(),
            copyright: self.copyright,
            checklist: self.checklist.iter().cloned().collect(),
            ..PhotoFacts::default()
        }
    }
}

/// Whether a text may hold a contact by some policy: one that is there whatever numbers are the
/// school's own, or digits enough for one that shows when those are taken out.
fn may_reach(text: &str) -> bool {
    let digits = text
        .chars()
        // People type the letter for the nought.
        .filter(|letter| letter.is_numeric() || matches!(letter, 'o' | 'O'))
        .count();
    let has_digit = text.chars().any(char::is_numeric);
    (has_digit && (digits >= REACHING_DIGITS || !text.is_ascii())) || !contacts_in(text).is_empty()
}

/// Every run of words beside a photo, as names are looked for: a full name of somebody is there only
/// where what it is looked up by is among these.
pub fn words_beside(photo: &Photo) -> BTreeSet<String> {
    let labels = &photo.labels;
    // What is the school's own name is for a policy to say.
    let own = OwnNames::default();
    let mut words = NamesSought::in_file_name(&labels.file_name, &own).runs();
    for text in [&labels.caption, &labels.alt, &labels.credit] {
        words.extend(NamesSought::in_text(text, &own).runs());
    }
    words
}
