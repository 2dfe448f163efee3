//! What the clerk does for each ask: acts, by whoever signed in. Decides nothing that the acts do
//! not decide.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender};

use zeroize::Zeroizing;

use super::ask::{Ask, NewSchool, Told, Voice, Which};
use super::hands::{self, Queue};
use super::lock_screen::{device, signed_in};
use super::long_work::{LongWork, Step};
use super::{LITTLE, Schools, photos};
use crate::acts::capture::{Circumstance, TakenIn};
use crate::acts::group::GroupToday;
use crate::acts::refusal::Refusal;
use crate::acts::set_up::Plan;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, Opening, PictureError};
use crate::domain::ids::PhotoId;

/// The clerk at work.
pub(super) struct AtWork {
    pub(super) schools: Schools,
    pub(super) voice: Voice,
    /// For what the hands bring back.
    pub(super) own: Sender<Ask>,
    pub(super) desk: Option<Desk>,
    pub(super) who: Option<Session>,
    pub(super) opening: Option<Opening>,
    /// A desk on which no school is set up yet.
    unfinished: Option<Desk>,
    /// With whether it is looked at again, harder.
    to_look_at: Queue<(PhotoId, bool)>,
    to_show: Queue<(PhotoId, u32)>,
    /// First come first served.
    long_work: VecDeque<Box<dyn LongWork>>,
    is_going_on: bool,
}

impl AtWork {
    pub fn new(schools: Schools, voice: Voice, own: Sender<Ask>) -> AtWork {
        AtWork {
            schools,
            voice,
            own,
            desk: None,
            who: None,
            opening: None,
            unfinished: None,
            to_look_at: Queue::new(),
            to_show: Queue::new(),
            long_work: VecDeque::new(),
            is_going_on: false,
        }
    }

    /// Works until the last asker has gone.
    pub fn until_nobody_asks(mut self, asked: &Receiver<Ask>) {
        while let Ok(ask) = asked.recv() {
            if matches!(ask, Ask::GoHome) {
                return;
            }
            let is_from_a_screen = !matches!(
                ask,
                Ask::Seen(..) | Ask::NotSeen | Ask::Shown(_) | Ask::SlipRead { .. } | Ask::GoOn
            );
            let long_before = self.long_work.len();
            self.deal_with(ask);
            self.hand_out();
            // Long work answers when it is done.
            if is_from_a_screen && self.long_work.len() <= long_before {
                self.voice.say(Told::Answered);
            }
            if !self.long_work.is_empty() && !self.is_going_on {
                self.is_going_on = self.own.send(Ask::GoOn).is_ok();
            }
        }
    }

    /// Does this in steps from now on; the ask that brought it is answered when it is done.
    pub(super) fn begin_long(&mut self, work: Box<dyn LongWork>) {
        self.long_work.push_back(work);
    }

    fn go_on(&mut self) {
        self.is_going_on = false;
        let Some(mut work) = self.long_work.pop_front() else {
            return;
        };
        match work.step(self) {
            Step::More => self.long_work.push_front(work),
            Step::Done => self.voice.say(Told::Answered),
        }
    }

