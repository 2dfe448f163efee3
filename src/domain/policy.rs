//! A school's policy: the channels and what each asks. A policy that is not understood to the last
//! key is refused, never half read. Knows no file system: it is handed the text.

mod build;
pub(crate) mod fields;
mod loosened;
pub(crate) mod tree;

pub use loosened::{Loosened, OfChannel, loosened};

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::channel::{Channel, ChannelId};
use fields::{Problem, Problems};

/// The policies that come with the product, by id, each as the text that a school edits.
pub const SHIPPED: [(&str, &str); 2] = [
    (
        "written-permission",
        include_str!("../../policies/written-permission.toml"),
    ),
    (
        "no-children-on-website",
        include_str!("../../policies/no-children-on-website.toml"),
    ),
];

/// A whole policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    pub name: String,
    pub timezone: Tz,
    pub own_voice_from_age: Option<u32>,
    pub ends_on_leaving: bool,
    pub longest_term_months: Option<u32>,
    pub four_eyes: bool,
    /// Days for which a sign-off stands; for ever where absent.
    pub sign_off_days: Option<u32>,
    pub school_contacts: Vec<String>,
    /// The school's own names: words of such a run are nobody's where names are looked for.
    pub own_names: Vec<String>,
    /// Seconds after which a device that nobody touches locks itself.
    pub idle_lock_seconds: u32,
    /// What staff say to a child before a photo.
    pub say_before_photo: String,
    /// In the order of the file.
    pub channels: Vec<Channel>,
}

/// Where a policy does not say: long enough to find a child's name, short enough for a tablet that was
/// put down.
pub const IDLE_LOCK_SECONDS: u32 = 120;

/// Where a policy does not say: words that a child of three understands and may answer.
pub const SAY_BEFORE_PHOTO: &str =
    "I would like to take a picture of you. Is that all right? You can say no.";

impl Policy {
    /// The day that it is at the school. The machine's own time zone does not matter.
    pub fn day(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.timezone).date_naive()
    }

    /// When a day begins at the school: where clocks are put forward at midnight, an hour later.
    pub fn beginning_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        let begins = |later: i64| {
            let local = midnight + TimeDelta::hours(later);
            self.timezone.from_local_datetime(&local).earliest()
        };
        begins(0)
            .or_else(|| begins(1))
            .map_or_else(|| midnight.and_utc(), |begins| begins.with_timezone(&Utc))
    }
}

/// One thing that is wrong with a policy: what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// Counted from 1; 0 for a policy that came without lines.
    pub line: usize,
    /// The key, with the keys it stands under; empty where the text is no TOML at all.
    pub key: String,
    pub message: String,
}

/// `line 12: ...`, or the key's place where there are no lines.
impl std::fmt::Display for PolicyError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.line, self.key.as_str()) {
            (0, "") => write!(out, "policy: {}", self.message),
            (0, key) => write!(out, "policy, {key}: {}", self.message),
            (line, _) => write!(out, "line {line}: {}", self.message),
        }
    }
}

impl std::error::Error for PolicyError {}

impl From<Problem> for PolicyError {
    fn from(problem: Problem) -> PolicyError {
        PolicyError {
            line: problem.line,
            key: problem.key,
            message: problem.message,
        }
    }
}

/// Read once; the shipped texts never change while the program runs.
static SHIPPED_POLICIES: LazyLock<[(&str, Result<Policy, PolicyError>); 2]> =
    LazyLock::new(|| SHIPPED.map(|(id, text)| (id, Policy::parse(text))));

impl Policy {
    /// The policy that ships under that id.
    pub fn shipped(id: &str) -> Option<Policy> {
        let (_, policy) = SHIPPED_POLICIES
            .iter()
            .find(|(shipped, _)| *shipped == id)?;
        match policy {
            Ok(policy) => Some(policy.clone()),
            // A shipped text that is wrong is as good as none; a test holds that neither is.
            Err(_) => None,
        }
    }

    /// The policy that a TOML text states. The first thing wrong with it otherwise.
    pub fn parse(text: &str) -> Result<Policy, PolicyError> {
        Policy::check(text).map_err(first)
    }

    /// The policy that a TOML text states. Everything wrong with it otherwise, in the order of the
    /// text; never an empty list.
    pub fn check(text: &str) -> Result<Policy, Vec<PolicyError>> {
        let root = tree::from_toml(text).map_err(|error| {
            let message = format!("this is not TOML: {}; mend the line", error.message.trim());
            vec![PolicyError {
                line: error.line,
                key: String::new(),
                message,
            }]
        })?;
        Policy::from_tree(&root)
    }

    /// The policy that a JSON object states, as case files hold it, under the same checks.
    pub fn from_json(value: &serde_json::Value) -> Result<Policy, PolicyError> {
        Policy::from_tree(&tree::from_json(value)).map_err(first)
    }

    fn from_tree(root: &tree::Node) -> Result<Policy, Vec<PolicyError>> {
        let mut problems = Problems::default();
        match build::policy(root, "", &mut problems) {
            Some(policy) if problems.is_empty() => Ok(policy),
            _ => Err(problems
                .in_order()
                .into_iter()
                .map(PolicyError::from)
                .collect()),
        }
    }

    /// The channel of that id, where the policy has it.
    pub fn channel(&self, id: &ChannelId) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == *id)
    }

    /// What the policy allows itself and a careful reader would look at twice. Not errors: each can
    /// be meant.
    pub fn notes(&self) -> Vec<String> {
        build::notes(self)
    }
}

/// The policy in a case file, its problems added to the file's.
pub(crate) fn within(root: &tree::Node, place: &str, problems: &mut Problems) -> Option<Policy> {
    build::policy(root, place, problems)
}

fn first(errors: Vec<PolicyError>) -> PolicyError {
    errors.into_iter().next().unwrap_or_else(|| PolicyError {
        line: 0,
        key: String::new(),
        message: "the policy could not be understood; compare it with a shipped one".to_owned(),
    })
}
