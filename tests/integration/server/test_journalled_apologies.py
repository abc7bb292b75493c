"""Vouchers after a complaint that tills gave while the line was cut: issued once, with the word they take."""

from dataclasses import replace

import pytest

from loyalty.wire.canonical import Json
from loyalty.wire.member_desk import DeedOutcome, MemberDeed
from loyalty.wire.messages import Person, SyncAnswer
from server.context import Server
from server.store.member_deeds import list_deeds
from server.usecases import merging
from server.usecases.admin.doctor import examine_server
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.journalled_deeds import AN, BINH, deed, send
from tests.integration.server.kept_things import kept, state
from tests.integration.server.member_desk import do
from tests.integration.server.test_apologising import LIMIT, SORRY
from tests.integration.server.tills import FakeTill

ONCE = SORRY + 'limit = { times = 1, per = "year" }\n'
DONE = (DeedOutcome("d1"),)


def open_house(server: Server, clock: FakeClock, most: int) -> House:
    house = make_house(server, clock, PROGRAM + KEEPING + ONCE + LIMIT.format(most=most))
    house.q1.enrol(AN)
    house.q1.sync(persons=[Person(AN, "Nguyễn Văn An", "+84912345678")])
    house.clock.move(hours=3)
    return house


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """An is a member; a voucher of 50,000 once a year, within what a supervisor may give."""
    return open_house(server, clock, 50_000)


def apology(name: str = "d1", operator: str = "supervisor", **said: object) -> MemberDeed:
    return deed("apology", name, voucher="sorry", **{"operator": operator, **said})


def record(till: FakeTill, one: MemberDeed) -> None:
    body: dict[str, Json] = {"v": 1, "member": one.member, "voucher": one.voucher or ""}
    if one.approver is not None:
        body["approver"] = one.approver
    till.record("apology_given", body, operation=one.deed, operator=one.operator)


def sorry(house: House, member: str = AN) -> int:
    """How many the member was given."""
    return sum(each.rule == "sorry" for each in kept(house, member).vouchers)


def test_it_is_issued_once_when_the_till_is_back_and_to_be_used_at_every_till(house: House) -> None:
    wanted = apology()
    record(house.q1, wanted)
    request = replace(house.q1.request(), deeds=(wanted.to_json(),))
    for _ in range(3):
        answer = house.q1.send(request)
        assert isinstance(answer, SyncAnswer)
        assert answer.deeds == DONE
    house.q1.acked = len(house.q1.journal)
    assert sorry(house) == 1
    assert list(state(house, AN).vouchers.values()).count("fifty-off") >= 1
    rows = house.server.database.read(lambda connection: list_deeds(connection, house.tenant, AN))
    assert [(each.kind, each.by, each.approved_by) for each in rows] == [("apology", "supervisor", None)]
    assert examine_server(house.server, tenant=house.code) == ()


def test_one_that_the_server_did_before_its_answer_was_lost_is_not_given_again(house: House) -> None:
    do(house, "apology", deed="d1", operator="supervisor", voucher="sorry")
    wanted = apology()
    record(house.q1, wanted)
    assert send(house.q1, wanted).deeds == DONE
    assert sorry(house) == 1


def test_of_two_tills_that_gave_the_last_one_the_second_is_told_no(house: House) -> None:
    first, second = apology("d1"), apology("d2")
    record(house.q1, first)
    record(house.q2, second)
    assert send(house.q2, second).deeds == (DeedOutcome("d2"),)
    assert send(house.q1, first).deeds == (DeedOutcome("d1", "voucher-limit"),)
    assert sorry(house) == 1


def test_a_cashier_alone_is_put_aside_and_with_a_supervisors_word_gives_it(house: House) -> None:
    alone = apology(operator="lan")
    record(house.q1, alone)
    answer = send(house.q1, alone)
    assert [each.why for each in answer.outcomes] == ["second-person-needed"]
    assert answer.deeds == (DeedOutcome("d1", "event-put-aside"),)
    with_word = apology("d2", operator="lan", approver="supervisor")
    record(house.q1, with_word)
    assert send(house.q1, with_word).deeds == (DeedOutcome("d2"),)
    assert sorry(house) == 1


def test_above_the_programs_limit_the_events_own_word_counts_and_no_other(
    server: Server, clock: FakeClock
) -> None:
    house = open_house(server, clock, 20_000)
    by_supervisor = apology()
    record(house.q1, by_supervisor)
    said_beside = replace(by_supervisor, approver="manager")
    assert send(house.q1, said_beside).deeds == (DeedOutcome("d1", "second-person-needed"),)
    by_two = apology("d2", operator="lan", approver="manager")
    record(house.q1, by_two)
    assert send(house.q1, by_two).deeds == (DeedOutcome("d2"),)
    assert sorry(house) == 1


def test_another_voucher_than_the_event_gave_is_refused(house: House) -> None:
    wanted = apology()
    record(house.q1, wanted)
    other = replace(wanted, voucher="welcome-fifty")
    assert send(house.q1, other).deeds == (DeedOutcome("d1", "deed-differs"),)
    assert sorry(house) == 0


def test_who_was_merged_meanwhile_has_it_as_who_they_are_now(house: House) -> None:
    house.q1.enrol(BINH)
    house.q1.sync(persons=[Person(BINH, "An (hai)", "+84987654321")])
    wanted = apology(member=BINH)
    record(house.q1, wanted)
    merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    assert send(house.q1, wanted).deeds == DONE
    assert send(house.q1, wanted).deeds == DONE
    assert (sorry(house), sorry(house, BINH)) == (1, 0)
    assert examine_server(house.server, tenant=house.code) == ()
