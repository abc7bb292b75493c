"""What a store gives away of a reward on one day: never more by all its tills together, whatever breaks."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest

from loyalty.wire.claims import ClaimAsk, ClaimClosed, ClaimRefusal, stock_thing
from loyalty.wire.earned import SaleProgram
from loyalty.wire.messages import SyncAnswer
from loyalty.wire.refunding import SaleReleased
from server.clock import moment_text
from server.store.tables.keeping import claims
from server.usecases.admin.books import report_books
from server.usecases.admin.reclaim import exposures, reclaim
from tests.integration.server.conftest import House, one_more_till, postgres_only
from tests.integration.server.day_stock import A_DAY, COFFEE, ask, give, promise
from tests.integration.server.synced import losses, whys
from tests.integration.server.tills import FakeTill


@pytest.fixture
def version(house: House) -> SaleProgram:
    """The house with a member who has points, and three coffees a day to give for them."""
    house.q1.enrol("m1")
    house.q1.sell("s0", "m1", earned=500)
    house.q1.sync()
    return promise(house, A_DAY)


def given(house: House) -> int:
    rows = house.rows(claims)
    return sum(bool(row["used_by"]) and not row["freed"] for row in rows)


def test_each_till_gives_what_is_kept_for_it_and_no_more_than_the_days_stock(
    house: House, version: SaleProgram
) -> None:
    first = ask(house.q1, "a1", "a2")
    midnight = moment_text(house.clock.now() + timedelta(days=1))[:10]
    assert [each.claim for each in first.claims] == ["a1", "a2"]
    assert first.claims[0].until < midnight + "T00"
    assert [each.claim for each in ask(house.q2, "b1").claims] == ["b1"]
    give(house.q1, version, "s1", "a1")
    assert set(whys(house.q1.sync())) == {""}
    assert ask(house.q2, "b2").claims_refused == (ClaimRefusal("b2", "called-back"),)
    assert house.q1.sync().claims_called_back == ("a2",)
    house.q1.record("claim_closed", ClaimClosed("a2", house.q1.paired.store, used=False))
    house.q1.sync()
    assert [each.claim for each in ask(house.q2, "b2").claims] == ["b1", "b2"]
    give(house.q2, version, "s2", "b1")
    give(house.q2, version, "s3", "b2")
    assert set(whys(house.q2.sync())) == {""}
    assert ask(house.q1, "a3").claims_refused == (ClaimRefusal("a3", "nothing-left"),)
    assert (given(house), losses(house)) == (A_DAY, [])
    house.check()


@pytest.mark.usefixtures("version")
def test_what_is_asked_for_beforehand_calls_nobody_back(house: House) -> None:
    ask(house.q1, "a1", "a2", "a3", ahead=True)
    assert ask(house.q2, "b1", ahead=True).claims_refused == (ClaimRefusal("b1", "claimed-elsewhere"),)
    assert house.q1.sync().claims_called_back == ()


def test_the_next_day_has_its_own(house: House, version: SaleProgram) -> None:
    ask(house.q1, "a1", "a2", "a3")
    house.clock.move(hours=24)
    assert [each.claim for each in ask(house.q2, "b1", "b2", "b3").claims] == ["b1", "b2", "b3"]
    give(house.q1, version, "s1", "a1")
    assert set(whys(house.q1.sync())) == {""}, "told late, it is of the day for which it was kept"
    assert losses(house) == []


def test_what_a_sale_gave_can_be_given_again_once_it_is_taken_back(
    house: House, version: SaleProgram
) -> None:
    ask(house.q1, "a1", "a2", "a3")
    body = give(house.q1, version, "s1", "a1")
    house.q1.sync()
    assert ask(house.q1, "a4").claims_refused == (ClaimRefusal("a4", "nothing-left"),)
    house.q1.void(body)
    assert set(whys(house.q1.sync())) == {""}
    assert "a4" in [each.claim for each in ask(house.q1, "a4").claims]
    assert given(house) == 0
    house.check()


@pytest.mark.parametrize("keeps_claim", [True, False])
def test_what_comes_back_at_another_stores_till_frees_the_day_of_the_store_that_gave_it(
    house: House, version: SaleProgram, *, keeps_claim: bool
) -> None:
    ask(house.q1, "a1", "a2", "a3")
    body = give(house.q1, version, "s1", "a1" if keeps_claim else "")
    house.q1.sync()
    d7 = one_more_till(house, "D7", store="d7")
    d7.fingerprint = house.q1.fingerprint
    house.q1.record("sale_released", SaleReleased("s1", d7.paired.till))
    house.q1.sync()
    d7.void(body)
    assert set(whys(d7.sync())) == {""}
    assert given(house) == 0
    d7.void(body)
    assert set(whys(d7.sync())) == {"sale-voided"}
    if keeps_claim:
        assert "a4" in [each.claim for each in ask(house.q1, "a4").claims], "the day has one more"
    assert ask(house.q1, "a5").claims_refused[0].claim == "a5"
    house.check()


@pytest.mark.usefixtures("version")
def test_asking_again_is_asking_once_and_what_is_over_stays_over(house: House) -> None:
    assert ask(house.q1, "a1").claims == ask(house.q1, "a1").claims
    house.q1.record("claim_closed", ClaimClosed("a1", house.q1.paired.store, used=False))
    house.q1.record("claim_closed", ClaimClosed("a1", house.q1.paired.store, used=False))
    assert whys(house.q1.sync()) == ["", ""]
    assert ask(house.q1, "a1").claims_refused == (ClaimRefusal("a1", "claim-closed"),)
    assert ask(house.q2, "a1").claims_refused == (ClaimRefusal("a1", "claim-of-another-till"),)


def test_an_event_that_names_a_claim_wrongly_is_put_aside_and_gives_nothing_away(
    house: House, version: SaleProgram
) -> None:
    ask(house.q1, "a1")
    give(house.q2, version, "s2", "a1", closes=False)
    give(house.q2, version, "s3", "never", closes=False)
    answer = house.q2.sync()
    assert whys(answer) == ["claim-of-another-till", "claim-unknown"]
    assert given(house) == 0
    give(house.q1, version, "s1", "a1")
    assert set(whys(house.q1.sync())) == {""}
    assert given(house) == 1


def test_a_till_that_knew_of_no_stock_is_believed_and_what_was_too_much_is_the_houses(
    house: House, version: SaleProgram
) -> None:
    ask(house.q2, "b1", "b2")
    give(house.q1, version, "s1")
    assert set(whys(house.q1.sync())) == {""}
    assert losses(house) == []
    give(house.q1, version, "s2")
    assert set(whys(house.q1.sync())) == {""}
    assert losses(house) == [("s2", 35_000)]
    (over,) = report_books(house.server, tenant=house.code).too_often
    assert (over.kind, over.times, over.money) == ("stock", 1, 35_000)


def test_what_a_manager_gave_back_and_others_gave_is_the_houses_loss(
    house: House, version: SaleProgram
) -> None:
    ask(house.q1, "a1", "a2", "a3")
    give(house.q1, version, "s1", "a1")
    kept = [each.lease for each in exposures(house.server, tenant=house.code, till="Q1")]
    assert {"a2", "a3"} <= set(kept)
    reclaim(house.server, tenant=house.code, till="Q1")
    house.q1.record("drawer_opened", {})
    ask(house.q2, "b1", "b2")
    for number, claim in enumerate(("b1", "b2"), 2):
        give(house.q2, version, f"s{number}", claim)
    assert set(whys(house.q2.sync())) == {""}
    house.q1.sync()
    give(house.q1, version, "s9", "a2", closes=False)
    assert whys(house.q1.sync()) == [""]
    assert losses(house) == [("s9", 35_000)]


@pytest.mark.usefixtures("version")
def test_nobody_claims_what_is_another_stores_or_was_never_promised(house: House) -> None:
    nothing = "nothing-to-claim"
    assert ask(house.q1, "a1", thing=stock_thing("tea")).claims_refused == (ClaimRefusal("a1", nothing),)
    elsewhere = replace(house.q1.request(), claims=(ClaimAsk("a2", "m1", COFFEE),))
    answer = house.q1.send(elsewhere)
    assert isinstance(answer, SyncAnswer)
    assert answer.claims_refused == (ClaimRefusal("a2", nothing),)


@pytest.mark.parametrize(
    ("sale", "at"), [("s1", "0001-01-01T00:00:00.000Z"), ("s1", "1970-01-01T00:00:00.000Z"), ("s" * 64, "")]
)
def test_no_moment_and_no_name_of_a_sale_holds_up_a_till(
    house: House, version: SaleProgram, sale: str, at: str
) -> None:
    body = give(house.q1, version, sale)
    house.q1.journal.pop()
    house.q1.record("sale_settled", body, at=at)
    assert whys(house.q1.sync()) == [""]
    house.q1.void(body)
    assert whys(house.q1.sync()) == [""]
    assert given(house) == 0
    house.check()


@pytest.mark.usefixtures("version")
def test_nobody_is_enrolled_under_the_name_of_a_store(house: House) -> None:
    house.q1.enrol(house.q1.paired.store)
    assert whys(house.q1.sync()) == ["member-exists"]
    house.check()


@postgres_only
def test_rivals_for_half_as_many_get_exactly_the_days_stock(house: House, version: SaleProgram) -> None:
    """On a real PostgreSQL: four tills at once, each with more customers than there is left for."""
    rivals, tills = 40, [one_more_till(house, f"R{number}") for number in range(4)]
    version = promise(house, rivals // 2)
    start = Barrier(len(tills))
    with ThreadPoolExecutor(len(tills)) as pool:
        want = partial(_want_one_each, start=start, rivals=rivals // len(tills), version=version)
        got = list(pool.map(want, tills))
    for till in tills:
        assert all(each.outcome == "applied" for each in till.sync().outcomes)
    assert (sum(got), given(house)) == (rivals // 2, rivals // 2)
    assert losses(house) == []
    house.check()


def _want_one_each(till: FakeTill, *, start: Barrier, rivals: int, version: SaleProgram) -> int:
    """So many customers one after the other; how many got a coffee."""
    start.wait()
    got = 0
    for number in range(rivals):
        name = f"{till.paired.till_code}-{number}"
        if any(each.claim == name for each in ask(till, name).claims):
            give(till, version, f"s-{name}", name)
            got += 1
    return got
