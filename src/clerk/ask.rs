//! What screens and the clerk say to each other. Plain data; ids cross, never places in a list.

use std::sync::mpsc::Sender;

use chrono::NaiveDate;
use image::RgbImage;
use zeroize::Zeroizing;

use super::{
    Bell, calls, doubts, downs, files, import, incidents, office, places, record, register, review,
    slips, staff,
};
use crate::acts::ActError;
use crate::acts::about::About;
use crate::acts::beside::Asked;
use crate::acts::group::{Group, Tile};
use crate::acts::look::Seen;
use crate::acts::news::News;
use crate::acts::outlook::Outlook;
use crate::acts::sign_in::Session;
use crate::acts::slip::SlipPage;
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::kept::{Labels, Photo};
use crate::domain::person::PersonId;
use crate::domain::photo::{Area, Role, Unrecognisable};
use crate::domain::policy::Policy;

/// Which school on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Ours,
    Sample,
}

/// Somebody who was tapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    Person(PersonId),
    Unknown,
    Unrecognisable(Unrecognisable),
}

/// What a school is set up with.
pub struct NewSchool {
    pub school: String,
    pub policy_toml: String,
    pub head: String,
    pub pin: Zeroizing<String>,
    pub device: String,
    pub asset_tag: String,
}

/// One change of what a photo says of who is shown.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Tags somebody, with a face where one is chosen; tagged already, the face is theirs as well.
    Tag {
        whom: Whom,
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
        number: u64,
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
    /// Nobody asks any more: the school is closed.
    GoHome,
    /// From the clerk's own hands: a photo was looked at for faces.
    Seen(Box<Session>, Box<Seen>),
    /// From the clerk's own hands: looking for faces fell over; the photo goes on waiting.
    NotSeen,
    /// From the clerk's own hands: pixels are ready, or not to be had.
    Shown(PhotoId),
    /// From the clerk's own hands: a still of a slip was read, or could not be.
    SlipRead {
        number: u64,
        page: Came<Box<SlipPage>>,
    },
    /// From the clerk himself: the next step of long work.
    GoOn,
}

/// How this device stands at the school.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    pub name: String,
    pub is_enrolled: bool,
    pub is_revoked: bool,
}

/// Somebody on the lock screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    pub id: StaffId,
    pub name: String,
}

/// What the lock screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockScreen {
    pub school: String,
    pub is_sample: bool,
    pub staff: Vec<Somebody>,
    pub device: Device,
    /// What is wrong with the clock or the register, in words; `None` where all is in order.
    pub warning: Option<String>,
    pub idle_lock_seconds: u32,
    pub say_before_photo: String,
}

/// Who signed in, and what they find.
#[derive(Clone, Debug)]
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
pub struct WaitingPhoto {
    pub id: PhotoId,
    pub taken: chrono::NaiveDateTime,
    pub today: NaiveDate,
    pub group: String,
    pub by: String,
    pub faces_open: u32,
}

type Came<T> = Result<T, ActError>;

/// What the clerk tells.
pub enum Told {
    /// The last ask is dealt with.
    Answered,
    /// There is no school on this device.
    NoSchool,
    /// No school can be opened here.
    Stuck(ActError),
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
    Kept {
        number: u64,
        kept: Came<PhotoId>,
    },
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
    PhotoTrouble(ActError),
    Finished(PhotoId),
    Discarded(PhotoId),
    Pixels {
        photo: PhotoId,
        longest_side: u32,
        pixels: Came<RgbImage>,
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
    Slips(Box<slips::Told>),
    Staff(staff::Told),
    /// Something that concerns every page.
    Trouble(ActError),
}

/// How the clerk and its hands speak.
#[derive(Clone)]
pub(super) struct Voice {
    pub tell: Sender<Told>,
    pub bell: Bell,
}

impl Voice {
    pub fn say(&self, told: Told) {
        // Nobody listens any more only when the window is gone.
        if self.tell.send(told).is_ok() {
            (self.bell)();
        }
    }
}
