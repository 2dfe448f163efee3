//! A worker process, seen from outside: started, listened to, stopped, killed.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::grounds::Grounds;
use crate::telling::Told;
use crate::worker::Orders;

/// A worker that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// A worker at work.
pub struct Working {
    child: Child,
    lines: Receiver<Told>,
    heard: Vec<Told>,
    complaints: JoinHandle<String>,
}

/// What became of it.
pub struct Worked {
    pub heard: Vec<Told>,
    pub status: ExitStatus,
    /// What it wrote where a person would read of a crash.
    pub complaints: String,
}

impl Worked {
    /// Why the school did not open for it.
    pub fn refused(&self) -> Option<&str> {
        self.heard.iter().find_map(|told| match told {
            Told::Refused(why) => Some(why.as_str()),
            _ => None,
        })
    }

    /// A worker ends by its own will or by a kill, never by a crash.
    pub fn crash(&self) -> Option<String> {
        use std::os::unix::process::ExitStatusExt;
        let is_ours = self.status.success() || self.status.signal() == Some(9);
        (!is_ours || self.complaints.contains("panicked"))
            .then(|| format!("the worker ended with {}: {}", self.status, self.complaints))
    }
}

impl Working {
    /// Starts a worker, by itself or behind another program that brings trouble.
    pub fn start(orders: &Orders, behind: Option<Command>) -> Working {
        let grounds = Grounds::new(&orders.root);
        let own: PathBuf = std::env::current_exe().unwrap();
        let mut command = match behind {
            None => Command::new(own),
            Some(mut command) => {
                command.arg(own);
                command
            }
        };
        let (name, value) = orders.variable();
        let mut child = command
            .env(name, value)
            .env("TMPDIR", grounds.temporary())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (say, lines) = channel();
        let stdout = child.stdout.take().unwrap();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).split(b'\n') {
                // The last line of one that was killed may be torn: it told nothing.
                let Ok(Ok(told)) = line.map(|line| serde_json::from_slice(&line)) else {
                    return;
                };
                if say.send(told).is_err() {
                    return;
                }
            }
        });
        let mut stderr = child.stderr.take().unwrap();
        let complaints = std::thread::spawn(move || {
            let mut text = Vec::new();
            drop(stderr.read_to_end(&mut text));
            String::from_utf8_lossy(&text).into_owned()
        });
        Working {
            child,
            lines,
            heard: Vec::new(),
            complaints,
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Listens until the school is open for the worker, or refused to it.
    pub fn until_open(&mut self) -> bool {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(told) => {
                    let is_open = matches!(told, Told::Open);
                    let is_refused = matches!(told, Told::Refused(_));
                    self.heard.push(told);
                    if is_open || is_refused {
                        return is_open;
                    }
                }
                Err(_) => return false,
            }
        }
    }

    /// Listens for some time. Whether the worker is still at work then.
    pub fn for_some_time(&mut self, time: Duration) -> bool {
        let until = Instant::now() + time;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(told) => self.heard.push(told),
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// Kills it where it stands.
    pub fn kill(mut self) -> Worked {
        self.child.kill().unwrap();
        self.end()
    }

    /// Waits until it has done its share. One that hangs is killed, and told as a crash.
    pub fn end(mut self) -> Worked {
        let mut hangs = false;
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(told) => self.heard.push(told),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    hangs = true;
                    self.child.kill().unwrap();
                    break;
                }
            }
        }
        let status = self.child.wait().unwrap();
        let mut complaints = self.complaints.join().unwrap();
        if hangs {
            complaints.push_str("it hung (panicked would be kinder)");
        }
        Worked {
            heard: self.heard,
            status,
            complaints,
        }
    }

    /// Stops it between two instructions, threads and all: nothing is written until it is killed.
    pub fn freeze(&self) {
        let id = self.id().to_string();
        let stopped = Command::new("kill").args(["-STOP", &id]).status();
        assert!(stopped.unwrap().success());
        let until = Instant::now() + Duration::from_secs(5);
        while Instant::now() < until && !self.is_frozen() {
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(self.is_frozen(), "the worker does not stop");
    }

    /// Lets one that was stopped go on.
    pub fn thaw(&self) {
        let id = self.id().to_string();
        let told = Command::new("kill").args(["-CONT", &id]).status();
        assert!(told.unwrap().success());
    }

    fn is_frozen(&self) -> bool {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.id())).unwrap();
        tasks.flatten().all(|task| {
            let stat = std::fs::read_to_string(task.path().join("stat")).unwrap_or_default();
            let state = stat
                .rsplit(") ")
                .next()
                .and_then(|rest| rest.chars().next());
            matches!(state, Some('T' | 'Z') | None)
        })
    }
}
