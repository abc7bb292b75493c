"""Reads `[[benefit]]` of a program."""

from loyalty.program import values
from loyalty.program.benefits import Benefit
from loyalty.program.read_conditions import read_limit
from loyalty.program.references import References
from loyalty.program.table import Table

KEYS = ("id", "name", "tiers", "memberships", "limit")
BENEFITS_MAX = 100


def read_benefits(root: Table, references: References) -> tuple[Benefit, ...]:
    """All benefits, in file order."""
    tables = root.tables("benefit")
    if len(tables) > BENEFITS_MAX:
        root.fault("benefit", f"there are {len(tables)} of them", f"at most {BENEFITS_MAX} are allowed")
    return tuple(_read_benefit(table, references) for table in tables)


def _read_benefit(table: Table, references: References) -> Benefit:
    table.check_keys(KEYS)
    table.need("id", "name")
    return Benefit(
        id=references.read_id(table, "benefit"),
        name=values.text(table, "name"),
        tiers=frozenset(references.read_all(table, "tiers", "tier") or ()),
        memberships=frozenset(references.read_all(table, "memberships", "membership", is_open=True) or ()),
        limit=read_limit(table),
    )
