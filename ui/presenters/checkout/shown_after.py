"""The sale just made, in words: its change in big figures, how it was paid, what happened to the points."""

from loyalty.units import Money, Points
from terminal.gift_sale import TAIL
from terminal.sale import SettledSale, Tender
from ui.presenters.checkout.model import CheckoutModel, Done
from ui.presenters.checkout.state import AfterSaleState
from ui.presenters.shown import FigureRow
from ui.presenters.words import MINUS, Words


def after_state(model: CheckoutModel, words: Words) -> AfterSaleState | None:
    """What stays on screen until the next sale begins."""
    done = model.done
    if done is None:
        return None
    if done.void is not None:
        return _voided(done, words)
    sale = done.sale
    change, back = sale.change, Money(sum(tender.amount for tender in sale.given_back))
    label = "checkout.after-change" if change else "checkout.after-back" if back else "checkout.after-paid"
    return AfterSaleState(
        title=words.text("checkout.after-title"),
        who="" if sale.member is None else sale.member.name,
        receipt=sale.receipt.label,
        figure_label=words.text(label),
        figure=words.money(change or back or sale.to_pay),
        rows=(
            *(() if back else (FigureRow(words.text("checkout.due"), words.money(sale.to_pay)),)),
            *(_paid(sale, tender, words) for tender in sale.tenders),
            *(_tender(Tender(kind=each.kind, amount=Money(-each.amount)), words) for each in sale.given_back),
            *_points(sale, words),
        ),
        voided=False,
    )


def _voided(done: Done, words: Words) -> AfterSaleState:
    void = done.void
    rows: list[FigureRow] = []
    money = done.sale.to_pay
    if void is not None:
        money = void.money
        rows.extend(_tender(tender, words) for tender in void.tenders)
        if void.points_taken:
            taken = f"{MINUS}{words.points(void.points_taken)}"
            rows.append(FigureRow(label=words.text("checkout.points-taken"), figure=taken))
        if void.points_returned:
            back = f"+{words.points(void.points_returned)}"
            rows.append(FigureRow(label=words.text("checkout.points-returned"), figure=back))
    return AfterSaleState(
        title=words.text("checkout.after-voided"),
        who="" if done.sale.member is None else done.sale.member.name,
        receipt=done.sale.receipt.label,
        figure_label=words.text("checkout.after-back"),
        figure=words.money(money),
        rows=tuple(rows),
        voided=True,
    )


def way_of(tender: Tender, words: Words) -> str:
    """What a way to pay is called; of gift cards, which one it was."""
    if tender.kind == "gift" and tender.card:
        return words.text("pay.gift-part", tail=tender.card[-TAIL:])
    return words.text(f"pay.{tender.kind}")


def _tender(tender: Tender, words: Words) -> FigureRow:
    return FigureRow(label=way_of(tender, words), figure=words.money(tender.given or tender.amount))


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
