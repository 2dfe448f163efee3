//! Children and answers from the school's MIS. A list is read, understood as a person says, and shown
//! as what it would change; then all that was confirmed is recorded in one transaction, or nothing.
//! Opens no file, and turns no no into a yes that was not confirmed by its row.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use sha2::{Digest, Sha256};

use super::permit::checked;
use super::sign_in::Session;
use super::{ActError, Desk, Done, new_id};
use crate::acts::refusal::{Named, Refusal};
use crate::domain::channel::ChannelId;
use crate::domain::ids::{ImportId, PermissionId};
use crate::domain::kept::fingerprint;
use crate::domain::mis::plan::{Child, Held, Meant, New, Plan, Terms};
use crate::domain::mis::{
    Column, Holds, Import, Mapping, Meaning, NotImported, Table, Unfit, guess, plan,
};
use crate::domain::permission::{Answer, Permission, Relation};
use crate::domain::person::PersonId;
use crate::domain::school::{FiledPermission, Registered};
use crate::domain::staff::{Duty, Role};
use crate::register::Change;
use crate::sheet::{self, SheetError};

pub use crate::sheet::LARGEST as LARGEST_LIST;

/// A list that was read.
#[derive(Clone, Debug)]
pub struct List {
    pub table: Table,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

/// How a list is likely to be understood.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Proposal {
    pub mapping: Mapping,
    /// A list with these headers was imported before, and this is how; else it is guessed.
    pub is_remembered: bool,
    /// Columns, by their places, with values that the remembered mapping has not seen: they are guessed,
    /// and worth a look.
    pub has_new_values: Vec<usize>,
}

/// What a list would change, as the register stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Preview {
    /// Stands for the list, how it is understood, the register and the day: all of what it rests on.
    pub id: String,
    pub plan: Plan,
}

/// What a person confirms of a preview.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Confirmed {
    /// [`Preview::id`], or its first characters.
    pub preview: String,
    /// Of the answers that would turn a no into a yes, those that are to be recorded.
    pub turns: BTreeSet<(u64, ChannelId)>,
    /// What each yes means that the list says no more: of every one it has to be said.
    #[serde(with = "as_pairs")]
    pub gone: BTreeMap<(u64, ChannelId), Meant>,
    /// Of the children who are not in the list, those whose last day is today.
    pub leavers: BTreeSet<PersonId>,
}

/// A map whose keys are more than a text, as a list of pairs.
mod as_pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        into: S,
    ) -> Result<S::Ok, S::Error> {
        into.collect_seq(map)
    }

    pub fn deserialize<'de, K, V, D>(from: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(from)?.into_iter().collect())
    }
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub added: usize,
    pub changed: usize,
    pub left: usize,
    pub answers: usize,
    /// Of these answers, how many were confirmed against a no on record.
    pub turned: usize,
    /// Of these answers, how many take back a yes that the list said no more.
    pub taken_back: usize,
    /// Rows that nothing was done about.
    pub left_out: usize,
    /// Copies that must come down now, whatever the reason.
    pub take_downs: usize,
}

/// How far long work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Progress {
    /// Rows read.
    Reading(usize),
    /// Rows of so many held against the register.
    Comparing(usize, usize),
    /// Records of so many written; none of them counts before the last.
    Writing(usize, usize),
}

/// Told how far it is; `false` stops it, and nothing is changed.
pub type Watch<'a> = &'a mut dyn FnMut(Progress) -> bool;

/// The fewest characters of a preview's id that may be given.
pub const SHORTEST_ID: usize = 8;

impl Desk {
    /// Reads a list. Errors: it cannot be read to its end, by its line where it has one.
    pub fn read_list(&self, who: &Session, bytes: &[u8], watch: Watch) -> Done<List> {
        self.require(who, Duty::KeepRegister)?;
        let table = sheet::read(bytes, &mut |rows| watch(Progress::Reading(rows)))?;
        Ok(List {
            table,
            sha256: hex::encode(Sha256::digest(bytes)),
        })
    }

