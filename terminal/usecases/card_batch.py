"""A batch of blank member cards: numbers nobody has, sheets that were read before they are handed out.

A blank card is worth nothing and belongs to nobody until it is scanned for a member (`usecases.cards`), so
the numbers are kept nowhere. That a batch was made, by whom and how large, is in the journal.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from secrets import randbelow
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused, Unavailable
from loyalty.identity.cards import card_number
from terminal.cards.sheets import CardForm, CardPainter, CardSheet, expected_codes, grouped, lay_out_cards
from terminal.durable_file import replace_file
from terminal.in_force import in_force
from terminal.usecases.audit import write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loyalty.wire.canonical import JsonObject
    from terminal.session import Session
    from terminal.till import Till

MOST_CARDS: Final = 500
_SERIALS: Final = 10**13
_MODE: Final = 0o600
"""Whoever has the numbers has the cards: nobody else who uses the machine reads them."""


@dataclass(frozen=True, slots=True)
class CardBatch:
    """A batch in the making; `checked` is how many of its sheets were read, from the first on."""

    numbers: tuple[str, ...]
    form: CardForm
    shop: str
    sheets: tuple[CardSheet, ...]
    checked: int = 0

    @property
    def is_checked(self) -> bool:
        """Whether every sheet was read."""
        return self.checked == len(self.sheets)


def begin_batch(till: "Till", session: "Session", *, count: int, form: CardForm) -> CardBatch:
    """Draw numbers that no member of this till's directory has, and lay out their sheets.

    Raises:
        Refused: `card-batch-not-yours` (no manager), `card-batch-size` (most).
    """
    if session.role != "manager":
        raise Refused("card-batch-not-yours")
    if not 1 <= count <= MOST_CARDS:
        raise Refused("card-batch-size", most=MOST_CARDS)
    numbers: dict[str, None] = {}
    with till.store.read() as reading:
        shop = in_force(till, reading).settings.store_name
        while len(numbers) < count:
            number = card_number(randbelow(_SERIALS))
            if not reading.members.card_is_known(number):
                numbers[number] = None
    drawn = tuple(numbers)
    return CardBatch(drawn, form, shop, lay_out_cards(drawn, form, shop=shop))


def check_next(batch: CardBatch, painter: CardPainter) -> CardBatch:
    """Paint the next sheet and read every code of it.

    Raises:
        Refused: `card-sheet-spoilt` (sheet, card): a code of it says something else, or nothing.
    """
    sheet = batch.sheets[batch.checked]
    for place, found in zip(sheet.cards, painter.read(sheet), strict=True):
        if found != expected_codes(place.number):
            raise Refused("card-sheet-spoilt", sheet=batch.checked + 1, card=grouped(place.number))
    return replace(batch, checked=batch.checked + 1)


def hand_out(
    till: "Till",
    session: "Session",
    batch: CardBatch,
    painter: CardPainter,
    *,
    folder: Path,
    zone: tzinfo,
    titles: "Sequence[str]",
) -> Path:
    """Record a batch and write it as a PDF and, beside it, as a table for a print shop; the PDF's path.

    It is recorded first: there may be a batch in the journal that could not be written, and never one on
    paper that the journal does not know. `titles` head the table: which one, number, sheet.

    Raises:
        RuntimeError: a sheet was not checked.
        Refused: `card-batch-not-yours`, `role-may-not`.
        Unavailable: `export-failed`: the batch is lost, make another one.
    """
    if not batch.is_checked:
        raise RuntimeError("a sheet that nobody has read is not handed out")
    name = f"blank-cards-{till.clock.now().astimezone(zone):%Y%m%d-%H%M%S}"
    path = folder / f"{name}.pdf"
    content = painter.pdf(batch.sheets, title=f"{batch.shop} · {name}")
    _make_folder(folder)
    with till.store.write() as unit:
        unit.journal.append("cards_made", _body(batch), session.operator)
    till.nudge_sync()
    try:
        replace_file(path, content, mode=_MODE)
    except OSError as error:
        raise _unwritten(path, error) from error
    write_table(folder, name=f"{name}.csv", titles=titles, rows=_rows(batch))
    return path


def _body(batch: CardBatch) -> "JsonObject":
    """What the journal says of a batch: who holds the file can prove that it is the one."""
    mark = hashlib.sha256("\n".join(batch.numbers).encode()).hexdigest()
    count, first, last = len(batch.numbers), batch.numbers[0], batch.numbers[-1]
    ends: JsonObject = {"first": first, "last": last, "sha256": mark}
    return {"v": 1, "count": count, "form": batch.form, **ends, "note": f"{count} × {batch.form.upper()}"}


def _rows(batch: CardBatch) -> "list[tuple[str, str, str]]":
    """In groups of four a number stays text: a spreadsheet keeps 15 digits of one in one piece."""
    placed = [(place.number, at) for at, sheet in enumerate(batch.sheets, 1) for place in sheet.cards]
    return [(str(which), grouped(number), str(at)) for which, (number, at) in enumerate(placed, 1)]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritten(folder, error) from error


def _unwritten(path: Path, error: OSError) -> Unavailable:
    return Unavailable("export-failed", retry=True, path=str(path), why=error.strerror or str(error))
