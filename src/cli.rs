//! The acts as commands, for the office's scripts and the technician. Signed in like everybody.
//! Can do nothing that the screens' rules forbid: it calls the same acts, and writes no picture
//! but by the release act.

mod about;
mod answer;
mod audit;
mod changes;
mod clock;
mod device;
mod error;
mod group;
mod heard;
mod import;
mod people;
mod permission;
mod photo;
mod pin;
pub mod policy;
mod publish;
mod register;
mod rules;
mod school;
mod slip;
mod staff;
mod words;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::acts::about::About;
use crate::acts::release::Outlets;
use crate::acts::sign_in::Session;
use crate::acts::{ActError, Desk};
use answer::Answer;
pub use answer::act_words;
pub use error::CliError;
use pin::PinSource;
pub use words::stayed;

/// Exit codes: 0 done, 1 blocked or refused, 2 wrong usage or unreadable input, 3 the store cannot
/// be reached or is damaged.
pub mod exit {
    pub const DONE: u8 = 0;
    pub const REFUSED: u8 = 1;
    pub const USAGE: u8 = 2;
    pub const STORE: u8 = 3;
}

/// Photo consent for schools: a picture without everyone's written permission cannot leave.
#[derive(Parser)]
#[command(
    name = "shutterslip",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done; 1 blocked or refused, with the reasons; 2 wrong usage or \
                  unreadable input; 3 the store cannot be reached or is damaged."
)]
struct Cli {
    /// The folder of this device's school
    #[arg(long, global = true, env = "SHUTTERSLIP_DATA", value_name = "DIR")]
    data: Option<PathBuf>,

    /// Who you are, as on the lock screen: "Ms Patel"
    // Its id is no other argument's: a global option takes the value of an argument of the same id.
    #[arg(id = "signed_in_as", long = "as", global = true, value_name = "NAME")]
    signed_in_as: Option<String>,

    /// Read PINs, one a line, from this file descriptor instead of the terminal
    #[arg(long, global = true, value_name = "N")]
    pin_fd: Option<u32>,

    /// Print JSON
    #[arg(long, global = true)]
    json: bool,

    /// Full screen, with no way out but a PIN of the head or the office
    #[arg(long)]
    kiosk: bool,

    /// Without one, the window opens
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Set up a school on this device
    Setup(school::Setup),
    /// Make a sample school of fictional people in a new folder
    Sample {
        /// Where; a folder that is empty or not there yet
        dir: PathBuf,
    },
    /// The school: its name and its policy in force
    #[command(subcommand)]
    School(school::SchoolCommand),
    /// Read, check and prove policies
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// The school's tablets and PCs
    #[command(subcommand)]
    Device(device::DeviceCommand),
    /// The school's cameras, whose files can be taken in
    #[command(subcommand)]
    Camera(school::CameraCommand),
    /// Accounts of those who work here
    #[command(subcommand)]
    Staff(staff::StaffCommand),
    /// Children and adults in the register
    #[command(subcommand)]
    Person(people::PersonCommand),
    /// Groups of children
    #[command(subcommand)]
    Group(group::GroupCommand),
    /// What was answered about somebody, and the form it rests on
    #[command(subcommand)]
    Permission(permission::PermissionCommand),
    /// Permission slips: make them, read them back, record what they say
    #[command(subcommand)]
    Slip(slip::SlipCommand),
    /// Take in, tag, prepare, check, sign off, erase
    #[command(subcommand)]
    Photo(Box<photo::PhotoCommand>),
    /// Release photos to a folder, an archive or a printer, and see what is out
    #[command(subcommand)]
    Release(publish::ReleaseCommand),
    /// What is out and may no longer be
    #[command(subcommand, name = "take-down")]
    TakeDown(publish::TakeDownCommand),
    /// Who may join an external video call
    #[command(subcommand)]
    Call(publish::CallCommand),
    /// What this device's clock shows, and confirming a date after a long rest
    #[command(subcommand)]
    Clock(clock::ClockCommand),
    /// Breaches that reach the head teacher
    #[command(subcommand)]
    Incident(audit::IncidentCommand),
    /// Prove that nothing was changed behind the app's back
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Version, licence, face finder, and what confines the reading of pictures here
    About,
    /// Print completions for a shell
    Completions { shell: Shell },
}

/// What the command line is given to work with.
pub struct World<'a> {
    /// Opens the school in a folder.
    pub open: &'a dyn Fn(&Path) -> Result<Desk, ActError>,
    /// Makes a folder for a new school.
    pub make: &'a dyn Fn(&Path) -> Result<Desk, ActError>,
    /// What this program is on this machine.
    pub about: &'a dyn Fn() -> Result<About, ActError>,
    pub outlets: Outlets<'a>,
    /// Opens the window over the school in a folder, full screen where it is a kiosk, until it is
    /// closed.
    pub window: &'a dyn Fn(&Path, bool) -> Result<(), ActError>,
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
}

