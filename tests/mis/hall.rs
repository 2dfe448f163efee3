//! The office of the template school, with a list in its hand.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use shutterslip::acts::import::{Account, Confirmed, List, Preview};
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::{ActError, Desk, Done, Ending};
use shutterslip::domain::mis::plan::{Pick, Terms};
use shutterslip::domain::mis::{Mapping, Meaning, NotImported};
use shutterslip::domain::permission::Answer;
use shutterslip::domain::person::{PersonId, PersonKind};
use shutterslip::domain::school::{FiledPermission, Registered};

use crate::school::{School, channel, template};

pub struct Hall {
    pub school: School,
    pub desk: Desk,
    pub office: Session,
    pub head: Session,
}

pub fn go_on(_: shutterslip::acts::import::Progress) -> bool {
    true
}

impl Hall {
    pub fn new() -> Hall {
        let school = School::copy();
        Hall {
            desk: school.desk(),
            office: template().office.clone(),
            head: template().head.clone(),
            school,
        }
    }

    pub fn read(&self, bytes: &[u8]) -> Done<List> {
        self.desk.read_list(&self.office, bytes, &mut go_on)
    }

    pub fn list(&self, text: &str) -> List {
        self.read(text.as_bytes()).unwrap()
    }

    /// As it is proposed.
    pub fn terms(&self, list: &List) -> Terms {
        let proposal = self.desk.propose_mapping(&self.office, list).unwrap();
        Terms {
            mapping: proposal.mapping,
            ..Terms::default()
        }
    }

    pub fn plan(&self, list: &List, terms: &Terms) -> Preview {
        let who = self.whoever(terms);
        self.desk
            .plan_import(&who, list, terms, &mut go_on)
            .unwrap()
    }

    fn whoever(&self, terms: &Terms) -> Session {
        match terms.forms_held {
            true => self.head.clone(),
            false => self.office.clone(),
        }
    }

    pub fn try_import(
        &mut self,
        list: &List,
        terms: &Terms,
        confirmed: &Confirmed,
    ) -> Done<Account> {
        let who = self.whoever(terms);
        self.desk.import(&who, list, terms, confirmed, &mut go_on)
    }

    /// Plans, confirms nothing but the preview, and does it, a minute later.
    pub fn import(&mut self, list: &List, terms: &Terms) -> Account {
        let confirmed = Confirmed {
            preview: self.plan(list, terms).id,
            ..Confirmed::default()
        };
        self.school.clock.forward(TimeDelta::minutes(1));
        self.try_import(list, terms, &confirmed).unwrap()
    }

    pub fn children(&self) -> Vec<Registered> {
        let mut people = self.desk.people().unwrap();
        people.retain(|entry| entry.person.kind == PersonKind::Child);
        people
    }

    /// The one child of this first name, or of this whole name.
    pub fn child(&self, name: &str) -> Registered {
        let mut children = self.children();
        children.retain(|entry| {
            let person = &entry.person;
            person.given == name || format!("{} {}", person.given, person.family) == name
        });
        assert_eq!(children.len(), 1, "children of that name");
        children.pop().unwrap()
    }

    pub fn answers(&self, person: &PersonId) -> Vec<FiledPermission> {
        self.desk.answers(&self.office, person).unwrap()
    }

    /// Every answer that an import brought, as first name, channel, answer, signatory and day.
    pub fn brought(&self) -> Vec<(String, String, Answer, String, String)> {
        let mut all = Vec::new();
        for entry in self.children() {
            for filed in self.answers(&entry.person.id) {
                if filed.import.is_some() {
                    let said = filed.permission;
                    all.push((
                        entry.person.given.clone(),
                        said.channel.0,
                        said.answer,
                        said.by,
                        said.signed.to_string(),
                    ));
                }
            }
        }
        all.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
        all
    }

    /// Everything on record, to see that nothing changed.
    pub fn records(&self) -> usize {
        let head = &self.head;
        let proof = self.desk.verify_audit(head, &[]).unwrap();
        assert!(proof.is_good(), "{:?}", proof.findings);
        let answers: usize = self
            .desk
            .people()
            .unwrap()
            .iter()
            .map(|entry| self.answers(&entry.person.id).len())
            .sum();
        self.desk.people().unwrap().len() + answers + self.desk.imports(head).unwrap().len()
    }
}

pub fn pick(line: u64, pick: Pick) -> BTreeMap<u64, Pick> {
    [(line, pick)].into()
}

/// A column of answers for a channel, its values as given.
pub fn answers(mapping: &mut Mapping, header: &str, to: &str, meanings: &[(&str, Meaning)]) {
    let column = mapping
        .columns
        .iter_mut()
        .find(|column| column.header == header)
        .unwrap();
    column.holds = shutterslip::domain::mis::Holds::Answer;
    column.channels = vec![channel(to)];
    for (value, meaning) in meanings {
        column.meanings.insert((*value).to_owned(), *meaning);
    }
}

#[track_caller]
pub fn refused<T: std::fmt::Debug>(done: Done<T>) -> String {
    match done {
        Err(error) if error.ending() == Ending::Refused => shutterslip::cli::act_words(&error),
        other => panic!("not refused: {other:?}"),
    }
}

#[track_caller]
pub fn unusable<T: std::fmt::Debug>(done: Done<T>) -> String {
    match done {
        Err(error @ (ActError::Refused(_) | ActError::Sheet(_)))
            if error.ending() == Ending::Unusable =>
        {
            shutterslip::cli::act_words(&error)
        }
        Err(ActError::Import(NotImported::Mapping(fault))) => fault.to_string(),
        other => panic!("not refused as unusable: {other:?}"),
    }
}
