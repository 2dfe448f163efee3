//! Reads lists of many photos, and holds them against the records they are derived from.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::super::RegisterError;
use super::super::lists::{GistNumber, Listed, Lists, OutPerson, PhotoNumber, TakenWithin};
use super::row::{Bad, Columns, all, each, json, one};
use super::write::lists::{faces_open, people_in_copy, people_of};
use super::{SqliteRegister, outgoing};
use crate::domain::channel::ChannelId;
use crate::domain::gist::{Gist, words_beside};
use crate::domain::ids::{PhotoId, ReleaseId, StaffId};
use crate::domain::kept::Photo;
use crate::domain::person::PersonId;
use crate::domain::release::{OutletKind, Release, ReleaseEvent, ReleaseState};
use crate::domain::roll::Roll;
use crate::domain::school::FiledPermission;

type Read<T> = Result<T, RegisterError>;

/// What a list shows of a photo. Its key is asked for, so that one that vanished is told, not skipped.
const LISTED: &str = "SELECT listed.number, listed.photo, listed.gist, listed.open, photo.taken_at, \
     photo.occasion, photo.class, photo.tagging_complete, photo.caption, photo.alt, photo.credit, \
     photo.file_name, EXISTS (SELECT 1 FROM face WHERE face.photo = listed.photo \
     AND face.found_by LIKE 'not looked:%' AND face.dismissed IS NULL) AS is_unseen, \
     EXISTS (SELECT 1 FROM seal_key \
     WHERE object = listed.photo) AS has_key FROM photo_gist AS listed \
     JOIN photo ON photo.id = listed.photo";

fn listed(row: &Columns) -> Result<(Listed, bool), Bad> {
    let listed = Listed {
        number: row.number("number")?,
        photo: PhotoId(row.text("photo")?),
        gist: row.number("gist")?,
        taken_at: row.time("taken_at")?,
        occasion: row.text("occasion")?,
        class: row.text("class")?,
        tagging_complete: row.flag("tagging_complete")?,
        faces_open: row.number("open")?,
        is_unseen: row.flag("is_unseen")?,
        caption: row.text("caption")?,
        alt: row.text("alt")?,
        credit: row.text("credit")?,
        file_name: row.text("file_name")?,
    };
    Ok((listed, row.flag("has_key")?))
}

fn with_keys(found: Vec<(Listed, bool)>) -> Read<Vec<Listed>> {
    found
        .into_iter()
        .map(|(listed, has_key)| match has_key {
            true => Ok(listed),
            false => Err(RegisterError::Tampered {
                what: "the list of keys (one is gone that nobody destroyed)".to_owned(),
            }),
        })
        .collect()
}

impl Lists for SqliteRegister {
    fn roll(&self) -> Read<Arc<Roll>> {
        self.with_known(|db, known| known.roll(db))
    }

    fn answers(&self, people: &[PersonId]) -> Read<Vec<Arc<Vec<FiledPermission>>>> {
        self.with_known(|db, known| {
            people
                .iter()
                .map(|person| known.answers(db, person))
                .collect()
        })
    }

    fn newest_event(&self) -> Read<Option<DateTime<Utc>>> {
        self.with_known(|db, known| known.newest_event(db))
    }

    fn photo_count(&self) -> Read<usize> {
        let sql = "SELECT count(*) AS photos FROM photo_gist";
        let count = one(&self.db, "list", sql, [], |row| row.number("photos"))?;
        Ok(count.unwrap_or_default())
    }

    fn newest(&self, after: Option<&PhotoId>, count: usize) -> Read<Vec<Listed>> {
        let limit = i64::try_from(count).unwrap_or(i64::MAX);
        let order = "ORDER BY listed.taken DESC, listed.number DESC";
        let found = match after {
            None => {
                let sql = format!("{LISTED} {order} LIMIT $1");
                all(&self.db, "listed photo", &sql, params![limit], listed)?
            }
            Some(photo) => {
                // SQLite numbers what is named in the order of naming.
                let sql = format!(
                    "{LISTED} WHERE (listed.taken, listed.number) < \
                     (SELECT taken, number FROM photo_gist WHERE photo = $1) {order} LIMIT $2"
                );
                let from = params![photo.0, limit];
                all(&self.db, "listed photo", &sql, from, listed)?
            }
        };
        with_keys(found)
    }

