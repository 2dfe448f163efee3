-- What kept pictures and released copies look like, so that a file found somewhere is known again. Only
-- added. It tells pictures from each other, never people, and no verdict rests on it.

CREATE TABLE sight (
    subject  TEXT PRIMARY KEY,                          -- photo or release id
    kind     TEXT NOT NULL,                             -- photo or release
    rules    TEXT NOT NULL,                             -- by which rules it was made
    whole    TEXT NOT NULL,                             -- look of the whole picture, 64 hex digits; empty where there is next to nothing to see
    middle   TEXT NOT NULL,                             -- look of the square in its middle, as above
    made_at  TEXT NOT NULL                              -- when
) STRICT;

CREATE TRIGGER sight_stays BEFORE UPDATE ON sight BEGIN SELECT RAISE(ABORT, 'looks are only added'); END;
CREATE TRIGGER sight_kept BEFORE DELETE ON sight BEGIN SELECT RAISE(ABORT, 'looks are only added'); END;
