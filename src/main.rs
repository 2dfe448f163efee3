//! Chooses the real clock, register, vault, darkroom, face finder, cameras and outlets, and hands
//! them to the window or the command line. Is a child that reads one picture, and nothing else, where
//! it is asked to be.

#[path = "main/window.rs"]
mod window;

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
use shutterslip::acts::about::About;
use shutterslip::acts::refusal::Refusal;
use shutterslip::acts::{ActError, Desk};
use shutterslip::cli::{self, World};
use shutterslip::clock::SystemClock;
use shutterslip::domain::release::OutletKind;
use shutterslip::faces::centerface::CenterFace;
use shutterslip::keyring::{self, Keyring, KeyringError};
use shutterslip::outlet::Outlet;
use shutterslip::outlet::folder::FolderOutlet;
use shutterslip::outlet::print::PrintOutlet;
use shutterslip::outlet::zip::ZipOutlet;
use shutterslip::paper::cups::Cups;
use shutterslip::picture::{ChildDarkroom, Limits, child};
use shutterslip::register::RegisterError;
use shutterslip::register::store::sqlite;
use shutterslip::vault::folder::FolderVault;

fn main() -> ExitCode {
    if !is_memory_private() {
        eprintln!("shutterslip: this system does not let a program keep its memory to itself");
        return ExitCode::from(cli::exit::STORE);
    }
    if child::is_asked_for(std::env::args_os()) {
        return child::serve();
    }
    let mut world = World {
        open: &open,
        make: &make,
        about: &about,
        outlets: &outlet,
        window: &window::open,
        out: &mut std::io::stdout().lock(),
        err: &mut std::io::stderr().lock(),
    };
    match cli::run(std::env::args_os(), &mut world) {
        Ok(code) => ExitCode::from(code),
        // The reader of our output went away: nothing is wrong with the school.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(cli::exit::STORE),
    }
}

/// Keeps keys, pictures and names out of core dumps, and other programs of this user out of our memory.
fn is_memory_private() -> bool {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none).is_ok()
        && set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
}

fn open(data: &Path) -> Result<Desk, ActError> {
    let keyring = keyring::read(&data.join("device.key")).map_err(told)?;
    desk(data, keyring)
}

/// A new data folder, readable by its owner alone. Errors: there is something in it.
fn make(data: &Path) -> Result<Desk, ActError> {
    let unusable = |error: std::io::Error| {
        ActError::Refused(Refusal::FolderUnusable {
            folder: data.display().to_string(),
            why: error.to_string(),
        })
    };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data)
        .map_err(unusable)?;
    if std::fs::read_dir(data).map_err(unusable)?.next().is_some() {
        return Err(ActError::Refused(Refusal::FolderNotEmpty {
            folder: data.display().to_string(),
        }));
    }
    let keyring = keyring::make(&data.join("device.key")).map_err(told)?;
    desk(data, keyring)
}

fn desk(data: &Path, keyring: Keyring) -> Result<Desk, ActError> {
    let identity = Arc::new(keyring.identity);
    let machine = keyring::machine(&identity.device).map_err(told)?;
    let register = sqlite::open(
        &data.join("register.db"),
        &keyring.register_key,
        Arc::clone(&identity),
    )?;
    let vault = FolderVault::open(&data.join("vault"))?;
    Ok(Desk::new(
        register,
        Box::new(vault),
        Box::new(darkroom()),
        Box::new(CenterFace::open()?),
        Box::new(SystemClock),
        identity,
        PathBuf::from(data),
    )
    .on_machine(machine)
    .with_printer(Arc::new(Cups::default())))
}

fn darkroom() -> ChildDarkroom {
    ChildDarkroom::of_this_program(Limits::default())
}

fn about() -> Result<About, ActError> {
    About::this(&darkroom(), &CenterFace::open()?)
}

fn told(error: KeyringError) -> ActError {
    match error {
        KeyringError::None => ActError::Refused(Refusal::NoKey),
        other => ActError::Register(RegisterError::Unreachable(other.to_string())),
    }
}

fn outlet(kind: OutletKind, place: &str) -> Box<dyn Outlet> {
    match kind {
        OutletKind::Zip => Box::new(ZipOutlet::new(Path::new(place))),
        OutletKind::Print => Box::new(PrintOutlet::new(Arc::new(Cups::default()), place)),
        OutletKind::Folder => Box::new(FolderOutlet::new(Path::new(place))),
    }
}
