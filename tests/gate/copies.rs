//! What a released copy carries: the pixels that were to be shown, and five lines of its own.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use image::RgbImage;
use serde_json::Value;
use sha2::{Digest, Sha256};
use shutterslip::domain::photo::Copyright;
use shutterslip::picture::FILL;
use shutterslip::sample::data::PhotoPlan;

use super::school::{
    HEAD, OFFICE, PLAN, School, by_name, files_under, kept, photo, pictures_under, plan,
};

struct Copy {
    plan: &'static PhotoPlan,
    channel: &'static str,
    file: PathBuf,
    release: String,
    sha256: String,
}

/// Everything that may go, to four channels as files and to one as an archive.
struct Out {
    school: School,
    copies: Vec<Copy>,
    archive: PathBuf,
    in_archive: Vec<Value>,
}

static OUT: LazyLock<Out> = LazyLock::new(|| {
    let school = School::new();
    // The press takes more pixels than the rest; somebody has to sign for it.
    school.sign_off(HEAD, "our-hills", "press");
    let may_go = |channel: &str| -> Vec<&'static PhotoPlan> {
        let goes = |plan: &&PhotoPlan| {
            plan.expect.get(channel).is_some_and(Vec::is_empty)
                || (channel == "press" && plan.id == "our-hills")
        };
        kept().filter(goes).collect()
    };
    let mut copies = Vec::new();
    for channel in ["journal", "newsletter", "website", "press"] {
        let plans = may_go(channel);
        assert!(!plans.is_empty());
        let folder = school.folder(channel);
        let ids: Vec<String> = plans.iter().map(|plan| photo(&plan.id)).collect();
        let mut typed = vec!["--json", "release", "to", channel];
        typed.extend(ids.iter().map(String::as_str));
        let named = by_name();
        typed.extend(named.iter().map(String::as_str));
        typed.extend(["--folder", &folder]);
        let told = school.run(OFFICE, &typed).done().json();
        for plan in plans {
            let id = photo(&plan.id);
            let mut all = told.as_array().unwrap().iter();
            let one = all.find(|one| one["photo"] == id.as_str()).unwrap();
            copies.push(Copy {
                plan,
                channel,
                file: Path::new(&folder).join(one["file"].as_str().unwrap()),
                release: one["release"].as_str().unwrap().to_owned(),
                sha256: one["sha256"].as_str().unwrap().to_owned(),
            });
        }
    }
    let archive = school.beside("website.zip");
    let ids: Vec<String> = may_go("website")
        .iter()
        .map(|plan| photo(&plan.id))
        .collect();
    let mut typed = vec!["--json", "release", "to", "website"];
    typed.extend(ids.iter().map(String::as_str));
    let named = by_name();
    typed.extend(named.iter().map(String::as_str));
    typed.extend(["--zip", archive.to_str().unwrap()]);
    let told = school.run(OFFICE, &typed).done().json();
    assert!(copies.len() >= 16, "{}", copies.len());
    Out {
        school,
        copies,
        archive,
        in_archive: told.as_array().unwrap().clone(),
    }
});

fn exiftool(files: &[&Path]) -> Vec<Value> {
    let ran = Command::new("exiftool")
        .args(["-a", "-u", "-U", "-ee", "-G1", "-json"])
        .args(files)
        .output()
        .expect("exiftool is there: `apt-get install libimage-exiftool-perl`");
    assert!(ran.status.success(), "{ran:?}");
    serde_json::from_slice(&ran.stdout).unwrap()
}

fn pixels(file: &Path) -> RgbImage {
    turbojpeg::decompress_image(&fs::read(file).unwrap()).unwrap()
}

