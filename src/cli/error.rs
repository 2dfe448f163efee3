//! Why a command was not done: what the acts say, or what was typed.

use super::answer::act_words;
use crate::acts::{ActError, Ending};

/// Why a command was not done.
#[derive(Debug)]
pub enum CliError {
    Act(ActError),
    /// What was typed cannot be used; in English, with the command that helps.
    Usage(String),
    /// Something that somebody can change stands in the way; in English.
    Refused(String),
}

impl CliError {
    /// How it ended.
    pub fn ending(&self) -> Ending {
        match self {
            CliError::Act(error) => error.ending(),
            CliError::Usage(_) => Ending::Unusable,
            CliError::Refused(_) => Ending::Refused,
        }
    }
}

impl<E: Into<ActError>> From<E> for CliError {
    fn from(error: E) -> CliError {
        CliError::Act(error.into())
    }
}

impl std::fmt::Display for CliError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CliError::Act(error) => out.write_str(&act_words(error)),
            CliError::Usage(said) | CliError::Refused(said) => out.write_str(said),
        }
    }
}
