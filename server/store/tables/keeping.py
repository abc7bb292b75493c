"""What is kept of members beside points, and the notes by which it can be worked out anew."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from server.store.tables.base import ONE_LINE, Code, Id, Moment, Whole, metadata

_MEMBER = {"family": "member"}

keepings = Table(
    "keepings",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column(
        "body",
        Text,
        nullable=False,
        comment="JSON: vouchers, stamp cards, challenges, memberships",
        info=ONE_LINE,
    ),
    Column("tier", Code, nullable=False, comment="the one that was last told of"),
    Column("seen_at", Moment, comment="how far the calendar has been worked in; null: not at all"),
    Column("number", Whole, nullable=False, comment="of its last note"),
    info=_MEMBER,
)

keeping_notes = Table(
    "keeping_notes",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("number", Whole, primary_key=True, autoincrement=False),
    Column("operation", Code, nullable=False, comment="till:incarnation:seq, or the server's own"),
    Column("kind", Code, nullable=False),
    Column("at", Moment, nullable=False),
    Column("program_version", Integer, nullable=False),
    Column("said", Text, nullable=False, comment="JSON; empty where a journal has it", info=ONE_LINE),
    info=_MEMBER | {"append_only": True},
)

claims = Table(
    "claims",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("claim", Id, primary_key=True),
    Column("thing", Code, nullable=False, comment="voucher:NUMBER, rule:ID, stock:ID"),
    Column("till", Id, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("granted_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("state", Code, nullable=False),
    Column("used_by", Code, nullable=False, comment="the sale; empty where none"),
    Column("freed", Integer, nullable=False, comment="1: given back by a manager's reclaim"),
    Column("called_at", Moment, comment="another till waits for it"),
    CheckConstraint("state IN ('open', 'frozen', 'closed')", name="state"),
    Index(None, "tenant", "till", "state"),
    Index(None, "tenant", "member", "granted_at"),
    info=_MEMBER,
)

claim_losses = Table(
    "claim_losses",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("sale", Id, primary_key=True),
    Column("thing", Code, primary_key=True, comment="that somebody else had used"),
    Column("amount", Whole, nullable=False, comment="what it took off the sale, borne by the house"),
    CheckConstraint("amount >= 0", name="amount"),
    info=_MEMBER,
)
