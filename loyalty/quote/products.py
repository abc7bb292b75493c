"""Lines that sell what a program keeps for a member: whether a basket may have them as they are.

The path of a scan asks only where a basket has such a line.
"""

from collections.abc import Iterator

from loyalty.basket import Basket, BasketLine
from loyalty.program.memberships import Membership
from loyalty.program.model import Program
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Sentence, say
from loyalty.units import Money

ONE = 1000


def check_products(program: Program, basket: Basket) -> None:
    """Asks of every line that sells a membership or pays into a wallet whether it can do so.

    Raises:
        SentenceRefused: it cannot, for the first reason there is.
    """
    skus = program.set_apart.all
    lines = [line for line in basket.lines if line.sku in skus]
    for membership in program.memberships:
        sold = [line for line in lines if line.sku == membership.sku]
        for sentence in _wrong(program, basket, membership, sold):
            raise SentenceRefused(sentence)
    wrong = _wrong_top_up(program, basket, lines)
    if wrong is not None:
        raise SentenceRefused(wrong)


def _wrong_top_up(program: Program, basket: Basket, lines: list[BasketLine]) -> Sentence | None:
    wallet, currency = program.wallet, program.currency
    paid_in = [line for line in lines if wallet is not None and line.sku == wallet.sku]
    if wallet is None or not paid_in:
        return None
    if basket.member is None:
        return say("top-up-needs-member")
    if len(paid_in) > 1:
        return say("top-up-one")
    amount = Money((paid_in[0].quantity * paid_in[0].unit_price + 500) // 1000)
    after = basket.member.wallet.total + amount + wallet.bonus_for(amount)
    if amount and (wallet.max_balance is None or after <= wallet.max_balance):
        return None
    if not amount:
        return say("top-up-nothing")
    return say("top-up-over-max", after=after, max=wallet.max_balance or 0, currency=currency)


def _wrong(
    program: Program, basket: Basket, membership: Membership, lines: list[BasketLine]
) -> Iterator[Sentence]:
    if not lines:
        return
    if basket.member is None:
        yield say("membership-needs-member", name=membership.name)
    elif membership.renew == "refuse" and membership.id in basket.member.memberships:
        yield say("membership-running", name=membership.name)
    if len(lines) > 1 or lines[0].quantity != ONE:
        yield say("membership-one", name=membership.name)
    if lines[0].unit_price != membership.price:
        yield say(
            "membership-price",
            name=membership.name,
            price=membership.price,
            asked=lines[0].unit_price,
            currency=program.currency,
        )
