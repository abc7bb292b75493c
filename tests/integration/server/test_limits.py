"""What a member may have so many times: one till gives it at a time, what was too much is borne."""

from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.wire.claims import FIRST_PURCHASE, ClaimAsk, ClaimClosed, ClaimRefusal, rule_thing
from loyalty.wire.earned import PointsOf, SaleProgram
from loyalty.wire.extras import ClaimUsed, SaleExtras
from loyalty.wire.journal import AmountOf, SaleSettled
from loyalty.wire.messages import SyncAnswer
from server.clock import moment_text
from server.commands.ledger import books
from server.store.claims import list_claim_losses, save_claim_losses
from server.usecases import merging
from server.usecases.admin.books import report_books
from server.usecases.admin.publish import publish_program
from server.usecases.admin.reclaim import reclaim
from tests.integration.server.conftest import PROGRAM, House
from tests.integration.server.synced import losses, whys
from tests.integration.server.tills import FakeTill, sale_body

WELCOME = rule_thing("welcome")
FIRST = """
[[promotion]]
id = "first"
name = "Lần đầu"
kind = "bonus_points"
points = 20
when = { first_purchase = true }
"""


@pytest.fixture
def shop(house: House) -> House:
    """The house with a member who has bought nothing."""
    house.q1.enrol("m1")
    house.q1.sync()
    return house


def ask(till: FakeTill, claim: str, thing: str = WELCOME, member: str = "m1") -> SyncAnswer:
    answer = till.send(replace(till.request(), claims=(ClaimAsk(claim, member, thing),)))
    assert isinstance(answer, SyncAnswer)
    till.acked = answer.ack_seq
    return answer


def give(till: FakeTill, sale: str, claim: str = "", *, closes: bool = True) -> SaleSettled:
    """A sale in which `welcome` took 5,000 off, inside a claim if one is named."""
    extras = SaleExtras(claims=(ClaimUsed(WELCOME, claim),)) if claim else None
    body = replace(
        sale_body(sale, "m1", fingerprint=till.fingerprint, earned=0),
        discounts=(AmountOf("welcome", 5_000),),
        extras=extras,
    )
    till.record("sale_settled", body)
    if claim and closes:
        till.record("claim_closed", ClaimClosed(claim, "m1", used=True))
    return body


def granted(answer: SyncAnswer) -> list[str]:
    return [each.claim for each in answer.claims]


def test_the_till_that_asks_first_may_give_it_and_then_nobody(shop: House) -> None:
    assert granted(ask(shop.q1, "c1")) == ["c1"]
    assert ask(shop.q2, "c2").claims_refused == (ClaimRefusal("c2", "called-back"),)
    give(shop.q1, "s1", "c1")
    assert whys(shop.q1.sync()) == ["", ""]
    refused = ask(shop.q2, "c2")
    assert refused.claims_refused == (ClaimRefusal("c2", "nothing-to-claim"),)
    assert refused.members[0].used == {"welcome": 1}
    assert losses(shop) == []
    shop.check()


def test_a_void_lets_it_be_given_again(shop: House) -> None:
    ask(shop.q1, "c1")
    shop.q1.void(give(shop.q1, "s1", "c1"))
    assert whys(shop.q1.sync()) == ["", "", ""]
    assert granted(ask(shop.q2, "c2")) == ["c2"]
    give(shop.q2, "s2", "c2")
    assert whys(shop.q2.sync()) == ["", ""]
    assert losses(shop) == []
    shop.check()


def test_what_is_not_limited_or_not_promised_is_nothing_to_claim(shop: House) -> None:
    for thing in (rule_thing("never"), FIRST_PURCHASE + "s", "rule:"):
        assert ask(shop.q1, "c1", thing).claims_refused == (ClaimRefusal("c1", "nothing-to-claim"),)


def test_an_event_that_names_a_claim_wrongly_is_put_aside_and_counts_for_nothing(shop: House) -> None:
    ask(shop.q1, "c1")
    give(shop.q2, "s2", "c1", closes=False)
    give(shop.q2, "s3", "never", closes=False)
    answer = shop.q2.sync()
    assert whys(answer) == ["claim-of-another-till", "claim-unknown"]
    assert answer.members[0].purchases == 0
    assert answer.members[0].used == {}
    give(shop.q1, "s1", "c1")
    assert whys(shop.q1.sync()) == ["", ""]
    shop.check()


def test_a_till_that_knew_of_no_claims_is_believed_and_what_was_too_much_is_the_houses(shop: House) -> None:
    give(shop.q1, "s1")
    give(shop.q2, "s2")
    assert whys(shop.q1.sync()) == [""]
    assert whys(shop.q2.sync()) == [""]
    assert losses(shop) == [("s2", 5_000)]
    shop.check()


def test_the_books_say_what_was_given_too_often_until_it_is_taken_back(
    shop: House, capsys: pytest.CaptureFixture[str]
) -> None:
    give(shop.q1, "s1")
    second = give(shop.q2, "s2")
    shop.q1.sync()
    shop.q2.sync()
    (over,) = report_books(shop.server, tenant=shop.code).too_often
    assert (over.store, over.kind, over.times, over.money) == ("q1", "rule", 1, 5_000)
    books(shop.server, Namespace(tenant=shop.code, json=False))
    assert "offers beyond their limit: 1, 5,000 VND" in capsys.readouterr().out
    shop.q2.void(second)
    shop.q2.sync()
    assert report_books(shop.server, tenant=shop.code).too_often == ()


