//! What docs/figures.md's figures are made of, the register's and recall's apart: `make figures`, or
//! `cargo bench --profile dev --bench figures`, in the profile that the tests have built already.
//! Prints one table. Where a peer or a floor is named, it was measured in turn with ours, in this
//! run. What needs no disk is told in processor time, because machines are shared; what waits for
//! the disk is told by the clock. `-- releasing` measures a batch of the office alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod figures {
    pub mod camera;
    pub mod deciding;
    pub mod keeping;
    pub mod likeness;
    pub mod looking;
    pub mod pictures;
    #[path = "../../tests/faces/portraits.rs"]
    #[allow(dead_code, reason = "other benches use the rest of it")]
    pub mod portraits;
    pub mod process;
    pub mod releasing;
    pub mod table;
}

use figures::{camera, deciding, keeping, looking, pictures, process, releasing, table};

fn main() {
    // What is measured as a process of its own is this program once more, told what to do.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("measure") => process::measure(&arguments[1..]),
        Some("thumbnails") => {
            pictures::own_thumbnails(&arguments[1], arguments[2].parse().unwrap(), &arguments[3]);
        }
        Some("web-copies") => {
            pictures::own_web_copies(&arguments[1], arguments[2].parse().unwrap(), &arguments[3]);
        }
        Some("faces") => looking::own_faces(&arguments[1], arguments[2].parse().unwrap()),
        Some("releasing") => {
            let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
            println!("\n{}", table::HEADING);
            releasing::releasing(folder.path(), &camera::photograph());
        }
        // `cargo bench` hands over its own switches.
        _ => print(),
    }
}

fn print() {
    // On the disk that the project lies on: what is kept in memory only is no floor.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let photo = camera::photograph();
    println!("\n{}", table::HEADING);
    keeping::keeping(folder.path(), &photo);
    pictures::pictures(folder.path(), &photo);
    keeping::apart(&photo);
    looking::looking(folder.path(), &photo);
    releasing::releasing(folder.path(), &photo);
    deciding::deciding(folder.path());
}
