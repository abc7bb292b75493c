"""Blocked and replaced cards, blocked members, and people who want to be forgotten everywhere."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.feed import CardRow, MemberState
from loyalty.wire.journal import CardLinked
from loyalty.wire.messages import LeaseAsk, Person, SyncAnswer
from server.store.feed import news_counts
from server.store.tables.members import cards, consents, handles, persons
from server.usecases.admin.erasures import erasures
from server.usecases.admin.people import (
    Who,
    erase_member,
    merge_members,
    replace_card,
    set_blocked,
    set_card,
)
from server.usecases.look_up import look_up
from server.usecases.sync import sync
from tests.integration.server.conftest import House
from tests.integration.server.tills import FakeTill, burn_of

AN = "member-an"
CARD, OTHER = card_number(1), card_number(2)
PHONE = "+84912345678"


@pytest.fixture
def house(house: House) -> House:
    house.q1.enrol(AN, card=CARD)
    house.q1.sell("s1", AN, earned=100)
    house.q1.sync(persons=[Person(AN, "Nguyễn Văn An", PHONE, consents=({"what": "sms"},))], feed_limit=500)
    house.q2.sync(feed_limit=500)
    return house


def rung(house: House, till: FakeTill) -> int:
    who = (house.tenant, till.paired.till)
    return house.server.database.read(lambda connection: news_counts(connection, [who]))[who]


def told(till: FakeTill, kind: str) -> dict[str, object]:
    return {row.key: row.body for row in till.sync(feed_limit=500).feed.rows if row.kind == kind}


def test_a_lost_card_is_blocked_and_every_till_is_rung_for(house: House) -> None:
    before = rung(house, house.q2)
    assert set_card(house.server, tenant=house.code, number=CARD, state="blocked") == AN
    assert rung(house, house.q2) == before + 1
    assert CardRow.from_json(told(house.q2, "card")[CARD]) == CardRow(CARD, AN, "blocked", "server")
    set_card(house.server, tenant=house.code, number=CARD, state="active")
    assert CardRow.from_json(told(house.q2, "card")[CARD]) == CardRow(CARD, AN, "active")


def test_a_replaced_card_finds_its_member_and_the_old_one_does_not_count(house: House) -> None:
    assert replace_card(house.server, tenant=house.code, old=CARD, new=OTHER) == AN
    cards = {key: CardRow.from_json(body) for key, body in told(house.q2, "card").items()}
    assert (cards[CARD].state, cards[OTHER].state, cards[OTHER].member) == ("blocked", "active", AN)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [(OTHER, card_number(3), "no-such-card"), (CARD, CARD, "card-exists"), (CARD, "123", "card-number")],
)
def test_a_card_that_cannot_be_replaced_is_a_sentence(house: House, old: str, new: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        replace_card(house.server, tenant=house.code, old=old, new=new)


def test_a_blocked_member_is_told_and_lent_nothing_until_it_ends(house: House) -> None:
    set_blocked(house.server, tenant=house.code, who=Who(phone="0912345678"), blocked=True)
    assert MemberState.from_json(told(house.q2, "member")[AN]).state == "blocked"
    assert house.q2.sync(asks=[LeaseAsk("l1", AN)]).refused[0].why == "member-blocked"
    set_blocked(house.server, tenant=house.code, who=Who(member=AN), blocked=False)
    assert house.q2.lease("l2", AN).amount == 100
    house.check()


def test_whoever_is_erased_is_nobody_here_and_at_every_till(house: House) -> None:
    lease = house.q2.lease("l1", AN, 60)
    assert erase_member(house.server, tenant=house.code, who=Who(card=CARD)) == (AN,)
    for table in (persons, handles, consents):
        assert house.rows(table) == []
    rows = house.q1.sync(feed_limit=500).feed.rows
    assert "Nguyễn" not in canonical_bytes([row.to_json() for row in rows]).decode()
    assert [row.key for row in rows if row.kind == "erasure"] == [AN]
    with pytest.raises(Refused, match="member-not-found"):
        look_up(house.server, house.q1.account, card=CARD, phone=None)
    points = house.holdings().points
    assert (points.outstanding, points.expired) == (0, 100)
    house.q2.sell("s2", AN, earned=0, burn=burn_of(lease, 60))  # it stood in a basket at that moment
    house.q2.close("l1", AN, spent=60)
    assert [each.why for each in house.q2.sync().outcomes] == ["", ""]
    assert house.holdings().points.house_loss == 60
    house.check()


def test_a_person_sent_again_after_the_erasure_stays_forgotten(house: House) -> None:
    erase_member(house.server, tenant=house.code, who=Who(member=AN))
    house.q1.sync(persons=[Person(AN, "Nguyễn Văn An", PHONE)])
    assert house.rows(persons) == []


def test_a_card_linked_to_who_was_forgotten_meanwhile_is_free_for_somebody_else(house: House) -> None:
    house.q2.enrol("member-new")
    house.q2.sync()
    erase_member(house.server, tenant=house.code, who=Who(member=AN))
    house.q1.record("card_linked", CardLinked(AN, OTHER))  # the till has not heard of it
    assert [each.why for each in house.q1.sync().outcomes] == ["member-erased"]
    assert house.rows(cards) == []
    house.q2.record("card_linked", CardLinked("member-new", OTHER))
    assert [each.why for each in house.q2.sync().outcomes] == [""]
    assert [(row["number"], row["member"]) for row in house.rows(cards)] == [(OTHER, "member-new")]


def test_an_erasure_is_acknowledged_by_each_till_once_it_has_applied_it(house: House) -> None:
    erase_member(house.server, tenant=house.code, who=Who(member=AN))

    def behind() -> tuple[str, ...]:
        (state,) = erasures(house.server, tenant=house.code)
        return state.behind

    assert behind() == ("Q1", "Q2")
    house.q1.sync(feed_limit=500)
    assert behind() == ("Q1", "Q2")  # it was told, and has not said that it kept it
    house.q1.sync()
    assert behind() == ("Q2",)
    house.q2.sync(feed_limit=500)
    house.q2.sync()
    assert behind() == ()


def test_a_page_asked_for_ahead_acknowledges_no_erasure(house: House) -> None:
    erase_member(house.server, tenant=house.code, who=Who(member=AN))
    page = house.q1.sync(feed_limit=500).feed
    assert page.may_ask_ahead
    asked = house.q1.request(feed_limit=500)
    ahead = replace(asked, feed=replace(asked.feed, applied=0))
    assert isinstance(sync(house.server, house.q1.account, ahead, nonce="nonce"), SyncAnswer)
    (state,) = erasures(house.server, tenant=house.code)
    assert state.behind == ("Q1", "Q2")
    assert isinstance(sync(house.server, house.q1.account, asked, nonce="nonce"), SyncAnswer)
    (state,) = erasures(house.server, tenant=house.code)
    assert state.behind == ("Q2",)


def test_who_was_merged_into_the_erased_is_forgotten_with_them(house: House) -> None:
    house.clock.move(hours=1)
    house.q2.now = house.clock.now()
    house.q2.enrol("member-young")
    house.q2.sync(persons=[Person("member-young", "An", "+84987654321")])
    merge_members(house.server, tenant=house.code, one=Who(member=AN), other=Who(member="member-young"))
    with pytest.raises(Refused, match="member-alias"):
        erase_member(house.server, tenant=house.code, who=Who(member="member-young"))
    assert set(erase_member(house.server, tenant=house.code, who=Who(member=AN))) == {AN, "member-young"}
    assert house.rows(persons) == []
    with pytest.raises(Refused, match="member-erased"):
        erase_member(house.server, tenant=house.code, who=Who(member=AN))
    with pytest.raises(Refused, match="member-erased"):
        set_blocked(house.server, tenant=house.code, who=Who(member=AN), blocked=True)
    house.check()
