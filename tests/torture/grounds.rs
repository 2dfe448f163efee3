//! Where a school is tortured: its data, and beside it the places that copies go to.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use shutterslip::acts::{ActError, Desk};
use shutterslip::keyring;
use shutterslip::picture::InProcess;
use shutterslip::register::Register;
use shutterslip::register::RegisterError;
use shutterslip::register::store::sqlite;
use shutterslip::vault::folder::FolderVault;

use crate::school::{HandClock, NoFaces, School, private_folder};

/// A folder that holds all of one school; often a disk of its own.
#[derive(Clone, Debug)]
pub struct Grounds {
    pub root: PathBuf,
}

/// Takes up space on a full disk; nobody's data.
pub const BALLAST: &str = "ballast";

impl Grounds {
    pub fn new(root: &Path) -> Grounds {
        Grounds {
            root: root.to_owned(),
        }
    }

    pub fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    /// Copies go there.
    pub fn out(&self) -> PathBuf {
        self.root.join("out")
    }

    /// What the worker has as its folder for temporary files. Nothing may ever lie there.
    pub fn temporary(&self) -> PathBuf {
        self.root.join("tmp")
    }

    /// Puts a copy of the template school there.
    pub fn settle_school(&self) {
        let template = School::copy();
        for (name, bytes) in crate::school::files_under(&template.data) {
            let path = self.data().join(name);
            private_folder(path.parent().unwrap());
            fs::write(&path, bytes).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        fs::create_dir_all(self.out()).unwrap();
        fs::create_dir_all(self.temporary()).unwrap();
        // The school is older than the trouble: all of it is on the disk.
        let synced = Command::new("sync").arg("-f").arg(&self.root).status();
        assert!(synced.unwrap().success());
    }

    /// The desk, opened as the program opens it, but for the clock and the face finder.
    pub fn desk(&self, clock: &HandClock) -> Result<Desk, ActError> {
        let data = self.data();
        let keyring = keyring::read(&data.join("device.key"))
            .map_err(|error| ActError::Register(RegisterError::Unreachable(error.to_string())))?;
        let identity = Arc::new(keyring.identity);
        let file = data.join("register.db");
        let register = sqlite::open(&file, &keyring.register_key, Arc::clone(&identity))?;
        let vault = FolderVault::open(&data.join("vault"))?;
        Ok(Desk::new(
            register,
            Box::new(vault),
            Box::new(InProcess::default()),
            Box::new(NoFaces),
            Box::new(clock.clone()),
            identity,
            data,
        ))
    }

    /// The register alone, for looking past the acts.
    pub fn register(&self) -> Result<Register, RegisterError> {
        let data = self.data();
        let keyring = keyring::read(&data.join("device.key"))
            .map_err(|error| RegisterError::Unreachable(error.to_string()))?;
        let file = data.join("register.db");
        sqlite::open(&file, &keyring.register_key, Arc::new(keyring.identity))
    }
}
