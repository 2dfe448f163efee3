//! Reads lists of many photos.

use rusqlite::{Connection, params};

use super::super::{Bad, Columns, List, Many, Read, Written};
use super::rows::{Db, all, one};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PhotoId, ReleaseId, StaffId};
use crate::domain::person::PersonId;
use crate::register::lists::{Appears, GistNumber, Listed, OutPerson, PhotoNumber, TakenWithin};

/// What a list shows of a photo. One whose key vanished is in it like any other: whoever opens it is told.
const LISTED: &str = "SELECT listed.number, listed.photo, listed.gist, listed.open, photo.taken_at, \
     photo.occasion, photo.class, photo.tagging_complete AND (photo.nobody IS NOT NULL \
     OR EXISTS (SELECT 1 FROM tag WHERE tag.photo = listed.photo)) AS tagging_complete, \
     photo.nobody IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.photo = listed.photo) \
     AND photo.tagging_complete AS names_nobody, photo.caption, photo.alt, photo.credit, \
     photo.file_name, EXISTS (SELECT 1 FROM face WHERE face.photo = listed.photo \
     AND face.found_by LIKE 'not looked:%' AND face.dismissed IS NULL) AS is_unseen FROM photo_gist AS listed \
     JOIN photo ON photo.id = listed.photo";

fn listed(row: &Columns) -> Result<Listed, Bad> {
    Ok(Listed {
        number: row.number("number")?,
        photo: PhotoId(row.text("photo")?),
        gist: row.number("gist")?,
        taken_at: row.time("taken_at")?,
        occasion: row.text("occasion")?,
        class: row.text("class")?,
        tagging_complete: row.flag("tagging_complete")?,
        names_nobody: row.flag("names_nobody")?,
        faces_open: row.number("open")?,
        is_unseen: row.flag("is_unseen")?,
        caption: row.text("caption")?,
        alt: row.text("alt")?,
        credit: row.text("credit")?,
        file_name: row.text("file_name")?,
    })
}

