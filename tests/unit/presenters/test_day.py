"""The screen of the shift and the day: looked at, printed, cash in and out, the day closed."""

from loyalty.errors import Unavailable
from terminal.session import Session
from tests.unit.presenters.desk import words
from tools.sample_day import SampleDay
from tools.sample_shop import LAN, NOW, PIN
from ui.presenters.day.presenter import DayPresenter
from ui.presenters.office_state import OfficeState
from ui.presenters.tasks import ImmediateRunner

HUONG = Session(operator="huong", name="Hương", role="supervisor", at=NOW)


class Visit:
    """Somebody at the screen; `state` is what they see."""

    def __init__(self, session: Session = HUONG, *, is_open: bool = True) -> None:
        self.till = SampleDay()
        if not is_open:
            self.till.open = None
        self.left: list[str] = []
        self.state = OfficeState(title="")
        self.it = DayPresenter(
            self.till,
            session,
            ImmediateRunner(),
            words(),
            on_state=self._show,
            on_back=lambda: self.left.append("back"),
            on_close_shift=lambda: self.left.append("close-shift"),
        )
        self.it.begin()

    def _show(self, state: OfficeState) -> None:
        self.state = state

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.it.field_changed(name, value)

    def figures(self) -> dict[str, str]:
        return {row.cells[0]: row.cells[1] for row in self.state.about.rows}

    def fields(self) -> dict[str, str]:
        return {} if self.state.form is None else {each.name: each.value for each in self.state.form.fields}

    def fault(self, name: str) -> str:
        fields = () if self.state.form is None else self.state.form.fields
        return next(each.fault for each in fields if each.name == name)

    def said(self) -> str:
        return self.state.notice.text if self.state.notice is not None else ""


def test_the_open_shift_is_shown_whole_to_a_supervisor_and_without_sums_to_a_cashier() -> None:
    assert Visit().figures()["Tiền mặt theo sổ"] == "5.985.500"
    blind = Visit(LAN)
    assert "5.985.500" not in repr(blind.state)
    assert blind.figures()["Số đơn"] == "86"
    assert "chưa đếm" in blind.state.hint


def test_earlier_shifts_and_days_are_looked_up_as_they_are_marked_and_printed_again() -> None:
    visit = Visit()
    visit.it.moved(1)
    assert "day 9" in visit.till.calls
    visit.it.finish_pressed()
    assert "print-day 9" in visit.till.calls
    visit.it.row_pressed(2)
    assert visit.figures()["Chênh lệch"] == "−13.500"
    visit.it.finish_pressed()
    assert "print-shift shift-11" in visit.till.calls
    visit.it.row_pressed(2)
    assert visit.till.calls.count("shift shift-11") == 1
    visit.it.row_pressed(0)
    visit.it.finish_pressed()
    assert "print-so-far huong" in visit.till.calls
    visit.it.row_pressed(99)
    assert visit.it.model.mark == 0


def test_cash_is_paid_in_with_an_amount_and_a_reason() -> None:
    visit = Visit(LAN)
    visit.it.action_pressed(0)
    visit.it.finish_pressed()
    assert visit.state.form is not None
    assert [bool(each.fault) for each in visit.state.form.fields] == [True, True, False]
    visit.fill(amount="200.000", reason="other")
    visit.it.finish_pressed()
    assert visit.state.form is not None
    assert [bool(each.fault) for each in visit.state.form.fields] == [False, False, True]
    visit.fill(note="tiền lẻ")
    visit.it.finish_pressed()
    assert "move-cash in 200000 other tiền lẻ" in visit.till.calls
    assert visit.fields() == {}
    assert visit.said() == "Đã nộp tiền. Đang in phiếu."


def test_more_than_a_cashier_pays_out_alone_takes_a_pin_and_goes_on_with_what_was_typed() -> None:
    visit = Visit(LAN)
    visit.it.action_pressed(1)
    visit.fill(amount="750000", reason="bank")
    visit.it.finish_pressed()
    assert visit.state.dots == "–"
    assert "750.000 ₫" in visit.said()
    visit.it.row_pressed(1)
    for key in ("9", "backspace", *PIN):
        visit.it.key_pressed(key)
    visit.it.back_pressed()
    assert visit.fields()["amount"] == "750000"
    visit.it.finish_pressed()
    for key in "1111":
        visit.it.key_pressed(key)
    visit.it.entered()
    assert visit.state.notice is not None
    for key in PIN:
        visit.it.key_pressed(key)
    visit.it.entered()
    assert "move-cash out 750000 bank  huong" in visit.till.calls
    assert visit.said() == "Đã chi tiền. Đang in phiếu."


