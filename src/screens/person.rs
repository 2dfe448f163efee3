//! One person's page: what it shows. What is filled in on it is in [`forms`].

mod answers;
mod forms;
mod scanning;
mod sure;

pub(super) use forms::typed;

use crate::clerk::Ticket;
use crate::clerk::{Came, Trouble};
use crate::places::PlaceId;
use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::NaiveDate;
use slint::{ComponentHandle, SharedString};

use super::mapping::{date, initials_and_colour, model, picture};
use super::page::Shows as _;
use super::{
    Doing, FormRow, Inner, LineRow, Page, PersonAdapter, RegisterAdapter, Say, called, calling,
};
use crate::acts::look_up::{Line, Said, Stands};
use crate::acts::repair::NotSetRight;
use crate::acts::scan::{FormSeen, ScannedPage};
use crate::clerk::Ask;
use crate::clerk::register::{self as asks, PersonCard, Told};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{EvidenceId, PermissionId};
use crate::domain::permission::{Answer, Permission, Relation};
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::photo::Role;

/// What the page remembers while it is open.
#[derive(Default)]
pub(super) struct Remembered {
    card: Option<Box<PersonCard>>,
    /// The page that one came from.
    before: Option<Page>,
    says: Vec<(ChannelId, String, Option<Answer>)>,
    siblings: BTreeSet<PersonId>,
    corrects: Option<PermissionId>,
    /// The no that is moved.
    moves: Option<PermissionId>,
    /// The signatory of whom it was said that a no and a yes are by the same person.
    same_person: Option<String>,
    /// The file is one form that names several children.
    one_form: bool,
    file: Option<PlaceId>,
    scans: Vec<ScannedPage>,
    /// The form that is looked at.
    looked_at: Option<EvidenceId>,
}

pub(super) fn connect(inner: &Rc<Inner>) {
    let person = inner.app.global::<PersonAdapter>();
    person.on_look(calling(inner, |inner, id: SharedString| {
        inner.put_form_away();
        let id = EvidenceId(id.to_string());
        inner.state.borrow_mut().office.person.looked_at = Some(id);
        inner.on::<PersonAdapter>(|it| it.doing = Doing::Looking);
        inner.ask_for_page(0);
    }));
    person.on_turn_page(calling(inner, |inner, by: i32| {
        let now = inner.shown::<PersonAdapter>().page_number;
        // They are told from 1, and asked for from 0.
        if let Ok(page) = u32::try_from(now.saturating_add(by).saturating_sub(1)) {
            inner.ask_for_page(page);
        }
    }));
    person.on_print_slip(called(inner, |inner| {
        if let Some(person) = inner.person() {
            inner.make_slip_of(person);
        }
    }));
    answers::connect(inner);
    forms::connect(inner);
    scanning::connect(inner);
}

impl Inner {
    pub(super) fn open_person(self: &Rc<Inner>, id: &PersonId, before: Page) {
        // What was begun for one child is not gone on with for another.
        self.put_form_away();
        self.on::<PersonAdapter>(|it| it.said = "".into());
        self.state.borrow_mut().office.person.before = Some(before);
        self.clerk.ask(Ask::Register(asks::Ask::Open(id.clone())));
    }

    /// Asks for a page of the form that is looked at, by its number from 0.
    fn ask_for_page(&self, page: u32) {
        let form = self.state.borrow().office.person.looked_at.clone();
        let Some(form) = form else {
            return;
        };
        self.on::<PersonAdapter>(|it| {
            it.trouble = "".into();
            it.is_busy = true;
        });
        self.clerk
            .ask(Ask::Register(asks::Ask::ShowForm { form, page }));
    }

    /// The person whose page is open.
    fn person(&self) -> Option<PersonId> {
        let state = self.state.borrow();
        let card = state.office.person.card.as_ref()?;
        Some(card.page.entry.person.id.clone())
    }

