"""What members agreed to is never written over, and goes only with the record of the person.

An erasure takes the record away first, in the same transaction; whose record is still there keeps what they said.
"""

from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

_STILL_THERE = "EXISTS (SELECT 1 FROM persons WHERE tenant = OLD.tenant AND member = OLD.member)"
_WHY = "consents are append-only"


def upgrade() -> None:
    """Guard the rows that there are, and those to come."""
    if op.get_context().dialect.name == "postgresql":
        guard_postgresql()
    else:
        guard_sqlite()


def guard_postgresql() -> None:
    """UPDATE and TRUNCATE are refused to everybody, DELETE while the person is there."""
    op.execute(
        "CREATE FUNCTION refuse_loss_of_consent() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_STILL_THERE} THEN RAISE EXCEPTION '{_WHY}'; END IF; RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER consents_stay BEFORE UPDATE ON consents FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER consents_kept BEFORE DELETE ON consents "
        "FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_consent()"
    )
    op.execute(
        "CREATE TRIGGER consents_all_kept BEFORE TRUNCATE ON consents "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def guard_sqlite() -> None:
    """The same but for TRUNCATE, which SQLite does not have."""
    refused = f"BEGIN SELECT RAISE(ABORT, '{_WHY}'); END"
    op.execute(f"CREATE TRIGGER consents_stay BEFORE UPDATE ON consents {refused}")
    op.execute(f"CREATE TRIGGER consents_kept BEFORE DELETE ON consents WHEN {_STILL_THERE} {refused}")
