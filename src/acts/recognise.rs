//! Is this file one of ours? By its bytes, or by what it looks like: a site resizes and compresses what
//! it is given. Says which photo it is, which copies of it went where, and whether they may still be out.
//! Nothing that only looks alike is called ours, and whatever is found, a person looks. Decides nothing
//! that may leave, and keeps nothing of a file that is not ours.

mod looks;

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use super::sign_in::Session;
use super::take_down::TakeDown;
use super::{Desk, Done, school_day};
use crate::domain::ids::{PhotoId, ReleaseId};
use crate::domain::release::{Release, ReleaseEvent, ReleaseState};
use crate::domain::sight::{ALIKE, Bits, SAME, SIGHT_RULES, SightOf};
use crate::domain::staff::Duty;
use crate::domain::verdict::Reason;
use crate::picture::{PictureError, SIGHT_SIDE, sight_of};

/// Photos that are told of one file, at most: those that are nearest.
const MOST_FOUND: usize = 5;

/// All that files are held against, as it stood at one moment.
pub struct Album {
    looks: Vec<(SightOf, Bits)>,
    copies: HashMap<ReleaseId, CopyOut>,
    /// SHA-256 of a copy, and its releases.
    by_bytes: HashMap<String, Vec<ReleaseId>>,
    of_photo: HashMap<PhotoId, Vec<ReleaseId>>,
}

/// A copy that went somewhere.
#[derive(Clone, Debug)]
pub struct CopyOut {
    pub release: Release,
    /// Its latest step.
    pub event: ReleaseEvent,
    pub may_be_out: MayBeOut,
}

/// Whether a copy may be out today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MayBeOut {
    /// All that it rests on stands, until that day where there is one.
    Yes { until: Option<NaiveDate> },
    /// It rests on something that no longer stands.
    MustComeDown {
        due: NaiveDate,
        /// Empty where the policy no longer has the channel.
        reasons: Vec<Reason>,
    },
    /// Somebody confirmed on that day that it is gone: whatever is found is left over.
    WasTakenDown { on: NaiveDate },
}

/// How a file was found to be ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Match {
    /// The same bytes.
    Bytes,
    /// It looks the same; so many of 256 bits differ.
    Sight(u32),
    /// It looks alike and may be another picture; so many of 256 bits differ.
    Alike(u32),
}

/// One of our photos that a file is, or looks like.
#[derive(Clone, Debug)]
pub struct Found {
    pub by: Match,
    pub photo: PhotoId,
    pub taken_at: DateTime<Utc>,
    pub occasion: String,
    /// Its key was destroyed: nobody here can see it again.
    pub is_erased: bool,
    /// The very bytes that the camera gave, which never leave by this app.
    pub is_original: bool,
    /// Of the same bytes those alone, else every copy of the photo, newest first.
    pub copies: Vec<CopyOut>,
}

impl Found {
    /// Whether it may be out today, wherever it was found: every copy that it may be still may.
    pub fn may_be_out(&self) -> bool {
        !self.is_original
            && !self.copies.is_empty()
            && self
                .copies
                .iter()
                .all(|copy| matches!(copy.may_be_out, MayBeOut::Yes { .. }))
    }
}

/// What a file is to us.
#[derive(Clone, Debug)]
pub enum Recognised {
    /// Nearest first; by sight a burst may give several.
    Ours(Vec<Found>),
    /// Not the same, but alike: a person looks.
    LooksLike(Vec<Found>),
    NotOurs,
    /// No bytes of ours, and next to nothing to see in it.
    NothingToSee,
    /// No bytes of ours, and no picture that can be read.
    NoPicture(PictureError),
}

impl Desk {
    /// What files are held against. Looks that were not made yet are not in it:
    /// [`Desk::looks_to_make`].
    pub fn album(&self, who: &Session) -> Done<Album> {
        self.require(who, Duty::Look)?;
        let policy = self.policy()?;
        let must_come_down: HashMap<ReleaseId, TakeDown> = self
            .take_downs(who)?
            .into_iter()
            .map(|task| (task.release.id.clone(), task))
            .collect();
        let mut album = Album {
            looks: Vec::new(),
            copies: HashMap::new(),
            by_bytes: HashMap::new(),
            of_photo: HashMap::new(),
        };
        for (release, event) in self.register.releases()? {
            // Whether a copy was ever seen outside.
            let Some(copy) = release
                .copy()
                .filter(|_| event.state != ReleaseState::NotOut)
            else {
                continue;
            };
            let may_be_out = match (event.state, must_come_down.get(&release.id)) {
                (ReleaseState::Down, _) => MayBeOut::WasTakenDown {
                    on: school_day(&policy, event.at),
                },
                (_, Some(task)) => MayBeOut::MustComeDown {
                    due: task.due,
                    reasons: task.reasons.clone(),
                },
                (_, None) => MayBeOut::Yes {
                    until: release.stands_until,
                },
            };
            let id = release.id.clone();
            let same = album.by_bytes.entry(copy.sha256.clone());
            same.or_default().push(id.clone());
            let of_photo = album.of_photo.entry(copy.photo.clone());
            of_photo.or_default().push(id.clone());
            album.copies.insert(
                id,
                CopyOut {
                    release,
                    event,
                    may_be_out,
                },
            );
        }
        for kept in self.register.sights()? {
            let made_so = kept.sight.filter(|_| kept.rules == SIGHT_RULES);
            if let Some(bits) = made_so.and_then(|sight| sight.bits()) {
                album.looks.push((kept.of, bits));
            }
        }
        Ok(album)
    }

