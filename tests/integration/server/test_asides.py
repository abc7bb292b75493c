"""Events that were put aside: a person sees which, and has them posted after all or leaves them for good."""

import io
import sys
from argparse import ArgumentParser
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from loyalty.errors import Refused
from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import EventPlace, TillRow
from loyalty.wire.journal import SaleBurn, SaleSettled
from loyalty.wire.sold import BurnSlice
from server.commands.actions import ACTIONS
from server.store.tables.journal import quarantine, sales
from server.usecases.admin.aside_words import described
from server.usecases.admin.close_day import close_day
from server.usecases.admin.people import Who, erase_member
from server.usecases.admin.publish import publish_program
from server.usecases.admin.settle_aside import AsideRow, Place, leave_for_good, list_asides, post_aside
from tests.integration.server.conftest import PROGRAM, House
from tests.integration.server.synced import sound
from tests.integration.server.tills import FakeTill, burn_of, sale_body
from tests.integration.server.two_people import APPROVES, DOES, post, two_managers

AN = "member-an"


@pytest.fixture
def house(house: House, quick_pins: None) -> House:
    """With two managers."""
    del quick_pins
    two_managers(house)
    return house


def leave(house: House, till: str, seq: int, note: str = "the till was tampered with") -> None:
    place = Place(till, seq)
    leave_for_good(house.server, place, tenant=house.code, note=note, does=DOES, approves=APPROVES)


def whys(till: FakeTill) -> list[str]:
    return [each.why for each in till.sync().outcomes]


def told(till: FakeTill) -> TillRow:
    """What the feed says to a till of itself."""
    till.paired = replace(till.paired, feed_epoch="")
    rows = till.sync(feed_limit=100).feed.rows
    return TillRow.from_json(next(each.body for each in rows if each.key == till.paired.till))


def test_a_sale_whose_member_came_later_is_posted_and_the_till_is_told(house: House) -> None:
    house.q1.enrol(AN)
    house.q2.sell("s1", AN)
    assert whys(house.q2) == ["member-unknown"]
    (look,) = house.holdings().alarms
    assert look.startswith("till Q2: event 1 of life 1, sale_settled of 2026-11-25 03:00 UTC, is put aside")
    assert "a member whom the server does not know yet" in look
    with pytest.raises(Refused, match="aside-stays"):
        post(house, "Q2", 1)
    house.q1.sync()
    post(house, "Q2", 1)
    holdings = house.holdings()
    assert (holdings.points.outstanding, holdings.counts["sales"], holdings.alarms) == (100, 1, ())
    assert holdings.counts["quarantined events"] == 0
    assert told(house.q2).settled == (EventPlace(1, 1),)
    assert told(house.q1).settled == ()
    (kept,) = house.rows(quarantine)
    people = {each.aside.note: (each.by, each.approved_by) for each in settled(house)}
    assert people == {None: ("ha", "minh")}
    assert kept["resolved_at"] is not None
    with pytest.raises(Refused, match="aside-settled"):
        post(house, "Q2", 1)
    sound(house)


def test_of_many_only_the_first_are_told_beside_how_many_there_are(house: House) -> None:
    for number in range(23):
        house.q2.sell(f"s{number}", AN)
    house.q2.sync()
    *told_one_by_one, more = house.holdings().alarms
    assert len(told_one_by_one) == 20
    assert more == "3 events more are put aside: admin asides lists all"
    assert len(list_asides(house.server, tenant=house.code)) == 23


def settled(house: House) -> list[AsideRow]:
    return [
        each for each in list_asides(house.server, tenant=house.code, settled=True) if not each.aside.is_open
    ]


def test_what_comes_back_of_it_is_posted_after_it(house: House) -> None:
    house.q1.enrol(AN)
    sold = house.q2.sell("s1", AN)
    house.q2.void(SaleSettled.from_json(sold.body))
    assert whys(house.q2) == ["member-unknown", "sale-unknown"]
    house.q1.sync()
    post(house, "Q2", 1)
    post(house, "Q2", 2)
    assert house.holdings().points.outstanding == 0
    assert [row["voided_by"] for row in house.rows(sales)] == [2]
    sound(house)


def test_the_day_on_which_it_happened_has_it_in_the_next_close(house: House) -> None:
    house.q1.enrol(AN)
    house.q2.sell("s1", AN)
    house.q2.sync()
    house.clock.move(days=1)
    day = (house.clock.now() - timedelta(days=1)).date()
    (first,) = close_day(house.server, tenant=house.code, store="q1", day=day)
    assert (first.close.figures.sales, first.close.late) == (0, ())
    house.q1.sync()
    house.clock.move(minutes=1)
    post(house, "Q2", 1)
    house.clock.move(days=1)
    _, second = close_day(house.server, tenant=house.code, store="q1", day=day + timedelta(days=1))
    assert second.close.figures.sales == 0
    assert [(each.day, each.sales, each.points_earned) for each in second.close.late] == [
        (day.isoformat(), 1, 100)
    ]
    house.clock.move(days=1)
    *_, third = close_day(house.server, tenant=house.code, store="q1", day=day + timedelta(days=2))
    assert third.close.late == ()


def lent_and_overspent(house: House) -> None:
    """Q1 burns 70 points inside a lease of 60, and says that the lease is over."""
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    lease = house.q1.lease("l1", AN, 60)
    too_much = SaleBurn(70, 35_000, "l1", (BurnSlice(lease.slices[0].lot, 70),))
    house.q1.sell("s2", AN, earned=0, burn=too_much)
    house.q1.close("l1", AN, spent=70)
    assert whys(house.q1) == ["lease-overspent", "lease-frozen"]


