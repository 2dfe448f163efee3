//! Two people at two counters over one desk: one writer, each with their own session, answers and work,
//! and what one does the other hears of.

use std::sync::Arc;
use std::time::{Duration, Instant};

use shutterslip::acts::refusal::Refusal;
use shutterslip::acts::review::{Sought, Stage};
use shutterslip::clerk::review::{self, Became};
use shutterslip::clerk::{
    Ask, Clerk, Counter, Edit, Heard, Told, Trouble, Which, office, register, staff,
};
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::permission::Relation;
use shutterslip::domain::photo::Who;
use shutterslip::domain::release::OutletKind;
use zeroize::Zeroizing;

use super::review::{lying_in, with_photos};
use super::stage::*;

fn until_idle(counter: &Counter) -> Vec<Heard> {
    let until = Instant::now() + Duration::from_secs(60);
    let mut heard = Vec::new();
    loop {
        match counter.told().unwrap() {
            Some(one) => heard.push(one),
            None if !counter.is_busy() => return heard,
            None => std::thread::sleep(Duration::from_millis(1)),
        }
        assert!(Instant::now() < until, "the clerk is still at work");
    }
}

fn ask(counter: &Counter, ask: Ask) -> Vec<Heard> {
    let ticket = counter.ask(ask);
    let heard = until_idle(counter);
    // What was asked for comes under its ticket, and nothing under another's.
    assert!(heard.iter().all(|one| one.to.is_none_or(|to| to == ticket)));
    heard
}

fn sign_in(counter: &Counter, (name, pin): (&str, &str)) {
    let heard = ask(
        counter,
        Ask::SignIn {
            name: name.to_owned(),
            pin: Zeroizing::new(pin.to_owned()),
        },
    );
    let signed = |one: &Heard| matches!(&one.told, Told::SignedIn(Ok(_)));
    assert!(heard.iter().any(signed));
}

/// What a counter that asked nothing has heard of meanwhile.
fn heard_of(counter: &Counter) -> Vec<Told> {
    let heard = until_idle(counter);
    assert!(heard.iter().all(|one| one.to.is_none()));
    heard.into_iter().map(|one| one.told).collect()
}

fn photos(counter: &Counter) -> Vec<PhotoId> {
    let mut found = Vec::new();
    for stage in Stage::ALL {
        let queue = review::Ask::Queue {
            channel: ChannelId("journal".to_owned()),
            stage,
            sought: Sought::default(),
            most: 100,
        };
        for one in ask(counter, Ask::Review(queue)) {
            if let Told::Review(review::Told::Queue(Ok(queue))) = one.told {
                found.extend(queue.rows.into_iter().map(|row| row.id));
            }
        }
    }
    found
}

/// Office and head at two counters, with photos that may go to the journal.
fn two(shown: &[&[&str]]) -> (Counter, Counter, Arc<tempfile::TempDir>) {
    let (office, folder) = with_photos(shown).clerk_afterwards(Arc::new(|| {}));
    ask(&office, Ask::Open(Which::Ours));
    let head = office.beside(Arc::new(|| {}));
    ask(&head, Ask::Open(Which::Ours));
    sign_in(&office, PATEL);
    sign_in(&head, HEAD);
    (office, head, folder)
}

fn release(counter: &Counter, photos: &[PhotoId], place: &std::path::Path) -> Vec<Became> {
    std::fs::create_dir_all(place).unwrap();
    let released = ask(
        counter,
        Ask::Review(review::Ask::Release {
            photos: photos.to_vec(),
            by_name: Vec::new(),
            channel: ChannelId("journal".to_owned()),
            kind: OutletKind::Folder,
            place: place.display().to_string(),
        }),
    );
    let account = released.into_iter().find_map(|one| match one.told {
        Told::Review(review::Told::Released(account)) => Some(account.outcomes),
        _ => None,
    });
    account.unwrap()
}

#[test]
fn what_one_changes_the_other_hears_of_and_finds_in_what_they_do_next() {
    let (tagging, releasing, folder) = two(&[&["Amira K"]]);
    let photo = photos(&releasing).remove(0);
    drop(heard_of(&tagging));
    ask(
        &tagging,
        Ask::Edit {
            photo: photo.clone(),
            edit: Edit::Tag {
                whom: Who::Unknown,
                face: None,
            },
        },
    );
    let heard = heard_of(&releasing);
    let names_it = |told: &Told| matches!(told, Told::Looked(changed) if *changed == photo);
    assert!(heard.iter().any(names_it));
    assert!(heard.iter().any(|told| matches!(told, Told::Elsewhere)));
    let outcomes = release(&releasing, &[photo], &folder.path().join("out"));
    assert!(matches!(outcomes[..], [Became::Blocked { .. }]));
}

