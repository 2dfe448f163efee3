//! The queue: what can be chosen, and the photos that stand so, an occasion after the other.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{Days, NaiveDate};
use slint::{ComponentHandle, Image, Model, SharedString};

use super::{PAGE, count_of};
use crate::acts::group::Tile;
use crate::acts::review::{Sought, Stage};
use crate::clerk::Ask;
use crate::clerk::office;
use crate::clerk::review::{self, Queue, Row};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::person::PersonId;
use crate::screens::mapping::{date, model, when};
use crate::screens::page::Shows as _;
use crate::screens::{
    Inner, QueueLine, QueueTile, ReviewChoice, ReviewMode, ReviewSay, Tone, called, calling,
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let review = inner.review();
    review.on_choose_channel(calling(inner, |inner, id: SharedString| {
        inner.choose_review_channel(ChannelId(id.to_string()));
    }));
    review.on_choose_stage(calling(inner, |inner, id: SharedString| {
        let stage = Stage::ALL.into_iter().find(|stage| id == stage.word());
        inner.change_queue(|review| review.stage = stage.or(review.stage));
    }));
    review.on_choose_group(calling(inner, |inner, id: SharedString| {
        inner.change_queue(|review| {
            review.sought.group = (!id.is_empty()).then(|| id.to_string());
        });
    }));
    review.on_choose_taker(calling(inner, |inner, id: SharedString| {
        inner.change_queue(|review| {
            review.sought.taker = (!id.is_empty()).then(|| StaffId(id.to_string()));
        });
    }));
    review.on_choose_days(calling(inner, |inner, id: SharedString| {
        inner.change_queue(|review| {
            let today = review.choices.today;
            let (days, back) = match id.as_str() {
                "today" => ("today", Some(0)),
                "week" => ("week", Some(6)),
                "month" => ("month", Some(30)),
                _ => ("", None),
            };
            review.days = days;
            review.sought.from = back.and_then(|back| today.checked_sub_days(Days::new(back)));
            review.sought.until = back.map(|_| today);
        });
    }));
    review.on_seek(calling(inner, |inner, text: SharedString| {
        inner
            .clerk
            .ask(Ask::Review(review::Ask::Find(text.to_string())));
    }));
    review.on_choose_child(calling(inner, |inner, id: SharedString| {
        let found = inner.review().shown().found;
        let name = found.iter().find(|one| one.id == id).map(|one| one.text);
        inner.change_queue(|review| {
            review.sought.person = Some(PersonId(id.to_string()));
            review.child = name.unwrap_or_default().to_string();
        });
        inner.review().edit(|it| {
            it.found = model([]);
            it.sought = "".into();
        });
    }));
    review.on_clear_filter(called(inner, |inner| {
        inner.change_queue(|review| {
            review.sought = Sought::default();
            review.days = "";
            review.child.clear();
        });
    }));
    review.on_arranged(calling(inner, |inner, columns: i32| {
        let columns = usize::try_from(columns).unwrap_or(2).max(1);
        let is_new = {
            let mut state = inner.state.borrow_mut();
            std::mem::replace(&mut state.office.review.columns, columns) != columns
        };
        if is_new {
            inner.show_queue();
        }
    }));
    review.on_show(calling(inner, |inner, id: SharedString| {
        inner.want_review_picture(&PhotoId(id.to_string()));
    }));
    review.on_choose(calling(inner, |inner, id: SharedString| {
        {
            let mut state = inner.state.borrow_mut();
            let chosen = &mut state.office.review.chosen;
            let photo = PhotoId(id.to_string());
            if !chosen.remove(&photo) {
                chosen.insert(photo);
            }
        }
        inner.show_chosen();
    }));
    review.on_choose_all(called(inner, |inner| {
        {
            let mut state = inner.state.borrow_mut();
            let review = &mut state.office.review;
            review.chosen = review.queue.rows.iter().map(|row| row.id.clone()).collect();
        }
        inner.show_chosen();
    }));
    review.on_choose_none(called(inner, |inner| {
        inner.state.borrow_mut().office.review.chosen.clear();
        inner.show_chosen();
    }));
    review.on_begin_naming({
        let inner = Rc::downgrade(inner);
        move |photo, heading| {
            if let Some(inner) = inner.upgrade() {
                inner.begin_naming(photo, heading);
            }
        }
    });
    review.on_name_occasion(called(inner, |inner| {
        let review = inner.review();
        inner.clerk.ask(Ask::Review(review::Ask::NameOccasion {
            photo: PhotoId(review.shown().naming.to_string()),
            name: review.shown().occasion.to_string(),
        }));
    }));
    review.on_show_more(called(inner, |inner| {
        {
            let mut state = inner.state.borrow_mut();
            let review = &mut state.office.review;
            review.most = review.most.saturating_add(PAGE);
        }
        inner.ask_queue();
    }));
}

