//! What stays on the pages behind the lock: nothing. Every adapter is asked, as the pages themselves
//! declare them, so that a new one cannot be forgotten.

use shutterslip::screens::*;
use slint::{ComponentHandle, Image, Model, ModelRc, Rgb8Pixel, SharedPixelBuffer, VecModel};

use super::stage::*;

/// What is told beside a page's state, and stays: how the tablet is and stands, what comes with the
/// program, what the lock shows to everybody. Nothing else is of nobody; it belongs into a state.
const STAYS: [&str; 29] = [
    "AboutAdapter.language",
    "AgreementAdapter.text",
    "CameraAdapter.cameras",
    "CameraAdapter.device-name",
    "CameraAdapter.is-sample",
    "CameraAdapter.say",
    "CheckFileAdapter.takes-drops",
    "Keys.digits",
    "Keys.field-height",
    "Keys.field-x",
    "Keys.field-y",
    "Keys.is-real",
    "Keys.shifted",
    "Keys.wanted",
    "LockAdapter.device",
    "LockAdapter.device-name",
    "LockAdapter.is-sample",
    "LockAdapter.school",
    "LockAdapter.staff",
    "LockAdapter.standing",
    "LockAdapter.standing-is-bad",
    "PaperCamera.cameras",
    "Shell.is-sample",
    "Shell.notice",
    "Shell.notice-is-bad",
    "Shell.page",
    "TagAdapter.zoom",
    "WelcomeAdapter.policies",
    "WelcomeAdapter.policy",
];

/// Something that somebody could leave behind.
trait Leaves: Default + PartialEq {
    fn something() -> Self;

    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl Leaves for slint::SharedString {
    fn something() -> Self {
        "Amira Khan".into()
    }
}

impl Leaves for Image {
    fn something() -> Self {
        Image::from_rgb8(SharedPixelBuffer::<Rgb8Pixel>::new(3, 2))
    }

    // No picture is not equal to no picture.
    fn is_nothing(&self) -> bool {
        self.size() == Image::default().size()
    }
}

impl<T: Clone + Default + 'static> Leaves for ModelRc<T> {
    fn something() -> Self {
        ModelRc::new(VecModel::from(vec![T::default(), T::default()]))
    }

    fn is_nothing(&self) -> bool {
        self.row_count() == 0
    }
}

impl Leaves for bool {
    fn something() -> Self {
        true
    }
}

impl Leaves for i32 {
    fn something() -> Self {
        7
    }
}

impl Leaves for f32 {
    fn something() -> Self {
        0.5
    }
}

macro_rules! leave {
    // One of a choice, and nobody in it.
    (choice $place:expr) => {};
    ($kind:ident $place:expr) => {
        $place = Leaves::something()
    };
}

macro_rules! is_nothing {
    (choice $place:expr) => {
        is_default(&$place)
    };
    ($kind:ident $place:expr) => {
        $place.is_nothing()
    };
}

fn is_default<T: Default + PartialEq>(told: &T) -> bool {
    *told == T::default()
}

/// Puts something into each field of each state. How many fields there were.
fn fill(app: &App) -> usize {
    let mut filled = 0;
    macro_rules! fill {
        ($global:ident $state:ident $(, $kind:ident $field:ident)*) => {
            let mut state = $state::default();
            $(
                leave!($kind state.$field);
                filled += 1;
            )*
            assert_ne!(state, $state::default());
            app.global::<$global>().set_state(state);
        };
    }
    every_state!(fill);
    filled
}

#[test]
fn nothing_that_was_told_to_any_page_stays_behind_the_lock() {
    let tablet = Tablet::on();
    let app = tablet.screens.app();
    tablet.sign_in(HEAD);
    assert!(fill(app) > 380);
    app.global::<Office>().invoke_lock();
    tablet.until("the lock", |tablet| tablet.shows("School device"));
    let mut stays = Vec::new();
    macro_rules! look {
        ($global:ident $state:ident $(, $kind:ident $field:ident)*) => {
            let state = app.global::<$global>().get_state();
            $(
                if !is_nothing!($kind state.$field) {
                    stays.push(format!(
                        "{}.{}: {:?}",
                        stringify!($global),
                        stringify!($field),
                        state.$field
                    ));
                }
            )*
        };
    }
    every_state!(look);
    assert!(stays.is_empty(), "{}", stays.join("\n"));
}

#[test]
fn what_is_told_beside_a_state_is_of_nobody() {
    let mut beside: Vec<_> = BESIDE_A_STATE.to_vec();
    // How things look.
    beside.retain(|told| !told.starts_with("Theme."));
    beside.sort_unstable();
    assert_eq!(beside, STAYS);
}
