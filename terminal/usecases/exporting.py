"""Members, cards, balances and goods as files that the import reads back to the same.

From what this till knows, so also without a network; who exported what is in the journal before the file is
there. A cell that a spreadsheet would reckon with is made text, and the import undoes it; a card's number is
in groups of four, of which a spreadsheet loses no digit. Members who were merged or forgotten are not in it,
nor who has neither phone nor card. A household stands there as its persons; what they share is its head's.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import tzinfo
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from loyalty.errors import Refused, Unavailable
from loyalty.identity.phones import as_dialled
from loyalty.shelf import price_on
from terminal.cards.sheets import grouped
from terminal.households import persons_of
from terminal.sheets.text import guarded
from terminal.store.config import local_day

if TYPE_CHECKING:
    from loyalty.wire.feed import CardRow, ProductRow
    from terminal.session import Session
    from terminal.store.books import Reading
    from terminal.store.members import MemberRecord
    from terminal.till import Till

What = Literal["members", "cards", "balances", "products"]
Row = tuple[str, ...]
COLUMNS: Final[dict[What, Row]] = {
    "members": ("name", "phone", "birthday", "email", "card", "measure", "purchases"),
    "cards": ("card", "card_state", "phone"),
    "balances": ("phone", "card", "points", "wallet"),
    "products": (
        "sku", "product_name", "price", "category", "brand", "unit", "vat", "barcode", "tags", "sold",
        "planned",
    ),
}  # fmt: skip
_MODE: Final = 0o600


def export(
    till: "Till",
    session: "Session",
    what: What,
    *,
    folder: Path,
    zone: tzinfo,
    name: str = "",
    heading: Callable[[str], str] = str,
) -> tuple[Path, int]:
    """Write the file, and give its path and how many rows it has.

    `heading` is what a field's column is called; the import knows each by its own name, and by its texts.

    Raises:
        Refused: `export-not-yours` (no manager).
        Unavailable: `export-failed`.
    """
    if session.role != "manager":
        raise Refused("export-not-yours")
    with till.store.read() as reading:
        rows = export_rows(till, reading, what)
    with till.store.write() as unit:
        said = {"v": 1, "kind": what, "rows": len(rows), "note": f"{what}: {len(rows)}"}
        unit.journal.append("data_exported", said, session.operator)
    till.nudge_sync()
    path = folder / (name or f"{what}-{till.clock.now().astimezone(zone):%Y%m%d-%H%M%S}.csv")
    write_sheet(path, [heading(each) for each in COLUMNS[what]], rows)
    return path, len(rows)


def export_rows(till: "Till", reading: "Reading", what: What) -> list[Row]:
    """The rows of a file, in an order that depends on nothing but what they say."""
    if what == "products":
        today = local_day(reading.config, till.clock.now())
        return [_product(row, today) for row in reading.products.walk()]
    make = {"members": _member, "cards": _cards, "balances": _balance}[what]
    walk = reading.members.walk()
    return sorted(row for record, cards in walk for row in make(_bearing(reading, record), cards))


def write_sheet(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table as UTF-8 with a byte order mark, for its owner only: all of it, or what was there stays.

    Raises:
        Unavailable: `export-failed`.
    """
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        draft.touch(_MODE)
        with draft.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerows([guarded(cell) for cell in row] for row in chain((header,), rows))
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise Unavailable("export-failed", retry=True, path=str(path), why=why) from error


def _bearing(reading: "Reading", record: "MemberRecord") -> "MemberRecord":
    """A person with what their household shares, if they stand for it: its head, or else the first known."""
    pool = None if record.state != "person" else reading.members.by_id(record.alias_of or "")
    if pool is None:
        return record
    known = [each for each in persons_of(pool) if _is_person(reading, each)]
    if record.member not in known:
        return record
    head = pool.standing["household"]["head"]
    own = {"about": record.standing.get("about")}
    if record.member != (head if head in known else known[0]):
        return replace(record, standing=own)
    return replace(record, standing={**pool.standing, **own})


def _is_person(reading: "Reading", member: str) -> bool:
    record = reading.members.by_id(member)
    return record is not None and record.state == "person"


def _member(record: "MemberRecord", cards: "Sequence[CardRow]") -> Iterator[Row]:
    phone, active = _phone(record), _active(cards)
    if not (phone or active):
        return
    standing, about = record.standing, cast("dict[str, Any]", record.standing.get("about") or {})
    figures = (str(standing.get(name) or "") for name in ("measure", "purchases"))
    email = str(about.get("email") or "")
    yield (record.name, phone, record.birthday or "", email, "|".join(map(grouped, active)), *figures)


def _cards(record: "MemberRecord", cards: "Sequence[CardRow]") -> Iterator[Row]:
    phone = _phone(record)
    for card in cards:
        if phone or card.state == "active":
            yield (grouped(card.number), card.state, phone)


def _balance(record: "MemberRecord", cards: "Sequence[CardRow]") -> Iterator[Row]:
    phone, active = _phone(record), _active(cards)
    wallet = cast("dict[str, Any]", record.standing.get("wallet") or {})
    points, money = int(record.standing.get("points") or 0), int(wallet.get("balance") or 0)
    if (phone or active) and (points or money):
        yield (phone, "" if phone else grouped(active[0]), str(points or ""), str(money or ""))


def _product(row: "ProductRow", today: str) -> Row:
    return (
        row.sku,
        row.name,
        str(price_on(row, today)),
        row.category,
        row.brand,
        row.unit,
        row.vat_percent or "",
        "|".join(sorted(row.barcodes)),
        "|".join(row.tags),
        "yes" if row.state == "active" else "no",
        "|".join(f"{day} {price_on(row, day)}" for day in _days_to_come(row, today)),
    )


def _days_to_come(row: "ProductRow", today: str) -> list[str]:
    return sorted({each.day for each in row.prices if each.day > today and not each.withdrawn})


def _phone(record: "MemberRecord") -> str:
    return as_dialled(record.e164 or "")


def _active(cards: "Sequence[CardRow]") -> list[str]:
    return sorted(card.number for card in cards if card.state == "active")
