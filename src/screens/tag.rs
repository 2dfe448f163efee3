//! Who is in this photo. Every tap is with the clerk at once, so nothing is lost by locking, or by a
//! battery that runs flat.

use crate::clerk::Trouble;
use std::rc::Rc;
use std::time::Duration;

use slint::{ComponentHandle, Timer, TimerMode};

use super::boxes::{self, Place};
use super::mapping::model;
use super::page::Shows as _;
use super::shell::Sure;
use super::{Asked, Inner, OtherTag, Page, Say, Shell, TagAdapter, TileList, called, calling};
use crate::acts::tag::NotComplete;
use crate::clerk::{Ask, Beside, Edit, PhotoCard};
use crate::domain::ids::PhotoId;
use crate::domain::person::PersonId;
use crate::domain::photo::{Unrecognisable, Who};

/// The longest side of the photo that is tagged, in pixels: enough to look closely on any tablet.
pub(super) const LARGE: u32 = 1600;

/// A photo is on the page for so long before it can be called done.
const FRESH: Duration = Duration::from_millis(600);

/// Changes that can be undone, at most.
const HISTORY: usize = 50;

pub(super) fn connect(inner: &Rc<Inner>) {
    let tag = inner.app.global::<TagAdapter>();
    tag.on_tapped_at({
        let inner = Rc::downgrade(inner);
        move |x, y, reach_x, reach_y| {
            if let Some(inner) = inner.upgrade() {
                let reach = Place {
                    x: reach_x,
                    y: reach_y,
                };
                inner.tapped_at(Place { x, y }, reach);
            }
        }
    });
    tag.on_choose_face(calling(inner, |inner, id: slint::SharedString| {
        inner.choose_face(Some(id.to_string()));
    }));
    tag.on_drawn({
        let inner = Rc::downgrade(inner);
        move |id, x, y, width, height| {
            if let Some(inner) = inner.upgrade() {
                let size = Place {
                    x: width,
                    y: height,
                };
                inner.drawn(&id, Place { x, y }, size);
            }
        }
    });
    tag.on_tap_person(calling(inner, |inner, id: slint::SharedString| {
        inner.tap_person(&PersonId(id.to_string()));
    }));
    tag.on_show_list(calling(inner, |inner, list| inner.show_list(list)));
    tag.on_seek(calling(inner, |inner, text: slint::SharedString| {
        inner.clerk.ask(Ask::Search(text.to_string()));
    }));
    tag.on_same_as_last(called(inner, |inner| inner.edit(Edit::SameAsLast)));
    tag.on_not_recognisable(calling(inner, |inner, is_child| {
        inner.tag_other(Who::Unrecognisable(if is_child {
            Unrecognisable::Child
        } else {
            Unrecognisable::Adult
        }));
    }));
    tag.on_cannot_name(called(inner, |inner| inner.tag_other(Who::Unknown)));
    tag.on_remove_other(calling(inner, |inner, id: slint::SharedString| {
        inner.edit(Edit::Untag(id.to_string()));
    }));
    tag.on_not_a_face(called(inner, |inner| {
        let face = inner.state.borrow().tagging.face.clone();
        if let Some(face) = face {
            inner.edit(Edit::NotAFace(face));
        }
    }));
    tag.on_look_again(called(inner, |inner| {
        if let Some(photo) = inner.photo() {
            inner.clerk.ask(Ask::LookAgain(photo));
            inner.on::<TagAdapter>(|it| it.is_waiting = true);
        }
    }));
    tag.on_undo(called(inner, |inner| inner.undo()));
    tag.on_discard(called(inner, |inner| inner.ask_first(Asked::Discard)));
    tag.on_retake(called(inner, |inner| inner.ask_first(Asked::Retake)));
    tag.on_done(called(inner, |inner| inner.finish()));
    tag.on_back(called(inner, |inner| inner.leave_photo()));
}

impl Inner {
    pub(super) fn open_photo(self: &Rc<Inner>, photo: &PhotoId) {
        self.state.borrow_mut().tagging.is_opening = true;
        self.clerk.ask(Ask::OpenPhoto(photo.clone()));
    }

    pub(super) fn photo(&self) -> Option<PhotoId> {
        let state = self.state.borrow();
        state
            .tagging
            .card
            .as_ref()
            .map(|card| card.photo.id.clone())
    }

