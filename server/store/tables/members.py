"""Who the members are: what finds them, what is known of them, what they bought."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Table, Text, text

from server.store.tables.base import ONE_LINE, Code, Id, Moment, Whole, metadata

_MEMBER = {"family": "member"}
_DIRECTORY = {"family": "directory"}
_IS_ALIAS = text("alias_of IS NOT NULL")

members = Table(
    "members",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("state", Code, nullable=False),
    Column("alias_of", Id),
    Column("is_person", Integer, comment="1: shares a household; null: was merged before there were any"),
    Column("store", Id, comment="where enrolled; null where imported"),
    Column("enrolled_at", Moment, nullable=False),
    Column("tier", Code, nullable=False),
    Column("measure", Whole, nullable=False),
    Column("purchases", Integer, nullable=False),
    Column(
        "facts", Text, nullable=False, comment="JSON: memberships, segments, vouchers, used", info=ONE_LINE
    ),
    Column("revision", Whole, nullable=False),
    CheckConstraint("state IN ('active', 'alias', 'blocked', 'erased')", name="state"),
    CheckConstraint("purchases >= 0", name="purchases"),
    Index("ix_members_alias_of", "tenant", "alias_of", postgresql_where=_IS_ALIAS, sqlite_where=_IS_ALIAS),
    info=_MEMBER,
)

persons = Table(
    "persons",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
    info=_MEMBER,
)

consents = Table(
    "consents",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False, comment="JSON as the till recorded it"),
    info=_MEMBER | {"stays_as_written": True},
)

handles = Table(
    "handles",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("handle", LargeBinary(32), primary_key=True, comment="keyed hash of a phone number"),
    Column("member", Id, primary_key=True),
    Column("since", Moment, nullable=False),
    Index(None, "tenant", "member"),
    info=_DIRECTORY,
)

cards = Table(
    "cards",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("number", Code, primary_key=True),
    Column("member", Id, nullable=False),
    Column("state", Code, nullable=False),
    Column("why", Code, comment="it is blocked; null or empty: nobody said"),
    CheckConstraint("state IN ('active', 'blocked')", name="state"),
    Index(None, "tenant", "member"),
    info=_DIRECTORY,
)

purchases = Table(
    "purchases",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("sale", Id, primary_key=True),
    Column("store", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("spend", Whole, nullable=False, comment="net less burned, refunds taken off"),
    Column("points", Whole, nullable=False, comment="earned, clawed back taken off"),
    Column("voided", Integer, nullable=False),
    Column("rules", Text, nullable=False, comment="JSON list: the rules that gave something", info=ONE_LINE),
    Index(None, "tenant", "member", "at"),
    Index(None, "tenant", "store", "at"),
    info=_MEMBER,
)

merges = Table(
    "merges",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True, comment="who became an alias"),
    Column("merge", Id, primary_key=True),
    Column("survivor", Id, nullable=False),
    Column("by", Code, nullable=False, comment="rule, or the manager who said so"),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
    Column("moved", Text, nullable=False, comment="JSON: lots, leases, purchases, cards, owed, facts"),
    info=_MEMBER,
)

adjustments = Table(
    "adjustments",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("adjustment", Id, primary_key=True),
    Column("points", Whole, nullable=False, comment="given; below 0: taken"),
    Column("reason", Text, nullable=False),
    Column("by", Id, nullable=False, comment="the operator who did it"),
    Column("approved_by", Id, comment="somebody else; null where the program lets one alone do it"),
    Column("at", Moment, nullable=False),
    info=_MEMBER | {"append_only": True, "blanked": "reason"},
)

deeds = Table(
    "member_deeds",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("deed", Id, primary_key=True, comment="made by the till before its first try"),
    Column("kind", Code, nullable=False),
    Column("other", Id, comment="the other member of a merge"),
    Column("till", Id, nullable=False),
    Column("by", Id, nullable=False, comment="the operator who did it"),
    Column("approved_by", Id, comment="whose word it took; null where none was needed"),
    Column("at", Moment, nullable=False),
    info=_MEMBER | {"append_only": True},
)

erasures = Table(
    "erasures",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("by", Code, nullable=False),
    Column("at", Moment, nullable=False),
    info=_MEMBER | {"append_only": True},
)
