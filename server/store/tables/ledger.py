"""What the members own: accounts, lots, leases, and the postings that explain every figure of them.

Each movement of points is two postings or more that sum to zero: a member's account against one of the
program's (issued, burned, expired, adjusted). A member's account is a debt of the program's: what a member
gains is above zero.
"""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table

from server.store.tables.base import Code, Id, Moment, Whole, metadata

_MEMBER = {"family": "member"}

accounts = Table(
    "accounts",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("account", Code, primary_key=True, comment="points, owed"),
    Column("posted", Whole, nullable=False),
    Column("reserved", Whole, nullable=False),
    CheckConstraint("posted >= 0", name="posted"),
    CheckConstraint("reserved >= 0", name="reserved"),
    CheckConstraint("posted - reserved >= 0", name="available"),
    info=_MEMBER,
)

lots = Table(
    "lots",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("lot", Id, primary_key=True),
    Column("granted", Whole, nullable=False),
    Column("remaining", Whole, nullable=False),
    Column("reserved", Whole, nullable=False),
    Column("expired", Whole, nullable=False),
    Column("earned_at", Moment, nullable=False),
    Column("spendable_from", Moment, nullable=False),
    Column("dies_at", Moment),
    Column("issuing_store", Id),
    Column("program_version", Integer, nullable=False),
    Column("sale", Id),
    CheckConstraint("remaining >= 0", name="remaining"),
    CheckConstraint("reserved >= 0", name="reserved"),
    CheckConstraint("remaining - reserved >= 0", name="free"),
    CheckConstraint("granted - remaining - expired >= 0", name="granted"),
    info=_MEMBER,
)

leases = Table(
    "leases",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("lease", Id, primary_key=True),
    Column("till", Id, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("account", Code, nullable=False),
    Column("amount", Whole, nullable=False),
    Column("spent", Whole, nullable=False),
    Column("state", Code, nullable=False),
    Column("granted_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("cap", Code, comment="what kept the amount from being more; null where nothing did"),
    CheckConstraint("state IN ('open', 'frozen', 'closed')", name="state"),
    CheckConstraint("spent >= 0 AND spent <= amount", name="spent"),
    Index(None, "tenant", "till", "state"),
    info=_MEMBER,
)

lease_slices = Table(
    "lease_slices",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("lease", Id, primary_key=True),
    Column("lot", Id, primary_key=True),
    Column("points", Whole, nullable=False),
    Column("spent", Whole, nullable=False),
    CheckConstraint("spent >= 0 AND spent <= points", name="spent"),
    info=_MEMBER,
)

lease_calls = Table(
    "lease_calls",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("lease", Id, primary_key=True, comment="that another till waits for"),
    Column("at", Moment, nullable=False),
    info=_MEMBER,
)

exposures = Table(
    "exposures",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("lease", Id, primary_key=True),
    Column("freed", Whole, nullable=False, comment="given back to the member by a manager's reclaim"),
    Column("lost", Whole, nullable=False, comment="borne by the house since"),
    CheckConstraint("freed >= 0", name="freed"),
    CheckConstraint("lost >= 0", name="lost"),
    info=_MEMBER,
)

sale_losses = Table(
    "sale_losses",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("sale", Id, primary_key=True),
    Column("lot", Id, primary_key=True),
    Column("points", Whole, nullable=False, comment="of the sale's burn, borne by the house"),
    CheckConstraint("points > 0", name="points"),
    info=_MEMBER,
)

postings = Table(
    "postings",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("movement", Code, primary_key=True),
    Column("leg", Integer, primary_key=True, autoincrement=False),
    Column("kind", Code, nullable=False),
    Column("account", Code, nullable=False, comment="member:points, member:owed, program:issued, …"),
    Column("amount", Whole, nullable=False),
    Column("lot", Id),
    Column("lease", Id),
    Column("sale", Id),
    Column("issuing_store", Id),
    Column("redeeming_store", Id),
    Column("program_version", Integer, nullable=False),
    Column("reverses", Code, comment="the movement that this one takes back"),
    Column("at", Moment, nullable=False),
    Column("posted_at", Moment, nullable=False),
    info=_MEMBER | {"append_only": True},
)
