"""Does what the demo sold add up: the till's journal, the receipts that came out, and what the server holds.

Pure; reading the till's database and asking the server are `ui.demo.alone`'s matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loyalty.wire.chain import Event
from resources.catalogue import Catalogue

SALE = "sale_settled"
VOID = "sale_voided"


@dataclass(frozen=True, slots=True)
class TillBooks:
    """Everything that is in the journal of the demo's till."""

    events: tuple[Event, ...]

    @property
    def sales(self) -> tuple[Mapping[str, Any], ...]:
        """The bodies of the sales, oldest first."""
        return tuple(event.body for event in self.events if event.kind == SALE)

    @property
    def earned(self) -> int:
        """The points that all sales gave."""
        return sum(sale["earned_points"] for sale in self.sales)

    @property
    def burned(self) -> int:
        """The points that all sales took."""
        return sum(sale["burn"]["points"] for sale in self.sales if sale["burn"])


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not add up: a key of the catalogue and its figures."""

    key: str
    params: Mapping[str, str | int]


def find_faults(
    books: TillBooks, server: Mapping[str, Any], *, receipts: int, sold_now: int
) -> tuple[Fault, ...]:
    """All that does not add up; nothing, on a good day.

    `server` is what `admin show --json` said; `receipts` came out of the printer for the `sold_now` sales of
    this run.
    """
    counts, points = server["counts"], server["points"]
    pairs = (
        ("events", len(books.events), counts["events"]),
        ("sales", len(books.sales), counts["sales"]),
        ("points earned", books.earned, points["issued"]),
        ("points burned", books.burned, points["burned"]),
        ("points outstanding", points["imported"] + books.earned - books.burned, points["outstanding"]),
        ("quarantined events", 0, counts["quarantined events"]),
        ("open leases", 0, counts["open leases"]),
    )
    faults = [Fault("differs", {"what": w, "till": t, "server": s}) for w, t, s in pairs if t != s]
    if receipts != sold_now:
        faults.append(Fault("receipts", {"sales": sold_now, "receipts": receipts}))
    faults += [Fault("server", {"what": str(what)}) for what in server["faults"]]
    faults += [fault for sale in books.sales for fault in _sale_faults(sale)]
    return tuple(faults)


def summary(
    books: TillBooks, server: Mapping[str, Any], receipts: Sequence[str], faults: Sequence[Fault]
) -> dict[str, Any]:
    """What there is to know afterwards, for programs."""
    return {
        "till": {
            "events": len(books.events),
            "sales": len(books.sales),
            "points earned": books.earned,
            "points burned": books.burned,
            "taken": sum(sale["to_pay"] for sale in books.sales),
        },
        "server": server,
        "sales": [_sale_summary(sale) for sale in books.sales],
        "receipts": list(receipts),
        "faults": [{"what": fault.key, **fault.params} for fault in faults],
    }


def summary_text(figures: Mapping[str, Any], faults: Sequence[Fault], texts: Catalogue) -> str:
    """The same for people."""
    columns = ("receipt", "lines", "subtotal", "discount", "burned", "rounding", "to_pay", "earned_points")
    rows = [columns, *(tuple(str(one[name]) for name in columns) for one in figures["sales"])]
    lines = [
        "  ".join(cell.rjust(len(name)) for cell, name in zip(row, columns, strict=True)) for row in rows
    ]
    for name in ("till", "server"):
        found = figures[name] if name == "till" else {**figures[name]["counts"], **figures[name]["points"]}
        lines.append(f"{name}: " + ", ".join(f"{what} {value}" for what, value in found.items()))
    told = [texts.text(f"demo.fault.{fault.key}", **fault.params) for fault in faults]
    return "\n".join([*lines, *(told or [texts.text("demo.adds-up")])])


def _sale_faults(sale: Mapping[str, Any]) -> list[Fault]:
    """Lines come to the total, and tenders to what was to be paid."""
    faults: list[Fault] = []
    burned = sale["burn"]["amount"] if sale["burn"] else 0
    for said, lines in (
        (sale["total"], sum(line["net"] for line in sale["lines"]) - burned),
        (sale["to_pay"], sale["total"] + sale["rounding"]),
        (sale["to_pay"], sum(tender["amount"] for tender in sale["tenders"])),
    ):
        if said != lines:
            receipt = sale["receipt"]["label"]
            faults.append(Fault("total", {"receipt": receipt, "lines": lines, "total": said}))
    return faults


def _sale_summary(sale: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "receipt": sale["receipt"]["label"],
        "member": sale["member"],
        "lines": len(sale["lines"]),
        "subtotal": sale["subtotal"],
        "discount": -sum(discount["amount"] for discount in sale["discounts"]),
        "burned": -sale["burn"]["amount"] if sale["burn"] else 0,
        "rounding": sale["rounding"],
        "to_pay": sale["to_pay"],
        "earned_points": sale["earned_points"],
    }