#[test]
fn what_two_windows_count_for_each_other_comes_to_rest() {
    let (office, head, _folder) = two(&[&["Amira K"]]);
    let counts = || Ask::Office(office::Ask::Counts);
    drop((ask(&office, counts()), ask(&head, counts())));
    // Whoever hears that something changed counts anew; that is nothing that others hear of.
    drop((heard_of(&office), heard_of(&head)));
    ask(&office, counts());
    assert!(heard_of(&head).is_empty());
}

#[test]
fn a_withdrawal_at_one_counter_is_seen_by_a_release_at_the_other() {
    let (office, head, folder) = two(&[&["Amira K"]]);
    let photo = photos(&head).remove(0);
    let people = ask(
        &head,
        Ask::Register(register::Ask::List {
            whom: shutterslip::acts::look_up::Whom::Everybody,
            typed: "Amira".to_owned(),
        }),
    );
    let person = people.into_iter().find_map(|one| match one.told {
        Told::Register(register::Told::List(Ok(list))) => {
            list.rows.into_iter().next().map(|row| row.entry.person.id)
        }
        _ => None,
    });
    ask(
        &head,
        Ask::Register(register::Ask::Withdraw {
            person: person.unwrap(),
            channels: vec![ChannelId("journal".to_owned())],
            relation: Relation::Parent,
            by: "T Khan".to_owned(),
        }),
    );
    drop(heard_of(&office));
    sign_in(&office, HEAD);
    let outcomes = release(&office, &[photo], &folder.path().join("out"));
    assert!(matches!(outcomes[..], [Became::Blocked { .. }]));
    assert!(
        !std::fs::read_dir(folder.path().join("out"))
            .unwrap()
            .any(|_| true)
    );
}

#[test]
fn a_lock_at_one_counter_locks_that_one_alone() {
    let (first, second, _folder) = two(&[&["Amira K"]]);
    ask(&first, Ask::SignOut);
    let told = ask(&first, Ask::Groups).remove(0).told;
    assert!(matches!(
        told,
        Told::Groups(Err(Trouble::Refused(Refusal::Locked)))
    ));
    let told = ask(&second, Ask::Groups).remove(0).told;
    assert!(matches!(told, Told::Groups(Ok(_))));
    // Nobody is there any more to be told of anything.
    drop(heard_of(&first));
    assert!(heard_of(&first).is_empty());
}

#[test]
fn an_account_that_is_closed_at_one_counter_does_nothing_more_at_the_other() {
    let (patel, head, _folder) = two(&[&["Amira K"]]);
    let everything = ask(&head, Ask::Staff(staff::Ask::List)).into_iter();
    let accounts = everything.filter_map(|one| match one.told {
        Told::Staff(staff::Told::List(Ok(list))) => Some(list.accounts),
        _ => None,
    });
    let theirs = accounts.flatten().find(|account| account.name == PATEL.0);
    let id = theirs.unwrap().id;
    ask(&head, Ask::Staff(staff::Ask::CloseAccount(id, None)));
    drop(heard_of(&patel));
    let told = ask(&patel, Ask::Groups).remove(0).told;
    assert!(matches!(told, Told::Groups(Err(trouble)) if trouble.is_shut_out()));
}

#[test]
fn one_counters_long_work_keeps_nobody_else_waiting_and_is_stopped_by_nobody_else() {
    let (office, head, folder) = two(&[&["Amira K"], &["Femi A"]]);
    let photos = photos(&head);
    let place = folder.path().join("out");
    std::fs::create_dir_all(&place).unwrap();
    let ticket = head.ask(Ask::Review(review::Ask::Release {
        photos: photos.clone(),
        by_name: Vec::new(),
        channel: ChannelId("journal".to_owned()),
        kind: OutletKind::Folder,
        place: place.display().to_string(),
    }));
    // The same number, at another counter.
    while office.ask(Ask::Groups) < ticket {}
    office.stop(ticket);
    drop(until_idle(&office));
    let heard = until_idle(&head);
    let out = heard.into_iter().find_map(|one| match one.told {
        Told::Review(review::Told::Released(account)) => Some(account),
        _ => None,
    });
    let out = out.unwrap();
    assert!(out.left.is_empty() && out.outcomes.len() == photos.len());
    assert_eq!(lying_in(&place, ".jpg"), photos.len());
}

#[test]
fn two_windows_show_what_each_of_two_people_does() {
    let first = with_photos(&[&["Amira K"]]);
    let second = first.beside();
    second.sign_in(HEAD);
    second.must_not_show("To tag: 1");
    first.sign_in(PATEL);
    first.camera_runs();
    first.shoot_and_tag(&row_of(1));
    second.settle();
    second.must_show("To tag: 1");
    // Each has their own page, and a lock of their own.
    first.must_show("Who is in this photo?");
    second.tap("Lock");
    first.tap("Amira K");
    first.must_show("1 of 1 face named");
    second.must_not_show("Amira K");
}
