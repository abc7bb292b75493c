"""A disk that fails in the very moment of COMMIT, other programs on the file, and work that breaks off."""

from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, cast

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from loyalty.errors import Refused, Unavailable
from loyalty.units import Money
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone
from terminal.membership import AttachedMember
from terminal.open_sale import OpenSale
from terminal.shift import CashMove, CountGiven
from terminal.store.checks import check_chains, check_projections
from terminal.store.connection import connect
from terminal.store.database import Store
from terminal.usecases.benefits import name_use, use_benefit
from terminal.usecases.enrol import enrol_member
from terminal.usecases.paid import move_cash
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import close_shift, give_count, open_shift, shift_so_far
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.deeds_asked import (
    SORRY,
    Line,
    by_whom,
    journalled,
    kept,
    points,
    started,
    with_apologies,
)
from tests.unit.terminal.settled_sales import rice_for_anh, rows, tender, with_anh, with_goods
from tests.unit.terminal.till_kit import KEY, LAN, PROGRAM, Counter, a_shop, program_row

Failure = Literal["before", "after"]
"""The disk fails before anything of the transaction is on it, or after all of it is."""


class FailingConnection:
    """A connection whose COMMIT raises when it is told to, and does all else as the real one."""

    def __init__(self, real: sqlcipher.Connection, plan: list[Failure]) -> None:
        self._real = real
        self._plan = plan

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def commit(self) -> None:
        failure = self._plan.pop() if self._plan else None
        if failure != "before":
            self._real.commit()
        if failure is not None:
            raise sqlcipher.OperationalError("disk I/O error")


class FailingLine(Line):
    """A server after whose first answer the disk of the till fails, in this order."""

    def __init__(self, plan: list[Failure], *failures: Failure) -> None:
        super().__init__()
        self._plan = plan
        self._next = list(reversed(failures))

    def do(self, wanted: MemberDeed) -> MemberDeedDone:
        done = super().do(wanted)
        self._plan.extend(self._next)
        self._next = []
        return done


@pytest.fixture
def plan() -> list[Failure]:
    """What the next COMMITs do; empty: they succeed."""
    return []


@pytest.fixture
def failing(tmp_path: Path, plan: list[Failure]) -> Iterator[Counter]:
    """A shop whose writer fails by plan."""
    counter = a_shop(tmp_path)
    counter.close()

    def open_file(*, read_only: bool) -> sqlcipher.Connection:
        real = connect(counter.path, KEY, read_only=read_only)
        return real if read_only else cast("sqlcipher.Connection", FailingConnection(real, plan))

    store = Store(counter.path, open_file, clock=counter.clock, new_id=counter.ids)
    counter = replace(counter, till=replace(counter.till, store=store))
    yield counter
    counter.close()


def test_a_sale_that_did_stand_is_found_and_given(failing: Counter, plan: list[Failure]) -> None:
    open_sale = with_goods(failing, "RICE-ST25")
    plan.append("after")
    sale = settle_sale(failing.till, LAN, open_sale, (tender("card", 189_000),))
    assert sale.sale == open_sale.sale
    assert settle_sale(failing.till, LAN, open_sale, (tender("card", 189_000),)) == sale
    assert rows(failing, "SELECT count(*) FROM sales") == [(1,)]
    assert failing.rung == ["printer", "sync", "printer", "sync"]


def test_a_sale_that_did_not_stand_is_said_not_to_and_can_be_paid_again(
    failing: Counter, plan: list[Failure]
) -> None:
    open_sale = with_goods(failing, "RICE-ST25")
    plan.append("before")
    with pytest.raises(Unavailable) as failure:
        settle_sale(failing.till, LAN, open_sale, (tender("card", 189_000),))
    assert (failure.value.code, failure.value.retry) == ("sale-not-saved", True)
    assert rows(failing, "SELECT count(*) FROM sales") == [(0,)]
    sale = settle_sale(failing.till, LAN, open_sale, (tender("card", 189_000),))
    assert (sale.sale, sale.receipt.number) == (open_sale.sale, 1)
    assert check_chains(failing.store) == check_projections(failing.store) == ()


def test_a_void_that_did_stand_is_given(failing: Counter, plan: list[Failure]) -> None:
    sale = rice_for_anh(failing)
    plan.append("after")
    assert void_last_sale(failing.till, LAN, sale.sale).money == 266_500
    with pytest.raises(Refused, match="sale-voided"):
        void_last_sale(failing.till, LAN, sale.sale)


def test_a_void_that_did_not_stand_is_said_not_to(failing: Counter, plan: list[Failure]) -> None:
    sale = rice_for_anh(failing)
    plan.append("before")
    with pytest.raises(Unavailable, match="void-not-saved"):
        void_last_sale(failing.till, LAN, sale.sale)
    assert void_last_sale(failing.till, LAN, sale.sale).money == 266_500


