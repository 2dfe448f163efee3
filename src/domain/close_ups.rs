//! How tall a face is in a published copy, and how small a copy has to be for it. Knows boxes and tags,
//! no pixels. Who an adult is, whoever asks has to say: nobody is one by a box or a tag.

use std::collections::BTreeMap;

use super::channel::Channel;
use super::kept::Photo;
use super::person::{PersonId, PersonKind};
use super::photo::{Area, SMALLEST_COPY, Who};
use super::roll::Everybody;

impl Photo {
    /// Height of the tallest face that shows and is not tied to an adult whom the register knows, in
    /// pixels of a copy whose longest side is [`SMALLEST_COPY`], rounded up.
    pub fn tallest_face<'a>(&self, people: impl Into<Everybody<'a>>) -> u32 {
        let people = people.into();
        self.in_smallest_copy(self.tallest(|person| is_known_adult(person, people)))
    }

    /// The same of the faces that are tied to nobody by name, which no register makes an adult's.
    pub fn tallest_unnamed_face(&self) -> u32 {
        self.in_smallest_copy(self.tallest(|_| true))
    }

    /// The same for everybody tagged by name, whoever they are; nothing for those whose face does not
    /// show.
    pub fn tallest_faces(&self) -> BTreeMap<&PersonId, u32> {
        let mut tallest = BTreeMap::new();
        for (height, person) in self.showing() {
            if let Some(person) = person {
                let kept: &mut u32 = tallest.entry(person).or_default();
                *kept = (*kept).max(self.in_smallest_copy(height));
            }
        }
        tallest
    }

    /// Longest side of the copy for a channel, in pixels; the picture's own where there is none. It is
    /// the channel's, or smaller until no face that shows is taller than `largest_face`, but never less
    /// than [`SMALLEST_COPY`]: the picture is blocked then.
    pub fn longest_side<'a>(
        &self,
        channel: &Channel,
        people: impl Into<Everybody<'a>>,
    ) -> Option<u32> {
        let people = people.into();
        self.side_for(
            channel,
            self.tallest(|person| is_known_adult(person, people)),
        )
    }

    /// The same as if no adult were known, so that it rests on the picture alone.
    pub(super) fn longest_side_for_anybody(&self, channel: &Channel) -> Option<u32> {
        self.side_for(channel, self.tallest(|_| false))
    }

    fn side_for(&self, channel: &Channel, tallest: u32) -> Option<u32> {
        let Some(largest) = channel.largest_face().filter(|_| tallest > 0) else {
            return channel.longest_side();
        };
        let whole = u64::from(self.longest_published());
        let fits = u64::from(largest).saturating_mul(whole) / u64::from(tallest);
        let fits = u32::try_from(fits).unwrap_or(u32::MAX).max(SMALLEST_COPY);
        let asked = channel.longest_side().unwrap_or(u32::MAX);
        // What is as it would be anyway is said as ever, so that its sign-offs stand.
        if fits >= asked.min(self.longest_published()) {
            return channel.longest_side();
        }
        Some(fits)
    }

    /// Height of the tallest face that shows, in the picture's own pixels.
    fn tallest(&self, is_passed_over: impl Fn(&PersonId) -> bool) -> u32 {
        self.showing()
            .filter(|(_, person)| !person.is_some_and(&is_passed_over))
            .map(|(height, _)| height)
            .max()
            .unwrap_or(0)
    }

    /// Every face that shows in a copy, by its height and who is tied to it by name. One that is cut
    /// off by the crop counts whole; one that was dismissed is nobody's.
    fn showing(&self) -> impl Iterator<Item = (u32, Option<&PersonId>)> {
        let labels = &self.labels;
        labels.faces.iter().filter_map(move |face| {
            if face.is_not_looked() || face.dismissed.is_some() {
                return None;
            }
            let place = face.place();
            if labels.crop.is_some_and(|crop| !crop.touches(&place)) {
                return None;
            }
            let is_tied = |id: &&super::kept::Tag| face.tag.as_ref() == Some(&id.id);
            match labels.tags.iter().find(is_tied) {
                Some(tag) if tag.hidden => None,
                Some(tag) => match &tag.who {
                    Who::Person(person) => Some((place.height, Some(person))),
                    Who::Unknown | Who::Unrecognisable(_) => Some((place.height, None)),
                },
                None => Some((place.height, None)),
            }
        })
    }

    /// Of what is published: the crop, or the whole picture.
    fn longest_published(&self) -> u32 {
        let whole = (self.width, self.height);
        let of_crop = |crop: Area| (crop.width, crop.height);
        let (width, height) = self.labels.crop.map_or(whole, of_crop);
        width.max(height)
    }

    /// Nothing that shows is taller than the copy.
    fn in_smallest_copy(&self, height: u32) -> u32 {
        let whole = u64::from(self.longest_published().max(1));
        let scaled = (u64::from(height) * u64::from(SMALLEST_COPY)).div_ceil(whole);
        u32::try_from(scaled).unwrap_or(u32::MAX).min(SMALLEST_COPY)
    }
}

/// Whether the register holds this person, and as an adult only.
pub fn is_known_adult(id: &PersonId, people: Everybody<'_>) -> bool {
    let (mut held, mut child) = (false, false);
    people.entries_of(id, |person| {
        held = true;
        child |= person.kind == PersonKind::Child;
    });
    held && !child
}
