//! What can be typed after `photo`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};

use crate::domain::photo::Area;

#[derive(Subcommand)]
pub enum PhotoCommand {
    /// Take pictures in from files of a registered school camera
    TakeIn {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// What the event is called
        #[arg(long, default_value = "")]
        occasion: String,
        /// Which group
        #[arg(long, default_value = "")]
        group: String,
    },
    /// List kept photos, newest first
    List(Listing),
    /// What may not go to a channel, and why: how many photos each reason blocks, and which
    Blocked(BlockedBy),
    /// The office's queue for a channel: how many photos stand how, and which
    Queue(Queueing),
    /// Is a file one of ours, by its bytes or by what it looks like, and may it be out today? Exits 1
    /// when one may not
    CheckFile {
        /// Files, or folders with all that is in them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Show what is said about a photo
    Show {
        /// The photo's id, or the beginning of it
        photo: String,
    },
    /// Name what photos were taken at: this one and all beside it, of the same day and name or group
    NameOccasion {
        /// The photo's id, or the beginning of it
        photo: String,
        /// Nothing takes the name away
        name: String,
    },
    /// Say who is shown
    Tag(Tagging),
    /// Take a tag off
    Untag {
        /// The photo's id, or the beginning of it
        photo: String,
        /// The tag's id, or the person
        tag: String,
    },
    /// Add a face by hand: x,y,width,height in the upright picture
    Face {
        /// The photo's id, or the beginning of it
        photo: String,
        area: Box4,
    },
    /// Say that a face is nobody: a doll, a drawing
    Dismiss {
        /// The photo's id, or the beginning of it
        photo: String,
        face: String,
    },
    /// Say that a face belongs to somebody who is tagged already
    Tie {
        /// The photo's id, or the beginning of it
        photo: String,
        face: String,
        /// The tag's id, or the person
        tag: String,
    },
    /// Look for faces again, harder: small ones, and those lying down
    LookAgain {
        /// The photo's id, or the beginning of it
        photo: String,
    },
    /// Tag the people of the photo before it, by the same person on the same day
    SameAsLast {
        /// The photo's id, or the beginning of it
        photo: String,
    },
    /// Say whether somebody is in a photo who is in one that looks alike
    Beside {
        /// The photo's id, or the beginning of it
        photo: String,
        #[command(flatten)]
        said: BesideFlags,
    },
    /// What was said about who is shown and waits for somebody else's look
    Doubts,
    /// Look at what was said about who is shown, and say whether it is right (office, head teacher)
    SecondLook {
        /// The photo's id, or the beginning of it
        photo: String,
        /// The doubt's id, as `photo doubts` lists it
        doubt: String,
        #[command(flatten)]
        found: FoundFlags,
    },
    /// Look for faces in photos that were kept and that nobody has looked at yet
    LookAtWaiting,
    /// Say that the tags are complete
    Finish {
        /// The photo's id, or the beginning of it
        photo: String,
        /// Nobody is in this photo: where nobody is tagged, that is said in so many words
        #[arg(long)]
        nobody: bool,
    },
    /// Cover somebody in released copies
    Hide {
        /// The photo's id, or the beginning of it
        photo: String,
        /// The tag's id, or the person
        tag: String,
        /// Where, where no face says it: x,y,width,height
        #[arg(long)]
        area: Option<Box4>,
        /// Show them again
        #[arg(long)]
        off: bool,
    },
    /// Publish only a part
    Crop {
        /// The photo's id, or the beginning of it
        photo: String,
        /// x,y,width,height in the upright picture; without it the whole again
        area: Option<Box4>,
    },
    /// Change the words and whose picture it is
    Words {
        /// The photo's id, or the beginning of it
        photo: String,
        #[arg(long)]
        caption: Option<String>,
        /// What it shows, for those who cannot see it
        #[arg(long)]
        alt: Option<String>,
        #[arg(long)]
        credit: Option<String>,
        #[arg(long, value_enum)]
        copyright: Option<CopyrightName>,
    },
    /// Tick items of the checklist
    Tick {
        /// The photo's id, or the beginning of it
        photo: String,
        #[arg(required = true)]
        items: Vec<String>,
        /// Untick them
        #[arg(long)]
        off: bool,
    },
    /// Say that the copy for a channel is fit to go
    SignOff {
        /// The photo's id, or the beginning of it
        photo: String,
        #[arg(long = "for", value_name = "CHANNEL")]
        channel: String,
    },
    /// Where may it go, and why not elsewhere? Exits 1 when a channel asked about is blocked
    Check {
        /// Photos; all of them where none is named
        photos: Vec<String>,
        /// Only this channel
        #[arg(long = "for", value_name = "CHANNEL")]
        channel: Option<String>,
        /// A table of photos and channels instead of a list of reasons
        #[arg(long)]
        table: bool,
    },
    /// Delete a photo that you took today, before it is signed off or released
    Discard {
        /// The photo's id, or the beginning of it
        photo: String,
    },
    /// Destroy a photo for good (head teacher)
    Erase {
        /// The photo's id, or the beginning of it
        photo: String,
        #[arg(long)]
        why: String,
    },
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct BesideFlags {
    /// They are in this one too
    #[arg(long, value_name = "PERSON")]
    pub here: Option<String>,
    /// They are not in this one
    #[arg(long, value_name = "PERSON")]
    pub not_here: Option<String>,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct FoundFlags {
    /// It is as was said
    #[arg(long)]
    pub right: bool,
    /// It is not: what was taken away is put back
    #[arg(long)]
    pub put_back: bool,
}

#[derive(Args)]
pub struct Listing {
    /// Only so many, the newest
    #[arg(long, value_name = "N")]
    pub newest: Option<usize>,
    /// Only those that follow this photo in the list
    #[arg(long, value_name = "PHOTO")]
    pub after: Option<String>,
    /// With the verdict of this channel
    #[arg(long = "for", value_name = "CHANNEL")]
    pub channel: Option<String>,
}

#[derive(Args)]
pub struct BlockedBy {
    /// The channel; without it, how many photos each channel blocks
    #[arg(long = "for", value_name = "CHANNEL")]
    pub channel: Option<String>,
    /// So many photos of the list, those kept last first
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub newest: usize,
    /// Those that follow this photo in the list
    #[arg(long, value_name = "PHOTO", requires = "channel")]
    pub after: Option<String>,
}

#[derive(Args)]
#[group(id = "who", required = true, multiple = false)]
pub struct Shown {
    /// A child or adult of the register: full name or id
    #[arg(long, group = "who")]
    pub person: Option<String>,
    /// Somebody whom nobody here can name
    #[arg(long, group = "who")]
    pub unknown: bool,
    /// Somebody who cannot be recognised: back turned, far away
    #[arg(long, group = "who", value_enum)]
    pub unrecognisable: Option<UnrecognisableName>,
}

#[derive(Args)]
pub struct Tagging {
    /// The photo's id, or the beginning of it
    pub photo: String,
    #[command(flatten)]
    pub shown: Shown,
    /// The face that it belongs to
    #[arg(long)]
    pub face: Option<String>,
    /// Where, where no face says it: x,y,width,height
    #[arg(long)]
    pub area: Option<Box4>,
}

#[derive(Args)]
pub struct Queueing {
    #[arg(long)]
    pub channel: String,
    /// Only those that stand so
    #[arg(long, value_enum)]
    pub state: Option<StateName>,
    /// Only those that show this child or adult: full name or id
    #[arg(long)]
    pub person: Option<String>,
    #[arg(long)]
    pub group: Option<String>,
    /// Only those taken by this account
    #[arg(long)]
    pub by: Option<String>,
    /// From this day on
    #[arg(long)]
    pub from: Option<chrono::NaiveDate>,
    /// Until this day, itself included
    #[arg(long)]
    pub until: Option<chrono::NaiveDate>,
    /// At most so many
    #[arg(long, default_value_t = 200)]
    pub newest: usize,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum StateName {
    ToTag,
    Blocked,
    ToSign,
    Ready,
    Out,
    TakeDown,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum UnrecognisableName {
    Child,
    Adult,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum CopyrightName {
    School,
    Permission,
    Unknown,
}

/// An area as it is typed: `x,y,width,height`.
#[derive(Clone, Copy)]
pub struct Box4(pub Area);

impl FromStr for Box4 {
    type Err = String;

    fn from_str(text: &str) -> Result<Box4, String> {
        let numbers: Option<Vec<u32>> = text
            .split(',')
            .map(|part| part.trim().parse().ok())
            .collect();
        match numbers.as_deref() {
            Some(&[x, y, width, height]) => Ok(Box4(Area {
                x,
                y,
                width,
                height,
            })),
            _ => Err("four whole numbers are needed: x,y,width,height".to_owned()),
        }
    }
}
