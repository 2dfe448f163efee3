//! What stays on the pages behind the lock: nothing. Every property that the program sets is asked,
//! as the pages themselves declare them, so that a new one cannot be forgotten.

use shutterslip::screens::*;
use slint::{ComponentHandle, Image, Model, ModelRc, Rgb8Pixel, SharedPixelBuffer, VecModel};

use super::stage::*;

/// What says nothing of anybody: the device's own, and what comes with the program.
const OF_THE_DEVICE: [&str; 5] = [
    "AboutAdapter.language",
    "CameraAdapter.cameras",
    "Shell.notice",
    "WelcomeAdapter.policies",
    "WelcomeAdapter.policy",
];

/// Something that somebody could leave behind.
trait Leaves: Sized {
    fn something() -> Self;
    /// As much of it as can be compared.
    fn seen(&self) -> String;
}

impl Leaves for slint::SharedString {
    fn something() -> Self {
        "Amira Khan".into()
    }

    fn seen(&self) -> String {
        self.to_string()
    }
}

impl Leaves for Image {
    fn something() -> Self {
        Image::from_rgb8(SharedPixelBuffer::<Rgb8Pixel>::new(3, 2))
    }

    fn seen(&self) -> String {
        format!("{:?}", self.size())
    }
}

impl<T: Clone + Default + std::fmt::Debug + 'static> Leaves for ModelRc<T> {
    fn something() -> Self {
        ModelRc::new(VecModel::from(vec![
            T::default(),
            T::default(),
            T::default(),
        ]))
    }

    fn seen(&self) -> String {
        format!("{:?}", self.iter().collect::<Vec<_>>())
    }
}

impl Leaves for StaffFace {
    fn something() -> Self {
        StaffFace {
            name: "Ms Patel".into(),
            ..StaffFace::default()
        }
    }

    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

/// What every property shows, by its name.
fn shown(app: &App) -> Vec<(&'static str, String)> {
    let mut shown = Vec::new();
    macro_rules! look {
        (plain $($rest:tt)*) => {};
        (record $global:ident $name:literal $get:ident $set:ident) => {
            shown.push((
                concat!(stringify!($global), ".", $name),
                format!("{:?}", app.global::<$global>().$get()),
            ));
        };
        ($kind:ident $global:ident $name:literal $get:ident $set:ident) => {
            let seen = app.global::<$global>().$get().seen();
            shown.push((concat!(stringify!($global), ".", $name), seen));
        };
    }
    every_property!(look);
    shown
}

/// Puts something into each of them.
fn fill(app: &App) {
    macro_rules! put {
        (plain $($rest:tt)*) => {};
        (record CameraAdapter "me" $get:ident $set:ident) => {
            app.global::<CameraAdapter>().$set(StaffFace::something());
        };
        // Which page is shown, and what is asked there: of those there is a choice, and nobody in it.
        (record $global:ident $name:literal $get:ident $set:ident) => {};
        ($kind:ident $global:ident $name:literal $get:ident $set:ident) => {
            app.global::<$global>().$set(Leaves::something());
        };
    }
    every_property!(put);
}

#[test]
fn nothing_that_was_told_to_any_page_stays_behind_the_lock() {
    let tablet = Tablet::on();
    let app = tablet.screens.app();
    let before = shown(app);
    assert!(before.len() > 200, "{}", before.len());
    tablet.sign_in(HEAD);
    fill(app);
    let changed = shown(app);
    let untouched: Vec<_> = before
        .iter()
        .zip(&changed)
        .filter(|(a, b)| a == b)
        .collect();
    assert!(untouched.len() < 10, "{untouched:?}");
    app.global::<Office>().invoke_lock();
    tablet.until("the lock", |tablet| tablet.shows("School device"));
    let nothing = [
        String::new(),
        ModelRc::<bool>::default().seen(),
        Image::default().seen(),
        StaffFace::default().seen(),
    ];
    let stays: Vec<_> = before
        .iter()
        .zip(shown(app))
        .filter(|((name, before), (_, after))| {
            before != after && !nothing.contains(after) && !OF_THE_DEVICE.contains(name)
        })
        .map(|((name, before), (_, after))| format!("{name}: was `{before}`, is `{after}`"))
        .collect();
    assert!(stays.is_empty(), "{}", stays.join("\n"));
}
