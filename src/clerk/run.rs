//! The clerk's thread: takes up what is asked at every counter, one ask after the other, and hands it to
//! its area. Work in steps goes on between two asks, a step of each counter's in turn.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::areas::{self, lock_screen, opening, photos};
use super::context::{
    AtCounter, Context, CounterId, GivenUp, House, Mail, News, Queue, Step, Voice,
};
use super::protocol::{Ask, Ticket, Told};
use super::schools::Schools;

/// Everybody's clerk, at work.
struct AtWork {
    house: House,
    counters: BTreeMap<CounterId, AtCounter>,
    mail: Sender<Mail>,
    is_going_on: bool,
}

/// Works until the last counter has closed.
pub(super) fn until_nobody_asks(schools: Schools, mail: Sender<Mail>, letters: &Receiver<Mail>) {
    let mut clerk = AtWork {
        house: House {
            schools,
            desk: None,
            open: None,
            opening: None,
            unfinished: None,
            to_look_at: Queue::new(),
            for_others: Vec::new(),
            is_cleared: false,
        },
        counters: BTreeMap::new(),
        mail,
        is_going_on: false,
    };
    while let Ok(letter) = letters.recv() {
        match letter {
            Mail::Opened(id, voice) => {
                clerk.counters.insert(id, AtCounter::new(id, voice));
            }
            Mail::Left(id) => {
                clerk.counters.remove(&id);
                if clerk.counters.is_empty() {
                    return;
                }
            }
            Mail::Asked(id, ticket, ask) => clerk.at(id, ticket, |cx| {
                cx.at.begin(ticket);
                answer(cx, ask);
                cx.at.end(ticket);
            }),
            Mail::Back(id, ticket, go_on) => clerk.at(id, ticket, |cx| {
                go_on(cx);
                cx.at.end(ticket);
            }),
            Mail::GoOn => clerk.go_on(),
        }
        clerk.hand_out();
        clerk.tell_to_go_on();
    }
}

impl AtWork {
    /// Does something at a counter, then tells the others what they have to know of it. What a hand
    /// brings to a counter that has closed is put away for nobody.
    fn at(&mut self, id: CounterId, ticket: Ticket, act: impl FnOnce(&mut Context<'_>)) {
        let mut nobody = nobody(id);
        let at = self.counters.get_mut(&id).unwrap_or(&mut nobody);
        act(&mut Context {
            house: &mut self.house,
            at,
            ticket,
            mail: &self.mail,
        });
        if std::mem::take(&mut self.house.is_cleared) {
            for (other, counter) in &mut self.counters {
                counter.lock();
                if *other != id {
                    let shown = lock_screen::shown(&self.house);
                    counter.voice.say(None, Told::Lock(shown.map(Box::new)));
                }
            }
        }
        let mut heard = std::mem::take(&mut self.house.for_others);
        heard.dedup();
        for news in heard {
            for (_, counter) in self.counters.iter().filter(|(other, _)| **other != id) {
                if counter.who.is_some() {
                    counter.voice.say(
                        None,
                        match &news {
                            News::Something => Told::Elsewhere,
                            News::Photo(photo) => Told::Looked(photo.clone()),
                        },
                    );
                }
            }
        }
    }

    /// A step for each counter that has work in steps.
    fn go_on(&mut self) {
        self.is_going_on = false;
        let waiting: Vec<CounterId> = self.counters.keys().copied().collect();
        for id in waiting {
            let next = self
                .counters
                .get_mut(&id)
                .and_then(|at| at.long.pop_front());
            let Some((ticket, mut work)) = next else {
                continue;
            };
            self.at(id, ticket, |cx| match work.step(cx) {
                Step::More => cx.at.long.push_front((ticket, work)),
                Step::Done => cx.at.end(ticket),
            });
        }
    }

    fn tell_to_go_on(&mut self) {
        let has_long = self.counters.values().any(|at| !at.long.is_empty());
        if has_long && !self.is_going_on {
            self.is_going_on = self.mail.send(Mail::GoOn).is_ok();
        }
    }

    /// Gives work to hands that are free.
    fn hand_out(&mut self) {
        let at_work: Vec<CounterId> = self.counters.keys().copied().collect();
        for id in at_work {
            self.at(id, Ticket::NONE, photos::hand_out);
        }
    }
}

/// A counter that has closed: nobody is there, and nobody hears.
fn nobody(id: CounterId) -> AtCounter {
    let (tell, _) = channel();
    AtCounter::new(
        id,
        Voice {
            tell,
            bell: std::sync::Arc::new(|| {}),
            given_up: GivenUp::default(),
        },
    )
}

fn answer(cx: &mut Context<'_>, ask: Ask) {
    match ask {
        Ask::Open(which) => opening::open(cx, which),
        Ask::SetUp(new) => opening::set_up(cx, &new),
        Ask::MakeSample => opening::make_sample(cx),
        Ask::Close => opening::close(cx),
        Ask::About => opening::about(cx),
        Ask::LockScreen => lock_screen::tell(cx),
        Ask::SignIn { name, pin } => lock_screen::sign_in(cx, &name, &pin),
        Ask::SignOut => cx.at.lock(),
        Ask::ChoosePin(pin) => lock_screen::choose_pin(cx, &pin),
        Ask::SignAgreement { pin } => lock_screen::sign_agreement(cx, &pin),
        Ask::Enrol { name, asset_tag } => lock_screen::enrol(cx, &name, &asset_tag),
        Ask::Rules => lock_screen::rules(cx),
        Ask::Groups => areas::tiles::groups(cx),
        Ask::Group(name) => areas::tiles::group(cx, name),
        Ask::Adults => areas::tiles::adults(cx),
        Ask::Search(text) => areas::tiles::search(cx, &text),
        Ask::SetAway { group, away } => areas::tiles::set_away(cx, group, &away),
        Ask::Keep { picture, group } => photos::keep(cx, &picture, &group),
        Ask::CountToTag => photos::tell_count(cx),
        Ask::ToTag => photos::tell_waiting(cx),
        Ask::NextToTag(after) => photos::open_next(cx, &after),
        Ask::OpenPhoto(photo) => photos::tell_photo(cx, &photo),
        Ask::Show {
            photo,
            longest_side,
        } => photos::show(cx, photo, longest_side),
        Ask::Edit { photo, edit } => photos::edit(cx, &photo, edit),
        Ask::LookAgain(photo) => cx.house.to_look_at.add_first((photo, true)),
        Ask::Discard(photo) => photos::discard(cx, photo),
        Ask::Calls(ask) => areas::calls::answer(cx, ask),
        Ask::Doubts(ask) => areas::doubts::answer(cx, ask),
        Ask::Downs(ask) => areas::downs::answer(cx, ask),
        Ask::Files(ask) => areas::files::answer(cx, ask),
        Ask::Incidents(ask) => areas::incidents::answer(cx, ask),
        Ask::Import(ask) => areas::import::answer(cx, ask),
        Ask::Office(ask) => areas::office::answer(cx, ask),
        Ask::Places(ask) => areas::places::answer(cx, ask),
        Ask::Record(ask) => areas::record::answer(cx, ask),
        Ask::Register(ask) => areas::register::answer(cx, ask),
        Ask::Review(ask) => areas::review::answer(cx, ask),
        Ask::Slips(ask) => areas::slips::answer(cx, ask),
        Ask::Staff(ask) => areas::staff::answer(cx, ask),
    }
}
