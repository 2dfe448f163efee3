//! The school's equipment, and the identity by which a device signs what it did.

use chrono::{DateTime, Utc};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::ids::{CameraId, DeviceId};
use super::photo::DeviceStanding;

/// A tablet or PC on the school's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub id: DeviceId,
    pub name: String,
    pub asset_tag: String,
    /// Ed25519, lower-case hex.
    pub public_key: String,
    pub enrolled_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// Empty while enrolled.
    pub revoked_why: String,
}

impl Device {
    /// How a picture stands that this device took then.
    pub fn standing(&self, taken_at: DateTime<Utc>) -> DeviceStanding {
        if taken_at < self.enrolled_at {
            return DeviceStanding::Unknown;
        }
        match self.revoked_at {
            Some(revoked) if revoked <= taken_at => DeviceStanding::Revoked,
            _ => DeviceStanding::Enrolled,
        }
    }

    /// The key that its signatures verify with; `None` where the record holds no key.
    pub fn verifying_key(&self) -> Option<VerifyingKey> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(&self.public_key, &mut bytes).ok()?; // house: no key verifies nothing
        VerifyingKey::from_bytes(&bytes).ok() // house: no key verifies nothing
    }
}

/// Which machine a device's folder belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// A fingerprint of the machine's identity, never the identity itself; lower-case hex.
    pub machine: String,
}

/// A school camera on the list, known by what it writes into its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Camera {
    pub id: CameraId,
    pub name: String,
    pub make: String,
    pub model: String,
    pub serial: String,
    pub registered_at: DateTime<Utc>,
    pub retired_at: Option<DateTime<Utc>>,
}

impl Camera {
    /// How a picture stands that this camera took then. Pictures from before its registration
    /// count: the school owned it before it was listed.
    pub fn standing(&self, taken_at: DateTime<Utc>) -> DeviceStanding {
        match self.retired_at {
            Some(retired) if retired <= taken_at => DeviceStanding::Revoked,
            _ => DeviceStanding::Camera,
        }
    }
}

/// This device's own signing identity. The key never leaves it.
pub struct Identity {
    pub device: DeviceId,
    key: SigningKey,
}

impl Identity {
    /// The identity made of a device id and its 32 secret bytes.
    pub fn new(device: DeviceId, secret: &[u8; 32]) -> Identity {
        Identity {
            device,
            key: SigningKey::from_bytes(secret),
        }
    }

    /// The public half, lower-case hex.
    pub fn public_key(&self) -> String {
        hex::encode(self.key.verifying_key().to_bytes())
    }

    /// What its signatures verify with.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    /// A signature over the bytes, lower-case hex.
    pub fn sign(&self, bytes: &[u8]) -> String {
        hex::encode(self.key.sign(bytes).to_bytes())
    }
}