impl Inner {
    pub(super) fn change_queue(self: &Rc<Inner>, change: impl FnOnce(&mut super::Remembered)) {
        {
            let mut state = self.state.borrow_mut();
            let review = &mut state.office.review;
            change(review);
            review.most = PAGE;
            review.chosen.clear();
        }
        self.show_review_choices();
        self.ask_queue();
    }

    pub(super) fn choose_review_channel(self: &Rc<Inner>, channel: ChannelId) {
        let is_photo = self.review().shown().mode == ReviewMode::Photo;
        self.change_queue(|review| review.channel = Some(channel));
        if is_photo {
            self.show_review_photo();
        }
    }

    /// The queue anew, as it is narrowed down.
    pub(in crate::screens) fn ask_queue(&self) {
        let ask = {
            let state = self.state.borrow();
            let review = &state.office.review;
            let (Some(channel), Some(stage)) = (&review.channel, review.stage) else {
                drop(state);
                // Nothing that this role signs for: an empty queue is the answer.
                self.review().edit(|it| it.has_come = true);
                return;
            };
            review::Ask::Queue {
                channel: channel.clone(),
                stage,
                sought: review.sought.clone(),
                most: review.most.max(PAGE),
            }
        };
        self.clerk.ask(Ask::Review(ask));
    }

    pub(super) fn hear_queue(&self, queue: Queue) {
        {
            let mut state = self.state.borrow_mut();
            let review = &mut state.office.review;
            let rows: std::collections::BTreeSet<&PhotoId> =
                queue.rows.iter().map(|row| &row.id).collect();
            review.chosen.retain(|photo| rows.contains(photo));
            review.queue = queue;
        }
        self.count_queue();
        self.show_rail();
        self.review().edit(|it| it.has_come = true);
        self.show_review_choices();
        self.show_queue();
    }

    fn begin_naming(&self, photo: SharedString, heading: SharedString) {
        let review = self.review();
        review.edit(|it| {
            it.naming_heading = heading;
            it.naming_trouble = SharedString::default();
            it.occasion = self.occasion_of(&PhotoId(photo.to_string()));
            it.naming = photo;
        });
    }

    /// What a photo of the queue is said to have been taken at; nothing where only its group is known.
    fn occasion_of(&self, photo: &PhotoId) -> SharedString {
        let state = self.state.borrow();
        let mut rows = state.office.review.queue.rows.iter();
        match rows.find(|row| row.id == *photo) {
            Some(row) if row.occasion != row.group => row.occasion.as_str().into(),
            _ => SharedString::default(),
        }
    }

    pub(super) fn hear_named(&self, count: usize) {
        self.review().edit(|it| it.naming = SharedString::default());
        let count = i32::try_from(count).unwrap_or(i32::MAX);
        let said = self.app.global::<ReviewSay>().invoke_named(count);
        self.tell(said, false);
        self.ask_queue();
    }

