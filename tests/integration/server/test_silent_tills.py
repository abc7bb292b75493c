"""Tills that say nothing for long, and what tills hold that are revoked: a person is told in the morning."""

import pytest

from server.usecases.admin.reclaim import revoke_till
from tests.integration.server.conftest import House

AN = "member-an"


@pytest.fixture
def house(house: House) -> House:
    """An has 100 points, and Q1 holds 60 of them."""
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    house.q1.lease("l1", AN, 60)
    house.q2.sync()
    return house


def test_a_till_that_is_silent_is_named_with_what_it_holds(house: House) -> None:
    house.clock.move(hours=35)
    assert house.holdings().alarms == ()
    house.q2.sync()
    house.clock.move(hours=1)
    (look,) = house.holdings().alarms
    assert look.startswith("till Q1: not heard since 2026-11-25 03:00 UTC; it holds 60 points, ")
    assert look.endswith("0 of prepaid money and 0 vouchers and offers")
    house.clock.move(hours=36)
    house.q1.sync()
    assert house.holdings().alarms == ("till Q2: not heard since 2026-11-26 14:00 UTC; it holds nothing",)
    house.check()


def test_an_idle_till_that_only_asks_for_news_is_heard(house: House) -> None:
    for _ in range(4):
        house.clock.move(hours=12)
        house.q1.sync()
        house.q2.sync()
    assert house.holdings().alarms == ()


def test_a_revoked_till_is_silent_and_told_for_what_it_holds_alone(house: House) -> None:
    revoke_till(house.server, tenant=house.code, till="Q2")
    house.clock.move(days=3)
    house.q1.sync()
    assert house.holdings().alarms == ()
    revoke_till(house.server, tenant=house.code, till="Q1")
    (look,) = house.holdings().alarms
    assert look.startswith("till Q1: is revoked; what it was lent")
    assert look.endswith("it holds 60 points, 0 of prepaid money and 0 vouchers and offers")
