"""The sale just made, in words: its change in big figures, how it was paid, what happened to the points."""

from collections.abc import Callable, Iterator

from loyalty.units import Money, Points
from loyalty.wire.exchange import EXCHANGE
from terminal.gift_sale import TAIL
from terminal.sale import SettledSale, Tender, VoidedSale
from ui.presenters.checkout.model import CheckoutModel, Done
from ui.presenters.checkout.state import AfterSaleState
from ui.presenters.shown import FigureRow, Tone
from ui.presenters.words import MINUS, Words

_Way = Callable[[Tender, Words], str]
"""What a way is called by which money goes back."""


def after_state(model: CheckoutModel, words: Words) -> AfterSaleState | None:
    """What stays on screen until the next sale begins."""
    done = model.done
    if done is None:
        return None
    if done.void is not None:
        return _voided(done, done.void, words)
    sale = done.sale
    label, figure = _big(sale)
    return AfterSaleState(
        title=words.text("checkout.after-title"),
        who="" if sale.member is None else sale.member.name,
        receipt=sale.receipt.label,
        figure_label=words.text(label),
        figure=words.money(figure),
        rows=tuple(_rows(sale, words, way_back)),
        facing=_facing(sale, words),
        facing_rows=tuple(_rows(sale, words, _way_named)),
        voided=False,
        won=_won(sale, words),
    )


def _rows(sale: SettledSale, words: Words, way: _Way) -> Iterator[FigureRow]:
    if not sale.given_back:
        yield FigureRow(words.text("checkout.due"), words.money(sale.to_pay))
    for tender in sale.tenders:
        yield _paid(sale, tender, words)
    for each in sale.given_back:
        yield FigureRow(label=way(each, words), figure=words.money(Money(-each.amount)))
    if sale.wallet_after is not None and not any(tender.kind == "wallet" for tender in sale.tenders):
        yield FigureRow(words.text("receipt.wallet-left"), words.money(sale.wallet_after))
    yield from _points(sale, words)
    yield from _stamps(sale, words)
    yield from _tier(sale, words)


def _facing(sale: SettledSale, words: Words) -> FigureRow:
    """The figure for the customer: of what goes back in several ways all of it, not what is counted out."""
    label, figure = _big(sale)
    if label == "checkout.after-back-cash":
        label, figure = "checkout.after-back", _back(sale)
    return FigureRow(label=words.text(label), figure=words.money(figure))


def _won(sale: SettledSale, words: Words) -> str:
    if sale.earned_points <= 0 or not _at_once(sale):
        return ""
    return words.text("customer.won", points=words.points(sale.earned_points))


def _back(sale: SettledSale) -> Money:
    return Money(sum(tender.amount for tender in sale.given_back))


def _stamps(sale: SettledSale, words: Words) -> Iterator[FigureRow]:
    """What the sale stamped, as on its receipt: what is on the card or owed, and what a full one gave."""
    for each in sale.stamped:
        if each.have < 0:
            have = words.text("receipt.stamps-owed", owed=-each.have)
        else:
            have = words.text("receipt.stamps-have", have=each.have, goal=each.goal)
        yield FigureRow(words.text("receipt.stamps", name=each.name, stamps=each.stamps), have)
        if each.full:
            yield FigureRow(words.text("receipt.stamps-full", full=each.full), "", tone=Tone.GOOD)
        if each.is_at_limit:
            yield FigureRow(words.text("receipt.stamps-at-limit"), "", tone=Tone.ATTENTION)


def _tier(sale: SettledSale, words: Words) -> Iterator[FigureRow]:
    if sale.member is not None and sale.member.tier_reached:
        label, tier = words.text("checkout.after-tier"), sale.member.tier_reached
        yield FigureRow(label, tier, tone=Tone.GOOD)


def _big(sale: SettledSale) -> tuple[str, Money]:
    """The figure that is handed over the counter: change, cash of an exchange, or what the customer paid.

    What goods brought back paid, nobody handed over; nor what went back to a card or the wallet.
    """
    if sale.change:
        return "checkout.after-change", sale.change
    back = _back(sale)
    cash = cash_of(sale.given_back)
    if cash:
        return ("checkout.after-back" if cash == back else "checkout.after-back-cash"), cash
    paid = Money(sum(tender.amount for tender in sale.tenders if tender.kind != EXCHANGE))
    if back and not paid:
        return _went_back(sale.given_back), back
    return "checkout.after-paid", paid if sale.exchange else sale.to_pay


