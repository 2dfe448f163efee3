//! That looking notices: a school is damaged in each way that the torture is meant to find, and
//! every damage has to be told. Part of every run, so that a run which finds nothing says something.

use std::fs;
use std::path::PathBuf;

use shutterslip::acts::Desk;
use shutterslip::acts::permit::Form;
use shutterslip::domain::audit::Entry;
use shutterslip::domain::ids::SlipId;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::release::OutletKind;

use crate::grounds::Grounds;
use crate::ledger::Ledger;
use crate::looking::look;
use crate::oracle::{Records, releases_that_should_not_be};
use crate::school::{HandClock, at, channel, forms, outlet, template};
use crate::slips;
use crate::telling::{Aim, Fruit, Told};

/// A school with one copy out, undamaged.
fn school(folder: &tempfile::TempDir) -> (Grounds, Ledger) {
    let grounds = Grounds::new(folder.path());
    grounds.settle_school();
    let clock = HandClock::showing(at("2026-03-02T10:00:00Z"));
    let mut desk = grounds.desk(&clock).unwrap();
    let mut folder = outlet(OutletKind::Folder, &grounds.out().display().to_string());
    let photos = [template().of_amira.clone()];
    let head = &template().head;
    desk.release(head, &photos, &channel("website"), folder.as_mut())
        .unwrap();
    drop(desk);
    (grounds, Ledger::default())
}

fn desk(grounds: &Grounds) -> Desk {
    let clock = HandClock::showing(at("2026-03-02T10:30:00Z"));
    grounds.desk(&clock).unwrap()
}

fn found(grounds: &Grounds, ledger: &mut Ledger) -> Vec<String> {
    let clock = HandClock::showing(at("2026-03-02T11:00:00Z"));
    look(grounds, ledger, &clock)
}

fn copy_of(grounds: &Grounds) -> PathBuf {
    let files = fs::read_dir(grounds.out()).unwrap();
    files
        .map(|file| file.unwrap().path())
        .find(|path| path.extension().is_some_and(|it| it == "jpg"))
        .unwrap()
}

fn sealed(grounds: &Grounds) -> PathBuf {
    let photo = &template().of_ben.0;
    let shelf = grounds.data().join("vault").join(&photo[..2]);
    shelf.join(format!("{photo}.sealed"))
}

fn tell(ledger: &mut Ledger, fruit: Fruit) {
    let aim = Aim {
        act: String::new(),
        touches: Vec::new(),
    };
    let lines = [Told::Begun(aim), Told::Done(vec![fruit])];
    ledger.hear(&lines, &mut Default::default());
}

type Damage = (&'static str, fn(&Grounds, &mut Ledger), &'static str);

