//! What the head teacher hears at once when signing in: what others did meanwhile that lets somebody in.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::sign_in::Session;
use super::{Desk, Done};
use crate::domain::audit::{Act, Entry};
use crate::domain::staff::Duty;
use crate::domain::trail::{Reading, Sought};

/// Something that lets somebody in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    pub what: NewsOf,
    /// The account or camera that it is about.
    pub about: String,
    /// Who did it, as the lock screen names them.
    pub by: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewsOf {
    /// Another head teacher's account was opened.
    HeadAdded,
    /// Somebody's PIN was set for them.
    PinReset,
    /// A camera was put on the list.
    CameraAdded,
}

impl Desk {
    /// What others did since this head teacher signed in the time before, oldest first; nothing for
    /// whoever is no head.
    pub fn news(&self, who: &Session) -> Done<Vec<News>> {
        if !who.role().may(Duty::Govern) {
            return Ok(Vec::new());
        }
        self.require(who, Duty::Govern)?;
        let acts = [Act::SignedIn, Act::StaffRecorded, Act::CameraRegistered];
        let sought = Sought {
            acts: acts.iter().map(|act| act.word().to_owned()).collect(),
            ..Sought::default()
        };
        let own = format!("staff:{}", who.id());
        let mut sign_ins = 0;
        // Who never signed in before hears of what was done since their account was opened.
        let mut since_opened = 0;
        let mut entries: Vec<Entry> = Vec::new();
        let newest_first = Reading::NewestFirst { before: None };
        self.register
            .trail(&sought, newest_first, &mut |_, entry| {
                if entry.act == Act::SignedIn.word() {
                    sign_ins += usize::from(entry.subject == own);
                } else if entry.subject == own {
                    since_opened = entries.len();
                } else if entry.by != who.id().0 {
                    entries.push(entry);
                }
                sign_ins < 2
            })?;
        if sign_ins < 2 {
            entries.truncate(since_opened);
        }
        let mut news = Vec::new();
        for entry in entries.into_iter().rev() {
            if let Some(what) = self.news_of(&entry)? {
                news.push(News {
                    what,
                    about: self.name_of_subject(&entry.subject)?,
                    by: self.name_of_subject(&format!("staff:{}", entry.by))?,
                });
            }
        }
        Ok(news)
    }

    fn news_of(&self, entry: &Entry) -> Done<Option<NewsOf>> {
        if entry.act == Act::CameraRegistered.word() {
            return Ok(Some(NewsOf::CameraAdded));
        }
        if entry.act != Act::StaffRecorded.word() {
            return Ok(None);
        }
        // What cannot be read says nothing here; whoever verifies is told.
        let told: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
        let says = |key: &str, word: &str| told.get(key).and_then(Value::as_str) == Some(word);
        if says("pin", "reset") {
            return Ok(Some(NewsOf::PinReset));
        }
        let is_head = says("role", "head");
        Ok((is_head && self.is_first_of(entry)?).then_some(NewsOf::HeadAdded))
    }

    /// Whether nothing was recorded of its subject before an entry.
    fn is_first_of(&self, entry: &Entry) -> Done<bool> {
        let sought = Sought {
            acts: vec![entry.act.clone()],
            about: entry.subject.clone(),
            ..Sought::default()
        };
        let mut first = None;
        self.register
            .trail(&sought, Reading::OldestFirst, &mut |_, found| {
                first = (found.subject == entry.subject).then_some(found.hash);
                first.is_none()
            })?;
        Ok(first.as_ref() == Some(&entry.hash))
    }

    /// An account or a camera, by the name that people know; what is gone has none.
    fn name_of_subject(&self, subject: &str) -> Done<String> {
        let name = match subject.split_once(':') {
            Some(("staff", id)) => {
                let staff = self.register.staff()?.into_iter();
                staff
                    .filter(|one| one.id.0 == id)
                    .map(|one| one.name)
                    .next()
            }
            Some(("camera", id)) => {
                let cameras = self.register.cameras()?.into_iter();
                cameras
                    .filter(|one| one.id.0 == id)
                    .map(|one| one.name)
                    .next()
            }
            _ => None,
        };
        Ok(name.unwrap_or_default())
    }
}
