//! The office's review and the head teacher's sign-off: the queue, and from it one photo or a release.
//! Pictures come as they come into view.

mod copy;
mod going;
mod photo;
mod pictures;
mod queue;
mod shown;

use crate::clerk::Trouble;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use slint::{ComponentHandle, Image, SharedString};

use super::mapping::model;
use super::page::{Screen, Shows as _, entry, off_the_rail};
use super::state::Work;
use super::{Inner, Page, ReviewAdapter, ReviewMode, ReviewSay, Say};
use crate::acts::review::words::Flaw;
use crate::acts::review::{Sought, Stage};
use crate::clerk::review::{self, Card, Choices, Planned, Queue, Told};
use crate::clerk::{Ask, LITTLE};
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::ids::PhotoId;
use crate::domain::staff::Duty;

/// Photos that a queue shows before somebody asks for more.
const PAGE: usize = 200;

/// What the review remembers while somebody is signed in.
#[derive(Default)]
pub(super) struct Remembered {
    choices: Choices,
    channel: Option<ChannelId>,
    stage: Option<Stage>,
    /// It is the sign-off's queue.
    signs: bool,
    sought: Sought,
    days: &'static str,
    child: String,
    most: usize,
    columns: usize,
    queue: Queue,
    chosen: BTreeSet<PhotoId>,
    pictures: pictures::Pictures,
    card: Option<Box<Card>>,
    /// A photo that was asked for and is not on the page yet.
    opening: Option<PhotoId>,
    /// The copy that was shown: of which photo, for which channel, and its sum.
    seen: Option<(PhotoId, ChannelId, String)>,
    plan: Vec<Planned>,
    /// Those of it in which nobody is named, and of which somebody said so.
    by_name: BTreeSet<PhotoId>,
    /// What was found in the words, text by text.
    flaws: Vec<Vec<Flaw>>,
    work: Option<Work>,
    /// Where the last release went, or goes.
    place: String,
    is_printing: bool,
    archives: usize,
    /// Whoever leaves the page for tags comes back here.
    pub comes_back: bool,
}

impl Remembered {
    /// Whether a photo of the plan would be asked to go: it may, and where nobody is named in it, somebody
    /// asked for it by name. Whoever releases one photo names it.
    fn goes(&self, one: &Planned) -> bool {
        let is_named = self.plan.len() == 1 || self.by_name.contains(&one.photo);
        one.verdict.is_allowed() && (!one.names_nobody || is_named)
    }

    /// A little picture that came before.
    pub fn picture_of(&self, photo: &PhotoId) -> Option<Image> {
        self.pictures.of(photo)
    }
}

pub(super) const SCREEN: Screen = Screen {
    rail: entry(Page::Review, Duty::Prepare),
    open: |inner| inner.open_review(false),
    ..off_the_rail(connect)
};

pub(super) const SIGN_OFF: Screen = Screen {
    rail: entry(Page::SignOff, Duty::SignOff),
    open: |inner| inner.open_review(true),
    ..off_the_rail(|_| {})
};

pub(super) fn connect(inner: &Rc<Inner>) {
    queue::connect(inner);
    photo::connect(inner);
    going::connect(inner);
}

