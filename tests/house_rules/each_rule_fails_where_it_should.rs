//! Small made-up sources, each of which breaks one rule, and their neighbours, which break none.

use super::*;

fn rules_broken(path: &str, text: &str) -> Vec<String> {
    let found = look_at(&Source::new(path, text));
    found.iter().map(Breach::to_string).collect()
}

#[track_caller]
fn broken(path: &str, text: &str, expected: &str) {
    let found = rules_broken(path, text);
    assert!(
        found.len() == 1 && found[0].contains(expected),
        "expected one breach with `{expected}`, found {found:?}"
    );
}

#[track_caller]
fn kept(path: &str, text: &str) {
    assert_eq!(rules_broken(path, text), Vec::<String>::new());
}

#[test]
fn a_wrong_arrow_is_told_with_its_line_and_the_rule() {
    assert_eq!(
        rules_broken(
            "src/domain/words.rs",
            "//! Words.\n\nuse crate::register::Register;\n"
        ),
        ["src/domain/words.rs:3: `domain` imports `register`; it may import no other room"]
    );
    broken(
        "src/vault.rs",
        "use crate::register::X;",
        "`vault` imports `register`",
    );
    broken(
        "src/acts/tag.rs",
        "use crate::cli::X;",
        "`acts` imports `cli`",
    );
    broken(
        "src/cli/tag.rs",
        "use crate::vault::X;",
        "`cli` imports `vault`",
    );
    broken(
        "src/sample.rs",
        "use crate::cli::X;",
        "`sample` imports `cli`",
    );
    broken(
        "src/clock.rs",
        "use crate::register::X;",
        "`clock` imports `register`",
    );
    broken(
        "src/lib.rs",
        "use crate::domain::X;",
        "`lib` imports `domain`",
    );
    broken("src/domain.rs", "use crate::*;", "whole house");
    kept(
        "src/acts/tag.rs",
        "use crate::domain::photo::Who;\nuse crate::register::Register;",
    );
    kept(
        "src/cli.rs",
        "use crate::sample;\nuse crate::acts::release;",
    );
    kept("src/main.rs", "use shutterslip::register::store::sqlite;");
}

#[test]
fn pictures_are_read_by_the_darkroom_that_main_chose() {
    broken(
        "src/acts/capture.rs",
        "use crate::picture::{self, Limits};\nfn f() { picture::open(bytes, &limits) }",
        "`picture::open` outside the picture room",
    );
    broken(
        "src/acts/release.rs",
        "use crate::picture::public_copy;",
        "`picture::public_copy` outside the picture room",
    );
    broken(
        "src/acts/look.rs",
        "use crate::picture::InProcess;",
        "outside the picture room",
    );
    broken(
        "src/acts/look.rs",
        "use crate::picture::*;",
        "outside the picture room",
    );
    kept(
        "src/acts/look.rs",
        "use crate::picture::Darkroom;\nfn f() { self.darkroom.open(bytes) }",
    );
    kept(
        "src/picture/steps.rs",
        "use crate::picture::open;\nfn f() { super::inspect(bytes) }",
    );
    kept("src/main.rs", "use shutterslip::picture::InProcess;");
}

#[test]
fn groups_paths_in_code_and_super_are_followed() {
    broken(
        "src/domain/a.rs",
        "use crate::{domain::b, vault::{self, C}};",
        "imports `vault`",
    );
    broken(
        "src/faces.rs",
        "fn f() { crate::picture::load(); }",
        "`faces` imports `picture`",
    );
    broken(
        "src/vault/seal.rs",
        "use super::super::register::X;",
        "imports `register`",
    );
    broken(
        "src/vault.rs",
        "mod tests {\n    use super::super::acts::X;\n}",
        "imports `acts`",
    );
    kept(
        "src/vault/seal.rs",
        "use super::open;\nmod tests { use super::super::open; }",
    );
    kept(
        "src/domain/a.rs",
        "// use crate::vault::X;\nconst A: &str = \"crate::vault::X\";",
    );
    kept(
        "src/domain/a.rs",
        "/* crate::vault */ const A: &str = r#\"crate::\"vault\"#;",
    );
}

