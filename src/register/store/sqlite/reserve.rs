//! Room that is kept for a no: a file beside the register, given up piece by piece where the disk has
//! nothing left, and made again where it has. Holds nothing, and knows no record.

use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// How much is kept. What a no adds to the register for good is a few thousand bytes; what it needs for
/// a moment, in the log, comes back with the log's emptying.
const WHOLE: u64 = 1024 * 1024;
/// As much is given up at a time, so that whatever else wants the room does not find all of it.
const PIECE: u64 = 128 * 1024;

pub struct Reserve {
    path: PathBuf,
    is_whole: bool,
}

impl Reserve {
    /// The reserve of a register's file, as it lies there.
    pub fn beside(register: &Path) -> Reserve {
        Reserve {
            path: register.with_extension("reserve"),
            is_whole: false,
        }
    }

    /// Whether there is nothing to make again.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Makes it as large as there is room for. That there is none is no error: the reserve is for that.
    pub fn refill(&mut self) {
        self.is_whole = self.grow().is_ok_and(|length| length >= WHOLE);
    }

    fn grow(&self) -> std::io::Result<u64> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&self.path)?;
        let mut length = file.metadata()?.len() / PIECE * PIECE;
        if length >= WHOLE {
            return Ok(length);
        }
        file.seek(SeekFrom::Start(length))?;
        // Noise, or a disk that packs what it holds would keep no room at all; of seven bits, so that
        // nothing in it begins as a picture does.
        let mut noise = vec![0; PIECE as usize];
        getrandom::fill(&mut noise).map_err(std::io::Error::other)?;
        noise.iter_mut().for_each(|byte| *byte &= 0x7f);
        while length < WHOLE {
            // A disk may take a write and have no room for it: only once it is synced is the room kept.
            if file
                .write_all(&noise)
                .and_then(|()| file.sync_data())
                .is_err()
            {
                file.set_len(length)?;
                break;
            }
            length += PIECE;
        }
        Ok(length)
    }

    /// Gives up a piece of it. `false`: there is none left.
    pub fn give_up_a_piece(&mut self) -> bool {
        self.is_whole = false;
        let shorter = || -> std::io::Result<bool> {
            let file = File::options().write(true).open(&self.path)?;
            let length = file.metadata()?.len();
            if length == 0 {
                return Ok(false);
            }
            file.set_len(length.saturating_sub(PIECE))?;
            file.sync_all()?;
            Ok(true)
        };
        shorter().unwrap_or(false)
    }
}
