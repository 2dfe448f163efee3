//! A permission slip as paper: where everything stands on it, how it is drawn, and how a picture of it
//! is read. What is read is a proposal with how sure it is; whether it is so, a person says. Knows no
//! register and decides nothing; looks at pixels, and at none that it decoded itself.

mod drawing;
pub mod places;
pub mod reading;
mod seen;
mod straight;
mod words;

pub use drawing::{Asked, draw};
