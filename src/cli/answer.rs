//! What a command prints: text for people, or the same as JSON.

use std::io::Write;

use serde_json::{Value, json};

use super::{CliError, exit, heard, rules, words};
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
            writeln!(out, "{}", escaped(&self.json))?;
        } else {
            writeln!(out, "{}", words::plain_lines(self.text.trim_end()))?;
        }
        Ok(self.code)
    }
}

/// The exit code of an error.
pub fn code_of(error: &CliError) -> u8 {
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
    error: &CliError,
    as_json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> std::io::Result<u8> {
    let code = code_of(error);
    let reasons: &[_] = match error {
        CliError::Act(ActError::Blocked(reasons)) => reasons,
        _ => &[],
    };
    let said = error.to_string();
    if as_json {
        let codes: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        let said = json!({"error": said, "reasons": codes});
        writeln!(out, "{}", escaped(&said))?;
    } else {
        writeln!(err, "shutterslip: {}", words::plain_lines(&said))?;
        for reason in reasons {
            let line = format!("  ✕ {reason}  {}", words::plain(reason));
            writeln!(err, "{}", words::one_line(&line))?;
        }
    }
    Ok(code)
}

/// What the acts refuse, in English, with the command that helps.
pub fn act_words(error: &ActError) -> String {
    match error {
        ActError::Refused(why) => words::refusal(why),
        ActError::WrongPin(name) => format!(
            "that is not the PIN of {0}, or nobody of that name has an account here; check both, or ask \
             the head teacher",
            words::as_typed(name.as_deref())
        ),
        ActError::Answer(why) => heard::not_recorded(why),
        ActError::NotComplete(why) => words::not_complete(*why),
        ActError::PinToChoose => words::PIN_TO_CHOOSE.to_owned(),
        ActError::Policy(why) => rules::not_adopted(why),
        ActError::NotSetRight(why) => words::not_set_right(why),
        ActError::NotThere(why) => words::not_there(why),
        ActError::AskedBeside(asked) => words::asked_beside(asked),
        ActError::NotSettled(why) => words::not_settled(*why),
        error => error.to_string(),
    }
}

/// JSON in which nothing moves a terminal's cursor: what JSON lets stand in a text and a terminal
/// obeys is spelled by its number, so that whoever reads it gets the same text.
fn escaped(value: &Value) -> String {
    let mut text = String::new();
    for letter in format!("{value:#}").chars() {
        match words::is_obeyed(letter) && letter != '\n' {
            true => text.push_str(&format!("\\u{:04x}", u32::from(letter))),
            false => text.push(letter),
        }
    }
    text
}

/// Rows under a heading, columns aligned; a cell is one line.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let one_line = |row: &Vec<String>| row.iter().map(|cell| words::one_line(cell)).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(one_line).collect();
    let mut widths: Vec<usize> = head.iter().map(|cell| width(cell)).collect();
    for row in &rows {
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
    for row in &rows {
        lines.push(line(&mut row.iter().map(String::as_str)));
    }
    lines.join("\n")
}

fn width(text: &str) -> usize {
    text.chars().count()
}
