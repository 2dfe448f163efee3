//! What an import has to say of a list, in the words of the screens.

use slint::{ComponentHandle, SharedString};

use crate::domain::channel::ChannelId;
use crate::domain::mis::plan::{Gone, Saying, Unclear};
use crate::domain::mis::{Fault, Unfit, Unsure, Worth};
use crate::screens::mapping::date;
use crate::screens::{Inner, Say};

/// The first of several, and how many more there are.
pub(super) fn listed(of: impl ExactSizeIterator<Item = String>) -> SharedString {
    const MOST: usize = 8;
    let all = of.len();
    let mut first: Vec<String> = of.take(MOST).collect();
    if all > MOST {
        first.push(format!("… +{}", all - MOST));
    }
    first.join("; ").into()
}

impl Inner {
    /// Why it cannot be told whom a row is about, and what no it holds.
    pub(super) fn unsure_words(
        &self,
        one: &Unclear,
        name: &dyn Fn(&ChannelId) -> String,
        spot: &dyn Fn(u64) -> SharedString,
    ) -> SharedString {
        let say = self.app.global::<Say>();
        let (why, line) = match &one.why {
            Unsure::NoName => (0, None),
            Unsure::SeveralOfUpn => (1, None),
            Unsure::UpnOfAnother => (2, None),
            Unsure::UpnAndNameDiffer => (3, None),
            Unsure::OtherUpn => (4, None),
            Unsure::SeveralOfName => (5, None),
            Unsure::OtherBirthDate => (6, None),
            Unsure::NoChildHere => (7, None),
            Unsure::NearlyNamed => (8, None),
            Unsure::PerhapsRenamed => (9, None),
            Unsure::MarkedOfThatDay => (10, None),
            Unsure::UpnTwice(line) => (11, Some(*line)),
            Unsure::LikeLine(line) => (12, Some(*line)),
            Unsure::NoGroup => (13, None),
            Unsure::Unfit(Unfit::Name) => (14, None),
            Unsure::Unfit(Unfit::Dates) => (15, None),
            Unsure::Unfit(Unfit::Group) => (16, None),
        };
        let mut words = say.invoke_import_unsure(why, line.map(spot).unwrap_or_default());
        for (channel, no) in &one.noes {
            words = say.invoke_import_holds_no(words, name(channel).into(), no.into());
        }
        if one.holds_a_no && one.noes.is_empty() {
            words = say.invoke_import_holds_no(words, "".into(), "".into());
        }
        words
    }

    /// What of a row is worth a look.
    pub(super) fn worth_words(
        &self,
        what: &Worth,
        name: &dyn Fn(&ChannelId) -> String,
    ) -> SharedString {
        let none = String::new;
        let (what, one, other) = match what {
            Worth::Passed { header, says } => (0, header.clone(), says.clone()),
            Worth::TurnedBy { header, says } => (1, header.clone(), says.clone()),
            Worth::YesLeftOut { header, says } => (2, header.clone(), says.clone()),
            Worth::BothSaid(channel) => (3, name(channel), none()),
            Worth::NoDate { header, says } => (4, header.clone(), says.clone()),
            Worth::FutureBirth => (5, none(), none()),
            Worth::LeavesBeforeBirth => (6, none(), none()),
            Worth::WrongUpnLetter => (7, none(), none()),
            Worth::NoUpn => (8, none(), none()),
            Worth::Mended { was, likely } => (9, was.clone(), likely.clone()),
            Worth::LetterLost => (10, none(), none()),
            Worth::OneName => (11, none(), none()),
            Worth::KnownAs(known) => (12, known.clone(), none()),
            Worth::LinesDiffer(_) => (13, none(), none()),
            Worth::StaysInList(last) => (14, date(&self.app, *last).to_string(), none()),
        };
        let say = self.app.global::<Say>();
        say.invoke_import_worth(what, one.into(), other.into())
    }

    /// A yes on record, and what the list says in its place.
    pub(super) fn gone_words(
        &self,
        gone: &Gone,
        name: &dyn Fn(&ChannelId) -> String,
    ) -> SharedString {
        let say = self.app.global::<Say>();
        let yeses = gone.yeses.iter().map(|(by, signed)| {
            let day = date(&self.app, *signed);
            say.invoke_import_said_yes(by.into(), day).to_string()
        });
        let yeses: Vec<String> = yeses.collect();
        let (says, words) = match &gone.says {
            Saying::Nothing => (0, ""),
            Saying::Words(words) => (1, words.as_str()),
            Saying::OlderNo(words, _) => (2, words.as_str()),
        };
        let channel = name(&gone.channel).into();
        say.invoke_import_gone(channel, says, words.into(), yeses.join("; ").into())
    }

    /// What keeps the columns from being used.
    pub(super) fn fault_words(&self, fault: &Fault) -> SharedString {
        let none = String::new;
        let (what, one, other) = match fault {
            Fault::OtherColumns => (0, none(), none()),
            Fault::Twice(one, other) => (1, one.clone(), other.clone()),
            Fault::NoNames => (2, none(), none()),
            Fault::NamesTwice => (3, none(), none()),
            Fault::Nowhere(header) => (4, header.clone(), none()),
            Fault::NowhereFor { header, value } => (5, value.clone(), header.clone()),
            Fault::TooManyValues(header) => (6, header.clone(), none()),
            Fault::NoSignatory => (7, none(), none()),
        };
        let say = self.app.global::<Say>();
        say.invoke_import_fault(what, one.into(), other.into())
    }
}
