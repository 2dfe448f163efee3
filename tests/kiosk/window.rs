//! The built program in a real window, with real pointer events: from the lock to a tagged photo. A
//! twin without a display has a copy of the same school open; what is tapped is where the twin says
//! it is, and what is waited for is what the twin shows.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::time::Duration;

use image::RgbaImage;
use serde_json::Value;
use shutterslip::screens::Theme;
use slint::ComponentHandle;
use slint::platform::Key;

use super::glass::{self, Glass, Spot, colours, is_alike, of_colour, program};
use super::stage::*;

/// The sample's head, who may read everything on the command line.
const SHAW: (&str, &str) = ("Dr Shaw", "173205");

/// A school in a folder, a window over it, and the twin.
struct Journey {
    glass: Glass,
    window: Child,
    twin: Tablet,
    /// Where the pictures of each step land.
    album: PathBuf,
    steps: usize,
    taps: usize,
}

impl Journey {
    /// Waits until the window is there as it is at the twin's.
    fn see(&self, what: &str, spots: &[Spot]) {
        let expected = self.twin.snapshot();
        expected.save(self.album.join("expected.png")).unwrap();
        let instead = self.album.join("seen-instead.png");
        self.glass.until(what, Some(&instead), |seen| {
            spots.iter().all(|spot| is_alike(seen, &expected, *spot))
        });
    }

    fn spot(&self, label: &str) -> Spot {
        let found = self.twin.find(label);
        let found = found.unwrap_or_else(|| panic!("`{label}` is not there: {}", self.twin.read()));
        Spot::of(&found)
    }

    fn spot_beginning(&self, label: &str) -> Spot {
        let found = self.twin.find_beginning(label);
        let found = found.unwrap_or_else(|| panic!("no `{label}…`: {}", self.twin.read()));
        Spot::of(&found)
    }

    /// A finger on both.
    fn tap(&mut self, label: &str) {
        let spot = self.spot(label);
        self.touch(spot);
        self.twin.tap(label);
    }

    /// A finger on the window alone.
    fn touch(&mut self, spot: Spot) {
        self.glass.tap(spot);
        self.taps += 1;
    }

    /// Keeps the picture of a step.
    fn keep_picture(&mut self, name: &str) {
        self.steps += 1;
        let file = self.album.join(format!("{:02}-{name}.png", self.steps));
        self.glass.seen().save(file).unwrap();
    }

    /// Takes a photo on both; it is told as kept, and how many wait for their tags.
    fn shoot(&mut self) {
        let shutter = self.spot("Take a photo");
        self.touch(shutter);
        self.twin.shoot(&[]);
        self.twin.until("its picture", |twin| twin.shows("Kept."));
        let last = self.spot_beginning("Kept.");
        let named = self.twin.screens.app().global::<Theme>().get_named();
        let named = [named.red(), named.green(), named.blue()];
        self.see("how many photos wait", &[last.foot(32)]);
        let instead = self.album.join("seen-instead.png");
        self.glass
            .until("the sign that it is kept", Some(&instead), |seen| {
                of_colour(seen, last, named) > 100
            });
    }
}

impl Drop for Journey {
    fn drop(&mut self) {
        glass::stop(&mut self.window);
    }
}

/// A command as somebody; the PIN comes on the standard input.
fn slip(home: &Path, data: &Path, (name, pin): (&str, &str), said: &[&str]) -> Output {
    let mut command = program(home);
    command.args(["--json", "--as", name, "--pin-fd", "0", "--data"]);
    command.arg(data).args(said);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{pin}").unwrap();
    child.wait_with_output().unwrap()
}

fn told(home: &Path, data: &Path, said: &[&str]) -> Value {
    let output = slip(home, data, SHAW, said);
    assert!(output.status.success(), "{said:?}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Files anywhere under a folder in which a picture begins.
fn pictures_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(pictures_under(&entry.path()));
        } else if entry.file_type().unwrap().is_file() {
            let bytes = fs::read(entry.path()).unwrap();
            let signs: [&[u8]; 5] = [
                b"\xff\xd8\xff",
                b"JFIF\0",
                b"\x89PNG\r\n",
                b"WEBPVP8",
                b"Exif\0\0",
            ];
            let holds = |sign: &&[u8]| {
                let mut windows = bytes.windows(sign.len());
                // Three bytes stand in noise by chance; a file begins with them.
                if sign.len() < 5 {
                    bytes.starts_with(sign)
                } else {
                    windows.any(|part| part == *sign)
                }
            };
            if signs.iter().any(holds) {
                found.push(entry.path());
            }
        }
    }
    found
}

