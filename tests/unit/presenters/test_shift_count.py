"""The blind count: what is expected is shown after it was given; counted again with a second person, once."""

from loyalty.errors import Refused
from terminal.session import Session
from tests.unit.presenters.desk import Desk
from tools.sample_shop import LAN, NOODLES, NOW, PIN
from ui.presenters.shell import Screen
from ui.presenters.shift import ShiftPresenter, Stage
from ui.presenters.shift_state import ShiftState

HUONG = Session(operator="huong", name="Hương", role="supervisor", at=NOW)


def counting(session: Session = LAN) -> tuple[Desk, ShiftPresenter]:
    """A sale of 4.000 ₫ in cash over a float of 500.000 ₫, and the drawer about to be counted."""
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.sell()
    desk.shell.signed_in(session)
    return desk, again(desk)


def again(desk: Desk) -> ShiftPresenter:
    desk.shell.close_shift()
    assert desk.shell.shift is not None
    return desk.shell.shift


def count(it: ShiftPresenter, amount: int) -> None:
    for digit in str(amount):
        it.key_pressed(digit)
    it.finish_pressed()


def stage_of(it: ShiftPresenter) -> Stage:
    return it.model.stage


def shown(desk: Desk) -> ShiftState:
    assert desk.stage.shift is not None
    return desk.stage.shift


def test_nothing_of_what_is_expected_is_shown_before_the_count_is_given() -> None:
    desk, it = counting()
    assert "504.000" not in repr(shown(desk))
    count(it, 1_000)
    assert shown(desk).report_more.rows[0].cells[1] == "504.000"
    assert stage_of(it) is Stage.DIFFERS


def test_a_number_typed_before_the_rows_are_walked_is_kept_and_said() -> None:
    desk, it = counting()
    it.key_pressed("1")
    it.moved(1)
    rows = {row.note: row.count for row in shown(desk).notes}
    assert (rows[500_000], shown(desk).amount) == ("1", "500.000 ₫")
    notice = shown(desk).notice
    assert notice is not None
    assert "1 tờ 500.000 ₫" in notice.text
    it.key_pressed("2")
    assert (shown(desk).amount, shown(desk).notice) == ("900.000 ₫", None)


def test_a_total_that_gives_way_to_notes_and_notes_that_give_way_to_a_total_are_told() -> None:
    desk, it = counting()
    for digit in "1500000":
        it.key_pressed(digit)
    it.moved(1)
    it.key_pressed("2")
    notice = shown(desk).notice
    assert notice is not None
    assert "1.500.000 ₫" in notice.text
    it.note_chosen(500_000)
    it.key_pressed("7")
    notice = shown(desk).notice
    assert notice is not None
    assert "1.000.000 ₫" in notice.text
    it.key_pressed("0")
    assert (shown(desk).amount, shown(desk).notice) == ("70 ₫", None)


def test_a_backspace_that_deletes_nothing_says_nothing_and_keeps_the_total() -> None:
    desk, it = counting()
    for digit in "1500000":
        it.key_pressed(digit)
    it.moved(1)
    it.key_pressed("backspace")
    assert (shown(desk).amount, shown(desk).notice) == ("1.500.000 ₫", None)
    it.moved(-1)
    it.key_pressed("0")
    assert (shown(desk).amount, shown(desk).notice) == ("15.000.000 ₫", None)


def test_a_drawer_that_holds_what_it_should_is_closed_at_once() -> None:
    desk, it = counting()
    count(it, 504_000)
    assert stage_of(it) is Stage.CLOSED
    assert "close_shift" in desk.till.calls


def test_a_supervisors_pin_lets_it_be_counted_once_more_and_not_a_third_time() -> None:
    desk, it = counting()
    count(it, 1_000)
    it.again_pressed()
    assert shown(desk).choices is not None
    it.moved(1)
    it.finish_pressed()
    assert "approve recount" not in desk.till.calls
    count(it, int("9999"))
    assert shown(desk).notice is not None
    it.back_pressed()
    assert stage_of(it) is Stage.DIFFERS
    it.again_pressed()
    it.row_chosen(1)
    it.key_pressed("7")
    it.key_pressed("backspace")
    count(it, int(PIN))
    assert stage_of(it) is Stage.CLOSING
    count(it, 503_000)
    assert any(call.startswith("give_count ") for call in desk.till.calls)
    assert [row.cells[1] for row in shown(desk).report_more.rows] == ["504.000", "1.000", "503.000", "−1.000"]
    assert shown(desk).again == ""
    it.again_pressed()
    assert stage_of(it) is Stage.DIFFERS
    it.finish_pressed()
    assert stage_of(it) is Stage.CLOSED


def test_a_supervisor_counts_again_without_anybodys_pin() -> None:
    _, it = counting(HUONG)
    count(it, 1_000)
    it.again_pressed()
    assert stage_of(it) is Stage.CLOSING


def test_going_back_does_not_forget_that_it_was_counted() -> None:
    desk, it = counting()
    count(it, 1_000)
    it.back_pressed()
    assert desk.front() is Screen.CHECKOUT
    assert stage_of(again(desk)) is Stage.DIFFERS


def test_keys_that_mean_nothing_here_do_nothing() -> None:
    desk, it = counting()
    it.row_chosen(0)
    it.again_pressed()
    count(it, 1_000)
    before = shown(desk)
    it.key_pressed("5")
    it.note_chosen(500_000)
    it.row_chosen(9)
    assert shown(desk) == before


def test_a_shift_that_cannot_be_closed_keeps_the_count() -> None:
    desk, it = counting()
    desk.till.fail("close_shift", Refused("sale-still-open"))
    count(it, 1_000)
    it.finish_pressed()
    assert shown(desk).notice is not None
    assert stage_of(it) is Stage.DIFFERS
    it.finish_pressed()
    assert stage_of(it) is Stage.CLOSED


def test_every_step_that_cash_is_rounded_to_can_be_counted_note_by_note() -> None:
    desk, it = counting()
    smallest = shown(desk).notes[-1]
    assert (smallest.note, smallest.label) == (500, "500")
    it.note_chosen(500)
    it.key_pressed("3")
    assert shown(desk).notes[-1].amount == "1.500"
    assert shown(desk).amount == "1.500 ₫"


def test_enter_before_anything_was_typed_is_no_count_of_nothing() -> None:
    desk, it = counting()
    it.finish_pressed()
    assert not it.model.given
    notice = shown(desk).notice
    assert notice is not None
    assert "Chưa gõ" in notice.text
    count(it, 504_000)
    assert stage_of(it) is Stage.CLOSED


def test_a_drawer_with_nothing_in_it_is_counted_by_a_nought_or_by_enter_once_more() -> None:
    _, it = counting()
    count(it, 0)
    assert [each.counted for each in it.model.given] == [0]
    _, other = counting()
    other.finish_pressed()
    other.finish_pressed()
    assert [each.counted for each in other.model.given] == [0]


def test_the_one_recount_is_not_spent_on_nothing() -> None:
    _, it = counting(HUONG)
    count(it, 0)
    it.again_pressed()
    it.finish_pressed()
    assert len(it.model.given) == 1
    it.key_pressed("5")
    it.key_pressed("backspace")
    it.finish_pressed()
    assert len(it.model.given) == 1
