//! Keys of a case that can be left out, and what is then taken. Whatever is stated and wrong is a
//! problem, never a default.

use chrono::NaiveDate;

use super::super::policy::fields::{Fields, Problems};

pub(super) fn text(
    fields: &mut Fields<'_>,
    key: &'static str,
    problems: &mut Problems,
) -> Option<String> {
    let found = fields.required(key, problems)?;
    fields.text(found, problems).map(str::to_owned)
}

pub(super) fn text_or_none(
    fields: &mut Fields<'_>,
    key: &'static str,
    problems: &mut Problems,
) -> Option<String> {
    match fields.optional(key) {
        Some(found) => fields.text(found, problems).map(str::to_owned),
        None => Some(String::new()),
    }
}

pub(super) fn texts_or_none(
    fields: &mut Fields<'_>,
    key: &'static str,
    problems: &mut Problems,
) -> Option<Vec<String>> {
    match fields.optional(key) {
        Some(found) => {
            let texts = fields.texts(found, problems)?;
            Some(texts.into_iter().map(|(_, text)| text.to_owned()).collect())
        }
        None => Some(Vec::new()),
    }
}

pub(super) fn flag_or(
    fields: &mut Fields<'_>,
    key: &'static str,
    default: bool,
    problems: &mut Problems,
) -> Option<bool> {
    match fields.optional(key) {
        Some(found) => fields.flag(found, problems),
        None => Some(default),
    }
}

pub(super) fn count_or_none(
    fields: &mut Fields<'_>,
    key: &'static str,
    problems: &mut Problems,
) -> Option<u32> {
    match fields.optional(key) {
        Some(found) => fields.whole(found, 0..=1_000_000, problems),
        None => Some(0),
    }
}

pub(super) fn choice_or<T: Copy>(
    fields: &mut Fields<'_>,
    key: &'static str,
    choices: &[(&'static str, T)],
    default: T,
    problems: &mut Problems,
) -> Option<T> {
    match fields.optional(key) {
        Some(found) => fields.choice(found, choices, problems),
        None => Some(default),
    }
}

pub(super) fn day(
    fields: &mut Fields<'_>,
    key: &'static str,
    problems: &mut Problems,
) -> Option<NaiveDate> {
    let found = fields.required(key, problems)?;
    fields.date(found, problems)
}

/// A day that need not be known: the outer answer says whether it was read, the inner whether it was
/// stated. `null` says the same as nothing.
pub(super) fn day_or_none(
    fields: &mut Fields<'_>,
    key: &'static str,
    problems: &mut Problems,
) -> Option<Option<NaiveDate>> {
    match fields.nullable(key) {
        Some(found) => fields.date(found, problems).map(Some),
        None => Some(None),
    }
}

/// A list of groups of keys, each read in the same way.
pub(super) fn each<T>(
    fields: &mut Fields<'_>,
    key: &'static str,
    problems: &mut Problems,
    read: impl Fn(&mut Fields<'_>, &mut Problems) -> Option<T>,
) -> Option<Vec<T>> {
    let Some(found) = fields.optional(key) else {
        return Some(Vec::new());
    };
    let items = fields.list(found, problems)?;
    let mut all = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let place = format!("{}[{}]", fields.place(key), index + 1);
        let one = Fields::of(item, &place, problems).and_then(|mut fields| {
            let one = read(&mut fields, problems);
            fields.finish(problems);
            one
        });
        all.push(one);
    }
    all.into_iter().collect()
}
