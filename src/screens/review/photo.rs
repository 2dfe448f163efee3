//! One photo of the review: what stands in its way on a channel and what clears it, its words, and the
//! very copy that would go.

use std::rc::Rc;

use slint::{ComponentHandle, Image, SharedString};

use crate::clerk::Ask;
use crate::clerk::review::{self, Card, Change, Row};
use crate::domain::ids::PhotoId;
use crate::domain::photo::Copyright;
use crate::screens::boxes::{self, Place};
use crate::screens::mapping::model;
use crate::screens::page::Shows as _;
use crate::screens::shell::Sure;
use crate::screens::tag::LARGE;
use crate::screens::{Inner, ReviewMode, ReviewSay, called, calling};

pub(super) fn connect(inner: &Rc<Inner>) {
    let review = inner.review();
    review.on_open(calling(inner, |inner, id: SharedString| {
        inner.open_for_review(&PhotoId(id.to_string()));
    }));
    review.on_back(called(inner, |inner| inner.leave_review_photo()));
    review.on_before(called(inner, |inner| inner.open_beside(-1)));
    review.on_after(called(inner, |inner| inner.open_beside(1)));
    review.on_tapped_box(calling(inner, |inner, id: SharedString| {
        if !inner.review().shown().is_hiding {
            return;
        }
        let hidden = {
            let state = inner.state.borrow();
            let card = state.office.review.card.as_ref();
            let mut tags = card.into_iter().flat_map(|card| &card.photo.labels.tags);
            tags.find(|tag| tag.id == id.as_str()).map(|tag| tag.hidden)
        };
        match hidden {
            Some(hidden) => inner.change_photo(Change::Hide {
                tag: id.to_string(),
                hidden: !hidden,
            }),
            None => inner.change_tags(),
        }
    }));
    review.on_do({
        let inner = Rc::downgrade(inner);
        move |kind, subject| {
            if let Some(inner) = inner.upgrade() {
                inner.do_about(&kind, &subject);
            }
        }
    });
    review.on_tick({
        let inner = Rc::downgrade(inner);
        move |item, on| {
            if let Some(inner) = inner.upgrade() {
                inner.change_photo(Change::Tick {
                    item: item.to_string(),
                    on,
                });
            }
        }
    });
    review.on_typed(called(inner, |inner| {
        inner.review().edit(|it| it.is_typed = true);
        inner.look_at_review_words();
    }));
    review.on_save_words(called(inner, |inner| inner.save_review_words()));
    review.on_mend_words(calling(inner, |inner, place: i32| inner.mend_words(place)));
    review.on_set_whose(calling(inner, |inner, whose: i32| {
        inner.change_photo(Change::Whose(match whose {
            0 => Copyright::School,
            1 => Copyright::Permission,
            _ => Copyright::Unknown,
        }));
    }));
    review.on_crop({
        let inner = Rc::downgrade(inner);
        move |x, y, width, height| {
            if let Some(inner) = inner.upgrade() {
                let size = Place {
                    x: width,
                    y: height,
                };
                inner.crop_photo(Place { x, y }, size);
            }
        }
    });
    review.on_crop_off(called(inner, |inner| {
        inner.review().edit(|it| it.is_cropping = false);
        inner.change_photo(Change::Crop(None));
    }));
    review.on_toggle_copy(called(inner, |inner| {
        let shows = !inner.review().shown().shows_copy;
        inner.show_copy(shows);
    }));
    review.on_sign(called(inner, |inner| inner.sign_photo()));
    review.on_keep_best(calling(inner, |inner, id: SharedString| {
        inner.ask_keep_best(PhotoId(id.to_string()));
    }));
    review.on_change_tags(called(inner, |inner| inner.change_tags()));
}

/// No picture and no name is left on the page.
pub(super) fn forget(inner: &Inner) {
    let review = inner.review();
    review.edit(|it| {
        it.photo = Image::default();
        it.has_photo = false;
        it.copy = Image::default();
        it.has_copy = false;
        it.shows_copy = false;
        it.copy_words = "".into();
        it.boxes = model([]);
        it.reasons = model([]);
        it.good = model([]);
        it.checklist = model([]);
        it.burst = model([]);
        for text in [
            &mut it.caption,
            &mut it.alt,
            &mut it.credit,
            &mut it.title,
            &mut it.place,
            &mut it.caption_trouble,
            &mut it.alt_trouble,
            &mut it.credit_trouble,
        ] {
            *text = SharedString::default();
        }
        it.is_typed = false;
        it.is_hiding = false;
        it.is_cropping = false;
        it.compares = false;
    });
}

impl Inner {
    pub(in crate::screens) fn open_for_review(self: &Rc<Inner>, photo: &PhotoId) {
        self.save_review_words();
        {
            let mut state = self.state.borrow_mut();
            let review = &mut state.office.review;
            review.opening = Some(photo.clone());
            review.seen = None;
        }
        self.review().edit(|it| it.trouble = "".into());
        self.clerk
            .ask(Ask::Review(review::Ask::Open(photo.clone())));
        self.clerk.ask(Ask::Show {
            photo: photo.clone(),
            longest_side: LARGE,
        });
    }

