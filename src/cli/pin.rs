//! PINs come from the terminal, unseen, or from a file descriptor; never from an argument, where
//! every user of the machine could read them.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Take};

use zeroize::Zeroizing;

use crate::cli::CliError;

/// Bytes that are read for PINs at most.
const MOST: u64 = 4_096;

/// Where PINs come from.
pub struct PinSource {
    descriptor: Option<u32>,
    lines: Option<BufReader<Take<File>>>,
}

impl PinSource {
    /// From this file descriptor, or from the terminal.
    pub fn new(descriptor: Option<u32>) -> PinSource {
        PinSource {
            descriptor,
            lines: None,
        }
    }

    /// The next PIN. Errors: no terminal, nothing left to read.
    pub fn ask(&mut self, prompt: &str) -> Result<Zeroizing<String>, CliError> {
        let Some(descriptor) = self.descriptor else {
            return rpassword::prompt_password(prompt)
                .map(Zeroizing::new)
                .map_err(|_| {
                    CliError::Usage(
                        "there is no terminal to ask for the PIN; give it with `--pin-fd N`"
                            .to_owned(),
                    )
                });
        };
        let unreadable = || {
            CliError::Usage(format!(
                "no PIN can be read from file descriptor `{descriptor}`"
            ))
        };
        if self.lines.is_none() {
            let file = File::open(format!("/dev/fd/{descriptor}")).map_err(|_| unreadable())?;
            // Whatever stands there, it is not read for ever.
            self.lines = Some(BufReader::new(file.take(MOST)));
        }
        let lines = self.lines.as_mut().ok_or_else(unreadable)?;
        let mut line = Zeroizing::new(String::new());
        let length = lines.read_line(&mut line).map_err(|_| unreadable())?;
        if length == 0 {
            return Err(unreadable());
        }
        Ok(Zeroizing::new(
            line.trim_end_matches(['\r', '\n']).to_owned(),
        ))
    }

    /// A new PIN: from the terminal twice, so that a slip is noticed.
    pub fn ask_new(&mut self, name: &str) -> Result<Zeroizing<String>, CliError> {
        let first = self.ask(&format!("New PIN for {name}: "))?;
        if self.descriptor.is_none() && *self.ask("The same again: ")? != *first {
            return Err(CliError::Usage("the two PINs differ; try again".to_owned()));
        }
        Ok(first)
    }
}
