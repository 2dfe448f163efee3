//! The child's side: confines itself, is given one picture, answers, and ends. Opens nothing, says
//! nothing on any other way, and has nothing of its parent's but its program.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use super::confine;
use super::wire::{self, Answer, Ask, Request};
use crate::picture::bounded::Deadline;
use crate::picture::{Limits, PictureError, page, steps};

/// The one argument by which the program knows that it is to be a child.
pub(super) const ARGUMENT: &str = "--darkroom";

/// Whether these arguments, the program's name first, ask for a child and for nothing else.
pub fn is_asked_for(arguments: impl IntoIterator<Item = OsString>) -> bool {
    let mut arguments = arguments.into_iter().skip(1);
    arguments.next().is_some_and(|first| first == ARGUMENT) && arguments.next().is_none()
}

/// Reads the one picture that stands on the input. To be called before anything else is opened.
pub fn serve() -> ExitCode {
    // A panic's words could hold something of a picture, and nobody reads them.
    std::panic::set_hook(Box::new(|_| {}));
    match served(&mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        // The parent went away, or talks nonsense: there is nobody to tell.
        Err(_) => ExitCode::FAILURE,
    }
}

fn served(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    refuse_what_was_inherited()?;
    let limits: Limits = wire::receive(input)?;
    let confinement = confine::entirely(&limits);
    wire::send(output, &confinement, &[])?;
    let Request { ask, bytes: length } = wire::receive(input)?;
    if length > limits.file_bytes {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes)?;
    // The picture that makes a decoder panic is not one that we can stand behind.
    let (answer, body) = catch_unwind(AssertUnwindSafe(|| answer(&ask, &bytes, &limits)))
        .unwrap_or(Err(PictureError::Damaged))
        .unwrap_or_else(|error| (Answer::Refused(error), Vec::new()));
    wire::send(output, &answer, &body)
}

fn answer(ask: &Ask, bytes: &[u8], limits: &Limits) -> Result<(Answer, Vec<u8>), PictureError> {
    let deadline = Deadline::of(limits);
    let (answer, body) = match ask {
        Ask::Inspect => (Answer::Header(steps::inspect(bytes, limits)?), Vec::new()),
        Ask::CameraNote => {
            let note = steps::camera_note(bytes, limits)?;
            (Answer::Note(note.into()), Vec::new())
        }
        Ask::Open => {
            let (header, upright) = steps::open(bytes, limits, &deadline)?;
            let (width, height) = upright.pixels.dimensions();
            let answer = Answer::Pixels {
                header,
                width,
                height,
            };
            (answer, upright.pixels.into_raw())
        }
        Ask::Screen { longest_side } => {
            let screen = steps::screen(bytes, *longest_side, limits, &deadline)?;
            let (width, height) = screen.pixels.dimensions();
            let answer = Answer::Pixels {
                header: screen.header,
                width,
                height,
            };
            (answer, screen.pixels.into_raw())
        }
        Ask::Page {
            number,
            longest_side,
        } => {
            let page = page::read(bytes, *number, *longest_side, limits, &deadline)?;
            let (width, height) = page.pixels.dimensions();
            let answer = Answer::Page {
                pages: page.pages,
                width,
                height,
                codes: page.codes,
            };
            (answer, page.pixels.into_raw())
        }
        Ask::Copy(plan) => {
            let (header, copy) = steps::public_copy(bytes, plan, limits, &deadline)?;
            let answer = Answer::Copy {
                header,
                width: copy.width,
                height: copy.height,
                bytes: copy.jpeg.len() as u64,
                sight: copy.sight,
            };
            (answer, copy.jpeg)
        }
    };
    Ok((answer, body))
}

/// A child that has more open than its pipes (and here the listing itself) reads nothing: it could
/// be a PIN's pipe, or a key file.
fn refuse_what_was_inherited() -> io::Result<()> {
    let mut others = 0;
    for entry in std::fs::read_dir("/proc/self/fd")? {
        let name = entry?.file_name();
        let is_own = ["0", "1", "2"].iter().any(|own| name == *own);
        others += u32::from(!is_own);
    }
    if others > 1 {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(())
}
