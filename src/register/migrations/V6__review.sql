-- The office looks for photos by who took them and for which group. No column, no record: two orders.

CREATE INDEX photo_taken_by ON photo (taken_by);
CREATE INDEX photo_class ON photo (class);