    /// Where the photo on the page lies in the queue as it was when it was opened.
    pub(super) fn row_beside(&self, step: isize) -> Option<Row> {
        let state = self.state.borrow();
        let review = &state.office.review;
        let id = &review.card.as_ref()?.photo.id;
        let rows = &review.queue.rows;
        let place = rows.iter().position(|row| row.id == *id)?;
        rows.get(place.checked_add_signed(step)?).cloned()
    }

    pub(super) fn open_beside(self: &Rc<Inner>, step: isize) {
        if let Some(row) = self.row_beside(step) {
            self.open_for_review(&row.id);
        }
    }

    pub(super) fn leave_review_photo(self: &Rc<Inner>) {
        let review = self.review();
        let has_card = self.state.borrow().office.review.card.is_some();
        match review.shown().mode {
            ReviewMode::Queue | ReviewMode::Going => {}
            ReviewMode::Plan if has_card => review.edit(|it| it.mode = ReviewMode::Photo),
            ReviewMode::Photo | ReviewMode::Plan | ReviewMode::Account => {
                self.save_review_words();
                self.state.borrow_mut().office.review.card = None;
                forget(self);
                review.edit(|it| {
                    it.trouble = "".into();
                    it.mode = ReviewMode::Queue;
                });
                self.ask_queue();
            }
        }
    }

    pub(super) fn hear_review_card(self: &Rc<Inner>, card: Box<Card>) {
        let is_new = {
            let mut state = self.state.borrow_mut();
            let review = &mut state.office.review;
            let id = card.photo.id.clone();
            let is_new = review.card.as_ref().is_none_or(|old| old.photo.id != id);
            let is_awaited = review.opening.as_ref() == Some(&id);
            if is_new && !is_awaited {
                return;
            }
            // What is still told of the one before leaves the one that is awaited.
            if is_awaited {
                review.opening = None;
            }
            review.card = Some(card);
            is_new
        };
        let review = self.review();
        if is_new {
            let shows_copy = review.shown().shows_copy;
            forget(self);
            review.edit(|it| it.shows_copy = shows_copy || self.state.borrow().office.review.signs);
        }
        review.edit(|it| it.mode = ReviewMode::Photo);
        self.show_review_photo();
    }

    pub(super) fn change_photo(self: &Rc<Inner>, change: Change) {
        let id = {
            let state = self.state.borrow();
            let card = state.office.review.card.as_ref();
            card.map(|card| card.photo.id.clone())
        };
        if let Some(photo) = id {
            self.review().edit(|it| it.trouble = "".into());
            self.clerk
                .ask(Ask::Review(review::Ask::Change { photo, change }));
        }
    }

    pub(super) fn do_about(self: &Rc<Inner>, kind: &str, subject: &str) {
        let review = self.review();
        match kind {
            "tag" => self.change_tags(),
            "hide" => self.change_photo(Change::Hide {
                tag: subject.to_owned(),
                hidden: true,
            }),
            "crop" => review.edit(|it| it.is_cropping = true),
            "words" => review.edit(|it| it.wants_field = 1),
            "credit" => review.edit(|it| it.wants_field = 3),
            "whose" => review.edit(|it| it.wants_field = 4),
            "sign" => self.show_copy(true),
            _ => {}
        }
    }

    pub(super) fn crop_photo(self: &Rc<Inner>, at: Place, size: Place) {
        let whole = {
            let state = self.state.borrow();
            let card = state.office.review.card.as_ref();
            card.map(|card| (card.photo.width, card.photo.height))
        };
        self.review().edit(|it| it.is_cropping = false);
        if let Some(area) = whole.and_then(|whole| boxes::area(at, size, whole)) {
            self.change_photo(Change::Crop(Some(area)));
        }
    }

    pub(super) fn ask_keep_best(self: &Rc<Inner>, best: PhotoId) {
        let others = {
            let state = self.state.borrow();
            let card = state.office.review.card.as_ref();
            card.map_or(0, |card| card.burst.len().saturating_sub(1))
        };
        let say = self.app.global::<ReviewSay>();
        let sure = Sure {
            title: say.invoke_keep_best_title(),
            text: say.invoke_keep_best_text(i32::try_from(others).unwrap_or(i32::MAX)),
            yes: say.invoke_keep_best_yes(),
            no: say.invoke_keep_all(),
            is_grave: true,
        };
        self.ask_sure(sure, move |inner| {
            inner.open_for_review(&best);
            inner.clerk.ask(Ask::Review(review::Ask::KeepBest(best)));
        });
    }

    /// To the page on which it is said who is in the photo, and back from there.
    pub(super) fn change_tags(self: &Rc<Inner>) {
        self.save_review_words();
        let id = {
            let mut state = self.state.borrow_mut();
            state.office.review.comes_back = true;
            let card = state.office.review.card.as_ref();
            card.map(|card| card.photo.id.clone())
        };
        if let Some(id) = id {
            self.open_photo(&id);
        }
    }
}
