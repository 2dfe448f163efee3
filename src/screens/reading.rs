//! The agreement, signed by one's PIN, and the school's rules in words.

use crate::clerk::Came;
use std::rc::Rc;

use slint::ComponentHandle;

use super::mapping::model;
use super::page::{Screen, below, off_the_rail};
use super::{AgreementAdapter, Inner, Page, Paragraph, RulesAdapter, Say, called, calling};
use crate::clerk::Ask;
use crate::domain::agreement;
use crate::domain::channel::{PermissionRule, SignOffRule};
use crate::domain::policy::Policy;
use crate::domain::staff::Duty;

pub(super) const SCREEN: Screen = Screen {
    rail: below(Page::About, Page::Rules, Duty::Look),
    open: Inner::open_rules,
    ..off_the_rail(connect)
};

pub(super) fn connect(inner: &Rc<Inner>) {
    let agreement = inner.app.global::<AgreementAdapter>();
    agreement.set_text(model(paragraphs(agreement::TEXT)));
    agreement.on_key(calling(inner, |inner, sign: slint::SharedString| {
        if inner.pin_key(&sign) {
            let pin = inner.take_pin();
            inner.clerk.ask(Ask::SignAgreement { pin });
        }
        inner.show_agreement();
    }));
    agreement.on_not_now(called(inner, |inner| {
        inner.state.borrow_mut().pin.clear();
        inner.clerk.ask(Ask::CountToTag);
        if inner.has_office() {
            inner.enter_office();
        } else {
            inner.open_to_tag();
        }
    }));
    inner
        .app
        .global::<RulesAdapter>()
        .on_back(called(inner, Inner::go_back));
}

/// Lines of a plain text with `#` before headings and blank lines between paragraphs.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    for block in text.split("\n\n") {
        let block = block.trim().replace("**", "");
        let block = block.as_str();
        let heading = block.trim_start_matches('#');
        if block.is_empty() {
            continue;
        }
        let is_heading = heading.len() < block.len();
        let joined: Vec<&str> = heading.lines().map(str::trim).collect();
        // Points of a list stay on lines of their own.
        let mut line = String::new();
        for part in joined {
            if !line.is_empty() {
                line.push(if is_point(part) { '\n' } else { ' ' });
            }
            match part.strip_prefix("- ") {
                Some(point) => line.push_str(&format!("• {point}")),
                None => line.push_str(part),
            }
        }
        found.push(Paragraph {
            text: line.trim().into(),
            is_heading,
        });
    }
    found
}

/// Whether a line begins a point of a list: `- ` or `12. `.
fn is_point(line: &str) -> bool {
    let number = line.split_once(". ").map(|(number, _)| number);
    line.starts_with("- ")
        || number.is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
}

impl Inner {
    pub(super) fn open_agreement(self: &Rc<Inner>) {
        let name = self
            .state
            .borrow()
            .me
            .as_ref()
            .map_or_else(String::new, |me| me.name.clone());
        self.on::<AgreementAdapter>(|it| {
            it.name = name.into();
            it.trouble = "".into();
        });
        self.state.borrow_mut().pin.clear();
        self.show_agreement();
        self.go(Page::Agreement);
    }

    pub(super) fn show_agreement(&self) {
        let state = self.state.borrow();
        self.on::<AgreementAdapter>(|it| {
            it.typed = i32::try_from(state.pin.len()).unwrap_or(0);
            it.busy = state.is_proving;
        });
    }

    pub(super) fn hear_agreement(self: &Rc<Inner>, told: Came<()>) {
        self.state.borrow_mut().is_proving = false;
        self.show_agreement();
        match told {
            Ok(()) => {
                if let Some(me) = &mut self.state.borrow_mut().me {
                    me.has_agreement = true;
                }
                if self.has_office() {
                    self.enter_office();
                } else {
                    self.enter();
                }
            }
            Err(error) => {
                self.on::<AgreementAdapter>(|it| it.trouble = self.why_not(&error, &it.name));
            }
        }
    }

    pub(super) fn open_rules(self: &Rc<Inner>) {
        self.clerk.ask(Ask::Rules);
        self.go_aside(Page::Rules);
    }

    pub(super) fn hear_rules(self: &Rc<Inner>, told: Came<Box<Policy>>) {
        match told {
            Ok(policy) => self.on::<RulesAdapter>(|it| it.text = model(self.in_words(&policy))),
            Err(error) => self.hear_trouble(&error),
        }
    }

    fn in_words(&self, policy: &Policy) -> Vec<Paragraph> {
        let say = self.app.global::<Say>();
        let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
        let mut lines = vec![heading(&policy.name), line(say.invoke_rules_people())];
        if let Some(months) = policy.longest_term_months {
            lines.push(line(say.invoke_rules_term(number(months))));
        }
        if let Some(age) = policy.own_voice_from_age {
            lines.push(line(say.invoke_rules_own_voice(number(age))));
        }
        if policy.ends_on_leaving {
            lines.push(line(say.invoke_rules_leaving()));
        }
        if policy.four_eyes {
            lines.push(line(say.invoke_rules_four_eyes()));
        }
        lines.push(heading(&say.invoke_rules_say()));
        lines.push(line(policy.say_before_photo.as_str().into()));
        for channel in &policy.channels {
            lines.push(heading(&channel.name));
            let mut says = vec![if channel.outside {
                say.invoke_rules_channel_outside()
            } else {
                say.invoke_rules_channel_inside(channel.permission == PermissionRule::Written)
            }];
            if !channel.children {
                says.push(say.invoke_rules_child_free());
            }
            if !channel.hiding {
                says.push(say.invoke_rules_no_hiding());
            }
            match channel.sign_off() {
                SignOffRule::None => {}
                SignOffRule::Office => says.push(say.invoke_rules_office()),
                SignOffRule::Head => says.push(say.invoke_rules_head()),
            }
            if let Some(days) = channel.takedown_days() {
                says.push(say.invoke_rules_take_down(number(days)));
            }
            let says: Vec<&str> = says.iter().map(slint::SharedString::as_str).collect();
            lines.push(line(says.join(" ").into()));
        }
        lines
    }
}

fn heading(text: &str) -> Paragraph {
    Paragraph {
        text: text.into(),
        is_heading: true,
    }
}

fn line(text: slint::SharedString) -> Paragraph {
    Paragraph {
        text,
        is_heading: false,
    }
}
