-- The last time that the server was put back to an earlier moment, as far as this till has heard; empty: never.

ALTER TABLE till_state ADD COLUMN restored TEXT NOT NULL DEFAULT '';
