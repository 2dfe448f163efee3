//! Lists from the MIS, for whoever keeps the register. The list stays with the page that shows it; what
//! it would change is worked out here each time it is asked.

use std::path::PathBuf;
use std::sync::Arc;

use super::ask::{Told as Says, Voice};
use super::at_work::AtWork;
use super::long_work::Stop;
use crate::acts::ActError;
use crate::acts::import::{Account, Confirmed, LARGEST_LIST, List, Preview, Progress, Proposal};
use crate::domain::channel::ChannelId;
use crate::domain::mis::plan::Terms;

/// What the page asks.
pub enum Ask {
    Read(PathBuf, Stop),
    Preview(Arc<List>, Box<Terms>, Stop),
    Import(Arc<List>, Box<Terms>, Box<Confirmed>, Stop),
}

/// What it is told.
pub enum Told {
    Read(Result<Box<ReadList>, ActError>),
    Progress(Progress),
    Preview(Result<Box<Preview>, ActError>),
    Done(Result<Account, ActError>),
}

/// A list, and how it may be understood.
pub struct ReadList {
    pub list: Arc<List>,
    pub proposal: Proposal,
    /// Where an answer may count, with their names.
    pub channels: Vec<(ChannelId, String)>,
}

impl AtWork {
    /// Long work that cannot be done in steps, as it is one transaction: whatever else is asked waits.
    /// It tells how far it is, and can be stopped at any time.
    pub(super) fn say_import(&mut self, ask: Ask) {
        let told =
            match ask {
                Ask::Read(file, stop) => Told::Read(self.read_list(&file, &stop).map(Box::new)),
                Ask::Preview(list, terms, stop) => {
                    let mut watch = watch(self.voice.clone(), stop);
                    let preview =
                        self.with(|desk, who| desk.plan_import(who, &list, &terms, &mut watch));
                    Told::Preview(preview.map(Box::new))
                }
                Ask::Import(list, terms, confirmed, stop) => {
                    let mut watch = watch(self.voice.clone(), stop);
                    Told::Done(self.with_mut(|desk, who| {
                        desk.import(who, &list, &terms, &confirmed, &mut watch)
                    }))
                }
            };
        self.voice.say(Says::Import(told));
    }

    fn read_list(&mut self, file: &std::path::Path, stop: &Stop) -> Result<ReadList, ActError> {
        let most = u64::try_from(LARGEST_LIST).unwrap_or(u64::MAX);
        // Nobody but somebody who signed in has a file read.
        self.with(|_, _| Ok(()))?;
        let bytes = self.schools.places.read(file, most)?;
        let mut watch = watch(self.voice.clone(), stop.clone());
        self.with(|desk, who| {
            let list = desk.read_list(who, &bytes, &mut watch)?;
            let proposal = desk.propose_mapping(who, &list)?;
            let channels = desk.policy()?.channels.into_iter();
            Ok(ReadList {
                channels: channels.map(|one| (one.id, one.name)).collect(),
                list: Arc::new(list),
                proposal,
            })
        })
    }
}

/// Tells how far it is, and hears whether it is to stop. The acts ask some hundred times at most.
fn watch(voice: Voice, stop: Stop) -> impl FnMut(Progress) -> bool {
    move |progress| {
        voice.say(Says::Import(Told::Progress(progress)));
        !stop.is_asked()
    }
}
