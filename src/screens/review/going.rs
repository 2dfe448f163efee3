//! A release from the screen: what would go and what would not, where to, how far it is, and the exact
//! account of it.

use std::rc::Rc;

use slint::{ComponentHandle, Image, Model, SharedString};

use crate::clerk::Ask;
use crate::clerk::review::Became;
use crate::clerk::review::{self, Account, Planned};
use crate::domain::ids::{PhotoId, short};
use crate::domain::release::OutletKind;
use crate::domain::verdict::{Reason, Verdict};
use crate::places::PlaceId;
use crate::screens::mapping::{model, when, whole};
use crate::screens::page::Shows as _;
use crate::screens::places::Wanted;
use crate::screens::state::Work;
use crate::screens::{Inner, PlanLine, ReviewMode, ReviewSay, called, calling};

pub(super) fn connect(inner: &Rc<Inner>) {
    let review = inner.review();
    review.on_plan(called(inner, |inner| inner.ask_plan()));
    review.on_release_to_folder(called(inner, |inner| inner.release_to(OutletKind::Folder)));
    review.on_release_to_archive(called(inner, |inner| inner.release_to(OutletKind::Zip)));
    review.on_print(calling(inner, |inner, printer: SharedString| {
        inner.release_into(OutletKind::Print, printer.to_string());
    }));
    review.on_stop(called(inner, |inner| {
        if let Some(work) = &inner.state.borrow().office.review.work {
            work.stop();
            inner.review().edit(|it| it.is_stopping = true);
        }
    }));
    review.on_name_photo(calling(inner, |inner, id: SharedString| {
        inner.name_photo(&id);
    }));
    review.on_close_account(called(inner, |inner| inner.leave_review_photo()));
}

impl Inner {
    /// Those that are chosen, or the one on the page.
    pub(super) fn ask_plan(self: &Rc<Inner>) {
        self.save_review_words();
        let photos: Vec<PhotoId> = {
            let state = self.state.borrow();
            let review = &state.office.review;
            match &review.card {
                Some(card) => vec![card.photo.id.clone()],
                None => {
                    let rows = review.queue.rows.iter().map(|row| row.id.clone());
                    rows.filter(|id| review.chosen.contains(id)).collect()
                }
            }
        };
        if let (false, Some(channel)) = (photos.is_empty(), self.review_channel()) {
            self.review().edit(|it| it.trouble = "".into());
            self.clerk.ask(Ask::Review(review::Ask::Plan {
                photos,
                channel: channel.id,
            }));
        }
    }

    pub(super) fn hear_review_plan(self: &Rc<Inner>, plan: Vec<Planned>) {
        let Some(channel) = self.review_channel() else {
            return;
        };
        let adapter = self.review();
        let say = self.app.global::<ReviewSay>();
        {
            let mut state = self.state.borrow_mut();
            state.office.review.plan.clone_from(&plan);
            state.office.review.by_name.clear();
        }
        self.count_plan();
        adapter.edit(|it| it.plan_title = say.invoke_plan_title(channel.name.as_str().into()));
        // What stands in the way comes first: it is what somebody may want to see to.
        // Then what is asked for by name.
        let is_one = plan.len() == 1;
        let mut plan: Vec<&Planned> = plan.iter().collect();
        plan.sort_by_key(|one| (one.verdict.is_allowed(), !one.names_nobody));
        let lines = plan.into_iter().map(|one| {
            let text = match &one.verdict {
                Verdict::Allowed if one.names_nobody => say.invoke_plan_nobody(),
                Verdict::Allowed => say.invoke_plan_ready(),
                Verdict::Blocked(reasons) => self.plan_reasons(reasons, &channel.name),
            };
            PlanLine {
                asks: one.names_nobody && one.verdict.is_allowed(),
                // Whoever releases one photo names it.
                is_named: is_one,
                ..self.plan_line(&one.photo, text, one.verdict.is_allowed())
            }
        });
        adapter.edit(|it| {
            it.plan_lines = model(lines.collect::<Vec<_>>());
            it.mode = ReviewMode::Plan;
            it.is_printed = channel.is_printed();
            it.printers = model([]);
            it.knows_printers = false;
        });
        if channel.is_printed() {
            self.clerk.ask(Ask::Review(review::Ask::Printers));
        }
    }

