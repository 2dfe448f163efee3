//! What windows and the clerk say to each other: plain data that can cross a network. An ask gets a
//! ticket, its answers carry it; ids cross, never places in a list, and pictures as encoded bytes.
//! No session, no closure, no error of the acts, no path that is not a place's id.

pub mod calls;
pub mod doubts;
pub mod downs;
pub mod files;
pub mod import;
pub mod incidents;
pub mod office;
pub mod places;
pub mod record;
pub mod register;
pub mod review;
pub mod slips;
pub mod staff;
mod ticket;
pub mod trouble;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::acts::Encoded;
use crate::acts::about::About;
use crate::acts::beside::Asked;
use crate::acts::group::{Group, Tile};
use crate::acts::news::News;
use crate::acts::outlook::Outlook;
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::kept::{Labels, Photo};
use crate::domain::person::PersonId;
use crate::domain::photo::{Area, Role, Who};
use crate::domain::policy::Policy;
pub use ticket::Ticket;
use trouble::{Came, Trouble};

/// The longest side of a list's little pictures, in pixels.
pub const LITTLE: u32 = 320;

/// Something that was told, and which ask it answers; `None` where nobody asked.
#[derive(Serialize, Deserialize)]
pub struct Heard {
    pub to: Option<Ticket>,
    pub told: Told,
}

/// Which school on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    Ours,
    Sample,
}

/// What a school is set up with.
#[derive(Serialize, Deserialize)]
pub struct NewSchool {
    pub school: String,
    pub policy_toml: String,
    pub head: String,
    pub pin: Zeroizing<String>,
    pub device: String,
    pub asset_tag: String,
}

/// One change of what a photo says of who is shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Edit {
    /// Tags somebody, with a face where one is chosen; tagged already, the face is theirs as well.
    Tag {
        whom: Who,
        face: Option<String>,
    },
    /// Takes a tag off.
    Untag(String),
    /// A face that was missed.
    Draw(Area),
    Move {
        face: String,
        area: Area,
    },
    NotAFace(String),
    SameAsLast,
    /// As it was, if nobody changed it since.
    PutBack {
        from: u32,
        labels: Box<Labels>,
    },
    Finish,
    /// Whether somebody is in a photo who is in one that looks alike; then it is finished as was asked.
    Beside {
        asked: Box<Asked>,
        is_here: bool,
        with_nobody: bool,
    },
    /// Nobody is in it, and so it is done.
    Nobody,
}

/// What a screen asks for.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    Open(Which),
    SetUp(Box<NewSchool>),
    MakeSample,
    /// Forgets the school that is open.
    Close,
    LockScreen,
    SignIn {
        name: String,
        pin: Zeroizing<String>,
    },
    SignOut,
    /// One's own, in place of the one that somebody else set.
    ChoosePin(Zeroizing<String>),
    SignAgreement {
        pin: Zeroizing<String>,
    },
    Enrol {
        name: String,
        asset_tag: String,
    },
    Rules,
    About,
    Groups,
    /// A group's tiles, and who of it may not be photographed at all.
    Group(String),
    Adults,
    Search(String),
    SetAway {
        group: String,
        away: Vec<PersonId>,
    },
    Keep {
        picture: Zeroizing<Vec<u8>>,
        group: String,
    },
    CountToTag,
    ToTag,
    /// The next one after this that is not finished.
    NextToTag(PhotoId),
    OpenPhoto(PhotoId),
    /// Pixels of a photo for the screen, its longest side at most so long.
    Show {
        photo: PhotoId,
        longest_side: u32,
    },
    Edit {
        photo: PhotoId,
        edit: Edit,
    },
    /// Looks for faces again, harder.
    LookAgain(PhotoId),
    Discard(PhotoId),
    Calls(calls::Ask),
    Doubts(doubts::Ask),
    Downs(downs::Ask),
    Files(files::Ask),
    Incidents(incidents::Ask),
    Import(import::Ask),
    Office(office::Ask),
    Places(places::Ask),
    Record(record::Ask),
    Register(register::Ask),
    Review(review::Ask),
    Slips(slips::Ask),
    Staff(staff::Ask),
}

/// How this device stands at the school.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub name: String,
    pub is_enrolled: bool,
    pub is_revoked: bool,
}

/// Somebody on the lock screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Somebody {
    pub id: StaffId,
    pub name: String,
}

