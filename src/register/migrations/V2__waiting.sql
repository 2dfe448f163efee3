-- Photos that were kept and not looked at for faces yet: a few at most, found at every start.
CREATE INDEX face_waiting ON face (photo) WHERE found_by = 'not looked: waiting' AND dismissed IS NULL;
