"""What of a sale comes back to its member's wallet or out of it, by the sale's own event. Pure.

The till writes its events from these functions and the server checks them by the same. A line that paid in is
brought back whole and alone: then all that is left of it leaves the wallet, and what is paid out is what is
left of the money, less the bonus that was spent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from loyalty.errors import Refused
from loyalty.refund import KeptLine, KeptSale, Refund, paid_back, refund, to_bonus, to_wallet
from loyalty.returning import back_to_lots
from loyalty.units import Money, Points
from loyalty.wire.journal import SaleSettled, SaleVoided
from loyalty.wire.prepaid import MoneySlice
from loyalty.wire.returning import SaleRefunded
from loyalty.wire.sold import SaleTender, quantity_of
from loyalty.wire.wallet import WalletPaidIn, WalletTakenBack, WalletUsed


@dataclass(frozen=True, slots=True)
class WalletBack:
    """What returns to which lots of a wallet, and what had returned to each before."""

    now: tuple[MoneySlice, ...]
    before: tuple[MoneySlice, ...]


def went_to_wallet(sale: KeptSale) -> Money:
    """What of the money that has gone back so far went to the wallet that had paid."""
    return Money(sum(_to_wallet(line) for line in sale.lines))


def wallet_back(sold: SaleSettled, sale: KeptSale, back: Refund) -> WalletBack:
    """The lots of the wallet that a refund's money goes back to; `sale` is as it was before the refund.

    Of the money paid in and of the bonus each its own, what was taken last first.
    """
    used = sold.from_wallet
    if used is None:
        return WalletBack((), ())
    went, bonus_went = went_to_wallet(sale), sum(_to_bonus(line) for line in sale.lines)
    bonus = sum(line.to_bonus for line in back.lines)
    paid_now, paid_before = _lots(used.paid, before=went - bonus_went, now=back.to_wallet - bonus)
    bonus_now, bonus_before = _lots(used.bonus, before=bonus_went, now=bonus)
    return WalletBack((*paid_now, *bonus_now), (*paid_before, *bonus_before))


def top_up_returned(sold: SaleSettled, sale: KeptSale, money: Money) -> Refund:
    """The return of the line that paid in, where `money` is paid out for it.

    What it earned as it was paid in goes in the same proportion; what was spent keeps its points.

    Raises:
        Refused: `more-than-left`: it has come back already.
    """
    top_up = sold.top_up
    if top_up is None:
        raise Refused("no-top-up", sale=sold.sale)
    line = sale.lines[top_up.line]
    kept_points = line.earned_points * (top_up.amount - money) // max(1, top_up.amount)
    lines = list(sale.lines)
    lines[top_up.line] = replace(line, net=money, earned_points=Points(line.earned_points - kept_points))
    return refund(replace(sale, lines=tuple(lines)), {top_up.line: line.quantity})


def check_top_up_back(
    body: SaleRefunded, taken: WalletTakenBack, sold: SaleSettled, sale: KeptSale
) -> Refund:
    """What bringing a top-up back comes to, where the event says the same.

    Raises:
        Refused: as `top_up_returned`; `refund-differs` with the first figure that is not what it should be.
    """
    back, lines = top_up_returned(sold, sale, Money(taken.money)), body.lines
    said = tuple((each.line, quantity_of(each.quantity), each.money, each.points_taken) for each in lines)
    made = tuple((each.line, each.quantity, each.money, each.points_taken) for each in back.lines)
    tenders = [each.amount for each in body.tenders if each.kind not in {"wallet", "gift"}]
    figures: dict[str, tuple[object, object]] = {
        "lines": (said, made),
        "money": (body.money, back.money),
        "rounding": (body.rounding, 0),
        "points_taken": (body.points_taken, back.points_taken),
        "points_returned": (body.points_returned + len(body.lots), 0),
        "tenders": (sum(tenders), body.money),
        "tenders.wallet": (len(tenders), len(body.tenders)),
    }
    for name, (told, right) in figures.items():
        if told != right:
            raise Refused("refund-differs", figure=name)
    return back


def check_untouched(sold: SaleSettled, void: SaleVoided) -> None:
    """Check that a void takes back all that its sale had paid in, of which nothing may be spent.

    Raises:
        Refused: `top-up-not-taken-back`.
    """
    top_up, taken = sold.top_up, void.top_up
    if top_up is None and taken is None:
        return
    whole = None if top_up is None else (top_up.amount, top_up.bonus, top_up.amount)
    said = None if taken is None else (taken.paid, taken.bonus, taken.money)
    if whole != said:
        raise Refused("top-up-not-taken-back", sale=sold.sale)


def check_wallet_sums(body: SaleSettled) -> None:
    """Check that what a wallet paid is what it says, line by line, and what a line pays in is its own price.

    Raises:
        Refused: `sums-differ`, with the figure's name.
    """
    tenders = [tender for tender in body.tenders if tender.kind == "wallet" or tender.wallet is not None]
    if not tenders and body.top_up is None:
        return
    figures = {**_used_figures(body, tenders), **_paid_in_figures(body, body.top_up)}
    for name, (said, made) in figures.items():
        if said != made:
            raise Refused("sums-differ", figure=name, said=said, made=made)


def _used_figures(body: SaleSettled, tenders: Sequence[SaleTender]) -> dict[str, tuple[int, int]]:
    used = body.from_wallet
    figures = {"tenders.wallet": (len(tenders), 0 if used is None else 1)}
    if used is None:
        return figures
    return figures | {
        "tenders.wallet.amount": (tenders[0].amount, used.amount),
        "tenders.wallet.member": (0 if body.member else 1, 0),
        "tenders.wallet.lines": (len(used.by_line), len(body.lines)),
        "tenders.wallet.bonus_lines": (len(used.bonus_by_line), len(body.lines)),
        "tenders.wallet.by_line": (sum(used.by_line), used.amount),
        "tenders.wallet.bonus_by_line": (sum(used.bonus_by_line), sum(part.amount for part in used.bonus)),
        "tenders.wallet.shares": (_shares_too_large(body, used), 0),
        "tenders": (sum(tender.amount for tender in body.tenders), body.to_pay),
    }


def _shares_too_large(body: SaleSettled, used: WalletUsed) -> int:
    """How many lines were paid more than they came to; none may pay into the wallet out of itself."""
    paid_in = -1 if body.top_up is None else body.top_up.line
    shares = zip(body.lines, used.by_line, used.bonus_by_line, strict=False)
    return sum(
        not 0 <= bonus <= share <= (0 if place == paid_in else line.net - line.burned)
        for place, (line, share, bonus) in enumerate(shares)
    )


def _paid_in_figures(body: SaleSettled, top_up: WalletPaidIn | None) -> dict[str, tuple[int, int]]:
    if top_up is None:
        return {}
    if top_up.line >= len(body.lines):
        return {"top_up.line": (top_up.line, len(body.lines) - 1)}
    line = body.lines[top_up.line]
    by_cards = sum(tender.amount for tender in body.tenders if tender.kind == "gift")
    return {
        "top_up.amount": (top_up.amount, line.gross),
        "top_up.net": (line.net - line.burned, line.gross),
        "top_up.member": (0 if body.member else 1, 0),
        "top_up.bonus_lot": (0 if top_up.bonus_lot is None else 1, 1 if top_up.bonus else 0),
        "top_up.by_cards": (max(0, by_cards - (body.total - top_up.amount)), 0),
    }


def _lots(
    slices: Iterable[MoneySlice], *, before: int, now: int
) -> tuple[tuple[MoneySlice, ...], tuple[MoneySlice, ...]]:
    """Of each lot, what goes back to it now and what went before."""
    taken = [(part.lot, Points(part.amount)) for part in slices]
    goes = back_to_lots(taken, before=Points(before), now=Points(now))
    went = back_to_lots(taken, before=Points(0), now=Points(before))
    return tuple(MoneySlice(*each) for each in goes), tuple(MoneySlice(*each) for each in went)


def _to_wallet(line: KeptLine) -> Money:
    return to_wallet(line, paid_back(line, line.returned)) if line.wallet else Money(0)


def _to_bonus(line: KeptLine) -> Money:
    return to_bonus(line, _to_wallet(line))
