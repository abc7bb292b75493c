"""A price that somebody set by hand, and notes: what of an open line is no product's but the cashier's.

The contract of the rules has it as the line's `unit_price`, with what it was before beside it; nothing of a
price depends on the latter, only what a manager must approve. Whose word allows it is asked at the screen.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from loyalty.errors import Refused
from loyalty.units import Money, Quantity
from terminal.usecases.entry import parse_amount

if TYPE_CHECKING:
    from loyalty.approvals import NeededApproval
    from terminal.open_sale import OpenLine, OpenSale

REASONS: Final = ("damaged", "short-dated", "label", "price-match", "goodwill", "other")
"""Why a price may be changed, each with its words in the translations: codes, so that nobody is named."""

MOST_NOTED: Final = 120
DOUBTFUL_TIMES: Final = 5
"""Above so many times what a unit had cost a price by hand is asked about: a zero too many, a code."""
_PERCENT: Final = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*%?")

WishKind = Literal["price", "percent", "amount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A line whose unit price was set: what it was, what that is called, why, who asked and who allowed it.

    `approver` is empty where nobody else has given their word (yet); no event has `approver_name`.
    """

    list_price: Money
    is_discount: bool
    reason: str
    asked_by: str
    approver: str = ""
    approver_name: str = ""


class Wish(NamedTuple):
    """A unit price that somebody would like, and whether it was said as what to take off."""

    unit_price: Money
    is_discount: bool


def wish_of(kind: WishKind, text: str, list_price: Money) -> Wish:
    """What was typed: a new price, what to take off each unit, or so many per cent of its price.

    Raises:
        Refused: `amount-not-a-number`, `amount-out-of-range`, `percent-off`, `off-too-much`.
    """
    if kind == "price":
        return Wish(parse_amount(text), is_discount=False)
    off = parse_amount(text) if kind == "amount" else _share(text, list_price)
    if off > list_price:
        raise Refused("off-too-much", off=off, price=list_price)
    return Wish(Money(list_price - off), is_discount=True)


def is_doubtful_price(unit_price: Money, list_price: Money) -> bool:
    """Whether a price is so far above the one before that it is asked whether it was meant."""
    return 0 < list_price * DOUBTFUL_TIMES < unit_price


def _share(text: str, price: Money) -> Money:
    """So many per cent of a price, rounded half up."""
    percent = _PERCENT.fullmatch(text.strip())
    if percent is None:
        raise Refused("percent-off", text=text[:20])
    hundredths = int(percent[1]) * 100 + int((percent[2] or "").ljust(2, "0"))
    return Money((price * hundredths * 2 + 10_000) // 20_000)


def list_price_of(line: "OpenLine") -> Money:
    """What a unit of the line cost before anybody changed it."""
    return line.unit_price if line.by_hand is None else line.by_hand.list_price


def set_price(sale: "OpenSale", line: int, wish: Wish, *, reason: str, asked_by: str) -> "OpenSale":
    """The sale with that price on the line; with the price it had before, nothing was done by hand.

    Raises:
        Refused: `line-gone`.
    """
    before = sale.line(line)
    list_price = list_price_of(before)
    by_hand = ByHand(list_price=list_price, is_discount=wish.is_discount, reason=reason, asked_by=asked_by)
    return _with(
        sale,
        before,
        replace(
            before, unit_price=wish.unit_price, by_hand=None if wish.unit_price == list_price else by_hand
        ),
    )


def with_word(sale: "OpenSale", line: int, *, approver: str, name: str) -> "OpenSale":
    """The sale with somebody's word for the price on that line.

    Raises:
        Refused: `line-gone`.
    """
    before = sale.line(line)
    if before.by_hand is None:
        return sale
    by_hand = replace(before.by_hand, approver=approver, approver_name=name)
    return _with(sale, before, replace(before, by_hand=by_hand))


def with_quantity(line: "OpenLine", quantity: Quantity) -> "OpenLine":
    """The line with that quantity; more of it than a word was given for needs the word anew."""
    by_hand = line.by_hand
    if by_hand is not None and quantity > line.quantity:
        by_hand = replace(by_hand, approver="", approver_name="")
    return replace(line, quantity=quantity, by_hand=by_hand)


def set_line_note(sale: "OpenSale", line: int, note: str) -> "OpenSale":
    """The sale with a note on a line, which is printed under it; an empty one takes it away.

    Raises:
        Refused: `line-gone`, `note-too-long`.
    """
    before = sale.line(line)
    return _with(sale, before, replace(before, note=_note(note)))


def set_note(sale: "OpenSale", note: str) -> "OpenSale":
    """The sale with a note of its own.

    Raises:
        Refused: `note-too-long`.
    """
    return replace(sale, note=_note(note))


def unapproved(sale: "OpenSale", needed: "Sequence[NeededApproval]") -> "tuple[NeededApproval, ...]":
    """What of this nobody has given their word for on the line itself."""
    return tuple(each for each in needed if not _has_word(sale, each.line))


def approvers_of(sale: "OpenSale") -> Collection[str]:
    """Who has given their word on its lines, each once."""
    given = (line.by_hand.approver for line in sale.lines if line.by_hand is not None)
    return tuple(dict.fromkeys(who for who in given if who))


def asked_by(sale: "OpenSale") -> str:
    """Who set the last of its prices by hand; empty where nobody did."""
    return next((line.by_hand.asked_by for line in reversed(sale.lines) if line.by_hand is not None), "")


def _with(sale: "OpenSale", before: "OpenLine", after: "OpenLine") -> "OpenSale":
    return replace(sale, lines=tuple(after if each is before else each for each in sale.lines))


def _has_word(sale: "OpenSale", line: int | None) -> bool:
    by_hand = None if line is None else sale.lines[line].by_hand
    return by_hand is not None and bool(by_hand.approver)


def _note(text: str) -> str:
    note = " ".join(text.split())
    if len(note) > MOST_NOTED:
        raise Refused("note-too-long", most=MOST_NOTED)
    return note
