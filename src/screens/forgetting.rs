//! What the lock leaves on the pages: nothing of anybody. Every text, picture and list that any page
//! declares is emptied, so that a new one cannot be forgotten; those that say nothing of anybody, and
//! which the lock needs, are named here.

use slint::ComponentHandle;

use super::mapping::model;
use super::*;

/// Empties what was told to the pages.
pub(super) fn forget_what_was_told(app: &App) {
    macro_rules! empty {
        (plain $($rest:tt)*) => {};
        // What went wrong for whoever was there before.
        (text LockAdapter "trouble" $get:ident $set:ident) => {
            app.global::<LockAdapter>().$set("".into());
        };
        // The lock's own page is told anew, and shows who may sign in meanwhile.
        ($kind:ident LockAdapter $($rest:tt)*) => {};
        // How the device shows things, its name, its cameras, what every school's staff say.
        (text AboutAdapter "language" $($rest:tt)*) => {};
        (list CameraAdapter "cameras" $($rest:tt)*) => {};
        (text CameraAdapter "device-name" $($rest:tt)*) => {};
        (text CameraAdapter "say" $($rest:tt)*) => {};
        // Policies as they come with the program.
        (list WelcomeAdapter "policies" $($rest:tt)*) => {};
        (text WelcomeAdapter "policy" $($rest:tt)*) => {};
        // Stands until somebody has read it, where a photo was not kept.
        (text Shell "notice" $($rest:tt)*) => {};
        (text $global:ident $name:literal $get:ident $set:ident) => {
            app.global::<$global>().$set("".into());
        };
        (picture $global:ident $name:literal $get:ident $set:ident) => {
            app.global::<$global>().$set(slint::Image::default());
        };
        (list $global:ident $name:literal $get:ident $set:ident) => {
            app.global::<$global>().$set(model([]));
        };
        (record CameraAdapter "me" $get:ident $set:ident) => {
            app.global::<CameraAdapter>().$set(StaffFace::default());
        };
        // One of a choice, and nobody in it.
        (record $global:ident $name:literal $get:ident $set:ident) => {};
    }
    every_property!(empty);
}