def test_what_a_manager_gave_back_and_another_till_gave_is_the_houses_loss(shop: House) -> None:
    ask(shop.q1, "c1")
    give(shop.q1, "s1", "c1")
    assert [each.lease for each in reclaim(shop.server, tenant=shop.code, till="Q1")] == ["c1"]
    ask(shop.q2, "c2")
    give(shop.q2, "s2", "c2")
    assert whys(shop.q2.sync()) == ["", ""]
    assert whys(shop.q1.sync()) == ["", ""]
    assert losses(shop) == [("s1", 5_000)]
    shop.check()


def test_a_first_purchase_is_had_once_and_its_points_are_borne_at_their_worth(shop: House) -> None:
    program = publish_program(shop.server, tenant=shop.code, text=PROGRAM + FIRST, name="program.toml")
    assert granted(ask(shop.q1, "c1", FIRST_PURCHASE)) == ["c1"]
    assert ask(shop.q2, "c2", FIRST_PURCHASE).claims_refused == (ClaimRefusal("c2", "called-back"),)
    for till, sale in ((shop.q2, "s2"), (shop.q1, "s1")):
        body = sale_body(sale, "m1", fingerprint=till.fingerprint, earned=20)
        version = SaleProgram(program.version, program.fingerprint)
        claim = SaleExtras(claims=(ClaimUsed(FIRST_PURCHASE, "c1"),)) if till is shop.q1 else None
        told = replace(body, program=version, earned=(PointsOf("first", 20),), extras=claim)
        till.record("sale_settled", told)
        assert whys(till.sync()) == [""]
    assert losses(shop) == [("s1", 20 * 500)]
    assert ask(shop.q2, "c3", FIRST_PURCHASE).claims_refused == (ClaimRefusal("c3", "nothing-to-claim"),)


def test_what_the_house_bore_goes_with_a_merge_and_comes_back_with_its_undoing(shop: House) -> None:
    shop.q1.enrol("m0")
    shop.q1.sell("s1", "m1")
    shop.q1.sync()
    lost = [("m1", "s1", "rule:once", 500)]
    shop.server.database.write(lambda connection: save_claim_losses(connection, shop.tenant, lost))
    merging.merge(shop.server, shop.tenant, alias="m1", survivor="m0", by="manager")
    assert bearers(shop) == ["m0"]
    merging.unmerge(shop.server, shop.tenant, alias="m1", by="manager")
    assert bearers(shop) == ["m1"]


def bearers(house: House) -> list[str]:
    kept = house.server.database.read(lambda connection: list_claim_losses(connection, house.tenant))
    return [str(each["member"]) for each in kept]


def test_claims_on_offers_go_with_a_merge_and_come_back_with_its_undoing(shop: House) -> None:
    shop.q1.enrol("m0")
    shop.q1.sync()
    ask(shop.q1, "c1")
    merging.merge(shop.server, shop.tenant, alias="m1", survivor="m0", by="manager")
    assert [each.member for each in shop.q1.sync().claims] == ["m0"]
    assert ask(shop.q2, "c2", member="m0").claims_refused == (ClaimRefusal("c2", "called-back"),)
    merging.unmerge(shop.server, shop.tenant, alias="m1", by="manager")
    assert [each.member for each in shop.q1.sync().claims] == ["m1"]
    give(shop.q1, "s1", "c1")
    assert whys(shop.q1.sync()) == ["", ""]
    assert granted(ask(shop.q2, "c3", member="m0")) == ["c3"]
    shop.check()


def test_what_is_asked_for_beforehand_lives_for_hours_and_calls_nobody(shop: House) -> None:
    text = PROGRAM + "[leases.ahead]\nhours = 6\n"
    publish_program(shop.server, tenant=shop.code, text=text, name="program.toml")
    ask_ahead = replace(shop.q1.request(), claims=(ClaimAsk("c1", "m1", WELCOME, ahead=True),))
    answer = shop.q1.send(ask_ahead)
    assert isinstance(answer, SyncAnswer)
    assert answer.claims[0].until == moment_text(shop.clock.now() + timedelta(hours=6))
    rival = replace(shop.q2.request(), claims=(ClaimAsk("c2", "m1", WELCOME, ahead=True),))
    refused = shop.q2.send(rival)
    assert isinstance(refused, SyncAnswer)
    assert refused.claims_refused == (ClaimRefusal("c2", "claimed-elsewhere"),)
    assert shop.q1.sync().claims_called_back == ()
    assert ask(shop.q2, "c3").claims_refused == (ClaimRefusal("c3", "called-back"),)
    assert shop.q1.sync().claims_called_back == ("c1",)


def test_two_tills_at_once_never_give_it_more_often_than_it_may_be(shop: House) -> None:
    """Each asks, gives and takes back as often as it can, at the same time, on a database really shared."""

    def work(till: FakeTill) -> int:
        given = 0
        for turn in range(8):
            name = f"{till.paired.till_code}-{turn}"
            for claim in granted(ask(till, name)):
                give(till, f"s-{name}", claim)
                given += 1
            assert all(each.outcome == "applied" for each in till.sync().outcomes)
        return given

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(work, (shop.q1, shop.q2))) == 1
    assert losses(shop) == []
    shop.check()
