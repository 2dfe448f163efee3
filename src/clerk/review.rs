//! The office's review: the queue, one photo with all that stands in its way, the copy before it goes,
//! signing, releasing in steps, and what is out. Decides nothing that the acts do not decide.

mod card;
mod going;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use super::Stop;
use super::ask::Told as Says;
use super::at_work::AtWork;
use super::hands;
use crate::acts::group::{Group, Tile};
use crate::acts::prepare::Words;
use crate::acts::refusal::Refusal;
use crate::acts::release::Outcome;
use crate::acts::release::copy::Preview;
use crate::acts::review::burst::OneKept;
use crate::acts::review::out::OutNow;
use crate::acts::review::words::Flaw;
use crate::acts::review::{Sought, Stage};
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, PictureError};
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::ids::{PhotoId, StaffId};
use crate::domain::kept::Photo;
use crate::domain::person::PersonId;
use crate::domain::photo::{Area, Copyright};
use crate::domain::release::OutletKind;
use crate::domain::staff::Duty;
use crate::domain::verdict::Verdict;

/// What the pages ask.
pub enum Ask {
    /// Channels, groups and accounts to choose from.
    Begin,
    Queue {
        channel: ChannelId,
        stage: Stage,
        sought: Sought,
        most: usize,
    },
    Find(String),
    /// What a photo, and those beside it in the queue, were taken at.
    NameOccasion {
        photo: PhotoId,
        name: String,
    },
    Open(PhotoId),
    Change {
        photo: PhotoId,
        change: Change,
    },
    /// As they are typed: caption, alternative text, credit.
    Words {
        photo: PhotoId,
        channel: ChannelId,
        texts: Box<[String; 3]>,
    },
    /// The very copy that would go to a channel now.
    Preview {
        photo: PhotoId,
        channel: ChannelId,
    },
    Sign {
        photo: PhotoId,
        channel: ChannelId,
        /// SHA-256 of the copy that was shown.
        seen: String,
    },
    KeepBest(PhotoId),
    /// Which of these may go to a channel, and what stands in the way of the others.
    Plan {
        photos: Vec<PhotoId>,
        channel: ChannelId,
    },
    /// The printers that photos for a wall can go to.
    Printers,
    Release {
        photos: Vec<PhotoId>,
        /// Those of them in which nobody is named, and that somebody said may go.
        by_name: Vec<PhotoId>,
        channel: ChannelId,
        kind: OutletKind,
        place: String,
        stop: Stop,
    },
    Out,
}

/// One change of how a photo is prepared.
pub enum Change {
    Hide { tag: String, hidden: bool },
    Crop(Option<Area>),
    Words(Box<[String; 3]>),
    Whose(Copyright),
    Tick { item: String, on: bool },
}

/// What can be chosen.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Those that take pictures.
    pub channels: Vec<Channel>,
    pub groups: Vec<Group>,
    pub takers: Vec<(StaffId, String)>,
    pub today: NaiveDate,
    pub may_prepare: bool,
    pub may_release: bool,
    pub four_eyes: bool,
}

/// A photo of the queue.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: PhotoId,
    pub stage: Stage,
    /// By the school's clock.
    pub taken: NaiveDateTime,
    pub occasion: String,
    pub group: String,
    /// That nobody is shown rests on somebody's word alone.
    pub names_nobody: bool,
}

/// A photo that is about to go, or not.
#[derive(Clone, Debug)]
pub struct Planned {
    pub photo: PhotoId,
    pub verdict: Verdict,
    /// That nobody is shown rests on somebody's word alone: it goes where it is asked for by name.
    pub names_nobody: bool,
}

/// A queue, or as much of it as was asked for.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    pub counts: BTreeMap<Stage, usize>,
    pub rows: Vec<Row>,
    pub more: usize,
}

/// A photo with all that stands in its way.
pub struct Card {
    pub photo: Photo,
    pub verdicts: Vec<(Channel, Verdict)>,
    /// Those who are tagged or stand in the way.
    pub people: Vec<Tile>,
    /// Who said no to a channel, as what, and when: where this role may know.
    pub noes: Vec<No>,
    pub taken_by: String,
    pub device: String,
    /// By the school's clock.
    pub taken: NaiveDateTime,
    /// Of the same moment, this one among them.
    pub burst: Vec<(PhotoId, NaiveDateTime)>,
}

