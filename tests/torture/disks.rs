//! Disks that can be filled, turned read-only and cut off: small file systems of their own, mounted
//! where only this process and its workers see them, so that nothing is left mounted behind us.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const OWN: &str = "SLIP_TORTURE_OWN_MOUNTS";

/// What this machine lets us do.
#[derive(Debug)]
pub struct Rights {
    /// `Err` with the reason where nothing can be mounted.
    pub tmpfs: Result<(), String>,
    pub loops: Result<(), String>,
}

/// Starts this program once more with mounts of its own, where the machine lets us; says what it
/// lets us do. As root everything; as another user small file systems in memory, if anything.
pub fn own_mounts() -> Rights {
    let own = std::env::current_exe().unwrap();
    match std::env::var(OWN).as_deref() {
        Err(_) => {
            let ways: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
            for way in ways {
                let works = run(Command::new("unshare").args(way).arg("true"));
                if works.is_ok() {
                    let error = Command::new("unshare")
                        .args(way)
                        .arg(&own)
                        .args(std::env::args().skip(1))
                        .env(OWN, way.len().to_string())
                        .exec();
                    panic!("{error}");
                }
            }
            let why = "no mounts of our own are allowed here (unshare)".to_owned();
            Rights {
                tmpfs: Err(why.clone()),
                loops: Err(why),
            }
        }
        Ok(_) => {
            let tried = tempfile::tempdir().unwrap();
            let tmpfs = Tmpfs::mount(tried.path(), "1m").map(drop);
            let loops = Ext4::make(tried.path(), 8).map(|disk| disk.remove());
            Rights { tmpfs, loops }
        }
    }
}

/// Runs it in silence. Errors: what it said.
pub fn run(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{name}: {}", said.trim()))
    }
}

/// A process that was just killed may hold on to a disk for a moment.
fn patiently(act: impl Fn() -> Result<(), String>) -> Result<(), String> {
    for _ in 0..100 {
        if act().is_ok() {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    act()
}

/// A small disk in memory. Unmounted when dropped.
pub struct Tmpfs {
    pub at: PathBuf,
}

impl Tmpfs {
    pub fn mount(at: &Path, size: &str) -> Result<Tmpfs, String> {
        fs::create_dir_all(at).map_err(|error| error.to_string())?;
        let options = format!("size={size}");
        run(Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(at))?;
        Ok(Tmpfs { at: at.to_owned() })
    }

    /// `ro` or `rw`. Errors: somebody has a file open for writing.
    pub fn remount(&self, how: &str) -> Result<(), String> {
        let options = format!("remount,{how}");
        patiently(|| run(Command::new("mount").args(["-o", &options]).arg(&self.at)).map(drop))
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        drop(run(Command::new("umount").arg("-l").arg(&self.at)));
    }
}

/// An ext4 file system in a file, as on a disk that can be copied at any instant.
pub struct Ext4 {
    image: PathBuf,
    pub at: PathBuf,
}

impl Ext4 {
    /// Makes one in this folder, and mounts it there too.
    pub fn make(folder: &Path, megabytes: u64) -> Result<Ext4, String> {
        let disk = Ext4 {
            image: folder.join("disk.img"),
            at: folder.join("disk"),
        };
        let file = File::create(&disk.image).map_err(|error| error.to_string())?;
        file.set_len(megabytes * 1024 * 1024)
            .map_err(|error| error.to_string())?;
        fs::create_dir_all(&disk.at).map_err(|error| error.to_string())?;
        run(Command::new("mkfs.ext4")
            .args(["-q", "-F", "-b", "4096", "-m", "0"])
            .arg(&disk.image))?;
        disk.mount()?;
        Ok(disk)
    }

    pub fn mount(&self) -> Result<(), String> {
        run(Command::new("mount")
            .args(["-o", "loop,errors=remount-ro"])
            .arg(&self.image)
            .arg(&self.at))
        .map(drop)
    }

    pub fn unmount(&self) -> Result<(), String> {
        patiently(|| run(Command::new("umount").arg(&self.at)).map(drop))
    }

    /// Copies what is on the disk at this instant, and nothing of what is still in memory.
    pub fn copy_as_by_a_power_cut(&self) -> Result<(), String> {
        run(Command::new("cp")
            .arg("--sparse=always")
            .arg(&self.image)
            .arg(self.image.with_extension("cut")))
        .map(drop)
    }

    /// Puts the copy in the place of the disk, as after the power came back.
    pub fn go_on_with_the_copy(&self) -> Result<(), String> {
        self.unmount()?;
        fs::rename(self.image.with_extension("cut"), &self.image)
            .map_err(|error| error.to_string())?;
        self.mount()
    }

    /// Tells the kernel of an error on the disk: it turns read-only at once, whoever is writing.
    pub fn fail(&self) -> Result<(), String> {
        let device = run(Command::new("findmnt")
            .args(["-n", "-o", "SOURCE"])
            .arg(&self.at))?;
        let name = device.trim_start_matches("/dev/").to_owned();
        File::options()
            .write(true)
            .open(format!("/sys/fs/ext4/{name}/trigger_fs_error"))
            .and_then(|mut file| file.write_all(b"1"))
            .map_err(|error| format!("the kernel takes no error for {name} ({error})"))
    }

    /// Repairs it as a start of the machine does, and mounts it anew.
    pub fn repair(&self) -> Result<(), String> {
        self.unmount()?;
        // 1: errors were corrected, which is what it is for.
        let checked = Command::new("e2fsck").arg("-fy").arg(&self.image).output();
        match checked.map(|output| output.status.code()) {
            Ok(Some(0 | 1)) => self.mount(),
            other => Err(format!("e2fsck: {other:?}")),
        }
    }

    pub fn remove(self) {
        drop(self.unmount());
        drop(fs::remove_file(&self.image));
    }
}

/// Fills a disk to the last byte, then gives some of it back.
pub struct Ballast {
    path: PathBuf,
}

impl Ballast {
    pub fn on(root: &Path) -> Ballast {
        Ballast {
            path: root.join(crate::grounds::BALLAST),
        }
    }

    pub fn leave(&self, bytes: u64) {
        let Ok(mut file) = File::options().append(true).create(true).open(&self.path) else {
            return;
        };
        for size in [256 * 1024, 4096, 512] {
            let some = vec![7; size];
            while file.write_all(&some).is_ok() {}
        }
        let length = file.metadata().map(|meta| meta.len()).unwrap_or(0);
        drop(file.set_len(length.saturating_sub(bytes)));
    }

    pub fn remove(&self) {
        drop(fs::remove_file(&self.path));
    }
}
