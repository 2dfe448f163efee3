//! A disk that gives errors in the middle of an act: what was done is told as done, what was not is
//! not, and the next start finds one history. Random errors are the torture program's; here is each
//! that it found or that has to be told apart.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::permit::Form;
use shutterslip::acts::release::Outcome;
use shutterslip::acts::release::Stayed;
use shutterslip::acts::{ActError, Desk};
use shutterslip::domain::channel::ChannelId;
use shutterslip::domain::kept::Photo;
use shutterslip::domain::permission::{Answer, Evidence, Relation};
use shutterslip::domain::release::{OutletKind, ReleaseState};
use shutterslip::domain::school::FiledPermission;
use shutterslip::outlet::{Outlet, OutletError, Parcel};
use shutterslip::vault::folder::FolderVault;
use shutterslip::vault::{Sweep, Vault, VaultError, seal};

use super::dying::{die, no_file_longer_than};
use super::killed_at_each_step::{child, stands_whole};
use super::school::*;

const STATE: &str = "SLIP_PART";

fn in_a_child() -> Option<(School, PathBuf, String)> {
    let school = School::at(Some(std::env::var("SLIP_DATA").ok()?.into()));
    school.clock.set(at("2026-03-02T10:00:00Z"));
    let place = std::env::var("SLIP_PLACE").unwrap().into();
    Some((school, place, std::env::var(STATE).unwrap_or_default()))
}

fn states(school: &School) -> Vec<ReleaseState> {
    let releases = school.desk().releases(&template().head).unwrap();
    releases.iter().map(|(_, event)| event.state).collect()
}

/// Ids are random, so it cannot happen; if it does, what was acknowledged first stays.
#[test]
fn an_arrival_is_neither_overwritten_nor_removed_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = FolderVault::open(folder.path()).unwrap();
    let first = seal("aa", &[3; 32], b"plain").unwrap();
    vault.receive("aa", &first).unwrap();
    assert!(vault.receive("aa", b"another").is_err());
    assert_eq!(vault.fetch("aa").unwrap(), first);
}

/// Its bytes are durable as an arrival and its record stands: it is kept, and nobody is told that
/// nothing was.
#[test]
fn a_picture_that_cannot_be_moved_to_its_place_is_told_as_kept() {
    let school = School::copy();
    let mut desk = school.desk();
    let blocked: Vec<PathBuf> = (0..=255)
        .map(|shelf| school.data.join("vault").join(format!("{shelf:02x}")))
        .filter(|shelf| !shelf.exists())
        .collect();
    for shelf in &blocked {
        fs::write(shelf, b"in the way").unwrap();
    }
    // Some shelves are there already: pictures, until one falls on one that is not.
    let kept = (1..=200).find_map(|number| {
        let bytes = picture(7000 + number);
        let kept = desk.keep(&template().head, &bytes, &Circumstance::default());
        kept.err().map(|error| (bytes, error))
    });
    let (bytes, error) = kept.unwrap();
    let told = error.to_string();
    assert!(told.contains("it is kept"), "{told}");
    assert!(!told.contains("nothing was"), "{told}");
    // Tried again, it is there.
    let again = desk.keep(&template().head, &bytes, &Circumstance::default());
    let Ok(TakenIn::KeptBefore(id)) = again else {
        panic!("{again:?}");
    };
    for shelf in &blocked {
        fs::remove_file(shelf).unwrap();
    }
    assert_eq!(desk.begin().unwrap().sweep.settled, [id.0]);
    drop(desk);
    stands_whole(&school);
}

/// A shelf that gives an error would have had every file on it told as missing, as tampering.
#[test]
fn a_shelf_that_cannot_be_looked_at_is_not_an_empty_one() {
    let school = School::copy();
    let vault = school.data.join("vault");
    let shelf = vault.join(&template().of_amira.0[..2]);
    fs::rename(&shelf, vault.join("aside")).unwrap();
    std::os::unix::fs::symlink(&shelf, &shelf).unwrap();
    let mut desk = school.desk();
    let told = desk.begin();
    assert!(
        matches!(told, Err(ActError::Vault(VaultError::Unreachable(_)))),
        "{told:?}"
    );
    assert!(desk.incidents(&template().head).unwrap().is_empty());
    fs::remove_file(&shelf).unwrap();
    fs::rename(vault.join("aside"), &shelf).unwrap();
    assert_eq!(desk.begin().unwrap().sweep, Sweep::default());
}

