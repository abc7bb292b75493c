-- Cash that belongs to no sale, counts of the drawer as they were given, and days of several shifts.

ALTER TABLE shifts ADD COLUMN closed_by TEXT;
ALTER TABLE shifts ADD COLUMN closed_by_name TEXT;
ALTER TABLE shifts ADD COLUMN closed_incarnation INTEGER;
ALTER TABLE shifts ADD COLUMN closed_seq INTEGER;
ALTER TABLE shifts ADD COLUMN reason TEXT;
ALTER TABLE shifts ADD COLUMN note TEXT;
ALTER TABLE shifts ADD COLUMN day INTEGER;
CREATE INDEX shifts_number ON shifts (number);

CREATE TABLE cash_moves (
    move TEXT NOT NULL,
    shift TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    way TEXT NOT NULL,
    amount INTEGER NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    approver_name TEXT NOT NULL,
    PRIMARY KEY (move)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX cash_moves_shift ON cash_moves (shift);

CREATE TABLE days (
    number INTEGER NOT NULL,
    operator TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    closed_at TEXT NOT NULL,
    PRIMARY KEY (number)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE drawer_counts (
    shift TEXT NOT NULL,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    counted INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    PRIMARY KEY (shift, number)
)
 WITHOUT ROWID,
 STRICT;
