-- What members had agreed to or withdrawn when the server last told it, and what was said here since.

CREATE TABLE consents_seen (
    member TEXT NOT NULL,
    body TEXT NOT NULL,
    as_of TEXT NOT NULL,
    PRIMARY KEY (member)
)
 WITHOUT ROWID,
 STRICT;
