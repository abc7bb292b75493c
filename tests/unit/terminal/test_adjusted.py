"""Points by hand at the till: in the journal without what was written, and in X, Z and day."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.units import Money, Points
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone
from terminal.audit import AuditQuery
from terminal.session import Session
from terminal.usecases.audit import look_through
from terminal.usecases.days import close_day, shift_report
from terminal.usecases.member_desk import OURS, have_deed_done, open_page
from terminal.usecases.shifts import close_shift, open_shift, shift_so_far
from tests.unit.terminal.settled_sales import rows
from tests.unit.terminal.till_kit import ANH, LAN, MORNING, PROGRAM, Counter, operator_row, program_row

THU = Session(operator="op-thu", name="Thu", role="manager", at=MORNING)
HUONG = Session(operator="op-huong", name="Hương", role="supervisor", at=MORNING)


@pytest.fixture(autouse=True)
def _people(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put(
            [
                operator_row("op-thu", "Thu", role="manager"),
                operator_row("op-huong", "Hương", role="supervisor"),
            ]
        )


def adjust(shop: Counter, points: int, deed: str) -> None:
    asked = MemberDeed(
        version=1,
        deed=deed,
        kind="adjust",
        member=ANH.member,
        operator="op-huong",
        approver="op-thu",
        points=Points(points),
        reason="missing",
        text="Bù điểm còn thiếu: con chị Lan đi mua",
    )
    done = MemberDeedDone(version=1, members=(), nonce="n")
    have_deed_done(shop.till, asked, lambda _: done)


def close(shop: Counter) -> str:
    return close_shift(shop.till, LAN, counted=Money(500_000)).shift.shift


def test_each_report_has_what_was_done_in_its_shift_and_since_the_one_before(shop: Counter) -> None:
    assert shift_so_far(shop.till, HUONG).loyalty.adjusted == 0
    adjust(shop, 50, "d1")
    adjust(shop, -20, "d2")
    assert shift_so_far(shop.till, HUONG).loyalty.adjusted == 30
    first = close(shop)
    adjust(shop, 7, "d3")
    open_shift(shop.till, LAN, opening_float=Money(500_000))
    adjust(shop, 1, "d4")
    assert shift_so_far(shop.till, HUONG).loyalty.adjusted == 8
    second = close(shop)
    adjust(shop, 1_000, "d5")
    assert [shift_report(shop.till, each).loyalty.adjusted for each in (first, second)] == [30, 8]
    assert close_day(shop.till, THU).total.loyalty.adjusted == 38


def test_who_did_what_has_how_many_and_for_what_and_nothing_that_was_written(shop: Counter) -> None:
    adjust(shop, -20, "d1")
    (found,) = (each for each in look_through(shop.till, THU, AuditQuery()) if each.kind == "member_changed")
    assert (found.operator, found.approver, found.detail) == ("Hương", "Thu", "adjust")
    assert (found.points, found.why) == (-20, "missing")
    assert not rows(shop, "SELECT 1 FROM journal WHERE body LIKE '%chị%'")


def test_what_was_refused_is_in_no_report(shop: Counter) -> None:
    def refuse(_: MemberDeed) -> MemberDeedDone:
        raise Refused("server-refused", problem="points-short", why="…")

    asked = MemberDeed(1, "d1", "adjust", "op-thu", ANH.member, points=Points(-20), reason="mistake")
    with pytest.raises(Refused, match=OURS["points-short"]):
        have_deed_done(shop.till, replace(asked, operator="op-thu", member=ANH.member), refuse)
    assert shift_so_far(shop.till, HUONG).loyalty.adjusted == 0


def test_the_page_knows_up_to_how_many_one_person_does_it_alone(shop: Counter) -> None:
    assert open_page(shop.till, ANH.member).adjusts_by_two(Points(1))
    text = f"{PROGRAM}\n[limits.manager_over]\npoints_adjusted = 50\n"
    with shop.store.write() as unit:
        unit.config.put_program(program_row(text, version=2, valid_from=MORNING))
    page = open_page(shop.till, ANH.member)
    assert [page.adjusts_by_two(Points(each)) for each in (50, -50, 51, -51)] == [False, False, True, True]


def test_a_shift_that_began_in_another_tills_journal_has_none(shop: Counter) -> None:
    adjust(shop, 50, "d1")
    shift = close(shop)
    with shop.store.write() as unit:
        assert unit.shifts.adjusted(shift) == 50
        unit.connection.exec_driver_sql("UPDATE till_state SET till = 'till-9'")
        assert unit.shifts.adjusted(shift) == 0
