//! A no that was written down under the wrong name or child is moved to whom it belongs, by office and
//! head together. It speaks where it is until both have said so, and from then on where it belongs.

use super::super::set_up::named;
use super::super::sign_in::Session;
use super::super::take_down::TakeDown;
use super::super::{ActError, Desk, Done, new_id};
use super::refused::{NotMoved, NotRecorded};
use crate::acts::refusal::{Named, Refusal, Thing};
use crate::domain::ids::PermissionId;
use crate::domain::permission::{Answer, Permission};
use crate::domain::person::PersonId;
use crate::domain::school::{Belongs, FiledPermission, moved, speaking};
use crate::domain::staff::{Duty, Role};
use crate::domain::unheard::no_speaks;
use crate::register::Change;

impl Desk {
    /// Says to whom a no belongs that stands with this person. It is said once more where it stands, and
    /// speaks on there. Errors: no such answer or person; a yes; a no that speaks no more; it would
    /// stand where it stands.
    pub fn propose_move(
        &mut self,
        who: &Session,
        person: &PersonId,
        no: &PermissionId,
        belongs: &Belongs,
    ) -> Done<PermissionId> {
        self.require(who, Duty::KeepRegister)?;
        let belongs = Belongs {
            by: named(&belongs.by, Named::Signatory)?,
            ..belongs.clone()
        };
        self.entry_for(who, &belongs.person)?;
        let answers = self.register.permissions(person)?;
        let old = found(&answers, no)?;
        if old.permission.answer == Answer::Granted {
            return Err(refused(NotMoved::IsYes));
        }
        let there = permission_there(&old.permission, &belongs);
        if there.person == old.permission.person && there.is_by_signatory_of(&old.permission) {
            return Err(refused(NotMoved::StandsThere));
        }
        self.still_speaks(&answers, old)?;
        let id = PermissionId(new_id());
        let said = self.repetition(who, &id, old, &belongs);
        self.record(who, &[Change::Permission(said)])?;
        self.remember()?;
        Ok(id)
    }

    /// Agrees that a no belongs where another account said: from now on it speaks there, and no more
    /// where it stood. Gives the copies that must come down for it. Errors: nobody proposed it; the
    /// same account did; neither is the head; it speaks no more.
    pub fn agree_move(
        &mut self,
        who: &Session,
        person: &PersonId,
        proposal: &PermissionId,
    ) -> Done<Vec<TakeDown>> {
        self.require(who, Duty::KeepRegister)?;
        let answers = self.register.permissions(person)?;
        let said = found(&answers, proposal)?;
        let (Some(belongs), Some(wrong)) = (&said.belongs, &said.corrects) else {
            return Err(refused(NotMoved::NotProposed));
        };
        let old = found(&answers, wrong)?;
        let proposer = self.register.account(&said.recorded_by)?;
        let is_head = |role: Role| role == Role::Head;
        let has_head = is_head(who.role()) || proposer.is_some_and(|staff| is_head(staff.role));
        if said.recorded_by == *who.id() || !has_head {
            return Err(refused(NotMoved::OfficeAndHead));
        }
        self.still_speaks(&answers, old)?;
        let belongs = belongs.clone();
        self.entry_for(who, &belongs.person)?;
        let agreed = self.repetition(who, &PermissionId(new_id()), said, &belongs);
        let there = FiledPermission {
            id: PermissionId(new_id()),
            permission: permission_there(&old.permission, &belongs),
            form: old.form.clone(),
            recorded_at: self.now(),
            recorded_by: who.id().clone(),
            corrects: None,
            import: None,
            belongs: None,
        };
        let to = belongs.person;
        // Where it belongs first: at no moment does it speak nowhere.
        self.record(
            who,
            &[Change::Permission(there), Change::Permission(agreed)],
        )?;
        self.remember()?;
        self.take_downs_of(who, &to)
    }

    fn repetition(
        &self,
        who: &Session,
        id: &PermissionId,
        of: &FiledPermission,
        belongs: &Belongs,
    ) -> FiledPermission {
        FiledPermission {
            id: id.clone(),
            permission: of.permission.clone(),
            form: of.form.clone(),
            recorded_at: self.now(),
            recorded_by: who.id().clone(),
            corrects: Some(of.id.clone()),
            import: None,
            belongs: Some(belongs.clone()),
        }
    }

    fn still_speaks(&self, answers: &[FiledPermission], no: &FiledPermission) -> Done<()> {
        let speaks: Vec<FiledPermission> = speaking(answers.to_vec())
            .into_iter()
            .filter(|filed| filed.permission.channel == no.permission.channel)
            .collect();
        let said: Vec<Permission> = speaks.iter().map(|one| one.permission.clone()).collect();
        let place = speaks.iter().position(|filed| filed.id == no.id);
        match place {
            Some(place) if no_speaks(&said, place) && !moved(answers).contains(&no.id) => Ok(()),
            _ => Err(refused(NotMoved::SpeaksNoMore)),
        }
    }
}

fn permission_there(no: &Permission, belongs: &Belongs) -> Permission {
    Permission {
        person: belongs.person.clone(),
        relation: belongs.relation,
        by: belongs.by.clone(),
        ..no.clone()
    }
}

fn found<'a>(answers: &'a [FiledPermission], id: &PermissionId) -> Done<&'a FiledPermission> {
    answers.iter().find(|filed| filed.id == *id).ok_or_else(|| {
        ActError::Refused(Refusal::NoSuch {
            thing: Thing::Answer,
            id: crate::domain::ids::short(&id.0).to_owned(),
        })
    })
}

fn refused(why: NotMoved) -> ActError {
    ActError::Answer(NotRecorded::Move(why))
}