def test_what_is_left_for_good_counts_for_nothing_and_holds_nothing(house: House) -> None:
    lent_and_overspent(house)
    with pytest.raises(Refused, match="aside-note"):
        leave(house, "Q1", 3, note=" ")
    leave(house, "Q1", 3)
    post(house, "Q1", 4)
    holdings = house.holdings()
    assert (holdings.points.outstanding, holdings.points.burned, holdings.alarms) == (100, 0, ())
    assert (holdings.counts["frozen leases"], holdings.counts["quarantined events"]) == (0, 0)
    assert told(house.q1).settled == (EventPlace(1, 3), EventPlace(1, 4))
    (left,) = [each.aside for each in settled(house) if each.aside.note]
    assert left.note == "the till was tampered with"
    assert house.q2.lease("l2", AN).amount == 100
    sound(house)


def test_what_two_people_believe_is_burned_as_far_as_the_member_has_it(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    house.q1.sell("s2", AN, earned=0, burn=SaleBurn(40, 20_000, "none", (BurnSlice("lot-s1", 40),)))
    house.q1.sell("s3", AN, earned=0, burn=SaleBurn(80, 40_000, "nor", (BurnSlice("lot-s1", 80),)))
    assert whys(house.q1) == ["", "", "lease-unknown", "lease-unknown"]
    post(house, "Q1", 3)
    with pytest.raises(Refused, match="aside-stays"):
        post(house, "Q1", 4)
    assert (house.holdings().points.burned, house.holdings().points.outstanding) == (40, 60)
    sound(house)


def test_a_frozen_lease_goes_on_once_the_event_is_posted(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    lease = house.q1.lease("l1", AN, 60)
    body = replace_program(house.q1, burn=burn_of(lease, 20))
    house.q1.record("sale_settled", body)
    house.q1.close("l1", AN, spent=20)
    assert whys(house.q1) == ["program-unknown", "lease-frozen"]
    publish_program(house.server, tenant=house.code, text=PROGRAM.replace("500", "600"), name="p.toml")
    post(house, "Q1", 3)
    post(house, "Q1", 4)
    assert house.holdings().counts["frozen leases"] == house.holdings().counts["open leases"] == 0
    assert (house.holdings().points.burned, house.holdings().alarms) == (20, ())
    sound(house)


def replace_program(till: FakeTill, *, burn: SaleBurn) -> JsonObject:
    """A sale by a program that is published after it."""
    body = sale_body("s2", AN, fingerprint=till.fingerprint, earned=0, burn=burn)
    print_ = sha256(PROGRAM.replace("500", "600").encode()).hexdigest()
    return replace(body, program=replace(body.program, version=2, fingerprint=print_)).to_json()


def test_nobody_settles_alone_and_nothing_that_is_damaged_is_posted(house: House) -> None:
    house.q2.sell("s1", AN)
    house.q2.sync()
    place = Place("Q2", 1)
    with pytest.raises(Refused, match="two-people-needed"):
        post_aside(house.server, place, tenant=house.code, does=DOES, approves=DOES)
    with pytest.raises(Refused, match="no-such-aside"):
        post(house, "Q2", 2)
    house.q2.sell("s2", None, earned=0)
    spoiled = house.q2.journal[1]
    house.q2.journal[1] = replace(spoiled, body={**spoiled.body, "total": 1})
    assert whys(house.q2) == ["chain-broken"]
    with pytest.raises(Refused, match="aside-stays"):
        post(house, "Q2", 2)
    leave(house, "Q2", 2)
    house.check()


def test_the_commands_list_them_and_settle_one(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house.q2.sell("s1", AN)
    house.q2.sell("s2", AN)
    house.q2.sync()

    def do(action: str, *words: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("2580\n2580\n"))
        parser = ArgumentParser()
        ACTIONS[action].arguments(parser)
        args = parser.parse_args(words)
        args.tenant = house.code
        assert ACTIONS[action].act(house.server, args) == 0
        return capsys.readouterr().out

    two = ("--by", "ha", "--approved-by", "minh")
    assert do("asides").count("is put aside: it names a member whom the server does not know yet") == 2
    left = ("--leave", "--note", "no such customer")
    assert "counts for nothing" in do("settle-aside", "--till", "Q2", "--seq", "1", *left, *two)
    house.q1.enrol(AN)
    house.q1.sync()
    assert "is posted" in do("settle-aside", "--till", "Q2", "--seq", "2", *two)
    assert do("asides") == "No event is put aside.\n"
    said = do("asides", "--all")
    assert "left by ha, approved by minh: no such customer" in said
    assert "posted by ha, approved by minh" in said


def test_what_was_noted_of_a_member_goes_with_them(house: House) -> None:
    lent_and_overspent(house)
    house.q2.sell("s9", "member-nobody")
    house.q2.sync()
    leave(house, "Q1", 3, note="Nguyễn Văn An paid by hand")
    leave(house, "Q2", 1, note="the till was tampered with")
    erase_member(house.server, tenant=house.code, who=Who(member=AN))
    assert sorted((each.till, each.aside.note) for each in settled(house)) == [
        ("Q1", ""),
        ("Q2", "the till was tampered with"),
    ]
    (line,) = [described(each) for each in settled(house) if each.till == "Q1"]
    assert line.endswith("left by ha, approved by minh")
