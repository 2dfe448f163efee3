//! Turns the pages into code, with their typeface and their translations inside.

use slint_build::{CompilerConfiguration, DefaultTranslationContext, EmbedResourcesKind};

fn main() -> Result<(), slint_build::CompileError> {
    let is_for_tests = std::env::var("PROFILE").is_ok_and(|profile| profile != "release");
    let config = CompilerConfiguration::new()
        .embed_resources(EmbedResourcesKind::EmbedFiles)
        .with_default_translation_context(DefaultTranslationContext::None)
        .with_bundled_translations("lang")
        // By which tests find what a screen reader finds; no tablet needs it.
        .with_debug_info(is_for_tests);
    slint_build::compile_with_config("main.slint", config)
}
