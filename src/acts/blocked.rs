//! What is blocked on a channel and why, over every photo at once. A list: it says what the gate would
//! say, made of the same parts, and lets nothing out; a release asks the gate itself.
//!
//! Most photos are alike in what the rules ask of them, and how a person stands is the same in every
//! picture of theirs. So each gist and each person is put before the rules once, and the photos are
//! looked up. A photo that has something of its own to judge (words that may name or reach somebody, a
//! sign-off) is put before the rules whole.

mod account;
mod shelf;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::check::{Moment, verdict};
use super::sign_in::Session;
use super::{ActError, Desk, Done, picture_channel_of, school_day};
use crate::acts::refusal::Refusal;
use crate::domain::channel::{Channel, ChannelId, SignOffRule};
use crate::domain::close_ups::is_known_adult;
use crate::domain::decision::{Question, Standing, own_reasons};
use crate::domain::gist::Gist;
use crate::domain::ids::PhotoId;
use crate::domain::kept::Source;
use crate::domain::person::PersonId;
use crate::domain::photo::DeviceStanding;
use crate::domain::policy::Policy;
use crate::domain::roll::{Everybody, Roll};
use crate::domain::staff::Duty;
use crate::domain::verdict::{Reason, Verdict};
use crate::domain::words::{NamesSought, OwnNames, Tagged};
use crate::register::Asked;
use crate::register::lists::{Appears, GistNumber, Listed, PhotoNumber, TakenWithin};

pub use account::Blocked;
pub(in crate::acts) use account::Marks;
pub use shelf::Overview;
use shelf::{InRegister, Shelf};

/// All that a list asks of the school for one channel, put before the rules once.
struct Ready {
    channel: Channel,
    moment: Moment,
    /// For each gist, what its photos are by themselves, by when they were taken.
    own: Vec<(GistNumber, TakenWithin, BTreeSet<Reason>)>,
    people: HashMap<PersonId, Arc<Standing>>,
    /// Gists of photos with words in which somebody might be reached.
    may_reach: HashSet<GistNumber>,
    /// Gists of photos of which only they themselves tell whether a face is too close.
    may_be_close: HashSet<GistNumber>,
    roll: Arc<Roll>,
}

impl Ready {
    /// Whether somebody's face is too close, and theirs is not an adult's whom the register knows.
    fn is_too_close(&self, person: &PersonId, appears: Appears) -> bool {
        let is_over = |largest| u32::from(appears.tallest_face) > largest;
        self.channel.largest_face().is_some_and(is_over)
            && !is_known_adult(person, (&self.roll).into())
    }
}

impl Desk {
    /// Every photo that may not go to a channel, and why. Errors: a channel that takes no pictures.
    pub fn blocked(&self, who: &Session, channel: &ChannelId) -> Done<Blocked> {
        self.require(who, Duty::Look)?;
        self.blocked_now(channel)
    }

    pub(crate) fn blocked_now(&self, channel: &ChannelId) -> Done<Blocked> {
        let channel = self.picture_channel(channel)?;
        self.blocked_on(&InRegister(self.register.lists()), channel)
    }

    /// As [`Desk::blocked`], from an overview.
    pub fn blocked_in(
        &self,
        who: &Session,
        overview: &Overview,
        channel: &ChannelId,
    ) -> Done<Blocked> {
        self.require(who, Duty::Look)?;
        let channel = self.picture_channel(channel)?;
        self.blocked_on(overview, channel)
    }

    /// Which photos are alike and who is in which, for asking about several channels.
    pub fn overview(&self, who: &Session) -> Done<Overview> {
        self.require(who, Duty::Look)?;
        Ok(Overview::of(self.register.lists())?)
    }

    /// The photos of a list by their numbers, in that order.
    pub fn listed(&self, who: &Session, numbers: &[PhotoNumber]) -> Done<Vec<Listed>> {
        self.require(who, Duty::Look)?;
        Ok(self.register.lists().numbered(numbers)?)
    }

    /// Where a photo stands in lists. Errors: it was erased, and is in none.
    pub fn place_of(&self, who: &Session, photo: &PhotoId) -> Done<PhotoNumber> {
        self.require(who, Duty::Look)?;
        self.register
            .lists()
            .number_of(photo)?
            .ok_or(ActError::Refused(Refusal::Erased))
    }

    /// The newest photos, or those that follow one; erased ones are gone.
    pub fn newest(
        &self,
        who: &Session,
        after: Option<&PhotoId>,
        count: usize,
    ) -> Done<Vec<Listed>> {
        self.require(who, Duty::Look)?;
        Ok(self.register.lists().newest(after, count)?)
    }

