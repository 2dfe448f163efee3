//! Reads a table key by key and notes everything that is wrong with it. Knows no policy and no case.

use chrono::NaiveDate;

use super::tree::{Entry, Node, Value};

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// 0 where the source has no lines.
    pub line: usize,
    /// The key, with the keys it stands under.
    pub key: String,
    /// The fact, then the remedy.
    pub message: String,
}

/// Everything that is wrong, as it is found.
#[derive(Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub fn add(&mut self, line: usize, key: impl Into<String>, message: impl Into<String>) {
        self.0.push(Problem {
            line,
            key: key.into(),
            message: message.into(),
        });
    }

    /// Every problem in the order of the file.
    pub fn in_order(mut self) -> Vec<Problem> {
        self.0.sort_by_key(|problem| problem.line);
        self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A key of a table that was found: its value and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a> {
    pub key: &'static str,
    pub line: usize,
    pub node: &'a Node,
}

/// A table whose keys are asked for one after the other; what was never asked for is unknown.
pub(crate) struct Fields<'a> {
    line: usize,
    within: String,
    entries: &'a [Entry],
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The keys of a node. Nothing, and a problem, where it is not a table.
    pub fn of(node: &'a Node, within: &str, problems: &mut Problems) -> Option<Fields<'a>> {
        match &node.value {
            Value::Table(entries) => Some(Fields {
                line: node.line,
                within: within.to_owned(),
                entries,
                asked: Vec::new(),
            }),
            other => {
                problems.add(
                    node.line,
                    within,
                    format!("must be a group of keys, not {}", other.called()),
                );
                None
            }
        }
    }

    /// The key with those it stands under.
    pub fn place(&self, key: &str) -> String {
        if self.within.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.within)
        }
    }

    pub fn line(&self) -> usize {
        self.line
    }

    /// The key's value where it is stated.
    pub fn optional(&mut self, key: &'static str) -> Option<Found<'a>> {
        self.asked.push(key);
        self.entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| Found {
                key,
                line: entry.line,
                node: &entry.node,
            })
    }

    /// As `optional`, where `null` says the same as leaving the key out.
    pub fn nullable(&mut self, key: &'static str) -> Option<Found<'a>> {
        self.optional(key)
            .filter(|found| found.node.value != Value::Null)
    }

    /// The key's value; a problem where it is not stated.
    pub fn required(&mut self, key: &'static str, problems: &mut Problems) -> Option<Found<'a>> {
        let found = self.optional(key);
        if found.is_none() {
            problems.add(
                self.line,
                self.place(key),
                format!("`{key}` is missing; state it"),
            );
        }
        found
    }

    /// A problem for each key that nothing asked for, and for each that stands twice.
    pub fn finish(self, problems: &mut Problems) {
        for (index, entry) in self.entries.iter().enumerate() {
            let key = printable(&entry.key);
            if !self.asked.contains(&entry.key.as_str()) {
                problems.add(
                    entry.line,
                    self.place(&key),
                    format!(
                        "`{key}` is not a key here; the keys are {}",
                        listed(&self.asked)
                    ),
                );
            } else if self
                .entries
                .iter()
                .take(index)
                .any(|earlier| earlier.key == entry.key)
            {
                problems.add(
                    entry.line,
                    self.place(&key),
                    format!("`{key}` is stated twice; keep one"),
                );
            }
        }
    }

    fn wrong(&self, found: Found<'_>, wanted: &str, problems: &mut Problems) {
        problems.add(
            found.node.line,
            self.place(found.key),
            format!(
                "`{}` must be {wanted}, not {}",
                found.key,
                found.node.value.called()
            ),
        );
    }

    pub fn text(&self, found: Found<'a>, problems: &mut Problems) -> Option<&'a str> {
        match &found.node.value {
            Value::Text(text) => Some(text),
            _ => {
                self.wrong(found, "text in quotes", problems);
                None
            }
        }
    }

    pub fn flag(&self, found: Found<'a>, problems: &mut Problems) -> Option<bool> {
        match found.node.value {
            Value::Flag(flag) => Some(flag),
            _ => {
                self.wrong(found, "true or false", problems);
                None
            }
        }
    }

    /// A whole number within the bounds.
    pub fn whole(
        &self,
        found: Found<'a>,
        bounds: std::ops::RangeInclusive<u32>,
        problems: &mut Problems,
    ) -> Option<u32> {
        let wanted = format!("a whole number from {} to {}", bounds.start(), bounds.end());
        match found.node.value {
            Value::Whole(number) => match u32::try_from(number) {
                Ok(number) if bounds.contains(&number) => Some(number),
                _ => {
                    problems.add(
                        found.node.line,
                        self.place(found.key),
                        format!("`{}` must be {wanted}, not `{number}`", found.key),
                    );
                    None
                }
            },
            _ => {
                self.wrong(found, &wanted, problems);
                None
            }
        }
    }

    /// A share from 0 to 1, in millionths.
    pub fn share(&self, found: Found<'a>, problems: &mut Problems) -> Option<u32> {
        let share = match found.node.value {
            Value::Whole(number @ 0..=1) => f64::from(u8::from(number == 1)),
            Value::Fraction(number) => number,
            _ => f64::NAN,
        };
        if !(0.0..=1.0).contains(&share) {
            self.wrong(found, "a number from 0 to 1", problems);
            return None;
        }
        // Within bounds, so nothing is cut off.
        Some((share * 1e6).round() as u32)
    }

    /// One of a few words.
    pub fn choice<T: Copy>(
        &self,
        found: Found<'a>,
        choices: &[(&'static str, T)],
        problems: &mut Problems,
    ) -> Option<T> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let text = self.text(found, problems)?;
        let chosen = choices.iter().find(|(word, _)| *word == text);
        if chosen.is_none() {
            problems.add(
                found.node.line,
                self.place(found.key),
                format!(
                    "`{}` cannot be `{}`; use one of {}",
                    found.key,
                    printable(text),
                    listed(&words)
                ),
            );
        }
        chosen.map(|(_, value)| *value)
    }

    /// A day, as `2026-03-02`.
    pub fn date(&self, found: Found<'a>, problems: &mut Problems) -> Option<NaiveDate> {
        let text = self.text(found, problems)?;
        let date = day(text);
        if date.is_none() {
            problems.add(
                found.node.line,
                self.place(found.key),
                format!(
                    "`{}` is no day: `{}`; write it as `2026-03-02`",
                    found.key,
                    printable(text)
                ),
            );
        }
        date
    }

    pub fn list(&self, found: Found<'a>, problems: &mut Problems) -> Option<&'a [Node]> {
        match &found.node.value {
            Value::List(items) => Some(items),
            _ => {
                self.wrong(found, "a list", problems);
                None
            }
        }
    }

    /// A list of texts, each with its line.
    pub fn texts(
        &self,
        found: Found<'a>,
        problems: &mut Problems,
    ) -> Option<Vec<(usize, &'a str)>> {
        let items = self.list(found, problems)?;
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            let Found { key, line, .. } = found;
            let one = Found {
                key,
                line,
                node: item,
            };
            match &item.value {
                Value::Text(text) => texts.push((item.line, text.as_str())),
                _ => {
                    self.wrong(one, "a list of texts in quotes", problems);
                    return None;
                }
            }
        }
        Some(texts)
    }
}

/// Four digits, two, two: nothing else is a day, so that no date is read two ways.
fn day(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(day) if shaped => Some(day),
        Ok(_) | Err(_) => None,
    }
}

/// Words in backticks, with commas.
pub(crate) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

/// A user's words as they may stand on a terminal: one line, no control characters, not endless.
pub(crate) fn printable(text: &str) -> String {
    const LONGEST: usize = 120;
    let mut shown: String = text
        .chars()
        .take(LONGEST)
        .map(|letter| match letter {
            // Marks that turn the direction of writing could make a line read as another.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            letter if letter.is_control() => '\u{fffd}',
            letter => letter,
        })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}