/// What is done to the school, and what has to be told of it.
const DAMAGES: [Damage; 12] = [
    (
        "a sealed file that is gone",
        |grounds, _| fs::remove_file(sealed(grounds)).unwrap(),
        "is missing",
    ),
    (
        "a sealed file that was cut short",
        |grounds, _| {
            let bytes = fs::read(sealed(grounds)).unwrap();
            fs::write(sealed(grounds), &bytes[..bytes.len() - 1]).unwrap();
        },
        "cut short",
    ),
    (
        "a copy that is gone",
        |grounds, _| fs::remove_file(copy_of(grounds)).unwrap(),
        "is out and not there",
    ),
    (
        "half a copy",
        |grounds, _| {
            let bytes = fs::read(copy_of(grounds)).unwrap();
            fs::write(copy_of(grounds), &bytes[..bytes.len() / 2]).unwrap();
        },
        "is out as other bytes",
    ),
    (
        "what an interrupted delivery left",
        |grounds, _| fs::write(grounds.out().join(".x.jpg.part"), b"x").unwrap(),
        "no record knows it",
    ),
    (
        "a picture that was told as kept",
        |_, ledger| {
            let fruit = Fruit::Kept {
                photo: "never".to_owned(),
                sha256: "never".to_owned(),
            };
            tell(ledger, fruit);
        },
        "told as kept",
    ),
    (
        "a sign-off that was told",
        |_, ledger| tell(ledger, Fruit::Recorded("sign-off:never".to_owned())),
        "told and is gone",
    ),
    (
        "labels that were told",
        |_, ledger| {
            let fruit = Fruit::Labelled {
                photo: template().of_ben.0.clone(),
                print: Some("another".to_owned()),
                shown: Vec::new(),
            };
            tell(ledger, fruit);
        },
        "not as it was told",
    ),
    (
        "a plain picture in the data folder",
        |grounds, _| {
            let copy = copy_of(grounds);
            fs::write(
                grounds.data().join("vault").join("plain"),
                crate::school::picture(1),
            )
            .unwrap();
            assert!(copy.exists());
        },
        "holds plain bytes",
    ),
    (
        "a temporary file",
        |grounds, _| fs::write(grounds.temporary().join("x"), b"x").unwrap(),
        "temporary files",
    ),
    (
        "half a slip",
        |grounds, _| {
            let mut desk = desk(grounds);
            let office = &template().office;
            let (seen, _) = slips::come_back(&mut desk, office, &template().amira).unwrap();
            slips::confirm(&mut desk, office, &seen, 3).unwrap();
        },
        "is half there",
    ),
    (
        "what a slip says, without the slip",
        |grounds, _| {
            let by = slips::signatory(&SlipId("never".to_owned()));
            let form = Form {
                person: &template().amira,
                channels: &[channel("journal")],
                answer: Answer::Granted,
                relation: Relation::Parent,
                by: &by,
                signed: "2026-03-02".parse().unwrap(),
                from: None,
                until: None,
                evidence: Evidence::Paper,
                file: Some(&forms::form("a signed form")),
            };
            desk(grounds)
                .add_answers(&template().office, &form)
                .unwrap();
        },
        "of a slip that nobody confirmed",
    ),
];

/// Does all the damage. Gives what was not noticed.
pub fn not_noticed() -> Vec<String> {
    let mut missed = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    let (grounds, mut ledger) = school(&folder);
    let none = found(&grounds, &mut ledger);
    if !none.is_empty() {
        missed.push(format!("an undamaged school is told as damaged: {none:?}"));
    }
    missed.extend(oracle_misses(&grounds));
    for (what, damage, told) in DAMAGES {
        let folder = tempfile::tempdir().unwrap();
        let (grounds, mut ledger) = school(&folder);
        damage(&grounds, &mut ledger);
        let losses = found(&grounds, &mut ledger);
        if !losses.iter().any(|loss| loss.contains(told)) {
            missed.push(format!("not noticed: {what} ({losses:?})"));
        }
    }
    missed
}

/// The same trail without one of the entries that a release rests on.
fn oracle_misses(grounds: &Grounds) -> Vec<String> {
    let register = grounds.register().unwrap();
    let mut entries: Vec<Entry> = Vec::new();
    for head in register.heads().unwrap() {
        let mut each = |entry| {
            entries.push(entry);
            true
        };
        register.entries(&head.device, &mut each).unwrap();
    }
    let mut answers = std::collections::BTreeMap::new();
    for entry in register.people().unwrap() {
        for filed in register.permissions(&entry.person.id).unwrap() {
            answers.insert(filed.id.0.clone(), filed);
        }
    }
    let releases = register.releases().unwrap();
    let releases = releases.into_iter().map(|(one, _)| (one.id.0.clone(), one));
    let releases = releases.collect();
    let records = Records {
        answers: &answers,
        releases: &releases,
    };
    let without = |act: &str| -> bool {
        let rest: Vec<Entry> = entries
            .iter()
            .filter(|entry| entry.act != act)
            .cloned()
            .collect();
        releases_that_should_not_be(&rest, &records).is_empty()
    };
    let mut misses = Vec::new();
    for act in ["permission.added", "photo.labelled", "photo.signed-off"] {
        if without(act) {
            misses.push(format!("the oracle does not miss `{act}`"));
        }
    }
    // Somebody else's no, told as being about the child who is shown.
    let mut moved = answers.clone();
    for filed in moved.values_mut() {
        if filed.permission.person == template().ben {
            filed.permission.person = template().amira.clone();
            filed.permission.channel = channel("website");
        }
    }
    let records = Records {
        answers: &moved,
        releases: &releases,
    };
    if releases_that_should_not_be(&entries, &records).is_empty() {
        misses.push("the oracle does not hear a no".to_owned());
    }
    misses
}
