-- Children and answers come from the school's own system (its MIS) too. Only added: each import says
-- how the list was understood, which is proposed again for the next list of the same headers.

ALTER TABLE person ADD COLUMN upn TEXT; -- unique pupil number, by which a list finds the child again; none where no list gave one
ALTER TABLE permission ADD COLUMN import TEXT; -- the import that the answer came with, which says whether the MIS holds the form; none where it was given here

CREATE TABLE mis_import (
    number     INTEGER PRIMARY KEY,                     -- order of importing
    id         TEXT NOT NULL UNIQUE,                    -- random id
    at         TEXT NOT NULL,                           -- when
    by_staff   TEXT NOT NULL,                           -- who confirmed it
    sha256     TEXT NOT NULL,                           -- of the list's bytes, lower-case hex
    shape      TEXT NOT NULL,                           -- fingerprint of its headers
    mapping    TEXT NOT NULL,                           -- what each column and value meant, JSON; no child's name
    rows       INTEGER NOT NULL,                        -- rows in the list
    added      INTEGER NOT NULL,                        -- children who joined
    changed    INTEGER NOT NULL,                        -- entries that changed
    answers    INTEGER NOT NULL,                        -- answers that were recorded
    forms_held INTEGER NOT NULL CHECK (forms_held IN (0, 1)) -- 1: the head stated that the MIS holds the signed forms
) STRICT;

CREATE TRIGGER mis_import_stays BEFORE UPDATE ON mis_import BEGIN SELECT RAISE(ABORT, 'imports are only added'); END;
CREATE TRIGGER mis_import_kept BEFORE DELETE ON mis_import BEGIN SELECT RAISE(ABORT, 'imports are only added'); END;
