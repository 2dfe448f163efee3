//! What the page of one photo shows: its reasons with what clears each, its boxes, what is good about it.

use std::collections::BTreeSet;
use std::rc::Rc;

use slint::{ComponentHandle, SharedString};

use crate::acts::review::Stage;
use crate::acts::review::remedy::{Remedy, remedies};
use crate::clerk::review::Card;
use crate::domain::channel::Channel;
use crate::domain::photo::{Copyright, Role, Unrecognisable, Who};
use crate::domain::verdict::{Reason, Verdict};
use crate::screens::boxes;
use crate::screens::mapping::{date, model};
use crate::screens::page::Shows as _;
use crate::screens::{
    Inner, QueueTile, ReviewAct, ReviewBox, ReviewReason, ReviewSay, ReviewTick, Say, Tone,
};

impl Inner {
    /// The photo for the channel that is chosen.
    pub(super) fn show_review_photo(self: &Rc<Inner>) {
        let adapter = self.review();
        let say = self.app.global::<ReviewSay>();
        let Some(channel) = self.review_channel() else {
            return;
        };
        {
            let state = self.state.borrow();
            let review = &state.office.review;
            let Some(card) = &review.card else {
                return;
            };
            let none = Verdict::Allowed;
            let verdict = card
                .verdicts
                .iter()
                .find(|(on, _)| on.id == channel.id)
                .map(|(_, verdict)| verdict);
            let reasons = verdict.unwrap_or(&none).reasons();
            adapter.edit(|it| {
                it.channel_name = channel.name.as_str().into();
                it.is_allowed = verdict.is_some_and(Verdict::is_allowed);
                it.names_nobody = card.photo.labels.names_nobody();
                it.title =
                    say.invoke_occasion(occasion(card).into(), date(&self.app, card.taken.date()));
                it.shape = card.photo.width as f32 / card.photo.height.max(1) as f32;
                it.reasons = model(self.review_reasons(card, &channel, reasons));
                it.boxes = model(self.review_boxes(card, reasons));
                it.good = model(self.good_things(card, reasons));
                let ticked: BTreeSet<&str> = card
                    .photo
                    .labels
                    .checklist
                    .iter()
                    .map(|tick| tick.item.as_str())
                    .collect();
                it.checklist = model(channel.checklist().iter().map(|item| ReviewTick {
                    id: item.as_str().into(),
                    text: say.invoke_item(item.as_str().into()),
                    ticked: ticked.contains(item.as_str()),
                }));
                let labels = &card.photo.labels;
                if !it.is_typed {
                    it.caption = labels.caption.as_str().into();
                    it.alt = labels.alt.as_str().into();
                    it.credit = labels.credit.as_str().into();
                }
                it.whose = match labels.copyright {
                    Copyright::School => 0,
                    Copyright::Permission => 1,
                    Copyright::Unknown => 2,
                };
                it.has_crop = labels.crop.is_some();
                let size = (card.photo.width, card.photo.height);
                [it.crop_x, it.crop_y, it.crop_w, it.crop_h] = labels
                    .crop
                    .map_or([0.0, 0.0, 1.0, 1.0], |crop| boxes::shares(crop, size));
                let rows = &review.queue.rows;
                let place = rows.iter().position(|row| row.id == card.photo.id);
                let row = place.and_then(|place| rows.get(place));
                it.is_out = row.is_some_and(|row| row.stage == Stage::Out);
                let at = i32::try_from(place.map_or(0, |place| place + 1)).unwrap_or(i32::MAX);
                let of = i32::try_from(rows.len()).unwrap_or(i32::MAX);
                it.place = match at {
                    0 => SharedString::default(),
                    at => say.invoke_place(at, of),
                };
                it.has_before = at > 1;
                it.has_after = at > 0 && at < of;
                let me = state.me.as_ref();
                let asks = reasons.iter().any(of_sign_off);
                let is_own =
                    review.choices.four_eyes && me.is_some_and(|me| me.id == card.photo.taken_by);
                let may_sign = me.is_some_and(|me| channel.sign_off().is_met_by(me.role));
                it.asks_sign_off = asks;
                it.may_sign = may_sign && !is_own;
                it.sign_words = if is_own {
                    say.invoke_own_photo()
                } else if may_sign {
                    SharedString::default()
                } else {
                    say.invoke_only_head()
                };
            });
        }
        self.show_burst();
        self.look_at_review_words();
        if adapter.shown().shows_copy {
            self.show_copy(true);
        }
    }