    /// What a file is. Errors: pictures cannot be read now; the register cannot. A file that is no
    /// picture is no error.
    pub fn recognise(&self, who: &Session, album: &Album, bytes: &[u8]) -> Done<Recognised> {
        self.require(who, Duty::Look)?;
        let sha256 = hex::encode(Sha256::digest(bytes));
        if let Some(releases) = album.by_bytes.get(&sha256) {
            let photo = releases
                .iter()
                .find_map(|id| album.copies.get(id)?.release.photo().cloned());
            if let Some(photo) = photo {
                let found = self.found(Match::Bytes, photo, album.copies_of(releases), false)?;
                return Ok(Recognised::Ours(vec![found]));
            }
        }
        if let Some(photo) = self.register.photo_by_sha256(&sha256)? {
            let copies = album.copies_of_photo(&photo);
            let found = self.found(Match::Bytes, photo, copies, true)?;
            return Ok(Recognised::Ours(vec![found]));
        }
        let pixels = match self.darkroom.screen(bytes, SIGHT_SIDE) {
            Ok(screen) => screen.pixels,
            Err(error @ (PictureError::Busy | PictureError::NoReader)) => return Err(error.into()),
            Err(error) => return Ok(Recognised::NoPicture(error)),
        };
        let Some(bits) = sight_of(&pixels).and_then(|sight| sight.bits()) else {
            return Ok(Recognised::NothingToSee);
        };
        let near = album.near(&bits);
        let is_ours = near.first().is_some_and(|(bits, _)| *bits <= SAME);
        let mut found = Vec::new();
        for (bits, photo) in near {
            let by = match bits <= SAME {
                true => Match::Sight(bits),
                false => Match::Alike(bits),
            };
            // Beside one that is the same, one that is only alike says nothing.
            if is_ours && matches!(by, Match::Alike(_)) {
                continue;
            }
            let copies = album.copies_of_photo(&photo);
            found.push(self.found(by, photo, copies, false)?);
        }
        Ok(match (found.is_empty(), is_ours) {
            (true, _) => Recognised::NotOurs,
            (false, true) => Recognised::Ours(found),
            (false, false) => Recognised::LooksLike(found),
        })
    }

    fn found(
        &self,
        by: Match,
        id: PhotoId,
        copies: Vec<CopyOut>,
        is_original: bool,
    ) -> Done<Found> {
        let photo = self.photo(&id)?;
        Ok(Found {
            by,
            is_erased: self.register.seal_key(&id.0)?.is_none(),
            photo: id,
            taken_at: photo.taken_at,
            occasion: photo.occasion,
            is_original,
            copies,
        })
    }
}

impl Album {
    /// Photos that look the same or alike, nearest first, each once.
    fn near(&self, sight: &Bits) -> Vec<(u32, PhotoId)> {
        let mut nearest: BTreeMap<&PhotoId, u32> = BTreeMap::new();
        for (of, kept) in &self.looks {
            let bits = sight.distance(kept);
            if bits > ALIKE {
                continue;
            }
            let photo = match of {
                SightOf::Photo(photo) => Some(photo),
                SightOf::Release(release) => self
                    .copies
                    .get(release)
                    .and_then(|copy| copy.release.photo()),
            };
            if let Some(photo) = photo {
                let known = nearest.entry(photo).or_insert(bits);
                *known = bits.min(*known);
            }
        }
        let mut near: Vec<(u32, PhotoId)> = nearest
            .into_iter()
            .map(|(photo, bits)| (bits, photo.clone()))
            .collect();
        near.sort();
        near.truncate(MOST_FOUND);
        near
    }

    /// Newest first.
    fn copies_of(&self, releases: &[ReleaseId]) -> Vec<CopyOut> {
        let copies = releases.iter().rev();
        copies
            .filter_map(|id| self.copies.get(id))
            .cloned()
            .collect()
    }

    fn copies_of_photo(&self, photo: &PhotoId) -> Vec<CopyOut> {
        let of_it = self.of_photo.get(photo);
        self.copies_of(of_it.map(Vec::as_slice).unwrap_or_default())
    }
}
