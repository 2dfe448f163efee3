//! What is asked of very many rows at once: the named questions, which each engine answers in its own way.
//! What they mean stands at the question of the same name in [`Lists`].
//!
//! [`Lists`]: super::super::lists::Lists

use super::{Read, Written};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PhotoId, ReleaseId, StaffId};
use crate::domain::person::PersonId;
use crate::register::lists::{Appears, GistNumber, Listed, OutPerson, PhotoNumber, TakenWithin};

/// One of the lists that are derived from the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Photo, its gist, when it was taken, open faces.
    Photos,
    /// Photo, person, seen or not, height of the tallest face.
    People,
    /// Photo, word.
    Words,
    /// Release, channel, on its way or not.
    Out,
    /// Release, who, channel, seen or not.
    PeopleOut,
}

/// The named questions.
pub trait Many {
    fn photo_count(&self) -> Read<usize>;
    fn newest(&self, after: Option<&PhotoId>, count: usize) -> Read<Vec<Listed>>;
    fn numbered(&self, numbers: &[PhotoNumber]) -> Read<Vec<Listed>>;
    fn photos_alike(
        &self,
        gist: GistNumber,
        within: TakenWithin,
        each: &mut dyn FnMut(PhotoNumber),
    ) -> Written;
    fn photos_alike_when(
        &self,
        gist: GistNumber,
        each: &mut dyn FnMut(PhotoNumber, i64),
    ) -> Written;
    fn photos_of(&self, person: &PersonId, each: &mut dyn FnMut(PhotoNumber, Appears)) -> Written;
    fn photos_taken_by(&self, staff: &StaffId, each: &mut dyn FnMut(PhotoNumber)) -> Written;
    fn photos_of_group(&self, group: &str, each: &mut dyn FnMut(PhotoNumber)) -> Written;
    fn photos_saying(&self, word: &str, each: &mut dyn FnMut(PhotoNumber)) -> Written;
    fn photos_signed(&self, channel: &ChannelId) -> Read<Vec<PhotoNumber>>;
    fn photos_in_doubt(&self) -> Read<Vec<PhotoId>>;
    /// Photos that were kept and not looked at yet, oldest first; erased ones are gone.
    fn photos_waiting(&self) -> Read<Vec<PhotoId>>;
    fn people_out(&self) -> Read<Vec<OutPerson>>;
    fn channels_out(&self) -> Read<Vec<ChannelId>>;
    fn releases_showing(&self, person: &OutPerson) -> Read<Vec<ReleaseId>>;
    fn photos_out_to(&self, channel: &ChannelId) -> Read<Vec<PhotoNumber>>;
    fn releases_out_to(&self, channel: &ChannelId) -> Read<Vec<ReleaseId>>;
    /// A list as it is stored, row by row, every column as text; photos and releases by their ids.
    fn stored(&self, list: List, each: &mut dyn FnMut(&[String])) -> Written;
}
