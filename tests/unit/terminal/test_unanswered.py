"""What the server was asked to give and no answer came: asked for under one id, in the journal once."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.units import Points
from loyalty.wire.member_desk import DeedRow, MemberDeed, MemberDeedDone, MemberFileAnswer, MemberFileAsk
from terminal.clock import timestamp
from tests.unit.terminal.apologies import APOLOGIES
from tests.unit.terminal.member_deeds import ANH, deed
from tests.unit.terminal.settled_sales import rows
from tests.unit.terminal.till_kit import ANH as ANH_STATE
from tests.unit.terminal.till_kit import LAN, MORNING, PROGRAM, Counter, operator_row, program_row
from ui.presenters.members.till_errands import MembersDone

SILENT = Unavailable("server-slow", retry=True)


@dataclass
class Line:
    """A server that does not say what it did, until it does; `asked` are the ids that it heard."""

    failures: list[Exception] = field(default_factory=list[Exception])
    asked: list[str] = field(default_factory=list[str])
    shows: bool = True

    def do(self, wanted: MemberDeed) -> MemberDeedDone:
        self.asked.append(wanted.deed)
        if self.failures:
            raise self.failures.pop(0)
        return MemberDeedDone(version=1, members=(), nonce="n")

    def file(self, _: MemberFileAsk) -> MemberFileAnswer:
        done = DeedRow(kind="adjust", at=timestamp(MORNING), by="Minh")
        shown = tuple(replace(done, deed=each if self.shows else None) for each in self.asked)
        return MemberFileAnswer(
            version=1, member=ANH_STATE, cards=(), movements=(), more=False, consents=(), deeds=shown,
            aliases=(), enrolled_at=timestamp(MORNING), nonce="n",
        )  # fmt: skip


@pytest.fixture
def line() -> Line:
    return Line(failures=[SILENT])


def started(shop: Counter, line: Line) -> MembersDone:
    """The errands of a till that was just started."""
    return MembersDone(shop.till, line.file, line.do, exports=Path())


def points(name: str = "deed-1", **said: Any) -> MemberDeed:
    by_hand = deed("adjust", name, operator="op-minh", text="Bù điểm", reason="missing", points=40)
    return replace(by_hand, **said)


def journalled(shop: Counter) -> list[tuple[str, int]]:
    found = rows(shop, "SELECT body FROM journal WHERE kind = 'member_changed'")
    return [(said["deed"], said["points"]) for (body,) in found for said in [json.loads(body)]]


def lose_the_answer(shop: Counter, line: Line, wanted: MemberDeed) -> None:
    with pytest.raises(Unavailable, match="deed-unanswered"):
        started(shop, line).do(wanted)


def test_points_asked_for_again_after_a_restart_by_somebody_else_in_other_words_are_the_same(
    shop: Counter, line: Line
) -> None:
    lose_the_answer(shop, line, points())
    assert journalled(shop) == []
    started(shop, line).do(points("deed-2", operator="op-lan", approver="op-minh", text="Bù điểm: lần trước"))
    assert (line.asked, journalled(shop)) == (["deed-1", "deed-1"], [("deed-1", 40)])
    started(shop, line).do(points("deed-3"))
    assert journalled(shop) == [("deed-1", 40), ("deed-3", 40)]


@pytest.mark.parametrize("other", [{"points": Points(41)}, {"points": Points(-40)}, {"reason": "mistake"}])
def test_other_points_or_for_another_reason_are_another_deed(
    shop: Counter, line: Line, other: dict[str, Any]
) -> None:
    lose_the_answer(shop, line, points())
    started(shop, line).do(points("deed-2", **other))
    assert line.asked == ["deed-1", "deed-2"]


def test_who_was_refused_may_have_been_answered_before(shop: Counter, line: Line) -> None:
    line.failures.append(Refused("server-refused", problem="points-short"))
    lose_the_answer(shop, line, points())
    with pytest.raises(Refused, match="adjust-short"):
        started(shop, line).do(points("deed-2"))
    started(shop, line).do(points("deed-3"))
    assert line.asked == ["deed-1"] * 3


def test_what_the_members_page_shows_to_be_done_is_in_the_journal_once_and_over(
    shop: Counter, line: Line
) -> None:
    lose_the_answer(shop, line, points())
    desk = started(shop, line)
    for _ in range(2):
        desk.file(LAN, ANH, skip=0)
        assert journalled(shop) == [("deed-1", 40)]
    desk.do(points("deed-2"))
    assert line.asked == ["deed-1", "deed-2"]


def test_a_server_that_does_not_say_which_deeds_it_shows_ends_nothing(shop: Counter, line: Line) -> None:
    line.shows = False
    lose_the_answer(shop, line, points())
    desk = started(shop, line)
    desk.file(LAN, ANH, skip=0)
    desk.do(points("deed-2"))
    assert line.asked == ["deed-1", "deed-1"]


def test_a_page_is_shown_though_who_gave_the_points_may_do_nothing_here_any_more(
    shop: Counter, line: Line
) -> None:
    lose_the_answer(shop, line, points())
    with shop.store.write() as unit:
        unit.operators.put([replace(operator_row("op-minh", "Minh"), state="blocked")])
    assert started(shop, line).file(LAN, ANH, skip=0).deeds
    assert journalled(shop) == []


def test_an_apology_is_done_here_as_the_deed_that_was_asked_for_and_then_another(
    shop: Counter, line: Line
) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + APOLOGIES, version=2, valid_from=MORNING))
    sorry = deed("apology", "deed-1", operator="op-minh", voucher="little-sorry")
    lose_the_answer(shop, line, sorry)
    started(shop, line).do_here(replace(sorry, deed="deed-2"))
    found = rows(shop, "SELECT operation_id FROM journal WHERE kind = 'apology_given'")
    assert found == [("deed-1",)]
    started(shop, line).do(replace(sorry, deed="deed-3"))
    assert line.asked == ["deed-1", "deed-3"]


def test_what_comes_to_the_same_twice_is_not_kept(shop: Counter, line: Line) -> None:
    lose_the_answer(shop, line, deed("edit", "deed-1", email="a@b.vn"))
    assert rows(shop, "SELECT count(*) FROM deeds_asked") == [(0,)]


def test_what_was_written_beside_points_goes_with_who_is_erased(shop: Counter, line: Line) -> None:
    lose_the_answer(shop, line, points())
    with shop.store.write() as unit:
        unit.members.forget_person(ANH)
    assert rows(shop, "SELECT count(*) FROM deeds_asked") == [(0,)]