/// A no that stands.
#[derive(Clone, Debug)]
pub struct No {
    pub person: PersonId,
    pub channel: ChannelId,
    pub by: String,
    pub signed: NaiveDate,
    pub in_writing: bool,
}

/// What became of a release.
pub struct Account {
    pub outcomes: Vec<Outcome>,
    /// Stopped before it was their turn.
    pub left: Vec<PhotoId>,
    /// What ended it before its end.
    pub trouble: Option<ActError>,
}

/// A copy that is out, with names that people know.
pub struct Copy {
    pub out: OutNow,
    pub channel: String,
    pub by: String,
    /// By the school's clock.
    pub since: NaiveDateTime,
}

/// What the pages are told.
pub enum Told {
    Choices(Result<Box<Choices>, ActError>),
    Queue(Result<Box<Queue>, ActError>),
    Found(Vec<Tile>),
    Card(Box<Card>),
    Words(Vec<Vec<Flaw>>),
    Preview {
        photo: PhotoId,
        channel: ChannelId,
        made: Result<Box<Preview>, ActError>,
    },
    Signed(PhotoId),
    /// How many photos, of one occasion.
    Named(Result<usize, ActError>),
    OneKept(OneKept),
    Plan(Vec<Planned>),
    Printers(Vec<String>),
    Progress {
        done: usize,
        of: usize,
    },
    Released(Box<Account>),
    Out(Result<Vec<Copy>, ActError>),
    Trouble(ActError),
}

impl AtWork {
    pub(super) fn say_review(&mut self, ask: Ask) {
        let told = match ask {
            Ask::Begin => Told::Choices(self.with(choices).map(Box::new)),
            Ask::Queue {
                channel,
                stage,
                sought,
                most,
            } => {
                let found = self.with(|desk, who| queue(desk, who, &channel, stage, &sought, most));
                Told::Queue(found.map(Box::new))
            }
            Ask::Find(text) => match self.with(|desk, who| desk.search_tiles(who, &text)) {
                Ok(tiles) => Told::Found(tiles),
                Err(error) => Told::Trouble(error),
            },
            Ask::Open(photo) => self.card_of(&photo),
            Ask::Change { photo, change } => {
                match self.with_mut(|desk, who| make(desk, who, &photo, change)) {
                    Ok(()) => {}
                    Err(error) => self.voice.say(Says::Review(Told::Trouble(error))),
                }
                self.card_of(&photo)
            }
            Ask::Words {
                photo,
                channel,
                texts,
            } => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                match self.with(|desk, who| desk.look_at_words(who, &photo, &channel, &texts)) {
                    Ok(flaws) => Told::Words(flaws),
                    Err(error) => Told::Trouble(error),
                }
            }
            Ask::Preview { photo, channel } => {
                let begun = self.with(|desk, who| desk.to_preview(who, &photo, &channel));
                let (id, to) = (photo.clone(), channel.clone());
                let begun = begun.and_then(|to_preview| {
                    hands::preview(to_preview, id, to, &self.voice)
                        .map_err(|_| ActError::Picture(PictureError::Busy))
                });
                match begun {
                    Ok(()) => return,
                    Err(error) => Told::Preview {
                        photo,
                        channel,
                        made: Err(error),
                    },
                }
            }
            Ask::Sign {
                photo,
                channel,
                seen,
            } => {
                let signed =
                    self.with_mut(|desk, who| desk.sign_off_seen(who, &photo, &channel, &seen));
                match signed {
                    Ok(_) => Told::Signed(photo),
                    Err(error) => Told::Trouble(error),
                }
            }
            Ask::NameOccasion { photo, name } => {
                Told::Named(self.with_mut(|desk, who| desk.name_occasion(who, &photo, &name)))
            }
            Ask::KeepBest(photo) => {
                match self.with_mut(|desk, who| desk.keep_best(who, &photo)) {
                    Ok(kept) => self.voice.say(Says::Review(Told::OneKept(kept))),
                    Err(error) => self.voice.say(Says::Review(Told::Trouble(error))),
                }
                self.card_of(&photo)
            }
            Ask::Plan { photos, channel } => {
                match self.with(|desk, who| plan(desk, who, &photos, &channel)) {
                    Ok(plan) => Told::Plan(plan),
                    Err(error) => Told::Trouble(error),
                }
            }
            Ask::Printers => match self.with(|desk, who| desk.printers(who)) {
                Ok(printers) => Told::Printers(printers),
                Err(error) => Told::Trouble(error),
            },
            Ask::Release {
                photos,
                by_name,
                channel,
                kind,
                place,
                stop,
            } => return self.begin_release([&photos, &by_name], &channel, kind, &place, stop),
            Ask::Out => Told::Out(self.with(out)),
        };
        self.voice.say(Says::Review(told));
    }

    fn card_of(&self, photo: &PhotoId) -> Told {
        match self.with(|desk, who| card::card(desk, who, photo)) {
            Ok(card) => Told::Card(Box::new(card)),
            Err(error) => Told::Trouble(error),
        }
    }
}

