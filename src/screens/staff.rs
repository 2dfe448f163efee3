//! Accounts and devices. A PIN is here only while it is typed.

use std::rc::Rc;

use chrono::NaiveDate;
use slint::{ComponentHandle, SharedString};
use zeroize::Zeroizing;

use super::mapping::{date, model};
use super::page::{Screen, Shows as _, entry, off_the_rail};
use super::person::{day_or_none, typed};
use super::shell::Sure;
use super::{
    AccountRow, DeviceRow, EntryRow, Inner, Page, Say, SayAnswers, StaffAdapter, StaffRole, called,
    calling,
};
use crate::acts::staffing::Leaving;
use crate::clerk::Ask;
use crate::clerk::staff::{self, Account, Device, Everything, Told};
use crate::domain::ids::{DeviceId, StaffId};
use crate::domain::person::PersonId;
use crate::domain::photo::Role;
use crate::domain::school::Registered;
use crate::domain::staff::Duty;

/// What the page shows.
#[derive(Default)]
pub(super) struct Remembered {
    shown: Everything,
    pin_of: Option<StaffId>,
    /// Whose account is being closed, and which entries of the register can be theirs.
    closing: Option<StaffId>,
    entries: Vec<Registered>,
    chosen: Option<PersonId>,
}

pub(super) const SCREEN: Screen = Screen {
    rail: entry(Page::Staff, Duty::SeeStaff),
    open: Inner::open_staff,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let staff = inner.app.global::<StaffAdapter>();
    staff.on_add(called(inner, |inner| {
        let Some(pin) = inner.new_pin() else {
            return;
        };
        let form = inner.shown::<StaffAdapter>();
        let role = match form.role {
            StaffRole::Office => Role::Office,
            StaffRole::Practitioner => Role::Practitioner,
            StaffRole::Technician => Role::Technician,
            StaffRole::Head => Role::Head,
        };
        let name = form.name.to_string();
        inner
            .clerk
            .ask(Ask::Staff(staff::Ask::Add { name, role, pin }));
    }));
    staff.on_change_pin(called(inner, |inner| {
        let id = inner.state.borrow().office.staff.pin_of.clone();
        if let Some(id) = id
            && let Some(pin) = inner.new_pin()
        {
            inner
                .clerk
                .ask(Ask::Staff(staff::Ask::ChangePin { id, pin }));
        }
    }));
    staff.on_ask_pin(calling(inner, |inner, id: SharedString| {
        inner.ask_pin_of(&id)
    }));
    staff.on_put_form_away(called(inner, |inner| inner.put_staff_form_away()));
    staff.on_close_account(calling(inner, |inner, id: SharedString| {
        inner.close_account(&id);
    }));
    staff.on_choose_entry(calling(inner, |inner, id: SharedString| {
        inner.state.borrow_mut().office.staff.chosen =
            (!id.is_empty()).then(|| PersonId(id.to_string()));
        inner.show_entries();
    }));
    staff.on_close_now(called(inner, |inner| inner.close_now()));
    staff.on_let_in(calling(inner, |inner, id: SharedString| {
        let id = StaffId(id.to_string());
        inner.clerk.ask(Ask::Staff(staff::Ask::LetIn(id)));
    }));
    staff.on_revoke(calling(inner, |inner, id: SharedString| inner.revoke(&id)));
}

impl Inner {
    pub(super) fn open_staff(self: &Rc<Inner>) {
        self.put_staff_form_away();
        self.clerk.ask(Ask::Staff(staff::Ask::List));
        self.go(Page::Staff);
    }

