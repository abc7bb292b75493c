"""Rows of a file of people to rows that the server can take: members, their cards, their opening balances.

A row is a whole one or is refused; all that is wrong with it is told at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from loyalty.identity.card_rules import NO_RULES, CardRules
from loyalty.identity.names import tidy
from loyalty.identity.phones import convert_old_mobile
from loyalty.wire.importing import ImportCard, ImportRow
from terminal.sheets import cells
from terminal.sheets.columns import Mapped
from terminal.sheets.faults import RowFault
from terminal.sheets.row_cells import RowCells
from terminal.sheets.text import SheetLine

LONGEST_NAME: Final = 100
MOST_CARDS: Final = 20
MOST_PURCHASES: Final = 1_000_000
_BLOCKED: Final = frozenset({"blocked", "khoa", "khóa", "đã khóa", "locked", "inactive"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row as read: what to send, or what is wrong with it; what was mended on the way (`phone-old`, …)."""

    line: int
    cells: tuple[str, ...]
    row: ImportRow | None
    faults: tuple[RowFault, ...] = ()
    mended: tuple[str, ...] = ()


@dataclass(slots=True)
class MemberReader:
    """Reads one row after the other, and remembers who was in it: nobody stands in a file twice."""

    header: Sequence[str]
    mapped: Mapped
    region: str = "VN"
    rules: CardRules = field(default=NO_RULES)
    _phones: dict[str, int] = field(default_factory=dict[str, int])
    _cards: dict[str, int] = field(default_factory=dict[str, int])

    def read(self, lines: Iterator[SheetLine]) -> Iterator[ReadRow]:
        """The rows of a file, in its order."""
        return (self.read_one(line) for line in lines)

    def read_one(self, line: SheetLine) -> ReadRow:
        """One row."""
        row = RowCells(line, self.header, self.mapped)
        found = self._row(row)
        faults = tuple(sorted(row.faults))
        return ReadRow(
            line=line.line,
            cells=line.cells,
            row=None if faults else found,
            faults=faults,
            mended=tuple(row.mended),
        )

    def _row(self, row: RowCells) -> ImportRow:
        phone = row.value("phone", lambda text: cells.phone(text, self.region))
        number = "" if phone is None else phone.e164
        cards = self._cards_of(row)
        if number:
            self._note_mended(row, number)
        if not row.faults and not number and not cards:
            row.fault("phone", "nobody")
        if number and "name" in self.mapped:
            self._check_once(row, "phone", number, self._phones)
        for card in cards:
            self._check_once(row, "card", card.number, self._cards)
        return ImportRow(
            line=row.line,
            name=_name(row),
            phone=number,
            birthday=row.value("birthday", cells.birthday) or "",
            email=row.value("email", cells.email) or "",
            cards=cards,
            points=row.value("points", cells.whole),
            wallet=row.value("wallet", cells.whole),
            tier=row.value("tier", lambda text: cells.line_of(text, most=100)) or "",
            measure=row.value("measure", cells.whole) or 0,
            purchases=row.value("purchases", lambda text: cells.whole(text, most=MOST_PURCHASES)) or 0,
        )

    def _cards_of(self, row: RowCells) -> tuple[ImportCard, ...]:
        text = row.text("card")
        is_blocked = row.text("card_state").casefold() in _BLOCKED
        numbers = list[str]()
        for part in (each.strip() for each in text.split("|")):
            number = row.checked("card", part, lambda typed: cells.card(typed, self.rules)) if part else None
            if number is not None and number not in numbers:
                numbers.append(number)
        if len(numbers) > MOST_CARDS:
            row.fault("card", "cards-many", right=str(MOST_CARDS))
        return tuple(ImportCard(each, "blocked" if is_blocked else "active") for each in numbers)

    def _check_once(self, row: RowCells, name: str, what: str, seen: dict[str, int]) -> None:
        first = seen.setdefault(what, row.line)
        if first != row.line:
            row.fault(name, "twice", row.text(name), str(first))

    def _note_mended(self, row: RowCells, number: str) -> None:
        digits = "".join(letter for letter in row.text("phone") if letter.isdigit())
        for each in (digits, f"0{digits}", f"0{digits.removeprefix('84')}"):
            if convert_old_mobile(each) != each:
                row.mended.append("phone-old")
                return
        if number.startswith("+84") and not row.text("phone").lstrip("'").startswith(("0", "+", "84")):
            row.mended.append("phone-zero")


def _name(row: RowCells) -> str:
    """A whole name, or its parts in the order in which they stand in the file."""
    whole = row.text("name")
    parts = [row.text(name) for name in row.order if name in {"family", "given"}]
    name = tidy(whole or " ".join(part for part in parts if part))
    return row.checked("name", name, lambda text: cells.line_of(text, most=LONGEST_NAME)) or ""
