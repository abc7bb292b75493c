"""A voucher after a complaint while no server answers: an event, once, by the rules that the till knows."""

import json
from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.member_desk import DeedOutcome, MemberDeed
from terminal.member_page import PromisedApology
from terminal.store.outbox import SqlOutbox
from terminal.usecases.member_deeds import do_here, is_done_here
from terminal.usecases.member_desk import open_page
from tests.unit.terminal.apologies import APOLOGIES
from tests.unit.terminal.member_deeds import ANH, deed, told
from tests.unit.terminal.settled_sales import rows
from tests.unit.terminal.till_kit import MORNING, PROGRAM, Counter, operator_row, program_row

ONCE = APOLOGIES.replace('id = "little-sorry"', 'id = "little-sorry"\nlimit = { times = 1, per = "year" }')
LITTLE = PromisedApology(name="Phiếu 10.000")


@pytest.fixture
def shop(shop: Counter) -> Counter:
    """A program with vouchers to apologise with, and a manager."""
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + ONCE, version=2, valid_from=MORNING))
    return shop


def apology(voucher: str = "little-sorry", name: str = "deed-1", **said: object) -> MemberDeed:
    return deed("apology", name, voucher=voucher, **{"operator": "op-minh", **said})


def promised(shop: Counter) -> tuple[PromisedApology, ...]:
    return open_page(shop.till, ANH).promised


def waiting(shop: Counter) -> list[str]:
    return [each.deed for each in SqlOutbox(shop.store).read_outgoing().deeds]


def test_the_server_is_asked_first() -> None:
    assert not is_done_here(apology())


def test_it_is_an_event_once_and_waits_for_the_server(shop: Counter) -> None:
    do_here(shop.till, apology())
    do_here(shop.till, apology())
    ((operator, body),) = rows(shop, "SELECT operator, body FROM journal WHERE kind = 'apology_given'")
    assert (operator, json.loads(body)) == ("op-minh", {"v": 1, "member": ANH, "voucher": "little-sorry"})
    assert (promised(shop), waiting(shop)) == ((LITTLE,), ["deed-1"])
    told(shop, DeedOutcome("deed-1"))
    assert (promised(shop), waiting(shop)) == ((), [])


def test_one_more_than_there_may_be_is_not_promised(shop: Counter) -> None:
    do_here(shop.till, apology())
    with pytest.raises(Refused, match="voucher-limit"):
        do_here(shop.till, apology(name="deed-2"))
    assert waiting(shop) == ["deed-1"]


def test_four_eyes_as_the_program_asks(shop: Counter) -> None:
    with pytest.raises(Refused, match="deed-takes-two"):
        do_here(shop.till, apology(operator="op-lan"))
    with pytest.raises(Refused, match="approver-same"):
        do_here(shop.till, apology(approver="op-minh"))
    do_here(shop.till, apology(operator="op-lan", approver="op-minh"))
    ((body,),) = rows(shop, "SELECT body FROM journal WHERE kind = 'apology_given'")
    assert json.loads(body)["approver"] == "op-minh"


def test_so_much_takes_a_manager(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-minh", "Minh", role="supervisor")])
    with pytest.raises(Refused, match="deed-takes-two"):
        do_here(shop.till, apology("sorry"))


def test_what_the_program_does_not_have_is_not_promised(shop: Counter) -> None:
    for rule in ("welcome", "no-such"):
        with pytest.raises(Refused, match="no-such-voucher-rule"):
            do_here(shop.till, apology(rule))
    assert promised(shop) == ()


def test_what_the_server_refuses_stays_to_be_seen_until_another_is_given(shop: Counter) -> None:
    do_here(shop.till, apology())
    told(shop, DeedOutcome("deed-1", "voucher-limit"))
    assert promised(shop) == (replace(LITTLE, why="voucher-limit"),)
    assert waiting(shop) == []
    do_here(shop.till, apology(name="deed-2"))
    assert (promised(shop), waiting(shop)) == ((LITTLE,), ["deed-2"])
