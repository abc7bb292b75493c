"""A server that was put back to an earlier moment, and events that were put aside and are settled since.

Nothing that is kept changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns, and let a journal be waited for."""
    op.create_table(
        "restores",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("restore", sa.String(length=64), nullable=False),
        sa.Column(
            "by",
            sa.String(length=64),
            nullable=False,
            comment="the operator who said that the server was put back",
        ),
        sa.Column(
            "approved_by", sa.String(length=64), nullable=False, comment="somebody else, a manager"
        ),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column(
            "ended_at", sa.String(length=24), nullable=True, comment="when nobody waited for more any longer"
        ),
        sa.PrimaryKeyConstraint("tenant", "restore", name=op.f("pk_restores")),
    )
    with op.batch_alter_table("chains") as chains:
        chains.drop_constraint(op.f("ck_chains_state"), type_="check")
        chains.create_check_constraint(
            op.f("ck_chains_state"), "state IN ('open', 'forked', 'returning', 'waiting')"
        )
    with op.batch_alter_table("quarantine") as quarantine:
        quarantine.alter_column(
            "resolved_at",
            existing_type=sa.String(length=24),
            existing_nullable=True,
            comment="when it was posted after all",
        )
        quarantine.add_column(
            sa.Column(
                "left_at", sa.String(length=24), nullable=True, comment="when two people left it for good"
            )
        )
        quarantine.add_column(
            sa.Column(
                "by",
                sa.String(length=64),
                nullable=True,
                comment="the operator who settled it; none: the server, after a restore",
            )
        )
        quarantine.add_column(sa.Column("approved_by", sa.String(length=64), nullable=True))
        quarantine.add_column(sa.Column("note", sa.Text(), nullable=True, comment="why it was left"))
