//! The school's equipment: devices are enrolled and revoked, cameras registered and retired.

use super::set_up::named;
use super::sign_in::Session;
use super::{ActError, Desk, Done, new_id, unique};
use crate::acts::refusal::{Named, Refusal, Thing};
use crate::domain::device::{Camera, Device};
use crate::domain::ids::{CameraId, DeviceId};
use crate::domain::incident::{IncidentKind, IncidentSubject};
use crate::domain::photo::DeviceStanding;
use crate::domain::staff::Duty;
use crate::register::{Change, Listing};

/// This device, as it says who it is before anybody signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThisDevice {
    /// Empty where it is on no list.
    pub name: String,
    /// Empty where it is on no list, or bears no mark.
    pub asset_tag: String,
    pub state: DeviceState,
}

/// Whether this device is the school's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceState {
    Enrolled,
    NotEnrolled,
    Revoked,
}

impl Desk {
    /// What this device is, for the lock screen. It takes no photos but while it is enrolled.
    pub fn device_standing(&self) -> Done<ThisDevice> {
        let latest = self.latest()?;
        let devices = self.register.devices()?;
        let listed = devices.into_iter().find(|one| one.id == self.signer.device);
        let state = match listed.as_ref().map(|device| device.standing(latest)) {
            Some(DeviceStanding::Enrolled | DeviceStanding::Camera) => DeviceState::Enrolled,
            Some(DeviceStanding::Revoked) => DeviceState::Revoked,
            Some(DeviceStanding::Unknown) | None => DeviceState::NotEnrolled,
        };
        let (name, asset_tag) = listed
            .map(|device| (device.name, device.asset_tag))
            .unwrap_or_default();
        Ok(ThisDevice {
            name,
            asset_tag,
            state,
        })
    }

    /// Puts this device itself on the school's list. Errors as [`Desk::enrol_device`]: one that was
    /// revoked does not come back.
    pub fn enrol_this(&mut self, who: &Session, name: &str, asset_tag: &str) -> Done<DeviceId> {
        let (id, key) = (self.signer.device.0.clone(), self.signer.public_key());
        self.enrol_device(who, name, asset_tag, &id, &key)
    }

    /// Every device that is or was the school's.
    pub fn devices(&self) -> Done<Vec<Device>> {
        Ok(self.register.devices()?)
    }

    /// Every camera that is or was the school's.
    pub fn cameras(&self) -> Done<Vec<Camera>> {
        Ok(self.register.cameras()?)
    }

    /// Puts another device on the school's list, by the id and public key that it shows.
    /// Errors: not an Ed25519 key, or one that is on the list.
    pub fn enrol_device(
        &mut self,
        who: &Session,
        name: &str,
        asset_tag: &str,
        id: &str,
        public_key: &str,
    ) -> Done<DeviceId> {
        self.require(who, Duty::Equip)?;
        let device = Device {
            id: DeviceId(id.trim().to_owned()),
            name: named(name, Named::Device)?,
            asset_tag: asset_tag.trim().to_owned(),
            public_key: public_key.trim().to_lowercase(),
            enrolled_at: self.now(),
            revoked_at: None,
            revoked_why: String::new(),
        };
        if uuid::Uuid::parse_str(&device.id.0).is_err() || device.verifying_key().is_none() {
            return Err(ActError::Refused(Refusal::NotAnIdentity));
        }
        let is_listed = self
            .register
            .devices()?
            .iter()
            .any(|other| other.id == device.id || other.public_key == device.public_key);
        if is_listed {
            return Err(ActError::Refused(Refusal::DeviceListed));
        }
        self.record(who, &[Change::Device(device.clone())])?;
        Ok(device.id)
    }

