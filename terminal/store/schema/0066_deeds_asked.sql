-- What the server was asked to give a member by hand, until this till hears that it did: beside the journal, never in it.

CREATE TABLE deeds_asked (
    deed TEXT NOT NULL,
    member TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (deed)
)
 WITHOUT ROWID,
 STRICT;
