//! What the screens say of what was not done. Every word stands in the screens' own files, in each language.

mod files;
mod refusals;
mod trouble;

use crate::clerk::Trouble;
use slint::{ComponentHandle, SharedString};

use super::{Inner, Say, SayRefusal, SayTrouble};
use crate::acts::release::CountsAsOut;
use crate::camera::CameraTrouble;
use crate::clerk::review::Stays;

impl Inner {
    /// What went wrong, as a sentence.
    pub(super) fn sentence(&self, error: &Trouble) -> SharedString {
        match error {
            Trouble::Refused(why) => refusals::refusal(&self.app.global::<SayRefusal>(), why),
            Trouble::WrongPin(name) => {
                let name = name.as_deref().unwrap_or_default();
                self.app.global::<Say>().invoke_wrong_pin(name.into())
            }
            Trouble::Machine(what) => trouble::machine(&self.troubles(), *what),
            Trouble::Place(error) => trouble::place(&self.troubles(), error),
            Trouble::Outlet(error) => trouble::outlet(&self.troubles(), error),
            Trouble::Printer(error) => trouble::printer(&self.troubles(), error),
            Trouble::Code(error) => trouble::code(&self.troubles(), error),
            Trouble::Picture(error) => files::picture(&self.troubles(), error),
            Trouble::Sheet(error) => files::sheet(&self.troubles(), error),
            Trouble::NotComplete(_) => self.troubles().invoke_not_complete(),
            Trouble::AskedBeside(_) => self.troubles().invoke_asked_beside(),
            Trouble::NotSettled(_) => self.troubles().invoke_not_settled(),
            Trouble::PinToChoose => self.troubles().invoke_pin_to_choose(),
            Trouble::OwnWait => self.troubles().invoke_own_wait(),
            Trouble::Policy(_) => self.troubles().invoke_rules_stay(),
            Trouble::NotSetRight(_) => self.troubles().invoke_not_set_right(),
            Trouble::NotThere(_) => self.troubles().invoke_not_that_place(),
            Trouble::Unnamed => self.troubles().invoke_nobody_named(),
            Trouble::Blocked(_) => self.troubles().invoke_may_not_go(),
            Trouble::Answer(_) => self.troubles().invoke_not_recorded(),
            Trouble::Import(_) => self.troubles().invoke_not_imported(),
            Trouble::Alike(_) => self.troubles().invoke_alike(),
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
    pub(super) fn stayed(&self, why: &Stays) -> SharedString {
        let say = self.app.global::<SayRefusal>();
        match why {
            Stays::Act(error) => self.sentence(error),
            Stays::Unfinished(file) => say.invoke_unfinished(file.as_str().into()),
            Stays::Untaken { why, counts } => {
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
