//! A real window on a screen that nobody sees, and a finger on its glass: Xvfb keeps the screen's
//! pixels in a file that is read here, xdotool moves the pointer and presses its button.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use i_slint_backend_testing::ElementHandle;
use image::{Rgba, RgbaImage};

/// As large as the tablet of the mock-ups.
pub const WIDTH: u32 = 1280;
pub const HEIGHT: u32 = 800;

/// A busy machine takes its time; who waits so long has waited in vain.
const PATIENCE: Duration = Duration::from_secs(180);

/// Where something is on the screen, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl Spot {
    pub fn of(found: &ElementHandle) -> Spot {
        let (at, size) = (found.absolute_position(), found.size());
        let whole = |length: f32| length.max(0.0).round() as u32;
        let (x, y) = (whole(at.x), whole(at.y));
        assert!(x < WIDTH && y < HEIGHT, "it is not on the screen: {at:?}");
        Spot {
            x,
            y,
            width: whole(size.width).min(WIDTH - x),
            height: whole(size.height).min(HEIGHT - y),
        }
    }

    pub fn middle(self) -> (u32, u32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    /// Its lowest rows.
    pub fn foot(self, rows: u32) -> Spot {
        Spot {
            y: self.y + self.height - rows,
            height: rows,
            ..self
        }
    }

    fn places(self) -> impl Iterator<Item = (u32, u32)> {
        (self.y..self.y + self.height)
            .flat_map(move |y| (self.x..self.x + self.width).map(move |x| (x, y)))
    }
}

/// A screen. Gone when it is dropped.
pub struct Glass {
    server: Child,
    display: String,
    pixels: PathBuf,
    _folder: tempfile::TempDir,
}

impl Glass {
    /// None, and why, where the machine has not what it takes.
    pub fn new() -> Result<Glass, String> {
        let pointer = Command::new("xdotool")
            .arg("version")
            .env("DISPLAY", "")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if let Err(error) = pointer {
            return Err(format!("there is no xdotool here ({error})"));
        }
        let folder = tempfile::tempdir().unwrap();
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{WIDTH}x{HEIGHT}x24"))
            .arg("-fbdir")
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("there is no Xvfb here ({error})"))?;
        let mut number = String::new();
        let said = server.stdout.take().unwrap();
        BufReader::new(said).read_line(&mut number).unwrap();
        if number.trim().is_empty() {
            server.wait().unwrap();
            return Err("Xvfb does not start here".to_owned());
        }
        Ok(Glass {
            server,
            display: format!(":{}", number.trim()),
            pixels: folder.path().join("Xvfb_screen0"),
            _folder: folder,
        })
    }

    /// The program with its window on this screen, with nothing of the caller's surroundings; what
    /// it writes beside its school lands in `home`.
    pub fn open(&self, home: &Path, arguments: &[&str]) -> Child {
        let mut command = program(home);
        // The twin that it is compared with is drawn so.
        if Path::new("/dev/dri").exists() {
            command.env("SLINT_BACKEND", "winit-software");
        }
        command
            .args(arguments)
            .env("DISPLAY", &self.display)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// What is on the screen now.
    pub fn seen(&self) -> RgbaImage {
        // The format of `xwd`: a header of numbers, high byte first; colours; rows of B, G, R, 0.
        let file = std::fs::read(&self.pixels).unwrap();
        let number = |place: usize| {
            let bytes = file[place * 4..place * 4 + 4].try_into().unwrap();
            u32::from_be_bytes(bytes) as usize
        };
        let begin = number(0) + number(19) * 12;
        let row = number(12);
        assert_eq!((number(4), number(5), number(11)), (1280, 800, 32));
        RgbaImage::from_fn(WIDTH, HEIGHT, |x, y| {
            let at = begin + y as usize * row + x as usize * 4;
            Rgba([file[at + 2], file[at + 1], file[at], 255])
        })
    }

    /// One column of the screen's pixels, quickly: enough to see that something moved.
    #[allow(dead_code, reason = "the bench scrolls; tests do not")]
    pub fn column(&self, x: u32) -> Vec<u8> {
        use std::os::unix::fs::FileExt;
        let file = std::fs::File::open(&self.pixels).unwrap();
        let mut head = [0; 100];
        file.read_exact_at(&mut head, 0).unwrap();
        let number = |place: usize| {
            let bytes = head[place * 4..place * 4 + 4].try_into().unwrap();
            u64::from(u32::from_be_bytes(bytes))
        };
        let begin = number(0) + number(19) * 12 + u64::from(x) * 4;
        let mut pixels = vec![0; HEIGHT as usize * 4];
        for (pixel, y) in pixels.chunks_exact_mut(4).zip(0..) {
            file.read_exact_at(pixel, begin + y * number(12)).unwrap();
        }
        pixels
    }

    /// Starts to turn the wheel down over a place, so many times, this far apart.
    #[allow(dead_code, reason = "the bench scrolls; tests do not")]
    pub fn wheel(&self, (x, y): (u32, u32), turns: usize, apart: Duration) -> Child {
        let (x, y) = (x.to_string(), y.to_string());
        let (turns, apart) = (turns.to_string(), apart.as_millis().to_string());
        Command::new("xdotool")
            .args(["mousemove", &x, &y])
            .args(["click", "--repeat", &turns, "--delay", &apart, "5"])
            .env("DISPLAY", &self.display)
            .spawn()
            .unwrap()
    }

    /// A finger goes down in the middle, and up again; then the pointer is out of the way.
    pub fn tap(&self, spot: Spot) {
        let (x, y) = spot.middle();
        let (x, y) = (x.to_string(), y.to_string());
        let said = [
            "mousemove",
            &x,
            &y,
            "mousedown",
            "1",
            "sleep",
            "0.05",
            "mouseup",
            "1",
            "sleep",
            "0.05",
            "mousemove",
            "2",
            "2",
        ];
        self.point(&said);
    }

    fn point(&self, said: &[&str]) {
        let done = Command::new("xdotool")
            .args(said)
            .env("DISPLAY", &self.display)
            .status()
            .unwrap();
        assert!(done.success(), "{said:?}");
    }

    /// Waits until the screen is so; gives how long that took. Leaves what was there instead as a
    /// picture, where it is told to.
    pub fn until(
        &self,
        what: &str,
        leave: Option<&Path>,
        is_so: impl Fn(&RgbaImage) -> bool,
    ) -> Duration {
        let begun = Instant::now();
        loop {
            let seen = self.seen();
            if is_so(&seen) {
                return begun.elapsed();
            }
            if begun.elapsed() > PATIENCE {
                if let Some(file) = leave {
                    seen.save(file).unwrap();
                }
                panic!("never seen in the window: {what}");
            }
            std::thread::sleep(Duration::from_millis(if leave.is_some() { 50 } else { 1 }));
        }
    }
}

