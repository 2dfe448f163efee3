//! Turns the pages into code, with their typeface and their translations inside, and lists what the
//! pages are told, so that a test of all of it forgets nothing.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use slint_build::{CompilerConfiguration, DefaultTranslationContext, EmbedResourcesKind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let is_for_tests = std::env::var("PROFILE").is_ok_and(|profile| profile != "release");
    let config = CompilerConfiguration::new()
        .embed_resources(EmbedResourcesKind::EmbedFiles)
        .with_default_translation_context(DefaultTranslationContext::None)
        .with_bundled_translations("lang")
        // By which tests find what a screen reader finds; no tablet needs it.
        .with_debug_info(is_for_tests);
    slint_build::compile_with_config("main.slint", config)?;
    let mut told = String::new();
    for page in pages(Path::new("."))? {
        println!("cargo::rerun-if-changed={}", page.display());
        told.push_str(&properties(&std::fs::read_to_string(page)?)?);
    }
    let list = format!(
        "/// Hands every property of every exported global that the program sets to a macro, one after\n\
         /// the other: its kind (`text`, `picture`, `list`, `plain`, else `record`), global, name, getter\n\
         /// and setter.\n\
         #[macro_export]\nmacro_rules! every_property {{\n    ($each:ident) => {{\n{told}    }};\n}}\n"
    );
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    Ok(std::fs::write(out.join("every_property.rs"), list)?)
}

/// Every file of pages below a folder, in order.
fn pages(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(pages(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "slint") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// One line for each property that the program sets. Errors: a declaration that does not stand whole on
/// a line of its own, which would be passed over.
fn properties(text: &str) -> Result<String, String> {
    let mut list = String::new();
    let mut global = None;
    for line in text.lines() {
        if let Some(named) = line.strip_prefix("export global ") {
            global = named.split_whitespace().next();
        } else if line.starts_with('}') {
            global = None;
        }
        let (Some(global), line) = (global, line.trim()) else {
            continue;
        };
        let is_told = ["in property", "in-out property"]
            .into_iter()
            .any(|begins| line.starts_with(begins));
        if !is_told {
            continue;
        }
        let declared = line
            .split_once('<')
            .and_then(|(_, rest)| rest.split_once('>'))
            .and_then(|(kind, rest)| {
                let name = rest.trim().split([':', ';', ' ', '<']).next()?;
                (!name.is_empty()).then_some((kind, name))
            });
        let (kind, name) = declared.ok_or_else(|| format!("cannot be read: `{line}`"))?;
        let kind = match kind {
            "string" => "text",
            "image" => "picture",
            list if list.starts_with('[') => "list",
            "bool" | "int" | "float" | "length" | "color" | "duration" => "plain",
            _ => "record",
        };
        let rust = name.replace('-', "_");
        writeln!(
            list,
            "        $each!({kind} {global} \"{name}\" get_{rust} set_{rust});"
        )
        .map_err(|error| error.to_string())?;
    }
    Ok(list)
}
