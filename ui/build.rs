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
    let mut told = Told::default();
    for page in pages(Path::new("."))? {
        println!("cargo::rerun-if-changed={}", page.display());
        told.read(&std::fs::read_to_string(page)?)?;
    }
    let list = format!(
        "/// Hands every adapter that has a `state` to a macro, one after the other: the adapter, the\n\
         /// state's type, and of each field the kind (`text`, `picture`, `list`, `truth`, `number`, else\n\
         /// `choice`) and the name.\n\
         #[macro_export]\nmacro_rules! every_state {{\n    ($each:ident) => {{\n{}    }};\n}}\n\
         /// What an exported global is told beside its `state`, in words: `Global.property`.\n\
         pub const BESIDE_A_STATE: &[&str] = &{:?};\n",
        told.states, told.beside
    );
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    Ok(std::fs::write(out.join("every_state.rs"), list)?)
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

/// What the pages are told.
#[derive(Default)]
struct Told {
    /// A line for each adapter.
    states: String,
    beside: Vec<String>,
}

impl Told {
    /// Errors: a declaration that does not stand whole on a line of its own, which would be passed
    /// over; a `state` whose type is not declared in the same file.
    fn read(&mut self, text: &str) -> Result<(), Box<dyn std::error::Error>> {
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
            if name == "state" {
                let fields = fields(text, kind)?;
                writeln!(self.states, "        $each!({global} {kind}{fields});")?;
            } else {
                self.beside.push(format!("{global}.{name}"));
            }
        }
        Ok(())
    }
}

/// Each field of a struct, with its kind.
fn fields(text: &str, of: &str) -> Result<String, Box<dyn std::error::Error>> {
    let head = format!("export struct {of} {{");
    let (_, body) = text
        .split_once(&head)
        .ok_or_else(|| format!("`{of}` is not here"))?;
    let mut list = String::new();
    for line in body.lines().map(str::trim).take_while(|line| *line != "}") {
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        let declared = line
            .strip_suffix(',')
            .and_then(|line| line.split_once(": "));
        let (name, kind) = declared.ok_or_else(|| format!("cannot be read: `{line}`"))?;
        let kind = match kind {
            "string" => "text",
            "image" => "picture",
            list if list.starts_with('[') => "list",
            "bool" => "truth",
            "int" | "float" | "length" => "number",
            _ => "choice",
        };
        write!(list, ", {kind} {}", name.replace('-', "_"))?;
    }
    Ok(list)
}
