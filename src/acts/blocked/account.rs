//! The account of what is blocked: which photos, for which reasons, how many each reason blocks. Knows
//! no register and no rule.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::verdict::Reason;
use crate::register::lists::PhotoNumber;

/// One photo and one cause: a person in it, or what it is by itself.
#[derive(Clone, Copy, Debug)]
struct Row {
    photo: PhotoNumber,
    cause: u32,
}

/// Every photo that may not go to a channel, with its reasons.
#[derive(Debug, Default)]
pub struct Blocked {
    /// The reasons of each cause.
    causes: Vec<BTreeSet<Reason>>,
    rows: Vec<Row>,
    photos: Marks,
    /// Photos that there are, blocked or not.
    of: usize,
}

impl Blocked {
    /// Nothing yet, of so many photos.
    pub(super) fn among(of: usize) -> Blocked {
        Blocked {
            of,
            ..Blocked::default()
        }
    }

    /// How many photos are blocked.
    pub fn len(&self) -> usize {
        self.photos.count()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many photos there are, blocked or not.
    pub fn of(&self) -> usize {
        self.of
    }

    /// How many causes stand against how many photos: a photo with two is counted twice.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Each reason with the number of photos that it blocks, the most first.
    pub fn counts(&self) -> Vec<(Reason, usize)> {
        let mut of_cause = vec![0_usize; self.causes.len()];
        for row in &self.rows {
            if let Some(count) = of_cause.get_mut(row.cause as usize) {
                *count += 1;
            }
        }
        let mut causes_of: BTreeMap<&Reason, Vec<usize>> = BTreeMap::new();
        for (cause, reasons) in self.causes.iter().enumerate() {
            for reason in reasons {
                causes_of.entry(reason).or_default().push(cause);
            }
        }
        let mut counts: Vec<(Reason, usize)> = causes_of
            .into_iter()
            .map(|(reason, causes)| {
                let count = match causes.as_slice() {
                    [cause] => of_cause.get(*cause).copied().unwrap_or_default(),
                    // One photo may have it from several causes, and counts once.
                    several => self.photos_of(several).count(),
                };
                (reason.clone(), count)
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        counts
    }

    /// The photos that one reason at least blocks of which this is so.
    pub(in crate::acts) fn photos_for(&self, is_so: impl Fn(&Reason) -> bool) -> Marks {
        let such = |causes: &BTreeSet<Reason>| causes.iter().any(&is_so);
        let causes: Vec<bool> = self.causes.iter().map(such).collect();
        let mut photos = Marks::default();
        for row in &self.rows {
            if causes.get(row.cause as usize).copied().unwrap_or_default() {
                photos.set(row.photo);
            }
        }
        photos
    }

    fn photos_of(&self, causes: &[usize]) -> Marks {
        let mut photos = Marks::default();
        for row in &self.rows {
            if causes.contains(&(row.cause as usize)) {
                photos.set(row.photo);
            }
        }
        photos
    }

    /// The photos kept last that are blocked, or those that follow one in the list, each with every
    /// reason, sorted.
    pub fn page(
        &self,
        after: Option<PhotoNumber>,
        count: usize,
    ) -> Vec<(PhotoNumber, Vec<Reason>)> {
        let mut reasons: BTreeMap<PhotoNumber, BTreeSet<Reason>> = self
            .photos
            .newest(after)
            .take(count)
            .map(|photo| (photo, BTreeSet::new()))
            .collect();
        for row in &self.rows {
            if let (Some(all), Some(more)) = (
                reasons.get_mut(&row.photo),
                self.causes.get(row.cause as usize),
            ) {
                all.extend(more.iter().cloned());
            }
        }
        reasons
            .into_iter()
            .rev()
            .map(|(photo, reasons)| (photo, reasons.into_iter().collect()))
            .collect()
    }

    /// A cause that photos can be put under; nothing where it has no reason.
    pub(super) fn cause(&mut self, reasons: BTreeSet<Reason>) -> Option<u32> {
        if reasons.is_empty() {
            return None;
        }
        let number = u32::try_from(self.causes.len()).unwrap_or(u32::MAX);
        self.causes.push(reasons);
        Some(number)
    }

    pub(super) fn put(&mut self, photo: PhotoNumber, cause: u32) {
        self.rows.push(Row { photo, cause });
        self.photos.set(photo);
    }
}

/// A set of photos, one bit each.
#[derive(Clone, Debug, Default)]
pub(in crate::acts) struct Marks(Vec<u64>);

impl Marks {
    pub(in crate::acts) fn set(&mut self, photo: PhotoNumber) {
        let place = (photo / 64) as usize;
        if place >= self.0.len() {
            self.0.resize(place + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(place) {
            *bits |= 1 << (photo % 64);
        }
    }

    pub(in crate::acts) fn has(&self, photo: PhotoNumber) -> bool {
        self.0
            .get((photo / 64) as usize)
            .is_some_and(|bits| bits & (1 << (photo % 64)) != 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// From the highest number down, below one where one is given.
    pub(super) fn newest(&self, below: Option<PhotoNumber>) -> impl Iterator<Item = PhotoNumber> {
        let all = u32::try_from(self.0.len().saturating_mul(64)).unwrap_or(u32::MAX);
        (0..below.map_or(all, |below| below.min(all)))
            .rev()
            .filter(|photo| self.has(*photo))
    }
}
