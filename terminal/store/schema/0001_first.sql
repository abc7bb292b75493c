-- Version 1: the journal and all that is projected from it. Never edited once shipped; changes get a file of their own.

CREATE TABLE cards (
    number TEXT NOT NULL,
    member TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (number)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX cards_member ON cards (member);

CREATE TABLE drafts (
    draft TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (draft)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE journal (
    "row" INTEGER NOT NULL,
    till TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    operation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY ("row")
)
 STRICT;
CREATE UNIQUE INDEX journal_operation ON journal (operation_id);
CREATE UNIQUE INDEX journal_seq ON journal (till, incarnation, seq);

CREATE TABLE leases (
    lease TEXT NOT NULL,
    member TEXT NOT NULL,
    sale TEXT NOT NULL,
    state TEXT NOT NULL,
    amount INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    slices TEXT NOT NULL,
    until TEXT,
    why TEXT NOT NULL,
    PRIMARY KEY (lease),
    CHECK (0 <= spent AND spent <= amount)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX leases_live ON leases (lease) WHERE state != 'closed';

CREATE TABLE members (
    "row" INTEGER NOT NULL,
    member TEXT NOT NULL,
    state TEXT NOT NULL,
    alias_of TEXT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    given TEXT NOT NULL,
    e164 TEXT,
    e164_reversed TEXT,
    phone_text TEXT NOT NULL,
    birthday TEXT,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY ("row")
)
 STRICT;
CREATE INDEX members_e164 ON members (e164) WHERE e164 IS NOT NULL;
CREATE INDEX members_e164_reversed ON members (e164_reversed) WHERE e164_reversed IS NOT NULL;
CREATE INDEX members_folded ON members (folded, name);
CREATE INDEX members_given ON members (given);
CREATE UNIQUE INDEX members_member ON members (member);

CREATE TABLE operators (
    operator TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    pin_hash TEXT NOT NULL,
    active INTEGER NOT NULL,
    failures INTEGER DEFAULT 0 NOT NULL,
    locked_until TEXT,
    PRIMARY KEY (operator)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE persons_out (
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    phone_text TEXT NOT NULL,
    birthday TEXT,
    consents TEXT NOT NULL,
    PRIMARY KEY (member)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE point_movements (
    member TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    points INTEGER NOT NULL,
    lot TEXT NOT NULL,
    spendable_from TEXT,
    dies_at TEXT,
    sale TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (member, incarnation, seq, position)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE print_jobs (
    job INTEGER NOT NULL,
    printer TEXT NOT NULL,
    kind TEXT NOT NULL,
    document TEXT NOT NULL,
    copy INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    sale TEXT,
    created_at TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (job)
)
 STRICT;
CREATE INDEX print_jobs_waiting ON print_jobs (printer, job) WHERE state IN ('queued', 'sending', 'held', 'unknown');

CREATE TABLE products (
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    category TEXT NOT NULL,
    brand TEXT NOT NULL,
    tags TEXT NOT NULL,
    unit_price INTEGER NOT NULL,
    unit TEXT NOT NULL,
    vat_percent TEXT,
    active INTEGER NOT NULL,
    PRIMARY KEY (sku)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE programs (
    version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (version)
)
 STRICT;

CREATE TABLE quarantined (
    till TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE sales (
    sale TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    receipt_number INTEGER NOT NULL,
    receipt_digits TEXT NOT NULL,
    at TEXT NOT NULL,
    shift TEXT NOT NULL,
    operator TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    member TEXT,
    subtotal INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    burned INTEGER NOT NULL,
    total INTEGER NOT NULL,
    rounding INTEGER NOT NULL,
    to_pay INTEGER NOT NULL,
    earned_points INTEGER NOT NULL,
    burned_points INTEGER NOT NULL,
    currency TEXT NOT NULL,
    shown TEXT NOT NULL,
    voided_by TEXT,
    PRIMARY KEY (sale)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX sales_member ON sales (member, incarnation, seq) WHERE member IS NOT NULL;
CREATE UNIQUE INDEX sales_receipt ON sales (receipt_number);
CREATE INDEX sales_shift ON sales (shift);

CREATE TABLE settings (
    "key" TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY ("key")
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE shifts (
    shift TEXT NOT NULL,
    number INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    operator TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    opening_float INTEGER NOT NULL,
    closed_at TEXT,
    counted INTEGER,
    PRIMARY KEY (shift)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX shifts_open ON shifts (closed_at) WHERE closed_at IS NULL;

CREATE TABLE tenders (
    receipt TEXT NOT NULL,
    position INTEGER NOT NULL,
    shift TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    given INTEGER NOT NULL,
    confirmed_by_hand INTEGER NOT NULL,
    PRIMARY KEY (receipt, position)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX tenders_shift ON tenders (shift);

CREATE TABLE till_state (
    one INTEGER NOT NULL CHECK (one = 1),
    tenant TEXT NOT NULL,
    store TEXT NOT NULL,
    till TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    acked_seq INTEGER NOT NULL,
    acked_hash BLOB NOT NULL,
    feed_epoch TEXT NOT NULL,
    feed_cursor INTEGER NOT NULL,
    receipt_number INTEGER NOT NULL,
    shift_number INTEGER NOT NULL,
    spend_count INTEGER NOT NULL,
    PRIMARY KEY (one)
)
 STRICT;

CREATE TABLE barcodes (
    barcode TEXT NOT NULL,
    sku TEXT NOT NULL,
    PRIMARY KEY (barcode),
    FOREIGN KEY(sku) REFERENCES products (sku) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX barcodes_sku ON barcodes (sku);

CREATE TABLE sale_lines (
    sale TEXT NOT NULL,
    line INTEGER NOT NULL,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    unit_price INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    net INTEGER NOT NULL,
    burned INTEGER NOT NULL,
    earned_points INTEGER NOT NULL,
    burned_points INTEGER NOT NULL,
    vat INTEGER NOT NULL,
    vat_base INTEGER NOT NULL,
    PRIMARY KEY (sale, line),
    FOREIGN KEY(sale) REFERENCES sales (sale)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE voids (
    void TEXT NOT NULL,
    sale TEXT NOT NULL,
    member TEXT,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    receipt_label TEXT NOT NULL,
    at TEXT NOT NULL,
    shift TEXT NOT NULL,
    operator TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    money INTEGER NOT NULL,
    points_taken INTEGER NOT NULL,
    points_returned INTEGER NOT NULL,
    PRIMARY KEY (void),
    FOREIGN KEY(sale) REFERENCES sales (sale)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX voids_member ON voids (member, incarnation, seq) WHERE member IS NOT NULL;
CREATE UNIQUE INDEX voids_sale ON voids (sale);
CREATE INDEX voids_shift ON voids (shift);

-- Words of members' names, folded; rowid is members.row. Contentless: the text itself is not kept twice.
CREATE VIRTUAL TABLE member_words USING fts5(
    words, content='', contentless_delete=1, detail=none, prefix='2 3', tokenize='unicode61 remove_diacritics 0'
);