    /// Takes a device off the list from now on: what it takes later does not count.
    pub fn revoke_device(&mut self, who: &Session, id: &str, why: &str) -> Done<()> {
        self.require(who, Duty::Equip)?;
        let devices = self.register.devices()?;
        let found = devices
            .iter()
            .find(|device| device.name == id || device.asset_tag == id)
            .map(|device| device.id.0.clone());
        let id = match found {
            Some(id) => id,
            None => {
                let ids = devices.iter().map(|device| device.id.0.clone());
                self.known_by(id, Thing::Device, Listing::Devices, ids)?
            }
        };
        let Some(mut device) = devices.into_iter().find(|device| device.id.0 == id) else {
            return Err(ActError::Refused(Refusal::NoSuch {
                thing: Thing::Device,
                id,
            }));
        };
        if device.revoked_at.is_some() {
            return Err(ActError::Refused(Refusal::DeviceRevokedAlready));
        }
        device.revoked_at = Some(self.now());
        device.revoked_why = named(why, Named::Reason)?;
        self.record(who, &[Change::Device(device)])
    }

    /// Puts a school camera on the list by what it writes into its files, to the letter.
    pub fn register_camera(
        &mut self,
        who: &Session,
        name: &str,
        make: &str,
        model: &str,
        serial: &str,
    ) -> Done<CameraId> {
        self.require(who, Duty::Equip)?;
        let camera = Camera {
            id: CameraId(new_id()),
            name: named(name, Named::Camera)?,
            make: named(make, Named::Make)?,
            model: named(model, Named::Model)?,
            serial: named(serial, Named::Serial)?,
            registered_at: self.now(),
            retired_at: None,
        };
        let is_listed = self.register.cameras()?.iter().any(|other| {
            other.retired_at.is_none()
                && (&other.make, &other.model, &other.serial)
                    == (&camera.make, &camera.model, &camera.serial)
        });
        if is_listed {
            return Err(ActError::Refused(Refusal::CameraListed));
        }
        self.record(who, &[Change::Camera(camera.clone())])?;
        Ok(camera.id)
    }

    /// Takes a camera off the list from now on.
    pub fn retire_camera(&mut self, who: &Session, id: &str) -> Done<()> {
        self.require(who, Duty::Equip)?;
        let cameras = self.register.cameras()?;
        let found = cameras
            .iter()
            .find(|camera| camera.name == id)
            .map(|camera| camera.id.0.clone());
        let id = match found {
            Some(id) => id,
            None => {
                let ids = cameras.iter().map(|camera| camera.id.0.clone());
                self.known_by(id, Thing::Camera, Listing::Cameras, ids)?
            }
        };
        let Some(mut camera) = cameras.into_iter().find(|camera| camera.id.0 == id) else {
            return Err(ActError::Refused(Refusal::NoSuch {
                thing: Thing::Camera,
                id,
            }));
        };
        if camera.retired_at.is_some() {
            return Err(ActError::Refused(Refusal::CameraRetiredAlready));
        }
        camera.retired_at = Some(self.now());
        self.record(who, &[Change::Camera(camera)])
    }

    /// The one id that is, or begins with, what was typed. Where there is none, it may be one that was
    /// changed past the register, which is told instead.
    fn known_by(
        &self,
        typed: &str,
        thing: Thing,
        listing: Listing,
        ids: impl Iterator<Item = String>,
    ) -> Done<String> {
        let known = unique(typed, thing, ids);
        if known.is_err() {
            self.nothing_odd(listing)?;
        }
        known
    }

    /// Refuses, and opens an incident, where this device is not on the list or was revoked.
    pub(crate) fn require_enrolled(&mut self, who: &Session) -> Done<()> {
        let now = self.latest()?;
        let standing = self
            .register
            .devices()?
            .iter()
            .find(|device| device.id == self.signer.device)
            .map_or(DeviceStanding::Unknown, |device| device.standing(now));
        let this = Some(IncidentSubject::Device(self.signer.device.clone()));
        match standing {
            DeviceStanding::Enrolled | DeviceStanding::Camera => Ok(()),
            DeviceStanding::Revoked => {
                let note = "a revoked device was used".to_owned();
                self.open_incident(IncidentKind::RevokedDevice, &who.id().0, this, note)?;
                Err(ActError::Refused(Refusal::DeviceRevoked))
            }
            DeviceStanding::Unknown => {
                let note = "a device that is not enrolled was used".to_owned();
                self.open_incident(IncidentKind::PersonalDevice, &who.id().0, this, note)?;
                Err(ActError::Refused(Refusal::DeviceNotEnrolled))
            }
        }
    }
}
