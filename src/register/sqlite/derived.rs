//! Holds the lists of many photos against the records that they are derived from. Mends nothing.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::super::RegisterError;
use super::outgoing;
use super::row::{all, each, json};
use super::write::lists::{faces_open, people_in_copy, people_of};
use crate::domain::gist::{Gist, words_beside};
use crate::domain::kept::Photo;
use crate::domain::release::{OutletKind, ReleaseState};

type Read<T> = Result<T, RegisterError>;

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
        for (person, appears) in people_of(photo) {
            let tallest = appears.tallest_face.to_string();
            self.people
                .add(&[id, &person.0, flag(appears.is_seen), &tallest]);
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
                "SELECT coalesce(photo_gist.photo, ''), person, CAST(seen AS TEXT), \
                 CAST(tallest AS TEXT) FROM photo_person LEFT JOIN photo_gist ON photo_gist.number = photo_person.photo",
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
