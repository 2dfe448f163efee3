//! The consent register, for whoever keeps it: who is in it, one person's page, what is answered, and
//! the office's lists.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::acts::look_up::{Counts, Entry, Page, Whom};
use crate::acts::permit::Edits;
use crate::acts::register_lists::{ListKind, OldForm, Row, WallList};
use crate::acts::scan::{FormSeen, ScannedPage};
use crate::clerk::protocol::trouble::{Came, Trouble};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{EvidenceId, PermissionId};
use crate::domain::permission::{Answer, Evidence, Relation};
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::unheard::Unheard;
use crate::places::PlaceId;

/// Somebody who is new.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewPerson {
    pub kind: PersonKind,
    pub given: String,
    pub family: String,
    pub group: String,
    pub born: Option<NaiveDate>,
    /// People of a like name who were looked at, and are somebody else.
    pub others: BTreeSet<PersonId>,
}

/// What shows an answer.
#[derive(Clone, Serialize, Deserialize)]
pub enum Proof {
    None,
    File(PlaceId),
    Scan(Vec<ScannedPage>),
}

/// A form as it was filled in.
#[derive(Serialize, Deserialize)]
pub struct Answers {
    /// The page that it was filled in on comes first.
    pub people: Vec<PersonId>,
    pub says: Vec<(ChannelId, Answer)>,
    pub relation: Relation,
    pub by: String,
    pub signed: NaiveDate,
    pub until: Option<NaiveDate>,
    pub evidence: Evidence,
    pub proof: Proof,
    pub corrects: Option<PermissionId>,
    /// That a no by a signatory of this name is taken back by whoever said it.
    pub same_person: bool,
    /// That the very file was filed before because it is one form that names them all.
    pub one_form: bool,
}

/// What the pages ask.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    List {
        whom: Whom,
        typed: String,
    },
    Open(PersonId),
    Add(NewPerson),
    Edit(PersonId, Edits),
    /// The last day; none where somebody has come back.
    LastDay(PersonId, Option<NaiveDate>),
    Mark(PersonId, String),
    Unmark(PersonId),
    /// What was changed outside Shutterslip is set right.
    SetRight(PersonId),
    File(Box<Answers>),
    /// A no belongs to somebody else.
    Move {
        person: PersonId,
        no: PermissionId,
        /// Whom it is about, in full as typed.
        to: String,
        relation: Relation,
        by: String,
    },
    /// It does: another account said so before.
    AgreeMove {
        person: PersonId,
        proposal: PermissionId,
    },
    Withdraw {
        person: PersonId,
        channels: Vec<ChannelId>,
        relation: Relation,
        by: String,
    },
    /// Lays a still of a form straight.
    Straighten(Zeroizing<Vec<u8>>),
    /// A page of a form, from 0.
    ShowForm {
        form: EvidenceId,
        page: u32,
    },
    Report(ListKind, Option<String>),
    Wall(String),
    /// Evidence that nobody can look at, of what was filed before that was asked.
    OldEvidence,
}

/// A list, and what else there is to choose.
#[derive(Serialize, Deserialize)]
pub struct Listing {
    pub counts: Counts,
    pub rows: Vec<Entry>,
}

/// A child of the same family name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sibling {
    pub id: PersonId,
    pub name: String,
    pub group: String,
}

/// One person, and who may be on the same form.
#[derive(Serialize, Deserialize)]
pub struct PersonCard {
    pub page: Page,
    /// Their entry, or an answer about them, was changed outside Shutterslip.
    pub is_changed_outside: bool,
    pub siblings: Vec<Sibling>,
    /// Others to whom somebody said that a no belongs, in full.
    pub elsewhere: BTreeMap<PersonId, String>,
    pub today: NaiveDate,
}

/// What they are told.
#[derive(Serialize, Deserialize)]
pub enum Told {
    List(Came<Box<Listing>>),
    Person(Came<Box<PersonCard>>),
    /// What was asked is done; the page as it is now follows.
    Done,
    /// Answers are on record that do not speak, and why; what is done follows.
    Unheard(Vec<(PersonId, ChannelId, Unheard)>),
    /// What was asked was not done.
    Trouble(Trouble),
    /// Of the still that it was made of.
    Page(Came<Box<ScannedPage>>),
    Form {
        form: EvidenceId,
        came: Came<Box<FormSeen>>,
    },
    Report(ListKind, Came<Vec<Row>>),
    Wall(Came<WallList>),
    OldEvidence(Came<OldEvidence>),
}

/// How far the looking is, and what was found so far.
#[derive(Serialize, Deserialize, Clone, Debug, Default)]
pub struct OldEvidence {
    pub unseen: Vec<OldForm>,
    /// Left to look at.
    pub left: usize,
}
