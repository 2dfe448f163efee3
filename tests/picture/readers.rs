//! Children that die, stop, lie or talk nonsense: each is a clear error, none is believed, none is
//! left behind, and the next picture is fine.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use shutterslip::picture::{ChildDarkroom, CopyPlan, Darkroom, InProcess, Limits, PictureError};
use tempfile::TempDir;

use super::engines::program;
use super::scenes::*;

/// A program that says that it is a child, once, and is the real one from then on.
struct Impostor {
    folder: TempDir,
}

impl Impostor {
    /// It is confined, as it says; then it answers with these bytes, and does what the script says.
    fn that(answer: &[u8], script: &str) -> Impostor {
        let ready = framed(&json!({
            "own_process": true, "limits": true, "landlock": 9, "system_calls": true
        }));
        Impostor::from_the_start(&ready, answer, &format!("/bin/cat $0.ready; {script}"))
    }

    fn from_the_start(ready: &[u8], answer: &[u8], script: &str) -> Impostor {
        let folder = tempfile::tempdir().unwrap();
        let impostor = Impostor { folder };
        let path = impostor.path();
        let beside = |ending: &str| PathBuf::from(format!("{}.{ending}", path.display()));
        fs::write(beside("ready"), ready).unwrap();
        fs::write(beside("answer"), answer).unwrap();
        fs::write(beside("first"), b"").unwrap();
        // Written by another process: a file that we hold open for writing cannot be started.
        let mut writer = Command::new("sh")
            .args(["-c", "cat > \"$0\" && chmod 700 \"$0\""])
            .arg(&path)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let whole = format!(
            "#!/bin/sh\nulimit -c 0\necho $$ >> $0.pids\n\
             [ -e $0.first ] || exec {} \"$@\"\n/bin/rm $0.first\n{script}\n",
            program().display()
        );
        let mut input = writer.stdin.take().unwrap();
        input.write_all(whole.as_bytes()).unwrap();
        drop(input);
        assert!(writer.wait().unwrap().success());
        impostor
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("impostor")
    }

    fn pids(&self) -> Vec<String> {
        let pids = fs::read_to_string(self.folder.path().join("impostor.pids")).unwrap();
        pids.lines().map(str::to_owned).collect()
    }

    fn darkroom(&self) -> ChildDarkroom {
        self.within(Duration::from_secs(20))
    }

    fn within(&self, time: Duration) -> ChildDarkroom {
        ChildDarkroom::of(self.path(), Limits { time, ..limits() })
    }

    /// Asks the impostor, then sees that it is gone and that the next picture is read.
    #[track_caller]
    fn is_told<T: std::fmt::Debug>(
        &self,
        darkroom: &ChildDarkroom,
        ask: impl FnOnce(&ChildDarkroom) -> Result<T, PictureError>,
    ) -> PictureError {
        let error = ask(darkroom).unwrap_err();
        let first = self.pids().first().unwrap().clone();
        assert!(
            !Path::new("/proc").join(&first).exists(),
            "the child {first} was left behind"
        );
        let bytes = jpeg(&quarters(40, 30));
        assert_eq!(darkroom.open(&bytes), InProcess::default().open(&bytes));
        error
    }
}

/// A head behind its length, as it goes over the pipe.
pub fn framed(head: &impl serde::Serialize) -> Vec<u8> {
    let json = serde_json::to_vec(head).unwrap();
    let length = u32::try_from(json.len()).unwrap();
    [length.to_be_bytes().to_vec(), json].concat()
}

fn header(width: u32, height: u32) -> Value {
    json!({"format": "Jpeg", "width": width, "height": height, "orientation": 1})
}

fn pixels(header: Value, width: u32, height: u32, body: &[u8]) -> Vec<u8> {
    let head = json!({"Pixels": {"header": header, "width": width, "height": height}});
    [framed(&head), body.to_vec()].concat()
}

fn picture() -> Vec<u8> {
    jpeg(&meadow(200, 150, 2))
}