impl Inner {
    pub(super) fn review(&self) -> ReviewAdapter<'_> {
        self.app.global::<ReviewAdapter>()
    }

    pub(super) fn open_review(self: &Rc<Inner>, signs: bool) {
        {
            let mut state = self.state.borrow_mut();
            let review = &mut state.office.review;
            review.signs = signs;
            review.comes_back = false;
            review.most = PAGE;
            review.chosen.clear();
            review.card = None;
            review.stage = match (signs, review.stage) {
                (true, _) => Some(Stage::ToSign),
                (false, None | Some(Stage::ToSign)) => Some(Stage::Blocked),
                (false, stage) => stage,
            };
        }
        photo::forget(self);
        let review = self.review();
        review.edit(|it| {
            it.mode = ReviewMode::Queue;
            it.trouble = "".into();
            it.naming = "".into();
            it.has_come = false;
            it.lines = model([]);
        });
        self.clerk.ask(Ask::Review(review::Ask::Begin));
        self.go(if signs { Page::SignOff } else { Page::Review });
    }

    /// Back from the page for tags.
    pub(super) fn come_back_to_review(self: &Rc<Inner>) {
        let card = {
            let mut state = self.state.borrow_mut();
            state.office.review.comes_back = false;
            let card = state.office.review.card.as_ref();
            let id = card.map(|card| card.photo.id.clone());
            (id, state.office.review.signs)
        };
        let (id, signs) = card;
        self.go(if signs { Page::SignOff } else { Page::Review });
        match id {
            Some(id) => self.open_for_review(&id),
            None => {
                self.review().edit(|it| it.mode = ReviewMode::Queue);
                self.ask_queue();
            }
        }
    }

    /// The photo on the page is no more.
    pub(super) fn forget_reviewed(&self) {
        self.state.borrow_mut().office.review.card = None;
        photo::forget(self);
    }

    /// The channel that is chosen, as the policy has it.
    fn review_channel(&self) -> Option<Channel> {
        let state = self.state.borrow();
        let review = &state.office.review;
        let chosen = review.channel.as_ref()?;
        let mut channels = review.choices.channels.iter();
        channels.find(|channel| channel.id == *chosen).cloned()
    }

    /// Channels that can be chosen here: for the sign-off, those that this role signs for.
    fn review_channels(&self) -> Vec<Channel> {
        let state = self.state.borrow();
        let review = &state.office.review;
        let role = state.me.as_ref().map(|me| me.role);
        let channels = review.choices.channels.iter();
        channels
            .filter(|channel| {
                !review.signs || role.is_some_and(|role| channel.sign_off().is_met_by(role))
            })
            .cloned()
            .collect()
    }

    fn hear_choices(self: &Rc<Inner>, choices: Choices) {
        {
            let mut state = self.state.borrow_mut();
            state.office.review.choices = choices;
        }
        let channels = self.review_channels();
        {
            let mut state = self.state.borrow_mut();
            let review = &mut state.office.review;
            let is_there = |id: &ChannelId| channels.iter().any(|channel| channel.id == *id);
            if !review.channel.as_ref().is_some_and(is_there) {
                let website = channels.iter().find(|channel| channel.id.0 == "website");
                let outside = channels.iter().find(|channel| channel.outside);
                let first = website.or(outside).or_else(|| channels.first());
                review.channel = first.map(|channel| channel.id.clone());
            }
            self.on::<ReviewAdapter>(|it| {
                it.may_release = review.choices.may_release && !review.signs;
                it.may_prepare = review.choices.may_prepare;
            });
        }
        self.show_review_choices();
        self.ask_queue();
    }

    pub(super) fn hear_review(self: &Rc<Inner>, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        match told {
            Told::Choices(Ok(choices)) => self.hear_choices(*choices),
            Told::Queue(Ok(queue)) => self.hear_queue(*queue),
            Told::Choices(Err(error)) | Told::Queue(Err(error)) | Told::Trouble(error) => {
                self.hear_review_trouble(&error);
            }
            Told::Found(tiles) => self.hear_review_found(&tiles),
            Told::Card(card) => self.hear_review_card(card),
            Told::Words(flaws) => self.hear_review_words(flaws),
            Told::Preview {
                photo,
                channel,
                made,
            } => self.hear_review_copy(&photo, &channel, made),
            Told::Signed(photo) => self.hear_review_signed(&photo),
            Told::Named(Ok(count)) => self.hear_named(count),
            Told::Named(Err(error)) => self
                .review()
                .edit(|it| it.naming_trouble = self.sentence(&error)),
            Told::OneKept { gone, left } => {
                let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
                let say = self.app.global::<ReviewSay>();
                let (gone, left) = (count(gone), count(left));
                self.tell(say.invoke_one_kept(gone, left), left > 0);
            }
            Told::Plan(plan) => self.hear_review_plan(plan),
            Told::Printers(printers) => self.hear_review_printers(&printers),
            Told::Progress { done, of } => self.hear_review_progress(done, of),
            Told::Released(account) => self.hear_review_account(*account),
            Told::Out(copies) => self.hear_out(copies),
        }
    }

    fn hear_review_trouble(&self, error: &Trouble) {
        // Said where the work is; what concerns the whole tablet stands over every page.
        self.review().edit(|it| it.trouble = self.sentence(error));
    }

    /// A little picture for a list, from memory, or asked for once.
    fn review_picture(&self, photo: &PhotoId) -> Option<Image> {
        self.state.borrow().office.review.picture_of(photo)
    }

    pub(super) fn want_review_picture(&self, photo: &PhotoId) {
        self.state.borrow_mut().office.review.pictures.want(photo);
        self.ask_review_picture();
    }

    fn ask_review_picture(&self) {
        let next = self.state.borrow_mut().office.review.pictures.next();
        if let Some(photo) = next {
            self.clerk.ask(Ask::Show {
                photo,
                longest_side: LITTLE,
            });
        }
    }

    /// A picture that cannot be shown, which holds up none of the others.
    pub(super) fn hear_no_review_pixels(&self, photo: &PhotoId, longest_side: u32) {
        if longest_side == LITTLE {
            let mut state = self.state.borrow_mut();
            let was_asked = state.office.review.pictures.take(photo, None);
            drop(state);
            if was_asked {
                self.ask_review_picture();
            }
        }
    }

    /// Pixels that came, where the review or the releases still want them.
    pub(super) fn hear_review_pixels(&self, photo: &PhotoId, longest_side: u32, picture: &Image) {
        if longest_side == LITTLE {
            let mut state = self.state.borrow_mut();
            let was_asked = state.office.review.pictures.take(photo, Some(picture));
            drop(state);
            if !was_asked {
                return;
            }
            self.ask_review_picture();
            self.put_queue_picture(photo, picture);
            self.put_plan_picture(photo, picture);
            self.put_out_picture(photo, picture);
            return;
        }
        let is_shown = {
            let state = self.state.borrow();
            let card = state.office.review.card.as_ref();
            card.is_some_and(|card| card.photo.id == *photo)
        };
        if is_shown {
            let review = self.review();
            review.edit(|it| {
                it.photo = picture.clone();
                it.has_photo = true;
            });
        }
    }

    fn person_name(&self, card: &Card, person: &crate::domain::person::PersonId) -> SharedString {
        let found = card.people.iter().find(|tile| tile.person == *person);
        match found {
            Some(tile) => tile.name.as_str().into(),
            None => self.app.global::<Say>().invoke_unknown(),
        }
    }
}

/// How many stand so.
fn count_of(counts: &BTreeMap<Stage, usize>, stage: Stage) -> i32 {
    let count = counts.get(&stage).copied().unwrap_or_default();
    i32::try_from(count).unwrap_or(i32::MAX)
}
