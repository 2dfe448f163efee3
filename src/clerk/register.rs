//! The consent register, for whoever keeps it: who is in it, one person's page, what is answered, and
//! the office's lists.

mod evidence;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::thread;

use chrono::NaiveDate;
use zeroize::Zeroizing;

use super::ask::Told as Says;
use super::at_work::AtWork;
use super::long_work::Stop;
use crate::acts::look_up::{Counts, Entry, Page, Whom};
use crate::acts::permit::{Edits, LARGEST_FORM, SignedForm, new_person};
use crate::acts::register_lists::{ListKind, Row, WallList};
use crate::acts::repair::Anew;
use crate::acts::scan::{FormSeen, ScannedPage, bind};
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk, Done, PictureError};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{EvidenceId, PermissionId};
use crate::domain::permission::{Answer, Evidence, Relation};
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::school::Belongs;
use crate::domain::unheard::Unheard;
use crate::domain::words::folded;
use evidence::LookThrough;
pub use evidence::OldEvidence;

/// Somebody who is new.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub kind: PersonKind,
    pub given: String,
    pub family: String,
    pub group: String,
    pub born: Option<NaiveDate>,
    /// People of a like name who were looked at, and are somebody else.
    pub others: BTreeSet<PersonId>,
}

/// What shows an answer.
#[derive(Clone)]
pub enum Proof {
    None,
    File(PathBuf),
    Scan(Vec<ScannedPage>),
}

/// A form as it was filled in.
pub struct Answers {
    /// The page that it was filled in on comes first.
    pub people: Vec<PersonId>,
    pub says: Vec<(ChannelId, Answer)>,
    pub relation: Relation,
    pub by: String,
    pub signed: NaiveDate,
    pub until: Option<NaiveDate>,
    pub evidence: Evidence,
    pub proof: Proof,
    pub corrects: Option<PermissionId>,
    /// That a no by a signatory of this name is taken back by whoever said it.
    pub same_person: bool,
    /// That the very file was filed before because it is one form that names them all.
    pub one_form: bool,
}

/// What the pages ask.
pub enum Ask {
    List {
        whom: Whom,
        typed: String,
    },
    Open(PersonId),
    Add(NewPerson),
    Edit(PersonId, Edits),
    /// The last day; none where somebody has come back.
    LastDay(PersonId, Option<NaiveDate>),
    Mark(PersonId, String),
    Unmark(PersonId),
    /// What was changed outside Shutterslip is set right.
    SetRight(PersonId),
    File(Box<Answers>),
    /// A no belongs to somebody else.
    Move {
        person: PersonId,
        no: PermissionId,
        /// Whom it is about, in full as typed.
        to: String,
        relation: Relation,
        by: String,
    },
    /// It does: another account said so before.
    AgreeMove {
        person: PersonId,
        proposal: PermissionId,
    },
    Withdraw {
        person: PersonId,
        channels: Vec<ChannelId>,
        relation: Relation,
        by: String,
    },
    /// Lays a still of a form straight.
    Straighten {
        number: u64,
        still: Zeroizing<Vec<u8>>,
    },
    /// A page of a form, from 0.
    ShowForm {
        form: EvidenceId,
        page: u32,
    },
    Report(ListKind, Option<String>),
    Wall(String),
    /// Evidence that nobody can look at, of what was filed before that was asked.
    OldEvidence(Stop),
}

/// A list, and what else there is to choose.
pub struct Listing {
    pub counts: Counts,
    pub rows: Vec<Entry>,
}

/// A child of the same family name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sibling {
    pub id: PersonId,
    pub name: String,
    pub group: String,
}

/// One person, and who may be on the same form.
pub struct PersonCard {
    pub page: Page,
    pub siblings: Vec<Sibling>,
    /// Others to whom somebody said that a no belongs, in full.
    pub elsewhere: BTreeMap<PersonId, String>,
    pub today: NaiveDate,
}

type Came<T> = Result<T, ActError>;

