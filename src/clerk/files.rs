//! Files that somebody found: is one of them ours? Looked at one by one, so that nobody waits for
//! many; nothing of a file that is not ours is kept.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::ask::Told as Says;
use super::at_work::AtWork;
use super::long_work::{LongWork, Step, Stop};
use crate::acts::ActError;
use crate::acts::recognise::{Album, CopyOut, Found, Match, MayBeOut, Recognised};
use crate::domain::policy::Policy;
use crate::domain::sight::SightOf;

/// Longest file that is read: what a camera gives, and no film.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Folders within folders are looked into so deep.
const DEEPEST: u32 = 8;

/// What the page asks.
pub enum Ask {
    /// Files, and folders with all that is in them.
    Check { paths: Vec<PathBuf>, stop: Stop },
}

/// What it is told.
pub enum Told {
    /// Looks of older photos are made first, so many are left.
    Preparing(usize),
    /// One file more.
    File {
        row: Box<Row>,
        /// How many were looked at, and of how many.
        done: usize,
        of: usize,
    },
    /// All were looked at, or somebody stopped it, so many are left.
    Done {
        left: usize,
    },
    Trouble(ActError),
}

/// What one file is.
#[derive(Clone, Debug)]
pub struct Row {
    pub name: String,
    pub answer: Answer,
}

/// In words to come.
#[derive(Clone, Debug)]
pub enum Answer {
    Ours {
        photos: Vec<Ours>,
    },
    LooksLike {
        photos: Vec<Ours>,
    },
    NotOurs,
    NothingToSee,
    NoPicture,
    /// In the words of whoever could not read it.
    Unreadable(String),
}

/// One of our photos.
#[derive(Clone, Debug)]
pub struct Ours {
    pub by: Match,
    pub taken: NaiveDate,
    pub occasion: String,
    pub is_original: bool,
    pub is_erased: bool,
    pub may_be_out: bool,
    pub copies: Vec<Copy>,
}

/// One copy of it.
#[derive(Clone, Debug)]
pub struct Copy {
    pub channel: String,
    pub place: String,
    pub since: NaiveDate,
    /// So many answers it rests on.
    pub permissions: usize,
    pub may_be_out: MayBeOut,
}

impl AtWork {
    pub(super) fn say_files(&mut self, ask: Ask) {
        let Ask::Check { paths, stop } = ask;
        let begun = self.with(|desk, who| {
            let looks = desk.looks_to_make(who)?;
            Ok((looks, desk.policy()?, who.id().clone()))
        });
        match begun {
            Ok((looks, policy, who)) => {
                self.begin_long(Box::new(Checking {
                    who,
                    stop,
                    folders: paths.into_iter().rev().map(|path| (path, 0)).collect(),
                    files: Vec::new(),
                    looks,
                    policy,
                    album: None,
                    done: 0,
                }));
            }
            Err(error) => self.voice.say(Says::Files(Told::Trouble(error))),
        }
    }
}

/// Files that are looked at, one a step.
struct Checking {
    /// Whoever asked: for nobody else it goes on.
    who: crate::domain::ids::StaffId,
    stop: Stop,
    /// Still to be looked into, and how deep each lies.
    folders: Vec<(PathBuf, u32)>,
    /// Those that are next last.
    files: Vec<PathBuf>,
    looks: Vec<SightOf>,
    policy: Policy,
    album: Option<Album>,
    done: usize,
}

impl LongWork for Checking {
    fn step(&mut self, clerk: &mut AtWork) -> Step {
        let is_theirs = clerk.who.as_ref().is_some_and(|who| *who.id() == self.who);
        if self.stop.is_asked() || !is_theirs {
            let left = self.files.len() + self.folders.len();
            clerk.voice.say(Says::Files(Told::Done { left }));
            return Step::Done;
        }
        match self.next(clerk) {
            Ok(Step::More) => Step::More,
            Ok(Step::Done) => {
                clerk.voice.say(Says::Files(Told::Done { left: 0 }));
                Step::Done
            }
            Err(error) => {
                clerk.voice.say(Says::Files(Told::Trouble(error)));
                Step::Done
            }
        }
    }
}

impl Checking {
    fn next(&mut self, clerk: &mut AtWork) -> Result<Step, ActError> {
        if let Some((folder, depth)) = self.folders.pop() {
            self.look_into(clerk, folder, depth);
            if self.folders.is_empty() {
                self.files.reverse();
            }
            return Ok(Step::More);
        }
        if let Some(look) = self.looks.pop() {
            clerk.with_mut(|desk, who| desk.make_look(who, &look))?;
            let left = self.looks.len();
            clerk.voice.say(Says::Files(Told::Preparing(left)));
            return Ok(Step::More);
        }
        let Some(file) = self.files.pop() else {
            return Ok(Step::Done);
        };
        let album = match self.album.take() {
            Some(album) => album,
            None => clerk.with(|desk, who| desk.album(who))?,
        };
        let answer = match clerk.schools.places.read(&file, LARGEST) {
            Ok(bytes) => {
                let recognised = clerk.with(|desk, who| desk.recognise(who, &album, &bytes))?;
                answer(recognised, &self.policy)
            }
            Err(error) => Answer::Unreadable(error.to_string()),
        };
        self.album = Some(album);
        self.tell(clerk, &file, answer);
        Ok(Step::More)
    }

    /// A folder gives what is in it; a file is looked at itself.
    fn look_into(&mut self, clerk: &AtWork, path: PathBuf, depth: u32) {
        match clerk.schools.places.list(&path) {
            Ok(entries) => {
                for entry in entries {
                    if !entry.is_folder {
                        self.files.push(entry.path);
                    } else if depth < DEEPEST {
                        self.folders.push((entry.path, depth + 1));
                    }
                }
            }
            // What is no folder may be a file; if it is neither, reading it says so.
            Err(_) => self.files.push(path),
        }
    }

    fn tell(&mut self, clerk: &AtWork, file: &std::path::Path, answer: Answer) {
        self.done += 1;
        let name = file.file_name().unwrap_or(file.as_os_str());
        clerk.voice.say(Says::Files(Told::File {
            row: Box::new(Row {
                name: name.to_string_lossy().into_owned(),
                answer,
            }),
            done: self.done,
            of: self.done + self.files.len(),
        }));
    }
}

fn answer(recognised: Recognised, policy: &Policy) -> Answer {
    let ours = |found: Vec<Found>| found.into_iter().map(|one| ours(one, policy)).collect();
    match recognised {
        Recognised::Ours(found) => Answer::Ours {
            photos: ours(found),
        },
        Recognised::LooksLike(found) => Answer::LooksLike {
            photos: ours(found),
        },
        Recognised::NotOurs => Answer::NotOurs,
        Recognised::NothingToSee => Answer::NothingToSee,
        Recognised::NoPicture(_) => Answer::NoPicture,
    }
}

fn ours(found: Found, policy: &Policy) -> Ours {
    let copy = |copy: CopyOut| {
        let known = policy.channel(&copy.release.channel);
        Copy {
            channel: known.map_or(copy.release.channel.0, |one| one.name.clone()),
            place: copy.release.place,
            since: policy.day(copy.release.decided_at),
            permissions: copy.release.permissions.len(),
            may_be_out: copy.may_be_out,
        }
    };
    Ours {
        by: found.by,
        taken: policy.day(found.taken_at),
        may_be_out: found.may_be_out(),
        occasion: found.occasion,
        is_original: found.is_original,
        is_erased: found.is_erased,
        copies: found.copies.into_iter().map(copy).collect(),
    }
}
