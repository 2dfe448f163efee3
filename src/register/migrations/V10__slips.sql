-- Permission slips: which were made for whom, and which came back. Only added. No verdict rests on them:
-- the answers that were confirmed are permissions like any other.

CREATE TABLE slip (
    number   INTEGER PRIMARY KEY,                       -- order of making
    id       TEXT NOT NULL UNIQUE,                      -- random, 32 hex digits; stands in the slip's code
    form     INTEGER NOT NULL,                          -- which form: where everything stands on the paper
    key      TEXT NOT NULL,                             -- seals its code, so that nobody else can make one; 64 hex digits
    person   TEXT NOT NULL REFERENCES person (id),      -- for whom
    channels TEXT NOT NULL,                             -- channel ids in the order of the paper, a JSON array
    language TEXT NOT NULL,                             -- en | cy
    made_at  TEXT NOT NULL,                             -- when
    by_staff TEXT NOT NULL                              -- who made it
) STRICT;
CREATE INDEX slip_person ON slip (person, number);

CREATE TABLE slip_reading (
    number   INTEGER PRIMARY KEY,                       -- order of confirming
    slip     TEXT NOT NULL REFERENCES slip (id),        -- the slip that came back
    form     TEXT NOT NULL UNIQUE REFERENCES evidence (id), -- the sealed picture of the signed paper
    at       TEXT NOT NULL,                             -- when it was confirmed
    by_staff TEXT NOT NULL                              -- who confirmed it
) STRICT;
CREATE INDEX slip_reading_slip ON slip_reading (slip, number);

CREATE TRIGGER slip_stays BEFORE UPDATE ON slip BEGIN SELECT RAISE(ABORT, 'slips are only added'); END;
CREATE TRIGGER slip_kept BEFORE DELETE ON slip BEGIN SELECT RAISE(ABORT, 'slips are only added'); END;
CREATE TRIGGER slip_reading_stays BEFORE UPDATE ON slip_reading BEGIN SELECT RAISE(ABORT, 'slips are only added'); END;
CREATE TRIGGER slip_reading_kept BEFORE DELETE ON slip_reading BEGIN SELECT RAISE(ABORT, 'slips are only added'); END;
