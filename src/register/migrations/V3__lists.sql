-- Lists of many photos: what is blocked, what must come down, what is newest. All of it is derived
-- from the records of V1 by the transaction that writes them, filled from old rows when a register is
-- first opened with it, and held against them by `audit verify`. No release rests on it.

CREATE TABLE listed (
    rules INTEGER NOT NULL                              -- version of the rules by which the tables below were derived; another derives them anew
) STRICT;

CREATE TABLE gist (
    number INTEGER PRIMARY KEY,                         -- stands for the gist in photo_gist
    gist   TEXT NOT NULL UNIQUE                         -- what a list asks of a photo by itself, JSON; photos that are alike in it share it
) STRICT;

CREATE TABLE photo_gist (
    number INTEGER PRIMARY KEY,                         -- stands for the photo in the tables below, in the order of keeping
    photo  TEXT NOT NULL UNIQUE,                        -- a photo that was not erased
    gist   INTEGER NOT NULL,                            -- its gist
    taken  INTEGER NOT NULL,                            -- when the shutter fell, in milliseconds since 1970
    open   INTEGER NOT NULL                             -- faces that nobody named or dismissed
) STRICT;
CREATE INDEX photo_gist_alike ON photo_gist (gist, taken);
CREATE INDEX photo_gist_newest ON photo_gist (taken);

CREATE TABLE photo_person (
    photo  INTEGER NOT NULL,                            -- the photo, by its number
    person TEXT NOT NULL,                               -- person id of a tag; may name somebody the register does not hold
    seen   INTEGER NOT NULL CHECK (seen IN (0, 1)),     -- 0: every tag of theirs is hidden
    PRIMARY KEY (photo, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_photo ON photo_person (person, photo, seen);

CREATE TABLE photo_word (
    word  TEXT NOT NULL,                                -- a word of its caption, alternative text, credit or file name, as names are looked for
    photo INTEGER NOT NULL,                             -- the photo, by its number
    PRIMARY KEY (word, photo)
) STRICT, WITHOUT ROWID;

CREATE TABLE out_now (
    release INTEGER PRIMARY KEY,                        -- number of a release whose copy may be out
    channel TEXT NOT NULL,                              -- where to
    going   INTEGER NOT NULL CHECK (going IN (0, 1))    -- 1: under way when last heard of
) STRICT;
CREATE INDEX out_now_channel ON out_now (channel);

CREATE TABLE out_person (
    person  TEXT NOT NULL,                              -- who is in the copy, those tagged since included: a person id, or `?unknown`, `?child`, `?adult`
    channel TEXT NOT NULL,                              -- where to
    seen    INTEGER NOT NULL CHECK (seen IN (0, 1)),    -- 0: covered in the copy
    release INTEGER NOT NULL,                           -- number of the release
    PRIMARY KEY (person, channel, seen, release)
) STRICT, WITHOUT ROWID;
CREATE INDEX out_person_release ON out_person (release);

CREATE INDEX sign_off_channel ON sign_off (channel, photo);

-- Who is tagged where is asked of photo_person now.
DROP INDEX tag_person;
