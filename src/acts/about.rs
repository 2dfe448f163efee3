//! What this program is, and what stands between a hostile picture and the rest of this machine.
//! Needs no school and nobody's name.

use super::ActError;
use crate::faces::FaceFinder;
use crate::picture::{Confinement, Darkroom};
use serde::{Deserialize, Serialize};

/// What a technician asks first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct About {
    /// The face finder and its model, as kept beside every box.
    pub finder: String,
    /// What confines the reading of pictures, as tried just now.
    pub decoding: Confinement,
}

impl About {
    /// As it is on this machine. Errors: no picture can be read here.
    pub fn this(darkroom: &dyn Darkroom, finder: &dyn FaceFinder) -> Result<About, ActError> {
        Ok(About {
            finder: finder.version().to_owned(),
            decoding: darkroom.confinement()?,
        })
    }
}
