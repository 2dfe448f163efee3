//! Why something was not done, as it crosses from the clerk to a screen: what a screen tells apart, and
//! nothing of the machine's own words. Words are made by the screen.

use serde::{Deserialize, Serialize};

use crate::acts::beside::Asked;
use crate::acts::doubt::NotSettled;
use crate::acts::permit::NotRecorded;
use crate::acts::policy::NotAdopted;
use crate::acts::refusal::Refusal;
use crate::acts::release::NotThere;
use crate::acts::repair::NotSetRight;
use crate::acts::tag::NotComplete;
use crate::acts::{
    ActError, Alike, FacesError, OutletError, PictureError, RegisterError, SheetError, VaultError,
};
use crate::domain::mis::NotImported;
use crate::domain::slip::CodeError;
use crate::domain::verdict::Reason;
use crate::paper::{PaperError, PrinterError};
use crate::places::PlaceError;

/// What came of an ask.
pub type Came<T> = Result<T, Trouble>;

/// Why something was not done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Trouble {
    Refused(Refusal),
    WrongPin(Option<String>),
    NotComplete(NotComplete),
    AskedBeside(Vec<Asked>),
    NotSettled(NotSettled),
    PinToChoose,
    OwnWait,
    Policy(NotAdopted),
    NotSetRight(NotSetRight),
    NotThere(NotThere),
    Unnamed,
    Blocked(Vec<Reason>),
    Answer(NotRecorded),
    Sheet(SheetError),
    Code(CodeError),
    Import(NotImported),
    Alike(Vec<Alike>),
    Picture(PictureError),
    Printer(PrinterError),
    Outlet(OutletError),
    Place(PlaceError),
    Machine(Machine),
}

/// What the machine could not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Machine {
    RegisterUnreachable,
    RegisterWrongKey,
    RegisterInUse,
    RegisterFull,
    RegisterUnreadable,
    RegisterTampered,
    RegisterChanged,
    RegisterLeapt,
    RegisterStopped,
    RegisterRefused,
    PhotoMissing,
    PhotoDamaged,
    VaultFull,
    VaultUnreachable,
    NoRandomness,
    FaceFinderDamaged,
    FaceFinderNoPicture,
    FaceFinderFailed,
    PaperFails,
}

impl Trouble {
    /// Whoever asked is at work here no more, or may not: nobody reads the answer.
    pub fn is_shut_out(&self) -> bool {
        matches!(
            self,
            Trouble::Refused(
                Refusal::Locked
                    | Refusal::AccountChanged { .. }
                    | Refusal::AccountClosed { .. }
                    | Refusal::NotYours { .. }
            )
        )
    }
}

impl From<&ActError> for Trouble {
    fn from(error: &ActError) -> Trouble {
        match error {
            ActError::Refused(why) => Trouble::Refused(why.clone()),
            ActError::WrongPin(name) => Trouble::WrongPin(name.clone()),
            ActError::NotComplete(why) => Trouble::NotComplete(*why),
            ActError::AskedBeside(asked) => Trouble::AskedBeside(asked.clone()),
            ActError::NotSettled(why) => Trouble::NotSettled(*why),
            ActError::PinToChoose => Trouble::PinToChoose,
            ActError::OwnWait => Trouble::OwnWait,
            ActError::Policy(why) => Trouble::Policy(why.clone()),
            ActError::NotSetRight(why) => Trouble::NotSetRight(why.clone()),
            ActError::NotThere(why) => Trouble::NotThere(why.clone()),
            ActError::Unnamed => Trouble::Unnamed,
            ActError::Blocked(reasons) => Trouble::Blocked(reasons.clone()),
            ActError::Answer(why) => Trouble::Answer(why.clone()),
            ActError::Sheet(error) => Trouble::Sheet(error.clone()),
            ActError::Code(error) => Trouble::Code(*error),
            ActError::Import(why) => Trouble::Import(why.clone()),
            ActError::Alike(alike) => Trouble::Alike(alike.clone()),
            ActError::Picture(error) => Trouble::Picture(error.clone()),
            ActError::Printer(error) => Trouble::Printer(error.clone()),
            ActError::Outlet(error) => Trouble::Outlet(error.clone()),
            ActError::Register(error) => Trouble::Machine(of_register(error)),
            ActError::Vault(error) => Trouble::Machine(of_vault(error)),
            ActError::Faces(error) => Trouble::Machine(of_faces(error)),
            ActError::Paper(_) => Trouble::Machine(Machine::PaperFails),
        }
    }
}

impl From<ActError> for Trouble {
    fn from(error: ActError) -> Trouble {
        Trouble::from(&error)
    }
}

impl From<PlaceError> for Trouble {
    fn from(error: PlaceError) -> Trouble {
        Trouble::Place(error)
    }
}

impl From<PaperError> for Trouble {
    fn from(_: PaperError) -> Trouble {
        Trouble::Machine(Machine::PaperFails)
    }
}

fn of_register(error: &RegisterError) -> Machine {
    match error {
        RegisterError::Unreachable(_) => Machine::RegisterUnreachable,
        RegisterError::WrongKey => Machine::RegisterWrongKey,
        RegisterError::InUse => Machine::RegisterInUse,
        RegisterError::Full => Machine::RegisterFull,
        RegisterError::Unreadable { .. } => Machine::RegisterUnreadable,
        RegisterError::Tampered { .. } => Machine::RegisterTampered,
        RegisterError::Changed => Machine::RegisterChanged,
        RegisterError::Leapt { .. } => Machine::RegisterLeapt,
        RegisterError::Stopped => Machine::RegisterStopped,
        RegisterError::Refused(_) => Machine::RegisterRefused,
    }
}

fn of_vault(error: &VaultError) -> Machine {
    match error {
        VaultError::Missing => Machine::PhotoMissing,
        VaultError::Truncated { .. }
        | VaultError::Swapped
        | VaultError::Damaged
        | VaultError::NotSealed => Machine::PhotoDamaged,
        VaultError::Full => Machine::VaultFull,
        VaultError::Unreachable(_) => Machine::VaultUnreachable,
        VaultError::NoRandomness(_) => Machine::NoRandomness,
    }
}

fn of_faces(error: &FacesError) -> Machine {
    match error {
        FacesError::Damaged | FacesError::Unreadable => Machine::FaceFinderDamaged,
        FacesError::NoPicture => Machine::FaceFinderNoPicture,
        FacesError::Failed { .. } | FacesError::Stopped => Machine::FaceFinderFailed,
    }
}
