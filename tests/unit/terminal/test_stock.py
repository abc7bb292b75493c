"""What the store gives away of a reward today: a till gives what it has in hand, and asks for the next."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.wire.claims import ClaimRefusal, OpenClaim, stock_thing
from loyalty.wire.messages import CALLED_BACK
from terminal.clock import timestamp
from terminal.in_force import in_force_now
from terminal.membership import AHEAD
from terminal.offers import offer_trouble
from terminal.open_sale import OpenSale, ask_reward
from terminal.sale import SettledSale
from terminal.store.checks import check_projections
from terminal.store.outbox import SqlOutbox
from terminal.usecases.basket import ask_again, attach_member, detach_member, refresh_member
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.things import stock_ahead, things_ahead
from tests.unit.terminal.claimed_things import closed
from tests.unit.terminal.intakes import INTAKE
from tests.unit.terminal.settled_sales import tender, with_goods
from tests.unit.terminal.till_kit import LAN, PROGRAM, Counter, grant_lease, program_row

ANH = "member-anh"
TEA = stock_thing("tea")
REWARD = """
[[reward]]
id = "tea"
name = "Trà"
kind = "amount_off"
points = 100
amount = 60000
stock_per_day = 3
stock_ahead = {ahead}
"""


def promise(counter: Counter, ahead: int) -> Counter:
    with counter.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + REWARD.format(ahead=ahead), version=2))
    return counter


@pytest.fixture
def pouring(shop: Counter) -> Counter:
    """The shop with three teas a day, one of which this till has in hand."""
    hear(promise(shop, 1))
    hear(shop)
    return shop


def hear(counter: Counter, *, refuses: str = "", called_back: Iterable[str] = (), minutes: int = 600) -> None:
    """An answer of the server's: all that was asked for is kept, or refused for this reason."""
    until = timestamp(counter.clock.now() + timedelta(minutes=minutes))
    outbox = SqlOutbox(counter.store, stock_in_hand=lambda unit: stock_ahead(counter.till, unit))
    outgoing = outbox.read_outgoing()
    fresh = {each.claim for each in outgoing.claims}
    with counter.store.read() as reading:
        live = [each for each, _ in reading.claims.live()]
    kept = [each for each in live if each.state == "open" or (each.claim in fresh and not refuses)]
    outbox.apply(
        replace(
            INTAKE,
            claims=tuple(OpenClaim(each.claim, each.member, each.thing, until, "open") for each in kept),
            claims_refused=tuple(ClaimRefusal(name, refuses) for name in fresh if refuses),
            claims_called_back=tuple(called_back),
        )
    )


def stock(counter: Counter) -> list[tuple[str, bool]]:
    """The state of each tea that this till has or wants, and whether it is in no basket."""
    with counter.store.read() as reading:
        live = [(each, of) for each, of in reading.claims.live() if each.thing == TEA]
    return sorted((each.state, of == AHEAD) for each, of in live)


def with_anh(counter: Counter) -> OpenSale:
    sale = attach_member(counter.till, LAN, with_goods(counter, "CAKE"), member_by_id(counter.till, ANH))
    assert sale.lease is not None
    grant_lease(counter, sale.lease, points=500)
    return ask_reward(refresh_member(counter.till, sale), "tea")


def trouble(counter: Counter, sale: OpenSale) -> str:
    program = in_force_now(counter.till).program
    assert program is not None
    found = offer_trouble(program, program.rules["tea"], sale.claims, counter.clock.now())
    return "" if found is None else found.code


def pay(counter: Counter, sale: OpenSale) -> SettledSale:
    due = price(counter.till, sale, paid_with=("card",)).total
    return settle_sale(counter.till, LAN, sale, (tender("card", due),))


def test_a_till_has_some_in_hand_before_anybody_asks(shop: Counter) -> None:
    hear(promise(shop, 2))
    assert stock(shop) == [("wanted", True)] * 2
    with shop.store.read() as reading:
        assert {each.member for each, _ in reading.claims.live()} == {in_force_now(shop.till).identity.store}
    hear(shop)
    assert stock(shop) == [("open", True)] * 2


