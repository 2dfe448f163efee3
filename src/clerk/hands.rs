//! Threads that look at pictures for the clerk: one for faces, one for pixels. Each has one picture
//! at a time, so that memory does not grow with what waits.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::thread;

use super::ask::{Ask, Told, Voice};
use super::review;
use crate::acts::ActError;
use crate::acts::PictureError;
use crate::acts::look::ToLookAt;
use crate::acts::release::copy::ToPreview;
use crate::acts::show::ToShow;
use crate::acts::sign_in::Session;
use crate::acts::slip::ToRead;
use crate::domain::channel::ChannelId;
use crate::domain::ids::PhotoId;

/// The longest side of a copy that is looked at before it goes, in pixels.
const PREVIEW: u32 = 1600;

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

/// Looks for faces on a thread, and hands what was seen to the clerk. Errors: no thread is to be had.
pub(super) fn look(to_look_at: ToLookAt, who: Session, clerk: &Sender<Ask>) -> std::io::Result<()> {
    let clerk = clerk.clone();
    thread::Builder::new()
        .name("faces".to_owned())
        .spawn(move || {
            // Whatever happens, the hand is free again.
            let seen = catch_unwind(AssertUnwindSafe(|| to_look_at.look()));
            let brought = match seen {
                Ok(seen) => Ask::Seen(Box::new(who), Box::new(seen)),
                Err(_) => Ask::NotSeen,
            };
            // Nobody takes it only when the window is gone: the photo waits until the next start.
            drop(clerk.send(brought));
        })?;
    Ok(())
}

/// Makes pixels on a thread and tells them. Errors: no thread is to be had.
pub(super) fn show(
    to_show: ToShow,
    photo: PhotoId,
    longest_side: u32,
    voice: &Voice,
    clerk: &Sender<Ask>,
) -> std::io::Result<()> {
    let (voice, clerk) = (voice.clone(), clerk.clone());
    thread::Builder::new()
        .name("pixels".to_owned())
        .spawn(move || {
            let made = catch_unwind(AssertUnwindSafe(|| to_show.pixels(longest_side)));
            let pixels = made
                .unwrap_or(Err(PictureError::ReaderStopped))
                .map_err(ActError::Picture);
            let id = photo.clone();
            voice.say(Told::Pixels {
                photo,
                longest_side,
                pixels,
            });
            // Nobody takes it only when the window is gone.
            drop(clerk.send(Ask::Shown(id)));
        })?;
    Ok(())
}

/// Reads a still of a slip on a thread, and hands the page to the clerk, who knows whose it is. Errors:
/// no thread is to be had.
pub(super) fn read_slip(to_read: ToRead, number: u64, clerk: &Sender<Ask>) -> std::io::Result<()> {
    let clerk = clerk.clone();
    thread::Builder::new()
        .name("slips".to_owned())
        .spawn(move || {
            let read = catch_unwind(AssertUnwindSafe(|| to_read.page()));
            let page = read.unwrap_or(Err(ActError::Picture(PictureError::ReaderStopped)));
            let page = page.map(Box::new);
            // Nobody takes it only when the window is gone.
            drop(clerk.send(Ask::SlipRead { number, page }));
        })?;
    Ok(())
}

/// Makes the copy that would leave, for a screen, on a thread, and tells it. Errors: no thread is to be
/// had.
pub(super) fn preview(
    to_preview: ToPreview,
    photo: PhotoId,
    channel: ChannelId,
    voice: &Voice,
) -> std::io::Result<()> {
    let voice = voice.clone();
    thread::Builder::new()
        .name("preview".to_owned())
        .spawn(move || {
            let made = catch_unwind(AssertUnwindSafe(|| to_preview.make(PREVIEW)));
            let made = made.unwrap_or(Err(ActError::Picture(PictureError::ReaderStopped)));
            voice.say(Told::Review(review::Told::Preview {
                photo,
                channel,
                made: made.map(Box::new),
            }));
        })?;
    Ok(())
}
