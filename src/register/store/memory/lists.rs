//! The named questions, answered plainly: row by row, over everything.

use std::collections::HashMap;

use super::super::{By, List, Many, Read, Reads, RowSet, Rows, Value, Written};
use super::{Deed, cell};
use crate::domain::channel::ChannelId;
use crate::domain::gist::words_beside;
use crate::domain::ids::{PhotoId, ReleaseId, StaffId};
use crate::domain::kept::{Photo, SignOffRecord};
use crate::domain::person::PersonId;
use crate::domain::release::Release;
use crate::domain::school::Erasure;
use crate::register::listing::{
    GISTS, OUT_NOW, PEOPLE_LISTED, PEOPLE_OUT, PHOTOS_LISTED, WORDS_LISTED,
};
use crate::register::lists::{Appears, GistNumber, Listed, OutPerson, PhotoNumber, TakenWithin};
use crate::register::record::Rowed;
use crate::register::records::photo;

/// A photo that is in the lists, with its number.
struct InLists {
    number: PhotoNumber,
    taken: i64,
    open: u32,
    gist: GistNumber,
    photo: Photo,
}

impl Deed {
    /// Photos that are in the lists, newest first.
    fn in_lists(&self) -> Read<Vec<InLists>> {
        let reads: &dyn Reads = self;
        let listed = Rows::of("listed photo", PHOTOS_LISTED)
            .in_order(&[By::Falling("taken"), By::Falling("number")]);
        let mut found = Vec::new();
        for (id, number, taken, open, gist) in reads.all(&listed, |row| {
            Ok((
                PhotoId(row.text("photo")?),
                row.number("number")?,
                row.number("taken")?,
                row.number("open")?,
                row.number("gist")?,
            ))
        })? {
            if let Some(photo) = photo::read(reads, &id)? {
                found.push(InLists {
                    number,
                    taken,
                    open,
                    gist,
                    photo,
                });
            }
        }
        Ok(found)
    }

    /// Photos for which this holds, newest first.
    fn photos_that(&self, holds: impl Fn(&Photo) -> bool) -> Read<Vec<Photo>> {
        let reads: &dyn Reads = self;
        let erased: Vec<Erasure> = reads.records(&Erasure::rows())?;
        let mut found = Vec::new();
        for id in reads.all(&photo::ids(), photo::id_of)? {
            if erased.iter().all(|erasure| erasure.object != id.0) {
                found.extend(photo::read(reads, &id)?.filter(&holds));
            }
        }
        Ok(found)
    }

    /// Releases by their numbers.
    fn releases(&self) -> Read<HashMap<i64, Release>> {
        let reads: &dyn Reads = self;
        let releases = reads.all(&Release::rows(), |row| {
            Ok((row.number("number")?, Release::of_row(row)?))
        })?;
        Ok(releases.into_iter().collect())
    }

    /// The releases to which these rows of a list belong.
    fn releases_in(&self, rows: &Rows) -> Read<Vec<Release>> {
        let reads: &dyn Reads = self;
        let mut releases = self.releases()?;
        let numbers = reads.all(rows, |row| row.number::<i64>("release"))?;
        let found = numbers.iter().filter_map(|number| releases.remove(number));
        Ok(found.collect())
    }

    fn each_number(
        &self,
        holds: impl Fn(&InLists) -> bool,
        each: &mut dyn FnMut(PhotoNumber),
    ) -> Written {
        let found = self.in_lists()?.into_iter().filter(holds);
        found.for_each(|photo| each(photo.number));
        Ok(())
    }
}

