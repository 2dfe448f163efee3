-- A school that was there before an edition of the rules is told once what that changed for it; a new
-- one begins with the newest.

CREATE TABLE accounted (
    edition INTEGER PRIMARY KEY                         -- edition of the rules of which it was told
) STRICT;

INSERT INTO accounted (edition) SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM school);

CREATE TRIGGER accounted_stays BEFORE UPDATE ON accounted BEGIN SELECT RAISE(ABORT, 'what was told is only added'); END;
CREATE TRIGGER accounted_kept BEFORE DELETE ON accounted BEGIN SELECT RAISE(ABORT, 'what was told is only added'); END;