def test_cash_of_which_the_disk_did_not_say_is_there_once(failing: Counter, plan: list[Failure]) -> None:
    def pay_out() -> CashMove:
        return move_cash(failing.till, LAN, way="out", amount=Money(20_000), reason="supplier")

    plan.append("after")
    done = pay_out()
    plan.append("before")
    with pytest.raises(Unavailable, match="cash-not-saved"):
        pay_out()
    again = pay_out()
    assert rows(failing, "SELECT move FROM cash_moves ORDER BY move") == [(done.move,), (again.move,)]


def test_a_count_of_which_the_disk_did_not_say_counts_once(failing: Counter, plan: list[Failure]) -> None:
    def count() -> CountGiven:
        return give_count(failing.till, LAN, counted=Money(1_000_000), notes={})

    plan.append("before")
    with pytest.raises(Unavailable, match="shift-not-saved"):
        count()
    plan.append("after")
    assert count().number == 1
    with pytest.raises(Refused, match="recount-needs-word"):
        count()


def test_a_shift_of_which_the_disk_did_not_say_is_closed_and_opened_once(
    failing: Counter, plan: list[Failure]
) -> None:
    holds = shift_so_far(failing.till, replace(LAN, role="manager")).expected
    plan.append("before")
    with pytest.raises(Unavailable, match="shift-not-saved"):
        close_shift(failing.till, LAN, counted=holds)
    plan.append("after")
    assert close_shift(failing.till, LAN, counted=holds).counted == holds
    plan.append("before")
    with pytest.raises(Unavailable, match="shift-not-saved"):
        open_shift(failing.till, LAN, opening_float=holds)
    plan.append("after")
    assert open_shift(failing.till, LAN, opening_float=holds).number == 2
    assert rows(failing, "SELECT number FROM shifts ORDER BY number") == [(1,), (2,)]


def test_somebody_enrolled_of_whom_the_disk_did_not_say_is_there(
    failing: Counter, plan: list[Failure]
) -> None:
    def enrol() -> AttachedMember:
        return enrol_member(failing.till, LAN, phone_text="0977 111 222", name="Đỗ Thị Mai")

    plan.append("before")
    with pytest.raises(Unavailable, match="member-not-saved"):
        enrol()
    plan.append("after")
    assert enrol().name == "Đỗ Thị Mai"
    with pytest.raises(Refused, match="phone-taken"):
        enrol()


def test_other_work_says_that_it_is_not_known(failing: Counter, plan: list[Failure]) -> None:
    plan.append("after")
    with pytest.raises(Unavailable, match="store-commit-unknown"), failing.store.write() as unit:
        unit.journal.append("drawer_opened", {"v": 1}, "op-lan")
    assert rows(failing, "SELECT count(*) FROM journal") == [(2,)]


def test_after_a_failed_commit_the_till_goes_on(failing: Counter, plan: list[Failure]) -> None:
    for failure in ("before", "after", "before"):
        plan.append(failure)
        with pytest.raises(Unavailable), failing.store.write() as unit:
            unit.journal.append("drawer_opened", {"v": 1}, "op-lan")
    rice_for_anh(failing)
    assert check_chains(failing.store) == ()


def test_what_breaks_off_leaves_nothing_behind(shop: Counter) -> None:
    def break_off() -> None:
        with shop.store.write() as unit:
            unit.journal.append("drawer_opened", {"v": 1}, "op-lan")
            unit.drafts.save("half", at="now")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert rows(shop, "SELECT count(*) FROM journal") == [(1,)]
    assert rows(shop, "SELECT count(*) FROM drafts") == [(0,)]
    rice_for_anh(shop)
    assert check_chains(shop.store) == ()


def test_two_units_of_work_are_not_one(shop: Counter) -> None:
    """What is begun inside another would be committed with it: a bug, and said so."""
    with shop.store.write(), pytest.raises(Exception, match="already"), shop.store.write():
        pass


