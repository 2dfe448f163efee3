//! A release that was asked for, a photo a step, so that whoever asked sees how far it is and may stop
//! it. It stops by itself where the tablet is locked meanwhile.

use super::{Account, Told};
use crate::acts::ActError;
use crate::acts::release::batch::{Batch, Going};
use crate::clerk::Stop;
use crate::clerk::ask::Told as Says;
use crate::clerk::at_work::AtWork;
use crate::clerk::long_work::{LongWork, Step};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::release::OutletKind;

struct Release {
    batch: Option<Batch>,
    kind: OutletKind,
    place: String,
    by: StaffId,
    stop: Stop,
}

impl AtWork {
    pub(super) fn begin_release(
        &mut self,
        [photos, by_name]: [&[PhotoId]; 2],
        channel: &ChannelId,
        kind: OutletKind,
        place: &str,
        stop: Stop,
    ) {
        let outlet = (self.schools.outlets)(kind, place);
        let begun = self.with_mut(|desk, who| {
            let batch = desk.begin_batch(who, photos, channel, outlet.as_ref())?;
            Ok((batch.naming(by_name), who.id().clone()))
        });
        match begun {
            Ok((batch, by)) => {
                self.voice.say(Says::Review(Told::Progress {
                    done: 0,
                    of: batch.of(),
                }));
                self.begin_long(Box::new(Release {
                    batch: Some(batch),
                    kind,
                    place: place.to_owned(),
                    by,
                    stop,
                }));
            }
            Err(error) => self
                .voice
                .say(Says::Review(Told::Released(Box::new(Account {
                    outcomes: Vec::new(),
                    left: photos.to_vec(),
                    trouble: Some(error),
                })))),
        }
    }
}

impl Release {
    fn end(&mut self, clerk: &AtWork, trouble: Option<ActError>) -> Step {
        if let Some(batch) = self.batch.take() {
            let (outcomes, left) = batch.stopped();
            clerk
                .voice
                .say(Says::Review(Told::Released(Box::new(Account {
                    outcomes,
                    left,
                    trouble,
                }))));
        }
        Step::Done
    }
}

impl LongWork for Release {
    fn step(&mut self, clerk: &mut AtWork) -> Step {
        let is_theirs = clerk.who.as_ref().is_some_and(|who| *who.id() == self.by);
        if self.stop.is_asked() || !is_theirs {
            return self.end(clerk, None);
        }
        // The place is looked for anew at each step: a drive may have gone, and counts as gone.
        let mut outlet = (clerk.schools.outlets)(self.kind, &self.place);
        let Some(batch) = self.batch.as_mut() else {
            return Step::Done;
        };
        let going = clerk.with_mut(|desk, who| desk.go_on(who, batch, outlet.as_mut()));
        match going {
            Ok(Going::On) => {
                clerk.voice.say(Says::Review(Told::Progress {
                    done: batch.done(),
                    of: batch.of(),
                }));
                Step::More
            }
            Ok(Going::Over) => self.end(clerk, None),
            Err(error) => self.end(clerk, Some(error)),
        }
    }
}
