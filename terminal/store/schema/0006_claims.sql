-- Version 6: things that can be used once, which the server keeps for this till alone.

CREATE TABLE claims (
    claim TEXT NOT NULL,
    member TEXT NOT NULL,
    thing TEXT NOT NULL,
    sale TEXT NOT NULL,
    state TEXT NOT NULL,
    until TEXT,
    why TEXT NOT NULL,
    PRIMARY KEY (claim)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX claims_live ON claims (claim) WHERE state != 'closed';
