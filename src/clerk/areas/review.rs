//! The office's review: the queue, one photo with all that stands in its way, the copy before it goes,
//! signing, releasing in steps, and what is out. Decides nothing that the acts do not decide.

use super::going::begin_release;
use super::review_card::card;
use crate::acts::prepare::Words;
use crate::acts::refusal::Refusal;
use crate::acts::review::{Sought, Stage};
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done};
use crate::clerk::context::{Context, News};
use crate::clerk::protocol::review::{Ask, Change, Choices, Copy, Planned, Queue, Row, Told};
use crate::domain::channel::{Channel, ChannelId};
use crate::domain::ids::PhotoId;
use crate::domain::staff::Duty;

/// The longest side of a copy that is looked at before it goes, in pixels.
const PREVIEW: u32 = 1600;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    let told = match ask {
        Ask::Begin => Told::Choices(cx.look(choices).map(Box::new)),
        Ask::Queue {
            channel,
            stage,
            sought,
            most,
        } => {
            let found = cx.look(|desk, who| queue(desk, who, &channel, stage, &sought, most));
            Told::Queue(found.map(Box::new))
        }
        Ask::Find(text) => match cx.look(|desk, who| desk.search_tiles(who, &text)) {
            Ok(tiles) => Told::Found(tiles),
            Err(error) => Told::Trouble(error),
        },
        Ask::Open(photo) => card_of(cx, &photo),
        Ask::Change { photo, change } => {
            match cx.act(|desk, who| make(desk, who, &photo, change)) {
                Ok(()) => cx.house.for_others.push(News::Photo(photo.clone())),
                Err(error) => cx.tell(Told::Trouble(error)),
            }
            card_of(cx, &photo)
        }
        Ask::Words {
            photo,
            channel,
            texts,
        } => {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            match cx.look(|desk, who| desk.look_at_words(who, &photo, &channel, &texts)) {
                Ok(flaws) => Told::Words(flaws),
                Err(error) => Told::Trouble(error),
            }
        }
        Ask::Preview { photo, channel } => return preview(cx, photo, channel),
        Ask::Sign {
            photo,
            channel,
            seen,
        } => {
            let signed = cx.act(|desk, who| desk.sign_off_seen(who, &photo, &channel, &seen));
            match signed {
                Ok(_) => Told::Signed(photo),
                Err(error) => Told::Trouble(error),
            }
        }
        Ask::NameOccasion { photo, name } => {
            Told::Named(cx.act(|desk, who| desk.name_occasion(who, &photo, &name)))
        }
        Ask::KeepBest(photo) => {
            match cx.act(|desk, who| desk.keep_best(who, &photo)) {
                Ok(kept) => cx.tell(Told::OneKept {
                    gone: kept.gone.len(),
                    left: kept.left.len(),
                }),
                Err(error) => cx.tell(Told::Trouble(error)),
            }
            card_of(cx, &photo)
        }
        Ask::Plan { photos, channel } => {
            match cx.look(|desk, who| plan(desk, who, &photos, &channel)) {
                Ok(plan) => Told::Plan(plan),
                Err(error) => Told::Trouble(error),
            }
        }
        Ask::Printers => match cx.look(|desk, who| desk.printers(who)) {
            Ok(printers) => Told::Printers(printers),
            Err(error) => Told::Trouble(error),
        },
        Ask::Release {
            photos,
            by_name,
            channel,
            kind,
            place,
        } => return begin_release(cx, [&photos, &by_name], &channel, kind, &place),
        Ask::Out => Told::Out(cx.look(out)),
    };
    cx.tell(told);
}

/// The copy that would leave, made on a thread.
fn preview(cx: &mut Context<'_>, photo: PhotoId, channel: ChannelId) {
    let tell = |cx: &mut Context<'_>, photo, channel, made| {
        cx.tell(Told::Preview {
            photo,
            channel,
            made,
        });
    };
    match cx.look(|desk, who| desk.to_preview(who, &photo, &channel)) {
        Ok(to_preview) => cx.hand(
            "preview",
            move || Ok(Box::new(to_preview.make(PREVIEW)?)),
            move |cx, made| tell(cx, photo, channel, made),
        ),
        Err(error) => tell(cx, photo, channel, Err(error)),
    }
}

fn card_of(cx: &Context<'_>, photo: &PhotoId) -> Told {
    match cx.look(|desk, who| card(desk, who, photo)) {
        Ok(card) => Told::Card(Box::new(card)),
        Err(error) => Told::Trouble(error),
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
    channels.retain(Channel::takes_pictures);
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