#[test]
fn a_room_that_nobody_planned_is_told() {
    broken("src/attic.rs", "", "`attic` is no room of this house");
    broken(
        "src/domain/a.rs",
        "use crate::attic::X;",
        "`domain` imports `attic`",
    );
}

#[test]
fn engines_and_clocks_are_named_by_main_alone() {
    broken(
        "src/acts/a.rs",
        "use crate::register::store::sqlite::open;",
        "concrete engine",
    );
    broken(
        "src/cli.rs",
        "fn f(store: SqliteStore) {}",
        "concrete engine",
    );
    broken(
        "src/acts/a.rs",
        "fn f() { let t = chrono::Utc::now(); }",
        "asks a clock",
    );
    broken("src/cli.rs", "fn f() { Local::now(); }", "asks a clock");
    broken(
        "src/vault.rs",
        "fn f() { std::time::SystemTime::now(); }",
        "asks a clock",
    );
    broken(
        "src/acts/a.rs",
        "fn f() { Instant::now(); }",
        "`Instant::now` outside",
    );
    broken(
        "src/acts/a.rs",
        "use rusqlite::Row;",
        "`rusqlite` outside src/register/store/sqlite",
    );
    broken(
        "src/register/facts.rs",
        "use rusqlite::Row;",
        "`rusqlite` outside src/register/store/sqlite",
    );
    broken(
        "src/register/facts.rs",
        "use super::store::sqlite::SqliteStore;",
        "knows no engine",
    );
    broken(
        "src/acts/a.rs",
        "use crate::clock::SystemClock;",
        "concrete engine or clock",
    );
    kept("src/acts/a.rs", "use crate::clock::Clock;");
    kept("src/picture/decode.rs", "fn f() { Instant::now(); }");
    kept("src/clock.rs", "fn f() { Utc::now(); }");
    kept(
        "src/register/store/sqlite.rs",
        "pub struct SqliteStore(rusqlite::Connection);",
    );
}

#[test]
fn the_domain_stays_pure() {
    broken("src/domain/a.rs", "use std::fs::File;", "it is pure");
    broken(
        "src/domain/a.rs",
        "fn f() { std::env::var(\"A\"); }",
        "it is pure",
    );
    kept("src/domain/a.rs", "use std::collections::BTreeSet;");
}

#[test]
fn pictures_leave_through_one_door() {
    broken(
        "src/acts/tag.rs",
        "fn f(o: &dyn Outlet) { o.deliver(x); }",
        "one door",
    );
    broken(
        "src/acts/tag.rs",
        "fn f() { Outlet::deliver(o, x); }",
        "one door",
    );
    broken(
        "src/acts/tag.rs",
        "use crate::outlet::folder::deliver;",
        "one door",
    );
    kept(
        "src/acts/release.rs",
        "fn f(o: &dyn Outlet) { o.deliver(x); }",
    );
    kept("src/outlet/folder.rs", "fn deliver() {}");
}

#[test]
fn a_dropped_error_needs_its_reason() {
    for dropped in [
        "rows.flatten()",
        "rows.filter_map(Result::ok)",
        "row.ok()",
        "let _ = row",
    ] {
        let text = format!("fn f() {{\n    {dropped};\n}}");
        broken("src/register/trail.rs", &text, "drops an error here");
        broken("src/domain/a.rs", &text, ":2:");
        kept("src/screens/tag.rs", &text);
        kept(
            "src/domain/a.rs",
            &text.replace(';', "; // house: absent is meant"),
        );
        broken(
            "src/domain/a.rs",
            &text.replace(';', "; // house: "),
            "drops",
        );
    }
}

