//! Things that somebody lays where a copy is about to land, in the last moment: links, pipes, folders,
//! files, and another folder in place of the folder. Nothing is followed, nothing written over.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use shutterslip::acts::release::Outcome;
use shutterslip::domain::release::OutletKind;
use shutterslip::outlet::{Outlet, OutletError, Parcel};

use super::school::*;

/// Lets somebody do something just before delivery, knowing the very names.
struct InTheLastMoment<F: FnMut(&str)>(Box<dyn Outlet>, F);

impl<F: FnMut(&str)> Outlet for InTheLastMoment<F> {
    fn kind(&self) -> OutletKind {
        self.0.kind()
    }

    fn place(&self) -> String {
        self.0.place()
    }

    fn ready(&self) -> Result<(), OutletError> {
        self.0.ready()
    }

    fn deliver(&mut self, parcels: &[Parcel]) -> Result<(), OutletError> {
        (self.1)(&parcels[0].name);
        self.0.deliver(parcels)
    }

    fn look(&self, name: &str) -> Result<Option<String>, OutletError> {
        self.0.look(name)
    }

    fn recall(&mut self, name: &str) -> Result<(), OutletError> {
        self.0.recall(name)
    }
}

/// Releases while something is planted: no copy is out, and the record says so.
fn stays_in(school: &School, kind: OutletKind, place: &Path, plant: impl FnMut(&str)) {
    let inner = outlet(kind, &place.display().to_string());
    let mut desk = school.desk();
    let photos = [template().of_amira.clone()];
    let mut place = InTheLastMoment(inner, plant);
    let told = desk
        .release(&template().head, &photos, &channel("journal"), &mut place)
        .unwrap();
    assert!(matches!(told[..], [Outcome::NotOut { .. }]), "{told:?}");
    assert!(desk.verify_audit(&template().head, &[]).unwrap().is_good());
}

/// Lays something at a path, with another path at hand.
type Plant = fn(&Path, &Path);

#[test]
fn what_is_laid_under_a_copys_future_name_is_neither_followed_nor_written_over() {
    let plants: [(&str, Plant); 6] = [
        ("a link", |victim, place| symlink(victim, place).unwrap()),
        ("a link to nothing", |victim, place| {
            symlink(victim.with_extension("not-there"), place).unwrap();
        }),
        ("a hard link", |victim, place| {
            fs::hard_link(victim, place).unwrap();
        }),
        ("a folder", |_, place| fs::create_dir(place).unwrap()),
        ("a pipe", |_, place| {
            assert!(
                Command::new("mkfifo")
                    .arg(place)
                    .status()
                    .unwrap()
                    .success()
            );
        }),
        ("a file", |_, place| fs::write(place, "mine").unwrap()),
    ];
    for (what, plant) in plants {
        for partial in [false, true] {
            let school = School::copy();
            let (out, elsewhere) = (school.beside("out"), school.beside("elsewhere"));
            let victim = elsewhere.join("victim");
            fs::write(&victim, "somebody's own").unwrap();
            stays_in(&school, OutletKind::Folder, &out, |name| {
                let name = if partial {
                    format!(".{name}.part")
                } else {
                    name.to_owned()
                };
                plant(&victim, &out.join(name));
            });
            assert_eq!(fs::read(&victim).unwrap(), b"somebody's own", "{what}");
            let beside = fs::read_dir(&elsewhere).unwrap().count();
            assert_eq!(beside, 1, "{what}: something landed elsewhere");
            for entry in fs::read_dir(&out).unwrap() {
                let path = entry.unwrap().path();
                let file = path.symlink_metadata().unwrap().is_file();
                let holds_a_picture = file && fs::read(&path).unwrap().starts_with(&[0xff, 0xd8]);
                assert!(!holds_a_picture, "{what}: {}", path.display());
            }
        }
    }
}

#[test]
fn a_link_or_file_laid_under_an_archives_name_is_neither_followed_nor_added_to() {
    for laid in ["link", "file", "partial link"] {
        let school = School::copy();
        let (out, elsewhere) = (school.beside("out"), school.beside("elsewhere"));
        let victim = elsewhere.join("victim.zip");
        fs::write(&victim, "somebody's own").unwrap();
        let archive = out.join("a.zip");
        stays_in(&school, OutletKind::Zip, &archive, |_| match laid {
            "link" => symlink(&victim, &archive).unwrap(),
            "file" => fs::write(&archive, "mine").unwrap(),
            _ => symlink(&victim, out.join(".a.zip.part")).unwrap(),
        });
        assert_eq!(fs::read(&victim).unwrap(), b"somebody's own", "{laid}");
        if laid == "file" {
            assert_eq!(fs::read(&archive).unwrap(), b"mine");
        }
    }
}

/// The folder was looked at, and is exchanged for a link into the vault before the copy lands.
#[test]
fn a_folder_exchanged_for_a_link_into_the_vault_gets_nothing() {
    let school = School::copy();
    let out = school.beside("out");
    let before: Vec<PathBuf> = vault_of(&school);
    let vault = school.data.join("vault");
    stays_in(&school, OutletKind::Folder, &out, |_| {
        fs::remove_dir(&out).unwrap();
        symlink(&vault, &out).unwrap();
    });
    assert_eq!(vault_of(&school), before);
}

fn vault_of(school: &School) -> Vec<PathBuf> {
    let all = files_under(&school.data.join("vault"));
    all.into_iter().map(|(name, _)| name).collect()
}

/// Names in an archive are ours: what a picture was called, and who wrote it, is not asked.
#[test]
fn names_in_archives_and_folders_are_never_those_that_pictures_came_with() {
    let school = School::copy();
    let mut desk = school.desk();
    let head = &template().head;
    let mut photos = Vec::new();
    for (seed, name) in [
        (61, "../../../etc/passwd"),
        (62, "/etc/passwd"),
        (63, "..\\..\\evil.jpg"),
        (64, "same.jpg"),
        (65, "same.jpg"),
        (66, "\u{202e}gpj.exe"),
        (67, "a\0b.jpg"),
    ] {
        let at = shutterslip::acts::capture::Circumstance {
            file_name: name,
            ..Default::default()
        };
        let kept = desk
            .take_in(&template().office, &picture(seed), &at)
            .unwrap();
        let shutterslip::acts::capture::TakenIn::Kept(id) = kept else {
            panic!("{kept:?}");
        };
        desk.nobody_here(head, &id).unwrap();
        photos.push(id);
    }
    let out = school.beside("out");
    let archive = out.join("a.zip");
    let mut zip = outlet(OutletKind::Zip, &archive.display().to_string());
    let told = desk
        .release_naming(head, &photos, &photos, &channel("journal"), zip.as_mut())
        .unwrap();
    assert!(
        told.iter().all(|one| matches!(one, Outcome::Out { .. })),
        "{told:?}"
    );
    let read = zip::ZipArchive::new(fs::File::open(&archive).unwrap()).unwrap();
    let names: std::collections::BTreeSet<String> = read
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert_eq!(names.len(), photos.len() + 1, "{names:?}");
    for name in names {
        let ours = name
            .chars()
            .all(|sign| sign.is_ascii_alphanumeric() || "-.".contains(sign));
        assert!(ours && !name.contains(".."), "{name}");
    }
}