    /// A photo, new on the page or as it stands after a change.
    pub(super) fn hear_photo(self: &Rc<Inner>, card: Box<PhotoCard>) {
        let is_new = self.photo().as_ref() != Some(&card.photo.id);
        let is_wanted = {
            let state = self.state.borrow();
            // An answer that comes late, to a photo that was left, opens nothing.
            let is_asked_for = if is_new {
                state.tagging.is_opening
            } else {
                state.page == Page::Tag
            };
            state.me.is_some() && is_asked_for
        };
        if !is_wanted {
            return;
        }
        let group = card.photo.class.clone();
        {
            let mut state = self.state.borrow_mut();
            let tagging = &mut state.tagging;
            if is_new {
                tagging.is_opening = false;
                tagging.history.clear();
                tagging.changing = None;
                tagging.is_undoing = false;
                tagging.face = None;
            }
            if std::mem::take(&mut tagging.is_undoing)
                && let Some((_, after)) = tagging.history.last_mut()
            {
                // As it was after the step before, only newer.
                *after = card.photo.version;
            }
            if let Some(before) = tagging.changing.take()
                && before != card.photo.labels
            {
                tagging.history.push((before, card.photo.version));
                if tagging.history.len() > HISTORY {
                    tagging.history.remove(0);
                }
            }
            let labels = &card.photo.labels;
            if !tagging
                .face
                .as_ref()
                .is_some_and(|face| labels.is_open(face))
            {
                tagging.face = boxes::next_open(labels);
            }
            tagging.card = Some(card);
        }
        if is_new {
            self.begin_photo(&group);
        }
        self.show_photo();
    }

    fn begin_photo(self: &Rc<Inner>, group: &str) {
        let tag = self.app.global::<TagAdapter>();
        self.clear_photo();
        tag.set_zoom(1.0);
        tag.edit(|it| {
            it.editing = false;
            it.asks_kind = false;
            it.marks_away = false;
            it.list = TileList::Here;
        });
        if let Some(photo) = self.photo() {
            self.clerk.ask(Ask::Show {
                photo,
                longest_side: LARGE,
            });
        }
        {
            let mut state = self.state.borrow_mut();
            let tagging = &mut state.tagging;
            if tagging.group != group {
                group.clone_into(&mut tagging.group);
                tagging.tiles.clear();
            }
            tagging.list.clear();
            // A second tap on Done was meant for the photo before.
            let fresh = Timer::default();
            fresh.start(
                TimerMode::SingleShot,
                FRESH,
                called(self, |inner| {
                    inner.state.borrow_mut().tagging.is_fresh = None;
                }),
            );
            tagging.is_fresh = Some(fresh);
        }
        self.on::<Shell>(|it| it.asked = Asked::Nothing);
        self.state.borrow_mut().to_discard = None;
        self.clerk.ask(Ask::Group(group.to_owned()));
        self.go(Page::Tag);
        self.show_tiles();
    }

    pub(super) fn show_photo(&self) {
        let state = self.state.borrow();
        let Some(card) = &state.tagging.card else {
            return;
        };
        let labels = &card.photo.labels;
        let size = (card.photo.width, card.photo.height);
        let say = self.app.global::<Say>();
        let name = |who: &Who| match who {
            Who::Person(_) => {
                let at_hand = state
                    .tagging
                    .tiles
                    .iter()
                    .chain(&state.tagging.list)
                    .chain(&card.people);
                boxes::tile_name(who, at_hand).unwrap_or_else(|| "…".to_owned())
            }
            Who::Unknown => say.invoke_unknown().to_string(),
            Who::Unrecognisable(Unrecognisable::Child) => {
                say.invoke_child_not_recognisable().to_string()
            }
            Who::Unrecognisable(Unrecognisable::Adult) => {
                say.invoke_adult_not_recognisable().to_string()
            }
        };
        let tag = self.app.global::<TagAdapter>();
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let me = state.me.as_ref();
        // Somebody who has no tile where one can tap them off again is listed by name.
        let shown = |who: &Who| matches!(who, Who::Person(person) if state.tagging.list.iter().any(|tile| tile.person == *person));
        let others = labels.tags.iter().filter(|tag| !shown(&tag.who));
        tag.edit(|it| {
            it.shape = size.0.max(1) as f32 / size.1.max(1) as f32;
            it.faces = model(boxes::marks(
                labels,
                size,
                state.tagging.face.as_deref(),
                name,
            ));
            it.faces_found = number(card.outlook.faces);
            it.faces_named = number(card.outlook.faces.saturating_sub(card.outlook.faces_open));
            it.is_waiting = card.outlook.is_waiting;
            it.has_chosen_face = state.tagging.face.is_some();
            it.can_undo = !state.tagging.history.is_empty();
            it.can_discard = me.is_some_and(|me| me.id == card.photo.taken_by)
                && card.taken.date() == card.today;
            it.others = model(others.map(|tag| OtherTag {
                id: tag.id.as_str().into(),
                text: name(&tag.who).into(),
            }));
            it.chips = model(super::chips::chips(&say, &card.outlook, &card.people));
        });
        drop(state);
        self.show_tagged();
    }

    fn tapped_at(&self, at: Place, reach: Place) {
        let touched = {
            let state = self.state.borrow();
            let card = state.tagging.card.as_ref();
            card.and_then(|card| {
                let size = (card.photo.width, card.photo.height);
                boxes::touched(&card.photo.labels, size, at, reach)
            })
        };
        if touched.is_some() {
            self.choose_face(touched);
        }
    }

    fn choose_face(&self, face: Option<String>) {
        self.state.borrow_mut().tagging.face = face;
        self.show_photo();
    }

