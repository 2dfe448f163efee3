//! The process is killed before, in the middle of and after each step between vault, register and
//! outlet; then the desk is opened again. What was told as kept is there, and there is nothing of
//! which only half is there. Kills at random moments are the torture program's.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};
use shutterslip::acts::Desk;
use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::import::Confirmed;
use shutterslip::acts::permit::Form;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::sign_in::Session;
use shutterslip::domain::ids::PhotoId;
use shutterslip::domain::mis::plan::Terms;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::release::{OutletKind, ReleaseState};
use shutterslip::picture::InProcess;
use shutterslip::register::Register;
use shutterslip::vault::{self, Sweep};

use super::dying::{DyingOutlet, DyingStore, DyingVault, Fate, Moment, no_file_longer_than};
use super::school::*;

const STEP: &str = "SLIP_DIE_AT_STEP";
const MOMENT: &str = "SLIP_DIE_MOMENT";
const DATA: &str = "SLIP_DATA";
const PLACE: &str = "SLIP_PLACE";

fn asked(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

/// In a child: the desk that will die, and who sits at it.
pub struct Doomed {
    pub desk: Desk,
    pub who: Session,
    pub fate: Fate,
    pub place: PathBuf,
}

impl Doomed {
    /// `None` where this is no child.
    fn here() -> Option<Doomed> {
        let step = asked(STEP)?.parse().unwrap();
        let fate = Fate::at(step, Moment::read(&asked(MOMENT)?));
        let school = School::at(Some(asked(DATA)?.into()));
        school.clock.set(at("2026-03-02T10:00:00Z"));
        let who = school.desk().sign_in(HEAD, PIN).unwrap();
        let store = Box::new(DyingStore(school.store(), fate.clone()));
        let register = Register::over(store, school.identity()).unwrap();
        let desk = Desk::new(
            register,
            Box::new(DyingVault(school.vault(), fate.clone())),
            Box::new(InProcess::default()),
            Box::new(NoFaces),
            Box::new(school.clock.clone()),
            school.identity(),
            school.data.clone(),
        );
        Some(Doomed {
            desk,
            who,
            fate,
            place: asked(PLACE)?.into(),
        })
    }

    fn release(&mut self, photos: &[PhotoId], kind: OutletKind) -> Vec<Outcome> {
        let mut real = outlet(kind, &self.place.display().to_string());
        let mut dying = DyingOutlet(real.as_mut(), self.fate.clone());
        self.desk
            .release(&self.who, photos, &channel("journal"), &mut dying)
            .unwrap()
    }
}

/// Tells the parent what the act reported; a power cut does not take back what was said.
fn say(word: &str, what: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "\nsaid {word} {what}").unwrap();
    out.flush().unwrap();
}

/// What a child told before it died.
pub fn said(output: &Output) -> HashSet<(String, String)> {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            let (word, what) = line.strip_prefix("said ")?.split_once(' ')?;
            Some((word.to_owned(), what.to_owned()))
        })
        .collect()
}

pub fn child(test: &str, data: &Path, place: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(DATA, data)
        .env(PLACE, place);
    command
}

