"""Every table of the till's database, as SQLAlchemy Core sees it.

The journal is the truth; the rest is projected from it, or sent down by the server, or waits to be printed
or sent. The files in `schema/` make the tables; a test holds the two against each other. Ids are text
(UUIDv7), moments are UTC text as `clock.timestamp` writes it, money, points and thousandths are integers.
Not mapped here: `form_words`, the full-text index of names, which only `name_forms` and `name_words` know.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()

till_state = Table(
    "till_state",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("store", Text, nullable=False),
    Column("till", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("acked_seq", Integer, nullable=False),
    Column("acked_hash", LargeBinary, nullable=False),
    Column("feed_epoch", Text, nullable=False),
    Column("feed_cursor", Integer, nullable=False),
    Column("receipt_number", Integer, nullable=False),
    Column("shift_number", Integer, nullable=False),
    Column("spend_count", Integer, nullable=False),
    Column("restored", Text, nullable=False, server_default=text("''")),
    sqlite_strict=True,
)

journal = Table(
    "journal",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("till", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("operation_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_strict=True,
)
Index("journal_seq", journal.c.till, journal.c.incarnation, journal.c.seq, unique=True)
Index("journal_operation", journal.c.operation_id, unique=True)

quarantined = Table(
    "quarantined",
    metadata,
    Column("till", Text, primary_key=True),
    Column("incarnation", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("why", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

programs = Table(
    "programs",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("valid_from", Text, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_strict=True,
)

operators = Table(
    "operators",
    metadata,
    Column("operator", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("pin_hash", Text, nullable=False),
    Column("active", Integer, nullable=False),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("locked_until", Text),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

products = Table(
    "products",
    metadata,
    Column("sku", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("brand", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("unit_price", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("vat_percent", Text),
    Column("active", Integer, nullable=False),
    Column("prices", Text, nullable=False, server_default=text("'[]'")),
    Column("stamps", Text, nullable=False, server_default=text("'[]'")),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

Index("products_folded", products.c.folded, products.c.sku)

barcodes = Table(
    "barcodes",
    metadata,
    Column("barcode", Text, primary_key=True),
    Column("sku", Text, ForeignKey("products.sku", ondelete="CASCADE"), nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("barcodes_sku", barcodes.c.sku)

members = Table(
    "members",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("member", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("alias_of", Text),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("e164", Text),
    Column("e164_reversed", Text),
    Column("phone_text", Text, nullable=False),
    Column("birthday", Text),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_strict=True,
)
Index("members_member", members.c.member, unique=True)
Index("members_e164", members.c.e164, sqlite_where=members.c.e164.is_not(None))
Index("members_e164_reversed", members.c.e164_reversed, sqlite_where=members.c.e164_reversed.is_not(None))
Index("members_folded", members.c.folded, members.c.name, members.c.state)
Index("members_given", members.c.given)

cards = Table(
    "cards",
    metadata,
    Column("number", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("active", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("cards_member", cards.c.member)

name_forms = Table(
    "name_forms",
    metadata,
    Column("form", Integer, primary_key=True),
    Column("folded", Text, nullable=False),
    sqlite_strict=True,
)
Index("name_forms_folded", name_forms.c.folded, unique=True)

name_words = Table(
    "name_words",
    metadata,
    Column("word", Text, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

persons_out = Table(
    "persons_out",
    metadata,
    Column("member", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("phone", Text),
    Column("phone_text", Text, nullable=False),
    Column("birthday", Text),
    Column("consents", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

leases = Table(
    "leases",
    metadata,
    Column("lease", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("sale", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("spent", Integer, nullable=False),
    Column("slices", Text, nullable=False),
    Column("until", Text),
    Column("why", Text, nullable=False),
    Column("account", Text, nullable=False, server_default=text("'points'")),
    CheckConstraint("0 <= spent AND spent <= amount"),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("leases_live", leases.c.lease, sqlite_where=leases.c.state != "closed")

gift_cards = Table(
    "gift_cards",
    metadata,
    Column("card", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

claims = Table(
    "claims",
    metadata,
    Column("claim", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("thing", Text, nullable=False),
    Column("sale", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("until", Text),
    Column("why", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("claims_live", claims.c.claim, sqlite_where=claims.c.state != "closed")
Index(
    "claims_spent",
    claims.c.thing,
    claims.c.until,
    sqlite_where=(claims.c.state == "closed") & (claims.c.why != ""),
)

rehomings = Table(
    "rehomings",
    metadata,
    Column("rehoming", Text, primary_key=True),
    Column("incarnation", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("found_at", Text, nullable=False),
    Column("next_incarnation", Integer),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

shifts = Table(
    "shifts",
    metadata,
    Column("shift", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("operator", Text, nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("opening_float", Integer, nullable=False),
    Column("closed_at", Text),
    Column("counted", Integer),
    Column("closed_by", Text),
    Column("closed_by_name", Text),
    Column("closed_incarnation", Integer),
    Column("closed_seq", Integer),
    Column("reason", Text),
    Column("note", Text),
    Column("day", Integer),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("shifts_open", shifts.c.closed_at, sqlite_where=shifts.c.closed_at.is_(None))
Index("shifts_number", shifts.c.number)

sales = Table(
    "sales",
    metadata,
    Column("sale", Text, primary_key=True),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("receipt_number", Integer, nullable=False),
    Column("receipt_digits", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("shift", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("member", Text),
    Column("subtotal", Integer, nullable=False),
    Column("discount", Integer, nullable=False),
    Column("burned", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("rounding", Integer, nullable=False),
    Column("to_pay", Integer, nullable=False),
    Column("earned_points", Integer, nullable=False),
    Column("burned_points", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("voided_by", Text),
    Column("topped_up", Integer, nullable=False, server_default=text("0")),
    Column("person", Text),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("sales_receipt", sales.c.receipt_number, unique=True)
Index("sales_shift", sales.c.shift)
Index(
    "sales_member", sales.c.member, sales.c.incarnation, sales.c.seq, sqlite_where=sales.c.member.is_not(None)
)

sale_lines = Table(
    "sale_lines",
    metadata,
    Column("sale", Text, ForeignKey("sales.sale"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_price", Integer, nullable=False),
    Column("gross", Integer, nullable=False),
    Column("net", Integer, nullable=False),
    Column("burned", Integer, nullable=False),
    Column("earned_points", Integer, nullable=False),
    Column("burned_points", Integer, nullable=False),
    Column("vat", Integer, nullable=False),
    Column("vat_base", Integer, nullable=False),
    Column("off_by_hand", Integer, nullable=False, server_default=text("0")),
    Column("vat_percent", Text),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

voids = Table(
    "voids",
    metadata,
    Column("void", Text, primary_key=True),
    Column("sale", Text, ForeignKey("sales.sale"), nullable=False),
    Column("member", Text),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("receipt_label", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("shift", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("money", Integer, nullable=False),
    Column("points_taken", Integer, nullable=False),
    Column("points_returned", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("voids_sale", voids.c.sale, unique=True)
Index("voids_shift", voids.c.shift)
Index(
    "voids_member", voids.c.member, voids.c.incarnation, voids.c.seq, sqlite_where=voids.c.member.is_not(None)
)

tenders = Table(
    "tenders",
    metadata,
    Column("receipt", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("shift", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("given", Integer, nullable=False),
    Column("confirmed_by_hand", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("tenders_shift", tenders.c.shift)

point_movements = Table(
    "point_movements",
    metadata,
    Column("member", Text, primary_key=True),
    Column("incarnation", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("lot", Text, nullable=False),
    Column("spendable_from", Text),
    Column("dies_at", Text),
    Column("sale", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

print_jobs = Table(
    "print_jobs",
    metadata,
    Column("job", Integer, primary_key=True),
    Column("printer", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sale", Text),
    Column("created_at", Text, nullable=False),
    Column("why", Text, nullable=False),
    sqlite_strict=True,
)
Index(
    "print_jobs_waiting",
    print_jobs.c.printer,
    print_jobs.c.job,
    sqlite_where=print_jobs.c.state.in_(["queued", "sending", "held", "unknown"]),
)

drafts = Table(
    "drafts",
    metadata,
    Column("draft", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