    /// What the rail says of the queue that has come; the first one has the other channels counted.
    fn count_queue(&self) {
        let asks = {
            let mut state = self.state.borrow_mut();
            let office = &mut state.office;
            if office.review.sought != Sought::default() {
                return;
            }
            let counts = &office.review.queue.counts;
            let waits = |stage: &Stage| !matches!(stage, Stage::Out | Stage::TakeDown);
            let waiting = counts.iter().filter(|(stage, _)| waits(stage));
            office.to_review = waiting.map(|(_, count)| count).sum();
            let to_sign = counts.get(&Stage::ToSign).copied().unwrap_or_default();
            let channel = office.review.channel.clone();
            match (&mut office.to_sign, channel) {
                (Some(known), Some(channel)) => {
                    if let Some(count) = known.get_mut(&channel) {
                        *count = to_sign;
                    }
                    false
                }
                // Nothing for any channel until they are counted, which is asked for once.
                (known, _) => known.replace(BTreeMap::new()).is_none(),
            }
        };
        if asks {
            self.clerk.ask(Ask::Office(office::Ask::ToSign));
        }
    }

    pub(super) fn hear_review_found(&self, tiles: &[Tile]) {
        let choices = tiles.iter().take(12).map(|tile| ReviewChoice {
            id: tile.person.0.as_str().into(),
            text: tile.name.as_str().into(),
            count: 0,
            chosen: false,
        });
        self.review().edit(|it| it.found = model(choices));
    }

    /// What can be chosen, and what is.
    pub(super) fn show_review_choices(&self) {
        let adapter = self.review();
        let say = self.app.global::<ReviewSay>();
        let channels = self.review_channels();
        let state = self.state.borrow();
        let review = &state.office.review;
        adapter.edit(|it| {
            it.channels = model(channels.iter().map(|channel| ReviewChoice {
                id: channel.id.0.as_str().into(),
                text: channel.name.as_str().into(),
                count: 0,
                chosen: review.channel.as_ref() == Some(&channel.id),
            }));
            it.stages = model(Stage::ALL.into_iter().map(|stage| ReviewChoice {
                id: stage.word().into(),
                text: say.invoke_stage(stage.word().into()),
                count: count_of(&review.queue.counts, stage),
                chosen: review.stage == Some(stage),
            }));
        });
        let choice = |id: &str, text: SharedString, chosen: bool| ReviewChoice {
            id: id.into(),
            text,
            count: 0,
            chosen,
        };
        let group = review.sought.group.as_deref();
        let any = choice("", say.invoke_any_group(), group.is_none());
        let groups = review.choices.groups.iter().map(|one| {
            let name = one.name.as_str();
            choice(name, name.into(), group == Some(name))
        });
        adapter.edit(|it| it.groups = model(std::iter::once(any).chain(groups)));
        let taker = review.sought.taker.as_ref();
        let any = choice("", say.invoke_anybody(), taker.is_none());
        let takers = review
            .choices
            .takers
            .iter()
            .map(|(id, name)| choice(&id.0, name.as_str().into(), taker == Some(id)));
        adapter.edit(|it| it.takers = model(std::iter::once(any).chain(takers)));
        let days = ["", "today", "week", "month"];
        adapter.edit(|it| {
            it.days = model(
                days.into_iter()
                    .map(|days| choice(days, say.invoke_days(days.into()), review.days == days)),
            )
        });
        let mut words: Vec<String> = Vec::new();
        if !review.days.is_empty() {
            words.push(say.invoke_days(review.days.into()).to_string());
        }
        words.extend(review.sought.group.clone());
        if let Some(taker) = taker {
            let found = review.choices.takers.iter().find(|(id, _)| id == taker);
            words.extend(found.map(|(_, name)| name.clone()));
        }
        if review.sought.person.is_some() {
            words.push(review.child.clone());
        }
        adapter.edit(|it| {
            it.filter_words = words.join(" · ").into();
            let word = review.stage.map_or("", Stage::word);
            it.empty_title = say.invoke_empty_title(word.into());
            it.empty_text = say.invoke_empty_text(word.into());
        });
    }

