//! What somebody looks for in the audit trail. Says which entries are meant; reads and proves none.

use chrono::{DateTime, Utc};

use super::audit::{Entry, stamp};

/// Entries that all of this holds of; all of them where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// Staff id, or `system`.
    pub by: Option<String>,
    /// How an act begins, `permission.`; any of these, or every act where there is none.
    pub acts: Vec<String>,
    /// Part of what an entry is about: of its record, its person, or what it says of them.
    pub about: String,
    pub from: Option<DateTime<Utc>>,
    /// Not this moment any more.
    pub before: Option<DateTime<Utc>>,
}

impl Sought {
    /// Whether an entry is meant.
    pub fn means(&self, entry: &Entry) -> bool {
        self.by.as_ref().is_none_or(|by| *by == entry.by)
            && self.means_act(&entry.act)
            && (self.about.is_empty()
                || [&entry.subject, &entry.about, &entry.detail]
                    .iter()
                    .any(|text| text.contains(&self.about)))
            // Times of the trail are all written alike, so that texts compare as times do.
            && self.from.is_none_or(|from| stamp(from) <= entry.at)
            && self.before.is_none_or(|before| entry.at < stamp(before))
    }

    /// Whether an act is meant, whoever did it and when.
    pub fn means_act(&self, act: &str) -> bool {
        self.acts.is_empty() || self.acts.iter().any(|begins| act.starts_with(begins))
    }
}

/// From where, and which way, the trail is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// From the newest, or from the one before this number.
    NewestFirst {
        before: Option<u64>,
    },
    OldestFirst,
}
