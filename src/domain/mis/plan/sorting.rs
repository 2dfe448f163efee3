//! Whom each child of a list is, all of them together: whoever another line is about is nobody's double.

use std::collections::{HashMap, HashSet};

use super::super::row::Said;
use super::super::{Holds, Mapping, Table, Unsure, Worth};
use super::who::{Index, Verdict, unclear};
use super::{Plan, Terms, rows};
use crate::domain::person::PersonId;
use crate::domain::school::Registered;

/// Names whose letters were put right, beside what was read.
pub fn mended(table: &Table, mapping: &Mapping, all: &mut [Said]) {
    for mended in &table.mended {
        let is_of_names = mapping.columns.get(mended.column).is_some_and(|column| {
            matches!(
                column.holds,
                Holds::Given
                    | Holds::Family
                    | Holds::FullName
                    | Holds::KnownAs
                    | Holds::KnownFamily
                    | Holds::Signatory
            )
        });
        let row = all.binary_search_by_key(&mended.line, |said| said.line);
        if let (true, Ok(row)) = (is_of_names, row)
            && let (Some(said), Some(line)) = (all.get_mut(row), table.rows.get(row))
        {
            let worth = Worth::Mended {
                was: mended.was.clone(),
                likely: line.cell(mended.column).to_owned(),
            };
            said.remarks.push((mended.line, worth));
        }
    }
}

/// Whom each child of the list is, as far as it can be told or was said; what a person has to say first
/// goes to the unclear. Rows that are about one child of the register are put together.
pub fn sort_out<'a>(
    plan: &mut Plan,
    index: &Index<'a>,
    all: Vec<Said>,
    terms: &Terms,
) -> Vec<(Said, Option<&'a Registered>)> {
    let mut told: Vec<(Said, Verdict<'a>)> = Vec::with_capacity(all.len());
    for said in all {
        let verdict = index.told(&said);
        told.push((said, verdict));
    }
    let met: HashSet<&PersonId> = told
        .iter()
        .filter_map(|(_, verdict)| match verdict {
            Verdict::Known(old) => Some(&old.person.id),
            _ => None,
        })
        .collect();
    let joining: Vec<&Said> = told
        .iter()
        .filter(|(_, verdict)| matches!(verdict, Verdict::Nobody))
        .map(|(said, _)| said)
        .collect();
    let near = rows::nearly_alike(&joining);
    let mut found: Vec<(Said, Option<&'a Registered>)> = Vec::with_capacity(told.len());
    let mut places: HashMap<PersonId, usize> = HashMap::new();
    let mut open = Vec::new();
    for (said, verdict) in &told {
        let doubt = match verdict {
            Verdict::Known(old) => Ok(Some(*old)),
            Verdict::Unclear(unclear) => Err((**unclear).clone()),
            Verdict::Nobody => match (index.resembled(said, &met), near.get(&said.line)) {
                (Some(unclear), _) => Err(unclear),
                (None, Some(line)) => {
                    let mut one = unclear(said, Unsure::LikeLine(*line), &[]);
                    one.may_be_new = true;
                    Err(one)
                }
                (None, None) => Ok(None),
            },
        };
        let whose = match doubt {
            Ok(whose) => whose,
            Err(unclear) => match index.picked(&unclear, terms.picks.get(&said.line)) {
                Ok(whose) => whose,
                Err(()) => {
                    open.push(unclear);
                    continue;
                }
            },
        };
        let before = whose.and_then(|old| places.get(&old.person.id).copied());
        match before.and_then(|place| found.get_mut(place)) {
            Some((child, _)) => rows::join(child, said.clone()),
            None => {
                if let Some(old) = whose {
                    places.insert(old.person.id.clone(), found.len());
                }
                found.push((said.clone(), whose));
            }
        }
    }
    for unclear in open {
        plan.leave(unclear, terms);
    }
    found
}
