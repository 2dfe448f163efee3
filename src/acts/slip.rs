//! Permission slips: made for people and groups, and confirmed when they come back signed. What a
//! picture of one says is a proposal; nothing is recorded until a person says what it is.

mod confirm;
mod recognise;

pub use confirm::Confirmed;
pub use recognise::{Recognised, Row, SlipPage, ToRead, read_page};

use super::sign_in::Session;
use super::{ActError, Desk, Done};
use crate::acts::refusal::{Refusal, Thing};
use crate::domain::channel::Channel;
use crate::domain::ids::SlipId;
use crate::domain::language::Language;
use crate::domain::person::{PersonId, PersonKind};
use crate::domain::policy::Policy;
use crate::domain::school::{Registered, School};
use crate::domain::slip::{FORM, MOST_CHANNELS, Slip, asked, code};
use crate::domain::staff::Duty;
use crate::paper::{self, Sheet};
use crate::register::Change;
use crate::slip::{Asked, draw};

/// Slips as one document.
pub struct MadeSlips {
    /// What the document is called, without an ending; holds no name of a person.
    pub title: String,
    pub pdf: Vec<u8>,
    pub people: usize,
    pub slips: usize,
}

impl Desk {
    /// The printers that slips can go to; none where there is none.
    pub fn slip_printers(&self, who: &Session) -> Done<Vec<String>> {
        self.require(who, Duty::KeepRegister)?;
        self.printers(who)
    }

    /// Hands slips to a printer.
    pub fn print(&self, who: &Session, printer: &str, title: &str, pdf: &[u8]) -> Done<()> {
        self.require(who, Duty::KeepRegister)?;
        Ok(self.printer.print(printer, title, pdf)?)
    }

    /// Puts a document into a folder and gives where it lies. Errors: something of that name is
    /// there; the folder is the school's own.
    pub fn save_paper(
        &self,
        who: &Session,
        folder: &std::path::Path,
        name: &str,
        pdf: &[u8],
    ) -> Done<std::path::PathBuf> {
        self.require(who, Duty::KeepRegister)?;
        // What is not there is told when it is written to.
        if let Ok(true) = self.is_in_own_folder(folder) {
            return Err(ActError::Refused(Refusal::OwnFolder));
        }
        Ok(paper::save(folder, name, pdf)?)
    }

    /// A slip for everybody of a group who has not left, as one document.
    pub fn make_slips_for_group(
        &mut self,
        who: &Session,
        group: &str,
        language: Language,
    ) -> Done<MadeSlips> {
        let today = self.today()?;
        let mut people = self.register.people()?;
        people.retain(|entry| {
            let person = &entry.person;
            let is_here = person.leaves.is_none_or(|day| day >= today);
            person.kind == PersonKind::Child && entry.class == group && is_here
        });
        if people.is_empty() {
            return Err(ActError::Refused(Refusal::NoSuchGroup {
                group: group.to_owned(),
            }));
        }
        self.make_slips_of(who, &people, language, &format!("Slips {group}"))
    }

    /// A slip for one person. Errors: nobody of that id.
    pub fn make_slip(
        &mut self,
        who: &Session,
        person: &PersonId,
        language: Language,
    ) -> Done<MadeSlips> {
        let entry = self.entry_of(person)?;
        self.make_slips_of(who, &[entry], language, "Slip")
    }

    pub(super) fn entry_of(&self, person: &PersonId) -> Done<Registered> {
        self.register.person(person)?.ok_or_else(|| {
            ActError::Refused(Refusal::NoSuch {
                thing: Thing::Person,
                id: person.to_string(),
            })
        })
    }

    /// Makes and records the slips. Nothing is handed out that was not recorded first: a slip that
    /// nobody knows would come back as a stranger's.
    fn make_slips_of(
        &mut self,
        who: &Session,
        people: &[Registered],
        language: Language,
        title: &str,
    ) -> Done<MadeSlips> {
        self.require(who, Duty::KeepRegister)?;
        let (school, policy) = (self.school()?, self.policy()?);
        let channels: Vec<&Channel> = asked(&policy).collect();
        if channels.is_empty() {
            return Err(ActError::Refused(Refusal::NothingToAsk));
        }
        let (mut sheets, mut changes) = (Vec::new(), Vec::new());
        for entry in people {
            let of = channels.len().div_ceil(MOST_CHANNELS);
            for (place, some) in channels.chunks(MOST_CHANNELS).enumerate() {
                let slip = self.new_slip(who, entry, some, language)?;
                sheets.push(self.sheet(&school, &policy, entry, some, &slip, (place + 1, of))?);
                changes.push(Change::Slip(slip));
            }
        }
        let pdf = paper::bound(title, language, school.sample, &sheets)?;
        self.record(who, &changes)?;
        Ok(MadeSlips {
            title: title.to_owned(),
            pdf,
            people: people.len(),
            slips: changes.len(),
        })
    }

    fn new_slip(
        &self,
        who: &Session,
        entry: &Registered,
        channels: &[&Channel],
        language: Language,
    ) -> Done<Slip> {
        Ok(Slip {
            id: SlipId(uuid::Uuid::new_v4().simple().to_string()),
            form: FORM,
            key: hex::encode(crate::vault::new_key()?.as_slice()),
            person: entry.person.id.clone(),
            channels: channels.iter().map(|channel| channel.id.clone()).collect(),
            language,
            made_at: self.now(),
            by: who.id().clone(),
        })
    }

    fn sheet(
        &self,
        school: &School,
        policy: &Policy,
        entry: &Registered,
        channels: &[&Channel],
        slip: &Slip,
        part: (usize, usize),
    ) -> Done<Sheet> {
        let code = code(slip, &school.id).ok_or(ActError::Refused(Refusal::CodeNotMade))?;
        let name = format!("{} {}", entry.person.given, entry.person.family);
        Ok(draw(&Asked {
            school: &school.name,
            name: &name,
            group: &entry.class,
            language: slip.language,
            policy,
            channels,
            part,
            code: &code,
        })?)
    }
}
