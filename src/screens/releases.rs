//! What is out: each copy with its receipt, and the word that a page is off its wall. What must come
//! down is another page's.

use crate::clerk::Came;
use std::rc::Rc;

use slint::{ComponentHandle, Image, Model, SharedString};

use super::mapping::{date, model};
use super::page::{Screen, Shows as _, entry, off_the_rail};
use super::shell::Sure;
use super::{Inner, OutLine, Page, ReleasesAdapter, ReviewSay, called, calling};
use crate::clerk::review::{self, Copy};
use crate::clerk::{Ask, downs, office};
use crate::domain::ids::{PhotoId, ReleaseId};
use crate::domain::release::{Release, ReleaseOf};
use crate::domain::staff::Duty;

/// Copies that the page shows before somebody asks for more.
const PAGE: usize = 50;

/// What the page remembers.
#[derive(Default)]
pub(super) struct Remembered {
    copies: Vec<Copy>,
    most: usize,
}

pub(super) const SCREEN: Screen = Screen {
    rail: entry(Page::Releases, Duty::Look),
    open: Inner::open_releases,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let releases = inner.app.global::<ReleasesAdapter>();
    releases.on_show(calling(inner, |inner, id: SharedString| {
        if !id.is_empty() {
            inner.want_review_picture(&PhotoId(id.to_string()));
        }
    }));
    releases.on_take_off(calling(inner, |inner, id: SharedString| {
        inner.take_off_the_wall(&id);
    }));
    releases.on_show_more(called(inner, |inner| {
        inner.state.borrow_mut().office.releases.most += PAGE;
        inner.show_out();
    }));
}

impl Inner {
    pub(super) fn open_releases(self: &Rc<Inner>) {
        self.clear::<ReleasesAdapter>();
        self.state.borrow_mut().office.releases.most = PAGE;
        self.clerk.ask(Ask::Review(review::Ask::Out));
        self.go(Page::Releases);
    }

    pub(super) fn hear_out(&self, copies: Came<Vec<Copy>>) {
        let releases = self.app.global::<ReleasesAdapter>();
        match copies {
            Ok(copies) => {
                self.state.borrow_mut().office.releases.copies = copies;
                releases.edit(|it| it.has_come = true);
                self.show_out();
            }
            Err(error) => releases.edit(|it| it.trouble = self.sentence(&error)),
        }
    }

    /// A page that hangs nowhere any more, for whatever reason it came off the wall; or a copy of which
    /// nobody knew whether it landed, and that somebody says is nowhere.
    fn take_off_the_wall(&self, id: &str) {
        let say = self.app.global::<ReviewSay>();
        let is_paper = {
            let state = self.state.borrow();
            let copies = &state.office.releases.copies;
            let copy = copies.iter().find(|copy| copy.out.release.id.0 == id);
            copy.is_none_or(|copy| is_paper(&copy.out.release))
        };
        let sure = Sure {
            title: say.invoke_take_off_title(is_paper),
            text: say.invoke_take_off_means(is_paper),
            yes: say.invoke_take_off_yes(is_paper),
            no: say.invoke_take_off_no(is_paper),
            is_grave: false,
        };
        let release = ReleaseId(id.to_owned());
        self.ask_sure(sure, move |inner| {
            let release = release.clone();
            inner.clerk.ask(Ask::Downs(downs::Ask::Confirm {
                release,
                delete: false,
            }));
            inner.clerk.ask(Ask::Office(office::Ask::Counts));
        });
    }

    /// What came of it, where the list is open: it is read anew, or says what stands in the way.
    pub(super) fn page_is_off(&self, trouble: Option<SharedString>) {
        if self.state.borrow().page != Page::Releases {
            return;
        }
        self.on::<ReleasesAdapter>(|it| it.trouble = trouble.unwrap_or_default());
        self.clerk.ask(Ask::Review(review::Ask::Out));
    }

    fn show_out(&self) {
        let state = self.state.borrow();
        let remembered = &state.office.releases;
        let shown = remembered.copies.iter().take(remembered.most);
        let lines: Vec<OutLine> = shown.map(|copy| self.out_line(copy, &state)).collect();
        let more = remembered.copies.len().saturating_sub(remembered.most);
        drop(state);
        self.on::<ReleasesAdapter>(|it| {
            it.lines = model(lines);
            it.more = i32::try_from(more).unwrap_or(i32::MAX);
        });
    }

    fn out_line(&self, copy: &Copy, state: &super::state::State) -> OutLine {
        let say = self.app.global::<ReviewSay>();
        let release = &copy.out.release;
        let photo = release.photo();
        let picture = photo.and_then(|photo| state.office.review.picture_of(photo));
        let until = copy.out.until.map(|day| date(&self.app, day));
        let is_paper = is_paper(release);
        let mut me = state.me.iter();
        let may_confirm = me.any(|me| me.role.may(Duty::Release));
        let text = |text: &str| SharedString::from(text);
        let (place, file, sum) = match &release.what {
            ReleaseOf::Copy(one) => (&*one.place, &*one.file_name, &*one.sha256),
            ReleaseOf::Call { occasion } => (&**occasion, "", ""),
        };
        let (place, file, sum) = (text(place), text(file), text(sum));
        let by = text(&copy.by);
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let people = count(release.people.len());
        let forms = count(release.permissions.len());
        let (lies_in, receipt) = match is_paper {
            true => (
                say.invoke_on_paper(place.clone(), file.clone()),
                say.invoke_receipt_on_paper(by, place, file, sum, people, forms),
            ),
            false => (
                place.clone(),
                say.invoke_receipt(by, place, file, sum, people, forms),
            ),
        };
        OutLine {
            id: release.id.0.as_str().into(),
            photo: photo.map_or("", |photo| photo.0.as_str()).into(),
            has_picture: picture.is_some(),
            picture: picture.unwrap_or_default(),
            channel: copy.channel.as_str().into(),
            place: lies_in,
            comes_off: (is_paper || copy.out.is_going_out) && may_confirm,
            is_paper,
            since: say.invoke_out_since(date(&self.app, copy.since.date())),
            until: say.invoke_out_until(until.unwrap_or_default()),
            trouble: if copy.out.must_come_down {
                say.invoke_out_must_come_down()
            } else if copy.out.is_going_out {
                say.invoke_out_going()
            } else {
                SharedString::default()
            },
            receipt,
        }
    }

    pub(super) fn put_out_picture(&self, photo: &PhotoId, picture: &Image) {
        let lines = self.shown::<ReleasesAdapter>().lines;
        for (place, mut line) in lines.iter().enumerate() {
            if line.photo.as_str() == photo.0 {
                line.picture = picture.clone();
                line.has_picture = true;
                lines.set_row_data(place, line);
            }
        }
    }
}

fn is_paper(release: &Release) -> bool {
    let mut copy = release.copy().into_iter();
    copy.any(|copy| copy.outlet.is_paper())
}
