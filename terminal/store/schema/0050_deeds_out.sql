-- What a till has done with members by itself and the server does not have yet: beside the journal, never in it.

CREATE TABLE deeds_out (
    deed TEXT NOT NULL,
    member TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (deed)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX deeds_out_member ON deeds_out (member);
