"""The ledger of money, in the shape of the one of points; and the gift cards whose money it is.

Its postings are append-only, like those of points.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, then the triggers."""
    create_holdings()
    create_leases()
    create_postings()
    create_gift_cards()
    guard()


def create_holdings() -> None:
    """What is held, and from which payments."""
    op.create_table(
        "money_accounts",
        *_holder(),
        sa.Column("account", sa.String(length=200), nullable=False, comment="gift, wallet"),
        sa.Column("posted", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("posted - reserved >= 0", name=op.f("ck_money_accounts_available")),
        sa.CheckConstraint("posted >= 0", name=op.f("ck_money_accounts_posted")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_money_accounts_reserved")),
        sa.PrimaryKeyConstraint("tenant", "member", "account", name=op.f("pk_money_accounts")),
    )
    op.create_table(
        "money_lots",
        *_holder(),
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
        sa.Column("is_bonus", sa.Integer(), nullable=False),
        sa.CheckConstraint("granted - remaining - expired >= 0", name=op.f("ck_money_lots_granted")),
        sa.CheckConstraint("remaining - reserved >= 0", name=op.f("ck_money_lots_free")),
        sa.CheckConstraint("remaining >= 0", name=op.f("ck_money_lots_remaining")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_money_lots_reserved")),
        sa.PrimaryKeyConstraint("tenant", "member", "lot", name=op.f("pk_money_lots")),
    )


def create_leases() -> None:
    """What tills were lent of it, and what the house lost by that."""
    op.create_table(
        "money_leases",
        *_holder(),
        sa.Column("lease", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("granted_at", sa.String(length=24), nullable=False),
        sa.Column("until", sa.String(length=24), nullable=False),
        sa.Column(
            "cap",
            sa.String(length=200),
            nullable=True,
            comment="what kept the amount from being more; null where nothing did",
        ),
        sa.CheckConstraint("spent >= 0 AND spent <= amount", name=op.f("ck_money_leases_spent")),
        sa.CheckConstraint("state IN ('open', 'frozen', 'closed')", name=op.f("ck_money_leases_state")),
        sa.PrimaryKeyConstraint("tenant", "member", "lease", name=op.f("pk_money_leases")),
    )
    op.create_index(op.f("ix_money_leases_tenant_till_state"), "money_leases", ["tenant", "till", "state"])
    op.create_table(
        "money_lease_slices",
        *_holder(),
        sa.Column("lease", sa.String(length=64), nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("spent >= 0 AND spent <= points", name=op.f("ck_money_lease_slices_spent")),
        sa.PrimaryKeyConstraint("tenant", "member", "lease", "lot", name=op.f("pk_money_lease_slices")),
    )
    op.create_table(
        "money_lease_calls",
        *_holder(),
        sa.Column("lease", sa.String(length=64), nullable=False, comment="that another till waits for"),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", "lease", name=op.f("pk_money_lease_calls")),
    )
    op.create_table(
        "money_exposures",
        *_holder(),
        sa.Column("lease", sa.String(length=64), nullable=False),
        sa.Column(
            "freed", sa.BigInteger(), nullable=False, comment="given back to the member by a manager's reclaim"
        ),
        sa.Column("lost", sa.BigInteger(), nullable=False, comment="borne by the house since"),
        sa.CheckConstraint("freed >= 0", name=op.f("ck_money_exposures_freed")),
        sa.CheckConstraint("lost >= 0", name=op.f("ck_money_exposures_lost")),
        sa.PrimaryKeyConstraint("tenant", "member", "lease", name=op.f("pk_money_exposures")),
    )
    op.create_table(
        "money_sale_losses",
        *_holder(),
        sa.Column("sale", sa.String(length=64), nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False, comment="of the sale's burn, borne by the house"),
        sa.CheckConstraint("points > 0", name=op.f("ck_money_sale_losses_points")),
        sa.PrimaryKeyConstraint("tenant", "member", "sale", "lot", name=op.f("pk_money_sale_losses")),
    )


def create_postings() -> None:
    """What explains every figure."""
    op.create_table(
        "money_postings",
        *_holder(),
        sa.Column("movement", sa.String(length=200), nullable=False),
        sa.Column("leg", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column(
            "account", sa.String(length=200), nullable=False, comment="gift:card, gift:sold, wallet:member, …"
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
        sa.PrimaryKeyConstraint("tenant", "member", "movement", "leg", name=op.f("pk_money_postings")),
    )


def create_gift_cards() -> None:
    """Which cards there are."""
    op.create_table(
        "gift_cards",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("card", sa.String(length=200), nullable=False, comment="the 16 digits of its number"),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column(
            "replaced_by",
            sa.String(length=200),
            nullable=True,
            comment="the card that has what was on this one",
        ),
        sa.Column(
            "pin_hash",
            sa.Text(),
            nullable=True,
            comment="Argon2id over the PIN with the tenant's pepper; null: it has none",
        ),
        sa.Column("store", sa.String(length=64), nullable=True, comment="where it was sold first; null: not yet"),
        sa.Column("sold_at", sa.String(length=24), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('new', 'active', 'blocked', 'replaced')", name=op.f("ck_gift_cards_state")
        ),
        sa.PrimaryKeyConstraint("tenant", "card", name=op.f("pk_gift_cards")),
    )


def guard() -> None:
    """The triggers that refuse to change a posting; PostgreSQL has the function from the first version."""
    table = "money_postings"
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _holder() -> "tuple[sa.Column[str], sa.Column[str]]":
    """The columns with which every key of the ledger begins."""
    return (
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
    )
