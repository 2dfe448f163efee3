-- A face stays where it was found, however its box is moved. That nobody is in a photo is said in so many
-- words. Lists know how tall a face is, so that close-ups are told from the rest.

ALTER TABLE face ADD COLUMN found TEXT; -- where the finder found it, JSON area, upright pixels; nothing while its box stands there
ALTER TABLE photo ADD COLUMN nobody TEXT; -- who said that nobody is in it, and when: JSON

ALTER TABLE photo_person ADD COLUMN tallest INTEGER NOT NULL DEFAULT 0; -- height of their tallest face that shows, in pixels of a copy whose longest side is 400
DROP INDEX person_photo;
CREATE INDEX person_photo ON photo_person (person, photo, seen, tallest);
