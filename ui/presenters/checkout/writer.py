"""Writes what changes with every scan, and keeps what did not change.

A scan changes one line of fifty, so a line that stayed the same, at the same price, keeps the very row it
had; a view can then see by identity that there is nothing to do.
"""

from typing import TYPE_CHECKING

from loyalty.units import Money
from terminal.gift_sale import OpenGift
from terminal.open_sale import ONE, OpenLine, line_gross
from ui.presenters.checkout.model import CheckoutModel
from ui.presenters.checkout.shown_member import member_state
from ui.presenters.checkout.shown_why import rule_names
from ui.presenters.checkout.state import LineRow, MemberState, OfferRow
from ui.presenters.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loyalty.quote.model import QuoteLine


class CheckoutWriter:
    """The lines and the member in one language. Another language takes another writer."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._lines: dict[int, tuple[OpenLine, QuoteLine | None, LineRow]] = {}
        self._rows_of: tuple[object, ...] = ()
        self._rows: tuple[LineRow, ...] = ()
        self._member_of: tuple[object, ...] = ()
        self._member: MemberState | None = None
        self._program: object = None
        self._names: Mapping[str, str] = {}

    def rows(self, model: CheckoutModel) -> tuple[LineRow, ...]:
        """A row for each line of the sale."""
        made_of = (model.sale.lines, model.sale.gifts, model.priced, model.quote)
        if not _same(made_of, self._rows_of):
            self._rows_of = made_of
            self._take_names(model)
            quoted = _quoted(model)
            goods = (self._row(line, quoted.get(line.line)) for line in model.sale.lines)
            self._rows = (*goods, *(self._gift(gift) for gift in model.sale.gifts))
            kept = {line.line for line in model.sale.lines}
            self._lines = {number: known for number, known in self._lines.items() if number in kept}
        return self._rows

    def member(self, model: CheckoutModel) -> MemberState | None:
        """The member of the sale."""
        made_of = (model.sale.member, model.quote, model.burnable, model.wallet)
        if not _same(made_of, self._member_of):
            self._member_of = made_of
            self._member = member_state(model, self._words)
        return self._member

    def _gift(self, gift: OpenGift) -> LineRow:
        amount = self._words.amount(gift.amount)
        name = self._words.text("checkout.gift-line", tail=gift.tail)
        return LineRow(
            line=gift.line, name=name, quantity=self._words.quantity(ONE), unit_price=amount, amount=amount
        )

    def _row(self, line: OpenLine, quoted: "QuoteLine | None") -> LineRow:
        known = self._lines.get(line.line)
        if known is not None and known[0] is line and known[1] == quoted:
            return known[2]
        words = self._words
        row = LineRow(
            line=line.line,
            name=line.name,
            quantity=words.quantity(line.quantity, line.unit),
            unit_price=words.amount(line.unit_price),
            amount=words.amount(gross_of(line) if quoted is None else quoted.gross),
            offers=(
                *self._by_hand(line),
                *(
                    OfferRow(
                        text=self._names.get(off.rule, off.rule), amount=words.amount(Money(-off.amount))
                    )
                    for off in (() if quoted is None else quoted.discounts)
                ),
                *self._note(line),
            ),
        )
        self._lines[line.line] = (line, quoted, row)
        return row

    def _by_hand(self, line: OpenLine) -> tuple[OfferRow, ...]:
        """What somebody changed of its price, and why; a lower one with what it takes off."""
        hand, words = line.by_hand, self._words
        if hand is None:
            return ()
        reason = words.text(f"choice.{hand.reason}")
        text = words.text("checkout.by-hand", price=words.amount(hand.list_price), reason=reason)
        off = line_gross(line.quantity, line.unit_price) - line_gross(line.quantity, hand.list_price)
        return (OfferRow(text=text, amount=words.amount(Money(off))),)

    def _note(self, line: OpenLine) -> tuple[OfferRow, ...]:
        if not line.note:
            return ()
        return (OfferRow(text=self._words.text("checkout.note", note=line.note), amount=""),)

    def _take_names(self, model: CheckoutModel) -> None:
        program = None if model.quote is None else model.quote.grounds.program
        if program is not None and program is not self._program:
            self._program, self._names = program, rule_names(program, self._words)
            self._lines.clear()


def gross_of(line: OpenLine) -> Money:
    """Quantity times price, rounded half up, as the rules do it; for the moment before they have."""
    return line_gross(line.quantity, line.unit_price)


def _quoted(model: CheckoutModel) -> "dict[int, QuoteLine]":
    """The priced line of each line that has not changed since it was priced."""
    if model.quote is None or model.priced is None:
        return {}
    unchanged = {id(line) for line in model.sale.lines}
    pairs = zip(model.priced.lines, model.quote.lines, strict=True)
    return {line.line: quoted for line, quoted in pairs if id(line) in unchanged}


def _same(made_of: tuple[object, ...], before: tuple[object, ...]) -> bool:
    """Whether both are the very same objects."""
    return len(made_of) == len(before) and all(
        one is other for one, other in zip(made_of, before, strict=True)
    )