/// Every tag that exiftool may find, its own account of the file and of the pixels included.
const ALLOWED: &[&str] = &[
    "SourceFile",
    "ExifTool:ExifToolVersion",
    "System:FileName",
    "System:Directory",
    "System:FileSize",
    "System:FileModifyDate",
    "System:FileAccessDate",
    "System:FileInodeChangeDate",
    "System:FilePermissions",
    "File:FileType",
    "File:FileTypeExtension",
    "File:MIMEType",
    "File:ImageWidth",
    "File:ImageHeight",
    "File:EncodingProcess",
    "File:BitsPerSample",
    "File:ColorComponents",
    "File:YCbCrSubSampling",
    "JFIF:JFIFVersion",
    "JFIF:ResolutionUnit",
    "JFIF:XResolution",
    "JFIF:YResolution",
    "JFIF:ThumbnailWidth",
    "JFIF:ThumbnailHeight",
    "XMP-dc:Rights",
    "XMP-photoshop:Credit",
    "XMP-xmpRights:UsageTerms",
    "XMP-xmpRights:Marked",
    "XMP-plus:DataMining",
    "Composite:ImageSize",
    "Composite:Megapixels",
];

#[test]
fn exiftool_finds_nothing_but_the_chosen_lines() {
    let files: Vec<&Path> = OUT.copies.iter().map(|copy| copy.file.as_path()).collect();
    let found = exiftool(&files);
    assert_eq!(found.len(), files.len());
    for (copy, found) in OUT.copies.iter().zip(&found) {
        let found = found.as_object().unwrap();
        for (tag, value) in found {
            assert!(ALLOWED.contains(&tag.as_str()), "{tag}: {value}");
        }
        let line = |tag: &str| {
            found[tag]
                .as_str()
                .unwrap_or_else(|| panic!("{tag}"))
                .to_owned()
        };
        let rights = match copy.plan.copyright {
            Copyright::School => format!("© {}", PLAN.name),
            Copyright::Permission => format!("Used by {} with permission", PLAN.name),
            Copyright::Unknown => "All rights reserved".to_owned(),
        };
        assert_eq!(line("XMP-dc:Rights"), rights);
        assert_eq!(line("XMP-photoshop:Credit"), copy.plan.credit);
        assert!(line("XMP-xmpRights:UsageTerms").contains("No copying"));
        assert_eq!(found["XMP-xmpRights:Marked"], true);
        assert!(line("XMP-plus:DataMining").contains("PROHIBITED-AIMLTRAINING"));
        for side in ["JFIF:ThumbnailWidth", "JFIF:ThumbnailHeight"] {
            assert!(
                found.get(side).is_none_or(|side| side == 0),
                "a preview: {found:?}"
            );
        }
    }
}

/// The original said much: make, model, serial number, position, dates, owner, comment, thumbnail.
#[test]
fn no_word_of_the_original_is_in_the_bytes() {
    for copy in &OUT.copies {
        let bytes = fs::read(&copy.file).unwrap();
        let has = |word: &[u8]| bytes.windows(word.len()).any(|there| there == word);
        let camera = &copy.plan.camera;
        let year = chrono::Utc::now().format("%Y:").to_string();
        for word in [
            b"Exif\0".as_slice(),
            b"ICC_PROFILE",
            b"Photoshop 3.0",
            b"MPF\0",
            b"GPS",
            b"JFXX",
            camera.model.as_bytes(),
            camera.serial.as_deref().unwrap().as_bytes(),
            copy.plan.occasion.as_bytes(),
            copy.plan.caption.as_bytes(),
            copy.plan.alt.as_bytes(),
            year.as_bytes(),
            photo(&copy.plan.id).as_bytes(),
        ] {
            assert!(
                !has(word),
                "{}: {}",
                copy.plan.id,
                String::from_utf8_lossy(word)
            );
        }
        for child in &PLAN.children {
            assert!(
                !has(child.family.as_bytes()) || child.family.len() < 5,
                "{}",
                child.family
            );
        }
        let starts = bytes
            .windows(3)
            .filter(|there| *there == [0xff, 0xd8, 0xff])
            .count();
        assert_eq!(starts, 1, "a picture within the picture");
        assert!(
            bytes.ends_with(&[0xff, 0xd9]),
            "something follows the picture"
        );
    }
}