/// More than any pipe holds.
fn large_picture() -> Vec<u8> {
    let bytes = png(&image::RgbImage::from_fn(1200, 1000, |x, y| {
        image::Rgb(scattered(x, y, 3).to_be_bytes()[..3].try_into().unwrap())
    }));
    assert!(bytes.len() > 2 * 1024 * 1024);
    bytes
}

const ANSWER: &str = "exec /bin/cat $0.answer";

#[test]
fn a_child_that_is_killed_is_told_as_a_reader_that_stopped() {
    for signal in ["KILL", "SEGV", "ABRT", "SYS"] {
        let impostor = Impostor::that(b"", &format!("kill -{signal} $$"));
        let error = impostor.is_told(&impostor.darkroom(), |room| room.inspect(&picture()));
        assert_eq!(error, PictureError::ReaderStopped, "{signal}");
        assert!(error.to_string().contains("copy it from the camera again"));
    }
}

#[test]
fn a_child_that_dies_in_the_middle_of_an_answer_is_told_as_such() {
    let half = pixels(header(200, 150), 200, 150, &[7; 20_000]);
    let impostor = Impostor::that(&half, "/bin/cat $0.answer; kill -KILL $$");
    let error = impostor.is_told(&impostor.darkroom(), |room| room.open(&picture()));
    assert_eq!(error, PictureError::ReaderStopped);
}

#[test]
fn a_child_that_used_up_its_time_is_told_as_too_slow() {
    let impostor = Impostor::that(b"", "kill -XCPU $$");
    let error = impostor.is_told(&impostor.darkroom(), |room| room.open(&picture()));
    assert_eq!(error, PictureError::TooSlow { seconds: 20 });
}

#[test]
fn a_child_that_stands_still_is_given_up_and_killed() {
    for bytes in [picture(), large_picture()] {
        let impostor = Impostor::that(b"", "kill -STOP $$");
        let patient = impostor.within(Duration::from_secs(3));
        let error = impostor.is_told(&patient, |room| room.inspect(&bytes));
        assert_eq!(error, PictureError::TooSlow { seconds: 3 });
    }
}

#[test]
fn a_child_that_talks_without_listening_blocks_nobody() {
    let flood = pixels(header(1200, 1000), 1200, 1000, &vec![9; 3_600_000]);
    let impostor = Impostor::that(&flood, ANSWER);
    let darkroom = impostor.darkroom();
    // The picture is not read, and what is said of it could be: as wrong as a picture can be.
    let said = darkroom.open(&large_picture()).unwrap();
    assert!(said.pixels.pixels().all(|pixel| pixel.0 == [9; 3]));
    let endless = Impostor::that(b"", "exec /bin/cat /dev/zero");
    let error = endless.is_told(&endless.darkroom(), |room| room.open(&large_picture()));
    assert_eq!(error, PictureError::Damaged);
}

#[test]
fn an_answer_that_is_garbage_or_short_or_more_than_was_told_is_damage() {
    let body = [1; 200 * 150 * 3];
    let answers = [
        ("nothing", Vec::new()),
        ("half a length", vec![0, 0]),
        ("a length and no head", vec![0, 0, 1, 0]),
        ("a head of four gigabytes", vec![0xff; 4000]),
        ("no JSON", [&[0, 0, 0, 4][..], b"\xff\xfe{}"].concat()),
        (
            "another answer",
            framed(&json!({"Header": header(200, 150)})),
        ),
        ("no such answer", framed(&json!({"Hello": 1}))),
        (
            "pixels cut short",
            pixels(header(200, 150), 200, 150, &body[1..]),
        ),
        (
            "pixels and one byte",
            pixels(header(200, 150), 200, 150, &[&body[..], &[0]].concat()),
        ),
        (
            "pixels of another size",
            pixels(header(200, 150), 150, 200, &body),
        ),
        ("no pixels", pixels(header(0, 150), 0, 150, &[])),
        (
            "more pixels than there may be",
            pixels(header(20_000, 20_000), 20_000, 20_000, &body),
        ),
        (
            "a side that is too long",
            pixels(header(20_001, 1), 20_001, 1, &body),
        ),
        (
            "an orientation that is none",
            pixels(
                json!({"format": "Jpeg", "width": 200, "height": 150, "orientation": 9}),
                200,
                150,
                &body,
            ),
        ),
    ];
    for (name, answer) in answers {
        let impostor = Impostor::that(&answer, ANSWER);
        let error = impostor.is_told(&impostor.darkroom(), |room| room.open(&picture()));
        assert_eq!(error, PictureError::Damaged, "{name}");
    }
}

