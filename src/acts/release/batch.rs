//! Many photos released one after the other, in steps: between two of them whoever asked can be told how
//! far it is, and stop. Copies are made ahead on several threads; each release is decided by itself, in
//! its own transaction, on the photo as it stands then.

use std::collections::{BTreeSet, VecDeque};
use std::thread::{self, JoinHandle};

use super::copy::{Made, ToMake};
use super::on_paper;
use super::outcome::{Outcome, outcome_of};
use super::outside::names_of_place;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, PictureError, picture_channel_of};
use crate::domain::channel::{Channel, ChannelId, SignOffRule};
use crate::domain::ids::PhotoId;
use crate::domain::release::Lands;
use crate::domain::staff::Duty;
use crate::outlet::Outlet;

/// Copies that are made at once, at most: each holds a whole picture.
const MOST_HANDS: usize = 4;

/// Photos on their way out.
pub struct Batch {
    channel: Channel,
    /// The names of the folder and the archive.
    goes_into: Vec<String>,
    waiting: VecDeque<PhotoId>,
    /// Those that were asked for by name.
    by_name: BTreeSet<PhotoId>,
    /// In the order in which they were asked for.
    making: VecDeque<(PhotoId, Making)>,
    /// Of an archive, whose copies all land together.
    made: Vec<(PhotoId, Done<Made>)>,
    outcomes: Vec<Outcome>,
    of: usize,
    hands: usize,
}

enum Making {
    Here(Box<Done<ToMake>>),
    There(JoinHandle<Done<Made>>),
}

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Going {
    On,
    Over,
}

impl Batch {
    /// Asks for these by name: one in which nobody is named and no face was found goes in no other way,
    /// unless it goes alone.
    pub fn naming(mut self, photos: &[PhotoId]) -> Batch {
        self.by_name.extend(photos.iter().cloned());
        self
    }

    /// How many photos there are in all.
    pub fn of(&self) -> usize {
        self.of
    }

    /// How many are dealt with, out or not.
    pub fn done(&self) -> usize {
        self.of - self.waiting.len() - self.making.len()
    }

    /// What became of each that was dealt with.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// Goes no further: what is out is out, and of the rest nothing is.
    pub fn stopped(mut self) -> (Vec<Outcome>, Vec<PhotoId>) {
        let mut left: Vec<PhotoId> = Vec::new();
        left.extend(self.made.drain(..).map(|(photo, _)| photo));
        left.extend(self.making.drain(..).map(|(photo, _)| photo));
        left.extend(self.waiting.drain(..));
        (self.outcomes, left)
    }
}

impl Desk {
    /// Begins to release photos to a channel through an outlet. Nothing is decided yet. Errors: an
    /// outlet inside the data folder or one that takes nothing, a role that may not release there.
    pub fn begin_batch(
        &mut self,
        who: &Session,
        photos: &[PhotoId],
        channel: &ChannelId,
        outlet: &dyn Outlet,
    ) -> Done<Batch> {
        let policy = self.policy()?;
        let channel = picture_channel_of(&policy, channel)?;
        self.require(
            who,
            match channel.sign_off() {
                SignOffRule::None => Duty::ReleaseUnsigned,
                SignOffRule::Office | SignOffRule::Head => Duty::Release,
            },
        )?;
        on_paper::require_fitting(&channel, outlet.kind())?;
        self.require_no_leap()?;
        self.require_enrolled(who)?;
        outlet.ready()?;
        self.outside_of_the_vault(outlet)?;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Ok(Batch {
            channel,
            goes_into: names_of_place(outlet),
            waiting: photos.iter().cloned().collect(),
            // Whoever asks for one photo names it.
            by_name: match photos {
                [one] => BTreeSet::from([one.clone()]),
                _ => BTreeSet::new(),
            },
            making: VecDeque::new(),
            made: Vec::new(),
            outcomes: Vec::new(),
            of: photos.len(),
            // One photo needs no other hand.
            hands: if photos.len() > 1 {
                cores.min(MOST_HANDS)
            } else {
                0
            },
        })
    }

    /// Deals with the next photo; with an archive's last one, with all of them.
    pub fn go_on(
        &mut self,
        who: &Session,
        batch: &mut Batch,
        outlet: &mut dyn Outlet,
    ) -> Done<Going> {
        let channel = batch.channel.clone();
        self.keep_hands_busy(who, batch);
        let Some((photo, making)) = batch.making.pop_front() else {
            return Ok(Going::Over);
        };
        let made = match making {
            Making::Here(planned) => planned.and_then(ToMake::make),
            Making::There(hand) => hand
                .join()
                .unwrap_or(Err(ActError::Picture(PictureError::ReaderStopped))),
        };
        // While this one is recorded and written, which is mostly waiting for the disk.
        self.keep_hands_busy(who, batch);
        let is_last = batch.waiting.is_empty() && batch.making.is_empty();
        match outlet.kind().lands() {
            Lands::AllTogether => {
                match made {
                    Ok(made) => batch.made.push((photo, Ok(made))),
                    Err(error) => batch.outcomes.push(outcome_of(photo, error)),
                }
                if is_last {
                    let made = std::mem::take(&mut batch.made);
                    let landed = self.release_together(who, made, &channel, outlet)?;
                    batch.outcomes.extend(landed);
                }
            }
            Lands::EachByItself => {
                let one = vec![(photo, made)];
                let landed = self.release_together(who, one, &channel, outlet)?;
                batch.outcomes.extend(landed);
            }
        }
        Ok(if is_last { Going::Over } else { Going::On })
    }

    /// Begins to make copies until as many are under way as there are hands; one, where there are none.
    fn keep_hands_busy(&mut self, who: &Session, batch: &mut Batch) {
        while batch.making.len() < batch.hands.max(1)
            && let Some(photo) = batch.waiting.pop_front()
        {
            let is_named = batch.by_name.contains(&photo);
            let (channel, goes_into) = (&batch.channel, &batch.goes_into);
            let making = match self.plan_one(who, &photo, is_named, channel, goes_into) {
                Ok(to_make) if batch.hands > 0 => there(to_make),
                planned => Making::Here(Box::new(planned)),
            };
            batch.making.push_back((photo, making));
        }
    }
}

/// On a thread of its own. Where none is to be had, this photo is told as not out, and can be asked
/// for again.
fn there(to_make: ToMake) -> Making {
    let hand = thread::Builder::new()
        .name("copies".to_owned())
        .spawn(move || to_make.make());
    match hand {
        Ok(hand) => Making::There(hand),
        Err(_) => Making::Here(Box::new(Err(ActError::Picture(PictureError::Busy)))),
    }
}
