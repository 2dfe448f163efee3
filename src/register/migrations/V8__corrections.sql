-- An answer may correct an earlier one, and a never-photograph mark may have a reason that the head alone
-- reads. Both are only added.
ALTER TABLE permission ADD COLUMN corrects TEXT REFERENCES permission (id); -- the answer that this one corrects; none where it stands by itself

CREATE TABLE mark_reason (
    number   INTEGER PRIMARY KEY,                       -- order of saying
    id       TEXT NOT NULL UNIQUE,                      -- random id
    person   TEXT NOT NULL REFERENCES person (id),      -- who carries the mark
    why      TEXT NOT NULL,                             -- why, in the words of whoever set it; for the head alone
    at       TEXT NOT NULL,                             -- when it was said
    by_staff TEXT NOT NULL                              -- who said so
) STRICT;
CREATE INDEX mark_reason_person ON mark_reason (person, number);

CREATE TRIGGER mark_reason_stays BEFORE UPDATE ON mark_reason BEGIN SELECT RAISE(ABORT, 'reasons of marks are only added'); END;
CREATE TRIGGER mark_reason_kept BEFORE DELETE ON mark_reason BEGIN SELECT RAISE(ABORT, 'reasons of marks are only added'); END;
