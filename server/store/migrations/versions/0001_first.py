"""The first form of the server's database.

Journal, heads and postings are append-only: triggers refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE to everybody, the
tables' owner included.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("heads", "journal", "postings")


def upgrade() -> None:
    """Make every table, then the triggers."""
    create_tables()
    if op.get_context().dialect.name == "postgresql":
        guard_postgresql()
    else:
        guard_sqlite()


def guard_postgresql() -> None:
    """One function that refuses, and two triggers on each table."""
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def guard_sqlite() -> None:
    """Two triggers on each table."""
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def create_tables() -> None:
    """All tables with their indexes."""
    op.create_table(
        "accounts",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False, comment="points, owed"),
        sa.Column("posted", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("posted - reserved >= 0", name=op.f("ck_accounts_available")),
        sa.CheckConstraint("posted >= 0", name=op.f("ck_accounts_posted")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_accounts_reserved")),
        sa.PrimaryKeyConstraint("tenant", "member", "account", name=op.f("pk_accounts")),
    )
    op.create_table(
        "alarms",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("held_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "till", "incarnation", "seq", "seen_hash", name=op.f("pk_alarms")),
    )
    op.create_table(
        "cards",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.CheckConstraint("state IN ('active', 'blocked')", name=op.f("ck_cards_state")),
        sa.PrimaryKeyConstraint("tenant", "number", name=op.f("pk_cards")),
    )
    op.create_index(op.f("ix_cards_tenant_member"), "cards", ["tenant", "member"], unique=False)
    op.create_table(
        "chains",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ack_seq", sa.BigInteger(), nullable=False),
        sa.Column("ack_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.CheckConstraint("state IN ('open', 'forked')", name=op.f("ck_chains_state")),
        sa.CheckConstraint("ack_seq >= 0", name=op.f("ck_chains_ack_seq")),
        sa.PrimaryKeyConstraint("tenant", "till", "incarnation", name=op.f("pk_chains")),
    )
    op.create_table(
        "consents",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="JSON as the till recorded it"),
        sa.PrimaryKeyConstraint("tenant", "member", "number", name=op.f("pk_consents")),
    )
    op.create_table(
        "feed",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("shard", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "shard", "kind", "key", name=op.f("pk_feed")),
    )
    op.create_index(op.f("ix_feed_tenant_shard_seq"), "feed", ["tenant", "shard", "seq"], unique=True)
    op.create_table(
        "feed_shards",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("shard", sa.String(length=200), nullable=False),
        sa.Column(
            "epoch",
            sa.String(length=64),
            nullable=False,
            comment="a new one after a restore: cursors of before mean nothing",
        ),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "shard", name=op.f("pk_feed_shards")),
    )
    op.create_table(
        "handles",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column(
            "handle", sa.LargeBinary(length=32), nullable=False, comment="keyed hash of a phone number"
        ),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("since", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "handle", "member", name=op.f("pk_handles")),
    )
    op.create_index(op.f("ix_handles_tenant_member"), "handles", ["tenant", "member"], unique=False)
    op.create_table(
        "heads",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "signature",
            sa.LargeBinary(length=64),
            nullable=False,
            comment="the till's, over wire.signing.head_bytes",
        ),
        sa.PrimaryKeyConstraint("tenant", "till", "incarnation", "seq", name=op.f("pk_heads")),
    )
    op.create_table(
        "journal",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("operation_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=200), nullable=False, comment="the till's clock, as it said"),
        sa.Column("operator", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="canonical JSON"),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "till", "incarnation", "seq", name=op.f("pk_journal")),
    )
    op.create_index(
        op.f("ix_journal_tenant_till_operation_id"),
        "journal",
        ["tenant", "till", "operation_id"],
        unique=False,
    )
    op.create_table(
        "lease_slices",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("lease", sa.String(length=64), nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("spent >= 0 AND spent <= points", name=op.f("ck_lease_slices_spent")),
        sa.PrimaryKeyConstraint("tenant", "member", "lease", "lot", name=op.f("pk_lease_slices")),
    )
    op.create_table(
        "leases",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("lease", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("granted_at", sa.String(length=24), nullable=False),
        sa.Column("until", sa.String(length=24), nullable=False),
        sa.CheckConstraint("state IN ('open', 'frozen', 'closed')", name=op.f("ck_leases_state")),
        sa.CheckConstraint("spent >= 0 AND spent <= amount", name=op.f("ck_leases_spent")),
        sa.PrimaryKeyConstraint("tenant", "member", "lease", name=op.f("pk_leases")),
    )
    op.create_index(op.f("ix_leases_tenant_till_state"), "leases", ["tenant", "till", "state"], unique=False)
    op.create_table(
        "lots",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("expired", sa.BigInteger(), nullable=False),
        sa.Column("earned_at", sa.String(length=24), nullable=False),
        sa.Column("spendable_from", sa.String(length=24), nullable=False),
        sa.Column("dies_at", sa.String(length=24), nullable=True),
        sa.Column("issuing_store", sa.String(length=64), nullable=True),
        sa.Column("program_version", sa.Integer(), nullable=False),
        sa.Column("sale", sa.String(length=64), nullable=True),
        sa.CheckConstraint("granted - remaining - expired >= 0", name=op.f("ck_lots_granted")),
        sa.CheckConstraint("remaining - reserved >= 0", name=op.f("ck_lots_free")),
        sa.CheckConstraint("remaining >= 0", name=op.f("ck_lots_remaining")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_lots_reserved")),
        sa.PrimaryKeyConstraint("tenant", "member", "lot", name=op.f("pk_lots")),
    )
    op.create_table(
        "members",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("alias_of", sa.String(length=64), nullable=True),
        sa.Column(
            "store", sa.String(length=64), nullable=True, comment="where enrolled; null where imported"
        ),
        sa.Column("enrolled_at", sa.String(length=24), nullable=False),
        sa.Column("tier", sa.String(length=200), nullable=False),
        sa.Column("measure", sa.BigInteger(), nullable=False),
        sa.Column("purchases", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False, comment="JSON: memberships, segments, vouchers, used"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'alias', 'blocked', 'erased')", name=op.f("ck_members_state")
        ),
        sa.CheckConstraint("purchases >= 0", name=op.f("ck_members_purchases")),
        sa.PrimaryKeyConstraint("tenant", "member", name=op.f("pk_members")),
    )
    op.create_table(
        "operators",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("operator", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "role IN ('cashier', 'supervisor', 'manager', 'auditor')", name=op.f("ck_operators_role")
        ),
        sa.CheckConstraint("state IN ('active', 'blocked')", name=op.f("ck_operators_state")),
        sa.PrimaryKeyConstraint("tenant", "operator", name=op.f("pk_operators")),
        sa.UniqueConstraint("tenant", "code", name=op.f("uq_operators_tenant_code")),
    )
    op.create_table(
        "pairing_codes",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.String(length=24), nullable=False),
        sa.Column("used_at", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_pairing_codes")),
    )
    op.create_table(
        "persons",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", name=op.f("pk_persons")),
    )
    op.create_table(
        "postings",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("movement", sa.String(length=200), nullable=False),
        sa.Column("leg", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column(
            "account",
            sa.String(length=200),
            nullable=False,
            comment="member:points, member:owed, program:issued, …",
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=True),
        sa.Column("lease", sa.String(length=64), nullable=True),
        sa.Column("sale", sa.String(length=64), nullable=True),
        sa.Column("issuing_store", sa.String(length=64), nullable=True),
        sa.Column("redeeming_store", sa.String(length=64), nullable=True),
        sa.Column("program_version", sa.Integer(), nullable=False),
        sa.Column(
            "reverses", sa.String(length=200), nullable=True, comment="the movement that this one takes back"
        ),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("posted_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", "movement", "leg", name=op.f("pk_postings")),
    )
    op.create_table(
        "products",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="JSON of wire.feed.ProductRow"),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "sku", name=op.f("pk_products")),
    )
    op.create_table(
        "programs",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "version", name=op.f("pk_programs")),
    )
    op.create_table(
        "purchases",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("sale", sa.String(length=64), nullable=False),
        sa.Column("store", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("spend", sa.BigInteger(), nullable=False, comment="net less burned, refunds taken off"),
        sa.Column("points", sa.BigInteger(), nullable=False, comment="earned, clawed back taken off"),
        sa.Column("voided", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False, comment="JSON list: the rules that gave something"),
        sa.PrimaryKeyConstraint("tenant", "member", "sale", name=op.f("pk_purchases")),
    )
    op.create_index(
        op.f("ix_purchases_tenant_member_at"), "purchases", ["tenant", "member", "at"], unique=False
    )
    op.create_table(
        "quarantine",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("resolved_at", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "till", "incarnation", "seq", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "sales",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sale", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False, comment="of its sale_settled in the journal"),
        sa.Column("member", sa.String(length=64), nullable=True),
        sa.Column("voided_by", sa.BigInteger(), nullable=True, comment="seq of its sale_voided"),
        sa.PrimaryKeyConstraint("tenant", "till", "incarnation", "sale", name=op.f("pk_sales")),
    )
    op.create_table(
        "stores",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("store", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False, comment="JSON of wire.feed.StoreSettings"),
        sa.PrimaryKeyConstraint("tenant", "store", name=op.f("pk_stores")),
        sa.UniqueConstraint("tenant", "code", name=op.f("uq_stores_tenant_code")),
    )
    op.create_table(
        "tenants",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_tenants")),
        sa.UniqueConstraint("code", name=op.f("uq_tenants_code")),
    )
    op.create_table(
        "tills",
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("store", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False, comment="0 until paired"),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint("state IN ('active', 'revoked')", name=op.f("ck_tills_state")),
        sa.PrimaryKeyConstraint("till", name=op.f("pk_tills")),
    )
    op.create_index(op.f("ix_tills_tenant_code"), "tills", ["tenant", "code"], unique=True)
    op.create_index(op.f("ix_tills_tenant_number"), "tills", ["tenant", "number"], unique=True)