/// What they are told.
pub enum Told {
    List(Came<Box<Listing>>),
    Person(Came<Box<PersonCard>>),
    /// What was asked is done; the page as it is now follows.
    Done,
    /// Answers are on record that do not speak, and why; what is done follows.
    Unheard(Vec<(PersonId, ChannelId, Unheard)>),
    /// What was asked was not done.
    Trouble(ActError),
    Page {
        /// Of the still that it was made of.
        number: u64,
        came: Came<Box<ScannedPage>>,
    },
    Form {
        form: EvidenceId,
        came: Came<Box<FormSeen>>,
    },
    Report(ListKind, Came<Vec<Row>>),
    Wall(Came<WallList>),
    OldEvidence(Came<OldEvidence>),
}

impl AtWork {
    pub(super) fn say_register(&mut self, ask: Ask) {
        let (person, done) = match ask {
            Ask::List { whom, typed } => return self.tell_list(&whom, &typed),
            Ask::Open(id) => return self.tell_person(&id),
            Ask::Straighten { number, still } => return self.straighten(number, still),
            Ask::ShowForm { form, page } => return self.show_form(form, page),
            Ask::Report(kind, group) => {
                let rows = self.with(|desk, who| desk.register_list(who, kind, group.as_deref()));
                return self.say(Told::Report(kind, rows));
            }
            Ask::Wall(group) => {
                let list = self.with(|desk, who| desk.wall_list(who, &group));
                return self.say(Told::Wall(list));
            }
            Ask::Add(new) => {
                let mut entry = new_person(new.kind, &new.given, &new.family, &new.group);
                entry.person.born = new.born;
                let id = entry.person.id.clone();
                let done = self.with_mut(|desk, who| desk.add_person(who, entry, &new.others));
                (id, done.map(|_| ()))
            }
            Ask::Edit(id, edits) => {
                let done = self.with_mut(|desk, who| desk.edit_person(who, &id, edits));
                (id, done)
            }
            Ask::LastDay(id, last) => {
                let done = self.with_mut(|desk, who| desk.set_last_day(who, &id, last));
                (id, done)
            }
            Ask::Mark(id, why) => {
                let done = self.with_mut(|desk, who| desk.mark_never(who, &id, &why));
                (id, done)
            }
            Ask::Unmark(id) => {
                let done = self.with_mut(|desk, who| desk.unmark(who, &id));
                (id, done)
            }
            Ask::SetRight(id) => {
                let anew = Anew::default();
                let done = self.with_mut(|desk, who| desk.set_person_right(who, &id, &anew));
                (id, done)
            }
            Ask::OldEvidence(stop) => {
                return self.begin_long(Box::new(LookThrough::until(stop)));
            }
            Ask::File(answers) => {
                let Some(first) = answers.people.first().cloned() else {
                    return;
                };
                (first, self.file(&answers))
            }
            Ask::Move {
                person,
                no,
                to,
                relation,
                by,
            } => {
                let done = self.with_mut(|desk, who| {
                    let own = desk.person_page(who, &person)?.entry.person;
                    let is_own = folded(&to) == folded(&format!("{} {}", own.given, own.family));
                    let belongs = Belongs {
                        person: match is_own {
                            true => own.id,
                            false => desk.find_person(&to)?.person.id,
                        },
                        relation,
                        by,
                    };
                    desk.propose_move(who, &person, &no, &belongs)
                });
                (person, done.map(drop))
            }
            Ask::AgreeMove { person, proposal } => {
                let done = self.with_mut(|desk, who| desk.agree_move(who, &person, &proposal));
                (person, done.map(drop))
            }
            Ask::Withdraw {
                person,
                channels,
                relation,
                by,
            } => {
                let done = self
                    .with_mut(|desk, who| desk.withdraw(who, &person, &channels, relation, &by))
                    .map(|_| ());
                (person, done)
            }
        };
        match done {
            Ok(()) => {
                self.say(Told::Done);
                self.tell_person(&person);
            }
            Err(error) => self.say(Told::Trouble(error)),
        }
    }

    fn say(&self, told: Told) {
        self.voice.say(Says::Register(told));
    }

    fn tell_list(&self, whom: &Whom, typed: &str) {
        let listing = self.with(|desk, who| {
            Ok(Box::new(Listing {
                counts: desk.count_register(who)?,
                rows: desk.list_register(who, whom, typed)?,
            }))
        });
        self.say(Told::List(listing));
    }