    /// The verdicts of a channel on photos of a list, in its order.
    pub fn verdicts(
        &self,
        who: &Session,
        photos: &[Listed],
        channel: &ChannelId,
    ) -> Done<Vec<Verdict>> {
        self.require(who, Duty::Look)?;
        let lists = self.register.lists();
        let mut tagged: Vec<Vec<(PersonId, Appears)>> = Vec::with_capacity(photos.len());
        for photo in photos {
            tagged.push(lists.people_of(photo.number)?);
        }
        let people: BTreeSet<&PersonId> = tagged
            .iter()
            .flat_map(|people| people.iter().map(|(person, _)| person))
            .collect();
        let people: Vec<PersonId> = people.into_iter().cloned().collect();
        let ready = self.ready(self.picture_channel(channel)?, &people)?;
        let roll = Arc::clone(&ready.roll);
        let signed: HashSet<PhotoNumber> = self.signed(&ready.channel)?.into_iter().collect();
        let mut verdicts = Vec::with_capacity(photos.len());
        for (photo, people) in photos.iter().zip(tagged) {
            let has_words = ready.channel.outside
                && (ready.may_reach.contains(&photo.gist) || names_somebody(photo, &roll));
            let may_be_close = ready.may_be_close.contains(&photo.gist);
            if has_words || may_be_close || signed.contains(&photo.number) {
                verdicts.push(self.whole(&photo.photo, &ready)?);
                continue;
            }
            let taken = photo.taken_at;
            let mut reasons = BTreeSet::new();
            for (_, within, own) in ready.own.iter().filter(|own| own.0 == photo.gist) {
                let is_within = within.from.is_none_or(|from| from <= taken)
                    && within.before.is_none_or(|before| taken < before);
                if is_within {
                    reasons.extend(own.iter().cloned());
                }
            }
            for (person, appears) in people {
                if ready.is_too_close(&person, appears) {
                    reasons.insert(Reason::FaceTooClose);
                }
                if let Some(stands) = ready.people.get(&person) {
                    let theirs = if appears.is_seen {
                        &stands.seen
                    } else {
                        &stands.covered
                    };
                    reasons.extend(theirs.iter().cloned());
                }
            }
            verdicts.push(Verdict::from_reasons(reasons));
        }
        Ok(verdicts)
    }

    fn picture_channel(&self, channel: &ChannelId) -> Done<Channel> {
        picture_channel_of(&self.policy()?, channel)
    }

    fn blocked_on(&self, shelf: &dyn Shelf, channel: Channel) -> Done<Blocked> {
        let lists = self.register.lists();
        let people = lists.people_tagged()?;
        let ready = self.ready(channel, &people)?;
        let whole = self.whole_ones(shelf, &ready)?;
        let mut blocked = Blocked::among(lists.photo_count()?);
        for (gist, within, own) in &ready.own {
            let Some(cause) = blocked.cause(own.clone()) else {
                continue;
            };
            shelf.photos_alike(*gist, *within, &mut |photo| {
                if !whole.has(photo) {
                    blocked.put(photo, cause);
                }
            })?;
        }
        for (person, stands) in &ready.people {
            let seen = blocked.cause(stands.seen.clone());
            let covered = blocked.cause(stands.covered.clone());
            let may_be_close = ready.channel.largest_face().is_some();
            if (seen, covered) == (None, None) && !may_be_close {
                continue;
            }
            let close = match may_be_close {
                true => blocked.cause(BTreeSet::from([Reason::FaceTooClose])),
                false => None,
            };
            shelf.photos_of(person, &mut |photo, appears| {
                let cause = if appears.is_seen { seen } else { covered };
                let close = close.filter(|_| ready.is_too_close(person, appears));
                for cause in [cause, close].into_iter().flatten() {
                    if !whole.has(photo) {
                        blocked.put(photo, cause);
                    }
                }
            })?;
        }
        let whole: Vec<PhotoNumber> = whole.newest(None).collect();
        for listed in lists.numbered(&whole)? {
            let verdict = self.whole(&listed.photo, &ready)?;
            let reasons = verdict.reasons().iter().cloned().collect();
            if let Some(cause) = blocked.cause(reasons) {
                blocked.put(listed.number, cause);
            }
        }
        Ok(blocked)
    }

    /// A photo put before the rules whole, as `photo check` does.
    fn whole(&self, photo: &PhotoId, ready: &Ready) -> Done<Verdict> {
        let asked = Asked::Photo(photo.clone());
        let facts = self.register.facts(&asked, &ready.channel.id)?;
        let policy = facts.policy.rules()?;
        Ok(verdict(&facts, policy, &ready.channel, &ready.moment))
    }

    fn ready(&self, channel: Channel, people: &[PersonId]) -> Done<Ready> {
        let lists = self.register.lists();
        let policy = self.policy()?;
        let moment = self.moment()?;
        let standings = self.standings(&channel, people, school_day(&policy, moment.now))?;
        let newest = lists.newest_event()?;
        let clock_behind = newest.is_some_and(|newest| moment.now < newest);
        let gists = lists.gists()?;
        let own = self.own(&gists, &policy, &channel, &moment, clock_behind)?;
        let such = |is_so: &dyn Fn(&Gist) -> bool| {
            let gists = gists.iter().filter(|(_, gist)| is_so(gist));
            gists.map(|(number, _)| *number).collect()
        };
        let largest = channel.largest_face();
        Ok(Ready {
            may_reach: such(&|gist| gist.may_reach),
            may_be_close: such(&|gist| gist.may_be_too_close(largest)),
            roll: lists.roll()?,
            channel,
            moment,
            own,
            people: people.iter().cloned().zip(standings).collect(),
        })
    }

