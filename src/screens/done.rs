//! When one is done with a photo: tagged, deleted, or left for later. What comes next.

use std::rc::Rc;

use slint::{ComponentHandle, Image};

use super::shell::Sure;
use super::{Asked, Inner, Page, Say, Shell, TagAdapter, boxes};
use crate::clerk::{Ask, Edit};
use crate::domain::ids::PhotoId;

impl Inner {
    /// Done, for a photo that somebody has seen. Where nobody is tagged, it is asked whether nobody is
    /// there.
    pub(super) fn finish(self: &Rc<Inner>) {
        let is_seen = self.shown::<TagAdapter>().has_photo;
        let (is_fresh, names_somebody, open) = {
            let state = self.state.borrow();
            let card = state.tagging.card.as_ref();
            let labels = card.map(|card| &card.photo.labels);
            (
                state.tagging.is_fresh.is_some(),
                labels.is_none_or(|labels| !labels.tags.is_empty() || labels.nobody.is_some()),
                labels.is_some_and(|labels| boxes::next_open(labels).is_some()),
            )
        };
        if !is_seen || is_fresh {
            return;
        }
        let say = self.app.global::<Say>();
        if names_somebody {
            self.edit(Edit::Finish);
        } else if open {
            self.tell(say.invoke_nobody_named_yet(), true);
        } else {
            let sure = Sure {
                title: say.invoke_is_nobody_here(),
                text: say.invoke_is_nobody_here_means(),
                yes: say.invoke_is_nobody_here_yes(),
                no: say.invoke_is_nobody_here_no(),
                is_grave: false,
            };
            let photo = self.photo();
            self.ask_sure(sure, move |inner| {
                // Meanwhile another photo may have come.
                if inner.photo() == photo {
                    inner.edit(Edit::Nobody);
                }
            });
        }
    }

    /// Done: the next photo that waits.
    pub(super) fn hear_finished(self: &Rc<Inner>, photo: PhotoId) {
        self.put_photo_away();
        if self.state.borrow().office.review.comes_back {
            return self.come_back_to_review();
        }
        self.next_photo(photo);
    }

    fn next_photo(&self, after: PhotoId) {
        self.state.borrow_mut().tagging.is_opening = true;
        self.clerk.ask(Ask::NextToTag(after));
    }

    /// The page holds no photo any more, and nothing is asked about one.
    fn put_photo_away(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.tagging.card = None;
            state.tagging.is_opening = false;
            state.to_discard = None;
        }
        self.on::<Shell>(|it| it.asked = Asked::Nothing);
        self.clear_photo();
    }

    pub(super) fn hear_nothing_to_tag(self: &Rc<Inner>) {
        self.put_photo_away();
        self.state.borrow_mut().last_shot = None;
        self.on::<super::CameraAdapter>(|it| it.has_last = false);
        let may = self.state.borrow().may_photograph();
        // Somebody who went elsewhere meanwhile stays there.
        if self.state.borrow().page != Page::Tag {
            return;
        }
        if may {
            self.go(Page::Camera);
        } else {
            self.open_to_tag();
        }
    }

    pub(super) fn discard(self: &Rc<Inner>, retakes: bool) {
        let photo = self.state.borrow_mut().to_discard.take();
        if let Some(photo) = photo {
            self.state.borrow_mut().retakes = retakes;
            self.clerk.ask(Ask::Discard(photo));
        }
    }

    pub(super) fn hear_discarded(self: &Rc<Inner>, photo: PhotoId) {
        if self.photo().as_ref() == Some(&photo) {
            self.put_photo_away();
        }
        if self.state.borrow().office.review.comes_back {
            self.forget_reviewed();
            return self.come_back_to_review();
        }
        let retakes = {
            let mut state = self.state.borrow_mut();
            if state.last_shot.as_ref() == Some(&photo) {
                state.last_shot = None;
            }
            state.retakes
        };
        self.on::<super::CameraAdapter>(|it| {
            it.has_last = false;
            it.last = Image::default();
        });
        if self.state.borrow().page != Page::Tag {
            return;
        }
        if retakes {
            self.go(Page::Camera);
        } else {
            self.next_photo(photo);
        }
    }

    pub(super) fn leave_photo(self: &Rc<Inner>) {
        self.put_photo_away();
        if self.state.borrow().office.review.comes_back {
            return self.come_back_to_review();
        }
        self.open_to_tag();
    }
}