    /// Each reason, the checklist's in one, because the list itself stands beside them.
    fn review_reasons(
        &self,
        card: &Card,
        channel: &Channel,
        reasons: &[Reason],
    ) -> Vec<ReviewReason> {
        let say = self.app.global::<ReviewSay>();
        let (items, others): (Vec<&Reason>, Vec<&Reason>) = reasons
            .iter()
            .partition(|reason| matches!(reason, Reason::Checklist(_)));
        let (signing, others): (Vec<&Reason>, Vec<&Reason>) =
            others.into_iter().partition(|reason| of_sign_off(reason));
        let mut rows: Vec<ReviewReason> = others
            .into_iter()
            .map(|reason| self.review_reason(card, channel, reason))
            .collect();
        if let Some(first) = items.first() {
            let count = i32::try_from(items.len()).unwrap_or(i32::MAX);
            rows.push(ReviewReason {
                who: say.invoke_who(first.code().into(), SharedString::default()),
                text: say.invoke_items_open(count),
                note: SharedString::default(),
                acts: model([]),
            });
        }
        let signing = signing.into_iter();
        rows.extend(signing.map(|reason| self.review_reason(card, channel, reason)));
        rows
    }

    pub(super) fn review_reason(
        &self,
        card: &Card,
        channel: &Channel,
        reason: &Reason,
    ) -> ReviewReason {
        let say = self.app.global::<ReviewSay>();
        let name = reason
            .person()
            .map_or_else(SharedString::default, |person| {
                self.person_name(card, person)
            });
        let subject = match reason {
            Reason::Checklist(item) => say.invoke_item(item.as_str().into()),
            _ => name.clone(),
        };
        let mut notes: Vec<SharedString> = Vec::new();
        if let Reason::Refused(person) | Reason::Withdrawn(person) = reason {
            let mut noes = card.noes.iter();
            let no = noes.find(|no| no.person == *person && no.channel == channel.id);
            notes.extend(no.map(|no| {
                let day = date(&self.app, no.signed);
                say.invoke_said_no(no.by.as_str().into(), day, no.in_writing)
            }));
        }
        let mut acts = Vec::new();
        for remedy in remedies(reason, channel, &card.photo.labels) {
            let (kind, subject, named) = self.remedy_words(card, channel, &remedy);
            let text = say.invoke_do(kind.into(), named.clone());
            if !text.is_empty() {
                acts.push(ReviewAct {
                    kind: kind.into(),
                    subject: subject.into(),
                    text,
                });
            }
            let advice = say.invoke_advice(kind.into(), named);
            if !advice.is_empty() {
                notes.push(advice);
            }
        }
        ReviewReason {
            who: say.invoke_who(reason.code().into(), name),
            text: say.invoke_reason(reason.code().into(), subject, channel.name.as_str().into()),
            note: notes.join("\n").into(),
            acts: model(acts),
        }
    }

    /// A remedy as the page names it: what kind, about what, and whose name it bears.
    pub(super) fn remedy_words(
        &self,
        card: &Card,
        channel: &Channel,
        remedy: &Remedy,
    ) -> (&'static str, String, SharedString) {
        let nobody = SharedString::default;
        match remedy {
            Remedy::Tag => ("tag", String::new(), nobody()),
            Remedy::Hide(tag) => {
                let tags = &card.photo.labels.tags;
                let who = tags.iter().find(|known| known.id == *tag);
                let name = who.map_or_else(nobody, |tag| self.name_of_who(card, &tag.who));
                ("hide", tag.clone(), name)
            }
            Remedy::Crop => ("crop", String::new(), nobody()),
            Remedy::AskForForm(person) => ("form", String::new(), self.person_name(card, person)),
            Remedy::AskPupil(person) => ("pupil", String::new(), self.person_name(card, person)),
            Remedy::Tick(item) => ("tick", item.clone(), nobody()),
            Remedy::SayWhose => ("whose", String::new(), nobody()),
            Remedy::Credit => ("credit", String::new(), nobody()),
            Remedy::MendWords => ("words", String::new(), nobody()),
            Remedy::SignOff { by_head } => {
                let state = self.state.borrow();
                let me = state.me.as_ref();
                let is_own = state.office.review.choices.four_eyes
                    && me.is_some_and(|me| me.id == card.photo.taken_by);
                let kind = match me.map(|me| me.role) {
                    _ if is_own => "ask-other",
                    Some(role) if channel.sign_off().is_met_by(role) => "sign",
                    Some(Role::Head) | None => "ask-other",
                    Some(_) if *by_head => "ask-head",
                    Some(_) => "ask-other",
                };
                (kind, String::new(), nobody())
            }
            Remedy::LookAgain => ("look-again", String::new(), nobody()),
            Remedy::Watch => ("watch", String::new(), nobody()),
            Remedy::Wait(person) => ("wait", String::new(), self.person_name(card, person)),
            Remedy::OtherPhoto => ("other-photo", String::new(), nobody()),
            Remedy::SetRight(person) => {
                ("set-right", String::new(), self.person_name(card, person))
            }
            Remedy::SetClock => ("clock", String::new(), nobody()),
            Remedy::NewestRegister => ("register", String::new(), nobody()),
        }
    }

