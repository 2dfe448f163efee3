//! Doubts about who is shown: one after the other, with what was said, and somebody else's look.

use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};
use crate::clerk::context::Context;
use crate::clerk::protocol::doubts::{Ask, One, Told};
use crate::domain::doubt::About;
use crate::domain::photo::Who;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    if let Ask::Settle {
        photo,
        doubt,
        found,
    } = ask
    {
        let settled = cx.act(|desk, who| desk.settle_doubt(who, &photo, &doubt, found));
        cx.tell(match settled {
            Ok(_) => Told::Settled(found),
            Err(error) => Told::Trouble(error),
        });
    }
    let list = cx.look(waiting);
    cx.tell(Told::List(list));
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
