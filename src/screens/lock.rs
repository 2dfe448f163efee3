//! The lock screen: a name, a PIN, and where that leads. The PIN is here only while it is typed.

use crate::clerk::Warning;
use crate::clerk::{Came, Trouble};
use std::rc::Rc;

use slint::ComponentHandle;
use zeroize::Zeroizing;

use super::mapping::{model, staff_face};
use super::shell::Sure;
use super::state::Choosing;
use super::{
    AgreementAdapter, Asked, CameraAdapter, DeviceState, EnrolAdapter, Inner, LockAdapter, Page,
    Say, SayAfter, StaffFace, called, calling,
};
use crate::acts::news::{News, NewsOf};
use crate::clerk::{Ask, Device, LockScreen, SignedIn, office};
use crate::domain::photo::Role;
use crate::domain::staff::{Duty, PIN_DIGITS};

pub(super) fn connect(inner: &Rc<Inner>) {
    let lock = inner.app.global::<LockAdapter>();
    lock.on_choose(calling(inner, |inner, id: slint::SharedString| {
        inner.choose_no_pin();
        let mut state = inner.state.borrow_mut();
        state.chosen = Some(id.to_string());
        state.pin.clear();
        drop(state);
        inner.on::<LockAdapter>(|it| it.trouble = "".into());
        inner.show_lock();
    }));
    lock.on_key(calling(inner, |inner, sign: slint::SharedString| {
        if inner.state.borrow().chosen.is_some() && inner.pin_key(&sign) {
            let is_proving = matches!(inner.state.borrow().choosing, Choosing::No);
            match is_proving {
                true => inner.prove(),
                false => inner.choose_pin(),
            }
        }
        inner.show_lock();
    }));
    lock.on_open_about(called(inner, |inner| inner.open_about()));
    lock.on_open_rules(called(inner, |inner| inner.open_rules()));
    lock.on_leave_sample(called(inner, |inner| inner.ask_first(Asked::Leave)));
    let enrol = inner.app.global::<EnrolAdapter>();
    enrol.on_back(called(inner, |inner| inner.lock()));
    enrol.on_enrol(called(inner, |inner| {
        let typed = inner.shown::<EnrolAdapter>();
        inner.clerk.ask(Ask::Enrol {
            name: typed.name.to_string(),
            asset_tag: typed.asset_tag.to_string(),
        });
    }));
}

impl Inner {
    /// A key of the PIN pad. Whether the PIN is to be proved.
    pub(super) fn pin_key(&self, sign: &str) -> bool {
        let mut state = self.state.borrow_mut();
        state.idle = 0;
        if state.is_proving {
            return false;
        }
        match sign {
            "back" => drop(state.pin.pop()),
            "enter" => return !state.pin.is_empty(),
            digit if state.pin.len() < *PIN_DIGITS.end() => state.pin.push_str(digit),
            _ => {}
        }
        self.on::<LockAdapter>(|it| it.trouble = "".into());
        self.on::<AgreementAdapter>(|it| it.trouble = "".into());
        false
    }

    /// The PIN that was typed, gone from here.
    pub(super) fn take_pin(&self) -> Zeroizing<String> {
        let mut state = self.state.borrow_mut();
        state.is_proving = true;
        std::mem::take(&mut state.pin)
    }

    fn prove(&self) {
        let name = {
            let state = self.state.borrow();
            if state.is_locking {
                // The last shots are being kept in somebody else's name.
                return;
            }
            let chosen = state.lock.staff.iter();
            let mut chosen = chosen.filter(|one| Some(&one.id.0) == state.chosen.as_ref());
            chosen.next().map(|one| one.name.clone())
        };
        if let Some(name) = name {
            let pin = self.take_pin();
            self.clerk.ask(Ask::SignIn { name, pin });
        }
    }

