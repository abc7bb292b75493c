"""Reads `[[partner]]`."""

from loyalty.limits import PARTNERS_MAX
from loyalty.program import values
from loyalty.program.model import PointRules
from loyalty.program.partners import Partner
from loyalty.program.references import References
from loyalty.program.table import Table, shown
from loyalty.units import Money, Points

_KEYS = (
    *("id", "name", "stores", "earn", "per_amount", "worth"),
    *("pays_per_point", "receives_per_point"),
)


def read_partners(root: Table, references: References, *, points: PointRules) -> tuple[Partner, ...]:
    """All partners, in file order; what a partner leaves out is as in `[points]`."""
    tables = root.tables("partner")
    if len(tables) > PARTNERS_MAX:
        root.fault("partner", f"there are {len(tables)} of them", f"at most {PARTNERS_MAX} are allowed")
    owners: dict[str, str] = {}
    return tuple(_read_partner(table, references, points, owners) for table in tables)


def _read_partner(
    table: Table, references: References, points: PointRules, owners: dict[str, str]
) -> Partner:
    table.check_keys(_KEYS)
    table.need("id", "name", "stores")
    partner_id = references.read_id(table, "partner")
    return Partner(
        id=partner_id,
        name=values.text(table, "name"),
        stores=_read_stores(table, partner_id, owners),
        earn=Points(values.whole(table, "earn", points.earn)),
        per_amount=Money(values.whole(table, "per_amount", points.per_amount, least=1)),
        worth=Money(values.whole(table, "worth", points.worth, least=1)),
        pays_per_point=Money(values.whole(table, "pays_per_point")),
        receives_per_point=Money(values.whole(table, "receives_per_point")),
    )


def _read_stores(table: Table, partner_id: str, owners: dict[str, str]) -> frozenset[str]:
    """The stores of a partner, each of this one alone."""
    stores = values.texts(table, "stores")
    if stores is not None and not stores:
        table.fault("stores", "there is none", "name the stores at which the partner's rates hold")
    for index, store in enumerate(stores or ()):
        if store in owners:
            what = f'{shown(store)} is a store of "{owners[store]}" already'
            table.fault_item("stores", index, what, "a store belongs to one partner")
        owners.setdefault(store, partner_id)
    return frozenset(stores or ())