def cash_of(tenders: tuple[Tender, ...]) -> Money:
    """What of it is cash."""
    return Money(sum(tender.amount for tender in tenders if tender.kind == "cash"))


def _voided(done: Done, void: VoidedSale, words: Words) -> AfterSaleState:
    whole = FigureRow(label=words.text(_went_back(void.tenders)), figure=words.money(void.money))
    cash = cash_of(void.tenders)
    is_mixed = bool(cash) and cash != void.money
    big = FigureRow(words.text("checkout.after-back-cash"), words.money(cash)) if is_mixed else whole
    return AfterSaleState(
        title=words.text("checkout.after-voided"),
        who="" if done.sale.member is None else done.sale.member.name,
        receipt=done.sale.receipt.label,
        figure_label=big.label,
        figure=big.figure,
        rows=(*((whole,) if is_mixed else ()), *_void_rows(void, words, way_back)),
        facing=whole,
        facing_rows=tuple(_void_rows(void, words, _way_named)),
        voided=True,
    )


def _went_back(tenders: tuple[Tender, ...]) -> str:
    """What all of it is called; nobody hands over what goes onto a gift card or into the wallet."""
    kinds = {tender.kind for tender in tenders}
    return f"checkout.after-back-{kinds.pop()}" if kinds in ({"gift"}, {"wallet"}) else "checkout.after-back"


def _void_rows(void: VoidedSale, words: Words, way: _Way) -> Iterator[FigureRow]:
    for tender in void.tenders:
        yield FigureRow(label=way(tender, words), figure=words.money(tender.amount))
    for card, left in void.gifts_left.items():
        tail = card[-TAIL:]
        yield FigureRow(label=words.text("receipt.gift-left", tail=tail), figure=words.money(left))
    if void.wallet_after is not None:
        yield FigureRow(words.text("receipt.wallet-left"), words.money(void.wallet_after))
    if void.points_taken:
        taken = f"{MINUS}{words.points(void.points_taken)}"
        yield FigureRow(label=words.text("checkout.points-taken"), figure=taken)
    if void.points_returned:
        back = f"+{words.points(void.points_returned)}"
        yield FigureRow(label=words.text("checkout.points-returned"), figure=back)


def way_of(tender: Tender, words: Words) -> str:
    """What a way to pay is called; of gift cards, which one it was."""
    if tender.kind == "gift" and tender.card:
        return words.text("pay.gift-part", tail=tender.card[-TAIL:])
    return words.text(f"pay.{tender.kind}")


def way_back(tender: Tender, words: Words) -> str:
    """How money goes back by a way to pay, where somebody has to do it: on the card terminal, at the bank."""
    if tender.kind in ("card", "transfer"):
        return words.text(f"pay.back-{tender.kind}")
    return way_of(tender, words)


def _way_named(tender: Tender, words: Words) -> str:
    """What a way is called by which money goes back, for whoever gets it: as on the receipt."""
    if tender.kind in ("card", "transfer"):
        return words.text(f"receipt.tender.{tender.kind}")
    return way_of(tender, words)


def with_left(tender: Tender, left: Money | None, words: Words) -> str:
    """What a way to pay is called, and what is left there; None where it holds no money."""
    way = way_of(tender, words)
    return way if left is None else words.text("pay.with-left", way=way, left=words.money(left))


def _paid(sale: SettledSale, tender: Tender, words: Words) -> FigureRow:
    left = sale.wallet_after if tender.kind == "wallet" else sale.gifts_left.get(tender.card)
    return FigureRow(label=with_left(tender, left, words), figure=words.money(tender.given or tender.amount))


def _at_once(sale: SettledSale) -> bool:
    """Whether what was earned is among the points after it already."""
    return sale.lot is not None and sale.lot.spendable_from is None


def _points(sale: SettledSale, words: Words) -> tuple[FigureRow, ...]:
    member = sale.member
    if member is None:
        return ()
    burned = Points(0) if sale.burn is None else sale.burn.spent
    steps = [words.points(member.points_before)]
    if burned:
        steps.append(f"{MINUS} {words.points(burned)}")
    if sale.earned_points:
        steps.append(f"+ {words.points(sale.earned_points)}")
    moved = (
        member.points_after - member.points_before + burned - (sale.earned_points if _at_once(sale) else 0)
    )
    if sale.exchange and moved:
        steps.insert(1, f"{'+' if moved > 0 else MINUS} {words.points(Points(abs(moved)))}")
    label = words.text("checkout.after-points", steps=" ".join(steps))
    return (FigureRow(label=label, figure=words.points(member.points_after)),)
