//! The process is killed wherever it happens to be, again and again on the same school.

use std::io::Read;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use shutterslip::acts::capture::{Circumstance, TakenIn};
use shutterslip::acts::release::Outcome;
use shutterslip::domain::release::{OutletKind, ReleaseState};

use super::dying::no_file_longer_than;
use super::killed_at_each_step::{child, every_release_is_out_or_not, said, stands_whole};
use super::school::*;

const ROUND: &str = "SLIP_ROUND";

/// Keeps and releases until it is killed.
fn work_for_ever(round: u32) {
    let data: PathBuf = std::env::var("SLIP_DATA").unwrap().into();
    let place: PathBuf = std::env::var("SLIP_PLACE").unwrap().into();
    let school = School::at(Some(data));
    let minutes = chrono::TimeDelta::minutes(i64::from(round));
    school.clock.set(at("2026-03-02T12:00:00Z") + minutes);
    let mut desk = school.desk();
    let who = desk.sign_in(HEAD, PIN).unwrap();
    let mut folder = outlet(OutletKind::Folder, &place.display().to_string());
    println!("\nsaid ready now");
    for number in 0.. {
        let bytes = picture(1000 * round + number);
        let kept = desk.keep(&who, &bytes, &Circumstance::default()).unwrap();
        let TakenIn::Kept(id) = kept else {
            panic!("{kept:?}");
        };
        println!("\nsaid kept {id}");
        desk.finish_tagging(&who, &id).unwrap();
        let outcomes = desk
            .release(&who, &[id], &channel("journal"), folder.as_mut())
            .unwrap();
        for outcome in outcomes {
            let Outcome::Out { release, .. } = outcome else {
                panic!("{outcome:?}");
            };
            println!("\nsaid out {release}");
        }
    }
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_said() {
    if let Ok(round) = std::env::var(ROUND) {
        return work_for_ever(round.parse().unwrap());
    }
    let test =
        "safekeeping::killed_at_any_moment::a_kill_at_any_moment_loses_nothing_that_was_said";
    let school = School::copy();
    let out = school.beside("out");
    let (mut kept, mut released) = (Vec::new(), Vec::new());
    for round in 1..=20_u32 {
        let mut working = child(test, &school.data, &out)
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = working.stdout.take().unwrap();
        let mut text = Vec::new();
        let mut some = [0; 512];
        // From the first word on, some time that is another one each round.
        while !text.windows(10).any(|word| word == b"said ready") {
            let length = stdout.read(&mut some).unwrap();
            assert_ne!(length, 0, "the child never began");
            text.extend_from_slice(&some[..length]);
        }
        std::thread::sleep(Duration::from_millis(u64::from(round * 7919 % 241)));
        working.kill().unwrap();
        stdout.read_to_end(&mut text).unwrap();
        let status = working.wait().unwrap();
        assert_eq!(status.code(), None, "killed, not ended");
        let output = std::process::Output {
            status,
            stdout: text,
            stderr: Vec::new(),
        };
        for (word, what) in said(&output) {
            match word.as_str() {
                "kept" => kept.push(what),
                "out" => released.push(what),
                _ => {}
            }
        }
        stands_whole(&school);
    }
    every_release_is_out_or_not(&school, &out);
    let desk = school.desk();
    let photos = desk.photos(&template().head).unwrap();
    for id in &kept {
        assert!(photos.iter().any(|photo| photo.id.0 == *id), "{id} is lost");
    }
    let releases = desk.releases(&template().head).unwrap();
    for id in &released {
        let found = releases.iter().find(|(release, _)| release.id.0 == *id);
        assert_eq!(found.unwrap().1.state, ReleaseState::Out);
    }
    println!("{} kept, {} released", kept.len(), released.len());
    assert!(!kept.is_empty() && !released.is_empty());
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
        "safekeeping::killed_at_any_moment::a_kill_while_a_checkpoint_is_written_stops_nothing";
    let school = School::copy();
    let status = child(test, &school.data, &school.beside("out"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
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
