"""What people set up: tenants, stores, tills and their pairing codes, operators, programs, goods."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from server.store.tables.base import Code, Id, Moment, Whole, metadata

_TENANT = {"family": "tenant"}
_REFERENCE = {"family": "reference"}
_DIRECTORY = {"family": "directory"}

tenants = Table(
    "tenants",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("code", Code, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    info=_REFERENCE,
)

stores = Table(
    "stores",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("store", Id, primary_key=True),
    Column("code", Code, nullable=False),
    Column("settings", Text, nullable=False, comment="JSON of wire.feed.StoreSettings"),
    UniqueConstraint("tenant", "code"),
    info=_TENANT,
)

tills = Table(
    "tills",
    metadata,
    Column("till", Id, primary_key=True),
    Column("tenant", Id, nullable=False),
    Column("store", Id, nullable=False),
    Column("code", Code, nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Code, nullable=False),
    Column("incarnation", Integer, nullable=False, comment="0 until paired"),
    Column("public_key", LargeBinary(32)),
    CheckConstraint("state IN ('active', 'revoked')", name="state"),
    Index(None, "tenant", "code", unique=True),
    Index(None, "tenant", "number", unique=True),
    info=_REFERENCE,
)

pairing_codes = Table(
    "pairing_codes",
    metadata,
    Column("code_hash", LargeBinary(32), primary_key=True),
    Column("tenant", Id, nullable=False),
    Column("till", Id, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    info=_REFERENCE,
)

operators = Table(
    "operators",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("operator", Id, primary_key=True),
    Column("code", Code, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Code, nullable=False),
    Column("pin_hash", Text, nullable=False),
    Column("state", Code, nullable=False),
    CheckConstraint("role IN ('cashier', 'supervisor', 'manager', 'auditor')", name="role"),
    CheckConstraint("state IN ('active', 'blocked')", name="state"),
    UniqueConstraint("tenant", "code"),
    info=_TENANT,
)

closes = Table(
    "closes",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("store", Id, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("day", Code, nullable=False),
    Column("body", Text, nullable=False, comment="canonical JSON of wire.closing.DayClose"),
    Column("signature", LargeBinary(64), nullable=False),
    UniqueConstraint("tenant", "store", "day"),
    info=_TENANT | {"append_only": True},
)

tallies = Table(
    "tallies",
    metadata,
    Column("tenant", Id, primary_key=True, comment="empty: of the whole server"),
    Column("what", Code, primary_key=True, comment="look-ups, misses, wrong-codes, programs"),
    Column("who", Id, primary_key=True, comment="a till; empty: all of them"),
    Column("full_at", Moment, nullable=False, comment="when the whole allowance is there again"),
    info=_TENANT,
)

operator_history = Table(
    "operator_history",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("operator", Id, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("role", Code, nullable=False),
    Column("state", Code, nullable=False),
    Column("at", Moment, nullable=False),
    info=_TENANT | {"append_only": True},
)

staff_deeds = Table(
    "staff_deeds",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("operator", Id, primary_key=True),
    Column("deed", Id, primary_key=True, comment="made by the till before its first try"),
    Column("kind", Code, nullable=False),
    Column("name", Text, nullable=False, comment="as it is since"),
    Column("role", Code, nullable=False),
    Column("state", Code, nullable=False),
    Column("till", Id, nullable=False),
    Column("by", Id, nullable=False, comment="the operator who did it"),
    Column("at", Moment, nullable=False),
    info=_TENANT | {"append_only": True},
)

store_deeds = Table(
    "store_deeds",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("store", Id, primary_key=True),
    Column("deed", Id, primary_key=True, comment="made by the till before its first try"),
    Column("settings", Text, nullable=False, comment="JSON of wire.feed.StoreSettings, as they are since"),
    Column("till", Id, nullable=False),
    Column("by", Id, nullable=False, comment="the operator who did it"),
    Column("at", Moment, nullable=False),
    info=_TENANT | {"append_only": True},
)

program_deeds = Table(
    "program_deeds",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("deed", Id, primary_key=True, comment="made by the till before its first try"),
    Column("program_version", Integer, nullable=False, comment="that it published"),
    Column("till", Id, nullable=False),
    Column("by", Id, nullable=False, comment="the operator who did it"),
    Column("at", Moment, nullable=False),
    info=_TENANT | {"append_only": True},
)

reclaims = Table(
    "reclaims",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("reclaim", Id, primary_key=True, comment="what its movements are named by"),
    Column("till", Id, nullable=False),
    Column("leases", Integer, nullable=False, comment="how many leases and claims were closed"),
    Column("points", Whole, nullable=False, comment="that members have again"),
    Column("money", Whole, nullable=False, comment="that cards and wallets have again"),
    Column("by", Id, nullable=False, comment="the operator who did it"),
    Column("approved_by", Id, nullable=False, comment="somebody else, a manager"),
    Column("at", Moment, nullable=False),
    info=_TENANT | {"append_only": True},
)

partner_payments = Table(
    "partner_payments",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("month", Code, primary_key=True, comment="of what was paid: 2026-11"),
    Column("payer", Id, primary_key=True, comment="a partner by id; empty: the pool"),
    Column("payee", Id, primary_key=True),
    Column("amount", Whole, nullable=False, comment="all that the month came to between the two"),
    Column("paid_on", Code, nullable=False, comment="the day, as it was said: 2026-12-05"),
    Column("reference", Text, nullable=False, comment="by which both find the payment"),
    Column("by", Id, nullable=False, comment="the operator who wrote it down"),
    Column("approved_by", Id, nullable=False, comment="somebody else, a manager"),
    Column("at", Moment, nullable=False),
    CheckConstraint("amount > 0", name="amount"),
    info=_TENANT | {"append_only": True},
)

restores = Table(
    "restores",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("restore", Id, primary_key=True),
    Column("by", Id, nullable=False, comment="the operator who said that the server was put back"),
    Column("approved_by", Id, nullable=False, comment="somebody else, a manager"),
    Column("at", Moment, nullable=False),
    Column("ended_at", Moment, comment="when nobody waited for more any longer"),
    info=_TENANT,
)

drawings = Table(
    "drawings",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("draw", Id, primary_key=True),
    Column("seed", Code, nullable=False, comment="as it is published: hexadecimal digits"),
    Column("program_version", Integer, nullable=False, comment="whose prizes are given"),
    Column("opened_at", Moment, nullable=False, comment="what came in later takes no part"),
    Column("till", Id, comment="from which it was opened; none: by a command of the server"),
    Column("by", Id, comment="the operator who did it from there"),
    info=_TENANT | {"append_only": True},
)

imported_rows = Table(
    "imported_rows",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("run", Id, primary_key=True, comment="the content of a file, hashed"),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("member", Id, nullable=False),
    Column("outcome", Code, nullable=False),
    Column("till", Id, nullable=False),
    Column("by", Id, nullable=False, comment="the operator who did it"),
    Column("at", Moment, nullable=False),
    info=_TENANT | {"append_only": True},
)

programs = Table(
    "programs",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("fingerprint", Code, nullable=False),
    Column("valid_from", Moment, nullable=False),
    info=_TENANT | {"append_only": True},
)

products = Table(
    "products",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("sku", Code, primary_key=True),
    Column("body", Text, nullable=False, comment="JSON of wire.feed.ProductRow"),
    Column("unit_price", Whole, nullable=False),
    info=_TENANT,
)

product_codes = Table(
    "product_codes",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("code", Code, primary_key=True),
    Column("sku", Code, nullable=False),
    Index(None, "tenant", "sku"),
    info=_DIRECTORY,
)

product_history = Table(
    "product_history",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("sku", Code, primary_key=True),
    Column("change", Code, primary_key=True, comment="the operation that said it"),
    Column("kind", Code, nullable=False),
    Column("by", Id, nullable=False, comment="an operator; empty: a file"),
    Column("approver", Id),
    Column("at", Moment, nullable=False),
    Column("body", Text, nullable=False, comment="canonical JSON of what was said"),
    info=_TENANT | {"append_only": True},
)
