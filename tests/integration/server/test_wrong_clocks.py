"""A till whose battery is flat says that it is years ago: nothing that it sells dies of that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loyalty.wire.rehoming import EventRehomed, say_again
from server.context import Server
from server.store.tables.ledger import OF_MONEY, lots
from server.store.tables.members import members, purchases
from server.usecases.admin.doctor import examine_server
from server.usecases.jobs import run_jobs
from tests.integration.server import gifts, wallets
from tests.integration.server.conftest import PROGRAM, FakeClock, House, make_house
from tests.integration.server.tills import burn_of, claim_of, sale_body

AN = wallets.MEMBER
FLAT = datetime(2020, 1, 1, 0, 3, tzinfo=UTC)
"""What a till says whose clock has forgotten the time."""
IN_A_YEAR = datetime(2021, 1, 31, 17, tzinfo=UTC)
"""When by that clock the points die that are earned then."""


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """A house that has sold before, an hour ago; then the till's clock forgot the time."""
    house = make_house(server, clock, PROGRAM + wallets.RULES)
    house.q1.enrol(AN)
    house.q1.sync()
    clock.move(hours=1)
    house.q1.now = FLAT
    return house


def balance(house: House) -> int:
    """What everybody has, once what is dead has gone."""
    run_jobs(house.server, house.tenant)
    assert examine_server(house.server, tenant=house.code) == ()
    return house.holdings().points.outstanding


def test_points_live_as_long_as_they_would_by_a_clock_that_is_right(house: House) -> None:
    house.q1.sell("s1", AN, earned=100, net=6_000_000, dies_at=IN_A_YEAR)
    house.q1.sync()
    assert balance(house) == 100
    (lot,) = house.rows(lots)
    assert timedelta(days=390) < lot["dies_at"] - house.clock.now() < timedelta(days=400)
    assert lot["dies_at"].time() == IN_A_YEAR.time()


def test_a_sale_is_of_the_day_on_which_it_came_and_counts_for_the_tier(house: House) -> None:
    house.q1.sell("s1", AN, earned=100, net=6_000_000)
    house.q1.sync()
    (bought,) = house.rows(purchases)
    assert timedelta() <= house.clock.now() - bought["at"] < timedelta(days=1)
    assert [row["tier"] for row in house.rows(members)] == ["silver"]


def test_money_on_cards_and_bonuses_live_on_and_so_do_points_that_are_claimed(house: House) -> None:
    sold = sale_body("found", None, fingerprint=house.q1.fingerprint)
    claim = claim_of(sold, AN, earned=20)
    assert claim.lot is not None
    house.q1.record("sale_settled", sold)
    house.q1.record(
        "receipt_claimed", replace(claim, lot=replace(claim.lot, dies_at="2021-01-31T17:00:00.000Z"))
    )
    gifts.sell_card(house.q1, "card", dies_at=IN_A_YEAR)
    wallets.top_up(house.q1, "top-up", dies_at="2020-07-31T17:00:00.000Z")
    assert {each.why for each in house.q1.sync().outcomes} == {""}
    assert balance(house) == 20
    assert {row["lot"]: row["remaining"] for row in house.rows(OF_MONEY.lots)} == {
        "lot-card": 500_000,
        "lot-top-up": 500_000,
        "bonus-top-up": 25_000,
    }


def test_a_till_that_was_away_for_long_is_believed_and_so_is_a_clock_that_is_some_days_behind(
    house: House,
) -> None:
    away = house.clock.now() - timedelta(days=1)
    house.q1.now = away
    house.q1.sell("s1", AN)
    house.clock.move(days=100)
    house.q1.sync()
    house.q1.now = house.clock.now() - timedelta(days=20)
    house.q1.sell("s2", AN)
    house.q1.sync()
    found = {row["sale"]: row["at"] for row in house.rows(purchases)}
    assert found == {"s1": away, "s2": house.q1.now}


def test_a_till_that_was_away_for_long_is_believed_in_every_batch_of_what_it_sold(house: House) -> None:
    began = house.clock.now()
    told = {f"s{day}": began + timedelta(days=day) for day in range(1, 100, 11)}
    house.clock.move(days=100)
    for sale, at in told.items():
        house.q1.now = at
        house.q1.sell(sale, AN)
        house.q1.sync()
    assert {row["sale"]: row["at"] for row in house.rows(purchases)} == told
    house.q1.now = FLAT
    house.q1.sell("flat", AN)
    house.q1.sync()
    house.q1.sell("flat-again", AN)
    house.q1.sync()
    found = {row["sale"]: row["at"] for row in house.rows(purchases)}
    for sale in ("flat", "flat-again"):
        assert timedelta() <= house.clock.now() - found[sale] < timedelta(days=1)


def test_points_that_come_back_live_no_longer_because_they_were_spent_years_ago(house: House) -> None:
    house.q1.now = house.clock.now()
    dies_at = house.clock.now() + timedelta(days=20)
    house.q1.sell("opening", AN, earned=100, dies_at=dies_at)
    house.q1.sync()
    lease = house.q1.lease("l1", AN)
    house.q1.now = FLAT
    bought = sale_body("s1", AN, fingerprint=house.q1.fingerprint, earned=0, burn=burn_of(lease, 60))
    house.q1.record("sale_settled", bought)
    house.q1.close("l1", AN, spent=60)
    house.q1.sync()
    house.clock.move(days=40)
    house.q1.now = house.clock.now()
    house.q1.void(bought)
    assert [each.why for each in house.q1.sync().outcomes] == [""]
    (lot,) = [row for row in house.rows(lots) if row["lot"] == lease.slices[0].lot]
    assert timedelta(days=19) < lot["dies_at"] - house.clock.now() < timedelta(days=55)


def test_what_an_earlier_life_has_sold_is_said_again_with_its_own_time(house: House) -> None:
    house.q2.now = house.clock.now() - timedelta(days=60)
    sold = house.q2.record("sale_settled", sale_body("s1", AN, fingerprint=house.q2.fingerprint))
    again = say_again(sold, bytes(32))
    house.q2.journal.clear()
    house.q2.now = house.clock.now()
    house.q2.record("drawer_opened", {"reason": "manual"}, operation="opened")
    house.q2.sync()
    house.q2.record("event_rehomed", EventRehomed.from_json(again.to_json()))
    assert [each.why for each in house.q2.sync().outcomes] == [""]
    (bought,) = house.rows(purchases)
    assert house.clock.now() - bought["at"] == timedelta(days=60)