impl Many for Db<'_> {
    fn photo_count(&self) -> Read<usize> {
        let sql = "SELECT count(*) AS photos FROM photo_gist";
        let count = one(self.0, "list", sql, [], |row| row.number("photos"))?;
        Ok(count.unwrap_or_default())
    }

    fn newest(&self, after: Option<&PhotoId>, count: usize) -> Read<Vec<Listed>> {
        let limit = i64::try_from(count).unwrap_or(i64::MAX);
        let order = "ORDER BY listed.taken DESC, listed.number DESC";
        let found = match after {
            None => {
                let sql = format!("{LISTED} {order} LIMIT $1");
                all(self.0, "listed photo", &sql, params![limit], listed)?
            }
            Some(photo) => {
                // SQLite numbers what is named in the order of naming.
                let sql = format!(
                    "{LISTED} WHERE (listed.taken, listed.number) < \
                     (SELECT taken, number FROM photo_gist WHERE photo = $1) {order} LIMIT $2"
                );
                let from = params![photo.0, limit];
                all(self.0, "listed photo", &sql, from, listed)?
            }
        };
        Ok(found)
    }

    fn numbered(&self, numbers: &[PhotoNumber]) -> Read<Vec<Listed>> {
        let sql = format!("{LISTED} WHERE listed.number = $1");
        let mut found = Vec::with_capacity(numbers.len());
        for number in numbers {
            found.extend(one(self.0, "listed photo", &sql, params![number], listed)?);
        }
        Ok(found)
    }

    fn photos_alike(
        &self,
        gist: GistNumber,
        within: TakenWithin,
        found: &mut dyn FnMut(PhotoNumber),
    ) -> Written {
        let sql = "SELECT number FROM photo_gist WHERE gist = $1 AND taken >= $2 AND taken < $3";
        let from = within.from.map_or(i64::MIN, |at| at.timestamp_millis());
        let before = within.before.map_or(i64::MAX, |at| at.timestamp_millis());
        numbers(self.0, sql, params![gist, from, before], found)
    }

    fn photos_alike_when(
        &self,
        gist: GistNumber,
        found: &mut dyn FnMut(PhotoNumber, i64),
    ) -> Written {
        let sql = "SELECT number, taken FROM photo_gist WHERE gist = $1";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query(params![gist])?;
        while let Some(row) = rows.next()? {
            found(row.get(0)?, row.get(1)?);
        }
        Ok(())
    }

    fn photos_of(&self, person: &PersonId, found: &mut dyn FnMut(PhotoNumber, Appears)) -> Written {
        let sql = "SELECT photo, seen, tallest FROM photo_person INDEXED BY person_photo \
                   WHERE person = $1";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query(params![person.0])?;
        while let Some(row) = rows.next()? {
            let appears = Appears {
                is_seen: row.get(1)?,
                tallest_face: row.get(2)?,
            };
            found(row.get(0)?, appears);
        }
        Ok(())
    }

    fn photos_taken_by(&self, staff: &StaffId, found: &mut dyn FnMut(PhotoNumber)) -> Written {
        let sql = "SELECT listed.number FROM photo JOIN photo_gist AS listed \
                   ON listed.photo = photo.id WHERE photo.taken_by = $1";
        numbers(self.0, sql, params![staff.0], found)
    }

    fn photos_of_group(&self, group: &str, found: &mut dyn FnMut(PhotoNumber)) -> Written {
        let sql = "SELECT listed.number FROM photo JOIN photo_gist AS listed \
                   ON listed.photo = photo.id WHERE photo.class = $1";
        numbers(self.0, sql, params![group], found)
    }

    fn photos_saying(&self, word: &str, found: &mut dyn FnMut(PhotoNumber)) -> Written {
        let sql = "SELECT photo FROM photo_word WHERE word = $1";
        numbers(self.0, sql, params![word], found)
    }

    fn photos_signed(&self, channel: &ChannelId) -> Read<Vec<PhotoNumber>> {
        let sql = "SELECT listed.number FROM (SELECT DISTINCT photo FROM sign_off \
                   WHERE channel = $1) AS signed JOIN photo_gist AS listed \
                   ON listed.photo = signed.photo";
        let mut found = Vec::new();
        numbers(self.0, sql, params![channel.0], &mut |number| {
            found.push(number);
        })?;
        Ok(found)
    }

    fn photos_in_doubt(&self) -> Read<Vec<PhotoId>> {
        let sql = "SELECT id FROM photo WHERE in_doubt = 1 \
                   AND id NOT IN (SELECT object FROM erasure) ORDER BY taken_at DESC, id";
        all(self.0, "photo", sql, [], |row| Ok(PhotoId(row.text("id")?)))
    }

    /// By the index that holds these faces only, so it costs nothing where none waits.
    fn photos_waiting(&self) -> Read<Vec<PhotoId>> {
        let sql = "SELECT id FROM photo WHERE id IN (SELECT photo FROM face \
                   WHERE found_by = 'not looked: waiting' AND dismissed IS NULL) \
                   AND id NOT IN (SELECT object FROM erasure) ORDER BY taken_at, id DESC";
        all(self.0, "photo", sql, [], |row| Ok(PhotoId(row.text("id")?)))
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
            let next = one(self.0, "copy that is out", next, after, |row| {
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
        all(self.0, "copy that is out", sql, [], |row| {
            Ok(ChannelId(row.text("channel")?))
        })
    }

    fn releases_showing(&self, person: &OutPerson) -> Read<Vec<ReleaseId>> {
        let sql = "SELECT release.id FROM out_person JOIN release \
                   ON release.number = out_person.release WHERE out_person.person = $1 \
                   AND out_person.channel = $2 AND out_person.seen = $3";
        let who = params![person.who, person.channel.0, person.is_seen];
        all(self.0, "copy that is out", sql, who, |row| row.word("id"))
    }

    fn photos_out_to(&self, channel: &ChannelId) -> Read<Vec<PhotoNumber>> {
        let sql = "SELECT listed.number FROM out_now JOIN release \
                   ON release.number = out_now.release JOIN photo_gist AS listed \
                   ON listed.photo = release.photo WHERE out_now.channel = $1";
        let mut found = Vec::new();
        numbers(self.0, sql, params![channel.0], &mut |number| {
            found.push(number);
        })?;
        Ok(found)
    }

    fn releases_out_to(&self, channel: &ChannelId) -> Read<Vec<ReleaseId>> {
        let sql = "SELECT release.id FROM out_now JOIN release \
                   ON release.number = out_now.release WHERE out_now.channel = $1";
        all(self.0, "copy that is out", sql, params![channel.0], |row| {
            row.word("id")
        })
    }

    fn stored(&self, list: List, each: &mut dyn FnMut(&[String])) -> Written {
        let mut statement = self.0.prepare_cached(as_stored(list))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let row: Result<Vec<String>, rusqlite::Error> =
                (0..columns).map(|place| row.get(place)).collect();
            each(&row?);
        }
        Ok(())
    }
}

fn as_stored(list: List) -> &'static str {
    match list {
        List::Photos => {
            "SELECT photo, coalesce(gist.gist, ''), CAST(taken AS TEXT), CAST(open AS TEXT) \
             FROM photo_gist LEFT JOIN gist ON gist.number = photo_gist.gist"
        }
        List::People => {
            "SELECT coalesce(photo_gist.photo, ''), person, CAST(seen AS TEXT), \
             CAST(tallest AS TEXT) FROM photo_person \
             LEFT JOIN photo_gist ON photo_gist.number = photo_person.photo"
        }
        List::Words => {
            "SELECT coalesce(photo_gist.photo, ''), word \
             FROM photo_word LEFT JOIN photo_gist ON photo_gist.number = photo_word.photo"
        }
        List::Out => {
            "SELECT coalesce(release.id, ''), out_now.channel, CAST(going AS TEXT) \
             FROM out_now LEFT JOIN release ON release.number = out_now.release"
        }
        List::PeopleOut => {
            "SELECT coalesce(release.id, ''), person, out_person.channel, CAST(seen AS TEXT) \
             FROM out_person LEFT JOIN release ON release.number = out_person.release"
        }
    }
}

fn numbers(
    db: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    found: &mut dyn FnMut(PhotoNumber),
) -> Written {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        found(row.get(0)?);
    }
    Ok(())
}
