-- Names in texts are looked for by every family name that a child has, and where a school wrote down who
-- has parental responsibility, nobody else's yes counts for the child.

ALTER TABLE person ADD COLUMN known_families TEXT NOT NULL DEFAULT '[]'; -- other family names in use, a JSON array
ALTER TABLE person ADD COLUMN responsible TEXT NOT NULL DEFAULT '[]'; -- who has parental responsibility, each with a last day or none, a JSON array; empty where the school listed nobody
ALTER TABLE person ADD COLUMN court_order INTEGER NOT NULL DEFAULT 0 CHECK (court_order IN (0, 1)); -- 1: what a parent says about the child goes to the head alone; why stands nowhere
