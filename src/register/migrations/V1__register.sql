-- The register of one school. Text and whole numbers only, so that the same statements serve a
-- second engine: hashes, keys and signatures are lower-case hex, times RFC 3339 in UTC, dates ISO 8601.

CREATE TABLE school (
    id       TEXT PRIMARY KEY,                          -- random id of the school
    name     TEXT NOT NULL,                             -- as it stands over every screen
    sample   INTEGER NOT NULL CHECK (sample IN (0, 1)), -- 1: fictional, marked as such everywhere
    set_up   TEXT NOT NULL                              -- when it was set up
) STRICT;

CREATE TABLE policy (
    number   INTEGER PRIMARY KEY,                       -- order of adoption; the highest is in force
    toml     TEXT NOT NULL,                             -- the whole file as adopted
    since    TEXT NOT NULL,                             -- when it was adopted
    by_staff TEXT NOT NULL                              -- who adopted it
) STRICT;

CREATE TABLE device (
    id          TEXT PRIMARY KEY,                       -- random id
    name        TEXT NOT NULL,                          -- what staff call it
    asset_tag   TEXT NOT NULL,                          -- the school's own inventory mark
    public_key  TEXT NOT NULL UNIQUE,                   -- Ed25519 public key that its audit heads verify with
    enrolled_at TEXT NOT NULL,                          -- since when it counts as the school's
    revoked_at  TEXT,                                   -- from when it no longer does
    revoked_why TEXT NOT NULL                           -- reason given, empty while enrolled
) STRICT;

CREATE TABLE camera (
    id            TEXT PRIMARY KEY,                     -- random id
    name          TEXT NOT NULL,                        -- what staff call it
    make          TEXT NOT NULL,                        -- EXIF make, to the letter
    model         TEXT NOT NULL,                        -- EXIF model, to the letter
    serial        TEXT NOT NULL,                        -- EXIF body serial number, to the letter
    registered_at TEXT NOT NULL,                        -- since when it counts as the school's
    retired_at    TEXT                                  -- from when it no longer does
) STRICT;

CREATE TABLE staff (
    id               TEXT PRIMARY KEY,                  -- random id
    name             TEXT NOT NULL UNIQUE,              -- as on the lock screen, used to sign in
    role             TEXT NOT NULL,                     -- technician, practitioner, office or head
    pin_hash         TEXT NOT NULL,                     -- Argon2id, PHC string
    agreement_signed TEXT,                              -- day on which the acceptable-use agreement was signed
    left_at          TEXT                               -- from when the account no longer opens
) STRICT;

CREATE TABLE pin_try (
    number INTEGER PRIMARY KEY,                         -- order of the tries
    staff  TEXT NOT NULL REFERENCES staff (id),         -- whose name was tried
    at     TEXT NOT NULL,                               -- when
    good   INTEGER NOT NULL CHECK (good IN (0, 1))      -- whether the PIN was right
) STRICT;
CREATE INDEX pin_try_staff ON pin_try (staff, number);

CREATE TABLE person (
    id       TEXT PRIMARY KEY,                          -- random id, the only thing an audit entry says of a person
    kind     TEXT NOT NULL,                             -- child, staff or visitor
    given    TEXT NOT NULL,                             -- given name
    family   TEXT NOT NULL,                             -- family name
    known_as TEXT NOT NULL,                             -- other given names in use, a JSON array
    born     TEXT,                                      -- date of birth
    leaves   TEXT,                                      -- last day at this school
    never    INTEGER NOT NULL CHECK (never IN (0, 1)),  -- the absolute mark
    class    TEXT NOT NULL,                             -- group or class, empty for adults
    answers  INTEGER NOT NULL DEFAULT 0                 -- raised by every answer about the person, so that a release and an answer meet on this row
) STRICT;
CREATE INDEX person_class ON person (class, given);

CREATE TABLE evidence (
    id         TEXT PRIMARY KEY,                        -- random id, also names the sealed file
    media_type TEXT NOT NULL,                           -- what the sealed file is
    size       INTEGER NOT NULL,                        -- bytes before sealing
    sha256     TEXT NOT NULL,                           -- of the bytes before sealing
    kept_at    TEXT NOT NULL,                           -- when it was filed
    by_staff   TEXT NOT NULL                            -- who filed it
) STRICT;

