//! Doubts about who is shown: one after the other, with what was said, and somebody else's look.

use chrono::{NaiveDate, NaiveDateTime};

use super::ask::Told as Says;
use super::at_work::AtWork;
use crate::acts::doubt::Looker;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::domain::doubt::{About, DoubtId, Found};
use crate::domain::ids::PhotoId;
use crate::domain::photo::{Area, Who};

/// What the page asks.
pub enum Ask {
    List,
    Settle {
        photo: PhotoId,
        doubt: DoubtId,
        found: Found,
    },
}

/// What it is told.
pub enum Told {
    List(Result<Vec<One>, ActError>),
    /// Somebody looked; a new list follows.
    Settled(Found),
    Trouble(ActError),
}

/// A doubt that waits for a look.
#[derive(Clone, Debug)]
pub struct One {
    pub photo: PhotoId,
    /// Upright, in pixels.
    pub size: (u32, u32),
    pub doubt: DoubtId,
    pub about: About,
    /// Where it is about, where that is known.
    pub place: Option<Area>,
    /// As a tile names whom it is about; empty where that is nobody by name.
    pub name: String,
    pub by: String,
    /// By the school's clock.
    pub at: NaiveDateTime,
    pub today: NaiveDate,
    pub looker: Looker,
}

impl AtWork {
    pub(super) fn say_doubts(&mut self, ask: Ask) {
        if let Ask::Settle {
            photo,
            doubt,
            found,
        } = ask
        {
            let settled = self.with_mut(|desk, who| desk.settle_doubt(who, &photo, &doubt, found));
            self.voice.say(Says::Doubts(match settled {
                Ok(_) => Told::Settled(found),
                Err(error) => Told::Trouble(error),
            }));
        }
        let list = self.with(waiting);
        self.voice.say(Says::Doubts(Told::List(list)));
    }
}

fn waiting(desk: &Desk, who: &Session) -> Done<Vec<One>> {
    let doubts = desk.doubts(who)?;
    let zone = desk.policy()?.timezone;
    let today = desk.today()?;
    let staff = desk.staff()?;
    let people: Vec<_> = doubts
        .iter()
        .filter_map(|one| one.doubt.about.person().cloned())
        .collect();
    let tiles = desk.tiles_of(who, &people)?;
    let named = |about: &About| {
        let tile = tiles
            .iter()
            .find(|tile| about.person() == Some(&tile.person));
        tile.map(|tile| tile.name.clone()).unwrap_or_default()
    };
    let waiting = doubts.into_iter().map(|one| {
        let labels = &one.photo.labels;
        let by = staff.iter().find(|staff| staff.id == one.doubt.by);
        One {
            size: (one.photo.width, one.photo.height),
            place: match &one.doubt.about {
                About::TakenOff { place, .. } => *place,
                About::CoveredBeside { person, .. } => {
                    let theirs = labels
                        .tags
                        .iter()
                        .find(|tag| tag.who == Who::Person(person.clone()));
                    theirs.and_then(|tag| labels.areas_of(tag).first().copied())
                }
                About::NotHere { .. } | About::LikeErased { .. } => None,
                About::Face { face, .. } => {
                    let face = labels.faces.iter().find(|known| known.id == *face);
                    face.map(|face| face.area)
                }
            },
            name: named(&one.doubt.about),
            by: by.map(|staff| staff.name.clone()).unwrap_or_default(),
            at: one.doubt.at.with_timezone(&zone).naive_local(),
            today,
            looker: one.looker,
            doubt: one.doubt.id,
            about: one.doubt.about,
            photo: one.photo.id,
        }
    });
    Ok(waiting.collect())
}