def test_a_file_another_program_writes_to_is_busy_and_then_free(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    with closing(connect(shop.path, KEY, read_only=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable) as busy:
            rice_for_anh(shop)
        assert (busy.value.code, busy.value.retry) == ("store-busy", True)
        other.execute("ROLLBACK")
        assert rice_for_anh(shop).receipt.number == 1


def sell_rice(counter: Counter, *, times: int) -> None:
    for _ in range(times):
        settle_sale(counter.till, LAN, with_goods(counter, "RICE-ST25"), (tender("card", 189_000),))


def test_a_full_disk_is_said_and_nothing_is_written(shop: Counter) -> None:
    with shop.store.write() as unit:
        pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable) as full:
        sell_rice(shop, times=100)
    assert (full.value.code, full.value.retry) == ("store-write-failed", True)
    (sold,) = rows(shop, "SELECT count(*) FROM sales")[0]
    assert 0 < sold < 100
    assert check_chains(shop.store) == check_projections(shop.store) == ()


def test_a_bug_is_not_taken_for_an_accident(shop: Counter) -> None:
    with pytest.raises(Exception, match="no such table") as bug, shop.store.write() as unit:
        unit.connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")
    assert not isinstance(bug.value, Unavailable)


def test_a_rule_of_the_table_is_not_taken_for_an_accident(shop: Counter) -> None:
    with pytest.raises(Exception, match="constraint") as bug, shop.store.write() as unit:
        unit.connection.exec_driver_sql(
            "INSERT INTO leases VALUES ('l', 'm', 's', 'open', 100, 101, '[]', NULL, '', 'points')"
        )
    assert not isinstance(bug.value, Unavailable)


def with_water(failing: Counter) -> OpenSale:
    """Ánh at the counter of a shop that has water for its members."""
    text = PROGRAM + '[[benefit]]\nid = "water"\nname = "Nước uống"\n'
    with failing.store.write() as unit:
        unit.config.put_program(program_row(text, version=2))
    return with_anh(failing, with_goods(failing, "RICE-ST25"), lent=0)


def test_a_use_of_a_benefit_that_did_stand_is_counted_once(failing: Counter, plan: list[Failure]) -> None:
    sale = with_water(failing)
    name = name_use(failing.till, sale)
    plan.append("after")
    for _ in range(2):
        used = use_benefit(failing.till, LAN, sale, "water", use=name).member
        assert used is not None
        assert used.kept is not None
        assert [each.id for each in used.kept.uses] == [name]


def test_a_use_of_a_benefit_that_did_not_stand_is_said_not_to(failing: Counter, plan: list[Failure]) -> None:
    sale = with_water(failing)
    plan.append("before")
    with pytest.raises(Unavailable, match="benefit-not-saved"):
        use_benefit(failing.till, LAN, sale, "water", use=name_use(failing.till, sale))
    assert rows(failing, "SELECT count(*) FROM journal WHERE kind = 'benefit_used'") == [(0,)]


def test_points_that_stand_in_the_journal_are_known_to(failing: Counter, plan: list[Failure]) -> None:
    line = FailingLine(plan, "after")
    started(failing, line).do(points("deed-1"))
    assert (journalled(failing), kept(failing)) == ([("deed-1", 40)], [])


@pytest.mark.parametrize(
    ("failures", "code"),
    [(("before",), "deed-not-written"), (("after", "before"), "store"), (("before", "before"), "store")],
)
def test_points_that_the_server_gave_and_the_disk_may_not_have_are_found_given_by_whoever_presses_again(
    failing: Counter, plan: list[Failure], failures: tuple[Failure, ...], code: str
) -> None:
    line = FailingLine(plan, *failures)
    with pytest.raises(Unavailable, match=code):
        started(failing, line).do(points("deed-1"))
    done = started(failing, line).do(points("deed-2", operator="op-lan", approver="op-minh"))
    assert done.earlier is not None
    assert ([*line.given], by_whom(failing)) == (["deed-1"], [("deed-1", "op-minh", None)])


@pytest.mark.parametrize(
    ("failures", "standing"),
    [
        (("before",), [("apology_given", "deed-1")]),
        (("after", "before"), [("member_changed", "deed-1")]),
    ],
)
def test_an_apology_that_the_server_gave_is_one_though_the_till_did_not_write_it_down_and_does_it_itself(
    failing: Counter, plan: list[Failure], failures: tuple[Failure, ...], standing: list[tuple[str, str]]
) -> None:
    with_apologies(failing)
    line = FailingLine(plan, *failures)
    with pytest.raises(Unavailable):
        started(failing, line).do(SORRY)
    started(failing, line).do_here(replace(SORRY, deed="deed-2"))
    found = rows(failing, "SELECT kind, operation_id FROM journal WHERE operation_id LIKE 'deed-%'")
    assert found == standing
    assert kept(failing) == []


def test_an_apology_given_here_that_stands_is_known_to_and_one_that_does_not_is_given_by_the_next_press(
    failing: Counter, plan: list[Failure]
) -> None:
    with_apologies(failing)
    desk = started(failing, Line(failures=[Unavailable("server-absent", retry=True)] * 2))
    for failure in ("after", "before"):
        with pytest.raises(Unavailable, match="deed-no-server"):
            desk.do(replace(SORRY, deed=f"deed-{failure}"))
        plan.append(failure)
        if failure == "before":
            with pytest.raises(Unavailable, match="deed-not-saved"):
                desk.do_here(replace(SORRY, deed="deed-before"))
        desk.do_here(replace(SORRY, deed=f"deed-{failure}"))
    found = rows(failing, "SELECT operation_id FROM journal WHERE kind = 'apology_given' ORDER BY seq")
    assert found == [("deed-after",), ("deed-before",)]


def test_an_apology_given_here_of_which_the_disk_says_nothing_is_the_same_at_the_next_press(
    failing: Counter, plan: list[Failure]
) -> None:
    with_apologies(failing)
    desk = started(failing, Line(failures=[Unavailable("server-absent", retry=True)] * 2))
    presses: tuple[tuple[str, list[Failure]], ...] = (("deed-1", ["before", "after"]), ("deed-2", []))
    for name, failures in presses:
        with pytest.raises(Unavailable, match="deed-no-server"):
            desk.do(replace(SORRY, deed=name))
        plan.extend(failures)
        with pytest.raises(Unavailable, match="store") if failures else nullcontext():
            desk.do_here(replace(SORRY, deed=name))
    assert rows(failing, "SELECT operation_id FROM journal WHERE kind = 'apology_given'") == [("deed-1",)]
