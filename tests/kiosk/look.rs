//! What every screen owes everybody: contrast, something to hit, words for everybody. That every
//! word can be translated is read from the screens' text, in tests/house_rules/words.rs.

use std::collections::BTreeSet;

use i_slint_backend_testing::ElementHandle;
use shutterslip::screens::Theme;
use slint::{Color, ComponentHandle, Model};

use super::drawing::{Scene, scenes};
use super::stage::*;

/// The least contrast of text: WCAG 2.2, level AA.
const CONTRAST: f64 = 4.5;

/// The least that a finger has to hit, in pixels.
const TOUCH: f32 = 56.0;

fn luminance(colour: Color) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(colour.red()) + 0.7152 * linear(colour.green()) + 0.0722 * linear(colour.blue())
}

fn contrast(one: Color, other: Color) -> f64 {
    let (a, b) = (luminance(one) + 0.05, luminance(other) + 0.05);
    a.max(b) / a.min(b)
}

#[test]
fn every_text_stands_out_from_what_is_behind_it() {
    let tablet = Tablet::on();
    let theme = tablet.screens.app().global::<Theme>();
    for dark in [false, true] {
        theme.set_dark(dark);
        let mut pairs = vec![
            ("ink on paper", theme.get_ink(), theme.get_paper()),
            ("ink on surface", theme.get_ink(), theme.get_surface()),
            ("ink on soft", theme.get_ink(), theme.get_soft()),
            ("ink on idle", theme.get_ink(), theme.get_idle()),
            ("muted on paper", theme.get_muted(), theme.get_paper()),
            ("muted on surface", theme.get_muted(), theme.get_surface()),
            ("primary on soft", theme.get_primary(), theme.get_soft()),
            ("on primary", theme.get_on_primary(), theme.get_primary()),
            ("surface on no", theme.get_surface(), theme.get_no()),
            ("yes", theme.get_yes(), theme.get_yes_soft()),
            ("no", theme.get_no(), theme.get_no_soft()),
            ("care", theme.get_care(), theme.get_care_soft()),
            ("no on paper", theme.get_no(), theme.get_paper()),
            ("care on paper", theme.get_care(), theme.get_paper()),
            ("idle", theme.get_on_idle(), theme.get_idle()),
            ("idle on surface", theme.get_on_idle(), theme.get_surface()),
            ("idle on paper", theme.get_on_idle(), theme.get_paper()),
            ("on the rail", theme.get_on_rail(), theme.get_rail()),
            (
                "muted on the rail",
                theme.get_on_rail_muted(),
                theme.get_rail(),
            ),
            ("a named face", theme.get_on_named(), theme.get_named()),
            (
                "a face to name",
                theme.get_on_unnamed(),
                theme.get_unnamed(),
            ),
        ];
        for colour in theme.get_avatars().iter() {
            pairs.push(("initials", theme.get_on_avatar(), colour));
        }
        for (what, text, behind) in pairs {
            let found = contrast(text, behind);
            assert!(found >= CONTRAST, "{what}, dark {dark}: {found:.2}");
        }
    }
}

fn too_small(tablet: &Tablet, scene: &str) -> Vec<String> {
    let size = |found: &ElementHandle| (found.size().width, found.size().height);
    let of_a_face = |label: &str| label.starts_with("Face ");
    tablet
        .buttons()
        .into_iter()
        // A small face is reached by a finger near it: the photo takes the tap.
        .filter(|(label, _)| !of_a_face(label))
        .filter(|(_, found)| {
            let (width, height) = size(found);
            width + 0.5 < TOUCH || height + 0.5 < TOUCH
        })
        .map(|(label, found)| {
            let (width, height) = size(&found);
            format!("{scene}: `{label}` is {width} by {height}")
        })
        .collect()
}

#[test]
fn everything_that_can_be_tapped_is_large_enough_for_a_finger() {
    let mut small = BTreeSet::new();
    for Scene { name, show } in scenes() {
        let tablet = show();
        for (width, height) in [(1280.0, 800.0), (800.0, 1280.0)] {
            tablet.size(width, height);
            tablet.settle();
            small.extend(too_small(&tablet, &format!("{name} at {width}")));
        }
    }
    let small: Vec<String> = small.into_iter().collect();
    assert!(small.is_empty(), "{}", small.join("\n"));
}

#[test]
fn everything_that_can_be_tapped_has_words_for_a_screen_reader() {
    for Scene { name, show } in scenes() {
        for (label, _) in show().buttons() {
            assert!(!label.trim().is_empty(), "{name}: a button without words");
        }
    }
}

#[test]
fn no_screen_speaks_of_machinery() {
    const JARGON: &[&str] = &[
        "sync",
        "uuid",
        "database",
        "sqlite",
        "server",
        "cache",
        "json",
        "error code",
    ];
    for Scene { name, show } in scenes() {
        let said = show().read().to_lowercase();
        for word in JARGON {
            assert!(!said.contains(word), "{name} says `{word}`: {said}");
        }
    }
}
