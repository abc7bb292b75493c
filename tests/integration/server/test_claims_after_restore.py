"""What was used inside a claim that the server has lost, where its end was heard before its use."""

from dataclasses import replace

import pytest

from loyalty.wire.claims import ClaimClosed, voucher_thing
from loyalty.wire.extras import ClaimUsed, RewardGiven, SaleExtras
from loyalty.wire.journal import AmountOf
from server.context import Server
from server.store.tables.keeping import claims
from server.usecases.admin.people import Who, erase_member
from tests.integration.server import benefit_uses as benefits
from tests.integration.server import day_stock as stock
from tests.integration.server.conftest import PROGRAM, FakeClock, House, make_house
from tests.integration.server.kept_things import state
from tests.integration.server.restored_server import burn, declare, heard
from tests.integration.server.synced import losses, sound, whys
from tests.integration.server.tills import sale_body
from tests.integration.server.two_people import post

pytestmark = pytest.mark.usefixtures("quick_pins")


def ends(house: House) -> list[tuple[str, str, str]]:
    """Of each claim: its name, how it stands, what used it."""
    return [(row["claim"], row["state"], row["used_by"]) for row in house.rows(claims)]


def test_a_voucher_of_a_sale_that_had_to_wait_for_another_till_is_used(keeping: House) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sync()
    code = next(iter(state(keeping, "m1").vouchers))
    keeping.q1.sell("s1", "m1")
    paid = burn("lost", "lot-s1", 40)
    body = replace(
        sale_body("s2", "m1", fingerprint=keeping.q2.fingerprint, earned=0, burn=paid),
        extras=SaleExtras(claims=(ClaimUsed(voucher_thing(code), "lc"),)),
        discounts=(AmountOf("fifty-off", 50_000),),
        used_codes=(code,),
    )
    keeping.q2.record("sale_settled", body)
    keeping.q2.close("lost", "m1", spent=40)
    keeping.q2.record("claim_closed", ClaimClosed("lc", "m1", used=True))
    declare(keeping)
    assert whys(heard(keeping.q2)) == ["lease-unknown", "", ""]
    heard(keeping.q1)
    assert keeping.holdings().counts["quarantined events"] == 0
    assert keeping.holdings().points.burned == 40
    assert ends(keeping) == [("lc", "closed", "s2")]
    assert code not in state(keeping, "m1").vouchers
    sound(keeping)


def test_a_voucher_of_who_was_forgotten_before_its_sale_was_heard_again_leaves_nothing_held(
    keeping: House,
) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sync()
    code = next(iter(state(keeping, "m1").vouchers))
    body = replace(
        sale_body("s1", "m1", fingerprint=keeping.q2.fingerprint, earned=0),
        extras=SaleExtras(claims=(ClaimUsed(voucher_thing(code), "lc"),)),
        discounts=(AmountOf("fifty-off", 50_000),),
        used_codes=(code,),
    )
    keeping.q2.record("sale_settled", body)
    keeping.q2.record("claim_closed", ClaimClosed("lc", "m1", used=True))
    declare(keeping)
    heard(keeping.q1)
    erase_member(keeping.server, tenant=keeping.code, who=Who(member="m1"))
    assert whys(heard(keeping.q2)) == ["", ""]
    assert keeping.holdings().counts["quarantined events"] == 0
    assert ends(keeping) == [("lc", "closed", "s1")]
    sound(keeping)


def test_the_end_of_a_claim_that_nobody_gave_stops_no_sale_of_who_was_forgotten(keeping: House) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sync()
    code = next(iter(state(keeping, "m1").vouchers))
    keeping.q2.record("claim_closed", ClaimClosed("lc", "m1", used=True))
    keeping.q2.sync()
    erase_member(keeping.server, tenant=keeping.code, who=Who(member="m1"))
    sale = sale_body("s1", "m1", fingerprint=keeping.q2.fingerprint, earned=0)
    told = SaleExtras(claims=(ClaimUsed(voucher_thing(code), "lc"),))
    off = (AmountOf("fifty-off", 50_000),)
    keeping.q2.record("sale_settled", replace(sale, extras=told, discounts=off, used_codes=(code,)))
    assert whys(keeping.q2.sync()) == [""]
    assert ends(keeping) == [("lc", "closed", "")]
    sound(keeping)


def test_what_such_a_sale_gave_of_the_days_stock_is_given(house: House) -> None:
    house.q1.enrol("m1")
    house.q1.sync()
    version = stock.promise(house, 3)
    house.q1.sell("s1", "m1")
    paid = burn("lost", "lot-s1", 40)
    body = replace(
        sale_body("s2", "m1", fingerprint=version.fingerprint, earned=0, burn=paid),
        program=version,
        extras=SaleExtras(
            rewards=(RewardGiven("coffee", 0, 35_000),), claims=(ClaimUsed(stock.COFFEE, "lc"),)
        ),
    )
    house.q2.record("sale_settled", body)
    house.q2.close("lost", "m1", spent=40)
    house.q2.record("claim_closed", ClaimClosed("lc", house.q2.paired.store, used=True))
    declare(house)
    assert whys(heard(house.q2)) == ["lease-unknown", "", ""]
    heard(house.q1)
    assert house.holdings().counts["quarantined events"] == 0
    assert ends(house) == [("lc", "closed", "s2")]
    names = [each.claim for each in stock.ask(house.q1, "a1", "a2", "a3").claims]
    assert names == ["a1", "a2"], "one of the day's three is given"
    assert losses(house) == []
    sound(house)


def test_a_benefit_used_inside_a_claim_that_nobody_gave_counts_at_the_word_of_two(
    server: Server, clock: FakeClock
) -> None:
    shop = make_house(server, clock, PROGRAM + benefits.BENEFITS)
    shop.q1.enrol("m1")
    shop.q1.sync()
    declare(shop)
    heard(shop.q1)
    heard(shop.q2)
    benefits.use(shop.q1, benefits.used("u1", claim="lc"))
    assert whys(shop.q1.sync()) == ["claim-unknown", ""]
    post(shop, "Q1", 2)
    assert benefits.uses(shop) == ["u1"]
    assert ends(shop) == [("lc", "closed", "u1")]
    assert benefits.granted(benefits.ask(shop.q2, "c1")) == ["c1"]
    sound(shop)


def test_a_claim_that_was_given_and_is_over_is_not_revived(keeping: House) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sync()
    code = next(iter(state(keeping, "m1").vouchers))
    declare(keeping)
    heard(keeping.q1)
    heard(keeping.q2)
    benefits.ask(keeping.q1, "c1", thing=voucher_thing(code))
    keeping.q1.record("claim_closed", ClaimClosed("c1", "m1", used=False))
    keeping.q1.sync()
    sale = sale_body("s1", "m1", fingerprint=keeping.q1.fingerprint, earned=0)
    told = SaleExtras(claims=(ClaimUsed(voucher_thing(code), "c1"),))
    off = (AmountOf("fifty-off", 50_000),)
    keeping.q1.record("sale_settled", replace(sale, extras=told, discounts=off, used_codes=(code,)))
    declare(keeping)
    assert whys(heard(keeping.q1)) == ["claim-closed"]
    assert ends(keeping) == [("c1", "closed", "")]