    pub(super) fn queue_tile(&self, row: &Row, today: NaiveDate, chosen: bool) -> QueueTile {
        let say = self.app.global::<ReviewSay>();
        let picture = self.review_picture(&row.id);
        let is_good = matches!(row.stage, Stage::Ready | Stage::Out);
        let rests_on_a_word = row.names_nobody && is_good;
        QueueTile {
            id: row.id.0.as_str().into(),
            has_picture: picture.is_some(),
            picture: picture.unwrap_or_default(),
            taken: when(&self.app, row.taken, today),
            state: match rests_on_a_word {
                true => say.invoke_nobody_named(),
                false => say.invoke_stage_of_photo(row.stage.word().into()),
            },
            tone: match row.stage {
                Stage::Ready | Stage::Out if rests_on_a_word => Tone::Care,
                Stage::Ready | Stage::Out => Tone::Good,
                Stage::Blocked | Stage::TakeDown => Tone::Bad,
                Stage::ToTag | Stage::ToSign => Tone::Care,
            },
            chosen,
        }
    }

    pub(super) fn show_queue(&self) {
        let (rows, columns, today, chosen, more) = {
            let state = self.state.borrow();
            let review = &state.office.review;
            (
                review.queue.rows.clone(),
                review.columns.max(1),
                review.choices.today,
                review.chosen.clone(),
                review.queue.more,
            )
        };
        let say = self.app.global::<ReviewSay>();
        let mut lines: Vec<QueueLine> = Vec::new();
        let of_one_occasion = |one: &Row, other: &Row| {
            (one.taken.date(), &one.occasion) == (other.taken.date(), &other.occasion)
        };
        for occasion in rows.chunk_by(of_one_occasion) {
            for (place, line) in occasion.chunks(columns).enumerate() {
                let heading = match (place, line.first()) {
                    (0, Some(first)) => say.invoke_occasion(
                        first.occasion.as_str().into(),
                        date(&self.app, first.taken.date()),
                    ),
                    _ => SharedString::default(),
                };
                let tiles = line
                    .iter()
                    .map(|row| self.queue_tile(row, today, chosen.contains(&row.id)));
                lines.push(QueueLine {
                    heading,
                    first: occasion
                        .first()
                        .map(|row| row.id.0.as_str().into())
                        .unwrap_or_default(),
                    tiles: model(tiles),
                });
            }
        }
        let adapter = self.review();
        adapter.edit(|it| {
            it.lines = model(lines);
            it.more = i32::try_from(more).unwrap_or(i32::MAX);
            it.chosen_count = i32::try_from(chosen.len()).unwrap_or(i32::MAX);
        });
    }

    /// Which are chosen, without drawing the others anew.
    pub(super) fn show_chosen(&self) {
        let chosen = self.state.borrow().office.review.chosen.clone();
        for line in self.review().shown().lines.iter() {
            for (place, mut tile) in line.tiles.iter().enumerate() {
                let is_chosen = chosen.contains(&PhotoId(tile.id.to_string()));
                if tile.chosen != is_chosen {
                    tile.chosen = is_chosen;
                    line.tiles.set_row_data(place, tile);
                }
            }
        }
        let count = i32::try_from(chosen.len()).unwrap_or(i32::MAX);
        self.review().edit(|it| it.chosen_count = count);
    }

    pub(super) fn put_queue_picture(&self, photo: &PhotoId, picture: &Image) {
        let adapter = self.review();
        let lines = adapter.shown().lines;
        let tiles = lines.iter().map(|line| line.tiles);
        for tiles in tiles.chain([adapter.shown().burst]) {
            let place = tiles.iter().position(|tile| tile.id.as_str() == photo.0);
            if let Some(place) = place
                && let Some(mut tile) = tiles.row_data(place)
            {
                tile.picture = picture.clone();
                tile.has_picture = true;
                tiles.set_row_data(place, tile);
            }
        }
    }
}
