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


MAY_CHANGE = {
    **dict.fromkeys(("accounts", "lots", "money_accounts", "money_lots"), "sums of what was posted"),
    **dict.fromkeys(("leases", "lease_slices", "lease_calls", "claims"), "what is lent right now"),
    **dict.fromkeys(("money_leases", "money_lease_slices", "money_lease_calls"), "what is lent right now"),
    **dict.fromkeys(("money_exposures", "money_sale_losses", "sale_losses"), "what was lost, by sale"),
    **dict.fromkeys(("exposures", "claim_losses"), "what a reclaim has cost so far"),
    **dict.fromkeys(("chains", "till_feeds", "feed", "feed_shards"), "how far something has come"),
    **dict.fromkeys(("quarantine", "rehomings", "merges", "restores"), "settled or undone by a person, once"),
    **dict.fromkeys(("sales", "purchases", "sale_locks", "keepings"), "worked out from the journals"),
    **dict.fromkeys(("members", "persons", "handles", "cards", "gift_cards"), "as it is now"),
    "consents": "gone with the person, and else as it was written",
    "product_codes": "as it is now",
    **dict.fromkeys(("tenants", "stores", "tills", "operators", "products"), "how things are set up now"),
    **dict.fromkeys(("pairing_codes", "tallies"), "used up, and over soon"),
}
"""Every table that may be written over, and why; any other has to be append-only."""


def test_what_may_never_change_is_marked() -> None:
    marked = {table.name for table in TABLES if table.info.get("append_only")}
    assert marked == {table.name for table in TABLES} - MAY_CHANGE.keys()
    assert MAY_CHANGE.keys() <= {table.name for table in TABLES}
