-- Incidents are told apart by what they are about, and no longer by their prose.
ALTER TABLE incident ADD COLUMN subject TEXT; -- what it is about, JSON; none for what a person wrote down, and for what is older than this column