fn as_listed(one: InLists) -> Listed {
    let InLists {
        number,
        open,
        gist,
        photo,
        ..
    } = one;
    let labels = photo.labels;
    let has_tags = !labels.tags.is_empty();
    let is_nobody = labels.nobody.is_some();
    Listed {
        number,
        photo: photo.id,
        gist,
        taken_at: photo.taken_at,
        occasion: photo.occasion,
        class: photo.class,
        tagging_complete: labels.tagging_complete && (is_nobody || has_tags),
        names_nobody: is_nobody && !has_tags && labels.tagging_complete,
        faces_open: open,
        is_unseen: labels
            .faces
            .iter()
            .any(|face| face.found_by.starts_with("not looked:") && face.dismissed.is_none()),
        caption: labels.caption,
        alt: labels.alt,
        credit: labels.credit,
        file_name: labels.file_name,
    }
}

impl Many for Deed {
    fn photo_count(&self) -> Read<usize> {
        Ok(self.photos_that(|_| true)?.len())
    }

    fn newest(&self, after: Option<&PhotoId>, count: usize) -> Read<Vec<Listed>> {
        let all = self.in_lists()?;
        let first = match after {
            None => Some(0),
            Some(id) => all
                .iter()
                .position(|one| one.photo.id == *id)
                .map(|place| place.saturating_add(1)),
        };
        let first = first.unwrap_or(usize::MAX);
        Ok(all
            .into_iter()
            .skip(first)
            .take(count)
            .map(as_listed)
            .collect())
    }

    fn numbered(&self, numbers: &[PhotoNumber]) -> Read<Vec<Listed>> {
        let mut found = Vec::new();
        for number in numbers {
            let all = self.in_lists()?.into_iter();
            found.extend(all.filter(|one| one.number == *number).map(as_listed));
        }
        Ok(found)
    }

    fn photos_alike(
        &self,
        gist: GistNumber,
        within: TakenWithin,
        each: &mut dyn FnMut(PhotoNumber),
    ) -> Written {
        let is_within = |one: &InLists| {
            let at = one.photo.taken_at;
            within.from.is_none_or(|from| at >= from)
                && within.before.is_none_or(|before| at < before)
        };
        self.each_number(|one| one.gist == gist && is_within(one), each)
    }

    fn photos_alike_when(
        &self,
        gist: GistNumber,
        each: &mut dyn FnMut(PhotoNumber, i64),
    ) -> Written {
        for one in self.in_lists()?.into_iter().filter(|one| one.gist == gist) {
            each(one.number, one.taken);
        }
        Ok(())
    }

    fn photos_of(&self, person: &PersonId, each: &mut dyn FnMut(PhotoNumber, Appears)) -> Written {
        for one in self.in_lists()? {
            let people = crate::register::listing::people_of(&one.photo);
            if let Some(appears) = people.get(person) {
                each(one.number, *appears);
            }
        }
        Ok(())
    }

    fn photos_taken_by(&self, staff: &StaffId, each: &mut dyn FnMut(PhotoNumber)) -> Written {
        self.each_number(|one| one.photo.taken_by == *staff, each)
    }

    fn photos_of_group(&self, group: &str, each: &mut dyn FnMut(PhotoNumber)) -> Written {
        self.each_number(|one| one.photo.class == group, each)
    }

    fn photos_saying(&self, word: &str, each: &mut dyn FnMut(PhotoNumber)) -> Written {
        let says = |one: &InLists| words_beside(&one.photo).contains(word);
        self.each_number(says, each)
    }

    fn photos_signed(&self, channel: &ChannelId) -> Read<Vec<PhotoNumber>> {
        let reads: &dyn Reads = self;
        let signed: Vec<SignOffRecord> = reads.records(&SignOffRecord::rows())?;
        let mut found = Vec::new();
        let is_signed = |one: &InLists| {
            let of_it =
                |signed: &SignOffRecord| signed.photo == one.photo.id && signed.channel == *channel;
            signed.iter().any(of_it)
        };
        self.each_number(is_signed, &mut |number| found.push(number))?;
        Ok(found)
    }

    fn photos_in_doubt(&self) -> Read<Vec<PhotoId>> {
        let found = self.photos_that(|photo| photo.labels.is_in_doubt())?;
        Ok(found.into_iter().map(|photo| photo.id).collect())
    }

