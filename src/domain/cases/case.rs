//! One case of a case file: what it states, its defaults, and what is wrong with it. Reads a tree,
//! decides nothing.

use std::sync::Arc;

use chrono::NaiveDate;

use super::super::channel::ChannelId;
use super::super::permission::{Answer, Evidence, Permission, Relation};
use super::super::person::{Person, PersonId, PersonKind, Responsible};
use super::super::photo::PhotoFacts;
use super::super::policy::fields::{Fields, Found, Problems, listed, printable};
use super::super::policy::tree::{Node, Value};
use super::super::policy::{Policy, SHIPPED, within};
use super::super::verdict::Reason;
use super::Expectation;
use super::defaults::{choice_or, day, day_or_none, each, flag_or, text, texts_or_none};
use super::picture::photo;

/// A question and the answer that its writer expects.
pub(super) struct Case {
    pub line: usize,
    pub name: String,
    pub policy: Arc<Policy>,
    pub channel: ChannelId,
    pub today: NaiveDate,
    pub people: Vec<Person>,
    pub permissions: Vec<Permission>,
    pub photo: PhotoFacts,
    pub clock_behind: bool,
    pub register_live: bool,
    pub register_restored: bool,
    pub expected: Expectation,
}

/// The case under a node. Whatever is missing from the answer is among the problems.
pub(super) fn case(
    node: &Node,
    shipped: &[(&'static str, Arc<Policy>)],
    problems: &mut Problems,
) -> Option<Case> {
    let mut fields = Fields::of(node, "", problems)?;
    let name = text(&mut fields, "name", problems);
    if name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        problems.add(
            node.line,
            "name",
            "`name` is empty; say what the case is about",
        );
    }
    let policy = policy(&mut fields, shipped, problems);
    let today = day(&mut fields, "today", problems);
    let channel = channel(&mut fields, policy.as_deref(), problems);
    let people = each(&mut fields, "people", problems, person);
    let permissions = each(&mut fields, "permissions", problems, permission);
    let photo = fields.required("photo", problems).and_then(|found| {
        let mut fields = Fields::of(found.node, "photo", problems)?;
        let photo = photo(&mut fields, today, problems);
        fields.finish(problems);
        photo
    });
    let clock_behind = flag_or(&mut fields, "clock_behind", false, problems);
    let register_live = flag_or(&mut fields, "register_live", true, problems);
    let register_restored = flag_or(&mut fields, "register_restored", false, problems);
    let expected = fields
        .required("expect", problems)
        .and_then(|found| expectation(found, problems));
    fields.finish(problems);
    Some(Case {
        line: node.line,
        name: name?,
        policy: policy?,
        channel: channel?,
        today: today?,
        people: people?,
        permissions: permissions?,
        photo: photo?,
        clock_behind: clock_behind?,
        register_live: register_live?,
        register_restored: register_restored?,
        expected: expected?,
    })
}

/// A shipped policy by its name, or a whole one.
fn policy(
    fields: &mut Fields<'_>,
    shipped: &[(&'static str, Arc<Policy>)],
    problems: &mut Problems,
) -> Option<Arc<Policy>> {
    let found = fields.required("policy", problems)?;
    let Value::Text(name) = &found.node.value else {
        return within(found.node, "policy", problems).map(Arc::new);
    };
    let policy = shipped.iter().find(|(id, _)| id == name);
    if policy.is_none() {
        let names = SHIPPED.map(|(id, _)| id);
        let message = format!(
            "no policy `{}` ships; use {} or a whole policy",
            printable(name),
            listed(&names)
        );
        problems.add(found.node.line, "policy", message);
    }
    policy.map(|(_, policy)| Arc::clone(policy))
}

fn channel(
    fields: &mut Fields<'_>,
    policy: Option<&Policy>,
    problems: &mut Problems,
) -> Option<ChannelId> {
    let found = fields.required("channel", problems)?;
    let id = ChannelId(fields.text(found, problems)?.to_owned());
    let policy = policy?;
    if policy.channel(&id).is_none() {
        let ids: Vec<&str> = policy
            .channels
            .iter()
            .map(|channel| channel.id.0.as_str())
            .collect();
        let message = format!(
            "the policy has no channel `{}`; it has {}",
            printable(&id.0),
            listed(&ids)
        );
        problems.add(found.node.line, "channel", message);
        return None;
    }
    Some(id)
}

fn person(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Person> {
    let id = text(fields, "id", problems);
    let kinds = [
        ("child", PersonKind::Child),
        ("staff", PersonKind::Staff),
        ("visitor", PersonKind::Visitor),
    ];
    let kind = fields
        .required("kind", problems)
        .and_then(|found| fields.choice(found, &kinds, problems));
    let given = text(fields, "given", problems);
    let family = text(fields, "family", problems);
    let known_as = texts_or_none(fields, "known_as", problems);
    let known_families = texts_or_none(fields, "known_families", problems);
    let born = day_or_none(fields, "born", problems);
    let leaves = day_or_none(fields, "leaves", problems);
    let never = flag_or(fields, "never", false, problems);
    let responsible = each(fields, "responsible", problems, responsible);
    Some(Person {
        id: PersonId(id?),
        kind: kind?,
        given: given?,
        family: family?,
        known_as: known_as?,
        known_families: known_families?,
        born: born?,
        leaves: leaves?,
        never: never?,
        responsible: responsible?,
        changed_outside: false,
    })
}

fn responsible(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Responsible> {
    let by = text(fields, "by", problems);
    let until = day_or_none(fields, "until", problems);
    Some(Responsible {
        by: by?,
        until: until?,
    })
}

fn permission(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Permission> {
    let person = text(fields, "person", problems);
    let channel = text(fields, "channel", problems);
    let answers = [
        ("granted", Answer::Granted),
        ("refused", Answer::Refused),
        ("withdrawn", Answer::Withdrawn),
    ];
    let answer = fields
        .required("answer", problems)
        .and_then(|found| fields.choice(found, &answers, problems));
    let relations = [
        ("parent", Relation::Parent),
        ("self", Relation::Oneself),
        ("other", Relation::Other),
    ];
    let relation = choice_or(fields, "relation", &relations, Relation::Parent, problems);
    let by = text(fields, "by", problems);
    let signed = day(fields, "signed", problems);
    let from = day_or_none(fields, "from", problems);
    let until = day_or_none(fields, "until", problems);
    let kinds = [
        ("paper", Evidence::Paper),
        ("e-form", Evidence::EForm),
        ("email", Evidence::Email),
        ("none", Evidence::Spoken),
    ];
    let evidence = choice_or(fields, "evidence", &kinds, Evidence::Spoken, problems);
    Some(Permission {
        person: PersonId(person?),
        channel: ChannelId(channel?),
        answer: answer?,
        relation: relation?,
        by: by?,
        signed: signed?,
        from: from?,
        until: until?,
        evidence: evidence?,
    })
}

fn expectation(found: Found<'_>, problems: &mut Problems) -> Option<Expectation> {
    let mut fields = Fields::of(found.node, "expect", problems)?;
    let allowed = fields
        .required("allowed", problems)
        .and_then(|found| fields.flag(found, problems));
    let reasons = fields
        .required("reasons", problems)
        .and_then(|found| fields.texts(found, problems));
    for (line, spelled) in reasons.as_deref().unwrap_or_default() {
        if !is_a_code(spelled) {
            let message = format!(
                "no rule gives `{}`; spell it as the rules do",
                printable(spelled)
            );
            problems.add(*line, fields.place("reasons"), message);
        }
    }
    fields.finish(problems);
    Some(Expectation {
        allowed: allowed?,
        reasons: reasons?
            .into_iter()
            .map(|(_, reason)| reason.to_owned())
            .collect(),
    })
}

/// Whether a rule gives that reason: its code, with a subject where it speaks of one.
fn is_a_code(spelled: &str) -> bool {
    let (code, subject) = match spelled.split_once(':') {
        Some((code, subject)) => (code, Some(subject)),
        None => (spelled, None),
    };
    Reason::one_of_each(&PersonId(String::new()))
        .iter()
        .any(|reason| reason.code() == code && reason.subject().is_some() == subject.is_some())
}