fn choices(desk: &Desk, who: &Session) -> Done<Choices> {
    let policy = desk.policy()?;
    let may = |duty| who.role().may(duty);
    if !may(Duty::Look) {
        return Err(ActError::Refused(Refusal::NotYours {
            name: who.name().to_owned(),
            role: who.role(),
            duty: Duty::Look,
        }));
    }
    let mut channels = policy.channels;
    channels.retain(|channel| !channel.id.is_video_call());
    Ok(Choices {
        channels,
        groups: desk.groups(who)?,
        takers: desk
            .staff()?
            .into_iter()
            .filter(|staff| staff.role.may(Duty::TakeAndTag))
            .map(|staff| (staff.id, staff.name))
            .collect(),
        today: desk.today()?,
        may_prepare: may(Duty::Prepare),
        may_release: may(Duty::Release),
        four_eyes: policy.four_eyes,
    })
}

fn queue(
    desk: &Desk,
    who: &Session,
    channel: &ChannelId,
    stage: Stage,
    sought: &Sought,
    most: usize,
) -> Done<Queue> {
    let zone = desk.policy()?.timezone;
    let queue = desk.queue(who, channel, Some(stage), sought, most)?;
    Ok(Queue {
        counts: queue.counts,
        more: queue.more,
        rows: queue
            .photos
            .into_iter()
            .map(|queued| Row {
                stage: queued.stage,
                taken: queued.photo.taken_at.with_timezone(&zone).naive_local(),
                occasion: queued.occasion().to_owned(),
                names_nobody: queued.photo.names_nobody,
                group: queued.photo.class,
                id: queued.photo.photo,
            })
            .collect(),
    })
}

fn plan(desk: &Desk, who: &Session, photos: &[PhotoId], channel: &ChannelId) -> Done<Vec<Planned>> {
    photos
        .iter()
        .map(|photo| {
            let checked = desk.check(who, photo)?;
            let found = checked.into_iter().find(|(on, _)| on.id == *channel);
            let (_, verdict) = found.ok_or_else(|| {
                ActError::Refused(Refusal::NoSuchChannel {
                    id: channel.to_string(),
                    known: Vec::new(),
                })
            })?;
            Ok(Planned {
                names_nobody: desk.look_at(who, photo)?.labels.names_nobody(),
                photo: photo.clone(),
                verdict,
            })
        })
        .collect()
}

fn out(desk: &Desk, who: &Session) -> Done<Vec<Copy>> {
    let policy = desk.policy()?;
    let staff = desk.staff()?;
    let zone = policy.timezone;
    let copies = desk.out_now(who)?;
    Ok(copies
        .into_iter()
        .map(|out| Copy {
            channel: policy.channel(&out.release.channel).map_or_else(
                || out.release.channel.0.clone(),
                |channel| channel.name.clone(),
            ),
            by: staff
                .iter()
                .find(|staff| staff.id == out.release.by)
                .map_or_else(String::new, |staff| staff.name.clone()),
            since: out.since.with_timezone(&zone).naive_local(),
            out,
        })
        .collect())
}

fn make(desk: &mut Desk, who: &Session, photo: &PhotoId, change: Change) -> Done<()> {
    match change {
        Change::Hide { tag, hidden } => desk.hide(who, photo, &tag, hidden, None),
        Change::Crop(area) => desk.crop(who, photo, area),
        Change::Words(texts) => {
            let [caption, alt, credit] = texts.as_ref();
            let words = Words {
                caption: Some(caption),
                alt: Some(alt),
                credit: Some(credit),
                copyright: None,
            };
            desk.word(who, photo, &words)
        }
        Change::Whose(copyright) => {
            let words = Words {
                copyright: Some(copyright),
                ..Words::default()
            };
            desk.word(who, photo, &words)
        }
        Change::Tick { item, on } => desk.tick(who, photo, &[item], on),
    }
}