    fn deal_with(&mut self, ask: Ask) {
        match ask {
            Ask::Open(which) => self.open(which),
            Ask::SetUp(new) => self.set_up(&new),
            Ask::MakeSample => self.make_sample(),
            Ask::Close => self.close(),
            Ask::LockScreen => self.tell_lock_screen(),
            Ask::SignIn { name, pin } => self.sign_in(&name, &pin),
            Ask::SignOut => {
                self.who = None;
                self.to_show.forget();
            }
            Ask::ChoosePin(pin) => {
                let chosen = self.with_mut(|desk, who| {
                    desk.change_pin(who, &who.id().0, &pin)?;
                    signed_in(desk, who)
                });
                self.voice.say(Told::SignedIn(chosen));
            }
            Ask::SignAgreement { pin } => {
                let signed = self.with_mut(|desk, who| desk.sign_agreement(who, &pin));
                self.voice.say(Told::AgreementSigned(signed));
            }
            Ask::Enrol { name, asset_tag } => {
                let enrolled = self.with_mut(|desk, who| {
                    desk.enrol_this(who, &name, &asset_tag)?;
                    device(desk)
                });
                self.voice.say(Told::Enrolled(enrolled));
            }
            Ask::Rules => {
                let policy = self.desk().and_then(Desk::policy);
                self.voice.say(Told::Rules(policy.map(Box::new)));
            }
            Ask::About => {
                let about = (self.schools.about)();
                self.voice.say(Told::About(about));
            }
            Ask::Groups => {
                let groups = self.with(|desk, who| desk.groups(who));
                self.voice.say(Told::Groups(groups));
            }
            Ask::Group(name) => self.tell_group(name),
            Ask::Adults => {
                let tiles = self.with(|desk, who| desk.adult_tiles(who));
                self.voice.say(Told::Tiles(tiles));
            }
            Ask::Search(text) => {
                let tiles = self.with(|desk, who| desk.search_tiles(who, &text));
                self.voice.say(Told::Tiles(tiles));
            }
            Ask::SetAway { group, away } => {
                if let Err(error) = self.with_mut(|desk, who| desk.set_away(who, &group, &away)) {
                    self.voice.say(Told::Trouble(error));
                }
                self.tell_group(group);
            }
            Ask::Keep {
                number,
                picture,
                group,
            } => self.keep(number, &picture, &group),
            Ask::CountToTag => self.tell_count(),
            Ask::ToTag => {
                let waiting = self.with(photos::waiting);
                self.voice.say(Told::ToTag(waiting));
            }
            Ask::NextToTag(after) => self.open_next(&after),
            Ask::OpenPhoto(photo) => self.tell_photo(&photo),
            Ask::Show {
                photo,
                longest_side,
            } => {
                // The photo that somebody looks at before a list's little pictures.
                if longest_side > LITTLE {
                    self.to_show.add_first((photo, longest_side));
                } else {
                    self.to_show.add((photo, longest_side));
                }
            }
            Ask::Edit { photo, edit } => self.edit(&photo, edit),
            Ask::LookAgain(photo) => self.to_look_at.add_first((photo, true)),
            Ask::Discard(photo) => match self.with_mut(|desk, who| desk.discard(who, &photo)) {
                Ok(()) => {
                    self.voice.say(Told::Discarded(photo));
                    self.tell_count();
                }
                Err(error) => self.voice.say(Told::PhotoTrouble(error)),
            },
            Ask::Calls(ask) => self.say_calls(ask),
            Ask::Doubts(ask) => self.say_doubts(ask),
            Ask::Downs(ask) => self.say_downs(ask),
            Ask::Files(ask) => self.say_files(ask),
            Ask::Incidents(ask) => self.say_incidents(ask),
            Ask::Import(ask) => self.say_import(ask),
            Ask::Office(ask) => self.say_office(ask),
            Ask::Places(ask) => self.say_places(ask),
            Ask::Record(ask) => self.say_record(ask),
            Ask::Register(ask) => self.say_register(ask),
            Ask::Review(ask) => self.say_review(ask),
            Ask::Slips(ask) => self.say_slips(ask),
            Ask::SlipRead { number, page } => self.recognise_still(number, page),
            Ask::Staff(ask) => self.say_staff(ask),
            Ask::GoOn => self.go_on(),
            Ask::Seen(who, seen) => self.seen(&who, *seen),
            Ask::Shown(_) => self.to_show.is_free_again(),
            Ask::NotSeen => self.to_look_at.is_free_again(),
            Ask::GoHome => {}
        }
    }

    pub(super) fn desk(&self) -> Done<&Desk> {
        self.desk.as_ref().ok_or_else(no_school)
    }

    /// Something that is only looked at, by whoever signed in.
    pub(super) fn with<T>(&self, act: impl FnOnce(&Desk, &Session) -> Done<T>) -> Done<T> {
        let who = self.who.as_ref().ok_or_else(locked)?;
        act(self.desk()?, who)
    }

    /// Something that is done, by whoever signed in.
    pub(super) fn with_mut<T>(
        &mut self,
        act: impl FnOnce(&mut Desk, &Session) -> Done<T>,
    ) -> Done<T> {
        let who = self.who.as_ref().ok_or_else(locked)?;
        act(self.desk.as_mut().ok_or_else(no_school)?, who)
    }

    fn open(&mut self, which: Which) {
        match (self.schools.open)(which) {
            Ok(Some(desk)) => match desk.is_set_up() {
                Ok(true) => self.begin(desk),
                Ok(false) => {
                    self.unfinished = Some(desk);
                    self.voice.say(Told::NoSchool);
                }
                Err(error) => self.voice.say(Told::Stuck(error)),
            },
            Ok(None) => self.voice.say(Told::NoSchool),
            Err(error) => self.voice.say(Told::Stuck(error)),
        }
    }

    fn begin(&mut self, mut desk: Desk) {
        let begun = desk.begin().and_then(|mut opening| {
            if !opening.unsettled.is_empty() {
                let left = (self.schools.settle)(&mut desk)?;
                opening.unsettled.truncate(left);
            }
            Ok(opening)
        });
        match begun {
            Ok(opening) => {
                self.who = None;
                self.to_look_at.forget();
                self.to_show.forget();
                for photo in &opening.waiting {
                    self.to_look_at.add((photo.clone(), false));
                }
                self.opening = Some(opening);
                self.desk = Some(desk);
                self.tell_lock_screen();
            }
            Err(error) => self.voice.say(Told::Stuck(error)),
        }
    }

