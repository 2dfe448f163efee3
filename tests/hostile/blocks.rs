//! Camera details (EXIF blocks) written entry by entry, so that any of it can be wrong.

pub const BYTES: u16 = 1;
pub const TEXT: u16 = 2;
pub const SHORT: u16 = 3;
pub const LONG: u16 = 4;
pub const ANYTHING: u16 = 7;

pub const MAKE: u16 = 0x010f;
pub const MODEL: u16 = 0x0110;
pub const ORIENTATION: u16 = 0x0112;
pub const DETAILS: u16 = 0x8769;
pub const TAKEN: u16 = 0x9003;
pub const OFFSET: u16 = 0x9011;
pub const NOTE: u16 = 0x927c;
pub const SERIAL: u16 = 0xa431;

/// One entry of a directory.
#[derive(Clone)]
pub struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

pub fn entry(tag: u16, kind: u16, count: u32, value: &[u8]) -> Entry {
    Entry {
        tag,
        kind,
        count,
        value: value.to_vec(),
    }
}

pub fn text(tag: u16, words: &[u8]) -> Entry {
    entry(tag, TEXT, words.len() as u32 + 1, &[words, b"\0"].concat())
}

/// What a block holds. Little-endian unless said otherwise.
#[derive(Clone, Default)]
pub struct Block {
    pub is_big_endian: bool,
    pub main: Vec<Entry>,
    pub details: Vec<Entry>,
    /// A small JPEG in a directory of its own.
    pub thumbnail: Option<Vec<u8>>,
    /// Where the directory after the first lies, instead of where it does.
    pub next: Option<u32>,
}

impl Block {
    pub fn with(mut self, entry: Entry) -> Block {
        self.main.push(entry);
        self
    }

    pub fn with_detail(mut self, entry: Entry) -> Block {
        self.details.push(entry);
        self
    }

    /// Another entry instead of the one with its tag.
    pub fn but(mut self, other: Entry) -> Block {
        for list in [&mut self.main, &mut self.details] {
            for entry in list.iter_mut().filter(|entry| entry.tag == other.tag) {
                *entry = other.clone();
            }
        }
        self
    }

    fn short(&self, number: u16) -> [u8; 2] {
        if self.is_big_endian {
            number.to_be_bytes()
        } else {
            number.to_le_bytes()
        }
    }

    fn long(&self, number: u32) -> [u8; 4] {
        if self.is_big_endian {
            number.to_be_bytes()
        } else {
            number.to_le_bytes()
        }
    }

    /// A number as a value in this block's order of bytes.
    pub fn number(&self, tag: u16, kind: u16, number: u32) -> Entry {
        let value = if kind == SHORT {
            self.short(number as u16).to_vec()
        } else {
            self.long(number).to_vec()
        };
        entry(tag, kind, 1, &value)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let order: &[u8] = if self.is_big_endian { b"MM" } else { b"II" };
        let mut bytes = [order, &self.short(42), &self.long(8)].concat();
        let mut main = self.main.clone();
        if !self.details.is_empty() {
            // Its place is known once the first directory's length is.
            let after = 8 + Block::length(&main) + 12;
            main.push(self.number(DETAILS, LONG, after));
        }
        let after_main = 8 + Block::length(&main);
        let after_details = after_main + Block::length_if_any(&self.details);
        let next = match (self.next, &self.thumbnail) {
            (Some(next), _) => next,
            (None, Some(_)) => after_details,
            (None, None) => 0,
        };
        self.directory(&main, next, &mut bytes);
        if !self.details.is_empty() {
            self.directory(&self.details, 0, &mut bytes);
        }
        if let Some(thumbnail) = &self.thumbnail {
            let start = after_details + 2 + 3 * 12 + 4;
            let small = [
                self.number(0x0103, SHORT, 6),
                self.number(0x0201, LONG, start),
                self.number(0x0202, LONG, thumbnail.len() as u32),
            ];
            self.directory(&small, 0, &mut bytes);
            bytes.extend(thumbnail);
        }
        bytes
    }

    fn length(entries: &[Entry]) -> u32 {
        let values = entries.iter().map(|entry| match entry.value.len() {
            0..=4 => 0,
            length => length.next_multiple_of(2) as u32,
        });
        2 + 12 * entries.len() as u32 + 4 + values.sum::<u32>()
    }

    fn length_if_any(entries: &[Entry]) -> u32 {
        if entries.is_empty() {
            0
        } else {
            Block::length(entries)
        }
    }

    fn directory(&self, entries: &[Entry], next: u32, bytes: &mut Vec<u8>) {
        let mut place = bytes.len() as u32 + 2 + 12 * entries.len() as u32 + 4;
        let mut values = Vec::new();
        bytes.extend(self.short(entries.len() as u16));
        for entry in entries {
            bytes.extend(self.short(entry.tag));
            bytes.extend(self.short(entry.kind));
            bytes.extend(self.long(entry.count));
            if entry.value.len() <= 4 {
                let mut value = entry.value.clone();
                value.resize(4, 0);
                bytes.extend(value);
            } else {
                bytes.extend(self.long(place));
                let mut value = entry.value.clone();
                value.resize(value.len().next_multiple_of(2), 0);
                place += value.len() as u32;
                values.extend(value);
            }
        }
        bytes.extend(self.long(next));
        bytes.extend(values);
    }
}
