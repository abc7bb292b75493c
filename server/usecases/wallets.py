"""Members' wallets in a till's batch: what sales pay into them and take out, and what returns undo. Pure.

Paying in is no revenue and spending no discount, as with gift cards. The bonus that a till promised is what
its program promises, or the event is put aside.
"""

from datetime import datetime

from loyalty.errors import Refused
from loyalty.program import Program
from loyalty.refund import KeptSale, Refund
from loyalty.units import Money, Points
from loyalty.wire.journal import SaleSettled, SaleVoided
from loyalty.wire.kept_wallet import check_untouched, wallet_back
from loyalty.wire.prepaid import MoneySlice
from loyalty.wire.wallet import WalletPaidIn, WalletTakenBack, WalletUsed
from server.books import late, leasing, points
from server.books.model import Books, Cause, HeldLot, HeldSlice
from server.books.pots import WALLET
from server.books.wallet import BroughtBack, bring_back
from server.model import KnownSale, MemberFile
from server.usecases.incoming import Incoming, later
from server.usecases.money_back import give_money_back
from server.usecases.parted_lots import give_back
from server.usecases.sitting import Sitting


def post_wallet(
    sitting: Sitting, file: MemberFile, body: SaleSettled, incoming: Incoming, cause: Cause
) -> None:
    """Post what a sale took from its member's wallet and paid into it.

    Raises:
        Refused: `top-up-differs` (no wallet in the program, another product, another bonus), `lease-…`,
            `lot-unknown`, `lot-exists`; the caller takes back what was posted before.
    """
    if body.from_wallet is not None:
        _use(sitting, file, body.from_wallet, incoming, cause)
    if body.top_up is not None:
        _check_promise(sitting.programs[body.program.version], body, body.top_up)
        _pay_in(file.wallet, body.top_up, incoming, cause)


def undo_wallet(
    sitting: Sitting, file: MemberFile, known: KnownSale, void: SaleVoided, incoming: Incoming, cause: Cause
) -> None:
    """Give back what a voided sale had taken, and take out what it had paid in, whole.

    Raises:
        Refused: `top-up-not-taken-back`, `lease-…`.
    """
    check_untouched(known.body, void)
    used = known.body.from_wallet
    if used is not None:
        _give_back(sitting, file, known, (*used.paid, *used.bonus), (), cause)
    if void.top_up is not None:
        _bring_back(sitting, file, known, void.top_up, incoming, cause)


def refund_wallet(
    sitting: Sitting,
    file: MemberFile,
    known: KnownSale,
    returned: tuple[KeptSale, Refund],
    taken: WalletTakenBack | None,
    incoming: Incoming,
    cause: Cause,
) -> None:
    """Give back the wallet's share of what came back, or take out a top-up that did.

    `returned` is the sale before the refund, and the refund. Raises Refused: as `undo_wallet`.
    """
    if taken is not None:
        _bring_back(sitting, file, known, taken, incoming, cause)
        return
    back = wallet_back(known.body, *returned)
    _give_back(sitting, file, known, back.now, back.before, cause)


def _check_promise(program: Program, body: SaleSettled, top_up: WalletPaidIn) -> None:
    rules, line = program.wallet, body.lines[top_up.line]
    if rules is None or line.sku != rules.sku or top_up.bonus != rules.bonus_for(Money(top_up.amount)):
        raise Refused("top-up-differs", amount=top_up.amount, bonus=top_up.bonus)


def _pay_in(books: Books, top_up: WalletPaidIn, incoming: Incoming, cause: Cause) -> None:
    points.earn(books, _lot(top_up.lot, top_up.amount, None, cause), cause)
    if top_up.bonus_lot is not None:
        dies_at = later(top_up.dies_at, incoming.behind)
        bonus = _lot(top_up.bonus_lot, top_up.bonus, dies_at, cause, is_bonus=True)
        points.earn(books, bonus, cause)


def _lot(
    name: str, amount: int, dies_at: datetime | None, cause: Cause, *, is_bonus: bool = False
) -> HeldLot:
    return HeldLot(
        lot=name,
        granted=Points(amount),
        remaining=Points(amount),
        earned_at=cause.at,
        spendable_from=cause.at,
        dies_at=dies_at,
        program_version=cause.program_version,
        issuing_store=cause.store,
        sale=cause.sale,
        is_bonus=is_bonus,
    )


def _use(sitting: Sitting, file: MemberFile, used: WalletUsed, incoming: Incoming, cause: Cause) -> None:
    holder = sitting.holder_of(incoming)
    taken = [HeldSlice(part.lot, Points(part.amount)) for part in (*used.paid, *used.bonus)]
    if late.is_late(file.wallet.leases.get(used.lease), holder, now_at=sitting.till.incarnation):
        file.wallet_losses[cause.sale or ""] = late.spend_late(file.wallet, used.lease, taken, cause)
        return
    leasing.held_by(file.wallet, used.lease, holder)
    _check_kinds(file.wallet, used)
    points.spend(file.wallet, used.lease, taken, cause)


def _check_kinds(books: Books, used: WalletUsed) -> None:
    """What is said to be bonus is bonus, and what is said to be paid in was paid in."""
    for parts, is_bonus in ((used.paid, False), (used.bonus, True)):
        for part in parts:
            lot = books.lots.get(part.lot)
            if lot is None or lot.is_bonus != is_bonus:
                raise Refused("lot-unknown", lot=part.lot)


def _give_back(
    sitting: Sitting,
    file: MemberFile,
    known: KnownSale,
    parts: tuple[MoneySlice, ...],
    before: tuple[MoneySlice, ...],
    cause: Cause,
) -> None:
    used = known.body.from_wallet
    if used is None or not parts:
        return
    give_money_back(
        file.wallet,
        parts,
        known,
        cause,
        used={part.lot: part.amount for part in (*used.paid, *used.bonus)},
        went={part.lot: part.amount for part in before},
        borne=file.wallet_losses.get(known.body.sale, ()),
        give=lambda lot, money: give_back(sitting, file, WALLET, (lot, money), known, cause),
    )


def _bring_back(
    sitting: Sitting,
    file: MemberFile,
    known: KnownSale,
    taken: WalletTakenBack,
    incoming: Incoming,
    cause: Cause,
) -> None:
    top_up = known.body.top_up
    if top_up is None:
        raise Refused("top-up-not-taken-back", sale=known.body.sale)
    back = BroughtBack(
        lot=top_up.lot,
        bonus_lot=top_up.bonus_lot,
        paid=Money(taken.paid),
        bonus=Money(taken.bonus),
        money=Money(taken.money),
    )
    holder = sitting.holder_of(incoming)
    bring_back(file.wallet, taken.lease, holder, back, cause, now_at=sitting.till.incarnation)
