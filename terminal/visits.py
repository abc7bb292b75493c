"""On how many days a member came, as a till counts on from the server's last word. Pure.

A day counts once, however often its member bought, and not at all where all of it came back. What is no
purchase (`loyalty.wire.spend`) is no visit.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from terminal.store.returns import UnsyncedRefund
    from terminal.store.sales import UnsyncedSale, UnsyncedVoid


def visits_since(
    day: Mapping[str, Any] | None,
    own: "tuple[tuple[UnsyncedSale, ...], tuple[UnsyncedVoid, ...]]",
    refunds: "tuple[UnsyncedRefund, ...]" = (),
    *,
    no_points: frozenset[str] = frozenset(),
) -> int:
    """The days that this till's own deeds add to those that the server counts, less those they take off.

    `day` is the one day of which the server said how many sales it counts. Of another day it may count sales
    that this till has never heard of: there nothing is taken off. Goods of `no_points` are no purchase alone.
    """
    told_of, told = ("", 0) if day is None else (day["date"], day["sales"])
    changes = Counter(_day(each.body) for each in own[0] if _bought(each.body, no_points))
    changes.subtract(_day(each.body) for each in own[1] if _bought(each.body, no_points))
    changes.subtract(_day(sale) for sale in _came_back(refunds, no_points))
    return sum(
        int(told + change > 0) - int(told > 0) if on == told_of else int(change > 0)
        for on, change in changes.items()
    )


def _bought(sale: Mapping[str, Any], no_points: frozenset[str]) -> dict[int, Decimal]:
    """How much was bought by each line that makes the sale a purchase."""
    lines = enumerate(sale.get("lines", ()))
    return {place: Decimal(line["quantity"]) for place, line in lines if line["sku"] not in no_points}


def _came_back(refunds: "Iterable[UnsyncedRefund]", no_points: frozenset[str]) -> Iterator[Mapping[str, Any]]:
    """The purchases of which all came back here that made them one."""
    left: dict[str, dict[int, Decimal]] = {}
    for each in refunds:
        sale = each.sale_body
        still = left.setdefault(sale.get("sale", ""), _bought(sale, no_points))
        if not still:
            continue
        for line in each.body["lines"]:
            if line["line"] in still:
                still[line["line"]] -= Decimal(line["quantity"])
        if each.is_whole or not any(still.values()):
            still.clear()
            yield sale


def _day(sale: Mapping[str, Any]) -> str:
    """The local day of a sale's body."""
    return str(sale.get("at_local", ""))[:10]
