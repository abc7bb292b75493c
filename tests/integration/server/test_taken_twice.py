"""A tampered till that takes from one lot in two parts: that is put aside, and what comes after goes on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from functools import partial

import pytest

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.journal import SaleSettled
from loyalty.wire.prepaid import MoneySlice
from loyalty.wire.sold import BurnSlice
from server.books.model import Books, Cause, HeldLot
from server.books.points import earn, give_back
from server.context import Server
from server.usecases.admin.doctor import examine_server
from tests.integration.server import gifts, wallets
from tests.integration.server.conftest import PROGRAM, START, FakeClock, House, make_house
from tests.integration.server.tills import burn_of, sale_body

AN = wallets.MEMBER


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """An has 100 points and 525,000 in a wallet, and there are 500,000 on a card."""
    house = make_house(server, clock, PROGRAM + wallets.RULES)
    house.q1.enrol(AN)
    house.q1.sell("opening", AN, earned=100)
    wallets.top_up(house.q1, "top-up")
    gifts.sell_card(house.q1, "card")
    house.q1.sync()
    return house


def burned(house: House) -> SaleSettled:
    burn = burn_of(house.q1.lease("l1", AN), 10)
    twice = replace(burn, slices=(BurnSlice("lot-opening", 4), BurnSlice("lot-opening", 6)))
    return sale_body("s1", AN, fingerprint=house.q1.fingerprint, earned=0, burn=twice)


def paid_by_card(house: House) -> SaleSettled:
    body = gifts.paid_with(house.q1, "s1", gifts.lend(house.q1, "l1"), 100)
    by_card, *others = body.tenders
    assert by_card.gift is not None
    used = replace(by_card.gift, slices=(MoneySlice("lot-card", 40), MoneySlice("lot-card", 60)))
    return replace(body, tenders=(replace(by_card, gift=used), *others))


def paid_by_wallet(house: House) -> SaleSettled:
    body = wallets.paid_with(house.q1, "s1", wallets.lend(house.q1, "l1"), 100_000)
    assert body.from_wallet is not None
    used = replace(
        body.from_wallet, paid=(MoneySlice("lot-top-up", 25_000), MoneySlice("lot-top-up", 50_000))
    )
    tenders = [replace(each, wallet=used) if each.kind == "wallet" else each for each in body.tenders]
    return replace(body, tenders=tuple(tenders))


@pytest.mark.parametrize("sale", [burned, paid_by_card, paid_by_wallet])
def test_a_lot_that_is_taken_from_twice_blocks_nothing_neither_by_the_sale_nor_by_its_void(
    house: House, sale: Callable[[House], SaleSettled]
) -> None:
    body = sale(house)
    house.q1.record("sale_settled", body)
    house.q1.void(body)
    house.q1.sell("honest", AN, earned=1)
    assert [each.why for each in house.q1.sync().outcomes] == ["lot-taken-twice", "sale-unknown", ""]
    assert house.holdings().points.outstanding == 101
    assert examine_server(house.server, tenant=house.code) == ()


def test_a_movement_that_an_operation_makes_twice_is_refused_before_it_is_stored() -> None:
    books, cause = Books(), Cause(operation="till:1:1", at=START, store="q1", program_version=1)
    some = Points(4)
    earn(
        books,
        HeldLot(
            lot="a",
            granted=some,
            remaining=some,
            earned_at=START,
            spendable_from=START,
            dies_at=None,
            program_version=1,
        ),
        cause,
    )
    put_back = partial(give_back, books, "a", some, cause, burned_at=START, burned_by="till:1:0", zone=UTC)
    put_back()
    with pytest.raises(Refused, match="movement-repeated"):
        put_back()
