//! Reads each picture in a process of its own that can reach nothing: no file, no network, no other
//! process, so that a decoder's bug finds neither keys nor register nor vault. That process is this
//! program once more, in a mode that `main` sees before anything else; it is given one picture over
//! a pipe, answers over another, and ends. Nothing it answers is believed: sizes are held against
//! the limits before memory is taken, and a copy is walked through, piece by piece, before it counts.
//!
//! A process that is late is killed, one that dies or talks nonsense is an error, and none is left
//! behind. Spares are started ahead, empty and confined, so that nobody waits for one. There is no
//! temporary file, no picture in a message, and no second try with a picture that stopped a reader.

mod believe;
pub mod confine;
mod line;
mod reader;
mod serve;
mod wire;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::darkroom::{Confinement, Darkroom, Screen};
use super::{
    CameraNote, CopyPlan, Header, Limits, Page, PictureError, PublicCopy, Upright, copy, survey,
};
use believe::Fault;
use line::Line;
use reader::{Ending, Reader};
use wire::{Answer, Ask, Request};

pub use reader::ALLOCATOR;
pub use serve::{is_asked_for, serve};

/// As many as pictures are read at one time, at most: a batch has a copy made on every core.
const MOST_SPARES: usize = 4;

/// Reads every picture in a child process.
pub struct ChildDarkroom {
    program: PathBuf,
    limits: Limits,
    /// Started, confined and waiting for a picture each; oldest first.
    spares: Mutex<VecDeque<Reader>>,
}

impl ChildDarkroom {
    /// Children are this very program, also where its file was replaced meanwhile.
    pub fn of_this_program(limits: Limits) -> ChildDarkroom {
        ChildDarkroom::of(PathBuf::from("/proc/self/exe"), limits)
    }

    /// Children are that program, which must call [`serve`] when it [`is_asked_for`].
    pub fn of(program: PathBuf, limits: Limits) -> ChildDarkroom {
        ChildDarkroom {
            program,
            limits,
            spares: Mutex::new(VecDeque::new()),
        }
    }

    /// Starts a spare if there is none, so that the next picture need not wait for it.
    pub fn get_ready(&self) {
        self.ready(1);
    }

    /// Starts one spare where there are fewer than so many.
    fn ready(&self, most: usize) {
        let mut spares = self.spares.lock().unwrap_or_else(PoisonError::into_inner);
        if spares.len() < most {
            // Where it cannot be started, the next picture says so.
            spares.extend(Reader::start(&self.program, &self.limits).ok());
        }
    }

    /// A reader that said that it is confined. A spare that died while it waited is replaced.
    fn reader(&self) -> Result<(Reader, Confinement), PictureError> {
        let spare = self
            .spares
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        if let Some(mut spare) = spare
            && let Ok(confinement) = spare.confined()
        {
            return Ok((spare, confinement));
        }
        let mut fresh = Reader::start(&self.program, &self.limits)?;
        let confinement = fresh.confined()?;
        Ok((fresh, confinement))
    }

    /// Has one picture read, and takes what is answered.
    fn ask<T>(
        &self,
        ask: Ask,
        bytes: &[u8],
        take: impl FnOnce(Answer, &mut Line<'_>) -> Result<T, Fault>,
    ) -> Result<T, PictureError> {
        survey::check_file_size(bytes, &self.limits)?;
        let request = wire::framed(&Request {
            ask,
            bytes: bytes.len() as u64,
        })?;
        let (mut reader, _) = self.reader()?;
        let until = Instant::now().checked_add(self.limits.time);
        let taken = reader.exchange(&request, bytes, until, take);
        let result = taken.map_err(|fault| match fault {
            Fault::Refused(error) => error,
            Fault::Nonsense => PictureError::Damaged,
            Fault::Late => self.too_slow(),
            Fault::Gone => match reader.ending() {
                Ending::ByItself => PictureError::Damaged,
                Ending::Stopped => PictureError::ReaderStopped,
                Ending::OutOfTime => self.too_slow(),
            },
        });
        drop(reader);
        // In the place of the one that is gone.
        self.ready(MOST_SPARES);
        result
    }

    fn too_slow(&self) -> PictureError {
        PictureError::TooSlow {
            seconds: self.limits.time.as_secs(),
        }
    }
}

impl Darkroom for ChildDarkroom {
    fn inspect(&self, bytes: &[u8]) -> Result<Header, PictureError> {
        self.ask(Ask::Inspect, bytes, |answer, line| {
            let header = believe::header(answer, &self.limits)?;
            line.ended()?;
            Ok(header)
        })
    }

    fn camera_note(&self, bytes: &[u8]) -> Result<CameraNote, PictureError> {
        self.ask(Ask::CameraNote, bytes, |answer, line| {
            let note = believe::note(answer)?;
            line.ended()?;
            Ok(note)
        })
    }

    fn open(&self, bytes: &[u8]) -> Result<Upright, PictureError> {
        self.ask(Ask::Open, bytes, |answer, line| {
            let size = believe::whole(answer, &self.limits)?;
            Ok(Upright {
                pixels: line.pixels(size)?,
            })
        })
    }

    fn screen(&self, bytes: &[u8], longest_side: u32) -> Result<Screen, PictureError> {
        if longest_side == 0 {
            return Err(PictureError::NoLongestSide);
        }
        self.ask(Ask::Screen { longest_side }, bytes, |answer, line| {
            let (header, size) = believe::screen(answer, longest_side, &self.limits)?;
            let pixels = line.pixels(size)?;
            Ok(Screen { header, pixels })
        })
    }

    fn page(&self, bytes: &[u8], number: u32, longest_side: u32) -> Result<Page, PictureError> {
        let ask = Ask::Page {
            number,
            longest_side,
        };
        self.ask(ask, bytes, |answer, line| {
            let (pages, codes, size) = believe::page(answer, longest_side)?;
            Ok(Page {
                pages,
                codes,
                pixels: line.pixels(size)?,
            })
        })
    }

    fn public_copy(&self, bytes: &[u8], plan: &CopyPlan) -> Result<PublicCopy, PictureError> {
        let xmp = copy::packet_for(plan)?;
        let ask = Ask::Copy(Box::new(plan.clone()));
        self.ask(ask, bytes, |answer, line| {
            let head = believe::copy_head(answer, plan, &self.limits)?;
            let mut jpeg = vec![0; head.bytes];
            line.fill(&mut jpeg)?;
            line.ended()?;
            believe::copy(jpeg, &xmp, head)
        })
    }

    fn confinement(&self) -> Result<Confinement, PictureError> {
        Ok(self.reader()?.1)
    }
}
