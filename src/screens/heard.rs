//! What the clerk and the cameras tell, each to its page.

use std::rc::Rc;

use slint::ComponentHandle;

use super::{Inner, Say};
use crate::clerk::{Heard, Ticket, Told};

impl Inner {
    pub(super) fn hear(self: &Rc<Inner>) {
        // The newest frame is enough, however many were told.
        let mut frame = None;
        while let Ok(event) = self.camera_says.try_recv() {
            match event {
                crate::camera::CameraEvent::Frame => frame = Some(event),
                other => self.hear_camera(other),
            }
        }
        if let Some(event) = frame {
            self.hear_camera(event);
        }
        loop {
            match self.clerk.told() {
                Ok(Some(Heard { to, told })) => self.hear_clerk(to, told),
                Ok(None) => return,
                Err(_) => {
                    {
                        let mut state = self.state.borrow_mut();
                        state.shooting.asked.clear();
                        state.shooting.being_kept.clear();
                        state.is_proving = false;
                        state.is_locking = false;
                    }
                    let words = self.app.global::<Say>().invoke_stopped();
                    return self.tell(words, true);
                }
            }
        }
    }

    fn hear_clerk(self: &Rc<Inner>, to: Option<Ticket>, told: Told) {
        // What nobody asked for answers no ask.
        let ticket = to.unwrap_or(Ticket::NONE);
        match told {
            Told::Answered => {}
            Told::Elsewhere => self.hear_elsewhere(),
            Told::NoSchool => self.hear_no_school(),
            Told::Stuck(error) => self.be_stuck(&error),
            Told::Lock(lock) => {
                // Nobody asked: another school is open, and nobody is signed in.
                if to.is_none() && self.state.borrow().me.is_some() {
                    self.lock();
                }
                self.hear_lock(lock);
            }
            Told::Making => self.hear_making(),
            Told::SignedIn(signed) => self.hear_signed_in(signed),
            Told::AgreementSigned(signed) => self.hear_agreement(signed),
            Told::Enrolled(enrolled) => self.hear_enrolled(enrolled),
            Told::Rules(policy) => self.hear_rules(policy),
            Told::About(about) => self.hear_about(about),
            Told::Groups(groups) => self.hear_groups(groups),
            Told::Group { name, tiles, never } => self.hear_group(&name, tiles, never),
            Told::Tiles(tiles) => self.hear_tiles(tiles),
            Told::Kept(kept) => self.hear_kept(ticket, kept),
            Told::CountToTag(count) => self.hear_count(count),
            Told::ToTag(waiting) => self.hear_to_tag(waiting),
            Told::NothingToTag => self.hear_nothing_to_tag(),
            Told::Photo(card) => self.hear_photo(card),
            Told::Looked(photo) => self.hear_looked(&photo),
            Told::AskedBeside(beside) => self.ask_beside(*beside),
            Told::PhotoTrouble(error) => self.hear_photo_trouble(&error),
            Told::Finished(photo) => self.hear_finished(photo),
            Told::Discarded(photo) => self.hear_discarded(photo),
            Told::Pixels {
                photo,
                longest_side,
                pixels,
            } => self.hear_pixels(&photo, longest_side, pixels),
            Told::Calls(told) => self.hear_calls(told),
            Told::Doubts(told) => self.hear_doubts(told),
            Told::Downs(told) => self.hear_downs(told),
            Told::Files(told) => self.hear_files(told),
            Told::Incidents(told) => self.hear_incidents(told),
            Told::Import(told) => self.hear_import(told),
            Told::Office(told) => self.hear_office(told),
            Told::Places(told) => self.hear_places(told),
            Told::Record(told) => self.hear_record(told),
            Told::Register(told) => self.hear_register(ticket, told),
            Told::Review(told) => self.hear_review(told),
            Told::Slips(told) => self.hear_slips(ticket, told),
            Told::Staff(told) => self.hear_staff(told),
            Told::Trouble(error) => self.hear_trouble(&error),
        }
    }
}
