"""Cells of a sheet to values; what is wrong is collected, not raised, so that all of it is seen at once."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from loyalty.errors import Refused
from loyalty.identity import phones
from loyalty.identity.card_rules import NO_RULES, CardRules
from loyalty.identity.codes import MemberCard, ProductCode, classify
from server.usecases.admin.sheet import RowFault, SheetRow

MAX_AMOUNT = 10**12 - 1
_ISO = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})", re.ASCII)
_LOCAL = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", re.ASCII)
_LEAP_YEAR = 2000


class Cells:
    """Reads the cells of one row after the other into `faults`."""

    def __init__(self, old_cards: CardRules = NO_RULES) -> None:
        """`old_cards` say which numbers are cards that customers had before."""
        self.old_cards = old_cards
        self.faults: list[RowFault] = []

    def fault(self, row: SheetRow, column: str, what: str, right: str) -> None:
        """Note something wrong."""
        self.faults.append(RowFault(row.line, column, what, right))

    def text(self, row: SheetRow, column: str, *, needed: bool = False, most: int = 200) -> str:
        """A text of one line; empty where there is none."""
        text = row.cells.get(column, "")
        if needed and not text:
            self.fault(row, column, "is empty", "write something here")
        if len(text) > most:
            self.fault(row, column, f"has {len(text)} characters", f"at most {most}")
        if not text.isprintable():
            self.fault(row, column, "holds a control character", "type it again")
        return text

    def texts(self, row: SheetRow, column: str) -> tuple[str, ...]:
        """The parts of a text between upright bars."""
        parts = (part.strip() for part in self.text(row, column, most=2_000).split("|"))
        return tuple(dict.fromkeys(part for part in parts if part))

    def whole(self, row: SheetRow, column: str, *, needed: bool = False, most: int = MAX_AMOUNT) -> int:
        """A whole number from 0 to `most`; 0 where there is none."""
        text = self.text(row, column, needed=needed)
        if not text:
            return 0
        if re.fullmatch(r"\d{1,12}", text, re.ASCII) is None:
            self.fault(row, column, f'"{text}" is not a whole number', "digits only, like 1250")
            return 0
        if int(text) > most:
            self.fault(row, column, f"{text} is too many", f"at most {most}")
        return int(text)

    def choice(self, row: SheetRow, column: str, allowed: tuple[str, ...]) -> str:
        """One of a few words; the first where there is none."""
        text = self.text(row, column) or allowed[0]
        if text not in allowed:
            near = get_close_matches(text, allowed, n=1)
            right = f'the nearest is "{near[0]}"' if near else f"one of {', '.join(allowed)}"
            self.fault(row, column, f'"{text}" is not known', right)
        return text

    def percent(self, row: SheetRow, column: str) -> str | None:
        """A percentage from 0 to 100 as plain decimal text; None where there is none."""
        text = self.text(row, column).replace(",", ".").rstrip("% ")
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal(-1)
        if re.fullmatch(r"\d{1,3}(\.\d{1,4})?", text, re.ASCII) is None or not 0 <= value <= 100:
            self.fault(row, column, f'"{text}" is not a percentage', "from 0 to 100, like 8 or 2.5")
        return text

    def phone(self, row: SheetRow, column: str, region: str) -> phones.Phone | None:
        """A phone number that can be one; None where there is none."""
        text = self.text(row, column)
        if not text:
            return None
        try:
            return phones.parse(text, region=region)
        except Refused as refusal:
            what = refusal.code.removeprefix("phone-").replace("-", " ")
            self.fault(row, column, f'"{text}" cannot be a phone number ({what})', "10 digits with the 0")
            return None

    def card(self, row: SheetRow, column: str) -> str | None:
        """The number of a member's card; None where there is none."""
        text = self.text(row, column)
        if not text:
            return None
        if classify(text, old_cards=self.old_cards) != MemberCard(text, holds=True):
            self.fault(
                row,
                column,
                f'"{text}" is not a card of ours',
                "16 digits: 98, 13 digits, check digit; for other cards see admin old-cards",
            )
        return text

    def barcodes(self, row: SheetRow, column: str) -> tuple[str, ...]:
        """Codes as they are scanned, with check digits that hold."""
        codes = self.texts(row, column)
        for code in codes:
            shape = classify(code)
            if isinstance(shape, ProductCode) and not shape.holds:
                self.fault(row, column, f"the check digit of {code} is wrong", f"perhaps {shape.right}")
        return codes

    def birthday(self, row: SheetRow, column: str) -> str | None:
        """A birthday as `YYYY-MM-DD` or `MM-DD`; None where there is none."""
        text = self.text(row, column)
        if not text:
            return None
        iso, local = _ISO.fullmatch(text), _LOCAL.fullmatch(text)
        year, month, day = (
            iso.groups() if iso else (local[3], local[2], local[1]) if local else (None, "0", "0")
        )
        try:
            found = date(int(year or _LEAP_YEAR), int(month), int(day))
        except ValueError:
            self.fault(row, column, f'"{text}" is not a day', "write 1990-11-21, 11-21, 21/11/1990 or 21/11")
            return None
        return found.isoformat() if year else found.isoformat()[5:]