#[test]
fn a_screen_larger_than_it_was_asked_for_is_damage() {
    let answer = pixels(header(200, 150), 200, 150, &[1; 200 * 150 * 3]);
    let impostor = Impostor::that(&answer, ANSWER);
    let error = impostor.is_told(&impostor.darkroom(), |room| room.screen(&picture(), 100));
    assert_eq!(error, PictureError::Damaged);
}

#[test]
fn what_a_picture_makes_a_child_say_is_shown_to_nobody() {
    let own_words = json!({"Refused": {"CopyFailed": {"step": "Amira Khan was here"}}});
    let impostor = Impostor::that(&framed(&own_words), ANSWER);
    let error = impostor.is_told(&impostor.darkroom(), |room| room.open(&picture()));
    assert_eq!(error, PictureError::Damaged);
    let note = |make: Value| {
        framed(&json!({"Note": {
            "make": make, "model": null, "serial": null, "taken_at": null, "offset": null
        }}))
    };
    for make in [
        json!("two\nlines"),
        json!(" blank before"),
        json!(""),
        json!("x".repeat(1001)),
    ] {
        let impostor = Impostor::that(&note(make.clone()), ANSWER);
        let error = impostor.is_told(&impostor.darkroom(), |room| room.camera_note(&picture()));
        assert_eq!(error, PictureError::Damaged, "{make}");
    }
    let honest = Impostor::that(&note(json!("Nikon")), ANSWER);
    let note = honest.darkroom().camera_note(&picture()).unwrap();
    assert_eq!(note.make.as_deref(), Some("Nikon"));
}

#[test]
fn a_copy_that_carries_anything_but_pixels_and_the_notice_is_damage() {
    let plan = CopyPlan {
        longest_side: Some(100),
        ..as_it_is()
    };
    let sound = InProcess::default()
        .public_copy(&picture(), &plan)
        .unwrap()
        .jpeg;
    let answer = |jpeg: &[u8], width: u32, told: usize| {
        let head = json!({"Copy": {
            "header": header(200, 150), "width": width, "height": 75, "bytes": told, "sight": null
        }});
        [framed(&head), jpeg.to_vec()].concat()
    };
    let told = |jpeg: &[u8]| answer(jpeg, 100, jpeg.len());
    let asked = |answer: &[u8]| {
        let impostor = Impostor::that(answer, ANSWER);
        let darkroom = impostor.darkroom();
        darkroom.public_copy(&picture(), &plan)
    };
    assert_eq!(asked(&told(&sound)).unwrap().jpeg, sound);
    let place = sound.len() - 2;
    let other_notice = {
        let at = sound
            .windows(8)
            .position(|part| part == b"Hillside")
            .unwrap();
        let mut changed = sound.clone();
        changed[at] = b'h';
        changed
    };
    let other_plan = CopyPlan {
        longest_side: Some(99),
        ..as_it_is()
    };
    let other_size = InProcess::default()
        .public_copy(&picture(), &other_plan)
        .unwrap()
        .jpeg;
    let between = {
        // Bytes that a reader skips, between two markers.
        let at = sound
            .windows(2)
            .position(|two| two == [0xff, 0xdb])
            .unwrap();
        [&sound[..at], b"Amira", &sound[at..]].concat()
    };
    let cases = [
        (
            "bytes behind its end",
            [&sound[..], b"Amira\xff\xd9"].concat(),
        ),
        ("bytes between its parts", between),
        (
            "camera details",
            with_segment(&sound, 0xe1, b"Exif\0\0Amira".to_vec()),
        ),
        ("a comment", with_segment(&sound, 0xfe, b"Amira".to_vec())),
        ("another notice", other_notice),
        ("another size", other_size),
        ("no end", sound[..place].to_vec()),
        ("no picture", b"Amira".to_vec()),
    ];
    for (name, jpeg) in cases {
        assert_eq!(asked(&told(&jpeg)), Err(PictureError::Damaged), "{name}");
    }
    for look in [
        json!({"whole": "a photo of Amira", "middle": "0".repeat(64)}),
        json!({"whole": "0".repeat(64), "middle": "0".repeat(63)}),
        json!({"whole": "0".repeat(64)}),
        json!("0".repeat(64)),
    ] {
        let head = json!({"Copy": {
            "header": header(200, 150), "width": 100, "height": 75, "bytes": sound.len(), "sight": look
        }});
        let answer = [framed(&head), sound.clone()].concat();
        assert_eq!(asked(&answer), Err(PictureError::Damaged), "{look}");
    }
    for wrong in [
        answer(&sound, 101, sound.len()),
        answer(&sound, 100, sound.len() - 1),
        answer(&sound, 100, sound.len() + 1),
        answer(&sound, 100, usize::MAX),
    ] {
        assert_eq!(asked(&wrong), Err(PictureError::Damaged));
    }
}

