//! The tiles beside a photo: those here today, the whole group, whoever was sought, adults.

use crate::clerk::Came;
use std::rc::Rc;

use slint::ComponentHandle;

use super::mapping::{model, person_face};
use super::page::Shows as _;
use super::{Inner, TagAdapter, TileList};
use crate::acts::group::Tile;
use crate::clerk::Ask;
use crate::domain::person::PersonId;
use crate::domain::photo::Who;

impl Inner {
    /// The tiles of the list that is chosen.
    pub(super) fn show_tiles(&self) {
        let list = self.shown::<TagAdapter>().list;
        {
            let mut state = self.state.borrow_mut();
            match list {
                TileList::Here => {
                    state.tagging.list = state
                        .tagging
                        .tiles
                        .iter()
                        .filter(|tile| tile.here)
                        .cloned()
                        .collect()
                }
                TileList::Everyone => state.tagging.list = state.tagging.tiles.clone(),
                TileList::Search | TileList::Adults => {}
            }
        }
        self.on::<TagAdapter>(|it| it.group = self.state.borrow().tagging.group.as_str().into());
        self.show_photo();
    }

    /// Which tiles are in the photo.
    pub(super) fn show_tagged(&self) {
        let state = self.state.borrow();
        let tag = self.app.global::<TagAdapter>();
        let marks_away = tag.shown().marks_away;
        let labels = state.tagging.card.as_ref().map(|card| &card.photo.labels);
        tag.edit(|it| {
            it.tiles = model(state.tagging.list.iter().map(|tile| {
                let is_tagged = labels.is_some_and(|labels| {
                    let who = Who::Person(tile.person.clone());
                    labels.tags.iter().any(|tag| tag.who == who)
                });
                person_face(tile, if marks_away { tile.here } else { is_tagged })
            }))
        });
    }

    pub(super) fn show_list(&self, list: TileList) {
        let tag = self.app.global::<TagAdapter>();
        tag.edit(|it| it.list = list);
        if list != TileList::Everyone {
            tag.edit(|it| it.marks_away = false);
        }
        match list {
            TileList::Here | TileList::Everyone => self.show_tiles(),
            TileList::Adults => {
                self.state.borrow_mut().tagging.list.clear();
                self.clerk.ask(Ask::Adults);
            }
            TileList::Search => {
                tag.edit(|it| it.sought = "".into());
                self.state.borrow_mut().tagging.list.clear();
                self.show_photo();
            }
        }
    }

    pub(super) fn hear_tiles(self: &Rc<Inner>, told: Came<Vec<Tile>>) {
        if self.state.borrow().me.is_none() {
            return;
        }
        match told {
            Ok(tiles) => {
                let list = self.shown::<TagAdapter>().list;
                if matches!(list, TileList::Adults | TileList::Search) {
                    self.state.borrow_mut().tagging.list = tiles;
                    self.show_photo();
                }
            }
            Err(error) => self.hear_trouble(&error),
        }
    }

    pub(super) fn tap_away(&self, person: &PersonId) {
        let (group, away) = {
            let mut state = self.state.borrow_mut();
            // At once, so that a second tap adds to the first.
            for tile in &mut state.tagging.tiles {
                if tile.person == *person {
                    tile.here = !tile.here;
                }
            }
            let away = state.tagging.tiles.iter().filter(|tile| !tile.here);
            let away = away.map(|tile| tile.person.clone()).collect();
            (state.tagging.group.clone(), away)
        };
        self.show_tiles();
        self.clerk.ask(Ask::SetAway { group, away });
    }
}
