"""The schema: keys that can be spread over machines by tenant and member, and no counter in the middle."""

import pytest
from sqlalchemy import Column, ForeignKeyConstraint, MetaData, String, Table, UniqueConstraint

from server.store.tables import metadata

FAMILIES = {
    "member": ("tenant", "member"),
    "till": ("tenant", "till", "incarnation"),
    "feed": ("tenant", "shard"),
    "directory": ("tenant",),
    "tenant": ("tenant",),
}
REFERENCE = {"tenants", "tills", "pairing_codes"}
"""Small, and the same on every machine."""
TABLES = sorted(metadata.tables.values(), key=lambda table: table.name)


def keys_that_cannot_be_spread(table: Table) -> list[list[str]]:
    """Keys of a table that machines apart from each other could not hold unique between them."""
    if table.info["family"] == "reference":
        return [] if table.name in REFERENCE else [table.primary_key.columns.keys()]
    lead = FAMILIES[table.info["family"]]
    keys = [table.primary_key.columns.keys()]
    keys += [each.columns.keys() for each in table.constraints if isinstance(each, UniqueConstraint)]
    keys += [each.columns.keys() for each in table.indexes if each.unique]
    return [key for key in keys if tuple(key[: len(lead)]) != lead]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_key_begins_with_what_its_family_is_spread_by(table: Table) -> None:
    assert keys_that_cannot_be_spread(table) == []


@pytest.mark.parametrize(
    ("family", "columns"),
    [
        ("member", ["member", "lot"]),
        ("member", ["tenant", "lot"]),
        ("till", ["tenant", "till", "seq"]),
        ("reference", ["tenant", "member"]),
    ],
)
def test_a_key_that_could_not_be_spread_is_seen(family: str, columns: list[str]) -> None:
    made = [Column(name, String(10), primary_key=True) for name in columns]
    assert keys_that_cannot_be_spread(Table("t", MetaData(), *made, info={"family": family})) == [columns]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_nothing_is_counted_centrally_and_nothing_points_across(table: Table) -> None:
    assert not any(isinstance(each, ForeignKeyConstraint) for each in table.constraints)
    assert table.autoincrement_column is None
    assert all(column.default is None and column.server_default is None for column in table.columns)


def test_what_may_never_change_is_marked() -> None:
    marked = {table.name for table in TABLES if table.info.get("append_only")}
    assert marked == {"journal", "heads", "postings", "money_postings", "operator_history", "keeping_notes"}
