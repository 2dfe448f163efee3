-- Who is here today, so that a group's tiles show whom a photo can show. Only added: of a day and group
-- the latest speaks. No verdict rests on it.

CREATE TABLE attendance (
    number   INTEGER PRIMARY KEY,                       -- order of saying
    id       TEXT NOT NULL UNIQUE,                      -- random id
    day      TEXT NOT NULL,                             -- the school's local day
    class    TEXT NOT NULL,                             -- the group
    away     TEXT NOT NULL,                             -- person ids of those who are away, a JSON array; nothing of why
    at       TEXT NOT NULL,                             -- when it was said
    by_staff TEXT NOT NULL                              -- who said so
) STRICT;
CREATE INDEX attendance_day ON attendance (day, number);

CREATE TRIGGER attendance_stays BEFORE UPDATE ON attendance BEGIN SELECT RAISE(ABORT, 'attendance is only added'); END;
CREATE TRIGGER attendance_kept BEFORE DELETE ON attendance BEGIN SELECT RAISE(ABORT, 'attendance is only added'); END;
