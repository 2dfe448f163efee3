//! Somebody who signed in, as every act is told who does it.

use crate::domain::ids::StaffId;
use crate::domain::staff::{Role, Staff};

/// Somebody who signed in. Only signing in makes one, so an act cannot be done by nobody.
#[derive(Clone, Debug)]
pub struct Session {
    id: StaffId,
    name: String,
    role: Role,
}

impl Session {
    pub fn id(&self) -> &StaffId {
        &self.id
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn role(&self) -> Role {
        self.role
    }

    pub(crate) fn of(staff: &Staff) -> Session {
        Session {
            id: staff.id.clone(),
            name: staff.name.clone(),
            role: staff.role,
        }
    }
}