    /// How a list is likely to be understood: as the last one with the same headers was, else by what
    /// its words say.
    pub fn propose_mapping(&self, who: &Session, list: &List) -> Done<Proposal> {
        self.require(who, Duty::KeepRegister)?;
        let policy = self.policy()?;
        let shape = list.table.shape();
        let before = self
            .register
            .imports()?
            .into_iter()
            .rev()
            .find(|import| import.shape == shape);
        let Some(before) = before else {
            return Ok(Proposal {
                mapping: guess::mapping(&list.table, &policy.channels),
                is_remembered: false,
                has_new_values: Vec::new(),
            });
        };
        let mut mapping = before.mapping;
        // A day is that of one list.
        mapping.given_on = None;
        let mut has_new_values = Vec::new();
        for (place, column) in mapping.columns.iter_mut().enumerate() {
            // The policy may have changed meanwhile.
            let is_there = |channel: &ChannelId| policy.channel(channel).is_some();
            column.channels.retain(is_there);
            for channels in column.asks.values_mut() {
                channels.retain(is_there);
            }
            let has_new = match column.holds {
                Holds::Answer => learn_new(column, &list.table, place),
                Holds::Asks => {
                    let seen = column.asks.len();
                    let guessed = guess::places_of(&list.table, place, &policy.channels);
                    for (value, channels) in guessed {
                        column.asks.entry(value).or_insert(channels);
                    }
                    column.asks.len() > seen
                }
                _ => false,
            };
            if has_new {
                has_new_values.push(place);
            }
        }
        Ok(Proposal {
            mapping,
            is_remembered: true,
            has_new_values,
        })
    }

    /// What a list would change in the register as it stands. Nothing is written. Errors: columns are
    /// missing or stand for two things; somebody else than the head states where the forms are.
    pub fn plan_import(
        &self,
        who: &Session,
        list: &List,
        terms: &Terms,
        watch: Watch,
    ) -> Done<Preview> {
        self.require(who, Duty::KeepRegister)?;
        if terms.forms_held && who.role() != Role::Head {
            return Err(ActError::Refused(Refusal::FormsHeldByHead));
        }
        let policy = self.policy()?;
        if let Some(fault) = terms.mapping.fault(&list.table) {
            return Err(NotImported::from(fault).into());
        }
        for column in &terms.mapping.columns {
            for channel in column.channels.iter().chain(column.asks.values().flatten()) {
                super::channel_of(&policy, channel)?;
            }
        }
        let today = self.today()?;
        if terms.mapping.given_on.is_some_and(|day| day > today) {
            return Err(ActError::Refused(Refusal::AnswersInFuture));
        }
        let people = self.register.people()?;
        let filed = self.register.every_permission()?;
        let toml = self.register.policy()?.map(|adopted| adopted.toml);
        let id = fingerprint(&(&list.sha256, terms, &people, &filed, today, toml));
        let mut answers: HashMap<PersonId, Vec<FiledPermission>> = HashMap::new();
        for one in filed {
            let about = one.permission.person.clone();
            answers.entry(about).or_default().push(one);
        }
        let held = Held {
            people: &people,
            answers: &answers,
            today,
            fit: &|entry| checked(entry).map_err(|error| unfit(&error)),
        };
        let rows = list.table.rows.len();
        let plan = plan::plan(&list.table, terms, &held, &mut |done| {
            watch(Progress::Comparing(done, rows))
        });
        match plan {
            Some(plan) => Ok(Preview { id, plan }),
            None => Err(SheetError::Stopped.into()),
        }
    }

    /// Records what was confirmed of a preview, in one transaction. What is not confirmed is left as it
    /// is. Errors: the register, the list or the day is not what the preview rested on; something is
    /// confirmed that the preview does not have; a yes that is gone, or a row with a no, of which nobody
    /// has said what it means; stopped. Then nothing is written.
    pub fn import(
        &mut self,
        who: &Session,
        list: &List,
        terms: &Terms,
        confirmed: &Confirmed,
        watch: Watch,
    ) -> Done<Account> {
        let Preview { id, plan } = self.plan_import(who, list, terms, watch)?;
        if confirmed.preview.len() < SHORTEST_ID || !id.starts_with(&confirmed.preview) {
            return Err(ActError::Refused(Refusal::PreviewIsOld));
        }
        if let Some(open) = plan.unsettled(&confirmed.gone) {
            return Err(open.into());
        }
        let import = ImportId(new_id());
        let (mut changes, account) = self.changes(who, &plan, confirmed, &import)?;
        if changes.is_empty() {
            return Ok(Account {
                take_downs: self.take_downs(who)?.len(),
                ..account
            });
        }
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        changes.push(Change::Import(Box::new(Import {
            id: import,
            at: self.now(),
            by: who.id().clone(),
            sha256: list.sha256.clone(),
            shape: list.table.shape(),
            mapping: terms.mapping.clone(),
            rows: count(plan.rows),
            added: count(account.added),
            changed: count(account.changed + account.left),
            answers: count(account.answers),
            forms_held: terms.forms_held,
        })));
        let of = changes.len();
        let stamp = self.stamp(who);
        self.register
            .record_watched(&stamp, &changes, &mut |done| {
                watch(Progress::Writing(done, of))
            })?;
        self.remember()?;
        Ok(Account {
            take_downs: self.take_downs(who)?.len(),
            ..account
        })
    }