/// Runs one command line and says how it ended: the exit code.
pub fn run(
    arguments: impl IntoIterator<Item = std::ffi::OsString>,
    world: &mut World,
) -> std::io::Result<u8> {
    let mut cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let is_help = !error.use_stderr();
            let text = error.render();
            if is_help {
                write!(world.out, "{text}")?;
                return Ok(exit::DONE);
            }
            write!(world.err, "{text}")?;
            return Ok(exit::USAGE);
        }
    };
    let json = cli.json;
    let Some(command) = cli.command.take() else {
        let data = folder(cli.data.as_deref());
        return match data.and_then(|data| Ok((world.window)(&data, cli.kiosk)?)) {
            Ok(()) => Ok(exit::DONE),
            Err(error) => answer::print_error(&error, json, world.out, world.err),
        };
    };
    if cli.kiosk {
        writeln!(
            world.err,
            "`--kiosk` is for the window; leave it out, or the command; see `shutterslip --help`"
        )?;
        return Ok(exit::USAGE);
    }
    match command {
        Command::Policy(command) => policy::run_with(command, json, world.out, world.err),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "shutterslip", &mut script);
            world.out.write_all(&script)?;
            Ok(exit::DONE)
        }
        command => match act(&cli, command, world) {
            Ok(answer) => answer.print(json, world.out),
            Err(error) => answer::print_error(&error, json, world.out, world.err),
        },
    }
}

fn act(cli: &Cli, command: Command, world: &mut World) -> Result<Answer, CliError> {
    if matches!(command, Command::About) {
        return Ok(about::about(&(world.about)()?));
    }
    let mut pins = PinSource::new(cli.pin_fd);
    let data = folder(cli.data.as_deref())?;
    match command {
        Command::Setup(setup) => {
            let ready = school::ready(&setup, &mut pins)?;
            let mut desk = (world.make)(&data)?;
            return school::set_up(&mut desk, &setup, &ready);
        }
        Command::Sample { dir } => {
            let mut desk = (world.make)(&dir)?;
            return school::sample(&mut desk, &dir);
        }
        _ => {}
    }
    let mut desk = (world.open)(&data)?;
    // Before anything is opened on a machine that the folder does not belong to.
    if let Command::Device(device::DeviceCommand::Move { why }) = &command {
        let (name, pin) = credentials(cli.signed_in_as.as_deref(), &mut pins)?;
        return device::move_here(&mut desk, name, &pin, why);
    }
    let opening = desk.begin()?;
    let unsettled = if opening.unsettled.is_empty() {
        Vec::new()
    } else {
        desk.settle_releases(world.outlets)?
    };
    for line in words::opening(&opening, &unsettled) {
        writeln!(world.err, "{line}").map_err(|error| CliError::Usage(error.to_string()))?;
    }
    // What needs nobody's name: who and what this device is.
    match &command {
        Command::School(school::SchoolCommand::Show) => return school::show(&desk),
        Command::Device(device::DeviceCommand::Identity) => return device::identity(&desk),
        Command::Clock(command) => {
            let name = cli.signed_in_as.as_deref();
            return clock::clock(&mut desk, name, &mut pins, command);
        }
        _ => {}
    }
    let who = sign_in(&mut desk, cli.signed_in_as.as_deref(), &mut pins)?;
    if !desk.has_pin_to_choose(&who)? {
        for news in desk.news(&who)? {
            let line = words::news(&news);
            writeln!(world.err, "{line}").map_err(|error| CliError::Usage(error.to_string()))?;
        }
    }
    match command {
        Command::School(command) => school::school(&mut desk, &who, command),
        Command::Device(command) => device::device(&mut desk, &who, command),
        Command::Camera(command) => school::camera(&mut desk, &who, command),
        Command::Staff(command) => staff::staff(&mut desk, &who, command, &mut pins),
        Command::Person(command) => people::person(&mut desk, &who, command),
        Command::Group(command) => group::group(&mut desk, &who, &command),
        Command::Permission(command) => permission::permission(&mut desk, &who, command),
        Command::Slip(command) => slip::slip(&mut desk, &who, command),
        Command::Photo(command) => photo::run(&mut desk, &who, *command),
        Command::Release(command) => publish::release(&mut desk, &who, command, world.outlets),
        Command::TakeDown(command) => publish::take_down(&mut desk, &who, command, world.outlets),
        Command::Call(command) => publish::call(&mut desk, &who, command),
        Command::Incident(command) => audit::incident(&mut desk, &who, command),
        Command::Audit(command) => audit::audit(&mut desk, &who, command, &mut pins),
        Command::Setup(_)
        | Command::Clock(_)
        | Command::Sample { .. }
        | Command::Policy(_)
        | Command::About
        | Command::Completions { .. } => {
            Err(CliError::Usage("not a command of a school".to_owned()))
        }
    }
}

fn sign_in(desk: &mut Desk, name: Option<&str>, pins: &mut PinSource) -> Result<Session, CliError> {
    let (name, pin) = credentials(name, pins)?;
    Ok(desk.sign_in(name, &pin)?)
}

/// Who somebody says they are, and the PIN that goes with it.
fn credentials<'a>(
    name: Option<&'a str>,
    pins: &mut PinSource,
) -> Result<(&'a str, zeroize::Zeroizing<String>), CliError> {
    let name = name.ok_or_else(|| {
        CliError::Usage("say who you are, with `--as NAME` as on the lock screen".to_owned())
    })?;
    let pin = pins.ask(&format!("PIN for {name}: "))?;
    Ok((name, pin))
}

/// The folder that was named, or the one where a device keeps its school.
fn folder(named: Option<&Path>) -> Result<PathBuf, CliError> {
    named
        .map(Path::to_owned)
        .or_else(default_folder)
        .ok_or_else(|| CliError::Usage("say where the school is, with `--data DIR`".to_owned()))
}

/// Where a device keeps its school if nobody says otherwise.
fn default_folder() -> Option<PathBuf> {
    let share = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    Some(share.or_else(home)?.join("shutterslip"))
}