    /// The PIN that was typed in place of the one that somebody else set: twice the same.
    fn choose_pin(&self) {
        let typed = std::mem::take(&mut self.state.borrow_mut().pin);
        let chosen = std::mem::take(&mut self.state.borrow_mut().choosing);
        match chosen {
            Choosing::Again(first) if first == typed => {
                let mut state = self.state.borrow_mut();
                state.is_proving = true;
                // A weak one is chosen anew.
                state.choosing = Choosing::First;
                drop(state);
                self.clerk.ask(Ask::ChoosePin(typed));
            }
            Choosing::Again(_) => {
                self.state.borrow_mut().choosing = Choosing::First;
                let words = self.app.global::<Say>().invoke_pins_differ();
                self.on::<LockAdapter>(|it| it.trouble = words);
            }
            Choosing::First | Choosing::No => {
                self.state.borrow_mut().choosing = Choosing::Again(typed);
            }
        }
    }

    /// Whoever was to choose a PIN went away without one, and is signed out.
    pub(super) fn choose_no_pin(&self) {
        let choosing = std::mem::take(&mut self.state.borrow_mut().choosing);
        if !matches!(choosing, Choosing::No) {
            self.state.borrow_mut().pin.clear();
            self.clerk.ask(Ask::SignOut);
        }
    }

    pub(super) fn show_lock(&self) {
        let state = self.state.borrow();
        let mut staff = state.lock.staff.iter();
        let chosen = staff.find(|one| Some(&one.id.0) == state.chosen.as_ref());
        let name = chosen.map_or("", |one| &one.name);
        let of_the_sample = state.sample_accounts.iter().find(|one| one.name == name);
        self.on::<LockAdapter>(|it| {
            it.chosen = state.chosen.clone().unwrap_or_default().into();
            it.chosen_name = name.into();
            it.sample_pin = of_the_sample.map_or("", |one| &one.pin).into();
            it.typed = i32::try_from(state.pin.len()).unwrap_or(0);
            it.busy = state.is_proving || state.is_locking;
            it.choosing = match state.choosing {
                Choosing::No => 0,
                Choosing::First => 1,
                Choosing::Again(_) => 2,
            };
        });
    }

    /// The lock screen as the clerk told it.
    pub(super) fn hear_lock(self: &Rc<Inner>, told: Came<Box<LockScreen>>) {
        let shown = match told {
            Ok(shown) => *shown,
            Err(error) => return self.be_stuck(&error),
        };
        let lock = self.app.global::<LockAdapter>();
        lock.set_school(shown.school.as_str().into());
        lock.set_is_sample(shown.is_sample);
        // A sample's visitor knows nobody: roles and PINs are told.
        let accounts = if shown.is_sample {
            (self.world.sample_accounts)()
        } else {
            Vec::new()
        };
        lock.set_staff(model(shown.staff.iter().map(|one| {
            let known = accounts.iter().find(|account| account.name == one.name);
            StaffFace {
                role: known.map_or_else(Default::default, |account| self.role(account.role)),
                ..staff_face(&one.id.0, &one.name)
            }
        })));
        let say = self.app.global::<Say>();
        lock.set_standing(match shown.warning {
            Some(Warning::ClockBehind) => say.invoke_clock_is_behind(),
            Some(Warning::ClockAhead) => say.invoke_clock_is_ahead(),
            Some(Warning::OlderCopy) => say.invoke_is_older_copy(),
            Some(Warning::PhotosMissing) => say.invoke_photos_are_missing(),
            Some(Warning::OnItsWayOut) => say.invoke_was_on_its_way_out(),
            None => say.invoke_in_order(),
        });
        lock.set_standing_is_bad(shown.warning.is_some());
        let camera = self.app.global::<CameraAdapter>();
        camera.set_is_sample(shown.is_sample);
        camera.set_say(shown.say_before_photo.as_str().into());
        self.show_device(&shown.device);
        self.show_school(shown.is_sample);
        if self.state.borrow().is_sample != shown.is_sample {
            self.forget_cameras();
        }
        {
            let mut state = self.state.borrow_mut();
            state.is_sample = shown.is_sample;
            state.sample_accounts = accounts;
            state.lock = shown;
        }
        self.show_lock();
        let page = self.state.borrow().page;
        if matches!(page, Page::Starting | Page::Welcome) {
            self.go(Page::Lock);
        }
    }

