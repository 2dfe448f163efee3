//! One row of a list, read as its mapping says. Knows nothing of the register.

use chrono::NaiveDate;

use super::upn::{self, Standing};
use super::{Holds, Line, Mapping, Meaning, dates};
use crate::domain::channel::ChannelId;
use crate::domain::permission::Answer;

/// What a row says of a child. What is empty says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub line: u64,
    pub upn: Option<String>,
    pub given: String,
    pub family: String,
    pub known_as: Vec<String>,
    pub born: Option<NaiveDate>,
    pub group: String,
    pub leaves: Option<NaiveDate>,
    pub answers: Vec<Answered>,
    /// Worth a look, and no reason to leave the row out.
    pub remarks: Vec<String>,
}

/// An answer in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub channel: ChannelId,
    pub answer: Answer,
    pub by: String,
    /// As the row or the mapping says; none: on the day of the import.
    pub on: Option<NaiveDate>,
}

/// Reads a row. Errors: why it cannot be used, in words; nothing of it is then.
pub fn read(line: &Line, mapping: &Mapping, today: NaiveDate) -> Result<Said, String> {
    let text = |holds| mapping.place(holds).map_or("", |place| line.cell(place));
    let day = |place: usize| -> Result<Option<NaiveDate>, String> {
        match line.cell(place) {
            "" => Ok(None),
            cell => dates::read(cell).map(Some).ok_or_else(|| {
                format!(
                    "`{}` is not a date such as 5/1/2022 (day first)",
                    mapping.header(place)
                )
            }),
        }
    };
    let of = |holds| mapping.place(holds).map_or(Ok(None), day);
    let (given, family) = names(line, mapping)?;
    let born = of(Holds::Born)?;
    if born.is_some_and(|born| born > today) {
        return Err("the birth date is in the future".to_owned());
    }
    let mut said = Said {
        line: line.number,
        given,
        family,
        known_as: text(Holds::KnownAs)
            .split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        born,
        group: text(Holds::Group).to_owned(),
        leaves: of(Holds::Leaves)?,
        ..Said::default()
    };
    if said
        .leaves
        .zip(said.born)
        .is_some_and(|(leaves, born)| leaves < born)
    {
        return Err("they would leave before they were born".to_owned());
    }
    // A known-as name that is the given name says nothing.
    said.known_as.retain(|name| *name != said.given);
    number(&mut said, text(Holds::Upn));
    answers(&mut said, line, mapping, today, day)?;
    Ok(said)
}

fn names(line: &Line, mapping: &Mapping) -> Result<(String, String), String> {
    let (given, family) = match mapping.place(Holds::FullName) {
        Some(place) => {
            let full = line.cell(place);
            match full.split_once(',') {
                Some((family, given)) => (given.trim().to_owned(), family.trim().to_owned()),
                None => match full.rsplit_once(' ') {
                    Some((given, family)) => (given.trim().to_owned(), family.to_owned()),
                    None => (full.to_owned(), String::new()),
                },
            }
        }
        None => {
            let text = |holds| mapping.place(holds).map_or("", |place| line.cell(place));
            (
                text(Holds::Given).to_owned(),
                text(Holds::Family).to_owned(),
            )
        }
    };
    if given.is_empty() || family.is_empty() {
        return Err("a first name or a family name is missing".to_owned());
    }
    Ok((given, family))
}

fn number(said: &mut Said, cell: &str) {
    let upn = upn::tidy(cell);
    match upn::standing(&upn) {
        _ if upn.is_empty() => {}
        Standing::Good => said.upn = Some(upn),
        Standing::WrongLetter => {
            said.remarks.push(
                "its first letter does not go with the rest of the UPN; check it in the MIS"
                    .to_owned(),
            );
            said.upn = Some(upn);
        }
        Standing::NoUpn => said
            .remarks
            .push("what stands there as UPN is none, and is left out".to_owned()),
    }
}

fn answers(
    said: &mut Said,
    line: &Line,
    mapping: &Mapping,
    today: NaiveDate,
    day: impl Fn(usize) -> Result<Option<NaiveDate>, String>,
) -> Result<(), String> {
    for place in mapping.places(Holds::Answer) {
        let Some(column) = mapping.columns.get(place) else {
            continue;
        };
        let answer = match column.meaning(line.cell(place)) {
            Meaning::Yes => Answer::Granted,
            Meaning::No => Answer::Refused,
            Meaning::Withdrawn => Answer::Withdrawn,
            Meaning::NotAsked => continue,
        };
        let dated = match mapping.beside(place, Holds::GivenOn) {
            Some(beside) => day(beside)?,
            None => None,
        };
        let on = dated.or(mapping.given_on);
        if on.is_some_and(|on| on > today) {
            return Err("an answer would be given in the future".to_owned());
        }
        let by = mapping
            .beside(place, Holds::Signatory)
            .map_or("", |beside| line.cell(beside));
        let by = if by.is_empty() {
            mapping.signatory.trim()
        } else {
            by
        };
        for channel in &column.channels {
            let new = Answered {
                channel: channel.clone(),
                answer,
                by: by.to_owned(),
                on,
            };
            let other = said
                .answers
                .iter_mut()
                .find(|other| other.channel == *channel && other.by == by);
            match other {
                // Two columns of one child and channel: the no is heard, whichever comes first.
                Some(other) => {
                    if (other.answer == Answer::Granted) != (answer == Answer::Granted) {
                        said.remarks
                            .push(format!("says both yes and no for {channel}; the no counts"));
                    }
                    if other.answer == Answer::Granted {
                        *other = new;
                    }
                }
                None => said.answers.push(new),
            }
        }
    }
    Ok(())
}