#[test]
fn a_copys_name_is_a_random_id_and_tells_nothing() {
    let mut names = BTreeSet::new();
    for copy in &OUT.copies {
        let name = copy.file.file_name().unwrap().to_str().unwrap();
        let id = name.strip_suffix(".jpg").unwrap();
        let id = uuid::Uuid::parse_str(id).unwrap();
        assert_eq!(
            id.get_version_num(),
            4,
            "random, not of a time or a machine"
        );
        assert_eq!(id.to_string(), copy.release);
        assert_ne!(copy.release, photo(&copy.plan.id));
        assert!(names.insert(name.to_owned()), "{name} twice");
    }
    for channel in ["journal", "newsletter", "website", "press"] {
        for file in files_under(&OUT.school.beside(channel)) {
            let name = file.file_name().unwrap().to_str().unwrap();
            let is_ours = name.ends_with(".jpg") || name.ends_with(".checkpoint.json");
            assert!(is_ours, "{name}");
        }
    }
}

#[test]
fn a_copy_is_as_large_as_its_channel_says_and_no_larger() {
    for copy in &OUT.copies {
        let longest = match copy.channel {
            "journal" => 2048,
            "press" => 3000,
            _ => 1600,
        };
        let (width, height) = pixels(&copy.file).dimensions();
        // Where a face may not be tall, a copy with a near one is smaller; how much, faces/close_ups says.
        let has_face = copy.plan.tags.iter().any(|tag| tag.place.is_face);
        let may_be_smaller = copy.channel == "website" && has_face;
        let side = width.max(height);
        assert!(
            side == longest || may_be_smaller && (400..longest).contains(&side),
            "{} {}: {side}",
            copy.plan.id,
            copy.channel
        );
        let (wide, high) = match copy.plan.crop {
            Some(area) => (area.width, area.height),
            None => copy.plan.scene.size().unwrap(),
        };
        let (upright, got) = (
            f64::from(wide) / f64::from(high),
            f64::from(width) / f64::from(height),
        );
        assert!(
            (upright - got).abs() < 0.01,
            "{}: turned or squeezed",
            copy.plan.id
        );
    }
}

#[test]
fn the_sum_that_is_printed_is_the_files() {
    for copy in &OUT.copies {
        let bytes = fs::read(&copy.file).unwrap();
        assert_eq!(hex::encode(Sha256::digest(&bytes)), copy.sha256);
    }
    let listed = OUT
        .school
        .again()
        .run(OFFICE, &["--json", "release", "list"])
        .done()
        .json();
    for copy in &OUT.copies {
        let mut all = listed.as_array().unwrap().iter();
        let one = all
            .find(|one| one["release"]["id"] == copy.release.as_str())
            .unwrap();
        assert_eq!(one["release"]["copy"], copy.sha256.as_str());
        assert_eq!(one["state"]["state"], "out");
    }
}

/// Jack is hidden: where his face was there is fill, flat to the last pixel, and it was not merely
/// the drawing: the others are still to be seen.
#[test]
fn a_hidden_childs_face_is_covered_in_every_copy() {
    let story = plan("puddle-jumping");
    let (wide, _) = story.scene.size().unwrap();
    let mut seen = 0;
    for copy in OUT.copies.iter().filter(|copy| copy.plan.id == story.id) {
        let picture = pixels(&copy.file);
        let scale = f64::from(picture.width()) / f64::from(wide);
        let inside = |area: &shutterslip::domain::photo::Area| {
            let at = |value: u32| (f64::from(value) * scale) as u32;
            let (left, top) = (at(area.x), at(area.y));
            let (right, bottom) = (at(area.x + area.width), at(area.y + area.height));
            let picture = &picture;
            (top..bottom)
                .flat_map(move |y| (left..right).map(move |x| picture.get_pixel(x, y).0))
                .collect::<Vec<[u8; 3]>>()
        };
        let far = |pixel: &[u8; 3]| {
            pixel
                .iter()
                .zip(FILL)
                .any(|(is, fill)| is.abs_diff(fill) > 3)
        };
        for tag in &story.tags {
            let face = inside(&tag.place.area);
            assert!(face.len() > 1_000);
            let shown = face.iter().filter(|pixel| far(pixel)).count();
            if tag.hidden {
                assert_eq!(
                    shown,
                    0,
                    "{}: {shown} of {} pixels",
                    copy.channel,
                    face.len()
                );
                seen += 1;
            } else {
                assert!(shown * 2 > face.len(), "the others are shown");
            }
        }
    }
    assert!(seen >= 2, "in the journal and on the website");
}

