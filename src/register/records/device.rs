//! Devices and cameras. What they were when they were put on the list does not change.

use serde_json::json;

use super::super::record::{Record, Rowed, Saying};
use super::super::store::{Bad, By, Columns, Read, Row, RowSet, row};
use crate::domain::audit::{Act, Note, stamp};
use crate::domain::device::{Camera, Device};
use crate::domain::ids::DeviceId;

impl Record for Device {
    const KIND: &'static str = "device";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        let act = match self.revoked_at {
            None => Act::DeviceEnrolled,
            Some(_) => Act::DeviceRevoked,
        };
        self.noted(act).saying(json!({"asset": self.asset_tag}))
    }
}

impl Rowed for Device {
    const WHAT: &'static str = "device";
    const SET: &'static RowSet = &RowSet {
        name: "device",
        order: &[By::Rising("enrolled_at"), By::Rising("id")],
        apart: &["public_key"],
        fixed: &["public_key", "enrolled_at"],
        ..RowSet::STANDING
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id.0,
            name: &self.name,
            asset_tag: &self.asset_tag,
            public_key: &self.public_key,
            enrolled_at: stamp(self.enrolled_at),
            revoked_at: self.revoked_at.map(stamp),
            revoked_why: &self.revoked_why,
        })
    }

    fn of_row(row: &Columns) -> Result<Device, Bad> {
        Ok(Device {
            id: DeviceId(row.text("id")?),
            name: row.text("name")?,
            asset_tag: row.text("asset_tag")?,
            public_key: row.text("public_key")?,
            enrolled_at: row.time("enrolled_at")?,
            revoked_at: row.maybe_time("revoked_at")?,
            revoked_why: row.text("revoked_why")?,
        })
    }
}

impl Record for Camera {
    const KIND: &'static str = "camera";

    fn id(&self) -> String {
        self.id.0.clone()
    }

    fn note(&self) -> Note {
        self.noted(match self.retired_at {
            None => Act::CameraRegistered,
            Some(_) => Act::CameraRetired,
        })
    }
}

impl Rowed for Camera {
    const WHAT: &'static str = "camera";
    const SET: &'static RowSet = &RowSet {
        name: "camera",
        order: &[By::Rising("registered_at"), By::Rising("id")],
        fixed: &["make", "model", "serial", "registered_at"],
        ..RowSet::STANDING
    };

    fn row(&self) -> Read<Row> {
        Ok(row! {
            id: &self.id.0,
            name: &self.name,
            make: &self.make,
            model: &self.model,
            serial: &self.serial,
            registered_at: stamp(self.registered_at),
            retired_at: self.retired_at.map(stamp),
        })
    }

    fn of_row(row: &Columns) -> Result<Camera, Bad> {
        Ok(Camera {
            id: row.word("id")?,
            name: row.text("name")?,
            make: row.text("make")?,
            model: row.text("model")?,
            serial: row.text("serial")?,
            registered_at: row.time("registered_at")?,
            retired_at: row.maybe_time("retired_at")?,
        })
    }
}
