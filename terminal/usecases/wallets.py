"""A member's wallet at the counter: topped up, wanted to pay, taken back with its sale.

It pays only inside a lease of its money that this till holds, wanted as soon as its member is attached; a
top-up works without a network.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.units import Money, Points
from loyalty.wire.messages import CALLED_BACK
from loyalty.wire.wallet import WalletPaidIn, WalletTakenBack
from terminal.goods import Product
from terminal.in_force import in_force, in_force_now
from terminal.membership import AHEAD, AttachedMember, HeldLease
from terminal.open_sale import ONE, OpenSale, add_product
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.leases import end_lease, end_unspent, lease_trouble
from terminal.usecases.members import read_member
from terminal.wallet import WALLET, money_in

if TYPE_CHECKING:
    from loyalty.program.wallet import WalletRules
    from terminal.practice_lending import TopUpLeft
    from terminal.sale import SettledSale
    from terminal.store.books import Reading, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletToPay:
    """What a member's wallet can pay with at this till now, and why not more where it cannot."""

    amount: Money
    balance: Money
    trouble: Refused | None


def top_up(till: Till, open_sale: OpenSale, amount: Money) -> OpenSale:
    """The sale with so much to be paid into its member's wallet; asked again, the newest amount.

    Raises:
        Refused: `wallet-not-sold` (the program has none), `top-up-without-member`, `top-up-amount`,
            `wallet-full` (balance, ceiling: the most that it may hold, the bonus counted).
    """
    rules = _rules(till)
    member = open_sale.member
    if member is None:
        raise Refused("top-up-without-member")
    if amount <= 0:
        raise Refused("top-up-amount")
    held = 0 if member.wallet is None else member.wallet.balance
    if rules.max_balance is not None and held + amount + rules.bonus_for(amount) > rules.max_balance:
        raise Refused("wallet-full", balance=held, ceiling=rules.max_balance)
    others = tuple(line for line in open_sale.lines if line.sku != rules.sku)
    product = _product(till, rules)
    return add_product(replace(open_sale, lines=others), product, quantity=ONE, unit_price=amount)


def _rules(till: Till) -> "WalletRules":
    program = in_force_now(till).program
    if program is None or program.wallet is None:
        raise Refused("wallet-not-sold")
    return program.wallet


def _product(till: Till, rules: "WalletRules") -> Product:
    """The product that pays in, by the name that the shop gave it or by its plain one; no tax is in it."""
    with till.store.read() as reading:
        known = reading.products.by_code(rules.sku)
    name = till.paper.top_up_line(in_force_now(till).settings) if known is None else known.name
    return Product(sku=rules.sku, name=name, unit_price=Money(0))


def want_wallet(till: Till, unit: "Unit", open_sale: OpenSale, member: AttachedMember) -> HeldLease | None:
    """A lease of all that is in the member's wallet, wanted; None where nothing is known to be there.

    What a look at a top-up has asked for already is the sale's from now on.
    """
    program = in_force(till, unit).program
    if program is None or program.wallet is None:
        return None
    looked_at = _taken_over(till, unit, open_sale, member.member)
    if looked_at is not None or member.wallet is None or not member.wallet.balance:
        return looked_at
    wish = unit.leases.want(lease=till.new_id(), member=member.member, sale=open_sale.sale, account=WALLET)
    return till.lender.wallet(unit, wish)


def renew_wallet(till: Till, session: Session, open_sale: OpenSale) -> OpenSale:
    """The sale with a new lease of the wallet wanted, in place of one that is no good any more."""
    if open_sale.member is None:
        return open_sale
    with till.store.write() as unit:
        end_unspent(unit, session.operator, open_sale.wallet_lease)
        lease = want_wallet(till, unit, open_sale, open_sale.member)
    till.nudge_sync()
    return replace(open_sale, wallet_lease=lease)


def refresh_wallet(till: Till, open_sale: OpenSale) -> OpenSale:
    """The sale with the lease of its member's wallet as it is now; for after a sync."""
    held = open_sale.wallet_lease
    if held is None:
        return open_sale
    with till.store.read() as reading:
        return replace(open_sale, wallet_lease=reading.leases.by_id(held.lease))


def wallet_to_pay(till: Till, open_sale: OpenSale) -> WalletToPay | None:
    """What the wallet of the sale's member can pay with; None without a member, or where there is no wallet.

    The troubles are `wallet-empty`, `wallet-waiting` (no answer yet: just asked, or offline),
    `wallet-called-back` (another till holds its money and was asked for it), `wallet-expired`,
    `wallet-frozen`, `wallet-refused` (why).
    """
    program, member = in_force_now(till).program, open_sale.member
    if program is None or program.wallet is None or member is None:
        return None
    balance = Money(0) if member.wallet is None else member.wallet.balance
    trouble = wallet_trouble(till, open_sale.wallet_lease, balance=balance)
    amount = Money(0) if trouble else money_in(open_sale.wallet_lease, till.clock.now()).total
    return WalletToPay(amount=amount, balance=balance, trouble=trouble)


