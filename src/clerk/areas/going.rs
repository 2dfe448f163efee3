//! A release that was asked for, a photo a step, so that whoever asked sees how far it is and may stop
//! it. It stops by itself where the tablet is locked meanwhile.

use crate::acts::release::batch::{Batch, Going};
use crate::clerk::context::{Context, LongWork, Step};
use crate::clerk::protocol::review::{Account, Became, Told};
use crate::clerk::protocol::trouble::Trouble;
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::release::OutletKind;

struct Release {
    batch: Option<Batch>,
    kind: OutletKind,
    place: String,
    by: StaffId,
}

pub(super) fn begin_release(
    cx: &mut Context<'_>,
    [photos, by_name]: [&[PhotoId]; 2],
    channel: &ChannelId,
    kind: OutletKind,
    place: &str,
) {
    let outlet = (cx.house.schools.outlets)(kind, place);
    let begun = cx.act(|desk, who| {
        let batch = desk.begin_batch(who, photos, channel, outlet.as_ref())?;
        Ok((batch.naming(by_name), who.id().clone()))
    });
    match begun {
        Ok((batch, by)) => {
            cx.tell(Told::Progress {
                done: 0,
                of: batch.of(),
            });
            cx.begin_long(Release {
                batch: Some(batch),
                kind,
                place: place.to_owned(),
                by,
            });
        }
        Err(error) => cx.tell(Told::Released(Box::new(Account {
            outcomes: Vec::new(),
            left: photos.to_vec(),
            trouble: Some(error),
        }))),
    }
}

impl Release {
    fn end(&mut self, cx: &Context<'_>, trouble: Option<Trouble>) -> Step {
        if let Some(batch) = self.batch.take() {
            let (outcomes, left) = batch.stopped();
            cx.tell(Told::Released(Box::new(Account {
                outcomes: outcomes.into_iter().map(Became::from).collect(),
                left,
                trouble,
            })));
        }
        Step::Done
    }
}

impl LongWork for Release {
    fn step(&mut self, cx: &mut Context<'_>) -> Step {
        let is_theirs = cx.at.who.as_ref().is_some_and(|who| *who.id() == self.by);
        if cx.stopped()() || !is_theirs {
            return self.end(cx, None);
        }
        // The place is looked for anew at each step: a drive may have gone, and counts as gone.
        let mut outlet = (cx.house.schools.outlets)(self.kind, &self.place);
        let Some(batch) = self.batch.as_mut() else {
            return Step::Done;
        };
        let going = cx.act(|desk, who| desk.go_on(who, batch, outlet.as_mut()));
        match going {
            Ok(Going::On) => {
                cx.tell(Told::Progress {
                    done: batch.done(),
                    of: batch.of(),
                });
                Step::More
            }
            Ok(Going::Over) => self.end(cx, None),
            Err(error) => self.end(cx, Some(error)),
        }
    }
}