    pub(super) fn hear_register(self: &Rc<Inner>, ticket: Ticket, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        let person = self.app.global::<PersonAdapter>();
        match told {
            Told::List(listing) => self.hear_listing(listing),
            Told::Report(kind, rows) => self.hear_report(kind, rows),
            Told::Wall(list) => self.hear_wall(list),
            Told::OldEvidence(found) => self.hear_old_evidence(found),
            Told::Unheard(all) => self.tell_unheard(&all),
            Told::Person(Ok(card)) => self.show_person(card),
            Told::Person(Err(error)) => self.hear_trouble(&error),
            Told::Done => {
                self.clear::<RegisterAdapter>();
                self.put_form_away();
                if self.state.borrow().page == Page::Register {
                    self.state.borrow_mut().office.person.before = Some(Page::Register);
                }
            }
            Told::Trouble(Trouble::Answer(why)) => {
                person.edit(|it| it.is_busy = false);
                self.tell_not_recorded(&why);
            }
            Told::Trouble(Trouble::NotSetRight(why)) => {
                let say = self.app.global::<Say>();
                let words = say.invoke_not_set_right(match why {
                    NotSetRight::SayTheName => 0,
                    NotSetRight::SayWhoSaidNo => 1,
                    NotSetRight::TrailIsBroken => 2,
                    NotSetRight::IsSound
                    | NotSetRight::OnlyABackup
                    | NotSetRight::SayAPin
                    | NotSetRight::SayThePolicy
                    | NotSetRight::AnotherPolicy => 3,
                });
                self.tell(words, true);
            }
            Told::Trouble(error) => {
                person.edit(|it| it.is_busy = false);
                let (page, doing) = (self.state.borrow().page, person.shown().doing);
                match page {
                    Page::Register => self.show_register_trouble(&error),
                    Page::Person if doing != Doing::Nothing => {
                        person.edit(|it| it.trouble = self.sentence(&error))
                    }
                    _ => self.hear_trouble(&error),
                }
            }
            Told::Page(came) => self.hear_page(ticket, came),
            Told::Form { form, came } => self.hear_form(&form, came),
        }
    }

    fn hear_form(&self, form: &EvidenceId, told: Came<Box<FormSeen>>) {
        // Another one is looked at meanwhile, or none.
        if self.state.borrow().office.person.looked_at.as_ref() != Some(form) {
            return;
        }
        let person = self.app.global::<PersonAdapter>();
        let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        person.edit(|it| it.is_busy = false);
        match told.map(|form| *form) {
            Ok(FormSeen::Page {
                picture: page,
                number,
                of,
            }) => {
                person.edit(|it| {
                    it.pages = model([picture(&page)]);
                    it.page_number = whole(number.saturating_add(1));
                    it.page_count = whole(of);
                });
            }
            Ok(FormSeen::Text(text)) => person.edit(|it| it.text = text.into()),
            Err(error) => person.edit(|it| it.trouble = self.sentence(&error)),
        }
    }

    fn show_person(self: &Rc<Inner>, card: Box<PersonCard>) {
        let is_head = {
            let state = self.state.borrow();
            state.me.as_ref().is_some_and(|me| me.role == Role::Head)
        };
        let (person, say) = (self.app.global::<PersonAdapter>(), self.app.global::<Say>());
        let page = &card.page;
        let entry = &page.entry.person;
        let (initials, colour) = initials_and_colour(entry);
        person.edit(|it| {
            it.name = format!("{} {}", entry.given, entry.family).into();
            it.given = entry.given.as_str().into();
            it.detail = self.entry_words(&page.entry, page.has_left);
            it.initials = initials;
            it.colour = colour;
            it.is_child = entry.kind == PersonKind::Child;
            it.is_marked = entry.never;
            it.is_changed_outside = card.is_changed_outside;
            let why = page.why_marked.last().map(|reason| reason.why.as_str());
            it.why_marked = why.filter(|_| is_head).unwrap_or_default().into();
            it.may_unmark = is_head;
            it.has_last_day = entry.leaves.is_some();
            it.lines = model(page.lines.iter().map(|line| self.line(line)));
        });
        self.show_who_answers(&page.entry, is_head);
        person.edit(|it| {
            it.history = model(page.history.iter().map(|said| self.said_row(&card, said)));
            it.forms = model(page.forms.iter().map(|form| {
                let day = date(&self.app, form.kept_at.date_naive());
                FormRow {
                    id: form.id.0.as_str().into(),
                    words: say.invoke_form_of(day),
                }
            }));
            it.out = model(page.out.iter().map(|(release, _)| {
                let day = date(&self.app, release.decided_at.date_naive());
                say.invoke_copy_out(place_name(&card, &release.channel).into(), day)
            }));
            it.take_down = match page.take_downs.iter().map(|task| task.due).min() {
                None => SharedString::default(),
                Some(due) => {
                    let count = i32::try_from(page.take_downs.len()).unwrap_or(i32::MAX);
                    say.invoke_must_come_down(count, date(&self.app, due))
                }
            };
        });
        self.state.borrow_mut().office.person.card = Some(card);
        self.go(Page::Person);
    }