    /// The changes that were confirmed, and the account of them. Errors: something is confirmed that
    /// the plan does not have.
    fn changes(
        &self,
        who: &Session,
        plan: &Plan,
        confirmed: &Confirmed,
        import: &ImportId,
    ) -> Done<(Vec<Change>, Account)> {
        let mut account = Account {
            added: plan.joins.len(),
            changed: plan.changes.len(),
            left_out: plan.unclear.iter().map(|one| 1 + one.others.len()).sum(),
            ..Account::default()
        };
        let mut changes = Vec::new();
        let mut joined: HashMap<u64, PersonId> = HashMap::new();
        for joins in &plan.joins {
            let mut entry = joins.entry.clone();
            entry.person.id = PersonId(new_id());
            joined.insert(joins.line, entry.person.id.clone());
            changes.push(Change::Person(entry));
        }
        for changed in &plan.changes {
            changes.push(Change::Person(changed.after.clone()));
        }
        let mut leavers = confirmed.leavers.clone();
        for absent in &plan.absent {
            if leavers.remove(&absent.person.id) {
                account.left += 1;
                changes.push(Change::Person(self.leaving(absent)?));
            }
        }
        let mut turns = confirmed.turns.clone();
        let mut said = plan.answers.iter().collect::<Vec<&New>>();
        for turn in &plan.turns {
            if turns.remove(&(turn.yes.line, turn.yes.channel.clone())) {
                account.turned += 1;
                said.push(&turn.yes);
            }
        }
        let mut gone = confirmed.gone.clone();
        for one in &plan.gone {
            if gone.remove(&(one.line, one.channel.clone())) == Some(Meant::No) {
                account.taken_back += one.then.len();
                said.extend(&one.then);
            }
        }
        if !turns.is_empty() || !leavers.is_empty() || !gone.is_empty() {
            return Err(ActError::Refused(Refusal::NotInPreview));
        }
        account.answers = said.len();
        for new in said {
            let person = match &new.child {
                Child::Known(id) => {
                    self.may_say(who, id, &[(new.channel.clone(), new.answer)])?;
                    id.clone()
                }
                Child::New(line) => joined
                    .get(line)
                    .cloned()
                    .ok_or(ActError::Refused(Refusal::NobodyJoins { line: *line }))?,
            };
            changes.push(Change::Permission(FiledPermission {
                id: PermissionId(new_id()),
                permission: Permission {
                    person,
                    channel: new.channel.clone(),
                    answer: new.answer,
                    relation: Relation::Parent,
                    by: super::set_up::named(&new.by, Named::Signatory)?,
                    signed: new.signed,
                    from: None,
                    until: None,
                    evidence: new.evidence,
                },
                form: None,
                recorded_at: self.now(),
                recorded_by: who.id().clone(),
                corrects: None,
                belongs: None,
                import: Some(import.clone()),
            }));
        }
        Ok((changes, account))
    }

    fn leaving(&self, absent: &Registered) -> Done<Registered> {
        let mut entry = absent.clone();
        entry.person.leaves = Some(self.today()?);
        Ok(entry)
    }

    /// Every list that was taken over, oldest first.
    pub fn imports(&self, who: &Session) -> Done<Vec<Import>> {
        self.require(who, Duty::KeepRegister)?;
        Ok(self.register.imports()?)
    }
}

/// Guesses what values mean that a remembered column has not seen, or read as a yes where they could be a
/// no; says whether there are any.
fn learn_new(column: &mut Column, table: &Table, place: usize) -> bool {
    let mut has_new = false;
    for (value, meaning) in guess::meanings(table, place, &column.header) {
        let is_no = matches!(meaning, Meaning::No | Meaning::Withdrawn);
        let known = column.meanings.get(&value);
        // A no that was once read as a yes is asked about each time.
        if known.is_none() || known == Some(&Meaning::Yes) && is_no {
            has_new = true;
            column.meanings.insert(value, meaning);
        }
    }
    has_new
}

/// Whether any answer of a plan would be a no: it has to be heard at once.
pub fn noes(plan: &Plan) -> usize {
    let is_no = |new: &&New| new.answer != Answer::Granted;
    plan.answers.iter().filter(is_no).count()
}

/// What of an entry was refused.
fn unfit(error: &ActError) -> Unfit {
    match error {
        ActError::Refused(Refusal::LeavesBeforeBorn { .. }) => Unfit::Dates,
        ActError::Refused(
            Refusal::ChildNeedsGroup
            | Refusal::NeedsName { what: Named::Group }
            | Refusal::BadName { what: Named::Group },
        ) => Unfit::Group,
        _ => Unfit::Name,
    }
}
