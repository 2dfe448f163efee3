//! What an area of the clerk is given to answer with: a look and an act by whoever signed in at the
//! counter that asked, a voice, work in steps, and hands on threads of their own. Knows no area.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::protocol::trouble::{Came, Trouble};
use super::protocol::{Ask, Heard, Ticket, Told, Which};
use super::schools::{Bell, Schools};
use crate::acts::refusal::Refusal;
use crate::acts::release::Outlets as AllOutlets;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, Opening, PictureError};
use crate::domain::ids::PhotoId;

/// Which counter over the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CounterId(pub u64);

/// What comes to the clerk's thread.
pub(super) enum Mail {
    Opened(CounterId, Voice),
    Left(CounterId),
    Asked(CounterId, Ticket, Ask),
    /// A hand has done its work.
    Back(CounterId, Ticket, Box<dyn FnOnce(&mut Context<'_>) + Send>),
    /// The next step of work that is done in steps.
    GoOn,
}

/// Tickets whose work is to stop. Set from any thread, so that work which cannot be interrupted by mail
/// sees it.
#[derive(Clone, Default)]
pub(super) struct GivenUp(Arc<Mutex<BTreeSet<Ticket>>>);

impl GivenUp {
    pub fn add(&self, ticket: Ticket) {
        self.lock().insert(ticket);
    }

    pub fn has(&self, ticket: Ticket) -> bool {
        self.lock().contains(&ticket)
    }

    pub fn forget(&self, ticket: Ticket) {
        self.lock().remove(&ticket);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<Ticket>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How one counter is spoken to.
#[derive(Clone)]
pub(super) struct Voice {
    pub tell: Sender<Heard>,
    pub bell: Bell,
    pub given_up: GivenUp,
}

impl Voice {
    pub fn say(&self, to: Option<Ticket>, told: Told) {
        let to = to.filter(|ticket| *ticket != Ticket::NONE);
        // Nobody listens any more only when the window is gone.
        if self.tell.send(Heard { to, told }).is_ok() {
            (self.bell)();
        }
    }
}

/// What waits for a hand, first come first served, each once.
pub(super) struct Queue<T> {
    waiting: VecDeque<T>,
    is_busy: bool,
}

impl<T: PartialEq> Queue<T> {
    pub fn new() -> Queue<T> {
        Queue {
            waiting: VecDeque::new(),
            is_busy: false,
        }
    }

    pub fn add(&mut self, work: T) {
        if !self.waiting.contains(&work) {
            self.waiting.push_back(work);
        }
    }

    /// Before all that waits.
    pub fn add_first(&mut self, work: T) {
        self.waiting.retain(|other| *other != work);
        self.waiting.push_front(work);
    }

    /// The next piece of work, if the hand is free. It is busy from then on.
    pub fn next(&mut self) -> Option<T> {
        if self.is_busy {
            return None;
        }
        let work = self.waiting.pop_front()?;
        self.is_busy = true;
        Some(work)
    }

    pub fn is_free_again(&mut self) {
        self.is_busy = false;
    }

    pub fn forget(&mut self) {
        self.waiting.clear();
    }
}

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    More,
    Done,
}

/// Work in steps, so that whatever else is asked comes between two of them. Each step tells how far it
/// is; the last tells what came of it, also where it was stopped or the tablet was locked meanwhile.
pub(super) trait LongWork: Send {
    fn step(&mut self, cx: &mut Context<'_>) -> Step;
}

/// What the other counters hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum News {
    Something,
    Photo(PhotoId),
}

/// The one desk, and what is done over it for everybody.
pub(super) struct House {
    pub schools: Schools,
    pub desk: Option<Desk>,
    /// Which school the desk is of.
    pub open: Option<Which>,
    pub opening: Option<Opening>,
    /// A desk on which no school is set up yet.
    pub unfinished: Option<Desk>,
    /// With whether it is looked at again, harder.
    pub to_look_at: Queue<(PhotoId, bool)>,
    /// What the other counters hear of, once the ask is dealt with.
    pub for_others: Vec<News>,
    /// Another school is open, or none: nobody is signed in at any counter.
    pub is_cleared: bool,
}

impl House {
    pub fn the_desk(&self) -> Came<&Desk> {
        self.desk.as_ref().ok_or_else(no_school)
    }

    pub fn the_desk_mut(&mut self) -> Came<&mut Desk> {
        self.desk.as_mut().ok_or_else(no_school)
    }
}

/// One counter: who signed in there, and what is done for them.
pub(super) struct AtCounter {
    pub id: CounterId,
    pub voice: Voice,
    pub who: Option<Session>,
    pub to_show: Queue<(PhotoId, u32)>,
    /// First come first served.
    pub long: VecDeque<(Ticket, Box<dyn LongWork>)>,
    /// What later asks go back to, by the ticket of the answer that showed it.
    kept: BTreeMap<Ticket, Arc<dyn Any + Send + Sync>>,
    /// How much of what each ask brought is still under way.
    under_way: BTreeMap<Ticket, usize>,
}

impl AtCounter {
    pub fn new(id: CounterId, voice: Voice) -> AtCounter {
        AtCounter {
            id,
            voice,
            who: None,
            to_show: Queue::new(),
            long: VecDeque::new(),
            kept: BTreeMap::new(),
            under_way: BTreeMap::new(),
        }
    }

    /// Nobody is here any more, and nothing is kept of who was.
    pub fn lock(&mut self) {
        self.who = None;
        self.to_show.forget();
        self.kept.clear();
    }

    /// A piece of what an ask brought is begun.
    pub fn begin(&mut self, ticket: Ticket) {
        if ticket != Ticket::NONE {
            *self.under_way.entry(ticket).or_default() += 1;
        }
    }

    /// A piece is done. With the last one the ask is answered.
    pub fn end(&mut self, ticket: Ticket) {
        let left = self.under_way.get_mut(&ticket).map(|pieces| {
            *pieces = pieces.saturating_sub(1);
            *pieces
        });
        if left == Some(0) {
            self.under_way.remove(&ticket);
            self.voice.say(Some(ticket), Told::Answered);
        }
    }
}

/// What an area answers an ask with.
pub(super) struct Context<'a> {
    pub house: &'a mut House,
    pub at: &'a mut AtCounter,
    pub ticket: Ticket,
    pub mail: &'a Sender<Mail>,
}

impl Context<'_> {
    /// Something that is only looked at, by whoever signed in here.
    pub fn look<T>(&self, act: impl FnOnce(&Desk, &Session) -> Done<T>) -> Came<T> {
        let who = self.at.who.as_ref().ok_or_else(locked)?;
        Ok(act(self.desk()?, who)?)
    }

    /// Something that is done, by whoever signed in here.
    pub fn act<T>(&mut self, act: impl FnOnce(&mut Desk, &Session) -> Done<T>) -> Came<T> {
        let done = self.act_unheard(act)?;
        self.house.for_others.push(News::Something);
        Ok(done)
    }

    /// The same, of which the other counters hear nothing: what is done to answer them would go round
    /// for ever.
    pub fn act_unheard<T>(&mut self, act: impl FnOnce(&mut Desk, &Session) -> Done<T>) -> Came<T> {
        let who = self.at.who.as_ref().ok_or_else(locked)?;
        Ok(act(self.house.the_desk_mut()?, who)?)
    }

    /// The same, where copies may be looked at and deleted.
    pub fn act_with_outlets<T>(
        &mut self,
        act: impl FnOnce(&mut Desk, &Session, AllOutlets<'_>) -> Done<T>,
    ) -> Came<T> {
        let who = self.at.who.as_ref().ok_or_else(locked)?;
        let desk = self.house.desk.as_mut().ok_or_else(no_school)?;
        let done = act(desk, who, &*self.house.schools.outlets)?;
        self.house.for_others.push(News::Something);
        Ok(done)
    }

    pub fn desk(&self) -> Came<&Desk> {
        self.house.the_desk()
    }

    /// Tells whoever asked.
    pub fn tell(&self, told: impl Into<Told>) {
        self.at.voice.say(Some(self.ticket), told.into());
    }

    /// Tells them from wherever the work is done.
    pub fn teller(&self) -> impl Fn(Told) + Send + use<> {
        let (voice, ticket) = (self.at.voice.clone(), self.ticket);
        move |told| voice.say(Some(ticket), told)
    }

    /// Whether whoever asked has given it up, from wherever the work is done.
    pub fn stopped(&self) -> impl Fn() -> bool + Send + use<> {
        let (given_up, ticket) = (self.at.voice.given_up.clone(), self.ticket);
        move || given_up.has(ticket)
    }

    /// Does this in steps from now on; the ask that brought it is answered when it is done.
    pub fn begin_long(&mut self, work: impl LongWork + 'static) {
        self.at.begin(self.ticket);
        self.at.long.push_back((self.ticket, Box::new(work)));
    }

    /// Has something done on a thread, and goes on with what came of it. It always comes back, also
    /// where the thread fell over or none was to be had.
    pub fn hand<T: Send + 'static>(
        &mut self,
        name: &str,
        work: impl FnOnce() -> Done<T> + Send + 'static,
        back: impl FnOnce(&mut Context<'_>, Came<T>) + Send + 'static,
    ) {
        type Back<T> = Box<dyn FnOnce(&mut Context<'_>, Came<T>) + Send>;
        let back: Arc<Mutex<Option<Back<T>>>> = Arc::new(Mutex::new(Some(Box::new(back))));
        let take = |back: &Mutex<Option<Back<T>>>| {
            let mut held = back.lock().unwrap_or_else(PoisonError::into_inner);
            held.take()
        };
        let (there, mail) = (Arc::clone(&back), self.mail.clone());
        let (counter, ticket) = (self.at.id, self.ticket);
        self.at.begin(ticket);
        let begun = thread::Builder::new().name(name.to_owned()).spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(work))
                .unwrap_or(Err(ActError::Picture(PictureError::ReaderStopped)));
            if let Some(back) = take(&there) {
                let go_on =
                    Box::new(move |cx: &mut Context<'_>| back(cx, done.map_err(Trouble::from)));
                // Nobody takes it only when the last window is gone.
                drop(mail.send(Mail::Back(counter, ticket, go_on)));
            }
        });
        if begun.is_err() {
            if let Some(back) = take(&back) {
                back(self, Err(Trouble::Picture(PictureError::Busy)));
            }
            self.at.end(ticket);
        }
    }

    /// Keeps what an answer showed, for an ask that goes back to it by this ticket; until the lock.
    pub fn keep(&mut self, shown: impl Any + Send + Sync) -> Ticket {
        self.at.kept.insert(self.ticket, Arc::new(shown));
        self.ticket
    }

    /// The same, in place of everything of its kind that was kept before.
    pub fn keep_only<T: Any + Send + Sync>(&mut self, shown: T) -> Ticket {
        self.at.kept.retain(|_, kept| !kept.is::<T>());
        self.keep(shown)
    }

    /// What was kept of an answer. Errors: the lock was in between.
    pub fn kept<T: Any + Send + Sync>(&self, ticket: Ticket) -> Came<Arc<T>> {
        let kept = self.at.kept.get(&ticket).cloned();
        let known = kept.and_then(|kept| kept.downcast().ok());
        known.ok_or_else(locked)
    }

    /// Nobody goes back to it any more.
    pub fn forget(&mut self, ticket: Ticket) {
        self.at.kept.remove(&ticket);
    }
}

fn no_school() -> Trouble {
    Trouble::Refused(Refusal::NoSchoolOpen)
}

fn locked() -> Trouble {
    Trouble::Refused(Refusal::Locked)
}
