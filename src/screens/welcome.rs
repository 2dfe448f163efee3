//! A device with no school.

use crate::clerk::Trouble;
use std::rc::Rc;

use slint::ComponentHandle;
use zeroize::Zeroizing;

use super::mapping::model;
use super::page::Shows as _;
use super::{Inner, Page, PolicyChoice, Say, Shell, WelcomeAdapter, WelcomeStep, called};
use crate::clerk::{Ask, NewSchool, Which};
use crate::domain::policy::{Policy, SHIPPED};

pub(super) fn connect(inner: &Rc<Inner>) {
    show_policies(inner);
    let welcome = inner.app.global::<WelcomeAdapter>();
    welcome.on_open_sample(called(inner, |inner| {
        inner.on::<WelcomeAdapter>(|it| it.trouble = "".into());
        inner.clerk.ask(Ask::MakeSample);
    }));
    welcome.on_set_up(called(inner, |inner| inner.set_up()));
    welcome.on_open_about(called(inner, |inner| inner.open_about()));
    welcome.on_try_again(called(inner, |inner| {
        inner.clerk.ask(Ask::Open(Which::Ours));
    }));
}

/// The policies that ship, and what each says in a sentence.
pub(super) fn show_policies(inner: &Inner) {
    let welcome = inner.app.global::<WelcomeAdapter>();
    let say = inner.app.global::<Say>();
    welcome.set_policies(model(SHIPPED.iter().filter_map(|(id, toml)| {
        // A policy that ships and does not read is found by the policy tests, not on a tablet.
        let policy = Policy::parse(toml).ok()?;
        let is_child_free = policy.channels.iter().any(|channel| !channel.children);
        let mut says = say.invoke_rules_people().to_string();
        if is_child_free {
            let free: Vec<&str> = policy
                .channels
                .iter()
                .filter(|channel| !channel.children)
                .map(|channel| channel.name.as_str())
                .collect();
            says = format!("{}: {}", free.join(", "), say.invoke_rules_child_free());
        }
        Some(PolicyChoice {
            id: (*id).into(),
            name: policy.name.as_str().into(),
            says: says.into(),
        })
    })));
}

impl Inner {
    fn set_up(&self) {
        let welcome = self.app.global::<WelcomeAdapter>();
        let typed = welcome.shown();
        let pin = Zeroizing::new(typed.pin.to_string());
        let again = Zeroizing::new(typed.pin_again.to_string());
        // Whatever comes of it, they do not stand here any longer.
        welcome.edit(|it| {
            it.pin = "".into();
            it.pin_again = "".into();
        });
        if pin != again {
            return welcome.edit(|it| it.trouble = self.app.global::<Say>().invoke_pins_differ());
        }
        let chosen = welcome.get_policy();
        let toml = SHIPPED.iter().find(|(id, _)| *id == chosen.as_str());
        welcome.edit(|it| it.trouble = "".into());
        self.clerk.ask(Ask::SetUp(Box::new(NewSchool {
            school: typed.school.to_string(),
            policy_toml: toml.map_or("", |(_, toml)| toml).to_owned(),
            head: typed.head.to_string(),
            pin,
            device: typed.device.to_string(),
            asset_tag: typed.asset_tag.to_string(),
        })));
    }

    pub(super) fn hear_no_school(self: &Rc<Inner>) {
        self.app.global::<Shell>().set_is_sample(false);
        self.on::<WelcomeAdapter>(|it| {
            it.stuck = "".into();
            it.step = WelcomeStep::Choice;
        });
        self.go(Page::Welcome);
    }

    /// No school can be opened: it is told, and nothing else can be done here.
    pub(super) fn be_stuck(self: &Rc<Inner>, error: &Trouble) {
        self.on::<WelcomeAdapter>(|it| {
            it.stuck = self.sentence(error);
            it.step = WelcomeStep::Choice;
        });
        self.go(Page::Welcome);
    }

    pub(super) fn hear_making(&self) {
        let welcome = self.app.global::<WelcomeAdapter>();
        let say = self.app.global::<Say>();
        let is_form = welcome.shown().step == WelcomeStep::Form;
        welcome.edit(|it| {
            it.making = if is_form {
                say.invoke_making_school()
            } else {
                say.invoke_making_sample()
            };
            it.step = WelcomeStep::Making;
        });
    }

    /// What could not be made is said where it was asked for, with all that was typed but the PINs.
    pub(super) fn hear_trouble(self: &Rc<Inner>, error: &Trouble) {
        let welcome = self.app.global::<WelcomeAdapter>();
        if self.state.borrow().page == Page::Welcome {
            welcome.edit(|it| {
                it.trouble = self.sentence(error);
                if it.step == WelcomeStep::Making {
                    it.step = match it.school.is_empty() {
                        true => WelcomeStep::Choice,
                        false => WelcomeStep::Form,
                    };
                }
            });
        } else {
            self.tell(self.sentence(error), true);
        }
    }

    /// A school is open: nothing that was typed to set it up stays here.
    pub(super) fn show_school(&self, is_sample: bool) {
        self.app.global::<Shell>().set_is_sample(is_sample);
        self.clear::<WelcomeAdapter>();
    }
}