    fn numbered(&self, numbers: &[PhotoNumber]) -> Read<Vec<Listed>> {
        let sql = format!("{LISTED} WHERE listed.number = $1");
        let mut found = Vec::with_capacity(numbers.len());
        for number in numbers {
            found.extend(one(
                &self.db,
                "listed photo",
                &sql,
                params![number],
                listed,
            )?);
        }
        with_keys(found)
    }

    fn number_of(&self, photo: &PhotoId) -> Read<Option<PhotoNumber>> {
        let sql = "SELECT number FROM photo_gist WHERE photo = $1";
        one(&self.db, "listed photo", sql, params![photo.0], |row| {
            row.number("number")
        })
    }

    fn people_of(&self, photo: PhotoNumber) -> Read<Vec<(PersonId, bool)>> {
        let sql = "SELECT person, seen FROM photo_person WHERE photo = $1";
        all(&self.db, "listed person", sql, params![photo], |row| {
            Ok((PersonId(row.text("person")?), row.flag("seen")?))
        })
    }

    fn gists(&self) -> Read<Vec<(GistNumber, Gist)>> {
        let sql = "SELECT number, gist FROM gist";
        all(&self.db, "gist", sql, [], |row| {
            Ok((row.number("number")?, row.json("gist")?))
        })
    }

    fn photos_alike(
        &self,
        gist: GistNumber,
        within: TakenWithin,
        found: &mut dyn FnMut(PhotoNumber),
    ) -> Read<()> {
        let sql = "SELECT number FROM photo_gist WHERE gist = $1 AND taken >= $2 AND taken < $3";
        let from = within.from.map_or(i64::MIN, |at| at.timestamp_millis());
        let before = within.before.map_or(i64::MAX, |at| at.timestamp_millis());
        numbers(&self.db, sql, params![gist, from, before], found)
    }

    fn photos_alike_when(
        &self,
        gist: GistNumber,
        found: &mut dyn FnMut(PhotoNumber, i64),
    ) -> Read<()> {
        let sql = "SELECT number, taken FROM photo_gist WHERE gist = $1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params![gist])?;
        while let Some(row) = rows.next()? {
            found(row.get(0)?, row.get(1)?);
        }
        Ok(())
    }

    fn people_tagged(&self) -> Read<Vec<PersonId>> {
        // Hops from person to person on the index, so that many photos cost nothing.
        let sql = "WITH RECURSIVE hop (person) AS (SELECT min(person) FROM photo_person UNION ALL \
                   SELECT (SELECT min(person) FROM photo_person WHERE person > hop.person) FROM hop \
                   WHERE hop.person IS NOT NULL) SELECT person FROM hop WHERE person IS NOT NULL";
        all(&self.db, "listed person", sql, [], |row| {
            Ok(PersonId(row.text("person")?))
        })
    }

    fn photos_of(&self, person: &PersonId, found: &mut dyn FnMut(PhotoNumber, bool)) -> Read<()> {
        let sql = "SELECT photo, seen FROM photo_person INDEXED BY person_photo WHERE person = $1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params![person.0])?;
        while let Some(row) = rows.next()? {
            found(row.get(0)?, row.get(1)?);
        }
        Ok(())
    }

    fn photos_taken_by(&self, staff: &StaffId, found: &mut dyn FnMut(PhotoNumber)) -> Read<()> {
        let sql = "SELECT listed.number FROM photo JOIN photo_gist AS listed \
                   ON listed.photo = photo.id WHERE photo.taken_by = $1";
        numbers(&self.db, sql, params![staff.0], found)
    }

    fn photos_of_group(&self, group: &str, found: &mut dyn FnMut(PhotoNumber)) -> Read<()> {
        let sql = "SELECT listed.number FROM photo JOIN photo_gist AS listed \
                   ON listed.photo = photo.id WHERE photo.class = $1";
        numbers(&self.db, sql, params![group], found)
    }