    fn drawn(&self, face: &str, at: Place, size: Place) {
        let area = {
            let state = self.state.borrow();
            let card = state.tagging.card.as_ref();
            card.and_then(|card| boxes::area(at, size, (card.photo.width, card.photo.height)))
        };
        match (area, face) {
            (None, _) => {}
            (Some(area), "") => self.edit(Edit::Draw(area)),
            (Some(area), face) => self.edit(Edit::Move {
                face: face.to_owned(),
                area,
            }),
        }
    }

    fn tap_person(&self, person: &PersonId) {
        if self.shown::<TagAdapter>().marks_away {
            return self.tap_away(person);
        }
        let edit = {
            let state = self.state.borrow();
            let Some(card) = &state.tagging.card else {
                return;
            };
            let labels = &card.photo.labels;
            let who = Who::Person(person.clone());
            let tagged = labels.tags.iter().find(|tag| tag.who == who);
            let chosen = state.tagging.face.clone();
            let chosen = chosen.filter(|face| labels.is_open(face));
            match tagged {
                // Tapped without a face first, and now the face is chosen: it is theirs.
                Some(tag)
                    if chosen.is_some()
                        && !labels
                            .faces
                            .iter()
                            .any(|face| face.tag.as_ref() == Some(&tag.id)) =>
                {
                    Edit::Tag {
                        whom: Who::Person(person.clone()),
                        face: chosen,
                    }
                }
                Some(tag) => Edit::Untag(tag.id.clone()),
                None => Edit::Tag {
                    whom: Who::Person(person.clone()),
                    face: chosen,
                },
            }
        };
        self.edit(edit);
    }

    fn tag_other(&self, whom: Who) {
        let face = {
            let state = self.state.borrow();
            let labels = state.tagging.card.as_ref().map(|card| &card.photo.labels);
            let face = state.tagging.face.clone();
            face.filter(|face| labels.is_some_and(|labels| labels.is_open(face)))
        };
        self.edit(Edit::Tag { whom, face });
    }

    pub(super) fn edit(&self, edit: Edit) {
        let Some(photo) = self.photo() else {
            return;
        };
        {
            let mut state = self.state.borrow_mut();
            let tagging = &mut state.tagging;
            // Two changes under way: the first one's answer tells what stood before both.
            if tagging.changing.is_none() && !matches!(edit, Edit::PutBack { .. }) {
                tagging.changing = tagging.card.as_ref().map(|card| card.photo.labels.clone());
            }
        }
        self.clerk.ask(Ask::Edit { photo, edit });
    }

    fn undo(&self) {
        let step = self.state.borrow_mut().tagging.history.pop();
        if let Some((labels, from)) = step {
            self.state.borrow_mut().tagging.is_undoing = true;
            self.edit(Edit::PutBack {
                from,
                labels: Box::new(labels),
            });
        }
    }

    pub(super) fn hear_photo_trouble(self: &Rc<Inner>, error: &Trouble) {
        {
            let mut state = self.state.borrow_mut();
            state.tagging.changing = None;
            state.tagging.is_undoing = false;
            state.tagging.history.clear();
        }
        let say = self.app.global::<Say>();
        match error {
            Trouble::NotComplete(NotComplete::SomebodyTagged) => {
                self.tell(say.invoke_somebody_is_tagged(), true);
            }
            Trouble::NotComplete(NotComplete::NobodyNamed | NotComplete::FacesOpen(_)) => {
                self.tell(say.invoke_nobody_named_yet(), true);
            }
            error => self.hear_trouble(error),
        }
    }

    /// Somebody is in one of two photos that look alike: in the other too?
    pub(super) fn ask_beside(&self, beside: Beside) {
        if self.state.borrow().page != Page::Tag {
            return;
        }
        self.state.borrow_mut().tagging.changing = None;
        let say = self.app.global::<Say>();
        let apart = beside.asked.taken - beside.asked.beside_taken;
        let seconds = i32::try_from(apart.num_seconds().abs()).unwrap_or(i32::MAX);
        let sure = Sure {
            title: say.invoke_beside_title(beside.name.as_str().into(), beside.is_of_this),
            text: say.invoke_beside_when(seconds),
            yes: say.invoke_beside_yes(beside.is_of_this),
            no: say.invoke_beside_no(beside.is_of_this),
            is_grave: false,
        };
        self.ask_either(sure, move |inner, is_here| {
            inner.edit(Edit::Beside {
                asked: Box::new(beside.asked.clone()),
                is_here,
                with_nobody: beside.with_nobody,
            });
        });
    }

    /// Faces were found in a photo meanwhile: the page shows them.
    pub(super) fn hear_looked(&self, photo: &PhotoId) {
        let is_shown =
            self.state.borrow().page == Page::Tag && self.photo().as_ref() == Some(photo);
        if is_shown {
            self.clerk.ask(Ask::OpenPhoto(photo.clone()));
        }
    }
}