def wallet_trouble(till: Till, lease: HeldLease | None, *, balance: Money) -> Refused | None:
    """Why a wallet cannot pay here now; None where it can."""
    trouble = lease_trouble(till, lease)
    if trouble is None:
        return None
    if lease is None or trouble.code == "lease-missing":
        return Refused("wallet-empty" if not balance else "wallet-waiting")
    if trouble.code == "lease-refused":
        is_empty = lease.why == "nothing-available"
        return Refused("wallet-empty" if is_empty else "wallet-refused", why=lease.why)
    if lease.why == CALLED_BACK:
        return Refused("wallet-called-back")
    return Refused(trouble.code.replace("lease-", "wallet-"))


def wallet_lease_of_now(till: Till, unit: "Unit", open_sale: OpenSale) -> HeldLease | None:
    """The lease of the wallet as it is in this very transaction, checked; for a sale that it pays.

    Raises:
        Refused: as `wallet_to_pay` says.
    """
    if not open_sale.from_wallet:
        return None
    lease = None if open_sale.wallet_lease is None else unit.leases.by_id(open_sale.wallet_lease.lease)
    trouble = wallet_trouble(till, lease, balance=Money(1))
    if trouble is not None:
        raise trouble
    return lease


def end_wallet_lease(unit: "Unit", operator: str, open_sale: OpenSale, sale: "SettledSale | None") -> None:
    """End what the till was lent of the wallet, with what the sale spent of it."""
    lease = open_sale.wallet_lease
    used = None if sale is None else sale.from_wallet
    if lease is not None and used is not None:
        end_lease(unit, operator, lease, spent=Points(used.amount))
    else:
        end_unspent(unit, operator, lease)


def want_top_up(till: Till, operator: str, member: str, sale: str, made: WalletPaidIn) -> None:
    """Ask for all that is in a wallet, so that a top-up can leave it; unless that is under way.

    What was lent before something else came into the wallet is asked for anew.

    Raises:
        Refused: as `read_member`.
    """
    with till.store.write() as unit:
        known = read_member(till, unit, member)
        left, held = till.lender.top_up_left(unit, known, sale, made), _held(unit, known.member)
        is_asked = not till.lender.is_quick and any(_is_answer(till, each, left, made) for each in held)
        if is_asked or _is_spent(known, left):
            return
        for each in held:
            end_unspent(unit, operator, each)
        wish = unit.leases.want(lease=till.new_id(), member=known.member, sale=AHEAD, account=WALLET)
        till.lender.wallet(unit, wish)
    till.nudge_sync()


def top_up_to_take(
    till: Till, reading: "Reading", member: str, sale: str, made: WalletPaidIn
) -> WalletTakenBack:
    """All that is left of a top-up, inside a lease of it, and what is paid out for that.

    Raises:
        Refused: `top-up-waits`: the server has not set the wallet aside for this till yet; `top-up-gone`:
            nothing is left, once the bonus that was spent is taken off.
    """
    known = read_member(till, reading, member)
    left = till.lender.top_up_left(reading, known, sale, made)
    for lease in _held(reading, known.member):
        if lease_trouble(till, lease) is not None:
            continue
        paid, bonus = _in_lease(lease, made.lot), _in_lease(lease, made.bonus_lot)
        if left is None and not paid:
            raise Refused("top-up-gone")
        if left is not None and (paid, bonus) == (left[0], left[1]):
            if paid <= left[2]:
                raise Refused("top-up-gone")
            return WalletTakenBack(lease.lease, paid, bonus, paid - left[2])
    is_gone = _is_spent(known, left) or (till.lender.is_quick and left is None)
    raise Refused("top-up-gone" if is_gone else "top-up-waits")


def end_taken_top_up(unit: "Unit", operator: str, taken: WalletTakenBack | None) -> None:
    """End the lease inside which a top-up was taken out."""
    held = None if taken is None else unit.leases.by_id(taken.lease)
    if taken is not None and held is not None:
        end_lease(unit, operator, held, spent=Points(taken.paid + taken.bonus))


def _is_under_way(till: Till, lease: HeldLease) -> bool:
    return lease.state in {"wanted", "asked"} or lease_trouble(till, lease) is None


def _is_answer(till: Till, lease: HeldLease, left: "TopUpLeft | None", made: WalletPaidIn) -> bool:
    """Whether the lease says all that can be known of a top-up, or will."""
    is_all = left is None or (_in_lease(lease, made.lot), _in_lease(lease, made.bonus_lot)) == left[:2]
    return _is_under_way(till, lease) and (lease.state != "open" or is_all)


def _is_spent(known: AttachedMember, left: "TopUpLeft | None") -> bool:
    """Whether nothing is left of a top-up nor of any other: an empty wallet, and nothing on its way there."""
    return left is None and (known.wallet is None or not known.wallet.balance)


def _taken_over(till: Till, unit: "Unit", open_sale: OpenSale, member: str) -> HeldLease | None:
    """What was asked for to look at a top-up, for this sale from now on; what is no good of it ends."""
    found: HeldLease | None = None
    for lease, of in unit.leases.live():
        if of != AHEAD or lease.account != WALLET or lease.member != member:
            continue
        if found is None and not till.lender.is_quick and _is_under_way(till, lease):
            unit.leases.place(lease.lease, open_sale.sale)
            found = lease
        else:
            end_unspent(unit, "", lease)
    return found


def _in_lease(lease: HeldLease, lot: str | None) -> int:
    return sum(part.points for part in lease.slices if part.lot == lot)


def _held(reading: "Reading", member: str) -> list[HeldLease]:
    live = (lease for lease, _ in reading.leases.live())
    return [lease for lease in live if lease.account == WALLET and lease.member == member]
