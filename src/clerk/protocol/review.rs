//! The office's review: the queue, one photo with all that stands in its way, the copy before it goes,
//! signing, releasing in steps, and what is out. Decides nothing that the acts do not decide.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::acts::OutletError;
use crate::acts::group::{Group, Tile};
use crate::acts::release::copy::Preview;
use crate::acts::release::{CountsAsOut, Outcome, Stayed};
use crate::acts::review::out::OutNow;
use crate::acts::review::words::Flaw;
use crate::acts::review::{Sought, Stage};
use crate::clerk::protocol::trouble::Came;
use crate::clerk::protocol::trouble::Trouble;
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::kept::Photo;
use crate::domain::person::PersonId;
use crate::domain::photo::{Area, Copyright};
use crate::domain::release::OutletKind;
use crate::domain::verdict::{Reason, Verdict};

/// What the pages ask.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    /// Channels, groups and accounts to choose from.
    Begin,
    Queue {
        channel: ChannelId,
        stage: Stage,
        sought: Sought,
        most: usize,
    },
    Find(String),
    /// What a photo, and those beside it in the queue, were taken at.
    NameOccasion {
        photo: PhotoId,
        name: String,
    },
    Open(PhotoId),
    Change {
        photo: PhotoId,
        change: Change,
    },
    /// As they are typed: caption, alternative text, credit.
    Words {
        photo: PhotoId,
        channel: ChannelId,
        texts: Box<[String; 3]>,
    },
    /// The very copy that would go to a channel now.
    Preview {
        photo: PhotoId,
        channel: ChannelId,
    },
    Sign {
        photo: PhotoId,
        channel: ChannelId,
        /// SHA-256 of the copy that was shown.
        seen: String,
    },
    KeepBest(PhotoId),
    /// Which of these may go to a channel, and what stands in the way of the others.
    Plan {
        photos: Vec<PhotoId>,
        channel: ChannelId,
    },
    /// The printers that photos for a wall can go to.
    Printers,
    Release {
        photos: Vec<PhotoId>,
        /// Those of them in which nobody is named, and that somebody said may go.
        by_name: Vec<PhotoId>,
        channel: ChannelId,
        kind: OutletKind,
        place: String,
    },
    Out,
}

/// One change of how a photo is prepared.
#[derive(Serialize, Deserialize)]
pub enum Change {
    Hide { tag: String, hidden: bool },
    Crop(Option<Area>),
    Words(Box<[String; 3]>),
    Whose(Copyright),
    Tick { item: String, on: bool },
}

/// What can be chosen.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Choices {
    /// Those that take pictures.
    pub channels: Vec<Channel>,
    pub groups: Vec<Group>,
    pub takers: Vec<(StaffId, String)>,
    pub today: NaiveDate,
    pub may_prepare: bool,
    pub may_release: bool,
    pub four_eyes: bool,
}

/// A photo of the queue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    pub id: PhotoId,
    pub stage: Stage,
    /// By the school's clock.
    pub taken: NaiveDateTime,
    pub occasion: String,
    pub group: String,
    /// That nobody is shown rests on somebody's word alone.
    pub names_nobody: bool,
}

/// A photo that is about to go, or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Planned {
    pub photo: PhotoId,
    pub verdict: Verdict,
    /// That nobody is shown rests on somebody's word alone: it goes where it is asked for by name.
    pub names_nobody: bool,
}

/// A queue, or as much of it as was asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Queue {
    pub counts: BTreeMap<Stage, usize>,
    pub rows: Vec<Row>,
    pub more: usize,
}

/// A photo with all that stands in its way.
#[derive(Serialize, Deserialize)]
pub struct Card {
    pub photo: Photo,
    pub verdicts: Vec<(Channel, Verdict)>,
    /// Those who are tagged or stand in the way.
    pub people: Vec<Tile>,
    /// Who said no to a channel, as what, and when: where this role may know.
    pub noes: Vec<No>,
    pub taken_by: String,
    pub device: String,
    /// By the school's clock.
    pub taken: NaiveDateTime,
    /// Of the same moment, this one among them.
    pub burst: Vec<(PhotoId, NaiveDateTime)>,
}

/// A no that stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct No {
    pub person: PersonId,
    pub channel: ChannelId,
    pub by: String,
    pub signed: NaiveDate,
    pub in_writing: bool,
}

/// What became of one photo of a release.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Became {
    Out {
        photo: PhotoId,
        /// Name of the copy at the outlet.
        file: String,
    },
    Blocked {
        photo: PhotoId,
        reasons: Vec<Reason>,
    },
    /// It goes only where it is asked for by name.
    Unnamed {
        photo: PhotoId,
    },
    NotOut {
        photo: PhotoId,
        why: Stays,
    },
}

/// Why a copy is not out, or cannot be told to be.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Stays {
    Act(Trouble),
    /// It is out under this name, and its record could not be finished.
    Unfinished(String),
    Untaken {
        why: OutletError,
        counts: CountsAsOut,
    },
}

impl From<Outcome> for Became {
    fn from(outcome: Outcome) -> Became {
        match outcome {
            Outcome::Out { photo, file, .. } => Became::Out { photo, file },
            Outcome::Blocked { photo, reasons } => Became::Blocked { photo, reasons },
            Outcome::Unnamed { photo } => Became::Unnamed { photo },
            Outcome::NotOut { photo, why, .. } => Became::NotOut {
                photo,
                why: match why {
                    Stayed::Act(why) => Stays::Act(Trouble::from(why.as_ref())),
                    Stayed::Unfinished { file, .. } => Stays::Unfinished(file),
                    Stayed::Untaken { why, counts } => Stays::Untaken {
                        why: why.as_ref().clone(),
                        counts,
                    },
                },
            },
        }
    }
}

/// What became of a release.
#[derive(Serialize, Deserialize)]
pub struct Account {
    pub outcomes: Vec<Became>,
    /// Stopped before it was their turn.
    pub left: Vec<PhotoId>,
    /// What ended it before its end.
    pub trouble: Option<Trouble>,
}

/// A copy that is out, with names that people know.
#[derive(Serialize, Deserialize)]
pub struct Copy {
    pub out: OutNow,
    pub channel: String,
    pub by: String,
    /// By the school's clock.
    pub since: NaiveDateTime,
}

/// What the pages are told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    Choices(Came<Box<Choices>>),
    Queue(Came<Box<Queue>>),
    Found(Vec<Tile>),
    Card(Box<Card>),
    Words(Vec<Vec<Flaw>>),
    Preview {
        photo: PhotoId,
        channel: ChannelId,
        made: Came<Box<Preview>>,
    },
    Signed(PhotoId),
    /// How many photos, of one occasion.
    Named(Came<usize>),
    /// How many others are gone, and how many could not be deleted.
    OneKept {
        gone: usize,
        left: usize,
    },
    Plan(Vec<Planned>),
    Printers(Vec<String>),
    Progress {
        done: usize,
        of: usize,
    },
    Released(Box<Account>),
    Out(Came<Vec<Copy>>),
    Trouble(Trouble),
}
