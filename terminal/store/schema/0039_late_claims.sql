-- Receipts whose points were claimed afterwards at this till: whose each sale is, and what was left of it then.

CREATE TABLE late_claims (
    sale TEXT NOT NULL,
    member TEXT NOT NULL,
    holder TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    shift TEXT NOT NULL,
    points INTEGER NOT NULL,
    money INTEGER NOT NULL,
    PRIMARY KEY (sale)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX late_claims_member ON late_claims (member, incarnation, seq);
CREATE INDEX late_claims_shift ON late_claims (shift);