    fn tell_person(&self, id: &PersonId) {
        let card = self.with(|desk, who| card(desk, who, id)).map(Box::new);
        self.say(Told::Person(card));
    }

    fn file(&mut self, answers: &Answers) -> Done<()> {
        let bytes = match &answers.proof {
            Proof::None => None,
            Proof::File(path) => {
                let most = LARGEST_FORM as u64;
                Some(self.schools.places.read(path, most)?)
            }
            Proof::Scan(pages) => Some(bind(pages)?),
        };
        let filed = self.with_mut(|desk, who| {
            desk.file_form(
                who,
                &SignedForm {
                    people: &answers.people,
                    says: &answers.says,
                    relation: answers.relation,
                    by: &answers.by,
                    signed: answers.signed,
                    from: None,
                    until: answers.until,
                    evidence: answers.evidence,
                    file: bytes.as_ref().map(|bytes| bytes.as_slice()),
                    corrects: answers.corrects.as_ref(),
                    same_person: answers.same_person,
                    one_form: answers.one_form,
                },
            )
        })?;
        if !filed.unheard.is_empty() {
            self.say(Told::Unheard(filed.unheard));
        }
        Ok(())
    }

    /// On a thread of its own: a page takes as long as a photo.
    fn straighten(&self, number: u64, still: Zeroizing<Vec<u8>>) {
        let tell = move |came: Came<Box<ScannedPage>>| Told::Page { number, came };
        match self.with(|desk, who| desk.to_straighten(who, still)) {
            Ok(to_straighten) => {
                let page = move || Ok(Box::new(to_straighten.page(false)?));
                self.on_a_thread(page, tell);
            }
            Err(error) => self.say(tell(Err(error))),
        }
    }

    fn show_form(&self, form: EvidenceId, page: u32) {
        const LONGEST: u32 = 1400;
        let begun = self.with(|desk, who| desk.form_to_show(who, &form));
        let tell = move |came: Came<Box<FormSeen>>| Told::Form {
            form: form.clone(),
            came,
        };
        match begun {
            Ok(to_show) => {
                let seen = move || Ok(Box::new(to_show.page(page, LONGEST)?));
                self.on_a_thread(seen, tell);
            }
            Err(error) => self.say(tell(Err(error))),
        }
    }

    /// Whatever becomes of the work, it is told.
    fn on_a_thread<T>(
        &self,
        work: impl FnOnce() -> Came<T> + Send + 'static,
        tell: impl Fn(Came<T>) -> Told + Clone + Send + 'static,
    ) {
        let (voice, tell_there) = (self.voice.clone(), tell.clone());
        let begun = thread::Builder::new()
            .name("forms".to_owned())
            .spawn(move || {
                let came = catch_unwind(AssertUnwindSafe(work))
                    .unwrap_or(Err(ActError::Picture(PictureError::ReaderStopped)));
                voice.say(Says::Register(tell_there(came)));
            });
        if begun.is_err() {
            self.say(tell(Err(ActError::Picture(PictureError::Busy))));
        }
    }
}

fn card(desk: &Desk, who: &Session, id: &PersonId) -> Done<PersonCard> {
    let page = desk.person_page(who, id)?;
    let person = &page.entry.person;
    let mut siblings = Vec::new();
    if person.kind == PersonKind::Child {
        for one in desk.list_register(who, &Whom::Everybody, "")? {
            let other = &one.entry.person;
            let is_sibling = other.kind == PersonKind::Child
                && other.id != person.id
                && folded(&other.family) == folded(&person.family);
            if is_sibling {
                siblings.push(Sibling {
                    id: other.id.clone(),
                    name: format!("{} {}", other.given, other.family),
                    group: one.entry.class.clone(),
                });
            }
        }
    }
    let mut elsewhere = BTreeMap::new();
    for belongs in page
        .history
        .iter()
        .filter_map(|said| said.filed.belongs.as_ref())
    {
        if belongs.person != person.id
            && let Ok(entry) = desk.find_person(&belongs.person.0)
        {
            let name = format!("{} {}", entry.person.given, entry.person.family);
            elsewhere.insert(belongs.person.clone(), name);
        }
    }
    Ok(PersonCard {
        page,
        siblings,
        elsewhere,
        today: desk.today()?,
    })
}
