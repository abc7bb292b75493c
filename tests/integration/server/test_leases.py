"""Leases: what a till may spend, and that two tills never spend the same point."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from loyalty.units import Points
from loyalty.wire.journal import LeaseClosed, SaleBurn
from loyalty.wire.messages import LeaseAsk
from loyalty.wire.sold import BurnSlice
from server.store.tables import members
from server.usecases.admin.reclaim import reclaim
from server.usecases.admin.setup import make_pairing_code
from tests.integration.server.conftest import House, make_house
from tests.integration.server.tills import FakeTill, burn_of, pair_till, sale_body

AN = "member-an"


@pytest.fixture
def house(house: House) -> House:
    """The house, with a member who has 100 points."""
    house.q1.enrol(AN)
    house.q1.sell("opening", AN, earned=100)
    house.q1.sync()
    return house


def whys(till: FakeTill) -> list[str]:
    return [each.why for each in till.sync().outcomes]


def test_a_lease_holds_what_is_asked_and_no_more_than_there_is(house: House) -> None:
    few = house.q1.lease("l1", AN, 30)
    rest = house.q2.lease("l2", AN, 900)
    assert (few.amount, rest.amount) == (30, 70)
    answer = house.q1.sync(asks=[LeaseAsk("l3", AN), LeaseAsk("l4", "member-nobody")])
    assert [(each.lease, each.why) for each in answer.refused] == [
        ("l3", "called-back"),
        ("l4", "member-unknown"),
    ]
    house.check()


def test_asking_again_for_a_lease_changes_nothing(house: House) -> None:
    first = house.q1.lease("l1", AN, 30)
    assert house.q1.lease("l1", AN, 100) == first
    answer = house.q2.sync(asks=[LeaseAsk("l1", AN, 10)])
    assert [each.why for each in answer.refused] == ["lease-of-another-till"]
    assert answer.leases == ()


def test_a_spend_inside_the_lease_is_posted_and_the_close_frees_the_rest(house: House) -> None:
    lease = house.q1.lease("l1", AN)
    house.q1.sell("s1", AN, earned=0, burn=burn_of(lease, 60))
    house.q1.close("l1", AN, spent=60)
    answer = house.q1.sync()
    assert answer.leases == ()
    assert (answer.members[0].points, answer.members[0].available) == (40, 40)
    house.check()


def test_a_lease_may_be_closed_in_a_later_batch_than_it_was_spent_to_its_end(house: House) -> None:
    lease = house.q1.lease("l1", AN)
    house.q1.sell("s1", AN, earned=0, burn=burn_of(lease, 100))
    assert whys(house.q1) == [""]
    house.q1.close("l1", AN, spent=100)
    assert whys(house.q1) == [""]
    house.check()


def test_a_till_may_be_reclaimed_that_has_spent_a_whole_lot_of_its_lease(house: House) -> None:
    house.q1.sell("more", AN, earned=50)
    house.q1.sync()
    lease = house.q1.lease("l1", AN)
    house.q1.sell("s1", AN, earned=0, burn=burn_of(lease, 120))
    house.q1.sync()
    (freed,) = reclaim(house.server, tenant=house.code, till="Q1")
    assert freed.points == 30
    house.check()


def test_a_spend_beyond_the_lease_is_put_aside_and_freezes_it(house: House) -> None:
    lease = house.q1.lease("l1", AN, 60)
    too_much = SaleBurn(70, 35_000, "l1", (BurnSlice(lease.slices[0].lot, 70),))
    house.q1.sell("s1", AN, earned=0, burn=too_much)
    house.q1.sell("s2", AN, earned=0, burn=burn_of(lease, 10))
    house.q1.close("l1", AN, spent=70)
    answer = house.q1.sync()
    assert [each.why for each in answer.outcomes] == ["lease-overspent", "lease-frozen", "lease-frozen"]
    assert [(each.lease, each.state) for each in answer.leases] == [("l1", "frozen")]
    assert (answer.members[0].points, answer.members[0].available) == (100, 40)
    house.check()


def test_a_spend_without_a_lease_is_put_aside(house: House) -> None:
    house.q1.sell("s1", AN, earned=0, burn=SaleBurn(10, 5_000, "none", (BurnSlice("lot-opening", 10),)))
    assert whys(house.q1) == ["lease-unknown"]
    lease = house.q2.lease("l2", AN)
    house.q1.sell("s2", AN, earned=0, burn=burn_of(lease, 10))
    assert whys(house.q1) == ["lease-of-another-till"]
    assert house.q2.sync().leases[0].state == "open"


def test_an_unreadable_event_that_names_a_lease_freezes_it(house: House) -> None:
    house.q1.lease("l1", AN, 60)
    house.q1.record("sale_settled", {"member": AN, "burn": {"lease": "l1", "points": "many"}})
    answer = house.q1.sync()
    assert answer.outcomes[0].outcome == "quarantined"
    assert answer.leases[0].state == "frozen"


def test_a_close_that_says_another_figure_is_put_aside_and_freezes(house: House) -> None:
    house.q1.lease("l1", AN, 60)
    house.q1.close("l1", AN, spent=5)
    answer = house.q1.sync()
    assert answer.outcomes[0].why == "lease-spent-differs"
    assert answer.leases[0].state == "frozen"
    house.check()


def test_the_end_of_a_lease_of_money_ends_none_of_points(house: House) -> None:
    house.q1.lease("l1", AN, 60)
    house.q1.record("lease_closed", LeaseClosed("l1", AN, 0, "wallet"))
    answer = house.q1.sync()
    assert [each.why for each in answer.outcomes] == [""]
    assert [(each.lease, each.amount) for each in answer.leases] == [("l1", 60)]
    house.check()


def test_a_closed_lease_never_comes_back(house: House) -> None:
    ask = [LeaseAsk("l1", AN, 10)]
    house.q1.close("l1", AN)
    answer = house.q1.sync(asks=ask)
    assert [each.why for each in answer.refused] == ["lease-closed"]
    assert answer.outcomes[0].outcome == "applied"
    house.q1.lease("l2", AN)
    house.q1.close("l2", AN)
    house.q1.close("l2", AN)
    assert whys(house.q1) == ["", ""]


def test_nothing_is_freed_by_time(house: House) -> None:
    lease = house.q1.lease("l1", AN)
    house.clock.move(days=30)
    assert house.q2.sync(asks=[LeaseAsk("l2", AN)]).refused[0].why == "called-back"
    house.q1.sell("s1", AN, earned=0, burn=burn_of(lease, 100))
    house.q1.close("l1", AN, spent=100)
    assert whys(house.q1) == ["", ""]


def test_what_a_lease_holds_does_not_die_before_it_is_closed(house: House) -> None:
    house.q2.sell("s1", AN, earned=50, dies_at=house.clock.now().replace(month=12))
    house.q2.sync()
    lease = house.q1.lease("l1", AN, 150)
    house.clock.move(days=90)
    house.q2.sell("s2", AN, earned=1)
    house.q2.sync()
    taken = SaleBurn(20, 10_000, "l1", (BurnSlice("lot-s1", 20),))
    house.q1.sell("s3", AN, earned=0, burn=taken)
    house.q1.close("l1", AN, spent=20)
    answer = house.q1.sync()
    assert lease.amount == 150
    assert [each.outcome for each in answer.outcomes] == ["applied", "applied"]
    assert house.holdings().points.expired == 30
    house.check()


def test_what_is_freed_pays_what_is_owed_first(house: House) -> None:
    sale = sale_body("s1", AN, fingerprint=house.q1.fingerprint, earned=20)
    house.q1.record("sale_settled", sale)
    house.q1.sync()
    lease = house.q2.lease("l1", AN)
    assert lease.amount == 120
    house.q1.void(sale)
    state = house.q1.sync().members[0]
    assert (state.owed, state.points) == (20, 100)
    house.q2.close("l1", AN)
    state = house.q2.sync().members[0]
    assert (state.owed, state.points, state.available) == (0, 100, 100)
    house.check()


def test_two_tills_at_once_never_spend_more_than_there_is(house: House) -> None:
    """Each asks and spends as often as it can, at the same time, on a database that is really shared."""

    def shop(till: FakeTill) -> int:
        spent = 0
        for turn in range(8):
            name = f"{till.paired.till_code}-{turn}"
            answer = till.sync(asks=[LeaseAsk(name, AN, 9)])
            for lease in answer.leases:
                till.sell(f"s-{name}", AN, earned=0, burn=burn_of(lease, lease.amount))
                till.close(lease.lease, AN, spent=lease.amount)
                spent += lease.amount
            assert all(each.outcome == "applied" for each in till.sync().outcomes)
        return spent

    with ThreadPoolExecutor(2) as pool:
        spent = sum(pool.map(shop, (house.q1, house.q2)))
    assert spent == 100
    assert house.holdings().points.burned == 100
    house.check()


def test_a_till_paired_again_loses_its_leases_to_a_person(house: House) -> None:
    house.q1.lease("l1", AN, 60)
    code = make_pairing_code(house.server, tenant=house.code, till="Q1")
    again = pair_till(house.server, code, now=house.clock.now())
    assert again.paired.incarnation == 2
    assert again.sync().leases == ()
    counts = house.holdings().counts
    assert (counts["open leases"], counts["frozen leases"]) == (0, 1)


def test_members_of_two_tenants_have_nothing_to_do_with_each_other(house: House) -> None:
    other = make_house(house.server, house.clock)
    assert other.q1.sync(asks=[LeaseAsk("l1", AN)]).refused[0].why == "member-unknown"
    other.q1.enrol(AN)
    other.q1.sell("s1", AN, earned=7)
    assert other.q1.sync().members[0].points == Points(7)
    assert house.q1.sync(asks=[LeaseAsk("l2", AN)]).members[0].points == Points(100)
    house.check()
    other.check()


def test_a_blocked_member_leases_nothing_new(house: House) -> None:
    lease = house.q1.lease("l1", AN, 10)
    mine = (members.members.c.tenant == house.tenant) & (members.members.c.member == AN)
    blocked = update(members.members).where(mine).values(state="blocked")
    house.server.database.write(lambda connection: connection.execute(blocked).close())
    answer = house.q1.sync(asks=[LeaseAsk("l2", AN), LeaseAsk("l1", AN)])
    assert [(each.lease, each.why) for each in answer.refused] == [("l2", "member-blocked")]
    assert answer.leases == (lease,)
