//! What the screens say of what was not done. Every word stands in the screens' own files, in each language.

mod files;
mod refusals;
mod trouble;

use slint::{ComponentHandle, SharedString};

use super::mapping::as_sentence;
use super::{Inner, Say, SayRefusal, SayTrouble};
use crate::acts::ActError;
use crate::acts::release::{CountsAsOut, Stayed};
use crate::camera::CameraTrouble;

impl Inner {
    /// What went wrong, as a sentence.
    pub(super) fn sentence(&self, error: &ActError) -> SharedString {
        match error {
            ActError::Refused(why) => refusals::refusal(&self.app.global::<SayRefusal>(), why),
            ActError::WrongPin(name) => {
                let name = name.as_deref().unwrap_or_default();
                self.app.global::<Say>().invoke_wrong_pin(name.into())
            }
            ActError::Register(error) => trouble::register(&self.troubles(), error),
            ActError::Vault(error) => trouble::vault(&self.troubles(), error),
            ActError::Faces(error) => trouble::faces(&self.troubles(), error),
            ActError::Outlet(error) => trouble::outlet(&self.troubles(), error),
            ActError::Printer(error) => trouble::printer(&self.troubles(), error),
            ActError::Paper(error) => trouble::paper(&self.troubles(), error),
            ActError::Code(error) => trouble::code(&self.troubles(), error),
            ActError::Picture(error) => files::picture(&self.troubles(), error),
            ActError::Sheet(error) => files::sheet(&self.troubles(), error),
            other => as_sentence(&other.to_string()),
        }
    }

    /// What is wrong with the camera, as a sentence.
    pub(super) fn camera_sentence(&self, trouble: &CameraTrouble) -> SharedString {
        trouble::camera(&self.troubles(), trouble)
    }

    fn troubles(&self) -> SayTrouble<'_> {
        self.app.global::<SayTrouble>()
    }

    /// Why a copy is not out.
    pub(super) fn stayed(&self, why: &Stayed) -> SharedString {
        let say = self.app.global::<SayRefusal>();
        match why {
            Stayed::Act(error) => self.sentence(error),
            Stayed::Unfinished { file, .. } => say.invoke_unfinished(file.as_str().into()),
            Stayed::Untaken { why, counts } => {
                let why = trouble::outlet(&self.troubles(), why);
                match counts {
                    CountsAsOut::No => why,
                    CountsAsOut::UntilConfirmed => say.invoke_counts_until_confirmed(why),
                    CountsAsOut::UntilLookedAt => say.invoke_counts_until_looked_at(why),
                }
            }
        }
    }
}
