//! What an import has to say of a list, in the words of the command line.

use crate::cli::words::day;
use crate::domain::mis::plan::Saying;
use crate::domain::mis::{Unfit, Unsure, Worth};

/// What stands where a yes did.
pub fn saying(says: &Saying) -> String {
    match says {
        Saying::Nothing => "no longer said".to_owned(),
        Saying::Words(words) => format!("“{words}”, no longer yes"),
        Saying::OlderNo(words, Some(on)) => format!("no: “{words}”, of {}", day(*on)),
        Saying::OlderNo(words, None) => format!("no: “{words}”"),
    }
}

/// Why it cannot be told whom a row is about.
pub fn unsure(why: &Unsure, line: &dyn Fn(u64) -> String) -> String {
    match why {
        Unsure::NoName => "there is no name, and no UPN of a child who is here".to_owned(),
        Unsure::SeveralOfUpn => "several children here bear this UPN".to_owned(),
        Unsure::UpnOfAnother => {
            "the UPN is that of a child with another name and birth date".to_owned()
        }
        Unsure::UpnAndNameDiffer => {
            "the UPN is one child's, name and birth date are another's".to_owned()
        }
        Unsure::OtherUpn => "a child of this name and birth date has another UPN here".to_owned(),
        Unsure::SeveralOfName => "several children here bear this name and birth date".to_owned(),
        Unsure::OtherBirthDate => {
            "a child of this name is here with another birth date, or with none".to_owned()
        }
        Unsure::NoChildHere => "somebody of this name is here, and not as a child".to_owned(),
        Unsure::NearlyNamed => "somebody is here whose name is nearly the same".to_owned(),
        Unsure::PerhapsRenamed => {
            "somebody with this birth date and one of these names is here, and not in the list"
                .to_owned()
        }
        Unsure::MarkedOfThatDay => {
            "somebody with a never-photograph mark has this birth date".to_owned()
        }
        Unsure::UpnTwice(other) => {
            format!("line {} has this UPN and another name", line(*other))
        }
        Unsure::LikeLine(other) => {
            format!("line {} could be about the same child", line(*other))
        }
        Unsure::NoGroup => {
            "a child who is new here needs a group; fill it in in the list".to_owned()
        }
        Unsure::Unfit(Unfit::Name) => {
            "a name is missing, too long or has signs that are not letters".to_owned()
        }
        Unsure::Unfit(Unfit::Dates) => "they would leave before they were born".to_owned(),
        Unsure::Unfit(Unfit::Group) => "a child belongs to a group".to_owned(),
    }
}

/// What is worth a look.
pub fn worth(what: &Worth) -> String {
    match what {
        Worth::Passed { header, says } => {
            format!("`{header}` says “{says}”, which could be a no and is not read as one")
        }
        Worth::TurnedBy { header, says } => {
            format!("`{header}` says “{says}”, so its yes is read as a no")
        }
        Worth::YesLeftOut { header, says } => {
            format!("`{header}` says “{says}”, which is no day up to today: its yes is left out")
        }
        Worth::BothSaid(channel) => format!("says both yes and no for {channel}; the no counts"),
        Worth::NoDate { header, says } => format!(
            "`{header}` says “{says}”, which is not a date such as 5/1/2022 (day first), and is left out"
        ),
        Worth::FutureBirth => "the birth date is in the future, and is left out".to_owned(),
        Worth::LeavesBeforeBirth => {
            "they would leave before they were born; the last day is left out".to_owned()
        }
        Worth::WrongUpnLetter => {
            "its first letter does not go with the rest of the UPN; check it in the MIS".to_owned()
        }
        Worth::NoUpn => "what stands there as UPN is none, and is left out".to_owned(),
        Worth::Mended { was, likely } => {
            format!("read as “{was}”, and likely “{likely}”: taken over as the likely one")
        }
        Worth::LetterLost => {
            "a question mark stands in the name, where a letter was lost; mend it in the MIS"
                .to_owned()
        }
        Worth::OneName => "has one name alone".to_owned(),
        Worth::KnownAs(name) => format!("“{name}” is taken for a name that they are known by"),
        Worth::LinesDiffer(_) => {
            "another line of this child says otherwise; the first one counts".to_owned()
        }
        Worth::StaysInList(last) => format!(
            "leaves on {} here, and the list has no such date; if they stay, say so on their page",
            day(*last)
        ),
    }
}
