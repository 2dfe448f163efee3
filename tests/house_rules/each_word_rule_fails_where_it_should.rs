//! Small made-up screens and languages, each of which breaks one rule of words.

use super::*;

#[track_caller]
fn past_tr(text: &str, expected: &[&str]) {
    let found = outside_tr(&Source::new("ui/a.slint", text));
    let found: Vec<&str> = found
        .iter()
        .filter_map(|breach| breach.rule.split('`').nth(1))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_text_that_is_shown_past_tr_is_told() {
    for (text, told) in [
        (r#"text: "Hello there";"#, "Hello there"),
        (r#"Words { text: a ? @tr("Yes") : "No way"; }"#, "No way"),
        (r#"text: @tr("{} waits", "The photo");"#, "The photo"),
        ("label:\n    \"Take it\";", "Take it"),
        (r#"accessible-label: "Say \"ah\"";"#, r#"Say "ah""#),
        (r#"text: "\{count} photos";"#, " photos"),
        (r#"text: a == 1 ? "One" : "";"#, "One"),
        (r#"text: "Amser" + @tr("Time");"#, "Amser"),
        (r#"for it in [{ says: "Hello" }]: Words { }"#, "Hello"),
        (r#"tapped => { root.text = "Kept"; }"#, "Kept"),
        (r#"in property <string> back: "Back";"#, "Back"),
        (r#"property <string> badge: a ? "Good" : "";"#, "Good"),
        (r#"global A { out property <string> label: "Hi"; }"#, "Hi"),
        (
            r#"global A { public pure function f(a: int) -> string { a == 1 ? "Jan" : @tr("Feb") } }"#,
            "Jan",
        ),
        (
            r#"global A { in property <string> a: "Ann"; } component B { hint: "Find"; }"#,
            "Find",
        ),
    ] {
        past_tr(text, &[told]);
    }
}

#[test]
fn a_text_that_nobody_reads_or_that_is_translated_is_not_told() {
    for text in [
        r#"text: @tr("Hello there");"#,
        "text: @tr(\n    \"one photo\"\n    | \"{n} photos\" % count, name);",
        r#"text: @tr("menu" => "Open");"#,
        r#"text: "×"; label: "⌫"; title: "" ; text: "1 ";"#,
        r#"text: "English"; text: "Cymraeg";"#,
        r#"text: who == "Nobody" ? "" : "Nobody" != who ? "a" : "b";"#,
        r#"// text: "Hello there";"#,
        r#"/* ; text: "Hello"; /* again */ ; text: "Hello"; */"#,
        r#"font-family: "Inter"; tapped => { key("back"); }"#,
        r#"import { Words } from "words.slint";"#,
        r#"global A { in property <string> text: "Rain"; in property <C> name: "Ms Patel"; in-out property <B> me: { text: "Ann" }; }"#,
        r#"global Theme { out property <string> typeface: "Inter"; }"#,
    ] {
        past_tr(text, &[]);
    }
}

const SCREEN: &str = r#"
    text: @tr("! Keep “{}” — now", name);
    text: @tr("Done");
    text: @tr("{n} photo" | "{n} photos" % count);
    text: @tr("Nobody from {0}." | "{n} from {0}." % count, there);
"#;

const WELSH: &str = r#"
# A note.
msgid ""
msgstr ""
"Language: cy\n"
"Plural-Forms: nplurals=3; plural=(n==1) ? 0 : (n==2) ? 1 : 2;\n"

msgid "! Keep “{}” — now"
msgstr ""
"! Cadwch “{}” — "
"nawr"

msgid "Done"
msgstr "Wedi gorffen"

msgid "{n} photo"
msgid_plural "{n} photos"
msgstr[0] "{n} llun"
msgstr[1] "{n} lun"
msgstr[2] "{n} llun"

msgid "Nobody from {0}."
msgid_plural "{n} from {0}."
msgstr[0] "Neb o {0}."
msgstr[1] "{n} o {0}."
msgstr[2] "{n} o {0}."
"#;

fn told(screen: &str, language: &str) -> Vec<String> {
    let screen = Source::new("ui/a.slint", screen);
    let language = Source::new("cy.po", language);
    let said = said(&screen).into_iter().map(|said| (&screen, said));
    let found = untrue(&language, &said.collect::<Vec<_>>());
    found.iter().map(Breach::to_string).collect()
}

/// The language with one thing put for another, and what is told of it.
#[track_caller]
fn spoilt(from: &str, to: &str, expected: &str) {
    assert_eq!(WELSH.matches(from).count(), 1, "`{from}` stands there once");
    let found = told(SCREEN, &WELSH.replace(from, to));
    assert!(
        found.len() == 1 && found[0].contains(expected),
        "expected one breach with `{expected}`, found {found:?}"
    );
}

#[test]
fn a_language_that_says_everything_breaks_nothing() {
    assert_eq!(told(SCREEN, WELSH), [""; 0]);
}

#[test]
fn a_text_without_an_entry_and_an_entry_without_a_text_are_told_by_name() {
    let more = format!("{SCREEN}text: @tr(\n \"Say \\\"ah\\\"\");");
    assert_eq!(
        told(&more, WELSH),
        [r#"ui/a.slint:6: `Say "ah"` has no entry in cy.po"#]
    );
    let fewer = SCREEN.replace(r#"@tr("Done")"#, "done");
    assert_eq!(
        told(&fewer, WELSH),
        ["cy.po:13: `Done` is said by no screen any more; take the entry out"]
    );
    let in_context = SCREEN.replace(r#""Done""#, r#""photo" => "Done""#);
    assert_eq!(told(&in_context, WELSH).len(), 2);
    let other_plural = format!("{SCREEN}text: @tr(\"Done\" | \"All done\" % n);");
    assert!(told(&other_plural, WELSH)[0].contains("with another plural elsewhere"));
    let twice = format!("{WELSH}\nmsgid \"Done\"\nmsgstr \"Gorffen\"\n");
    assert!(told(SCREEN, &twice)[0].contains("`Done` stands here twice"));
}

#[test]
fn placeholders_and_plural_forms_that_differ_are_told() {
    spoilt("! Cadwch “{}” — ", "! Cadwch — ", "placeholders");
    spoilt("! Cadwch “{}” — ", "! Cadwch “{0}” — ", "placeholders");
    spoilt("Wedi gorffen", "Wedi {n}", "placeholders");
    spoilt(r#"[1] "{n} lun""#, r#"[1] "dau lun""#, "placeholders");
    spoilt(r#"[2] "{n} o {0}.""#, r#"[2] "Neb o {0}.""#, "placeholders");
    spoilt("msgstr[1] \"{n} lun\"\n", "", "needs 3 of `msgstr`");
    spoilt("msgstr[2] \"{n} llun\"\n", "", "needs 3 of `msgstr`");
    spoilt(
        r#"msgstr "Wedi gorffen""#,
        r#"msgstr[0] "Wedi gorffen""#,
        "needs 1 of `msgstr`",
    );
    spoilt("\"{n} photos\"", "\"{n} pictures\"", "another plural");
    assert!(
        told(SCREEN, &WELSH.replace("nplurals=3; ", ""))
            .iter()
            .any(|told| told.contains("Plural-Forms"))
    );
}

#[test]
fn a_translation_that_is_empty_fuzzy_or_unread_is_told() {
    spoilt("\"Wedi gorffen\"", "\"\"", "translated as nothing");
    spoilt("\"Wedi gorffen\"", "\" \"", "translated as nothing");
    spoilt(r#"[1] "{n} lun""#, r#"[1] """#, "translated as nothing");
    spoilt("msgid \"Done\"", "#, fuzzy\nmsgid \"Done\"", "fuzzy");
    spoilt("# A note.", "A note.", "no part of an entry");
    spoilt("\"nawr\"", "\"nawr\" \"", "no part of an entry");
}

#[test]
fn a_sign_or_the_name_of_a_button_that_is_lost_is_told() {
    spoilt("\"! Cadwch", "\"Cadwch", "another sign");
    let named = SCREEN.replace("“{}” — now\", name", "“Done” — now\"");
    let well = WELSH
        .replace("Keep “{}”", "Keep “Done”")
        .replace("Cadwch “{}”", "Cadwch “Wedi gorffen”");
    assert_eq!(told(&named, &well), [""; 0]);
    let badly = well.replace("Cadwch “Wedi gorffen”", "Cadwch “Gorffen”");
    assert!(told(&named, &badly)[0].contains("the button “Done” by another name"));
}

#[test]
fn a_language_that_the_build_passes_over_is_told() {
    let package = package("[package]\nname = \"screens\"\nversion = \"1\"\n");
    for (path, is_lost) in [
        ("ui/lang/cy/LC_MESSAGES/screens.po", false),
        ("ui/lang/cy/LC_MESSAGES/house.po", true),
        ("ui/lang/cy/screens.po", true),
        ("ui/lang/LC_MESSAGES/screens.po", true),
    ] {
        let found = lost(&Source::new(path, ""), &package).is_some();
        assert_eq!(found, is_lost, "{path}");
    }
}