    fn photos_saying(&self, word: &str, found: &mut dyn FnMut(PhotoNumber)) -> Read<()> {
        let sql = "SELECT photo FROM photo_word WHERE word = $1";
        numbers(&self.db, sql, params![word], found)
    }

    fn photos_signed(&self, channel: &ChannelId) -> Read<Vec<PhotoNumber>> {
        let sql = "SELECT listed.number FROM (SELECT DISTINCT photo FROM sign_off \
                   WHERE channel = $1) AS signed JOIN photo_gist AS listed \
                   ON listed.photo = signed.photo";
        let mut found = Vec::new();
        numbers(&self.db, sql, params![channel.0], &mut |number| {
            found.push(number);
        })?;
        Ok(found)
    }

    fn is_signed(&self, photo: &PhotoId) -> Read<bool> {
        let sql = "SELECT id FROM sign_off WHERE photo = $1 LIMIT 1";
        let found = one(&self.db, "sign-off", sql, params![photo.0], |row| {
            row.text("id")
        })?;
        Ok(found.is_some())
    }

    fn people_out(&self) -> Read<Vec<OutPerson>> {
        // Hops from one (person, channel, covered or not) to the next.
        let next = "SELECT person, channel, seen FROM out_person \
                    WHERE (person, channel, seen) > ($1, $2, $3) \
                    ORDER BY person, channel, seen LIMIT 1";
        let mut found: Vec<OutPerson> = Vec::new();
        loop {
            let (who, channel, seen) = match found.last() {
                Some(last) => (
                    last.who.clone(),
                    last.channel.0.clone(),
                    i64::from(last.is_seen),
                ),
                None => (String::new(), String::new(), 0),
            };
            let after = params![who, channel, seen];
            let next = one(&self.db, "copy that is out", next, after, |row| {
                Ok(OutPerson {
                    who: row.text("person")?,
                    channel: ChannelId(row.text("channel")?),
                    is_seen: row.flag("seen")?,
                })
            })?;
            match next {
                Some(next) => found.push(next),
                None => return Ok(found),
            }
        }
    }

    fn channels_out(&self) -> Read<Vec<ChannelId>> {
        let sql = "SELECT DISTINCT channel FROM out_now";
        all(&self.db, "copy that is out", sql, [], |row| {
            Ok(ChannelId(row.text("channel")?))
        })
    }

    fn releases_showing(&self, person: &OutPerson) -> Read<Vec<ReleaseId>> {
        let sql = "SELECT release.id FROM out_person JOIN release \
                   ON release.number = out_person.release WHERE out_person.person = $1 \
                   AND out_person.channel = $2 AND out_person.seen = $3";
        let who = params![person.who, person.channel.0, person.is_seen];
        all(&self.db, "copy that is out", sql, who, |row| row.word("id"))
    }

    fn labelled_after(&self, photo: &PhotoId, at: DateTime<Utc>) -> Read<Option<DateTime<Utc>>> {
        outgoing::labelled_after(&self.db, photo, at)
    }

    fn release(&self, id: &ReleaseId) -> Read<Option<(Release, ReleaseEvent)>> {
        let found = outgoing::release_with_latest(&self.db, id)?;
        Ok(found.map(|(_, release, event)| (release, event)))
    }

    fn photos_out_to(&self, channel: &ChannelId) -> Read<Vec<PhotoNumber>> {
        let sql = "SELECT listed.number FROM out_now JOIN release \
                   ON release.number = out_now.release JOIN photo_gist AS listed \
                   ON listed.photo = release.photo WHERE out_now.channel = $1";
        let mut found = Vec::new();
        numbers(&self.db, sql, params![channel.0], &mut |number| {
            found.push(number);
        })?;
        Ok(found)
    }

    fn releases_out_to(&self, channel: &ChannelId) -> Read<Vec<ReleaseId>> {
        let sql = "SELECT release.id FROM out_now JOIN release \
                   ON release.number = out_now.release WHERE out_now.channel = $1";
        all(
            &self.db,
            "copy that is out",
            sql,
            params![channel.0],
            |row| row.word("id"),
        )
    }
}

fn numbers(
    db: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    found: &mut dyn FnMut(PhotoNumber),
) -> Read<()> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        found(row.get(0)?);
    }
    Ok(())
}

