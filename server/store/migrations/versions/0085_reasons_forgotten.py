"""The reason of points by hand may be blanked once the person it was about is erased, and nothing else of the row.

Those of whoever is erased already are blanked here.
"""

from typing import Final

from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

_STAYING: Final = ("tenant", "member", "adjustment", "points", "by", "approved_by", "at")
_STILL_THERE: Final = "EXISTS (SELECT 1 FROM persons WHERE tenant = OLD.tenant AND member = OLD.member)"


def upgrade() -> None:
    """Let it through, and make up for it."""
    if op.get_context().dialect.name == "postgresql":
        guard_postgresql()
    else:
        guard_sqlite()
    op.execute(
        "UPDATE adjustments SET reason = '' WHERE EXISTS (SELECT 1 FROM erasures "
        "WHERE erasures.tenant = adjustments.tenant AND erasures.member = adjustments.member)"
    )


def guard_postgresql() -> None:
    """UPDATE has a guard of its own; DELETE is refused as before."""
    op.execute(
        "CREATE FUNCTION refuse_all_but_forgetting() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_changes('IS DISTINCT FROM')} THEN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
    )
    op.execute("DROP TRIGGER adjustments_rows_stay ON adjustments")
    op.execute(
        "CREATE TRIGGER adjustments_rows_stay BEFORE DELETE ON adjustments "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER adjustments_as_written BEFORE UPDATE ON adjustments "
        "FOR EACH ROW EXECUTE FUNCTION refuse_all_but_forgetting()"
    )


def guard_sqlite() -> None:
    """The same."""
    op.execute("DROP TRIGGER adjustments_update")
    op.execute(
        f"CREATE TRIGGER adjustments_update BEFORE UPDATE ON adjustments WHEN {_changes('IS NOT')} "
        "BEGIN SELECT RAISE(ABORT, 'adjustments is append-only'); END"
    )


def _changes(differs: str) -> str:
    """Whether anything but a blank reason is written, or the person is still there."""
    others = " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in _STAYING)
    return f"(NEW.reason <> '' OR {others} OR {_STILL_THERE})"
