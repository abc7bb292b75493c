"""The screen of earlier receipts without Qt: found, shown for whoever it is, given once; every way out."""

from dataclasses import replace
from datetime import date

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.identity.commands import Command, command_code
from terminal.session import Session
from terminal.usecases.returns.finding import SalesFound
from tests.unit.presenters.desk import words
from tools.people_scenes import ANH as MANAGER
from tools.sample_late_claims import COFFEE_DIGITS, RICE_DIGITS, SampleLateClaims
from tools.sample_returns import FOREIGN_DIGITS
from tools.sample_shop import ANH_CARD, LAN, PIN
from ui.presenters.late_claims.presenter import LateClaimPresenter
from ui.presenters.office_state import OfficeState
from ui.presenters.tasks import ImmediateRunner


class Visit:
    """The screen over sample receipts."""

    def __init__(self, session: Session = LAN) -> None:
        self.till = SampleLateClaims()
        self.states: list[OfficeState] = []
        self.left = 0
        self.runner = ImmediateRunner()
        self.it = LateClaimPresenter(
            self.till,
            session,
            self.runner,
            words("vi"),
            on_state=self.states.append,
            on_back=self.leave,
        )
        self.it.begin()

    def leave(self) -> None:
        self.left += 1

    def scan(self, *texts: str) -> None:
        for text in texts:
            self.it.scanned(text, "code128")

    def pin(self, digits: str = PIN) -> None:
        for digit in digits:
            self.it.key_pressed(digit)
        self.it.finish_pressed()

    @property
    def step(self) -> str:
        return self.it.model.step

    @property
    def state(self) -> OfficeState:
        return self.states[-1]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        return [row.cells for row in self.state.listing.rows]

    @property
    def said(self) -> str:
        return "" if self.state.notice is None else self.state.notice.text


def test_with_the_scanner_alone_a_manager_gives_the_points() -> None:
    visit = Visit(MANAGER)
    visit.scan(RICE_DIGITS, ANH_CARD)
    assert visit.rows == [("cơ bản", "+39"), ("hạng Bạc", "+9"), ("Hàng đã trả lại", "−1")]
    assert visit.state.listing.rows[0].detail.startswith("Tính điểm trên 391.500")
    assert visit.state.finish.text == "Cộng 47 điểm"
    visit.scan(command_code(Command.PAY_CASH))
    assert visit.till.calls == ["Q2-000122 Nguyễn Thị Ánh +47"]
    assert visit.said == "Đã cộng 47 điểm của phiếu Q2-000122 cho Nguyễn Thị Ánh."
    visit.scan(COFFEE_DIGITS)
    assert (visit.step, visit.state.title) == ("member", "Phiếu Q2-000123 là của ai?")


def test_a_cashier_asks_a_supervisor_and_a_wrong_pin_is_said() -> None:
    visit = Visit()
    visit.scan(RICE_DIGITS, ANH_CARD)
    visit.it.finish_pressed()
    assert [row.cells for row in visit.state.listing.rows] == [("Hương",), ("Quốc Anh",)]
    visit.it.key_pressed("7")
    visit.it.key_pressed("backspace")
    assert not visit.state.finish.enabled
    visit.pin("0000")
    assert "PIN" in visit.said
    assert visit.step == "approve"
    visit.it.moved(1)
    visit.pin()
    assert visit.till.calls == ["Q2-000122 Nguyễn Thị Ánh +47 Quốc Anh"]
    assert visit.till.asked_by == [LAN.operator]
    assert ("Người duyệt", "Quốc Anh") in [row.cells for row in visit.state.about.rows]
    visit.it.entered()
    assert visit.step == "find"
    assert [cells[1] for cells in visit.rows] == ["70.000"]


def test_by_what_is_typed_and_by_touch() -> None:
    visit = Visit()
    visit.it.typed("gạo")
    visit.it.entered()
    assert len(visit.rows) == 1
    visit.it.typed("")
    visit.it.row_pressed(0)
    assert visit.step == "member"
    visit.it.typed("nguyễn")
    visit.it.entered()
    assert [cells[0] for cells in visit.rows] == ["Nguyễn Thị Ánh", "Trần Văn Bình"]
    visit.it.row_pressed(1)
    assert (visit.step, visit.state.about_title) == ("show", "Trần Văn Bình")
    visit.it.action_pressed(0)
    visit.it.typed("0912345678")
    visit.it.entered()
    assert visit.state.about_title == "Nguyễn Thị Ánh"


def test_days_are_turned_over_and_none_is_to_come() -> None:
    visit = Visit()
    assert not visit.state.actions[1].enabled
    visit.it.action_pressed(0)
    assert visit.rows == []
    assert "20/11/2026" in visit.state.title
    visit.it.action_pressed(1)
    assert len(visit.rows) == 2
    visit.it.action_pressed(1)
    assert visit.it.model.day is None