/// The rows of one table, summed up so that their order does not matter.
#[derive(Default, PartialEq, Eq)]
struct Tally {
    rows: u64,
    sum: u128,
}

impl Tally {
    fn add(&mut self, row: &[&str]) {
        let mut hasher = Sha256::new();
        for field in row {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        let half = hasher
            .finalize()
            .iter()
            .take(16)
            .fold(0, |number: u128, byte| (number << 8) | u128::from(*byte));
        self.rows = self.rows.wrapping_add(1);
        self.sum = self.sum.wrapping_add(half);
    }
}

/// What the lists would hold if they were derived now.
#[derive(Default)]
pub struct Derived {
    photos: Tally,
    people: Tally,
    words: Tally,
    out: Tally,
    people_out: Tally,
}

impl Derived {
    /// A photo that was not erased.
    pub fn photo(&mut self, photo: &Photo) -> Read<()> {
        let id = photo.id.0.as_str();
        self.photos.add(&[
            id,
            &json(&Gist::of(photo))?,
            &photo.taken_at.timestamp_millis().to_string(),
            &faces_open(&photo.labels).to_string(),
        ]);
        for (person, seen) in people_of(&photo.labels) {
            self.people.add(&[id, &person.0, flag(seen)]);
        }
        for word in words_beside(photo) {
            self.words.add(&[id, &word]);
        }
        Ok(())
    }

    fn releases(&mut self, db: &Connection) -> Read<()> {
        for (release, event) in outgoing::releases(db)? {
            if !event.state.may_be_out() {
                continue;
            }
            let going = flag(event.state == ReleaseState::GoingOut);
            let (id, channel) = (release.id.0.as_str(), release.channel.0.as_str());
            self.out.add(&[id, channel, going]);
            if release.outlet == OutletKind::Call {
                continue;
            }
            for (person, seen) in people_in_copy(db, &release)? {
                self.people_out.add(&[id, &person, channel, flag(seen)]);
            }
        }
        Ok(())
    }

    /// Names each list that does not hold what the records say.
    pub fn hold(mut self, db: &Connection, each_odd: &mut dyn FnMut(String)) -> Read<()> {
        self.releases(db)?;
        let tables = [
            (
                "photos",
                self.photos,
                "SELECT photo, coalesce(gist.gist, ''), CAST(taken AS TEXT), CAST(open AS TEXT) \
                 FROM photo_gist LEFT JOIN gist ON gist.number = photo_gist.gist",
            ),
            (
                "who is shown",
                self.people,
                "SELECT coalesce(photo_gist.photo, ''), person, CAST(seen AS TEXT) \
                 FROM photo_person LEFT JOIN photo_gist ON photo_gist.number = photo_person.photo",
            ),
            (
                "words",
                self.words,
                "SELECT coalesce(photo_gist.photo, ''), word \
                 FROM photo_word LEFT JOIN photo_gist ON photo_gist.number = photo_word.photo",
            ),
            (
                "what is out",
                self.out,
                "SELECT coalesce(release.id, ''), out_now.channel, CAST(going AS TEXT) \
                 FROM out_now LEFT JOIN release ON release.number = out_now.release",
            ),
            (
                "who is out",
                self.people_out,
                "SELECT coalesce(release.id, ''), person, out_person.channel, CAST(seen AS TEXT) \
                 FROM out_person LEFT JOIN release ON release.number = out_person.release",
            ),
        ];
        for (name, derived, sql) in tables {
            let mut stored = Tally::default();
            each(db, "list", sql, [], &mut |row| {
                let row = row.texts()?;
                stored.add(&row.iter().map(String::as_str).collect::<Vec<_>>());
                Ok(true)
            })?;
            if stored != derived {
                each_odd(format!("list:{name}"));
            }
        }
        // A gist that no photo has is read as well: it must be one.
        let sql = "SELECT gist FROM gist";
        all(db, "gist", sql, [], |row| row.json::<Gist>("gist"))?;
        Ok(())
    }
}

fn flag(is: bool) -> &'static str {
    if is { "1" } else { "0" }
}