/// The copy was written and renamed, and then its folder could not be synced: it is taken back. As
/// nobody can promise that it stays away, it counts as out until the folder can be synced.
#[test]
fn a_folder_that_cannot_be_synced_keeps_no_copy() {
    let test = "safekeeping::disks_that_fail::a_folder_that_cannot_be_synced_keeps_no_copy";
    if let Some((school, place, _)) = in_a_child() {
        let mut folder = outlet(OutletKind::Folder, &place.display().to_string());
        let mut archive = outlet(
            OutletKind::Zip,
            &place.join("spring.zip").display().to_string(),
        );
        let mut desk = school.desk();
        let who = desk.sign_in(HEAD, PIN).unwrap();
        let photos = desk.photos(&who).unwrap();
        for outlet in [folder.as_mut(), archive.as_mut()] {
            let told = photos.iter().find_map(|photo| {
                let photos = [photo.id.clone()];
                let told = desk.release(&who, &photos, &channel("journal"), outlet);
                match told.unwrap().remove(0) {
                    Outcome::NotOut { why, .. } => Some(shutterslip::cli::stayed(&why)),
                    Outcome::Blocked { .. } => None,
                    other => panic!("{other:?}"),
                }
            });
            let told = told.unwrap();
            assert!(told.contains("counts as out"), "{told}");
        }
        return;
    }
    let school = School::copy();
    let place = school.beside("out");
    // Files may be made in it, but it cannot be opened itself.
    fs::set_permissions(&place, fs::Permissions::from_mode(0o300)).unwrap();
    // Root may do everything, unless it gives that up.
    let mut command = match fs::File::open(&place) {
        Err(_) => child(test, &school.data, &place),
        Ok(_) => {
            let mut command = Command::new("setpriv");
            command
                .args(["--bounding-set=-all", "--inh-caps=-all"])
                .arg(std::env::current_exe().unwrap())
                .args(["--exact", test, "--nocapture", "--test-threads=1"])
                .env("SLIP_DATA", &school.data)
                .env("SLIP_PLACE", &place);
            command
        }
    };
    let ran = command.output().unwrap();
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && told.contains("1 passed"), "{ran:?}");
    fs::set_permissions(&place, fs::Permissions::from_mode(0o700)).unwrap();
    assert!(files_under(&place).is_empty());
    assert_eq!(states(&school), [ReleaseState::GoingOut; 2]);
    // Nothing lies there any more; whether it did meanwhile only a person knows.
    stands_whole(&school);
    assert_eq!(states(&school), [ReleaseState::Down; 2]);
}

/// An outlet after which nothing can be written any more.
struct LastBreath(Box<dyn Outlet>);

impl Outlet for LastBreath {
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
        self.0.deliver(parcels)?;
        no_file_longer_than(10);
        Ok(())
    }

    fn look(&self, name: &str) -> Result<Option<String>, OutletError> {
        self.0.look(name)
    }

    fn recall(&mut self, name: &str) -> Result<(), OutletError> {
        self.0.recall(name)
    }
}

/// Whoever released it must not read that nothing was done, and release it once more.
#[test]
fn a_copy_that_is_out_is_told_as_out_when_its_record_cannot_be_finished() {
    let test = "safekeeping::disks_that_fail::\
                a_copy_that_is_out_is_told_as_out_when_its_record_cannot_be_finished";
    if let Some((school, place, _)) = in_a_child() {
        let mut desk = school.desk();
        let who = desk.sign_in(HEAD, PIN).unwrap();
        let photos: Vec<_> = desk.photos(&who).unwrap();
        let photos: Vec<_> = photos.into_iter().map(|photo| photo.id).collect();
        let real = outlet(OutletKind::Folder, &place.display().to_string());
        let outcomes = photos.iter().find_map(|photo| {
            let verdicts = desk.check(&who, photo).unwrap();
            let journal = verdicts.into_iter().find(|(to, _)| to.id.0 == "journal");
            journal.unwrap().1.is_allowed().then(|| photo.clone())
        });
        let told = desk
            .release(
                &who,
                &[outcomes.unwrap()],
                &channel("journal"),
                &mut LastBreath(real),
            )
            .unwrap();
        let Outcome::NotOut { why, .. } = &told[0] else {
            panic!("{told:?}");
        };
        assert!(matches!(why, Stayed::Unfinished { .. }), "{why}");
        return println!("told as it is");
    }
    let school = School::copy();
    let place = school.beside("out");
    // What the limit forbids gives an error then, and does not kill.
    let script = "trap '' XFSZ; exec \"$0\" --exact \"$1\" --nocapture --test-threads=1";
    let ran = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env("SLIP_DATA", &school.data)
        .env("SLIP_PLACE", &place)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(told.contains("told as it is"), "{ran:?}");
    assert_eq!(states(&school), [ReleaseState::GoingOut]);
    stands_whole(&school);
    assert_eq!(states(&school), [ReleaseState::Out]);
}

