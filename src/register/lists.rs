//! Lists of many photos. Views: derived from the records by the transaction that writes them, held
//! against them by `audit verify`, and never what a release is decided on.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::listing::{self, GISTS, PEOPLE_LISTED, WORDS_LISTED};
use super::record::Rowed;
use super::records::{release as releases, sight};
use super::store::{Read, Reads, Rows};
use super::{Register, trail};
use crate::domain::channel::ChannelId;
use crate::domain::gist::Gist;
use crate::domain::ids::{PhotoId, ReleaseId, StaffId};
use crate::domain::kept::SignOffRecord;
use crate::domain::person::PersonId;
use crate::domain::release::{Release, ReleaseEvent};
use crate::domain::roll::Roll;
use crate::domain::school::FiledPermission;
use crate::domain::sight::Bits;

/// Stands for a photo, in the order of keeping. Only as long as the register is not closed.
pub type PhotoNumber = u32;
/// Stands for a gist. Only as long as the register is not closed.
pub type GistNumber = u32;

/// A photo as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub number: PhotoNumber,
    pub photo: PhotoId,
    pub gist: GistNumber,
    pub taken_at: DateTime<Utc>,
    pub occasion: String,
    pub class: String,
    /// The tags say who is shown, or somebody said that nobody is.
    pub tagging_complete: bool,
    /// That nobody is shown rests on somebody's word alone.
    pub names_nobody: bool,
    /// Faces that nobody named or dismissed.
    pub faces_open: u32,
    /// Nobody looked for faces yet, or it could not be done.
    pub is_unseen: bool,
    pub caption: String,
    pub alt: String,
    pub credit: String,
    pub file_name: String,
}

/// When a photo was taken: from the first on, before the second.
#[derive(Clone, Copy, Debug, Default)]
pub struct TakenWithin {
    pub from: Option<DateTime<Utc>>,
    pub before: Option<DateTime<Utc>>,
}

/// How somebody who is tagged by name appears on a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appears {
    /// One tag at least shows them.
    pub is_seen: bool,
    /// Height of their tallest face that shows, as the rules measure it.
    pub tallest_face: u16,
}

/// Who is in a copy that is out, to one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutPerson {
    /// Person id, or one of [`OUT_UNKNOWN`], [`OUT_CHILD`], [`OUT_ADULT`], [`OUT_FACE`],
    /// [`OUT_DOUBT`].
    pub who: String,
    pub channel: ChannelId,
    /// Not covered in the copy.
    pub is_seen: bool,
}

/// Somebody in a copy whom nobody could name.
pub const OUT_UNKNOWN: &str = "?unknown";
/// A child in a copy who cannot be recognised.
pub const OUT_CHILD: &str = "?child";
/// An adult in a copy who cannot be recognised.
pub const OUT_ADULT: &str = "?adult";

/// A face on the photo of a copy that nobody named or dismissed, as it stands today.
pub const OUT_FACE: &str = "?face";

/// Something about who is shown on the photo of a copy is in doubt today.
pub const OUT_DOUBT: &str = "?doubt";

/// What a register answers about many photos at once. Erased photos are in no list.
#[derive(Clone, Copy)]
pub struct Lists<'a>(&'a Register);

impl Register {
    /// What it answers about many photos at once.
    pub fn lists(&self) -> Lists<'_> {
        Lists(self)
    }
}