    fn set_up(&mut self, new: &NewSchool) {
        self.voice.say(Told::Making);
        let made = match self.unfinished.take() {
            Some(desk) => Ok(desk),
            None => (self.schools.make)(Which::Ours),
        };
        let mut desk = match made {
            Ok(desk) => desk,
            Err(error) => return self.voice.say(Told::Trouble(error)),
        };
        let set_up = desk.set_up(&Plan {
            school: &new.school,
            sample: false,
            policy_toml: &new.policy_toml,
            head: &new.head,
            head_pin: &new.pin,
            device: &new.device,
            asset_tag: &new.asset_tag,
        });
        match set_up {
            Ok(_) => self.begin(desk),
            Err(error) => {
                // Mended, the same form goes on with it.
                self.unfinished = Some(desk);
                self.voice.say(Told::Trouble(error));
            }
        }
    }

    fn make_sample(&mut self) {
        match (self.schools.open)(Which::Sample) {
            Ok(Some(desk)) => return self.begin(desk),
            Ok(None) => {}
            Err(error) => return self.voice.say(Told::Trouble(error)),
        }
        self.voice.say(Told::Making);
        let made = (self.schools.make)(Which::Sample).and_then(|mut desk| {
            (self.schools.fill_sample)(&mut desk)?;
            Ok(desk)
        });
        match made {
            Ok(desk) => self.begin(desk),
            Err(error) => self.voice.say(Told::Trouble(error)),
        }
    }

    fn close(&mut self) {
        self.who = None;
        self.desk = None;
        self.unfinished = None;
        self.opening = None;
        self.to_look_at.forget();
        self.to_show.forget();
    }

    fn sign_in(&mut self, name: &str, pin: &Zeroizing<String>) {
        let signed = match self.desk.as_mut() {
            Some(desk) => desk
                .sign_in(name, pin)
                .and_then(|who| Ok((signed_in(desk, &who)?, who))),
            None => Err(no_school()),
        };
        let told = signed.map(|(told, who)| {
            self.who = Some(who);
            told
        });
        self.voice.say(Told::SignedIn(told));
    }

    fn tell_group(&self, name: String) {
        let tiles = self.with(|desk, who| desk.group_today(who, &name));
        let never = self.with(|desk, who| desk.never_photograph(who, &name));
        self.voice.say(Told::Group {
            name,
            tiles: tiles.map(|GroupToday { tiles, .. }| tiles),
            never,
        });
    }

    pub(super) fn tell_count(&self) {
        let count = self.with(|desk, who| desk.count_to_tag(who));
        self.voice.say(Told::CountToTag(count));
    }

    fn keep(&mut self, number: u64, picture: &[u8], group: &str) {
        let kept = self.with_mut(|desk, who| {
            let at = Circumstance {
                group,
                ..Circumstance::default()
            };
            match desk.keep(who, picture, &at)? {
                TakenIn::Kept(photo) | TakenIn::KeptBefore(photo) => Ok(photo),
            }
        });
        if let Ok(photo) = &kept {
            self.to_look_at.add((photo.clone(), false));
        }
        self.voice.say(Told::Kept { number, kept });
        self.tell_count();
    }

    /// Gives work to hands that are free.
    fn hand_out(&mut self) {
        while let Some(who) = self.who.clone()
            && let Some((photo, again)) = self.to_look_at.next()
        {
            let to_look_at = self.desk().and_then(|desk| match again {
                true => desk.to_look_at_again(&who, &photo).map(Some),
                false => desk.to_look_at(&who, &photo),
            });
            match to_look_at {
                Ok(Some(to_look_at)) => {
                    if hands::look(to_look_at, who, &self.own).is_err() {
                        // No thread now: it goes on waiting, as it would over a restart.
                        self.to_look_at.is_free_again();
                        self.to_look_at.add((photo, again));
                    }
                    break;
                }
                Ok(None) => self.to_look_at.is_free_again(),
                Err(error) => {
                    self.to_look_at.is_free_again();
                    self.voice.say(Told::Trouble(error));
                }
            }
        }
        while let Some((photo, longest_side)) = self.to_show.next() {
            let begun = self.with(|desk, who| desk.to_show(who, &photo));
            let shown = begun.and_then(|to_show| {
                let id = photo.clone();
                hands::show(to_show, id, longest_side, &self.voice, &self.own)
                    .map_err(|_| ActError::Picture(PictureError::Busy))
            });
            match shown {
                Ok(()) => break,
                Err(error) => {
                    self.to_show.is_free_again();
                    self.voice.say(Told::Pixels {
                        photo,
                        longest_side,
                        pixels: Err(error),
                    });
                }
            }
        }
    }

    fn seen(&mut self, who: &Session, seen: crate::acts::look::Seen) {
        self.to_look_at.is_free_again();
        let Some(desk) = self.desk.as_mut() else {
            return;
        };
        let photo = seen.photo().clone();
        if let Err(error) = desk.looked_at(who, seen) {
            self.voice.say(Told::Trouble(error));
        }
        self.voice.say(Told::Looked(photo));
    }
}

fn no_school() -> ActError {
    ActError::Refused(Refusal::NoSchoolOpen)
}

fn locked() -> ActError {
    ActError::Refused(Refusal::Locked)
}
