//! Photos that wait for their tags, newest first. Their pictures come as they are wanted.

use crate::acts::Encoded;
use crate::clerk::Came;
use std::rc::Rc;

use slint::{ComponentHandle, Image, Model};

use super::mapping::{model, when};
use super::page::{Screen, below, off_the_rail};
use super::{CameraAdapter, Inner, Page, TagAdapter, ToTagAdapter, Waiting, called, calling};
use crate::clerk::{Ask, LITTLE, WaitingPhoto};
use crate::domain::ids::PhotoId;
use crate::domain::staff::Duty;

pub(super) const SCREEN: Screen = Screen {
    rail: below(Page::Review, Page::ToTag, Duty::TakeAndTag),
    open: Inner::open_to_tag,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let list = inner.app.global::<ToTagAdapter>();
    list.on_open(calling(inner, |inner, id: slint::SharedString| {
        inner.open_photo(&PhotoId(id.to_string()));
    }));
    list.on_show(calling(inner, |inner, id: slint::SharedString| {
        inner.clerk.ask(Ask::Show {
            photo: PhotoId(id.to_string()),
            longest_side: LITTLE,
        });
    }));
    list.on_back(called(inner, |inner| {
        let may = inner.state.borrow().may_photograph();
        if may {
            inner.go(Page::Camera);
        } else {
            inner.lock();
        }
    }));
}

impl Inner {
    pub(super) fn open_to_tag(self: &Rc<Inner>) {
        let may = self.state.borrow().may_photograph();
        self.on::<ToTagAdapter>(|it| it.can_photograph = may);
        self.clerk.ask(Ask::ToTag);
        self.go(Page::ToTag);
    }

    pub(super) fn hear_to_tag(self: &Rc<Inner>, told: Came<Vec<WaitingPhoto>>) {
        if self.state.borrow().me.is_none() {
            return;
        }
        match told {
            Ok(waiting) => {
                self.state.borrow_mut().tagging.is_opening = false;
                let rows = waiting.iter().map(|photo| Waiting {
                    id: photo.id.0.as_str().into(),
                    picture: Image::default(),
                    has_picture: false,
                    taken: when(&self.app, photo.taken, photo.today),
                    group: photo.group.as_str().into(),
                    by: photo.by.as_str().into(),
                    faces_open: i32::try_from(photo.faces_open).unwrap_or(i32::MAX),
                });
                self.on::<ToTagAdapter>(|it| it.photos = model(rows));
            }
            Err(error) => self.hear_trouble(&error),
        }
    }

    /// Pixels that were asked for, wherever they are still wanted.
    pub(super) fn hear_pixels(
        self: &Rc<Inner>,
        photo: &PhotoId,
        longest_side: u32,
        pixels: Came<Encoded>,
    ) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let picture = match pixels {
            Ok(pixels) => super::mapping::picture(&pixels),
            Err(error) => {
                self.hear_no_review_pixels(photo, longest_side);
                return self.hear_trouble(&error);
            }
        };
        self.hear_review_pixels(photo, longest_side, &picture);
        if longest_side != LITTLE {
            self.hear_doubt_pixels(photo, &picture);
            let is_shown = {
                let state = self.state.borrow();
                let card = state.tagging.card.as_ref();
                card.is_some_and(|card| card.photo.id == *photo)
            };
            if is_shown {
                self.on::<TagAdapter>(|it| {
                    it.photo = picture;
                    it.has_photo = true;
                });
            }
            return;
        }
        if self.state.borrow().last_shot.as_ref() == Some(photo) {
            self.on::<CameraAdapter>(|it| {
                it.last = picture.clone();
                it.has_last = true;
            });
        }
        let rows = self.shown::<ToTagAdapter>().photos;
        let place = rows.iter().position(|row| row.id.as_str() == photo.0);
        if let Some(place) = place
            && let Some(mut row) = rows.row_data(place)
        {
            row.picture = picture;
            row.has_picture = true;
            rows.set_row_data(place, row);
        }
    }
}
