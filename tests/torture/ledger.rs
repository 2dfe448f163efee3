//! The parent's own book: what workers told, and what a start found. Whatever is in it must be
//! there for ever after. What was begun and never answered may be there or not, and is looked up.

use std::collections::{BTreeMap, BTreeSet};

use shutterslip::domain::permission::{Answer, Permission};

use crate::telling::{Aim, Fruit, Told};

/// What was told of one school.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Records that are there, by subject, with their print where it is known.
    stands: BTreeMap<String, Option<String>>,
    /// Records that an act without an answer may have changed.
    touched: BTreeSet<String>,
    /// Photos and what their originals are.
    pub pictures: BTreeMap<String, String>,
    /// Who was last told to be shown on a photo, and whether hidden.
    shown: BTreeMap<String, Vec<(String, bool)>>,
    /// Who was shown when a copy went out.
    pub shown_in: BTreeMap<String, Vec<(String, bool)>>,
    /// Answers as they were given, by id.
    answers: BTreeMap<String, [String; 5]>,
    /// Copies that were told to be out, with their hash.
    pub out: BTreeMap<String, String>,
    pub down: BTreeSet<String>,
    /// Copies that somebody began to take down, and nobody can tell how far they came: the file goes
    /// first, so that what is still said to be out may be gone.
    pub half_down: BTreeSet<String>,
    /// Records in the order in which workers told of them, since the last look.
    pub order: Vec<String>,
}

impl Ledger {
    /// Takes in what a worker told. Gives how many acts it answered for, by kind, and how many
    /// failed.
    pub fn hear(&mut self, lines: &[Told], counts: &mut BTreeMap<String, u64>) -> u64 {
        let mut failed = 0;
        let mut aim: Option<&Aim> = None;
        for told in lines {
            match told {
                Told::Begun(begun) => aim = Some(begun),
                Told::Done(fruits) => {
                    let Some(aim) = aim.take() else { continue };
                    *counts.entry(aim.act.clone()).or_default() += 1;
                    for fruit in fruits {
                        self.reap(fruit);
                    }
                }
                Told::Failed { surely, .. } => {
                    let Some(aim) = aim.take() else { continue };
                    failed += u64::from(!surely);
                    // What may not be taken down for sure may be gone all the same.
                    if !surely || aim.act == "take down" {
                        self.touch(aim);
                    }
                }
                Told::Refused(_) | Told::Open | Told::Ended => {}
            }
        }
        if let Some(aim) = aim {
            self.touch(aim);
        }
        failed
    }

    fn touch(&mut self, aim: &Aim) {
        for subject in &aim.touches {
            match subject.strip_prefix("release:") {
                Some(release) => self.half_down.insert(release.to_owned()),
                None => self.touched.insert(subject.clone()),
            };
        }
    }

    fn told(&mut self, subject: String, print: Option<String>) {
        self.order.push(subject.clone());
        self.stands.insert(subject, print);
    }

    fn reap(&mut self, fruit: &Fruit) {
        match fruit {
            Fruit::Kept { photo, sha256 } => {
                self.pictures.insert(photo.clone(), sha256.clone());
            }
            Fruit::Labelled {
                photo,
                print,
                shown,
            } => {
                if print.is_some() {
                    self.shown.insert(photo.clone(), shown.clone());
                }
                self.told(format!("photo:{photo}"), print.clone());
            }
            Fruit::Recorded(subject) => self.told(subject.clone(), None),
            Fruit::Person { id, .. } => self.told(format!("person:{id}"), None),
            Fruit::Answered {
                id,
                person,
                channel,
                answer,
                by,
                signed,
            } => {
                self.told(format!("permission:{id}"), None);
                let said = [person, channel, answer, by, signed].map(Clone::clone);
                self.answers.insert(id.clone(), said);
            }
            Fruit::Out {
                release,
                photo,
                sha256,
            } => {
                let is_known = !self.touched.contains(&format!("photo:{photo}"));
                if let Some(shown) = self.shown.get(photo).filter(|_| is_known) {
                    self.shown_in.insert(release.clone(), shown.clone());
                }
                self.out.insert(release.clone(), sha256.clone());
                self.told(format!("release-event:{release}:out"), None);
            }
            Fruit::Down(release) => {
                self.down.insert(release.clone());
                self.told(format!("release-event:{release}:taken down"), None);
            }
            Fruit::Erased(photo) => {
                self.told(format!("erasure:{photo}"), None);
                // Its labels went with it.
                self.touched.insert(format!("photo:{photo}"));
            }
            Fruit::Blocked | Fruit::NotOut { .. } => {}
        }
    }

    /// Holds what is found against what was told, and takes it over: what a start has shown to
    /// somebody is told as well.
    pub fn compare(&mut self, found: &BTreeMap<String, String>, losses: &mut Vec<String>) {
        for (subject, print) in &self.stands {
            let is_touched = self.touched.contains(subject);
            match (found.get(subject), print) {
                (None, _) => losses.push(format!("{subject} was told and is gone")),
                (Some(now), Some(then)) if now != then && !is_touched => {
                    losses.push(format!("{subject} is not as it was told"));
                }
                _ => {}
            }
        }
        self.stands = found
            .iter()
            .map(|(subject, print)| (subject.clone(), Some(print.clone())))
            .collect();
        let touched = std::mem::take(&mut self.touched);
        self.shown
            .retain(|photo, _| !touched.contains(&format!("photo:{photo}")));
        self.order.clear();
    }

    /// Holds an answer against what was told of it.
    pub fn compare_answer(&self, id: &str, found: &Permission, losses: &mut Vec<String>) {
        let answer = match found.answer {
            Answer::Granted => "granted",
            Answer::Refused => "refused",
            Answer::Withdrawn => "withdrawn",
            Answer::ChangedOutside => "changed-outside",
        };
        let stands = [
            found.person.0.clone(),
            found.channel.0.clone(),
            answer.to_owned(),
            found.by.clone(),
            found.signed.to_string(),
        ];
        if self.answers.get(id).is_some_and(|told| *told != stands) {
            losses.push(format!("answer {id} is not as it was given"));
        }
    }
}
