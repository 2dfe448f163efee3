//! The camera page: frames, the shutter, and what has become of each shot. A shot is told as kept
//! when the clerk says so, never before.

use crate::clerk::{Came, Ticket};
use std::rc::Rc;
use std::sync::Arc;

use image::RgbaImage;
use slint::{ComponentHandle, Image, Rgba8Pixel, SharedPixelBuffer};

use super::mapping::model;
use super::page::{Screen, Shows as _, entry, off_the_rail};
use super::{CameraAdapter, GroupChoice, Inner, Live, Page, PaperCamera, Say, called, calling};
use crate::acts::group::{Group, Tile};
use crate::camera::{CameraEvent, Frame, Turn};
use crate::clerk::{Ask, LITTLE};
use crate::domain::ids::PhotoId;
use crate::domain::staff::Duty;

pub(super) const SCREEN: Screen = Screen {
    rail: entry(Page::Camera, Duty::TakeAndTag),
    open: Inner::enter,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let camera = inner.app.global::<CameraAdapter>();
    camera.on_shutter(called(inner, |inner| inner.shutter()));
    camera.on_choose_group(calling(inner, |inner, group: slint::SharedString| {
        inner.choose_group(&group);
    }));
    camera.on_next_camera(called(inner, |inner| inner.next_camera()));
    camera.on_tag_last(called(inner, |inner| inner.tag_last()));
    camera.on_lock(called(inner, Inner::lock));
    camera.on_open_office(called(inner, |inner| inner.enter_office()));
    camera.on_open_about(called(inner, |inner| inner.open_about()));
    camera.on_open_rules(called(inner, |inner| inner.open_rules()));
}

impl Inner {
    /// Turns the camera on, where this page may show it.
    pub(super) fn camera_on(self: &Rc<Inner>) {
        let (may, is_sample) = {
            let state = self.state.borrow();
            let may = state.may_photograph();
            (may, state.is_sample)
        };
        if !may {
            return;
        }
        let mut cameras = self.cameras.borrow_mut();
        let cameras = cameras.get_or_insert_with(|| {
            let mut cameras = (self.world.cameras)(is_sample);
            let (say, bell) = (self.to_camera_says.clone(), Arc::clone(&self.world.bell));
            cameras.watch(Arc::new(move |event| {
                // Nobody listens any more only when the window is gone.
                if say.send(event).is_ok() {
                    bell();
                }
            }));
            cameras
        });
        let mut state = self.state.borrow_mut();
        state.shooting.is_on = true;
        cameras.show(state.shooting.camera.as_deref());
    }

    /// Turns the camera off, as soon as the shots that were asked for have come.
    pub(super) fn camera_off_when_done(&self) {
        let has_paper = self.has_paper();
        let mut state = self.state.borrow_mut();
        let is_wanted = state.page == Page::Camera || has_paper;
        if is_wanted || !state.shooting.is_on || !state.shooting.asked.is_empty() {
            return;
        }
        state.shooting.is_on = false;
        drop(state);
        if let Some(cameras) = self.cameras.borrow_mut().as_mut() {
            cameras.rest();
        }
        self.on::<CameraAdapter>(|it| it.is_running = false);
        self.on::<Live>(|it| it.camera = Image::default());
        self.on::<PaperCamera>(|it| it.runs = false);
    }

    /// The cameras of another school are others.
    pub(super) fn forget_cameras(&self) {
        *self.cameras.borrow_mut() = None;
        self.on::<CameraAdapter>(|it| {
            it.is_running = false;
            it.trouble = "".into();
        });
        self.on::<Live>(|it| it.camera = Image::default());
        let paper = self.app.global::<PaperCamera>();
        paper.edit(|it| {
            it.runs = false;
            it.trouble = "".into();
        });
        paper.set_cameras(0);
        let mut state = self.state.borrow_mut();
        state.shooting.is_on = false;
        state.shooting.camera = None;
        state.shooting.cameras.clear();
    }

    fn shutter(&self) {
        let number = {
            let mut state = self.state.borrow_mut();
            let camera = self.shown::<CameraAdapter>();
            let may = camera.is_running && camera.never_known;
            if state.me.is_none() || !may {
                return;
            }
            state.idle = 0;
            state.shooting.next += 1;
            let number = state.shooting.next;
            let group = state.group.clone();
            if !state.shooting.is_under_way() {
                state.shooting.has_failed = false;
            }
            state.shooting.asked.insert(number, group);
            number
        };
        if let Some(cameras) = self.cameras.borrow_mut().as_mut() {
            cameras.take(number);
        }
        self.on::<CameraAdapter>(|it| {
            it.is_kept = false;
            it.shows_say = false;
        });
        self.show_keeping();
    }

