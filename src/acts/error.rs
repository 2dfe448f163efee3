//! Why an act was not done, and how that is reported. Knows no words of any one act.

use super::beside::Asked;
use super::doubt::NotSettled;
use super::not_done::Ending;
use super::permit::NotRecorded;
use super::policy::NotAdopted;
use super::refusal::Refusal;
use super::release::NotThere;
use super::repair::NotSetRight;
use crate::acts::tag::NotComplete;
use crate::domain::mis::NotImported;
use crate::domain::school::Registered;
use crate::domain::slip::CodeError;
use crate::domain::verdict::Reason;
use crate::faces::FacesError;
use crate::outlet::OutletError;
use crate::paper::{PaperError, PrinterError};
use crate::picture::PictureError;
use crate::register::RegisterError;
use crate::sheet::SheetError;
use crate::vault::VaultError;
use serde::{Deserialize, Serialize};

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The rules, or somebody's role, say no.
    #[error("it was not done: {0}")]
    Refused(Refusal),
    /// Somebody's name, as it may be shown, and a PIN that does not go with it.
    #[error("that is not the PIN of whoever was named, or nobody of that name has an account here")]
    WrongPin(Option<String>),
    /// Somebody says that a photo's tags are complete, and they are not.
    #[error("the tags of this photo are not complete")]
    NotComplete(NotComplete),
    /// Somebody is in a picture that looks alike, and nobody has said whether in this one too.
    #[error("somebody is in a picture that looks alike; say whether they are in this one too")]
    AskedBeside(Vec<Asked>),
    /// Somebody looked at a doubt about who is shown, and may not settle it.
    #[error("this doubt was not settled")]
    NotSettled(NotSettled),
    /// Somebody else set the PIN: its owner chooses another first.
    #[error("this PIN was set by the head teacher; choose one that only you know first")]
    PinToChoose,
    /// One who waits after wrong PINs is let in by somebody else.
    #[error("somebody else of the office, or the head teacher, lets you try again")]
    OwnWait,
    /// Looser rules were not proposed or confirmed.
    #[error("the rules stay as they are")]
    Policy(NotAdopted),
    /// A record that was changed past the register was not set right.
    #[error("the record was not set right")]
    NotSetRight(NotSetRight),
    /// Copies for this channel do not go to such a place.
    #[error("copies for this channel do not go to such a place")]
    NotThere(NotThere),
    /// Nobody is named in a photo and no face was found in it: among others it goes only where somebody
    /// asks for it by name.
    #[error("nobody is named in this photo and no face was found in it; ask for it by name")]
    Unnamed,
    /// The gate says no.
    #[error("this photo may not go there")]
    Blocked(Vec<Reason>),
    /// An answer about somebody, or its evidence, cannot be recorded as it is.
    #[error("the answer was not recorded")]
    Answer(NotRecorded),
    /// A file that was brought in is no list.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// A slip's code cannot be believed.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// A list from the MIS cannot be taken over as it is understood, or not yet.
    #[error(transparent)]
    Import(#[from] NotImported),
    /// Somebody who is here could be whoever is to be added.
    #[error(
        "somebody of this name, or nearly, is in the register; say whether it is the same person"
    )]
    Alike(Vec<Alike>),
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    Register(#[from] RegisterError),
    #[error(transparent)]
    Faces(#[from] FacesError),
    #[error("{0}")]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Paper(#[from] PaperError),
    #[error(transparent)]
    Printer(#[from] PrinterError),
    #[error("nothing went out: {0}")]
    Outlet(#[from] OutletError),
}

/// Somebody in the register who could be whoever is to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    pub entry: Registered,
    pub is_same_name: bool,
    /// Nobody can be added beside them unless both birth dates are known and differ.
    pub needs_birth_dates: bool,
}

impl ActError {
    /// How it ended.
    pub fn ending(&self) -> Ending {
        match self {
            ActError::Refused(why) if why.is_of_input() => Ending::Unusable,
            ActError::Sheet(SheetError::Stopped) => Ending::Refused,
            ActError::Refused(_)
            | ActError::WrongPin(_)
            | ActError::NotComplete(_)
            | ActError::NotSettled(_)
            | ActError::AskedBeside(_)
            | ActError::NotThere(_)
            | ActError::Policy(_)
            | ActError::NotSetRight(_)
            | ActError::PinToChoose
            | ActError::OwnWait
            | ActError::Unnamed
            | ActError::Blocked(_)
            | ActError::Outlet(_)
            | ActError::Printer(_)
            | ActError::Register(
                RegisterError::Refused(_)
                | RegisterError::Changed
                | RegisterError::Stopped
                | RegisterError::Leapt { .. },
            ) => Ending::Refused,
            ActError::Answer(why) => why.ending(),
            ActError::Picture(PictureError::NoReader) => Ending::Store,
            ActError::Import(NotImported::Unsettled { .. }) => Ending::Refused,
            ActError::Import(NotImported::Mapping(_))
            | ActError::Sheet(_)
            | ActError::Code(_)
            | ActError::Alike(_)
            | ActError::Picture(_) => Ending::Unusable,
            ActError::Register(_)
            | ActError::Vault(_)
            | ActError::Faces(_)
            | ActError::Paper(_) => Ending::Store,
        }
    }
}

/// Short for what every act gives.
pub type Done<T> = Result<T, ActError>;
