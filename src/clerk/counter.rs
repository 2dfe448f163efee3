//! A counter over the desk, as a window knows it: asks go in and get a ticket, answers come back with
//! it. Several can be open over one desk, each with whoever signed in there; one thread does the work.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};

use super::context::{CounterId, GivenUp, Mail, Voice};
use super::protocol::{Ask, Heard, Ticket, Told};
use super::run;
use super::schools::{Bell, Schools};

/// Whoever does what a window asks for: here, or on another machine.
pub trait Clerk {
    /// Asks for something. Every ask is answered by one [`Told::Answered`] with its ticket, after all
    /// else that it brought; but for [`Ask::Show`], whose pixels come by themselves, as soon as a hand is
    /// free.
    fn ask(&self, ask: Ask) -> Ticket;
    /// Gives up what was asked for: work in steps ends, and says how far it came.
    fn stop(&self, ticket: Ticket);
    /// What was told and not heard yet. Errors: the clerk has stopped; nothing is done any more.
    fn told(&self) -> Result<Option<Heard>, Stopped>;
    /// Whether something was asked that is not answered.
    fn is_busy(&self) -> bool;
}

/// The clerk's thread has ended, which it never should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// A counter over the desk of this machine.
pub struct Counter {
    id: CounterId,
    told: Receiver<Heard>,
    given_up: GivenUp,
    last: Cell<u64>,
    open: RefCell<BTreeSet<Ticket>>,
    /// Gone last: with the last counter the clerk goes home.
    desk: Arc<OverDesk>,
}

/// The clerk's thread, and how it is written to.
struct OverDesk {
    mail: Sender<Mail>,
    thread: Option<JoinHandle<()>>,
    counters: AtomicU64,
}

impl Counter {
    /// Puts a clerk to work and opens the first counter. Errors: the machine gives no thread.
    pub fn start(schools: Schools, bell: Bell) -> std::io::Result<Counter> {
        let (mail, letters) = channel();
        let own = mail.clone();
        let thread = thread::Builder::new()
            .name("clerk".to_owned())
            .spawn(move || run::until_nobody_asks(schools, own, &letters))?;
        Ok(Counter::over(
            Arc::new(OverDesk {
                mail,
                thread: Some(thread),
                counters: AtomicU64::new(0),
            }),
            bell,
        ))
    }

    /// Another counter over the same desk, at which nobody has signed in.
    pub fn beside(&self, bell: Bell) -> Counter {
        Counter::over(Arc::clone(&self.desk), bell)
    }

    fn over(desk: Arc<OverDesk>, bell: Bell) -> Counter {
        let (tell, told) = channel();
        let id = CounterId(desk.counters.fetch_add(1, Ordering::Relaxed));
        let given_up = GivenUp::default();
        desk.write(Mail::Opened(
            id,
            Voice {
                tell,
                bell,
                given_up: given_up.clone(),
            },
        ));
        Counter {
            id,
            told,
            given_up,
            last: Cell::new(0),
            open: RefCell::default(),
            desk,
        }
    }
}

impl Clerk for Counter {
    fn ask(&self, ask: Ask) -> Ticket {
        let ticket = Ticket(self.last.get().saturating_add(1));
        self.last.set(ticket.0);
        // A clerk that is gone is told by `told`.
        if self.desk.write(Mail::Asked(self.id, ticket, ask)) {
            self.open.borrow_mut().insert(ticket);
        }
        ticket
    }

    fn stop(&self, ticket: Ticket) {
        if self.open.borrow().contains(&ticket) {
            self.given_up.add(ticket);
        }
    }

    fn told(&self) -> Result<Option<Heard>, Stopped> {
        match self.told.try_recv() {
            Ok(heard) => {
                if let (Some(ticket), Told::Answered) = (heard.to, &heard.told) {
                    self.open.borrow_mut().remove(&ticket);
                    self.given_up.forget(ticket);
                }
                Ok(Some(heard))
            }
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(Stopped),
        }
    }

    fn is_busy(&self) -> bool {
        !self.open.borrow().is_empty()
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.desk.write(Mail::Left(self.id));
    }
}

impl OverDesk {
    fn write(&self, mail: Mail) -> bool {
        self.mail.send(mail).is_ok()
    }
}

impl Drop for OverDesk {
    /// Waits until all that was asked is done: a shot on its way to the disk is on the disk when the
    /// program ends.
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A clerk that fell over has nothing left to do.
            drop(thread.join());
        }
    }
}