    /// What the photos of each gist are by themselves.
    fn own(
        &self,
        gists: &[(GistNumber, Gist)],
        policy: &Policy,
        channel: &Channel,
        moment: &Moment,
        clock_behind: bool,
    ) -> Done<Vec<(GistNumber, TakenWithin, BTreeSet<Reason>)>> {
        let nobody = Roll::of(Vec::new());
        let today = school_day(policy, moment.now);
        let mut own = Vec::new();
        let mut sources: Vec<(&Source, Vec<(TakenWithin, DeviceStanding)>)> = Vec::new();
        for (number, gist) in gists {
            if !sources.iter().any(|(source, _)| **source == gist.source) {
                sources.push((&gist.source, self.stands_when(&gist.source)?));
            }
            let stands = sources.iter().find(|(source, _)| **source == gist.source);
            for (within, device) in stands.into_iter().flat_map(|(_, stands)| stands) {
                let photo = gist.facts(*device);
                let reasons = own_reasons(&Question {
                    policy,
                    channel,
                    today,
                    photo: &photo,
                    people: (&nobody).into(),
                    permissions: &[],
                    clock_behind,
                    register_live: moment.register_live,
                    register_restored: false,
                });
                own.push((*number, *within, reasons));
            }
        }
        Ok(own)
    }

    /// How a piece of equipment stands, by when a photo was taken.
    fn stands_when(&self, source: &Source) -> Done<Vec<(TakenWithin, DeviceStanding)>> {
        let mut bounds: Vec<DateTime<Utc>> = Vec::new();
        let stands: Box<dyn Fn(DateTime<Utc>) -> DeviceStanding> = match source {
            Source::Device(id) => {
                match self
                    .register
                    .devices()?
                    .into_iter()
                    .find(|one| one.id == *id)
                {
                    Some(device) => {
                        bounds.push(device.enrolled_at);
                        bounds.extend(device.revoked_at);
                        Box::new(move |taken| device.standing(taken))
                    }
                    None => Box::new(|_| DeviceStanding::Unknown),
                }
            }
            Source::Camera(id) => {
                match self
                    .register
                    .cameras()?
                    .into_iter()
                    .find(|one| one.id == *id)
                {
                    Some(camera) => {
                        bounds.extend(camera.retired_at);
                        Box::new(move |taken| camera.standing(taken))
                    }
                    None => Box::new(|_| DeviceStanding::Unknown),
                }
            }
        };
        bounds.sort();
        bounds.dedup();
        // It changes at a bound and nowhere else: what it is at the beginning of a stretch, it is
        // throughout.
        let starts = std::iter::once(None).chain(bounds.iter().copied().map(Some));
        let ends = bounds.iter().copied().map(Some).chain([None]);
        Ok(starts
            .zip(ends)
            .map(|(from, before)| {
                let at = from.unwrap_or(DateTime::<Utc>::MIN_UTC);
                (TakenWithin { from, before }, stands(at))
            })
            .collect())
    }

    /// The photos that have something of their own to judge.
    fn whole_ones(&self, shelf: &dyn Shelf, ready: &Ready) -> Done<Marks> {
        let mut whole = Marks::default();
        for photo in self.signed(&ready.channel)? {
            whole.set(photo);
        }
        for gist in &ready.may_be_close {
            let always = TakenWithin::default();
            shelf.photos_alike(*gist, always, &mut |photo| whole.set(photo))?;
        }
        // Words are read on their way out of the school, and nowhere else.
        if ready.channel.outside {
            for gist in &ready.may_reach {
                let always = TakenWithin::default();
                shelf.photos_alike(*gist, always, &mut |photo| whole.set(photo))?;
            }
            shelf.that_may_name(&mut |photo| whole.set(photo))?;
        }
        Ok(whole)
    }

    /// The photos signed off for a channel that asks for it, for whatever bytes and words.
    fn signed(&self, channel: &Channel) -> Done<Vec<PhotoNumber>> {
        match channel.sign_off() {
            SignOffRule::None => Ok(Vec::new()),
            SignOffRule::Office | SignOffRule::Head => {
                Ok(self.register.lists().photos_signed(&channel.id)?)
            }
        }
    }
}

/// Whether a child's full name may stand beside a photo: what is the school's own and who is tagged is
/// for the whole to say.
fn names_somebody(photo: &Listed, roll: &Arc<Roll>) -> bool {
    let own = OwnNames::default();
    let texts: Vec<NamesSought> = [&photo.caption, &photo.alt, &photo.credit]
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| NamesSought::in_text(text, &own))
        .chain([NamesSought::in_file_name(&photo.file_name, &own)])
        .collect();
    let is_anybody_changed = roll.changed_outside().next().is_some();
    let mut names = is_anybody_changed && texts.iter().any(|text| !text.is_empty());
    Everybody::from(roll).children_named_in(&texts, &Tagged::default(), |_| names = true);
    names
}
