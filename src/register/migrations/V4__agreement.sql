-- Staff read and sign the acceptable-use agreement on a device: which text it was is on the record.
ALTER TABLE staff ADD COLUMN agreement_text TEXT; -- short fingerprint of the text signed on a device; none where it was signed on paper