    fn show_device(&self, device: &Device) {
        let lock = self.app.global::<LockAdapter>();
        lock.set_device(if device.is_enrolled {
            DeviceState::SchoolDevice
        } else if device.is_revoked {
            DeviceState::Revoked
        } else {
            DeviceState::NotEnrolled
        });
        lock.set_device_name(device.name.as_str().into());
        self.app
            .global::<CameraAdapter>()
            .set_device_name(device.name.as_str().into());
        self.state.borrow_mut().device = device.clone();
    }

    pub(super) fn hear_signed_in(self: &Rc<Inner>, told: Came<SignedIn>) {
        self.state.borrow_mut().is_proving = false;
        self.show_lock();
        let me = match told {
            Ok(me) => me,
            Err(error) => {
                return self
                    .on::<LockAdapter>(|it| it.trouble = self.why_not(&error, &it.chosen_name));
            }
        };
        if me.has_pin_to_choose {
            self.state.borrow_mut().choosing = Choosing::First;
            return self.show_lock();
        }
        self.state.borrow_mut().choosing = Choosing::No;
        self.on::<CameraAdapter>(|it| it.me = staff_face(&me.id.0, &me.name));
        self.show_device(&me.device);
        self.on::<super::Shell>(|it| it.asked = Asked::Nothing);
        let (role, has_agreement, device) = (me.role, me.has_agreement, me.device.clone());
        let news = self.news(&me.news);
        {
            let mut state = self.state.borrow_mut();
            state.me = Some(me);
            state.idle = 0;
        }
        if !device.is_enrolled {
            self.on::<EnrolAdapter>(|it| {
                it.may_enrol = role.may(Duty::Equip);
                it.is_revoked = device.is_revoked;
            });
            return self.go(Page::Enrol);
        }
        match role {
            // Sees no picture, so there is nothing to agree to.
            Role::Technician => self.enter_office(),
            _ if !has_agreement => self.open_agreement(),
            Role::Office | Role::Head => {
                self.enter_office();
                self.tell_news(news);
            }
            Role::Practitioner => self.enter(),
        }
    }

    /// What others did meanwhile that lets somebody in, a line each.
    fn news(&self, news: &[News]) -> Vec<String> {
        let say = self.app.global::<SayAfter>();
        let lines = news.iter().map(|one| {
            let what = match one.what {
                NewsOf::HeadAdded => 0,
                NewsOf::PinReset => 1,
                NewsOf::CameraAdded => 2,
            };
            let (by, about) = (one.by.as_str().into(), one.about.as_str().into());
            say.invoke_news(what, by, about).to_string()
        });
        lines.collect()
    }

    fn tell_news(&self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        let say = self.app.global::<SayAfter>();
        let sure = Sure {
            title: say.invoke_news_title(),
            text: lines.join("\n").into(),
            yes: say.invoke_news_record(),
            no: say.invoke_news_seen(),
            is_grave: false,
        };
        self.ask_sure(sure, |inner| inner.open_page(Page::Record));
    }

    /// Why a PIN opens nothing; for a name that was tapped there is no doubt about the name.
    pub(super) fn why_not(&self, error: &Trouble, name: &str) -> slint::SharedString {
        match error {
            Trouble::WrongPin(_) => self.app.global::<Say>().invoke_wrong_pin(name.into()),
            other => self.sentence(other),
        }
    }

    /// From the lock to the camera.
    pub(super) fn enter(self: &Rc<Inner>) {
        self.clerk.ask(Ask::Groups);
        self.clerk.ask(Ask::CountToTag);
        self.clerk.ask(Ask::Office(office::Ask::Counts));
        self.go(Page::Camera);
    }

    pub(super) fn hear_enrolled(self: &Rc<Inner>, told: Came<Device>) {
        match told {
            Ok(device) => {
                self.show_device(&device);
                if let Some(me) = &mut self.state.borrow_mut().me {
                    me.device = device;
                }
                if self.has_office() {
                    self.enter_office();
                } else {
                    self.lock();
                }
            }
            Err(error) => self.on::<EnrolAdapter>(|it| it.trouble = self.sentence(&error)),
        }
    }
}
