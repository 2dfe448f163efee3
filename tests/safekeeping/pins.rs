//! PINs that cost nothing to verify, so that signing in does not slow every test down: the same PINs,
//! hashed with next to no memory. How dear a real one is has tests of its own.

use chrono::{DateTime, Utc};
use shutterslip::register::{Change, Register, Stamp};

/// Hashes everybody's PIN anew, by this account, on the record as any change is.
pub fn make_quick(
    register: &mut Register,
    at: DateTime<Utc>,
    by: &str,
    pin_of: impl Fn(&str) -> String,
) {
    let changes: Vec<Change> = register
        .staff()
        .unwrap()
        .into_iter()
        .map(|mut staff| {
            staff.pin_hash = quick_hash(&pin_of(&staff.name));
            Change::Staff(staff)
        })
        .collect();
    let by = by.to_owned();
    register.record(&Stamp { at, by }, &changes).unwrap();
}

fn quick_hash(pin: &str) -> String {
    use argon2::password_hash::PasswordHasher;
    let params = argon2::Params::new(8, 1, 1, None).unwrap();
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password(pin.as_bytes())
        .unwrap()
        .to_string()
}