/// A register that has forgotten a release is known as an older copy even if the power went the
/// moment after the copy left.
#[test]
fn nothing_leaves_before_a_checkpoint_of_it_lies_on_the_shelf() {
    let school = School::copy();
    let place = school.beside("out");
    let mut desk = school.desk();
    let newest = desk.checkpoint(&template().head).unwrap();
    // The release and its going out are the next two entries.
    let next = format!("{}-{:012}.json", newest.device, newest.count + 2);
    let in_the_way = school.data.join("checkpoints").join(format!("{next}.part"));
    fs::create_dir(&in_the_way).unwrap();
    let mut folder = outlet(OutletKind::Folder, &place.display().to_string());
    let photos = [template().of_amira.clone()];
    let head = &template().head;
    let told = desk.release(head, &photos, &channel("journal"), folder.as_mut());
    let told = told.unwrap_err().to_string();
    assert!(told.contains("no checkpoint could be written"), "{told}");
    assert!(files_under(&place).is_empty());
    drop(desk);
    assert_eq!(states(&school), [ReleaseState::NotOut]);
    fs::remove_dir(&in_the_way).unwrap();
    let mut desk = school.desk();
    let told = desk.release(head, &photos, &channel("journal"), folder.as_mut());
    assert!(matches!(told.unwrap()[0], Outcome::Out { .. }));
}

/// While somebody reads the log it cannot be emptied: the key of an erased photo still lies in it,
/// and that is said. The next start empties it.
#[test]
fn an_erased_key_that_still_lies_in_the_log_is_told() {
    let school = School::copy();
    let mut desk = school.desk();
    let reader = school.raw();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM photo;")
        .unwrap();
    let photo = &template().of_ben;
    let told = desk.erase(&template().head, photo, "a parent asked");
    let told = told.unwrap_err().to_string();
    assert!(told.contains("it is erased"), "{told}");
    drop((reader, desk));
    let log = school.data.join("register.db-wal");
    let register = school.register();
    assert!(register.seal_key(&photo.0).unwrap().is_none());
    assert_eq!(fs::metadata(log).unwrap().len(), 0);
    drop(register);
    stands_whole(&school);
}

/// Lets syncs of this process fail, or no longer. For a child behind `fiu-run` alone.
fn syncs_fail(pipes: &str, how: &str) {
    let mut command = Command::new("fiu-ctrl");
    command.env_remove("LD_PRELOAD").args(["-f", pipes]);
    for point in ["fsync", "fdatasync"] {
        let name = format!("name=posix/io/sync/{point}");
        command.arg("-c").arg(match how {
            "fail" => format!("enable {name},failinfo=5"),
            _ => format!("disable {name}"),
        });
    }
    let told = command.arg(std::process::id().to_string()).status();
    assert!(told.unwrap().success());
}

