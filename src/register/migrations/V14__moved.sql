-- A no that was written down under the wrong name or child is moved to whom it belongs by two accounts, and
-- what is filed as evidence is looked at first.

ALTER TABLE permission ADD COLUMN belongs TEXT; -- to whom the no that this one repeats belongs: person, relation and signatory, JSON; none where nothing of the kind was said
ALTER TABLE evidence ADD COLUMN pages INTEGER; -- pages that somebody could look at when it was filed; none for what was filed before that was asked
CREATE INDEX evidence_sha256 ON evidence (sha256);
CREATE INDEX permission_form ON permission (form);
