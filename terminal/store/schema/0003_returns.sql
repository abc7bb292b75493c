-- Version 3: goods that came back, in part or without a receipt, and sales that another till let go to this one.

CREATE TABLE foreign_sales (
    sale TEXT NOT NULL,
    digits TEXT NOT NULL,
    till_code TEXT NOT NULL,
    member TEXT,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    returned TEXT NOT NULL,
    paid_back INTEGER NOT NULL,
    PRIMARY KEY (sale)
)
 WITHOUT ROWID,
 STRICT;
CREATE UNIQUE INDEX foreign_sales_digits ON foreign_sales (digits);
CREATE INDEX foreign_sales_member ON foreign_sales (member) WHERE member IS NOT NULL;

CREATE TABLE refund_lines (
    refund TEXT NOT NULL,
    position INTEGER NOT NULL,
    line INTEGER,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    money INTEGER NOT NULL,
    PRIMARY KEY (refund, position)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE refunds (
    refund TEXT NOT NULL,
    sale TEXT,
    member TEXT,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    receipt_label TEXT NOT NULL,
    at TEXT NOT NULL,
    shift TEXT NOT NULL,
    operator TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    approver TEXT,
    approver_name TEXT NOT NULL,
    money INTEGER NOT NULL,
    rounding INTEGER NOT NULL,
    points_taken INTEGER NOT NULL,
    points_returned INTEGER NOT NULL,
    is_whole INTEGER NOT NULL,
    PRIMARY KEY (refund)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX refunds_member ON refunds (member, incarnation, seq) WHERE member IS NOT NULL;
CREATE INDEX refunds_sale ON refunds (sale) WHERE sale IS NOT NULL;
CREATE INDEX refunds_shift ON refunds (shift);

CREATE INDEX sales_at ON sales (at);
