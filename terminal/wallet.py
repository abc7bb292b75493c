"""A member's prepaid money as the counter sees it, and what a sale takes of it and pays in. Pure.

What may be spent is in the lease, as for points; the balance is only shown. Money that was paid in and
bonuses are told apart slice by slice, so that a return finds each again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from loyalty.basket import WalletMoney
from loyalty.errors import Refused
from loyalty.lots import end_of_month
from loyalty.units import Money
from loyalty.wire.prepaid import MoneySlice
from loyalty.wire.wallet import WalletPaidIn, WalletUsed
from terminal.clock import from_timestamp, timestamp

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.quote.model import Quote
    from terminal.membership import HeldLease, LeaseSlice
    from terminal.sale import Tender

WALLET: Final = "wallet"
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberWallet:
    """What is in a wallet by the server's last word and this till's own sales since; `bonus` is a part of it.

    `dying` of the bonus dies next, at `dies_at`. `top_ups` says what of each payment in is left, by its sale:
    the money, its bonus, and what was spent of the bonus, as the server said it.
    """

    balance: Money
    bonus: Money = Money(0)
    dying: Money = Money(0)
    dies_at: datetime | None = None
    top_ups: Mapping[str, tuple[Money, Money, Money]]


def wallet_in(state: Mapping[str, Any] | None, moved: Sequence[tuple[int, int]]) -> MemberWallet | None:
    """A wallet out of the member's kept state; None for who never had one.

    `moved` is what this till did since: the change of the balance, and of the bonus in it.
    """
    if state is None and not moved:
        return None
    told = state or {"balance": 0, "bonus": 0, "dying": 0, "dies_at": None, "top_ups": []}
    bonus = max(0, told["bonus"] + sum(bonus for _, bonus in moved))
    dies_at = told["dies_at"]
    return MemberWallet(
        balance=Money(max(0, told["balance"] + sum(amount for amount, _ in moved))),
        bonus=Money(bonus),
        dying=Money(min(told["dying"], bonus)),
        dies_at=None if dies_at is None else from_timestamp(dies_at),
        top_ups={
            each["sale"]: (Money(each["paid"]), Money(each["bonus"]), Money(each["bonus_spent"]))
            for each in told["top_ups"]
        },
    )


def moved_by_sale(body: Mapping[str, Any]) -> tuple[int, int]:
    """What a sale's body changes of its member's wallet: the balance, and the bonus in it."""
    made, used = body.get("top_up"), used_by(body)
    paid_in, bonus_in = (0, 0) if made is None else (made["amount"], made["bonus"])
    spent = 0 if used is None else sum(used["by_line"])
    bonus = 0 if used is None else sum(used["bonus_by_line"])
    return paid_in + bonus_in - spent, bonus_in - bonus


def moved_by_refund(body: Mapping[str, Any]) -> tuple[int, int]:
    """What a return's body changes of it; how much of what comes back is bonus, the server says."""
    taken = body.get("top_up")
    if taken is not None:
        return -taken["paid"] - taken["bonus"], -taken["bonus"]
    return sum(each["amount"] for each in body["tenders"] if each["kind"] == WALLET), 0


def used_by(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the wallet paid of a sale, as its body says."""
    return next((each["wallet"] for each in body["tenders"] if each.get("wallet")), None)


def money_in(lease: "HeldLease | None", at: datetime) -> WalletMoney:
    """What a lease of a wallet's money lets a sale spend at a moment."""
    if lease is None or not lease.spendable(at):
        return WalletMoney()
    alive = [part for part in lease.slices if part.dies_at is None or at < part.dies_at]
    bonus = sum(part.points for part in alive if part.is_bonus)
    return WalletMoney(Money(sum(part.points for part in alive) - bonus), Money(bonus))


def pay_with_wallet(
    tenders: "Sequence[Tender]", quote: "Quote", lease: "HeldLease | None", at: datetime
) -> "tuple[Tender, ...]":
    """The tenders, the wallet's with the lease and the lots that its money comes from.

    Raises:
        Refused: `wallet-twice`, `wallet-missing` (no lease), `wallet-differs`: the sale was priced with
            another amount; `lease-too-small`.
    """
    paying = [tender for tender in tenders if tender.kind == WALLET]
    payment = quote.wallet
    if len(paying) > 1:
        raise Refused("wallet-twice")
    if sum(tender.amount for tender in paying) != (0 if payment is None else payment.amount):
        raise Refused("wallet-differs")
    if not paying or payment is None:
        return tuple(tenders)
    if lease is None:
        raise Refused("wallet-missing")
    alive = [part for part in lease.slices if part.dies_at is None or at < part.dies_at]
    used = WalletUsed(
        lease=lease.lease,
        paid=_take([part for part in alive if not part.is_bonus], payment.paid),
        bonus=_take(sorted((part for part in alive if part.is_bonus), key=_dies_at), payment.bonus),
        by_line=tuple(payment.line_amounts),
        bonus_by_line=tuple(payment.line_bonuses),
        earns=payment.earns,
    )
    return tuple(replace(each, wallet=used) if each.kind == WALLET else each for each in tenders)


def paid_in_by(
    program: "Program", quote: "Quote", skus: Sequence[str], *, at: datetime, new_id: Callable[[], str]
) -> WalletPaidIn | None:
    """What a sale pays into the wallet, with the names of the two lots; None where it pays nothing in."""
    rules, payment = program.wallet, quote.wallet
    if rules is None or payment is None or not payment.topped_up:
        return None
    dies_at = end_of_month(at.astimezone(program.zone), rules.bonus_expire_months)
    return WalletPaidIn(
        line=skus.index(rules.sku),
        amount=payment.topped_up,
        lot=new_id(),
        bonus=payment.promised,
        bonus_lot=new_id() if payment.promised else None,
        dies_at=timestamp(dies_at) if dies_at is not None and payment.promised else None,
    )


def _take(parts: "Sequence[LeaseSlice]", amount: Money) -> tuple[MoneySlice, ...]:
    missing, found = int(amount), list[MoneySlice]()
    for part in parts:
        taken = min(missing, int(part.points))
        found += [MoneySlice(part.lot, taken)] if taken else []
        missing -= taken
    if missing:
        raise Refused("lease-too-small", asked=amount, missing=missing)
    return tuple(found)


def _dies_at(part: "LeaseSlice") -> datetime:
    return part.dies_at or _NEVER
