//! The keyboard on the screen: types where the cursor is, and goes away when somebody types on a
//! real one. Keeps no word.

use std::cell::Cell;
use std::rc::Rc;

use slint::ComponentHandle;
use slint::platform::WindowEvent;

use super::mapping::model;
use super::{Inner, Keys, Shell, called, calling};

/// What a long press offers: Welsh first, then the languages that schools meet most.
const ACCENTS: &[(&str, &str)] = &[
    ("a", "â á à ä ã å ą ā æ"),
    ("c", "ç ć č"),
    ("d", "ď đ"),
    ("e", "ê é è ë ę ě ē"),
    ("g", "ğ"),
    ("i", "î í ì ï ī ı"),
    ("l", "ł ľ"),
    ("n", "ñ ń ň"),
    ("o", "ô ó ò ö õ ø ő œ"),
    ("r", "ř"),
    ("s", "ś š ş ß ș"),
    ("t", "ť ț"),
    ("u", "û ú ù ü ű ů ū"),
    ("w", "ŵ ẃ ẁ ẅ"),
    ("y", "ŷ ý ỳ ÿ"),
    ("z", "ź ż ž"),
];

pub(super) fn connect(inner: &Rc<Inner>) {
    let keys = inner.app.global::<Keys>();
    let is_ours = Rc::new(Cell::new(false));
    let typing = Rc::clone(&is_ours);
    keys.on_press(calling(inner, move |inner, text: slint::SharedString| {
        let window = inner.app.window();
        typing.set(true);
        for event in [
            WindowEvent::KeyPressed { text: text.clone() },
            WindowEvent::KeyReleased { text },
        ] {
            // A window that takes no keys is closing.
            if window.dispatch_event_with_result(event).is_err() {
                break;
            }
        }
        typing.set(false);
    }));
    keys.on_accents_of(|letter, is_capital| {
        let found = ACCENTS.iter().find(|(plain, _)| *plain == letter.as_str());
        let accents = found.map_or("", |(_, accents)| accents);
        model(accents.split_whitespace().map(|accent| {
            if is_capital {
                accent.to_uppercase().into()
            } else {
                accent.into()
            }
        }))
    });
    inner
        .app
        .global::<Shell>()
        .on_typed(called(inner, move |inner| {
            if !is_ours.get() {
                let keys = inner.app.global::<Keys>();
                keys.set_is_real(true);
                keys.set_wanted(false);
            }
        }));
}