impl Drop for Glass {
    fn drop(&mut self) {
        stop(&mut self.server);
    }
}

/// Ends a process that was started here; one that has ended already is no trouble.
pub fn stop(child: &mut Child) {
    child.kill().ok();
    child.wait().ok();
}

/// The built program, with folders of its own for all that it might write.
pub fn program(home: &Path) -> Command {
    for folder in ["cwd", "tmp", "user"] {
        std::fs::create_dir_all(home.join(folder)).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_shutterslip"));
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home.join("user"))
        .env("TMPDIR", home.join("tmp"))
        .current_dir(home.join("cwd"))
        .stdin(Stdio::null());
    command
}

/// Whether two screens are the same there, but for a pixel in a hundred.
pub fn is_alike(one: &RgbaImage, other: &RgbaImage, spot: Spot) -> bool {
    let differ = spot.places().filter(|(x, y)| {
        let (one, other) = (one.get_pixel(*x, *y), other.get_pixel(*x, *y));
        one.0
            .iter()
            .zip(other.0)
            .any(|(one, other)| one.abs_diff(other) > 24)
    });
    let differ = u32::try_from(differ.count()).unwrap();
    differ * 100 <= spot.width * spot.height
}

/// How many pixels there have about this colour.
pub fn of_colour(seen: &RgbaImage, spot: Spot, colour: [u8; 3]) -> usize {
    let has = |(x, y): &(u32, u32)| {
        let pixel = seen.get_pixel(*x, *y);
        pixel
            .0
            .iter()
            .zip(colour)
            .all(|(one, other)| one.abs_diff(other) <= 8)
    };
    spot.places().filter(has).count()
}

/// How many colours there are: a drawing has many, a page without its picture has few.
pub fn colours(seen: &RgbaImage, spot: Spot) -> usize {
    let all: std::collections::HashSet<[u8; 4]> =
        spot.places().map(|(x, y)| seen.get_pixel(x, y).0).collect();
    all.len()
}