/// Runs the test as a child that dies at each step in turn, and looks at what it left.
fn killed_at_each_step(
    test: &str,
    fewest_steps: usize,
    place: impl Fn(&School) -> PathBuf,
    look: impl Fn(&School, &HashSet<(String, String)>),
) {
    for moment in Moment::ALL {
        let mut step = 1;
        loop {
            let school = School::copy();
            let place = place(&school);
            let output = child(test, &school.data, &place)
                .env(STEP, step.to_string())
                .env(MOMENT, moment.word())
                .output()
                .unwrap();
            println!("{moment:?} step {step}: {}", output.status);
            let lived = output.status.success();
            assert!(
                lived || output.status.code().is_none(),
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            look(&school, &said(&output));
            stands_whole(&school);
            if lived {
                break;
            }
            step += 1;
        }
        assert!(step > fewest_steps, "only {step} steps were tried");
    }
}

/// Opens the desk as at a start, and holds that nothing is half there.
pub fn stands_whole(school: &School) {
    school.clock.set(at("2026-03-02T11:00:00Z"));
    let mut desk = school.desk();
    let opening = desk.begin().unwrap();
    assert!(opening.sweep.missing.is_empty(), "{:?}", opening.sweep);
    assert_eq!(opening.sweep.unknown, 0);
    // What is not at its place may have been there: a person looks, and says that it is nowhere.
    for release in desk.settle_releases(&outlet).unwrap() {
        let copy = release.copy().unwrap();
        let lies_there = outlet(copy.outlet, &copy.place).look(&copy.file_name);
        assert_eq!(lies_there.unwrap(), None);
        let id = &release.id;
        desk.confirm_down(&template().head, id, false, &outlet)
            .unwrap();
    }
    let head = &template().head;
    let proof = desk.verify_audit(head, &[]).unwrap();
    assert!(proof.is_good(), "{:?}", proof.findings);
    let proof = desk.verify_vault(head).unwrap();
    assert!(proof.is_good(), "{:?}", proof.findings);
    let again = desk.begin().unwrap();
    assert_eq!(again.sweep, Sweep::default());
    assert!(again.unsettled.is_empty());
    drop(desk);
    let register = school.register();
    let objects = register.sealed_objects().unwrap();
    for object in &objects {
        let key = register.seal_key(object).unwrap();
        assert!(key.is_some(), "{object} has no key");
    }
    let keys = names(&school_raw(school, register), "SELECT object FROM seal_key");
    assert_eq!(
        keys.iter().collect::<HashSet<_>>(),
        objects.iter().collect::<HashSet<_>>(),
        "keys and objects"
    );
    let sealed = files_under(&school.data.join("vault"));
    assert_eq!(sealed.len(), objects.len(), "sealed files and objects");
}

fn school_raw(school: &School, register: Register) -> rusqlite::Connection {
    drop(register);
    school.raw()
}

/// Every release is out with its very copy there, or not out with nothing there.
pub fn every_release_is_out_or_not(school: &School, folder: &Path) {
    stands_whole(school);
    let desk = school.desk();
    let there: HashMap<String, Vec<u8>> = files_under(folder)
        .into_iter()
        .map(|(name, bytes)| (name.display().to_string(), bytes))
        .collect();
    let partial: Vec<_> = there
        .keys()
        .filter(|name| name.ends_with(".part"))
        .collect();
    assert!(partial.is_empty(), "{partial:?}");
    let mut out = 0;
    for (release, event) in desk.releases(&template().head).unwrap() {
        let told = release.copy().unwrap();
        let copy = match told.outlet {
            OutletKind::Zip => outlet(OutletKind::Zip, &told.place)
                .look(&told.file_name)
                .unwrap(),
            _ => there
                .get(&told.file_name)
                .map(|bytes| hex::encode(Sha256::digest(bytes))),
        };
        match event.state {
            ReleaseState::Out => {
                assert_eq!(copy.as_ref(), Some(&told.sha256));
                out += 1;
            }
            ReleaseState::NotOut | ReleaseState::Down => assert_eq!(copy, None),
            other => panic!("{other:?}"),
        }
    }
    let pictures = there.keys().filter(|name| name.ends_with(".jpg")).count();
    let in_folders = desk
        .releases(&template().head)
        .unwrap()
        .iter()
        .filter(|(release, event)| {
            release.copy().unwrap().outlet == OutletKind::Folder && event.state == ReleaseState::Out
        })
        .count();
    assert_eq!(
        pictures, in_folders,
        "no picture lies there that no record knows"
    );
    assert!(out >= in_folders);
}

fn new_picture() -> Vec<u8> {
    picture(4711)
}

/// The photo of the child's picture, where it is kept: with its key, and it decodes.
fn kept_whole(school: &School) -> Option<PhotoId> {
    drop(school.desk().begin().unwrap());
    let register = school.register();
    let sha256 = hex::encode(Sha256::digest(new_picture()));
    let id = register.photo_by_sha256(&sha256).unwrap()?;
    let key = register.seal_key(&id.0).unwrap().unwrap();
    let sealed = vault::Vault::fetch(&school.vault(), &id.0).unwrap();
    let plain = vault::open(&id.0, &key, &sealed).unwrap();
    assert_eq!(plain.as_slice(), new_picture());
    Some(id)
}

fn what_was_kept_is_there(school: &School, said: &HashSet<(String, String)>) {
    let kept = kept_whole(school);
    for (_, id) in said {
        assert_eq!(kept.as_ref(), Some(&PhotoId(id.clone())));
    }
    if kept.is_none() {
        // No trace: the same picture can be taken in once more.
        let mut desk = school.desk();
        school.clock.set(at("2026-03-02T10:30:00Z"));
        let at = Circumstance::default();
        let again = desk.take_in(&template().office, &new_picture(), &at);
        assert!(matches!(again, Ok(TakenIn::Kept(_))), "{again:?}");
    }
}

#[test]
fn while_a_picture_is_kept() {
    if let Some(mut doomed) = Doomed::here() {
        let at = Circumstance::default();
        let kept = doomed.desk.keep(&doomed.who, &new_picture(), &at).unwrap();
        let TakenIn::Kept(id) = kept else {
            panic!("{kept:?}")
        };
        say("kept", &id.0);
        doomed.desk.look_at_kept(&doomed.who, &id).unwrap();
        return say("looked", &id.0);
    }
    let test = "safekeeping::killed_at_each_step::while_a_picture_is_kept";
    let nowhere = |school: &School| school.beside("out");
    killed_at_each_step(test, 4, nowhere, |school, said| {
        what_was_kept_is_there(school, said);
        // It waits until somebody has looked, and then it does not.
        school.clock.set(at("2026-03-02T10:45:00Z"));
        let sha256 = hex::encode(Sha256::digest(new_picture()));
        let id = school.register().photo_by_sha256(&sha256).unwrap().unwrap();
        let mut desk = school.desk();
        let waiting = desk.begin().unwrap().waiting;
        let has_mark = {
            let photo = desk.look_at(&template().head, &id).unwrap();
            photo.labels.faces.is_waiting()
        };
        assert_eq!(waiting.contains(&id), has_mark);
        let is_looked_at = said.iter().any(|(what, _)| what == "looked");
        assert!(!(is_looked_at && has_mark), "the looking was acknowledged");
        desk.look_at_kept(&template().head, &id).unwrap();
        assert!(desk.begin().unwrap().waiting.is_empty());
    });
}

#[test]
fn while_a_picture_is_taken_in() {
    if let Some(mut doomed) = Doomed::here() {
        let at = Circumstance::default();
        let kept = doomed.desk.take_in(&doomed.who, &new_picture(), &at);
        let Ok(TakenIn::Kept(id)) = kept else {
            panic!("{kept:?}")
        };
        return say("kept", &id.0);
    }
    let test = "safekeeping::killed_at_each_step::while_a_picture_is_taken_in";
    let nowhere = |school: &School| school.beside("out");
    killed_at_each_step(test, 3, nowhere, what_was_kept_is_there);
}

#[test]
fn while_a_no_with_its_form_is_added() {
    if let Some(mut doomed) = Doomed::here() {
        let form = Form {
            person: &template_amira(&doomed.desk),
            channels: &[channel("journal"), channel("website")],
            answer: Answer::Withdrawn,
            relation: Relation::Parent,
            by: "S Khan",
            signed: "2026-03-02".parse().unwrap(),
            from: None,
            until: None,
            evidence: Evidence::Paper,
            file: Some(&forms::form("we withdraw")),
        };
        let ids = doomed.desk.add_answers(&doomed.who, &form).unwrap();
        for id in ids {
            say("answered", &id.0);
        }
        return;
    }
    let test = "safekeeping::killed_at_each_step::while_a_no_with_its_form_is_added";
    let nowhere = |school: &School| school.beside("out");
    killed_at_each_step(test, 3, nowhere, |school, said| {
        drop(school.desk().begin().unwrap());
        let desk = school.desk();
        let answers = desk.answers(&template().head, &template().amira).unwrap();
        let new: Vec<_> = answers
            .iter()
            .filter(|filed| filed.permission.answer == Answer::Withdrawn)
            .collect();
        assert!(new.len() == 2 || new.is_empty(), "both channels or none");
        assert!(new.len() >= said.len(), "what was acknowledged is there");
        for filed in new {
            let (_, bytes) = desk
                .form(&template().head, filed.form.as_ref().unwrap())
                .unwrap();
            assert_eq!(bytes.as_slice(), forms::form("we withdraw"));
        }
    });
}

#[test]
fn while_a_list_of_the_mis_is_taken_over() {
    const LIST: &str = "Forename,Surname,DOB,Class,Website,Newsletter\n\
                        Rowan,Ashby,04/03/2021,Larks,No,Yes\nMai,Tran,17/01/2021,Larks,Yes,No\n";
    if let Some(mut doomed) = Doomed::here() {
        let (desk, who) = (&mut doomed.desk, &doomed.who);
        let mut go_on = |_| true;
        let list = desk.read_list(who, LIST.as_bytes(), &mut go_on).unwrap();
        let terms = Terms {
            mapping: desk.propose_mapping(who, &list).unwrap().mapping,
            ..Terms::default()
        };
        let preview = desk.plan_import(who, &list, &terms, &mut go_on).unwrap();
        let confirmed = Confirmed {
            preview: preview.id,
            ..Confirmed::default()
        };
        let account = desk
            .import(who, &list, &terms, &confirmed, &mut go_on)
            .unwrap();
        assert_eq!((account.added, account.answers), (2, 4));
        return say("imported", "all");
    }
    let test = "safekeeping::killed_at_each_step::while_a_list_of_the_mis_is_taken_over";
    let nowhere = |school: &School| school.beside("out");
    killed_at_each_step(test, 1, nowhere, |school, said| {
        drop(school.desk().begin().unwrap());
        let desk = school.desk();
        let head = &template().head;
        let mut people = desk.people().unwrap();
        people.retain(|entry| entry.class == "Larks");
        let answers: usize = people
            .iter()
            .map(|entry| desk.answers(head, &entry.person.id).unwrap().len())
            .sum();
        let imports = desk.imports(head).unwrap().len();
        let there = (people.len(), answers, imports);
        assert!(
            there == (2, 4, 1) || there == (0, 0, 0),
            "half there: {there:?}"
        );
        assert!(
            said.is_empty() || imports == 1,
            "what was acknowledged is there"
        );
    });
}

fn template_amira(desk: &Desk) -> shutterslip::domain::person::PersonId {
    desk.find_person("Amira Khan").unwrap().person.id
}

/// The photo of Amira, in a child that has no template.
fn photo_of_amira(desk: &Desk, who: &Session) -> PhotoId {
    let amira = template_amira(desk);
    let photos = desk.photos(who).unwrap();
    let of_amira = photos
        .into_iter()
        .find(|photo| photo.labels.people() == [amira.clone()]);
    of_amira.unwrap().id
}

fn what_was_said_is_out(school: &School, folder: &Path, said: &HashSet<(String, String)>) {
    every_release_is_out_or_not(school, folder);
    let desk = school.desk();
    let releases = desk.releases(&template().head).unwrap();
    for (_, id) in said {
        let (_, event) = releases
            .iter()
            .find(|(release, _)| release.id.0 == *id)
            .unwrap();
        assert_eq!(event.state, ReleaseState::Out);
    }
}

fn release_in_a_child(mut doomed: Doomed, kind: OutletKind) {
    let photo = photo_of_amira(&doomed.desk, &doomed.who);
    for outcome in doomed.release(&[photo], kind) {
        let Outcome::Out { release, .. } = outcome else {
            panic!("{outcome:?}");
        };
        say("out", &release.0);
    }
}

#[test]
fn while_a_photo_is_released_to_a_folder() {
    if let Some(doomed) = Doomed::here() {
        return release_in_a_child(doomed, OutletKind::Folder);
    }
    let test = "safekeeping::killed_at_each_step::while_a_photo_is_released_to_a_folder";
    let folder = |school: &School| school.beside("out");
    killed_at_each_step(test, 4, folder, |school, said| {
        what_was_said_is_out(school, &school.beside("out"), said);
    });
}

#[test]
fn while_a_photo_is_released_to_an_archive() {
    if let Some(doomed) = Doomed::here() {
        return release_in_a_child(doomed, OutletKind::Zip);
    }
    let test = "safekeeping::killed_at_each_step::while_a_photo_is_released_to_an_archive";
    let archive = |school: &School| school.beside("out").join("spring.zip");
    killed_at_each_step(test, 3, archive, |school, said| {
        what_was_said_is_out(school, &school.beside("out"), said);
    });
}

#[test]
fn while_a_photo_is_erased() {
    if let Some(mut doomed) = Doomed::here() {
        let photo = photo_of_amira(&doomed.desk, &doomed.who);
        doomed
            .desk
            .erase(&doomed.who, &photo, "a parent asked")
            .unwrap();
        return say("erased", &photo.0);
    }
    let test = "safekeeping::killed_at_each_step::while_a_photo_is_erased";
    let nowhere = |school: &School| school.beside("out");
    killed_at_each_step(test, 2, nowhere, |school, said| {
        let photo = &template().of_amira;
        let register = school.register();
        let key = register.seal_key(&photo.0).unwrap();
        let erased = register.erasures().unwrap();
        assert_eq!(
            key.is_none(),
            erased.iter().any(|one| one.object == photo.0)
        );
        assert!(said.is_empty() || key.is_none(), "what was told is done");
        drop(register);
        drop(school.desk().begin().unwrap());
        let sealed = files_under(&school.data.join("vault"));
        let name = format!("{photo}.sealed");
        let is_there = sealed.iter().any(|(path, _)| path.ends_with(&name));
        assert_eq!(is_there, key.is_some(), "bytes and key go together");
    });
}

/// The checkpoint beside the register is written when a kill falls: it is whole or not there, and
/// half a file never stops the school.
#[test]
fn a_kill_while_a_checkpoint_is_written_stops_nothing() {
    if let Ok(data) = std::env::var("SLIP_DATA") {
        let school = School::at(Some(data.into()));
        let mut desk = school.desk();
        let who = desk.sign_in(HEAD, PIN).unwrap();
        no_file_longer_than(10);
        drop(desk.checkpoint(&who));
        panic!("nothing was written");
    }
    let test =
        "safekeeping::killed_at_each_step::a_kill_while_a_checkpoint_is_written_stops_nothing";
    let school = School::copy();
    let status = child(test, &school.data, &school.beside("out"))
        .output()
        .unwrap()
        .status;
    assert_eq!(status.code(), None, "killed, not ended");
    stands_whole(&school);
    let mut desk = school.desk();
    let out = school.beside("out");
    let mut folder = outlet(OutletKind::Folder, &out.display().to_string());
    let photos = [template().of_amira.clone()];
    let outcomes = desk
        .release(
            &template().head,
            &photos,
            &channel("journal"),
            folder.as_mut(),
        )
        .unwrap();
    assert!(matches!(outcomes[0], Outcome::Out { .. }), "{outcomes:?}");
    desk.checkpoint(&template().head).unwrap();
}
