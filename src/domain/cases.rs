//! Case files: questions with the answers that a school expects, so that it can prove its policy and
//! we can prove the core. A file is understood whole or not at all. Knows no file system: it is
//! handed the text.

mod case;
mod defaults;
mod json;
mod picture;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::decision::{Question, decide};
use super::policy::fields::{Problems, printable};
use super::policy::tree::{Node, Value};
use super::policy::{Policy, SHIPPED};
use super::verdict::Verdict;

/// The answer that a case's writer expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    pub allowed: bool,
    /// Codes with their subjects, in any order.
    pub reasons: Vec<String>,
}

/// One case, asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseOutcome {
    /// Where the case begins, counted from 1.
    pub line: usize,
    pub name: String,
    pub expected: Expectation,
    pub got: Verdict,
}

impl CaseOutcome {
    /// Whether the verdict is the expected one, to the last reason.
    pub fn agrees(&self) -> bool {
        self.expected.allowed == self.got.is_allowed() && self.wanted() == self.given()
    }

    /// Reasons that were expected and not given.
    pub fn missing(&self) -> Vec<String> {
        self.wanted().difference(&self.given()).cloned().collect()
    }

    /// Reasons that were given and not expected.
    pub fn unexpected(&self) -> Vec<String> {
        self.given().difference(&self.wanted()).cloned().collect()
    }

    fn wanted(&self) -> BTreeSet<String> {
        self.expected.reasons.iter().cloned().collect()
    }

    fn given(&self) -> BTreeSet<String> {
        self.got.reasons().iter().map(ToString::to_string).collect()
    }
}

/// One thing that is wrong with a case file: where, what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFault {
    /// Counted from 1.
    pub line: usize,
    /// The case's name, or its place in the file; nothing where the file is no list of cases.
    pub case: Option<String>,
    /// The key, with the keys it stands under; empty where the file is no list of cases.
    pub key: String,
    pub message: String,
}

/// Line 12, case `one parent withdrew`, key `photo.faces`: what is wrong.
impl std::fmt::Display for CaseFault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "line {}", self.line)?;
        if let Some(case) = &self.case {
            write!(out, ", case {case}")?;
        }
        if !self.key.is_empty() {
            write!(out, ", key `{}`", self.key)?;
        }
        write!(out, ": {}", self.message)
    }
}

/// Why a case file was not run: everything wrong with it, in the order of the file; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFileError {
    pub faults: Vec<CaseFault>,
}

/// A line for each fault.
impl std::fmt::Display for CaseFileError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            write!(out, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CaseFileError {}

/// Asks every case of a file. One case that is not understood fails the whole file, since a rule
/// that was never asked would look like one that holds.
pub fn run(text: &str) -> Result<Vec<CaseOutcome>, CaseFileError> {
    let root = json::read(text).map_err(|error| {
        let message = format!("this is not JSON: {}", error.message);
        unlisted(error.line, message)
    })?;
    let Value::List(nodes) = &root.value else {
        let message = format!(
            "a case file is a list of cases, not {}; put them between `[` and `]`",
            root.value.called()
        );
        return Err(unlisted(root.line, message));
    };
    let shipped: Vec<(&str, Arc<Policy>)> = SHIPPED
        .iter()
        .filter_map(|(id, _)| Some((*id, Arc::new(Policy::shipped(id)?))))
        .collect();
    let mut faults = Vec::new();
    let mut cases = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let mut problems = Problems::default();
        let case = case::case(node, &shipped, &mut problems);
        let understood = problems.is_empty();
        let called = called(node, index);
        faults.extend(problems.in_order().into_iter().map(|problem| CaseFault {
            line: problem.line,
            case: Some(called.clone()),
            key: problem.key,
            message: problem.message,
        }));
        match case {
            Some(case) if understood => cases.push(case),
            // Never without a word: a case that nothing is wrong with is a case.
            None if understood => faults.push(CaseFault {
                line: node.line,
                case: Some(called),
                key: String::new(),
                message: "the case could not be understood; compare it with the example".to_owned(),
            }),
            Some(_) | None => {}
        }
    }
    if !faults.is_empty() {
        faults.sort_by_key(|fault| fault.line);
        return Err(CaseFileError { faults });
    }
    cases.into_iter().map(ask).collect()
}

fn ask(case: case::Case) -> Result<CaseOutcome, CaseFileError> {
    let Some(channel) = case.policy.channel(&case.channel) else {
        let message = "the policy lost its channel; name another".to_owned();
        return Err(unlisted(case.line, message));
    };
    let got = decide(&Question {
        policy: &case.policy,
        channel,
        today: case.today,
        photo: &case.photo,
        people: (&case.people).into(),
        permissions: &case.permissions,
        clock_behind: case.clock_behind,
        register_live: case.register_live,
        register_restored: case.register_restored,
    });
    Ok(CaseOutcome {
        line: case.line,
        name: case.name,
        expected: case.expected,
        got,
    })
}

/// The case's name in backticks, or its place in the file.
fn called(node: &Node, index: usize) -> String {
    let name = match &node.value {
        Value::Table(entries) => entries.iter().find(|entry| entry.key == "name"),
        _ => None,
    };
    match name.map(|entry| &entry.node.value) {
        Some(Value::Text(name)) if !name.trim().is_empty() => format!("`{}`", printable(name)),
        _ => format!("number {}", index + 1),
    }
}

fn unlisted(line: usize, message: String) -> CaseFileError {
    CaseFileError {
        faults: vec![CaseFault {
            line,
            case: None,
            key: String::new(),
            message,
        }],
    }
}
