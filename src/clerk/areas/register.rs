//! The consent register, for whoever keeps it: who is in it, one person's page, what is answered, and
//! the office's lists.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::evidence::LookThrough;
use super::office::tell_counts;
use crate::acts::look_up::Whom;
use crate::acts::permit::{LARGEST_FORM, SignedForm, new_person};
use crate::acts::repair::Anew;
use crate::acts::scan::bind;
use crate::acts::sign_in::Session;
use crate::acts::{Desk, Done};
use crate::clerk::context::Context;
use crate::clerk::protocol::register::{Answers, Ask, Listing, PersonCard, Proof, Sibling, Told};
use crate::clerk::protocol::trouble::Came;
use crate::domain::ids::EvidenceId;
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::school::Belongs;
use crate::domain::words::folded;

pub(in crate::clerk) fn answer(cx: &mut Context<'_>, ask: Ask) {
    let (person, done) = match ask {
        Ask::List { whom, typed } => return tell_list(cx, &whom, &typed),
        Ask::Open(id) => return tell_person(cx, &id),
        Ask::Straighten(still) => return straighten(cx, still),
        Ask::ShowForm { form, page } => return show_form(cx, form, page),
        Ask::Report(kind, group) => {
            let rows = cx.look(|desk, who| desk.register_list(who, kind, group.as_deref()));
            return cx.tell(Told::Report(kind, rows));
        }
        Ask::Wall(group) => {
            let list = cx.look(|desk, who| desk.wall_list(who, &group));
            return cx.tell(Told::Wall(list));
        }
        Ask::Add(new) => {
            let mut entry = new_person(new.kind, &new.given, &new.family, &new.group);
            entry.person.born = new.born;
            let id = entry.person.id.clone();
            let done = cx.act(|desk, who| desk.add_person(who, entry, &new.others));
            (id, done.map(|_| ()))
        }
        Ask::Edit(id, edits) => {
            let done = cx.act(|desk, who| desk.edit_person(who, &id, edits));
            (id, done)
        }
        Ask::LastDay(id, last) => {
            let done = cx.act(|desk, who| desk.set_last_day(who, &id, last));
            (id, done)
        }
        Ask::Mark(id, why) => {
            let done = cx.act(|desk, who| desk.mark_never(who, &id, &why));
            (id, done)
        }
        Ask::Unmark(id) => {
            let done = cx.act(|desk, who| desk.unmark(who, &id));
            (id, done)
        }
        Ask::SetRight(id) => {
            let anew = Anew::default();
            let done = cx.act(|desk, who| desk.set_person_right(who, &id, &anew));
            (id, done)
        }
        Ask::OldEvidence => return cx.begin_long(LookThrough::default()),
        Ask::File(answers) => {
            let Some(first) = answers.people.first().cloned() else {
                return;
            };
            (first, file(cx, &answers))
        }
        Ask::Move {
            person,
            no,
            to,
            relation,
            by,
        } => {
            let done = cx.act(|desk, who| {
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
            let done = cx.act(|desk, who| desk.agree_move(who, &person, &proposal));
            (person, done.map(drop))
        }
        Ask::Withdraw {
            person,
            channels,
            relation,
            by,
        } => {
            let done = cx
                .act(|desk, who| desk.withdraw(who, &person, &channels, relation, &by))
                .map(|_| ());
            (person, done)
        }
    };
    match done {
        Ok(()) => {
            cx.tell(Told::Done);
            tell_person(cx, &person);
            // A yes that was taken back may have put something on the rail.
            tell_counts(cx);
        }
        Err(error) => cx.tell(Told::Trouble(error)),
    }
}

fn tell_list(cx: &Context<'_>, whom: &Whom, typed: &str) {
    let listing = cx.look(|desk, who| {
        Ok(Box::new(Listing {
            counts: desk.count_register(who)?,
            rows: desk.list_register(who, whom, typed)?,
        }))
    });
    cx.tell(Told::List(listing));
}

fn tell_person(cx: &Context<'_>, id: &PersonId) {
    let card = cx.look(|desk, who| card(desk, who, id)).map(Box::new);
    cx.tell(Told::Person(card));
}

fn file(cx: &mut Context<'_>, answers: &Answers) -> Came<()> {
    let bytes = match &answers.proof {
        Proof::None => None,
        Proof::File(path) => {
            let most = LARGEST_FORM as u64;
            Some(cx.house.schools.places.read(path, most)?)
        }
        Proof::Scan(pages) => Some(bind(pages)?),
    };
    let filed = cx.act(|desk, who| {
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
        cx.tell(Told::Unheard(filed.unheard));
    }
    Ok(())
}

/// On a thread of its own: a page takes as long as a photo.
fn straighten(cx: &mut Context<'_>, still: Zeroizing<Vec<u8>>) {
    match cx.look(|desk, who| desk.to_straighten(who, still)) {
        Ok(to_straighten) => {
            let page = move || Ok(Box::new(to_straighten.page(false)?));
            cx.hand("forms", page, |cx, came| cx.tell(Told::Page(came)));
        }
        Err(error) => cx.tell(Told::Page(Err(error))),
    }
}

fn show_form(cx: &mut Context<'_>, form: EvidenceId, page: u32) {
    const LONGEST: u32 = 1400;
    match cx.look(|desk, who| desk.form_to_show(who, &form)) {
        Ok(to_show) => {
            let seen = move || Ok(Box::new(to_show.page(page, LONGEST)?));
            cx.hand("forms", seen, |cx, came| cx.tell(Told::Form { form, came }));
        }
        Err(error) => cx.tell(Told::Form {
            form,
            came: Err(error),
        }),
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
        is_changed_outside: page.is_changed_outside(),
        page,
        siblings,
        elsewhere,
        today: desk.today()?,
    })
}