/// The question is whether a process may go on after a sync that failed. It may: the next commit
/// writes over what is unknown. If it does not come to a next one, the start after it finds the
/// unknown one whole or not at all.
#[test]
fn a_commit_whose_sync_failed_leaves_one_history() {
    let test = "safekeeping::disks_that_fail::a_commit_whose_sync_failed_leaves_one_history";
    if let Some((school, pipes, part)) = in_a_child() {
        let pipes = pipes.display().to_string();
        let mut desk = school.desk();
        let who = desk.sign_in(HEAD, PIN).unwrap();
        let photo = desk.photos(&who).unwrap().remove(0);
        syncs_fail(&pipes, "fail");
        let told = desk.tick(&who, &photo.id, &[ITEMS[0].to_owned()], false);
        assert!(matches!(told, Err(ActError::Register(_))), "{told:?}");
        let kept = desk.keep(&who, &picture(8000), &Circumstance::default());
        assert!(kept.is_err(), "{kept:?}");
        if part == "dies" {
            println!("unknown to all");
            die();
        }
        syncs_fail(&pipes, "no longer");
        // Taken back in this process: the photo stands as it did, and takes another change.
        let stands = desk.look_at(&who, &photo.id).unwrap();
        assert_eq!(stands, photo);
        desk.tick(&who, &photo.id, &[ITEMS[1].to_owned()], false)
            .unwrap();
        return println!("went on with {}", photo.id);
    }
    if Command::new("fiu-run").arg("-h").output().is_err() {
        return println!("skipped: there is no fiu-run here (Debian: fiu-utils)");
    }
    for part in ["goes on", "dies"] {
        let school = School::copy();
        let pipes = school.beside("pipes").join("fiu");
        let output = Command::new("fiu-run")
            .args(["-x", "-f", &pipes.display().to_string()])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env("SLIP_DATA", &school.data)
            .env("SLIP_PLACE", &pipes)
            .env(STATE, part)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        stands_whole(&school);
        let desk = school.desk();
        let photos = desk.photos(&template().head).unwrap();
        let is_ticked_everywhere = |item: &str| {
            let has = |photo: &Photo| photo.labels.checklist.iter().any(|tick| tick.item == item);
            photos.iter().filter(|photo| photo.version > 1).all(has)
        };
        let second = is_ticked_everywhere(ITEMS[1]);
        match part {
            "dies" => {
                assert!(told.contains("unknown to all"), "{output:?}");
                assert!(second);
            }
            _ => {
                assert!(told.contains("went on with"), "{output:?}");
                assert!(is_ticked_everywhere(ITEMS[0]) && !second);
            }
        }
    }
}

/// A small disk of its own, in a name space of its own. `None`: this machine mounts nothing.
fn on_a_small_disk(test: &str, size: &str) -> Option<String> {
    let school = School::copy();
    let disk = school.beside("disk");
    let script = "mount -t tmpfs -o size=$SLIP_PART tmpfs \"$SLIP_PLACE\" || exit 77; \
                  cp -a \"$SLIP_DATA\" \"$SLIP_PLACE/data\" || exit 77; \
                  SLIP_DATA=\"$SLIP_PLACE/data\" exec \"$0\" --exact \"$1\" --nocapture --test-threads=1";
    let ran = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env("SLIP_DATA", &school.data)
        .env("SLIP_PLACE", &disk)
        .env(STATE, size)
        .output();
    match ran {
        Ok(ran) if ran.status.success() => {
            let told = String::from_utf8_lossy(&ran.stdout).into_owned();
            assert!(told.contains("1 passed"), "{told}");
            Some(told)
        }
        Ok(ran) if ran.status.code() == Some(101) => panic!(
            "{}{}",
            String::from_utf8_lossy(&ran.stdout),
            String::from_utf8_lossy(&ran.stderr)
        ),
        other => {
            println!("skipped: no file system can be mounted here ({other:?})");
            None
        }
    }
}

/// Somebody's holiday, to the last byte.
fn fill(disk: &std::path::Path) {
    let mut holiday = fs::File::options()
        .append(true)
        .create(true)
        .open(disk.join("holiday"))
        .unwrap();
    for size in [64 * 1024, 4096, 512, 1] {
        while std::io::Write::write_all(&mut holiday, &vec![7; size]).is_ok() {}
    }
}

/// As [`stands_whole`], of a school that another process made, whose head signs in here.
fn is_good(school: &School) {
    let mut desk = school.desk();
    let opening = desk.begin().unwrap();
    assert!(opening.sweep.missing.is_empty(), "{:?}", opening.sweep);
    let head = desk.sign_in(HEAD, PIN).unwrap();
    let proof = desk.verify_audit(&head, &[]).unwrap();
    assert!(proof.is_good(), "{:?}", proof.findings);
    let proof = desk.verify_vault(&head).unwrap();
    assert!(proof.is_good(), "{:?}", proof.findings);
}

fn is_full(told: &ActError) -> bool {
    matches!(
        told,
        ActError::Register(shutterslip::register::RegisterError::Full)
    )
}

