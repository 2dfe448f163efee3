//! The sample school, drawn by the program itself. Made once for all tests of a day: each works on a
//! copy, so that none knows of another.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use super::glass::program;

/// Its folder. Nobody writes into it.
pub fn made() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample-school");
        let (data, note) = (home.join("data"), home.join("made"));
        // All its days are counted from the one on which it is made.
        let today = chrono::Local::now().date_naive().to_string();
        if !is_made(&note, &today) {
            if home.exists() {
                std::fs::remove_dir_all(&home).unwrap();
            }
            let made = program(&home).arg("sample").arg(&data).output().unwrap();
            assert!(made.status.success(), "{made:?}");
            std::fs::write(note, today).unwrap();
        }
        data
    })
}

/// Whether this very program made it today.
fn is_made(note: &Path, today: &str) -> bool {
    let at = |file: &Path| -> Option<SystemTime> { std::fs::metadata(file).ok()?.modified().ok() };
    let program = Path::new(env!("CARGO_BIN_EXE_shutterslip"));
    std::fs::read_to_string(note).is_ok_and(|day| day == today) && at(note) > at(program)
}