    fn put_staff_form_away(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.office.staff.pin_of = None;
            state.office.staff.closing = None;
            state.office.staff.entries.clear();
            state.office.staff.chosen = None;
        }
        self.on::<StaffAdapter>(|it| {
            it.closing = "".into();
            it.closing_name = "".into();
            it.last_day = "".into();
            it.entries = model([]);
            it.is_adding = false;
            it.pin_of = "".into();
            it.pin_of_name = "".into();
            it.name = "".into();
            it.pin = "".into();
            it.pin_again = "".into();
            it.trouble = "".into();
        });
    }

    /// The PIN that was typed twice, gone from the page; `None` where the two differ, which is told.
    fn new_pin(&self) -> Option<Zeroizing<String>> {
        let staff = self.app.global::<StaffAdapter>();
        let form = staff.shown();
        staff.edit(|it| {
            it.pin = "".into();
            it.pin_again = "".into();
        });
        if form.pin != form.pin_again {
            staff.edit(|it| it.trouble = self.app.global::<Say>().invoke_pins_differ());
            return None;
        }
        Some(Zeroizing::new(form.pin.to_string()))
    }

    fn account(&self, id: &str) -> Option<Account> {
        let state = self.state.borrow();
        let mut accounts = state.office.staff.shown.accounts.iter();
        accounts.find(|account| account.id.0 == id).cloned()
    }

    fn ask_pin_of(&self, id: &str) {
        let Some(account) = self.account(id) else {
            return;
        };
        self.put_staff_form_away();
        self.on::<StaffAdapter>(|it| {
            it.pin_of = account.id.0.as_str().into();
            it.pin_of_name = account.name.as_str().into();
        });
        self.state.borrow_mut().office.staff.pin_of = Some(account.id);
    }

    /// Asks which entry of the register is theirs; then for the last day.
    fn close_account(&self, id: &str) {
        if let Some(account) = self.account(id) {
            self.put_staff_form_away();
            self.clerk
                .ask(Ask::Staff(staff::Ask::EntriesOf(account.id)));
        }
    }

    fn hear_entries(&self, id: StaffId, entries: Vec<Registered>, today: NaiveDate) {
        let Some(account) = self.account(&id.0) else {
            return;
        };
        {
            let mut state = self.state.borrow_mut();
            let own = &mut state.office.staff;
            // Where it can only be one, it is; a tap says otherwise.
            own.chosen = match entries.as_slice() {
                [only] => Some(only.person.id.clone()),
                _ => None,
            };
            own.entries = entries;
            own.closing = Some(id);
        }
        self.on::<StaffAdapter>(|it| {
            it.closing = account.id.0.as_str().into();
            it.closing_name = account.name.as_str().into();
            it.last_day = typed(today);
        });
        self.show_entries();
    }

    fn show_entries(&self) {
        let say = self.app.global::<SayAnswers>();
        let state = self.state.borrow();
        let own = &state.office.staff;
        let entries = own.entries.iter().map(|entry| {
            let person = &entry.person;
            let name = format!("{} {}", person.given, person.family);
            let leaves = person.leaves.map(|day| date(&self.app, day));
            EntryRow {
                id: person.id.0.as_str().into(),
                words: say.invoke_entry_of(name.into(), leaves.unwrap_or_default()),
                chosen: own.chosen.as_ref() == Some(&person.id),
            }
        });
        let nobody = EntryRow {
            id: SharedString::default(),
            words: say.invoke_no_entry(),
            chosen: own.chosen.is_none(),
        };
        let rows: Vec<EntryRow> = entries.chain([nobody]).collect();
        self.on::<StaffAdapter>(|it| it.entries = model(rows));
    }

    fn close_now(&self) {
        let staff = self.app.global::<StaffAdapter>();
        staff.edit(|it| it.trouble = "".into());
        let (id, entry) = {
            let state = self.state.borrow();
            let own = &state.office.staff;
            (own.closing.clone(), own.chosen.clone())
        };
        let Some(id) = id else {
            return;
        };
        let last_day = match day_or_none(&staff.shown().last_day) {
            Ok(day) => day,
            Err(typed) => {
                let words = self.app.global::<Say>().invoke_not_a_date(typed.into());
                return staff.edit(|it| it.trouble = words);
            }
        };
        let leaving = match (entry, last_day) {
            (None, _) => None,
            (Some(entry), Some(last_day)) => Some(Leaving { entry, last_day }),
            (Some(_), None) => {
                let words = self.app.global::<Say>().invoke_not_a_date("".into());
                return staff.edit(|it| it.trouble = words);
            }
        };
        self.clerk
            .ask(Ask::Staff(staff::Ask::CloseAccount(id, leaving)));
    }

    fn revoke(&self, id: &str) {
        let found = {
            let state = self.state.borrow();
            let mut devices = state.office.staff.shown.devices.iter();
            devices.find(|device| device.id.0 == id).cloned()
        };
        let Some(Device { id, name, .. }) = found else {
            return;
        };
        let say = self.app.global::<Say>();
        let sure = Sure {
            title: say.invoke_revoke(name.as_str().into()),
            text: say.invoke_revoke_means(),
            yes: say.invoke_revoke_yes(),
            no: say.invoke_leave_as_is(),
            is_grave: true,
        };
        self.ask_sure(sure, move |inner| {
            let id: DeviceId = id.clone();
            let why = "taken off the list at the screen".to_owned();
            inner.clerk.ask(Ask::Staff(staff::Ask::Revoke { id, why }));
        });
    }

    pub(super) fn hear_staff(self: &Rc<Inner>, told: Told) {
        if self.state.borrow().me.is_none() {
            return;
        }
        match told {
            Told::Changed => self.put_staff_form_away(),
            Told::Trouble(error) => {
                self.on::<StaffAdapter>(|it| it.trouble = self.sentence(&error))
            }
            Told::EntriesOf(id, Ok((entries, today))) => self.hear_entries(id, entries, today),
            Told::EntriesOf(_, Err(error)) => self.hear_trouble(&error),
            Told::List(Err(error)) if error.is_shut_out() => {}
            Told::List(Err(error)) => self.hear_trouble(&error),
            Told::List(Ok(everything)) => {
                self.show_staff(&everything);
                self.state.borrow_mut().office.staff.shown = *everything;
            }
        }
    }

    fn show_staff(&self, everything: &Everything) {
        let say = self.app.global::<Say>();
        let me = self.state.borrow().me.as_ref().map(|me| me.id.clone());
        self.on::<StaffAdapter>(|it| {
            it.may_govern = everything.may_govern;
            it.may_equip = everything.may_equip;
            it.may_let_in = everything.may_let_in;
            it.accounts = model(everything.accounts.iter().map(|account| AccountRow {
                id: account.id.0.as_str().into(),
                name: account.name.as_str().into(),
                role: self.role(account.role),
                agreement: match account.agreement {
                    Some(signed) => say.invoke_agreement_signed(date(&self.app, signed)),
                    None => say.invoke_agreement_due(),
                },
                agreement_is_due: account.agreement.is_none(),
                has_left: account.has_left,
                waits: i32::try_from(account.waits).unwrap_or(i32::MAX),
                is_me: me.as_ref() == Some(&account.id),
            }));
            it.devices = model(everything.devices.iter().map(|device| {
                let since = date(&self.app, device.since);
                let tag = device.asset_tag.as_str().into();
                DeviceRow {
                    id: device.id.0.as_str().into(),
                    name: device.name.as_str().into(),
                    detail: match device.revoked {
                        Some(day) => say.invoke_device_revoked(tag, date(&self.app, day)),
                        None => say.invoke_device_since(tag, since),
                    },
                    is_revoked: device.revoked.is_some(),
                    is_this: device.is_this,
                }
            }));
        });
    }
}
