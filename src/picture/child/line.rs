//! The two pipes to a child, read and written at the same time and never longer than until the time
//! is up: neither side can block the other for good.

use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::process::{ChildStdin, ChildStdout};
use std::time::Instant;

use image::RgbImage;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::Errno;
use rustix::pipe::fcntl_setpipe_size;
use serde::de::DeserializeOwned;

use super::believe::Fault;
use super::wire::{LARGEST_ANSWER, LENGTH};
use crate::picture::frame::Size;

/// What the kernel lets anybody have in a pipe.
const PIPE_BYTES: usize = 1024 * 1024;

/// Makes a pipe's end fit for [`Line`].
pub(super) fn prepare(end: impl AsFd) -> Result<(), Errno> {
    fcntl_setfl(end.as_fd(), OFlags::NONBLOCK)?;
    // A pipe that stays small is slower, and no worse.
    match fcntl_setpipe_size(end.as_fd(), PIPE_BYTES) {
        Ok(_) | Err(Errno::PERM | Errno::BUSY | Errno::NOMEM) => Ok(()),
        Err(other) => Err(other),
    }
}

pub(super) struct Line<'a> {
    /// Closed when all is sent, or when the child hung up.
    pub(super) to: &'a mut Option<ChildStdin>,
    pub(super) from: &'a mut ChildStdout,
    /// Still to be sent, in this order.
    pub(super) head: &'a [u8],
    pub(super) body: &'a [u8],
    /// `None` waits as long as it takes.
    pub(super) until: Option<Instant>,
    /// Whether the child waits for more after this.
    pub(super) keep_open: bool,
}

impl Line<'_> {
    /// The next head of what the child says.
    pub(super) fn head<T: DeserializeOwned>(&mut self) -> Result<T, Fault> {
        let mut length = [0; LENGTH];
        self.fill(&mut length)?;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if length > LARGEST_ANSWER {
            return Err(Fault::Nonsense);
        }
        let mut json = vec![0; length];
        self.fill(&mut json)?;
        serde_json::from_slice(&json).map_err(|_| Fault::Nonsense)
    }

    /// Pixels of a size that is known to be within the limits, and then the end.
    pub(super) fn pixels(&mut self, size: Size) -> Result<RgbImage, Fault> {
        let length = usize::try_from(size.pixels().saturating_mul(3));
        let mut raw = vec![0; length.map_err(|_| Fault::Nonsense)?];
        self.fill(&mut raw)?;
        self.ended()?;
        RgbImage::from_raw(size.width, size.height, raw).ok_or(Fault::Nonsense)
    }

    /// Reads until all of it is full.
    pub(super) fn fill(&mut self, mut onto: &mut [u8]) -> Result<(), Fault> {
        while !onto.is_empty() {
            match self.some(onto)? {
                0 => return Err(Fault::Gone),
                count => onto = onto.get_mut(count..).unwrap_or_default(),
            }
        }
        Ok(())
    }

    /// That the child has no more to say.
    pub(super) fn ended(&mut self) -> Result<(), Fault> {
        match self.some(&mut [0])? {
            0 => Ok(()),
            _ => Err(Fault::Nonsense),
        }
    }

    /// Some bytes, at least one; none when the child hung up. Sends meanwhile what is to be sent.
    fn some(&mut self, onto: &mut [u8]) -> Result<usize, Fault> {
        loop {
            self.send_some();
            match self.from.read(onto) {
                Ok(count) => return Ok(count),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.wait()?,
                Err(_) => return Err(Fault::Gone),
            }
        }
    }

    /// As much as the pipe takes. A child that hung up may have said why, so that is no error here.
    pub(super) fn send_some(&mut self) {
        while let Some(to) = self.to.as_mut() {
            let next = if self.head.is_empty() {
                &mut self.body
            } else {
                &mut self.head
            };
            if next.is_empty() {
                if !self.keep_open {
                    *self.to = None;
                }
                return;
            }
            match to.write(next) {
                Ok(count) => *next = next.get(count..).unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => *self.to = None,
            }
        }
    }

    /// Until there is something to read, or to send and room for it.
    fn wait(&self) -> Result<(), Fault> {
        let timeout = match self.until {
            None => None,
            Some(until) => {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(Fault::Late);
                }
                Timespec::try_from(left).ok()
            }
        };
        let is_sending = !(self.head.is_empty() && self.body.is_empty());
        let mut ends = vec![PollFd::new(&*self.from, PollFlags::IN)];
        if let (Some(to), true) = (self.to.as_ref(), is_sending) {
            ends.push(PollFd::new(to, PollFlags::OUT));
        }
        match poll(&mut ends, timeout.as_ref()) {
            Ok(0) => Err(Fault::Late),
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(_) => Err(Fault::Gone),
        }
    }
}