/// The tablet is full of pictures, and a mother comes to the office. What protects is recorded, one
/// after the other, and is there after the next start, which is on a full disk as well; what does not is
/// refused in words, and leaves the reserve alone.
#[test]
fn ten_noes_in_a_row_are_recorded_on_a_disk_that_is_full_to_the_last_byte() {
    let test = "safekeeping::disks_that_fail::\
                ten_noes_in_a_row_are_recorded_on_a_disk_that_is_full_to_the_last_byte";
    let Some((school, disk, _)) = in_a_child() else {
        drop(on_a_small_disk(test, "8m"));
        return;
    };
    let mut desk = school.desk();
    fill(&disk);
    // Whoever records them signs in on the full disk.
    let who = desk.sign_in(HEAD, PIN).unwrap();
    let people = desk.people().unwrap();
    let named = |given: &str| {
        let mut people = people.iter();
        let found = people.find(|entry| entry.person.given == given).unwrap();
        found.clone()
    };
    let amira = named("Amira").person.id;
    let channels = ["journal", "website", "newsletter", "social", "press"].map(channel);
    let say = |desk: &mut Desk, to: &ChannelId, answer: Answer| {
        let form = Form {
            person: &amira,
            channels: std::slice::from_ref(to),
            answer,
            relation: Relation::Parent,
            by: if answer == Answer::Granted {
                "R Khan"
            } else {
                "S Khan"
            },
            signed: "2026-03-02".parse().unwrap(),
            from: None,
            until: None,
            evidence: Evidence::Spoken,
            file: None,
        };
        desk.add_answers(&who, &form).map(drop)
    };
    for to in &channels {
        fill(&disk);
        say(&mut desk, to, Answer::Withdrawn).unwrap();
        fill(&disk);
        say(&mut desk, to, Answer::Refused).unwrap();
    }
    fill(&disk);
    let dilys = named("Dilys").person.id;
    desk.mark_never(&who, &dilys, "a court has said so")
        .unwrap();
    fill(&disk);
    desk.report(&who, "a phone was seen in the hall").unwrap();
    fill(&disk);
    desk.close_account(&who, OFFICE, None).unwrap();
    fill(&disk);
    // A yes can wait, and a picture too.
    let told = say(&mut desk, &channels[0], Answer::Granted).unwrap_err();
    assert!(
        is_full(&told) && told.to_string().contains("disk is full"),
        "{told:?}"
    );
    let kept = desk.keep(&who, &picture(9000), &Circumstance::default());
    assert!(kept.is_err(), "{kept:?}");
    let answers = |desk: &Desk| {
        let filed = desk.answers(&who, &amira).unwrap();
        let no = |one: &&FiledPermission| one.permission.answer != Answer::Granted;
        filed.iter().filter(no).count()
    };
    let before = answers(&desk);
    assert_eq!(before, 10);
    drop(desk);
    fill(&disk);
    let mut desk = school.desk();
    assert_eq!(answers(&desk), before);
    assert!(desk.find_person("Dilys Featherstone").unwrap().person.never);
    fill(&disk);
    say(&mut desk, &channels[0], Answer::Withdrawn).unwrap();
    drop(desk);
    // There is room again: so there is a reserve.
    fs::remove_file(disk.join("holiday")).unwrap();
    drop(school.desk());
    let reserve = school.data.join("register.reserve");
    assert_eq!(fs::metadata(reserve).unwrap().len(), 1024 * 1024);
    is_good(&school);
}

/// SQLite's index of its log takes 32 KB, to read as well as to write. Where there are fewer it says no
/// more than that the disk failed, and whoever reads that has the machine repaired.
#[test]
fn a_disk_without_room_for_the_index_of_the_log_is_told_as_full() {
    let test = "safekeeping::disks_that_fail::\
                a_disk_without_room_for_the_index_of_the_log_is_told_as_full";
    let Some((school, disk, _)) = in_a_child() else {
        drop(on_a_small_disk(test, "8m"));
        return;
    };
    // As an older program left it: there is no reserve yet.
    fs::remove_file(school.data.join("register.reserve")).unwrap();
    for free in [0, 4096, 20 * 1024] {
        fill(&disk);
        let holiday = disk.join("holiday");
        let length = fs::metadata(&holiday).unwrap().len();
        let file = fs::File::options().write(true).open(&holiday).unwrap();
        file.set_len(length - free).unwrap();
        let keyring = school.keyring();
        let file = school.data.join("register.db");
        let told = opened(&file, &keyring.register_key, keyring.identity);
        let told = told.err().map(|error| error.to_string());
        let told = told.unwrap_or_default();
        assert!(
            told.contains("the disk is full"),
            "{free} bytes free: {told}"
        );
    }
    fs::remove_file(disk.join("holiday")).unwrap();
    is_good(&school);
}
