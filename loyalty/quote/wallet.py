"""Paying from a wallet: how much a sale can take, what of it is bonus, and which line each đồng is of."""

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.basket import Basket, WalletMoney
from loyalty.program.model import Program
from loyalty.program.wallet import WalletRules
from loyalty.refusals import SentenceRefused
from loyalty.sentences import say
from loyalty.splits import split
from loyalty.units import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletPayment:
    """What a sale takes from the member's wallet and pays into it.

    `amount` is `paid` and `bonus` together; `line_amounts` and `line_bonuses` are each line's share of it
    and of its bonus part. `topped_up` is paid in by the sale, and `promised` is the bonus for it. `earns`
    says whether what it pays earns points; where not, it did so as it was paid in.
    """

    amount: Money = Money(0)
    bonus: Money = Money(0)
    max_amount: Money = Money(0)
    line_amounts: tuple[int, ...] = ()
    line_bonuses: tuple[int, ...] = ()
    topped_up: Money = Money(0)
    promised: Money = Money(0)
    earns: bool = True

    @property
    def paid(self) -> Money:
        """What of the amount had been paid in by the member."""
        return Money(self.amount - self.bonus)

    def left_to_earn(self, bases: list[int]) -> list[int]:
        """What the lines earn on, of these bases: all of it, or without what earned as it was paid in.

        A line that does not earn stays at 0.
        """
        if self.earns:
            return bases
        pairs = zip(bases, self.line_amounts, strict=True)
        return [base - amount if base else 0 for base, amount in pairs]


def moves_wallet(program: Program, basket: Basket) -> bool:
    """Whether a wallet is asked to pay, or what is paid into one may earn."""
    wallet = program.wallet
    return bool(basket.wallet_amount) or (wallet is not None and wallet.earn_on == "top_up")


def pay_from_wallet(program: Program, basket: Basket, nets: Sequence[int]) -> WalletPayment | None:
    """Takes what is asked; `nets` are what is left to pay of each line, 0 where a wallet cannot pay it.

    `None` where the program has no wallet, or the sale no member.

    Raises:
        SentenceRefused: `wallet-over-max`, more than there is or than the sale can take.
    """
    rules, asked = program.wallet, basket.wallet_amount
    held = basket.member.wallet if basket.member else WalletMoney()
    most = Money(max(0, min(held.total, sum(nets)))) if rules else Money(0)
    if asked != "max" and asked > most:
        currency = program.currency
        raise SentenceRefused(say("wallet-over-max", asked=asked, max=most, currency=currency))
    if rules is None or basket.member is None:
        return None
    amount = most if asked == "max" else asked
    bonus = _bonus_of(rules, held, amount)
    amounts = split(amount, nets)
    paid_in = [line for line in basket.lines if line.sku == rules.sku]
    topped_up = Money(sum((line.quantity * line.unit_price + 500) // 1000 for line in paid_in))
    return WalletPayment(
        amount=amount,
        bonus=bonus,
        max_amount=most,
        line_amounts=tuple(amounts),
        line_bonuses=tuple(split(bonus, amounts)),
        topped_up=topped_up,
        promised=rules.bonus_for(topped_up),
        earns=rules.earn_on == "use",
    )


def _bonus_of(rules: WalletRules, held: WalletMoney, amount: Money) -> Money:
    """What of an amount is bonus."""
    if rules.spend_first == "bonus":
        return Money(min(held.bonus, amount))
    return Money(max(0, amount - held.paid))
