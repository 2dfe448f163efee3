//! Printing by CUPS, as Debian has it: `lpstat -e` names the printers, `lp` is handed the document
//! over its standard input, so that none lies in a file. Both are run by their full paths, with no
//! variable of the surroundings but the language of their answers, and never longer than a set time.

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use super::{Printer, PrinterError};

/// Printers of a whole network may be looked for.
const PATIENCE: Duration = Duration::from_secs(15);
/// More of an answer is not read.
const LONGEST_ANSWER: u64 = 64 * 1024;
/// Behind input, output and errors.
const FIRST_OTHER: i32 = 3;

/// The printers that CUPS knows.
#[derive(Clone, Debug)]
pub struct Cups {
    lp: PathBuf,
    lpstat: PathBuf,
}

impl Default for Cups {
    fn default() -> Cups {
        Cups::of(Path::new("/usr/bin/lp"), Path::new("/usr/bin/lpstat"))
    }
}

impl Cups {
    /// With these two programs.
    pub fn of(lp: &Path, lpstat: &Path) -> Cups {
        Cups {
            lp: lp.to_owned(),
            lpstat: lpstat.to_owned(),
        }
    }
}

impl Printer for Cups {
    fn printers(&self) -> Result<Vec<String>, PrinterError> {
        let told = match run(&self.lpstat, &["-e"], Vec::new()) {
            Ok(told) => told,
            // No CUPS, or one without any printer: both mean that there is none.
            Err(Fault::NotThere | Fault::Said(_)) => return Ok(Vec::new()),
            Err(Fault::Late) => return Err(PrinterError::Failed(late())),
            Err(Fault::NotStarted(why) | Fault::Broken(why)) => {
                return Err(PrinterError::Failed(why));
            }
        };
        Ok(told
            .lines()
            .map(str::trim)
            .filter(|name| is_name(name))
            .map(str::to_owned)
            .collect())
    }

    fn print(&self, printer: &str, title: &str, pdf: &[u8]) -> Result<(), PrinterError> {
        let known = self.printers()?;
        if known.is_empty() {
            return Err(PrinterError::None);
        }
        if !known.iter().any(|name| name == printer) {
            return Err(PrinterError::Unknown(printer.to_owned()));
        }
        let title: String = title.chars().filter(|one| !one.is_control()).collect();
        let options = ["-d", printer, "-t", &title, "-o", "media=A4", "--", "-"];
        match run(&self.lp, &options, pdf.to_vec()) {
            Ok(_) => Ok(()),
            Err(Fault::NotThere) => Err(PrinterError::None),
            Err(Fault::NotStarted(why)) => Err(PrinterError::Failed(why)),
            Err(Fault::Said(Said { why, took_all })) if !took_all => Err(PrinterError::Failed(why)),
            // From here on somebody may hold the whole document.
            Err(Fault::Said(Said { why, .. }) | Fault::Broken(why)) => {
                Err(PrinterError::Unsure(why))
            }
            Err(Fault::Late) => Err(PrinterError::Unsure(late())),
        }
    }
}

fn late() -> String {
    format!("no answer within {} seconds", PATIENCE.as_secs())
}

/// A queue's name as CUPS allows it; nothing that could be taken for an option.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('-')
        && !name.contains(|one: char| one.is_whitespace() || one.is_control() || one == '/')
}

enum Fault {
    NotThere,
    NotStarted(String),
    Late,
    /// It refused, and said why.
    Said(Said),
    Broken(String),
}

/// How a program refused.
struct Said {
    why: String,
    /// All of the input was taken off our hands before it refused.
    took_all: bool,
}

/// Runs a program with this on its input, and gives what it printed.
fn run(program: &Path, arguments: &[&str], input: Vec<u8>) -> Result<String, Fault> {
    // What was handed to this program open, a PIN's pipe for one, goes to no other.
    close_fds::set_fds_cloexec_threadsafe(FIRST_OTHER, &[]);
    let mut child = Command::new(program)
        .args(arguments)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Fault::NotThere,
            _ => Fault::NotStarted(error.to_string()),
        })?;
    let (told, ended) = sync_channel(1);
    let talk = talk_to(&mut child, input);
    let waiting = thread::Builder::new()
        .name("printing".to_owned())
        .spawn(move || {
            // Nobody may be waiting any more.
            drop(told.send(talk()));
        });
    let answer = match waiting {
        Ok(_) => ended.recv_timeout(PATIENCE),
        Err(_) => Err(RecvTimeoutError::Disconnected),
    };
    // One that is late is killed, which ends the talk with it.
    if answer.is_err() {
        drop(child.kill());
    }
    let status = child
        .wait()
        .map_err(|error| Fault::Broken(error.to_string()))?;
    match answer {
        Err(RecvTimeoutError::Timeout) => Err(Fault::Late),
        Err(RecvTimeoutError::Disconnected) => {
            Err(Fault::Broken("it could not be talked to".to_owned()))
        }
        Ok(Err(why)) => Err(Fault::Broken(why)),
        Ok(Ok(heard)) if status.success() => Ok(heard.said),
        Ok(Ok(heard)) => {
            let line = heard.complaint.lines().next().unwrap_or_default();
            let plain: String = line.chars().filter(|one| !one.is_control()).collect();
            let why = match plain.trim() {
                "" => "it gave no reason".to_owned(),
                why => why.to_owned(),
            };
            Err(Fault::Said(Said {
                why,
                took_all: heard.took_all,
            }))
        }
    }
}

/// What a program said, and whether all of its input was taken.
struct Heard {
    said: String,
    complaint: String,
    took_all: bool,
}

type Talk = Result<Heard, String>;

/// Writes the input, then reads both outputs to their ends.
fn talk_to(child: &mut Child, input: Vec<u8>) -> impl FnOnce() -> Talk + Send + 'static {
    let (to, out, err) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    move || {
        let mut took_all = true;
        if let Some(mut to) = to {
            match to.write_all(&input) {
                // One that ends without reading says why on its other pipe.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => took_all = false,
                Err(error) => return Err(error.to_string()),
                Ok(()) => drop(to),
            }
        }
        let mut said = String::new();
        if let Some(out) = out {
            out.take(LONGEST_ANSWER)
                .read_to_string(&mut said)
                .map_err(|error| error.to_string())?;
        }
        let mut complaint = String::new();
        if let Some(err) = err {
            err.take(LONGEST_ANSWER)
                .read_to_string(&mut complaint)
                .map_err(|error| error.to_string())?;
        }
        Ok(Heard {
            said,
            complaint,
            took_all,
        })
    }
}
