"""An offer with a limit, or for a first purchase, is given only while the server keeps it for this till."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.claims import FIRST_PURCHASE, ClaimRefusal, OpenClaim, rule_thing
from loyalty.wire.messages import CALLED_BACK
from terminal.clock import timestamp
from terminal.in_force import in_force_now
from terminal.offers import offer_trouble
from terminal.open_sale import OpenSale, ask_reward
from terminal.usecases.basket import ask_again, attach_member, refresh_member
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.claimed_things import closed, states, told
from tests.unit.terminal.settled_sales import rows, tender, with_goods
from tests.unit.terminal.till_kit import LAN, PROGRAM, Counter, grant_claims, grant_lease, program_row

THING = rule_thing("once")
FIRST = """
[[promotion]]
id = "first"
name = "Lần đầu"
kind = "amount_off"
amount = 5000
when = { first_purchase = true, min_spend = 100000 }

[[reward]]
id = "yearly"
name = "Quà năm"
kind = "amount_off"
points = 100
amount = 60000
when = { limit = { times = 1, per = "year" } }
"""


def with_cake(counter: Counter, member: str = "member-anh") -> OpenSale:
    known = member_by_id(counter.till, member)
    return attach_member(counter.till, LAN, with_goods(counter, "CAKE"), known)


def kept(counter: Counter, sale: OpenSale) -> OpenSale:
    """The sale with all that was asked for kept for this till."""
    grant_claims(counter)
    return refresh_member(counter.till, sale)


def trouble(counter: Counter, sale: OpenSale, rule: str = "once") -> str:
    program = in_force_now(counter.till).program
    assert program is not None
    found = offer_trouble(program, program.rules[rule], sale.claims, counter.clock.now())
    return "" if found is None else found.code


def rules(counter: Counter, sale: OpenSale) -> list[str]:
    return [each.rule for each in price(counter.till, sale).discounts]


@pytest.fixture
def newer(shop: Counter) -> Counter:
    """The shop with an offer for the first purchase, and a reward that is had once a year."""
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + FIRST, version=2))
    return shop


def test_it_is_asked_for_as_its_member_comes(shop: Counter) -> None:
    sale = with_cake(shop)
    assert [(each.thing, each.state) for each in sale.claims] == [(THING, "wanted")]


def test_until_it_is_kept_for_this_till_it_is_not_given(shop: Counter) -> None:
    sale = with_cake(shop)
    assert rules(shop, sale) == ["tier:silver"]
    (missed,) = [each for each in price(shop.till, sale).missed if each.rule == "once"]
    assert [why.code for why in missed.whys] == ["missed-withheld"]
    assert trouble(shop, sale) == "offer-waiting"
    assert rules(shop, kept(shop, sale)) == ["once", "tier:silver"]


def test_given_inside_its_claim_it_says_so_and_the_claim_ends(shop: Counter) -> None:
    settled = settle_sale(shop.till, LAN, kept(shop, with_cake(shop)), (tender("card", 174_600),))
    assert settled.extras is not None
    assert [each.thing for each in settled.extras.claims] == [THING]
    assert closed(shop) == ["used"]
    assert shop.keys.get("spend-counter") is not None


def test_a_sale_without_it_lets_it_go_unused(shop: Counter) -> None:
    sale = kept(shop, with_cake(shop))
    settle_sale(
        shop.till, LAN, replace(sale, lines=with_goods(shop, "RICE-ST25").lines), (tender("card", 183_330),)
    )
    assert closed(shop) == ["unused"]


def test_used_up_it_is_not_asked_for(shop: Counter) -> None:
    settle_sale(shop.till, LAN, kept(shop, with_cake(shop)), (tender("card", 174_600),))
    again = with_cake(shop)
    assert again.claims == ()
    assert rules(shop, again) == ["tier:silver"]


def test_a_claim_that_was_lost_while_the_customer_looked_for_money_is_refused(shop: Counter) -> None:
    sale = kept(shop, with_cake(shop))
    price(shop.till, sale, paid_with=("card",))
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE claims SET state = 'frozen'")
    with pytest.raises(Refused, match="offer-frozen"):
        settle_sale(shop.till, LAN, sale, (tender("card", 174_600),))
    assert closed(shop) == []


def test_it_says_why_it_is_not_given_and_asks_again_where_that_helps(shop: Counter) -> None:
    sale = with_cake(shop)
    claim = sale.claims[0].claim
    assert ask_again(shop.till, LAN, sale, "once") == sale
    told(shop, claims_refused=(ClaimRefusal(claim, CALLED_BACK),))
    assert states(shop) == ["asked"]
    sale = refresh_member(shop.till, sale)
    assert trouble(shop, sale) == "offer-called-back"
    assert ask_again(shop.till, LAN, sale, "once") == sale
    told(shop, claims_refused=(ClaimRefusal(claim, "claimed-elsewhere"),))
    sale = refresh_member(shop.till, sale)
    assert trouble(shop, sale) == "offer-elsewhere"
    again = ask_again(shop.till, LAN, sale, "once")
    assert trouble(shop, again) == "offer-waiting"
    assert again.claims[0].claim != claim
    assert closed(shop) == ["unused"]
    until = timestamp(shop.clock.now())
    told(shop, claims=(OpenClaim(again.claims[0].claim, "member-anh", THING, until, "open"),))
    assert trouble(shop, refresh_member(shop.till, again)) == "offer-expired"


def test_nothing_is_asked_again_for_nobody_or_for_what_is_not_promised(shop: Counter) -> None:
    goods = with_goods(shop, "CAKE")
    assert ask_again(shop.till, LAN, goods, "once") == goods
    sale = with_cake(shop)
    assert ask_again(shop.till, LAN, sale, "never") == sale


def test_what_is_for_a_first_purchase_is_kept_for_one_till(newer: Counter) -> None:
    sale = with_cake(newer, "member-binh")
    assert [each.thing for each in sale.claims] == [THING, FIRST_PURCHASE, rule_thing("yearly")]
    assert rules(newer, sale) == []
    assert sorted(rules(newer, kept(newer, sale))) == ["once"]
    assert FIRST_PURCHASE not in {each.thing for each in with_cake(newer).claims}


def test_a_limited_reward_is_given_inside_its_claim(newer: Counter) -> None:
    sale = with_cake(newer)
    assert sale.lease is not None
    grant_lease(newer, sale.lease, points=500)
    sale = ask_reward(refresh_member(newer.till, sale), "yearly")
    (held_back,) = price(newer.till, sale).rewards
    assert [why.code for why in held_back.whys] == ["missed-withheld"]
    sale = ask_reward(kept(newer, sale), "yearly")
    due = price(newer.till, sale, paid_with=("card",))
    assert "yearly" in {each.rule for each in due.discounts}
    settled = settle_sale(newer.till, LAN, sale, (tender("card", due.total),))
    assert settled.extras is not None
    assert rule_thing("yearly") in {each.thing for each in settled.extras.claims}
    assert member_by_id(newer.till, "member-anh").used.get("yearly") == 1


def test_a_till_whose_disk_is_not_the_one_it_was_gives_nothing_limited(shop: Counter) -> None:
    sale = kept(shop, with_cake(shop))
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE claims SET state = 'frozen'")
    assert trouble(shop, refresh_member(shop.till, sale)) == "offer-frozen"
    assert rows(shop, "SELECT state FROM claims") == [("frozen",)]