CREATE TABLE permission (
    number      INTEGER PRIMARY KEY,                    -- order of recording: among equal dates the later speaks
    id          TEXT NOT NULL UNIQUE,                   -- random id
    person      TEXT NOT NULL REFERENCES person (id),   -- about whom
    channel     TEXT NOT NULL,                          -- channel of the policy
    answer      TEXT NOT NULL,                          -- granted, refused or withdrawn
    relation    TEXT NOT NULL,                          -- parent, self or other
    by_name     TEXT NOT NULL,                          -- the signatory
    signed      TEXT NOT NULL,                          -- day of the answer
    valid_from  TEXT,                                   -- first day, where not the day of signing
    valid_until TEXT,                                   -- last day, a whole day
    evidence    TEXT NOT NULL,                          -- paper, e-form, email or none (spoken)
    form        TEXT REFERENCES evidence (id),          -- the sealed form
    recorded_at TEXT NOT NULL,                          -- when it was entered
    recorded_by TEXT NOT NULL                           -- by whom
) STRICT;
CREATE INDEX permission_person ON permission (person, channel, number);

CREATE TABLE seal_key (
    object TEXT PRIMARY KEY,                            -- photo or evidence id
    key    TEXT NOT NULL                                -- its own random 256-bit key; without it the sealed file is noise
) STRICT;

CREATE TABLE photo (
    id               TEXT PRIMARY KEY,                  -- random id, also names the sealed file
    sha256           TEXT NOT NULL UNIQUE,              -- of the picture before sealing
    size             INTEGER NOT NULL,                  -- bytes before sealing
    width            INTEGER NOT NULL,                  -- upright, in pixels
    height           INTEGER NOT NULL,                  -- upright, in pixels
    source_kind      TEXT NOT NULL,                     -- device or camera
    source           TEXT NOT NULL,                     -- id of that device or camera
    taken_at         TEXT NOT NULL,                     -- when the shutter fell
    taken_by         TEXT NOT NULL,                     -- staff id
    kept_at          TEXT NOT NULL,                     -- when it became durable here
    occasion         TEXT NOT NULL,                     -- what staff call the event
    class            TEXT NOT NULL,                     -- group that was chosen
    version          INTEGER NOT NULL,                  -- raised by every change below; a change names the version it saw
    tagging_complete INTEGER NOT NULL CHECK (tagging_complete IN (0, 1)), -- somebody said that the tags are complete
    crop             TEXT,                              -- part that is published, JSON area
    caption          TEXT NOT NULL,                     -- caption
    alt              TEXT NOT NULL,                     -- alternative text
    credit           TEXT NOT NULL,                     -- credit line
    file_name        TEXT NOT NULL,                     -- name the picture came with
    copyright        TEXT NOT NULL,                     -- school, permission or unknown
    checklist        TEXT NOT NULL                      -- items ticked and by whom, JSON array
) STRICT;
CREATE INDEX photo_newest ON photo (taken_at DESC, id);

