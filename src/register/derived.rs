//! Holds the lists of many photos against the records that they are derived from. Mends nothing.

use sha2::{Digest, Sha256};

use super::listing::{GISTS, faces_open, people_in_copy, people_of};
use super::records::release as releases;
use super::store::{List, Reads, Rows, Written, json};
use crate::domain::gist::{Gist, words_beside};
use crate::domain::kept::Photo;
use crate::domain::release::ReleaseState;

/// The rows of one table, summed up so that their order does not matter.
#[derive(Default, PartialEq, Eq)]
struct Tally {
    rows: u64,
    sum: u128,
}

impl Tally {
    fn add<T: AsRef<str>>(&mut self, row: &[T]) {
        let mut hasher = Sha256::new();
        for field in row.iter().map(AsRef::as_ref) {
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
    pub fn photo(&mut self, photo: &Photo) -> Written {
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

    fn releases(&mut self, reads: &dyn Reads) -> Written {
        for (release, event) in releases::all(reads)? {
            if !event.state.may_be_out() {
                continue;
            }
            let going = flag(event.state == ReleaseState::GoingOut);
            let (id, channel) = (release.id.0.as_str(), release.channel.0.as_str());
            self.out.add(&[id, channel, going]);
            for (person, seen) in people_in_copy(reads, &release)? {
                self.people_out.add(&[id, &person, channel, flag(seen)]);
            }
        }
        Ok(())
    }

    /// Names each list that does not hold what the records say.
    pub fn hold(mut self, reads: &dyn Reads, each_odd: &mut dyn FnMut(String)) -> Written {
        self.releases(reads)?;
        let lists = [
            ("photos", self.photos, List::Photos),
            ("who is shown", self.people, List::People),
            ("words", self.words, List::Words),
            ("what is out", self.out, List::Out),
            ("who is out", self.people_out, List::PeopleOut),
        ];
        for (name, derived, list) in lists {
            let mut stored = Tally::default();
            reads.many().stored(list, &mut |row| stored.add(row))?;
            if stored != derived {
                each_odd(format!("list:{name}"));
            }
        }
        // A gist that no photo has is read as well: it must be one.
        reads
            .all(&Rows::of("gist", GISTS), |row| row.json::<Gist>("gist"))
            .map(drop)
    }
}

fn flag(is: bool) -> &'static str {
    if is { "1" } else { "0" }
}
