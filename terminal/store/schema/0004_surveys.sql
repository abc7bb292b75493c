-- Version 4: when each member was asked the survey's question last at this till.

CREATE TABLE survey_asked (
    member TEXT NOT NULL,
    sale TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (member)
)
 WITHOUT ROWID,
 STRICT;
