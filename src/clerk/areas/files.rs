//! Files that somebody found: is one of them ours? Looked at one by one, so that nobody waits for
//! many; nothing of a file that is not ours is kept.

use crate::acts::recognise::{Album, CopyOut, Found, Recognised};
use crate::clerk::context::{Context, LongWork, Step};
use crate::clerk::protocol::files::{Answer, Ask, Copy, Ours, Row, Told};
use crate::clerk::protocol::trouble::Came;
use crate::domain::policy::Policy;
use crate::domain::sight::SightOf;
use crate::places::PlaceId;

/// Longest file that is read: what a camera gives, and no film.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Folders within folders are looked into so deep.
const DEEPEST: u32 = 8;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    let Ask::Check(places) = ask;
    let begun = cx.look(|desk, who| {
        let looks = desk.looks_to_make(who)?;
        Ok((looks, desk.policy()?, who.id().clone()))
    });
    match begun {
        Ok((looks, policy, who)) => {
            cx.begin_long(Checking {
                who,
                folders: places.into_iter().rev().map(|place| (place, 0)).collect(),
                files: Vec::new(),
                looks,
                policy,
                album: None,
                done: 0,
            });
        }
        Err(error) => cx.tell(Told::Trouble(error)),
    }
}

/// Files that are looked at, one a step.
struct Checking {
    /// Whoever asked: for nobody else it goes on.
    who: crate::domain::ids::StaffId,
    /// Still to be looked into, and how deep each lies.
    folders: Vec<(PlaceId, u32)>,
    /// Those that are next last.
    files: Vec<PlaceId>,
    looks: Vec<SightOf>,
    policy: Policy,
    album: Option<Album>,
    done: usize,
}

impl LongWork for Checking {
    fn step(&mut self, cx: &mut Context<'_>) -> Step {
        let is_theirs = cx.at.who.as_ref().is_some_and(|who| *who.id() == self.who);
        if cx.stopped()() || !is_theirs {
            let left = self.files.len() + self.folders.len();
            cx.tell(Told::Done { left });
            return Step::Done;
        }
        match self.next(cx) {
            Ok(Step::More) => Step::More,
            Ok(Step::Done) => {
                cx.tell(Told::Done { left: 0 });
                Step::Done
            }
            Err(error) => {
                cx.tell(Told::Trouble(error));
                Step::Done
            }
        }
    }
}

impl Checking {
    fn next(&mut self, cx: &mut Context<'_>) -> Came<Step> {
        if let Some((folder, depth)) = self.folders.pop() {
            self.look_into(cx, folder, depth);
            if self.folders.is_empty() {
                self.files.reverse();
            }
            return Ok(Step::More);
        }
        if let Some(look) = self.looks.pop() {
            cx.act_unheard(|desk, who| desk.make_look(who, &look))?;
            let left = self.looks.len();
            cx.tell(Told::Preparing(left));
            return Ok(Step::More);
        }
        let Some(file) = self.files.pop() else {
            return Ok(Step::Done);
        };
        let album = match self.album.take() {
            Some(album) => album,
            None => cx.look(|desk, who| desk.album(who))?,
        };
        let answer = match cx.house.schools.places.read(&file, LARGEST) {
            Ok(bytes) => {
                let recognised = cx.look(|desk, who| desk.recognise(who, &album, &bytes))?;
                told_of(recognised, &self.policy)
            }
            Err(error) => Answer::Unreadable(error.into()),
        };
        self.album = Some(album);
        self.tell(cx, &file, answer);
        Ok(Step::More)
    }

    /// A folder gives what is in it; a file is looked at itself.
    fn look_into(&mut self, cx: &Context<'_>, place: PlaceId, depth: u32) {
        match cx.house.schools.places.list(&place) {
            Ok(entries) => {
                for entry in entries {
                    if !entry.is_folder {
                        self.files.push(entry.place);
                    } else if depth < DEEPEST {
                        self.folders.push((entry.place, depth + 1));
                    }
                }
            }
            // What is no folder may be a file; if it is neither, reading it says so.
            Err(_) => self.files.push(place),
        }
    }

    fn tell(&mut self, cx: &Context<'_>, file: &PlaceId, answer: Answer) {
        self.done += 1;
        cx.tell(Told::File {
            row: Box::new(Row {
                name: file.name(),
                answer,
            }),
            done: self.done,
            of: self.done + self.files.len(),
        });
    }
}

fn told_of(recognised: Recognised, policy: &Policy) -> Answer {
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
        let place = copy.release.copy().map(|one| one.place.clone());
        Copy {
            channel: known.map_or(copy.release.channel.0, |one| one.name.clone()),
            place: place.unwrap_or_default(),
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
