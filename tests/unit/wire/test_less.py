"""What is kept of the money of one line that comes back: no more than there is, and of one line only."""

import pytest

from loyalty.errors import Refused
from loyalty.refund import KeptLine, KeptSale, refund
from loyalty.units import Money, Points, Quantity
from loyalty.wire.kept import less

ONE = Quantity(1_000)


def line(net: int, wallet: int = 0) -> KeptLine:
    return KeptLine(
        quantity=ONE,
        net=Money(net),
        burned=Money(0),
        earned_points=Points(0),
        burned_points=Points(0),
        wallet=Money(wallet),
    )


SALE = KeptSale((line(365_000), line(100_000, wallet=60_000)))


def test_nothing_kept_is_the_same_refund() -> None:
    back = refund(SALE, {0: ONE})
    assert less(back, Money(0)) is back


def test_what_is_kept_comes_off_the_money_and_off_its_line() -> None:
    back = less(refund(SALE, {0: ONE}), Money(101_000))
    assert (back.money, [each.money for each in back.lines]) == (264_000, [264_000])


@pytest.mark.parametrize(
    ("returns", "held"), [({0: ONE, 1: ONE}, 1), ({0: ONE}, 365_001), ({1: ONE}, 40_001)]
)
def test_more_than_there_is_beside_the_wallet_or_of_several_lines_is_refused(
    returns: dict[int, Quantity], held: int
) -> None:
    with pytest.raises(Refused, match="refund-differs"):
        less(refund(SALE, returns), Money(held))