def test_without_a_network_it_gives_what_it_has_in_hand_and_no_more(pouring: Counter) -> None:
    settled = pay(pouring, with_anh(pouring))
    assert settled.extras is not None
    assert TEA in {each.thing for each in settled.extras.claims}
    assert "used" in closed(pouring)
    again = with_anh(pouring)
    assert trouble(pouring, again) == "stock-waiting"
    (held_back,) = price(pouring.till, again).rewards
    assert (held_back.points, [why.code for why in held_back.whys]) == (0, ["missed-withheld"])
    assert "tea" not in {each.rule for each in pay(pouring, again).discounts}


def test_the_next_is_asked_for_once_one_is_given(pouring: Counter) -> None:
    pay(pouring, with_anh(pouring))
    assert stock(pouring) == []
    hear(pouring)
    assert stock(pouring) == [("wanted", True)]


def test_what_a_customer_did_not_want_is_in_hand_for_the_next(pouring: Counter) -> None:
    detach_member(pouring.till, LAN, with_anh(pouring))
    assert stock(pouring) == [("open", True)]


def test_where_none_is_left_it_says_so_and_is_asked_for_once_a_day(pouring: Counter) -> None:
    pay(pouring, with_anh(pouring))
    hear(pouring)
    hear(pouring, refuses="nothing-left")
    for _ in range(3):
        hear(pouring)
    assert stock(pouring) == []
    sale = with_anh(pouring)
    hear(pouring, refuses="nothing-left")
    sale = refresh_member(pouring.till, sale)
    assert trouble(pouring, sale) == "stock-gone"
    again = ask_again(pouring.till, LAN, sale, "tea")
    assert trouble(pouring, again) == "stock-waiting"
    pouring.clock.move(hours=24)
    hear(pouring)
    assert ("wanted", True) in stock(pouring)


def test_what_another_tills_customer_waits_for_is_given_back_and_not_asked_for_again(
    pouring: Counter,
) -> None:
    with pouring.store.read() as reading:
        ((held, _),) = reading.claims.live()
    hear(pouring, called_back=(held.claim,))
    hear(pouring)
    assert (stock(pouring), closed(pouring)) == ([], ["unused"])
    sale = with_anh(pouring)
    hear(pouring, refuses=CALLED_BACK)
    assert trouble(pouring, refresh_member(pouring.till, sale)) == "stock-called-back"


def test_what_was_in_hand_is_no_good_when_the_day_is_over(pouring: Counter) -> None:
    pouring.clock.move(minutes=601)
    assert trouble(pouring, with_anh(pouring)) == "stock-waiting"
    hear(pouring)
    assert closed(pouring)[0] == "unused"


def test_a_basket_that_stands_over_midnight_gives_nothing_of_yesterday_and_says_so(pouring: Counter) -> None:
    sale = with_anh(pouring)
    assert trouble(pouring, sale) == ""
    pouring.clock.move(minutes=601)
    assert trouble(pouring, sale) == "stock-expired"
    settled = pay(pouring, sale)
    assert "tea" not in {each.rule for each in settled.discounts}
    asked = ask_again(pouring.till, LAN, with_anh(pouring), "tea")
    assert trouble(pouring, asked) == "stock-waiting"


def test_who_has_not_the_points_for_it_is_asked_nothing_for(pouring: Counter) -> None:
    member = member_by_id(pouring.till, "member-binh")
    sale = attach_member(pouring.till, LAN, with_goods(pouring, "CAKE"), member)
    assert TEA not in {each.thing for each in sale.claims}
    with pouring.store.write() as unit:
        assert TEA not in things_ahead(pouring.till, unit, ANH)


def test_a_till_whose_clock_is_a_day_ahead_does_not_ask_again_at_every_exchange(pouring: Counter) -> None:
    pouring.clock.move(hours=24)
    for _ in range(12):
        hear(pouring, minutes=-600)
    assert closed(pouring) == ["unused"] * 2, "yesterday's, and the one that was over as it came"
    assert stock(pouring) == []
    pouring.clock.move(minutes=61)
    hear(pouring)
    assert stock(pouring) == [("wanted", True)], "an hour later it tries again"
    hear(pouring)
    assert stock(pouring) == [("open", True)]
    assert check_projections(pouring.store) == ()