def test_more_than_the_drawer_holds_by_the_books_is_asked_about_once_where_they_are_seen() -> None:
    visit = Visit()
    visit.it.action_pressed(1)
    visit.fill(amount="59.855.000", reason="bank")
    visit.it.finish_pressed()
    assert not any(call.startswith("move-cash") for call in visit.till.calls)
    assert "5.985.500" in visit.fault("amount")
    visit.fill(amount="6.000.000")
    assert visit.fault("amount") == ""
    visit.it.finish_pressed()
    assert "5.985.500" in visit.fault("amount")
    visit.it.finish_pressed()
    assert "move-cash out 6000000 bank" in visit.till.calls


def test_an_amount_that_no_notes_come_to_is_asked_about_once_either_way() -> None:
    for which, reason in ((0, "change"), (1, "bank")):
        visit = Visit()
        visit.it.action_pressed(which)
        visit.fill(amount="60002", reason=reason)
        visit.it.finish_pressed()
        assert "nhỏ hơn 500 ₫" in visit.fault("amount")
        assert not any(call.startswith("move-cash") for call in visit.till.calls)
        visit.it.finish_pressed()
        assert any(call.startswith("move-cash") for call in visit.till.calls)


def test_more_than_is_there_is_asked_about_beside_that_no_notes_come_to_it() -> None:
    visit = Visit()
    visit.it.action_pressed(1)
    visit.fill(amount="60000002", reason="bank")
    for question in ("nhỏ hơn 500 ₫", "5.985.500"):
        visit.it.finish_pressed()
        assert question in visit.fault("amount")
    visit.it.finish_pressed()
    assert "move-cash out 60000002 bank" in visit.till.calls


def test_what_a_drawer_holds_is_not_betrayed_to_a_cashier_who_pays_out() -> None:
    visit = Visit(LAN)
    visit.it.action_pressed(1)
    visit.fill(amount="59.855.000", reason="bank")
    visit.it.finish_pressed()
    assert "5.985.500" not in repr(visit.state)
    assert visit.state.dots == "–"


def test_all_that_the_drawer_holds_is_paid_out_and_more_is_paid_in_without_a_question() -> None:
    for which, amount in ((1, "5.985.500"), (0, "59.855.000")):
        visit = Visit()
        visit.it.action_pressed(which)
        visit.fill(amount=amount, reason="change" if which == 0 else "bank")
        visit.it.finish_pressed()
        assert any(call.startswith("move-cash") for call in visit.till.calls)


def test_a_shift_is_closed_by_its_count_and_then_the_day_by_a_supervisor() -> None:
    visit = Visit()
    visit.it.action_pressed(2)
    assert visit.left == ["close-shift"]
    over = Visit(is_open=False)
    over.it.action_pressed(0)
    assert over.state.form is None
    over.it.action_pressed(2)
    assert "close-day" not in over.till.calls
    over.it.action_pressed(2)
    assert "close-day" in over.till.calls
    assert over.state.listing.rows[0].cells[0] == "Ngày 10"
    cashier = Visit(LAN, is_open=False)
    assert cashier.state.actions[2].text == ""
    cashier.it.action_pressed(2)
    assert "close-day" not in cashier.till.calls


def test_closing_the_day_is_asked_about_and_again_after_something_else_was_looked_at() -> None:
    over = Visit(is_open=False)
    over.it.action_pressed(2)
    assert "với 2 ca đã đóng" in over.said()
    over.it.moved(1)
    over.it.action_pressed(2)
    assert "close-day" not in over.till.calls
    over.it.action_pressed(2)
    assert over.said() == "Đã chốt ngày. Đang in báo cáo ngày."


def test_a_disk_that_fails_keeps_what_was_typed() -> None:
    visit = Visit()
    visit.it.action_pressed(0)
    visit.fill(amount="1000", reason="change")
    visit.till.failures["move-cash"] = Unavailable("store-write-failed", retry=True, path="x", why="y")
    visit.it.finish_pressed()
    assert visit.state.form is not None
    assert visit.said()
    visit.it.finish_pressed()
    assert visit.state.form is None


def test_what_means_nothing_here_changes_nothing() -> None:
    visit = Visit()
    visit.it.key_pressed("5")
    visit.it.entered()
    visit.it.field_changed("amount", "5")
    visit.it.trouble("scan-nothing-here")
    assert "Esc" in visit.said()
    visit.it.action_pressed(0)
    visit.it.moved(1)
    visit.it.row_pressed(0)
    visit.it.back_pressed()
    visit.it.speak(words())
    visit.it.back_pressed()
    assert visit.left == ["back"]
