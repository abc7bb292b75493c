"""Lines that sell what a program keeps for a member: whether a basket may have them as they are.

The path of a scan asks only where a basket has such a line.
"""

from collections.abc import Iterator

from loyalty.basket import Basket, BasketLine
from loyalty.program.memberships import Membership
from loyalty.program.model import Program
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Sentence, say

ONE = 1000


def check_products(program: Program, basket: Basket) -> None:
    """Asks of every line that sells a membership whether it can be sold so.

    Raises:
        SentenceRefused: it cannot, for the first reason there is.
    """
    skus = program.set_apart.all
    lines = [line for line in basket.lines if line.sku in skus]
    for membership in program.memberships:
        sold = [line for line in lines if line.sku == membership.sku]
        for sentence in _wrong(program, basket, membership, sold):
            raise SentenceRefused(sentence)


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
        yield say("membership-price", name=membership.name, price=membership.price, currency=program.currency)