    fn line(&self, line: &Line) -> LineRow {
        let say = self.app.global::<Say>();
        let (code, tone) = match line.stands {
            Stands::Yes => (0, 0),
            Stands::NotNeeded => (1, 0),
            Stands::No => (2, 1),
            Stands::Withdrawn => (3, 1),
            Stands::NotAsked => (4, 2),
            Stands::Ended => (5, 2),
            Stands::NotYet => (6, 2),
            Stands::NotWritten => (7, 2),
            Stands::WrongSignatory => (8, 2),
            Stands::PupilNotAsked => (9, 2),
            Stands::Left => (10, 2),
            Stands::Never => (11, 1),
            Stands::NoChildren => (12, 1),
            Stands::ChangedOutside => (13, 1),
        };
        let detail = match &line.rests_on {
            Some(_) if line.stands == Stands::ChangedOutside => say.invoke_counts_as_no(),
            Some(filed) => self.signed_words(&filed.permission),
            None if line.stands == Stands::NotAsked => say.invoke_counts_as_no(),
            None if line.stands == Stands::NotNeeded => say.invoke_nobody_is_asked(),
            None => SharedString::default(),
        };
        LineRow {
            id: line.channel.id.0.as_str().into(),
            name: line.channel.name.as_str().into(),
            words: say.invoke_stands(code),
            tone,
            detail: match line.until {
                Some(last) => say.invoke_until(detail, date(&self.app, last)),
                None => detail,
            },
        }
    }

    fn signed_words(&self, said: &Permission) -> SharedString {
        let relation = match said.relation {
            Relation::Parent => 0,
            Relation::Oneself => 1,
            Relation::Other => 2,
        };
        let day = date(&self.app, said.signed);
        let by = said.by.as_str().into();
        self.app.global::<Say>().invoke_signed_by(by, relation, day)
    }

    /// One answer, in words.
    fn said_words(&self, card: &PersonCard, said: &Said) -> SharedString {
        let permission = &said.filed.permission;
        let answer = match permission.answer {
            Answer::Granted => 0,
            Answer::Refused => 1,
            Answer::Withdrawn => 2,
            Answer::ChangedOutside => 3,
        };
        self.app.global::<Say>().invoke_said(
            answer,
            place_name(card, &permission.channel).into(),
            self.signed_words(permission),
        )
    }
}

/// A channel as the policy names it; one that it no longer has, by its id.
fn place_name<'a>(card: &'a PersonCard, id: &'a ChannelId) -> &'a str {
    let lines = &card.page.lines;
    let line = lines.iter().find(|line| line.channel.id == *id);
    line.map_or(id.0.as_str(), |line| line.channel.name.as_str())
}

/// A day as people type it: `31/8/2027`, `31.8.2027` or `2027-08-31`; nothing for nothing. Errors:
/// what was typed, where it is no day.
pub(super) fn day_or_none(typed: &str) -> Result<Option<NaiveDate>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = typed.split(['/', '.', '-', ' ']).collect();
    let number = |text: &&str| text.parse::<u32>().ok();
    let day = match parts.as_slice() {
        [first, second, third] => match (number(first), number(second), number(third)) {
            (Some(year), Some(month), Some(day)) if first.len() == 4 => Some((year, month, day)),
            (Some(day), Some(month), Some(year)) if third.len() == 4 => Some((year, month, day)),
            _ => None,
        },
        _ => None,
    };
    let year = |year: u32| i32::try_from(year).unwrap_or(0);
    day.and_then(|(y, month, day)| NaiveDate::from_ymd_opt(year(y), month, day))
        .map(Some)
        .ok_or_else(|| typed.to_owned())
}