    /// How many go, and how many stay here.
    fn count_plan(&self) {
        let (ready, of) = {
            let state = self.state.borrow();
            let review = &state.office.review;
            let ready = review.plan.iter().filter(|one| review.goes(one)).count();
            (ready, review.plan.len())
        };
        self.review().edit(|it| {
            it.ready_count = whole(ready);
            it.not_ready_count = whole(of - ready);
        });
    }

    /// Somebody says of this very photo that nobody is in it, or takes it back.
    fn name_photo(&self, id: &str) {
        let is_named = {
            let mut state = self.state.borrow_mut();
            let by_name = &mut state.office.review.by_name;
            let photo = PhotoId(id.to_owned());
            match by_name.remove(&photo) {
                true => false,
                false => by_name.insert(photo),
            }
        };
        let lines = self.review().shown().plan_lines;
        let place = lines.iter().position(|line| line.id.as_str() == id);
        if let Some(place) = place
            && let Some(mut line) = lines.row_data(place)
        {
            line.is_named = is_named;
            lines.set_row_data(place, line);
        }
        self.count_plan();
    }

    pub(super) fn hear_review_printers(&self, printers: &[String]) {
        let adapter = self.review();
        adapter.edit(|it| {
            it.printers = model(printers.iter().map(|one| one.as_str().into()));
            it.knows_printers = true;
        });
    }

    pub(super) fn plan_reasons(&self, reasons: &[Reason], channel: &str) -> SharedString {
        let say = self.app.global::<ReviewSay>();
        let words = reasons.iter().map(|reason| {
            let name = {
                let state = self.state.borrow();
                let card = state.office.review.card.as_ref();
                match (card, reason.person()) {
                    (Some(card), Some(person)) => self.person_name(card, person),
                    // In a list of many, who it is stands on the photo's own page.
                    _ => SharedString::default(),
                }
            };
            let subject = match reason {
                Reason::Checklist(item) => say.invoke_item(item.as_str().into()),
                _ => name.clone(),
            };
            let who = say.invoke_who(reason.code().into(), name);
            let text = say.invoke_reason(reason.code().into(), subject, channel.into());
            format!("× {who} — {text}")
        });
        words.collect::<Vec<_>>().join("\n").into()
    }

    pub(super) fn plan_line(&self, photo: &PhotoId, text: SharedString, is_good: bool) -> PlanLine {
        let picture = self.review_picture(photo);
        let title = {
            let state = self.state.borrow();
            let review = &state.office.review;
            let row = review.queue.rows.iter().find(|row| row.id == *photo);
            match (row, &review.card) {
                (Some(row), _) => when(&self.app, row.taken, review.choices.today),
                (None, Some(card)) => when(&self.app, card.taken, review.choices.today),
                (None, None) => SharedString::default(),
            }
        };
        PlanLine {
            id: photo.0.as_str().into(),
            has_picture: picture.is_some(),
            picture: picture.unwrap_or_default(),
            title,
            text,
            is_good,
            asks: false,
            is_named: false,
        }
    }

    pub(super) fn release_to(self: &Rc<Inner>, kind: OutletKind) {
        let say = self.app.global::<ReviewSay>();
        let title = match kind {
            OutletKind::Zip => say.invoke_where_archive(),
            OutletKind::Folder | OutletKind::Print => say.invoke_where_folder(),
        };
        self.choose_place(
            title,
            Wanted::Folder,
            Box::new(move |inner, chosen| {
                if let Some(folder) = chosen.first() {
                    let place = match kind {
                        OutletKind::Zip => inner.new_archive(folder),
                        OutletKind::Folder | OutletKind::Print => folder.to_owned(),
                    };
                    inner.release_into(kind, place.shown());
                }
            }),
        );
    }

    /// A name in that folder that no archive of this page had before.
    fn new_archive(&self, folder: &PlaceId) -> PlaceId {
        let channel = self.review_channel().map(|one| one.id.0);
        let mut state = self.state.borrow_mut();
        let review = &mut state.office.review;
        review.archives += 1;
        let ready = review.plan.iter().find(|one| review.goes(one));
        folder.join(&format!(
            "{} {} {} {}.zip",
            channel.unwrap_or_default(),
            review.choices.today,
            ready.map_or("", |one| short(&one.photo.0)),
            review.archives
        ))
    }