CREATE TABLE tag (
    photo    TEXT NOT NULL REFERENCES photo (id),       -- the picture
    number   INTEGER NOT NULL,                          -- place among its tags
    id       TEXT NOT NULL,                             -- short id within the picture
    who      TEXT NOT NULL,                             -- person, unknown, child or adult (the last two: not recognisable)
    person   TEXT,                                      -- person id; may name somebody the register does not hold
    hidden   INTEGER NOT NULL CHECK (hidden IN (0, 1)), -- covered in the released copy
    area     TEXT,                                      -- where, JSON area, upright pixels
    PRIMARY KEY (photo, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_person ON tag (person, photo);

CREATE TABLE face (
    photo     TEXT NOT NULL REFERENCES photo (id),      -- the picture
    number    INTEGER NOT NULL,                         -- place among its faces
    id        TEXT NOT NULL,                            -- short id within the picture
    area      TEXT NOT NULL,                            -- where, JSON area, upright pixels
    found_by  TEXT NOT NULL,                            -- hand, or the detector with its version
    tag       TEXT,                                     -- tag that it is tied to
    dismissed TEXT,                                     -- staff id of who said that it is no face to account for
    PRIMARY KEY (photo, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_off (
    number   INTEGER PRIMARY KEY,                       -- order of signing; the latest of a picture and channel speaks
    id       TEXT NOT NULL UNIQUE,                      -- random id
    photo    TEXT NOT NULL REFERENCES photo (id),       -- the picture
    channel  TEXT NOT NULL,                             -- the channel
    by_staff TEXT NOT NULL REFERENCES staff (id),       -- who signed
    role     TEXT NOT NULL,                             -- in which role
    at       TEXT NOT NULL,                             -- when
    edition  TEXT NOT NULL,                             -- SHA-256 of bytes, words, tags and channel as signed
    copy     TEXT NOT NULL                              -- SHA-256 of the very copy that was looked at
) STRICT;
CREATE INDEX sign_off_photo ON sign_off (photo, channel, number);

CREATE TABLE release (
    number       INTEGER PRIMARY KEY,                   -- order of release
    id           TEXT NOT NULL UNIQUE,                  -- random id, also the released file's name
    photo        TEXT REFERENCES photo (id),            -- the picture; none for a video call
    channel      TEXT NOT NULL,                         -- where to
    outlet       TEXT NOT NULL,                         -- folder, zip or call
    place        TEXT NOT NULL,                         -- the folder or archive
    file_name    TEXT NOT NULL,                         -- name of the copy there
    copy         TEXT NOT NULL,                         -- SHA-256 of the copy
    edition      TEXT NOT NULL,                         -- SHA-256 of bytes, words, tags and channel as decided
    policy       TEXT NOT NULL,                         -- SHA-256 of the policy file that was in force
    decided_at   TEXT NOT NULL,                         -- when the gate said yes
    by_staff     TEXT NOT NULL,                         -- who released
    stands_until TEXT,                                  -- last day on which every permission under it stands
    people       TEXT NOT NULL,                         -- who is shown and who is covered, JSON array
    permissions  TEXT NOT NULL,                         -- ids of the answers it rests on, JSON array
    checklist    TEXT NOT NULL                          -- items ticked and by whom, JSON array
) STRICT;
CREATE INDEX release_photo ON release (photo);

CREATE TABLE release_event (
    number   INTEGER PRIMARY KEY,                       -- order of events
    release  TEXT NOT NULL REFERENCES release (id),     -- the release
    state    TEXT NOT NULL,                             -- going-out, out, not-out or down
    at       TEXT NOT NULL,                             -- when
    by_staff TEXT NOT NULL,                             -- who, or system
    note     TEXT NOT NULL,                             -- what happened, without names
    UNIQUE (release, state)
) STRICT;
CREATE INDEX release_event_release ON release_event (release, number);

CREATE TABLE erasure (
    object   TEXT PRIMARY KEY,                          -- photo or evidence id whose key was destroyed
    at       TEXT NOT NULL,                             -- when
    by_staff TEXT NOT NULL,                             -- who
    why      TEXT NOT NULL                              -- reason given
) STRICT;

CREATE TABLE incident (
    number    INTEGER PRIMARY KEY,                      -- order of opening
    id        TEXT NOT NULL UNIQUE,                     -- random id
    kind      TEXT NOT NULL,                            -- what sort of breach
    opened_at TEXT NOT NULL,                            -- when
    by_staff  TEXT NOT NULL,                            -- who, or system
    note      TEXT NOT NULL                             -- what was seen, without names of children
) STRICT;

CREATE TABLE incident_event (
    number   INTEGER PRIMARY KEY,                       -- order of events
    incident TEXT NOT NULL REFERENCES incident (id),    -- the incident
    state    TEXT NOT NULL,                             -- acknowledged or closed
    at       TEXT NOT NULL,                             -- when
    by_staff TEXT NOT NULL,                             -- who
    note     TEXT NOT NULL,                             -- what was done
    UNIQUE (incident, state)
) STRICT;

CREATE TABLE audit (
    number    INTEGER PRIMARY KEY,                      -- order of arrival over all devices
    device    TEXT NOT NULL,                            -- whose chain
    seq       INTEGER NOT NULL,                         -- place in it, from 1
    at        TEXT NOT NULL,                            -- when, by the device's clock
    by_staff  TEXT NOT NULL,                            -- staff id, or system
    act       TEXT NOT NULL,                            -- what was done
    subject   TEXT NOT NULL,                            -- kind and id of the record
    about     TEXT NOT NULL,                            -- person id where the record is about one, else empty
    digest    TEXT NOT NULL,                            -- SHA-256 of the record as it stood after, empty where none stands
    detail    TEXT NOT NULL,                            -- ids and codes, JSON object, never a name
    prev      TEXT NOT NULL,                            -- hash of the entry before
    hash      TEXT NOT NULL,                            -- hash of this entry
    signature TEXT NOT NULL,                            -- the device's Ed25519 signature of the hash
    UNIQUE (device, seq)
) STRICT;
CREATE INDEX audit_subject ON audit (subject, number);
CREATE INDEX audit_about ON audit (about, act);
CREATE INDEX audit_at ON audit (at);

CREATE TABLE audit_head (
    device TEXT PRIMARY KEY,                            -- whose chain
    count  INTEGER NOT NULL,                            -- entries in it
    hash   TEXT NOT NULL                                -- hash of the last
) STRICT, WITHOUT ROWID;

-- What is said stays said: these tables take new rows and nothing else.
CREATE TRIGGER policy_stays BEFORE UPDATE ON policy BEGIN SELECT RAISE(ABORT, 'policies are only added'); END;
CREATE TRIGGER policy_kept BEFORE DELETE ON policy BEGIN SELECT RAISE(ABORT, 'policies are only added'); END;
CREATE TRIGGER permission_stays BEFORE UPDATE ON permission BEGIN SELECT RAISE(ABORT, 'permissions are only added'); END;
CREATE TRIGGER permission_kept BEFORE DELETE ON permission BEGIN SELECT RAISE(ABORT, 'permissions are only added'); END;
CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is only added'); END;
CREATE TRIGGER evidence_kept BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is only added'); END;
CREATE TRIGGER sign_off_stays BEFORE UPDATE ON sign_off BEGIN SELECT RAISE(ABORT, 'sign-offs are only added'); END;
CREATE TRIGGER sign_off_kept BEFORE DELETE ON sign_off BEGIN SELECT RAISE(ABORT, 'sign-offs are only added'); END;
CREATE TRIGGER release_stays BEFORE UPDATE ON release BEGIN SELECT RAISE(ABORT, 'releases are only added'); END;
CREATE TRIGGER release_kept BEFORE DELETE ON release BEGIN SELECT RAISE(ABORT, 'releases are only added'); END;
CREATE TRIGGER release_event_stays BEFORE UPDATE ON release_event BEGIN SELECT RAISE(ABORT, 'release events are only added'); END;
CREATE TRIGGER release_event_kept BEFORE DELETE ON release_event BEGIN SELECT RAISE(ABORT, 'release events are only added'); END;
CREATE TRIGGER erasure_stays BEFORE UPDATE ON erasure BEGIN SELECT RAISE(ABORT, 'erasures are only added'); END;
CREATE TRIGGER erasure_kept BEFORE DELETE ON erasure BEGIN SELECT RAISE(ABORT, 'erasures are only added'); END;
CREATE TRIGGER incident_stays BEFORE UPDATE ON incident BEGIN SELECT RAISE(ABORT, 'incidents are only added'); END;
CREATE TRIGGER incident_kept BEFORE DELETE ON incident BEGIN SELECT RAISE(ABORT, 'incidents are only added'); END;
CREATE TRIGGER incident_event_stays BEFORE UPDATE ON incident_event BEGIN SELECT RAISE(ABORT, 'incident events are only added'); END;
CREATE TRIGGER incident_event_kept BEFORE DELETE ON incident_event BEGIN SELECT RAISE(ABORT, 'incident events are only added'); END;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
CREATE TRIGGER pin_try_stays BEFORE UPDATE ON pin_try BEGIN SELECT RAISE(ABORT, 'sign-in tries are only added'); END;
CREATE TRIGGER pin_try_kept BEFORE DELETE ON pin_try BEGIN SELECT RAISE(ABORT, 'sign-in tries are only added'); END;
CREATE TRIGGER photo_kept BEFORE DELETE ON photo BEGIN SELECT RAISE(ABORT, 'a photo is erased by destroying its key'); END;
CREATE TRIGGER photo_taken_stays BEFORE UPDATE OF id, sha256, size, width, height, source_kind, source, taken_at, taken_by, kept_at ON photo
BEGIN SELECT RAISE(ABORT, 'what a photo was when taken does not change'); END;
CREATE TRIGGER person_kept BEFORE DELETE ON person BEGIN SELECT RAISE(ABORT, 'people stay in the register'); END;
CREATE TRIGGER staff_kept BEFORE DELETE ON staff BEGIN SELECT RAISE(ABORT, 'accounts are closed, not removed'); END;
CREATE TRIGGER device_kept BEFORE DELETE ON device BEGIN SELECT RAISE(ABORT, 'devices are revoked, not removed'); END;
CREATE TRIGGER camera_kept BEFORE DELETE ON camera BEGIN SELECT RAISE(ABORT, 'cameras are retired, not removed'); END;

-- A key never changes, and goes only after its erasure is on record.
CREATE TRIGGER seal_key_stays BEFORE UPDATE ON seal_key BEGIN SELECT RAISE(ABORT, 'a key never changes'); END;
CREATE TRIGGER seal_key_kept BEFORE DELETE ON seal_key
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE object = OLD.object)
BEGIN SELECT RAISE(ABORT, 'a key goes only with its erasure on record'); END;

-- Every answer raises the person's counter: the row on which a release and a withdrawal meet.
CREATE TRIGGER permission_counts AFTER INSERT ON permission
BEGIN UPDATE person SET answers = answers + 1 WHERE id = NEW.person; END;
