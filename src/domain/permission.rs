//! One answer by one signatory for one person and one channel. Records are only ever added.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::channel::ChannelId;
use super::person::PersonId;
use super::words::same_letters;

/// What the signatory said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    Granted,
    Refused,
    Withdrawn,
    /// The record of the answer was changed past the register, so that nobody can tell what was said: a
    /// no, which nobody's later yes silences. It is found, never written.
    #[serde(rename = "changed-outside", skip_deserializing)]
    ChangedOutside,
}

impl Answer {
    /// Whether it keeps somebody out of a picture.
    pub fn is_no(self) -> bool {
        match self {
            Answer::Granted => false,
            Answer::Refused | Answer::Withdrawn | Answer::ChangedOutside => true,
        }
    }
}

/// What the signatory is to the person shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Somebody with parental responsibility.
    #[default]
    Parent,
    /// The person shown.
    #[serde(rename = "self")]
    Oneself,
    /// Anybody else: heard when they say no, never enough for a yes.
    Other,
}

/// How the answer was given. A yes must be written; a no may be spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Evidence {
    #[serde(rename = "paper")]
    Paper,
    #[serde(rename = "e-form")]
    EForm,
    #[serde(rename = "email")]
    Email,
    /// Spoken.
    #[default]
    #[serde(rename = "none")]
    Spoken,
}

impl Evidence {
    /// Whether the answer can be read again by somebody who was not there.
    pub fn is_written(self) -> bool {
        match self {
            Evidence::Paper | Evidence::EForm | Evidence::Email => true,
            Evidence::Spoken => false,
        }
    }
}

/// One answer. Where a list of these is given, later in the list means recorded later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    pub person: PersonId,
    pub channel: ChannelId,
    pub answer: Answer,
    #[serde(default)]
    pub relation: Relation,
    /// The signatory's name.
    pub by: String,
    pub signed: NaiveDate,
    /// First day, where it is not the day of signing.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day; a whole day.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub evidence: Evidence,
}

impl Permission {
    /// Whether both were said by one signatory: the same relation, and the same letters and digits in
    /// order. A title counts, so it can tell two parents apart.
    pub fn is_by_signatory_of(&self, other: &Permission) -> bool {
        self.relation == other.relation && same_letters(&self.by, &other.by)
    }
}

/// An answer, as whoever asks holds it.
pub trait Said: Copy {
    fn said(&self) -> &Permission;
}

/// What one signatory's answers about a person, for a channel, say together.
#[derive(Clone, Debug)]
pub struct Heard<T> {
    /// The first of them: relation and name are those of all.
    first: T,
    /// The noes that speak, in the order of recording.
    pub noes: Vec<T>,
    /// Of the yeses recorded after the last no, the one signed last, and among equals the one recorded
    /// last. It speaks where no no does.
    pub yes: Option<T>,
}

/// Hears answers about one person, for one channel, in the order of recording.
pub fn hear<T: Said>(answers: impl Iterator<Item = T>) -> Vec<Heard<T>> {
    let mut signatories: Vec<Heard<T>> = Vec::new();
    for answer in answers {
        let said = answer.said();
        let earlier = signatories
            .iter_mut()
            .find(|heard| said.is_by_signatory_of(heard.first.said()));
        match earlier {
            Some(heard) => heard.hear(answer),
            None => {
                let mut heard = Heard {
                    first: answer,
                    noes: Vec::new(),
                    yes: None,
                };
                heard.hear(answer);
                signatories.push(heard);
            }
        }
    }
    signatories
}

impl<T: Said> Heard<T> {
    /// A no counts from its recording, whatever its date, until a yes that is recorded after it is
    /// signed no earlier: neither a yes with an older date nor one of a day to come silences a later
    /// no, and none silences what was changed past the register.
    fn hear(&mut self, answer: T) {
        let said = answer.said();
        match said.answer {
            Answer::Granted => {
                let speaks_on = |no: &Permission| match no.answer {
                    Answer::ChangedOutside => true,
                    Answer::Granted | Answer::Refused | Answer::Withdrawn => {
                        said.signed < no.signed
                    }
                };
                self.noes.retain(|no| speaks_on(no.said()));
                if self.yes.is_none_or(|yes| said.signed >= yes.said().signed) {
                    self.yes = Some(answer);
                }
            }
            Answer::Refused | Answer::Withdrawn | Answer::ChangedOutside => {
                self.noes.push(answer);
                self.yes = None;
            }
        }
    }

    /// The yes, where no no speaks.
    pub fn grant(&self) -> Option<T> {
        self.yes.filter(|_| self.noes.is_empty())
    }
}

impl Said for &Permission {
    fn said(&self) -> &Permission {
        self
    }
}
