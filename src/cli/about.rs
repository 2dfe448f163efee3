//! `about`: version, licence, face finder, and what confines the reading of pictures.

use serde_json::json;

use super::answer::Answer;
use crate::acts::about::About;

const VERSION: &str = env!("CARGO_PKG_VERSION");
const LICENCE: &str = env!("CARGO_PKG_LICENSE");

/// What this program is. What does not hold is said as loudly as what does.
pub fn about(about: &About) -> Answer {
    let decoding = &about.decoding;
    let landlock = decoding.landlock;
    let version = match landlock {
        0 => "this kernel has no Landlock".to_owned(),
        version => format!("Landlock {version}"),
    };
    let holds = [
        (
            decoding.own_process,
            "a process of its own for each picture",
            "",
        ),
        (
            decoding.limits,
            "memory, time, files and processes limited",
            "",
        ),
        (decoding.denies_files(), "files denied", version.as_str()),
        (
            decoding.denies_network(),
            "network denied",
            version.as_str(),
        ),
        (
            decoding.system_calls,
            "system calls limited to what decoding needs",
            if decoding.system_calls {
                "seccomp"
            } else {
                "this kernel has no seccomp"
            },
        ),
    ];
    let mut lines = vec![
        format!("Shutterslip {VERSION}, {LICENCE}"),
        format!("Face finder: {}", about.finder),
        "Pictures are read behind these walls:".to_owned(),
    ];
    for (is_on, what, how) in holds {
        let sign = if is_on { "✓" } else { "✕ MISSING:" };
        let how = match how {
            "" => String::new(),
            how => format!(" ({how})"),
        };
        lines.push(format!("  {sign} {what}{how}"));
    }
    if decoding.is_open() {
        lines.push(
            "WARNING: a fault in a picture decoder could reach this school's files or the network \
             from here. Run Shutterslip on a kernel with seccomp or Landlock 4 (Linux 6.7), and \
             take in no picture from outside until then."
                .to_owned(),
        );
    }
    Answer::done(
        lines.join("\n"),
        json!({
            "version": VERSION,
            "licence": LICENCE,
            "face_finder": about.finder,
            "decoding": {
                "own_process": decoding.own_process,
                "limits": decoding.limits,
                "landlock": landlock,
                "files_denied": decoding.denies_files(),
                "network_denied": decoding.denies_network(),
                "system_calls_limited": decoding.system_calls,
                "is_open": decoding.is_open(),
            },
        }),
    )
}
