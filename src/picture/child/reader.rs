//! One child process, from its start to its end: started, confined, given one picture, and gone.

use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use close_fds::set_fds_cloexec_threadsafe;

use super::believe::Fault;
use super::line::{Line, prepare};
use super::serve::ARGUMENT;
use super::wire::{Answer, framed};
use crate::picture::{Confinement, Limits, PictureError};

/// Behind input, output and errors.
const FIRST_OTHER: libc::c_int = 3;
/// A child takes a few large pieces of memory one after the other, and ends: what it gave back serves
/// again, and new memory comes in large pages where the kernel has them. A quarter of the page faults are
/// left, and a copy of 12 MP takes a sixth less of a processor. Known to glibc from 2.35 on; others pass
/// it over.
pub const ALLOCATOR: (&str, &str) = (
    "GLIBC_TUNABLES",
    "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=16777216:glibc.malloc.mmap_threshold=67108864:\
     glibc.malloc.trim_threshold=1073741824",
);
/// How long a child may take to start on a machine that is busy.
const START: Duration = Duration::from_secs(20);
/// How long one that hung up may take to be gone.
const END: Duration = Duration::from_secs(2);

/// How a child ended that had not said all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    ByItself,
    /// By a fault, by its walls, or by somebody else.
    Stopped,
    /// It had used up the time that it may compute.
    OutOfTime,
}

/// A child process. Killed and reaped, whatever becomes of it.
pub(super) struct Reader {
    child: Child,
    to: Option<ChildStdin>,
    from: ChildStdout,
    confinement: Option<Confinement>,
}

impl Reader {
    /// Starts one and tells it its limits; does not wait for it.
    pub(super) fn start(program: &Path, limits: &Limits) -> Result<Reader, PictureError> {
        let none = |_| PictureError::NoReader;
        let limits = framed(limits)?;
        // What was handed to this program open, a PIN's pipe for one, goes to no child.
        set_fds_cloexec_threadsafe(FIRST_OTHER, &[]);
        let mut child = Command::new(program)
            .arg0("shutterslip")
            .arg(ARGUMENT)
            .env_clear()
            .env(ALLOCATOR.0, ALLOCATOR.1)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(none)?;
        let ends = (child.stdin.take(), child.stdout.take());
        let (Some(to), Some(from)) = ends else {
            return Err(PictureError::NoReader);
        };
        let mut reader = Reader {
            child,
            to: Some(to),
            from,
            confinement: None,
        };
        if let Some(to) = &reader.to {
            prepare(to).map_err(|_| PictureError::NoReader)?;
        }
        prepare(&reader.from).map_err(|_| PictureError::NoReader)?;
        // A few bytes into an empty pipe: they fit.
        reader.line(&limits, &[], None, true).send_some();
        Ok(reader)
    }

    fn line<'a>(
        &'a mut self,
        head: &'a [u8],
        body: &'a [u8],
        until: Option<Instant>,
        keep_open: bool,
    ) -> Line<'a> {
        Line {
            to: &mut self.to,
            from: &mut self.from,
            head,
            body,
            until,
            keep_open,
        }
    }

    /// What confines it, as it says itself once it is so.
    pub(super) fn confined(&mut self) -> Result<Confinement, PictureError> {
        if let Some(known) = self.confinement {
            return Ok(known);
        }
        let until = Instant::now().checked_add(START);
        let said = self.line(&[], &[], until, true).head();
        let confinement = said.map_err(|_| PictureError::NoReader)?;
        self.confinement = Some(confinement);
        Ok(confinement)
    }

    /// Hands it a picture and takes its answer.
    pub(super) fn exchange<T>(
        &mut self,
        request: &[u8],
        bytes: &[u8],
        until: Option<Instant>,
        take: impl FnOnce(Answer, &mut Line<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut line = self.line(request, bytes, until, false);
        let answer = line.head()?;
        take(answer, &mut line)
    }

    /// How one that hung up came to its end.
    pub(super) fn ending(&mut self) -> Ending {
        let patience = Instant::now().checked_add(END);
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => {
                    return match status.signal() {
                        None => Ending::ByItself,
                        Some(libc::SIGXCPU) => Ending::OutOfTime,
                        Some(_) => Ending::Stopped,
                    };
                }
                Ok(None) if patience.is_some_and(|until| Instant::now() < until) => {
                    sleep(Duration::from_millis(1));
                }
                Ok(None) | Err(_) => return Ending::Stopped,
            }
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Errors mean that it is gone already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
