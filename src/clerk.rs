//! One thread that owns the desk, and the few that look at pictures for it. A screen asks and goes on
//! drawing; what came of it is told later, and a bell is rung. Whoever signed in is known here and
//! nowhere else, so a screen can do nothing in anybody's name once the tablet is locked. Draws
//! nothing, and names no engine.

mod ask;
mod at_work;
pub mod calls;
pub mod doubts;
pub mod downs;
pub mod files;
mod hands;
pub mod import;
pub mod incidents;
mod lock_screen;
mod long_work;
pub mod office;
mod photos;
pub mod places;
pub mod record;
pub mod register;
pub mod review;
pub mod slips;
pub mod staff;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};

use crate::acts::about::About;
use crate::acts::{ActError, Desk};
use crate::domain::release::OutletKind;
use crate::outlet::Outlet;
use crate::places::Places;

pub use ask::{
    Ask, Beside, Device, Edit, LockScreen, NewSchool, PhotoCard, SignedIn, Somebody, Told,
    WaitingPhoto, Which, Whom,
};
pub use long_work::Stop;

/// The longest side of a list's little pictures, in pixels.
pub const LITTLE: u32 = 320;

/// Rung when something is told. Called from the clerk's threads; must be quick.
pub type Bell = Arc<dyn Fn() + Send + Sync>;

/// Something that is done on a desk.
pub type OnDesk<T> = Box<dyn FnMut(&mut Desk) -> Result<T, ActError> + Send>;

/// Makes the outlet of a kind, at a place.
pub type Outlets = Box<dyn Fn(OutletKind, &str) -> Box<dyn Outlet> + Send>;

/// Where schools are on this device, and how they are opened and made. Only `main` knows engines.
pub struct Schools {
    /// The school that is there; `None` where none is set up yet.
    pub open: Box<dyn FnMut(Which) -> Result<Option<Desk>, ActError> + Send>,
    /// A desk in a new folder.
    pub make: Box<dyn FnMut(Which) -> Result<Desk, ActError> + Send>,
    /// Fills a new desk with the sample school.
    pub fill_sample: OnDesk<()>,
    /// Settles what was on its way out at the last stop; gives how many could not be.
    pub settle: OnDesk<usize>,
    /// What this program is on this machine.
    pub about: Box<dyn FnMut() -> Result<About, ActError> + Send>,
    /// A place where copies land.
    pub outlets: Outlets,
    /// The folders and drives of this machine.
    pub places: Box<dyn Places>,
}

/// The clerk, as a screen knows it.
pub struct Clerk {
    asks: Sender<Ask>,
    told: Receiver<Told>,
    thread: Option<JoinHandle<()>>,
    asked: std::cell::Cell<u64>,
    answered: std::cell::Cell<u64>,
}

impl Clerk {
    /// Puts a clerk to work. Errors: the machine gives no thread.
    pub fn start(schools: Schools, bell: Bell) -> std::io::Result<Clerk> {
        let (asks, asked) = channel();
        let (tell, told) = channel();
        let voice = ask::Voice { tell, bell };
        let own = asks.clone();
        let thread = thread::Builder::new()
            .name("clerk".to_owned())
            .spawn(move || at_work::AtWork::new(schools, voice, own).until_nobody_asks(&asked))?;
        Ok(Clerk {
            asks,
            told,
            thread: Some(thread),
            asked: 0.into(),
            answered: 0.into(),
        })
    }

    /// Asks for something. Every ask is answered by one [`Told::Answered`] after all else that it
    /// brought.
    pub fn ask(&self, ask: Ask) {
        self.asked.set(self.asked.get().saturating_add(1));
        // A clerk that is gone is told by `told`.
        if self.asks.send(ask).is_err() {
            self.answered.set(self.answered.get().saturating_add(1));
        }
    }

    /// What was told and not heard yet. Errors: the clerk has stopped; nothing is done any more.
    pub fn told(&self) -> Result<Option<Told>, Stopped> {
        match self.told.try_recv() {
            Ok(Told::Answered) => {
                self.answered.set(self.answered.get().saturating_add(1));
                Ok(Some(Told::Answered))
            }
            Ok(told) => Ok(Some(told)),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(Stopped),
        }
    }

    /// Whether something was asked that is not answered.
    pub fn is_busy(&self) -> bool {
        self.asked.get() != self.answered.get()
    }
}

impl Drop for Clerk {
    /// Sends the clerk home, and waits until all that was asked is done: a shot on its way to the
    /// disk is on the disk when the program ends.
    fn drop(&mut self) {
        drop(self.asks.send(Ask::GoHome));
        if let Some(thread) = self.thread.take() {
            // A clerk that fell over has nothing left to do.
            drop(thread.join());
        }
    }
}

/// The clerk's thread has ended, which it never should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;
