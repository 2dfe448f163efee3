//! Camera details that lie, loop or point nowhere.

use super::blocks::{
    ANYTHING, BYTES, Block, DETAILS, LONG, MAKE, MODEL, NOTE, OFFSET, ORIENTATION, SERIAL, SHORT,
    TAKEN, TEXT, entry, text,
};
use super::writing::{
    PLAIN, SECRET, changed, exif_segment, in_front, jpeg, jpeg_as, quarters, segment,
};
use super::{Hostile, Looks, told};

/// What the sample school's own camera writes.
pub fn camera_details() -> Vec<u8> {
    own_camera().bytes()
}

fn own_camera() -> Block {
    Block::default()
        .with(text(MAKE, b"Sample"))
        .with(text(MODEL, b"SchoolCam 1"))
        .with_detail(text(TAKEN, b"2026:05:14 10:42:07"))
        .with_detail(text(OFFSET, b"+01:00"))
        .with_detail(text(NOTE, SECRET))
        .with_detail(text(SERIAL, b"SC1-0001"))
}

fn plain() -> Vec<u8> {
    jpeg_as(&quarters(96, 64), PLAIN)
}

fn with(block: &[u8]) -> Vec<u8> {
    in_front(&plain(), &exif_segment(block))
}

pub fn all() -> Vec<Hostile> {
    let upright = Looks::Quarters(14);
    let good = camera_details();
    let mut all = Vec::new();
    for number in [0, 9, 65_535] {
        let block = own_camera().with(own_camera().number(ORIENTATION, SHORT, number));
        let name = format!("orientation {number}, which there is not");
        all.push(Hostile::kept(name, with(&block.bytes()), upright));
    }
    let odd = own_camera().with(text(ORIENTATION, b"up"));
    all.push(Hostile::kept(
        "orientation as text",
        with(&odd.bytes()),
        upright,
    ));
    let odd = own_camera().with(entry(ORIENTATION, SHORT, 0, &[]));
    all.push(Hostile::kept(
        "orientation of no numbers",
        with(&odd.bytes()),
        upright,
    ));

    let big = Block {
        is_big_endian: true,
        ..own_camera()
    };
    all.push(Hostile::kept(
        "big-endian details",
        with(&big.bytes()),
        upright,
    ));
    let swapped = changed(&good, 0, b"MM");
    all.push(Hostile::refused(
        "details in the wrong byte order",
        with(&swapped),
        told::DETAILS,
    ));
    let mixed = changed(&good, 0, b"IM");
    all.push(Hostile::refused(
        "details in no byte order",
        with(&mixed),
        told::DETAILS,
    ));
    let bigger = changed(&good, 2, &[43, 0]);
    all.push(Hostile::refused(
        "details that say BigTIFF",
        with(&bigger),
        told::DETAILS,
    ));
    all.push(Hostile::refused(
        "no details behind their mark",
        with(&[]),
        told::DETAILS,
    ));
    for length in [5, 9, 40, 100] {
        let name = format!("details cut at {length}");
        all.push(Hostile::refused(name, with(&good[..length]), told::DETAILS));
    }
    let far = changed(&good, 4, &u32::MAX.to_le_bytes());
    all.push(Hostile::refused(
        "a first directory past the end",
        with(&far),
        told::DETAILS,
    ));
    let own = changed(&good, 4, &2_u32.to_le_bytes());
    all.push(Hostile::refused(
        "a directory in the header itself",
        with(&own),
        told::DETAILS,
    ));

    // Round and round.
    let looping = Block {
        next: Some(8),
        ..own_camera()
    };
    all.push(Hostile::refused(
        "a directory that follows itself",
        with(&looping.bytes()),
        told::DETAILS,
    ));
    let inward = Block::default()
        .with(text(MAKE, b"Sample"))
        .with(Block::default().number(DETAILS, LONG, 8));
    all.push(Hostile::refused(
        "a directory within itself",
        with(&inward.bytes()),
        told::DETAILS,
    ));
    all.push(Hostile::refused(
        "five thousand directories in a row",
        with(&chain(5_000)),
        told::DETAILS,
    ));

    // Counts and places that are not there.
    for (what, tag, kind, count, value) in [
        (
            "a make of four thousand million letters",
            MAKE,
            TEXT,
            u32::MAX,
            200_u32.to_le_bytes(),
        ),
        (
            "a make past the end",
            MAKE,
            TEXT,
            40,
            60_000_u32.to_le_bytes(),
        ),
        (
            "a note past the end",
            NOTE,
            ANYTHING,
            500,
            0xffff_fff0_u32.to_le_bytes(),
        ),
        (
            "a serial number at the very last byte",
            SERIAL,
            TEXT,
            9,
            u32::MAX.to_le_bytes(),
        ),
    ] {
        // A value of four bytes is written as it is: here, where the letters would be.
        let block = own_camera().but(entry(tag, kind, count, &value)).bytes();
        all.push(Hostile::refused(what, with(&block), told::DETAILS));
    }
    let odd = own_camera().but(entry(MODEL, LONG, 1, &[1, 2, 3, 4]));
    all.push(Hostile::refused(
        "a model that is a number",
        with(&odd.bytes()),
        told::DETAILS,
    ));
    let odd = own_camera().but(entry(MODEL, 99, 1, &[1, 2, 3, 4]));
    all.push(Hostile::refused(
        "a model of a kind that there is not",
        with(&odd.bytes()),
        told::DETAILS,
    ));
    let odd = own_camera().but(text(MAKE, b"Sam\xff\xfeple SECRET-0451"));
    all.push(Hostile::refused(
        "a make that is no text",
        with(&odd.bytes()),
        told::DETAILS,
    ));
    let odd = own_camera().but(text(MODEL, b"\x1b[2J\x1b]0;SECRET-0451\x07"));
    all.push(Hostile::refused(
        "a model that clears the screen",
        with(&odd.bytes()),
        told::DETAILS,
    ));
    let odd = own_camera().but(text(TAKEN, b"SECRET-0451 9999:99"));
    all.push(Hostile::refused(
        "taken on no day",
        with(&odd.bytes()),
        told::DETAILS,
    ));
    let odd = own_camera().but(text(OFFSET, b"+99:99"));
    all.push(Hostile::refused(
        "a clock that is 99 hours off",
        with(&odd.bytes()),
        told::DETAILS,
    ));
    let long = "L".repeat(50_000);
    let odd = own_camera().but(text(MAKE, long.as_bytes()));
    all.push(Hostile::refused(
        "a make of fifty thousand letters",
        with(&odd.bytes()),
        told::DETAILS,
    ));
    let many = (0..5_000).fold(own_camera(), |block, number| {
        block.with(entry(0xc000 + number, BYTES, 1, &[1]))
    });
    all.push(Hostile::kept(
        "five thousand entries",
        with(&many.bytes()),
        upright,
    ));

    // Two sets of details: the first speaks, whoever put the second there.
    let phone = Block::default()
        .with(text(MAKE, b"Personal"))
        .with(text(MODEL, b"Phone X"));
    let both = |first: &[u8], second: &[u8]| {
        in_front(
            &plain(),
            &[exif_segment(first), exif_segment(second)].concat(),
        )
    };
    all.push(Hostile::kept(
        "a phone's details behind the camera's",
        both(&good, &phone.bytes()),
        upright,
    ));
    all.push(Hostile::refused(
        "the camera's details behind a phone's",
        both(&phone.bytes(), &good),
        told::OTHER_CAMERA,
    ));
    let late = plain();
    let end = late.len() - 2;
    let late = [&late[..end], &exif_segment(&good), &late[end..]].concat();
    all.push(Hostile::refused(
        "details behind the pixels",
        late,
        told::OTHER_CAMERA,
    ));
    all.push(Hostile::refused(
        "no details at all",
        plain(),
        told::OTHER_CAMERA,
    ));

    // Smaller pictures inside.
    let small = in_front(&jpeg_as(&quarters(24, 16), PLAIN), &segment(0xfe, SECRET));
    let inner = Block {
        thumbnail: Some(small),
        ..own_camera()
    };
    let within = with(&inner.bytes());
    let nested = Block {
        thumbnail: Some(within.clone()),
        ..own_camera()
    };
    all.push(Hostile::kept("a thumbnail with a comment", within, upright));
    all.push(Hostile::kept(
        "a thumbnail that has a thumbnail",
        with(&nested.bytes()),
        upright,
    ));
    let broken = Block {
        thumbnail: Some([&jpeg()[..300], SECRET].concat()),
        ..own_camera()
    };
    all.push(Hostile::kept(
        "a thumbnail that is broken",
        with(&broken.bytes()),
        upright,
    ));
    all
}

/// Directories of no entries, each followed by the next.
fn chain(count: u32) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    for number in 1..=count {
        let next = if number == count { 0 } else { 8 + number * 6 };
        bytes.extend([0, 0]);
        bytes.extend(next.to_le_bytes());
    }
    bytes
}
