"""Reads a kept sale with its returns from JSON, and writes what each refund comes to.

The shape is the one of the `refund` command: a basket as it was sold, and one list for each refund, in order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loyalty.basket import Basket
from loyalty.basket_json import basket_from_json, read_quantity
from loyalty.errors import Refused
from loyalty.figures import Language, format_quantity
from loyalty.json_fields import Fields
from loyalty.misread import Misread
from loyalty.program.model import Program
from loyalty.quote.model import Quote
from loyalty.refund import KeptLine, KeptSale, refund, returns_of
from loyalty.refusals import BasketRefused
from loyalty.sentences import Sentence, say
from loyalty.units import Money, Points, Quantity

_NO_NOTES: Mapping[int, Sentence] = {}


@dataclass(frozen=True, slots=True)
class SaleToReturn:
    """A basket as it was sold, and what is asked back of it: each refund still as JSON."""

    basket: Basket
    returns: tuple[object, ...]


def sale_from_json(value: object, *, program: Program) -> SaleToReturn:
    """The basket and the refunds that a JSON value says.

    Raises:
        BasketRefused: the basket is none, or there is no list of refunds; it carries every fault there is.
    """
    faults: list[str] = []
    fields = Fields(value, "", faults)
    fields.need("basket", "returns")
    returns = tuple(fields.items("returns"))
    basket = fields.value("basket")
    if basket is not None:
        try:
            sold = basket_from_json(basket, program=program, place="basket")
        except BasketRefused as refused:
            faults.extend(refused.faults)
        else:
            if not faults:
                return SaleToReturn(sold, returns)
    raise BasketRefused(faults)


def kept_sale(quote: Quote) -> KeptSale:
    """What a sale keeps of the quote it was settled at."""
    nothing = (0,) * len(quote.lines)
    wallet = quote.wallet
    amounts, bonuses = (wallet.line_amounts, wallet.line_bonuses) if wallet else (nothing, nothing)
    return KeptSale(
        tuple(
            KeptLine(
                quantity=line.quantity,
                net=priced.net,
                burned=priced.burned,
                earned_points=priced.earned_points,
                burned_points=Points(priced.burned_points + quote.reward_points_on(place)),
                reward_points=quote.reward_points_on(place),
                wallet=Money(amounts[place]),
                wallet_bonus=Money(bonuses[place]),
            )
            for place, (line, priced) in enumerate(zip(quote.grounds.basket.lines, quote.lines, strict=True))
        ),
        unbound_points=quote.unbound_points,
    )


def account_notes(quote: Quote) -> dict[int, Sentence]:
    """The lines whose worth at a return depends on the member's account, with what it depends on."""
    program, wallet = quote.grounds.program, quote.grounds.program.wallet
    notes: dict[int, Sentence] = {}
    for place, line in enumerate(quote.grounds.basket.lines):
        membership = program.sold_as(line.sku)
        if membership is not None:
            notes[place] = say("refund-by-days", place=place, name=membership.name, months=membership.months)
        elif wallet is not None and line.sku == wallet.sku:
            notes[place] = say("refund-by-wallet", place=place)
    return notes


def refunds_to_json(
    sale: KeptSale, returns: tuple[object, ...], notes: Mapping[int, Sentence] = _NO_NOTES
) -> Iterator[dict[str, object]]:
    """What each refund comes to, in order; `{"error": …}` in the place of a refused one.

    `notes` are of lines that an account is needed for; a refund with such lines says so beside its figures.
    """
    for number, asked in enumerate(returns):
        try:
            pairs = returns_of(_pairs(asked, f"returns[{number}]"))
            done = refund(sale, pairs)
        except BasketRefused as refused:
            yield {"error": "; ".join(refused.faults)}
        except Refused as refused:
            yield {"error": _sentence(refused)}
        else:
            sale = done.sale
            yield {
                "money": done.money,
                "points_taken": done.points_taken,
                "points_returned": done.points_returned,
                **({"to_wallet": done.to_wallet} if any(line.wallet for line in sale.lines) else {}),
                **_noted([note for place, note in notes.items() if place in pairs]),
            }


def _noted(notes: Sequence[Sentence]) -> dict[str, object]:
    """What is to be said beside the figures, in both languages."""
    if not notes:
        return {}
    keys: dict[str, Language] = {"note": "vi", "note_en": "en"}
    return {key: "; ".join(note.text(language) for note in notes) for key, language in keys.items()}


def _pairs(asked: object, place: str) -> Iterator[tuple[int, Quantity]]:
    """The lines and quantities of one refund; `place` is the way to it in what was read.

    Raises:
        BasketRefused: it is not a list of them.
    """
    faults: list[str] = []
    pairs: list[tuple[int, Quantity]] = []
    for item in Fields({place: asked}, "", faults).items(place):
        fields = Fields(item, f"{place}[{len(pairs)}]", faults)
        fields.need("line", "quantity")
        pairs.append((fields.whole("line"), read_quantity(fields, "quantity")))
    if asked is None:
        faults.append(Misread(place, say("fault-missing")))
    if faults:
        raise BasketRefused(faults)
    return iter(pairs)


def _sentence(refused: Refused) -> str:
    line = refused.params["line"]
    if refused.code == "no-such-line":
        return f"The sale has no line {line}: it has {refused.params['lines']}, counted from 0."
    asked, left = (Quantity(int(refused.params[name])) for name in ("asked", "left"))
    return (
        f"{format_quantity(asked, language='en')} of line {line} cannot be returned: "
        f"{format_quantity(left, language='en')} is left of it."
    )
