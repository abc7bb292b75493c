"""What is kept of members beside points, and the notes by which it can be worked out anew."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables; the notes stay as they were written."""
    op.create_table(
        "keepings",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column(
            "body", sa.Text(), nullable=False, comment="JSON: vouchers, stamp cards, challenges, memberships"
        ),
        sa.Column(
            "tier", sa.String(length=200), nullable=False, comment="the one that was last told of"
        ),
        sa.Column(
            "seen_at",
            sa.String(length=24),
            nullable=True,
            comment="how far the calendar has been worked in; null: not at all",
        ),
        sa.Column("number", sa.BigInteger(), nullable=False, comment="of its last note"),
        sa.PrimaryKeyConstraint("tenant", "member", name=op.f("pk_keepings")),
    )
    op.create_table(
        "keeping_notes",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "operation",
            sa.String(length=200),
            nullable=False,
            comment="till:incarnation:seq, or the server's own",
        ),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("program_version", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False, comment="JSON; empty where a journal has it"),
        sa.PrimaryKeyConstraint("tenant", "member", "number", name=op.f("pk_keeping_notes")),
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER keeping_notes_rows_stay BEFORE UPDATE OR DELETE ON keeping_notes "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            "CREATE TRIGGER keeping_notes_stays BEFORE TRUNCATE ON keeping_notes "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER keeping_notes_{change.lower()} BEFORE {change} ON keeping_notes "
            "BEGIN SELECT RAISE(ABORT, 'keeping_notes is append-only'); END"
        )
