//! What an import has to say of a list, as values: whoever shows it finds the words.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::channel::ChannelId;

/// What keeps a mapping from being used on a list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Fault {
    #[error("this says what other columns are than those of the list; begin again with the list")]
    OtherColumns,
    #[error("`{0}` and `{1}` cannot both hold the same; choose one of them")]
    Twice(String, String),
    #[error(
        "no column says what the children are called; choose the one with first names and the one with \
         family names, or the one with both"
    )]
    NoNames,
    #[error("the names are there twice, in one column and in two; choose either")]
    NamesTwice,
    #[error("say what the answers in `{0}` are for, or that the column is not used")]
    Nowhere(String),
    #[error("say what `{value}` in `{header}` is for, or that it is for nothing here")]
    NowhereFor { header: String, value: String },
    #[error(
        "`{0}` has more than {most} different values, so it is no column of answers; say that it is not used",
        most = super::MOST_VALUES
    )]
    TooManyValues(String),
    #[error("say whose answers they are where the list does not")]
    NoSignatory,
}

/// Why an import was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NotImported {
    #[error(transparent)]
    Mapping(#[from] Fault),
    /// Of a preview, how many points are open: yeses that the list no longer says, and rows with a no
    /// about somebody who cannot be told.
    #[error(
        "{gone} yeses on record are no longer said by the list, and {unclear} rows hold a no and cannot be told: \
         nothing was written; say of each what it means, as the preview shows"
    )]
    Unsettled { gone: usize, unclear: usize },
}

/// Why it cannot be told whom a row is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unsure {
    /// Neither a name nor a number of anybody here.
    NoName,
    SeveralOfUpn,
    UpnOfAnother,
    UpnAndNameDiffer,
    OtherUpn,
    SeveralOfName,
    /// Here with another birth date, or with none.
    OtherBirthDate,
    /// Here, and no child.
    NoChildHere,
    /// A name that is nearly the same.
    NearlyNamed,
    /// The same birth date and one name, and whoever it is stands nowhere else in the list.
    PerhapsRenamed,
    /// Somebody with a never-photograph mark has this birth date.
    MarkedOfThatDay,
    /// Another line with this number has another name.
    UpnTwice(u64),
    /// Another line could be about the same child.
    LikeLine(u64),
    NoGroup,
    /// Why the entry could not be recorded.
    Unfit(Unfit),
}

/// Something about a row that is worth a look.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Worth {
    /// Nothing that could be a no is passed over: what a cell says that is read otherwise, and where.
    Passed {
        header: String,
        says: String,
    },
    /// A yes whose own day or signatory says no, and is read as one.
    TurnedBy {
        header: String,
        says: String,
    },
    /// A yes that is left out, since its day cannot be read or is yet to come.
    YesLeftOut {
        header: String,
        says: String,
    },
    /// The no counts.
    BothSaid(ChannelId),
    /// A cell that cannot be read as the day that it should be.
    NoDate {
        header: String,
        says: String,
    },
    FutureBirth,
    LeavesBeforeBirth,
    WrongUpnLetter,
    NoUpn,
    /// The letters were read by the wrong code page.
    Mended {
        was: String,
        likely: String,
    },
    /// A question mark where a letter was.
    LetterLost,
    OneName,
    /// The name in brackets is one that they are known by.
    KnownAs(String),
    /// Lines of one child disagree; the first one counts.
    LinesDiffer(u64),
    /// Leaves here, and the list has no such day.
    StaysInList(NaiveDate),
}

impl Worth {
    /// Whether it is about a no.
    pub fn is_of_a_no(&self) -> bool {
        matches!(
            self,
            Worth::Passed { .. } | Worth::TurnedBy { .. } | Worth::BothSaid(_)
        )
    }
}

/// What of an entry the register does not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unfit {
    /// No name, one that is too long, or one with signs that are not letters.
    Name,
    /// They would leave before they were born.
    Dates,
    /// A child without a group, or a group's name as above.
    Group,
}