def test_a_receipt_of_who_was_forgotten_since_is_none_of_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit()
    found = visit.till.sales_of_day(None)
    first, *others = (each for each in found.rows if not each.has_member)

    def of_day(_day: date | None) -> SalesFound:
        return replace(found, rows=(first._replace(has_member=True), *others))

    assert len(visit.rows) == 1 + len(others)
    monkeypatch.setattr(visit.till, "sales_of_day", of_day)
    visit.it.begin()
    assert len(visit.rows) == len(others)


def test_another_tills_receipt_is_asked_for_and_asked_for_again() -> None:
    visit = Visit()
    visit.scan(FOREIGN_DIGITS)
    assert "Q7" in visit.said
    assert visit.state.finish.text == "Hỏi lại"
    visit.till.failures = [Unavailable("server-unreachable", retry=True, server="x", why="y")]
    visit.it.finish_pressed()
    assert "chưa gọi được máy chủ. Chưa có gì thay đổi." in visit.said
    visit.till.elsewhere = "given"
    visit.it.finish_pressed()
    assert visit.step == "member"


def test_who_waits_for_a_slow_server_may_leave_and_its_late_answer_opens_nothing() -> None:
    visit = Visit()
    visit.runner.hold("net")
    visit.scan(FOREIGN_DIGITS)
    visit.till.elsewhere = "given"
    visit.it.back_pressed()
    visit.it.back_pressed()
    assert visit.left == 1
    shown = visit.state
    visit.runner.let_go("net")
    assert visit.state is shown


def test_a_late_failure_of_the_server_says_nothing_to_who_has_left() -> None:
    visit = Visit()
    visit.till.failures = [Unavailable("server-unreachable", retry=True, server="x", why="y")]
    visit.runner.hold("net")
    visit.scan(FOREIGN_DIGITS)
    visit.it.back_pressed()
    visit.runner.let_go("net")
    assert visit.said == ""


def test_a_receipt_scanned_in_the_middle_is_the_next_one() -> None:
    visit = Visit()
    visit.scan(RICE_DIGITS, COFFEE_DIGITS)
    assert visit.state.title == "Phiếu Q2-000123 là của ai?"
    visit.scan(ANH_CARD, RICE_DIGITS)
    assert visit.state.title == "Phiếu Q2-000122 là của ai?"


@pytest.mark.parametrize("step", ["find", "member", "show", "approve", "done"])
def test_esc_is_one_step_back_and_loses_nothing(step: str) -> None:
    visit = Visit()
    if step != "find":
        visit.scan(RICE_DIGITS)
    if step not in {"find", "member"}:
        visit.scan(ANH_CARD)
    if step in {"approve", "done"}:
        visit.it.finish_pressed()
    if step == "done":
        visit.pin()
    assert visit.step == step
    visit.it.back_pressed()
    after = {"find": "find", "member": "find", "show": "member", "approve": "show", "done": "find"}[step]
    assert (visit.step, visit.left) == (after, int(step == "find"))


def test_what_is_of_no_use_is_said() -> None:
    visit = Visit()
    visit.scan(ANH_CARD)
    assert "không phải phiếu bán hàng" in visit.said
    visit.it.typed("không có")
    visit.it.entered()
    assert "không có" in visit.said
    visit.it.trouble("scan-nothing-here")
    visit.it.typed("")
    visit.scan(RICE_DIGITS)
    visit.it.typed("999")
    visit.it.entered()
    assert "999" in visit.said
    visit.it.moved(1)
    visit.it.row_pressed(7)
    visit.it.key_pressed("1")
    assert visit.step == "member"
    visit.it.speak(words("en"))
    assert visit.state.title == "Whose is receipt Q2-000122?"


def test_a_claim_whose_outcome_nobody_saw_is_asked_for_again_and_nothing_else() -> None:
    visit = Visit(MANAGER)
    visit.scan(RICE_DIGITS, ANH_CARD)
    visit.till.failures = [Unavailable("store-commit-unknown", retry=True)]
    visit.it.finish_pressed()
    assert visit.it.model.stuck
    visit.it.back_pressed()
    visit.scan(COFFEE_DIGITS)
    assert visit.step == "show"
    assert visit.state.finish.text == "Hỏi lại kết quả"
    visit.it.finish_pressed()
    assert visit.step == "done"
    assert visit.till.calls == ["Q2-000122 Nguyễn Thị Ánh +47"]


def test_a_refusal_of_the_claim_is_said_and_another_member_can_be_chosen() -> None:
    visit = Visit(MANAGER)
    visit.scan(RICE_DIGITS, ANH_CARD)
    visit.till.failures = [Refused("no-shift")]
    visit.it.finish_pressed()
    assert visit.said
    assert not visit.it.model.stuck
    visit.it.action_pressed(0)
    assert visit.step == "member"