#[test]
fn where_no_child_can_be_started_that_is_said() {
    let nowhere = ChildDarkroom::of(PathBuf::from("/nowhere/at/all"), limits());
    let error = nowhere.inspect(&picture()).unwrap_err();
    assert_eq!(error, PictureError::NoReader);
    assert!(error.to_string().contains("tell the technician"));
    for script in ["exit 3", "exec /bin/cat $0.answer", "kill -KILL $$"] {
        let impostor = Impostor::from_the_start(b"", b"\0\0\0\x02no", script);
        let error = impostor.is_told(&impostor.darkroom(), |room| room.inspect(&picture()));
        assert_eq!(error, PictureError::NoReader, "{script}");
    }
}

/// Whether the process has ended, waited for by its parent or not yet.
fn is_dead(pid: &str) -> bool {
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else {
        return true;
    };
    let (_, after_name) = stat.rsplit_once(") ").unwrap();
    after_name.starts_with(['Z', 'X'])
}

#[test]
fn a_spare_that_died_while_it_waited_is_replaced() {
    let impostor = Impostor::from_the_start(b"", b"", "exec $0 \"$@\"");
    let darkroom = impostor.darkroom();
    for _ in 0..3 {
        assert!(darkroom.inspect(&picture()).is_ok());
        // The spare's start is not waited for, so it may not have said its number yet; those
        // before it are gone.
        let spare = loop {
            let latest = impostor.pids().pop().unwrap();
            if !is_dead(&latest) {
                break latest;
            }
            std::thread::yield_now();
        };
        let killed = Command::new("kill").args(["-KILL", &spare]).status();
        assert!(killed.unwrap().success());
        // A signal is sent before it is obeyed.
        while !is_dead(&spare) {
            std::thread::yield_now();
        }
    }
    assert!(darkroom.inspect(&picture()).is_ok());
}

#[test]
fn no_child_is_left_when_the_darkroom_goes() {
    let impostor = Impostor::from_the_start(b"", b"", "exec $0 \"$@\"");
    let darkroom = impostor.darkroom();
    assert!(darkroom.inspect(&picture()).is_ok());
    assert!(darkroom.open(&picture()).is_ok());
    drop(darkroom);
    let pids = impostor.pids();
    assert!(pids.len() >= 2);
    for pid in pids {
        assert!(
            !Path::new("/proc").join(&pid).exists(),
            "{pid} is still there"
        );
    }
}
