//! What a command prints: text for people, or the same as JSON.

use std::io::Write;

use serde_json::{Value, json};

use super::{exit, words};
use crate::acts::{ActError, Ending};

/// What a command has to say, in both forms, and how it ended.
pub struct Answer {
    pub text: String,
    pub json: Value,
    pub code: u8,
}

impl Answer {
    /// Done.
    pub fn done(text: impl Into<String>, json: Value) -> Answer {
        Answer {
            text: text.into(),
            json,
            code: exit::DONE,
        }
    }

    /// Ended with this code.
    pub fn ending(mut self, code: u8) -> Answer {
        self.code = code;
        self
    }

    pub fn print(&self, as_json: bool, out: &mut dyn Write) -> std::io::Result<u8> {
        if as_json {
            writeln!(out, "{:#}", self.json)?;
        } else {
            writeln!(out, "{}", self.text.trim_end())?;
        }
        Ok(self.code)
    }
}

/// The exit code of an error.
pub fn code_of(error: &ActError) -> u8 {
    code_ending(error.ending())
}

/// The exit code of how something ended.
pub fn code_ending(ending: Ending) -> u8 {
    match ending {
        Ending::Refused => exit::REFUSED,
        Ending::Unusable => exit::USAGE,
        Ending::Store => exit::STORE,
    }
}

/// Prints an error where it belongs.
pub fn print_error(
    error: &ActError,
    as_json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> std::io::Result<u8> {
    let code = code_of(error);
    let reasons: &[_] = match error {
        ActError::Blocked(reasons) => reasons,
        _ => &[],
    };
    let words = match error {
        ActError::NotComplete(why) => words::not_complete(*why),
        error => error.to_string(),
    };
    if as_json {
        let codes: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        let said = json!({"error": words, "reasons": codes});
        writeln!(out, "{said:#}")?;
    } else {
        writeln!(err, "shutterslip: {words}")?;
        for reason in reasons {
            writeln!(err, "  ✕ {reason}  {}", words::plain(reason))?;
        }
    }
    Ok(code)
}

/// Rows under a heading, columns aligned.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = head.iter().map(|cell| width(cell)).collect();
    for row in rows {
        for (column, cell) in widths.iter_mut().zip(row) {
            *column = (*column).max(width(cell));
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded: Vec<String> = cells
            .zip(&widths)
            .map(|(cell, column)| {
                let gap = column.saturating_sub(width(cell));
                format!("{cell}{}", " ".repeat(gap))
            })
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(&mut head.iter().copied())];
    let rule: Vec<String> = widths.iter().map(|column| "─".repeat(*column)).collect();
    lines.push(rule.join("  "));
    for row in rows {
        lines.push(line(&mut row.iter().map(String::as_str)));
    }
    lines.join("\n")
}

fn width(text: &str) -> usize {
    text.chars().count()
}
