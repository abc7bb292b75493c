-- Version 2: the times this till found that its disk is not the one it was, and the new lives it began.

CREATE TABLE rehomings (
    rehoming TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    why TEXT NOT NULL,
    found_at TEXT NOT NULL,
    next_incarnation INTEGER,
    PRIMARY KEY (rehoming)
)
 WITHOUT ROWID,
 STRICT;
