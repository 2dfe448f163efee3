-- What one person alone says against somebody's protection is in doubt until another has looked: a tag that
-- was taken off, a face that was called nobody.

ALTER TABLE tag ADD COLUMN set_by TEXT; -- who set it; nothing in what is older
ALTER TABLE tag ADD COLUMN stood INTEGER NOT NULL DEFAULT 0; -- it was there when somebody said that the tags are complete
ALTER TABLE face ADD COLUMN score INTEGER; -- how sure the finder is, in hundredths; nothing where drawn, and in what is older
ALTER TABLE photo ADD COLUMN completed_by TEXT; -- who said last that the tags are complete
ALTER TABLE photo ADD COLUMN not_here TEXT; -- who is in pictures that look alike and was said not to be in this one: JSON list
ALTER TABLE photo ADD COLUMN doubts TEXT; -- all that was ever in doubt, with who looked: JSON list
ALTER TABLE photo ADD COLUMN in_doubt INTEGER NOT NULL DEFAULT 0; -- one of them waits for a look

CREATE INDEX photo_in_doubt ON photo (id) WHERE in_doubt = 1;

ALTER TABLE staff ADD COLUMN pin_was_reset INTEGER NOT NULL DEFAULT 0; -- somebody else set the PIN, and its owner has not chosen another yet
