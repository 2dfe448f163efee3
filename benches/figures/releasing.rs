//! A batch as the office releases it: 200 photos of 12 MP, each decided by itself, copies made ahead on
//! every core.

use std::fs;
use std::path::Path;
use std::time::Instant;

use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::release::Outcome;
use shutterslip::domain::channel::ChannelId;
use shutterslip::outlet::folder::FolderOutlet;

use super::keeping::desk;
use super::process::cpu;
use super::table::{row, told};

const PHOTOS: u32 = 200;

pub fn releasing(folder: &Path, photo: &[u8]) {
    let home = folder.join("releasing");
    fs::create_dir(&home).unwrap();
    let (mut desk, head) = desk(&home);
    let mut photos = Vec::new();
    for number in 0..PHOTOS {
        let mut bytes = photo.to_vec();
        bytes.extend_from_slice(&number.to_be_bytes());
        match desk.keep(&head, &bytes, &Circumstance::default()).unwrap() {
            TakenIn::Kept(id) | TakenIn::KeptBefore(id) => {
                desk.look_at_kept(&head, &id).unwrap();
                desk.finish_tagging(&head, &id).unwrap();
                photos.push(id);
            }
        }
    }
    let place = home.join("copies");
    fs::create_dir(&place).unwrap();
    let journal = ChannelId("journal".to_owned());
    let mut outlet = FolderOutlet::new(&place);
    let begun = Instant::now();
    let mut out = 0;
    let on_processors = cpu(|| {
        let outcomes = desk.release(&head, &photos, &journal, &mut outlet).unwrap();
        let is_out = |one: &&Outcome| matches!(one, Outcome::Out { .. });
        out = outcomes.iter().filter(is_out).count();
    });
    let took = begun.elapsed();
    row(
        &format!("{PHOTOS} photos of 12 MP released to a folder, 2048 px, each decided by itself"),
        &format!(
            "{} in all, {} a photo; {} of this process’s processor time a photo",
            told(took),
            told(took / PHOTOS),
            told(on_processors / PHOTOS),
        ),
        "",
        "",
        "all out",
        Some(out == photos.len()),
    );
}
