//! Permission slips for whoever keeps the register: made, printed or saved, read page by page, and
//! confirmed by the person who looks at them.

use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::ask::Told as Says;
use super::at_work::AtWork;
use super::hands;
use crate::acts::permit::Filed;
use crate::acts::refusal::Refusal;
use crate::acts::slip::{Confirmed, MadeSlips, Recognised, SlipPage};
use crate::acts::{ActError, Desk, Done, PictureError};
use crate::domain::language::Language;
use crate::domain::person::PersonId;

/// A pile of papers, scanned.
const LARGEST_PILE: u64 = 64 << 20;

/// Where a document goes.
#[derive(Clone, Debug)]
pub enum Onto {
    Printer(String),
    Folder(PathBuf),
}

/// Whose slips are made.
pub enum Whose {
    Group(String),
    Person(PersonId),
}

/// What the page asks.
pub enum Ask {
    Open,
    Make {
        whose: Whose,
        language: Language,
        onto: Onto,
    },
    /// One page of a file, from 0.
    Read {
        file: PathBuf,
        page: u32,
    },
    /// A slip that was held before the camera.
    ReadStill {
        number: u64,
        still: Zeroizing<Vec<u8>>,
    },
    Confirm {
        seen: Arc<Recognised>,
        confirmed: Confirmed,
    },
}

/// What it is told.
pub enum Told {
    Open(Result<Open, ActError>),
    Made(Result<Made, ActError>),
    Read {
        file: PathBuf,
        page: u32,
        /// How many pages the file has, and whose slip this one is.
        told: Result<Page, ActError>,
    },
    Still {
        number: u64,
        /// Whose slip it is.
        told: Result<Arc<Recognised>, ActError>,
    },
    Confirmed(Result<Filed, ActError>),
}

/// What the page begins with.
#[derive(Clone, Debug, Default)]
pub struct Open {
    pub groups: Vec<String>,
    pub printers: Vec<String>,
}

/// Slips that were made, and where they went.
#[derive(Clone, Debug)]
pub struct Made {
    pub slips: usize,
    pub onto: Onto,
}

/// A page that was read.
pub struct Page {
    pub of: u32,
    pub slip: Result<Arc<Recognised>, ActError>,
}

impl AtWork {
    pub(super) fn say_slips(&mut self, ask: Ask) {
        let told = match ask {
            Ask::Open => Told::Open(self.with(|desk, who| open(desk, desk.slip_printers(who)?))),
            Ask::Make {
                whose,
                language,
                onto,
            } => {
                let made = self.with_mut(|desk, who| {
                    let made = match &whose {
                        Whose::Group(group) => desk.make_slips_for_group(who, group, language)?,
                        Whose::Person(person) => desk.make_slip(who, person, language)?,
                    };
                    if let Onto::Printer(printer) = &onto {
                        desk.print(who, printer, &made.title, &made.pdf)?;
                    }
                    Ok(made)
                });
                Told::Made(made.and_then(|made| self.put(made, onto)))
            }
            Ask::Read { file, page } => {
                let told = self.read_slip(&file, page);
                Told::Read { file, page, told }
            }
            Ask::ReadStill { number, still } => return self.read_still(number, still),
            Ask::Confirm { seen, confirmed } => {
                let done = self.with_mut(|desk, who| desk.confirm_slip(who, &seen, &confirmed));
                Told::Confirmed(done)
            }
        };
        self.voice.say(Says::Slips(Box::new(told)));
    }

    /// Where a document is to lie in a folder, it is put there under a name of its own.
    fn put(&self, made: MadeSlips, onto: Onto) -> Done<Made> {
        let onto = match onto {
            Onto::Printer(printer) => Onto::Printer(printer),
            Onto::Folder(folder) => {
                let plain = |one: char| if one.is_alphanumeric() { one } else { ' ' };
                let name: String = made.title.chars().map(plain).collect();
                let name = format!("{}.pdf", name.trim());
                let place = self.schools.places.write_new(&folder, &name, &made.pdf)?;
                Onto::Folder(place)
            }
        };
        Ok(Made {
            slips: made.slips,
            onto,
        })
    }

    /// On a thread of its own; whose slip it is, is known when it comes back.
    fn read_still(&self, number: u64, still: Zeroizing<Vec<u8>>) {
        let to_read = self.with(|desk, who| desk.slip_to_read(who, still));
        let begun = to_read.and_then(|to_read| {
            hands::read_slip(to_read, number, &self.own)
                .map_err(|_| ActError::Picture(PictureError::Busy))
        });
        if let Err(error) = begun {
            self.recognise_still(number, Err(error));
        }
    }

    /// Whose slip is on a still that was read.
    pub(super) fn recognise_still(&self, number: u64, page: Done<Box<SlipPage>>) {
        let seen = page.and_then(|page| self.with(|desk, who| desk.recognise_slip(who, &page)));
        let told = seen.map(Arc::new);
        let told = Told::Still { number, told };
        self.voice.say(Says::Slips(Box::new(told)));
    }

    fn read_slip(&self, file: &std::path::Path, page: u32) -> Done<Page> {
        let bytes = match self.who {
            Some(_) => self.schools.places.read(file, LARGEST_PILE)?,
            // Locked meanwhile: no file is opened for nobody.
            None => return self.with(|_, _| Err(ActError::Refused(Refusal::Locked))),
        };
        self.with(|desk, who| {
            let seen = desk.page_of(who, &bytes, page)?;
            Ok(Page {
                of: seen.pages,
                slip: desk.recognise_slip(who, &seen).map(Arc::new),
            })
        })
    }
}

fn open(desk: &Desk, printers: Vec<String>) -> Done<Open> {
    let mut groups: Vec<String> = desk
        .people()?
        .into_iter()
        .map(|entry| entry.class)
        .filter(|group| !group.is_empty())
        .collect();
    groups.dedup();
    Ok(Open { groups, printers })
}
