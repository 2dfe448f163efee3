//! The nouns of a school's pictures, and the decision. Pure: no clock, disk, database or screen.

pub mod agreement;
pub mod attendance;
pub mod audit;
pub mod cases;
pub mod channel;
pub mod decision;
pub mod device;
pub mod gist;
pub mod ids;
pub mod incident;
pub mod kept;
pub mod mis;
pub mod permission;
pub mod person;
pub mod photo;
pub mod policy;
pub mod release;
pub mod roll;
pub mod school;
pub mod staff;
pub mod tile_names;
pub mod time;
pub mod verdict;
pub mod words;