#[test]
fn unfinished_work_and_empty_names_are_told() {
    broken("src/acts/a.rs", "fn f() { todo!() }", "unfinished");
    broken("src/acts/a.rs", "fn f() { unimplemented!() }", "unfinished");
    broken(
        "src/acts/a.rs",
        &["// FIX", "ME later"].concat(),
        "unfinished",
    );
    broken("src/acts/utils.rs", "", "`utils` says nothing");
    broken("src/picture/common/a.rs", "", "`common` says nothing");
    broken("src/acts.rs", "mod helper;", "`helper` says nothing");
    broken(
        "src/acts.rs",
        "mod tests {\n mod manager {}\n}",
        "`manager` says nothing",
    );
    kept("src/acts.rs", "mod permit;");
}

#[test]
fn a_file_that_is_too_long_is_told() {
    broken("src/acts/a.rs", &"\n".repeat(LONGEST_FILE + 1), "451 lines");
    kept("src/acts/a.rs", &"\n".repeat(LONGEST_FILE));
}

#[test]
fn a_file_that_nothing_reaches_is_told() {
    let house = |extra: &[(&str, &str)]| {
        let sources = [
            ("src/lib.rs", "pub mod acts;\npub(crate) mod vault;"),
            (
                "src/acts.rs",
                "mod tag;\n#[cfg(test)]\nmod tests {\n    mod deep;\n}\nmod after;",
            ),
            (
                "src/acts/tag.rs",
                "fn f() { let a = \"mod no;\"; }\n// mod no;",
            ),
            ("src/acts/tests/deep.rs", ""),
            ("src/acts/after.rs", ""),
            ("src/vault/mod.rs", "mod shelf;"),
            ("src/vault/shelf.rs", ""),
            (
                "tests/gate.rs",
                "mod gate {\n    mod duties;\n    #[path = \"../pens/pen.rs\"]\n    mod pen;\n}",
            ),
            ("tests/gate/duties.rs", ""),
            ("tests/pens/pen.rs", "mod ink;"),
            ("tests/pens/ink.rs", ""),
            (
                "benches/one.rs",
                "#[path = \"../tests/gate/duties.rs\"]\nmod duties;",
            ),
        ];
        let sources: Vec<Source> = sources
            .iter()
            .chain(extra)
            .map(|(path, text)| Source::new(path, text))
            .collect();
        reached::unreached(&sources)
            .iter()
            .map(|breach| breach.path.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(house(&[]), Vec::<String>::new());
    for orphan in [
        "tests/gate/lists.rs",
        "src/acts/no.rs",
        "src/acts/deep.rs",
        "src/shelf.rs",
        "tests/pens/pen/ink.rs",
        "benches/one/two.rs",
    ] {
        assert_eq!(house(&[(orphan, "")]), [orphan]);
    }
    // What only an orphan reaches is one.
    let both = house(&[
        ("tests/gate/lists.rs", "mod rows;"),
        ("tests/gate/lists/rows.rs", ""),
    ]);
    assert_eq!(both, ["tests/gate/lists.rs", "tests/gate/lists/rows.rs"]);
}

#[test]
fn a_column_without_a_comment_is_told() {
    let text = "CREATE TABLE child (\n  id TEXT PRIMARY KEY, -- who\n  given TEXT NOT NULL,\n  \
                family TEXT NOT NULL -- the name\n    CHECK (family <> ')'),\n  \
                UNIQUE (given, family)\n) STRICT;\nALTER TABLE child ADD COLUMN born TEXT;\n\
                CREATE TABLE tag (child TEXT, photo TEXT);\n";
    let read = sql::columns(text);
    assert_eq!(read.columns, 6);
    let bare: Vec<(usize, &str)> = read.bare.iter().map(|(l, c)| (*l, c.as_str())).collect();
    assert_eq!(
        bare,
        [(3, "given"), (8, "born"), (9, "child"), (9, "photo")]
    );
}
