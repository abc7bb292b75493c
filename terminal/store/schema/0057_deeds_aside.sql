-- Why the server does not have a note or a consent for good: kept here until somebody has dealt with it.

ALTER TABLE deeds_out ADD COLUMN why TEXT NOT NULL DEFAULT '';