/// Hands a question on to whoever keeps the rows.
macro_rules! asks_the_store {
    ($($(#[$says:meta])* fn $name:ident(&self $(, $given:ident: $type:ty)* $(,)?) -> $gives:ty;)*) => {$(
        $(#[$says])*
        pub fn $name(&self $(, $given: $type)*) -> $gives {
            self.0.look(|reads| reads.many().$name($($given),*))
        }
    )*};
}

impl Lists<'_> {
    asks_the_store! {
        /// How many photos there are.
        fn photo_count(&self) -> Read<usize>;
        /// The newest photos, or those that follow one in a list of all, newest first.
        fn newest(&self, after: Option<&PhotoId>, count: usize) -> Read<Vec<Listed>>;
        /// The photos with these numbers, in the order asked for.
        fn numbered(&self, numbers: &[PhotoNumber]) -> Read<Vec<Listed>>;
        /// Photos of one gist, taken within a time.
        fn photos_alike(&self, gist: GistNumber, within: TakenWithin, each: &mut dyn FnMut(PhotoNumber)) -> Read<()>;
        /// Photos of one gist, and when each was taken, in milliseconds since 1970.
        fn photos_alike_when(&self, gist: GistNumber, each: &mut dyn FnMut(PhotoNumber, i64)) -> Read<()>;
        /// Photos on which a person is tagged, and how they appear there.
        fn photos_of(&self, person: &PersonId, each: &mut dyn FnMut(PhotoNumber, Appears)) -> Read<()>;
        /// Photos that somebody took.
        fn photos_taken_by(&self, staff: &StaffId, each: &mut dyn FnMut(PhotoNumber)) -> Read<()>;
        /// Photos for which a group was chosen when they were taken.
        fn photos_of_group(&self, group: &str, each: &mut dyn FnMut(PhotoNumber)) -> Read<()>;
        /// Photos beside which a word stands, as names are looked for.
        fn photos_saying(&self, word: &str, each: &mut dyn FnMut(PhotoNumber)) -> Read<()>;
        /// Photos that were ever signed off for a channel.
        fn photos_signed(&self, channel: &ChannelId) -> Read<Vec<PhotoNumber>>;
        /// Photos of which something about who is shown is in doubt, newest first. A to-do list: what may
        /// leave is decided by the photos themselves.
        fn photos_in_doubt(&self) -> Read<Vec<PhotoId>>;
        /// Everybody who is in a copy that may be out, each once a channel and covered or not.
        fn people_out(&self) -> Read<Vec<OutPerson>>;
        /// Channels to which copies are that may be out.
        fn channels_out(&self) -> Read<Vec<ChannelId>>;
        /// Releases of copies that may be out and show somebody so.
        fn releases_showing(&self, person: &OutPerson) -> Read<Vec<ReleaseId>>;
        /// Photos of which a copy may be out to a channel; once for each copy.
        fn photos_out_to(&self, channel: &ChannelId) -> Read<Vec<PhotoNumber>>;
        /// Releases of copies that may be out to a channel.
        fn releases_out_to(&self, channel: &ChannelId) -> Read<Vec<ReleaseId>>;
    }

    /// Everybody in the register.
    pub fn roll(&self) -> Read<Arc<Roll>> {
        self.0.with_known(|reads, known| known.roll(reads))
    }

    /// The answers about each of these people that speak, vouched for, in the order of recording. The same
    /// list as long as nothing was added.
    pub fn answers(&self, people: &[PersonId]) -> Read<Vec<Arc<Vec<FiledPermission>>>> {
        self.0.with_known(|reads, known| {
            people
                .iter()
                .map(|person| known.answers(reads, person))
                .collect()
        })
    }

    /// The newest time in the audit trail.
    pub fn newest_event(&self) -> Read<Option<DateTime<Utc>>> {
        self.0.with_known(|reads, known| known.newest_event(reads))
    }

    /// The number of a photo, where it is in the lists.
    pub fn number_of(&self, photo: &PhotoId) -> Read<Option<PhotoNumber>> {
        let number = self.0.look(|reads| listing::number_of(reads, &photo.0))?;
        Ok(number.and_then(|number| PhotoNumber::try_from(number).ok())) // house: no list counts so far
    }

    /// Who is tagged on a photo by name, and how they appear.
    pub fn people_of(&self, photo: PhotoNumber) -> Read<Vec<(PersonId, Appears)>> {
        let people = Rows::of("listed person", PEOPLE_LISTED).with("photo", photo);
        self.0.look(|reads| {
            reads.all(&people, |row| {
                let appears = Appears {
                    is_seen: row.flag("seen")?,
                    tallest_face: row.number("tallest")?,
                };
                Ok((PersonId(row.text("person")?), appears))
            })
        })
    }

    /// Every gist that a photo has or had.
    pub fn gists(&self) -> Read<Vec<(GistNumber, Gist)>> {
        let gists = Rows::of("gist", GISTS);
        self.0
            .look(|reads| reads.all(&gists, |row| Ok((row.number("number")?, row.json("gist")?))))
    }

    /// Everybody who is tagged anywhere by name.
    pub fn people_tagged(&self) -> Read<Vec<PersonId>> {
        let people = |reads: &dyn Reads| reads.values(PEOPLE_LISTED, "person", usize::MAX);
        Ok(self.0.look(people)?.into_iter().map(PersonId).collect())
    }

    /// Every word that stands beside a photo, as names are looked for; `None` where there are more than so
    /// many.
    pub fn words_said(&self, most: usize) -> Read<Option<HashSet<String>>> {
        let enough_to_tell = most.saturating_add(1);
        let words = |reads: &dyn Reads| reads.values(WORDS_LISTED, "word", enough_to_tell);
        let words = self.0.look(words)?;
        Ok((words.len() <= most).then(|| words.into_iter().collect()))
    }

    /// Whether a photo was ever signed off, for whatever channel.
    pub fn is_signed(&self, photo: &PhotoId) -> Read<bool> {
        let signed = SignOffRecord::rows().with("photo", &photo.0).only(&["id"]);
        let found = self
            .0
            .look(|reads| reads.one(&signed, |row| row.text("id")))?;
        Ok(found.is_some())
    }

    /// Photos that look so, erased ones among them, and in how many bits they differ: at most so many.
    pub fn looking_like(&self, look: &Bits, most: u32) -> Read<Vec<(PhotoId, u32)>> {
        self.0.look(|reads| sight::looking_like(reads, look, most))
    }

    /// When what is said about a photo was first changed after a moment.
    pub fn labelled_after(
        &self,
        photo: &PhotoId,
        at: DateTime<Utc>,
    ) -> Read<Option<DateTime<Utc>>> {
        self.0.look(|reads| trail::labelled_after(reads, photo, at))
    }

    /// A release with its latest event.
    pub fn release(&self, id: &ReleaseId) -> Read<Option<(Release, ReleaseEvent)>> {
        let found = self.0.look(|reads| releases::with_latest(reads, id))?;
        Ok(found.map(|(_, release, event)| (release, event)))
    }
}
