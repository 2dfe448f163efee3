//! Words for answers: why one was not recorded, why one that was does not speak, and what was told of
//! several. The acts give values.

use super::words::day;
use crate::acts::permit::{NotMoved, NotRecorded, Unseen};
use crate::domain::channel::ChannelId;
use crate::domain::ids::short;
use crate::domain::person::PersonId;
use crate::domain::unheard::Unheard;

/// What happened and what to do, of an answer that was not recorded. Names nobody.
pub fn not_recorded(why: &NotRecorded) -> String {
    match why {
        NotRecorded::SamePerson { channel, no } => format!(
            "a signatory of this name said no for `{channel}` on {}: is it the same person? If so, \
             say it again with `--same-person`; if not, give the name so that it tells the two apart, \
             with a title for example; the no then speaks on. Nothing was recorded",
            day(*no)
        ),
        NotRecorded::SameFile { others } => {
            let others: Vec<&str> = others.iter().map(|id| short(&id.0)).collect();
            format!(
                "this very file is on record for somebody else ({}); if it is one form that names \
                 them all, say so with `--one-form`; if not, scan the right form. Nothing was recorded",
                others.join(", ")
            )
        }
        NotRecorded::HeadAlone => "a court has spoken about this child: the head teacher alone \
                                   records a yes, changes who has parental responsibility, and \
                                   takes that flag off; a no is heard from everybody"
            .to_owned(),
        NotRecorded::Unseen(unseen) => format!(
            "{}; nothing was recorded (a no can be recorded as spoken meanwhile)",
            unseen_words(*unseen)
        ),
        NotRecorded::Move(why) => not_moved(*why).to_owned(),
    }
}

fn unseen_words(unseen: Unseen) -> &'static str {
    match unseen {
        Unseen::Empty => "the form is an empty file; scan it again",
        Unseen::TooLarge => "the form is larger than 20 MB; scan it at a lower resolution",
        Unseen::NoScan => "a signed paper is filed as its scan: PDF, JPEG, PNG or WebP",
        Unseen::OtherKind => {
            "the form is neither PDF, JPEG, PNG, WebP nor text; scan it, or save it as a picture"
        }
        Unseen::Locked => {
            "the form is locked with a password; save it without one, or scan the paper"
        }
        Unseen::NotDrawn => {
            "the form cannot be drawn here, so nobody could look at it; scan it again, or save it as \
             a picture"
        }
        Unseen::Blank => {
            "nothing is to be seen on the form as it is drawn here; look whether it is the right side, \
             then scan it again, or save it as a picture"
        }
        Unseen::TooSmall => "the picture of the form is too small to be read; scan it again",
        Unseen::NoSignatory => {
            "the text does not name whoever is said to have written it; file the whole message, with \
             its sender"
        }
        Unseen::NoDay => {
            "no day stands in the text; file the whole message, with the date it was sent"
        }
        Unseen::NoSentence => {
            "nobody says anything in the text; file the whole message, a sentence at least"
        }
    }
}

fn not_moved(why: NotMoved) -> &'static str {
    match why {
        NotMoved::IsYes => {
            "a yes is not moved; correct it with `permission add --corrects`, and add one where it \
             belongs"
        }
        NotMoved::SpeaksNoMore => "this no speaks no more, so there is nothing to move",
        NotMoved::StandsThere => {
            "the no stands there already; give another person, relation or signatory"
        }
        NotMoved::NotProposed => {
            "nobody has said where this no belongs; say so first with `permission move`"
        }
        NotMoved::OfficeAndHead => {
            "a no is moved by two accounts together, of which one is the head teacher's; let the other \
             one agree from their own sign-in; until then the no speaks where it is"
        }
    }
}

/// Why a yes that was recorded does not speak, and what would.
pub fn unheard(why: &Unheard) -> String {
    match why {
        Unheard::OwnNo(no) => format!(
            "the no of {} by the same signatory still speaks; a yes of that day or later takes it back",
            day(*no)
        ),
        Unheard::NewerYes(yes) => format!(
            "the yes of {} by the same signatory is newer and speaks instead",
            day(*yes)
        ),
        Unheard::WrongSignatory => {
            "whoever said it has no say: ask somebody with parental responsibility, or the adult \
             themselves"
                .to_owned()
        }
        Unheard::NotListed => {
            "whoever said it is not on the list of who has parental responsibility; \
                               ask one of those, or mend the list"
                .to_owned()
        }
        Unheard::ListedUntil(last) => format!(
            "by the child's page whoever said it had parental responsibility until {}",
            day(*last)
        ),
        Unheard::OwnVoice => {
            "a child's own yes stands beside a parent's, and is not asked at this age".to_owned()
        }
        Unheard::Spoken => "it was spoken; ask for it in writing".to_owned(),
        Unheard::Ended(last) => format!("it ended on {}; ask for a new form", day(*last)),
        Unheard::NotYet(first) => format!("it speaks from {} on", day(*first)),
        Unheard::AnothersNo(no) => format!(
            "somebody else's no of {} still speaks, and one no is enough",
            day(*no)
        ),
    }
}

/// What is said of answers that are on record: which of them do not speak, and why.
pub fn recorded(count: usize, silent: &[(PersonId, ChannelId, Unheard)]) -> String {
    let what = if count == 1 { "Answer" } else { "Answers" };
    if silent.is_empty() {
        return format!("{what} recorded.");
    }
    let mut text = match (count, silent.len()) {
        (1, _) => "On record, but it does not speak:".to_owned(),
        (count, silent) => format!("{count} answers are on record; {silent} of them do not speak:"),
    };
    for (person, channel, why) in silent {
        text.push_str(&format!(
            "\n  ! {} {channel}: {}",
            short(&person.0),
            unheard(why)
        ));
    }
    text
}

/// The same as values.
pub fn as_json(silent: &[(PersonId, ChannelId, Unheard)]) -> serde_json::Value {
    let rows = silent.iter().map(|(person, channel, why)| {
        serde_json::json!({"person": person, "channel": channel, "why": unheard(why)})
    });
    rows.collect()
}