    fn photos_waiting(&self) -> Read<Vec<PhotoId>> {
        let is_waiting = |photo: &Photo| photo.labels.faces.is_waiting();
        let found = self.photos_that(is_waiting)?;
        Ok(found.into_iter().rev().map(|photo| photo.id).collect())
    }

    fn people_out(&self) -> Read<Vec<OutPerson>> {
        let reads: &dyn Reads = self;
        let out = Rows::of("copy that is out", PEOPLE_OUT).in_order(&[
            By::Rising("person"),
            By::Rising("channel"),
            By::Rising("seen"),
        ]);
        let mut found = reads.all(&out, |row| {
            Ok(OutPerson {
                who: row.text("person")?,
                channel: ChannelId(row.text("channel")?),
                is_seen: row.flag("seen")?,
            })
        })?;
        found.dedup();
        Ok(found)
    }

    fn channels_out(&self) -> Read<Vec<ChannelId>> {
        let reads: &dyn Reads = self;
        let channels = reads.values(OUT_NOW, "channel", usize::MAX)?;
        Ok(channels.into_iter().map(ChannelId).collect())
    }

    fn releases_showing(&self, person: &OutPerson) -> Read<Vec<ReleaseId>> {
        let rows = Rows::of("copy that is out", PEOPLE_OUT)
            .with("person", &person.who)
            .with("channel", &person.channel.0)
            .with("seen", person.is_seen);
        let releases = self.releases_in(&rows)?.into_iter();
        Ok(releases.map(|release| release.id).collect())
    }

    fn photos_out_to(&self, channel: &ChannelId) -> Read<Vec<PhotoNumber>> {
        let rows = Rows::of("copy that is out", OUT_NOW).with("channel", &channel.0);
        let listed = self.in_lists()?;
        let mut found = Vec::new();
        for release in self.releases_in(&rows)? {
            let photo = listed
                .iter()
                .find(|one| Some(&one.photo.id) == release.photo());
            found.extend(photo.map(|one| one.number));
        }
        Ok(found)
    }

    fn releases_out_to(&self, channel: &ChannelId) -> Read<Vec<ReleaseId>> {
        let rows = Rows::of("copy that is out", OUT_NOW).with("channel", &channel.0);
        let releases = self.releases_in(&rows)?.into_iter();
        Ok(releases.map(|release| release.id).collect())
    }

    fn stored(&self, list: List, each: &mut dyn FnMut(&[String])) -> Written {
        let (set, columns): (&RowSet, &[&str]) = match list {
            List::Photos => (PHOTOS_LISTED, &["photo", "gist", "taken", "open"]),
            List::People => (PEOPLE_LISTED, &["photo", "person", "seen", "tallest"]),
            List::Words => (WORDS_LISTED, &["photo", "word"]),
            List::Out => (OUT_NOW, &["release", "channel", "going"]),
            List::PeopleOut => (PEOPLE_OUT, &["release", "person", "channel", "seen"]),
        };
        for row in self.rows(set).iter() {
            let said: Vec<String> = columns
                .iter()
                .map(|column| match cell(row, column) {
                    Value::Nothing => String::new(),
                    Value::Text(text) => text.clone(),
                    Value::Number(number) => self.by_name(column, *number),
                })
                .collect();
            each(&said);
        }
        Ok(())
    }
}

impl Deed {
    /// What a number in a list stands for.
    fn by_name(&self, column: &str, number: i64) -> String {
        let (set, name) = match column {
            "photo" => (PHOTOS_LISTED, "photo"),
            "gist" => (GISTS, "gist"),
            "release" => (Release::SET, "id"),
            _ => return number.to_string(),
        };
        let rows = self.rows(set);
        let named = rows
            .iter()
            .find(|row| *cell(row, "number") == Value::Number(number));
        match named.map(|row| cell(row, name)) {
            Some(Value::Text(name)) => name.clone(),
            _ => String::new(),
        }
    }
}