/// Whether two pictures of a lens that sways are of the same scene: most of their parts are alike.
fn is_same_scene(one: &RgbaImage, other: &RgbaImage, spot: Spot) -> bool {
    let coarse = |seen: &RgbaImage| {
        let part = image::imageops::crop_imm(seen, spot.x, spot.y, spot.width, spot.height);
        image::imageops::thumbnail(&part.to_image(), 16, 12)
    };
    let (one, other) = (coarse(one), coarse(other));
    let far = one.pixels().zip(other.pixels()).filter(|(one, other)| {
        one.0
            .iter()
            .zip(other.0)
            .any(|(one, other)| one.abs_diff(other) > 48)
    });
    far.count() < 16
}

#[test]
fn in_a_real_window_a_finger_takes_a_photo_and_says_who_is_in_it() {
    let glass = match Glass::new() {
        Ok(glass) => glass,
        Err(why) => {
            println!("Skipped: {why}; `tools/packages.sh test` installs what it takes.");
            return;
        }
    };
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let data = home.join("data");
    copy(super::sample::made(), &data);
    let before = told(home, &data, &["photo", "list"])
        .as_array()
        .unwrap()
        .len();
    let album = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/journey");
    fs::create_dir_all(&album).unwrap();
    for old in fs::read_dir(&album).unwrap() {
        fs::remove_file(old.unwrap().path()).unwrap();
    }
    let twin = Tablet::with_a_copy_of(&data);
    let window = glass.open(home, &["--data", data.to_str().unwrap()]);
    let mut journey = Journey {
        glass,
        window,
        twin,
        album,
        steps: 0,
        taps: 0,
    };

    // The lock: a name, and a PIN on the pad.
    journey.see(
        "the lock screen",
        &[journey.spot(PATEL.0), journey.spot("Enter")],
    );
    journey.keep_picture("lock");
    journey.tap(PATEL.0);
    journey.see("the name that was tapped", &[journey.spot(PATEL.0)]);
    for digit in PATEL.1.chars() {
        journey.tap(&digit.to_string());
    }
    journey.see("six digits typed", &[journey.spot("6 digits typed")]);
    journey.keep_picture("pin");
    journey.tap("Enter");
    journey.twin.camera_runs();

    // The camera. Its first scene is of hills; the next is of three friends.
    let preview = journey.spot("What the camera sees");
    journey.see(
        "the camera",
        &[
            journey.spot("Take a photo"),
            journey.spot_beginning("Ms Patel"),
        ],
    );
    let instead = journey.album.join("seen-instead.png");
    let is_picture = |seen: &RgbaImage| colours(seen, preview) > 100;
    journey
        .glass
        .until("what the camera sees", Some(&instead), is_picture);
    journey.keep_picture("camera");
    let hills = journey.glass.seen();
    let mut shots = 1;
    while is_same_scene(&journey.glass.seen(), &hills, preview) {
        assert!(shots < 30, "the three friends never came");
        shots += 1;
        journey.shoot();
        std::thread::sleep(Duration::from_millis(500));
    }
    journey.shoot();
    journey.keep_picture("kept");
    let last = journey.spot_beginning("Kept.");
    journey.touch(last);
    journey.twin.tap_beginning("Kept.");
    journey
        .twin
        .until("the photo", |twin| twin.shows("The photo"));

    // Who is in it: three children whom the twin's tiles allow everywhere.
    let photo = journey.spot("The photo");
    let tiles: Vec<String> = journey
        .twin
        .buttons()
        .into_iter()
        .filter_map(|(name, tile)| {
            let said = tile.accessible_description().unwrap_or_default();
            (said == "may be shown everywhere").then_some(name)
        })
        .take(3)
        .collect();
    assert_eq!(tiles.len(), 3, "{}", journey.twin.read());
    journey.see(
        "the tiles",
        &[journey.spot(&tiles[0]), journey.spot(&tiles[2])],
    );
    let instead = journey.album.join("seen-instead.png");
    journey.glass.until("the photo", Some(&instead), |seen| {
        colours(seen, photo) > 100
    });
    journey.keep_picture("tag");
    let taps_before = journey.taps;
    for child in &tiles {
        journey.tap(child);
        journey.see("a child who was tapped", &[journey.spot(child)]);
    }
    journey.see(
        "where it may go",
        &[
            journey.spot_beginning("! Nowhere yet — tap Done"),
            journey.spot_beginning("then: Classroom wall"),
        ],
    );
    journey.keep_picture("tagged");
    journey.tap("Done — next photo");
    let to_tag = journey.taps - taps_before;
    let first = tiles[0].clone();
    journey.twin.until("the next photo", |twin| {
        let tile = twin.find(&first).unwrap();
        tile.accessible_description().unwrap_or_default() == "may be shown everywhere"
    });
    journey.see(
        "the next photo",
        &[journey.spot(&tiles[0]), journey.spot(&tiles[2])],
    );
    journey.keep_picture("done");
    println!(
        "Three children took {to_tag} taps; the whole journey {} taps, {shots} shots.",
        journey.taps
    );
    assert!(to_tag <= 5, "{to_tag} taps");

    // The battery is flat. What was said is there.
    fs::remove_file(journey.album.join("expected.png")).unwrap();
    drop(journey);
    let listed = told(home, &data, &["photo", "list"]);
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), before + shots);
    let id = listed[0]["photo"].as_str().unwrap();
    assert_eq!(listed[0]["tagging_complete"], true, "{listed:?}");
    let shown = told(home, &data, &["photo", "show", id]);
    let people = told(home, &data, &["person", "list"]);
    let tile_of = |id: &Value| {
        let mut all = people.as_array().unwrap().iter();
        let entry = all.find(|entry| entry["person"]["id"] == *id).unwrap();
        let family = entry["person"]["family"].as_str().unwrap();
        format!(
            "{} {}",
            entry["person"]["given"].as_str().unwrap(),
            family.chars().next().unwrap()
        )
    };
    let mut tagged: Vec<String> = shown["labels"]["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tile_of(&tag["who"]["person"]))
        .collect();
    tagged.sort();
    let mut expected = tiles;
    expected.sort();
    assert_eq!(tagged, expected, "{shown}");
    // Its verdict is what the chips said.
    let may_go = |channel: &str| {
        let checked = slip(home, &data, SHAW, &["photo", "check", id, "--for", channel]);
        checked.status.code().unwrap() == 0
    };
    assert!(may_go("wall") && may_go("journal"));
    assert!(!may_go("website") && !may_go("press"));
    let verified = slip(home, &data, SHAW, &["audit", "verify", "--files"]);
    assert!(verified.status.success(), "{verified:?}");
    // Nothing of a picture lies about: neither among the school's files nor beside them.
    assert_eq!(pictures_under(home), Vec::<PathBuf>::new());
    fs::write(home.join("tmp/planted"), picture(1)).unwrap();
    assert_eq!(
        pictures_under(home).len(),
        1,
        "the search can find a picture"
    );
}
/// What a desktop sends at Alt+F4 or at a tap on the window's cross.
fn asked_to_close(tablet: &Tablet) {
    let window = tablet.screens.app().window();
    window
        .dispatch_event_with_result(slint::platform::WindowEvent::CloseRequested)
        .unwrap();
    tablet.settle();
}

#[test]
fn a_kiosk_has_no_way_out_by_keys_or_by_the_window_s_cross() {
    let kiosk = Tablet::after(Before {
        is_kiosk: true,
        ..Before::default()
    });
    kiosk.at_the_camera(PATEL);
    for key in [Key::Escape, Key::F4, Key::F11, Key::Tab] {
        kiosk.press(key);
    }
    asked_to_close(&kiosk);
    assert!(kiosk.screens.app().window().is_visible());
    kiosk.must_show("Take a photo");
    // A window on somebody's desk closes as others do.
    let window = Tablet::on();
    asked_to_close(&window);
    assert!(!window.screens.app().window().is_visible());
}