/// What is not in order, as the lock screen says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Warning {
    ClockBehind,
    ClockAhead,
    OlderCopy,
    PhotosMissing,
    OnItsWayOut,
}

/// What the lock screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockScreen {
    pub school: String,
    pub is_sample: bool,
    pub staff: Vec<Somebody>,
    pub device: Device,
    /// What is not in order; `None` where all is.
    pub warning: Option<Warning>,
    pub idle_lock_seconds: u32,
    pub say_before_photo: String,
}

/// Who signed in, and what they find.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignedIn {
    pub id: StaffId,
    pub name: String,
    pub role: Role,
    pub has_agreement: bool,
    pub device: Device,
    /// Somebody else set the PIN: another is chosen before anything else.
    pub has_pin_to_choose: bool,
    /// What the head teacher hears of at once.
    pub news: Vec<News>,
}

/// A photo, who is on it, and where it may go.
#[derive(Serialize, Deserialize)]
pub struct PhotoCard {
    pub photo: Photo,
    pub outlook: Outlook,
    /// Those who are tagged or stand in the way, as tiles.
    pub people: Vec<Tile>,
    pub taken_by: String,
    /// By the school's clock.
    pub taken: chrono::NaiveDateTime,
    pub today: NaiveDate,
}

/// Somebody who is in one of two photos that look alike, and not in the other.
#[derive(Serialize, Deserialize)]
pub struct Beside {
    pub asked: Asked,
    /// As a tile names them.
    pub name: String,
    /// It is asked of the photo that is shown, and not of the one beside it.
    pub is_of_this: bool,
    /// The photo is finished with nobody in it.
    pub with_nobody: bool,
}

/// A photo that waits for its tags.
#[derive(Serialize, Deserialize)]
pub struct WaitingPhoto {
    pub id: PhotoId,
    pub taken: chrono::NaiveDateTime,
    pub today: NaiveDate,
    pub group: String,
    pub by: String,
    pub faces_open: u32,
}

/// What the clerk tells.
#[derive(Serialize, Deserialize)]
pub enum Told {
    /// The ask with this ticket is dealt with.
    Answered,
    /// Somebody did something at another counter: what is shown may be old.
    Elsewhere,
    /// There is no school on this device.
    NoSchool,
    /// No school can be opened here.
    Stuck(Trouble),
    Lock(Came<Box<LockScreen>>),
    /// What is being done meanwhile.
    Making,
    SignedIn(Came<SignedIn>),
    AgreementSigned(Came<()>),
    Enrolled(Came<Device>),
    Rules(Came<Box<Policy>>),
    About(Came<About>),
    Groups(Came<Vec<Group>>),
    Group {
        name: String,
        tiles: Came<Vec<Tile>>,
        never: Came<Vec<Tile>>,
    },
    Tiles(Came<Vec<Tile>>),
    /// Of the shot whose ask has this ticket.
    Kept(Came<PhotoId>),
    CountToTag(Came<usize>),
    ToTag(Came<Vec<WaitingPhoto>>),
    /// Nothing is left to tag.
    NothingToTag,
    Photo(Box<PhotoCard>),
    /// A photo changed by itself: faces were found.
    Looked(PhotoId),
    /// Before a photo is finished: is somebody in it who is in one that looks alike?
    AskedBeside(Box<Beside>),
    /// A change of a photo was not made, or a photo could not be opened.
    PhotoTrouble(Trouble),
    Finished(PhotoId),
    Discarded(PhotoId),
    Pixels {
        photo: PhotoId,
        longest_side: u32,
        pixels: Came<Encoded>,
    },
    Calls(calls::Told),
    Doubts(doubts::Told),
    Downs(downs::Told),
    Files(files::Told),
    Incidents(incidents::Told),
    Import(import::Told),
    Office(office::Told),
    Places(places::Told),
    Record(record::Told),
    Register(register::Told),
    Review(review::Told),
    Slips(slips::Told),
    Staff(staff::Told),
    /// Something that concerns every page.
    Trouble(Trouble),
}

/// What an area tells, as the counter hears it.
macro_rules! areas {
    ($($area:ident: $variant:ident),*) => {$(
        impl From<$area::Told> for Told {
            fn from(told: $area::Told) -> Told {
                Told::$variant(told)
            }
        }
    )*};
}

areas!(
    calls: Calls, doubts: Doubts, downs: Downs, files: Files, import: Import, incidents: Incidents,
    office: Office, places: Places, record: Record, register: Register, review: Review,
    slips: Slips, staff: Staff
);