    pub(super) fn release_into(self: &Rc<Inner>, kind: OutletKind, place: String) {
        let Some(channel) = self.review_channel() else {
            return;
        };
        let (photos, by_name): (Vec<PhotoId>, Vec<PhotoId>) = {
            let mut state = self.state.borrow_mut();
            let review = &mut state.office.review;
            review.place.clone_from(&place);
            review.is_printing = kind == OutletKind::Print;
            // Each is decided again when it goes; those that are known not to go are not tried.
            let ready = review.plan.iter().filter(|one| review.goes(one));
            (
                ready.map(|one| one.photo.clone()).collect(),
                review.by_name.iter().cloned().collect(),
            )
        };
        let adapter = self.review();
        adapter.edit(|it| {
            it.is_stopping = false;
            it.going_done = 0;
            it.going_of = whole(photos.len());
            it.mode = ReviewMode::Going;
        });
        let ask = Ask::Review(review::Ask::Release {
            photos,
            by_name,
            channel: channel.id,
            kind,
            place,
        });
        let work = Work::begin(&self.clerk, ask);
        self.state.borrow_mut().office.review.work = Some(work);
    }

    pub(super) fn hear_review_progress(&self, done: usize, of: usize) {
        // A long release is somebody at work.
        self.somebody_is_here();
        let adapter = self.review();
        adapter.edit(|it| {
            it.going_done = whole(done);
            it.going_of = whole(of);
        });
    }

    pub(super) fn hear_review_account(self: &Rc<Inner>, account: Account) {
        let adapter = self.review();
        let say = self.app.global::<ReviewSay>();
        let Some(channel) = self.review_channel() else {
            return;
        };
        let (place, is_printing) = {
            let mut state = self.state.borrow_mut();
            let review = &mut state.office.review;
            review.work = None;
            review.plan.clear();
            review.chosen.clear();
            (SharedString::from(&review.place), review.is_printing)
        };
        let is_out = |one: &Became| matches!(one, Became::Out { .. });
        let out = account.outcomes.iter().filter(|one| is_out(one)).count();
        let not_out = account.outcomes.len() - out + account.left.len();
        let mut lines = Vec::new();
        for outcome in &account.outcomes {
            lines.push(match outcome {
                Became::Out { photo, file } => {
                    let words = match is_printing {
                        true => say.invoke_is_printed(place.clone(), file.as_str().into()),
                        false => say.invoke_is_out(place.clone()),
                    };
                    self.plan_line(photo, words, true)
                }
                Became::Blocked { photo, reasons } => {
                    self.plan_line(photo, self.plan_reasons(reasons, &channel.name), false)
                }
                Became::Unnamed { photo } => self.plan_line(photo, say.invoke_plan_nobody(), false),
                Became::NotOut { photo, why } => {
                    self.plan_line(photo, say.invoke_not_out(self.stayed(why)), false)
                }
            });
        }
        for photo in &account.left {
            lines.push(self.plan_line(photo, say.invoke_stopped_before(), false));
        }
        lines.sort_by_key(|line| line.is_good);
        adapter.edit(|it| {
            it.plan_lines = model(lines);
            it.account_title = say.invoke_account(whole(out), whole(not_out));
            it.account_is_bad = not_out > 0;
            it.trouble = match &account.trouble {
                Some(error) => self.sentence(error),
                None => SharedString::default(),
            };
            it.mode = ReviewMode::Account;
        });
        self.clerk
            .ask(Ask::Office(crate::clerk::office::Ask::Counts));
    }

    pub(super) fn put_plan_picture(&self, photo: &PhotoId, picture: &Image) {
        let lines = self.review().shown().plan_lines;
        let place = lines.iter().position(|line| line.id.as_str() == photo.0);
        if let Some(place) = place
            && let Some(mut line) = lines.row_data(place)
        {
            line.picture = picture.clone();
            line.has_picture = true;
            lines.set_row_data(place, line);
        }
    }
}
