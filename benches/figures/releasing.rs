//! A batch as the office releases it: 200 photos of 12 MP, signed off for the newsletter, somebody
//! covered in each; every one decided by itself, recorded, and written to a folder to stay. Beside it
//! vipsthumbnail, which only makes the pictures, on as many cores: a process a picture, as pictures are
//! read here, and one process a core for all of them. As schools run it: in the release profile.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use shutterslip::acts::Desk;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::release::Outcome;
use shutterslip::acts::sign_in::Session;
use shutterslip::acts::tag::NewTag;
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::photo::{Area, Who};
use shutterslip::domain::staff::Role;
use shutterslip::outlet::folder::FolderOutlet;

use super::keeping::desk;
use super::pictures::{WEB, vips_web_copies};
use super::process::{cpu, cpu_of_children, run, text};
use super::table::{row, times, told};

const PHOTOS: u32 = 200;
/// Of facts.md, for a public copy: so many times vips's throughput.
const FASTER: f64 = 2.2;

pub fn releasing(folder: &Path, photo: &[u8]) {
    let home = folder.join("releasing");
    fs::create_dir(&home).unwrap();
    let (mut desk, head) = desk(&home);
    // Four eyes: whoever signs a photo off did not take it.
    desk.add_staff(&head, "Mrs Okafor", Role::Office, None, "842617")
        .unwrap();
    let office = desk.sign_in("Mrs Okafor", "842617").unwrap();
    let newsletter = ChannelId("newsletter".to_owned());
    let mut photos = Vec::new();
    let mut files = Vec::new();
    for number in 0..PHOTOS {
        // Every photo is another: bytes after the picture's end change its hash and nothing else.
        let mut bytes = photo.to_vec();
        bytes.extend_from_slice(&number.to_be_bytes());
        photos.push(signed(&mut desk, [&head, &office], &bytes, &newsletter));
        let file = home.join(format!("{number}.jpg"));
        fs::write(&file, &bytes).unwrap();
        files.push(file);
    }
    let place = home.join("copies");
    fs::create_dir(&place).unwrap();
    let mut outlet = FolderOutlet::new(&place);
    let begun = Instant::now();
    let mut out = 0;
    let mut children = Duration::ZERO;
    let on_processors = cpu(|| {
        children = cpu_of_children(|| {
            let outcomes = desk
                .release(&office, &photos, &newsletter, &mut outlet)
                .unwrap();
            let is_out = |one: &&Outcome| matches!(one, Outcome::Out { .. });
            out = outcomes.iter().filter(is_out).count();
        });
    });
    let took = begun.elapsed();
    let each = by_vips(&home, &files, 1);
    let at_once = by_vips(&home, &files, files.len());
    let work =
        format!("{PHOTOS} photos of 12 MP released to a folder, {WEB} px, one hidden in each");
    let compared = |what: &str, peer: Duration| {
        let ratio = peer.as_secs_f64() / took.as_secs_f64();
        row(
            what,
            &format!("{} in all, {} a photo", told(took), told(took / PHOTOS)),
            &format!("vipsthumbnail {} a photo", told(peer / PHOTOS)),
            &format!("{} its throughput", times(ratio)),
            &format!("≥ {FASTER}×"),
            Some(ratio >= FASTER),
        );
    };
    compared(
        &format!("{work}, by the clock, all cores; the peer a process a picture"),
        each,
    );
    compared("… the peer one process a core", at_once);
    row(
        "… processor time a photo: this process, and those that read pictures",
        &format!(
            "{} and {}",
            told(on_processors / PHOTOS),
            told(children / PHOTOS)
        ),
        "",
        "",
        "all out",
        Some(out == photos.len()),
    );
}

/// A photo as it waits to be released.
fn signed(
    desk: &mut Desk,
    [head, office]: [&Session; 2],
    bytes: &[u8],
    channel: &ChannelId,
) -> PhotoId {
    let kept = desk.keep(head, bytes, &Circumstance::default()).unwrap();
    let (TakenIn::Kept(id) | TakenIn::KeptBefore(id)) = kept;
    desk.look_at_kept(head, &id).unwrap();
    let area = Area {
        x: 300,
        y: 900,
        width: 500,
        height: 600,
    };
    let stranger = NewTag {
        who: Who::Unknown,
        face: None,
        area: Some(area),
    };
    let tag = desk.tag(head, &id, stranger).unwrap();
    desk.hide(head, &id, &tag, true, None).unwrap();
    desk.finish_tagging(head, &id).unwrap();
    let asked = ["dressed", "dignity", "no-names-in-view"].map(str::to_owned);
    desk.tick(head, &id, &asked, true).unwrap();
    desk.sign_off(office, &id, channel).unwrap();
    id
}

/// How long the peer takes for all of them, on every core, so many pictures a process.
fn by_vips(home: &Path, files: &[PathBuf], most: usize) -> Duration {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let onto = home.join("by-vips");
    fs::create_dir_all(&onto).unwrap();
    let begun = Instant::now();
    thread::scope(|scope| {
        for share in files.chunks(files.len().div_ceil(cores)) {
            let onto = format!("{}/%s.jpg", text(&onto));
            scope.spawn(move || {
                for some in share.chunks(most) {
                    let some: Vec<&str> = some.iter().map(|file| text(file)).collect();
                    run(&vips_web_copies(&some, &onto));
                }
            });
        }
    });
    let took = begun.elapsed();
    assert_eq!(fs::read_dir(&onto).unwrap().count(), files.len());
    took
}
