"""What the server was asked to give and no answer came: asked for under one id, in the journal once."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from loyalty.errors import Refused, Unavailable
from loyalty.units import Points
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone
from terminal.store.connection import connect
from terminal.store.deeds_asked import deeds_asked
from terminal.store.migrations import migrate
from terminal.usecases.unanswered import KEPT, SAME_VISIT
from tests.unit.terminal.deeds_asked import (
    SILENT,
    SORRY,
    Line,
    by_whom,
    journalled,
    kept,
    points,
    started,
    with_apologies,
)
from tests.unit.terminal.member_deeds import ANH, deed
from tests.unit.terminal.settled_sales import rows
from tests.unit.terminal.till_kit import KEY, LAN, Counter, operator_row
from ui.presenters.members.till_errands import MembersDone

WITH_WORDS = 24
"""The version of a till's file in which deeds that were asked for had what was written beside them."""


@pytest.fixture
def line() -> Line:
    return Line(failures=[SILENT])


def lose_the_answer(shop: Counter, line: Line, wanted: MemberDeed) -> None:
    with pytest.raises(Unavailable, match="deed-unanswered"):
        started(shop, line).do(wanted)


def block_minh(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put([replace(operator_row("op-minh", "Minh"), state="blocked")])


def test_points_asked_for_again_by_somebody_else_are_given_once_told_as_of_who_gave_them_and_then_anew(
    shop: Counter, line: Line
) -> None:
    lose_the_answer(shop, line, points())
    assert journalled(shop) == []
    in_other_words = points("deed-2", operator="op-lan", approver="op-minh", text="Bù điểm: lần trước")
    done = started(shop, line).do(in_other_words)
    assert (line.asked, journalled(shop)) == (["deed-1", "deed-1"], [("deed-1", 40)])
    assert done.earlier == line.given["deed-1"]
    assert by_whom(shop) == [("deed-1", "op-minh", None)]
    assert started(shop, line).do(points("deed-3")).earlier is None
    assert journalled(shop) == [("deed-1", 40), ("deed-3", 40)]


def test_points_that_were_never_given_are_given_to_who_asks_next(shop: Counter, line: Line) -> None:
    line.failures = [Unavailable("server-nonsense", retry=True)]
    with pytest.raises(Unavailable, match="server-nonsense"):
        started(shop, line).do(points())
    done = started(shop, line).do(points("deed-2", operator="op-lan", approver="op-minh"))
    assert (done.earlier, by_whom(shop)) == (None, [("deed-1", "op-lan", "op-minh")])


@pytest.mark.parametrize("other", [{"points": Points(41)}, {"points": Points(-40)}, {"reason": "mistake"}])
def test_other_points_or_for_another_reason_are_another_deed(
    shop: Counter, line: Line, other: dict[str, Any]
) -> None:
    lose_the_answer(shop, line, points())
    started(shop, line).do(points("deed-2", **other))
    assert line.asked == ["deed-1", "deed-2"]


def test_who_was_refused_may_have_been_answered_before(shop: Counter, line: Line) -> None:
    line.failures = [
        Unavailable("server-slow", retry=True),
        Refused("server-refused", problem="points-short"),
    ]
    lose_the_answer(shop, line, points())
    with pytest.raises(Refused, match="adjust-short"):
        started(shop, line).do(points("deed-2"))
    started(shop, line).do(points("deed-3"))
    assert line.asked == ["deed-1"] * 3


@pytest.mark.parametrize(
    "answer",
    [
        Refused("server-refused", problem="points-short"),
        Unavailable("server-absent", retry=True),
        Unavailable("server-busy", retry=True),
    ],
)
def test_no_trouble_ends_a_wish_and_who_asks_next_under_its_id_is_who_did_it(
    shop: Counter, line: Line, answer: Exception
) -> None:
    """An earlier try of the same request may have arrived; one that did not gives nothing wrong."""
    line.failures = [answer, SILENT]
    with pytest.raises((Refused, Unavailable)):
        started(shop, line).do(points(operator="op-lan"))
    assert kept(shop) == ["deed-1"]
    lose_the_answer(shop, line, points("deed-2"))
    started(shop, line).file(LAN, ANH, skip=0)
    assert (by_whom(shop), kept(shop)) == ([("deed-1", "op-minh", None)], [])


def test_the_word_that_a_server_wanted_is_in_the_journal_too(shop: Counter, line: Line) -> None:
    line.failures = [Refused("server-refused", problem="second-person-needed"), SILENT]
    with pytest.raises(Refused, match="deed-takes-two"):
        started(shop, line).do(points(operator="op-lan"))
    lose_the_answer(shop, line, points(operator="op-lan", approver="op-minh"))
    started(shop, line).file(LAN, ANH, skip=0)
    assert by_whom(shop) == [("deed-1", "op-lan", "op-minh")]


def test_what_the_members_page_shows_to_be_done_is_in_the_journal_once_and_over(
    shop: Counter, line: Line
) -> None:
    lose_the_answer(shop, line, points())
    desk = started(shop, line)
    for _ in range(2):
        desk.file(LAN, ANH, skip=0)
        assert journalled(shop) == [("deed-1", 40)]
    desk.do(points("deed-2"))
    assert [*line.given] == ["deed-1", "deed-2"]


def test_a_server_that_does_not_say_which_deeds_it_shows_ends_nothing(shop: Counter, line: Line) -> None:
    line.is_old = True
    lose_the_answer(shop, line, points())
    desk = started(shop, line)
    desk.file(LAN, ANH, skip=0)
    assert desk.do(points("deed-2", operator="op-lan", approver="op-minh")).earlier is None
    assert (line.asked, by_whom(shop)) == (["deed-1", "deed-1"], [("deed-1", "op-lan", "op-minh")])


def test_what_was_seen_to_be_done_is_over_though_who_gave_it_may_do_nothing_here_any_more(
    shop: Counter, line: Line
) -> None:
    lose_the_answer(shop, line, points())
    block_minh(shop)
    desk = started(shop, line)
    assert desk.file(LAN, ANH, skip=0).deeds
    assert (journalled(shop), kept(shop)) == ([], [])
    assert desk.do(points("deed-9", operator="op-lan", approver=None)).earlier is None
    assert [*line.given] == ["deed-1", "deed-9"]


def test_whom_the_server_let_give_points_may_be_blocked_before_its_answer_comes(
    shop: Counter, line: Line
) -> None:
    line.failures = []
    block_minh(shop)
    started(shop, line).do(points())
    assert (journalled(shop), kept(shop)) == ([], [])


def test_an_apology_is_done_here_as_the_deed_that_was_asked_for_and_then_another(
    shop: Counter, line: Line
) -> None:
    with_apologies(shop)
    lose_the_answer(shop, line, SORRY)
    started(shop, line).do_here(replace(SORRY, deed="deed-2"))
    found = rows(shop, "SELECT operation_id FROM journal WHERE kind = 'apology_given'")
    assert found == [("deed-1",)]
    started(shop, line).do(replace(SORRY, deed="deed-3"))
    assert line.asked == ["deed-1", "deed-3"]


def test_an_apology_of_another_day_is_another_though_nobody_heard_of_the_first(
    shop: Counter, line: Line
) -> None:
    with_apologies(shop)
    lose_the_answer(shop, line, SORRY)
    shop.clock.move(seconds=SAME_VISIT.total_seconds() + 1)
    line.failures = [Unavailable("server-absent", retry=True)]
    again = replace(SORRY, deed="deed-9")
    with pytest.raises(Unavailable, match="deed-no-server"):
        started(shop, line).do(again)
    started(shop, line).do_here(again)
    assert rows(shop, "SELECT operation_id FROM journal WHERE kind = 'apology_given'") == [("deed-9",)]


def test_after_a_month_nobody_asks_for_the_same_points(shop: Counter, line: Line) -> None:
    lose_the_answer(shop, line, points())
    shop.clock.move(seconds=KEPT.total_seconds() + 1)
    started(shop, line).do(points("deed-2"))
    assert ([*line.given], kept(shop)) == (["deed-1", "deed-2"], [])


def test_the_month_begins_with_the_last_time_that_somebody_asked(shop: Counter, line: Line) -> None:
    line.failures = [SILENT, SILENT]
    for name in ("deed-1", "deed-2"):
        lose_the_answer(shop, line, points(name))
        shop.clock.move(seconds=KEPT.total_seconds() * 2 / 3)
    assert started(shop, line).do(points("deed-3")).earlier is not None
    assert [*line.given] == ["deed-1"]


def test_what_comes_to_the_same_twice_is_not_kept(shop: Counter, line: Line) -> None:
    lose_the_answer(shop, line, deed("edit", "deed-1", email="a@b.vn"))
    assert kept(shop) == []


def test_nothing_that_was_written_beside_points_is_kept(shop: Counter, line: Line) -> None:
    lose_the_answer(shop, line, points(text="Lý do khác: chị Lan chờ một tiếng"))
    ((body,),) = rows(shop, "SELECT body FROM deeds_asked")
    assert "chờ" not in body
    with shop.store.write() as unit:
        unit.members.forget_person(ANH)
    assert kept(shop) == []


def test_nobody_who_is_erased_is_asked_for(shop: Counter, line: Line) -> None:
    with shop.store.write() as unit:
        unit.members.forget_person(ANH)
    with pytest.raises(Refused, match="member-erased"):
        started(shop, line).do(points())
    assert (line.asked, kept(shop)) == ([], [])


def test_signs_that_nobody_sees_are_taken_out_before_it_is_sent(shop: Counter, line: Line) -> None:
    line.failures = []
    sent: list[MemberDeed] = []

    def do(wanted: MemberDeed) -> MemberDeedDone:
        sent.append(wanted)
        return line.do(wanted)

    MembersDone(shop.till, line.file, do, exports=Path()).do(points(text="Lý do khác: a\x01b"))
    assert [each.text for each in sent] == ["Lý do khác: a b"]


@pytest.mark.parametrize("body", ["", "[]", '{"deed": 1}'])
def test_a_row_that_cannot_be_read_is_in_nobodys_way(shop: Counter, line: Line, body: str) -> None:
    lose_the_answer(shop, line, points())
    with shop.store.write() as unit:
        row = {"deed": "deed-0", "member": ANH, "body": body, "life": 1}
        unit.connection.execute(insert(deeds_asked), row)
    started(shop, line).file(LAN, ANH, skip=0)
    started(shop, line).do(points("deed-2"))
    assert (journalled(shop), kept(shop)) == ([("deed-1", 40), ("deed-2", 40)], [])


def test_what_an_earlier_life_of_the_till_asked_for_it_may_have_written_down(
    shop: Counter, line: Line
) -> None:
    lose_the_answer(shop, line, points())
    lose_the_answer(shop, Line(failures=[SILENT]), points("deed-5", points=Points(5)))
    with shop.store.write() as unit:
        unit.state.begin_life(incarnation=2, receipt_number=0)
    desk = started(shop, line)
    desk.file(LAN, ANH, skip=0)
    assert (journalled(shop), kept(shop)) == ([], ["deed-5"])
    desk.do(points("deed-6", points=Points(5)))
    assert journalled(shop) == [("deed-5", 5)]


def test_words_that_an_earlier_version_kept_are_gone_and_the_deed_is_not(shop: Counter) -> None:
    old = json.dumps(points(text="chị Lan chờ một tiếng").to_json())
    with closing(connect(shop.path, KEY, read_only=False)) as file:
        file.execute("ALTER TABLE deeds_asked DROP COLUMN life")
        file.execute("DROP INDEX members_asking")  # a later step's
        file.execute("INSERT INTO deeds_asked VALUES ('deed-1', ?, ?), ('deed-0', ?, '{')", (ANH, old, ANH))
        file.execute(f"PRAGMA user_version = {WITH_WORDS}")
        assert migrate(file, shop.path) == WITH_WORDS
    with shop.store.read() as reading:
        (asked,) = reading.deeds_asked.all()
    assert (asked.deed.deed, asked.deed.text, asked.life) == ("deed-1", "", 1)
    assert asked.deed.at is not None
