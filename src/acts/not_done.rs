//! Why an act was not done, where a page or the command line tells it apart: small values, known to the
//! acts that give them and to [`ActError`](super::ActError), which carries them all.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::channel::ChannelId;
use crate::domain::ids::PhotoId;
use crate::domain::person::PersonId;
use crate::domain::policy::Loosened;

/// Why a photo's tags are not complete by saying so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotComplete {
    /// Nobody is tagged, and nobody said that nobody is there.
    NobodyNamed,
    /// Somebody is tagged: it is not true that nobody is there.
    SomebodyTagged,
    /// So many faces are there that nobody named or dismissed.
    FacesOpen(usize),
}

/// Somebody who is in one of two pictures that look alike, and not in the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub person: PersonId,
    /// The picture of which it is asked.
    pub photo: PhotoId,
    /// The one that shows them.
    pub beside: PhotoId,
    pub taken: DateTime<Utc>,
    pub beside_taken: DateTime<Utc>,
}

/// Why a doubt was not settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSettled {
    /// There is no such doubt, or somebody has looked.
    NotOpen,
    /// Whoever said it, or completed the tags, is not who looks at it again; somebody else can.
    OwnWord,
    /// The same, and there is nobody else.
    NobodyElse,
    /// It is for the head alone.
    ForTheHead,
}

/// Why looser rules were not proposed or confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotAdopted {
    /// Nobody else of the office or the head could confirm it.
    NobodyToConfirm(Vec<Loosened>),
    /// Nothing waits: nothing was proposed, it was taken up, or other rules came into force since.
    NothingProposed,
    /// It was proposed too long ago.
    TooLate,
    /// Whoever proposed it does not confirm it.
    OwnProposal,
}

/// Why a record was not set right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSetRight {
    /// It is as it was recorded, or there is none such.
    IsSound,
    /// A chain of the trail is broken, so that its word cannot be believed either.
    TrailIsBroken,
    /// Neither the trail nor anybody can say what stood there.
    OnlyABackup,
    /// The record is gone with the name: it has to be said.
    SayTheName,
    /// It was a no, and who said it is gone.
    SayWhoSaidNo,
    /// An account gets another PIN.
    SayAPin,
    /// The rules that were adopted have to be given.
    SayThePolicy,
    /// These are not the rules that were adopted.
    AnotherPolicy,
}

/// Why copies for a channel do not go to such a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotThere {
    /// Copies for this channel leave the school, and no page of paper is called back from there.
    OutsideIsNoPaper(ChannelId),
    /// Copies for this channel stay inside the school, which means on paper: a file on a drive is
    /// outside, whatever it is meant for.
    InsideIsPaper(ChannelId),
}

/// How an act that was not done ended, for whoever reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Blocked or refused; somebody can remove the reason.
    Refused,
    /// What was given cannot be used.
    Unusable,
    /// The store cannot be reached, or it or the program is damaged.
    Store,
}
