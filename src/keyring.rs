//! The device's own secrets: the register's key and the signing identity, in one file that only
//! the kiosk's user can read. Knows nothing of what they open.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::domain::device::Identity;
use crate::domain::ids::DeviceId;

/// Where the machine says which one it is.
const MACHINE_ID: &str = "/etc/machine-id";

const TITLE: &str = "shutterslip device key 1";

/// Why the device's key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error("there is no school here; run `shutterslip setup` or `shutterslip sample` first")]
    None,
    #[error(
        "the device's key file cannot be read ({0}); start Shutterslip as the user who set it up"
    )]
    Unreadable(String),
    #[error("the device's key file is damaged; restore it from the newest backup")]
    Damaged,
    #[error(
        "other users of this machine can read the device's key file; run `chmod 600` on `device.key`"
    )]
    Exposed,
    #[error("this machine's identity (`/etc/machine-id`) cannot be read ({0}); ask the technician")]
    Machine(String),
    #[error("this machine gives no random numbers ({0}); restart it")]
    NoRandomness(String),
}

/// What the key file holds.
pub struct Keyring {
    pub register_key: Zeroizing<[u8; 32]>,
    pub identity: Identity,
}

/// Makes the key file of a new device. Errors: one is there already.
pub fn make(file: &Path) -> Result<Keyring, KeyringError> {
    let mut secrets = Zeroizing::new([0_u8; 64]);
    getrandom::fill(secrets.as_mut_slice())
        .map_err(|error| KeyringError::NoRandomness(error.to_string()))?;
    let device = uuid::Uuid::new_v4();
    let text = Zeroizing::new(format!(
        "{TITLE}\n{device}\n{}\n",
        hex::encode(secrets.as_slice())
    ));
    let unreadable = |error: std::io::Error| KeyringError::Unreadable(error.to_string());
    let mut out = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .map_err(unreadable)?;
    out.write_all(text.as_bytes()).map_err(unreadable)?;
    out.sync_all().map_err(unreadable)?;
    if let Some(folder) = file.parent() {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(unreadable)?;
    }
    parse(&text)
}

/// A fingerprint of this machine for a device's folder, lower-case hex; `None` where the machine
/// has no identity: none was set up yet, as in many containers. The identity itself is kept nowhere;
/// the fingerprint is of this program and this device alone, as machine-id(5) asks. It is read from
/// its one place: whoever can say otherwise there is root.
pub fn machine(device: &DeviceId) -> Result<Option<String>, KeyringError> {
    let id = match std::fs::read_to_string(MACHINE_ID) {
        Ok(id) => id,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(KeyringError::Machine(error.to_string())),
    };
    let id = id.trim();
    let is_one = id.len() == 32
        && id.bytes().all(|byte| byte.is_ascii_hexdigit())
        && id.bytes().any(|byte| byte != b'0');
    Ok(is_one.then(|| {
        let text = format!("shutterslip machine 1\n{device}\n{id}\n");
        hex::encode(Sha256::digest(text.as_bytes()))
    }))
}

/// Reads the key file. Errors: none there, readable by others, damaged.
pub fn read(file: &Path) -> Result<Keyring, KeyringError> {
    let mut input = File::open(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => KeyringError::None,
        _ => KeyringError::Unreadable(error.to_string()),
    })?;
    let unreadable = |error: std::io::Error| KeyringError::Unreadable(error.to_string());
    if input.metadata().map_err(unreadable)?.mode() & 0o077 != 0 {
        return Err(KeyringError::Exposed);
    }
    let mut text = Zeroizing::new(String::new());
    input.read_to_string(&mut text).map_err(unreadable)?;
    parse(&text)
}

fn parse(text: &str) -> Result<Keyring, KeyringError> {
    let mut lines = text.lines();
    let (Some(TITLE), Some(device), Some(secrets), None) =
        (lines.next(), lines.next(), lines.next(), lines.next())
    else {
        return Err(KeyringError::Damaged);
    };
    let mut bytes = Zeroizing::new([0_u8; 64]);
    hex::decode_to_slice(secrets, bytes.as_mut_slice()).map_err(|_| KeyringError::Damaged)?;
    let (register, identity) = bytes
        .split_first_chunk::<32>()
        .ok_or(KeyringError::Damaged)?;
    let identity: &[u8; 32] = identity.try_into().map_err(|_| KeyringError::Damaged)?;
    Ok(Keyring {
        register_key: Zeroizing::new(*register),
        identity: Identity::new(DeviceId(device.to_owned()), identity),
    })
}
