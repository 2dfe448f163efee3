//! What a piece of work costs: its time on a processor, whoever else is at work on the machine, and
//! the most memory that its process held.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use shutterslip::picture::child::ALLOCATOR;

/// What one process took, from its start to its end.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub cpu: Duration,
    /// The most it held, in MB of a million bytes.
    pub peak_mb: f64,
}

/// This process's processor time in a piece of work, all of its threads together.
pub fn cpu(work: impl FnOnce()) -> Duration {
    spent(UsageWho::RUSAGE_SELF, work)
}

/// The same of the processes that ended meanwhile and that it had started.
pub fn cpu_of_children(work: impl FnOnce()) -> Duration {
    spent(UsageWho::RUSAGE_CHILDREN, work)
}

fn spent(whose: UsageWho, work: impl FnOnce()) -> Duration {
    let before = used(&getrusage(whose).unwrap());
    work();
    used(&getrusage(whose).unwrap()) - before
}

fn used(usage: &Usage) -> Duration {
    let both = usage.user_time() + usage.system_time();
    Duration::from_micros(u64::try_from(both.num_microseconds()).unwrap())
}

/// Runs a command to its good end and says what it cost. By way of a small process of its own:
/// Linux counts what the parent held among a child's peak.
pub fn cost(command: &[&str]) -> Cost {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg("measure")
        .args(command)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "{command:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    let mut numbers = said.split_whitespace().map(|part| part.parse().unwrap());
    let (micros, kib): (u64, u64) = (numbers.next().unwrap(), numbers.next().unwrap());
    Cost {
        cpu: Duration::from_micros(micros),
        peak_mb: kib as f64 * 1024.0 / 1e6,
    }
}

/// Runs a command to its good end, whatever it prints.
pub fn run(command: &[String]) {
    let (program, arguments) = command.split_first().unwrap();
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{command:?}: {status}");
}

/// The small process: one child, and what it was.
pub fn measure(command: &[String]) {
    run(command);
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    println!("{} {}", used(&usage).as_micros(), usage.max_rss());
}

/// A piece of this bench as a process of its own, which takes memory as those do that read pictures.
pub fn own(work: &str, arguments: &[&str]) -> Vec<String> {
    let program = std::env::current_exe().unwrap();
    let (name, value) = ALLOCATOR;
    let mut command = vec!["env".to_owned(), format!("{name}={value}")];
    command.extend([text(&program).to_owned(), work.to_owned()]);
    command.extend(arguments.iter().map(|argument| (*argument).to_owned()));
    command
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