    pub(super) fn name_of_who(&self, card: &Card, who: &Who) -> SharedString {
        let say = self.app.global::<Say>();
        match who {
            Who::Person(person) => self.person_name(card, person),
            Who::Unknown => say.invoke_unknown(),
            Who::Unrecognisable(Unrecognisable::Child) => say.invoke_child_not_recognisable(),
            Who::Unrecognisable(Unrecognisable::Adult) => say.invoke_adult_not_recognisable(),
        }
    }

    pub(super) fn review_boxes(&self, card: &Card, reasons: &[Reason]) -> Vec<ReviewBox> {
        let say = self.app.global::<ReviewSay>();
        let labels = &card.photo.labels;
        let size = (card.photo.width, card.photo.height);
        let mut found = Vec::new();
        for tag in &labels.tags {
            let is_bad = reasons.iter().any(|reason| match (&tag.who, reason) {
                (Who::Unknown, Reason::UnknownPerson) => true,
                (Who::Person(_), Reason::NameInText(_)) => false,
                (Who::Person(person), reason) => reason.person() == Some(person),
                _ => false,
            });
            for area in labels.areas_of(tag) {
                let [x, y, w, h] = boxes::shares(area, size);
                found.push(ReviewBox {
                    id: tag.id.as_str().into(),
                    x,
                    y,
                    w,
                    h,
                    name: self.name_of_who(card, &tag.who),
                    words: say.invoke_box_words(is_bad, tag.hidden),
                    is_bad,
                    hidden: tag.hidden,
                    is_open: false,
                });
            }
        }
        for face in boxes::faces(labels) {
            if labels.is_accounted(face) {
                continue;
            }
            let [x, y, w, h] = boxes::shares(face.area, size);
            found.push(ReviewBox {
                id: format!("face {}", face.id).into(),
                x,
                y,
                w,
                h,
                name: "?".into(),
                words: say.invoke_unnamed(),
                is_bad: true,
                hidden: false,
                is_open: true,
            });
        }
        found
    }

    pub(super) fn good_things(&self, card: &Card, reasons: &[Reason]) -> Vec<SharedString> {
        let say = self.app.global::<ReviewSay>();
        let mut good = Vec::new();
        let named = |hidden: bool| {
            let tags = card.photo.labels.tags.iter();
            let names: BTreeSet<String> = tags
                .filter(|tag| tag.hidden == hidden)
                .filter_map(|tag| match &tag.who {
                    Who::Person(person) => {
                        let stands = |reason: &Reason| match reason {
                            Reason::NameInText(_) => false,
                            reason => reason.person() == Some(person),
                        };
                        let is_free = hidden || !reasons.iter().any(stands);
                        is_free.then(|| self.person_name(card, person).to_string())
                    }
                    Who::Unknown | Who::Unrecognisable(_) => None,
                })
                .collect();
            Vec::from_iter(names).join(", ")
        };
        let (shown, hidden) = (named(false), named(true));
        if !shown.is_empty() {
            good.push(say.invoke_permitted(shown.into()));
        }
        if !hidden.is_empty() {
            good.push(say.invoke_hidden_names(hidden.into()));
        }
        if !reasons.contains(&Reason::NotSchoolDevice) {
            good.push(say.invoke_taken_on(
                card.device.as_str().into(),
                card.taken_by.as_str().into(),
                card.taken.format("%H:%M").to_string().into(),
            ));
        }
        good
    }

    /// The photos of the same moment, each by its second.
    pub(super) fn show_burst(&self) {
        let (burst, here) = {
            let state = self.state.borrow();
            let Some(card) = &state.office.review.card else {
                return;
            };
            (card.burst.clone(), card.photo.id.clone())
        };
        let tiles: Vec<QueueTile> = burst
            .into_iter()
            .map(|(id, taken)| {
                let picture = self.review_picture(&id);
                QueueTile {
                    chosen: id == here,
                    id: id.0.as_str().into(),
                    has_picture: picture.is_some(),
                    picture: picture.unwrap_or_default(),
                    taken: taken.format("%H:%M:%S").to_string().into(),
                    state: SharedString::default(),
                    tone: Tone::Idle,
                }
            })
            .collect();
        self.review().edit(|it| it.burst = model(tiles));
    }
}

fn occasion(card: &Card) -> &str {
    match card.photo.occasion.trim() {
        "" => &card.photo.class,
        occasion => occasion,
    }
}

fn of_sign_off(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::NotSignedOff | Reason::SignOffStale | Reason::SignOffOwnPhoto
    )
}