    fn show_keeping(&self) {
        let under_way = self.state.borrow().shooting.under_way();
        self.on::<CameraAdapter>(|it| it.keeping = i32::try_from(under_way).unwrap_or(i32::MAX));
    }

    fn choose_group(&self, group: &str) {
        group.clone_into(&mut self.state.borrow_mut().group);
        // Until it is known who may not be photographed, nobody is.
        self.on::<CameraAdapter>(|it| {
            it.never = "".into();
            it.never_known = false;
        });
        self.clerk.ask(Ask::Group(group.to_owned()));
        self.show_groups();
    }

    fn show_groups(&self) {
        let state = self.state.borrow();
        let camera = self.app.global::<CameraAdapter>();
        let count = |children: usize| i32::try_from(children).unwrap_or(i32::MAX);
        camera.edit(|it| {
            it.groups = model(state.groups.iter().map(|group| GroupChoice {
                name: group.name.as_str().into(),
                children: count(group.children),
            }));
            it.group = state.group.as_str().into();
            let mine = state.groups.iter().find(|group| group.name == state.group);
            it.group_size = mine.map_or(0, |group| count(group.children));
        });
    }

    pub(super) fn hear_groups(self: &Rc<Inner>, told: Came<Vec<Group>>) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let groups = match told {
            Ok(groups) => groups,
            Err(error) => return self.hear_trouble(&error),
        };
        let group = {
            let mut state = self.state.borrow_mut();
            let is_there = groups.iter().any(|group| group.name == state.group);
            if !is_there {
                state.group = groups
                    .first()
                    .map_or_else(String::new, |group| group.name.clone());
            }
            state.groups = groups;
            state.group.clone()
        };
        self.show_groups();
        if group.is_empty() {
            // No child is in the register.
            self.on::<CameraAdapter>(|it| it.never_known = true);
        } else {
            self.choose_group(&group);
        }
    }

    pub(super) fn hear_group(
        self: &Rc<Inner>,
        name: &str,
        tiles: Came<Vec<Tile>>,
        never: Came<Vec<Tile>>,
    ) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let (tiles, never) = match (tiles, never) {
            (Ok(tiles), Ok(never)) => (tiles, never),
            (Err(error), _) | (_, Err(error)) => return self.hear_trouble(&error),
        };
        if self.state.borrow().group == name {
            let names: Vec<&str> = never.iter().map(|tile| tile.name.as_str()).collect();
            self.on::<CameraAdapter>(|it| {
                it.never = names.join(" · ").into();
                it.never_known = true;
            });
        }
        let is_tagged = self.state.borrow().tagging.group == name;
        if is_tagged {
            self.state.borrow_mut().tagging.tiles = tiles;
            self.show_tiles();
        }
    }

    pub(super) fn next_camera(&self) {
        let next = {
            let mut state = self.state.borrow_mut();
            let shooting = &mut state.shooting;
            let place = shooting
                .cameras
                .iter()
                .position(|(id, _)| Some(id) == shooting.camera.as_ref())
                .map_or(1, |place| place + 1);
            let count = shooting.cameras.len().max(1);
            let next = shooting
                .cameras
                .get(place % count)
                .map(|(id, _)| id.clone());
            shooting.camera.clone_from(&next);
            next
        };
        if let Some(cameras) = self.cameras.borrow_mut().as_mut() {
            cameras.show(next.as_deref());
        }
    }

    /// The newest shot, or the list where there is none since the camera was opened.
    fn tag_last(self: &Rc<Inner>) {
        let last = self.state.borrow().last_shot.clone();
        match last {
            Some(photo) => self.open_photo(&photo),
            None => self.open_to_tag(),
        }
    }

    pub(super) fn hear_camera(self: &Rc<Inner>, event: CameraEvent) {
        let camera = self.app.global::<CameraAdapter>();
        match event {
            CameraEvent::Found(found) => {
                camera.set_cameras(model(found.iter().map(|one| one.name.as_str().into())));
                let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
                self.app.global::<PaperCamera>().set_cameras(count);
                let found = found.into_iter().map(|one| (one.id, one.name));
                self.state.borrow_mut().shooting.cameras = found.collect();
            }
            CameraEvent::Running { id } => {
                self.state.borrow_mut().shooting.camera = Some(id);
                camera.edit(|it| {
                    it.trouble = "".into();
                    it.is_running = true;
                });
                self.on::<PaperCamera>(|it| {
                    it.trouble = "".into();
                    it.runs = true;
                });
            }
            CameraEvent::Frame => self.show_frame(),
            CameraEvent::Stopped(trouble) => {
                camera.edit(|it| {
                    it.is_running = false;
                    it.trouble = self.camera_sentence(&trouble);
                });
                self.on::<PaperCamera>(|it| {
                    it.runs = false;
                    it.trouble = self.camera_sentence(&trouble);
                });
            }
            CameraEvent::Still { number, picture } if self.is_paper(number) => {
                self.hear_paper(number, picture);
            }
            CameraEvent::Still { number, picture } => {
                let asked = self.state.borrow_mut().shooting.asked.remove(&number);
                match picture {
                    Ok(picture) => {
                        let group = asked.unwrap_or_default();
                        let ticket = self.clerk.ask(Ask::Keep { picture, group });
                        let mut state = self.state.borrow_mut();
                        state.shooting.being_kept.insert(ticket);
                    }
                    Err(trouble) => {
                        self.state.borrow_mut().shooting.has_failed = true;
                        let words = self
                            .app
                            .global::<Say>()
                            .invoke_not_kept(trouble.to_string().into());
                        self.tell(words, true);
                    }
                }
                self.show_keeping();
                self.camera_off_when_done();
                self.sign_out_when_done();
            }
        }
    }

    fn show_frame(&self) {
        let frame = self
            .cameras
            .borrow()
            .as_ref()
            .and_then(|cameras| cameras.frame());
        if let Some(frame) = frame
            && self.state.borrow().shooting.is_on
        {
            let shown = upright(frame);
            if self.has_paper() {
                self.on::<Live>(|it| it.paper = shown);
            } else {
                self.on::<Live>(|it| it.camera = shown);
            }
        }
    }

    pub(super) fn hear_kept(self: &Rc<Inner>, ticket: Ticket, kept: Came<PhotoId>) {
        {
            let mut state = self.state.borrow_mut();
            state.shooting.being_kept.remove(&ticket);
        }
        self.show_keeping();
        let is_here = self.state.borrow().me.is_some();
        match kept {
            Ok(photo) => {
                if is_here {
                    let is_all_kept = {
                        let state = self.state.borrow();
                        !state.shooting.is_under_way() && !state.shooting.has_failed
                    };
                    self.on::<CameraAdapter>(|it| {
                        it.is_kept = is_all_kept;
                        it.has_last = false;
                    });
                    self.clerk.ask(Ask::Show {
                        photo: photo.clone(),
                        longest_side: LITTLE,
                    });
                    self.state.borrow_mut().last_shot = Some(photo);
                }
            }
            Err(error) => {
                self.state.borrow_mut().shooting.has_failed = true;
                let words = self
                    .app
                    .global::<Say>()
                    .invoke_not_kept(self.sentence(&error));
                self.tell(words, true);
            }
        }
        self.sign_out_when_done();
    }

    pub(super) fn hear_count(self: &Rc<Inner>, told: Came<usize>) {
        match told {
            Ok(count) => {
                let count = i32::try_from(count).unwrap_or(i32::MAX);
                self.on::<CameraAdapter>(|it| it.to_tag = count);
                self.on::<super::ToTagAdapter>(|it| it.count = count);
            }
            Err(error) => self.hear_trouble(&error),
        }
    }
}

/// A frame as it is shown, turned where the device is held otherwise.
fn upright(frame: Frame) -> Image {
    let (width, height) = (frame.width, frame.height);
    let shown = |pixels: &[u8], width, height| {
        Image::from_rgba8(SharedPixelBuffer::<Rgba8Pixel>::clone_from_slice(
            pixels, width, height,
        ))
    };
    if frame.turn == Turn::Upright {
        return shown(&frame.rgba, width, height);
    }
    match RgbaImage::from_raw(width, height, frame.rgba) {
        Some(pixels) => {
            let turned = match frame.turn {
                Turn::QuarterRight => image::imageops::rotate90(&pixels),
                Turn::Half => image::imageops::rotate180(&pixels),
                Turn::QuarterLeft => image::imageops::rotate270(&pixels),
                Turn::Upright => pixels,
            };
            shown(turned.as_raw(), turned.width(), turned.height())
        }
        None => Image::default(),
    }
}
