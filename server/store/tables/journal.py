"""The tills' journals as they were sent, how far each has come, and what a person has to look at."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Table, Text, text

from server.store.tables.base import ONE_LINE, Code, Id, Moment, Whole, metadata

_TILL = {"family": "till"}

NAMES_A_DRAW: Final = text("""body LIKE '%"draws":[{%'""")
"""Whether an event names a draw: canonical JSON has no blanks, and escapes every quote in a text."""

chains = Table(
    "chains",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("till", Id, primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("ack_seq", Whole, nullable=False),
    Column("ack_hash", LargeBinary(32), nullable=False),
    Column("state", Code, nullable=False),
    Column("heard_at", Moment, comment="when its till spoke last, to a quarter of an hour"),
    CheckConstraint("state IN ('open', 'forked', 'returning', 'waiting')", name="state"),
    CheckConstraint("ack_seq >= 0", name="ack_seq"),
    info=_TILL,
)

journal = Table(
    "journal",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("till", Id, primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("seq", Whole, primary_key=True, autoincrement=False),
    Column("operation_id", Id, nullable=False),
    Column("kind", Code, nullable=False),
    Column("at", Code, nullable=False, comment="the till's clock, as it said"),
    Column("operator", Code, nullable=False),
    Column("body", Text, nullable=False, comment="canonical JSON", info=ONE_LINE),
    Column("hash", LargeBinary(32), nullable=False),
    Column("received_at", Moment, nullable=False),
    Index(None, "tenant", "till", "operation_id"),
    Index(
        "ix_journal_draws",
        *("tenant", "received_at", "till", "incarnation", "seq"),
        postgresql_where=NAMES_A_DRAW,
        sqlite_where=NAMES_A_DRAW,
    ),
    info=_TILL | {"append_only": True},
)

heads = Table(
    "heads",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("till", Id, primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("seq", Whole, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False, comment="the till's, over wire.signing.head_bytes"),
    info=_TILL | {"append_only": True},
)

sales = Table(
    "sales",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("till", Id, primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("sale", Id, primary_key=True),
    Column("seq", Whole, nullable=False, comment="of its sale_settled in the journal"),
    Column("member", Id),
    Column("voided_by", Whole, comment="seq of its sale_voided"),
    Column("receipt", Code, comment="the digits under its bar code"),
    Column("returned", Text, comment="JSON: line and thousandths that have come back of it"),
    Column("paid_back", Whole, comment="the money that went out for that"),
    Column("claim", Text, comment="JSON: the body of the receipt_claimed that made it the member's"),
    Index(None, "tenant", "receipt"),
    Index(None, "tenant", "sale"),
    info=_TILL,
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("till", Id, primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("seq", Whole, primary_key=True, autoincrement=False),
    Column("why", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("resolved_at", Moment, comment="when it was posted after all"),
    Column("left_at", Moment, comment="when two people left it for good"),
    Column("by", Id, comment="the operator who settled it; none: the server, after a restore"),
    Column("approved_by", Id),
    Column("note", Text, comment="why it was left"),
    Column("close_number", Whole, comment="the close of its store that has counted it since it was posted"),
    info=_TILL,
)

alarms = Table(
    "alarms",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("till", Id, primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("seq", Whole, primary_key=True, autoincrement=False),
    Column("seen_hash", LargeBinary(32), primary_key=True),
    Column("held_hash", LargeBinary(32), nullable=False),
    Column("at", Moment, nullable=False),
    info=_TILL | {"append_only": True},
)

rehomings = Table(
    "rehomings",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("till", Id, primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False, comment="that ended"),
    Column("rehoming", Id, primary_key=True),
    Column("next_incarnation", Integer, nullable=False),
    Column("kind", Code, nullable=False),
    Column("why", Code, nullable=False),
    Column("seq", Whole, nullable=False, comment="the end of the old journal on the till's disk"),
    Column("hash", LargeBinary(32), nullable=False),
    Column("at", Moment, nullable=False),
    Column("resolved_at", Moment),
    CheckConstraint("kind IN ('restored', 'cloned')", name="kind"),
    info=_TILL,
)

till_feeds = Table(
    "till_feeds",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("till", Id, primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Id, nullable=False),
    Column("cursor", Whole, nullable=False, comment="how far the till has applied the feed, as it said"),
    Column("at", Moment, nullable=False),
    info=_TILL,
)

sale_locks = Table(
    "sale_locks",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("till", Id, primary_key=True, comment="that sold it"),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("sale", Id, primary_key=True),
    Column("holder", Id, nullable=False, comment="the till that may give it back"),
    Column("state", Code, nullable=False),
    Column("at", Moment, nullable=False),
    Column("handed_at", Moment, comment="when that till heard that it may"),
    CheckConstraint("state IN ('asked', 'given')", name="state"),
    info=_TILL,
)

drawn = Table(
    "drawn",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("till", Id, primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("sale", Id, primary_key=True),
    Column("draw", Id, primary_key=True),
    Column("receipt", Id, nullable=False, comment="the digits under its bar code"),
    Column("number", Whole, nullable=False),
    Column("prize", Id, nullable=False, comment="its id; empty: none"),
    Column("member", Id, comment="to whom it was given"),
    Column("points", Whole, nullable=False, comment="that were given"),
    Column("at", Moment, nullable=False),
    info=_TILL | {"append_only": True},
)
