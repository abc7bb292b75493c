"""On how many days a member came, as a till counts on from the server's last word. Pure.

A day counts once, however often its member bought, and not at all where all of it came back.
"""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from terminal.store.returns import UnsyncedRefund
    from terminal.store.sales import UnsyncedSale, UnsyncedVoid


def visits_since(
    day: Mapping[str, Any] | None,
    own: "tuple[tuple[UnsyncedSale, ...], tuple[UnsyncedVoid, ...]]",
    refunds: "tuple[UnsyncedRefund, ...]" = (),
) -> int:
    """The days that this till's own deeds add to those that the server counts, less those they take off.

    `day` is the one day of which the server said how many sales it counts. Of another day it may count sales
    that this till has never heard of: there nothing is taken off.
    """
    told_of, told = ("", 0) if day is None else (day["date"], day["sales"])
    changes = Counter(_day(each.body) for each in own[0])
    changes.subtract(_day(each.body) for each in own[1])
    changes.subtract(_day(each.sale_body) for each in refunds if each.is_whole)
    return sum(
        int(told + change > 0) - int(told > 0) if on == told_of else int(change > 0)
        for on, change in changes.items()
    )


def _day(sale: Mapping[str, Any]) -> str:
    """The local day of a sale's body."""
    return str(sale.get("at_local", ""))[:10]