#[test]
fn an_archive_holds_the_same_copies_and_no_time_of_today() {
    let mut archive = zip::ZipArchive::new(File::open(&OUT.archive).unwrap()).unwrap();
    assert!(archive.comment().is_empty());
    let mut pictures = 0;
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).unwrap();
        let name = entry.name().unwrap().into_owned();
        let time = entry.last_modified().unwrap();
        assert_eq!(
            (time.year(), time.month(), time.day()),
            (1980, 1, 1),
            "{name}"
        );
        assert_eq!((time.hour(), time.minute()), (0, 0), "{name}");
        assert!(
            entry.extra_data().is_none_or(|extra| extra.is_empty()),
            "{name}"
        );
        assert!(entry.comment().is_empty() && !name.contains('/'), "{name}");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name.ends_with(".checkpoint.json") {
            continue;
        }
        pictures += 1;
        let mut told = OUT.in_archive.iter();
        let told = told.find(|one| one["file"] == name.as_str()).unwrap();
        let sum = hex::encode(Sha256::digest(&bytes));
        assert_eq!(told["sha256"], sum.as_str());
        // The copy does not depend on the door: byte for byte the same as in the folder.
        let id = told["photo"].as_str().unwrap();
        let mut same = OUT.copies.iter().filter(|copy| copy.channel == "website");
        assert!(same.any(|copy| photo(&copy.plan.id) == id && copy.sha256 == sum));
    }
    assert_eq!(pictures, OUT.in_archive.len());
    let raw = fs::read(&OUT.archive).unwrap();
    assert!(
        !raw.windows(2).any(|pair| pair == b"UT") || {
            // `UT` opens the extended timestamp of Unix; by chance it stands in a picture as well.
            !raw.windows(4)
                .any(|four| four == [b'U', b'T', 5, 0] || four == [b'U', b'T', 9, 0])
        }
    );
}

#[test]
fn beside_each_release_lies_a_checkpoint_that_the_audit_accepts() {
    let checkpoints: Vec<String> = ["journal", "newsletter", "website", "press"]
        .iter()
        .flat_map(|channel| files_under(&OUT.school.beside(channel)))
        .filter(|file| file.extension().is_some_and(|ending| ending == "json"))
        .map(|file| file.to_str().unwrap().to_owned())
        .collect();
    assert_eq!(checkpoints.len(), OUT.copies.len());
    let school = OUT.school.again();
    let mut typed = vec!["--json", "audit", "verify", "--files", "--checkpoint"];
    typed.extend(checkpoints.iter().map(String::as_str));
    let proof = school.run(HEAD, &typed).done().json();
    assert_eq!(proof["good"], true);
    assert!(proof["checkpoints"].as_u64().unwrap() >= checkpoints.len() as u64);
    // One that was touched is told.
    let mut forged: Value = serde_json::from_slice(&fs::read(&checkpoints[0]).unwrap()).unwrap();
    forged["hash"] = Value::from("0".repeat(64));
    let forged = school.file("forged.json", forged.to_string().as_bytes());
    let no = school
        .run(HEAD, &["audit", "verify", "--checkpoint", &forged])
        .store_fails();
    assert!(no.out.contains("NOT good"), "{no:?}");
    // And one that is not a checkpoint at all.
    let other = school.file("other.json", b"{}");
    school
        .run(HEAD, &["audit", "verify", "--checkpoint", &other])
        .unusable()
        .says("not a checkpoint");
}

#[test]
fn releasing_left_nothing_lying_about() {
    LazyLock::force(&OUT);
    OUT.school.left_nothing_lying_about();
    for channel in ["journal", "newsletter", "website", "press"] {
        let folder = OUT.school.beside(channel);
        let pictures = pictures_under(&folder).len();
        assert_eq!(
            files_under(&folder).len(),
            2 * pictures,
            "a copy and its checkpoint each"
        );
    }
}
